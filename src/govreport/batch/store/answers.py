"""What a store says: a figure over the years, over the organs in one year, over both; an organ.

All of it is read off the tables ``points``, ``organs`` and ``concepts``. A name that the store does
not have is an error that names those that come near.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, cast

import msgspec
import pyarrow.dataset as ds

from govreport.batch.store.results import Comparison, HeatMap, Standing, StoredOrgan
from govreport.checks.figures import Key
from govreport.compare import Point, Series
from govreport.compare.relations import Relation, key_asked
from govreport.document import Origin
from govreport.errors import UnknownName
from govreport.export.arrow import text_of
from govreport.forms.catalogue import dimension_names
from govreport.forms.lookup import near
from govreport.forms.totals import members
from govreport.kinds import kinds
from govreport.model import Certainty, Metric, Place, State
from govreport.organs.names import extends
from govreport.organs.names import organ as taken_apart
from govreport.organs.places import is_in, named, of_code, of_id
from govreport.organs.resolve import resolve

if TYPE_CHECKING:
    from govreport.batch.store.reading import Tables

__all__ = [
    "compare",
    "heatmap",
    "organ",
    "place_of",
    "series",
    "stored_organs",
    "unknown",
]

Row = Mapping[str, object]

_PLACE = ("page", "block", "row", "column")
_PATHS = ("sha256", "path")


def organ(tables: Tables, name: str) -> StoredOrgan:
    """Return the organ of an id or a name, a former or a short one too.

    Raises:
        UnknownName: there is none, or there are several; the message names them.
    """
    known = stored_organs(tables)
    for found in (
        [each for each in known if each.id == name],
        [each for each in known if each.name == name],
        [each for each in known if name in each.former_names],
        [each for each in known if extends(taken_apart(each.name), taken_apart(name))],
    ):
        if len(found) == 1:
            return found[0]
        if found:
            raise UnknownName("single organ", name, [each.id for each in found])
    raise unknown("organ", name, [text for each in known for text in (each.name, each.id)])


def series(
    tables: Tables, id: str, name: str, kind: str | None, dimensions: Mapping[str, str]
) -> Series:
    """Return one figure of an organ over the years."""
    own = organ(tables, name)
    key, label, wanted = _asked(tables, id, kind, dimensions)
    points = _points(tables, wanted & (ds.field("organ") == own.id))
    return _series(points.get(own.id, ()), key, label, own)


def compare(
    tables: Tables,
    id: str,
    year: int,
    kind: str | None,
    place: str | None,
    type: str | None,
    dimensions: Mapping[str, str],
) -> Comparison:
    """Return one figure of all organs in a year."""
    key, label, wanted = _asked(tables, id, kind, dimensions)
    years = sorted({int(str(y)) for (y,) in tables.rows("points", ("year",)) if y is not None})
    if year not in years:
        raise unknown("year", str(year), [str(each) for each in years])
    organs = _organs(tables, place, type)
    points = _points(tables, wanted & (ds.field("year") == year))
    found = [
        Standing(organ=organs[id], point=point)
        for id, of_organ in points.items()
        if id in organs
        for point in of_organ
    ]
    found.sort(key=lambda each: (each.point.value is None, -(each.point.value or 0), each.organ.id))
    made = Comparison(found)
    made.id, made.label, made.year = key[0], label, year
    made.dimensions = dict(key[1])
    return made


def heatmap(
    tables: Tables,
    id: str,
    kind: str | None,
    place: str | None,
    type: str | None,
    dimensions: Mapping[str, str],
) -> HeatMap:
    """Return one figure of all organs over all years."""
    key, label, wanted = _asked(tables, id, kind, dimensions)
    organs = _organs(tables, place, type)
    points = _points(tables, wanted & ds.field("year").is_valid())
    found = {
        organs[own]: _series(of, key, label, organs[own])
        for own, of in points.items()
        if own in organs
    }
    years = [point.year for each in found.values() for point in each if point.year is not None]
    return HeatMap(
        id=key[0],
        label=label,
        dimensions=dict(key[1]),
        organs=tuple(found),
        series=tuple(found.values()),
        years=tuple(range(min(years), max(years) + 1)) if years else (),
    )


def stored_organs(tables: Tables) -> list[StoredOrgan]:
    """Return all organs of a store."""
    return [msgspec.convert(row, StoredOrgan) for row in tables.dicts("organs")]


def place_of(place: str) -> Place:
    """Return the place of a code, one out of use too, or of a name, with those above it or not.

    Raises:
        UnknownName: there is none, or there are several; the message names them.
    """
    found = of_id(place) or of_code(place)
    if found is None and not taken_apart(place).body:
        found = resolve(place).place
    if found is not None:
        return found
    places = named(place)
    if len(places) != 1:
        raise UnknownName("single place" if places else "place", place, list(map(str, places)))
    return places[0]


def unknown(what: str, name: str, known: Iterable[str]) -> UnknownName:
    """Return the error that says which names come near."""
    return UnknownName(what, name, near(name, known))


def _series(points: Sequence[Point], key: Key, label: str, own: StoredOrgan) -> Series:
    return Series(points, id=key[0], label=label, dimensions=dict(key[1]), organ=own.name)


def _asked(
    tables: Tables, id: str, kind: str | None, dimensions: Mapping[str, str]
) -> tuple[Key, str, ds.Expression]:
    """What is asked for, its label, and which rows of ``points`` are of it."""
    known = [each.id for each in kinds()]
    if kind is not None and kind not in known:
        raise unknown("kind of report", kind, known)
    held = {str(each) for (each,) in tables.rows("points", ("report_kind",))}
    among = [each for each in kinds() if kind in (None, each.id)]
    key, own = key_asked(id, dimensions, sorted(among, key=lambda each: each.id not in held))
    said = members(key[0], dict(key[1]), own)
    wanted = (ds.field("concept") == key[0]) & (ds.field("report_kind") == own.id)
    for name in dimension_names():
        column = ds.field(name)
        wanted &= column == said[name] if name in said else column.is_null()
    labels = (
        str(row["zh"])
        for row in tables.dicts("concepts", where=ds.field("report_kind") == own.id)
        if row["id"] == key[0]
    )
    return key, next(labels, key[0]), wanted


def _organs(tables: Tables, place: str | None, type: str | None) -> dict[str, StoredOrgan]:
    """The organs of a place, those below it too, and of a type, by their ids."""
    known = stored_organs(tables)
    if type is not None:
        types = sorted({each.type for each in known if each.type})
        if type not in types:
            raise unknown("type", type, types)
        known = [each for each in known if each.type == type]
    if place is not None:
        region = place_of(place)
        known = [each for each in known if _lies_in(each, region)]
    return {each.id: each for each in known}


def _lies_in(organ: StoredOrgan, region: Place) -> bool:
    place = of_id(organ.place) if organ.place else None
    return place is not None and is_in(place, region)


def _points(tables: Tables, wanted: ds.Expression) -> dict[str, list[Point]]:
    """The points of each organ, in the order of the years."""
    rows = list(tables.dicts("points", where=wanted))
    hashes = list({str(row["sha256"]) for row in rows})
    where = ds.field("sha256").isin(hashes)
    paths = {str(sha256): path for sha256, path in tables.rows("reports", _PATHS, where=where)}
    found: dict[str, list[Point]] = {}
    for row in rows:
        path = str(paths.get(str(row["sha256"])) or "")
        found.setdefault(str(row["organ"]), []).append(_point(row, path))
    return found


def _point(row: Row, path: str) -> Point:
    text = cast("str | None", row[text_of("value")])
    value = None if text is None else Decimal(text) if "." in text else int(text)
    state = State(str(row["state"])) if row["state"] else None
    unit, edition = cast("str | None", row["unit"]), cast("str | None", row["edition"])
    page, block, line, column = (cast("int | None", row[name]) for name in _PLACE)
    metric = Metric(
        id=str(row["concept"]),
        value=value,
        state=state,
        unit=unit,
        label="",
        label_raw="",
        edition=edition,
        certainty=Certainty(str(row["certainty"])),
        origin=Origin(
            block=block or 0, row=line, column=column, page=page, raw=str(row["raw"] or "")
        ),
    )
    return Point(
        year=cast("int | None", row["year"]),
        value=value,
        state=state,
        unit=unit,
        relation=cast("Relation", row["relation"]),
        note=str(row["note"] or ""),
        note_en=str(row["note_en"] or ""),
        edition=edition,
        metrics=(metric,),
        versions=cast("int", row["versions"]),
        changed=bool(row["changed"]),
        name=cast("str | None", row["name"]),
        former_name=cast("str | None", row["former_name"]),
        sha256=str(row["sha256"]),
        path=path,
    )
