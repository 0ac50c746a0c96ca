"""Whether a text is a report of its kind: by its title, by the sentence that names it, or by its
sections; and not news about one, a list of links to them, or the rules that they follow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from govreport.kinds import ReportKind
from govreport.outline.front import Title
from govreport.outline.headings import Heading
from govreport.outline.lines import Item, Line, TableItem
from govreport.outline.wording import wording
from govreport.zh.patterns import lazy_pattern
from govreport.zh.text import level

__all__ = ["is_report"]

#: A title of another text stands among the first lines.
FIRST_LINES, LONGEST_TITLE = 4, 60
#: So many of the topics of a report tell it without a title.
TOPICS = 3
#: … and with one of a notice that announces it.
COVERED_TOPICS = 2
#: How much of a text is looked at for news.
NEWS = 400
#: Titles of other reports, with hardly a word between, are a list of links.
MOST_TITLES = 60
#: … and so many lines of organs or titles with a day.
LISTED = 3
NAMED = lazy_pattern(r"\p{Han}{0,30}(?:19|20)[0-9]{2}年[^。\n]{2,40}?(?:报告|年报)")


def is_report(items: Sequence[Item], title: Title | None, tree: Heading, kind: ReportKind) -> bool:
    """Tell a report from what is written about reports; its tables are looked at elsewhere."""
    sections = [child.title for child in tree.children]
    if title is not None and title.covered:
        return _topics([*_titles(tree)], kind) >= COVERED_TOPICS
    if title is not None and title.last > title.first:
        tables = any(isinstance(item, TableItem) for item in items)
        if sections or tables:
            return True
        return not (_is_news(items[title.last :]) or _is_list(items))
    if _is_another(items, kind):
        return False
    if title is not None:
        return bool(sections)
    return _topics([*_titles(tree)], kind) >= TOPICS


def _is_another(items: Sequence[Item], kind: ReportKind) -> bool:
    """Whether the title of another text stands above."""
    return any(
        isinstance(item, Line)
        and item.label is None
        and len(item.text) <= LONGEST_TITLE
        and kind.other_titles.search(level(item.text)) is not None
        for item in items[:FIRST_LINES]
    )


def _is_news(items: Sequence[Item]) -> bool:
    text = ""
    for item in items:
        if isinstance(item, Line):
            text += level(item.text) + "\n"
        if len(text) > NEWS:
            break
    return any(wording().news.search(line) for line in text.split("\n"))


def _is_list(items: Sequence[Item]) -> bool:
    """Whether several reports are named one after the other, and no sentence is said."""
    text = "\n".join(item.text for item in items[:MOST_TITLES] if isinstance(item, Line))
    listed = sum(wording().listed.search(line) is not None for line in text.split("\n"))
    several = len({match.group() for match in NAMED.finditer(text)}) > 1
    return "。" not in text and (several or listed >= LISTED)


def _titles(heading: Heading) -> Iterator[str]:
    for child in heading.children:
        yield child.title
        yield from _titles(child)


def _topics(sections: Sequence[str], kind: ReportKind) -> int:
    topics = kind.topics.values()
    return sum(any(topic.search(section) for section in sections) for topic in topics)
