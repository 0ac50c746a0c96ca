"""Tables within a page: cells with spans and text, from rulings or from aligned text.

A table here is a :class:`Grid`, whose cells still know where they lie, so that the next page's
part can be joined to it. Frames and single columns that hold prose are no tables: their characters
are handed back as text.
"""

from __future__ import annotations

import itertools
import math
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import regex
from attrs import define

from govreport.document import Box, Doubt
from govreport.readers.pdf.page.asides import within_cell
from govreport.readers.pdf.page.lines import Line, first_word_width, join_texts, lines_of
from govreport.readers.pdf.page.model import Char, Leaf, singles
from govreport.readers.pdf.ruled.cells import Rectangle, find_grids
from govreport.readers.pdf.ruled.rulings import rulings_of
from govreport.readers.pdf.ruled.stacked import split_rows
from govreport.readers.seen import doubt_of
from govreport.zh.numbering import parse_label
from govreport.zh.patterns import lazy_pattern
from govreport.zh.tables import table_words
from govreport.zh.text import any_of
from govreport.zh.units import table_units

__all__ = ["Grid", "GridCell", "Ruled", "is_figure", "ruled_tables", "snapped"]

#: Boundaries of columns or rows closer than this are one, in points.
BOUNDARY_TOLERANCE = 3.0
#: An empty cell narrower than this is the room between a table and the frame around it.
NARROW = 8.0
#: What a producer may leave blank inside a cell on each side, in points.
PADDING = 5.6
#: A cell this many characters wide can hold stacked text.
STACK_WIDTH = 2.2
#: No table has more cells in a row.
MAX_IN_ROW = 1_000
#: Stacked text has at least this many lines.
STACK_LINES = 3
#: Characters that overlap by this share of their size stand over each other.
OVERRUN = 0.4

_FIGURE = lazy_pattern(r"[+\-－−]?+[\d０-９][\d０-９,，.．]*+\p{Han}{0,3}+")
_PIECE = lazy_pattern(r"[+\-－−]?+[\d０-９,，.．]++\p{Han}{0,3}+|\p{Han}{1,2}+")
_WORDS = any_of((*table_units(), *table_words().not_applicable))
_VALUE = lazy_pattern(rf"(?:[\s\d０-９,，.．+\-－−—–/／%％Oo万]|{_WORDS})++")


@define
class GridCell:
    """A cell with its place.

    ``rest`` is the room that its last line leaves: a break between two parts of a cell was forced
    where that is too small for the :attr:`head` of the other, of which ``first`` is the first line.
    ``laid`` is what a text box says over it.
    """

    row: int
    row_span: int
    x0: float
    x1: float
    text: str
    page: int
    box: Box
    rest: float = 0.0
    first: Line | None = None
    doubt: Doubt | None = None
    left_out: tuple[tuple[str, str], ...] = ()
    laid: str = ""

    @property
    def head(self) -> float:
        """The width of its first word."""
        return first_word_width(self.first) if self.first else 0.0


@define
class Grid:
    """A table on its way through the pages: ``xs`` are the boundaries of its columns.

    ``cells`` are in the order of their rows.
    ``open_top`` and ``open_bottom`` tell that no rule closes it there. Where it is not ``ruled``,
    its sides are those of its text; its last columns are then those of ``figures``, 0 if its parts
    differ in their number.
    """

    xs: list[float]
    n_rows: int
    cells: list[GridCell]
    top: float
    bottom: float
    page: int
    box: Box
    open_top: bool = False
    open_bottom: bool = False
    ruled: bool = True
    figures: int = 0

    def column(self, x: float) -> int:
        """The boundary, counted from 0, that is nearest to ``x``."""
        right = min(max(bisect_left(self.xs, x), 1), len(self.xs) - 1)
        return right - (x - self.xs[right - 1] <= self.xs[right] - x)

    def column_at(self, x: float) -> int:
        """The column, counted from 0, that a place is in, or the nearest."""
        return min(max(bisect_right(self.xs, x), 1), len(self.xs) - 1) - 1

    def row_cells(self, row: int) -> list[GridCell]:
        """The cells that begin in a row, from the left."""
        first = bisect_left(self.cells, row, key=lambda c: c.row)
        found = itertools.takewhile(lambda c: c.row == row, self.cells[first : first + MAX_IN_ROW])
        return sorted(found, key=lambda c: c.x0)


