"""Reports against each other: one figure over the years, and what moved from one to another.

What the editions have in common is told by their crosswalk (:mod:`govreport.forms.concepts`): a
point or a difference says whether the figures mean the same (``exact``), are a sum (``sum``) or
come only close (``near``, with a note). What a form does not ask for has no point.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal

from attrs import evolve, field, frozen

from govreport.checks.figures import Key, Number, key_of
from govreport.forms.catalogue import edition, editions
from govreport.forms.concepts import Link, concepts, derive, form_figures
from govreport.kinds import ReportKind, kind, kinds
from govreport.model import Metric, Report, State
from govreport.organs.names import may_be_one
from govreport.shown import Several, Shown

__all__ = ["Difference", "Point", "diff", "series"]

Relation = Literal["exact", "sum", "near"]
#: The closest first.
RELATIONS: Sequence[Relation] = ("exact", "sum", "near")


@frozen(kw_only=True, repr=False)
class Point(Shown):
    """年度数: what is said of one year. ``metrics`` are the figures behind it, one a report.

    Where reports for one year differ, it has no ``value`` and its ``state`` is ``unreadable``.
    ``note`` tells what differs where the ``relation`` is ``near``, else it is empty.
    """

    year: int | None
    value: Number | None
    state: State | None
    unit: str | None
    relation: Relation
    note: str = ""
    note_en: str = ""
    metrics: tuple[Metric, ...]

    def _said(self) -> str:
        figure = f"{self.state}" if self.value is None else f"{self.value} {self.unit or ''}"
        relation = "" if self.relation == "exact" else f", {self.relation}"
        return f"{self.year or 'no year'}: {figure.rstrip()}{relation}"


@frozen(kw_only=True, repr=False)
class Difference(Shown):
    """变化: a figure that two reports state differently, or that only one of them has.

    ``relation`` is the looser one of the two, ``note`` what differs where that is ``near``.
    """

    id: str
    label: str
    dimensions: Mapping[str, str] = field(factory=dict)
    before: Metric | None
    after: Metric | None
    relation: Relation = "exact"
    note: str = ""
    note_en: str = ""

    def _said(self) -> str:
        dimensions = "".join(f"[{name}={member}]" for name, member in self.dimensions.items())
        sides = (self.before, self.after)
        said = [f"{m.state if m.value is None else m.value}" if m else "not listed" for m in sides]
        return f"{self.id}{dimensions}: {said[0]} → {said[1]}"

    @property
    def change(self) -> Number | None:
        """How much more the second is, ``None`` where either has no value or the units differ."""
        one, two = self.before, self.after
        if one is None or two is None or one.value is None or two.value is None:
            return None
        return two.value - one.value if one.unit == two.unit else None


def series(reports: Iterable[Report], id: str, **dimensions: str) -> tuple[Point, ...]:
    """Return what an organ's reports say of a concept or a figure, a point a year, in order.

    A report whose form does not ask for it, or that lacks the row, gives no point. A row that holds
    nothing gives a point without a value; a report without a year, a point of its own at the end.

    Args:
        id: a concept, or a figure of any form; ``dimensions`` choose a column.

    Raises:
        KeyError: no form has such a figure.
        ValueError: the reports are of several organs, or of several kinds.
    """
    key = id, tuple(sorted(dimensions.items()))
    given = list(reports)
    asked = _kinds(given) or kinds()
    if not any(_is_known(key, each) for each in asked):
        raise KeyError(_named(key))
    by_year: dict[int, list[Metric]] = {}
    undated: list[Sequence[Metric]] = []
    for one, other in itertools.combinations(given, 2):
        if not may_be_one(one, other):
            names = f"{one.issuer.name}, {other.issuer.name}"
            raise ValueError(f"reports of several organs: {names}; give those of one")
    for report in given:
        said = _said(report, key)
        if said and report.year is None:
            undated.append(said)
        elif said and report.year is not None:
            by_year.setdefault(report.year, []).extend(said)
    dated = [_point(year, key, by_year[year], asked[0]) for year in sorted(by_year)]
    return Several([*dated, *(_point(None, key, said, asked[0]) for said in undated)])


def diff(before: Report, after: Report) -> tuple[Difference, ...]:
    """Return what two reports state differently: two years, two versions or two organs.

    Reports of one form are compared figure by figure; of two, by the concepts and the figures that
    both forms ask for. Figures that neither states are left out, as are those that agree.

    Raises:
        ValueError: the reports are of different kinds.
    """
    (kind,) = _kinds((before, after))
    found = (_difference(key, before, after, kind) for key in _comparable(before, after, kind))
    return Several(each for each in found if each is not None)


def _kinds(reports: Iterable[Report]) -> tuple[ReportKind, ...]:
    """The kind of reports; nothing where there are none."""
    ids = sorted({report.kind for report in reports})
    if len(ids) > 1:
        raise ValueError(f"reports of several kinds: {', '.join(ids)}; give those of one")
    return tuple(map(kind, ids))


def _is_known(key: Key, kind: ReportKind) -> bool:
    return bool(_concept_label(key, kind)) or any(
        key in form_figures(form) for form in editions(kind)
    )


def _concept_label(key: Key, kind: ReportKind) -> str:
    return next((each.label for each in concepts(kind) if (each.id, ()) == key), "")


def _named(key: Key) -> str:
    return ", ".join((key[0], *(f"{name}={member}" for name, member in key[1])))


def _said(report: Report, key: Key) -> Sequence[Metric]:
    """What a report says of a figure: more than one metric where it contradicts itself."""
    found = [metric for metric in report.metrics if key_of(metric) == key and not _is_group(metric)]
    return found or (() if key[1] else derive(key[0], report.metrics.items, kind(report.kind)))


def _is_group(metric: Metric) -> bool:
    return metric.state is State.NOT_APPLICABLE and metric.unit is None


def _point(year: int | None, key: Key, said: Sequence[Metric], kind: ReportKind) -> Point:
    # Of one that could not be read, another copy may tell.
    read = [metric for metric in said if metric.state is not State.UNREADABLE] or said
    agree = len({(metric.value, metric.unit) for metric in read}) == 1
    relation, note, note_en = _relation(key, said, kind)
    return Point(
        year=year,
        value=read[0].value if agree else None,
        state=read[0].state if agree else State.UNREADABLE,
        unit=read[0].unit if agree else None,
        relation=relation,
        note=note,
        note_en=note_en,
        metrics=tuple(said),
    )


def _relation(key: Key, said: Iterable[Metric], kind: ReportKind) -> tuple[Relation, str, str]:
    """The loosest of the relations of metrics to a concept."""
    loosest: tuple[Relation, str, str] = ("exact", "", "")
    for link in (_link(key, metric, kind) for metric in said):
        if link is not None and RELATIONS.index(link.relation) > RELATIONS.index(loosest[0]):
            loosest = link.relation, link.note, link.note_en
    return loosest


def _link(key: Key, metric: Metric, kind: ReportKind) -> Link | None:
    if key[1] or metric.edition is None:
        return None
    links = (each.link(metric.edition) for each in concepts(kind) if each.id == key[0])
    return next(links, None)


def _comparable(before: Report, after: Report, kind: ReportKind) -> Iterator[Key]:
    """The figures that both reports could state, in the order of the reports or of the concepts."""
    stated = dict.fromkeys(key_of(m) for m in (*before.metrics, *after.metrics) if not _is_group(m))
    one, two = ({m.edition for m in report.metrics if m.edition} for report in (before, after))
    if one == two:
        yield from stated
        return
    shared = [
        concept.id
        for concept in concepts(kind)
        if all(
            any(concept.link(id) for id in ids) or _said(report, (concept.id, ()))
            for report, ids in ((before, one), (after, two))
        )
    ]
    yield from ((id, ()) for id in shared)
    asked = [set().union(*(form_figures(edition(id, kind)) for id in ids)) for ids in (one, two)]
    for key in stated:
        if key in asked[0] and key in asked[1] and (key[1] or key[0] not in shared):
            yield key


def _difference(key: Key, before: Report, after: Report, kind: ReportKind) -> Difference | None:
    one, two = (_single(_said(report, key)) for report in (before, after))
    if _worth(one) == _worth(two):
        return None
    said = [metric for metric in (one, two) if metric is not None]
    relation, note, note_en = _relation(key, said, kind)
    return Difference(
        id=key[0],
        label=_concept_label(key, kind) or said[0].label,
        dimensions=dict(key[1]),
        before=one,
        after=two,
        relation=relation,
        note=note,
        note_en=note_en,
    )


def _single(said: Sequence[Metric]) -> Metric | None:
    """The one metric, unreadable where the report gives several."""
    if len(said) < 2:
        return said[0] if said else None
    raw = " / ".join(metric.raw for metric in said)
    origin = evolve(said[0].origin, raw=raw)
    return evolve(said[0], value=None, state=State.UNREADABLE, origin=origin)


def _worth(metric: Metric | None) -> tuple[Number, str | None] | None:
    return None if metric is None or metric.value is None else (metric.value, metric.unit)
