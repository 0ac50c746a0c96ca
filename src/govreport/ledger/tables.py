"""The numbers of tables: figures of a form, its wording, cells of other tables, and the rest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from govreport.document import Cell, Table
from govreport.forms.cell_values import read_figure
from govreport.forms.grid import TableGrid
from govreport.forms.labels import read_label, squeezed
from govreport.forms.match import Matched
from govreport.forms.table import CellUse, Stranger
from govreport.ledger.unread import NUMBER, Left
from govreport.model import NumberUse

__all__ = ["of_table"]

_CELLS: Mapping[CellUse | None, NumberUse] = {
    CellUse.FIGURE: NumberUse.FIGURE,
    CellUse.WORDING: NumberUse.LABEL,
    CellUse.OTHER: NumberUse.TABLE,
}
#: What Chinese numerals begin with, also behind a sign.
_CHINESE = "〇○零一二三四五六七八九十百千万两壹贰叁肆伍陆柒捌玖拾佰仟减増增↑↓-−"


def of_table(
    table: Table, block: int, tables: Matched, unread: Mapping[str, str]
) -> tuple[Counter[NumberUse], list[Left]]:
    """What the numbers of a table were read as, and those that were read as nothing."""
    reading = tables.readings.get(block)
    if reading is None:
        named = _official_rows(table, unread)
    else:
        misses = (each.row for each in reading.strangers if _misses(each, unread))
        named = dict.fromkeys(misses, NumberUse.UNACCOUNTED)
        local = {each.row for each in reading.strangers} - set(named)
    used: Counter[NumberUse] = Counter()
    left: list[tuple[Cell, int]] = []
    for cell in table.cells:
        count = _count(cell.text)
        if not count:
            continue
        if reading is None:
            lost = cell.row in named and not _is_label(cell, unread)
            use = NumberUse.UNACCOUNTED if lost else NumberUse.TABLE
        else:
            use = _CELLS.get(reading.cells.get((cell.row, cell.column)), NumberUse.UNACCOUNTED)
            if use is NumberUse.UNACCOUNTED and cell.row in local:
                use = NumberUse.TABLE
        if use is NumberUse.UNACCOUNTED:
            left.append((cell, count))
        else:
            used[use] += count
    if not left:
        return used, []
    sheet = TableGrid(table, block)
    return used, [
        Left(sheet.origin(cell.row, cell.column), _name(sheet, cell.row))
        for cell, count in left
        for _ in range(count)
    ]


def _official_rows(table: Table, unread: Mapping[str, str]) -> Mapping[int, object]:
    """The rows of a table of no form that are official ones, which were read nowhere."""
    return {cell.row: None for cell in table.cells if _is_label(cell, unread)}


def _is_label(cell: Cell, unread: Mapping[str, str]) -> bool:
    return any(key in unread for key in read_label(cell.text).keys)


def _misses(stranger: Stranger, unread: Mapping[str, str]) -> bool:
    """Whether a row that no official one answers to stands where one that was not read would."""
    rows = [row for form in stranger.forms for row in form.rows]
    if not rows:
        return True
    first = rows.index(stranger.before) + 1 if stranger.before in rows else 0
    for row in rows[first:]:
        if row is stranger.after:
            break
        if row.group:
            continue
        if any(key in unread for key in read_label(row.label).keys):
            return True
        if stranger.after is None:
            # Read from a table further down.
            break
    return False


def _count(text: str) -> int:
    """How many numbers a cell holds; a Chinese numeral alone is one."""
    digits = len(NUMBER.findall(text))
    return digits or int(bool(text) and text[0] in _CHINESE and read_figure(text).value is not None)


def _name(sheet: TableGrid, row: int) -> str:
    """The labels of a row, or all of it where it has none."""
    texts = [squeezed(cell.text) for cell in sheet.cells(row)]
    labels = [text for text in texts if not NUMBER.fullmatch(text) and len(text) > 1]
    return " ".join(labels or texts)[:60]
