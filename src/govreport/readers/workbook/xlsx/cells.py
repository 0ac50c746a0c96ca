"""The cells of one sheet of a workbook, as text (ISO/IEC 29500-1, 18.3)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml import etree
from msgspec import Struct, field

from govreport.errors import LimitExceeded
from govreport.readers.limits import Limits
from govreport.readers.seen import PLAIN, Seen
from govreport.readers.work import step
from govreport.readers.workbook.book import Remarks, column_name
from govreport.readers.workbook.conditions import Change, Rules
from govreport.readers.workbook.formats import Shown, show, show_text
from govreport.readers.workbook.ink import NO_HEIGHT, NO_WIDTH, WHITE, Font, shown_runs
from govreport.readers.workbook.page import SheetCell, SheetPage
from govreport.readers.workbook.xlsx.conditions import read_rules
from govreport.readers.workbook.xlsx.references import LAST_COLUMN, LAST_ROW, area, position
from govreport.readers.workbook.xlsx.styles import S, Style, Styles, read_font
from govreport.zh.patterns import lazy_pattern

__all__ = ["CellReader", "bound_cells", "shared_strings"]

#: A text, or one in runs, each with its font: ``None`` is that of the cell.
Shared = str | list[tuple[str, Font | None]]

_ESCAPE = lazy_pattern(r"_x([0-9A-Fa-f]{4})_")
_ROW, _CELL, _V, _F, _IS, _T, _R = (S + n for n in ("row", "c", "v", "f", "is", "t", "r"))
_RPR = S + "rPr"
_LONGEST_FORMULA = 200
#: Cells that are written down, blank ones too, to a cell that a table may have.
_BLANKS = 4


def bound_cells(data: bytes, limits: Limits) -> None:
    """Refuse a sheet's part with too many cells, rows or merges, before it is parsed.

    Raises:
        LimitExceeded: it has more than ``limits`` allow for.
    """
    most = limits.cells * _BLANKS
    if sum(data.count(start) for start in (b"<c ", b":c ", b"<row", b":row", b"mergeCell ")) > most:
        raise LimitExceeded.of("cells", limits.cells, "a sheet of {} cells")


def shared_strings(root: etree._Element | None) -> list[Shared]:
    """Return the texts that cells share, by their number."""
    return [] if root is None else [_text(item) for item in root.iterchildren(S + "si")]


class CellReader(Struct):
    """Reads sheets of one workbook."""

    _strings: Sequence[Shared]
    _styles: Styles
    _changes: Sequence[Change]
    _remarks: Remarks
    _base_1904: bool = False
    _rules: Rules = field(default_factory=lambda: Rules(()))
    _zeros: bool = True
    _coloured: bool = False

    def read(self, root: etree._Element, name: str) -> SheetPage:
        """Read a sheet's part."""
        page = SheetPage(name)
        views = root.iterfind(f"{S}sheetViews/{S}sheetView")
        self._zeros = not any(view.get("showZeros") in ("0", "false") for view in views)
        self._rules = read_rules(root, self._changes)
        # Rules and styles of tables that set other grounds are not followed.
        self._coloured = bool(self._rules) or root.find(f"{S}tableParts/{S}tablePart") is not None
        for columns in root.iterchildren(S + "cols"):
            page.hidden_columns = {n for column in columns for n in _hidden(column)}
        row_number = -1
        for data in root.iterchildren(S + "sheetData"):
            for row in data.iterchildren(_ROW):
                written = row.get("r") or ""
                row_number = int(written) - 1 if _is_number(written) else row_number + 1
                if not 0 <= row_number <= LAST_ROW:
                    continue
                if _is_on(row.get("hidden")) or _is_below(row.get("ht"), NO_HEIGHT):
                    page.hidden_rows.add(row_number)
                self._row(row, row_number, page)
        for merges in root.iterchildren(S + "mergeCells"):
            page.merges += (m for e in merges if (m := area(e.get("ref") or "")) is not None)
        return page

    def _row(self, row: etree._Element, number: int, page: SheetPage) -> None:
        step()
        column = -1
        for cell in row.iterchildren(_CELL):
            written = position(cell.get("r") or "")
            column = written[1] if written else column + 1
            if column > LAST_COLUMN:
                continue
            style = self._style(cell.get("s"))
            shown = self._shown(cell, style, page.name, number, column)
            if isinstance(shown, str) and style.look.ink is PLAIN:
                # Most cells are like this.
                if shown or style.look.boxed:
                    page.cells[number, column] = SheetCell(shown, style.look)
            elif found := self._remarks.cell(self._seen(shown, style), style.look):
                page.cells[number, column] = found
            if self._rules and (found := page.cells.get((number, column))):
                applied = self._rules.applied(found, number, column, style, _value(cell))
                page.cells[number, column] = applied

    def _seen(self, shown: Shared, style: Style) -> Seen:
        """What is seen of a text as the sheet shows it."""
        runs = [(shown, None)] if isinstance(shown, str) else shown
        ground = None if self._coloured and style.ground == WHITE else style.ground
        fonts = [(text, font or style.font) for text, font in runs]
        return shown_runs(fonts, ground, crossed=style.crossed)

    def _style(self, index: str | None) -> Style:
        number = int(index) if index is not None and _is_number(index) else 0
        return self._styles[number] if number < len(self._styles) else Style()

    def _shown(
        self, cell: etree._Element, style: Style, sheet: str, row: int, column: int
    ) -> Shared:
        kind = cell.get("t") or "n"
        parts: dict[object, etree._Element] = {}
        for child in cell:
            parts.setdefault(child.tag, child)
        said = parts.get(_V)
        value = None if said is None else said.text or ""
        if kind == "n" and value and _IS not in parts:
            return self._number(value, style, sheet, row, column)
        place = f"{sheet}!{column_name(column)}{row + 1}"
        if _IS in parts:
            return self._text(_text(parts[_IS]), style.code, place)
        if value is None or (value == "" and kind != "str"):
            if _F not in parts:
                return ""
            self._remarks.add("sheet.not_calculated", place)
            return "=" + (parts[_F].text or "")[:_LONGEST_FORMULA]
        if kind == "s":
            if _is_number(value) and int(value) < len(self._strings):
                return self._text(self._strings[int(value)], style.code, place)
            self._remarks.add("sheet.damaged", place)
            return f"[{value}]"
        if kind == "b":
            return "FALSE" if value.strip() in ("0", "false") else "TRUE"
        return self._text(_clean(value), style.code, place) if kind == "str" else _clean(value)

    def _text(self, text: Shared, code: str, place: str) -> Shared:
        """A text as its format shows it: runs as they stand."""
        whole = text if isinstance(text, str) else "".join(part for part, _ in text)
        shown = show_text(whole, code)
        if whole.strip() and not shown.strip():
            self._remarks.add("sheet.masked", place)
        return text if shown == whole else shown

    def _number(self, written: str, style: Style, sheet: str, row: int, column: int) -> str:
        try:
            value = float(written)
        except ValueError:
            self._remarks.add("sheet.damaged", f"{sheet}!{column_name(column)}{row + 1}")
            return f"[{_clean(written)}]"
        shown = show(value, style.code, base_1904=self._base_1904)
        if not (value or self._zeros):
            shown = Shown("", masked=True)
        self._remarks.number(shown, value, sheet, row, column)
        return shown.text


