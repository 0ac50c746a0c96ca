"""统计期限 and 成文日期: the span that the figures cover and the day of issue, as stated."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from govreport.model import Certainty, Evidence, Finding, Period
from govreport.model.rules import finding
from govreport.outline.annexes import ReadAnnex
from govreport.outline.front import is_date_line
from govreport.outline.lines import Item, Line
from govreport.outline.signature import Signature
from govreport.outline.wording import wording
from govreport.zh.dates import PeriodSpan, find_dates, find_periods, find_reversed_periods
from govreport.zh.patterns import lazy_pattern
from govreport.zh.text import level

__all__ = ["find_issued", "find_periods_stated", "find_reversed"]

#: A period that nobody calls the report's is, if it covers about a year.
MIN_DAYS, MAX_DAYS = 300, 400
#: How far before a span, and behind it, the words stand that name it.
NAMED_BEFORE, NAMED_BEHIND = 28, 12
SENTENCE = lazy_pattern(r"[。；！？]")
#: A span from day to day, not of whole years.
DAY = lazy_pattern(r"[日号]|[0-9]{1,2}[-./－—][0-9]{1,2}")
#: A date in brackets behind a title.
BEHIND = lazy_pattern(r"[（(][^（）()]{6,24}[）)]$")

Stated = tuple[Period, Evidence]


def find_periods_stated(
    text: Sequence[Item], front: Sequence[Item], annexes: Sequence[ReadAnnex]
) -> list[Stated]:
    """Return the periods that the report says its figures cover: annexes first, then the text.

    One that is named as the report's may be of any length; one that is not must be about a year,
    from day to day: a span of years is what the text tells of.
    """
    stated = [
        (read.period[0], Evidence(read.period[1])) for read in annexes if read.period is not None
    ]
    return [*stated, *_in_lines(front), *_in_lines(text)]


def find_reversed(items: Sequence[Item]) -> Iterator[Finding]:
    """Yield a finding for a period, named as the report's, that ends before it begins."""
    for item in items:
        if isinstance(item, Line):
            for span in find_reversed_periods(item.text):
                if _is_named(item.text, span):
                    yield finding("period.reversed", found=span.text, origins=(item.origin,))


def _in_lines(items: Sequence[Item]) -> Iterator[Stated]:
    for item in items:
        if not isinstance(item, Line):
            continue
        for span in find_periods(item.text):
            days = (span.last - span.first).days
            about = item.text[max(0, span.start - 24) : span.end + 12]
            mentioned = any(word in about for word in wording().period)
            alone = len(item.text) - len(span.text) <= 4
            of_a_year = MIN_DAYS <= days <= MAX_DAYS and DAY.search(span.text) is not None
            if _is_named(item.text, span) or ((mentioned or alone) and of_a_year):
                yield Period(span.first, span.last), Evidence(item.origin)


def _is_named(text: str, span: PeriodSpan) -> bool:
    """Whether the words before a span, or right behind it, call it that of the report's figures."""
    before = text[max(0, span.start - NAMED_BEFORE) : span.start]
    behind = text[span.end : span.end + NAMED_BEHIND]
    names = wording().period_names
    return names.search(SENTENCE.split(before)[-1]) is not None or names.match(behind) is not None


def find_issued(
    signature: Signature | None,
    around: Sequence[Item],
    head: Sequence[Item],
    metadata: Mapping[str, str],
) -> tuple[dt.date | None, Evidence | None, list[Finding]]:
    """Return the day of issue, where it stands if it does, and what is wrong with it: the
    signature's, else one that the page states beside its label, or that stands alone in the
    ``head``: behind the title or under it."""
    if signature is not None and signature.date is not None:
        span, origin = signature.date
        if span.date is not None:
            return span.date, Evidence(origin), []
        if span.day is not None:
            return None, None, [finding("date.impossible", found=span.text, origins=(origin,))]
    for item in around:
        if isinstance(item, Line) and any(word in item.text for word in wording().issued):
            days = [span.date for span in find_dates(item.text) if span.date is not None]
            if len(days) == 1:
                return days[0], Evidence(item.origin, Certainty.VARIANT), []
    for item in head:
        text = item.text if isinstance(item, Line) else ""
        behind = BEHIND.search(text)
        paged = wording().page_date.search(level(text))
        dated = text if is_date_line(text) else behind[0] if behind else ""
        dated = dated or (paged["date"] if paged else "")
        spans = find_dates(dated)
        if isinstance(item, Line) and spans and spans[0].date is not None:
            return spans[0].date, Evidence(item.origin, Certainty.VARIANT), []
    for key in ("issued", "published", "written"):
        days = [span.date for span in find_dates(metadata.get(key, "")) if span.date is not None]
        if len(days) == 1:
            return days[0], None, []
    return None, None, []
