"""Figures that only the text states, as metrics; what a table says is never touched."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from msgspec import Struct

from govreport.forms.catalogue import Edition, TableForm, editions, metric_id
from govreport.forms.concepts import concepts
from govreport.kinds import ReportKind
from govreport.model import Certainty, Metric, Metrics, Quantity
from govreport.record import evolve
from govreport.zh.patterns import quick_pattern
from govreport.zh.quantities.money import yuan
from govreport.zh.types import How

__all__ = ["Official", "Rest", "label", "official", "rests", "stated_metrics"]

#: A note in the label of a row: （不同渠道和方式公开相同信息计1条）.
NOTE = quick_pattern(r"（[^（）]*）$")
Key = tuple[str, tuple[tuple[str, str], ...]]


class Official(Struct, frozen=True):
    """What the forms call a figure or a concept, and the unit they count it in."""

    label: str
    unit: str | None


def official(id: str, kind: ReportKind) -> Official:
    """Return the official words for an id: the concept's, else the newest form's.

    Raises:
        KeyError: no form has it.
    """
    return _official(kind)[id]


def label(id: str, kind: ReportKind) -> str:
    """Return the official words for an id without their notes; the id itself, if no form has it."""
    known = _official(kind).get(id)
    return id if known is None else NOTE.sub("", known.label)


class Rest(Struct, frozen=True):
    """A figure that the text states only together with another one: 45件（含上年结转3件）.

    ``figure`` is ``whole`` less ``parts``, with the value of that.
    """

    figure: Quantity
    whole: Quantity
    parts: tuple[Quantity, ...]


def rests(quantities: Sequence[Quantity]) -> Iterator[Rest]:
    """Yield the figures that follow from numbers which hold them and others of the text."""
    for whole in quantities:
        for way in whole.computed:
            if way.how is not How.SUM or way.concept is None:
                continue
            if not all(each in range(len(quantities)) for each in way.of):
                continue
            parts = tuple(quantities[each] for each in way.of)
            exact = [each.value for each in (whole, *parts) if each.qualifier is None]
            left = _less(exact) if len(exact) > len(parts) else None
            if left is not None:
                figure = evolve(whole, value=left, concept=way.concept, computed=())
                yield Rest(figure, whole, parts)


def _less(values: Sequence[int | Decimal | None]) -> int | None:
    """The first number less the others; ``None`` if they are not counts that leave one."""
    whole, *parts = (each if isinstance(each, int) else None for each in values)
    counts = [each for each in parts if each is not None]
    left = None if whole is None or len(counts) < len(parts) else whole - sum(counts)
    return left if left is not None and left >= 0 else None


def stated_metrics(
    quantities: Sequence[Quantity], tables: Metrics, kind: ReportKind
) -> Iterator[Metric]:
    """Yield a metric for each figure that the text states exactly and the tables do not hold.

    A figure that the text states twice and differently is none, be it about: 46件 and 20余件.
    """
    said: dict[Key, list[Quantity]] = {}
    hedged: dict[Key, list[Quantity]] = {}
    for quantity in (*quantities, *(rest.figure for rest in rests(quantities))):
        if quantity.concept is not None:
            key = quantity.concept, tuple(sorted(quantity.dimensions.items()))
            where = said if quantity.qualifier is None else hedged
            where.setdefault(key, []).append(quantity)
    for key, same in said.items():
        id, first = key[0], same[0]
        agree = all(_sense(each) == _sense(first) for each in same)
        agree = agree and not any(_excludes(each, first) for each in hedged.get(key, ()))
        if first.value is None or not agree or _in_tables(id, tables):
            continue
        known = official(id, kind)
        yield Metric(
            id=id,
            value=first.value,
            unit=first.unit,
            label=known.label,
            label_raw=first.subject or "",
            edition=None,
            dimensions=first.dimensions,
            certainty=Certainty.INFERRED,
            origin=first.origin,
        )


def _sense(quantity: Quantity) -> tuple[Fraction | None, str | None]:
    """Value and unit, money in yuan."""
    factor = yuan(quantity.unit)
    value = None if quantity.value is None else Fraction(quantity.value)
    if factor is None or value is None:
        return value, quantity.unit
    return value * factor, "元"


def _excludes(hedged: Quantity, exact: Quantity) -> bool:
    """Whether a hedged statement does not leave room for an exact one of the same unit."""
    if hedged.unit != exact.unit or exact.value is None:
        return False
    low = hedged.low is not None and exact.value < hedged.low
    return low or (hedged.high is not None and exact.value > hedged.high)


def _in_tables(id: str, tables: Metrics) -> bool:
    """Whether the tables have the figure, a part of it, or figures that say the concept."""
    return bool(tables.select(id)) or any(metric.parent == id for metric in tables)


@functools.cache
def _official(kind: ReportKind) -> Mapping[str, Official]:
    known: dict[str, Official] = {}
    for edition in editions(kind):
        known |= _of_edition(edition)
    return known | {each.id: Official(each.label, each.unit) for each in concepts(kind)}


def _of_edition(edition: Edition) -> dict[str, Official]:
    known: dict[str, Official] = {}
    for form in edition.tables:
        for row in form.rows:
            known[row.id] = Official(row.label, row.unit or _unit(form))
            for column in form.columns_of("value"):
                label = f"{row.label}：{column.labels[0]}" if column.id else row.label
                unit = row.unit or column.unit
                known[metric_id(row.id, column.id)] = Official(label, unit)
        if not form.rows:
            for column in form.columns_of("value"):
                label = "：".join(column.path or column.labels[:1])
                known[column.id] = Official(label, column.unit)
    return known


def _unit(form: TableForm) -> str | None:
    """The unit of a form's figures, ``None`` if they have several."""
    units = {column.unit for column in form.columns_of("value")}
    return units.pop() if len(units) == 1 else None
