"""Names of organs compared: 镇海区经济合作局 is 宁波市镇海区经济合作局, 区经济合作局 can be.

A name is taken apart into places (宁波市, 镇海区), a level without a name (区) and the body that is
left (经济合作局). Of two names with one body the fuller one extends the other where it says all
that the other says. What words mean a place stands in ``names.toml``; no list of places is kept.

>>> organ("宁波市镇海区人民政府办公室")
Organ(places=('宁波市', '镇海区'), level='', body='政府办')
>>> extends(organ("镇海区经济合作局"), organ("区经济合作局"))
True
>>> extends(organ("镇海区经济合作局"), organ("县经济合作局"))
False
"""

from __future__ import annotations

import functools

import regex
from msgspec import Struct

from govreport.zh.data_files import read_toml
from govreport.zh.organs import without_seal
from govreport.zh.patterns import lazy_pattern
from govreport.zh.text import bare

__all__ = ["Organ", "extends", "organ", "parts_of", "places_in"]

#: A body and places of these lengths at most: what is longer is no name and is not taken apart.
LONGEST = 80
_BEGINNING = lazy_pattern(r"^\P{Han}*(?:年度?)?")


class Organ(Struct, frozen=True):
    """An organ's name taken apart. ``level`` is set where the name begins with a bare 区, 市 …"""

    places: tuple[str, ...]
    level: str
    body: str

    @property
    def is_placed(self) -> bool:
        """Whether it says of which place it is."""
        return bool(self.places)


def _compiled(pattern: str) -> regex.Pattern[str]:
    return lazy_pattern(pattern, regex.VERBOSE)


class _Rules(Struct, frozen=True):
    rewrites: tuple[tuple[regex.Pattern[str], str], ...]
    level: regex.Pattern[str]
    place: regex.Pattern[str]


@functools.lru_cache(maxsize=16_384)
def organ(name: str) -> Organ:
    """Take a name apart."""
    name = without_seal(bare(name))
    for pattern, replacement in _rules().rewrites:
        name = pattern.sub(replacement, name)
    if len(name) > LONGEST:
        return Organ((), "", name)
    places, end = _places(name)
    if places:
        return Organ(places, "", name[end:])
    level = _rules().level.match(name)
    if level and len(name) > level.end() + 1:
        return Organ((), level[0], name[level.end() :])
    return Organ((), "", name)


def extends(fuller: Organ, shorter: Organ) -> bool:
    """Whether one name is the other with more said of the place."""
    if fuller.body != shorter.body or fuller == shorter:
        return False
    if shorter.level:
        return fuller.is_placed and fuller.places[-1].endswith(shorter.level)
    if not shorter.is_placed:
        return True
    rest = iter(fuller.places)
    return fuller.places[-1:] == shorter.places[-1:] and all(one in rest for one in shorter.places)


def places_in(path: str) -> tuple[str, ...]:
    """Return the places that the parts of a path begin with, in their order.

    >>> places_in("宁波市/2018年度/镇海区经济合作局/报告.docx")
    ('宁波市', '镇海区')
    """
    found: list[str] = []
    for part in parts_of(path):
        places, _ = _places(part)
        found += [place for place in places if place not in found]
    return tuple(found)


def parts_of(path: str) -> list[str]:
    """Return the parts of a path without the years and numbers that they begin with."""
    parts = regex.split(r"[/!\\]+", bare(path))
    return [_BEGINNING.sub("", part)[:LONGEST] for part in parts]


def _places(name: str) -> tuple[tuple[str, ...], int]:
    places: list[str] = []
    end = 0
    while match := _rules().place.match(name, end):
        places.append(match[0])
        end = match.end()
    return tuple(places), end


@functools.cache
def _rules() -> _Rules:
    """Return the rules of ``names.toml``.

    Raises:
        ValueError: they cannot be read (a fault of the package).
    """
    rules = read_toml(__package__, "names.toml")
    return _Rules(
        rewrites=tuple((_compiled(pattern), by) for pattern, by in rules["rewrites"]),
        level=_compiled(rules["level"]),
        place=_compiled(rules["place"]),
    )
