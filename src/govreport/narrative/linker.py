"""Which figure of the forms a quantity in running text is, by the words around it.

The words from the beginning of the clause to the number are compared with the ``phrases.toml`` of
the kind when times, names of organs and the like are taken away. What is left must be a known
phrase from its first character to its last: a word more makes it another thing, which is tied to
nothing.
"""

from __future__ import annotations

import bisect
import functools
import re
from collections.abc import Mapping, Sequence

from msgspec import Struct

from govreport.forms.phrases import Noun, Phrase, phrases
from govreport.kinds import ReportKind
from govreport.model import Certainty
from govreport.narrative.context import Context, Mark, marks_alike, marks_in, sentences
from govreport.narrative.leads import BEFORE, QUOTES, Lead, context_at, read_lead, read_lead_alike
from govreport.narrative.respective import Turn, turns
from govreport.narrative.times import Span
from govreport.zh.patterns import quick_pattern
from govreport.zh.quantities import QuantityKind, QuantitySpan, Statement
from govreport.zh.text import collapse, level

__all__ = ["ConceptLink", "Linker", "ReportContext"]

#: How far a phrase reaches behind its number.
AFTER = 30
SENTENCE = quick_pattern(r"[。；！？\n]")
#: What a number at the head of its clause is said to be: 5件为上年结转, 12件予以公开.
SAID_BEHIND = quick_pattern(
    r"(?:均?[为是系]|属于?)?(?:本年度?|当年|今年|申请|案件){0,2}(?P<said>\p{Han}{2,20})(?=[，。；！？）\n]|\Z)"
)
#: A noun behind its number that ends the clause.
NOUN_BEHIND = quick_pattern(r"的?(?P<noun>\p{Han}{2,20})(?=[，。；！？）\n]|\Z)")
PARTED = quick_pattern(r"以及|及其|或者|[、和及与或]")
TIED_KINDS = (QuantityKind.COUNT, QuantityKind.MONEY)


class ReportContext(Struct, frozen=True, kw_only=True):
    """Where a paragraph stands: the report's kind, organ, year and edition (``""`` for none), and
    the titles above. ``period`` is what the report says its figures cover."""

    kind: ReportKind
    issuer: str | None = None
    year: int | None = None
    edition: str = ""
    period: Span | None = None
    titles: tuple[str, ...] = ()


class ConceptLink(Struct, frozen=True, kw_only=True):
    """A figure or concept that words name; ``certainty`` as in :class:`govreport.model.Quantity`.

    ``words`` are those that name it.
    """

    id: str
    dimensions: Mapping[str, str]
    certainty: Certainty
    words: str


