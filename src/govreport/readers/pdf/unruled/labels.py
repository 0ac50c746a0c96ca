"""The labels of a table without rules: which lines of text belong to which row of figures.

A label may run over several lines, above and below its figures, and one that stands for several
rows (三、本年度办理结果) has a column of its own beside theirs. Figures and label of a row share
their middle, or else their top, so of all ways to share the lines out the best fitting is taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import inf
from typing import NamedTuple

from attrs import define, field, frozen

from govreport.readers.pdf.unruled.bits import (
    LEADING,
    Bit,
    line_text,
    lines_of_bits,
    overlap,
    stacked,
)
from govreport.zh.numbering import Style, parse_label

__all__ = ["LabelCell", "Labels", "read_labels"]

#: What it costs, in sizes, to leave a row without a label, a line without a row, or a numbered
#: label in the middle of another.
NO_LABEL, ALONE, NUMBER_INSIDE = 4.0, 0.3, 4.0
#: The same for a row without the label of several rows that its neighbours have, and for a row in
#: such a label's place that is numbered like it.
UNLABELLED, ALIKE = 0.6, 50.0
#: How much less it counts that a label at either end of the page is out of the middle.
CUT = 0.05
#: A label has at most so many lines.
MAX_LINES = 12


@frozen
class LabelCell:
    """A label with the rows that it stands for, both included, and its place from left to right."""

    first: int
    last: int
    x0: float
    x1: float
    bits: Sequence[Bit]


@define
class Labels:
    """The labels of some rows, and lines that are no row's.

    ``lone`` are labels without figures, by the row that they stand above; ``above`` and ``below``
    what stands before the first row and after the last.
    """

    cells: list[LabelCell] = field(factory=list)
    lone: dict[int, list[list[Bit]]] = field(factory=dict)
    above: list[Bit] = field(factory=list)
    below: list[Bit] = field(factory=list)


def read_labels(
    bits: Sequence[Bit], rows: Sequence[float], x0: float, x1: float, rules: Sequence[float] = ()
) -> Labels:
    """Share the bits between two verticals out to rows of figures.

    ``rows`` are the middles of the rows from the top, ``rules`` the heights of what parts them.
    """
    splits: list[_Split] = []
    rest = list(bits)
    while (split := _split(rest, rows)) is not None:
        splits.append(split)
        rest = [bit for bit in rest if bit not in split.left]
    runs, lone = _share_out(lines_of_bits(rest), rows, rules)
    above, below = lone.pop(0, []), lone.pop(len(rows), [])
    labels = Labels(
        lone=lone,
        above=[bit for line in above for bit in line],
        below=[bit for line in below for bit in line],
    )
    own = [_row(run, row) for run, row in zip(runs, rows, strict=True)]
    sides = [x0] * len(rows)
    for split in sorted(splits, key=lambda split: split.x):
        cells = stacked(split.left)
        if len(cells) > split.last - split.first + 1:
            cells = [list(split.left)]
        for cell, (first, last) in zip(cells, _tiles(cells, split, own), strict=True):
            labels.cells.append(LabelCell(first, last, sides[first], split.x, cell))
            sides[first : last + 1] = [split.x] * (last + 1 - first)
    for row, run in enumerate(runs):
        labels.cells.append(LabelCell(row, row, sides[row], x1, run))
    return labels


@frozen
class _Split:
    """A vertical that parts rows from what stands for several of them, left of it."""

    x: float
    first: int
    last: int
    left: Sequence[Bit]


def _split(bits: Sequence[Bit], rows: Sequence[float]) -> _Split | None:
    """The split that most rows share, the leftmost of several; no bit may lie across it."""
    best: _Split | None = None
    for x in sorted({bit.x0 for bit in bits}):
        across = sorted(bit.y for bit in bits if bit.x0 < x < bit.x1)
        for top, bottom in pairwise([float("-inf"), *across, inf]):
            inside = [row for row, y in enumerate(rows) if top < y < bottom]
            if len(inside) < 2 or (best and len(inside) <= best.last - best.first + 1):
                continue
            near = [bit for bit in bits if top < bit.y < bottom]
            left = [bit for bit in near if bit.x1 <= x]
            labelled = {_nearest(rows, bit.y) for bit in near if bit.x0 >= x}
            if left and labelled.issuperset(inside):
                middle = (max(bit.x1 for bit in left) + x) / 2
                best = _Split(middle, inside[0], inside[-1], left)
    return best


def _nearest(rows: Sequence[float], y: float) -> int:
    return min(range(len(rows)), key=lambda row: abs(rows[row] - y))


def _share_out(
    lines: Sequence[list[Bit]], rows: Sequence[float], rules: Sequence[float]
) -> tuple[list[list[Bit]], dict[int, list[list[Bit]]]]:
    """The bits of each row, and the lines left alone, by the row that they stand above."""
    ways = (_fit(lines, rows, rules, by_top=by_top) for by_top in (False, True))
    _, runs = min(ways, key=lambda way: way[0])
    taken = [[bit for line in lines[a:b] for bit in line] for a, b in runs]
    ends = [0, *(b for _, b in runs)]
    starts = [*(a for a, _ in runs), len(lines)]
    lone = {row: list(lines[a:b]) for row, (a, b) in enumerate(zip(ends, starts, strict=True))}
    return taken, {row: found for row, found in lone.items() if found}


def _fit(
    lines: Sequence[list[Bit]], rows: Sequence[float], rules: Sequence[float], *, by_top: bool
) -> tuple[float, list[tuple[int, int]]]:
    """The cheapest way to give each row a run of lines: what it costs, and the runs."""
    size = max((line[0].size for line in lines), default=1.0)
    count = len(lines)
    numbered = [parse_label(line_text(line)) is not None for line in lines]
    # costs[i] is that of the first i lines with the rows so far.
    costs = [ALONE * size * i for i in range(count + 1)]
    backs: list[list[tuple[int, int]]] = []
    for row in rows:
        new, back = [inf] * (count + 1), [(0, 0)] * (count + 1)
        for end in range(count + 1):
            for start in range(end, max(-1, end - MAX_LINES - 1), -1):
                run = lines[start:end]
                if run and _apart(run, rules):
                    break
                cost = costs[start] + _cost(run, row, rules, size, by_top=by_top)
                cost += NUMBER_INSIDE * size * sum(numbered[start + 1 : end])
                if cost < new[end]:
                    new[end], back[end] = cost, (start, end)
            if end and new[end - 1] + ALONE * size < new[end]:
                new[end], back[end] = new[end - 1] + ALONE * size, back[end - 1]
        costs = new
        backs.append(back)
    runs: list[tuple[int, int]] = []
    end = count
    for back in reversed(backs):
        runs.append(back[end])
        end = back[end][0]
    return costs[count], runs[::-1]


def _cost(
    run: Sequence[list[Bit]], row: float, rules: Sequence[float], size: float, *, by_top: bool
) -> float:
    if not run:
        return NO_LABEL * size
    first, last = run[0][0].y, run[-1][0].y
    if any(min(row, first) < rule < max(row, first) for rule in rules):
        return inf
    return abs((first if by_top else (first + last) / 2) - row)


def _apart(run: Sequence[list[Bit]], rules: Sequence[float]) -> bool:
    """Whether the first two lines of a run cannot be one label's."""
    if len(run) < 2:
        return False
    upper, lower = run[0][0], run[1][0]
    return (
        lower.y - upper.y > LEADING * upper.size
        or not overlap(run[0], run[1])
        or any(upper.y < rule < lower.y for rule in rules)
    )


