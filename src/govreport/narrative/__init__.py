"""正文: the quantities that a report's text states, and the figures of the forms that they are.

A quantity is tied to a figure only where the words name it (:mod:`.ties`), and only if it is this
report's: of its organ, of its year, and neither a change nor a share nor a plan.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction

import regex
from attrs import evolve

from govreport.document import Origin
from govreport.model import Change, Quantity
from govreport.narrative.metrics import official, stated_metrics
from govreport.narrative.ties import Place, Tie, Ties
from govreport.outline.passages import Passage
from govreport.zh.quantities import Change as Changed
from govreport.zh.quantities import Found, Statement, Value, find_none, find_quantities
from govreport.zh.text import Folded, collapse

__all__ = ["Place", "read_quantities", "stated_metrics"]

#: No report counts so far; what is beyond is damage.
LARGEST, PLACES = 10**30, 40
#: Without one of these a line has neither a quantity nor a statement of none.
WORTH = regex.compile(r"[0-9０-９一二三四五六七八九十两百千万亿几若数半翻无未没零〇○]")


def read_quantities(passages: Iterable[Passage], place: Place) -> tuple[Quantity, ...]:
    """Return the quantities of the text in order, and its statements of none that are tied.

    ``place`` says whose report it is; the titles are the passages' own.
    """
    found: list[Quantity] = []
    for passage in passages:
        if WORTH.search(passage.line.raw):
            found += _of_line(passage, evolve(place, titles=passage.titles), len(found))
    return tuple(found)


def _of_line(passage: Passage, place: Place, count: int) -> Iterator[Quantity]:
    """The quantities of a line that ``count`` others stand before."""
    folded = collapse(passage.line.raw)
    quantities, statements = find_quantities(folded.text), find_none(folded.text)
    if not quantities and not statements:
        return
    ties = Ties(folded.text, place)
    index: dict[int, int] = {}
    number = 0
    both: list[Found | Statement] = [*quantities, *statements]
    for each in sorted(both, key=lambda each: each.start):
        origin = _origin(passage, folded, each.start, each.end)
        if isinstance(each, Statement):
            context = ties.context(each.end)
            said = [
                Quantity(
                    text=origin.raw or "",
                    value=0,
                    unit=official(tie.id).unit,
                    subject=each.subject,
                    concept=tie.id,
                    certainty=tie.certainty,
                    scope=context.scope,
                    stated_none=True,
                    section=passage.section,
                    origin=origin,
                )
                for tie in ties.none(each)
            ]
            yield from said
            count += len(said)
        else:
            whole = index.get(each.part_of) if each.part_of is not None else None
            index[number] = count
            yield _quantity(each, whole, passage, origin, ties)
            number += 1
            count += 1


def _quantity(
    found: Found, whole: int | None, passage: Passage, origin: Origin, ties: Ties
) -> Quantity:
    context = ties.context(found.start)
    tie: Tie | None = ties.quantity(found)
    return Quantity(
        text=origin.raw or "",
        value=_exact(found.value),
        unit=found.unit,
        kind=found.kind,
        low=_exact(found.low),
        high=_exact(found.high),
        qualifier=found.qualifier,
        change=_change(found.change),
        subject=found.subject,
        part_of=whole,
        concept=tie.id if tie else None,
        dimensions=tie.dimensions if tie else {},
        certainty=tie.certainty if tie else None,
        scope=context.scope,
        year=context.year,
        section=passage.section,
        origin=origin,
    )


def _origin(passage: Passage, folded: Folded, first: int, last: int) -> Origin:
    line = passage.line
    start, end = folded.span(first, last)
    return Origin(
        block=line.block,
        start=line.start + start,
        end=line.start + end,
        page=line.page,
        raw=line.raw[start:end],
    )


def _change(change: Changed | None) -> Change | None:
    if change is None:
        return None
    base, result = _exact(change.base), _exact(change.result)
    return Change(direction=change.direction, base=base, result=result)


def _exact(value: Value | None) -> int | Decimal | None:
    """The number as a report holds it; none where it is no decimal, or beyond all measure."""
    exact = _decimal(value) if isinstance(value, Fraction) else value
    if exact is None or not -LARGEST < exact < LARGEST or len(str(exact)) > PLACES:
        return None
    return exact


def _decimal(value: Fraction) -> Decimal | None:
    rest = value.denominator
    for factor in (2, 5):
        while rest % factor == 0:
            rest //= factor
    return Decimal(value.numerator) / value.denominator if rest == 1 else None
