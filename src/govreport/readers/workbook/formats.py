"""Numbers as a sheet shows them: by the format code of their cell (ECMA-376 18.8.31).

A number in a workbook is binary, and what the page shows of it is up to the cell's format: 0.339
may read 33.9%. Only what the page shows was published. Where a code is not understood, what is
shown cannot be taken for a number: the code stands behind it.

>>> show(0.339, "0.0%").text, show(12345.5, "#,##0.00").text, show(12.0, "General").text
('33.9%', '12,345.50', '12')
>>> show(2.5, "# ?/?").text
'2.5 [# ?/?]'
"""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal, localcontext

import regex
from msgspec import Struct

from govreport.readers.workbook.dates import is_date, show_date
from govreport.zh.patterns import lazy_pattern

__all__ = ["GENERAL", "Shown", "builtin", "show", "show_text"]

GENERAL = "General"
#: Excel computes and shows no more digits, and ``General`` no more characters.
_DIGITS, _GENERAL_WIDTH = 15, 11
#: From here on digits are missing, which no format brings back.
_FIRST_INEXACT = 10**_DIGITS
_LONGEST_CODE = 255
_MOST_DECIMALS = 30

_SECTIONS = lazy_pattern(r'(?:"[^"]*+"?|\\.|\[[^\]]*+\]?|[_*].|[^;"\\\[_*]|[\\_*])*+', regex.DOTALL)
_PART = lazy_pattern(
    r"""
      " (?P<quoted> [^"]*+ ) "?
    | \\ (?P<escaped> . )
    | _ .                              # room as wide as a character
    | \* .                             # a character to fill the cell with
    | \[ (?P<bracket> [^\]]*+ ) \]?
    | (?P<general> General | G/通用格式 )
    | (?P<text> @ )
    | (?P<digits> [0\#?.,]*[0\#?] [0\#?.,]*+ )
    | (?P<odd> [/eE] [+-]?+ | [0\#?.,] )
    | (?P<percent> % )
    | (?P<plain> . )
    """,
    regex.VERBOSE | regex.IGNORECASE | regex.DOTALL,
)
_COLORS = lazy_pattern(
    r"black|blue|cyan|green|magenta|red|white|yellow|colou?r\s*\d+|颜色\s*\d+"
    r"|黑色?|蓝色?|蓝绿色?|绿色?|洋红色?|红色?|白色?|黄色?",
    regex.IGNORECASE,
)
_CURRENCY = lazy_pattern(r"\$(?P<sign>[^-]*+)(?:-[0-9A-Fa-f]*+)?")

