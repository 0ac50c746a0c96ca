"""勾稽关系: the identities of the official forms, one by one, for every value of the dimensions.

A figure that is absent, blank or unreadable is never taken for zero: an identity that needs it is
not judged. Where just one figure is blank, the others imply it, and the finding offers the value.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from msgspec import Struct

from govreport.checks.figures import Key, Members, Number, Term, figures, key_of, term, where
from govreport.forms.catalogue import Dimension, Edition, Identity, editions, in_force, metric_id
from govreport.forms.naming import full_name, name_of
from govreport.kinds import ReportKind, kind
from govreport.model import Finding, Metric, Report, State
from govreport.model.bilingual import Bilingual, joined
from govreport.model.rules import finding

__all__ = ["Case", "Judged", "cases", "check_identities", "check_stated", "holds", "judged"]


#: What the right side of a sum is made up of.
NOWHERE = Bilingual("", "")
PARTS, COLUMNS = Bilingual("分项", "its parts"), Bilingual("各栏", "its columns")


class Case(Struct, frozen=True):
    """An identity for one value of the dimensions: sum of ``left`` against sum of ``right``."""

    left: tuple[Term, ...]
    right: tuple[Term, ...]
    relation: str
    where: Bilingual
    rule: str = ""
    parts: Bilingual = PARTS

    @property
    def terms(self) -> tuple[Term, ...]:
        """All figures of the identity."""
        return self.left + self.right


class Judged(Struct, frozen=True):
    """An identity all of whose figures are known: their keys, whether it holds, and its sum."""

    keys: tuple[Key, ...]
    holds: bool
    sum: Number


def judged(report: Report) -> Iterator[Judged]:
    """Yield the identities, of sums, that can be judged by the tables' figures."""
    for case in _cases(report):
        if case.relation == "=" and all(term.value is not None for term in case.terms):
            yield Judged(tuple(term.key for term in case.terms), holds(case), _sum(case.left))


def check_identities(report: Report) -> Iterable[Finding]:
    """Check every identity of the editions that the report's tables follow."""
    implied: dict[Key, tuple[Metric, Number]] = {}
    unchecked = []
    for case in _cases(report):
        if all(term.value is not None for term in case.terms):
            yield from _judge(case, kind(report.kind))
        elif case.relation == "=":
            missing = [term for term in case.terms if term.value is None]
            if len(missing) == 1 and (solved := _implied(case, missing[0])) is not None:
                implied.setdefault(missing[0].key, solved)
            elif any(term.value is not None for term in case.terms):
                unchecked.append(case)
    if implied:
        yield from _offer(implied, kind(report.kind))
    if unchecked:
        names = joined(_label(case, kind(report.kind)) for case in unchecked)
        yield finding("arithmetic.unchecked", {"count": len(unchecked), "names": names})


def cases(metrics: Iterable[Metric], edition: Edition) -> Iterator[Case]:
    """Yield every identity of an edition of which metrics have more than one figure, for every
    value of the dimensions."""
    known = figures(metrics, edition)
    members: dict[str, list[Members]] = {}
    for id, dims in known:
        members.setdefault(id, []).append(dims)
    for identity in edition.identities:
        yield from _of_identity(identity, edition, known, members.get(identity.left[0], ()))
    for dimension in edition.dimensions:
        if dimension.total:
            yield from _of_dimension(dimension, edition, known)


def holds(case: Case) -> bool:
    """Whether an identity holds, all of whose figures are known."""
    left, right = _sum(case.left), _sum(case.right)
    return left == right if case.relation == "=" else left <= right


def _cases(report: Report) -> Iterator[Case]:
    used = {metric.edition for metric in report.metrics}
    for edition in editions(kind(report.kind)):
        if edition.id in used:
            yield from cases(report.metrics, edition)


