"""Figures against their kind: counts are whole and not negative, but for changes on the year."""

from __future__ import annotations

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
        found, metrics, origins = str(metric.value), (metric.id,), (metric.origin,)
        words = {"label": name_of(metric, kind(report.kind)), "unit": metric.unit}
        if metric.value < 0 and (metric.edition, metric.id) not in signed:
            yield finding("value.negative", words, found=found, metrics=metrics, origins=origins)
        if is_count(metric) and isinstance(metric.value, Decimal) and metric.value % 1:
            yield finding("value.fractional", words, found=found, metrics=metrics, origins=origins)


def is_count(metric: Metric) -> bool:
    """Whether a figure counts things, and can be nothing but whole."""
    return metric.unit is not None and not metric.unit.endswith(MONEY)


def signed_figures(kind: ReportKind) -> set[tuple[str | None, str]]:
    """Return the figures that may be negative: changes on the year, by edition and id."""
    return {
        (edition.id, metric_id(row.id if row else "", column.id))
        for edition in editions(kind)
        for table in edition.tables
        for row in table.rows or (None,)
        for column in table.columns
        if column.signed
    }
