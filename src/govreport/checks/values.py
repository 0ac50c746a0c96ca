"""Figures against their kind: counts are whole and not negative, but for changes on the year."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from decimal import Decimal

from govreport.forms.catalogue import editions, metric_id
from govreport.forms.naming import name_of
from govreport.kinds import ReportKind, kind
from govreport.model import Finding, Metric, Report
from govreport.model.rules import finding

__all__ = ["check_values", "is_count", "signed_figures"]

#: 元 and its multiples are measured, everything else is counted.
MONEY = "元"


def check_values(report: Report) -> Iterable[Finding]:
    """Find negative figures where none can be, and broken counts."""
    signed = signed_figures(kind(report.kind))
    for metric in report.metrics:
        if metric.value is None:
            continue
        if metric.value < 0 and (metric.edition, metric.id) not in signed:
            yield _found("value.negative", metric, report)
        if isinstance(metric.value, Decimal) and metric.value % 1 and is_count(metric):
            yield _found("value.fractional", metric, report)


def _found(code: str, metric: Metric, report: Report) -> Finding:
    return finding(
        code,
        {"label": name_of(metric, kind(report.kind)), "unit": metric.unit},
        found=str(metric.value),
        metrics=(metric.id,),
        origins=(metric.origin,),
    )


def is_count(metric: Metric) -> bool:
    """Whether a figure counts things, and can be nothing but whole."""
    return metric.unit is not None and not metric.unit.endswith(MONEY)


@functools.cache
def signed_figures(kind: ReportKind) -> frozenset[tuple[str | None, str]]:
    """Return the figures that may be negative: changes on the year, by edition and id."""
    return frozenset(
        (edition.id, metric_id(row.id if row else "", column.id))
        for edition in editions(kind)
        for table in edition.tables
        for row in table.rows or (None,)
        for column in table.columns
        if column.signed
    )
