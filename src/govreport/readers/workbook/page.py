"""What a sheet of a workbook shows: the cells of its page, without what is hidden or covered."""

from __future__ import annotations

import bisect
import itertools
from collections import Counter
from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from govreport.document import Alignment, Doubt
from govreport.errors import LimitExceeded
from govreport.readers.limits import Limits
from govreport.readers.seen import PLAIN as PLAIN_INK
from govreport.readers.seen import Look as Ink

__all__ = ["PLAIN", "Anchor", "Look", "Merge", "SheetCell", "SheetPage", "anchors"]

#: Merged cells are looked through for what they cover; hostile ones cover everything many times.
_MOST_LOOKS = 20_000_000


class Look(Struct, frozen=True):
    """How a cell is set: ``boxed`` is whether it has a rule at its left or right, ``ink`` whether
    its text is seen."""

    boxed: bool = False
    alignment: Alignment | None = None
    bold: bool = False
    size: float | None = None
    ink: Ink = PLAIN_INK


PLAIN = Look()


class SheetCell(Struct, frozen=True):
    """A cell with the text that it shows, and why no figure in it is to be believed."""

    text: str
    look: Look
    doubt: Doubt | None = None


class Merge(Struct, frozen=True):
    """Merged cells: first row and column, and last ones."""

    top: int
    left: int
    bottom: int
    right: int


class SheetPage(Struct):
    """A sheet as read; rows and columns count from 0."""

    name: str
    cells: dict[tuple[int, int], SheetCell] = {}
    merges: list[Merge] = []
    hidden_rows: set[int] = set()
    hidden_columns: set[int] = set()

    def cover(self, rows: range, columns: range, doubt: Doubt) -> None:
        """Note that something drawn stands over the cells of an area."""
        if len(rows) * len(columns) > len(self.cells):
            places = [p for p in self.cells if p[0] in rows and p[1] in columns]
        else:
            places = list(itertools.product(rows, columns))
        for place in places:
            cell = self.cells.get(place)
            if cell is not None:
                self.cells[place] = replace(cell, doubt=cell.doubt or doubt)

    def trim(self) -> None:
        """Drop ruled cells without text below the last text and right of it: whole columns are."""
        texts = [place for place, cell in self.cells.items() if cell.text.strip() or cell.doubt]
        bottom = max((row for row, _ in texts), default=-1)
        right = max((column for _, column in texts), default=-1)
        for merge in self.merges:
            origin = self.cells.get((merge.top, merge.left))
            if origin is not None and origin.text.strip():
                bottom, right = max(bottom, merge.bottom), max(right, merge.right)
        self.cells = {
            (row, column): cell
            for (row, column), cell in self.cells.items()
            if row <= bottom and column <= right
        }


class Anchor(Struct, frozen=True):
    """A cell of the page, with the first and the last of the places that it takes."""

    row: int
    column: int
    bottom: int
    right: int
    text: str
    look: Look
    doubt: Doubt | None = None

    @property
    def shows(self) -> bool:
        """Whether it has something to show, if only something that cannot be read."""
        return bool(self.text.strip()) or self.doubt is not None


def anchors(page: SheetPage, limits: Limits) -> tuple[list[Anchor], Counter[str]]:
    """Return the cells that the page shows, at places that count without hidden rows and columns,
    and how much of it is not shown, by the code of the notice.

    Raises:
        LimitExceeded: too many cells, or too much merging of them.
    """
    page.trim()
    if len(page.cells) > limits.table_cells:
        raise LimitExceeded.of("table_cells", limits.table_cells, "a sheet with {} cells")
    rows, columns = _Visible(page.hidden_rows), _Visible(page.hidden_columns)
    found: list[Anchor] = []
    seen: Counter[str] = Counter()
    taken: set[tuple[int, int]] = set()
    looks = 0
    for merge in page.merges:
        places = _places(page, merge)
        looks += len(places) + 1
        if looks > _MOST_LOOKS:
            raise LimitExceeded("merged cells that overlap too often")
        origin = (merge.top, merge.left)
        inside = [place for place in places if place in page.cells and place not in taken]
        taken.update(inside)
        if origin not in inside:
            continue
        seen["sheet.covered_text"] += sum(
            bool(page.cells[place].text.strip()) for place in inside if place != origin
        )
        cell = page.cells[origin]
        anchor = Anchor(
            rows.first(merge.top),
            columns.first(merge.left),
            rows.last(merge.bottom),
            columns.last(merge.right),
            cell.text,
            replace(cell.look, boxed=any(page.cells[place].look.boxed for place in inside)),
            cell.doubt,
        )
        if anchor.bottom >= anchor.row and anchor.right >= anchor.column:
            found.append(anchor)
        else:
            seen["sheet.hidden_cells"] += bool(cell.text.strip())
    for (row, column), cell in page.cells.items():
        if (row, column) in taken:
            continue
        if row in page.hidden_rows or column in page.hidden_columns:
            seen["sheet.hidden_cells"] += bool(cell.text.strip())
        else:
            at = rows.first(row), columns.first(column)
            found.append(Anchor(*at, *at, cell.text, cell.look, cell.doubt))
    return found, seen


def _places(page: SheetPage, merge: Merge) -> list[tuple[int, int]]:
    """The places in merged cells, or only those that hold a cell if these are fewer."""
    height, width = merge.bottom - merge.top + 1, merge.right - merge.left + 1
    if height * width <= len(page.cells):
        return [(merge.top + n // width, merge.left + n % width) for n in range(height * width)]
    return [
        (row, column)
        for row, column in page.cells
        if merge.top <= row <= merge.bottom and merge.left <= column <= merge.right
    ]


class _Visible:
    """Counts rows or columns without the hidden ones."""

    def __init__(self, hidden: Iterable[int]) -> None:
        self._hidden = sorted(hidden)

    def first(self, number: int) -> int:
        """The place of the first visible one from ``number`` on."""
        return number - bisect.bisect_left(self._hidden, number)

    def last(self, number: int) -> int:
        """The place of the last visible one up to ``number``."""
        return number - bisect.bisect_right(self._hidden, number)