def check_stated(report: Report) -> Iterable[Finding]:
    """Check the identities of the form in force over figures that only the text states.

    Where all figures of an identity are stated it must hold; where one side is stated in part, that
    must not exceed the other. A heading (无法提供4件) stands for the rows under it, and for a total
    that is not stated the parts that are.
    """
    form_id = in_force(report.year, kind(report.kind))
    if not form_id or any(metric.edition is not None for metric in report.metrics):
        return
    form = next(each for each in editions(kind(report.kind)) if each.id == form_id)
    known = {key_of(metric): metric for metric in report.metrics}
    told: set[frozenset[Key]] = set()
    for identity in form.identities:
        left = _side(identity.left, identity, form, known)
        right = _side(identity.right, identity, form, known)
        terms = frozenset(each.key for each in (*left.terms, *right.terms))
        if identity.relation != "=" or not left.terms or not right.terms or terms in told:
            continue
        told.add(terms)
        if left.whole and right.whole:
            yield from _judge(Case(left.terms, right.terms, "=", NOWHERE), kind(report.kind))
        elif left.whole:
            yield from _judge(Case(right.terms, left.terms, "<=", NOWHERE), kind(report.kind))
        elif right.whole:
            yield from _judge(Case(left.terms, right.terms, "<=", NOWHERE), kind(report.kind))


class _Side(Struct, frozen=True):
    """The figures of one side of an identity that the text states; ``whole`` if it states all."""

    terms: tuple[Term, ...]
    whole: bool


def _side(ids: Sequence[str], of: Identity, form: Edition, known: Mapping[Key, Metric]) -> _Side:
    rows = {row.id: row for table in form.tables for row in table.rows}
    headings = {id: row.parent for id, row in rows.items() if row.parent and rows[row.parent].group}
    terms: dict[Key, Term] = {}
    whole = True
    for id in ids:
        parent = headings.get(id)
        if (id, ()) not in known and parent is not None and (parent, ()) in known:
            id = parent
        if (id, ()) in known:
            terms[id, ()] = term(id, (), known)
            continue
        whole = False
        parts = next((each for each in form.identities if each.left == (id,) and each != of), None)
        if parts is not None:
            terms |= {each.key: each for each in _side(parts.right, parts, form, known).terms}
    return _Side(tuple(terms.values()), whole)


def _of_identity(
    identity: Identity, edition: Edition, known: Mapping[Key, Metric], told: Sequence[Members]
) -> Iterator[Case]:
    """The cases of an identity whose first figure has the members ``told``."""
    for members in told:
        left = tuple(term(id, members, known) for id in identity.left)
        asked = [id for id in identity.optional if (id, members) in known]
        right = tuple(term(id, members, known) for id in (*identity.right, *asked))
        if len([each for each in left + right if each.metric is not None]) > 1:
            told_of = where((*left, *right), members, edition)
            yield Case(left, right, identity.relation, told_of, identity.rule)


def _of_dimension(
    dimension: Dimension, edition: Edition, known: Mapping[Key, Metric]
) -> Iterator[Case]:
    form = next(table for table in edition.tables if table.id == dimension.table)
    every: Iterable[str] = dimension.members
    if not any(dimension.name in column.dimensions for column in form.columns):
        alone = (dims[0] for _, dims in known if len(dims) == 1)
        every = dict.fromkeys(member for name, member in alone if name == dimension.name)
    for row in form.rows:
        for column in form.columns_of("value"):
            id = metric_id(row.id, column.id)
            if column.dimensions or (id, ()) not in known:
                continue
            parts = tuple(term(id, ((dimension.name, member),), known) for member in every)
            if parts:
                yield Case((term(id, (), known),), parts, "=", NOWHERE, "", COLUMNS)


