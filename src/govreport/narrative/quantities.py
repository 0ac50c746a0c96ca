"""正文: the quantities that a report's text states, and the figures of the forms that they are.

A quantity is tied to a figure only where the words name it (:mod:`.ties`), and only if it is this
report's: of its organ, of its year, and neither a change nor a share nor a plan.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from msgspec.structs import replace

from govreport.document import Origin
from govreport.forms.phrases import Phrases, phrases
from govreport.kinds import ReportKind
from govreport.model import Change, Computed, Quantity
from govreport.narrative.context import Context
from govreport.narrative.linker import ConceptLink, Linker, ReportContext
from govreport.narrative.stated import Official, Rest, label, official, rests, stated_metrics
from govreport.outline.passages import Passage
from govreport.readers.work import rest_left, step
from govreport.zh.patterns import quick_pattern
from govreport.zh.quantities import Change as Changed
from govreport.zh.quantities import Computed as Way
from govreport.zh.quantities import (
    How,
    QuantityKind,
    QuantitySpan,
    Statement,
    Value,
    find_in_levelled,
    find_none_in_levelled,
)
from govreport.zh.text import collapse, level

__all__ = [
    "Official",
    "ReportContext",
    "Rest",
    "label",
    "official",
    "read_quantities",
    "rests",
    "stated_metrics",
]

#: No report counts so far; what is beyond is damage.
LARGEST, PLACES = 10**30, 40
#: How much of the line above may tell what a line is about.
MOST_ABOVE = 240
#: A number that holds another one says so, not far before it.
FARTHEST = 60
SENTENCE_END = quick_pattern(r"[。！？\n]")
INCLUDED = quick_pattern(r"[其当]中|包?含|包括|计入")
#: A sentence on what the one before it counted, and words for what a number behind them counts in.
GOES_ON = quick_pattern(r"。(?=其中)")
ADDED = quick_pattern(r"(?:加上|连同|算上|加之|含|包括)[^，。；]{0,12}$")
#: Without one of these a line has neither a quantity nor a statement of none.
WORTH = quick_pattern(
    r"[0-9０-９一二三四五六七八九十两百千万亿几若数半翻无未没零〇○壹贰叁肆伍陆柒捌玖拾廿卅幾數無沒兩萬億]|不存在"
)


def read_quantities(passages: Iterable[Passage], place: ReportContext) -> tuple[Quantity, ...]:
    """Return the quantities of the text in order, and its statements of none that are tied.

    ``place`` says whose report it is; the titles are the passages' own.
    """
    found: list[Quantity] = []
    #: Where a figure was stated last, by its id.
    stated: dict[str, int] = {}
    above = ""
    about = place
    with rest_left():
        for passage in passages:
            step()
            if passage.titles != about.titles:
                about, above = replace(place, titles=passage.titles), ""
            before, above = above, passage.line.raw
            if WORTH.search(passage.line.raw):
                more, names = _of_line(passage, about, before[-MOST_ABOVE:], len(found), stated)
                found += more
                stated |= names
    return tuple(found)


def _of_line(
    passage: Passage, place: ReportContext, above: str, count: int, before: Mapping[str, int]
) -> tuple[list[Quantity], dict[str, int]]:
    """The quantities of a line that ``count`` others stand before, and where in the text the line
    states which figure; ``before`` says so of the lines above, and ``above`` is the end of the last
    of them, in the same section."""
    folded = collapse(passage.line.raw)
    plain = level(folded.text)
    quantities = find_in_levelled(folded.text, plain)
    statements = find_none_in_levelled(folded.text, plain)
    if not quantities and not statements:
        return [], {}
    found: list[Quantity] = []
    stated = dict(before)
    both: list[QuantitySpan | Statement] = [*quantities, *statements]
    if statements:
        both.sort(key=lambda each: each.start)
    ties = Linker(plain, place, both, above)
    tied = {each.start: ties.none(each) for each in statements}
    index: list[int] = []
    for each in both:
        if isinstance(each, Statement):
            count += len(tied[each.start])
        else:
            index.append(count)
            count += 1
    links = [ties.quantity(each) for each in quantities]
    if passage.line.doubtful:
        links = [None for _ in links]
        tied = dict.fromkeys(tied, ())
    names, more = _own_links(quantities, links, plain, place)
    number = 0
    for each in both:
        origin = passage.line.part(*folded.span(each.start, each.end))
        if isinstance(each, Statement):
            scope = ties.context(each.end).scope
            kind = place.kind
            found += (_none(each, tie, scope, passage, origin, kind) for tie in tied[each.start])
            continue
        tie = names[number]
        ways = (_computed(way, index, ties, stated) for way in each.computed)
        computed = [way for way in ways if way is not None] if each.computed else []
        if number in more:
            part, id = more[number]
            computed.append(Computed(how=How.SUM, of=(index[part],), concept=id))
        if tie is not None and not tie.dimensions:
            stated[tie.id] = index[number]
        whole = None if each.part_of is None else index[each.part_of]
        context = ties.context(each.start)
        found.append(_quantity(each, tie, whole, computed, context, passage.section, origin))
        number += 1
    return found, stated


def _own_links(
    quantities: Sequence[QuantitySpan],
    links: Sequence[ConceptLink | None],
    text: str,
    place: ReportContext,
) -> tuple[list[ConceptLink | None], dict[int, tuple[int, str]]]:
    """The links without those of numbers that hold more than the figure, or are a part of it; and
    which numbers hold which other one besides a figure.

    受理59件，其中新收47件、上年结转12件 is 47 received; 答复30件，其中按时答复28件 is 30 answered;
    受理45件（含上年结转3件） is the figure and those 3.
    """
    known = phrases(place.kind)
    kept = [*links]
    more: dict[int, tuple[int, str]] = {}
    for index, link in enumerate(links):
        if link is None:
            continue
        whole = quantities[index].part_of
        fresh = known.fresh.get(link.id)
        if fresh is not None and fresh.search(link.words):
            for other, rival in enumerate(links):
                if other != index and _same(link, rival) and not fresh.search(_words(rival)):
                    kept[other] = None
        elif whole is not None and _same(link, links[whole]):
            kept[index] = None
        part = _counted_in(index, quantities, links, text, known) if fresh is not None else None
        if part is not None:
            kept[index] = None
            more[index] = part, link.id
    return kept, more


def _counted_in(
    index: int,
    quantities: Sequence[QuantitySpan],
    links: Sequence[ConceptLink | None],
    text: str,
    known: Phrases,
) -> int | None:
    """Which number of another figure one is said to hold too: 59件（含上年结转12件）."""
    link = links[index]
    if link is None or link.dimensions:
        return None
    others = known.counts_in.get(link.id, ())
    for other in range(index + 1, len(links)):
        between = GOES_ON.sub("", text[quantities[index].end : quantities[other].start])
        held = quantities[other].part_of == index or INCLUDED.search(between) is not None
        if len(between) > FARTHEST or SENTENCE_END.search(between) or not held:
            break
        part = links[other]
        if part is not None and part.id in others:
            return other
    before = links[index - 1] if index else None
    if before is not None and before.id in others:
        start = quantities[index - 1].start
        between = text[quantities[index - 1].end : quantities[index].start]
        if ADDED.search(text, max(0, start - FARTHEST), start) and not SENTENCE_END.search(between):
            return index - 1
    return None


def _words(link: ConceptLink | None) -> str:
    return link.words if link is not None else ""


def _same(one: ConceptLink, other: ConceptLink | None) -> bool:
    return other is not None and (one.id, one.dimensions) == (other.id, other.dimensions)


def _none(
    statement: Statement,
    tie: ConceptLink,
    scope: str | None,
    passage: Passage,
    origin: Origin,
    kind: ReportKind,
) -> Quantity:
    unit = official(tie.id, kind).unit
    return Quantity(
        value=0,
        unit=unit,
        kind=QuantityKind.MONEY if unit and unit.endswith("元") else QuantityKind.COUNT,
        subject=statement.subject,
        concept=tie.id,
        certainty=tie.certainty,
        scope=scope,
        stated_none=True,
        section=passage.section,
        origin=origin,
    )


def _computed(
    way: Way, index: list[int], ties: Linker, stated: Mapping[str, int]
) -> Computed | None:
    """How a quantity comes from others, by their place in the report."""
    of = tuple(index[each] for each in way.of)
    if way.total is None:
        return Computed(how=way.how, of=of)
    concept = ties.total(way.total)
    if concept is None:
        return None
    if concept in stated:
        return Computed(how=way.how, of=(*of, stated[concept]))
    return Computed(how=way.how, of=of, concept=concept)


def _quantity(
    found: QuantitySpan,
    tie: ConceptLink | None,
    whole: int | None,
    computed: Sequence[Computed],
    context: Context,
    section: tuple[int, ...],
    origin: Origin,
) -> Quantity:
    return Quantity(
        value=_exact(found.value),
        unit=found.unit,
        kind=found.kind,
        low=_exact(found.low),
        high=_exact(found.high),
        qualifier=found.qualifier,
        change=None if found.change is None else _change(found.change),
        subject=found.subject,
        predicate=found.predicate,
        channel=found.channel,
        part_of=whole,
        computed=tuple(computed),
        concept=tie.id if tie else None,
        dimensions=tie.dimensions if tie else {},
        certainty=tie.certainty if tie else None,
        scope=context.scope,
        reach=context.reach,
        year=context.year,
        section=section,
        origin=origin,
    )


def _change(change: Changed) -> Change:
    base, result = _exact(change.base), _exact(change.result)
    return Change(direction=change.direction, base=base, result=result)


def _exact(value: Value | None) -> int | Decimal | None:
    """The number as a report holds it; none where it is no decimal, or beyond all measure."""
    if value is None:
        return None
    if type(value) is int:
        return value if -LARGEST < value < LARGEST else None
    exact = value if isinstance(value, (int, Decimal)) else _decimal(value)
    if exact is None or not -LARGEST < exact < LARGEST or len(str(exact)) > PLACES:
        return None
    return exact


def _decimal(value: Fraction) -> Decimal | None:
    rest = value.denominator
    for factor in (2, 5):
        while rest % factor == 0:
            rest //= factor
    return Decimal(value.numerator) / value.denominator if rest == 1 else None
