"""金额: scales that belong to the unit, 角 and 分, and the currency before the number."""

from __future__ import annotations

from decimal import Decimal

from govreport.zh import numerals
from govreport.zh.patterns import quick_pattern
from govreport.zh.quantities.amount import Amount

__all__ = ["SCALES", "digit", "read_money", "yuan"]

SCALED_MONEY = quick_pattern(r"(?P<number>[^万亿]+)(?P<scale>[万亿]{1,2})")
YUAN = quick_pattern(r"(?P<scale>[十百千万亿]*)元(?:人民币)?")
SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
CURRENCY_BEFORE = quick_pattern(r"(?:人民币|[￥¥]) ?\Z")
_DIGIT = "[0-9一二三四五六七八九壹贰叁肆伍陆柒捌玖]"
SMALL_CHANGE = quick_pattern(
    rf"(?P<tenths>{_DIGIT})角(?:零?(?P<hundredths>{_DIGIT})分)?整?|零?(?P<cents>{_DIGIT})分|[整正](?!\p{{Han}})"
)


def read_money(text: str, amount: Amount, written: str, scale: str, *, over: bool) -> None:
    """Leave the last scale to the unit (25.1万元 is 25.1 of 万元), and add 角 and 分."""
    prefix = CURRENCY_BEFORE.search(text, max(0, amount.start - 4), amount.start)
    if prefix and amount.unit == "元":
        amount.start = prefix.start()
    change = SMALL_CHANGE.match(text, amount.end) if amount.unit == "元" and not over else None
    if change:
        amount.end = change.end()
        tenths, hundredths = digit(change["tenths"]), digit(change["hundredths"] or change["cents"])
        if tenths or hundredths:
            amount.value = Decimal(f"{amount.value}.{tenths}{hundredths or ''}")
        return
    split = SCALED_MONEY.fullmatch(written)
    if over and scale:
        amount.unit = f"{scale}{amount.unit}"
    elif split and not over:
        try:
            amount.value = numerals.parse_number(split["number"])
        except ValueError:
            return
        amount.unit = f"{split['scale']}{amount.unit}"


def yuan(unit: str | None) -> int | None:
    """How many yuan a unit is (万元: 10000), ``None`` where it is none of yuan."""
    match = YUAN.fullmatch(unit or "")
    if match is None:
        return None
    factor = 1
    for scale in match["scale"]:
        factor *= SCALES[scale]
    return factor


def digit(written: str | None) -> int:
    """The value of one numeral, 0 where there is none."""
    return int(numerals.parse_number(written)) if written else 0
