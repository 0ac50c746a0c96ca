"""标题: the report's title and what it says: the organ and the year.

The title may take several lines (year, organ and 政府信息公开工作年度报告 each on its own) and
may stand several times (the page's, a metadata line's, the document's): the last one above the
text counts.
"""

from __future__ import annotations

from collections.abc import Sequence

import regex
from attrs import frozen

from govreport.kinds import ReportKind
from govreport.outline.lines import Item, Line
from govreport.outline.wording import wording
from govreport.zh.dates import find_years, parse_date
from govreport.zh.text import to_simplified

__all__ = ["Title", "find_title", "is_organ", "organ_in_title"]

#: A title stands among the first lines, or there is none.
SEARCHED_LINES = 60
#: Lines that one title may take.
MAX_TITLE_LINES = 4
#: A line longer than this is running text.
PROSE = 80

QUOTED = regex.compile(r"^名 ?称[：:]|^标 ?题[：:]")


@frozen
class Title:
    """A title, and the items ``first`` to ``last`` (excluded) that it takes."""

    text: str
    first: int
    last: int


def find_title(items: Sequence[Item], kind: ReportKind) -> Title | None:
    """Find the report's title; ``None`` if no line or run of lines is one."""
    found: Title | None = None
    for index, item in enumerate(items[:SEARCHED_LINES]):
        if not isinstance(item, Line):
            continue
        if item.label is not None or len(item.text) > PROSE:
            if found is not None:
                break
            continue
        title = _title_at(items, index, kind)
        if title is not None and (found is None or _weight(title, kind) >= _weight(found, kind)):
            found = title
    return found


def organ_in_title(title: str, kind: ReportKind) -> str | None:
    """Return the organ that a title names, ``None`` if it names none."""
    words = to_simplified(title).removeprefix("关于")
    for year in reversed(find_years(words)):
        words = words[: year.start] + words[year.end :]
    organ = kind.title_rest.sub("", words.removeprefix("度").removeprefix("关于")).strip(" 的")
    return organ if 2 <= len(organ) <= 40 else None


def is_organ(text: str) -> bool:
    """Whether a line is nothing but an organ's name."""
    bare = wording().seal.sub("", text).strip()
    return (
        2 <= len(bare) <= 40
        and regex.fullmatch(r"[\p{Han}（）()·、 \d]+", bare) is not None
        and wording().organ.search(bare) is not None
    )


def _title_at(items: Sequence[Item], end: int, kind: ReportKind) -> Title | None:
    """The title that ends with the item at ``end``, taking in the lines above that belong to it."""
    parts: list[str] = []
    best: Title | None = None
    for start in range(end, max(-1, end - MAX_TITLE_LINES), -1):
        item = items[start]
        if not isinstance(item, Line) or item.label is not None or len(item.text) > PROSE:
            break
        if best is not None and not _leads_into(item, best.text, kind):
            break
        parts.insert(0, item.text)
        joined = "".join(parts)
        if wording().furniture.search(item.text) or QUOTED.search(item.text):
            break
        if kind.title.search(to_simplified(joined)):
            best = Title(joined, start, end + 1)
    return best


def _leads_into(line: Line, title: str, kind: ReportKind) -> bool:
    """Whether a line above a title begins it: a year or an organ that it does not name."""
    if parse_date(line.text) is not None:
        return False
    rest = line.text
    for year in reversed(find_years(line.text)):
        rest = rest[: year.start] + rest[year.end :]
    rest = rest.removeprefix("度").strip()
    if not rest:
        return not find_years(title)
    return organ_in_title(title, kind) is None and is_organ(rest)


def _weight(title: Title, kind: ReportKind) -> int:
    """A title that names year and organ beats one that does not."""
    return bool(find_years(title.text)) + (organ_in_title(title.text, kind) is not None)
