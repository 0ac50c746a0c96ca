"""Dates, periods and years in running text (日期、统计期限、年度), with their places.

A date is written ``2019年1月9日``, ``二〇一九年一月九日`` (with 零, ○ or a letter O for 〇),
``2019-01-09``, ``2019.1.9``, ``2019/1/9``, in either width and with layout spaces between the
signs. Spans count characters of the text as passed in.

What is written is kept: an impossible date (2019年2月30日) has its fields and ``date=None``, and
a period whose end lies before its beginning is none.

>>> [span.date for span in find_dates("发布日期：２０１９ 年 1 月 9 日")]
[datetime.date(2019, 1, 9)]
>>> find_periods("（2018年1月1日至12月31日）")[0].last
datetime.date(2018, 12, 31)
>>> [span.year for span in find_years("某局二Ｏ一二年度报告")]
[2012]
"""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Iterator

import regex
from msgspec import Struct
from msgspec.structs import replace

from govreport.zh.numerals import parse_number
from govreport.zh.patterns import lazy_pattern, quick_pattern
from govreport.zh.text import Folded, fold

__all__ = [
    "DateSpan",
    "PeriodSpan",
    "YearSpan",
    "find_dates",
    "find_periods",
    "find_reversed_periods",
    "find_years",
    "parse_date",
]

#: Years outside are figures, not years: no report is older than the People's Republic.
YEARS = range(1949, 2101)


class DateSpan(Struct, frozen=True):
    """A date as written.

    ``day`` is ``None`` where only a month is written, ``month`` also where a cutoff names no more
    than a year (截至2022年底), ``year`` where a cutoff leaves it out (截至12月31日).
    """

    year: int | None
    month: int | None
    day: int | None
    start: int
    end: int
    text: str

    @property
    def date(self) -> datetime.date | None:
        """The day, ``None`` where a field is missing or the calendar has no such day."""
        return _calendar_day(self.year, self.month, self.day)


class PeriodSpan(Struct, frozen=True):
    """统计期限: both days belong to it. The span runs from the first date to the last."""

    first: datetime.date
    last: datetime.date
    start: int
    end: int
    text: str


class YearSpan(Struct, frozen=True):
    """年度: a year that stands alone, not in a date.

    ``short``: two digits (12年), read as 20xx. ``bare``: without 年, at the head of a title
    (``2018某镇…``). Both are weaker evidence than a year written in full.
    """

    year: int
    start: int
    end: int
    text: str
    short: bool = False
    bare: bool = False


def find_dates(text: str) -> tuple[DateSpan, ...]:
    """Return the dates that name a year and a month, in order; blank templates are none."""
    folded = fold(text)
    if _WITH_YEAR.search(folded.text) is None:
        return ()
    return tuple(
        _date_span(text, folded, atom)
        for atom in _atoms(folded.text)
        if atom.year is not None and atom.month is not None
    )


def find_periods(text: str) -> tuple[PeriodSpan, ...]:
    """Return the periods, in order.

    From date to date (the second may leave out its year or month), whole months (1月至12月,
    1-12月), whole years (2014—2018年), 上半年, 下半年, quarters and 前三季度.
    """
    folded = fold(text)
    if _WITH_YEAR.search(folded.text) is None:
        return ()
    found = [*_ranges(folded.text), *_parts_of_years(folded.text)]
    spans = []
    for first, last, start, end in sorted(found, key=lambda each: each[2:]):
        if first is not None and last is not None and first <= last:
            begin, stop = folded.span(start, end)
            spans.append(PeriodSpan(first, last, begin, stop, text[begin:stop]))
    return tuple(spans)


def find_reversed_periods(text: str) -> tuple[PeriodSpan, ...]:
    """Return what is written as a period from date to date and ends before it begins."""
    folded = fold(text)
    if _WITH_YEAR.search(folded.text) is None:
        return ()
    spans = []
    for first, last, start, end in _ranges(folded.text):
        if first is not None and last is not None and first > last:
            begin, stop = folded.span(start, end)
            spans.append(PeriodSpan(first, last, begin, stop, text[begin:stop]))
    return tuple(spans)