def _judge(case: Case, kind: ReportKind) -> Iterator[Finding]:
    if holds(case):
        return
    left, right = _sum(case.left), _sum(case.right)
    words, expected, found = _worded(case, kind, left, right)
    yield finding(
        case.rule or ("arithmetic.sum" if case.relation == "=" else "arithmetic.part"),
        words | {"where": case.where, "difference": _plain(abs(left - right))},
        expected=_plain(expected),
        found=_plain(found),
        metrics=tuple(term.key[0] for term in case.terms),
        origins=tuple(term.metric.origin for term in case.terms if term.metric is not None),
        wording="balance" if case.relation == "=" and len(case.left) > 1 else "",
    )


def _worded(
    case: Case, kind: ReportKind, left: Number, right: Number
) -> tuple[dict[str, object], Number, Number]:
    """The words of a finding, what it expects and what it finds."""
    if case.rule and len(case.right) > 1:
        # left ≤ right[0] + rest: the first of the right is at least the left less the rest.
        rest = case.right[1:]
        terms = " − ".join(_plain(term.value) for term in (*case.left, *rest))
        least = left - _sum(rest)
        return {"total": _called(case.right[:1], kind), "terms": terms}, least, _sum(case.right[:1])
    terms = "+".join(_plain(term.value) for term in case.right)
    words: dict[str, object] = {
        "total": _called(case.left if case.relation == "=" else case.right, kind),
        "part": _called(case.left, kind),
        "parts": case.parts,
        "terms": terms,
        "left": _stated(case.left, kind),
        "right": _stated(case.right, kind),
    }
    return words, right, left


def _plain(value: object) -> str:
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _called(terms: Sequence[Term], kind: ReportKind) -> Bilingual:
    names = [name_of(term.metric, kind) for term in terms if term.metric is not None]
    return joined(names, " + ", " + ")


def _stated(terms: Sequence[Term], kind: ReportKind) -> Bilingual:
    """The figures by name: 本年新收 5 + 上年结转 2."""
    named = [
        name_of(term.metric, kind) + f" {_plain(term.value)}"
        for term in terms
        if term.metric is not None
    ]
    return joined(named, " + ", " + ")


def _sum(terms: Sequence[Term]) -> Number:
    return sum((term.value for term in terms if term.value is not None), start=0)


def _label(case: Case, kind: ReportKind) -> Bilingual:
    named = next((term.metric for term in case.terms if term.metric), None)
    return name_of(named, kind) if named is not None else Bilingual(*[case.terms[0].key[0]] * 2)


def _implied(case: Case, missing: Term) -> tuple[Metric, Number] | None:
    """The value of the one blank figure, if it is blank and not merely absent or unreadable."""
    metric = missing.metric
    if metric is None or metric.state not in (State.BLANK, State.DASH):
        return None
    difference = _sum(case.right) - _sum(case.left)
    value = difference if missing in case.left else -difference
    return (metric, value) if value >= 0 else None


def _offer(implied: Mapping[Key, tuple[Metric, Number]], kind: ReportKind) -> Iterator[Finding]:
    """One finding for each table, not one for each blank."""
    tables: dict[int, list[tuple[Metric, Number]]] = {}
    for metric, value in implied.values():
        tables.setdefault(metric.origin.block, []).append((metric, value))
    for blanks in tables.values():
        edition = next(e for e in editions(kind) if e.id == blanks[0][0].edition)
        values = [full_name(metric, kind) + f" {value}" for metric, value in blanks]
        yield finding(
            "arithmetic.implied",
            {
                "table": _table_name(blanks[0][0], edition),
                "count": len(blanks),
                "values": joined(values, "；", "; "),
            },
            expected="；".join(str(value) for _, value in blanks),
            metrics=tuple(metric.id for metric, _ in blanks),
            origins=tuple(metric.origin for metric, _ in blanks),
        )


def _table_name(metric: Metric, edition: Edition) -> Bilingual:
    for table in edition.tables:
        ids = {
            metric_id(row, column.id)
            for row in [row.id for row in table.rows] or [""]
            for column in table.columns_of("value")
        }
        if metric.id in ids:
            return Bilingual(table.titles[0], table.title_en or table.titles[0])
    return Bilingual(edition.name, edition.name)
