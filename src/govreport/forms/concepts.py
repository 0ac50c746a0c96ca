"""可比指标: what the editions have in common, so that ten years of reports make one series.

The forms of 2014, 2019 and 2021 ask for many of the same things in other rows, other words and
other parts. ``concepts.toml`` says which figures of an edition say a concept: one figure with the
same meaning (``exact``), several that add up to it (``sum``), or one that only comes close
(``near``, with a note on the difference).

>>> from govreport.kinds import kind
>>> refused = concept("applications.refused", kind("ogi"))
>>> refused.label
'不予公开'
>>> [(link.editions, link.relation, len(link.figures)) for link in refused.links]
[(('fujian', '2014'), 'exact', 1), (('2019', '2021'), 'sum', 8)]
>>> concept("fees.collected", kind("ogi")).link("2021") is None
True
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, localcontext
from typing import Literal

from msgspec import Struct, field

from govreport.forms.catalogue import Edition, Row, editions, metric_id, predecessors, span
from govreport.kinds import ReportKind
from govreport.kinds.data import loaded as loaded_as
from govreport.model import Certainty, Metric, State
from govreport.record import evolve
from govreport.shown import Shown, short

__all__ = [
    "Concept",
    "Link",
    "Term",
    "concept",
    "concepts",
    "derive",
    "form_figures",
    "said_by",
    "terms",
]

#: Decimal digits of a sum: more than any figure in a report's JSON has, so that none is rounded.
PRECISION = 4096

Key = tuple[str, tuple[tuple[str, str], ...]]
Number = int | Decimal


class Term(Struct, frozen=True, kw_only=True, eq=False, forbid_unknown_fields=True):
    """A figure of a form: its id, and its dimensions where it has any."""

    id: str
    dimensions: Mapping[str, str] = {}

    @property
    def key(self) -> Key:
        """What tells the figure from all others of a form."""
        return self.id, tuple(sorted(self.dimensions.items()))


class Link(Struct, frozen=True, kw_only=True, eq=False):
    """对应关系: the figures that say a concept in these editions, added up where they are several.

    In the file, ``since`` and ``until`` name the first and the last edition of a link, and leave
    its end open where they are not given; ``editions`` are those from one to the other that have
    all of the figures.
    ``note`` and ``note_en`` say what differs where the relation is ``near``, else they are empty.
    """

    editions: tuple[str, ...]
    relation: Literal["exact", "sum", "near"]
    figures: tuple[Term, ...]
    note: str = ""
    note_en: str = ""


class Concept(Shown, Struct, frozen=True, kw_only=True, eq=False):
    """可比指标: something that several editions ask for, with its links, the oldest first.

    ``unit`` is the official one; a figure says which unit it is in.
    """

    id: str
    label: str
    label_en: str
    unit: str
    links: tuple[Link, ...]

    def _said(self) -> str:
        asked = ", ".join(edition for link in self.links for edition in link.editions)
        return f"{self.id}: {short(self.label)}, {self.unit}, in {asked}"

    def link(self, edition: str) -> Link | None:
        """Return the link for an edition, ``None`` where its form does not ask for this."""
        return next((link for link in self.links if edition in link.editions), None)


@functools.cache
def concepts(kind: ReportKind) -> tuple[Concept, ...]:
    """Return all concepts of a kind of report, in the order of ``concepts.toml``.

    Raises:
        ValueError: ``concepts.toml`` contradicts itself or the editions (a fault of the package).
    """
    loaded = _load(kind.text("concepts.toml"), kind)
    if faults := list(_unlike(loaded, kind)):
        raise ValueError(f"rules across years: {'; '.join(faults)}")
    return loaded


def concept(id: str, kind: ReportKind) -> Concept:
    """Return the concept of that id.

    Raises:
        KeyError: there is no such concept.
    """
    return _by_id(kind)[id]


def derive(id: str, figures: Sequence[Metric], kind: ReportKind) -> tuple[Metric, ...]:
    """Return what a report's figures say of a concept, beyond a figure of that very id.

    Nothing if ``id`` is no concept or none of its figures is there; several only where a report
    holds the forms of several editions. A metric so made has the concept's id and label, no
    dimensions, and the place and edition of the first of its figures; which those are, the
    concept's link for that edition tells. It is as certain as its figure where the link is
    ``exact``, else ``inferred``.

    Its value is ``None`` if any of the figures has no value, with the state of the first such
    figure: there is no partial sum. A figure that is not there counts as ``blank`` beside others
    that are; one that stands twice with different values, or in another unit than the others, as
    ``unreadable``.
    """
    found = _by_id(kind).get(id)
    if found is None:
        return ()
    editions = {metric.edition for metric in figures}
    links = (link for link in found.links if not editions.isdisjoint(link.editions))
    metrics = (_said(found, link, figures) for link in links if not _is_itself(found, link))
    return tuple(metric for metric in metrics if metric is not None)


def said_by(
    edition: str | None, id: str, dimensions: Mapping[str, str], kind: ReportKind
) -> str | None:
    """Return the id of the concept that a figure says all alone, ``None`` if there is none.

    That is so by an ``exact`` link, and where the text states the concept itself. What takes
    several figures, or comes only near, is for :func:`derive`.
    """
    if edition is None:
        return id if id in _by_id(kind) and not dimensions else None
    return _exact(kind).get((edition, Term(id=id, dimensions=dimensions).key))


@functools.cache
def terms(kind: ReportKind) -> frozenset[Key]:
    """Return the keys of the figures that say a concept of another id, or together with others."""
    links = ((each, link) for each in concepts(kind) for link in each.links)
    told = (link for concept, link in links if not _is_itself(concept, link))
    return frozenset(key for link in told for key in _told(link))


@functools.cache
def _exact(kind: ReportKind) -> Mapping[tuple[str, Key], str]:
    return {
        (edition, link.figures[0].key): concept.id
        for concept in concepts(kind)
        for link in concept.links
        if link.relation == "exact"
        for edition in link.editions
    }


@functools.cache
def _by_id(kind: ReportKind) -> Mapping[str, Concept]:
    return {concept.id: concept for concept in concepts(kind)}


@functools.cache
def _told(link: Link) -> Mapping[Key, str]:
    """The keys of a link's figures, each with its id."""
    return {term.key: term.id for term in link.figures}


