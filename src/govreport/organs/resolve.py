"""An organ's name resolved to the place that it belongs to, with what says so.

>>> str(resolve("宁波市镇海区经济合作局").place)
'330211 镇海区 < 宁波市 < 浙江省'
>>> resolve("鼓楼区民政局").place is None, len(resolve("鼓楼区民政局").candidates)
(True, 4)
>>> found = resolve("鼓楼区民政局", hints=Hints(path="江苏/徐州/鼓楼区民政局.docx"))
>>> str(found.place), found.evidence
('320302 鼓楼区 < 徐州市 < 江苏省', ('name', 'path'))
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping, Sequence

import regex
from msgspec import Struct

from govreport.model import Level, Place
from govreport.organs.places import (
    area_codes,
    full_names,
    is_in,
    named,
    names_at,
    of_code,
    towns_named,
)
from govreport.zh.data_files import shaped
from govreport.zh.patterns import lazy_pattern
from govreport.zh.text import bare

__all__ = ["Hints", "Resolution", "hints_of", "resolve"]

TOWN = lazy_pattern(r"(?P<name>[^省市区县旗]{1,14}?(?:街道|镇|乡|地区))(?P<office>办事处)?")
BRANCH = lazy_pattern(r"(?<=局)(?P<place>\p{Han}{1,8})分局$")
ADDRESS = lazy_pattern(r"(?<=(?:地|住)\s*址[：: ]{1,3})[^\n]{4,60}")
PHONE = lazy_pattern(r"(?<!\d)0\d{2,3}(?=[-－—）) ]{1,2}[2-9]\d{6,7}(?!\d))")
POSTCODE = lazy_pattern(r"(?<=邮(?:政)?编(?:码)?[：: ]{0,3})\d{6}(?!\d)")
SITE_CODE = lazy_pattern(r"(?<=标识码[：: ]{0,3})\d{10}(?!\d)")
DOMAIN = lazy_pattern(r"(?<=[./])(?P<name>[a-z]+)\.gov\.cn", regex.IGNORECASE)


class Hints(Struct, frozen=True, kw_only=True):
    """What may say which of several places of one name is meant: a report's path, its address and
    telephone number, and what its web page says of itself. Texts as they stand, ``""`` for none."""

    path: str = ""
    address: str = ""
    contact: str = ""
    page: str = ""


class Resolution(Struct, frozen=True):
    """``place`` is ``None`` where the name says none, or does not say which: then ``candidates``
    are those it may be. ``evidence`` says by what it was told: ``name``, and ``path``, ``address``,
    ``postcode``, ``telephone``, ``site_code`` or ``domain`` where the name alone does not do."""

    place: Place | None
    evidence: tuple[str, ...] = ()
    candidates: tuple[Place, ...] = ()


NOWHERE = Resolution(None)


def resolve(name: str, *, year: int | None = None, hints: Hints | None = None) -> Resolution:
    """Resolve the name of an organ, as of the year that it reports on.

    A name without any place, or with one that several places have, resolves to none unless a hint
    tells; it is never guessed.
    """
    text = _folded(name)
    stated = _stated(text, year)
    if not stated:
        return NOWHERE
    if len(stated) == 1:
        return Resolution(stated[0], ("name",))
    for evidence, told in _told(hints or Hints(), stated):
        if len(told) == 1:
            return Resolution(told[0], ("name", evidence))
    return Resolution(None, (), stated)


def hints_of(path: str | None, metadata: Mapping[str, str], text: str) -> Hints:
    """Return what a report's path, its page and its frame (title page, signature) may tell."""
    addresses = (match[0] for match in ADDRESS.finditer(text))
    page = "\n".join(metadata.values())
    return Hints(path=path or "", address="\n".join(addresses), contact=text, page=page)


# --- what the name says ---


@functools.lru_cache(maxsize=8_192)
def _stated(text: str, year: int | None) -> tuple[Place, ...]:
    """The places that a name may mean: the last one that it names, within those before it."""
    at = _behind_system(text)
    stated: tuple[Place, ...] = ()
    while (step := _step(text, at, stated, year)) is not None:
        at, stated = step
    return _towns(text, at, stated) or _branch(text, at, stated, year) or stated


def _behind_system(text: str) -> int:
    for word in _naming().before_place:
        if text.startswith(word):
            return len(word)
    return 0


