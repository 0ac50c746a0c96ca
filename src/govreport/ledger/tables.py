"""The numbers of tables: figures of a form, its wording, cells of other tables, and the rest."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Mapping

from govreport.document import Cell, Table
from govreport.forms.cell_values import read_figure
from govreport.forms.grid import TableGrid
from govreport.forms.labels import read_label, squeezed
from govreport.forms.match import Matched
from govreport.forms.reading import CellUse, Stranger
from govreport.ledger.unread import NUMBER, Left, Unread
from govreport.model import NumberUse
from govreport.zh.patterns import lazy_pattern
from govreport.zh.text import any_of
from govreport.zh.units import table_units

__all__ = ["of_table"]

_CELLS: Mapping[CellUse | None, NumberUse] = {
    CellUse.FIGURE: NumberUse.FIGURE,
    CellUse.WORDING: NumberUse.LABEL,
    CellUse.OTHER: NumberUse.TABLE,
}
#: Headings of a form that tell that a table is that form, though it was not read.
LEAST_HEADINGS = 3
#: Longer cells are prose.
MOST_LETTERS = 200
_UNIT = lazy_pattern(rf"\s++{any_of(table_units())}\s*+\Z")
#: What Chinese numerals begin with, also behind a sign.
_CHINESE = "〇○零一二三四五六七八九十百千万两壹贰叁肆伍陆柒捌玖拾佰仟减増增↑↓-−"


def of_table(
    table: Table, block: int, tables: Matched, unread: Unread
) -> tuple[Counter[NumberUse], list[Left]]:
    """What the numbers of a table were read as, and those that were read as nothing."""
    reading = tables.readings.get(block)
    if reading is None:
        return _of_unknown(TableGrid(table, block), unread)
    used: Counter[NumberUse] = Counter()
    left: list[tuple[Cell, int]] = []
    for cell in table.cells:
        count = _count(cell.text)
        if not count:
            continue
        use = _CELLS.get(reading.cells.get((cell.row, cell.column)), NumberUse.UNACCOUNTED)
        if use is NumberUse.UNACCOUNTED:
            left.append((cell, count))
        else:
            used[use] += count
    if not left:
        return used, []
    sheet = TableGrid(table, block)
    named = functools.cache(functools.partial(_name, sheet))
    strangers = {each.row: _missed(each, unread) for each in reading.strangers}
    lost: list[Left] = []
    for cell, count in left:
        missed = strangers.get(cell.row, reading.missing)
        if not missed and cell.row in strangers:
            # All official rows around it were read: one of the place's own.
            used[NumberUse.TABLE] += count
            continue
        bare = next((f.titles[0] for f in reading.forms if not f.rows and f.titles), None)
        name = bare if bare and len(reading.forms) == 1 else named(cell.row)
        name += f"（或为{'、'.join(missed)}）" if missed else ""
        lost += [Left(sheet.origin(cell.row, cell.column), name)] * count
    return used, lost


def _of_unknown(sheet: TableGrid, unread: Unread) -> tuple[Counter[NumberUse], list[Left]]:
    """A table of no form, unless it has headings of one, or rows, that were read nowhere."""
    title = next(
        (t for t, words in unread.headings.items() if len(words & sheet.words) >= LEAST_HEADINGS),
        None,
    )
    rows = {cell.row for cell in sheet.table.cells if _is_label(cell, unread)}
    used: Counter[NumberUse] = Counter()
    lost: list[Left] = []
    named = functools.cache(functools.partial(_name, sheet))
    for cell in sheet.table.cells:
        count = _count(cell.text)
        if count and (title or cell.row in rows) and not _is_label(cell, unread):
            name = "：".join(filter(None, (title, named(cell.row))))
            lost += [Left(sheet.origin(cell.row, cell.column), name)] * count
        else:
            used[NumberUse.TABLE] += count
    return used, lost


def _is_label(cell: Cell, unread: Unread) -> bool:
    """Whether a cell holds the label of a row not read, be it with its unit behind a gap."""
    label = _UNIT.sub("", cell.text) if len(cell.text) < MOST_LETTERS else cell.text
    return any(key in unread.labels for key in read_label(label).keys)


def _missed(stranger: Stranger, unread: Unread) -> list[str]:
    """The labels of official rows not read that a row that none answers to may be."""
    rows = [row for form in stranger.forms for row in form.rows]
    if not rows:
        return [form.titles[0] for form in stranger.forms if form.titles]
    first = rows.index(stranger.before) + 1 if stranger.before in rows else 0
    found: list[str] = []
    for row in rows[first:]:
        if row is stranger.after:
            break
        if row.group:
            continue
        if row.id in unread.ids:
            found.append(row.label)
        elif stranger.after is None and stranger.before is not None:
            # Read from a table further down.
            break
    return found


# Cells are alike from table to table.
@functools.lru_cache(maxsize=16_384)
def _count(text: str) -> int:
    """How many numbers a cell holds; a Chinese numeral alone is one."""
    if text.isdecimal():
        return 1
    digits = len(NUMBER.findall(text))
    return digits or int(bool(text) and text[0] in _CHINESE and read_figure(text).value is not None)


def _name(sheet: TableGrid, row: int) -> str:
    """The labels of a row, or all of it where it has none."""
    texts = [squeezed(cell.text) for cell in sheet.cells(row)]
    labels = [text for text in texts if not NUMBER.fullmatch(text) and len(text) > 1]
    return " ".join(labels or texts)[:60]
