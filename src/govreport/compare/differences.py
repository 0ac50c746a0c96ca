"""变化: what two reports state differently."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from govreport.checks.figures import Key, Number, key_of
from govreport.checks.reuse import Reuse, reuse
from govreport.compare.relations import Relation, concept_label, is_group, kind_of, relation
from govreport.compare.versions import said
from govreport.forms.catalogue import edition
from govreport.forms.concepts import concepts, form_figures
from govreport.kinds import ReportKind
from govreport.model import Metric, Report, State
from govreport.shown import Several, Shown, late

if TYPE_CHECKING:
    import pandas

__all__ = ["Difference", "Differences", "diff"]

#: A report with all that it says.
Told = tuple[Report, Mapping[Key, Sequence[Metric]]]


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


class Differences(Several[Difference]):
    """变化: all that two reports state differently, in the order of the reports.

    ``reuse`` says how much of the text of the second stands word for word in the first.
    """

    reuse: Reuse | None = None

    def to_frame(self) -> pandas.DataFrame:
        """Return a row a difference, with the exact values before and after and their change.

        Raises:
            ImportError: pandas is not installed.
        """
        frame: pandas.DataFrame = late("export.points.differences_frame")(self)
        return frame


def diff(before: Report, after: Report) -> Differences:
    """Return what two reports state differently: two years, two versions or two organs.

    Reports of one form are compared figure by figure; of two, by the concepts and the figures that
    both forms ask for. Figures that neither states are left out, as are those that agree.

    Raises:
        ValueError: the reports are of different kinds.
    """
    kind = kind_of((before, after))
    one, two = (said(report.metrics.items, kind) for report in (before, after))
    keys = _comparable((before, one), (after, two), kind)
    found = (_difference(key, one.get(key, ()), two.get(key, ()), kind) for key in keys)
    differences = Differences(each for each in found if each is not None)
    differences.reuse = reuse(before, after)
    return differences


def _comparable(before: Told, after: Told, kind: ReportKind) -> Iterator[Key]:
    """The figures that both reports could state, in the order of the reports or of the concepts."""
    metrics = (*before[0].metrics, *after[0].metrics)
    stated = dict.fromkeys(key_of(metric) for metric in metrics if not is_group(metric))
    one, two = ({m.edition for m in report.metrics if m.edition} for report, _ in (before, after))
    if one == two:
        yield from stated
        return
    shared = [
        concept.id
        for concept in concepts(kind)
        if all(
            any(concept.link(id) for id in ids) or (concept.id, ()) in told
            for (_, told), ids in ((before, one), (after, two))
        )
    ]
    yield from ((id, ()) for id in shared)
    asked = [set().union(*(form_figures(edition(id, kind)) for id in ids)) for ids in (one, two)]
    for key in stated:
        if key in asked[0] and key in asked[1] and (key[1] or key[0] not in shared):
            yield key


def _difference(
    key: Key, before: Sequence[Metric], after: Sequence[Metric], kind: ReportKind
) -> Difference | None:
    one, two = _single(before), _single(after)
    if _worth(one) == _worth(two):
        return None
    stated = [metric for metric in (one, two) if metric is not None]
    how, note, note_en = relation(key, [metric.edition for metric in stated], kind)
    return Difference(
        id=key[0],
        label=concept_label(key, kind) or stated[0].label,
        dimensions=dict(key[1]),
        before=one,
        after=two,
        relation=how,
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
