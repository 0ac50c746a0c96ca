"""A workbook's sheets as one document, whatever format the workbook was in."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Sequence

from msgspec import Struct, field

from govreport.document import Document, Notice
from govreport.notices import counted
from govreport.readers import seen
from govreport.readers.limits import Limits
from govreport.readers.nested import flatten
from govreport.readers.workbook.formats import Shown
from govreport.readers.workbook.page import Look, SheetCell, SheetPage, anchors
from govreport.readers.workbook.sheet import Blocks, blocks_of

__all__ = ["Remarks", "Sheet", "document_of"]

_LONGEST_SAMPLE = 40
#: Stretches left out that are kept to be told of.
_MOST_LEFT_OUT = 1_000


class Remarks(Struct):
    """What a user should know of a workbook: how often each thing was met, and the first of it."""

    counts: Counter[str] = field(default_factory=Counter)
    left_out: list[tuple[str, str]] = []
    _firsts: dict[str, str] = {}

    def add(self, code: str, first: str = "") -> None:
        """Count something; ``first`` says what and where it is."""
        self.counts[code] += 1
        if first:
            self._firsts.setdefault(code, first)

    def number(self, shown: Shown, value: float, sheet: str, row: int, column: int) -> None:
        """Count what there is to say of how a number is shown."""
        for code, applies in (
            ("sheet.format_unknown", not shown.known),
            ("sheet.masked", shown.masked),
            ("sheet.rounded", shown.rounded),
        ):
            if applies:
                place = f"{sheet}!{column_name(column)}{row + 1}"
                self.add(code, f"{place} {value!r} → {shown.text[:_LONGEST_SAMPLE]!r}")

    def notices(self) -> tuple[Notice, ...]:
        """Return the notices."""
        return (*counted(self.counts, self._firsts), *seen.notices(self.left_out))

    def cell(self, shown: seen.Seen, look: Look) -> SheetCell | None:
        """The cell with what is seen of its text, ``None`` for one that shows nothing at all."""
        if len(self.left_out) < _MOST_LEFT_OUT:
            self.left_out += shown.left_out
        if not (shown.text or shown.doubt or look.boxed):
            return None
        return SheetCell(shown.text, look, shown.doubt)


class Sheet(Struct):
    """A sheet that is shown, and what is drawn on it."""

    page: SheetPage
    drawn: Blocks = []


def document_of(
    format: str,
    sheets: Sequence[Sheet],
    remarks: Remarks,
    metadata: dict[str, str],
    limits: Limits,
) -> Document:
    """Put the sheets one below the other.

    Raises:
        LimitExceeded: more cells or blocks than ``limits`` allow.
    """
    blocks: Blocks = []
    for sheet in sheets:
        cells, seen = anchors(sheet.page, limits)
        remarks.counts += seen
        blocks += blocks_of(cells, limits, first=not blocks)
        blocks += sheet.drawn
        remarks.counts["sheet.drawing"] += len(sheet.drawn)
    names = "、".join(sheet.page.name for sheet in sheets)
    return Document(
        format=format,
        blocks=flatten(blocks, limits),
        metadata=metadata | ({"sheets": names} if names else {}),
        notices=remarks.notices(),
    )


@functools.lru_cache(maxsize=1_024)
def column_name(column: int) -> str:
    """The letters of a column, counted from 0.

    >>> column_name(0), column_name(27)
    ('A', 'AB')
    """
    name = ""
    column += 1
    while column:
        column, letter = divmod(column - 1, 26)
        name = chr(ord("A") + letter) + name
    return name
