"""范围 of a report: its organ alone, all of its place, or its system.

A place or its government reports for all organs of the place; an office does where it says that its
report is put together from theirs.
"""

from __future__ import annotations

from collections.abc import Iterable

from govreport.model import Scope
from govreport.narrative.owners import governs, owner_words
from govreport.outline.passages import Passage
from govreport.zh.text import collapse, level

__all__ = ["report_scope"]

#: What a report is put together from, it says at its beginning.
SEARCHED = 6


def report_scope(issuer: str | None, passages: Iterable[Passage]) -> Scope:
    """Tell whose work a report is about, from its organ and its first lines."""
    words = owner_words()
    lines = [passage.line.raw for passage, _ in zip(passages, range(SEARCHED), strict=False)]
    text = level(collapse("\n".join(lines)).text)
    if words.whole_system.search(text):
        return Scope.SYSTEM
    if governs(issuer, "") or words.whole_region.search(text):
        return Scope.REGION
    return Scope.OWN
