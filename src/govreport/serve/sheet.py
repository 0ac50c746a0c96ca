"""What a page shows as tables that can be taken along: CSV, and a workbook with all of them."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from attrs import frozen

from govreport.export.safe import inert, visible
from govreport.export.sheets import Sheet as WorkbookSheet
from govreport.serve.address import Lang
from govreport.serve.words import said

__all__ = ["Page", "Sheet", "to_csv", "to_xlsx"]

Value = str | int | float | Decimal | bool | None


@frozen
class Sheet:
    """A table of a page: ``id`` names it in an address, ``columns`` are those of the rows in the
    order shown, each a phrase ``col.…``; ``fetch`` gives all rows, not only those on the page."""

    id: str
    columns: Sequence[str]
    fetch: Callable[[], Sequence[Mapping[str, Any]]]

    def heads(self, lang: Lang) -> list[str]:
        """The headings of the columns."""
        return [said(f"col.{name}", lang) for name in self.columns]

    def cells(self) -> list[list[Value]]:
        """The rows, a cell a column."""
        return [[_value(row.get(name)) for name in self.columns] for row in self.fetch()]


@frozen
class Page:
    """A page: its title, the template that shows it and what that needs, its tables."""

    title: str
    template: str
    context: Mapping[str, Any]
    sheets: Sequence[Sheet] = ()

    def sheet(self, id: str) -> Sheet | None:
        """Return a table by its id, the first where none is named; ``None`` if there is none."""
        return next((sheet for sheet in self.sheets if id in ("", sheet.id)), None)


def to_csv(sheet: Sheet, lang: Lang) -> bytes:
    """Return a table as CSV in UTF-8 with its mark, without which a spreadsheet takes it for the
    local encoding. Text that a spreadsheet would take for a formula has a ``'`` before it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(sheet.heads(lang))
    writer.writerows([_guarded(value) for value in row] for row in sheet.cells())
    return out.getvalue().encode("utf-8-sig", "replace")


def to_xlsx(page: Page, lang: Lang) -> bytes:
    """Return all tables of a page as a workbook, a sheet each. Text is text, whatever it begins
    with."""
    from govreport.export.excel import write

    sheets = (
        WorkbookSheet(said(f"sheet.{each.id}", lang), each.heads(lang), each.cells())
        for each in page.sheets
    )
    buffer = io.BytesIO()
    write(buffer, sheets, lang)
    return buffer.getvalue()


def _guarded(value: Value) -> Value:
    return inert(visible(value)) if isinstance(value, str) else value


def _value(value: Any) -> Value:
    if isinstance(value, list | tuple):
        return " ".join(map(str, value))
    if value is None or isinstance(value, str | int | float | Decimal):
        return value
    return str(value)