#: Formats that a file names by number only, as a Chinese Excel shows them (18.8.30).
_BUILTIN = {
    0: GENERAL, 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%",
    11: "0.00E+00", 12: "# ?/?", 13: "# ??/??", 14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm",
    17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss",
    22: "yyyy/m/d h:mm", 27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"', 32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"',
    34: '上午/下午h"时"mm"分"', 35: '上午/下午h"时"mm"分"ss"秒"', 36: 'yyyy"年"m"月"',
    37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00",
    41: '#,##0;-#,##0;"-";@', 42: '¥#,##0;-¥#,##0;¥"-";@', 43: '#,##0.00;-#,##0.00;"-";@',
    44: '¥#,##0.00;-¥#,##0.00;¥"-";@', 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0",
    48: "##0.0E+0", 49: "@", 50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 52: 'yyyy"年"m"月"',
    53: 'm"月"d"日"', 54: 'm"月"d"日"', 55: '上午/下午h"时"mm"分"',
    56: '上午/下午h"时"mm"分"ss"秒"', 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip


class Shown(Struct, frozen=True):
    """What the page shows of a number.

    ``known`` is false where its format is not understood, ``rounded`` true where the cell holds
    more digits, and ``masked`` where it shows no digit at all.
    """

    text: str
    known: bool = True
    rounded: bool = False
    masked: bool = False


def builtin(number: int) -> str | None:
    """Return the code of a format that has a number only, ``None`` if there is none."""
    return _BUILTIN.get(number)


def show(value: float, code: str, *, base_1904: bool = False) -> Shown:
    """Return what the page shows of a number, be it a date: those count from 1900 or 1904."""
    if not math.isfinite(value):
        return Shown(f"{value} [{code[:_LONGEST_CODE]}]", known=False)
    if value == int(value) and abs(value) < _FIRST_INEXACT and _is_plain(code):
        return Shown(str(int(value)))
    number = _exact(value)
    if abs(number) >= _FIRST_INEXACT:
        return _unknown(number, code)
    sections = _sections(code)
    section, own_sign = _choose(sections, number)
    if section is None:
        return _unknown(number, code)
    if is_date(section):
        text = show_date(value, section, base_1904=base_1904)
        return _unknown(number, code) if text is None else Shown(text)
    parsed = _parse(section)
    if parsed is None:
        return _unknown(number, code)
    return parsed.show(abs(number) if own_sign else number)


def show_text(text: str, code: str) -> str:
    """Return what the page shows of text: some formats add a word to it."""
    sections = _sections(code)
    if len(sections) < 4 and "@" not in sections[-1]:
        return text
    out = []
    for part in _PART.finditer(sections[-1]):
        kind = part.lastgroup
        if kind == "text":
            out.append(text)
        elif kind in ("quoted", "escaped", "plain"):
            out.append(part[kind])
        elif kind not in (None, "bracket"):
            return text
    return "".join(out)


@functools.lru_cache(maxsize=1_024)
def _is_plain(code: str) -> bool:
    """Whether a code shows a whole number by its digits and its sign, and nothing else."""
    sections = _sections(code)
    section = sections[0]
    if len(sections) > 1 or _choose(sections, Decimal(1)) != (section, False) or is_date(section):
        return False
    parsed = _parse(section)
    return parsed is not None and parsed in (_Format(general=True), _Format(digits="0"))


def _exact(value: float) -> Decimal:
    """The number to as many digits as Excel knows: its own sums end in 00000000000001 too."""
    with localcontext() as context:
        context.prec = _DIGITS
        context.rounding = ROUND_HALF_UP
        return +Decimal(repr(float(value)))


@functools.lru_cache(maxsize=1_024)
def _sections(code: str) -> tuple[str, ...]:
    """The parts of a code for positive numbers, negative ones, zero, and text."""
    if len(code) > _LONGEST_CODE:
        return ("?/?",)
    sections = []
    at = 0
    while True:
        match = _SECTIONS.match(code, at)
        at = match.end() if match else at
        sections.append(match[0] if match else "")
        if at >= len(code):
            return tuple(sections[:4])
        at += 1


def _choose(sections: Sequence[str], number: Decimal) -> tuple[str | None, bool]:
    """The part for a number, and whether that part itself tells a negative number."""
    if any(_CONDITION.search(section) for section in sections):
        return None, False
    numeric = sections[:3]
    if len(sections) == 1 or (len(sections) == 2 and "@" in _bare(sections[1])):
        return sections[0], False
    if number < 0 and numeric[1]:
        return numeric[1], True
    if number == 0 and len(numeric) == 3:
        return numeric[2], False
    return (numeric[1] if number < 0 else numeric[0]), number < 0


_CONDITION = lazy_pattern(r"\[\s*+[<>=]")
_LITERAL = lazy_pattern(r'"[^"]*+"?|\\.|\[[^\]]*+\]?')


def _bare(section: str) -> str:
    return _LITERAL.sub("", section)


class _Format(Struct, frozen=True):
    """A part of a code: text before and behind the digits, and how these are written."""

    before: str = ""
    behind: str = ""
    #: ``None``: no digits are shown.
    digits: str | None = None
    general: bool = False
    percents: int = 0

    def show(self, number: Decimal) -> Shown:
        """Return what it shows of a number."""
        if self.general:
            text = _general(number)
            return Shown(self._around(text, number < 0), rounded=Decimal(text) != abs(number))
        if self.digits is None:
            return Shown((self.before + self.behind).strip(), masked=True)
        whole, _, decimals = self.digits.partition(".")
        # Each comma behind the last digit divides by a thousand.
        thousands = len(self.digits) - len(self.digits.rstrip(","))
        thousands = thousands or len(whole) - len(whole.rstrip(","))
        scaled = number.scaleb(2 * self.percents - 3 * thousands)
        most = sum(sign in "0#?" for sign in decimals)
        least = sum(sign in "0" for sign in decimals)
        with localcontext() as context:
            context.prec = 400
            rounded = abs(scaled).quantize(Decimal(1).scaleb(-most), ROUND_HALF_UP)
        text = f"{rounded:f}"
        places = text.partition(".")[2]
        kept = max(len(places.rstrip("0")), least)
        integral = text.partition(".")[0].rjust(whole.count("0"), "0")
        if integral == "0" and not whole.count("0"):
            integral = ""
        if "," in whole.rstrip(","):
            integral = f"{int(integral or 0):,}" if integral else ""
        text = integral + ("." + places[:kept] if "." in self.digits else "")
        # The sign of a number that shows nothing but zeros is left out.
        negative = number < 0 and rounded != 0
        return Shown(
            self._around(text, negative),
            rounded=rounded != abs(scaled) or bool(thousands and number),
            masked=not text.strip("."),
        )

    def _around(self, text: str, negative: bool) -> str:
        return ("-" if negative else "") + f"{self.before}{text}{self.behind}".strip()


@functools.lru_cache(maxsize=1_024)
def _parse(section: str) -> _Format | None:
    """Read a part of a code; ``None``: not understood."""
    before: list[str] = []
    behind: list[str] = []
    digits: str | None = None
    general = False
    percents = 0
    for part in _PART.finditer(section):
        kind = part.lastgroup
        into = before if digits is None and not general else behind
        if kind in ("quoted", "escaped", "plain"):
            into.append(part[kind])
        elif kind == "percent":
            percents += 1
            into.append("%")
        elif kind == "bracket":
            sign = _bracket(part["bracket"])
            if sign is None:
                return None
            into.append(sign)
        elif kind in ("digits", "general", "text"):
            if digits is not None or general:
                return None
            general = kind != "digits"
            digits = part["digits"]
        elif kind == "odd":
            return None
    if digits is not None and (digits.count(".") > 1 or len(digits) > _MOST_DECIMALS):
        return None
    if not section.strip():
        return _Format()
    return _Format("".join(before), "".join(behind), digits, general, percents)


def _bracket(text: str) -> str | None:
    """What brackets show: the sign of a currency, or nothing where they name a color."""
    if _COLORS.fullmatch(text.strip()):
        return ""
    match = _CURRENCY.fullmatch(text)
    return match["sign"] if match else None


def _general(number: Decimal) -> str:
    """The digits of a number in a cell that is wide enough, without its sign."""
    number = abs(number)
    plain = f"{number:f}"
    whole = plain.partition(".")[0]
    room = max(_GENERAL_WIDTH - 1 - len(whole), 0)
    if "." in plain:
        rounded = number.quantize(Decimal(1).scaleb(-room), ROUND_HALF_UP)
        shown = f"{rounded:f}"
        # A number too small to be seen at this width is told in full.
        plain = plain if not rounded else shown
        plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
    return plain


def _unknown(number: Decimal, code: str) -> Shown:
    plain = _general(number)
    return Shown(f"{'-' if number < 0 else ''}{plain} [{code[:_LONGEST_CODE]}]", known=False)
