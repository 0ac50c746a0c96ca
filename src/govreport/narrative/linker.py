"""Which figure of the forms a quantity in running text is, by the words around it.

The words from the beginning of the clause to the number are compared with the ``phrases.toml`` of
the kind when times, names of organs and the like are taken away. What is left must be a known
phrase from its first character to its last: a word more makes it another thing, which is tied to
nothing.
"""

from __future__ import annotations

import bisect
from collections.abc import Mapping

import regex
from attrs import frozen

from govreport.forms.phrases import Noun, Phrase, phrases
from govreport.kinds import ReportKind
from govreport.model import Certainty
from govreport.narrative.context import Context, contexts
from govreport.zh.quantities import QuantityKind, QuantitySpan, Statement

__all__ = ["ReportContext", "Tie", "Ties"]

#: How far a phrase reaches before its number, and behind it.
BEFORE, AFTER = 80, 30
BOUNDARY = regex.compile(r"[，。；：:！？（）()\n,;]")
SENTENCE = regex.compile(r"[。；！？\n]")
PARTED = regex.compile(r"[、和及与或]")
TIED_KINDS = (QuantityKind.COUNT, QuantityKind.MONEY)
NO_CONTEXT = Context()


@frozen(kw_only=True)
class ReportContext:
    """Where a paragraph stands: the report's kind, organ, year and edition (``""`` for none), and
    the titles above."""

    kind: ReportKind
    issuer: str | None = None
    year: int | None = None
    edition: str = ""
    titles: tuple[str, ...] = ()


@frozen(kw_only=True)
class Tie:
    """A figure or concept that words name; ``certainty`` as in :class:`govreport.model.Quantity`.

    ``words`` are those that name it.
    """

    id: str
    dimensions: Mapping[str, str]
    certainty: Certainty
    words: str


class Ties:
    """The ties of one paragraph (folded), asked for in the order of its text."""

    def __init__(self, text: str, place: ReportContext) -> None:
        self._text = text
        self._place = place
        self._known = phrases(place.kind)
        self._titles = "\n".join(place.titles)
        self._elsewhere = bool(self._known.elsewhere.search(self._titles))
        self._marks = list(contexts(text, place.issuer, place.year))
        self._starts = [mark.start for mark in self._marks]
        #: Where the quantity before ends, and the figure tied last.
        self._end = 0
        self._last: str | None = None
        #: Where the text first names a topic; nowhere is ``None``.
        self._named: dict[regex.Pattern[str], int | None] = {}

    def context(self, at: int) -> Context:
        """What the words before a place say of organ and time."""
        index = bisect.bisect_right(self._starts, at - 1)
        return self._marks[index - 1].context if index else NO_CONTEXT

    def quantity(self, found: QuantitySpan) -> Tie | None:
        """The figure that a quantity is; its spans count in the folded text."""
        tie = self._phrase(found)
        self._end = found.end
        if tie is not None and tie.id in self._known.anchors and not tie.dimensions:
            self._last = tie.id
        return tie

    def total(self, words: str) -> str | None:
        """The figure that a share is said to be of: 占答复总数的12%."""
        known = self._known.totals
        return next((id for id, pattern in known.items() if pattern.fullmatch(words)), None)

    def none(self, statement: Statement) -> tuple[Tie, ...]:
        """The figures that a statement of none makes zero."""
        if self._elsewhere or not self.context(statement.start + 1).ours:
            return ()
        said = statement.subject
        if said is None:
            said = self._place.titles[-1].removesuffix("情况") if self._place.titles else ""
        ties = []
        for index, words in enumerate(PARTED.split(said)):
            noun = self._noun(words)
            if noun is None and index == 0:
                # Whatever the first part says may hold for all of them.
                return ()
            if noun is not None and noun.id:
                sure = Certainty.EXACT if statement.subject else Certainty.VARIANT
                ties.append(Tie(id=noun.id, dimensions={}, certainty=sure, words=words))
        return tuple(ties)

    def _noun(self, words: str) -> Noun | None:
        for text in (words, self._known.noun_leads.sub("", words, count=1)):
            for noun in self._known.nouns:
                if noun.pattern.fullmatch(text) and self._holds(noun.topic, len(self._text)):
                    return noun
        return None

    def _phrase(self, found: QuantitySpan) -> Tie | None:
        fits = found.kind in TIED_KINDS and found.change is None and found.unit is not None
        if not fits or self._elsewhere or (found.unit or "") not in self._known.units:
            return None
        if not self.context(found.start).ours:
            return None
        words = self._before(found.start)
        for phrase in self._known.naming(words, found.unit or ""):
            if self._applies(phrase, found):
                return Tie(
                    id=phrase.id,
                    dimensions=phrase.dimensions,
                    certainty=_certainty(phrase),
                    words=words,
                )
        return None

    def _applies(self, phrase: Phrase, found: QuantitySpan) -> bool:
        if phrase.editions and self._place.edition not in phrase.editions:
            return False
        if phrase.under and self._last not in phrase.under:
            return False
        if phrase.whole and self._of_a_field(found.start):
            return False
        if phrase.after is not None and not phrase.after.match(
            self._text, found.end, found.end + AFTER
        ):
            return False
        return self._holds(phrase.topic, found.end)

    def _of_a_field(self, at: int) -> bool:
        """Whether the nearest title or the sentence so far speak of one field of information."""
        titles = self._place.titles
        if titles and self._known.field_title.search(titles[-1]) is not None:
            return True
        start = max(0, at - BEFORE)
        for match in SENTENCE.finditer(self._text, start, at):
            start = match.end()
        return self._known.field_clause.search(self._text, start, at) is not None

    def _holds(self, topic: regex.Pattern[str] | None, end: int) -> bool:
        if topic is None or topic.search(self._titles):
            return True
        if topic not in self._named:
            # Looked for once: a paragraph may have as many numbers as characters.
            first = topic.search(self._text)
            self._named[topic] = first.start() if first else None
        start = self._named[topic]
        return start is not None and topic.search(self._text, start, end) is not None

    def _before(self, at: int) -> str:
        """The words of the clause that lead to a number, without those that say nothing of it."""
        start = max(self._end, at - BEFORE)
        for match in BOUNDARY.finditer(self._text, start, at):
            start = match.end()
        pieces = []
        index = bisect.bisect_left(self._starts, start)
        for number in range(index, len(self._marks)):
            mark = self._marks[number]
            if mark.start >= at:
                break
            if not mark.kept:
                pieces.append(self._text[start : mark.start])
                start = max(start, mark.end)
        pieces.append(self._text[start:at])
        words = "".join(pieces).lstrip("、")
        lead = self._known.leads.match(words)
        words = words[lead.end() :] if lead else words
        tail = self._known.tails.search(words)
        return words[: tail.start()] if tail else words


def _certainty(phrase: Phrase) -> Certainty:
    if phrase.partial:
        return Certainty.INFERRED
    return Certainty.VARIANT if phrase.under or phrase.topic else Certainty.EXACT
