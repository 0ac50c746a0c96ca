"""Crooked grids: rows whose cells do not stand under the headings that they belong to.

Word sets the cells of a row to other grid columns than those of its headings: heads over 1, 2 and 1
columns, figures over 2, 1 and 1. As many cells as headings, in order, none over two whole headings:
then each is its heading's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from govreport.document import Cell
from govreport.forms.cell_values import read_figure
from govreport.forms.columns import Layout
from govreport.forms.grid import TableGrid
from govreport.model import State

__all__ = ["Paired", "pair"]


class Paired(Struct, frozen=True):
    """The labels of a row, and its figures by the places of the headings that they belong to."""

    labels: tuple[str, ...]
    cells: Mapping[int, Cell]


def pair(sheet: TableGrid, row: int, layout: Layout) -> Paired | None:
    """Pair the cells of a crooked row with the headings; ``None`` where it is straight, or where
    the cells are not as many as the headings."""
    heads = layout.heads
    if not sheet.table.spans_known or len(heads) < 2 or layout.unknown or layout.others:
        return None
    cells = sheet.each[row]
    figures, labels = cells[-len(heads) :], cells[: -len(heads)]
    pairs = list(zip(heads, figures, strict=False))
    if all(start <= c.column and _stop(c) <= stop for (start, stop), c in pairs):
        return None
    if bool(labels) != bool(layout.labels) or any(c.row_span > 1 for c in figures):
        return None
    if any(_is_figure(c) for c in labels) or not all(map(_is_figure_or_blank, figures)):
        return None
    if len(pairs) < len(heads) or any(_covers(c, heads) > 1 for c in figures):
        return None
    texts = tuple(c.text for c in labels if c.text.strip())
    return Paired(texts, {start: cell for (start, _), cell in pairs})


def _stop(cell: Cell) -> int:
    return cell.column + cell.column_span


def _covers(cell: Cell, heads: Sequence[tuple[int, int]]) -> int:
    """How many headings a cell stands under from end to end."""
    return sum(cell.column <= start and stop <= _stop(cell) for start, stop in heads)


def _is_figure(cell: Cell) -> bool:
    return read_figure(cell.text).value is not None


def _is_figure_or_blank(cell: Cell) -> bool:
    return read_figure(cell.text).state is not State.UNREADABLE
