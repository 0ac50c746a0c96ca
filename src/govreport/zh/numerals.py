"""数字: numbers as Chinese text writes them, read and written exactly.

Digits, Chinese numerals (simplified, traditional, financial) and mixtures of both; never a float,
and never a guess: what is not wholly one number is a ``ValueError``.

>>> parse_number("１，２３４"), parse_number("3万5千"), parse_number("二〇一九")
(1234, 35000, 2019)
>>> parse_number("零点五"), parse_number("百分之十二点五"), parse_number("1.5亿")
(Decimal('0.5'), Fraction(1, 8), 150000000)
>>> parse_number("二十三十")
Traceback (most recent call last):
...
ValueError: not a number: '二十三十'

The last digit may leave out its unit (一万五 is 15000), but only where nothing else can be meant:
三亿二千 (3.2亿, or 3亿2000?) is no number, 三亿零二千 and 三亿二千万 are.

>>> to_chinese(10001), to_chinese(15, Style.FINANCIAL), to_chinese(2019, Style.DIGITS)
('一万零一', '壹拾伍', '二〇一九')
"""

from __future__ import annotations

import enum
from decimal import Decimal

from govreport.zh._grammar import MAX_LENGTH, Number, parse_number

__all__ = ["MAX_LENGTH", "Number", "Style", "parse_number", "to_chinese"]


class Style(enum.Enum):
    """How to write a number: digits 0 to 9, 十百千, 万, 亿, 负, 点."""

    SIMPLIFIED = ("零一二三四五六七八九", "十百千", "万", "亿", "负", "点")
    TRADITIONAL = ("零一二三四五六七八九", "十百千", "萬", "億", "負", "點")
    #: 大写, as in accounts, where ten is 壹拾.
    FINANCIAL = ("零壹贰叁肆伍陆柒捌玖", "拾佰仟", "万", "亿", "负", "点")
    #: Digits by place, as in years: 二〇一九.
    DIGITS = ("〇一二三四五六七八九", "", "", "", "负", "点")


def to_chinese(number: int | Decimal, style: Style = Style.SIMPLIFIED) -> str:
    """Write a number in Chinese numerals; a ``Decimal`` keeps its places.

    Raises:
        ValueError: it is not finite, or 10^16 or more either way.
    """
    exact = Decimal(number)
    if not exact.is_finite() or exact.copy_abs() >= 10**16:
        raise ValueError(f"cannot write {number}")
    *_, minus, point = style.value
    whole, _, decimals = format(exact.copy_abs(), "f").partition(".")
    written = _spell(whole, style) if style is Style.DIGITS else _whole(int(whole), style)
    if written.startswith("一十"):
        written = written[1:]
    if decimals:
        written += point + _spell(decimals, style)
    return minus + written if number < 0 else written


def _whole(number: int, style: Style) -> str:
    digits, units, wan, yi, _, _ = style.value
    for factor, scale in ((10**8, yi), (10**4, wan)):
        high, low = divmod(number, factor)
        if high:
            zero = digits[0] if 0 < low < factor // 10 else ""
            return _whole(high, style) + scale + zero + (_whole(low, style) if low else "")
    written = ""
    for power in (3, 2, 1, 0):
        digit = number // 10**power % 10
        if digit:
            written += digits[digit] + ("", *units)[power]
        elif written and not written.endswith(digits[0]) and number % 10**power:
            written += digits[0]
    return written or digits[0]


def _spell(number: str, style: Style) -> str:
    return "".join(style.value[0][int(digit)] for digit in number)
