"""Where the figures of a row stand: under their headings, or moved by cells that it has lost."""

from __future__ import annotations

from govreport.forms.columns import Layout
from govreport.forms.grid import TableGrid
from govreport.forms.headings import is_figure

__all__ = ["end_of_labels", "holds_figures", "shift_of"]


def shift_of(sheet: TableGrid, row: int, layout: Layout) -> int | None:
    """How far left the figures of a row stand that has lost cells; ``None``: nobody can tell.

    A row with one figure loses it at its end. Of several, only a full set is sure.
    """
    columns = layout.figures
    if sheet.table.spans_known:
        return 0 if _fits(sheet, row, layout) else None
    missing = sheet.missing(row) - (sheet.width - layout.width)
    if not missing or (len(columns) == 1 and missing > 0):
        return 0
    if missing < 0 or max(columns) != layout.width - 1:
        return None
    cells = [sheet.at(row, column - missing) for column in columns]
    full = all(cell is not None and is_figure(cell.text) for cell in cells)
    return -missing if full else None


def end_of_labels(sheet: TableGrid, layout: Layout, shift: int | None) -> int:
    """Where the labels of a row end at the latest: before figures that are not in place."""
    if shift is None:
        return min(layout.figures) if sheet.table.spans_known else 1
    return min(layout.figures) + shift if shift else sheet.width


def holds_figures(sheet: TableGrid, row: int, layout: Layout) -> bool:
    """Whether anything stands under the headings of figures."""
    return bool(sheet.labels(row, layout.figures))


def _fits(sheet: TableGrid, row: int, layout: Layout) -> bool:
    """Whether a row has its cells under the headings: as many places as these, or others of which
    no figure can have slipped."""
    reach = sheet.reach(row)
    if reach == layout.width or not holds_figures(sheet, row, layout):
        return True
    columns = layout.figures
    if reach > layout.width:
        cells = [sheet.at(row, column) for column in columns]
        full = all(cell is not None and cell.text.strip() for cell in cells)
        return full and not sheet.labels(row, range(layout.width, reach))
    return len(columns) == 1 or columns[-1] < reach
