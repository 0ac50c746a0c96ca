"""How a figure says a concept: by itself, added up with others, or only nearly."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from govreport.checks.figures import Key
from govreport.errors import UnknownName
from govreport.forms.catalogue import editions
from govreport.forms.concepts import Link, concepts, form_figures
from govreport.forms.lookup import dimensions_of, figure_ids
from govreport.forms.totals import is_total, without_total
from govreport.kinds import ReportKind, kind
from govreport.model import Metric, Report, State

__all__ = [
    "Relation",
    "concept_label",
    "is_group",
    "is_whole",
    "key_asked",
    "kind_of",
    "relation",
    "told_by",
    "written",
]

Relation = Literal["exact", "sum", "near"]
#: The closest first.
RELATIONS: Sequence[Relation] = ("exact", "sum", "near")


def relation(
    key: Key, editions: Iterable[str | None], kind: ReportKind
) -> tuple[Relation, str, str]:
    """Return the loosest of the relations of figures of some editions to a concept, with its note
    in both languages."""
    loosest: tuple[Relation, str, str] = ("exact", "", "")
    for link in (_link(key, edition, kind) for edition in editions):
        if link is not None and RELATIONS.index(link.relation) > RELATIONS.index(loosest[0]):
            loosest = link.relation, link.note, link.note_en
    return loosest


def concept_label(key: Key, kind: ReportKind) -> str:
    """Return the label of a concept, ``""`` where the key is none."""
    return next((each.label for each in concepts(kind) if (each.id, ()) == key), "")


def key_asked(
    id: str,
    dimensions: Mapping[str, str],
    among: Sequence[ReportKind],
    figures: Iterable[Metric] = (),
) -> tuple[Key, ReportKind]:
    """Return what is asked for by ids or official labels, and the first kind that has it.

    Args:
        figures: those of reports: what forms leave open (departments) is known by them.

    Raises:
        UnknownName: no form has it; the message names those that come near.
        KeyError: several figures are called so.
    """
    fault: UnknownName | None = None
    own = list(figures)
    for each in among:
        try:
            ids = figure_ids(id, each)
        except UnknownName as error:
            fault = fault or error
            continue
        if len(ids) > 1:
            raise KeyError(f"{id}: several figures are called so: {', '.join(ids)}")
        members = dimensions_of(ids[0], without_total(dimensions), each, own)
        key = ids[0], tuple(sorted(members.items()))
        if key not in _known(each) and not _open(each).intersection(members):
            raise UnknownName("figure", written(key), [ids[0]])
        return key, each
    raise fault or UnknownName("figure", id)


def is_whole(key: Key, kind: ReportKind) -> bool:
    """Whether a figure is no part of another point: those can be added up."""
    id, members = key
    return not members or ((id, ()) not in _known(kind) and is_total(id, dict(members), kind))


def told_by(key: Key, edition: str | None, kind: ReportKind) -> str:
    """Return the figures that say a concept in an edition, or the figure itself, by blanks."""
    link = _link(key, edition, kind)
    return " ".join(written(term.key) for term in link.figures) if link else written(key)


def written(key: Key) -> str:
    """Return a key in one word: ``lawsuits.total[route=direct]``."""
    id, members = key
    return id + "".join(f"[{name}={member}]" for name, member in members)


def kind_of(reports: Iterable[Report]) -> ReportKind:
    """Return the kind of reports, of which there is one at least.

    Raises:
        ValueError: they are of several kinds.
    """
    ids = sorted({report.kind for report in reports})
    if len(ids) > 1:
        raise ValueError(f"reports of several kinds: {', '.join(ids)}; give those of one")
    return kind(ids[0])


def is_group(metric: Metric) -> bool:
    """Whether this is a heading of the form, which has no figure of its own."""
    return metric.state is State.NOT_APPLICABLE and metric.unit is None


def _link(key: Key, edition: str | None, kind: ReportKind) -> Link | None:
    return None if key[1] else _links(kind).get((key[0], edition))


@functools.cache
def _open(kind: ReportKind) -> frozenset[str]:
    """The dimensions whose members are those that a table names."""
    tables = (table for form in editions(kind) for table in form.tables)
    return frozenset(table.open for table in tables if table.open is not None)


@functools.cache
def _known(kind: ReportKind) -> frozenset[Key]:
    figures = (form_figures(form) for form in editions(kind))
    return frozenset({(each.id, ()) for each in concepts(kind)}.union(*figures))


@functools.cache
def _links(kind: ReportKind) -> Mapping[tuple[str, str | None], Link]:
    """The link of each concept for each edition."""
    return {
        (concept.id, edition): link
        for concept in concepts(kind)
        for link in concept.links
        for edition in link.editions
    }