def find_years(text: str) -> tuple[YearSpan, ...]:
    """Return the years that stand alone, in order: not those of dates, half-years and quarters."""
    folded = fold(text)
    found: list[tuple[int, int, int, bool, bool]] = []
    for match in _BARE_YEAR.finditer(folded.text):
        found.append(
            (_year(match["year"]) or 0, match.start("year"), match.end("year"), False, True)
        )
    for atom in _atoms(folded.text):
        if atom.year is not None and atom.month is None:
            tail = _AFTER_YEAR.match(folded.text, atom.end)
            if tail:
                found.append((atom.year, atom.start, tail.end(), False, False))
    for match in _SHORT_YEAR.finditer(folded.text):
        found.append((2000 + int(match["year"]), match.start(), match.end(), True, False))
    spans = []
    for year, start, end, short, bare in sorted(found, key=lambda each: each[1]):
        if year in YEARS:
            begin, stop = folded.span(start, end)
            spans.append(YearSpan(year, begin, stop, text[begin:stop], short, bare))
    return tuple(spans)


def parse_date(text: str) -> datetime.date | None:
    """Return the one full date in ``text``; ``None`` if there is none, or more than one."""
    full = [span for span in find_dates(text) if span.day is not None]
    return full[0].date if len(full) == 1 else None


# Blanks that layout puts between the signs of a date; bounded, to keep matching linear.
_B = r"\s{0,4}+"
_DASHES = r"\-－‐‑–—―─~～﹣"
_HAN_DIGITS = "一二三四五六七八九"
# 〇 and what is typed in its place.
_ZEROS = "〇○◯零OoＯｏОо"
_DIGIT = f"[0-9{_HAN_DIGITS}{_ZEROS}]"
_YEAR = rf"""(?:
    (?<![0-9.])(?<![0-9],)[12][0-9]{{3}}                  # 2019
  | (?<![0-9.]\s?)(?<![0-9],\s?)[12](?:\s?[0-9]){{3}}    # 2 0 1 9
  | (?<!{_DIGIT}|[A-Za-z])[12一二](?:\s?{_DIGIT}){{3}}   # 二〇一九, 二O一九, 2O19
)"""
_SMALL = rf"""(?:
    [0-9](?:\s?[0-9])?+(?![0-9])                        # 9, 09, 1 2
  | 元
  | [〇零○]\s?[{_HAN_DIGITS}]
  | (?:[{_HAN_DIGITS}]?+\s?十|[廿卅])\s?[{_HAN_DIGITS}]?+
  | [{_HAN_DIGITS}]
)"""
#: A day in numerals that no other number could be taken for.
_HAN_DAY = f"(?:二?十[{_HAN_DIGITS}]?|三十一?|廿[{_HAN_DIGITS}]?|卅一?)"
_MONTH = "(?:1[0-2]|0?[1-9])"
_DAY = "(?:3[01]|[12][0-9]|0?[1-9])"

#: What a text holds that names a day or a span of a year: digits before 年 or a sign.
_WITH_YEAR = quick_pattern(rf"{_DIGIT}\s?{_DIGIT}(?:\s{{0,4}}年|(?<=[0-9])\s{{0,4}}[-－‐‑–./．／])")

#: What stands before the end of every period from date to date, and in all parts of years.
_UP_TO = quick_pattern(rf"[至到止{_DASHES}]\s{{0,4}}[0-9{_HAN_DIGITS}〇零○十廿卅元]")
_PARTS = quick_pattern("[半季]")

