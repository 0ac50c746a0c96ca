"""Charts as pictures for print: SVG by ourselves, PNG and PDF by kaleido or matplotlib.

A picture must not show boxes for characters. SVG is drawn by who shows it, kaleido by a browser;
matplotlib draws by itself and needs a font that has them.
"""

from __future__ import annotations

import importlib.util
import itertools
from pathlib import Path
from typing import TYPE_CHECKING, Any

from govreport.errors import ToolUnavailable
from govreport.export.plots.chart import BarChart, HeatMap, LineChart
from govreport.export.plots.svg import standalone

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["save"]

#: Fonts with Chinese characters, by the names that they have on Linux, macOS and Windows.
FONTS = (
    *("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN"),
    *("WenQuanYi Zen Hei", "WenQuanYi Micro Hei", "PingFang SC", "Hiragino Sans GB", "Heiti SC"),
    *("Microsoft YaHei", "SimHei", "SimSun", "Noto Sans CJK JP", "Noto Serif CJK SC"),
)
COLOUR, BREAK = "#1f6fb2", "#b5651d"
MARKERS = {"exact": "o", "sum": "s", "near": "o"}
INCH = 4.2


def save(chart: LineChart | BarChart | HeatMap, path: Path) -> Path:
    """Write a chart as a picture, by the ending of its name, and return the path.

    Raises:
        ValueError: no ending of a picture.
        ToolUnavailable: nothing is installed that draws such pictures, or no font is found; the
            hint says what to install.
        OSError: it cannot be written.
    """
    ending = path.suffix.lower()
    if ending == ".svg":
        path.write_text(standalone(chart), encoding="utf-8")
        return path
    if ending not in (".png", ".pdf"):
        raise ValueError(f"{path.name}: a picture ends in .svg, .png or .pdf")
    if importlib.util.find_spec("matplotlib") is not None:
        _by_matplotlib(chart, path)
    elif importlib.util.find_spec("kaleido") and importlib.util.find_spec("plotly"):
        _by_kaleido(chart, path)
    else:
        hint = "pip install matplotlib; or write .svg, which needs nothing"
        raise ToolUnavailable(
            f"nothing is installed that draws {ending}", path=str(path), hint=hint
        )
    return path


def _by_kaleido(chart: LineChart | BarChart | HeatMap, path: Path) -> None:
    from govreport.export.plots.interactive import to_figure

    try:
        to_figure(chart).write_image(path, scale=2)
    except (RuntimeError, ValueError) as error:  # it finds no browser
        hint = "install Chrome or Chromium, or pip install matplotlib; or write .svg"
        raise ToolUnavailable(f"kaleido: {error}", path=str(path), hint=hint) from error


def _by_matplotlib(chart: LineChart | BarChart | HeatMap, path: Path) -> None:
    import matplotlib
    from matplotlib.figure import Figure

    font = _font()
    if font is None:
        hint = "install one, e.g. apt-get install fonts-noto-cjk; or write .svg"
        raise ToolUnavailable("no font with Chinese characters", path=str(path), hint=hint)
    with matplotlib.rc_context({"font.family": [font], "axes.unicode_minus": False}):
        figure = Figure(figsize=_size(chart), layout="constrained")
        axes = figure.add_subplot()
        if isinstance(chart, LineChart):
            _lines(axes, chart)
        elif isinstance(chart, BarChart):
            _bars(axes, chart)
        else:
            _heat(axes, chart)
        axes.set_title(chart.title + (f"（{chart.unit}）" if chart.unit else ""))
        figure.savefig(path, dpi=200)


def _font() -> str | None:
    """The first of the fonts that this machine has."""
    from matplotlib import font_manager

    known = set(font_manager.get_font_names())
    return next((name for name in FONTS if name in known), None)


def _size(chart: LineChart | BarChart | HeatMap) -> tuple[float, float]:
    if isinstance(chart, LineChart):
        return 1.8 * INCH, INCH
    rows = len(chart.bars if isinstance(chart, BarChart) else chart.names)
    return 1.8 * INCH, max(2.2, 0.28 * rows + 1.2)


def _lines(axes: Axes, chart: LineChart) -> None:
    for piece in chart.pieces():
        for one, two in itertools.pairwise(piece):
            changed = one.edition and two.edition and one.edition != two.edition
            loose = changed or "near" in (one.relation, two.relation)
            x, y = [one.year, two.year], [float(one.value or 0), float(two.value or 0)]
            axes.plot(x, y, color=COLOUR, linestyle=":" if loose else "-")
    for mark in chart.marks:
        if mark.value is not None:
            face = "white" if mark.relation == "near" else COLOUR
            marker: Any = MARKERS[mark.relation]
            axes.plot(mark.year, float(mark.value), marker, color=COLOUR, markerfacecolor=face)
    for where, edition in chart.breaks():
        axes.axvline(where, color=BREAK, linestyle="--", linewidth=0.8)
        top = axes.get_ylim()[1]
        axes.text(where, top, f" {edition}", color=BREAK, fontsize=8, va="top")
    axes.set_ylim(bottom=0)
    axes.set_xticks(list(chart.years()))
    axes.tick_params(axis="x", labelrotation=45 if len(chart.years()) > 10 else 0)
    axes.grid(axis="y", alpha=0.3)


def _bars(axes: Axes, chart: BarChart) -> None:
    bars = chart.bars[::-1]
    places = range(len(bars))
    drawn = axes.barh(places, [float(bar.value) for bar in bars], color=COLOUR)
    for bar, patch in zip(bars, drawn, strict=True):
        if bar.relation == "near":
            patch.set_hatch("//")
    axes.bar_label(drawn, [f" {bar.value:,}" for bar in bars], fontsize=8)
    axes.set_yticks(list(places), [bar.name for bar in bars])


def _heat(axes: Axes, chart: HeatMap) -> None:
    nothing = float("nan")
    rows = [[nothing if v is None else float(v) for v in row] for row in chart.rows]
    if rows and chart.years:
        image = axes.imshow(rows, aspect="auto", cmap="Blues")
        axes.figure.colorbar(image, ax=axes)
    axes.set_xticks(range(len(chart.years)), [str(year) for year in chart.years])
    axes.tick_params(axis="x", labelrotation=45 if len(chart.years) > 10 else 0)
    axes.set_yticks(range(len(chart.names)), list(chart.names))
