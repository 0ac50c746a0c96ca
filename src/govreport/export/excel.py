"""Workbooks: a sheet a table, row by row, so that large ones take no more memory than small ones.

Text is text whatever it begins with, so that no cell is a formula; a number that Excel could not
hold exactly (more than 15 digits) is text, too. What does not fit a sheet goes on in another one,
what does not fit a cell is cut and says so; :func:`write` returns what it had to say.
"""

from __future__ import annotations

import datetime as dt
import io
import itertools
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import IO, TYPE_CHECKING

from govreport.export.language import Language, said
from govreport.export.safe import encodable, visible
from govreport.export.sheets import Sheet, Value, of_report
from govreport.model import Report

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell
    from openpyxl.styles import Font
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

__all__ = ["ROWS", "report_workbook", "require_excel", "write"]

Row = Sequence[Value]

#: Rows of a sheet, its headings among them, and characters of a cell.
ROWS, CHARACTERS = 1_048_576, 32_767
#: Digits of a number that Excel keeps.
DIGITS = 15
#: Characters of a sheet's title, and those that it may not have.
TITLE, FORBIDDEN = 31, str.maketrans("[]:*?/\\", "【】：＊？／＼")
#: Characters of a column's width, at least and at most.
NARROW, WIDE = 8, 60
#: Rows that are looked at for the widths.
LOOKED_AT = 50


def require_excel() -> None:
    """Do nothing if openpyxl is installed.

    Raises:
        ImportError: it is not; the message says how to install it.
    """
    try:
        import openpyxl  # noqa: F401
    except ImportError as error:
        raise ImportError("Excel needs openpyxl: pip install 'openpyxl>=3.1'") from error


def write(
    target: Path | IO[bytes], sheets: Iterable[Sheet], lang: Language, *, most: int = ROWS
) -> tuple[str, ...]:
    """Write sheets as a workbook, the rows of each as they come.

    Returns:
        What a reader should know: which tables go on in several sheets, which texts were cut.

    Raises:
        ImportError: openpyxl is not installed.
    """
    require_excel()
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    notes: list[str] = []
    titles: set[str] = set()
    for sheet in sheets:
        cut = parts = 0
        for rows in _parts(sheet.rows, most - 1):
            parts += 1
            title = _title(sheet.title, parts, titles)
            titles.add(title)
            cut += _fill(book, title, sheet.heads, rows)
        if parts > 1:
            notes.append(said("{title}：分为 {n} 张工作表", lang, title=sheet.title, n=parts))
        if cut:
            words = "{title}：{n} 个单元格放不下，只写了前 {most} 字"
            notes.append(said(words, lang, title=sheet.title, n=cut, most=CHARACTERS))
    book.save(target)
    return tuple(notes)


def report_workbook(report: Report, lang: Language) -> bytes:
    """Return a report as a workbook; see :meth:`govreport.Report.to_excel`."""
    buffer = io.BytesIO()
    write(buffer, of_report(report, lang), lang)
    return buffer.getvalue()


def _parts(rows: Iterable[Row], size: int) -> Iterator[Iterator[Row]]:
    """The rows of each sheet; one is gone through before the next."""
    left = iter(rows)
    yield itertools.islice(left, size)
    for row in left:
        yield itertools.chain([row], itertools.islice(left, size - 1))


def _title(title: str, part: int, taken: set[str]) -> str:
    whole = visible(encodable(title)).translate(FORBIDDEN)
    for number in itertools.count(part):
        ending = f" {number}" if number > 1 else ""
        found = whole[: TITLE - len(ending)] + ending
        if found.lower() not in {each.lower() for each in taken}:
            return found
    raise AssertionError


def _fill(book: Workbook, title: str, heads: Sequence[str], rows: Iterator[Row]) -> int:
    """Write a sheet, and return how many texts were cut."""
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    first = list(itertools.islice(rows, LOOKED_AT))
    for number, head in enumerate(heads):
        shown = [head, *(str(row[number] or "") for row in first)]
        width = min(WIDE, max(NARROW, *(sum(1 + (c > "\u2e7f") for c in text) for text in shown)))
        sheet.column_dimensions[get_column_letter(number + 1)].width = width + 1
    sheet.append([_cell(sheet, head, font=Font(bold=True)) for head in heads])
    cut = 0
    for row in itertools.chain(first, rows):
        values = [_value(value) for value in row]
        cut += sum(isinstance(value, str) and len(value) > CHARACTERS for value in values)
        sheet.append([_cell(sheet, value) if isinstance(value, str) else value for value in values])
    return cut


def _cell(sheet: WriteOnlyWorksheet, text: str, *, font: Font | None = None) -> Cell:
    """Text that stays text."""
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, text[:CHARACTERS])
    cell.data_type = "s"
    if font is not None:
        cell.font = font
    return cell


def _value(value: Value) -> str | int | float | Decimal | bool | dt.date | None:
    if value is None or isinstance(value, bool | dt.date | float):
        return value
    if isinstance(value, int | Decimal):
        return value if _is_kept(Decimal(value)) else format(Decimal(value), "f")
    if isinstance(value, str):
        return visible(encodable(value))
    return visible(encodable("；".join(map(str, value))))


def _is_kept(value: Decimal) -> bool:
    """Whether Excel holds a number exactly."""
    _, digits, exponent = value.normalize().as_tuple()
    return len(digits) <= DIGITS and isinstance(exponent, int) and abs(exponent) < DIGITS
