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
import itertools
import unicodedata
from collections.abc import Callable, Sequence

import regex
from attrs import define, field, frozen

__all__ = ["Found", "display_width", "find_tables"]

Row = tuple[str, ...]


@frozen
class Found:
    """The half-open span of lines that was looked at, and the rows if they make a table."""

    start: int
    end: int
    rows: tuple[Row, ...] | None = None


#: A cell of flattened text, and a line that may be a row's label alone, are no longer than this.
LABEL_LENGTH = 60
#: Records of comma-separated values that a run needs, and lines that one record may span.
CSV_RUN = 3
CSV_RECORD_LINES = 8
#: Rows of label, unit and figure that a run needs; rows of label and several figures.
UNIT_RUN = 3
FIGURES_RUN = 2
#: Longer lines are not looked at for words and gaps.
LINE_LENGTH = 1000
#: Figures that make a line a row of a table by itself.
LONE_FIGURES = 5

_DASH = r"(?:[-—－–―]++|[/／])"
_NUMBER = r"[-+−－]?[\d０-９〇○OＯ][\d０-９,，.．OＯ]*+[%％]?"
_UNITS = r"[条件次篇个人项份期场家户名部宗例元]|人次|万元|亿元|[%％]"
_FIGURE = regex.compile(rf"{_NUMBER}|{_DASH}|无")
_FIGURE_WITH_UNIT = regex.compile(rf"(?:{_NUMBER})(?:{_UNITS})?|{_DASH}|无")
_IS_UNIT = regex.compile(rf"{_UNITS}|{_DASH}")
_WORD = regex.compile(r"\S++")
_GAP = regex.compile(r"[ \xa0\u3000]{2,}+")
_NUMBERING = regex.compile(
    r"\s*+(?:第?[一二三四五六七八九十百]++[、．.章节条]?|[（(][一二三四五六七八九十\d]++[)）]|\d++[、．.)）]?|[•·●◆■-])\s*+"
)
_FORM_FIELD = regex.compile(
    r"\s*+(?:填报|填表|审核|审批|单位负责|统计负责|负责人|联系|制表|签发|报送|经办|日期|电话|传真|邮编|地址|单位)"
    r"[^：:]{0,10}[：:]"
)
_HEADING_WORD = regex.compile(r"统计指标|指标|信息内容|内容|项目|名称|类别")
_CONTENTS = regex.compile(r"\s*+目\s*+[录次]\s*+")
_NOTE = regex.compile(r"\s*+[（(](?![一二三四五六七八九十\d]{1,3}[)）])")
_BREAK = regex.compile(r"<br\s{0,3}/?>", regex.IGNORECASE)
_PIPE = regex.compile(r"(?<!\\)\|")
_RULE = regex.compile(r"\s*+:?-++:?\s*+")
_PROSE_END = regex.compile(r"[。！？；!?;]\s*+$")


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


def display_width(text: str) -> int:
    """Columns that a text takes on a terminal: two for East Asian wide and full-width letters."""
    return sum(map(_letter_width, text))


def _letter_width(letter: str) -> int:
    if unicodedata.combining(letter):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WFA" else 1


# One cell a line, behind a tab; rows parted by blank lines.


def _cell_lines(lines: Sequence[str], at: int, floor: int) -> Found | None:
    if not _is_cell_line(lines[at]):
        return None
    rows: list[list[str]] = []
    width, end = 0, at
    while end < len(lines) and _is_cell_line(lines[end]):
        row, end = _row_of_cell_lines(lines, end, width)
        rows.append(row)
        width = width or len(row)
        next_row = _next_text(lines, end)
        if next_row == end or next_row >= len(lines) or not _is_cell_line(lines[next_row]):
            break
        end = next_row
    figures = sum(len(row) > 1 and _is_value(row[-1]) for row in rows)
    whole = sum(len(row) == width for row in rows)
    if width < 2 or len(rows) < 2 or 2 * figures < len(rows) or 2 * whole < len(rows):
        return Found(at, end)
    return Found(at, end, tuple(map(tuple, rows)))


def _is_cell_line(line: str) -> bool:
    return line.startswith("\t") and "\t" not in line[1:]


