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

In running text what looks like a number may be none: a range's dash is no minus, 七八件 is no 78,
and of a date 2019.1.9 no part is a number.

>>> [found.value for found in find_numbers("受理3,119件（1月-8月），七八件未办，同比-5.2%")]
[3119, 1, 8, Decimal('-5.2')]
"""

from __future__ import annotations

import enum
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from msgspec import Struct

from govreport.zh.grammar import MAX_LENGTH, Number, parse_number
from govreport.zh.patterns import quick_pattern

__all__ = [
    "MAX_LENGTH",
    "NUMBER",
    "Found",
    "Number",
    "Style",
    "find_numbers",
    "parse_number",
    "to_chinese",
]

FINANCIAL_DIGITS = "壹贰貳弍叁參叄肆伍陆陸柒捌玖"
FINANCIAL = f"{FINANCIAL_DIGITS}拾佰仟"
NUMERAL = f"[0-9零〇○◯一二三四五六七八九十百千万亿兆萬億两兩廿卅卌半{FINANCIAL}]"
#: Behind what a minus is a dash (1月-8月, 3-5, A-1): anything but these.
NOT_BEFORE_SIGN = r"[^\s(（\[［:：,，;；、/=＝为為是约約达達率幅比增减減长長降升值]"

#: Source of a pattern, in linear time, of the longest stretch that may be one number.
NUMBER = (
    rf"(?:(?<!{NOT_BEFORE_SIGN})[-−+]|[负負])?+"
    rf"{NUMERAL}++(?>(?:(?:[./点點又]|(?<=[0-9])[,，](?=[0-9])|分之|[OoＯｏ]++){NUMERAL}++)*)"
    r"(?:(?<=[零〇○一二三四五六七八九])[OoＯｏ]++(?![A-Za-z0-9]))?+"  # 二〇二O年
)
CANDIDATE = quick_pattern(NUMBER)

#: The last character of a word before a number: 队伍30人, 登陆三次, 之一2018年.
WORD_END = quick_pattern(r"(?<=[队隊入退])伍|(?<=[大登内內])[陆陸]|(?<=放)肆|一(?=[1-9])")
#: Two digits side by side are a guess (七八件) or a name (五四, 一一对应), but for 三〇; one
#: financial character is a word (陆续, 收拾).
NOT_COUNTING = quick_pattern(rf"[一二三四五六七八九两兩{FINANCIAL_DIGITS}]{{2}}|[{FINANCIAL}]")
#: 1.2018年: the number of a list's item runs into a year.
ITEM_AND_YEAR = quick_pattern(r"[0-9]{1,2}\.(?:19|20)[0-9]{2}")
#: 有三点一是…, 一点一滴: the point is a word.
AFTER_POINT = frozenset("是要则滴点")
POINT = quick_pattern(r"[.点點]")
COMMA = quick_pattern(r"，")
#: 10，345，67: no telling which commas part numbers and which part thousands.
THOUSANDS = quick_pattern(r"[0-9]，[0-9]{3}(?![0-9])")
CURRENCY = frozenset("元美日港韩欧")
METRIC = frozenset("克米瓦伏卡帕赫焦升")
#: Behind these no 千 goes on with the number.
BEFORE_THOUSAND = frozenset("0123456789十百千万亿")
#: Before 半, these make a word that is no half of a unit: 上半年, 多半, 减半.
BEFORE_HALF = frozenset("上下前后大多过一对折减各")


class Found(Struct, frozen=True, gc=False):
    """A number in running text: its half-open span, its value and its text."""

    start: int
    end: int
    value: Number
    text: str


class Style(enum.Enum):
    """How to write a number: digits 0 to 9, 十百千, 万, 亿, 负, 点."""

    SIMPLIFIED = ("零一二三四五六七八九", "十百千", "万", "亿", "负", "点")
    TRADITIONAL = ("零一二三四五六七八九", "十百千", "萬", "億", "負", "點")
    #: 大写, as in accounts, where ten is 壹拾.
    FINANCIAL = ("零壹贰叁肆伍陆柒捌玖", "拾佰仟", "万", "亿", "负", "点")
    #: Digits by place, as in years: 二〇一九.
    DIGITS = ("〇一二三四五六七八九", "", "", "", "负", "点")


def find_numbers(text: str) -> Iterator[Found]:
    """Find the numbers in folded text, in order and in linear time.

    A stretch that is not surely one number is passed over as a whole, never cut down to a part that
    happens to be one. A hundred words hold numerals without being numbers (统一, 百官街道): what a
    number counts is for the caller to see.
    """
    for match in CANDIDATE.finditer(text):
        start, end = match.span()
        if text[start - 1 : start] == "." and not text[start - 2 : start - 1].isalpha():
            continue  # the decimals of something unread
        found = _found(text, start, end)
        if found:
            yield found
            continue
        for part in _parts(text, start, end):
            found = _found(text, *part)
            if found:
                yield found


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


def _found(text: str, start: int, end: int) -> Found | None:
    if end - start > MAX_LENGTH:
        return None
    word_end = WORD_END.match(text, start, end)
    start = word_end.end() if word_end else start
    end = _before_unit(text, start, end)
    written = text[start:end]
    if not written or NOT_COUNTING.fullmatch(written) or _pointless(written, text[end : end + 1]):
        return None
    try:
        value = parse_number(written)
    except ValueError:
        return None
    if type(value) is Fraction and not _is_share(written, value, text[start - 1 : start]):
        return None
    return Found(start, end, value, written)


def _before_unit(text: str, start: int, end: int) -> int:
    """Leave 千 and 兆 to the unit that they belong to (25千瓦, 100兆宽带), and 零 to 几."""
    last, after = text[end - 1 : end], text[end : end + 1]
    if last == "兆" and after not in CURRENCY:
        return end - 1
    if last == "千" and after in METRIC and text[max(end - 2, start)] in BEFORE_THOUSAND:
        return end - 1
    if last == "零" and after == "几" and end - start > 1:
        return end - 1
    return end


def _pointless(written: str, after: str) -> bool:
    """Whether the point in it is no decimal point."""
    if after == "年" and ITEM_AND_YEAR.fullmatch(written):
        return True
    written = written.replace("點", "点")
    if "点" not in written:
        return False
    # 一点两小时: a point before 两 is no decimal point.
    return after == "分" or "点两" in written or (written[-2] == "点" and after in AFTER_POINT)


def _is_share(written: str, value: Fraction, before: str) -> bool:
    """三分之一, 1/3 and 半年, but not 2018/2019, 24/7 or 上半年."""
    if written == "半":
        return before not in BEFORE_HALF
    return "分之" in written or (0 < value < 1 and len(written) <= len("99/100"))


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the spans of a stretch that is surely made of several numbers."""
    after = text[end : end + 1]
    if end - start <= MAX_LENGTH and _pointless(text[start:end], after):
        if after == "分":
            return
        parting = POINT
    elif THOUSANDS.search(text, start, end):
        return
    else:
        parting = COMMA
    last = start
    for match in parting.finditer(text, start, end):
        yield (last, match.start())
        last = match.end()
    if last > start:
        yield (last, end)


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
