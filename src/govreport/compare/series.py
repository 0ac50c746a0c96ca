"""历年: one figure of one organ over the years."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Self

from govreport.checks.figures import Key
from govreport.compare.plotted import Plotted
from govreport.compare.points import Point, judge, point
from govreport.compare.relations import concept_label, key_asked, kind_of
from govreport.compare.versions import Version, ranked, version_of
from govreport.kinds import ReportKind, kinds
from govreport.model import Report
from govreport.organs.identity import Bearer, bearer_of, is_renamed, led_to, may_be_one
from govreport.shown import Several, late

if TYPE_CHECKING:
    import pandas

__all__ = ["Series", "series"]


class Series(Several[Point], Plotted):
    """历年: the points of one figure, one a year, in order; those without a year at the end.

    ``id`` and ``dimensions`` say which figure, ``label`` is its official wording, ``organ`` the
    name that the organ has in the last report (``None`` where there is none).

    Drawn, it is a line: where the official form changed is shown, near and summed points are
    marked, a year without a figure is a gap; the raw text and its source are told where a point is
    pointed at.
    """

    _chart = "series_chart"

    id: str
    label: str
    dimensions: Mapping[str, str]
    organ: str | None

    def __new__(
        cls,
        points: Iterable[Point] = (),
        *,
        id: str = "",
        label: str = "",
        dimensions: Mapping[str, str] | None = None,
        organ: str | None = None,
    ) -> Self:
        made = super().__new__(cls, points)
        made.id, made.label, made.organ = id, label, organ
        made.dimensions = dict(dimensions or {})
        return made

    def __getnewargs_ex__(self) -> tuple[tuple[tuple[Point, ...]], dict[str, object]]:
        about = {name: getattr(self, name) for name in ("id", "label", "dimensions", "organ")}
        return (tuple(self),), about

    def to_frame(self) -> pandas.DataFrame:
        """Return a row a point: ``year``, the exact ``value`` and the float ``number``, and where
        they come from.

        Raises:
            ImportError: pandas is not installed.
        """
        frame: pandas.DataFrame = late("export.points.series_frame")(self)
        return frame

    frame = to_frame


def series(reports: Iterable[Report], id: str, **dimensions: str) -> Series:
    """Return what an organ's reports say of a concept or a figure, a point a year, in order.

    A report whose form does not ask for it, or that lacks the row, gives no point. A row that holds
    nothing gives a point without a value; a report without a year, a point of its own at the end.
    An organ that was renamed goes on, and its first point under another name says the former one.

    Args:
        id: a concept, or a figure of any form, by its id or its official label; ``dimensions``
            choose a column (``total`` is that of the whole).

    Raises:
        UnknownName: no form has such a figure, dimension or member (a KeyError); the message names
            those that come near.
        KeyError: several figures are called so.
        ValueError: the reports are of several organs, or of several kinds; the message names both,
            and the merger or the split that made one out of the other.
    """
    given = list(reports)
    among = (kind_of(given),) if given else kinds()
    figures = (metric for report in given for metric in report.metrics)
    key, kind = key_asked(id, dimensions, among, figures)
    for one, other in itertools.combinations(given, 2):
        if not may_be_one(one, other):
            raise ValueError(_apart(one, other))
    by_year: dict[int, list[Report]] = {}
    for report in given:
        if report.year is not None:
            by_year.setdefault(report.year, []).append(report)
    years = [by_year[year] for year in sorted(by_year)]
    undated = [[report] for report in given if report.year is None]
    points = _points(key, [*years, *undated], kind)
    label = concept_label(key, kind) or next(
        (metric.label for each in points for metric in each.metrics), ""
    )
    organ = next((each.name for each in reversed(points) if each.name), None)
    return Series(points, id=key[0], label=label, dimensions=dict(key[1]), organ=organ)


def _points(key: Key, years: Sequence[Sequence[Report]], kind: ReportKind) -> list[Point]:
    found: list[Point] = []
    before: Bearer | None = None
    for reports in years:
        versions = ranked(map(version_of, reports))
        bearer = _bearer(reports, versions[0])
        renamed = before is not None and bearer is not None and is_renamed(before, bearer)
        former = before.name if renamed and before is not None else None
        before = bearer or before
        if any(key in each.figures for each in versions):
            verdict = judge(key, versions)
            found.append(point(key, versions, verdict, kind, former_name=former))
    return found


def _bearer(reports: Sequence[Report], version: Version) -> Bearer | None:
    own = (each for each in reports if each.issuer.name == version.name)
    return bearer_of(next(own))


def _apart(one: Report, other: Report) -> str:
    message = f"reports of several organs: {one.issuer.name}, {other.issuer.name}"
    mine, theirs = bearer_of(one), bearer_of(other)
    reform = led_to(mine, theirs) if mine and theirs else None
    if reform is not None and not reform.continues:
        return f"{message}; one came out of the other by a {reform.type}, which no series crosses"
    return f"{message}; give those of one"