def _row_of_cell_lines(lines: Sequence[str], at: int, width: int) -> tuple[list[str], int]:
    """Read the cells up to a blank line. A line without tab goes on with the cell above it,
    unless the row is complete: then it is text after the table."""
    row: list[str] = []
    end = at
    while end < len(lines):
        line = lines[end]
        if _is_cell_line(line):
            row.append(line[1:].rstrip())
        elif not line.strip() or "\t" in line:
            break
        elif _goes_on(lines, end) and not (len(row) >= width > 0 and _is_value(row[-1])):
            row[-1] += "\n" + line.rstrip()
        else:
            break
        end += 1
    return row, end


def _goes_on(lines: Sequence[str], at: int) -> bool:
    """Whether within the next few lines another cell follows, over at most one blank line."""
    blank = 0
    for line in lines[at + 1 : at + 6]:
        if _is_cell_line(line):
            return True
        blank += not line.strip()
        if blank > 1:
            return False
    return False


# One row a line: what the layouts below have in common.


@define
class _Run:
    """Lines that belong together: rows, and between them lines that hold a label alone."""

    start: int
    end: int
    rows: list[int] = field(factory=list)
    labels: list[int] = field(factory=list)


def _run(lines: Sequence[str], at: int, shape: Callable[[str], int]) -> _Run:
    """Follow rows from ``at``: all on adjacent lines, or all parted by blank lines.

    ``shape`` gives the number of cells in a line, 0 for a line that is no row. Up to two lines
    with a label alone may stand between rows of equal size.
    """
    run = _Run(at, at + 1, [at])
    size = shape(lines[at])
    parted: bool | None = None
    while (here := _next_text(lines, run.end)) < len(lines):
        labels: list[int] = []
        blank = here > run.end
        while len(labels) < 3 and here < len(lines) and not shape(lines[here]):
            if not _is_label(lines[here]):
                return run
            labels.append(here)
            after = _next_text(lines, here + 1)
            blank = blank or after > here + 1
            here = after
        if here >= len(lines) or len(labels) > 2:
            return run
        now = shape(lines[here])
        if parted is None:
            parted = blank
        if parted != blank or (labels and now != size) or (parted and abs(now - size) > 1):
            return run
        run.labels += labels
        run.rows.append(here)
        run.end = here + 1
        size = now
    return run


def _is_label(line: str) -> bool:
    text = line.strip()
    return 0 < len(text) <= LABEL_LENGTH and "。" not in text and not _PROSE_END.search(text)


def _joined(run: _Run, lines: Sequence[str], cells: dict[int, list[str]]) -> Found:
    """Put rows and lone labels in order; a label broken over lines goes to its row."""
    rows: list[list[str]] = []
    waiting: str | None = None
    for number in sorted(run.rows + run.labels):
        if number in cells:
            row = cells[number]
            if waiting is not None:
                if _is_open(waiting) or not row[0] or _NOTE.match(row[0]):
                    row[0] = f"{waiting}\n{row[0]}" if row[0] else waiting
                else:
                    rows.append([waiting])
                waiting = None
            rows.append(row)
            continue
        label = lines[number].rstrip()
        if waiting is None and rows and _is_open(rows[-1][0]):
            rows[-1][0] += "\n" + label
            continue
        if waiting is not None:
            rows.append([waiting])
        waiting = label
    if _is_open(rows[-1][0]) and run.end < len(lines) and _closes(lines[run.end]):
        rows[-1][0] += "\n" + lines[run.end].rstrip()
        run.end += 1
    return Found(run.start, run.end, tuple(map(tuple, rows)))


def _without_blank_column(found: Found) -> Found:
    if found.rows is None or any(row[0].strip() for row in found.rows):
        return found
    return Found(found.start, found.end, tuple(row[1:] for row in found.rows))


def _closes(line: str) -> bool:
    return _is_label(line) and any(mark in line for mark in "）)")


def _is_open(label: str) -> bool:
    """Whether a bracket is left open: the label goes on elsewhere."""
    opened = sum(label.count(mark) for mark in "（(")
    return opened > sum(label.count(mark) for mark in "）)")


# Tabs.