def is_figure(text: str) -> bool:
    """Whether a cell's text can only be a value: digits, a dash, 无, perhaps with a unit."""
    return bool(text) and _VALUE.fullmatch(text) is not None


class Ruled(NamedTuple):
    """What the rulings of a leaf amount to.

    ``free`` are the characters outside ``grids``. What ``frames`` hold is among them, as they are
    no tables by themselves; they may be a row that the page break parted from its table.
    """

    grids: list[Grid]
    frames: list[Grid]
    free: list[Char]
    too_complex: bool


def ruled_tables(leaf: Leaf) -> Ruled:
    """Return the ruled tables of a leaf, from the top."""
    rulings = rulings_of(leaf.edges)
    free: list[Char] = list(leaf.chars)
    grids: list[Grid] = []
    frames: list[Grid] = []
    for found in find_grids(rulings.edges):
        cells = [c for c in found if min(c[2] - c[0], c[3] - c[1]) > BOUNDARY_TOLERANCE]
        if not cells:
            continue
        inside, outside = _shared_out(cells, free)
        kept = [i for i, cell in enumerate(cells) if inside[i] or cell[2] - cell[0] >= NARROW]
        if not kept:
            continue
        grid = _grid(leaf, [cells[i] for i in kept], [inside[i] for i in kept], rulings.added)
        if _is_frame(grid):
            frames.append(grid)
        else:
            grids.append(grid)
            free = outside
    return Ruled(grids, frames, free, rulings.too_complex)


def snapped(values: Iterable[float]) -> list[float]:
    """Return the values in order, those within the tolerance of the one before left out."""
    out: list[float] = []
    for value in sorted(set(values)):
        if not out or value - out[-1] > BOUNDARY_TOLERANCE:
            out.append(value)
    return out


def _shared_out(
    cells: Sequence[Rectangle], chars: Sequence[Char]
) -> tuple[list[list[Char]], list[Char]]:
    """The characters of each cell, and those that are in none."""
    xs = snapped(x for cell in cells for x in (cell[0], cell[2]))
    ys = snapped(y for cell in cells for y in (cell[1], cell[3]))
    owner: dict[tuple[int, int], int] = {}
    columns, rows = _indices(xs, cells, 0), _indices(ys, cells, 1)
    for index, (x0, top, x1, bottom) in enumerate(cells):
        for column in range(columns[x0], columns[x1]):
            for row in range(rows[top], rows[bottom]):
                owner.setdefault((column, row), index)
    inside: list[list[Char]] = [[] for _ in cells]
    outside: list[Char] = []
    homes: dict[int, int | None] = {}
    astray: dict[int, set[int]] = {}
    sides, levels = (-math.inf, *xs, math.inf), (-math.inf, *ys, math.inf)
    # Most characters stand in the same field, and are of the same text object, as the one before.
    left = right = upper = lower = math.nan
    found, field, last = None, outside, None
    for char in _parted(chars, xs, ys, owner):
        _, x0, top, x1, bottom, _, _, _, _, source, run = char
        x, y = (x0 + (x1 if run is None else run[1][run[3]])) / 2, (top + bottom) / 2
        if not (left <= x < right and upper <= y < lower):
            column, row = bisect_right(xs, x), bisect_right(ys, y)
            left, right = sides[column : column + 2]
            upper, lower = levels[row : row + 2]
            found, last = owner.get((column - 1, row - 1)), None
            field = outside if found is None else inside[found]
        field.append(char)
        if source != last:
            # A run is all of its objects.
            last = source if run is None else None
            if run is None and found is not None and homes.setdefault(source, found) != found:
                astray.setdefault(found, set()).add(source)
    for cell, sources in astray.items():
        for source in sources - {0}:
            inside[cell] = list(singles(inside[cell]))
            over = [char for char in inside[cell] if char[9] == source]
            home = homes[source]
            if home is not None and _runs_over(over, inside[cell]):
                inside[cell] = [char for char in inside[cell] if char[9] != source]
                inside[home] += over
    return inside, outside


