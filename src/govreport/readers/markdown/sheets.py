"""Sheets of workbooks as pandas writes them to Markdown: each sheet one table, prose and all.

Blank cells read ``NaN``, those of the first row ``Unnamed: 3``; a text that stands there twice is
``总计.1`` the second time.
"""

from __future__ import annotations

from collections.abc import Iterator

from attrs import evolve
from msgspec.structs import replace

from govreport.document import Block, Table
from govreport.readers.limits import Limits
from govreport.readers.nested import RawTable, flatten
from govreport.readers.text.cells import is_caption
from govreport.readers.workbook.page import PLAIN, Anchor
from govreport.readers.workbook.sheet import blocks_of
from govreport.zh.patterns import lazy_pattern

__all__ = ["blocks_of_sheet"]

_BLANK = lazy_pattern(r"\s*+(?:NaN|Unnamed: \d++(?:_level_\d++)?)\s*+")
_AGAIN = lazy_pattern(r"(?P<text>.+)\.\d{1,2}")
#: A whole number in a column with blanks.
_WHOLE = lazy_pattern(r"(-?\d{1,15})\.0")


def blocks_of_sheet(table: Table, limits: Limits) -> tuple[Block, ...] | None:
    """The lines and tables of a sheet; ``None`` for a table that is not one."""
    if not any(_BLANK.fullmatch(cell.text) for cell in table.cells):
        return None
    anchors = list(_anchors(table))
    if anchors and (is_caption(anchors[0].text) or len([a for a in anchors if not a.row]) > 1):
        # A form, from its first row on: a sheet that says more begins with its title.
        shown = {(anchor.row, anchor.column): anchor.text for anchor in anchors}
        cells = tuple(evolve(c, text=shown.get((c.row, c.column), "")) for c in table.cells)
        return (evolve(table, cells=cells),)
    blocks: list[Block] = []
    for block in blocks_of(anchors, limits, first=True):
        if isinstance(block, RawTable):
            (made,) = flatten([replace(block, spans_known=False)], limits) or (None,)
            blocks += [made] if made is not None else []
        else:
            blocks.append(block)
    return tuple(blocks)


def _anchors(table: Table) -> Iterator[Anchor]:
    for number, row in enumerate(table.rows()):
        texts = [cell.text for cell in row]
        filled = [cell for cell in row if not _BLANK.fullmatch(cell.text) and cell.text.strip()]
        # Prose, and headings, are cells merged over the sheet.
        wide = len(filled) == 1 and filled[0].column == 0
        for cell in row:
            text = "" if _BLANK.fullmatch(cell.text) else cell.text
            again = _AGAIN.fullmatch(text) if number == 0 else None
            if again and again["text"] in texts:
                text = again["text"]
            text = _WHOLE.sub(r"\1", text) if _WHOLE.fullmatch(text) else text
            if text:
                right = table.n_columns - 1 if wide else cell.column
                yield Anchor(cell.row, cell.column, cell.row, right, text, PLAIN)
