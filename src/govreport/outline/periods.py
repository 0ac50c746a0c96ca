"""统计期限 and 成文日期: the span that the figures cover and the day of issue, as stated."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from govreport.model import Certainty, Evidence, Finding, Period
from govreport.model.findings import finding
from govreport.outline.annexes import ReadAnnex
from govreport.outline.lines import Item, Line
from govreport.outline.signature import Signature
from govreport.outline.wording import wording
from govreport.zh.dates import find_dates, find_periods

__all__ = ["find_issued", "find_periods_stated"]

#: A period that nobody calls the report's is, if it covers about a year.
MIN_DAYS = 300

Stated = tuple[Period, Evidence]


def find_periods_stated(
    text: Sequence[Item], front: Sequence[Item], annexes: Sequence[ReadAnnex]
) -> list[Stated]:
    """Return the periods that the report says its figures cover: annexes first, then the text."""
    stated = [
        (read.period[0], Evidence(read.period[1])) for read in annexes if read.period is not None
    ]
    return [*stated, *_in_lines(front), *_in_lines(text)]


def _in_lines(items: Sequence[Item]) -> Iterator[Stated]:
    for item in items:
        if not isinstance(item, Line):
            continue
        for span in find_periods(item.text):
            about = item.text[max(0, span.start - 24) : span.end + 12]
            named = any(word in about for word in wording().period)
            alone = len(item.text) - len(span.text) <= 4
            if (named or alone) and (span.last - span.first).days >= MIN_DAYS:
                yield Period(span.first, span.last), Evidence(item.origin)


def find_issued(
    signature: Signature | None,
    around: Sequence[Item],
    metadata: Mapping[str, str],
) -> tuple[dt.date | None, Evidence | None, list[Finding]]:
    """Return the day of issue, where it stands if it does, and what is wrong with it: the
    signature's, else one that the page states beside its label."""
    if signature is not None and signature.date is not None:
        span, origin = signature.date
        if span.date is not None:
            return span.date, Evidence(origin), []
        if span.day is None:
            return None, None, []
        return None, None, [finding("date.impossible", found=span.text, origins=(origin,))]
    for item in around:
        if isinstance(item, Line) and any(word in item.text for word in wording().issued):
            days = [span.date for span in find_dates(item.text) if span.date is not None]
            if len(days) == 1:
                return days[0], Evidence(item.origin, Certainty.VARIANT), []
    for key in ("issued", "published"):
        days = [span.date for span in find_dates(metadata.get(key, "")) if span.date is not None]
        if len(days) == 1:
            return days[0], None, []
    return None, None, []