def _parted(
    chars: Sequence[Char],
    xs: Sequence[float],
    ys: Sequence[float],
    owner: Mapping[tuple[int, int], int],
) -> list[Char]:
    """The characters, in runs as far as these stand each in one cell, or in none."""
    out: list[Char] = []
    upper, lower = ys[0], ys[-1]
    for char in chars:
        text, x0, top, x1, bottom, *_, run = char
        if run is not None and upper <= (y := (top + bottom) / 2) < lower:
            lefts, rights, _, start = run
            first = bisect_right(xs, (x0 + rights[start]) / 2)
            last = bisect_right(xs, (lefts[start + len(text) - 1] + x1) / 2)
            if first < last:
                row = bisect_right(ys, y) - 1
                if len({owner.get((column, row)) for column in range(first - 1, last)}) > 1:
                    out += singles((char,))
                    continue
        out.append(char)
    return out


def _runs_over(over: Sequence[Char], inside: Sequence[Char]) -> bool:
    """Whether text that begins in another cell runs over the text of this one: a head too long for
    its column, set without a break, is its own cell's to the end."""
    others = [char for char in inside if char[9] != over[0][9]]
    return any(
        min(one.x1, other.x1) - max(one.x0, other.x0) > OVERRUN * one.size
        and one.top < other.y < one.bottom
        for one in over
        for other in others
    )


def _indices(
    boundaries: Sequence[float], cells: Iterable[Rectangle], side: int
) -> dict[float, int]:
    """Which of the boundaries is that of a side of a cell, or of the opposite side."""
    places = {cell[side] for cell in cells} | {cell[side + 2] for cell in cells}
    return {place: bisect_right(boundaries, place + 0.01) - 1 for place in places}


def _grid(
    leaf: Leaf,
    cells: Sequence[Rectangle],
    inside: Sequence[Sequence[Char]],
    added: Sequence[float],
) -> Grid:
    parted = [within_cell(chars) for chars in inside]
    laid = {cell[:2]: over for cell, (_, over) in zip(cells, parted, strict=True) if over}
    parts = split_rows(cells, [lines_of(own) for own, _ in parted])
    xs = snapped(x for cell in cells for x in (cell[0], cell[2]))
    ys = snapped(y for cell, _ in parts for y in (cell[1], cell[3]))
    rows = _indices(ys, [cell for cell, _ in parts], 1)
    out = []
    boxes = leaf.boxes([cell for cell, _ in parts])
    for (cell, every), box in zip(parts, boxes, strict=True):
        x0, top, x1, bottom = cell
        lines = [line for line in every if line.text]
        looked = [line for line in every if line.doubt or line.left_out]
        text = _text(lines, cell, parts)
        out.append(
            GridCell(
                row=rows[top],
                row_span=max(1, rows[bottom] - rows[top]),
                x0=x0,
                x1=x1,
                text=text,
                page=leaf.page,
                box=box,
                rest=x1 - x0 - 2 * PADDING - (lines[-1].x1 - lines[-1].x0) if lines else 0.0,
                first=lines[0] if lines else None,
                doubt=doubt_of(text, [line.doubt for line in looked]) if looked else None,
                left_out=tuple(itertools.chain.from_iterable(line.left_out for line in looked)),
                laid=laid.get((x0, top), ""),
            )
        )
    out.sort(key=lambda cell: (cell.row, cell.x0))
    return Grid(
        xs=xs,
        n_rows=len(ys) - 1,
        cells=out,
        top=ys[0],
        bottom=ys[-1],
        page=leaf.page,
        box=leaf.box(xs[0], ys[0], xs[-1], ys[-1]),
        open_top=any(abs(y - ys[0]) <= BOUNDARY_TOLERANCE for y in added),
        open_bottom=any(abs(y - ys[-1]) <= BOUNDARY_TOLERANCE for y in added),
    )


