"""Tables of a .doc: from rows with cell edges to a grid with spans.

There is no table in the file, only paragraphs that say how deep in tables they stand, marks that
end cells and rows, and for each row the edges of its cells. Columns are where edges of any row
are; a cell spans what lies between its own two. Where paragraphs say nothing, as in files that lost
their formatting, marks of cells still tell a table.
"""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Sequence

from msgspec import Struct

from govreport.document import Paragraph, Picture
from govreport.errors import LimitExceeded
from govreport.readers.limits import Limits
from govreport.readers.nested import RawCell, RawTable, drop_rows
from govreport.readers.word.doc.properties import RowProperties

__all__ = ["Blocks", "Row", "TableStack", "form"]

#: Edges that differ by so many twips or less (1.5 points) are one: rows drawn by hand differ.
_SAME_EDGE = 30
_SIDEWAYS, _CONTINUES, _STARTS = 0x03, 0x20, 0x40
#: Word has room for so many cells in a row.
_MOST_CELLS = 63

Blocks = list[Paragraph | RawTable | Picture]


class Row(Struct):
    """A row as written; ``properties`` is ``None`` where it does not say its edges."""

    cells: list[Blocks]
    properties: RowProperties | None


class _OpenTable(Struct):
    rows: list[Row] = []
    cells: list[Blocks] = []
    cell: Blocks = []
    columns: int = 0


class TableStack(Struct):
    """The tables that are open at a place of the text, one in a cell of the other."""

    body: Blocks
    _limits: Limits
    #: How often a covered cell held something that is not shown.
    covered: int = 0
    #: How many tables do not say where their rows end.
    guessed: int = 0
    _open: list[_OpenTable] = []

    def enter(self, depth: int) -> Blocks:
        """Open and close tables down to a depth (0: no table); return where blocks go.

        Raises:
            LimitExceeded: deeper than ``limits.depth``, or too large a table.
        """
        if depth > self._limits.depth:
            raise LimitExceeded.of("depth", self._limits.depth, "tables nested {} deep")
        while len(self._open) > depth:
            self._close()
        while len(self._open) < depth:
            self._open.append(_OpenTable())
        return self._open[-1].cell if self._open else self.body

    def column(self, depth: int) -> int:
        """How many cells of its row the open table at a depth has ended."""
        return len(self._open[depth - 1].cells) if depth <= len(self._open) else 0

    def row(self) -> list[Blocks]:
        """The cells of the row that the innermost table has begun."""
        table = self._open[-1]
        return [*table.cells, table.cell]

    def end_cell(self) -> None:
        """End the cell of the innermost table."""
        table = self._open[-1]
        table.cells.append(table.cell)
        table.cell = []
        table.columns = max(table.columns, len(table.cells))
        if table.columns * (len(table.rows) + 1) > self._limits.table_cells:
            raise LimitExceeded.of("table_cells", self._limits.table_cells, "a table with {} cells")

    def end_row(self, properties: RowProperties | None, *, deleted: bool) -> None:
        """End the row of the innermost table; a row deleted by a tracked change is left out."""
        table = self._open[-1]
        if table.cell:
            self.end_cell()
        if properties is not None and properties.gone:
            for cell in sorted(properties.gone, reverse=True):
                del table.cells[cell : cell + 1]
                properties.take_out(cell, cell + 1)
        if table.cells and not deleted:
            table.rows.append(Row(table.cells, properties))
        table.cells = []

    def _close(self) -> None:
        table = self._open[-1]
        if table.rows and (table.cell or table.cells):
            self.end_row(None, deleted=False)
        elif table.cell or table.cells:
            cells = [*table.cells, table.cell] if table.cell else table.cells
            table.rows = [Row(cells, None) for cells in _rows(cells)]
            self.guessed += 1
        self._open.pop()
        if table.rows:
            raw, covered = form(table.rows, self._limits)
            self.covered += covered
            (self._open[-1].cell if self._open else self.body).append(raw)


