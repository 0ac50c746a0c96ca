"""Text tables as a page was printed: labels and headings broken over lines, one set upright.

What pdftotext leaves, with the places on the page kept (``-layout``) or not (``-raw``). Figures tell
the rows, as many on each line. What stands between belongs to the labels: a piece with a number
begins one, another goes on with the one before it in its column. A figure that is itself broken
stays so, for where its digits belong is not told.

>>> lines = ["1.属于国家秘密 1 2 3 4 5", "2.其他法律行政法规", "禁止公开", "6 7 8 9 0", "3.其他信", "息 1 1 1 1 1"]
>>> [row[0] for row in paged(lines, 0, 0).rows]
['1.属于国家秘密', '2.其他法律行政法规\\n禁止公开', '3.其他信\\n息']
"""  # noqa: E501

from __future__ import annotations

import bisect
import functools
from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct

from govreport.readers.text.cells import (
    LINE_LENGTH,
    is_numbered,
    is_open,
    is_prose,
    is_quantity,
    plain,
)
from govreport.readers.text.rows import Found
from govreport.readers.text.stacked import TOP
from govreport.zh.page import is_page_number
from govreport.zh.patterns import lazy_pattern

__all__ = ["paged"]

#: Figures on a line that make it a row, rows that make a table, and lines that break a label.
FIGURES, ROWS, FRAGMENTS = 5, 3, 3
#: Lines of headings at most, between two rows, and of the label of the first row.
MOST_LINES, MOST_BETWEEN, LABEL_LINES = 45, 16, 4
#: Letters set one below the other that make an upright label.
UPRIGHT = 4
#: How far apart pieces of a label column may begin.
_NEAR = 3

_PIECE = lazy_pattern(r"\S++(?: \S++)*+")
_WORD = lazy_pattern(r"\S++")
_LETTER = lazy_pattern(r"[\p{Han}、]")


class _Line(Struct, frozen=True):
    """A line: what stands left of its figures, in pieces with where they begin, and the figures.

    Places count characters, as pdftotext does, however wide they are.
    """

    pieces: tuple[tuple[int, str], ...]
    figures: tuple[tuple[int, str], ...]


class _Label(Struct):
    """A label as far as it is read, and the row that it is for."""

    text: str
    row: list[str]


def paged(lines: Sequence[str], at: int, floor: int) -> Found | None:
    """The table whose first heading, or row, is line ``at``; ``None`` if none begins there."""
    if not (any(map(_holds_figures, lines[at : at + MOST_LINES])) and _may_begin(lines[at])):
        return None
    end, read = _reach(lines, at)
    count = _usual(read)
    rows = [line for line in read if line is not None and len(line.figures) == count]
    between = [line for line in read if line is not None and line.pieces and not line.figures]
    if count < FIGURES or len(rows) < ROWS or len(between) < FRAGMENTS:
        return Found(at, max(end, at + 1)) if count >= FIGURES else None
    read, upright = _without_upright(read)
    found = _rows([line for line in read if line is not None], count, upright)
    return Found(at, end, tuple(map(tuple, found)))


def _may_begin(line: str) -> bool:
    return bool(line.strip()) and "|" not in line and "\t" not in line and not _ends(line)


@functools.lru_cache(maxsize=4_096)
def _holds_figures(line: str) -> bool:
    return len(line) <= LINE_LENGTH and len(_WORD.findall(line)) >= FIGURES


def _ends(line: str) -> bool:
    """Whether a line is no part of a table: prose, or the heading of a section."""
    text = "".join(line.split())
    figures = _parsed(line).figures
    return not figures and (bool(TOP.match(plain(line))) or (is_prose(text) and not is_open(text)))


def _reach(lines: Sequence[str], at: int) -> tuple[int, list[_Line | None]]:
    """Where the table ends, behind its last figures and the rest of their label; its lines."""
    read: list[_Line | None] = []
    last = here = at
    size = 0
    numbered = len(lines)
    while here < len(lines) and here - last <= (MOST_BETWEEN if size else MOST_LINES):
        line = lines[here]
        if not size and is_numbered(line):
            numbered = min(numbered, here)
        if not size and here - numbered > LABEL_LINES:
            # A heading and its text, above a table.
            break
        if "|" in line or "\t" in line or len(line) > LINE_LENGTH or _ends(line):
            break
        parsed = None if not line.strip() or is_page_number(line) else _parsed(line)
        count = len(parsed.figures) if parsed else 0
        if parsed and 0 < count < FIGURES and (parsed.pieces or not size):
            # A row of another table.
            break
        if count >= FIGURES:
            if size and count != size:
                break
            size, last = count, here
        read.append(parsed)
        here += 1
    end = last + 1
    while end < here and read[end - at] is not None and not is_numbered(lines[end]):
        end += 1
    return (end, read[: end - at]) if size else (at, [])