def _text(
    lines: Sequence[Line], cell: Rectangle, parts: Sequence[tuple[Rectangle, Sequence[Line]]]
) -> str:
    """The text of a cell: lines apart, but for what the narrow cell broke.

    ``parts`` are all cells of the table with their lines.
    """
    if len(lines) < 2:
        return lines[0].text if lines else ""
    x0, top, x1, bottom = cell
    texts = [line.text for line in lines]
    broken = _is_stack(lines, x1 - x0)
    if not broken and _is_broken_figure(lines, texts, x1 - x0):
        beside = [own for (_, upper, _, lower), own in parts if (upper, lower) == (top, bottom)]
        broken = _is_one_row(lines, beside)
    return join_texts(texts) if broken else "\n".join(texts)


def _is_one_row(lines: Sequence[Line], beside: Sequence[Sequence[Line]]) -> bool:
    """Whether the cells of a row show that it is one: two rows have two labels and two figures in
    each. What was broken off is no longer than what it was broken from."""
    if not (lines[0].text[-1].isdecimal() and lines[1].text[0].isdecimal()):
        return True
    others = [own for own in beside if own and own[0] is not lines[0]]
    figures = [own for own in others if all(is_figure(line.text) for line in own)]
    if any(map(_is_cut_off, (lines, *others))):
        return True
    words = [own for own in others if not any(is_figure(line.text) for line in own)]
    if words and all(len(own) < len(lines) or _is_one_label(own) for own in words):
        return True
    if figures:
        shorter = all(len(b.text) <= len(a.text) for a, b in itertools.pairwise(lines))
        return shorter and any(len(own) == 1 for own in figures)
    return False


def _is_cut_off(lines: Sequence[Line]) -> bool:
    """Whether the lines are a figure broken before or within its unit: only the last has one."""
    units = [regex.search(r"\p{Han}\Z", line.text) is not None for line in lines]
    return len(lines) > 1 and is_figure(lines[0].text) and units[-1] and not any(units[:-1])


def _is_one_label(lines: Sequence[Line]) -> bool:
    """Whether the first line is numbered and no other is."""
    return [parse_label(line.text) is not None for line in lines] == [
        number == 0 for number in range(len(lines))
    ]


def _is_broken_figure(lines: Sequence[Line], texts: Sequence[str], width: float) -> bool:
    """Whether the lines are one number that did not fit: no line had room for another character."""
    return (
        all(_PIECE.fullmatch(text) for text in texts)
        and _FIGURE.fullmatch("".join(texts)) is not None
        and all(
            line.x1 - line.x0 + _first_width(below) > width - 2 * PADDING
            for line, below in itertools.pairwise(lines)
        )
    )


def _first_width(line: Line) -> float:
    """The width of a line's first character, where a figure is followed by its unit."""
    return (line.x1 - line.x0) / len(line.text) if is_figure(line.text[0]) else line.size


def _is_stack(lines: Sequence[Line], width: float) -> bool:
    """Whether the lines are one word set downwards in a narrow cell."""
    return (
        len(lines) >= STACK_LINES
        and all(len(line.text) <= 2 for line in lines)
        and any(not line.text.isascii() for line in lines)
        and width <= STACK_WIDTH * max(line.size for line in lines) + 2 * PADDING
    )


def _is_frame(grid: Grid) -> bool:
    """Whether this is a frame around text, and no table: a single column, or one filled cell."""
    filled = [cell for cell in grid.cells if cell.text]
    columns: defaultdict[float, int] = defaultdict(int)
    for cell in grid.cells:
        columns[round(cell.x0)] += 1
    return len(grid.xs) <= 2 or len(columns) == 1 or len(filled) <= 1