class Linker:
    """The links of the figures of one paragraph (collapsed and levelled), asked for in order;
    ``above`` is the end of the paragraph before it, in the same section."""

    def __init__(
        self,
        text: str,
        place: ReportContext,
        figures: Sequence[QuantitySpan | Statement],
        above: str = "",
    ) -> None:
        self._text = text
        self._line_above = above
        self._place = place
        self._known = phrases(place.kind)
        self._titles = "\n".join(place.titles)
        self._elsewhere = bool(self._known.elsewhere.search(self._titles))
        self._whose = place.issuer, place.year, place.period
        #: The sentences with figures, and which of them was looked at last.
        self._sentences = list(sentences(text, (each.start for each in figures)))
        self._sentence = 0
        #: What holds at the quantities asked for so far.
        self._contexts: dict[int, Context] = {}
        self._turns: Mapping[int, Turn] = {}
        if self._tells_in_turn():
            quantities = [each for each in figures if isinstance(each, QuantitySpan)]
            self._turns = turns(text, quantities, self.context, place.year)
            self._contexts = {at: turn.context for at, turn in self._turns.items()}
        #: Where the quantity before ends, and the figure tied last.
        self._end = 0
        #: The words before the first figure of a list that tells of several years in turn.
        self._words = ""
        #: Which figure was told of last, be it this organ's or another's, and where; the statements
        #: of none by where they begin.
        self._told: tuple[int, str] | None = None
        self._told_none: list[tuple[int, str]] = []
        self._last: str | None = None
        #: Where the text first names a topic; nowhere is ``None``.
        self._named: dict[re.Pattern[str], int | None] = {}
        self._about: dict[re.Pattern[str], bool] = {}

    def context(self, at: int) -> Context:
        """What the words before a place say of organ and time."""
        known = self._contexts.get(at)
        return context_at(self._marks, self._starts, at) if known is None else known

    def quantity(self, found: QuantitySpan) -> ConceptLink | None:
        """The figure that a quantity is; its spans count in the folded text."""
        lead = self._lead(found.start)
        turn = self._turns.get(found.start)
        context = lead.context if turn is None else turn.context
        self._contexts[found.start] = context
        if turn is not None and turn.first == found:
            self._words = lead.words
        named = self._phrase(found, lead.words if turn is None else self._words)
        told = named.id if named is not None else None
        if told is None and found.kind is QuantityKind.COUNT:
            told = lead.told
        if told is not None:
            self._told = found.start, told
        tie = named if context.ours else None
        self._end = found.end
        if tie is not None and tie.id in self._known.anchors and not tie.dimensions:
            self._last = tie.id
        return tie

    def total(self, words: str) -> str | None:
        """The figure that a share is said to be of: 占答复总数的12%."""
        known = self._known.totals
        return next((id for id, pattern in known.items() if pattern.fullmatch(words)), None)

    def none(self, statement: Statement) -> tuple[ConceptLink, ...]:
        """The figures that a statement of none makes zero."""
        if self._elsewhere:
            return ()
        said = statement.subject
        if said is None:
            said = self._place.titles[-1].removesuffix("情况") if self._place.titles else ""
        said = QUOTES.sub("", level(said))
        lead = self._known.noun_leads.match(said)
        bare = self._known.actors.sub("", said[lead.end() :] if lead else said, count=1)
        sure = Certainty.EXACT if statement.subject else Certainty.VARIANT
        verb = statement.text
        for text in (said, self._known.actors.sub("", said, count=1), bare):
            whole = self._noun(text, verb)
            nouns = [whole] if whole else [self._noun(words, verb) for words in self._parts(text)]
            if nouns[0] is not None:
                # Whatever the first part says may hold for all of them.
                named = dict.fromkeys(noun.id for noun in nouns if noun is not None and noun.id)
                self._told_none += [(statement.start, id) for id in named]
                if not self.context(statement.start + 1).ours:
                    return ()
                return tuple(
                    ConceptLink(id=id, dimensions={}, certainty=sure, words=text) for id in named
                )
        return ()

    def _parts(self, text: str) -> list[str]:
        """What a statement names, one by one."""
        joined = self._known.together.sub(lambda both: PARTED.sub("", both[0]), text)
        return PARTED.split(joined)

    def _noun(self, words: str, verb: str) -> Noun | None:
        """What a statement with that verb is about."""
        for noun in self._known.naming_none(words):
            said = noun.verb is None or noun.verb.search(verb) is not None
            if said and self._holds(noun.topic, len(self._text)):
                return noun
        return None

    def _phrase(self, found: QuantitySpan, before: str) -> ConceptLink | None:
        fits = found.kind in TIED_KINDS and found.unit is not None
        if not fits or self._elsewhere or (found.unit or "") not in self._known.units:
            return None
        if found.change is not None and not any(
            fresh.fullmatch(before) for fresh in self._known.fresh.values()
        ):
            # 新增62件 is what is new, and may be all there is.
            return None
        return (
            self._named_by(before, found)
            or self._named_behind(before, found)
            or self._said_behind(before, found)
        )

    def _named_by(
        self, words: str, found: QuantitySpan, end: int | None = None
    ) -> ConceptLink | None:
        for phrase in self._known.naming(words, found.unit or ""):
            if self._of_another_business(phrase.topic, words, found.start):
                continue
            if self._applies(phrase, found, found.end if end is None else end):
                return ConceptLink(
                    id=phrase.id,
                    dimensions=phrase.dimensions,
                    certainty=_certainty(phrase),
                    words=words,
                )
        return None

    def _named_behind(self, before: str, found: QuantitySpan) -> ConceptLink | None:
        """收到3件政府信息公开申请: the noun stands behind its number."""
        noun = NOUN_BEHIND.match(self._text, found.end)
        if noun is None or not before or not self._known.behind.search(noun["noun"]):
            return None
        return self._named_by(before + noun["noun"], found, noun.end())

    def _said_behind(self, before: str, found: QuantitySpan) -> ConceptLink | None:
        """12件予以公开, 5件为上年结转: what the number is stands behind it, and nothing before."""
        said = SAID_BEHIND.match(self._text, found.end) if not before else None
        return None if said is None else self._named_by(said["said"], found, said.end())

    def _applies(self, phrase: Phrase, found: QuantitySpan, end: int) -> bool:
        if phrase.editions and self._place.edition not in phrase.editions:
            return False
        if phrase.none and found.value != 0:
            return False
        if phrase.under and self._last not in phrase.under:
            return False
        if phrase.again and not self._has_told(phrase.id, found.start):
            return False
        if phrase.whole and self._of_a_field(found.start):
            return False
        if phrase.after is not None and not phrase.after.match(
            self._text, found.end, found.end + AFTER
        ):
            return False
        return self._holds(phrase.topic, end)

    def _has_told(self, id: str, at: int) -> bool:
        """Whether the sentence has told of a figure last, of whichever organ or year."""
        before = bisect.bisect_left(self._told_none, (at, ""))
        none = self._told_none[before - 1] if before else (-1, "")
        last = max(none, self._told or none)
        return last[1] == id and SENTENCE.search(self._text, last[0], at) is None

    def _of_a_field(self, at: int) -> bool:
        """Whether the nearest title or the sentence so far speak of one field of information."""
        titles = self._place.titles
        if titles and self._known.field_title.search(titles[-1]) is not None:
            return True
        start = max(0, at - BEFORE)
        for match in SENTENCE.finditer(self._text, start, at):
            start = match.end()
        return self._known.field_clause.search(self._text, start, at) is not None

    def _of_another_business(self, topic: re.Pattern[str] | None, words: str, at: int) -> bool:
        """审批事项117件，办结171件: what was dealt with is what the sentence counted before."""
        other = self._known.other_business.get(topic) if topic is not None else None
        if topic is None or other is None or topic.search(words) is not None:
            return False
        start = max(0, at - 2 * BEFORE)
        for match in SENTENCE.finditer(self._text, start, at):
            start = match.end()
        counted = [match.end() for match in other.finditer(self._text, start, at)]
        return bool(counted) and topic.search(self._text, counted[-1], at) is None

    def _holds(self, topic: re.Pattern[str] | None, end: int) -> bool:
        if topic is None or topic.search(self._titles):
            return True
        if self._is_about(topic):
            return True
        if topic not in self._named:
            # Looked for once: a paragraph may have as many numbers as characters.
            first = topic.search(self._text)
            self._named[topic] = first.start() if first else None
        start = self._named[topic]
        if start is not None and topic.search(self._text, start, end) is not None:
            return True
        return topic.search(self._above) is not None

    def _is_about(self, topic: re.Pattern[str]) -> bool:
        """Whether the paragraph as a whole can be about nothing else."""
        if topic not in self._about:
            sure = self._known.sure_topics.get(topic)
            self._about[topic] = sure is not None and sure.search(self._text) is not None
        return self._about[topic]

    @functools.cached_property
    def _above(self) -> str:
        return level(collapse(self._line_above).text)

    @functools.cached_property
    def _marks(self) -> list[Mark]:
        each_of = (marks_in(self._text, each, self._whose) for each in self._sentences)
        return [mark for marks in each_of for mark in marks]

    @functools.cached_property
    def _starts(self) -> list[int]:
        return [mark.start for mark in self._marks]

    def _tells_in_turn(self) -> bool:
        """Whether a sentence tells figures of several years in turn."""
        known = [marks_alike(each, self._whose) for each in self._sentences]
        if None in known:
            return any(mark.context.years for mark in self._marks)
        return any(each.in_turn for each in known if each is not None)

    def _lead(self, at: int) -> Lead:
        """The words of the clause that lead to a number, without those that say nothing of it."""
        while self._sentences[self._sentence].end <= at:
            self._sentence += 1
        sentence = self._sentences[self._sentence]
        known = read_lead_alike(sentence, self._whose, self._known, self._end, at)
        if known is not None:
            return known
        return read_lead(self._text, self._marks, self._starts, self._known, self._end, at)


def _certainty(phrase: Phrase) -> Certainty:
    if phrase.partial:
        return Certainty.INFERRED
    return Certainty.VARIANT if phrase.under or phrase.topic else Certainty.EXACT
