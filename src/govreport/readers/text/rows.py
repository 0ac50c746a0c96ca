"""Rows of text tables: what the layouts of :mod:`~govreport.readers.text.tables` have in common.

A run is a stretch of lines of one shape. Between its rows may stand lines that hold a label alone:
a group row that lost its blank cells, or the part of a label that did not fit its line.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct

from govreport.readers.text.cells import (
    LINE_LENGTH,
    is_form_field,
    is_label,
    is_note,
    is_open,
    is_quantity,
    is_section,
    plain,
)
from govreport.zh.page import is_contents_heading
from govreport.zh.patterns import lazy_pattern

__all__ = [
    "LONE_LABELS",
    "Found",
    "Row",
    "Run",
    "follow",
    "is_lone_label",
    "joined",
    "next_text",
    "under_contents",
    "without_blank_column",
]

Row = tuple[str, ...]

#: Lines with a label alone that may follow each other within a table.
LONE_LABELS = 3

_SPLIT = lazy_pattern(r"[\s|]++")


class Found(Struct, frozen=True):
    """The half-open span of lines that was looked at, and the rows if they make a table."""

    start: int
    end: int
    rows: tuple[Row, ...] | None = None


class Run(Struct):
    """Lines that belong together: rows, and between them lines that hold a label alone."""

    start: int
    end: int
    rows: list[int] = []
    labels: list[int] = []


def follow(lines: Sequence[str], at: int, shape: Callable[[int], int]) -> Run:
    """Follow rows from ``at``: all on adjacent lines, or all parted by blank lines.

    ``shape`` gives the number of cells in a line by its number, 0 for a line that is no row; it is
    asked once a line, in order. A few lines of a label alone may stand between rows of equal size.
    """
    run = Run(at, at + 1, [at])
    size = shape(at)
    parted: bool | None = None
    while True:
        labels: list[int] = []
        here = next_text(lines, run.end)
        while here < len(lines) and not (now := shape(here)):
            if len(labels) == LONE_LABELS or not is_lone_label(lines[here]):
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


def is_lone_label(line: str) -> bool:
    """Whether a line may be the label of a row, or a part of it, by itself."""
    return is_label(line) and "\t" not in line and not is_form_field(line)


def joined(run: Run, lines: Sequence[str], cells: Mapping[int, Sequence[str]]) -> Found:
    """Put rows and lone labels in order; a label broken over lines goes to its row."""
    rows: list[list[str]] = []
    waiting: str | None = None
    for number in sorted(run.rows + run.labels):
        if number in cells:
            row = [*cells[number]]
            if waiting is not None:
                if is_open(waiting) or not row[0] or is_note(row[0]):
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


def under_contents(lines: Sequence[str], at: int) -> bool:
    """Whether the line above says 目录: what follows are headings with their pages."""
    above = next((n for n in range(at - 1, max(at - 4, -1), -1) if lines[n].strip()), None)
    return above is not None and is_contents_heading(plain(lines[above][:20]))


def next_text(lines: Sequence[str], at: int) -> int:
    """The first line from ``at`` on that is not blank; a lone tab is an empty cell, not blank."""
    while at < len(lines) and not lines[at].strip() and not lines[at].startswith("\t"):
        at += 1
    return at


def _is_heading(line: str, following: str) -> bool:
    """Whether a numbered line before the first row of another table heads a section."""
    if not is_section(line) or len(following) > LINE_LENGTH:
        return False
    return not any(is_quantity(word) for word in _SPLIT.split(following) if word)


def _closes(line: str) -> bool:
    return is_label(line) and any(mark in line for mark in "）)")
