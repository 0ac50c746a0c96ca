"""Text tables whose columns are parted by gaps of two or more spaces.

>>> aligned(["收到申请数      件     3", "  按时办结数    件    12"], 0, 0).rows
(('收到申请数', '件', '3'), ('  按时办结数', '件', '12'))
"""

from __future__ import annotations

import functools
import itertools
import unicodedata
from collections.abc import Mapping, Sequence

from govreport.readers.text.cells import LINE_LENGTH, is_no_row, is_prose, is_rule, is_value
from govreport.readers.text.rows import Found, follow, joined, under_contents
from govreport.zh.patterns import lazy_pattern

__all__ = ["aligned", "counted", "display_width"]

_GAP = lazy_pattern(r"[ \xa0\u3000]{2,}+")


def aligned(lines: Sequence[str], at: int, floor: int) -> Found | None:
    """Columns that stand below each other: what is blank is known by its place."""
    if not _gap_cells(lines[at]):
        return None
    run = follow(lines, at, lambda number: _gap_cells(lines[number]))
    pieces = {n: _pieces(lines[n]) for n in run.rows}
    if len(run.rows) < 2 or (under_contents(lines, at) and max(map(len, pieces.values())) == 2):
        return Found(at, run.end)
    cells = None if _is_joined(pieces) else _by_position(pieces)
    return joined(run, lines, cells) if cells else Found(at, run.end)


def counted(lines: Sequence[str], at: int, floor: int) -> Found | None:
    """Columns that do not stand below each other: rows of one size that mostly end in figures."""
    if not _gap_cells(lines[at]):
        return None
    run = follow(lines, at, lambda number: _gap_cells(lines[number]))
    rows = {n: [text for _, _, text in _pieces(lines[n])] for n in run.rows}
    sizes = set(map(len, rows.values()))
    figures = sum(is_value(row[-1]) for row in rows.values())
    if len(rows) < 2 or len(sizes) > 1 or 2 * figures < len(rows):
        return Found(at, run.end)
    if under_contents(lines, at) and sizes == {2}:
        return Found(at, run.end)
    return joined(run, lines, rows)


def display_width(text: str) -> int:
    """Columns that a text takes on a terminal: two for East Asian wide and full-width letters."""
    return sum(map(_letter_width, text))


@functools.lru_cache(maxsize=65_536)
def _letter_width(letter: str) -> int:
    if unicodedata.combining(letter):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WFA" else 1


def _gap_cells(line: str) -> int:
    if "\t" in line or "|" in line or len(line) > LINE_LENGTH or not _GAP.search(line.strip()):
        return 0
    cells = [text for _, _, text in _pieces(line)]
    if len(cells) < 2 or is_rule(line) or any(map(is_prose, cells)) or is_no_row(cells):
        return 0
    return len(cells)


# Each layout asks for the same lines.
@functools.lru_cache(maxsize=4_096)
def _pieces(line: str) -> Sequence[tuple[int, int, str]]:
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
    return ((left, right, text[: spans[0][1]]), *pieces[1:])


def _is_spread(text: str) -> bool:
    """Whether each letter stands alone, as in 统 计 数."""
    return all(len(part) == 1 and "\u4e00" <= part <= "\u9fff" for part in text.split())


def _is_joined(pieces: Mapping[int, Sequence[tuple[int, int, str]]]) -> bool:
    """Whether all gaps are of one width: cells joined by it, their places saying nothing."""
    pairs = (pair for row in pieces.values() for pair in itertools.pairwise(row))
    return len({after[0] - before[1] for before, after in pairs}) == 1


def _by_position(
    pieces: Mapping[int, Sequence[tuple[int, int, str]]],
) -> dict[int, list[str]] | None:
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
