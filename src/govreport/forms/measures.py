"""Measures as data: formulas over concepts and figures (``measures.toml`` of a kind), exact.

>>> from govreport.kinds import kind
>>> measures(kind("ogi"))[0].label
'公开率'
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from msgspec import Struct, field

from govreport.forms.concepts import derive
from govreport.kinds import ReportKind, kind
from govreport.kinds.data import loaded
from govreport.model import Metric, Report
from govreport.model.measure import MeasureValue
from govreport.shown import Shown

__all__ = ["Measure", "measured", "measures"]

Number = int | Decimal


class Measure(Shown, Struct, frozen=True, kw_only=True, eq=False, forbid_unknown_fields=True):
    """A formula: the sum of ``numerator`` over the sum of ``denominator`` less that of ``minus``,
    each the ids of concepts or figures."""

    id: str
    label: str
    label_en: str
    numerator: tuple[str, ...]
    denominator: tuple[str, ...]
    minus: tuple[str, ...] = ()
    unit: str = "%"
    comparable: bool = True
    note: str = ""
    note_en: str = ""

    def _said(self) -> str:
        minus = f" - {' - '.join(self.minus)}" if self.minus else ""
        return (
            f"{self.id} = ({' + '.join(self.numerator)}) / ({' + '.join(self.denominator)}{minus})"
        )


@functools.cache
def measures(kind: ReportKind) -> tuple[Measure, ...]:
    """Return the measures of a kind of report.

    Raises:
        ValueError: its ``measures.toml`` lacks something, or says something unknown.
    """
    file = kind.folder.joinpath("measures.toml")
    if not file.is_file():
        return ()
    name = f"{kind.id}/measures.toml"
    return loaded(file.read_text(encoding="utf-8"), _File, name).measures


def measured(report: Report) -> tuple[MeasureValue, ...]:
    """Return the measures of a report whose form has all of their figures."""
    of = kind(report.kind)
    figures = _Figures(report, of)
    found = (_value(measure, figures) for measure in measures(of))
    return tuple(each for each in found if each is not None)


class _Figures:
    """The figures of a report's tables without dimensions, and what the concepts make of them."""

    def __init__(self, report: Report, kind: ReportKind) -> None:
        self._kind = kind
        self._metrics = [metric for metric in report.metrics if metric.edition is not None]
        self._own: dict[str, list[Metric]] = {}
        for metric in self._metrics:
            if not metric.dimensions and metric.unit is not None:
                self._own.setdefault(metric.id, []).append(metric)
        self._derived: dict[str, Sequence[Metric]] = {}

    def of(self, id: str) -> Metric | None:
        """The one figure of that id, ``None`` where there is none, or several."""
        found: Sequence[Metric] = self._own.get(id, ())
        if not found:
            if id not in self._derived:
                self._derived[id] = derive(id, self._metrics, self._kind)
            found = self._derived[id]
        return found[0] if len(found) == 1 else None

    def total(self, ids: Sequence[str]) -> Number | None:
        """The sum of all of them; ``None`` where one has no figure."""
        total: Number = 0
        for id in ids:
            metric = self.of(id)
            if metric is None or metric.value is None:
                return None
            total += metric.value
        return total


def _value(measure: Measure, figures: _Figures) -> MeasureValue | None:
    ids = (*measure.numerator, *measure.denominator, *measure.minus)
    if any(figures.of(id) is None for id in ids):
        return None
    numerator, denominator = figures.total(measure.numerator), figures.total(measure.denominator)
    less = figures.total(measure.minus)
    whole = None if denominator is None or less is None else denominator - less
    value = None
    if numerator is not None and whole is not None and whole > 0:
        value = Fraction(numerator) / Fraction(whole)
    return MeasureValue(
        id=measure.id,
        label=measure.label,
        label_en=measure.label_en,
        value=value,
        numerator=numerator,
        denominator=whole,
        n=whole if isinstance(whole, int) else None,
        unit=measure.unit,
        comparable=measure.comparable,
        note=measure.note,
        note_en=measure.note_en,
    )


class _File(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    measures: tuple[Measure, ...] = field(name="measure", default=())
