"""跨年关系: what a report says against what the organ's report for the year before said.

The rules are those of the editions (``[[succession]]``); each is looked at for every value of the
dimensions. A figure that is absent, blank or unreadable in either report is never taken for zero: a
rule that needs it is not judged.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from govreport.checks.figures import Number, Term, figures, term, where
from govreport.forms.catalogue import Succession, editions, predecessors
from govreport.forms.naming import called, name_of
from govreport.kinds import ReportKind, kind
from govreport.model import Finding, Metric, Report
from govreport.model.bilingual import Bilingual, joined
from govreport.model.rules import finding
from govreport.organs.identity import may_be_one

__all__ = ["SERIES", "check_series", "compare"]

#: What ``kind.toml`` calls these checks.
SERIES = "series"


class Case(Struct, frozen=True):
    """A rule for one value of the dimensions: ``now[0]`` is the sum of ``before`` and of ``plus``,
    less ``minus``."""

    rule: Succession
    figure: Term
    before: tuple[Term, ...]
    plus: tuple[Term, ...]
    minus: tuple[Term, ...]
    where: Bilingual

    @property
    def terms(self) -> tuple[Term, ...]:
        """All figures of the rule."""
        return (self.figure, *self.before, *self.plus, *self.minus)


def check_series(report: Report, previous: Report) -> Iterator[Finding]:
    """Check a report against the one for the year before, if that is what ``previous`` is."""
    year, last = report.year, previous.year
    consecutive = year is None or last is None or last + 1 == year
    if not consecutive or not may_be_one(previous, report):
        yield finding(
            "series.not_previous",
            expected=_called(report.issuer.name, None if year is None else year - 1),
            found=_called(previous.issuer.name, last),
        )
        return
    yield from compare(previous.metrics, report.metrics, kind(report.kind))


def compare(before: Sequence[Metric], now: Sequence[Metric], kind: ReportKind) -> Iterator[Finding]:
    """Check the figures of a year against those of the year before, by the rules of their kind.

    The origins of a finding are places in the report for the later year.
    """
    if SERIES in kind.without_checks:
        return
    unchecked = []
    for case in _cases(before, now, kind):
        values = [each.value for each in case.terms]
        units = {each.metric.unit for each in case.terms if each.metric is not None}
        if None not in values and len(units) == 1:
            yield from _judge(case, kind)
        elif any(value is not None for value in values):
            unchecked.append(case)
    if unchecked:
        names = joined(_label(case.figure, kind) for case in unchecked)
        words = {"count": len(unchecked), "names": names}
        yield finding("series.unchecked", words)


def _cases(before: Sequence[Metric], now: Sequence[Metric], kind: ReportKind) -> Iterator[Case]:
    forms = editions(kind)
    earlier = {form.id: figures(before, form) for form in forms}
    for form in forms:
        known = figures(now, form)
        for rule in form.successions:
            for old in (earlier[id] for id in predecessors(rule, form.id, forms) if earlier[id]):
                for members in dict.fromkeys(dims for id, dims in known if id == rule.figure):
                    figure = term(rule.figure, members, known)
                    yield Case(
                        rule,
                        figure,
                        tuple(term(id, members, old) for id in rule.before),
                        tuple(term(id, members, known) for id in rule.plus),
                        tuple(term(id, members, known) for id in rule.minus),
                        where((figure,), members, form),
                    )


def _judge(case: Case, kind: ReportKind) -> Iterator[Finding]:
    expected = _sum(case.before) + _sum(case.plus) - _sum(case.minus)
    found = case.figure.value
    if found == expected:
        return
    now = (case.figure, *case.plus, *case.minus)
    yield finding(
        "series.mismatch" if case.rule.severity == "error" else "series.unlikely",
        {
            "figure": _label(case.figure, kind),
            "where": case.where,
            "before": joined((_stated(each, kind) for each in case.before), " + ", " + "),
            "change": _change(case, kind),
        },
        expected=str(expected),
        found=str(found),
        metrics=tuple(each.key[0] for each in case.terms),
        origins=tuple(each.metric.origin for each in now if each.metric is not None),
    )


def _sum(terms: Sequence[Term]) -> Number:
    return sum((each.value for each in terms if each.value is not None), start=0)


def _change(case: Case, kind: ReportKind) -> Bilingual:
    """What was added and taken away since: 、本年制发 3、本年废止 1."""
    more = Bilingual("", "")
    for sign, terms in (("加", case.plus), ("减", case.minus)):
        for each in terms:
            stated = _stated(each, kind)
            english = f", {'plus' if sign == '加' else 'less'} {stated.en}"
            more += Bilingual(f"，{sign}{stated.zh}", english)
    return more


def _stated(each: Term, kind: ReportKind) -> Bilingual:
    return _label(each, kind) + f" {each.value}"


def _label(each: Term, kind: ReportKind) -> Bilingual:
    if each.metric is not None:
        return name_of(each.metric, kind)
    return called(each.key[0], None, kind) or Bilingual(*[each.key[0]] * 2)


def _called(name: str | None, year: int | None) -> str:
    return f"{name or '—'} {year or '—'}"
