"""A sheet of a workbook as blocks: the lines and tables that its page shows.

A workbook has no paragraphs and no tables, only cells. What is ruled like a table is one; where
nothing is ruled, rows of several texts one below the other are. Everything else is a line of text.
"""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from govreport.document import Paragraph, Picture
from govreport.errors import LimitExceeded
from govreport.readers.limits import Limits
from govreport.readers.nested import PROSE_LENGTH, RawCell, RawTable
from govreport.readers.seen import doubt_of
from govreport.readers.workbook.page import Anchor
from govreport.zh.numbering import parse_label

__all__ = ["Blocks", "blocks_of"]

#: What parts the texts of a row that is no table.
_GAP = "　　"
#: So many rows of several texts, one below the other, are a table without rules.
_FEWEST_ROWS = 2
_COLONS = ("：", ":")

Blocks = list[Paragraph | RawTable | Picture]


class _Row(Struct):
    """A row of the page and the cells that begin in it. It is ruled if one of the cells that reach
    into it is."""

    number: int
    anchors: list[Anchor] = []
    ruled: bool = False

    @property
    def filled(self) -> list[Anchor]:
        """The cells that show something."""
        return [anchor for anchor in self.anchors if anchor.shows]

    @property
    def bottom(self) -> int:
        """The last row that one of the cells reaches into."""
        return max([self.number, *(anchor.bottom for anchor in self.anchors)])


def blocks_of(cells: Iterable[Anchor], limits: Limits, *, first: bool) -> Blocks:
    """Return the lines and tables of a sheet.

    ``first`` says that nothing stands above the sheet: a title may be ruled with its table then.

    Raises:
        LimitExceeded: a table would be larger than ``limits.table_cells``.
    """
    blocks: Blocks = []
    for ruled, group in itertools.groupby(_rows(cells), key=lambda row: row.ruled):
        for run in _runs(group):
            if not ruled:
                blocks += _loose(run, limits)
                continue
            lines = _leading_lines(run) if first and not blocks else 0
            blocks += map(_line, run[:lines])
            blocks += _split(run[lines:], limits)
    return blocks


def _rows(cells: Iterable[Anchor]) -> list[_Row]:
    """The rows that show something, in order."""
    rows: dict[int, _Row] = {}
    for anchor in cells:
        boxed = anchor.look.boxed
        if not boxed and not anchor.shows:
            continue
        rows.setdefault(anchor.row, _Row(anchor.row)).anchors.append(anchor)
        rows[anchor.row].ruled |= boxed
    ordered = [rows[number] for number in sorted(rows)]
    reach = -1
    for row in ordered:
        row.anchors.sort(key=lambda anchor: anchor.column)
        row.ruled |= row.number <= reach
        reach = max([reach, *(a.bottom for a in row.anchors if a.look.boxed)])
    for above, row, below in zip(ordered, ordered[1:], ordered[2:], strict=False):
        # One whose rules were forgotten.
        if above.ruled and below.ruled and len(row.filled) > 1 and _follows(above, row):
            row.ruled |= _follows(row, below)
    return ordered


def _follows(above: _Row, row: _Row) -> bool:
    return row.number <= above.bottom + 1


def _runs(rows: Iterable[_Row]) -> Iterator[list[_Row]]:
    """Cut where an empty row parts them."""
    run: list[_Row] = []
    reach = -1
    for row in rows:
        if run and row.number > reach + 1:
            yield run
            run = []
        run.append(row)
        reach = max(reach, row.bottom)
    if run:
        yield run


def _leading_lines(rows: Sequence[_Row]) -> int:
    """How many rows above a table are one cell each."""
    count = next((n for n, row in enumerate(rows) if len(row.anchors) > 1), 0)
    return count if all(len(row.filled) == 1 for row in rows[:count]) else 0


def _split(rows: Sequence[_Row], limits: Limits) -> Blocks:
    """Tables, and the lines of running text among them."""
    blocks: Blocks = []
    for prose, group in itertools.groupby(rows, key=_is_prose):
        part = list(group)
        blocks += map(_line, part) if prose else [_table(part, limits)]
    return blocks


