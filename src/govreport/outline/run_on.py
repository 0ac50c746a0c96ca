"""Headings that run on within a line: 一、概述 （一）组织机构 我局成立小组。 二、公开情况 ….

A line is parted before each heading in it, and behind one that a blank parts from its text. What is
a heading must be sure, for lists and references are numbered alike: in one line its numbers count
on from one to the next, each behind a blank or the end of a sentence, and no item ends as those of
a list do (；).

>>> text = "概述如下。（一）加强领导。成立小组。（二）健全制度。制定办法。"
>>> [text[start:end] for start, end in pieces(text)]
['概述如下。', '（一）加强领导。成立小组。', '（二）健全制度。制定办法。']
>>> pieces("主要有：（一）不及时；（二）不全面。")
[(0, 18)]
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from msgspec import Struct

from govreport.zh.numbering import Label, Style, parse_label
from govreport.zh.patterns import lazy_pattern

__all__ = ["pieces"]

Span = tuple[int, int]

#: Where a heading may begin within a line.
START = lazy_pattern(
    # … right behind a heading that it stands under, too: 一、概述（一）加强领导。
    r"(?:(?<=[。；;：:！!？?\s\u3000])|(?<![\s\S])"
    r"|(?=[（(]\s?一\s?[）)])(?<=(?:\A|[。\s])[一二三四五六七八九十]{1,3}[、.．]\p{Han}{2,14}))"
    r"(?=[一二三四五六七八九十]{1,3}\s?[、.．]|[（(]\s?[一二三四五六七八九十]{1,3}\s?[）)]|第[一二三四五六七八九十]{1,2}部分)"
)
#: A heading that a blank parts from its text: Han only, and what follows is a sentence.
HEAD = lazy_pattern(r"(?P<head>[\p{Han}、“”《》（）()]{2,26}?)[ \t\xa0\u3000]+(?P<text>\S)")
SENTENCE_END = lazy_pattern(r"[。；！？]")
#: How the items of a list end.
ITEM_END = lazy_pattern(r"[；;、，,]\s*\Z")
#: A reference goes on behind its number: （一）项, 第（二）款.
STYLES = frozenset({Style.CHINESE, Style.CHINESE_PAREN, Style.PART})
#: So many headings stand in one line at most.
MOST = 400


class _Start(Struct, frozen=True):
    at: int
    label: Label


def pieces(text: str) -> list[Span]:
    """Return the spans of the pieces of a line; one, if no heading runs on in it."""
    starts = _headings(text)
    cuts = [0, *(start.at for start in starts if start.at > 0), len(text)]
    spans = [*itertools.pairwise(cuts)]
    begun = {start.at: start.label for start in starts}
    first = parse_label(text) if 0 not in begun else None
    if first is not None and first.style in STYLES:
        begun[0] = first
    return [piece for span in spans for piece in _parted(text, span, begun.get(span[0]))]


def _headings(text: str) -> list[_Start]:
    """Return the places of those that run on, with the one that the line begins with."""
    found: list[_Start] = []
    for match in START.finditer(text):
        label = parse_label(text[match.start() : match.start() + 32])
        if label is not None and label.style in STYLES:
            found.append(_Start(match.start(), label))
        if len(found) > MOST:
            return []
    if not found or (len(found) == 1 and found[0].at == 0):
        return []
    kept = [start for style in STYLES for start in _series(text, found, style)]
    return sorted(kept, key=lambda start: start.at)


def _series(text: str, found: Sequence[_Start], style: Style) -> Iterator[_Start]:
    """Yield the runs 一 二 三 of one style that are headings; within one of a higher style the
    numbers begin anew."""
    runs: list[list[_Start]] = []
    for start in found:
        if start.label.style is not style:
            continue
        last = runs[-1][-1] if runs else None
        if last is not None and start.label.number == last.label.number + 1:
            runs[-1].append(start)
        else:
            runs.append([start])
    places = sorted(start.at for start in found)
    for run in runs:
        sure = len(run) > 1 and run[0].label.number == 1
        leads = run[0].at == 0 and len(run) > 1
        if (sure or leads) and not any(_is_item(text, start, places) for start in run):
            yield from run


def _is_item(text: str, start: _Start, places: Sequence[int]) -> bool:
    """Whether the stretch up to the next number ends like an item of a list."""
    end = next((place for place in places if place > start.at), len(text))
    return ITEM_END.search(text, start.at, end) is not None


def _parted(text: str, span: Span, label: Label | None) -> Iterator[Span]:
    """A heading and the text that a blank parts from it."""
    start, end = span
    if label is not None:
        head = HEAD.match(text, start + label.end, end)
        if head is not None and SENTENCE_END.search(text, head.start("text"), end):
            yield start, head.end("head")
            yield head.start("text"), end
            return
    yield span