def _is_itself(concept: Concept, link: Link) -> bool:
    return [*_told(link)] == [(concept.id, ())]


def _said(concept: Concept, link: Link, figures: Sequence[Metric]) -> Metric | None:
    by_key: dict[Key, list[Metric]] = {key: [] for key in _told(link)}
    ids = frozenset(_told(link).values())
    for metric in figures:
        if metric.id in ids and metric.edition in link.editions:
            key = metric.id, tuple(sorted(metric.dimensions.items()))
            if key in by_key:
                by_key[key].append(metric)
    terms = [_single(same) for same in by_key.values()]
    present = [term for term in terms if term is not None]
    if not present:
        return None
    value, state = _sum(terms)
    sure = present[0].certainty if link.relation == "exact" else Certainty.INFERRED
    return evolve(
        present[0],
        id=concept.id,
        value=value,
        state=state,
        label=concept.label,
        label_raw=" + ".join(term.label_raw for term in present if term.label_raw),
        origin=evolve(present[0].origin, raw=" + ".join(term.raw for term in present)),
        parent=None,
        dimensions={},
        certainty=sure,
    )


def _single(same: Sequence[Metric]) -> Metric | None:
    """The one figure, unreadable where a report gives several."""
    if len(same) < 2:
        return same[0] if same else None
    raw = " / ".join(metric.raw for metric in same)
    origin = evolve(same[0].origin, raw=raw)
    return evolve(same[0], value=None, state=State.UNREADABLE, origin=origin)


def _sum(terms: Sequence[Metric | None]) -> tuple[Number, None] | tuple[None, State | None]:
    for term in terms:
        if term is None:
            return None, State.BLANK
        if term.value is None:
            return None, term.state
    values = [term.value for term in terms if term is not None and term.value is not None]
    if len(values) == 1:
        return values[0], None
    if len({term.unit for term in terms if term is not None}) > 1:
        return None, State.UNREADABLE
    with localcontext(prec=PRECISION):
        return sum(values), None


# --- loading ---


