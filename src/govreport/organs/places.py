"""行政区划: the places of China by their codes of GB/T 2260, as they are and were since 1980.

A place keeps one ``id`` over renumberings and renamings. Tables and where they come from:
``tools/make_places.py``. Many names belong to several places (鼓楼区); :func:`named` gives all.

>>> [str(place) for place in named("镇海区")]
['330211 镇海区 < 宁波市 < 浙江省']
>>> len(named("鼓楼区", year=2018)), named("镇海县")[-1].id
(4, '330211')
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from msgspec import Struct

from govreport.model import Level, Place
from govreport.zh.data_files import data_file
from govreport.zh.kept import kept

__all__ = [
    "area_codes",
    "chain",
    "full_names",
    "is_called",
    "is_in",
    "named",
    "names_at",
    "of_code",
    "of_id",
    "towns_named",
]

#: A place is still called by its name in the year after its last, when it reports on that one.
GRACE = 1
#: Digits of a code; those of towns have three more.
CODE = 6
#: Characters of a place's name: 双江拉祜族佤族布朗族傣族自治县.
LONGEST = 16


class _Row(Struct, frozen=True, array_like=True):
    """A line of ``places.tsv``: a code with one name, and the years in which it was in force. As
    text, since there are thousands and few are looked at."""

    code: str
    name: str
    since: str
    until: str
    id: str

    @property
    def level(self) -> Level:
        if self.code.endswith("0000"):
            return Level.PROVINCE
        return Level.CITY if self.code.endswith("00") else Level.COUNTY

    def was(self, year: int, grace: int = GRACE) -> bool:
        """Whether it was in force in a year, or close to it."""
        return int(self.since) <= year + grace and year - grace <= int(self.until or year)


def named(name: str, *, year: int | None = None) -> tuple[Place, ...]:
    """Return the places of a name: of a year if given, else those of today or, where there is none
    of them, of any time. One place is given once, by the code that it had last."""
    rows = _by_name().get(name, ())
    if year is not None:
        rows = [row for row in rows if row.was(year)]
    else:
        rows = [row for row in rows if not row.until] or rows
    ranked = sorted(rows, key=lambda row: (row.was(year or 0, grace=0), row.since, row.code))
    return tuple(_place(row, year) for row in {row.id: row for row in ranked}.values())


def of_code(code: str, *, year: int | None = None) -> Place | None:
    """Return the place of a code of six digits in a year, by default the one that has it last."""
    rows = [row for row in _by_code().get(code, ()) if year is None or row.was(year)]
    return _place(rows[-1], year) if rows else None


@functools.lru_cache(maxsize=8_192)
def of_id(id: str) -> Place | None:
    """Return the place of an id, as it was last."""
    if rows := _by_id().get(id):
        return _place(max(rows, key=lambda row: (not row.until, row.since)), None)
    county = of_code(id[:CODE])
    towns = _towns().get(id[:CODE], "").split(",")
    names = (town[3:] for town in towns if town and town[:3] == id[CODE:])
    found = (Place(code=id, name=n, level=Level.TOWN, id=id, above=county) for n in names)
    return next(found, None)


def towns_named(name: str, county: str) -> tuple[Place, ...]:
    """Return the towns and streets of a name (乡、镇、街道, of 2023) in the county of a code."""
    above = of_code(county)
    return tuple(
        Place(
            code=county + town[:3], name=name, level=Level.TOWN, id=county + town[:3], above=above
        )
        for town in _towns().get(county, "").split(",")
        if town[3:] == name
    )


def is_called(place: Place, name: str) -> bool:
    """Whether a place has, or ever had, a name; in short, too."""
    return name == place.name or any(
        row.id == place.id for each in (name, *full_names(name)) for row in _by_name().get(each, ())
    )


@functools.lru_cache(maxsize=8_192)
def chain(id: str) -> tuple[str, ...]:
    """Return the names of today of a place and of those that it lies in, the highest first."""
    names: list[str] = []
    place = of_id(id)
    while place is not None:
        names.append(place.name)
        place = place.above
    return tuple(reversed(names))


def is_in(place: Place, other: Place) -> bool:
    """Whether one place is the other or lies in it."""
    chain: Place | None = place
    while chain is not None:
        if chain.id == other.id:
            return True
        chain = chain.above
    return False


def names_at(text: str, start: int) -> Iterator[str]:
    """Yield the names of places, short ones too, with which the text goes on at ``start``, the
    longest first."""
    names, short = _by_name(), _full_names()
    for length in range(LONGEST, 1, -1):
        piece = text[start : start + length]
        if len(piece) == length and (piece in names or piece in short):
            yield piece


def full_names(short: str) -> tuple[str, ...]:
    """Return the names that have a short form (浙江, 恩施州), ``()`` for what is none."""
    return _full_names().get(short, ())


@functools.cache
def area_codes() -> Mapping[str, tuple[str, ...]]:
    """Return the codes of the cities by area code of telephones (``0574``)."""
    rows = (line.split("\t") for line in _lines("area_codes.tsv"))
    return {area: tuple(codes.split(",")) for area, codes in rows}


@functools.lru_cache(maxsize=4_096)
def _place(row: _Row, year: int | None) -> Place:
    above: Place | None = None
    if row.level is not Level.PROVINCE:
        for code in (row.code[:4] + "00", row.code[:2] + "0000"):
            if code != row.code and (above := _above(code, row, year)) is not None:
                break
    return Place(
        code=row.code,
        name=row.name,
        level=row.level,
        id=row.id,
        since=int(row.since),
        until=int(row.until) if row.until else None,
        above=above,
    )


def _above(code: str, row: _Row, year: int | None) -> Place | None:
    """The place of that code at the time. The city that stands for a city that is a province
    (110100 北京市) is none."""
    when = int(row.until) if year is None and row.until else year
    province = _by_code()[row.code[:2] + "0000"][-1].name
    rows = [
        each
        for each in _by_code().get(code, ())
        if (not each.until if when is None else each.was(when))
        and (each.level is Level.PROVINCE or each.name != province)
    ]
    return _place(rows[-1], year) if rows else None


# --- loading ---


def _text(name: str) -> str:
    return data_file("govreport.organs", "data", name).read_text("utf-8")


def _lines(name: str) -> list[str]:
    return _text(name).splitlines()


@functools.cache
def _by_code() -> Mapping[str, Sequence[_Row]]:
    """The rows of each code, in the order of time."""
    return _grouped("code")


@functools.cache
def _by_name() -> Mapping[str, Sequence[_Row]]:
    return _grouped("name")


@functools.cache
def _by_id() -> Mapping[str, Sequence[_Row]]:
    return _grouped("id")


def _grouped(by: Literal["code", "name", "id"]) -> Mapping[str, Sequence[_Row]]:
    """The rows by a column, those of one code in the order of time."""
    text = _text("places.tsv")

    def groups() -> dict[str, list[list[str]]]:
        found: dict[str, list[list[str]]] = {}
        at = _Row.__struct_fields__.index(by)
        for row in (line.split("\t") for line in text.splitlines()[1:]):
            found.setdefault(row[at], []).append(row)
        return found

    return kept(f"places by {by} {text}", dict[str, list[_Row]], groups)


@functools.cache
def _full_names() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for line in _lines("short_names.tsv"):
        short, full = line.split("\t")
        found[short] = (*found.get(short, ()), full)
    return found


@functools.cache
def _towns() -> Mapping[str, str]:
    """The towns of each county as they stand in the table: three digits and a name, by commas."""
    return {line[:6]: line[7:] for line in _lines("towns.tsv")}
