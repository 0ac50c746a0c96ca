"""What a chart shows, whatever draws it: a line over the years, organs side by side, a heat map.

A chart knows what a reader must not be misled about: a year without a value is a gap in the line,
the years between which the official form changed are told, and a point that is only near the
concept or a sum of several figures is marked.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence

from attrs import frozen

from govreport.compare.relations import Relation
from govreport.model.figure import Figure

__all__ = ["Bar", "BarChart", "Chart", "Dot", "HeatMap", "LineChart", "Mark", "Scatter", "ticks"]


@frozen(kw_only=True)
class Mark:
    """One year of a line. ``note`` are lines that are told when it is pointed at: the raw text,
    where it stands. ``href`` leads there."""

    year: int
    value: Figure | None
    relation: Relation = "exact"
    edition: str | None = None
    note: str = ""
    href: str | None = None


@frozen(kw_only=True)
class LineChart:
    """A figure of an organ over the years, a mark a year at most, in order of the years."""

    title: str
    unit: str
    marks: Sequence[Mark]

    def years(self) -> range:
        """Every year from the first to the last, also those without a mark."""
        known = [mark.year for mark in self.marks]
        return range(min(known), max(known) + 1) if known else range(0)

    def pieces(self) -> Iterator[list[Mark]]:
        """Yield the marks that a line joins: with a value each, of years that follow."""
        piece: list[Mark] = []
        for mark in self.marks:
            if piece and (mark.value is None or mark.year != piece[-1].year + 1):
                yield piece
                piece = []
            if mark.value is not None:
                piece.append(mark)
        if piece:
            yield piece

    def breaks(self) -> list[tuple[float, str]]:
        """Where the official form changed: half way between two years, and the new edition."""
        known = [mark for mark in self.marks if mark.edition]
        return [
            ((one.year + two.year) / 2, two.edition or "")
            for one, two in itertools.pairwise(known)
            if one.edition != two.edition
        ]


@frozen(kw_only=True)
class Bar:
    """An organ's figure."""

    name: str
    value: Figure
    relation: Relation = "exact"
    note: str = ""
    href: str | None = None


@frozen(kw_only=True)
class BarChart:
    """Organs side by side in one year, in the order in which they are to be shown."""

    title: str
    unit: str
    bars: Sequence[Bar]


@frozen(kw_only=True)
class Dot:
    """An organ by two figures."""

    name: str
    x: Figure
    y: Figure
    href: str | None = None


@frozen(kw_only=True)
class Scatter:
    """Organs by two figures of one year, with what each axis is."""

    title: str
    x: str
    y: str
    dots: Sequence[Dot]


@frozen(kw_only=True)
class HeatMap:
    """Organs by years; ``rows`` has a value, or ``None`` for none, a year of ``years`` each."""

    title: str
    unit: str
    names: Sequence[str]
    years: Sequence[int]
    rows: Sequence[Sequence[Figure | None]]
    notes: Sequence[Sequence[str]] = ()


Chart = LineChart | BarChart | Scatter | HeatMap


def ticks(top: float, about: int = 4) -> list[float]:
    """Return round numbers from 0 up to the first that is no less than ``top``.

    >>> ticks(87), ticks(0)
    ([0, 25, 50, 75, 100], [0, 1])
    """
    if top <= 0:
        return [0, 1]
    raw = top / about
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(power * n for n in (1, 2, 2.5, 5, 10) if power * n >= raw * (1 - 1e-9))
    count = math.ceil(top / step - 1e-9)
    found = [round(n * step, 10) for n in range(count + 1)]
    return [int(each) if each.is_integer() else each for each in found]
