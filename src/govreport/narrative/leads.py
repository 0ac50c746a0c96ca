"""The words of its clause that lead to a number, without those that say nothing of what it counts.

Of sentences that differ in their counts alone (``zh.quantities.alike_before``) they are read once.
"""

from __future__ import annotations

import bisect
import functools
from collections.abc import Sequence

from msgspec import Struct

from govreport.forms.phrases import Phrases
from govreport.narrative.context import Context, Mark, Sentence, Whose, marks_alike
from govreport.zh.patterns import quick_pattern
from govreport.zh.quantities import find_counts

__all__ = ["BEFORE", "QUOTES", "Lead", "context_at", "read_lead", "read_lead_alike"]

#: How far a phrase reaches before its number.
BEFORE = 80
MOST_KEPT = 16_384
NO_CONTEXT = Context()
BOUNDARY = quick_pattern(r"[，。；：:！？（）()\n,;]")
QUOTES = quick_pattern(r"[“”‘’\"']")


class Lead(Struct, frozen=True):
    """``words`` lead to a number; ``told`` is the figure, if any, that they end in telling of, be
    it of another organ or year, as the ``context`` says."""

    words: str
    told: str | None
    context: Context


def read_lead_alike(
    sentence: Sentence, whose: Whose, known: Phrases, end: int, at: int
) -> Lead | None:
    """The words before the number at a place of the text, the one before it ending at ``end``;
    ``None`` where they have to be read in the text."""
    if sentence.same is None:
        return None
    start = sentence.start
    return _alike(sentence.same, start > 0, whose, known, max(end - start, 0), at - start)


def context_at(marks: Sequence[Mark], starts: Sequence[int], at: int) -> Context:
    """What the last mark before a place says; the marks begin at ``starts``."""
    index = bisect.bisect_left(starts, at)
    return marks[index - 1].context if index else NO_CONTEXT


def read_lead(
    text: str, marks: Sequence[Mark], starts: Sequence[int], known: Phrases, end: int, at: int
) -> Lead:
    """The words before the number at a place of the text, with its marks and where they begin."""
    first = start = max(end, at - BEFORE)
    for match in BOUNDARY.finditer(text, start, at):
        start = match.end()
    pieces = []
    for number in range(bisect.bisect_left(starts, start), len(marks)):
        mark = marks[number]
        if mark.start >= at:
            break
        if not mark.kept:
            pieces.append(text[start : mark.start])
            start = max(start, mark.end)
    pieces.append(text[start:at])
    words = QUOTES.sub("", "".join(pieces)).lstrip("、")
    lead = known.leads.match(words)
    words = words[lead.end() :] if lead else words
    tail = known.tails.search(words)
    told = (id for id, said in known.told.items() if said.search(text, first, at))
    words = words[: tail.start()] if tail else words
    return Lead(words, next(told, None), context_at(marks, starts, at))


@functools.lru_cache(maxsize=MOST_KEPT)
def _alike(same: str, behind: bool, whose: Whose, known: Phrases, end: int, at: int) -> Lead | None:
    found = marks_alike(Sentence(int(behind), len(same), same), whose)
    first = max(end, at - BEFORE)
    if found is None or any(first <= start < at for start, _ in find_counts(same)):
        return None
    starts = [mark.start for mark in found.marks]
    return read_lead(same, found.marks, starts, known, end, at)
