"""Rows of text tables: what the layouts of :mod:`~govreport.readers.text_tables` have in common.

A run is a stretch of lines of one shape. Between its rows may stand lines that hold a label alone:
a group row that lost its blank cells, or the part of a label that did not fit its line.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import regex
from attrs import define, field, frozen

__all__ = [
    "FORM_FIELD",
    "LINE_LENGTH",
    "UNIT",
    "Found",
    "Row",
    "Run",
    "follow",
    "is_figure",
    "is_label",
    "is_no_row",
    "is_open",
    "is_prose",
    "is_value",
    "joined",
    "next_text",
    "under_contents",
    "without_blank_column",
]

Row = tuple[str, ...]

#: A cell of flattened text, and a line that may be a row's label alone, are no longer than this.
LABEL_LENGTH = 60
#: Longer lines are not looked at for words and gaps.
LINE_LENGTH = 1000
#: Lines with a label alone that may follow each other within a table.
LONE_LABELS = 3

_DASH = r"(?:[-—－–―]++|[/／])"
_NUMBER = r"[-+−－]?[\d０-９〇○OＯ][\d０-９,，.．OＯ]*+[%％]?"
_UNITS = r"[条件次篇个人项份期场家户名部宗例元]|人次|万元|亿元|[%％]"
_FIGURE = regex.compile(rf"{_NUMBER}|{_DASH}|无")
_FIGURE_WITH_UNIT = regex.compile(rf"(?:{_NUMBER})(?:{_UNITS})?|{_DASH}|无")
#: 单位, as a cell or word by itself; a group row has a dash there.
UNIT = regex.compile(rf"{_UNITS}|{_DASH}")
#: A field of a form or of a page, such as 填报人：… ; labels of rows have a colon only after 其中.
FORM_FIELD = regex.compile(
    r"\s*+(?:(?:填报|填表|单位)[^：:]{0,10}[：:]|(?!其\s?中)[^：:（(\d]{1,8}[：:]\s*+\S)"
)
_NUMBERING = regex.compile(
    r"\s*+(?:第?[一二三四五六七八九十百]++[、．.章节条]?|[（(][一二三四五六七八九十\d]++[)）]|\d++[、．.)）]?|[•·●◆■-])\s*+"
)
_CONTENTS = regex.compile(r"\s*+目\s*+[录次]\s*+")
_NOTE = regex.compile(r"\s*+[（(](?![一二三四五六七八九十\d]{1,3}[)）])")
_PROSE_END = regex.compile(r"[。！？；!?;]\s*+$")
_SECTION = regex.compile(r"\s*+[一二三四五六七八九十]{1,3}[、．.]")
_SPLIT = regex.compile(r"[\s|]++")


@frozen
class Found:
    """The half-open span of lines that was looked at, and the rows if they make a table."""

    start: int
    end: int
    rows: tuple[Row, ...] | None = None


@define
class Run:
    """Lines that belong together: rows, and between them lines that hold a label alone."""

    start: int
    end: int
    rows: list[int] = field(factory=list)
    labels: list[int] = field(factory=list)


def follow(lines: Sequence[str], at: int, shape: Callable[[str], int]) -> Run:
    """Follow rows from ``at``: all on adjacent lines, or all parted by blank lines.

    ``shape`` gives the number of cells in a line, 0 for a line that is no row. A few lines with a
    label alone may stand between rows of equal size.
    """
    run = Run(at, at + 1, [at])
    size = shape(lines[at])
    parted: bool | None = None
    while True:
        labels: list[int] = []
        here = next_text(lines, run.end)
        while here < len(lines) and not (now := shape(lines[here])):
            if len(labels) == LONE_LABELS or not _is_lone_label(lines[here]):
                return run
            labels.append(here)
            here = next_text(lines, here + 1)
        if here >= len(lines):
            return run
        blank = here > run.end + len(labels)
        if parted is None:
            parted = blank
        if parted != blank or (parted and abs(now - size) > 1):
            return run
        if labels and (now != size or _is_heading(lines[labels[-1]], lines[here])):
            return run
        run.labels += labels
        run.rows.append(here)
        run.end = here + 1
        size = now


def _is_lone_label(line: str) -> bool:
    return is_label(line) and "\t" not in line and not FORM_FIELD.match(line)


def _is_heading(line: str, following: str) -> bool:
    """Whether a numbered line before the first row of another table heads a section."""
    if not _SECTION.match(line) or len(following) > LINE_LENGTH:
        return False
    return not any(is_figure(word) for word in _SPLIT.split(following) if word)


def joined(run: Run, lines: Sequence[str], cells: dict[int, list[str]]) -> Found:
    """Put rows and lone labels in order; a label broken over lines goes to its row."""
    rows: list[list[str]] = []
    waiting: str | None = None
    for number in sorted(run.rows + run.labels):
        if number in cells:
            row = cells[number]
            if waiting is not None:
                if is_open(waiting) or not row[0] or _NOTE.match(row[0]):
                    row[0] = f"{waiting}\n{row[0]}" if row[0] else waiting
                else:
                    rows.append([waiting])
                waiting = None
            rows.append(row)
            continue
        label = lines[number].rstrip()
        if waiting is None and rows and is_open(rows[-1][0]):
            rows[-1][0] += "\n" + label
            continue
        if waiting is not None:
            rows.append([waiting])
        waiting = label
    if is_open(rows[-1][0]) and run.end < len(lines) and _closes(lines[run.end]):
        rows[-1][0] += "\n" + lines[run.end].rstrip()
        run.end += 1
    return Found(run.start, run.end, tuple(map(tuple, rows)))


def without_blank_column(found: Found) -> Found:
    """Drop a first column that is blank in every row."""
    if found.rows is None or any(row[0].strip() for row in found.rows):
        return found
    return Found(found.start, found.end, tuple(row[1:] for row in found.rows))


def _closes(line: str) -> bool:
    return is_label(line) and any(mark in line for mark in "）)")


def is_open(label: str) -> bool:
    """Whether a bracket is left open: the label goes on elsewhere."""
    opened = sum(label.count(mark) for mark in "（(")
    return opened > sum(label.count(mark) for mark in "）)")


def is_label(line: str) -> bool:
    """Whether a line is short and no sentence."""
    text = line.strip()
    return 0 < len(text) <= LABEL_LENGTH and "。" not in text and not _PROSE_END.search(text)


def is_no_row(cells: Sequence[str]) -> bool:
    """A heading parted from its number, or fields such as 填报人：… beside each other."""
    filled = [cell for cell in cells if cell.strip()]
    if 2 * sum(FORM_FIELD.match(cell) is not None for cell in filled) >= len(filled) > 0:
        return True
    if len(cells) == 2 and _NUMBERING.fullmatch(cells[0]) and not is_value(cells[1]):
        return True
    return any(_PROSE_END.search(cell) and len(cell) > LABEL_LENGTH for cell in cells)


def is_prose(cell: str) -> bool:
    """Whether a cell is too long, or too much of a sentence, for data."""
    return len(cell) > LABEL_LENGTH or "。" in cell or _PROSE_END.search(cell) is not None


def is_figure(text: str) -> bool:
    """Whether a word is a figure, a dash in place of one, or 无."""
    return _FIGURE.fullmatch(text.strip()) is not None


def is_value(text: str) -> bool:
    """What stands in a column of figures: one with or without its unit, a dash, or nothing."""
    return not text.strip() or _FIGURE_WITH_UNIT.fullmatch(text.strip()) is not None


def under_contents(lines: Sequence[str], at: int) -> bool:
    """Whether the line above says 目录: what follows are headings with their pages."""
    above = next((n for n in range(at - 1, max(at - 4, -1), -1) if lines[n].strip()), None)
    return above is not None and _CONTENTS.fullmatch(lines[above]) is not None


def next_text(lines: Sequence[str], at: int) -> int:
    """The first line from ``at`` on that is not blank; a lone tab is an empty cell, not blank."""
    while at < len(lines) and not lines[at].strip() and not lines[at].startswith("\t"):
        at += 1
    return at
