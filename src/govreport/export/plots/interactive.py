"""Charts by plotly: for a notebook or a page of one's own, with the browser's fonts.

Nothing is asked of any other host: plotly's script comes out of the installed package.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from govreport.export.plots.chart import BarChart, HeatMap, LineChart, Mark

if TYPE_CHECKING:
    import plotly.graph_objects as go

__all__ = ["to_figure"]

FONTS = (
    '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC",'
    ' "WenQuanYi Zen Hei", sans-serif'
)
COLOUR, BREAK = "#1f6fb2", "#b5651d"
#: How a point is marked by its relation to the concept.
SYMBOLS = {"exact": "circle", "sum": "square", "near": "circle-open"}
#: What stands in the legend of a line where there is more than the plain.
NAMES = {"exact": "含义相同", "sum": "几项之和", "near": "含义相近"}


def to_figure(chart: LineChart | BarChart | HeatMap) -> go.Figure:
    """Return a chart as a plotly figure.

    Raises:
        ImportError: plotly is not installed; the message says how to install it.
    """
    try:
        import plotly.graph_objects as go
    except ImportError as error:
        raise ImportError("plot() needs plotly: pip install 'plotly>=6'") from error
    figure = go.Figure()
    if isinstance(chart, LineChart):
        _lines(figure, go, chart)
    elif isinstance(chart, BarChart):
        _bars(figure, go, chart)
    else:
        _heat(figure, go, chart)
    title = chart.title + (f"（{chart.unit}）" if chart.unit else "")
    figure.update_layout(title=title, template="plotly_white", font={"family": FONTS})
    return figure


def _lines(figure: Any, go: Any, chart: LineChart) -> None:
    for dash, of in (("solid", False), ("dot", True)):
        x, y = _segments(chart, loose=of)
        if x:
            style = {"color": COLOUR, "dash": dash}
            figure.add_scatter(
                x=x, y=y, mode="lines", line=style, hoverinfo="skip", showlegend=False
            )
    relations = [name for name in SYMBOLS if any(mark.relation == name for mark in chart.marks)]
    for relation in relations:
        marks = [m for m in chart.marks if m.relation == relation and m.value is not None]
        figure.add_scatter(
            x=[mark.year for mark in marks],
            y=[_number(mark) for mark in marks],
            mode="markers",
            name=NAMES[relation],
            marker={"symbol": SYMBOLS[relation], "size": 9, "color": COLOUR},
            text=[_html(mark.note) for mark in marks],
            hoverinfo="text",
            showlegend=len(relations) > 1,
        )
    for where, edition in chart.breaks():
        line = {"color": BREAK, "dash": "dash", "width": 1}
        figure.add_vline(
            x=where, line=line, annotation_text=f"{edition}年版", annotation_font_size=11
        )
    years = chart.years()
    if years:
        figure.update_xaxes(dtick=1, tickformat="d", range=[years[0] - 0.5, years[-1] + 0.5])
    figure.update_yaxes(rangemode="tozero")


def _segments(chart: LineChart, *, loose: bool) -> tuple[list[float | None], list[float | None]]:
    """The stretches between neighbouring years, with a gap after each; ``loose`` are those that
    cross a change of the form, or that a near point is an end of."""
    x: list[float | None] = []
    y: list[float | None] = []
    for piece in chart.pieces():
        for one, two in itertools.pairwise(piece):
            changed = bool(one.edition and two.edition and one.edition != two.edition)
            if (changed or "near" in (one.relation, two.relation)) == loose:
                x += [one.year, two.year, None]
                y += [_number(one), _number(two), None]
    return x, y


def _bars(figure: Any, go: Any, chart: BarChart) -> None:
    # Plotly draws the first at the bottom.
    bars = chart.bars[::-1]
    figure.add_bar(
        x=[float(bar.value) for bar in bars],
        y=_apart([bar.name for bar in bars]),
        orientation="h",
        marker={
            "color": COLOUR,
            "pattern": {"shape": ["/" if bar.relation == "near" else "" for bar in bars]},
        },
        text=[f"{bar.value:,}" for bar in bars],
        textposition="outside",
        textangle=0,
        hovertext=[_html(bar.note) for bar in bars],
        hoverinfo="text",
    )
    figure.update_layout(height=max(320, 22 * len(bars) + 140))
    figure.update_yaxes(automargin=True)


def _heat(figure: Any, go: Any, chart: HeatMap) -> None:
    rows = [[None if v is None else float(v) for v in row] for row in chart.rows][::-1]
    figure.add_heatmap(
        x=[str(year) for year in chart.years],
        y=_apart(list(chart.names))[::-1],
        z=rows,
        text=[[_html(note) for note in row] for row in chart.notes][::-1],
        hoverinfo="text",
        hoverongaps=False,
        colorscale="Blues",
        xgap=2,
        ygap=2,
    )
    figure.update_layout(height=max(320, 24 * len(rows) + 140))
    figure.update_yaxes(automargin=True)


def _apart(names: Sequence[str]) -> list[str]:
    """Names that can be told apart: two organs of one name are two bars."""
    seen: dict[str, int] = {}
    found = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        found.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return found


def _number(mark: Mark) -> float:
    return float(mark.value or 0)


def _html(text: str) -> str:
    """Text as plotly takes it: a little HTML, so what is none is escaped."""
    import html

    return html.escape(text, quote=False).replace("\n", "<br>")