def _tabbed(lines: Sequence[str], at: int, floor: int) -> Found | None:
    if not _tab_cells(lines[at]):
        return None
    run = _run(lines, at, _tab_cells)
    cells = {n: [cell.strip(" ") for cell in lines[n].split("\t")] for n in run.rows}
    if len(run.rows) < 2 or (_under_contents(lines, at) and max(map(len, cells.values())) == 2):
        return Found(at, run.end)
    return _without_blank_column(_joined(run, lines, cells))


def _tab_cells(line: str) -> int:
    if "\t" not in line or _is_cell_line(line):
        return 0
    cells = line.split("\t")
    return 0 if _is_no_row(cells) else len(cells)


def _is_no_row(cells: Sequence[str]) -> bool:
    """A heading parted from its number, or fields such as 填报人：… beside each other."""
    if any(_FORM_FIELD.match(cell) for cell in cells):
        return True
    if len(cells) == 2 and _NUMBERING.fullmatch(cells[0]) and not _is_value(cells[1]):
        return True
    return any(_PROSE_END.search(cell) and len(cell) > LABEL_LENGTH for cell in cells)


def _under_contents(lines: Sequence[str], at: int) -> bool:
    above = next((n for n in range(at - 1, max(at - 4, -1), -1) if lines[n].strip()), None)
    return above is not None and _CONTENTS.fullmatch(lines[above]) is not None


# Pipes: Markdown, and the habit of crawlers.


def _piped(lines: Sequence[str], at: int, floor: int) -> Found | None:
    if not _pipe_cells(lines[at]):
        return None
    run = _run(lines, at, _pipe_cells)
    split = {n: _PIPE.split(lines[n].strip()) for n in run.rows}
    rows = list(split.values())
    lone = len(rows) == 1 and sum(map(_is_figure, rows[0])) >= LONE_FIGURES
    if len(rows) < 2 and not lone:
        return Found(at, run.end)
    if all(not row[0].strip() for row in rows):
        rows = [row[1:] for row in rows]
    # A pipe at the end closes a row, unless rows without one show that a cell is missing there.
    open_rows = [len(row) for row in rows if row[-1].strip()]
    width = max(open_rows, default=0)
    rows = [row[:-1] if not row[-1].strip() and len(row) != width else row for row in rows]
    cells = {
        n: [_BREAK.sub("\n", cell.strip().replace("\\|", "|")) for cell in row]
        for n, row in zip(split, rows, strict=True)
    }
    for rule in [n for n, row in zip(split, rows, strict=True) if _is_rule(row)]:
        run.rows.remove(rule)
        del cells[rule]
    if not cells or max(map(len, cells.values())) < 2:
        return Found(at, run.end)
    return _joined(run, lines, cells)


def _pipe_cells(line: str) -> int:
    return len(_PIPE.split(line)) if "|" in line and _PIPE.search(line) else 0


def _is_rule(row: Sequence[str]) -> bool:
    return bool(row) and all(_RULE.fullmatch(cell) for cell in row) and len("".join(row)) > 2


# Comma-separated values.


def _separated(lines: Sequence[str], at: int, floor: int) -> Found | None:
    line = lines[at]
    mark = next((mark for mark in ",;" if line.count(mark) >= 2), None)
    if mark is None:
        return None
    rows: list[Row] = []
    end = at
    while end < len(lines):
        row, after = _csv_record(lines, end, mark)
        if len(row) < 3 or (rows and len(row) != len(rows[0])) or any(map(_is_prose, row)):
            break
        rows.append(row)
        end = after
    if len(rows) < CSV_RUN:
        return Found(at, max(end, at + 1))
    return Found(at, end, tuple(rows))


def _csv_record(lines: Sequence[str], at: int, mark: str) -> tuple[Row, int]:
    """Read one record, which quotes may carry over a few lines; ``()`` if it is none."""
    quotes, end = 0, at
    while end < min(at + CSV_RECORD_LINES, len(lines)):
        quotes += lines[end].count('"')
        end += 1
        if quotes % 2 == 0:
            text = "\n".join(lines[at:end])
            if text.count(mark) < 2:
                return (), end
            try:
                records = list(csv.reader(text.splitlines(keepends=True), delimiter=mark))
            except csv.Error:
                return (), end
            return (tuple(cell.rstrip() for cell in records[0]) if len(records) == 1 else ()), end
    return (), at + 1


def _is_prose(cell: str) -> bool:
    return len(cell) > LABEL_LENGTH or "。" in cell or _PROSE_END.search(cell) is not None


