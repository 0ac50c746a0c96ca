"""Tables in plain text: the layouts in which converters and crawlers leave them.

Each layout is a function ``(lines, at, floor)`` that looks for a table whose first row is line
``at`` (it may reach back to ``floor`` for a heading), and answers with the lines it looked at and
the rows, ``None`` for lines that have its shape without being a table. A line is only ever read
as a row together with others of the same shape: prose full of figures stays prose.

>>> found = find_tables(["收到申请数 | 件 | 3", "按时办结数 | 件 | 3"])
>>> found[0].rows[0]
('收到申请数', '件', '3')
"""

from __future__ import annotations

import csv
from collections.abc import Sequence

from govreport.readers.text import glued as text_glued
from govreport.readers.text import paged as text_paged
from govreport.readers.text import pipes as text_pipes
from govreport.readers.text import spaces as text_spaces
from govreport.readers.text import stacked as text_stacked
from govreport.readers.text import words as text_words
from govreport.readers.text.cells import (
    is_form_field,
    is_label,
    is_no_row,
    is_prose,
    is_quantity,
    is_unit,
    is_value,
)
from govreport.readers.text.pipes import PIPE
from govreport.readers.text.rows import (
    Found,
    Row,
    follow,
    joined,
    next_text,
    under_contents,
    without_blank_column,
)
from govreport.zh.patterns import lazy_pattern

__all__ = ["find_tables"]

#: Records of comma-separated values that a run needs, and lines that one record may span: headings
#: may be broken in each of some twenty cells.
CSV_RUN = 3
CSV_RECORD_LINES = 40
#: Lines that a cell takes at most: a label may stand upright, one letter a line.
CELL_LINES = 16
#: Figures that make a line a row of a table by itself.
LONE_FIGURES = 5

_BOX = lazy_pattern(r"\s*+\+(?:[-=:]++\+)++\s*+")


def find_tables(lines: Sequence[str]) -> list[Found]:
    """Find the tables among lines, in order and without overlap; ``rows`` is set in each."""
    found: list[Found] = []
    barred = dict.fromkeys(_LAYOUTS, 0)
    at = floor = 0
    while at < len(lines):
        best: Found | None = None
        for layout in _LAYOUTS if lines[at].strip() else ():
            tried = layout(lines, at, floor) if barred[layout] <= at else None
            if tried and tried.rows is None:
                barred[layout] = tried.end
            elif tried and (best is None or tried.end > best.end):
                best = tried
        if best:
            found.append(best)
            at = floor = best.end
        else:
            at += 1
    return found


# One cell a line, behind a tab; rows parted by blank lines.


def _cell_lines(lines: Sequence[str], at: int, floor: int) -> Found | None:
    if not _is_cell_line(lines[at]):
        return None
    rows: list[list[str]] = []
    end = at
    while end < len(lines) and _is_cell_line(lines[end]):
        row, end = _row_of_cell_lines(lines, end)
        rows.append(row)
        following = next_text(lines, end)
        if following == end or following >= len(lines) or not _is_cell_line(lines[following]):
            break
        end = following
    if len(rows) == 1:
        rows = _rows_of_three(rows[0])
    return Found(at, end, tuple(map(tuple, rows)) if _hold_figures(rows) else None)


def _hold_figures(rows: Sequence[Sequence[str]]) -> bool:
    """Whether a third of the rows of several cells end in a figure, or one has many figures.

    Captions and headings make up the rest; prose may be no more than a note.
    """
    several = [row for row in rows if len(row) > 1]
    figures = sum(is_value(row[-1]) for row in several)
    if any(sum(map(is_quantity, row)) >= LONE_FIGURES for row in several):
        figures = len(several)
    prose = sum(any(map(is_prose, row)) for row in rows)
    return len(rows) > 1 and 2 * len(several) >= len(rows) and 3 * figures >= len(rows) > 3 * prose


def _rows_of_three(cells: list[str]) -> list[list[str]]:
    """Part cells that lost the blank lines between rows: label, unit and figure take turns."""
    rows = [cells[n : n + 3] for n in range(0, len(cells), 3)]
    regular = len(cells) % 3 == 0 and all(
        row[0].strip() and is_unit(row[1]) and is_value(row[2]) for row in rows[1:]
    )
    return rows if regular else []


def _is_cell_line(line: str) -> bool:
    return line.startswith("\t") and "\t" not in line[1:]


def _row_of_cell_lines(lines: Sequence[str], at: int) -> tuple[list[str], int]:
    """Read the cells up to a blank line. A line without tab goes on with the cell above it,
    unless that is a figure: then it is text after the table."""
    row: list[str] = []
    end = at
    while end < len(lines):
        line = lines[end]
        if _is_cell_line(line):
            row.append(line[1:].rstrip())
        elif "\t" in line or not is_label(line) or is_form_field(line):
            break
        elif not is_value(row[-1]) and _goes_on(lines, end):
            row[-1] += "\n" + line.rstrip()
        else:
            break
        end += 1
    return row, end


