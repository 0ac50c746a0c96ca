"""版本: several reports of an organ for one year, and which of them counts.

One is *preferred*: a report that was read whole before one that was not, then the one issued last,
then the one with most figures read, then the first by its path. What the others say differently is
never taken silently: see :func:`govreport.compare.points.judge`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from attrs import field, frozen

from govreport.checks.figures import Key, key_of
from govreport.compare.relations import is_group
from govreport.forms.concepts import concepts, derive, terms
from govreport.kinds import ReportKind
from govreport.kinds import kind as find_kind
from govreport.model import Metric, Report

__all__ = ["Version", "ranked", "said", "version_of"]


@frozen(kw_only=True, eq=False)
class Version:
    """One report of an organ, as far as it counts beside others: ``figures`` by their keys, those
    of concepts too; ``lost`` whether figures of its forms were not read; ``filled`` how many have a
    value."""

    name: str | None
    year: int | None
    issued: dt.date | None = None
    lost: bool = False
    filled: int = 0
    path: str = ""
    sha256: str = ""
    figures: Mapping[Key, Sequence[Metric]] = field(factory=dict)


def version_of(report: Report) -> Version:
    """Return a report as a version."""
    return Version(
        name=report.issuer.name,
        year=report.year,
        issued=report.issued,
        lost=bool(report.coverage.lost),
        filled=sum(metric.value is not None for metric in report.metrics),
        path=report.source.path or "",
        sha256=report.source.sha256,
        figures=said(report.metrics.items, find_kind(report.kind)),
    )


def ranked(versions: Iterable[Version]) -> list[Version]:
    """Return versions in the order in which they count, the preferred one first."""

    def rank(one: Version) -> tuple[bool, int, int, str]:
        issued = one.issued.toordinal() if one.issued else 0
        return one.lost, -issued, -one.filled, one.path

    return sorted(versions, key=rank)


def said(metrics: Sequence[Metric], kind: ReportKind) -> dict[Key, Sequence[Metric]]:
    """Return all that a report says: its figures by key, several where it contradicts itself, and
    the concepts that its figures tell. Headings of the form are no figures."""
    found: dict[Key, list[Metric]] = {}
    for metric in metrics:
        if not is_group(metric):
            found.setdefault(key_of(metric), []).append(metric)
    said_of: dict[Key, Sequence[Metric]] = dict(found)
    telling = [metric for key, of in found.items() if key in terms(kind) for metric in of]
    for concept in concepts(kind):
        if (concept.id, ()) not in found and (told := derive(concept.id, telling, kind)):
            said_of[concept.id, ()] = told
    return said_of
