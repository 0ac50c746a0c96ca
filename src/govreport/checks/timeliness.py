"""期限: when a report is signed or published, and of which days its figures are."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable, Iterator

from govreport.document import Origin
from govreport.kinds import kind
from govreport.kinds.asked import asked
from govreport.model import Certainty, Finding, Report, Severity
from govreport.model.bilingual import Bilingual
from govreport.model.rules import finding, source
from govreport.organs.types import organ_type

__all__ = ["check_dates"]


def check_dates(report: Report) -> Iterable[Finding]:
    """Find a day of issue that is missing, late or still to come, and a period of part of a
    year."""
    yield from _issued(report)
    yield from _period(report)
    told = report.evidence.get("year")
    if report.year is None or told is None or told.certainty is Certainty.INFERRED:
        yield finding("year.missing")


def today() -> dt.date:
    """Return the day to judge by: that of ``SOURCE_DATE_EPOCH`` where it is set, as other tools
    have it that must give the same on any day."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdecimal():
        return dt.datetime.fromtimestamp(int(epoch), dt.UTC).date()
    return dt.date.today()


def _issued(report: Report) -> Iterator[Finding]:
    issued = report.issued
    if issued is None:
        yield finding("issued.missing")
        return
    origins = _where(report, "issued")
    if issued > today():
        yield finding("issued.future", found=issued.isoformat(), origins=origins)
        return
    if report.year is None:
        return
    organ = organ_type(report.issuer.name, report.issuer.place) if report.issuer.name else None
    due = asked(kind(report.kind)).deadline(report.year, organ.type if organ else None)
    if due is None:
        return
    last = due.day_of(report.year)
    if issued > last:
        by = source(due.source)
        yield finding(
            "issued.late",
            {
                "days": (issued - last).days,
                "source": Bilingual(by.zh, by.en),
                "article": Bilingual(due.article, due.article_en),
            },
            expected=last.isoformat(),
            found=issued.isoformat(),
            origins=origins,
            severity=Severity(due.severity) if due.severity else None,
        )


def _period(report: Report) -> Iterator[Finding]:
    period, year = report.period, report.year
    if period is None:
        yield finding("period.missing")
        return
    if year is None or period.start > period.end:
        return
    whole = dt.date(year, 1, 1), dt.date(year, 12, 31)
    within = whole[0] <= period.start and period.end <= whole[1]
    if within and (period.start, period.end) != whole:
        yield finding(
            "period.partial",
            expected=f"{whole[0]}—{whole[1]}",
            found=f"{period.start}—{period.end}",
            origins=_where(report, "period"),
        )


def _where(report: Report, what: str) -> tuple[Origin, ...]:
    told = report.evidence.get(what)
    return (told.origin,) if told is not None else ()
