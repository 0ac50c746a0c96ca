"""Charts as SVG, without any library: the pages have them without a script, print has them sharp.

Colours and fonts are the page's, by classes; one that stands alone brings its own
(:func:`standalone`). Characters are drawn by the browser that shows it.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from importlib import resources

from govreport.export.html.markup import Markup, tag
from govreport.export.plots.chart import (
    Bar,
    BarChart,
    Chart,
    Dot,
    HeatMap,
    LineChart,
    Mark,
    Scatter,
    ticks,
)

__all__ = ["standalone", "style", "to_svg"]

#: Of one chart: width and height of all, and what is left free for axes.
WIDTH, HEIGHT = 400, 210
LEFT, RIGHT, TOP, BOTTOM = 46, 12, 26, 24
#: The height of a bar with its name, and of a row of a heat map.
ROW = 22
NAMES = 190
#: Steps of colour of a heat map.
STEPS = 5


def to_svg(chart: Chart) -> Markup:
    """Return a chart as an ``svg`` element for a page that has :func:`style`."""
    match chart:
        case LineChart():
            return _svg(chart.title, WIDTH, HEIGHT, *_lines(chart))
        case BarChart():
            return _svg(chart.title, 2 * WIDTH, ROW * len(chart.bars) + 8, *_bars(chart))
        case Scatter():
            return _svg(chart.title, 2 * WIDTH, 2 * HEIGHT, *_scatter(chart))
        case HeatMap():
            width = NAMES + max(len(chart.years), 1) * 56 + 10
            return _svg(chart.title, width, ROW * (len(chart.names) + 1) + 8, *_heat(chart))


def standalone(chart: Chart) -> str:
    """Return a chart as an SVG file, its title above it."""
    inner = to_svg(chart)
    _, _, width, height = inner.partition('viewBox="')[2].partition('"')[0].split()
    tall = int(float(height)) + 34
    unit = getattr(chart, "unit", "")
    title = chart.title + (f"（{unit}）" if unit else "")
    whole = tag(
        "svg",
        tag("style", Markup(style())),
        tag("rect", width=width, height=str(tall), class_="paper"),
        tag("text", title, x="12", y="22", class_="title"),
        tag("g", inner, transform="translate(0 34)"),
        xmlns="http://www.w3.org/2000/svg",
        class_="alone",
        viewBox=f"0 0 {width} {tall}",
        width=width,
        height=str(tall),
    )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{whole}\n'


def style() -> str:
    """Return the styles of charts."""
    return resources.files(__package__).joinpath("plots.css").read_text("utf-8")


def _svg(title: str, width: float, height: float, *content: Markup) -> Markup:
    return tag(
        "svg",
        *content,
        viewBox=f"0 0 {width:g} {height:g}",
        width=f"{width:g}",
        height=f"{height:g}",
        role="img",
        aria_label=title,
        class_="chart",
    )


# --- lines ---


def _lines(chart: LineChart) -> Iterator[Markup]:
    years = chart.years()
    if not years:
        return
    values = [float(mark.value) for mark in chart.marks if mark.value is not None]
    steps = ticks(max(values, default=0))
    span = max(len(years) - 1, 1)

    def x(year: float) -> float:
        middle = 0.5 if len(years) == 1 else (year - years[0]) / span
        return LEFT + middle * (WIDTH - LEFT - RIGHT - 16) + 8

    def y(value: float) -> float:
        return HEIGHT - BOTTOM - value / steps[-1] * (HEIGHT - TOP - BOTTOM)

    yield from _across(steps, y, WIDTH)
    every = 1 if len(years) <= 8 else 2
    for n, year in enumerate(reversed(years)):
        if n % every == 0:
            yield _text(str(year), x(year), HEIGHT - 7, "middle", "axis")
    for where, edition in chart.breaks():
        yield _line(x(where), TOP - 8, x(where), HEIGHT - BOTTOM, "break")
        yield _text(edition, x(where) + 3, TOP - 1, "start", "edition")
    for piece in chart.pieces():
        for one, two in itertools.pairwise(piece):
            loose = "near" in (one.relation, two.relation)
            broken = one.edition != two.edition and one.edition and two.edition
            points = (x(one.year), y(_of(one)), x(two.year), y(_of(two)))
            yield _line(*points, "line loose" if loose or broken else "line")
    for mark in chart.marks:
        yield _mark(mark, x(mark.year), y(_of(mark)) if mark.value is not None else None)


def _mark(mark: Mark, x: float, y: float | None) -> Markup:
    told = tag("title", mark.note or f"{mark.year}: {mark.value}")
    if y is None:
        cross = tag(
            "path", told, d=f"M{x - 3:.1f} {HEIGHT - BOTTOM - 3} l6 6 m0 -6 l-6 6", class_="gap"
        )
        return _linked(cross, mark.href)
    if mark.relation == "sum":
        return _linked(
            tag(
                "rect",
                told,
                x=f"{x - 3.5:.1f}",
                y=f"{y - 3.5:.1f}",
                width="7",
                height="7",
                class_="mark sum",
            ),
            mark.href,
        )
    return _linked(
        tag("circle", told, cx=f"{x:.1f}", cy=f"{y:.1f}", r="3.6", class_=f"mark {mark.relation}"),
        mark.href,
    )


def _of(mark: Mark) -> float:
    return float(mark.value or 0)


# --- bars ---


def _bars(chart: BarChart) -> Iterator[Markup]:
    most = max((abs(float(bar.value)) for bar in chart.bars), default=0) or 1
    room = 2 * WIDTH - NAMES - 90
    for n, bar in enumerate(chart.bars):
        yield _bar(bar, 4 + n * ROW, max(1.0, abs(float(bar.value)) / most * room))


def _bar(bar: Bar, top: float, length: float) -> Markup:
    told = tag("title", bar.note or f"{bar.name}: {bar.value:,}")
    row = tag(
        "g",
        told,
        _text(_short(bar.name), NAMES - 8, top + 15, "end", "name"),
        tag(
            "rect",
            x=str(NAMES),
            y=f"{top + 3:g}",
            width=f"{length:.1f}",
            height=str(ROW - 7),
            class_=f"bar {bar.relation}",
        ),
        _text(f"{bar.value:,}", NAMES + length + 6, top + 15, "start", "value"),
    )
    return _linked(row, bar.href)


# --- scatter ---


def _scatter(chart: Scatter) -> Iterator[Markup]:
    width, height, left, bottom = 2 * WIDTH, 2 * HEIGHT, 64, 44
    across = ticks(max((float(dot.x) for dot in chart.dots), default=0))
    up = ticks(max((float(dot.y) for dot in chart.dots), default=0))

    def x(value: float) -> float:
        return left + value / across[-1] * (width - left - 24)

    def y(value: float) -> float:
        return height - bottom - value / up[-1] * (height - bottom - 24)

    yield from _across(up, y, width, left)
    for step in across:
        yield _text(f"{step:,}", x(step), height - bottom + 18, "middle", "axis")
    yield _text(chart.x, (left + width) / 2, height - 6, "middle", "name")
    yield _text(chart.y, 4, 14, "start", "name")
    for dot in chart.dots:
        yield _dot(dot, x(float(dot.x)), y(float(dot.y)))


def _dot(dot: Dot, x: float, y: float) -> Markup:
    told = tag("title", f"{dot.name}: {dot.x:,} / {dot.y:,}")
    return _linked(tag("circle", told, cx=f"{x:.1f}", cy=f"{y:.1f}", r="4", class_="dot"), dot.href)


# --- heat map ---


def _heat(chart: HeatMap) -> Iterator[Markup]:
    known = sorted(float(value) for row in chart.rows for value in row if value is not None)
    for n, year in enumerate(chart.years):
        yield _text(str(year), NAMES + n * 56 + 28, 16, "middle", "axis")
    for line, (name, row) in enumerate(zip(chart.names, chart.rows, strict=True)):
        top = 4 + (line + 1) * ROW
        yield _text(_short(name), NAMES - 8, top + 15, "end", "name")
        for n, value in enumerate(row):
            note = chart.notes[line][n] if chart.notes else ""
            if value is not None:
                yield _cell(value, NAMES + n * 56, top, _step(float(value), known), note)


def _cell(value: object, x: float, top: float, step: int, note: str) -> Markup:
    return tag(
        "g",
        tag("title", note or str(value)),
        tag(
            "rect", x=f"{x:g}", y=f"{top:g}", width="54", height=str(ROW - 2), class_=f"heat{step}"
        ),
        _text(f"{value:,}", x + 27, top + 15, "middle", f"on{step}"),
    )


def _step(value: float, known: Sequence[float]) -> int:
    """Which fifth of all values it is in: a few great ones do not make the others look alike."""
    below = sum(other < value for other in known)
    return min(STEPS - 1, int(below / len(known) * STEPS))


# --- parts ---


def _across(
    steps: Sequence[float], y: Callable[[float], float], width: float, left: float = LEFT
) -> Iterator[Markup]:
    for step in steps:
        yield _line(left, y(step), width - RIGHT, y(step), "grid")
        yield _text(f"{step:,}", left - 6, y(step) + 4, "end", "axis")


def _line(x1: float, y1: float, x2: float, y2: float, kind: str) -> Markup:
    places = {"x1": x1, "y1": y1, "x2": x2, "y2": y2}
    return tag("line", **{name: f"{place:.1f}" for name, place in places.items()}, class_=kind)


def _text(text: str, x: float, y: float, anchor: str, kind: str) -> Markup:
    return tag("text", text, x=f"{x:.1f}", y=f"{y:.1f}", text_anchor=anchor, class_=kind)


def _linked(drawn: Markup, href: str | None) -> Markup:
    return tag("a", drawn, href=href) if href else drawn


def _short(name: str, most: int = 14) -> str:
    return name if len(name) <= most else "…" + name[1 - most :]