#: A date as written, whole or in part; which groups are set tells the ways of writing apart.
_ATOM = lazy_pattern(
    rf"""
    (?=[0-9{_HAN_DIGITS}〇零○十廿卅元]) (?:             # the only signs that begin a date
    (?P<year>{_YEAR}){_B}年
    (?: {_B}(?P<month>{_SMALL}){_B}月
      (?: {_B}(?P<day>{_SMALL}){_B}[日号]
        | (?P<day>{_HAN_DAY})(?=\s*(?:\Z|[，。；）)]))       # 二〇一九年八月十五
      )?+
    )?+
  | (?<![0-9./A-Za-z])(?P<year>[12][0-9]{{3}}){_B}(?P<sep>[\-－‐‑–./．／])
    {_B}(?P<month>{_MONTH}){_B}(?P=sep){_B}(?P<day>{_DAY})(?![0-9])
    (?!{_B}(?P=sep){_B}[0-9]{{1,3}}(?![0-9]))           # 2019.1.9.5 is no date
  | (?<![0-9.])(?P<month>{_SMALL}){_B}月 (?: {_B}(?P<day>{_SMALL}){_B}[日号] )?+
  | (?<![0-9.])(?P<day>{_SMALL}){_B}日
    )
    """,
    regex.VERBOSE,
)
#: What may stand between the two dates of a period: 起，至; 《条例》修订之日起，至; （含）到.
_GAP = lazy_pattern(
    rf"{_B}(?:[^，,。；;至到\n0-9]{{0,24}}?(?:始|起|开始|以来)|[（(][^（()）]{{0,8}}[)）])?+"
    rf"{_B}[，,]?{_B}(?:至|到|截至|截止到?|[{_DASHES}]{{1,3}}){_B}"
)

#: Ranges whose parts share one 年, 月 or separator, so that they are no two dates in a row.
_TO = rf"{_B}(?:[{_DASHES}]{{1,3}}|至|到){_B}"
_SHARED = lazy_pattern(
    rf"""
    (?=[12一二]) (?:
    (?P<year>{_YEAR}){_B}年{_B}(?P<from>{_SMALL}){_TO}(?P<to>{_SMALL}){_B}月  # 2018年1-12月
      (?!{_B}{_SMALL}{_B}日)
  | (?P<first_year>{_YEAR}){_B}年?度?{_TO}(?P<last_year>{_YEAR}){_B}年        # 2014—2018年
      (?!{_B}(?:{_SMALL}{_B}月|[上下]{_B}半|[第前]?{_B}[一二三四1-4]{_B}季|[初中]))
  | (?<![0-9./A-Za-z])(?P<year>[12][0-9]{{3}})                    # 2018.1.1-12.31
      \.(?P<from>{_MONTH})\.(?P<from_day>{_DAY}){_TO}
      (?P<to>{_MONTH})\.(?P<to_day>{_DAY})(?![0-9.])
    )
    """,
    regex.VERBOSE,
)
_PART = lazy_pattern(
    rf"""
    (?=[12一二])(?P<year>{_YEAR}){_B}年(?:度(?!假))?{_B}
    (?: (?P<half>[上下]){_B}半{_B}年
      | (?P<before>前)?第?{_B}(?P<quarter>[一二三四1-4]){_B}季度
    )
    """,
    regex.VERBOSE,
)

#: What may follow a year that stands alone; 度假区 is a place, 年 月 日 a blank template.
_AFTER_YEAR = lazy_pattern(
    rf"(?:{_B}度(?!假))?+(?!{_B}(?:月|[上下]{_B}半|[第前]?{_B}[一二三四1-4]{_B}季度))"
)
_BARE_YEAR = lazy_pattern(
    rf"\A\s{{0,16}}+(?P<year>(?:19|20)[0-9]{{2}}|二{_DIGIT}{{3}})(?=\p{{Han}})"
    rf"(?!{_DIGIT}|[年余多件条次个户家人万亿元份篇起项号版期十百千])"
)
_SHORT_YEAR = lazy_pattern(
    rf"""
    (?=[0-4])
    (?<![0-9.,A-Za-z第近约达满去过共前后这续每历时限少了个作有多超足{_HAN_DIGITS}十百千万]\s?)
    (?P<year>[0-4][0-9])年(?:度(?!假))?
    (?![来间内以之前后多余期级制限龄中半底生轮{_HAN_DIGITS}十]|\s?[0-9])
    """,
    regex.VERBOSE,
)


