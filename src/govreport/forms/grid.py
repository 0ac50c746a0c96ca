"""A table laid out as a full grid, and the questions that the matcher asks of its rows."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from govreport.document import Cell, Origin, Table
from govreport.forms.labels import keys, read_label, squeezed

__all__ = ["TableGrid"]


class TableGrid(Struct):
    """``grid[row][column]`` is the cell that covers a place, ``None`` where there is none.

    ``moved`` says where in the document the cells stand that do not stand there in ``table``.
    """

    table: Table
    block: int
    moved: Mapping[tuple[int, int], tuple[int, int]] = {}
    grid: Sequence[Sequence[Cell | None]] = ()
    #: The cells of each row, each once, and those of them that hold text.
    each: Sequence[Sequence[Cell]] = ()
    filled: Sequence[Sequence[Cell]] = ()
    #: The keys of the cells of each row, read as headings.
    headings: Sequence[frozenset[str]] = ()
    #: The keys of all cells, read as headings and as labels of rows.
    words: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        self.grid = self.table.grid()
        self.each = [*map(_each, self.grid)]
        self.filled = [[cell for cell in row if cell.text.strip()] for row in self.each]
        self.headings = [*map(_headings, self.filled)]
        texts = {cell.text for cell in self.table.cells}
        self.words = frozenset(itertools.chain.from_iterable(map(_words_of, texts)))

    @property
    def width(self) -> int:
        """The number of columns."""
        return self.table.n_columns

    def at(self, row: int, column: int) -> Cell | None:
        """Return the cell that covers a place; ``None`` also outside the table."""
        return self.grid[row][column] if 0 <= column < self.width else None

    def covering(self, row: int, start: int, stop: int) -> list[Cell]:
        """The cells that cover the places of a row from one column to another, one for each."""
        return [c for c in self.grid[row][max(start, 0) : max(stop, 0)] if c is not None]

    def missing(self, row: int) -> int:
        """How many cells a row has lost: its places then say nothing about its columns."""
        if self.table.spans_known:
            return 0
        return sum(cell is None for cell in self.grid[row])

    def reach(self, row: int) -> int:
        """How many places the cells of a row reach over, from the left."""
        if not self.table.spans_known:
            return self.width - self.missing(row)
        places = range(self.width, 0, -1)
        return next((n for n in places if self.grid[row][n - 1] is not None), 0)

    def cells(self, row: int) -> Sequence[Cell]:
        """The cells of a row that hold text, each once."""
        return self.filled[row]

    def labels(self, row: int, columns: Iterable[int]) -> list[str]:
        """The texts in some columns of a row, each once, from the left."""
        texts: list[str] = []
        last: Cell | None = None
        known = self.table.spans_known
        for column in columns:
            cell = self.at(row, column)
            if (
                cell is not last
                and cell is not None
                and cell.text.strip()
                # Some converters repeat a merged cell's text in every place that it covered.
                and (known or not texts or squeezed(texts[-1]) != squeezed(cell.text))
            ):
                texts.append(cell.text)
            last = cell
        return texts

    def one_of(self, cells: Sequence[Cell]) -> tuple[Cell | None, bool]:
        """The cell that holds text among those under one heading, and whether it is the only."""
        if len(cells) < 2:
            return (cells[0] if cells else None), True
        filled = list({id(cell): cell for cell in cells if cell.text.strip()}.values())
        if not filled:
            return (cells[0] if cells else None), True
        same = len({cell.text for cell in filled}) == 1 and not self.table.spans_known
        return filled[0], len(filled) == 1 or same

    def plain(self, row: int) -> str:
        """A row as one line, for people."""
        return " | ".join(squeezed(cell.text) for cell in self.cells(row))

    def anchor(self, cell: Cell) -> tuple[int, int]:
        """The row and column of a cell in the document."""
        place = (cell.row, cell.column)
        return self.moved.get(place, place) if self.moved else place

    def origin(self, row: int, column: int) -> Origin:
        """Where a figure stands: the cell that covers a place, or the empty place."""
        cell = self.at(row, column)
        if cell is None:
            return Origin(block=self.block, row=row, column=column, page=self.table.page)
        return self.origin_of(cell)

    def origin_of(self, cell: Cell) -> Origin:
        """Where a figure stands that has a cell."""
        place = self.anchor(cell)
        return Origin(
            block=self.block,
            row=place[0],
            column=place[1],
            page=cell.page or self.table.page,
            box=cell.box,
            raw=cell.text,
        )


def _each(row: Iterable[Cell | None]) -> Sequence[Cell]:
    return [*{id(cell): cell for cell in row if cell is not None}.values()]


def _headings(row: Iterable[Cell]) -> frozenset[str]:
    return frozenset(itertools.chain.from_iterable([keys(cell.text) for cell in row]))


# Cells are alike from table to table.
@functools.lru_cache(maxsize=16_384)
def _words_of(text: str) -> frozenset[str]:
    return frozenset((*keys(text), *read_label(text).keys))
