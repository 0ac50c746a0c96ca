"""A workbook's sheets as one document, whatever format the workbook was in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from attrs import define, field

from govreport.document import Document, Notice
from govreport.readers.limits import Limits
from govreport.readers.nested import flatten
from govreport.readers.workbook.formats import Shown
from govreport.readers.workbook.page import SheetPage, anchors
from govreport.readers.workbook.sheet import Blocks, blocks_of

__all__ = ["Remarks", "Sheet", "document_of"]

_MESSAGES = {
    "sheet.chart": "charts were not looked into",
    "sheet.comments": "comments on cells left out",
    "sheet.covered_text": "texts in cells covered by a merged cell, which the sheet does not show",
    "sheet.damaged": "cells whose content cannot be read",
    "sheet.drawing": "text boxes and pictures stand behind the cells of their sheet",
    "sheet.drawing_left_out": "text boxes and pictures were not looked into",
    "sheet.format_unknown": "numbers in a format that is not understood, which stands behind them",
    "sheet.hidden_cells": "cells in hidden rows and columns left out",
    "sheet.hidden_sheet": "hidden sheets left out",
    "sheet.masked": "numbers that the format of their cell does not show",
    "sheet.not_calculated": "formulas whose result the file does not keep",
    "sheet.no_cells": "sheets that hold no cells (charts, macros) left out",
    "sheet.repeated": "sheets that are others again left out",
    "sheet.rounded": "numbers shown with fewer digits than the cell holds",
}
_LONGEST_SAMPLE = 40


@define
class Remarks:
    """What a user should know of a workbook: how often each thing was met, and the first of it."""

    counts: Counter[str] = field(factory=Counter)
    _firsts: dict[str, str] = field(factory=dict)

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
                self.add(code, f"{place} holds {value!r}, shows {shown.text[:_LONGEST_SAMPLE]!r}")

    def notices(self) -> list[Notice]:
        """Return the notices."""
        return [
            Notice(code=code, message=f"{_MESSAGES[code]} ({count}){self._first(code)}")
            for code, count in sorted(self.counts.items())
            if count
        ]

    def _first(self, code: str) -> str:
        return f": {self._firsts[code]}" if code in self._firsts else ""


@define
class Sheet:
    """A sheet that is shown, and what is drawn on it."""

    page: SheetPage
    drawn: Blocks = field(factory=list)


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
        cells = list(anchors(sheet.page, limits, remarks.counts))
        blocks += blocks_of(cells, limits, first=not blocks)
        blocks += sheet.drawn
        remarks.counts["sheet.drawing"] += len(sheet.drawn)
    names = "、".join(sheet.page.name for sheet in sheets)
    return Document(
        format=format,
        blocks=flatten(blocks, limits),
        metadata=metadata | ({"sheets": names} if names else {}),
        notices=tuple(remarks.notices()),
    )


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
