"""Tables of pandoc whose columns lines of hyphens draw, with blank lines between rows or without.

>>> lines = ["  指标     数", "  -------- ----", "  收到     3", "           件", "", "文"]
>>> found = drawn_table(lines, 0)
>>> found.rows, found.end
((('指标', '数'), ('收到', '3'), ('', '件')), 4)
"""

from __future__ import annotations

from collections.abc import Sequence

import regex

from govreport.readers.text.rows import Found, Row
from govreport.readers.text.spaces import display_width
from govreport.zh.patterns import lazy_pattern

__all__ = ["drawn_table"]

_COLUMNS = lazy_pattern(r"[ ]*+-{2,}+(?:[ ]++-{2,}+)++[ ]*+")
_BAR = lazy_pattern(r"[ ]*+-{6,}+[ ]*+")
#: Lines of headings and of rows at most.
_MOST_HEADINGS, _MOST_ROWS = 40, 5_000
#: A dash of two characters is written as six hyphens.
_DASH = lazy_pattern(r"(?:---){1,4}")


def drawn_table(lines: Sequence[str], at: int) -> Found | None:
    """The table whose first line, a bar or its headings, is line ``at``; ``None`` if none is."""
    bar = _BAR.fullmatch(lines[at]) is not None
    ruled = next(
        (
            n
            for n in range(at, min(at + _MOST_HEADINGS, len(lines)))
            if _COLUMNS.fullmatch(lines[n]) or (not bar and n > at)
        ),
        len(lines),
    )
    if ruled == len(lines) or not _COLUMNS.fullmatch(lines[ruled]):
        return None
    ends = range(ruled + 1, min(ruled + _MOST_ROWS, len(lines)))
    closed = _BAR if bar else _COLUMNS
    last = (n for n in ends if closed.fullmatch(lines[n]) or not (bar or lines[n].strip()))
    end = next(last, len(lines))
    spans = [match.span() for match in regex.finditer(r"-++", lines[ruled])]
    head = [lines[n] for n in range(at + bar, ruled)]
    parted = any(not line.strip() for line in lines[ruled + 1 : end])
    groups = [head, *_groups(lines[ruled + 1 : end], parted=parted)]
    rows = [_row(group, spans) for group in groups if any(line.strip() for line in group)]
    drawn_below = end < len(lines) and closed.fullmatch(lines[end]) is not None
    return Found(at, end + drawn_below, tuple(rows)) if len(rows) > 1 else None


def _groups(lines: Sequence[str], *, parted: bool) -> list[list[str]]:
    """The lines of each row: those between blank lines, or each by itself."""
    if not parted:
        return [[line] for line in lines]
    groups: list[list[str]] = [[]]
    for line in lines:
        if line.strip():
            groups[-1].append(line)
        else:
            groups.append([])
    return groups


def _row(lines: Sequence[str], spans: Sequence[tuple[int, int]]) -> Row:
    cells = [[_cut(line, *span).strip(" ") for line in lines] for span in spans]
    texts = ("".join(parts) for parts in cells)
    return tuple("—" * (len(t) // 3) if _DASH.fullmatch(t) else t for t in texts)


def _cut(line: str, left: int, right: int) -> str:
    """What of a line stands between two columns of the page."""
    out, at = "", 0
    for letter in line:
        if left <= at < right:
            out += letter
        at += display_width(letter)
    return out
