"""The cells of a region's report against the sums of its organs', each with what explains it.

A blank is no zero: where an organ states no number in a cell, or has no report, more in the
region's report than the sum is open and less is not. With organs missing, what is left of the
region's figures must still be what reports can say: their figures keep the identities of the form,
so the rest does; where it does not, the cells that break it are doubtful.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from decimal import Decimal

from attrs import evolve, field, frozen

from govreport.batch.store.region import Issue, Members, Missing
from govreport.checks.arithmetic import Case, cases, holds
from govreport.checks.figures import Key, Number
from govreport.forms.catalogue import Edition
from govreport.model import Metric, Scope

__all__ = ["Cell", "Explanation", "Figures", "Status", "cells"]

#: The figures of an organ's report for a year, by key; nothing where it has none.
Figures = Callable[[str, int], Mapping[Key, Metric]]


class Status(enum.StrEnum):
    """What comes of a cell: see :class:`Cell`."""

    EQUAL = "equal"
    DIFFERS = "differs"
    DOUBTFUL = "doubtful"
    OPEN = "open"
    UNKNOWN = "unknown"


@frozen(kw_only=True)
class Explanation:
    """What a difference may come from. ``missing``: the figures that these organs, of which there
    is no report, had in ``year`` are just the difference. ``outside``: those of organs that
    no government adds up are. ``system``: an organ (the first) reports for its whole system, and
    the figures of the others stand in its own as well. ``fits`` where it is just the difference;
    otherwise it may be."""

    cause: str
    organs: tuple[str, ...]
    value: Number
    year: int
    fits: bool = True


@frozen(kw_only=True)
class Cell:
    """A cell: the region's figure, the ``sum`` of those organs that state one (``shares``, by id),
    and the organs with a report that state none (``without``).

    ``status``: ``equal``; ``differs``, which no missing report can mend; ``doubtful``, where a
    missing report could not keep the form's identities; ``open``, where missing reports or
    figures can be the difference; ``unknown``, where the region's report states no number.
    """

    metric: Metric
    sum: Number | None
    shares: Mapping[str, Number] = field(factory=dict)
    without: tuple[str, ...] = ()
    status: Status
    explanations: tuple[Explanation, ...] = ()

    @property
    def value(self) -> Number | None:
        """The region's figure."""
        return self.metric.value

    @property
    def difference(self) -> Number | None:
        """The region's figure less the sum, ``None`` where either is not known."""
        if self.value is None or self.sum is None:
            return None
        return self.value - self.sum


def cells(
    form: Edition, signed: Collection[str], year: int, members: Members, figures: Figures
) -> tuple[Cell, ...]:
    """Return the cells of a region's report, in its order; ``signed`` are ids of figures that can
    be less than nothing."""
    if members.speaker is None:
        return ()
    own = figures(members.speaker.organ, year)
    parts = {each.organ: figures(each.organ, year) for each in _added(members, own, year, figures)}
    found = {
        key: _cell(key, metric, parts, bool(members.missing), metric.id in signed)
        for key, metric in own.items()
    }
    if members.missing:
        doubtful = _doubtful(form, found)
        found = {
            key: evolve(cell, status=Status.DOUBTFUL)
            if key in doubtful and cell.status in (Status.OPEN, Status.EQUAL)
            else cell
            for key, cell in found.items()
        }
    explained = _Explained(year, members, figures)
    return tuple(
        evolve(cell, explanations=tuple(explained.of(key, cell))) if cell.difference else cell
        for key, cell in found.items()
    )


def _added(
    members: Members, own: Mapping[Key, Metric], year: int, figures: Figures
) -> Iterator[Issue]:
    """The parts; without an office's report that says the region's figures again."""
    told = {key: metric.value for key, metric in own.items()}
    for each in members.parts:
        said = {key: metric.value for key, metric in figures(each.organ, year).items()}
        if each.scope is not Scope.REGION or said != told or not any(told.values()):
            yield each


def _cell(
    key: Key,
    metric: Metric,
    parts: Mapping[str, Mapping[Key, Metric]],
    is_short: bool,
    is_signed: bool,
) -> Cell:
    shares: dict[str, Number] = {}
    without = []
    for organ, own in parts.items():
        said = own.get(key)
        if said is None or said.value is None or said.unit != metric.unit:
            without.append(organ)
        else:
            shares[organ] = said.value
    total: Number | None = sum(shares.values(), start=0) if shares else None
    status = Status.UNKNOWN
    if metric.value is not None and total is not None:
        difference: Number = metric.value - total
        may_be_short = is_short or bool(without)
        margin = _rounding([metric.value, *shares.values()])
        if -margin <= difference <= margin:
            status = Status.EQUAL
        elif may_be_short and (difference > 0 or is_signed):
            status = Status.OPEN
        else:
            status = Status.DIFFERS
    return Cell(metric=metric, sum=total, shares=shares, without=tuple(without), status=status)


