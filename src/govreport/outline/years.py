"""年度: the year that a report is on; never the year of issue."""

from __future__ import annotations

from collections.abc import Sequence

from govreport.model import Certainty, Evidence, Period
from govreport.outline.front import Title, school_year
from govreport.outline.lines import Item, Line
from govreport.zh.dates import find_years
from govreport.zh.patterns import lazy_pattern

__all__ = ["find_year"]

#: Where no title and no period say it, one of the first lines of the text may.
SEARCHED = 3
#: A year in brackets, without 年.
BRACKETED = lazy_pattern(r"[（(](?P<year>20[0-9]{2})[）)]|(?<=\p{Han})[—－-]?(?P<year>20[0-9]{2})$")


def find_year(
    title: Title | None, period: tuple[Period, Evidence] | None, text: Sequence[Item]
) -> tuple[int | None, Evidence | None]:
    """Return the year of the title, else that of the period, else the first that the text names;
    a school's year is that in which it ends. With where it was read, ``None`` for metadata."""
    named = _of_title(title)
    if named is not None:
        return named
    if period is not None and period[0].start.year == period[0].end.year:
        return period[0].end.year, Evidence(period[1].origin, Certainty.INFERRED)
    if title is None:
        for item in text[:SEARCHED]:
            years = find_years(item.text) if isinstance(item, Line) else ()
            if years and isinstance(item, Line) and not years[0].short:
                return years[0].year, Evidence(item.origin, Certainty.INFERRED)
    return None, None


def _of_title(title: Title | None) -> tuple[int, Evidence | None] | None:
    if title is None:
        return None
    year, certainty = school_year(title.text), title.certainty
    if year is None:
        years = find_years(title.text) or find_years(BRACKETED.sub(r"\g<year>年", title.text))
        full = [each for each in years if not each.short] or list(years)
        if not full:
            return None
        year = full[0].year
        if full[0].short or full[0].bare:
            certainty = Certainty.VARIANT
    return year, None if title.origin is None else Evidence(title.origin, certainty)
