"""What a person asks for by name: figures by id or official label, dimensions and their members.

What no form has is an error with the names that come near, not an empty answer: a typo must not
read as "not reported".

>>> from govreport.kinds import kind
>>> figure_ids("收到申请数", kind("ogi"))
('applications.received',)
>>> figure_ids("aplications.received", kind("ogi"))
Traceback (most recent call last):
    ...
govreport.errors.UnknownName: no figure 'aplications.received'; did you mean ...?
>>> dimensions_of("applications.received", {"applicant": "自然人"}, kind("ogi"))
{'applicant': 'natural_person'}
"""

from __future__ import annotations

import difflib
import functools
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from govreport.errors import UnknownName
from govreport.forms.catalogue import Column, Edition, Row, TableForm, editions, metric_id
from govreport.forms.concepts import concepts
from govreport.forms.labels import read_label
from govreport.forms.totals import TOTAL
from govreport.kinds import ReportKind
from govreport.model import Metric

__all__ = ["dimensions_of", "figure_ids", "near"]

#: Between the parts of a figure's label that stand in several headings.
JOINT = "·"
#: So many names that come near are told.
NEAREST = 5

Members = Mapping[str, str]


class _Known(Struct, frozen=True):
    """What the forms of a kind have: labels with the ids that bear them, and the dimensions of
    each figure, with the label of every member; ``None`` where members are whatever a table
    names."""

    labels: Mapping[str, tuple[str, ...]]
    dimensions: Mapping[str, Mapping[str, Members | None]]
    names: Mapping[str, str] = {}


def figure_ids(asked: str, kind: ReportKind, figures: Iterable[Metric] = ()) -> tuple[str, ...]:
    """Return the ids of what is asked for: an id itself, or those of the figures that bear an
    official label, given with or without its numbering.

    A label that is also that of a concept is the concept's. What figures are called in their report
    goes before what forms call others.

    Args:
        figures: those of a report.

    Raises:
        UnknownName: no form has it.
    """
    own = list(figures)
    if asked in _ids(kind) or any(metric.id == asked for metric in own):
        return (asked,)
    known = _known(kind)
    wanted = _keys(asked)
    here = {m.id: None for m in own if wanted & _all_keys(m.label, m.label_raw)}
    there = {id: None for key in wanted for id in known.labels.get(key, ())}
    found = tuple(here or there)
    if len(found) > 1:
        found = tuple(each.id for each in concepts(kind) if wanted & _keys(each.label)) or found
    if not found:
        raise UnknownName("figure", asked, near(asked, [*_ids(kind), *known.labels]))
    return found


def dimensions_of(
    id: str, asked: Mapping[str, str], kind: ReportKind, figures: Iterable[Metric] = ()
) -> dict[str, str]:
    """Return the dimensions that are asked for by name or by official label.

    The member ``total`` is left out: that figure has no such dimension.

    Raises:
        UnknownName: no form has the figure by such a dimension, or such a member of it.
    """
    own: dict[str, dict[str, str]] = {}
    for metric in figures:
        if metric.id == id:
            for name, member in metric.dimensions.items():
                own.setdefault(name, {})[member] = member
    known = _known(kind).dimensions.get(id, {})
    labels = _known(kind).names
    found: dict[str, str] = {}
    for name, member in asked.items():
        name = name if name in known or name in own else labels.get(name, name)
        if name not in known and name not in own:
            raise UnknownName(f"dimension of {id}", name, [*known, *own])
        members = known.get(name, {})
        if members is None or member in members or member in own.get(name, {}):
            found[name] = member
            continue
        by_label = {label: id for id, label in members.items()}
        if member in by_label:
            found[name] = by_label[member]
        elif member != TOTAL:
            told = [*members, *by_label]
            raise UnknownName(f"member of {name}", member, near(member, told) or [*members])
    return found


def near(asked: str, names: Iterable[str]) -> tuple[str, ...]:
    """Return the names that come near one, the nearest first.

    >>> near("fees.colected", ["fees.collected", "lawsuits.total"])
    ('fees.collected',)
    """
    pool = list(dict.fromkeys(names))
    found = difflib.get_close_matches(asked, pool, NEAREST)
    within = (name for name in pool if asked and asked in name)
    return tuple(dict.fromkeys([*found, *within]))[:NEAREST]


@functools.cache
def _ids(kind: ReportKind) -> Mapping[str, None]:
    """The ids of the concepts, and of all figures and groups of the forms, in order."""
    figures = (id for form in editions(kind) for id in form.metric_ids())
    return dict.fromkeys((*(concept.id for concept in concepts(kind)), *figures))


@functools.cache
def _known(kind: ReportKind) -> _Known:
    labels: dict[str, dict[str, None]] = {}
    dimensions: dict[str, dict[str, Members | None]] = {}
    names: dict[str, str] = {}
    for concept in concepts(kind):
        for key in _keys(concept.label):
            labels.setdefault(key, {})[concept.id] = None
    for form in editions(kind):
        names |= {each.label: each.name for each in form.dimensions}
        for table, row, column in _places(form):
            id = metric_id(row.id, column.id)
            for key in {key for label in _labels(row, column) for key in _keys(label)}:
                labels.setdefault(key, {})[id] = None
            if row.group:
                continue
            own = dimensions.setdefault(id, {})
            for name, members in _broken_down(form, table, column).items():
                before = own.get(name, {})
                own[name] = None if members is None or before is None else {**before, **members}
    return _Known({key: tuple(found) for key, found in labels.items()}, dimensions, names)


def _places(form: Edition) -> Iterator[tuple[TableForm, Row, Column]]:
    for table in form.tables:
        for row in table.rows or (Row(id="", label=""),):
            for column in table.columns_of("value"):
                yield table, row, column


def _broken_down(form: Edition, table: TableForm, column: Column) -> dict[str, Members | None]:
    """The dimensions that a figure of the column may have, by it or by columns in its place."""
    found: dict[str, Members | None] = {}
    for each in (column, *table.local_columns):
        for name, member in each.dimensions.items():
            labels = _members(form, name)
            found[name] = {**(found.get(name) or {}), member: labels.get(member, member)}
    return found if table.open is None else {**found, table.open: None}


def _members(form: Edition, name: str) -> Members:
    return next((each.members for each in form.dimensions if each.name == name), {})


def _labels(row: Row, column: Column) -> Sequence[str]:
    """What a figure is called: its row, or where there is none, its column, alone and under the
    headings above it."""
    if row.id:
        return (row.label, *row.variants)
    return (*column.labels, JOINT.join((*column.path, column.labels[0])))


def _all_keys(*labels: str) -> set[str]:
    """The keys of labels and, where they are joined, of their last part."""
    return set().union(*(_keys(label) | _keys(label.split(JOINT)[-1]) for label in labels))


def _keys(label: str) -> set[str]:
    """What a label is compared by; nothing where it is none."""
    return {key for key in read_label(label).keys if key}
