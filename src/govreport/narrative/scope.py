"""范围 of a report: its organ alone, all of its place, or its system, and what says so.

A place or its government reports for all organs of the place; an office does where it says that its
report is put together from theirs. 人民政府机关 and 本级 are the organ alone: 重庆 publishes a
report of 重庆市 and one of 重庆市人民政府机关 for the same year.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from govreport.document import Origin
from govreport.model import Certainty, Evidence, Scope
from govreport.narrative.owners import OwnerWords, governs, owner_words
from govreport.outline.passages import Passage
from govreport.zh.text import collapse, level

__all__ = ["report_scope"]

#: What a report is put together from, it says at its beginning.
SEARCHED = 6

#: A line and where it stands.
Said = tuple[str, Origin]


def report_scope(
    issuer: str | None,
    title: Said | None,
    passages: Iterable[Passage],
    notes: Iterable[Said] = (),
) -> tuple[Scope, Evidence | None]:
    """Tell whose work a report is about, and where it says so.

    Looked at are its title, its first lines, and what notes on its tables say of their scope;
    without any of them the organ's name decides, and there is no evidence but the title's.

    Args:
        title: the title and where it stands.
        notes: lines around the tables, those of annexes.
    """
    words = owner_words()
    lines = [(passage.line.raw, passage.line.origin) for passage in passages]
    named = level(collapse(title[0]).text) if title is not None else ""
    for scope, pattern in words.titled:
        if pattern.search(named) and title is not None:
            return scope, Evidence(title[1])
    if words.own_organ.search(issuer or ""):
        return Scope.OWN, _of_title(title)
    for text, origin in _levelled(lines[:SEARCHED]):
        for scope, pattern in _prefaced(words):
            if pattern.search(text):
                return scope, Evidence(origin)
    together = "\n".join(text for text, _ in _levelled(lines[:SEARCHED]))
    for scope, pattern in _prefaced(words):
        if pattern.search(together):
            return scope, Evidence(lines[0][1], Certainty.INFERRED)
    for text, origin in _levelled([*lines, *notes]):
        if words.noted.search(text):
            for scope, pattern in words.noted_as:
                if pattern.search(text):
                    return scope, Evidence(origin)
    if governs(issuer, ""):
        return Scope.REGION, _of_title(title)
    return Scope.OWN, None


def _prefaced(words: OwnerWords) -> Sequence[tuple[Scope, re.Pattern[str]]]:
    return (Scope.SYSTEM, words.whole_system), (Scope.REGION, words.whole_region)


def _of_title(title: Said | None) -> Evidence | None:
    return Evidence(title[1], Certainty.INFERRED) if title is not None else None


def _levelled(lines: Sequence[Said]) -> Iterator[Said]:
    return ((level(collapse(text).text), origin) for text, origin in lines)
