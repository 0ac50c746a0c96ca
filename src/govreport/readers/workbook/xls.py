"""Excel 97–2003 workbooks (.xls, .xlt, .et of WPS) and those of Excel 5 and 95: BIFF, by xlrd.

What is read is what the sheets show, as in :mod:`govreport.readers.workbook.xlsx.reader`.
The workbook's stream is taken from the compound file.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator, Sequence

import xlrd
from msgspec import Struct
from xlrd.biffh import XLRDError
from xlrd.book import Book
from xlrd.formatting import XF
from xlrd.sheet import Cell
from xlrd.sheet import Sheet as XlrdSheet

from govreport.document import Alignment, Document
from govreport.errors import CorruptDocument, EncryptedDocument, LimitExceeded
from govreport.readers.limits import Limits
from govreport.readers.ole import compound_metadata, open_compound, stream_of
from govreport.readers.seen import PLAIN as PLAIN_INK
from govreport.readers.seen import Colour, Seen, Shift
from govreport.readers.work import step, until_limit
from govreport.readers.workbook.biff import Marks, look_through
from govreport.readers.workbook.book import Remarks, Sheet, column_name, document_of
from govreport.readers.workbook.conditions import Rules
from govreport.readers.workbook.formats import GENERAL, Shown, builtin, show, show_text
from govreport.readers.workbook.ink import (
    BLACK,
    NO_HEIGHT,
    NO_WIDTH,
    WHITE,
    Font,
    Style,
    look_of,
    shown_runs,
)
from govreport.readers.workbook.page import Look, Merge, SheetCell, SheetPage

__all__ = ["read"]

_STREAMS = ("Workbook", "Book", "WorkBook", "BOOK")
#: The first format that is not named by its number alone.
_FIRST_CUSTOM = 164
_SHIFTS = {1: Shift.RAISED, 2: Shift.LOWERED}
_ALIGNMENTS = {
    1: Alignment.LEFT,
    2: Alignment.CENTER,
    3: Alignment.RIGHT,
    5: Alignment.JUSTIFY,
    6: Alignment.CENTER,
    7: Alignment.JUSTIFY,
}


def read(data: bytes, limits: Limits) -> Document:
    """Read a workbook.

    Raises:
        CorruptDocument: no compound file, no workbook in it, or one that is damaged.
        EncryptedDocument: protected by a password.
        LimitExceeded: larger, or with more cells, than ``limits`` allow.
    """
    if len(data) > limits.bytes:
        raise LimitExceeded.of("bytes", limits.bytes)
    with open_compound(data) as ole:
        streams = (stream_of(ole, name, len(data)) for name in _STREAMS)
        stream = next(filter(None, streams), b"")
        metadata = compound_metadata(ole)
    if not stream:
        raise CorruptDocument("a compound file without a workbook in it")
    remarks = Remarks()
    marks = look_through(stream, limits, remarks)
    reader = _Reader(*_open(stream, marks), marks, remarks)
    return document_of("xls", until_limit(reader.sheets()), remarks, metadata, limits)


def _open(stream: bytes, marks: Marks) -> tuple[Book, list[XlrdSheet]]:
    """The workbook, and the sheets that were looked through."""
    try:
        book = xlrd.open_workbook(
            file_contents=stream,
            logfile=_Silence(),
            formatting_info=True,
            ragged_rows=True,
            on_demand=not marks.are_all,
        )
        return book, [book.sheet_by_index(n) for n in range(book.nsheets) if marks.knows(n)]
    except XLRDError as error:
        if "encrypted" in str(error):
            raise EncryptedDocument(
                "protected by a password", hint="remove the password and try again"
            ) from error
        raise CorruptDocument(f"a damaged workbook: {error}") from error
    except (
        ArithmeticError,
        AssertionError,
        AttributeError,
        LookupError,
        TypeError,
        ValueError,
        struct.error,
    ) as error:
        raise CorruptDocument(f"a damaged workbook: {type(error).__name__}: {error}") from error


class _Silence(io.TextIOBase):
    """Takes what xlrd says of each oddity."""

    def write(self, text: str) -> int:
        return len(text)


class _Reader(Struct):
    _book: Book
    _sheets: list[XlrdSheet]
    _marks: Marks
    _remarks: Remarks
    _styles: dict[int, Style] = {}

    def sheets(self) -> Iterator[Sheet]:
        """Yield the sheets that are shown."""
        for number, sheet in enumerate(self._sheets):
            if sheet.visibility:
                self._remarks.add("sheet.hidden_sheet", sheet.name)
            else:
                page = self._page(sheet, Rules(self._marks.rules(number, self._colour)))
                for cover in self._marks.covers(number):
                    page.cover(cover.rows, cover.columns, cover.doubt)
                yield Sheet(page)

    def _page(self, sheet: XlrdSheet, rules: Rules) -> SheetPage:
        page = SheetPage(sheet.name)
        page.hidden_rows = {
            n
            for n, row in sheet.rowinfo_map.items()
            if row.hidden or (not row.has_default_height and (row.height or 0) / 20 <= NO_HEIGHT)
        }
        page.hidden_columns = {
            n
            for n, column in sheet.colinfo_map.items()
            if column.hidden or column.width / 256 <= NO_WIDTH
        }
        page.merges = [Merge(a, c, b - 1, d - 1) for a, b, c, d in sheet.merged_cells]
        for row in range(sheet.nrows):
            step()
            for column, cell in enumerate(sheet.row(row)):
                if cell.ctype == xlrd.XL_CELL_EMPTY:
                    continue
                style = self._style(cell.xf_index)
                text = self._shown(cell, style.code, sheet, row, column)
                runs = sheet.rich_text_runlist_map.get((row, column), ())
                if style.look.ink is PLAIN_INK and not runs:
                    # Most cells are like this.
                    plain = bool(text or style.look.boxed)
                    found = SheetCell(text, style.look) if plain else None
                else:
                    shown = self._seen(text, style, runs if text == cell.value else ())
                    found = self._remarks.cell(shown, style.look)
                if found is not None and rules:
                    value = cell.value if isinstance(cell.value, float) else None
                    found = rules.applied(found, row, column, style, value)
                if found is not None:
                    page.cells[row, column] = found
        return page

    def _seen(self, text: str, style: Style, runs: Sequence[tuple[int, int]]) -> Seen:
        """What is seen of a text; ``runs`` are where a font begins, and its number."""
        if not runs and style.look.ink is PLAIN_INK:
            return Seen(text)
        starts = [0, *(start for start, _ in runs), len(text)]
        fonts = [style.font, *(self._font(number) for _, number in runs)]
        spans = zip(starts, starts[1:], fonts, strict=False)
        shown = [(text[a:b], font) for a, b, font in spans]
        return shown_runs(shown, style.ground, crossed=style.crossed)

    def _shown(self, cell: Cell, code: str, sheet: XlrdSheet, row: int, column: int) -> str:
        kind, value = cell.ctype, cell.value
        if isinstance(value, str):
            shown_text = show_text(value.replace("\r\n", "\n").replace("\r", "\n"), code)
            if value.strip() and not shown_text.strip():
                self._remarks.add("sheet.masked", f"{sheet.name}!{column_name(column)}{row + 1}")
            return shown_text
        if kind in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
            shown = show(value, code, base_1904=bool(self._book.datemode))
            if not (value or getattr(sheet, "show_zero_values", 1)):
                shown = Shown("", masked=True)
            self._remarks.number(shown, value, sheet.name, row, column)
            return shown.text
        if kind == xlrd.XL_CELL_BOOLEAN:
            return "TRUE" if value else "FALSE"
        if kind == xlrd.XL_CELL_ERROR:
            place = f"{sheet.name}!{column_name(column)}{row + 1}"
            return str(xlrd.error_text_from_code.get(int(value), f"[{place}]"))
        return ""

    def _style(self, index: int | None) -> Style:
        formats = self._book.xf_list
        if index is None or not 0 <= index < len(formats):
            return Style()
        if index not in self._styles:
            self._styles[index] = self._read_style(formats[index])
        return self._styles[index]

    def _read_style(self, xf: XF) -> Style:
        own = self._book.format_map.get(xf.format_key)
        code = builtin(xf.format_key) if xf.format_key < _FIRST_CUSTOM else None
        font, ground = self._font(xf.font_index), self._ground(xf)
        border = xf.border
        crossed = bool(border and border.diag_line_style and (border.diag_down or border.diag_up))
        look = Look(
            boxed=bool(border and (border.left_line_style or border.right_line_style)),
            alignment=_ALIGNMENTS.get(xf.alignment.hor_align) if xf.alignment else None,
            bold=font.bold,
            size=font.size,
            ink=look_of(font, ground, crossed=crossed),
        )
        code = code or (own.format_str if own is not None else GENERAL)
        return Style(code, look, font, ground, crossed)

    def _font(self, number: int) -> Font:
        fonts = self._book.font_list
        if not 0 <= number < len(fonts):
            return Font()
        font = fonts[number]
        return Font(
            struck=bool(font.struck_out),
            shift=_SHIFTS.get(font.escapement),
            colour=self._colour(font.colour_index) or BLACK,
            size=font.height / 20,
            bold=bool(font.bold or font.weight >= 600),
        )

    def _ground(self, xf: XF) -> Colour | str | None:
        """What stands behind the text; ``None`` where it is a pattern."""
        ground = xf.background
        if ground is None or not ground.fill_pattern:
            return WHITE
        return self._colour(ground.pattern_colour_index) if ground.fill_pattern == 1 else None

    def _colour(self, index: int) -> Colour | str | None:
        found = self._book.colour_map.get(index)
        return None if found is None else (found[0], found[1], found[2])