# Spaces: columns that stand below each other.


def _aligned(lines: Sequence[str], at: int, floor: int) -> Found | None:
    if not _gap_cells(lines[at]):
        return None
    run = _run(lines, at, _gap_cells)
    pieces = {n: _pieces(lines[n]) for n in run.rows}
    if len(run.rows) < 2 or (_under_contents(lines, at) and max(map(len, pieces.values())) == 2):
        return Found(at, run.end)
    cells = _by_position(pieces) or _by_count(pieces)
    return _joined(run, lines, cells) if cells else Found(at, run.end)


def _gap_cells(line: str) -> int:
    if "\t" in line or "|" in line or len(line) > LINE_LENGTH or not _GAP.search(line.strip()):
        return 0
    cells = [text for _, _, text in _pieces(line)]
    if len(cells) < 2 or any(map(_is_prose, cells)) or _is_no_row(cells):
        return 0
    return len(cells)


def _pieces(line: str) -> list[tuple[int, int, str]]:
    """Cut a line where two or more spaces stand: first and last display column, and text.

    Letters spread over a heading (统  计  数) are one piece; an indent belongs to the first.
    """
    text = line.rstrip()
    begin = len(text) - len(text.lstrip())
    spans: list[tuple[int, int]] = []
    gaps = [gap.span() for gap in _GAP.finditer(text, begin)]
    for end, after in [*gaps, (len(text), len(text))]:
        last, stop = spans[-1] if spans else (begin, begin)
        spread = begin - stop <= 4 and _is_spread(text[begin:end]) and _is_spread(text[last:stop])
        if spans and spread and end - begin == 1:
            spans[-1] = (last, end)
        else:
            spans.append((begin, end))
        begin = after
    edges = list(itertools.accumulate(map(_letter_width, text), initial=0))
    pieces = [(edges[begin], edges[end], text[begin:end]) for begin, end in spans]
    left, right, _ = pieces[0]
    return [(left, right, text[: spans[0][1]]), *pieces[1:]]


def _is_spread(text: str) -> bool:
    """Whether each letter stands alone, as in 统 计 数."""
    return all(len(part) == 1 and "\u4e00" <= part <= "\u9fff" for part in text.split())


def _by_position(pieces: dict[int, list[tuple[int, int, str]]]) -> dict[int, list[str]] | None:
    """Give each piece the column whose span on the page it shares; ``None`` if two collide."""
    columns: list[list[int]] = []
    for left, right, _ in sorted(piece for row in pieces.values() for piece in row):
        if columns and left < columns[-1][1]:
            columns[-1][1] = max(columns[-1][1], right)
        else:
            columns.append([left, right])
    starts = [left for left, _ in columns]
    cells: dict[int, list[str]] = {}
    for number, row in pieces.items():
        cells[number] = []
        for left, _, text in row:
            while len(cells[number]) < len(starts) and starts[len(cells[number])] <= left:
                cells[number].append("")
            if cells[number][-1]:
                return None
            cells[number][-1] = text
    return cells if len(columns) > 1 else None


def _by_count(pieces: dict[int, list[tuple[int, int, str]]]) -> dict[int, list[str]] | None:
    """Columns do not stand below each other: rows all of one size that mostly end in figures."""
    sizes = {len(row) for row in pieces.values()}
    figures = sum(_is_value(row[-1][2]) for row in pieces.values())
    if len(sizes) > 1 or 2 * figures < len(pieces):
        return None
    return {number: [text for _, _, text in row] for number, row in pieces.items()}


# Single spaces: a label, perhaps a unit, and figures.


def _with_units(lines: Sequence[str], at: int, floor: int) -> Found | None:
    if not _unit_row(lines[at]):
        return None
    run = _run(lines, at, lambda line: 3 if _unit_row(line) else 0)
    cells = {n: _unit_row(lines[n]) for n in run.rows}
    complete = sum(len(row) == 3 for row in cells.values())
    _take_headings(run, lines, floor, cells, 3)
    if complete < (UNIT_RUN if run.start == at else 1):
        return Found(at, run.end)
    return _joined(run, lines, cells)


