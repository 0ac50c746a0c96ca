"""年度数: what is said of one figure for one year, by one report or by several versions of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import frozen

from govreport.checks.figures import Key, Number
from govreport.compare.relations import Relation, relation
from govreport.compare.versions import Version
from govreport.kinds import ReportKind
from govreport.model import Metric, State
from govreport.shown import Shown

__all__ = ["Point", "Verdict", "judge", "keys_of", "point"]


@frozen(kw_only=True, repr=False)
class Point(Shown):
    """年度数: what is said of one year. ``metrics`` are the figures behind it, one a report.

    Of several versions for one year the preferred one counts (:mod:`govreport.compare.versions`);
    where it cannot be read, another may tell. Where versions differ and none of them is known to be
    the later one, it has no ``value`` and its ``state`` is ``unreadable``; ``changed`` says that an
    earlier version had another figure. ``versions`` counts those for the year, ``sha256`` and
    ``path`` name the report that the figure is taken from. ``note`` tells what differs where the
    ``relation`` is ``near``, else it is empty. ``former_name`` is set in the first year in which
    the organ, or its place, has another name.
    """

    year: int | None
    value: Number | None
    state: State | None
    unit: str | None
    relation: Relation
    note: str = ""
    note_en: str = ""
    edition: str | None = None
    metrics: tuple[Metric, ...]
    versions: int = 1
    changed: bool = False
    name: str | None = None
    former_name: str | None = None
    sha256: str = ""
    path: str = ""

    def _said(self) -> str:
        figure = f"{self.state}" if self.value is None else f"{self.value} {self.unit or ''}"
        relation = "" if self.relation == "exact" else f", {self.relation}"
        former = f", before: {self.former_name}" if self.former_name else ""
        return f"{self.year or 'no year'}: {figure.rstrip()}{relation}{former}"


@frozen
class Verdict:
    """What versions say together: the ``metric`` that counts and its ``version``; ``differing`` are
    versions that say otherwise. Where it ``is_open`` nothing tells which is right."""

    metric: Metric
    version: Version
    differing: tuple[Version, ...] = ()
    is_open: bool = False


def judge(key: Key, versions: Sequence[Version]) -> Verdict:
    """Return what versions, the preferred one first, say of a figure that one of them has.

    A version that was issued later than all that say otherwise counts; it was corrected since.
    """
    stated = [(each, _read(each.figures[key])) for each in versions if key in each.figures]
    read = [(each, of[0]) for each, of in stated if of]
    if not read:
        version = stated[0][0]
        return Verdict(version.figures[key][0], version)
    version, metric = read[0]
    differing = tuple(other for other, one in read[1:] if _worth(one) != _worth(metric))
    is_open = any(len({*map(_worth, of)}) > 1 for _, of in stated)
    is_open = is_open or not all(_is_later(version, other) for other in differing)
    return Verdict(metric, version, differing, is_open)


def keys_of(versions: Sequence[Version]) -> Iterator[Key]:
    """Return all that versions say, each once, as the preferred one has it and then the others."""
    return iter(dict.fromkeys(key for version in versions for key in version.figures))


def point(
    key: Key,
    versions: Sequence[Version],
    verdict: Verdict,
    kind: ReportKind,
    *,
    former_name: str | None = None,
) -> Point:
    """Return what versions for one year, the preferred one first, say of a figure, by the verdict
    on it."""
    said = [metric for each in versions for metric in each.figures.get(key, ())]
    metric, version = verdict.metric, verdict.version
    unclear = verdict.is_open or metric.state is State.UNREADABLE
    how, note, note_en = relation(
        key, [m.edition for m in (said if verdict.is_open else [metric])], kind
    )
    return Point(
        year=version.year,
        value=None if unclear else metric.value,
        state=State.UNREADABLE if unclear else metric.state,
        unit=None if verdict.is_open else metric.unit,
        relation=how,
        note=note,
        note_en=note_en,
        edition=metric.edition,
        metrics=tuple(said),
        versions=len(versions),
        changed=bool(verdict.differing) and not verdict.is_open,
        name=version.name,
        former_name=former_name,
        sha256=version.sha256,
        path=version.path,
    )


def _read(metrics: Sequence[Metric]) -> Sequence[Metric]:
    """What of one report can be read."""
    return [metric for metric in metrics if metric.state is not State.UNREADABLE]


def _worth(metric: Metric) -> tuple[Number | None, str | None]:
    return metric.value, metric.unit


def _is_later(one: Version, other: Version) -> bool:
    return one.issued is not None and other.issued is not None and one.issued > other.issued