def _step(
    text: str, at: int, within: Sequence[Place], year: int | None
) -> tuple[int, tuple[Place, ...]] | None:
    """The next place named, and where the name goes on behind it."""
    for piece in names_at(text, at):
        behind = at + len(piece)
        short = full_names(piece) if _may_be_short(text, at, behind, within) else ()
        # A name is used on after its time, for want of one in that year.
        for when in (year, None):
            places = [place for name in (piece, *short) for place in named(name, year=when)]
            if found := _within(places, within):
                return behind, found
    return None


def _within(found: Iterable[Place], within: Sequence[Place]) -> tuple[Place, ...]:
    places = dict.fromkeys(
        place
        for place in found
        if not within or any(is_in(place, each) and place.id != each.id for each in within)
    )
    return tuple(places)


def _may_be_short(text: str, at: int, behind: int, within: Sequence[Place]) -> bool:
    """Whether a short name stands here: 恩施州 says what it is; 宁波 is a place where another
    follows, or a body so named. Schools and companies bear names of places that they need not be
    in (中山大学)."""
    rest = text[behind:]
    if text[behind - 1] in "州县旗盟" and behind - at > 2:
        return True
    if rest.startswith(tuple(_naming().behind_short)):
        return True
    return any(named(piece) for piece in names_at(text, behind)) or (bool(within) and not rest)


def _towns(text: str, at: int, within: Sequence[Place]) -> tuple[Place, ...]:
    match = TOWN.match(text, at)
    if match is None:
        return ()
    names = (match["name"], match["name"] + "办事处")
    return tuple(
        town
        for place in within
        if place.level is not Level.PROVINCE
        for name in names
        for town in towns_named(name, place.code)
    )


def _branch(text: str, at: int, within: Sequence[Place], year: int | None) -> tuple[Place, ...]:
    """The county that a branch is for: 宁波市生态环境局镇海分局, or …镇海区分局."""
    match = BRANCH.search(text, at)
    if match is None or not within:
        return ()
    names = (match["place"] + end for end in ("", "区", "县", "市", "旗"))
    return _within((place for name in names for place in named(name, year=year)), within)


# --- what else tells ---


def _told(hints: Hints, stated: Sequence[Place]) -> Iterator[tuple[str, Sequence[Place]]]:
    """What each hint leaves of the places that the name may mean."""
    everything = "\n".join((hints.address, hints.contact, hints.page))
    for evidence, text in (("path", hints.path), ("address", hints.address), ("page", hints.page)):
        folded = _folded(text)
        if folded:
            named_above = {place: _named_above(folded, place) for place in stated}
            most = max(named_above.values())
            yield evidence, [p for p, count in named_above.items() if count == most and count]
    for code in SITE_CODE.findall(everything):
        yield "site_code", [p for p in stated if code.startswith(p.code.rstrip("0"))]
    for area in PHONE.findall(everything):
        cities = [place for code in area_codes().get(area, ()) if (place := of_code(code))]
        yield "telephone", [p for p in stated if any(is_in(p, city) for city in cities)]
    for code in POSTCODE.findall(everything):
        yield "postcode", [p for p in stated if code[:2] in _naming().postcodes.get(p.code[:2], ())]
    for domain in DOMAIN.findall(everything):
        yield "domain", [p for p in stated if domain.lower() in _naming().domains[p.code[:2]]]


def _named_above(text: str, place: Place) -> int:
    """How many of the places that a place lies in a text names."""
    count, above = 0, place.above
    while above is not None:
        count += any(name in text for name in (above.name, *_shorts(above.name)))
        above = above.above
    return count


@functools.lru_cache(maxsize=1_024)
def _shorts(full: str) -> tuple[str, ...]:
    """The short names of a province or a city."""
    ends = ("自治区", "省", "市", "地区", "盟")
    stems = (full.removesuffix(end) for end in ends if full.endswith(end))
    return tuple(short for stem in stems for short in (stem, stem[:2]) if full in full_names(short))


# --- words ---


class _Naming(Struct, frozen=True, forbid_unknown_fields=True):
    """See the comments in ``naming.toml``."""

    before_place: tuple[str, ...]
    behind_short: tuple[str, ...]
    postcodes: Mapping[str, tuple[str, ...]]
    domains: Mapping[str, tuple[str, ...]]


@functools.cache
def _naming() -> _Naming:
    return shaped(_Naming, __package__, "data", "naming.toml")


@functools.lru_cache(maxsize=8_192)
def _folded(text: str) -> str:
    return bare(text)
