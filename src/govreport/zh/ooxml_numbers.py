"""Numbers as Word shows them: the formats of ECMA-376 17.18.59, ST_NumberFormat.

>>> format_word_number(12, "chineseCounting"), format_word_number(3, "upperRoman")
('十二', 'III')
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import regex

from govreport.zh.numerals import Style, to_chinese

__all__ = ["CIRCLES", "ROMANS", "format_word_number", "row"]

HAN_DIGITS = "一二三四五六七八九"


def format_word_number(number: int, number_format: str) -> str:
    """Return what Word shows for a number in a format of ECMA-376 17.18.59, ST_NumberFormat.

    Without the level's own text (%1、). ``none`` and ``bullet`` show no number: ``""``. A format
    that is not known here, and a number that a format has no sign for, are shown in decimal.
    """
    if number_format in ("none", "bullet"):
        return ""
    writer = _WRITERS.get(number_format, str)
    return (writer(number) if 0 <= number <= _LAST_IN_WORD else "") or str(number)


#: Word counts no further.
_LAST_IN_WORD = 32_767


def row(first: str, length: int) -> str:
    """Return neighbouring characters, from ``first`` on."""
    return "".join(chr(ord(first) + n) for n in range(length))


CIRCLES = row("①", 20) + row("㉑", 15) + row("㊱", 15)
_TRADITIONAL = str.maketrans("贰叁陆万亿", "貳參陸萬億")
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"


def _roman(number: int) -> str:
    signs = ""
    for value, sign in _ROMAN_SIGNS:
        signs += sign * (number // value)
        number %= value
    return signs


_ROMAN_SIGNS = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L")),
    *((40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)
ROMANS = {_roman(number): number for number in range(1, 40)}
ROMANS |= {sign: number for number, sign in enumerate(row("Ⅰ", 12), 1)}


def _letters(number: int) -> str:
    """a … z, aa, bb … zz, aaa: the letter is repeated."""
    if not 1 <= number <= 780:
        return ""
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _from(signs: Sequence[str]) -> Callable[[int], str]:
    """One sign for each number, in decimal beyond the last."""
    return lambda number: signs[number - 1] if 1 <= number <= len(signs) else ""


def _digits(signs: str) -> Callable[[int], str]:
    """Digit by digit, with other signs for 0 to 9."""
    return lambda number: "".join(signs[int(digit)] for digit in str(number))


def _counting(zero: str) -> Callable[[int], str]:
    """一 … 十 … 九十九, then digit by digit: 一○○ ([MS-DOCX] 2.4)."""
    spell = _digits(zero + HAN_DIGITS)
    return lambda number: to_chinese(number) if 1 <= number <= 99 else spell(number)


def _financial(number: int) -> str:
    return to_chinese(number, Style.FINANCIAL)


def _japanese(number: int) -> str:
    """百一: no 零 between and no 一 before 十, 百 and 千. In decimal from 10,000 on."""
    if not 1 <= number <= 9999:
        return ""
    return regex.sub("零|一(?=[十百千])", "", to_chinese(number))


def _ordinal(number: int) -> str:
    late = 10 <= number % 100 <= 20
    return f"{number}{'th' if late else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


_WORDS = (
    *("Zero", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten"),
    *("Eleven", "Twelve", "Thirteen", "Fourteen", "Fifteen", "Sixteen", "Seventeen", "Eighteen"),
    "Nineteen",
)
_TENS = ("Twenty", "Thirty", "Forty", "Fifty", "Sixty", "Seventy", "Eighty", "Ninety")


def _cardinal(number: int) -> str:
    """In English, up to ninety-nine."""
    if number < 20:
        return _WORDS[number]
    if number > 99:
        return ""
    one = f"-{_WORDS[number % 10].lower()}" if number % 10 else ""
    return _TENS[number // 10 - 2] + one


_WRITERS: Mapping[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalHalfWidth": str,
    "decimalFullWidth": _digits("０１２３４５６７８９"),
    "decimalFullWidth2": _digits("０１２３４５６７８９"),
    "decimalZero": "{:02}".format,
    "numberInDash": "- {} -".format,
    "hex": "{:X}".format,
    "ordinal": _ordinal,
    "cardinalText": _cardinal,
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerLetter": _letters,
    "decimalEnclosedCircle": _from(CIRCLES),
    "decimalEnclosedCircleChinese": _from(CIRCLES),
    "decimalEnclosedParen": _from(row("⑴", 20)),
    "decimalEnclosedFullstop": _from(row("⒈", 20)),
    # Word encloses them in parentheses, whatever the name says ([MS-OI29500] 2.1.540).
    "ideographEnclosedCircle": _from(row("㈠", 10)),
    "ideographTraditional": _from(_STEMS),
    "ideographZodiac": _from(_BRANCHES),
    "ideographZodiacTraditional": _from([_STEMS[n % 10] + _BRANCHES[n % 12] for n in range(60)]),
    "ideographDigital": _digits("〇" + HAN_DIGITS),
    "japaneseDigitalTenThousand": _digits("〇" + HAN_DIGITS),
    "taiwaneseDigital": _digits("○" + HAN_DIGITS),
    "chineseCounting": _counting("○"),
    "taiwaneseCounting": _counting("○"),
    "chineseCountingThousand": to_chinese,
    "taiwaneseCountingThousand": to_chinese,
    "japaneseCounting": _japanese,
    "chineseLegalSimplified": _financial,
    "ideographLegalTraditional": lambda number: _financial(number).translate(_TRADITIONAL),
}