def _parsed(line: str) -> _Line:
    words = [(match.start(), match[0]) for match in _WORD.finditer(line)]
    count = len(words)
    while count and is_quantity(words[count - 1][1]):
        count -= 1
    left = line[: words[count][0]] if count < len(words) else line
    pieces = ((match.start(), match[0]) for match in _PIECE.finditer(left))
    return _Line(tuple(pieces), tuple(words[count:]))


def _usual(read: Sequence[_Line | None]) -> int:
    counts = Counter(len(line.figures) for line in read if line and len(line.figures) >= FIGURES)
    return max(counts, key=lambda count: counts[count], default=0)


def _without_upright(read: Sequence[_Line | None]) -> tuple[list[_Line | None], str]:
    """The lines without a label set upright at their left, and that label."""
    longest: list[int] = []
    run: list[int] = []
    for number, line in enumerate(read):
        letter = line.pieces[0] if line and line.pieces else (0, "")
        here = read[run[-1]] if run else None
        goes_on = here is None or here.pieces[0][0] == letter[0]
        if not (_LETTER.fullmatch(letter[1]) and goes_on):
            run = []
        if _LETTER.fullmatch(letter[1]):
            run.append(number)
        longest = max(longest, list(run), key=len)
    if len(longest) < UPRIGHT:
        return list(read), ""
    lines = [read[number] for number in longest]
    upright = "".join(line.pieces[0][1] for line in lines if line)
    rest = [
        _Line(line.pieces[1:], line.figures) if line and number in longest else line
        for number, line in enumerate(read)
    ]
    return rest, upright


def _rows(read: Sequence[_Line], count: int, upright: str) -> list[list[str]]:
    first = next(n for n, line in enumerate(read) if _is_numbered(line))
    rows = list(_headings(read[:first]))
    columns = _columns(read[first:])
    labels: list[list[_Label]] = [[] for _ in columns]
    made: list[list[str]] = []
    for line in read[first:]:
        here: _Label | None = None
        full = len(line.figures) == count
        for number, (place, text) in enumerate(line.pieces, start=1):
            column = labels[max(bisect.bisect_right(columns, place + _NEAR) - 1, 0)]
            if is_numbered(text) or not column or _begins(column[-1], line, number, full=full):
                made.append([""])
                column.append(_Label(text, made[-1]))
            else:
                column[-1].text += "\n" + text
            here = column[-1]
        if full:
            here = here or next((c[-1] for c in reversed(labels) if c), None)
            if here is None or len(here.row) > 1:
                made.append(["", *(text for _, text in line.figures)])
            else:
                here.row += [text for _, text in line.figures]
        elif line.figures and made:
            made[-1][1:] = _broken(made[-1][1:], line)
    for column in labels:
        for label in column:
            label.row[0] = label.text
    return [*rows, *([[upright]] if upright else []), *made]


def _begins(above: _Label, line: _Line, number: int, *, full: bool) -> bool:
    """Whether a piece beside the figures of a row is its label: that above has its own already."""
    return full and number == len(line.pieces) and len(above.row) > 1 and not is_open(above.text)


def _is_numbered(line: _Line) -> bool:
    return any(is_numbered(text) for _, text in line.pieces) or len(line.figures) >= FIGURES


def _broken(figures: Sequence[str], line: _Line) -> list[str]:
    """Figures with digits below, which go on with some of them; nobody can tell with which."""
    below = " ".join(text for _, text in line.figures)
    return [f"{figure}\n{below}" for figure in figures]


def _columns(read: Sequence[_Line]) -> list[int]:
    """Where the columns of labels begin: where pieces with a number do."""
    places = sorted({place for line in read for place, text in line.pieces if is_numbered(text)})
    columns: list[int] = []
    for place in places:
        if not columns or place - columns[-1] > _NEAR:
            columns.append(place)
    return columns or [0]


def _headings(read: Sequence[_Line]) -> Iterator[list[str]]:
    """Rows of headings; of a run of lines of one word each, pairs are the halves of headings."""
    run: list[str] = []
    waiting = ""
    for line in [*read, _Line((), ())]:
        words = [word for _, text in line.pieces for word in text.split(" ")]
        if len(words) == 1 and (waiting or is_open(words[0])):
            # A note over the labels.
            waiting += words[0]
            if not is_open(waiting):
                yield [waiting]
                waiting = ""
        elif len(words) == 1:
            run.append(words[0])
        else:
            if len(run) > 1:
                yield run[::2]
                yield run[1::2]
            elif run:
                yield run
            run = []
            if words:
                yield words
