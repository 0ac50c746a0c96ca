"""What a figure's cell says: a value, one of the kinds of nothing, or something unreadable.

A blank is not a zero, and what is not surely a number is not read as one: ``约20``, the letter
``O``, ``1 2`` and ``一`` alone (one, or a dash?) are unreadable, with their raw text kept.

>>> read_figure("１,２３４件")
Figure(value=1234, state=None, unit='件')
>>> read_figure("——").state, read_figure("").state, read_figure("约20").state
(<State.DASH: 'dash'>, <State.BLANK: 'blank'>, <State.UNREADABLE: 'unreadable'>)
>>> read_figure("25.1万元").value
Decimal('25.1')
"""

from __future__ import annotations

import functools
from decimal import Decimal

import regex
from msgspec import Struct

from govreport.model import State
from govreport.zh.numerals import parse_number
from govreport.zh.patterns import lazy_pattern
from govreport.zh.tables import table_words
from govreport.zh.text import fold, to_simplified
from govreport.zh.units import table_units

__all__ = ["Figure", "read_figure", "read_unit"]

#: A figure longer than this is no figure; it also bounds the work on hostile cells.
MAX_LENGTH = 64

NUMBER = lazy_pattern(
    r"""
    (?P<sign>[-−﹣+]?)               # 本年增/减 may be negative
    (?P<digits>
        [1-9]\d{0,2}(?:[,，]\d{3})+ # 1,234 but neither 12,34 nor 0,123
        | \d+
    )
    (?P<decimals>\.\d+)?
    """,
    regex.VERBOSE,
)

CHINESE_DIGITS = frozenset("〇零一二三四五六七八九十百千万亿两壹贰叁肆伍陆柒捌玖拾佰仟")


class Figure(Struct, frozen=True):
    """A cell read: ``value`` is ``None`` just where ``state`` is set; ``unit`` as in the cell."""

    value: int | Decimal | None
    state: State | None = None
    unit: str | None = None


SCANNED = lazy_pattern(r"[-−－]?(?:\d{1,3}+(?:[,，]\d{3})++|\d++)(?:\.\d++)?")


@functools.lru_cache(maxsize=4_096)
def read_figure(text: str) -> Figure:
    """Read the text of one figure's cell. Never raises."""
    words = table_words()
    folded = to_simplified(fold(text).text).strip()
    if not folded:
        return Figure(None, State.BLANK)
    if not folded.strip(words.dashes):
        return Figure(None, State.DASH)
    if folded.lower() in words.not_applicable:
        return Figure(None, State.NOT_APPLICABLE)
    if len(folded) > MAX_LENGTH:
        return Figure(None, State.UNREADABLE)
    number, unit = _split_unit(folded)
    value = _value(number)
    if value is None:
        return Figure(None, State.UNREADABLE)
    return Figure(value, unit=unit)


def read_scanned(text: str) -> Figure:
    """Read the text of one figure's cell as it was read from a picture: nothing but digits, signs
    and a known unit is a figure there. 一 may be a dash, or a 1."""
    folded = fold(text).text.strip()
    if not folded:
        return Figure(None, State.BLANK)
    number, unit = _split_unit(folded)
    if SCANNED.fullmatch(number) is None:
        return Figure(None, State.UNREADABLE)
    return Figure(_value(number), unit=unit)


def read_unit(text: str) -> str | None:
    """Return the unit that a unit's cell names, ``None`` for a blank, a dash or an unknown word."""
    folded = to_simplified(fold(text).text).strip()
    return folded if folded in table_units() else None


def _split_unit(text: str) -> tuple[str, str | None]:
    for length in (2, 1):
        if len(text) > length and text[-length:] in table_units():
            return text[:-length].rstrip(), text[-length:]
    return text, None


def _value(text: str) -> int | Decimal | None:
    negative, text = _strip_sign_word(text)
    match = NUMBER.fullmatch(text)
    if match:
        if negative and match["sign"]:
            return None
        digits = regex.sub(r"[,，]", "", match["digits"])
        minus = "-" if negative or match["sign"] in ("-", "−", "﹣") else ""
        if match["decimals"]:
            return Decimal(minus + digits + match["decimals"])
        return int(minus + digits)
    # 一 and 一一 may be dashes.
    if text.strip("一") and set(text) <= CHINESE_DIGITS:
        return _chinese(text, negative)
    return None


def _strip_sign_word(text: str) -> tuple[bool, str]:
    words = table_words()
    for word in (*words.fewer, *words.more):
        if text.startswith(word):
            return word in words.fewer, text.removeprefix(word).lstrip()
    return False, text


def _chinese(text: str, negative: bool) -> int | Decimal | None:
    try:
        value = parse_number(text)
    except ValueError:
        return None
    if not isinstance(value, int):
        return None
    return -value if negative else value
