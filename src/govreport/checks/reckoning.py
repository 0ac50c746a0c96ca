"""正文里的算术: sums, parts, shares and changes that the text states against its own figures.

Which figures a quantity comes from was read with it (``Quantity.computed``); here it is computed
again. A percentage must be what its figures give, rounded as it is written: 258 of 805 is 32.0% or
32.05%, and not 33.9%.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from govreport.checks.tolerance import Span, contains, last_place, step
from govreport.forms.catalogue import editions
from govreport.kinds import kind
from govreport.model import Computed, Finding, Metric, Quantity, Report
from govreport.model.rules import finding
from govreport.zh.types import Direction, How, Qualifier, QuantityKind

__all__ = ["check_reckoning"]

#: Parts by channel, and parts that may not be all, are compared where they come so close to the
#: whole that they must be meant to make it up.
CLOSE, NEAR = Fraction(1, 50), Fraction(1, 10)
#: So few parts say too little about a remainder.
FEW = 3
#: How many quantities before and behind a rate may be what it is of.
NEARBY = 20
SCALE: Mapping[QuantityKind, int] = {QuantityKind.PERCENT: 100, QuantityKind.PERMILLE: 1000}


def check_reckoning(report: Report) -> Iterable[Finding]:
    """Compute again what the text says comes from other figures of it."""
    known = range(len(report.quantities))
    for index, quantity in enumerate(report.quantities):
        for way in quantity.computed:
            if way.of and all(each in known for each in way.of):
                yield from _check(report, index, way)


def _check(report: Report, index: int, way: Computed) -> Iterator[Finding]:
    quantity = report.quantities[index]
    others = [report.quantities[each] for each in way.of]
    match way.how:
        case How.SUM if way.concept is not None:
            return  # with a figure of the tables: compared with them (:mod:`.narrative`)
        case How.SUM | How.LISTED | How.CHANNELS:
            yield from _sum(report, quantity, others, way.how)
        case How.SHARE:
            yield from _share(report, index, others, way.concept)
        case How.GROWTH:
            yield from _growth(report, index, others)
        case How.DIFFERENCE:
            yield from _difference(quantity, others)


# --- sums ---


def _sum(report: Report, whole: Quantity, parts: Sequence[Quantity], how: How) -> Iterator[Finding]:
    values = [Fraction(part.value) for part in parts if part.value is not None]
    if whole.value is None or len(values) < len(parts):
        return
    total = sum(values, start=Fraction(0))
    short = Fraction(whole.value) - total
    if not short:
        return
    if how is How.LISTED and _are_all(report, whole, parts):
        how = How.SUM
    close = abs(short) <= CLOSE * abs(Fraction(whole.value))
    near = 0 < short <= NEAR * Fraction(whole.value) and len(parts) >= FEW
    if how is How.SUM:
        code = "narrative.sum"
    elif close or (how is How.LISTED and short < 0):
        code = "narrative.parts"
    elif how is How.LISTED and near:
        code = "narrative.parts_short"
    else:
        return
    added = " + ".join(_plain(part.value) for part in parts)
    yield finding(
        code,
        {
            "sum": f"{added} = {_plain(total)}" if len(parts) > 1 else added,
            "unit": whole.unit or "",
            "rest": _plain(short),
        },
        expected=_plain(total),
        found=whole.text.strip(),
        metrics=_concepts(whole, *parts),
        origins=(whole.origin, *(part.origin for part in parts)),
    )


def _are_all(report: Report, whole: Quantity, parts: Sequence[Quantity]) -> bool:
    """Whether the report's form, or the first there was, has these parts make up the whole."""
    if whole.dimensions:
        return False
    told = {part.concept for part in parts if not part.dimensions}
    forms = editions(kind(report.kind))
    id = report.edition or next((form.id for form in forms if not form.local), None)
    return any(
        identity.relation == "=" and identity.left == (whole.concept,) and told >= {*identity.right}
        for form in forms
        if form.id == id
        for identity in form.identities
    )


# --- shares ---


def _share(
    report: Report, index: int, others: Sequence[Quantity], concept: str | None
) -> Iterator[Finding]:
    share, part = report.quantities[index], others[0]
    figures = [] if concept is None else [m for m in report.metrics.select(concept) if m.value]
    of: Sequence[Quantity | Metric] = others[1:2] or figures[:1]
    whole = of[0].value if of else None
    if not whole or part.value is None:
        return
    allowed = _allowed(share)
    alike = (each.value for each in _neighbours(report, index, part))
    for other in itertools.chain((whole,), alike):
        if other and contains(allowed, _of(part.value, other, share.kind)):
            return
    given = _of(part.value, whole, share.kind)
    yield finding(
        "narrative.share",
        {"part": _plain(part.value), "whole": _plain(whole)}
        | {"exact": f"{_rounded(given, share, more=2)}{share.unit or ''}"},
        expected=f"{_rounded(given, share)}{share.unit or ''}",
        found=share.text.strip(),
        metrics=_concepts(part, *others[1:]),
        origins=(share.origin, part.origin, *(each.origin for each in of)),
    )


