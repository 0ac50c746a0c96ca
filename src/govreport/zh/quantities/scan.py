"""The quantities of a text, and what its other numerals are."""

from __future__ import annotations

from govreport.zh import numerals
from govreport.zh.patterns import quick_pattern
from govreport.zh.quantities.changes import find_changes
from govreport.zh.quantities.parts import find_parts
from govreport.zh.quantities.rates import find_rates
from govreport.zh.quantities.reading import Span, is_glued, masks, place, read
from govreport.zh.quantities.sentences import find_amounts
from govreport.zh.quantities.spans import outside
from govreport.zh.quantities.sums import find_sums
from govreport.zh.quantities.words import countable
from govreport.zh.text import Folded, collapse, curled, level
from govreport.zh.types import Computed, NumberKind, NumberSpan, QuantitySpan

__all__ = ["find_fixed", "find_in_levelled", "find_other_numbers", "find_quantities"]


DIGITS = quick_pattern(r"[0-9]++")


def find_quantities(text: str) -> tuple[QuantitySpan, ...]:
    """Return the quantities, in order. Never raises; linear in the length of the text."""
    folded = collapse(text)
    return _found(text, folded, level(folded.text))


def find_in_levelled(text: str, plain: str) -> tuple[QuantitySpan, ...]:
    """Return the quantities of a text that is collapsed already; ``plain`` is it levelled."""
    return _found(text, Folded(text, range(len(text) + 1)), plain)


def _found(text: str, folded: Folded, plain: str) -> tuple[QuantitySpan, ...]:
    if countable().search(plain) is None:
        return ()
    plain = curled(plain)
    seen = list(find_amounts(plain))
    wholes: dict[int, int] = {}
    computed: dict[int, tuple[Computed, ...]] = {}
    if len(seen) > 1:
        changed = [(amount, change) for amount, change, _ in seen]
        lists = find_parts(plain, changed)
        wholes = {part: each.whole for each in lists if not each.exceeds for part in each.parts}
        for relations in (find_sums, find_rates):
            for index, way in relations(plain, changed, lists):
                computed[index] = (*computed.get(index, ()), way)
    found: list[QuantitySpan] = []
    for index, (amount, change, words) in enumerate(seen):
        start, end = folded.span(amount.start, amount.end)
        found.append(
            QuantitySpan(
                text=text[start:end],
                start=start,
                end=end,
                value=amount.value,
                unit=amount.unit,
                kind=amount.kind,
                low=amount.low,
                high=amount.high,
                qualifier=amount.qualifier,
                change=change,
                subject=words.subject,
                predicate=words.predicate,
                channel=words.channel,
                part_of=wholes.get(index),
                computed=computed.get(index, ()),
            )
        )
    return tuple(found)


def find_other_numbers(text: str) -> tuple[NumberSpan, ...]:
    """Return the stretches with numerals that are no quantities, in order, with what they are.

    Every digit of a text lies in one of these or in a quantity.
    """
    folded = collapse(text)
    plain = curled(level(folded.text))
    reading = read(plain)
    amounts = [each for each, _ in find_changes(plain, reading.amounts) if not each.weak]
    loose = [_loose(plain, each) for each in reading.loose]
    loose += [
        Span(each.number, each.end, NumberKind.FIXED) for each in reading.amounts if each.weak
    ]
    digits = (Span(*match.span(), NumberKind.UNREAD) for match in DIGITS.finditer(plain))
    others = list(outside(reading.others, amounts))
    for more in (sorted(loose, key=place), digits):
        others += outside(more, sorted([*amounts, *others], key=place))
    spans = ((*folded.span(each.start, each.end), each.kind) for each in sorted(others, key=place))
    return tuple(NumberSpan(text[start:end], start, end, kind) for start, end, kind in spans)


def find_fixed(text: str) -> tuple[NumberSpan, ...]:
    """Return the stretches that count nothing by their form alone: dates, articles, telephones.

    Quicker than :func:`find_other_numbers`, which also says what of the rest is no quantity.
    """
    folded = collapse(text)
    spans = ((*folded.span(each.start, each.end), each.kind) for each in masks(curled(folded.text)))
    return tuple(NumberSpan(text[start:end], start, end, kind) for start, end, kind in spans)


def _loose(text: str, number: numerals.Found) -> Span:
    start, end = number.start, number.end
    if text[start - 1 : start] == "第":
        return Span(start - 1, end, NumberKind.ORDINAL)
    if is_glued(text, number):
        return Span(start, end, NumberKind.UNREAD)
    return Span(start, end, NumberKind.LABEL if number.text[0].isdigit() else NumberKind.FIXED)