class _Row(NamedTuple):
    """A row's text from top to bottom, the middle of its figures, and how its label is numbered."""

    top: float
    bottom: float
    y: float
    style: Style | None


def _row(run: Sequence[Bit], y: float) -> _Row:
    top, bottom = min((bit.top for bit in run), default=y), max((b.bottom for b in run), default=y)
    return _Row(top, bottom, y, _style(run))


def _style(bits: Sequence[Bit]) -> Style | None:
    label = parse_label(bits[0].text) if bits else None
    return label.style if label else None


def _tiles(
    cells: Sequence[Sequence[Bit]], split: _Split, rows: Sequence[_Row]
) -> list[tuple[int, int]]:
    """The rows of each cell: one after the other, the cell's text in their middle, or at their top.

    Rows may be left without, as a page break cuts them from their label.
    """
    rows = rows[split.first : split.last + 1]
    ways = (_tile(cells, rows, by_top=by_top) for by_top in (False, True))
    _, tiles = min(ways, key=lambda way: way[0])
    return [(split.first + a, split.first + b - 1) for a, b in tiles]


def _tile(
    cells: Sequence[Sequence[Bit]],
    rows: Sequence[_Row],
    *,
    by_top: bool,
) -> tuple[float, list[tuple[int, int]]]:
    """The cheapest way to give each cell a run of rows: what it costs, and the runs."""
    skip = UNLABELLED * cells[0][0].size
    # costs[i] is that of the first i rows with the cells so far.
    costs = [skip * i for i in range(len(rows) + 1)]
    backs: list[list[tuple[int, int]]] = []
    for cell in cells:
        style = _style(cell)
        new, back = [inf] * (len(rows) + 1), [(0, 0)] * (len(rows) + 1)
        for end in range(1, len(rows) + 1):
            alike = 0.0
            for start in reversed(range(end)):
                # What is numbered alike stands beside it, not below.
                if style is not None and rows[start].style is style:
                    alike = ALIKE * cell[0].size
                off = _misfit(cell, rows[start:end], by_top=by_top)
                # What a page break cuts off may have moved the middle out of what is left.
                cut = (start == 0 and off < 0) or (end == len(rows) and off > 0)
                cost = costs[start] + alike + abs(off) * (CUT if cut else 1)
                if cost < new[end]:
                    new[end], back[end] = cost, (start, end)
            if new[end - 1] + skip < new[end]:
                new[end], back[end] = new[end - 1] + skip, back[end - 1]
        costs = new
        backs.append(back)
    tiles: list[tuple[int, int]] = []
    end = len(rows)
    for back in reversed(backs):
        tiles.append(back[end])
        end = back[end][0]
    return costs[-1], tiles[::-1]


def _misfit(cell: Sequence[Bit], rows: Sequence[_Row], *, by_top: bool) -> float:
    """How far below the place in rows that a label would have, it has its text."""
    if by_top:
        return min(bit.y for bit in cell) - rows[0].y
    top, bottom = min(bit.top for bit in cell), max(bit.bottom for bit in cell)
    return (top + bottom) / 2 - (rows[0].top + rows[-1].bottom) / 2
