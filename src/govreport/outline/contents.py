"""目录: a table of contents above the text repeats its headings; it is no part of the text."""

from __future__ import annotations

from collections.abc import Sequence

from govreport.outline.lines import Item, Line
from govreport.zh.page import is_contents_heading
from govreport.zh.patterns import lazy_pattern
from govreport.zh.text import label_key

__all__ = ["skip_contents"]

#: Leaders and a page number behind a heading.
LEADER = lazy_pattern(r"(?:[.…·]{2,}|\t|\s) *(?:[-—] *)?\d{1,3}(?: *[-—])?$")
TRAILING_PAGE = lazy_pattern(r"[.…·\s]*(?:[-—] *)?\d{1,3}(?: *[-—])?$")
#: Lines above the contents, at most: a cover's.
MAX_ABOVE = 8


def skip_contents(items: Sequence[Item], start: int) -> int:
    """Return where the text begins: ``start``, or behind the contents that follow it."""
    for index in range(start, min(len(items), start + MAX_ABOVE)):
        item = items[index]
        if not isinstance(item, Line):
            break
        if is_contents_heading(item.text):
            return _end(items, index + 1)
        if item.label is not None:
            return _end(items, index) if _is_entry(item) else start
    return start


def _is_entry(line: Line) -> bool:
    return LEADER.search(line.text) is not None


def _end(items: Sequence[Item], first: int) -> int:
    """The contents end where their first entry comes again, or where lines cease to be entries."""
    opening = items[first] if first < len(items) else None
    if not isinstance(opening, Line):
        return first
    key = _key(opening)
    for index in range(first + 1, len(items)):
        item = items[index]
        if not isinstance(item, Line):
            break
        if _key(item) == key:
            return index
        if item.label is None and not _is_entry(item):
            break
    index = first
    while index < len(items):
        item = items[index]
        if not isinstance(item, Line) or not _is_entry(item):
            break
        index += 1
    return index


def _key(line: Line) -> str:
    return label_key(TRAILING_PAGE.sub("", line.text))
