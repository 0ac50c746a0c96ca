"""The grammar of written numbers; ``parse_number`` is public in :mod:`govreport.zh.numerals`.

A number below 10^4 is a *section* of terms (三千 零 五), each unit lower than the one before.
Scales (万, 亿, 兆) multiply what stands before them, their *head*, and add what follows, their
*tail*.
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

from govreport.zh.patterns import quick_pattern

__all__ = ["MAX_LENGTH", "Number", "parse_number"]

Number = int | Decimal | Fraction

#: No number in a report is written longer; the bound keeps hostile text cheap.
MAX_LENGTH = 64

UNITS = {"": 1, "十": 10, "百": 100, "千": 1000}
SCALES = {"兆": 10**12, "亿": 10**8, "万": 10**4}
NEXT_SCALE = {"兆": "亿", "亿": "万", "万": ""}
TENS = {"廿": 20, "卅": 30, "卌": 40}
DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")}

#: Every way of writing a numeral, and the plain simplified one. A circle is left for later.
PLAIN = str.maketrans(
    "０１２３４５６７８９，．／－−﹣＋﹢负負〇◯壹贰貳弍叁參叄肆伍陆陸柒捌玖拾佰仟萬億點兩",
    "0123456789,./---++--零○一二二二三三三四五六六七八九十百千万亿点两",
)

GROUPED = r"(?:[0-9]{1,3}(?:,[0-9]{3})++|[0-9]++)"
ASCII = quick_pattern(rf"{GROUPED}(?:\.[0-9]++)?+")
RATIO = quick_pattern(r"([0-9]++)/([0-9]++)")
#: Digits alone, by place. Letters O and the figure 0 stand in for 〇 beside Chinese digits only.
POSITIONAL = quick_pattern(r"[零一二三四五六七八九0OoＯｏ]++")
ZEROS = str.maketrans("0OoＯｏ", "零零零零零")
ORDINARY = quick_pattern(r"[一二三四五六七八九]")
#: A number with decimals or in digits, and what it is multiplied by.
SCALED = quick_pattern(
    rf"""
    (?: (?P<ascii>{GROUPED}(?:\.[0-9]++)?+)
      | (?P<whole>[^点]++) 点 (?P<decimals>[零一二三四五六七八九]++) )
    (?P<unit>[百千]?+) (?P<scale>(?:万亿|[万亿兆])?+)
    """,
    re.VERBOSE,
)
TERM = quick_pattern(
    r"""
    (?P<zero>零?+)
    (?: (?P<tens>[廿卅卌])
      | (?P<digit>[一二三四五六七八九两]|[0-9]++)? (?P<unit>[十百千])
      | (?P<ones>[一二三四五六七八九]|[0-9]++) )
    """,
    re.VERBOSE,
)


class _IllFormed(Exception):
    """The grammar does not admit it."""


def parse_number(text: str) -> Number:
    """Read a text that is wholly one number; spaces around it do not count.

    Digits without a decimal part give an ``int``, as does anything multiplied out to a whole number
    (1.5亿); other decimals a ``Decimal`` that keeps the places written; 三分之一, 一又三分之一,
    百分之五, 1/3 and 半 a ``Fraction``.

    Raises:
        ValueError: it is not a number, not well formed, or can be read in more than one way.
    """
    if len(text) > MAX_LENGTH:
        raise ValueError(f"not a number: {text[:MAX_LENGTH]!r}…")
    if text.isascii() and text.isdigit():
        return int(text)
    plain = text.strip().translate(PLAIN)
    negative = plain.startswith("-")
    if negative or plain.startswith("+"):
        plain = plain[1:]
    try:
        value = _number(plain)
    except _IllFormed:
        raise ValueError(f"not a number: {text!r}") from None
    if not negative:
        return value
    # The minus operator rounds a Decimal to the context's precision.
    return value.copy_negate() if isinstance(value, Decimal) else -value


def _number(text: str) -> Number:
    if ASCII.fullmatch(text):
        digits = text.replace(",", "")
        return Decimal(digits) if "." in digits else int(digits)
    if text == "半":
        return Fraction(1, 2)
    if "○" in text:
        # A circle alone is a bullet or an empty box.
        if not ORDINARY.search(text):
            raise _IllFormed
        text = text.replace("○", "零")
    ratio = RATIO.fullmatch(text)
    if ratio:
        return _ratio(int(ratio[2]), int(ratio[1]))
    below, parted, above = text.partition("分之")
    if not parted:
        return _magnitude(text)
    whole, mixed, below = below.rpartition("又")
    ratio_value = _ratio(_part(below), _part(above))
    if not mixed:
        return ratio_value
    if ratio_value >= 1:
        raise _IllFormed
    return _whole(whole, last=True) + ratio_value


def _ratio(below: int | Decimal, above: int | Decimal) -> Fraction:
    if not isinstance(below, int) or below == 0:
        raise _IllFormed
    return Fraction(above) / below


def _part(text: str) -> int | Decimal:
    """A part of a ratio, where 百 needs no 一 before it: 百分之百, 百万分之五."""
    return _magnitude("一" + text if text and text[0] in "百千万亿" else text)


def _magnitude(text: str) -> int | Decimal:
    if POSITIONAL.fullmatch(text):
        return _positional(text)
    scaled = SCALED.fullmatch(text)
    if scaled:
        return _scaled(scaled)
    return _whole(text, last=True)


def _positional(text: str) -> int:
    if not ORDINARY.search(text) and text.strip("零") and text.strip("0"):
        raise _IllFormed
    return int("".join(str(DIGITS[char]) for char in text.translate(ZEROS)))


def _scaled(match: re.Match[str]) -> int | Decimal:
    factor = UNITS[match["unit"]]
    for scale in match["scale"]:
        factor *= SCALES[scale]
    if match["ascii"]:
        digits = match["ascii"].replace(",", "")
    else:
        whole = match["whole"]
        integer = _positional(whole) if POSITIONAL.fullmatch(whole) else _whole(whole, last=True)
        digits = f"{integer}." + "".join(str(DIGITS[char]) for char in match["decimals"])
    # By exponent, because multiplying rounds to the context's precision.
    value = Decimal(f"{digits}E{len(str(factor)) - 1}")
    if factor == 1 and "." in digits:
        return value
    return int(value) if Fraction(value).denominator == 1 else value


def _whole(text: str, *, last: bool) -> int:
    """A whole number; ``last``: its end is the end of all, so that its last unit may be missing."""
    if text == "两":
        return 2
    text = text.replace("万万", "亿")
    for scale, factor in SCALES.items():
        head, found, tail = text.partition(scale)
        if found:
            value = _whole(head, last=False) * factor
            last = last and SCALES.keys().isdisjoint(head)  # 一万亿五: five of which?
            return value + _tail(tail, scale, last=last) if tail else value
    return _section(text, last=last)


def _tail(text: str, scale: str, *, last: bool) -> int:
    """What follows a scale: less than it, and joined so that only one value can be meant."""
    factor = SCALES[scale]
    if text.isascii() and text.isdigit() and len(text) == len(str(factor)) - 1:
        return int(text)  # 1亿95502252, 625万0000: every place is written
    if text in DIGITS and text != "零":
        if not last:
            raise _IllFormed
        return DIGITS[text] * factor // 10
    if text.startswith("零"):
        text = text[1:]
        if text == "两":
            raise _IllFormed
    elif NEXT_SCALE[scale] not in text or not _joins(text):
        raise _IllFormed
    value = _whole(text, last=last)
    if text == "两" or not 0 < value < factor:
        raise _IllFormed
    return value


def _joins(text: str) -> bool:
    """Digits join a 万 as 3万5000, 1万600 or 1万0600; 3万5 may be 30005 or 35000."""
    return not text.isascii() or len(text) == 4 or (len(text) == 3 and text[0] != "0")


def _section(text: str, *, last: bool) -> int:
    if text.isascii() and text.isdigit():
        return int(text)
    total, place, end = 0, 10_000, 0
    for match in TERM.finditer(text):
        if match.start() != end:
            raise _IllFormed
        value, unit = _term(match, place, last=last and match.end() == len(text))
        if unit >= place or (match["zero"] and (end == 0 or unit * 10 >= place)):
            raise _IllFormed
        total, place, end = total + value, unit, match.end()
    if end == 0 or end != len(text):
        raise _IllFormed
    return total


def _term(match: re.Match[str], place: int, *, last: bool) -> tuple[int, int]:
    """The value of one term behind a unit of ``place``, and its own unit."""
    first = match.start() == 0
    if match["tens"]:
        return TENS[match["tens"]], 10
    if match["unit"]:
        return _counted(match["digit"], UNITS[match["unit"]], first=first)
    ones = match["ones"]
    if match["zero"] and ones.isascii() and len(ones) == len(str(place)) - 2:  # 2千零30
        return _figure(ones, long=True), 1
    if first or place == 10 or match["zero"]:
        if ones.isascii():
            return _figure(ones, long=False), 1
        return DIGITS[ones], 1
    if ones.isascii() and len(ones) == len(str(place)) - 1:  # 1百01, 1千600
        return int(ones), 1
    if ones.isascii() or not last:
        raise _IllFormed
    return DIGITS[ones] * place // 10, 1  # 三百二


def _counted(digit: str | None, unit: int, *, first: bool) -> tuple[int, int]:
    if digit is None:
        if unit != 10:
            raise _IllFormed
        return 10, 10
    if digit == "两":
        if unit == 10:
            raise _IllFormed
        return 2 * unit, unit
    count = _figure(digit, long=first and unit > 10) if digit.isascii() else DIGITS[digit]
    return count * unit, unit


def _figure(digits: str, *, long: bool) -> int:
    if digits.startswith("0") or (len(digits) > 1 and not long):
        raise _IllFormed
    return int(digits)
