"""What a page break does to tables: a row left alone on its side, and tables that it keeps apart.

A row that stands alone at the foot or the head of a page looks like a frame around text; it is a
table's where its sides are those of the table beyond the break. And where a page holds tables one
under the other with nothing between, each under a title row of its own, a break is no reason to
make two of them one.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from attrs import define

from govreport.readers.pdf.flow.joins import near_all
from govreport.readers.pdf.page.lines import Line
from govreport.readers.pdf.page.model import Leaf
from govreport.readers.pdf.ruled.tables import Grid, is_figure

__all__ = ["Sheet", "adopt_rows", "in_series", "titled_apart"]

#: How far text may reach over a rule, in points.
OVERLAP = 3.0
#: A row alone at the foot of a page is a title, so it has at most so many lines.
MAX_TITLE_LINES = 2


@define
class Sheet:
    """A leaf with what was found on it; its characters are let go.

    ``frames`` are no tables by themselves, and their text is among the ``lines``.
    """

    leaf: Leaf
    lines: list[Line]
    grids: list[Grid]
    frames: list[Grid]


def adopt_rows(sheets: Sequence[Sheet]) -> None:
    """Make the frames that are rows of the table on the page before or after tables too."""
    for upper, lower in pairwise(sheets):
        head, foot = _head(lower, lower.grids), _foot(upper, upper.frames)
        if foot and head and _sides(foot) == 1 and near_all(head.xs, foot.xs):
            if _is_whole(foot, head) and len(_inside(upper, foot)) <= MAX_TITLE_LINES:
                _adopt(upper, foot)
            continue
        head, foot = _head(lower, lower.frames), _foot(upper, upper.grids)
        if foot and head and _sides(head) > 1 and near_all(foot.xs, head.xs):
            _adopt(lower, head)


def titled_apart(upper: Grid, lower: Grid) -> bool:
    """Whether both have title rows, and not the same one, repeated."""
    return _titled(upper) and _titled(lower) and _title(upper) != _title(lower)


def in_series(sheets: Sequence[Sheet]) -> bool:
    """Whether a page shows that titled tables follow each other with nothing between."""
    return any(
        _titled(upper)
        and _titled(lower)
        and near_all(upper.xs, (lower.xs[0], lower.xs[-1]))
        and not any(upper.bottom <= line.top < lower.top for line in sheet.lines)
        for sheet in sheets
        for upper, lower in pairwise(sheet.grids)
    )


def _titled(grid: Grid) -> bool:
    """Whether the first row, and no other, is a single cell from side to side that holds words."""
    rows = [cell.row for cell in grid.cells if _across(grid, cell.x0, cell.x1) and cell.text]
    return rows == [0] and grid.n_rows > 1 and not is_figure(_title(grid))


def _title(grid: Grid) -> str:
    return grid.row_cells(0)[0].text


def _sides(grid: Grid) -> int:
    return len(grid.xs) - 1


def _across(grid: Grid, x0: float, x1: float) -> bool:
    return near_all((grid.xs[0],), (x0,)) and near_all((grid.xs[-1],), (x1,))


def _is_whole(row: Grid, table: Grid) -> bool:
    return _across(table, row.xs[0], row.xs[-1])


def _foot(sheet: Sheet, grids: Sequence[Grid]) -> Grid | None:
    """The one of these below which the leaf holds nothing."""
    last = max(grids, key=lambda grid: grid.bottom, default=None)
    if last is None:
        return None
    below = last.bottom - OVERLAP
    others = (*sheet.grids, *sheet.frames)
    clear = all(g is last or g.bottom <= below for g in others) and all(
        line.top < below for line in sheet.lines
    )
    return last if clear else None


def _head(sheet: Sheet, grids: Sequence[Grid]) -> Grid | None:
    """The one of these above which the leaf holds nothing."""
    first = min(grids, key=lambda grid: grid.top, default=None)
    if first is None:
        return None
    above = first.top + OVERLAP
    others = (*sheet.grids, *sheet.frames)
    clear = all(g is first or g.top >= above for g in others) and all(
        line.bottom > above for line in sheet.lines
    )
    return first if clear else None


def _inside(sheet: Sheet, grid: Grid) -> list[Line]:
    return [
        line
        for line in sheet.lines
        if grid.top < (line.top + line.bottom) / 2 < grid.bottom
        and line.x0 >= grid.xs[0] - OVERLAP
        and line.x1 <= grid.xs[-1] + OVERLAP
    ]


def _adopt(sheet: Sheet, frame: Grid) -> None:
    inside = _inside(sheet, frame)
    # Text that was taken for furniture, or runs out of the frame, shows that it is none of this.
    if "".join(line.text for line in inside) == "".join(c.text for c in frame.cells).replace(
        "\n", ""
    ):
        sheet.lines = [line for line in sheet.lines if line not in inside]
        sheet.grids = [*sheet.grids, frame]
