"""Ranges: 3至5件, 百分之十到二十, 3件以上5件以下."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from govreport.zh import numerals
from govreport.zh.patterns import quick_pattern
from govreport.zh.quantities.amount import Amount
from govreport.zh.quantities.amounts import hedge_before, read_amount
from govreport.zh.quantities.changes import has_origin
from govreport.zh.types import Qualifier, QuantityKind

__all__ = ["CLOSED", "join_bounds", "join_lengths", "read_range"]

DASH = quick_pattern(r" ?(?:[-－—–―~～﹣]{1,3}|至|到) ?")
#: These join the ends of a range only before 之间.
BETWEEN = quick_pattern(r" ?[与和] ?")
#: The signs that they end in.
JOINTS = frozenset("-－—–―~～﹣至到与和 ")
#: What ends a number that has no unit.
CLOSED = quick_pattern(
    r" ?(?:[，。；：！？、）)\n,;.!?”]|\Z|左右|以上|以下|以内"
    r"|[并且但和]{0,2}(?:[最至][多少]|不(?:少于|超过|低于|高于|大于|小于)|[大小多少低高]于))"
)
#: What may stand between the two bounds of a range: 3件以上5件以下, 不少于3次、不超过5次.
BETWEEN_BOUNDS = quick_pattern(r"[，,、且并但而和 ]{0,3}")
LOWER, UPPER = (
    (Qualifier.MORE_THAN, Qualifier.AT_LEAST),
    (Qualifier.LESS_THAN, Qualifier.AT_MOST),
)


def read_range(text: str, first: numerals.Found, last: numerals.Found) -> Amount | None:
    """3至5件, 95%～98%."""
    if last.start - first.end > 10 or text[last.start - 1] not in JOINTS:
        return None
    end = first.end
    unit = None
    dash = DASH.match(text, end)
    if dash is None:
        before = read_amount(text, first)
        if before is None or before.qualifier or before.weak or before.value is None:
            return None
        unit, end = before.unit, before.end
        low: numerals.Number | None = before.value
        dash = DASH.match(text, end)
    else:
        # 百分之十到百分之二十: 10, and not a tenth.
        share = read_amount(text, first) if type(first.value) is Fraction else None
        low = share.value if share else first.value
    between = None if dash else BETWEEN.match(text, end)
    joint = dash or between
    if joint is None or joint.end() != last.start or has_origin(text, first.start) is not None:
        return None
    amount = read_amount(text, last) or _same_share(text, first, last)
    if amount is not None and between and not text.startswith(("之间", "间"), amount.end):
        return None
    if amount is None or amount.value is None or (unit is not None and unit != amount.unit):
        return None
    if low is None:
        return None
    if unit is None and amount.kind is not QuantityKind.MONEY:
        tenths = amount.kind is QuantityKind.FRACTION and text[last.end : last.end + 1] == "成"
        low = Fraction(low) / 10 if tenths else _same_scale(low, last)
    if not low < amount.value or (amount.qualifier not in (None, Qualifier.ABOUT)):
        return None
    amount.start = amount.number = first.start
    amount.low, amount.high, amount.value = low, amount.value, None
    hedge = hedge_before(text, first.start)
    if hedge and hedge[0] is Qualifier.ABOUT:
        amount.start, amount.qualifier = hedge[1], hedge[0]
    return amount


def _same_share(text: str, first: numerals.Found, last: numerals.Found) -> Amount | None:
    """百分之十至二十: the second is of a hundred too."""
    share = read_amount(text, first) if type(first.value) is Fraction else None
    whole = isinstance(last.value, int) and CLOSED.match(text, last.end)
    if (
        share is None
        or share.kind not in (QuantityKind.PERCENT, QuantityKind.PERMILLE)
        or not whole
    ):
        return None
    return Amount(last.start, last.end, last.start, last.value, share.unit, share.kind)


def join_lengths(text: str, amounts: Sequence[Amount]) -> None:
    """Of one length of time in several units, 一 counts too: 一年又一个月21天, 一年零三个月."""
    for amount, following in zip(reversed(amounts[:-1]), reversed(amounts[1:]), strict=True):
        both = amount.kind is following.kind is QuantityKind.DURATION and not following.weak
        if amount.weak and both and text[amount.end : following.start] in ("", "又", "零", "多"):
            amount.weak = False


def join_bounds(text: str, amounts: Sequence[Amount]) -> list[Amount]:
    """Make one range of a lower and an upper bound that stand side by side."""
    made: list[Amount] = []
    for amount in amounts:
        before = made[-1] if made else None
        if before is not None and BETWEEN_BOUNDS.fullmatch(text, before.end, amount.start):
            joined = _joined_bounds(before, amount)
            if joined is not None:
                made[-1] = joined
                continue
        made.append(amount)
    return made


def _joined_bounds(one: Amount, other: Amount) -> Amount | None:
    lower, upper = (one, other) if other.qualifier in UPPER else (other, one)
    opposed = lower.qualifier in LOWER and upper.qualifier in UPPER
    same = one.kind is other.kind and one.unit in (None, other.unit)
    if not (opposed and same) or lower.high is not None or upper.low is not None:
        return None
    low, high = lower.value, upper.value
    if low is None or high is None or not low < high:
        return None
    return Amount(
        one.start, other.end, one.number, None, other.unit, other.kind, low=low, high=high
    )


def _same_scale(low: numerals.Number, last: numerals.Found) -> numerals.Number:
    """3至5万条: the first is in 万 too, if only then it is the lesser of two like figures."""
    for scale, factor in (("万", 10**4), ("亿", 10**8)):
        if last.text.endswith(scale) and low < last.value / factor:
            return low * factor
    return low
