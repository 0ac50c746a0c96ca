"""Figures against their kind: counts are whole and not negative, but for changes on the year."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from govreport.forms.catalogue import editions, metric_id
from govreport.forms.naming import name_of
from govreport.kinds import kind
from govreport.model import Finding, Report
from govreport.model.rules import finding

__all__ = ["check_values"]

#: 元 and its multiples are measured, everything else is counted.
MONEY = "元"


def check_values(report: Report) -> Iterable[Finding]:
    """Find negative figures where none can be, and broken counts."""
    signed = {
        (edition.id, metric_id(row.id, column.id))
        for edition in editions(kind(report.kind))
        for table in edition.tables
        for row in table.rows
        for column in table.columns
        if column.signed
    }
    for metric in report.metrics:
        if metric.value is None:
            continue
        found, metrics, origins = str(metric.value), (metric.id,), (metric.origin,)
        words = {"label": name_of(metric, kind(report.kind)), "unit": metric.unit}
        if metric.value < 0 and (metric.edition, metric.id) not in signed:
            yield finding("value.negative", words, found=found, metrics=metrics, origins=origins)
        counted = metric.unit is not None and not metric.unit.endswith(MONEY)
        if counted and isinstance(metric.value, Decimal) and metric.value % 1:
            yield finding("value.fractional", words, found=found, metrics=metrics, origins=origins)