def _is_prose(row: _Row) -> bool:
    return len(row.anchors) == 1 and len(row.anchors[0].text) > PROSE_LENGTH


def _loose(rows: Sequence[_Row], limits: Limits) -> Blocks:
    """Lines, and tables that nothing rules."""
    blocks: Blocks = []
    several = [n for n, row in enumerate(rows) if len(row.filled) > 1]
    first, last = (several[0], several[-1]) if several else (0, -1)
    right = max((anchor.right for n in several for anchor in rows[n].filled), default=0)

    def in_table(item: tuple[int, _Row]) -> bool:
        number, row = item
        return first <= number <= last and not _stands_apart(row, right)

    for tabular, group in itertools.groupby(enumerate(rows), key=in_table):
        part = [row for _, row in group]
        table = tabular and sum(len(row.filled) > 1 for row in part) >= _FEWEST_ROWS
        blocks += [_table(part, limits)] if table and not _are_entries(part) else map(_line, part)
    return blocks


def _stands_apart(row: _Row, right: int) -> bool:
    """One text that is no row of the table which ends at ``right``: too wide, too long, or a
    numbered heading over several columns."""
    filled = row.filled
    if len(filled) > 1:
        return False
    wide = filled[0].right > filled[0].column
    return (
        filled[0].right > right
        or len(filled[0].text) > PROSE_LENGTH
        or (wide and parse_label(filled[0].text) is not None)
    )


def _are_entries(rows: Sequence[_Row]) -> bool:
    """``填报人：…　联系电话：…`` is no table, even on several lines."""
    texts = [anchor.text for row in rows for anchor in row.filled]
    return 2 * sum(any(colon in text for colon in _COLONS) for text in texts) > len(texts)


def _line(row: _Row) -> Paragraph:
    filled = row.filled
    look = filled[0].look
    texts = [anchor.text.rstrip() for anchor in filled]
    return Paragraph(
        text=texts[0] if len(texts) == 1 else _GAP.join(text.strip() for text in texts),
        alignment=look.alignment if len(texts) == 1 else None,
        bold=all(anchor.look.bold for anchor in filled),
        size=look.size,
        doubt=doubt_of("".join(texts), (anchor.doubt for anchor in filled)),
    )


def _table(rows: Sequence[_Row], limits: Limits) -> RawTable:
    """A table of the rows and columns that a cell begins in; what is blank at its edges is cut."""
    rows = _without_blank_edges(rows)
    tops = [row.number for row in rows]
    lefts = sorted({anchor.column for row in rows for anchor in row.anchors})
    if len(tops) * len(lefts) > limits.table_cells:
        raise LimitExceeded.of("table_cells", limits.table_cells, "a table with {} cells")
    table = RawTable(n_rows=len(tops), n_columns=len(lefts))
    taken: set[tuple[int, int]] = set()
    for number, row in enumerate(rows):
        begun = {bisect.bisect_left(lefts, anchor.column): anchor for anchor in row.anchors}
        for column in range(len(lefts)):
            anchor = begun.get(column)
            if (number, column) in taken:
                continue
            if anchor is None:
                table.cells.append(RawCell(number, column))
                continue
            bottom = bisect.bisect_right(tops, anchor.bottom)
            right = bisect.bisect_right(lefts, anchor.right)
            if bottom - number > 1 or right - column > 1:
                taken.update(itertools.product(range(number, bottom), range(column, right)))
            text = anchor.text.strip("\n")
            shown = Paragraph(text=text, doubt=anchor.doubt)
            blocks: Blocks = [shown] if text or anchor.doubt else []
            table.cells.append(
                RawCell(number, column, bottom - number, right - column, blocks=blocks)
            )
    return table


def _without_blank_edges(rows: Sequence[_Row]) -> Sequence[_Row]:
    filled = [number for number, row in enumerate(rows) if row.filled]
    if not filled:
        return []
    rows = rows[filled[0] : filled[-1] + 1]
    texts = [anchor for row in rows for anchor in row.filled]
    left = min(anchor.column for anchor in texts)
    right = max(anchor.right for anchor in texts)
    return [
        _Row(row.number, [a for a in row.anchors if left <= a.column <= right], row.ruled)
        for row in rows
    ]