def _rows(cells: Sequence[Blocks]) -> list[list[Blocks]]:
    """Part cells into rows: the mark that ends a row looks like one more cell, always empty.

    Where the marks fit no width, the cells stand one below the other.
    """
    empty = [not _shows(cell) for cell in cells]
    for step in range(2, min(len(cells), _MOST_CELLS + 1) + 1):
        if len(cells) % step or not all(empty[step - 1 :: step]):
            continue
        if step < len(cells) or empty.count(True) == 1:
            return [list(cells[at : at + step - 1]) for at in range(0, len(cells), step)]
    return [[cell] for cell in cells]


def form(rows: Sequence[Row], limits: Limits) -> tuple[RawTable, int]:
    """Give every cell its place; the number is that of covered cells that held something.

    Raises:
        LimitExceeded: the grid would be larger than ``limits.table_cells``.
    """
    columns = _columns(rows)
    table = RawTable(n_rows=len(rows), n_columns=0)
    covered = 0
    merging: dict[tuple[int, int], RawCell] = {}
    for number, row in enumerate(rows):
        below: dict[tuple[int, int], RawCell] = {}
        places = _places(row, columns)
        for blocks, (column, end, flags) in zip(*_merged(row, places), strict=True):
            covered += sum(map(_shows, blocks[1:]))
            above = merging.get((column, end))
            if flags & _CONTINUES and not flags & _STARTS and above is not None:
                above.row_span += 1
                below[column, end] = above
                covered += _shows(blocks[0])
                continue
            cell = RawCell(number, column, column_span=end - column, blocks=blocks[0])
            table.cells.append(cell)
            if flags & (_CONTINUES | _STARTS):
                below[column, end] = cell
            table.n_columns = max(table.n_columns, end)
        if places:
            table.n_columns = max(table.n_columns, places[-1][1])
        merging = below
    if table.n_columns * table.n_rows > limits.table_cells:
        raise LimitExceeded.of("table_cells", limits.table_cells, "a table with {} cells")
    drop_rows(table, {n for n, row in enumerate(rows) if row.properties and row.properties.is_flat})
    return table, covered


def _columns(rows: Sequence[Row]) -> list[int]:
    """The edges of all rows, those that lie close together as one; the first of each."""
    edges = sorted({edge for row in rows if _sound(row) for edge in _edges(row)})
    joined: list[int] = []
    for edge in edges:
        if not joined or edge - joined[-1] > _SAME_EDGE:
            joined.append(edge)
    narrow = any(
        right - left <= _SAME_EDGE
        for row in rows
        if _sound(row)
        for left, right in itertools.pairwise(_edges(row))
    )
    return edges if narrow else joined


def _edges(row: Row) -> list[int]:
    return row.properties.edges if row.properties is not None else []


def _sound(row: Row) -> bool:
    """Whether the row says a left and a right edge for each of its cells, in order."""
    edges = _edges(row)
    return len(edges) == len(row.cells) + 1 and all(
        left < right for left, right in itertools.pairwise(edges)
    )


def _places(row: Row, columns: list[int]) -> list[tuple[int, int, int]]:
    """First column, end and flags of each cell; one column each where the edges are not known."""
    flags = row.properties.merges if row.properties is not None else []
    flags = [*flags[: len(row.cells)], *[0] * (len(row.cells) - len(flags))]
    if not _sound(row):
        return [(n, n + 1, flag) for n, flag in enumerate(flags)]
    at = [bisect.bisect_right(columns, edge) - 1 for edge in _edges(row)]
    return [(left, right, flag) for left, right, flag in zip(at[:-1], at[1:], flags, strict=True)]


def _merged(
    row: Row, places: Sequence[tuple[int, int, int]]
) -> tuple[list[list[Blocks]], list[tuple[int, int, int]]]:
    """Join cells merged with their neighbours: a group's first has another flag than the rest.

    The first of a joined cell's contents is shown, the others are covered.
    """
    contents: list[list[Blocks]] = []
    joined: list[tuple[int, int, int]] = []
    first = 0
    for blocks, (left, right, flags) in zip(row.cells, places, strict=True):
        sideways = flags & _SIDEWAYS
        if sideways and first and sideways != first:
            contents[-1].append(blocks)
            joined[-1] = (joined[-1][0], right, joined[-1][2])
            continue
        first = sideways
        contents.append([blocks])
        joined.append((left, right, flags))
    return contents, joined


def _shows(blocks: Blocks) -> bool:
    return any(not isinstance(b, Paragraph) or b.text.strip() for b in blocks)
