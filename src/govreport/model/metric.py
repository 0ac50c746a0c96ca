"""指标: the figures of the official forms."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping, Sequence
from typing import overload

from govreport.document import Origin
from govreport.errors import UnknownName
from govreport.model.certainty import Certainty
from govreport.model.figure import Figure
from govreport.record import record
from govreport.shown import Shown, count, late

__all__ = ["Metric", "Metrics", "State"]


class State(enum.StrEnum):
    """Which kind of nothing a missing value is."""

    BLANK = "blank"
    DASH = "dash"
    NOT_APPLICABLE = "not_applicable"
    UNREADABLE = "unreadable"


@record(kw_only=True, repr=False)
class Metric(Shown):
    """指标: one figure of an official form: concept, dimensions, unit, value, and its place.

    ``id`` is the catalogue's dotted id, ``label`` the official wording, ``label_raw`` the wording
    in the document. ``value`` is ``None`` exactly where ``state`` is set. A group row (单位 ``——``)
    has ``unit`` ``None`` and state ``not_applicable``. ``parent`` is the id of the row above it in
    the form's hierarchy. ``unit`` is the unit that ``value`` is in, as this document states it,
    the official one where it states none. ``edition`` is the form whose table states the figure,
    ``None`` where only the text does: the id is then that of a concept, or of a figure of any form,
    and the certainty ``inferred``.
    """

    id: str
    value: Figure | None = None
    state: State | None = None
    unit: str | None = None
    label: str
    label_raw: str
    edition: str | None = None
    parent: str | None = None
    dimensions: Mapping[str, str] = {}
    certainty: Certainty = Certainty.EXACT
    origin: Origin

    @property
    def raw(self) -> str:
        """The cell or the words that the figure was read from, as they stand in the document."""
        return self.origin.raw

    def _said(self) -> str:
        dimensions = "".join(f"[{name}={member}]" for name, member in self.dimensions.items())
        if self.value is None:
            figure = f"{self.state}"
        else:
            figure = f"{self.value} {self.unit or ''}".rstrip()
        doubt = "" if self.certainty is Certainty.EXACT else f", {self.certainty}"
        return f"{self.id}{dimensions} = {figure}{doubt}"


@record(repr=False)
class Metrics(Shown, Sequence[Metric]):
    """The metrics of one report, in reading order, addressed by position, by id or by label.

    They also answer to the ids of the concepts that the editions share
    (:mod:`govreport.forms.concepts`): ``metrics["applications.refused"]`` is a row of the form of
    2014 and the sum of eight rows since 2019. Only the figures read are counted and iterated over;
    where one of them has the id, it is the answer.
    """

    items: tuple[Metric, ...] = ()
    #: The kind of report whose concepts they answer to, ``""`` for none.
    kind: str = ""

    @overload
    def __getitem__(self, key: int | str) -> Metric: ...
    @overload
    def __getitem__(self, key: slice) -> Sequence[Metric]: ...
    def __getitem__(self, key: int | str | slice) -> Metric | Sequence[Metric]:
        """Return the metric at a position, or the one of that id or label without dimensions.

        Raises:
            UnknownName: no form has such a figure (a KeyError, with the names that come near).
            KeyError: the figures do not tell it, or several do.
        """
        if isinstance(key, str):
            metric = self.get(key)
            if metric is None:
                raise KeyError(f"{key}: not in this report; see ids()")
            return metric
        return self.items[key]

    def __len__(self) -> int:
        return len(self.items)

    def __iter__(self) -> Iterator[Metric]:
        return iter(self.items)

    def __contains__(self, value: object) -> bool:
        """Whether a metric is one of these, or an id or label is one that they answer to."""
        if not isinstance(value, str):
            return value in self.items
        try:
            return bool(self.select(value))
        except UnknownName:
            return False

    def get(self, id: str, **dimensions: str) -> Metric | None:
        """Return the metric of that id with exactly these dimensions, ``None`` if the report has
        none.

        The id of a concept, given without dimensions, is answered from the figures that say it.
        For ids, dimensions and their members, the official labels serve too.

        Raises:
            UnknownName: no form has such a figure, dimension or member (a KeyError).
            KeyError: several metrics answer, as when a report holds the same table twice.
        """
        found = self._found(id, dimensions)
        if not found and self.kind:
            asked = self._named(id)
            if len(asked) > 1:
                raise KeyError(f"{id}: several figures are called so: {', '.join(asked)}")
            members = late("forms.lookup.dimensions_of")(asked[0], dimensions, *self._where())
            if (asked[0], members) != (id, dimensions):
                found = self._found(asked[0], members)
        if len(found) > 1:
            raise KeyError(f"{id}: {len(found)} metrics; see select()")
        return found[0] if found else None

    def select(self, id: str) -> tuple[Metric, ...]:
        """Return all metrics of that id or label, whatever their dimensions; else what a concept
        says.

        Raises:
            UnknownName: no form has such a figure (a KeyError).
        """
        found = self._of(id)
        if not found and self.kind:
            found = [metric for name in self._named(id) if name != id for metric in self._of(name)]
        return tuple(found)

    def ids(self) -> tuple[str, ...]:
        """Return every id that has an answer: those of the figures, in reading order, then those of
        the concepts that they tell."""
        own = dict.fromkeys(metric.id for metric in self.items)
        known = late("forms.concepts.concepts")(late("kinds.kind")(self.kind)) if self.kind else ()
        told = (concept.id for concept in known if concept.id not in own)
        return (*own, *(id for id in told if self._derived(id)))

    def _ipython_key_completions_(self) -> list[str]:
        return [*self.ids(), *dict.fromkeys(metric.label for metric in self.items)]

    def _found(self, id: str, dimensions: Mapping[str, str]) -> list[Metric]:
        found = [m for m in self.items if m.id == id and dict(m.dimensions) == dimensions]
        if not dimensions and all(map(_is_group, found)):
            found = self._derived(id) or found
        return found

    def _of(self, id: str) -> list[Metric]:
        found = [m for m in self.items if m.id == id]
        if all(map(_is_group, found)):
            found = self._derived(id) or found
        return found

    def _named(self, id: str) -> tuple[str, ...]:
        found: tuple[str, ...] = late("forms.lookup.figure_ids")(id, *self._where())
        return found

    def _where(self) -> tuple[object, tuple[Metric, ...]]:
        return late("kinds.kind")(self.kind), self.items

    def _derived(self, id: str) -> list[Metric]:
        if not self.kind:
            return []
        kind = late("kinds.kind")(self.kind)
        return list(late("forms.concepts.derive")(id, self.items, kind))

    def _said(self) -> str:
        missing = sum(1 for m in self.items if m.value is None)
        return f"{count(len(self.items), 'metric')}, {missing} without a value"


def _is_group(metric: Metric) -> bool:
    """Whether this is a heading of the form, which has no figure of its own."""
    return metric.state is State.NOT_APPLICABLE and metric.unit is None
