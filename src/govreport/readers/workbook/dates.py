"""Days and times as a sheet shows them: numbers of days in a cell whose format says so.

>>> show_date(43474.0, 'yyyy"年"m"月"d"日"')
'2019年1月9日'
>>> show_date(43474.0, '[DBNum1][$-804]yyyy"年"m"月"d"日";@')
'二〇一九年一月九日'
"""

from __future__ import annotations

import datetime as dt
import functools

import regex

from govreport.zh.numerals import Style, to_chinese
from govreport.zh.patterns import lazy_pattern

__all__ = ["is_date", "show_date"]

_PART = lazy_pattern(
    r"""
      " (?P<quoted> [^"]*+ ) "?
    | \\ (?P<escaped> . )
    | _ .
    | \* .
    | \[ (?P<bracket> [^\]]*+ ) \]?
    | (?P<half> AM/PM | A/P | 上午/下午 )
    | (?P<letters> y++ | m++ | d++ | h++ | s++ | e++ | a{3,4} )
    | \. (?P<fraction> 0++ )
    | (?P<plain> . )
    """,
    regex.VERBOSE | regex.IGNORECASE | regex.DOTALL,
)
_LITERALS = lazy_pattern(r'"[^"]*+"?|\\.|[_*].|General|G/通用格式', regex.IGNORECASE)
_BRACKETS = lazy_pattern(r"\[(?P<inner>[^\]]*+)\]?")
_ELAPSED = lazy_pattern(r"h++|m++|s++", regex.IGNORECASE)
_LETTERS = lazy_pattern(r"[ymdhs]|e(?![+-])|aaa", regex.IGNORECASE)
#: The system's own long date, whatever the code says.
_SYSTEM_DATE, _SYSTEM_TIME = "$-f800", "$-f400"
_DAYS = "一二三四五六日"
_FIRST_1900, _FIRST_1904 = dt.datetime(1899, 12, 30), dt.datetime(1904, 1, 1)
_LAST_DAY = 2_958_465
#: The days before count one less: there was no February 29 in 1900, but Excel has one.
_MARCH_1900 = 61


@functools.lru_cache(maxsize=1_024)
def is_date(section: str) -> bool:
    """Whether a part of a format code shows a day or a time."""
    bare = _LITERALS.sub("", section)
    inner = [match["inner"].strip().lower() for match in _BRACKETS.finditer(bare)]
    if any(_ELAPSED.fullmatch(text) or text in (_SYSTEM_DATE, _SYSTEM_TIME) for text in inner):
        return True
    return _LETTERS.search(_BRACKETS.sub("", bare)) is not None


def show_date(value: float, section: str, *, base_1904: bool = False) -> str | None:
    """Return what the page shows; ``None`` where there is no such day, or the code is not known."""
    moment = _moment(value, base_1904=base_1904)
    if moment is None:
        return None
    parts = list(_PART.finditer(section.partition(";")[0]))
    names = [(part["letters"] or "").lower()[:1] for part in parts]
    twelve = any(part["half"] for part in parts)
    chinese = False
    out = []
    for index, part in enumerate(parts):
        kind = part.lastgroup
        if kind in ("quoted", "escaped", "plain"):
            out.append(part[kind])
        elif kind == "bracket":
            inner = part["bracket"].strip().lower()
            if inner == _SYSTEM_DATE:
                return f"{moment.year}年{moment.month}月{moment.day}日"
            if inner == "dbnum1":
                chinese = True
            elif not inner.startswith("$"):
                return None
        elif kind == "half":
            words = ("上午", "下午") if "上" in part["half"] else ("AM", "PM")
            out.append(words[moment.hour >= 12])
        elif kind == "fraction":
            out.append(f".{moment.microsecond:06}"[: 1 + len(part["fraction"])])
        elif kind == "letters":
            letters = part["letters"].lower()
            minutes = letters[0] == "m" and _beside_time(names, index)
            out.append(_field(moment, letters, minutes, twelve, chinese))
    return "".join(out)


def _moment(value: float, *, base_1904: bool) -> dt.datetime | None:
    if not 0 <= value <= _LAST_DAY:
        return None
    milliseconds = round(value * 86_400_000)
    if base_1904:
        return _FIRST_1904 + dt.timedelta(milliseconds=milliseconds)
    if 60 <= value < _MARCH_1900:
        return None
    early = dt.timedelta(days=int(value < _MARCH_1900))
    return _FIRST_1900 + early + dt.timedelta(milliseconds=milliseconds)


def _beside_time(names: list[str], index: int) -> bool:
    """Whether ``m`` means minutes: behind hours, or before seconds."""
    before = next((name for name in reversed(names[:index]) if name), "")
    behind = next((name for name in names[index + 1 :] if name), "")
    return before == "h" or behind == "s"


def _field(moment: dt.datetime, letters: str, minutes: bool, twelve: bool, chinese: bool) -> str:
    first, long = letters[0], len(letters) > 1
    if first in "ye":
        year = (
            f"{moment.year:04}" if first == "e" or len(letters) > 2 else f"{moment.year % 100:02}"
        )
        return "".join(to_chinese(int(digit), Style.DIGITS) for digit in year) if chinese else year
    if first == "a":
        return ("星期" if len(letters) > 3 else "") + _DAYS[moment.weekday()]
    if first in "md" and len(letters) > 2 and not minutes:
        if len(letters) > 4:
            return f"{moment:%B}"[0]
        return f"{moment:{_NAMES[letters]}}"
    number = {
        "m": moment.minute if minutes else moment.month,
        "d": moment.day,
        "h": (moment.hour % 12 or 12) if twelve else moment.hour,
        "s": moment.second,
    }[first]
    if chinese:
        return to_chinese(number, Style.SIMPLIFIED)
    return f"{number:02}" if long else str(number)


_NAMES = {"mmm": "%b", "mmmm": "%B", "ddd": "%a", "dddd": "%A"}
