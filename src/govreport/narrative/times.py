"""Whether a stretch of time that words name is the year of the report: 1月至12月, 自5月1日起.

>>> covers_year("2017年1月1日至12月31日", 2017, None), covers_year("截至11月底", 2017, None)
(True, False)
>>> covers_year("自2008年5月1日起", 2008, None), covers_year("12月31日", 2017, None)
(True, True)
"""

from __future__ import annotations

import datetime as dt

from govreport.zh.dates import find_periods
from govreport.zh.patterns import quick_pattern

__all__ = ["Span", "covers_year", "written_year", "written_years"]

Span = tuple[dt.date, dt.date]

YEAR = quick_pattern(
    r"(?:19|20)[0-9]{2}|[一二][〇○零OＯ0九][〇○零OＯ0-9一二三四五六七八九]{2}(?=年|学年|[-－—至到])"
)
DIGITS = str.maketrans("〇○零OＯ一二三四五六七八九", "00000123456789")
#: The year that the regulation came into force in, on 1 May.
FIRST_YEAR, FIRST_DAY = 2008, quick_pattern(r"5月1日|五月一日|条例|规定|办法")
#: The end of a year, with which what is counted up to it is the year's.
YEAR_END = quick_pattern(
    r"^(?:截至|截止到?|到|至)?(?:(?:19|20)[0-9]{2}年|二[〇○零]..年)?(?:12|十二)月(?:31[日号]|三十一[日号]|份?底|末)?(?:前|止)?$"
)
WHOLE = quick_pattern(r"(?<![0-9])0?1月?份?[-—－~～至到]12月份?$")
TOGETHER = quick_pattern(r"累计")
#: A span of years; what stands between years named one by one; words for this year and before.
UNTIL, LISTED = quick_pattern(r"[至到~～—－–-]"), quick_pattern(r"[、，和及与]")
BACK, MOST_YEARS = (("今", "本"), ("去", "上"), ("前",)), 12
BEGINS_YEAR = quick_pattern(r"^(?:自|从)(?:(?P<year>(?:19|20)[0-9]{2})年)?1月1日")


def written_year(words: str, *, last: bool = False) -> int | None:
    """The first year that words name, or the last; ``None`` if they name none."""
    found = YEAR.findall(words)
    if not found:
        return None
    digits = found[-1 if last else 0].translate(DIGITS)
    return int(digits) if digits.isdecimal() else None


def written_years(words: str, year: int | None) -> tuple[int, ...]:
    """All years that words name one by one or from first to last; none if one cannot be told.

    >>> written_years("2015年至2017年", 2017), written_years("去年和今年", 2017)
    ((2015, 2016, 2017), (2016, 2017))
    """
    if UNTIL.search(words):
        first, last = written_year(words), written_year(words, last=True)
        whole = first is not None and last is not None and first < last < first + MOST_YEARS
        return tuple(range(first, last + 1)) if whole and first and last else ()
    named: list[int] = []
    for each in LISTED.split(words):
        said = written_year(f"{each.rstrip('年度')}年")
        back = next((back for back, word in enumerate(BACK) if each.startswith(word)), None)
        if said is None and back is not None and year is not None:
            said = year - back
        if said is None:
            return ()
        named.append(said)
    return tuple(named)


def covers_year(words: str, year: int | None, period: Span | None) -> bool:
    """Whether the words name the time that the report is on, and not a part of it or more."""
    named = written_year(words)
    if year is None or (named is not None and named != year and named != year - 1):
        return False
    begins = BEGINS_YEAR.match(words)
    if begins is not None and (begins["year"] is None or int(begins["year"]) == year):
        return True
    if year == FIRST_YEAR and FIRST_DAY.search(words) and named in (None, year):
        return True
    if named in (None, year) and (WHOLE.search(words) or YEAR_END.match(words)):
        return True
    text = words if named is not None else f"{year}年{words}"
    for span in find_periods(text):
        whole = dt.date(year, 1, 1), dt.date(year, 12, 31)
        if (span.first, span.last) in (whole, period):
            return True
    return False