class _RawLink(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    relation: Literal["exact", "sum", "near"]
    figures: tuple[Term, ...]
    since: str | None = None
    until: str | None = None
    note: str = ""
    note_en: str = ""


class _RawConcept(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    id: str
    label: str
    label_en: str
    unit: str
    links: tuple[_RawLink, ...] = field(name="link")


class _Crosswalk(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The file as a whole."""

    concepts: tuple[_RawConcept, ...] = field(name="concept", default=())


def _load(text: str, kind: ReportKind) -> tuple[Concept, ...]:
    name = f"{kind.id}/concepts.toml"
    raw = loaded_as(text, _Crosswalk, name).concepts
    known = {form.id: form_figures(form) for form in editions(kind)}
    if faults := [fault for concept in raw for fault in _unlinked(concept, known)]:
        raise ValueError(f"{name}: {'; '.join(faults)}")
    loaded = tuple(_concept(each, known, kind) for each in raw)
    if faults := list(_faults(loaded, kind)):
        raise ValueError(f"{name}: {'; '.join(faults)}")
    return loaded


def _concept(raw: _RawConcept, known: Mapping[str, frozenset[Key]], kind: ReportKind) -> Concept:
    forms = {form.id: form for form in editions(kind)}

    def holds(id: str, link: _RawLink) -> bool:
        return _keys(link) <= known[id] and _is_whole(forms[id], raw.id, link)

    links = tuple(
        Link(
            editions=tuple(id for id in _span(link, known) if holds(id, link)),
            relation=link.relation,
            figures=link.figures,
            note=link.note,
            note_en=link.note_en,
        )
        for link in raw.links
    )
    return Concept(id=raw.id, label=raw.label, label_en=raw.label_en, unit=raw.unit, links=links)


def _is_whole(form: Edition, id: str, link: _RawLink) -> bool:
    """Whether a link knows all rows of the heading that it sums up: a form may have one more."""
    rows = [row for table in form.tables for row in table.rows]
    heading = any(row.id == id and row.group for row in rows)
    return not heading or _parts(form, id) == {term.id for term in link.figures}


def _span(link: _RawLink, known: Mapping[str, frozenset[Key]]) -> tuple[str, ...]:
    return span(link.since, link.until, tuple(known))


def _keys(link: _RawLink) -> set[Key]:
    return {term.key for term in link.figures}


def _unlinked(concept: _RawConcept, known: Mapping[str, frozenset[Key]]) -> Iterator[str]:
    """What the editions that a link names, or all that it could be of, do not have."""
    for number, link in enumerate(concept.links, 1):
        place = f"concept {concept.id}, link {number}"
        try:
            ids = _span(link, known)
        except ValueError as error:
            yield f"{place}: {error}"
            continue
        named = {id for id in (link.since, link.until) if id is not None}
        nowhere = not any(_keys(link) <= known[id] for id in ids)
        for id in ids:
            if id in named or nowhere:
                unknown = sorted(_keys(link) - known[id])
                yield from (f"{place}: {id} has no figure {_written(key)}" for key in unknown)


def _written(key: Key) -> str:
    return ", ".join((key[0], *(f"{name} = {member}" for name, member in key[1])))


def _faults(loaded: Sequence[Concept], kind: ReportKind) -> Iterator[str]:
    seen: set[str] = set()
    for concept in loaded:
        if concept.id in seen:
            yield f"{concept.id} twice"
        seen.add(concept.id)
        linked = [id for link in concept.links for id in link.editions]
        if len(set(linked)) != len(linked):
            yield f"{concept.id} has an edition twice"
        for link in concept.links:
            keys = {term.key for term in link.figures}
            if len(keys) != len(link.figures) or not keys:
                yield f"{concept.id} has no figure, or one twice"
            if link.relation != "near" and (link.relation == "exact") != (len(keys) == 1):
                yield f"{concept.id}: {len(keys)} figures are not {link.relation}"
            if {bool(link.note), bool(link.note_en)} != {link.relation == "near"}:
                yield f"{concept.id}: what is near needs a note, and nothing else does"
    yield from _ambiguous(loaded, kind)


def _unlike(loaded: Sequence[Concept], kind: ReportKind) -> Iterator[str]:
    """A rule across years leads from one edition to another by what means the same in both."""
    known = {form.id: form_figures(form) for form in editions(kind)}
    for form in editions(kind):
        for rule in form.successions:
            others = {*predecessors(rule, form.id, editions(kind))} - {form.id}
            for other, figure in itertools.product(sorted(others), rule.before):
                both = [
                    {key for key in known.get(id, ()) if key[0] == figure}
                    for id in (form.id, other)
                    if any(_means(concept, figure, id) for concept in loaded)
                ]
                if len(both) != 2 or both[0] != both[1]:
                    yield f"{form.id}: {figure} of {other} is another thing, or no concept"


def _means(concept: Concept, figure: str, edition: str) -> bool:
    link = concept.link(edition)
    exact = link is not None and link.relation == "exact" and _is_itself(concept, link)
    return concept.id == figure and exact


def _ambiguous(loaded: Sequence[Concept], kind: ReportKind) -> Iterator[str]:
    """An id must not mean one thing as a concept and another as a figure of an edition."""
    for form in editions(kind):
        figures, named = {id for id, _ in form_figures(form)}, {*form.metric_ids()}
        for concept in loaded:
            link = concept.link(form.id)
            if concept.id in named and (link or concept.id in figures):
                ids = {term.id for term in link.figures} if link else set()
                if ids not in ({concept.id}, _parts(form, concept.id)):
                    yield f"{concept.id}: {form.id} has a figure of that id that is another thing"


def _parts(form: Edition, id: str) -> set[str]:
    return {row.id for table in form.tables for row in table.rows if row.parent == id}


@functools.cache
def form_figures(form: Edition) -> frozenset[Key]:
    """Return the keys of all figures of an edition, without its groups."""
    return frozenset(
        Term(id=metric_id(row.id, column.id), dimensions=column.dimensions).key
        for table in form.tables
        for row in table.rows or (Row(id="", label=""),)
        if not row.group
        for column in table.columns_of("value")
    )
