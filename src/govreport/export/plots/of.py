"""What is said over the years as charts: of a series, a comparison, a heat map.

Figures in another unit than most of the others are not drawn beside them: a bar of 3 万元 must not
stand beside one of 3 元. What a point says of them is told where it is pointed at.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from govreport.compare import Point, Series
from govreport.export.plots.chart import Bar, BarChart, HeatMap, LineChart, Mark
from govreport.export.wording import STATES

if TYPE_CHECKING:
    import os

    import plotly.graph_objects as go

    from govreport.batch.store import results

__all__ = [
    "comparison_chart",
    "drawn",
    "heatmap_chart",
    "series_chart",
]


def series_chart(series: Series) -> LineChart:
    """Return a series as a line; points without a year have no place on it."""
    unit = _unit(series)
    marks = [_mark(point, unit) for point in series if point.year is not None]
    title = f"{series.label or series.id}" + (f" · {series.organ}" if series.organ else "")
    return LineChart(title=title, unit=unit, marks=marks)


def comparison_chart(comparison: results.Comparison) -> BarChart:
    """Return a comparison as bars, those that have a value."""
    unit = _unit(standing.point for standing in comparison)
    bars = [
        Bar(
            name=standing.organ.name,
            value=standing.point.value,
            relation=standing.point.relation,
            note=f"{standing.organ.name}\n{note_of(standing.point)}",
        )
        for standing in comparison
        if standing.point.value is not None and (standing.point.unit or "") == unit
    ]
    title = f"{comparison.year} 年 · {comparison.label or comparison.id}"
    return BarChart(title=title, unit=unit, bars=bars)


def heatmap_chart(heatmap: results.HeatMap) -> HeatMap:
    """Return a heat map as rows of cells; a year without a value is an empty one."""
    unit = _unit(point for series in heatmap.series for point in series)
    rows, notes = [], []
    for series in heatmap.series:
        by_year = {point.year: point for point in series if (point.unit or "") == unit}
        rows.append([by_year[y].value if y in by_year else None for y in heatmap.years])
        said = {point.year: note_of(point) for point in series}
        notes.append([said.get(year, "") for year in heatmap.years])
    return HeatMap(
        title=heatmap.label or heatmap.id,
        unit=unit,
        names=[organ.name for organ in heatmap.organs],
        years=heatmap.years,
        rows=rows,
        notes=notes,
    )


def drawn(
    chart: LineChart | BarChart | HeatMap, path: str | os.PathLike[str] | None
) -> go.Figure | Path:
    """Return a chart as a plotly figure, or write it as a picture."""
    if path is None:
        from govreport.export.plots.interactive import to_figure

        return to_figure(chart)
    from govreport.export.plots.picture import save

    return save(chart, Path(path))


def note_of(point: Point) -> str:
    """Return what is told of a point: year and figure, the raw text, what differs, and where."""
    said = f"{point.value:,} {point.unit or ''}".strip() if point.value is not None else ""
    said = said or (STATES[point.state] if point.state else "")
    raw = " / ".join(dict.fromkeys(metric.raw for metric in point.metrics if metric.raw))
    former = f"（原 {point.former_name}）" if point.former_name else ""
    lines = [f"{point.year}: {said}", f"原文：{raw}" if raw else "", point.note, former, point.path]
    return "\n".join(line for line in lines if line)


def _mark(point: Point, unit: str) -> Mark:
    assert point.year is not None  # noqa: S101
    fits = point.value is not None and (point.unit or "") == unit
    return Mark(
        year=point.year,
        value=point.value if fits else None,
        relation=point.relation,
        edition=point.edition,
        note=note_of(point),
    )


def _unit(points: Iterable[Point]) -> str:
    """The unit that most of the figures are in."""
    units = Counter(point.unit or "" for point in points if point.value is not None)
    return units.most_common(1)[0][0] if units else ""
