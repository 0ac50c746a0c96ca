"""One measure over the years: 公开率 of an organ's reports, a value a year."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

from attrs import frozen

from govreport.compare.relations import kind_of
from govreport.errors import UnknownName
from govreport.forms.measures import measures
from govreport.kinds import kinds
from govreport.model import MeasureValue, Report
from govreport.organs.identity import may_be_one

__all__ = ["MeasurePoint", "measure_series"]


@frozen(kw_only=True)
class MeasurePoint:
    """What the reports for one year say of a measure; ``measure`` is ``None`` where they differ.

    ``same_meaning`` says whether the value may be held against that of the point before: where the
    edition of the form changed in between, only a measure that is comparable may.
    """

    year: int | None
    edition: str | None
    measure: MeasureValue | None
    same_meaning: bool


def measure_series(reports: Iterable[Report], id: str) -> tuple[MeasurePoint, ...]:
    """Return what an organ's reports say of a measure, a point a year, in order.

    A report whose form does not have all of its figures gives no point.

    Raises:
        KeyError: there is no such measure.
        ValueError: the reports are of several organs, or of several kinds.
    """
    given = list(reports)
    of = (kind_of(given),) if given else kinds()
    known = [measure.id for each in of for measure in measures(each)]
    if id not in known:
        raise UnknownName("measure", id, known)
    for one, other in itertools.combinations(given, 2):
        if not may_be_one(one, other):
            raise ValueError(f"reports of several organs: {one.issuer.name}, {other.issuer.name}")
    by_year: dict[int | None, list[tuple[str | None, MeasureValue]]] = {}
    for report in given:
        for found in report.measures:
            if found.id == id:
                by_year.setdefault(report.year, []).append((report.edition, found))
    points: list[MeasurePoint] = []
    for year in sorted(by_year, key=lambda year: (year is None, year)):
        edition, measure = by_year[year][0]
        agreed = all(each.value == measure.value for _, each in by_year[year])
        last = points[-1].edition if points else edition
        same = measure.comparable or last == edition
        points.append(
            MeasurePoint(
                year=year,
                edition=edition,
                measure=measure if agreed else None,
                same_meaning=same,
            )
        )
    return tuple(points)
