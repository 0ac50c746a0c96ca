"""The figures that are points as they stand: of a report that is its organ's only one for a year.

Nine in ten figures take nothing else: no other version, no sum. For millions of reports it matters
that they are handed on by columns; what is special to a figure (its relation to a concept, whether
it is a total) is found once, by the same functions as for any point.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from decimal import Decimal

from govreport.batch.organs.figures import CELLS, DIMENSIONS, PLACE
from govreport.batch.store.derived import Block
from govreport.checks.figures import Key
from govreport.compare.relations import is_whole, relation, told_by
from govreport.export.arrow import text_of
from govreport.export.values import floating
from govreport.forms.catalogue import editions
from govreport.forms.concepts import terms
from govreport.forms.totals import TOTAL
from govreport.kinds import ReportKind
from govreport.kinds import kind as find_kind
from govreport.model import State

__all__ = ["Block", "Plain", "block", "key_of_cells", "needed_across", "told_apart"]

Cells = Sequence[str | int | None]
#: Rows of :data:`govreport.batch.organs.figures.CELLS`.
Plain = Sequence[Cells]

TEXT = text_of("value")
EDITION, ID, UNIT, STATE = (CELLS.index(name) for name in ("edition", "id", "unit", "state"))
MEMBERS = slice(CELLS.index(DIMENSIONS[0]), CELLS.index(DIMENSIONS[-1]) + 1)
#: Columns of a point that are those of the figure.
SAME = ("unit", "state", "certainty", "edition", "raw", *DIMENSIONS, *PLACE, TEXT)
#: Columns of a point that are the same for a figure in all reports of an edition.
SHARED = ("is_total", "relation", "note", "note_en", "metrics")


def told_apart(cells: Plain, kind: ReportKind) -> tuple[Plain, Plain]:
    """Return the figures of a report that are points as they stand, and those that say a concept
    together, or that rules across years need. Of a report that contradicts itself, or has two
    forms, none are plain."""
    figures = [row for row in cells if not _is_group(row)]
    keys = {(row[ID], *row[MEMBERS]) for row in figures}
    forms = {row[EDITION] for row in figures} - {None}
    if len(keys) < len(figures) or len(forms) > 1:
        return (), cells
    return figures, [row for row in figures if _is_special(kind.id, row[ID], *row[MEMBERS])]


def key_of_cells(row: Cells) -> Key:
    """Return what tells a figure from all others."""
    return _key(row[ID], tuple(row[MEMBERS]))


def block(plain: Plain, kind: ReportKind, about: Mapping[str, object]) -> Block:
    """Return points by columns; ``about`` is what all have in common."""
    columns = dict(zip(CELLS, zip(*plain, strict=True), strict=True))
    shared = [_shared(kind.id, row[EDITION], row[ID], *row[MEMBERS]) for row in plain]
    values = [_figure(text) for text in columns[TEXT]]
    return Block(
        {name: [value] * len(plain) for name, value in about.items()}
        | {name: columns[name] for name in SAME}
        | dict(zip(SHARED, zip(*shared, strict=True), strict=True))
        | {"concept": columns["id"], "value": values, "number": list(map(floating, values))}
    )


@functools.cache
def needed_across(kind: ReportKind) -> frozenset[str]:
    """Return the ids of the figures that rules across years need."""
    rules = (rule for form in editions(kind) for rule in form.successions)
    return frozenset(id for rule in rules for id in (*rule.now, *rule.before))


@functools.lru_cache(maxsize=65_536)
def _is_special(kind: str, id: str | int | None, *members: str | int | None) -> bool:
    own = find_kind(kind)
    return id in needed_across(own) or _key(id, members) in terms(own)


@functools.lru_cache(maxsize=65_536)
def _shared(
    kind: str, edition: str | int | None, id: str | int | None, *members: str | int | None
) -> Sequence[object]:
    key = _key(id, members)
    form = None if edition is None else str(edition)
    how, note, note_en = relation(key, [form], find_kind(kind))
    whole, told = is_whole(key, find_kind(kind)), told_by(key, form, find_kind(kind))
    return whole, how, note or None, note_en or None, told


@functools.lru_cache(maxsize=65_536)
def _key(id: str | int | None, members: tuple[str | int | None, ...]) -> Key:
    named = zip(DIMENSIONS, members, strict=True)
    return str(id), tuple((name, str(m)) for name, m in named if m is not None and m != TOTAL)


def _is_group(row: Cells) -> bool:
    return row[STATE] == State.NOT_APPLICABLE and row[UNIT] is None


def _figure(text: str | int | None) -> int | Decimal | None:
    if text is None:
        return None
    return Decimal(str(text)) if "." in str(text) else int(text)
