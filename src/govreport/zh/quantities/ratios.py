"""比: 3:1, 按1：2.5的比例, 三比一."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from govreport.zh.numerals import parse_number
from govreport.zh.patterns import quick_pattern
from govreport.zh.quantities.amount import Amount
from govreport.zh.quantities.amounts import hedged
from govreport.zh.types import QuantityKind

__all__ = ["find_ratios"]

_SIDE = r"[0-9]{1,9}(?:\.[0-9]{1,6})?"
PATTERN = quick_pattern(
    rf"(?<![0-9.:：])(?P<a>{_SIDE})(?:[:：∶]|(?=比)比)(?P<b>{_SIDE})(?![0-9.:：])"
    r"|(?<!\p{Han})(?P<above>[一二三四五六七八九十])比(?P<below>[一二三四五六七八九十])(?=的比例)"
)
SIGN = quick_pattern(r"[:：∶比]")
#: 10:22 is a time of the day, unless the words speak of a ratio.
RATIO_BEFORE = quick_pattern(
    r"(?:比例|比率|之比|配比|占比|按照?|比)(?:约|大约|达|近)?(?:为|是|达)?[:：]?\Z"
)


def find_ratios(text: str) -> Iterator[Amount]:
    """Yield the ratios, by offsets of the collapsed text."""
    if SIGN.search(text) is None:
        return
    for match in PATTERN.finditer(text):
        start, end = match.span()
        if not (
            RATIO_BEFORE.search(text, max(0, start - 8), start) or text.startswith("的比例", end)
        ):
            continue
        below = Fraction(parse_number(match["b"] or match["below"]))
        if below:
            value = Fraction(parse_number(match["a"] or match["above"])) / below
            yield hedged(text, Amount(start, end, start, value, None, QuantityKind.RATIO))