def _with_figures(lines: Sequence[str], at: int, floor: int) -> Found | None:
    first = _figure_row(lines[at])
    width = len(first)
    if width < 2:
        return None
    run = _run(lines, at, lambda line: width if len(_figure_row(line)) == width else 0)
    cells = {n: _figure_row(lines[n]) for n in run.rows}
    _take_headings(run, lines, floor, cells, width)
    lone = not first[0] and width > LONE_FIGURES
    if not (run.start < at or lone or (width > 2 and len(run.rows) >= FIGURES_RUN)):
        return Found(at, run.end)
    if run.start == at and not first[0]:
        _take_label_above(run, lines, floor)
    return _without_blank_column(_joined(run, lines, cells))


def _unit_row(line: str) -> list[str]:
    """Cut ``label 条 260`` (three cells), a group row ``label ——`` or ``label 条`` (two)."""
    label, figures = _cut_figures(line)
    words = label.rsplit(None, 1)
    row: list[str] = []
    if len(words) == 2 and len(figures) <= 1 and _IS_UNIT.fullmatch(words[1]):
        row = [label[: -len(words[1])].rstrip(), words[1], *figures]
    elif len(figures) in (1, 2) and _IS_UNIT.fullmatch(figures[0]):
        row = [label, *figures]
    return row if row and row[0].strip() and _is_label(row[0]) else []


def _figure_row(line: str) -> list[str]:
    """Cut a line into its label, ``""`` if it has none, and the figures at its end."""
    label, figures = _cut_figures(line)
    return [label, *figures] if figures and (not label or _is_label(label)) else []


def _cut_figures(line: str) -> tuple[str, list[str]]:
    words = list(_WORD.finditer(line)) if len(line) <= LINE_LENGTH else []
    count = len(words)
    while count and _is_figure(words[count - 1].group()):
        count -= 1
    label = line[: words[count - 1].end()] if count else ""
    if _FORM_FIELD.match(label):
        return "", []
    return label, [word.group() for word in words[count:]]


def _take_headings(
    run: _Run, lines: Sequence[str], floor: int, cells: dict[int, list[str]], width: int
) -> None:
    """Make rows of the column headings above and within a run."""
    for number in [n for n in run.labels if len(_heading(lines[n])) == width]:
        run.labels.remove(number)
        run.rows.append(number)
        cells[number] = _heading(lines[number])
    above = run.start - 1
    if above > floor and not lines[above].strip():
        above -= 1
    if above >= floor and len(_heading(lines[above])) == width:
        run.start = above
        run.rows.append(above)
        cells[above] = _heading(lines[above])


def _heading(line: str) -> list[str]:
    """The words of a line such as ``统 计 指 标 单位 统计数``; ``[]`` for any other line."""
    if len(line) > LINE_LENGTH or not _is_label(line):
        return []
    words: list[str] = []
    for word in line.split():
        if words and len(word) == 1 and _is_spread(words[-1]) and _is_spread(word):
            words[-1] += " " + word
        else:
            words.append(word)
    known = words and _HEADING_WORD.match(words[0].replace(" ", ""))
    return words if known and not any(map(_is_figure, words)) else []


def _take_label_above(run: _Run, lines: Sequence[str], floor: int) -> None:
    """Take the line above a first row of bare figures, if rows and labels take turns."""
    above = run.start - 1
    takes_turns = len(run.rows) > 1 and bool(run.labels) and run.labels[0] < run.rows[1]
    if above < floor or not _is_label(lines[above]):
        return
    if takes_turns or _is_open(lines[above]):
        run.labels.append(above)
        run.start = above


# Words for single cells.


def _is_figure(text: str) -> bool:
    return _FIGURE.fullmatch(text.strip()) is not None


def _is_value(text: str) -> bool:
    """What stands in a column of figures: one with or without its unit, a dash, or nothing."""
    return not text.strip() or _FIGURE_WITH_UNIT.fullmatch(text.strip()) is not None


def _next_text(lines: Sequence[str], at: int) -> int:
    """The first line from ``at`` on that is not blank; a lone tab is an empty cell, not blank."""
    while at < len(lines) and not lines[at].strip() and not lines[at].startswith("\t"):
        at += 1
    return at


_LAYOUTS = (_cell_lines, _tabbed, _piped, _aligned, _with_units, _with_figures, _separated)