def _of(part: int | Decimal, whole: int | Decimal | Fraction, kind: QuantityKind) -> Fraction:
    return Fraction(part) / Fraction(whole) * SCALE[kind]


def _neighbours(report: Report, index: int, like: Quantity) -> Iterator[Quantity]:
    """Others nearby in the paragraph or the section, in the same unit: the words may mean one of
    these."""
    own = report.quantities[index]
    for each in report.quantities[max(0, index - NEARBY) : index + NEARBY]:
        near = each.origin.block == own.origin.block or (
            own.section and each.section == own.section
        )
        if near and each.unit == like.unit and each is not like:
            yield each


# --- changes ---


def _growth(report: Report, index: int, others: Sequence[Quantity]) -> Iterator[Finding]:
    rate = report.quantities[index]
    levels = _levels(others)
    if levels is None or not levels[1]:
        return
    allowed = _allowed(rate)
    candidates = [levels]
    if len(others) == 2 and others[1].change is not None:
        step_by = others[1]
        near = [[each, step_by] for each in _neighbours(report, index, step_by) if not each.change]
        candidates += [found for pair in near if (found := _levels(pair)) and found[1]]
    if any(contains(allowed, _change(rate, *each)) for each in candidates):
        return
    given = _change(rate, *levels)
    now, base = levels
    yield finding(
        "narrative.growth",
        {"now": _plain(now), "base": _plain(base)}
        | {"exact": f"{_rounded(given, rate, more=2)}{rate.unit or ''}"},
        expected=f"{_rounded(given, rate)}{rate.unit or ''}",
        found=rate.text.strip(),
        metrics=_concepts(*others),
        origins=(rate.origin, *(each.origin for each in others)),
    )


def _levels(others: Sequence[Quantity]) -> tuple[Fraction, Fraction] | None:
    """The level reached and the one before it."""
    first = others[0]
    if len(others) == 1:
        change = first.change
        if change is None or change.base is None or change.result is None:
            return None
        return Fraction(change.result), Fraction(change.base)
    second = others[1]
    if first.value is None or second.value is None:
        return None
    now, other = Fraction(first.value), Fraction(second.value)
    if second.change is None:
        return now, other
    return now, now - other if second.change.direction is Direction.UP else now + other


def _change(rate: Quantity, now: Fraction, base: Fraction) -> Fraction:
    """The rate of change, in the direction that the text gives it."""
    grown = (now - base) / base * SCALE[rate.kind]
    if rate.change is None or rate.change.direction is None:
        return abs(grown)
    return grown if rate.change.direction is Direction.UP else -grown


def _difference(quantity: Quantity, others: Sequence[Quantity]) -> Iterator[Finding]:
    levels = _levels(others)
    if levels is None or quantity.value is None or quantity.change is None:
        return
    now, base = levels
    up = quantity.change.direction is Direction.UP
    given = now - base if up else base - now
    if given == quantity.value:
        return
    yield finding(
        "narrative.difference",
        {"first": _plain(now if up else base), "second": _plain(base if up else now)},
        expected=_plain(given),
        found=quantity.text.strip(),
        metrics=_concepts(*others),
        origins=(quantity.origin, *(each.origin for each in others)),
    )


# --- how it is written ---


def _allowed(rate: Quantity) -> Span:
    """What a percentage may have been before it was rounded as it is written."""
    value = Fraction(rate.value or 0)
    half = step(rate) / 2
    match rate.qualifier:
        case Qualifier.MORE_THAN | Qualifier.AT_LEAST:
            return (value - half if rate.low is None else Fraction(rate.low) - half), None
        case Qualifier.LESS_THAN | Qualifier.AT_MOST:
            return None, value + half
        case Qualifier.NEARLY | Qualifier.ABOUT:
            place = max(Fraction(last_place(rate.value or 0)), step(rate) * 10)
            return value - place, value + place
        case _:
            return value - half, value + half


def _rounded(value: Fraction, like: Quantity, *, more: int = 0) -> str:
    """The value with as many decimals as another is written with, or some more."""
    places = more
    if isinstance(like.value, Decimal):
        exponent = like.value.as_tuple().exponent
        places += max(0, -exponent) if isinstance(exponent, int) else 0
    scaled = abs(value) * 10**places
    whole = int(scaled + Fraction(1, 2))
    digits = str(whole).rjust(places + 1, "0")
    sign = "-" if value < 0 else ""
    return sign + (f"{digits[:-places]}.{digits[-places:]}" if places else digits)


def _plain(value: int | Decimal | Fraction | None) -> str:
    if isinstance(value, Fraction):
        if value.denominator == 1:
            return str(value.numerator)
        return f"{Decimal(value.numerator) / Decimal(value.denominator)}"
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _concepts(*quantities: Quantity) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.concept for each in quantities if each.concept is not None))
