"""机关类型: what an organ is by its name, and at which level it stands.

What the rules need to know: departments publish by 31 January and governments by 31 March, and few
levels make 规章.

>>> organ_type("镇海区教育局")
OrganType(type='department', field='education', level='county', vertical=False)
>>> organ_type("教育部").level, organ_type("国家税务总局宁波市税务局").vertical
('ministry', True)
"""

from __future__ import annotations

import functools
from collections.abc import Mapping

import regex
from msgspec import Struct, field

from govreport.model import Level, Place
from govreport.organs.names import organ
from govreport.zh.data_files import shaped
from govreport.zh.patterns import lazy_pattern
from govreport.zh.text import bare

__all__ = ["MINISTRY", "OrganType", "government_rank", "organ_type"]

#: The level of bodies of the State Council, above those of :class:`govreport.model.Level`.
MINISTRY = "ministry"


class OrganType(Struct, frozen=True):
    """``type`` is ``government``, ``department``, ``street``, ``town``, ``school``, ``hospital``,
    ``utility``, ``court`` or ``None``; ``field`` what a department is for, ``None`` where its name
    says nothing known. ``level`` is ``ministry`` or that of the place, ``None`` where neither is
    known. ``vertical`` organs (税务, 海关, 气象 …) are led from above, not by their place."""

    type: str | None
    field: str | None
    level: str | None
    vertical: bool


def organ_type(name: str, place: Place | None = None) -> OrganType:
    """Return what an organ is, by its name and its place."""
    words = _words()
    text = bare(name)
    ministry = place is None and _compiled(words.ministry).search(text) is not None
    type_ = next((each.id for each in words.types if _compiled(each.pattern).search(text)), None)
    fields = (name for name, parts in words.fields.items() if any(part in text for part in parts))
    return OrganType(
        type="department" if ministry else type_,
        field=next(fields, None) if type_ in ("department", None) or ministry else None,
        level=MINISTRY if ministry else _level(text, type_, place),
        vertical=_compiled(words.vertical).search(text) is not None,
    )


def government_rank(name: str) -> int | None:
    """Return how directly a name speaks for its place: 0 for the place or its government itself,
    more for its office and for the committee of a zone, ``None`` for any other organ.

    >>> [government_rank(f"镇海区{body}") for body in ("人民政府", "人民政府办公室", "教育局")]
    [0, 3, None]
    """
    bodies = _words().governments
    body = organ(name).body
    return bodies.index(body) if body in bodies else None


def _level(text: str, type_: str | None, place: Place | None) -> str | None:
    """The place's level; without a place, what the name begins with (县政府办), which place it
    names last (云浦区) or is (虎门镇)."""
    if place is not None:
        return str(place.level)
    if type_ in ("street", "town") or _compiled(_words().town).search(text):
        return str(Level.TOWN)
    name = organ(text)
    if name.is_placed:
        # A district or a county is one in any province; a city may be of either level.
        county = _compiled(_words().county).search(name.places[-1]) is not None
        return str(Level.COUNTY) if county else None
    return next((level for level, words in _words().bare.items() if name.level in words), None)


class _Type(Struct, frozen=True, forbid_unknown_fields=True):
    id: str
    pattern: str


class _Words(Struct, frozen=True, forbid_unknown_fields=True):
    """See the comments in ``types.toml``."""

    vertical: str
    ministry: str
    town: str
    county: str
    governments: tuple[str, ...]
    bare: Mapping[str, tuple[str, ...]]
    types: tuple[_Type, ...] = field(name="type")
    fields: Mapping[str, tuple[str, ...]]


@functools.cache
def _words() -> _Words:
    return shaped(_Words, __package__, "data", "types.toml")


@functools.cache
def _compiled(pattern: str) -> regex.Pattern[str]:
    return lazy_pattern(pattern, regex.VERBOSE)
