"""误差: what a stated quantity can stand for, by its hedge and by the rounding that it shows.

>>> from govreport.document import Origin
>>> def said(text, value, **more):
...     return Quantity(value=value, unit="条", origin=Origin(block=0, raw=text), **more)
>>> span(said("649条", 649))
(Fraction(649, 1), Fraction(649, 1))
>>> span(said("3.2万条", 32000)), span(said("约20条", 20, qualifier=Qualifier.ABOUT))
((Fraction(31500, 1), Fraction(32999, 1)), (Fraction(15, 1), Fraction(25, 1)))
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from govreport.model import Metric, Quantity
from govreport.zh.patterns import lazy_pattern
from govreport.zh.quantities.money import SCALES, yuan
from govreport.zh.text import collapse
from govreport.zh.types import Qualifier

__all__ = ["Span", "contains", "last_place", "meets", "same_money", "span", "step"]

#: A closed interval, ``None`` on an open side.
Span = tuple[Fraction | None, Fraction | None]

SCALED = lazy_pattern(r"[0-9](?:\.(?P<decimals>[0-9]+))?(?P<scale>[百千万亿]{1,2})(?![0-9])")


def span(quantity: Quantity) -> Span | None:
    """All that it can stand for; ``None`` if it says no number at all (若干).

    What is written in 万 or 亿 may be rounded or cut off at the last digit shown. 约 and 近 leave
    half of the last place that is not zero, or a tenth.
    """
    value, low, high = quantity.value, quantity.low, quantity.high
    if low is not None and high is not None:
        return Fraction(low), Fraction(high)
    if value is None:
        return None if low is None and high is None else (_exact(low), _exact(high))
    number = Fraction(value)
    half = max(Fraction(last_place(value), 2), abs(number) / 10)
    match quantity.qualifier:
        case Qualifier.MORE_THAN | Qualifier.AT_LEAST:
            return number, None
        case Qualifier.LESS_THAN | Qualifier.AT_MOST:
            return None, number
        case Qualifier.NEARLY:
            return number - half, number
        case Qualifier.ABOUT:
            return number - half, number + half
        case _:
            if SCALED.search(collapse(quantity.text).text) is None:
                return number, number
            return _shown(number, step(quantity))


def step(quantity: Quantity) -> Fraction:
    """What one more in the last digit shown would be: 0.1 of 33.9%, 1000 of 3.2万条."""
    scaled = SCALED.search(collapse(quantity.text).text)
    if scaled is not None and yuan(quantity.unit) in (None, 1):
        factor = 1
        for sign in scaled["scale"]:
            factor *= SCALES[sign]
        return Fraction(factor, 10 ** len(scaled["decimals"] or ""))
    return _step(quantity.value)


def last_place(value: int | Decimal) -> int:
    """The power of ten of the last digit that is not zero, 1 where that is behind the point."""
    whole, place = abs(int(value)), 1
    while whole and whole % (place * 10) == 0:
        place *= 10
    return place


def meets(one: Span, other: Span) -> bool:
    """Whether two intervals have anything in common."""
    (a, b), (c, d) = one, other
    return (b is None or c is None or c <= b) and (a is None or d is None or a <= d)


def contains(one: Span, value: int | Decimal | Fraction) -> bool:
    """Whether a value lies in an interval."""
    return meets(one, (Fraction(value), Fraction(value)))


def same_money(one: Quantity | Metric, other: Quantity | Metric) -> bool | None:
    """Whether two amounts of yuan agree when the finer is rounded or cut off as the other one is.

    Nothing is nothing, whatever it was rounded from. ``None`` where one is no amount of yuan.
    """
    amounts = [_yuan(each.value, each.unit) for each in (one, other)]
    if any(amount is None for amount in amounts):
        return None
    (fine, _), (coarse, rounded) = sorted((a for a in amounts if a), key=lambda each: each[1])
    return coarse == fine if not coarse else contains(_shown(coarse, rounded), fine)


def _yuan(value: int | Decimal | None, unit: str | None) -> tuple[Fraction, Fraction] | None:
    """An amount in 元, and what one more in its last digit would be."""
    factor = yuan(unit)
    if factor is None or value is None:
        return None
    return Fraction(value) * factor, _step(value) * factor


def _shown(number: Fraction, rounded: Fraction) -> Span:
    """What may have been rounded, or cut off, to a number of which that is the last digit."""
    return number - rounded / 2, number + rounded * Fraction(999, 1000)


def _step(value: int | Decimal | None) -> Fraction:
    exponent = value.as_tuple().exponent if isinstance(value, Decimal) else 0
    return Fraction(10) ** min(0, exponent) if isinstance(exponent, int) else Fraction(1)


def _exact(value: int | Decimal | None) -> Fraction | None:
    return None if value is None else Fraction(value)