def _text(item: etree._Element) -> Shared:
    """The text of a string, plain or in runs; how it is pronounced stands apart, in ``rPh``."""
    runs: list[tuple[str, Font | None]] = []
    for child in item:
        if child.tag == _T:
            runs.append((_clean(child.text or ""), None))
        elif child.tag == _R:
            said = child.find(_RPR)
            font = read_font(said) if said is not None else None
            runs.append((_clean(child.findtext(_T) or ""), font))
    if all(font is None for _, font in runs):
        return "".join(text for text, _ in runs)
    return runs


def _clean(text: str) -> str:
    if "_x" in text:
        text = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
        text = "".join(c for c in text if c >= " " or c in "\t\n\r")
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10


def _is_on(value: str | None) -> bool:
    return value in ("1", "true")


def _is_below(written: str | None, least: float) -> bool:
    """Whether a height or width is so small that nothing of what is there is seen."""
    try:
        return written is not None and float(written) <= least
    except ValueError:
        return False


def _hidden(column: etree._Element) -> Iterator[int]:
    first, last = column.get("min") or "", column.get("max") or ""
    hidden = _is_on(column.get("hidden")) or _is_below(column.get("width"), NO_WIDTH)
    if hidden and _is_number(first) and _is_number(last):
        yield from range(int(first) - 1, min(int(last), LAST_COLUMN + 1))


def _value(cell: etree._Element) -> float | None:
    """The number of a cell, ``None`` for a text."""
    try:
        return float(cell.findtext(_V) or "") if (cell.get("t") or "n") == "n" else None
    except ValueError:
        return None
