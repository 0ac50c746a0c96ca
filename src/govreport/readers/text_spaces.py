"""Text tables whose columns are parted by spaces: set below each other, or just joined.

>>> aligned(["收到申请数      件     3", "  按时办结数    件    12"], 0, 0).rows
(('收到申请数', '件', '3'), ('  按时办结数', '件', '12'))
"""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Sequence

import regex

from govreport.readers.text_rows import (
    FORM_FIELD,
    LINE_LENGTH,
    UNIT,
    Found,
    Run,
    follow,
    is_figure,
    is_label,
    is_no_row,
    is_open,
    is_prose,
    is_value,
    joined,
    under_contents,
    without_blank_column,
)

__all__ = ["aligned", "display_width", "with_figures", "with_units"]

#: Rows of label, unit and figure that a run needs; rows of label and several figures.
UNIT_RUN = 3
FIGURES_RUN = 2
#: Figures that make a line a row of a table by itself.
LONE_FIGURES = 5

_GAP = regex.compile(r"[ \xa0\u3000]{2,}+")
_WORD = regex.compile(r"\S++")
_HEADING_WORD = regex.compile(r"统计指标|指标|信息内容|内容|项目|名称|类别")
_PAGE_NUMBER = regex.compile(r"\s*+[-—–]++\s*+\d++\s*+[-—–]++\s*+")


def aligned(lines: Sequence[str], at: int, floor: int) -> Found | None:
    if not _gap_cells(lines[at]):
        return None
    run = follow(lines, at, _gap_cells)
    pieces = {n: _pieces(lines[n]) for n in run.rows}
    if len(run.rows) < 2 or (under_contents(lines, at) and max(map(len, pieces.values())) == 2):
        return Found(at, run.end)
    cells = _by_position(pieces) or _by_count(pieces)
    return joined(run, lines, cells) if cells else Found(at, run.end)


def with_units(lines: Sequence[str], at: int, floor: int) -> Found | None:
    if not _unit_row(lines[at]):
        return None
    run = follow(lines, at, lambda line: 3 if _loose_unit_row(line) else 0)
    while not _unit_row(lines[run.rows[-1]]):
        run.rows.pop()
    run.end = run.rows[-1] + 1
    run.labels = [n for n in run.labels if n < run.end]
    cells = {n: _loose_unit_row(lines[n]) for n in run.rows}
    complete = sum(len(row) == 3 for row in cells.values())
    _take_headings(run, lines, floor, cells, 3)
    if complete < (UNIT_RUN if run.start == at else 1):
        return Found(at, run.end)
    return joined(run, lines, cells)


def with_figures(lines: Sequence[str], at: int, floor: int) -> Found | None:
    first = _figure_row(lines[at])
    width = len(first)
    if width < 2:
        return None
    run = follow(lines, at, lambda line: width if len(_figure_row(line)) == width else 0)
    cells = {n: _figure_row(lines[n]) for n in run.rows}
    _take_headings(run, lines, floor, cells, width)
    lone = not first[0] and width > LONE_FIGURES
    if not (run.start < at or lone or (width > 2 and len(run.rows) >= FIGURES_RUN)):
        return Found(at, run.end)
    if run.start == at and not first[0]:
        _take_label_above(run, lines, floor)
    return without_blank_column(joined(run, lines, cells))


def display_width(text: str) -> int:
    """Columns that a text takes on a terminal: two for East Asian wide and full-width letters."""
    return sum(map(_letter_width, text))


def _letter_width(letter: str) -> int:
    if unicodedata.combining(letter):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WFA" else 1


def _gap_cells(line: str) -> int:
    if "\t" in line or "|" in line or len(line) > LINE_LENGTH or not _GAP.search(line.strip()):
        return 0
    cells = [text for _, _, text in _pieces(line)]
    if len(cells) < 2 or any(map(is_prose, cells)) or is_no_row(cells):
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
    figures = sum(is_value(row[-1][2]) for row in pieces.values())
    if len(sizes) > 1 or 2 * figures < len(pieces):
        return None
    return {number: [text for _, _, text in row] for number, row in pieces.items()}


def _unit_row(line: str) -> list[str]:
    """Cut ``label 条 260`` (three cells), a group row ``label ——`` or ``label 条`` (two)."""
    label, figures = _cut_figures(line)
    words = label.rsplit(None, 1)
    row: list[str] = []
    if len(words) == 2 and len(figures) <= 1 and UNIT.fullmatch(words[1]):
        row = [label[: -len(words[1])].rstrip(), words[1], *figures]
    elif len(figures) in (1, 2) and UNIT.fullmatch(figures[0]):
        row = [label, *figures]
    return row if row and row[0].strip() and is_label(row[0]) else []


def _loose_unit_row(line: str) -> list[str]:
    """The same within a table, where a row may also lack its unit."""
    label, *figures = _figure_row(line) or [""]
    without = [label, "", *figures] if label and len(figures) == 1 else []
    return _unit_row(line) or without


def _figure_row(line: str) -> list[str]:
    """Cut a line into its label, ``""`` if it has none, and the figures at its end."""
    label, figures = _cut_figures(line)
    return [label, *figures] if figures and (not label or is_label(label)) else []


def _cut_figures(line: str) -> tuple[str, list[str]]:
    skipped = len(line) > LINE_LENGTH or _PAGE_NUMBER.fullmatch(line)
    words = [] if skipped else list(_WORD.finditer(line))
    count = len(words)
    while count and is_figure(words[count - 1].group()):
        count -= 1
    label = line[: words[count - 1].end()] if count else ""
    if FORM_FIELD.match(label):
        return "", []
    return label, [word.group() for word in words[count:]]


def _take_headings(
    run: Run, lines: Sequence[str], floor: int, cells: dict[int, list[str]], width: int
) -> None:
    """Make rows of the column headings above and within a run."""
    for number in run.labels:
        if len(_heading(lines[number])) == width:
            run.rows.append(number)
            cells[number] = _heading(lines[number])
    run.labels = [number for number in run.labels if number not in cells]
    above = run.start - 1
    if above > floor and not lines[above].strip():
        above -= 1
    if above >= floor and len(_heading(lines[above])) == width:
        run.start = above
        run.rows.append(above)
        cells[above] = _heading(lines[above])


def _heading(line: str) -> list[str]:
    """The words of a line such as ``统 计 指 标 单位 统计数``; ``[]`` for any other line."""
    if len(line) > LINE_LENGTH or not is_label(line):
        return []
    words: list[str] = []
    for word in line.split():
        if words and len(word) == 1 and _is_spread(words[-1]) and _is_spread(word):
            words[-1] += " " + word
        else:
            words.append(word)
    known = words and _HEADING_WORD.match(words[0].replace(" ", ""))
    return words if known and not any(map(is_figure, words)) else []


def _take_label_above(run: Run, lines: Sequence[str], floor: int) -> None:
    """Take the line above a first row of bare figures, if rows and labels take turns."""
    above = run.start - 1
    takes_turns = len(run.rows) > 1 and bool(run.labels) and run.labels[0] < run.rows[1]
    if above < floor or not is_label(lines[above]):
        return
    if takes_turns or is_open(lines[above]):
        run.labels.append(above)
        run.start = above
