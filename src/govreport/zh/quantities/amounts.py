"""One number and the words that belong to it: unit, hedge, bounds."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

from govreport.zh import numerals
from govreport.zh.patterns import quick_pattern
from govreport.zh.quantities.amount import Amount
from govreport.zh.quantities.money import SCALES, digit, read_money
from govreport.zh.quantities.words import TAIL_HEADS, Unit, words
from govreport.zh.types import Qualifier, QuantityKind

__all__ = ["hedge_before", "hedged", "read_amount", "read_unit", "read_unitless"]


LONGEST_HEDGE = 6
#: What may stand between a number and its unit.
TAIL = quick_pattern(
    r" ?(?P<over>(?:零?几|[余多来])(?=[^的年])|多(?=年))?"
    r"(?P<scale>[十百千万亿]{0,3}+)(?P<late>\+(?![A-Za-z0-9])|[余多]?+) ?"
)
PERCENTS = {"%": QuantityKind.PERCENT, "‰": QuantityKind.PERMILLE}
SHARES = (("百分之", QuantityKind.PERCENT, "%"), ("千分之", QuantityKind.PERMILLE, "‰"))
#: 九成, 六成四, but not 三成为.
TENTHS = quick_pattern(
    r"成(?P<more>[一二三四五六七八九半])?(?![为立员果效绩本都长功套了品型熟因就交年])"
)
#: Between a hedge and its number, as in 约占, 约为.
LINKS = frozenset("为占有是达合计了")
HALF = quick_pattern(r"[半多]")
#: What is no half of the unit before it: 三项半数以上, 两次半年.
HALF_UNIT = quick_pattern(r"半[年数天夜径个程]|多[^，。；、）的来以前后时]")
#: 分 is a score behind figures, or where the words say so; otherwise it is a word (十分).
SCORED = quick_pattern(r"(?:分|得|为|达|获|评|高于|低于|满)\Z")
#: 日 is a stretch of time in the company of these only.
WITHIN = quick_pattern(r" ?(?:内(?![部容设外涵在])|以内|之内)")


def read_amount(text: str, found: numerals.Found) -> Amount | None:
    """The quantity whose number was found, ``None`` where no unit makes it one."""
    start, end, value, written = found.start, found.end, found.value, found.text
    next_char = text[end : end + 1]
    tail = TAIL.match(text, end) if next_char in TAIL_HEADS else None
    sign = text[end : end + 2].lstrip(" ")[:1]
    if sign in PERCENTS and sign:
        stop = text.index(sign, end) + 1
        return hedged(text, Amount(start, stop, start, value, sign, PERCENTS[sign]))
    if type(value) is Fraction and written != "半":
        return _share(text, found)
    tenths = TENTHS.match(text, end) if next_char == "成" else None
    if tenths and 0 < value <= 10:
        more = Fraction(1, 20) if tenths["more"] == "半" else Fraction(digit(tenths["more"]), 100)
        share = Fraction(value) / 10 + more
        return hedged(text, Amount(start, tenths.end(), start, share, None, QuantityKind.FRACTION))
    over, scale, end = _tail(tail, end)
    found_unit = read_unit(text, end)
    if found_unit is None:
        return None
    unit, end = found_unit
    amount = Amount(start, end, start, value, unit.name, unit.kind)
    if unit.kind is QuantityKind.MONEY:
        read_money(text, amount, written, scale, over=bool(over))
        scale = "" if over else scale
    if over:
        _over(amount, over, scale)
    else:
        _and_a_half(text, amount)
    if not _is_unit(text, amount, written):
        return None
    return hedged(text, amount)


def read_unitless(text: str, found: numerals.Found) -> Amount:
    """The number as a quantity without a unit, with its hedges."""
    over, scale, end = _tail(TAIL.match(text, found.end), found.end)
    amount = Amount(found.start, end, found.start, found.value, None, QuantityKind.COUNT)
    if over:
        _over(amount, over, scale)
    return hedged(text, amount)


def read_unit(text: str, start: int) -> tuple[Unit, int] | None:
    """The unit at a place, the longest one, and its end."""
    if text.startswith(" ", start):
        start += 1
    for word, unit in words().units.get(text[start : start + 1], ()):
        if text.startswith(word, start):
            end = start + len(word)
            following = text[end : end + 1]
            if following in unit.not_before:
                return None
            glued = word[-1].isascii() and following.isascii() and following.isalnum()
            return None if glued else (unit, end)
    return None


def hedge_before(text: str, start: int) -> tuple[Qualifier, int] | None:
    """The hedge that stands before a place, and where it begins: the place itself, where a word
    stands between."""
    known = words()
    end = start - 1 if text.startswith(" ", start - 1) and start else start
    linked = end
    while linked > 0 and start - linked < 3 and text[linked - 1] in LINKS:
        linked -= 1
    for stop in {end: None, linked: None}:
        if stop == 0 or text[stop - 1] not in known.hedge_ends:
            continue
        for length in range(min(LONGEST_HEDGE, stop), 0, -1):
            qualifier = known.hedges_before.get(text[stop - length : stop])
            if qualifier is None:
                continue
            if text.endswith(known.not_hedges, max(0, stop - 4), stop):
                return None
            return qualifier, stop - length if stop == end else start
    return None


def _tail(tail: re.Match[str] | None, end: int) -> tuple[str, str, int]:
    """余, 多, 几 or 零几, the scale behind it, and where all of it ends."""
    if tail is None or not (tail["over"] or tail["late"]):
        return "", "", end
    return tail["over"] or tail["late"], tail["scale"], tail.end() - tail[0].endswith(" ")


def _share(text: str, found: numerals.Found) -> Amount | None:
    """百分之五, 三分之一, 1/3."""
    start, end = found.start, found.end
    written = found.text.replace("佰", "百").replace("仟", "千")
    if text[end : end + 1].isalnum() and text[end].isascii():
        return None
    for prefix, kind, sign in SHARES:
        if written.lstrip("负-").startswith(prefix):
            rest = written[written.index(prefix) + len(prefix) :]
            try:
                value = numerals.parse_number("一百" if rest == "百" else rest)
            except ValueError:
                return None
            if type(value) is Fraction:
                return None
            if written[0] in "负-":
                value = -value
            return hedged(text, Amount(start, end, start, value, sign, kind))
    # 12/15件: so many of so many.
    unit = read_unit(text, end) if "/" in written else None
    stop = unit[1] if unit else end
    return hedged(text, Amount(start, stop, start, found.value, None, QuantityKind.FRACTION))


def _over(amount: Amount, over: str, scale: str) -> None:
    """20余次, 二十几次, 一百零几次: from what is written to the end of its last place."""
    several = over.endswith("几")
    amount.qualifier = None if several else Qualifier.MORE_THAN
    value = amount.value
    if value is None or value < 0:
        return
    factor = 1
    for sign in scale:
        factor *= SCALES[sign]
    if not isinstance(value, (int, Decimal)):
        return
    place = 10 if over.startswith("零") else _place(value)
    amount.low = _times(value + (place // 10 if several and place >= 10 else 0), factor)
    amount.value = None if several else _times(value, factor)
    top = _times(value + place, factor)
    counted = amount.kind is QuantityKind.COUNT
    if over == "+" or (place == 1 and factor == 1):
        return  # 2136余条: more than it says, by who knows how much
    amount.high = top - 1 if counted else top


def _and_a_half(text: str, amount: Amount) -> None:
    """两年半, 一个半小时; 两个多小时."""
    value = amount.value
    if not isinstance(value, int):
        return
    half = HALF.match(text, amount.end)
    if half and amount.unit == "个":
        unit = read_unit(text, amount.end + 1)
        if unit is None or unit[0].kind is not QuantityKind.DURATION:
            unit = read_unit(f"个{text[amount.end + 1 : amount.end + 3]}", 0)
            if unit is None or unit[0].kind is not QuantityKind.DURATION:
                return
            unit = unit[0], amount.end + unit[1]
        amount.unit, amount.kind, amount.end = unit[0].name, unit[0].kind, unit[1]
    elif half and HALF_UNIT.match(text, amount.end):
        return
    elif half:
        amount.end = half.end()
    if half and half[0] == "半":
        amount.value = value + Decimal("0.5")
    elif half:
        amount.qualifier, amount.low, amount.high = Qualifier.MORE_THAN, value, value + 1


def _place(value: int | Decimal) -> int:
    """The power of ten of the last digit that is not zero, 1 where that is behind the point."""
    place = 1
    while value and value % (place * 10) == 0:
        place *= 10
    return place


def _times(value: int | Decimal, factor: int) -> int | Decimal:
    product = value * factor
    return int(product) if product == int(product) and factor > 1 else product


def _is_unit(text: str, amount: Amount, written: str) -> bool:
    """Whether the unit is one here, and not the beginning of a word or a date."""
    name, start, end = amount.unit, amount.start, amount.end
    if name == "分" and not written[-1].isascii():
        return SCORED.search(text, max(0, start - 2), start) is not None
    if name == "日":
        within = WITHIN.match(text, end) is not None
        return within or hedge_before(text, start) is not None
    if name == "度" and not written[-1].isascii():
        return False
    if written == "一":
        return _counts(text, amount)
    return True


def _counts(text: str, amount: Amount) -> bool:
    """Whether 一 counts, and is no article (一个) or part of a word (统一)."""
    known = words()
    name, start = amount.unit, amount.start
    before = text[start - 1 : start]
    if (before in known.article_not_after and before) or text.endswith(
        known.article_none, max(0, start - 4), start
    ):
        amount.weak = True
    elif name in known.article_never:
        return False
    elif name in known.article_units:
        amount.weak = not text.endswith(known.article_after, max(0, start - 4), start)
    return True


def hedged(text: str, amount: Amount) -> Amount:
    """Add the hedges around it, and the bounds that they set."""
    if amount.qualifier is None:
        _hedge_behind(text, amount)
    before = hedge_before(text, amount.start)
    if before is None:
        return amount
    qualifier, start = before
    if qualifier is Qualifier.NEARLY and amount.kind is QuantityKind.DURATION:
        return amount  # 近3年 is the last three years
    amount.start = start
    if amount.qualifier is None:
        _bound(amount, qualifier)
    return amount


def _hedge_behind(text: str, amount: Amount) -> None:
    if text[amount.end : amount.end + 1] not in words().hedge_heads:
        lengths: tuple[int, ...] = ()
    else:
        lengths = (3, 2)
    for length in lengths:
        hedge = text[amount.end : amount.end + length]
        qualifier = words().hedges_behind.get(hedge)
        if qualifier:
            amount.end += len(hedge)
            _bound(amount, qualifier)
            return
    within = WITHIN.match(text, amount.end) if amount.kind is QuantityKind.DURATION else None
    if within:
        amount.end = within.end()
        _bound(amount, Qualifier.AT_MOST)


def _bound(amount: Amount, qualifier: Qualifier) -> None:
    amount.qualifier = qualifier
    if qualifier in (Qualifier.MORE_THAN, Qualifier.AT_LEAST):
        amount.low = amount.value
    elif qualifier in (Qualifier.NEARLY, Qualifier.AT_MOST, Qualifier.LESS_THAN):
        amount.high = amount.value
