"""Figures of tables that follow no official form, each with what it stands beside and under.

The first rows without a figure are headings (a year alone is one: 2017年), what stands left of the
figures of a row is its label.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from govreport.document import Block, Cell, Table
from govreport.forms.cell_values import read_figure, read_unit
from govreport.forms.grid import TableGrid
from govreport.forms.labels import MAX_LENGTH, squeezed, unit_in
from govreport.forms.wording import wording, year_heading
from govreport.model import OtherFigure

__all__ = ["other_figures"]

#: Rows of headings that are looked at.
HEADING_ROWS = 12
PART = "·"


def other_figures(block: Block, index: int) -> Iterator[OtherFigure]:
    """Yield the figures of a table, in reading order; ``index`` is its place in the document."""
    if not isinstance(block, Table):
        return
    sheet = TableGrid(block, index)
    first = next((row for row in range(block.n_rows) if _figures(sheet, row)), block.n_rows)
    heads = range(max(0, first - HEADING_ROWS), first)
    numbering = frozenset(
        column for column in range(sheet.width) if _numbers_rows(sheet, heads, column)
    )
    headings = [_joined(sheet, heads, column) for column in range(sheet.width)]
    for row in range(first, block.n_rows):
        figures = [cell for cell in _figures(sheet, row) if cell.column not in numbering]
        if not figures:
            continue
        beside = [
            cell
            for cell in sheet.cells(row)
            if cell.column < figures[0].column and cell.column not in numbering
        ]
        units = [unit for cell in beside if (unit := read_unit(cell.text))]
        label = _label([cell.text for cell in beside if read_unit(cell.text) is None])
        for cell in figures:
            figure = read_figure(cell.text)
            heading = headings[cell.column]
            trusted = cell.doubt is None and cell.row_span == cell.column_span == 1
            yield OtherFigure(
                row=label,
                column=heading,
                value=figure.value if trusted else None,
                unit=figure.unit or unit_in(heading) or next(iter(units), unit_in(label)),
                origin=sheet.origin(cell.row, cell.column),
            )


def _figures(sheet: TableGrid, row: int) -> list[Cell]:
    """The cells of a row that begin in it and hold a figure."""
    return [cell for cell in sheet.cells(row) if cell.row == row and _is_figure(cell.text)]


def _is_figure(text: str) -> bool:
    is_year = year_heading().fullmatch(squeezed(text)) is not None
    return not is_year and read_figure(text).value is not None


def _numbers_rows(sheet: TableGrid, heads: Sequence[int], column: int) -> bool:
    texts = sheet.labels(heads[-1], [column]) if heads else []
    return any(squeezed(text) in wording().codes for text in texts)


def _joined(sheet: TableGrid, rows: Sequence[int], column: int) -> str:
    cells = {id(cell): cell for row in rows if (cell := sheet.at(row, column)) is not None}
    over = [cell.text for cell in cells.values() if cell.column_span < sheet.width]
    return _label(over)


def _label(texts: Sequence[str]) -> str:
    words = dict.fromkeys(word for text in texts if (word := squeezed(text[:MAX_LENGTH])))
    return PART.join(words)[:MAX_LENGTH]
