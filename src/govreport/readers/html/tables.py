"""HTML tables: from rows of cells with spans to a grid, as a browser forms it.

The rules are those of the HTML standard, "Forming a table": a cell takes the next free place of
its row, a ``rowspan`` ends with the group of rows (``thead``, ``tbody``, ``tfoot``), 0 means "to
the end of the group".

>>> frame = TableFrame()
>>> for row in (("1", "2"), ("1",)):
...     frame.open_row()
...     for rowspan in row:
...         _ = frame.open_cell(rowspan, None)
>>> [(cell.row, cell.column, cell.row_span) for cell in frame.form(10).cells]
[(0, 0, 1), (0, 1, 2), (1, 0, 1)]
"""

from __future__ import annotations

from msgspec import Struct

from govreport.document import Paragraph, Picture
from govreport.errors import LimitExceeded
from govreport.readers.nested import RawCell, RawTable

__all__ = ["TableFrame"]

Raw = Paragraph | RawTable | Picture

_MOST_ROWS = 65_534
_MOST_COLUMNS = 1_000
#: The order in which groups of rows are shown.
_ORDER = {"thead": 0, "tbody": 1, "tfoot": 2}


class _Written(Struct):
    """A cell as written; ``row_span`` 0 reaches to the end of its group."""

    row_span: int
    column_span: int
    blocks: list[Raw] = []


class _Group(Struct):
    kind: str
    rows: list[list[_Written]] = []


class TableFrame(Struct):
    """A table while it is read; ``spans_known`` as in :class:`govreport.document.Table`."""

    spans_known: bool = True
    groups: list[_Group] = []
    count: int = 0
    _open: _Group | None = None

    def open_group(self, kind: str) -> None:
        """Begin a ``thead``, ``tbody`` or ``tfoot``."""
        self._open = _Group(kind)
        self.groups.append(self._open)

    def close_group(self) -> None:
        """End the group; rows that follow outside of any are a group of their own."""
        self._open = None

    def open_row(self) -> None:
        """Begin a ``tr``."""
        if self._open is None:
            self.open_group("tbody")
        assert self._open is not None  # noqa: S101 - opened just above
        self._open.rows.append([])

    def open_cell(self, row_span: str | None, column_span: str | None) -> list[Raw]:
        """Begin a ``td`` or ``th`` and return where its content goes."""
        if self._open is None or not self._open.rows:
            self.open_row()
        assert self._open is not None  # noqa: S101 - opened just above
        cell = _Written(_span(row_span, 0, _MOST_ROWS), _span(column_span, 1, _MOST_COLUMNS))
        self._open.rows[-1].append(cell)
        self.count += 1
        return cell.blocks

    def form(self, most: int) -> RawTable:
        """Give every cell its place.

        Raises:
            LimitExceeded: the grid would have more than ``most`` places.
        """
        n_rows = sum(len(group.rows) for group in self.groups)
        cells: list[RawCell] = []
        ends: list[int] = []
        top = width = 0
        for group in sorted(self.groups, key=lambda group: _ORDER[group.kind]):
            # Each column's first row that no cell from above covers.
            free: list[int] = []
            bottom = top + len(group.rows)
            for row, written in enumerate(group.rows, start=top):
                column = 0
                for cell in written:
                    while column < len(free) and free[column] > row:
                        column += 1
                    end = column + cell.column_span
                    width = max(width, end)
                    if width * n_rows > most:
                        raise LimitExceeded(f"a table of more than {most} places")
                    free.extend([0] * (end - len(free)))
                    below = min(row + cell.row_span, bottom) if cell.row_span else bottom
                    for place in range(column, end):
                        free[place] = max(free[place], below)
                    cells.append(
                        RawCell(row, column, below - row, cell.column_span, blocks=cell.blocks)
                    )
                    column = end
                while column < len(free) and free[column] > row:
                    column += 1
                ends.append(column)
            top = bottom
        table = RawTable(n_rows, width, cells, spans_known=self.spans_known)
        return _trim(table, ends) if self.spans_known else table


def _span(written: str | None, least: int, most: int) -> int:
    """Read a span as browsers do: leading digits count, anything else is 1."""
    if written is None:
        return 1
    text = written.strip().removeprefix("+")
    digits = text[: next((i for i, c in enumerate(text) if c not in "0123456789"), len(text))]
    if not digits:
        return 1
    value = min(int(digits[:9]), most)
    return value if value >= least else 1


def _trim(table: RawTable, ends: list[int]) -> RawTable:
    """Cut columns that only an overrunning ``colspan`` reaches: no browser shows them.

    They stay where every row reaches them, for then the spans are the author's way to write.
    """
    if not table.cells or min(filter(None, ends), default=0) == table.n_columns:
        return table
    width = 1 + max(cell.column for cell in table.cells)
    for cell in table.cells:
        cell.column_span = min(cell.column_span, width - cell.column)
    return RawTable(table.n_rows, width, table.cells)