def _goes_on(lines: Sequence[str], at: int) -> bool:
    """Whether within the next few lines another cell follows, over at most one blank line."""
    blank = 0
    for line in lines[at + 1 : at + 1 + CELL_LINES]:
        if _is_cell_line(line):
            return True
        blank += not line.strip()
        if blank > 1:
            return False
    return False


# Tabs.


def _tabbed(lines: Sequence[str], at: int, floor: int) -> Found | None:
    if not _tab_cells(lines[at]):
        return None
    run = follow(lines, at, lambda number: _tab_cells(lines[number]))
    cells = {n: [cell.rstrip() for cell in lines[n].split("\t")] for n in run.rows}
    if len(run.rows) < 2 or (under_contents(lines, at) and max(map(len, cells.values())) == 2):
        return Found(at, run.end)
    return without_blank_column(joined(run, lines, cells))


def _tab_cells(line: str) -> int:
    if "\t" not in line or _is_cell_line(line):
        return 0
    cells = line.split("\t")
    return 0 if is_no_row(cells) else len(cells)


# Boxes drawn with +, - and |, as reStructuredText has them.


def _boxed(lines: Sequence[str], at: int, floor: int) -> Found | None:
    if not _BOX.fullmatch(lines[at]):
        return None
    rows: list[list[str]] = []
    end = at
    begins = False
    while end < len(lines):
        line = lines[end].strip()
        if _BOX.fullmatch(line):
            begins = True
        elif len(line) > 1 and line[0] == line[-1] == "|":
            cells = [cell.rstrip()[1:] for cell in PIPE.split(line)[1:-1]]
            if begins or len(cells) != len(rows[-1]):
                rows.append(cells)
            else:
                rows[-1] = [
                    f"{a}\n{b}" if b.strip() else a for a, b in zip(rows[-1], cells, strict=True)
                ]
            begins = False
        else:
            break
        end += 1
    return Found(at, end, tuple(map(tuple, rows)) if len(rows) > 1 else None)


# Comma-separated values.


def _separated(lines: Sequence[str], at: int, floor: int) -> Found | None:
    tried = [_records(lines, at, mark) for mark in ",;" if mark in lines[at]]
    return max(
        tried, key=lambda found: (found.rows is not None, found.end, _told(found)), default=None
    )


def _told(found: Found) -> float:
    """The share of cells that are values: those of the other mark hold bits of them (1;1)."""
    cells = [cell for row in found.rows or () for cell in row]
    return sum(not cell.strip() or is_value(cell) for cell in cells) / max(1, len(cells))


def _records(lines: Sequence[str], at: int, mark: str) -> Found:
    rows: list[Row] = []
    end = at
    while end < len(lines):
        row, after = _csv_record(lines, end, mark)
        if len(row) < 2 or (rows and len(row) != len(rows[0])) or any(map(is_prose, row)):
            break
        rows.append(row)
        end = after
    if len(rows) < CSV_RUN or (len(rows[0]) == 2 and not _ends_in_figures(rows)):
        return Found(at, max(end, at + 1))
    return Found(at, end, tuple(rows))


def _ends_in_figures(rows: Sequence[Row]) -> bool:
    """Whether the last cells are figures: one comma a line is no evidence by itself."""
    figures = sum(bool(row[-1].strip()) and is_value(row[-1]) for row in rows)
    others = sum(not is_value(row[-1]) for row in rows)
    return figures > others or figures == others == 1


def _csv_record(lines: Sequence[str], at: int, mark: str) -> tuple[Row, int]:
    """Read one record, which quotes may carry over a few lines; ``()`` if it is none."""
    quotes, end = 0, at
    while end < min(at + CSV_RECORD_LINES, len(lines)):
        quotes += lines[end].count('"')
        end += 1
        if quotes % 2 == 0:
            text = "\n".join(lines[at:end])
            if mark not in text:
                return (), end
            try:
                records = list(csv.reader(text.splitlines(keepends=True), delimiter=mark))
            except csv.Error:
                return (), end
            return (tuple(cell.rstrip() for cell in records[0]) if len(records) == 1 else ()), end
    return (), at + 1


_LAYOUTS = (
    _cell_lines,
    _tabbed,
    text_pipes.piped,
    text_pipes.on_lines,
    _boxed,
    text_paged.paged,
    text_glued.glued,
    text_spaces.aligned,
    text_words.with_units,
    text_words.in_panels,
    text_words.with_figures,
    text_spaces.counted,
    text_stacked.stacked,
    _separated,
)
