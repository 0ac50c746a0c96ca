"""Frames of what is said over the years: series, comparisons, heat maps, differences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from govreport.compare import Differences, Point, Series
from govreport.export.columns import ColumnType, tables
from govreport.export.frames import require_pandas
from govreport.export.values import Filled, Value, floating

if TYPE_CHECKING:
    import pandas

    from govreport.batch.store.results import Comparison, HeatMap

__all__ = [
    "comparison_frame",
    "differences_frame",
    "frame_of_rows",
    "heatmap_frame",
    "series_frame",
]

_POINT: Mapping[str, ColumnType] = {
    "value": "figure",
    "number": "number",
    "unit": "text",
    "state": "text",
    "relation": "text",
    "note": "text",
    "certainty": "text",
    "edition": "text",
    "raw": "text",
    "name": "text",
    "former_name": "text",
    "versions": "integer",
    "changed": "flag",
    "path": "text",
    "sha256": "text",
}
_ORGAN: Mapping[str, ColumnType] = {
    "organ": "text",
    "organ_name": "text",
    "place": "text",
    "place_name": "text",
    "type": "text",
}
_KNOWN = {column.name: column.known for column in tables()["points"].columns}
_DIFFERENCE: Mapping[str, ColumnType] = {
    "id": "text",
    "label": "text",
    "before": "figure",
    "after": "figure",
    "change": "figure",
    "number": "number",
    "unit": "text",
    "relation": "text",
    "note": "text",
}


def series_frame(series: Series) -> pandas.DataFrame:
    """Return a row a point."""
    rows = [{"year": each.year, **_point(each)} for each in series]
    return frame_of_rows({"year": "integer", **_POINT}, rows)


def comparison_frame(comparison: Comparison) -> pandas.DataFrame:
    """Return a row an organ."""
    rows = [
        {
            "organ": each.organ.id,
            "organ_name": each.organ.name,
            "place": each.organ.place,
            "place_name": each.organ.place_name,
            "type": each.organ.type,
            **_point(each.point),
        }
        for each in comparison
    ]
    return frame_of_rows({**_ORGAN, **_POINT}, rows)


def heatmap_frame(heatmap: HeatMap) -> pandas.DataFrame:
    """Return a row an organ, under its name, and a column a year."""
    types: dict[str, ColumnType] = {str(year): "number" for year in heatmap.years}
    rows: list[Mapping[str, Value]] = [
        {str(point.year): floating(point.value) for point in series} for series in heatmap.series
    ]
    frame = frame_of_rows(types, rows)
    frame.columns = list(heatmap.years)
    frame.index = [each.name for each in heatmap.organs]
    frame.index.name, frame.columns.name = "organ", "year"
    return frame


def differences_frame(differences: Differences) -> pandas.DataFrame:
    """Return a row a difference, its dimensions in columns of their own."""
    names = sorted({name for each in differences for name in each.dimensions})
    own = tuple(_DIFFERENCE.items())
    types: dict[str, ColumnType] = {**dict(own[:2]), **dict.fromkeys(names, "text"), **dict(own)}
    rows = [
        {
            **each.dimensions,
            "id": each.id,
            "label": each.label,
            "before": each.before.value if each.before else None,
            "after": each.after.value if each.after else None,
            "change": each.change,
            "number": floating(each.change),
            "unit": next((m.unit for m in (each.after, each.before) if m is not None), None),
            "relation": each.relation,
            "note": each.note,
        }
        for each in differences
    ]
    return frame_of_rows(types, rows)


def _point(point: Point) -> dict[str, Value]:
    metric = point.metrics[0]
    return {
        "value": point.value,
        "number": floating(point.value),
        "unit": point.unit,
        "state": point.state.value if point.state else None,
        "relation": point.relation,
        "note": point.note,
        "certainty": metric.certainty.value,
        "edition": point.edition,
        "raw": metric.raw,
        "name": point.name,
        "former_name": point.former_name,
        "versions": point.versions,
        "changed": point.changed,
        "path": point.path,
        "sha256": point.sha256,
    }


def frame_of_rows(
    types: Mapping[str, ColumnType], rows: Sequence[Mapping[str, Value]]
) -> pandas.DataFrame:
    """Return rows as a frame with columns of these types, those of the table ``points`` with what
    is known of them."""
    require_pandas()
    from govreport.export.frame import frame_of

    return frame_of(
        Filled(name, type, [row.get(name) for row in rows], _KNOWN.get(name, ()))
        for name, type in types.items()
    )