class _Atom(Struct, frozen=True):
    year: int | None
    month: int | None
    day: int | None
    start: int
    end: int


_Range = tuple[datetime.date | None, datetime.date | None, int, int]


def _atoms(text: str) -> Iterator[_Atom]:
    for match in _ATOM.finditer(text):
        atom = _atom(match, "year", "month", "day")
        lunar = text.endswith(("农历", "农历 "), 0, atom.start)
        if not lunar and (match["year"] is None or atom.year is not None):
            yield atom


def _atom(match: regex.Match[str], year: str, month: str = "", day: str = "") -> _Atom:
    return _Atom(
        _year(match[year]),
        _small(match[month] if month else None),
        _small(match[day] if day else None),
        *match.span(),
    )


def _ranges(text: str) -> Iterator[_Range]:
    """Two dates joined by 至; the second takes from the first what it leaves out."""
    if _UP_TO.search(text) is None:
        return
    first: _Atom | None = None
    for atom in _atoms(text):
        if first is not None and _GAP.fullmatch(text, first.end, atom.start):
            whole = _Atom(
                first.year if atom.year is None else atom.year,
                first.month if atom.month is None and atom.year is None else atom.month,
                atom.day,
                first.start,
                atom.end,
            )
            if (first.day is None) == (whole.day is None) and first.month is not None:
                yield _first_day(first), _last_day(whole), whole.start, whole.end
                first = None
                continue
        first = atom if atom.year is not None else None


def _parts_of_years(text: str) -> Iterator[_Range]:
    for match in _SHARED.finditer(text) if _UP_TO.search(text) else ():
        if match["year"]:
            first = _atom(match, "year", "from", "from_day")
            last = _atom(match, "year", "to", "to_day")
        else:
            first = replace(_atom(match, "first_year"), month=1)
            last = replace(_atom(match, "last_year"), month=12)
        yield _first_day(first), _last_day(last), *match.span()
    for match in _PART.finditer(text) if _PARTS.search(text) else ():
        if match["half"]:
            first_month, last_month = (1, 6) if match["half"] == "上" else (7, 12)
        else:
            last_month = 3 * (_small(match["quarter"]) or 0)
            first_month = 1 if match["before"] else last_month - 2
        year = _atom(match, "year")
        first, last = replace(year, month=first_month), replace(year, month=last_month)
        yield _first_day(first), _last_day(last), *match.span()


def _first_day(atom: _Atom) -> datetime.date | None:
    return _calendar_day(atom.year, atom.month, 1 if atom.day is None else atom.day)


def _last_day(atom: _Atom) -> datetime.date | None:
    year, month, day = atom.year, atom.month, atom.day
    if day is None and year is not None and month is not None and 1 <= month <= 12:
        day = calendar.monthrange(year, month)[1]
    return _calendar_day(year, month, day)


def _calendar_day(year: int | None, month: int | None, day: int | None) -> datetime.date | None:
    if year is None or month is None or day is None:
        return None
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def _date_span(text: str, folded: Folded, atom: _Atom) -> DateSpan:
    start, end = folded.span(atom.start, atom.end)
    return DateSpan(atom.year, atom.month, atom.day, start, end, text[start:end])


_TO_DIGIT = str.maketrans(_HAN_DIGITS + _ZEROS, "123456789" + "0" * len(_ZEROS))


def _year(written: str | None) -> int | None:
    """The year, ``None`` where none is written or the figure is none."""
    if written is None:
        return None
    year = int("".join(written.split()).translate(_TO_DIGIT))
    return year if year in YEARS else None


def _small(written: str | None) -> int | None:
    if written is None:
        return None
    written = "".join(written.split())
    if written == "元":
        return 1
    if not any(sign in written for sign in "十廿卅"):
        return int(written.translate(_TO_DIGIT))
    return int(parse_number(written))
