"""Labels that a scan garbled, told by their place: between two official ones of a form stand as
many that are not as the form has there.

Their order alone does not rename them: something of the official wording has to be left.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher

from govreport.document import Cell, Doubt, Table
from govreport.forms.catalogue import TableForm, editions
from govreport.forms.headings import is_figure
from govreport.forms.labels import read_label
from govreport.kinds import ReportKind
from govreport.kinds import kind as find
from govreport.record import record
from govreport.zh.text import label_key

__all__ = ["by_order"]

#: So many official labels at least stand around those that are told by their place.
ANCHORS = 2
#: Of a label that was read surely, so much has to be the official wording.
ALIKE = 0.5


@record
class _Sequence:
    """The labels of a form that stand one after another, by their keys, and the key that each way
    to write one is known by."""

    labels: tuple[str, ...]
    keys: tuple[str, ...]
    known: Mapping[str, str]


def by_order(table: Table, kind: ReportKind) -> dict[tuple[int, int], str]:
    """Return the official wordings of the labels that only their place tells, by row and column."""
    found: dict[tuple[int, int], str] = {}
    words = [c for c in table.cells if c.text.strip() and not is_figure(c.text)]
    said = Counter(cell.column for cell in words)
    figures = Counter(cell.column for cell in table.cells if cell.text.strip()) - said
    stubs = [cell for cell in words if said[cell.column] > figures[cell.column]]
    rows: dict[int, list[Cell]] = {}
    for cell in words:
        rows.setdefault(cell.row, []).append(cell)
    for cells in rows.values():
        found |= _best(cells, _headings(kind.id))
    found |= _best(stubs, _stubs(kind.id), columns=True)
    return found


def _best(
    cells: Sequence[Cell], forms: Sequence[_Sequence], *, columns: bool = False
) -> dict[tuple[int, int], str]:
    """What the sequence tells of which most labels are among the cells."""
    best: dict[tuple[int, int], str] = {}
    most = (ANCHORS, -len(cells) * len(cells))
    keys = [read_label(cell.text).key for cell in cells]
    for form in forms:
        if sum(key in form.known for key in keys) < most[0]:
            continue
        own = _in_label_columns(cells, keys, form) if columns else list(cells)
        matcher = SequenceMatcher(
            None,
            [form.known.get(key := read_label(c.text).key, key) for c in own],
            form.keys,
            autojunk=False,
        )
        anchors = sum(size for _, _, size in matcher.get_matching_blocks())
        # Of two that have as many of the labels, the one that has fewer others.
        rank = (anchors, -abs(len(form.keys) - len(own)))
        if rank > most:
            most, best = rank, dict(_told(own, form, matcher))
    return best


def _in_label_columns(cells: Sequence[Cell], keys: Sequence[str], form: _Sequence) -> list[Cell]:
    """The cells of the columns that hold labels of the form; units stand in others."""
    hits = Counter(cell.column for cell, key in zip(cells, keys, strict=True) if key in form.known)
    return [cell for cell in cells if hits[cell.column]]


def _told(
    cells: Sequence[Cell], form: _Sequence, matcher: SequenceMatcher[str]
) -> Iterator[tuple[tuple[int, int], str]]:
    for tag, start, end, first, last in matcher.get_opcodes():
        if tag != "replace" or end - start != last - first:
            continue
        for cell, label, key in zip(
            cells[start:end], form.labels[first:last], form.keys[first:last], strict=True
        ):
            read = read_label(cell.text)
            shared = (Counter(read.key) & Counter(key)).total()
            enough = 1 if cell.doubt is not Doubt.SCANNED else ALIKE * len(key)
            if shared >= max(1, enough):
                yield (
                    (cell.row, cell.column),
                    (read.number.text if read.number else "") + label,
                )


@functools.cache
def _stubs(kind: str) -> tuple[_Sequence, ...]:
    """The rows of each form, under the headings of its labels."""
    return tuple(
        _sequence(
            [
                *(column.labels for column in form.columns_of("label") if column.labels),
                *((row.label, *row.variants) for row in form.rows),
            ]
        )
        for form in _forms(kind)
        if form.rows
    )


@functools.cache
def _headings(kind: str) -> tuple[_Sequence, ...]:
    """The headings of each form, level by level."""
    levels = []
    for form in _forms(kind):
        paths = [
            (*((each,) for each in column.path), column.labels)
            for column in form.columns
            if column.labels
        ]
        for depth in range(max(map(len, paths), default=0)):
            level: list[tuple[str, ...]] = []
            above: tuple[tuple[str, ...], ...] | None = None
            for path in paths:
                # A heading over several columns is one.
                if depth < len(path) and path[: depth + 1] != above:
                    above = path[: depth + 1]
                    level.append(path[depth])
            levels.append(_sequence(level))
    return tuple(levels)


def _forms(kind: str) -> Iterator[TableForm]:
    for edition in editions(find(kind)):
        yield from edition.tables


def _sequence(wordings: Sequence[tuple[str, ...]]) -> _Sequence:
    known: dict[str, str] = {}
    for words in wordings:
        for word in words:
            known.setdefault(label_key(word), label_key(words[0]))
    labels = tuple(words[0] for words in wordings)
    return _Sequence(labels, tuple(map(label_key, labels)), known)