def _rounding(values: Iterable[Number]) -> Decimal:
    """By how much a sum of rounded amounts may miss: half of the last place of each."""
    places = [value.as_tuple().exponent for value in values if isinstance(value, Decimal)]
    halves = [Decimal(5).scaleb(n - 1) for n in places if isinstance(n, int) and n < 0]
    return sum(halves, start=Decimal(0))


def _doubtful(form: Edition, found: Mapping[Key, Cell]) -> frozenset[Key]:
    """The cells on which it hangs that what the known reports leave keeps no identity of the form.

    What a known report itself breaks is added up with it and leaves nothing. Identities in which
    another cell is wrong for certain say no more.
    """
    rest = [
        evolve(cell.metric, value=cell.difference)
        for cell in found.values()
        if cell.difference is not None and not cell.without
    ]
    kept, broken = set[Key](), list[Case]()
    for case in cases(rest, form):
        if all(each.value is not None for each in case.terms):
            if not holds(case):
                broken.append(case)
            elif case.relation == "=":
                kept |= {each.key for each in case.terms}
    told = {key for key, cell in found.items() if cell.status is Status.DIFFERS}
    suspects = (
        {each.key for each in case.terms}
        for case in broken
        if told.isdisjoint(each.key for each in case.terms)
    )
    return frozenset().union(*suspects) - kept


@frozen
class _Explained:
    """What is tried for each cell that differs."""

    year: int
    members: Members
    figures: Figures

    def of(self, key: Key, cell: Cell) -> Iterator[Explanation]:
        difference = cell.difference or 0
        if difference > 0:
            yield from self._missing(key, difference)
            yield from self._outside(key, difference)
        elif difference < 0:
            for part in self.members.parts:
                if part.scope is Scope.SYSTEM and part.organ in cell.shares:
                    yield from self._system(key, part.organ, cell, -difference)

    def _missing(self, key: Key, difference: Number) -> Iterator[Explanation]:
        """The nearest figures of each missing organ, and of all together."""
        known = [
            (each.name, *last)
            for each in self.members.missing
            if (last := self._nearest(key, each)) is not None
        ]
        for name, value, year in known:
            if value == difference:
                yield Explanation(cause="missing", organs=(name,), value=value, year=year)
        if len(known) == len(self.members.missing) > 1:
            total = sum((value for _, value, _ in known), start=0)
            if total == difference and all(value for _, value, _ in known):
                names = tuple(name for name, _, _ in known)
                year = min(year for *_, year in known)
                yield Explanation(cause="missing", organs=names, value=total, year=year)

    def _nearest(self, key: Key, organ: Missing) -> tuple[Number, int] | None:
        """What a missing organ stated in the year before, else in the year after."""
        for year in (self.year - 1, self.year + 1):
            said = self.figures(organ.id, year).get(key) if organ.id else None
            if said is not None and said.value is not None:
                return said.value, year
        return None

    def _outside(self, key: Key, difference: Number) -> Iterator[Explanation]:
        for each in self.members.outside:
            value = self._value(key, each.organ)
            if value == difference:
                name = self.members.organs[each.organ].name
                yield Explanation(cause="outside", organs=(name,), value=value, year=self.year)

    def _system(self, key: Key, organ: str, cell: Cell, excess: Number) -> Iterator[Explanation]:
        own = self.members.organs[organ]
        covered = [
            (other.name, value)
            for each in (*self.members.parts, *self.members.below)
            if (other := self.members.organs[each.organ]).field == own.field
            and own.field is not None
            and other.id != own.id
            and (value := self._value(key, other.id)) is not None
        ]
        total = sum((value for _, value in covered), start=0)
        if covered and total == excess:
            names = (own.name, *(name for name, value in covered if value))
            yield Explanation(cause="system", organs=names, value=total, year=self.year)
        elif excess <= cell.shares[organ]:
            share = cell.shares[organ]
            yield Explanation(
                cause="system", organs=(own.name,), value=share, year=self.year, fits=False
            )

    def _value(self, key: Key, organ: str) -> Number | None:
        said = self.figures(organ, self.year).get(key)
        return said.value if said is not None else None
