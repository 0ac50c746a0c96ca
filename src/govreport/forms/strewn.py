"""Rows of official forms that stand among the text as lines, where no table was made out.

A line that says no more than the label of an official row may head a section too (主动公开情况):
it is a row where others of its form stand around it with no sentence between, and no table beside
it has the row.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterator, Mapping, Sequence, Set

from govreport.document import Table
from govreport.forms.catalogue import editions
from govreport.forms.labels import keys, read_label
from govreport.kinds import ReportKind
from govreport.zh.patterns import lazy_pattern
from govreport.zh.text import any_of
from govreport.zh.units import table_units

__all__ = ["strewn_rows"]

#: Edition, form and id of a row, and whether it is a group's.
Row = tuple[str, str, str, bool]

#: So many rows with figures of a form near each other are that form; its groups may head sections.
LEAST_ROWS = 3
#: Lines of something else that may stand between two of its rows: figures, headings of columns, a
#: label that cannot be read.
MOST_BETWEEN = 12
#: Longer lines are prose.
MOST_LETTERS = 80
#: Lines that a label may be broken over.
MOST_PARTS = 3

_NONE = frozenset[Row]()
_UNIT = any_of(table_units())
_FIGURES = lazy_pattern(rf"(?:[\s|]++{_UNIT})?+[\s|\d,.，．■□—–/-]*+\Z")
_BARE = lazy_pattern(rf"(?:{_UNIT}|[^\p{{Han}}\p{{Latin}}])*+\Z")
_SENTENCE = lazy_pattern(r"[。！？；]|[:：]\s*+\p{Han}{4}")


def strewn_rows(items: Sequence[str | Table | None], kind: ReportKind) -> frozenset[int]:
    """Say which lines are parts of official forms, from the first row of a stretch to the last.

    ``items`` are the lines and the tables of a text in order, ``None`` what surely is neither.
    """
    known = _known(kind)
    named = {
        n: _named(item, known) if isinstance(item, str) else _NONE for n, item in enumerate(items)
    }
    if not any(named.values()):
        return frozenset()
    found: set[int] = set()
    for stretch in _stretches(items, named):
        found |= _rows_of(items, stretch, named, known)
    return frozenset(found)


def _stretches(
    items: Sequence[str | Table | None], named: Mapping[int, Set[Row]]
) -> Iterator[Sequence[int]]:
    """Neighbouring lines that are rows, and the tables among them."""
    stretch: list[int] = []
    between = 0
    for number, item in enumerate(items):
        own = isinstance(item, Table) or bool(named[number])
        between = 0 if own else between + 1
        if between > MOST_BETWEEN or item is None or (isinstance(item, str) and _is_prose(item)):
            yield stretch
            stretch, between = [], 0
        elif own:
            stretch.append(number)
    yield stretch


def _rows_of(
    items: Sequence[str | Table | None],
    stretch: Sequence[int],
    named: Mapping[int, Set[Row]],
    known: Mapping[str, frozenset[Row]],
) -> set[int]:
    """The lines from the first to the last that is a row, where enough are of one form."""
    lines = [number for number in stretch if named[number]]
    if not lines:
        return set()
    tables = [item for number in stretch if isinstance(item := items[number], Table)]
    held = {row for table in tables for row in _in_table(table, known)}
    own = {number: named[number] - held for number in lines}
    forms: dict[tuple[str, str], set[str]] = {}
    for edition, form, row, group in itertools.chain(held, *own.values()):
        forms.setdefault((edition, form), set()).update(() if group else (row,))
    enough = {form for form, rows in forms.items() if len(rows) >= LEAST_ROWS}
    places = [
        n for n, rows in own.items() if any((edition, form) in enough for edition, form, *_ in rows)
    ]
    if not places:
        return set()
    first, last = min(places), max(places)
    above, below = _rest(items, first, -1, known), _rest(items, last, 1, known)
    return set(range(first - above, last + below + 1)) - {n for n, rows in own.items() if not rows}


def _rest(
    items: Sequence[str | Table | None], at: int, step: int, known: Mapping[str, frozenset[Row]]
) -> int:
    """How many lines beyond a row are another one, whose label is broken over them."""
    parts: list[str] = []
    for count in range(1, 2 * MOST_PARTS):
        number = at + step * count
        item = items[number] if 0 <= number < len(items) else None
        if not isinstance(item, str) or _is_prose(item):
            return 0
        if not _BARE.fullmatch(item):
            parts.insert(len(parts) if step > 0 else 0, item)
        if 1 < len(parts) <= MOST_PARTS and _named("".join(parts), known):
            return count
    return 0


def _named(text: str, known: Mapping[str, frozenset[Row]]) -> frozenset[Row]:
    """The rows whose label a line is, with figures behind it or without."""
    if len(text) > MOST_LETTERS:
        return _NONE
    # Most lines are sentences, behind which no figures stand.
    label = read_label(text if text.endswith("。") else _FIGURES.sub("", text))
    return known.get(label.key) or known.get(label.short_key) or _NONE


def _in_table(table: Table, known: Mapping[str, frozenset[Row]]) -> Iterator[Row]:
    for cell in table.cells:
        if cell.text:
            yield from _named(cell.text, known)


def _is_prose(text: str) -> bool:
    return len(text) > MOST_LETTERS or _SENTENCE.search(text) is not None


@functools.cache
def _known(kind: ReportKind) -> Mapping[str, frozenset[Row]]:
    """The rows of all forms of a kind by the keys of their labels."""
    found: dict[str, set[Row]] = {}
    for edition in editions(kind):
        for form in edition.tables:
            for row in form.rows:
                for key in {k for word in (row.label, *row.variants) for k in keys(word)} - {""}:
                    found.setdefault(key, set()).add((edition.id, form.id, row.id, row.group))
    return {key: frozenset(rows) for key, rows in found.items()}
