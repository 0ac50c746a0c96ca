"""Which row is which: labels resolved within their parents.

A row is recognised by its words. Where several official rows share them (被依法纠错数 stands under
复议 and under 诉讼), the group that is open at that place decides; numbering supports. Position in
the table never does.
"""

from __future__ import annotations

import difflib
import functools
from collections.abc import Iterable, Mapping, Sequence

from attrs import define, field, frozen

from govreport.forms.catalogue import Row, TableForm
from govreport.forms.labels import RowLabel, keys, read_label
from govreport.forms.wording import wording
from govreport.model import Certainty

__all__ = ["RowMatch", "RowMatcher"]

#: Labels at least this alike may be one, if number and parent agree and no telling word differs.
SIMILARITY = 0.8


@frozen
class RowMatch:
    """An official row found, in which form, how surely."""

    form: TableForm
    row: Row
    certainty: Certainty


@frozen
class _Entry:
    form: TableForm
    row: Row
    official: frozenset[str]
    variants: frozenset[str]


@functools.cache
def _index(forms: tuple[TableForm, ...]) -> Mapping[str, tuple[_Entry, ...]]:
    index: dict[str, list[_Entry]] = {}
    for entry in _entries(forms):
        for key in entry.official | entry.variants:
            index.setdefault(key, []).append(entry)
    return {key: tuple(found) for key, found in index.items()}


@functools.cache
def _entries(forms: tuple[TableForm, ...]) -> tuple[_Entry, ...]:
    return tuple(
        _Entry(
            form,
            row,
            frozenset(keys(row.label)) - {""},
            frozenset(key for word in row.variants for key in keys(word)) - {""},
        )
        for form in forms
        for row in form.rows
    )


@define
class RowMatcher:
    """Matches the rows of one table from the top; remembers the open groups and what is taken."""

    forms: tuple[TableForm, ...]
    _open: list[tuple[int, str | None]] = field(factory=list, init=False)
    _taken: set[tuple[str, str]] = field(factory=set, init=False)

    def match(self, texts: Sequence[str]) -> RowMatch | None:
        """Match a row by its label cells, outermost first; ``None`` where no row answers surely."""
        label = read_label(texts[-1])
        above = [key for text in texts[:-1] for key in read_label(text).keys]
        found = self._find(label, above)
        level = _level(label)
        if found is not None:
            self._taken.add((found.form.id, found.row.id))
            self._open = [(level, id) for id in (*reversed(_ancestors(found)), found.row.id)]
        elif label.number is not None:
            # An unknown heading closes the groups at its level and below.
            self._open = [(n, id) for n, id in self._open if n < level]
            self._open.append((level, None))
        return found

    def has_taken(self, text: str) -> bool:
        """Whether a row's label is one that was matched before, so that this row repeats it."""
        index = _index(self.forms)
        return any(
            (entry.form.id, entry.row.id) in self._taken
            for key in read_label(text).keys
            for entry in index.get(key, ())
        )

    def _find(self, label: RowLabel, above: Sequence[str]) -> RowMatch | None:
        index = _index(self.forms)
        for key in label.keys:
            if key in index:
                return self._choose(index[key], key, label, above)
        glued = self._glued(label)
        if glued is not None:
            return glued
        return self._alike(label)

    def _choose(
        self, entries: Iterable[_Entry], key: str, label: RowLabel, above: Sequence[str]
    ) -> RowMatch | None:
        free = [e for e in entries if (e.form.id, e.row.id) not in self._taken]
        if above:
            free = [e for e in free if _fits(e, above)]
        if not free:
            return None
        certainty = Certainty.EXACT if key in free[0].official else Certainty.VARIANT
        open_ids = [id for _, id in self._open]
        if len(free) == 1:
            stranger = open_ids and open_ids[-1] is None and free[0].row.parent not in open_ids
            if stranger and free[0].row.parent is not None:
                certainty = Certainty.INFERRED
            return RowMatch(free[0].form, free[0].row, certainty)
        for id in reversed(open_ids):
            within = [e for e in free if e.row.parent == id and id is not None]
            if len(within) == 1:
                return RowMatch(within[0].form, within[0].row, certainty)
        # The group's own row is missing: what is left must be told by its number.
        numbered = [e for e in free if _same_number(e.row, label)]
        first = numbered[:1] if len({e.row.parent for e in numbered}) == 1 else []
        return RowMatch(first[0].form, first[0].row, Certainty.INFERRED) if first else None

    def _glued(self, label: RowLabel) -> RowMatch | None:
        """A converter ran the labels of merged cells into one: （三）不予公开 1.属于国家秘密."""
        found = [
            entry
            for entry in _entries(self.forms)
            if (entry.form.id, entry.row.id) not in self._taken
            and entry.row.parent is not None
            and any(_ends(label.key, key, entry) for key in entry.official | entry.variants)
        ]
        if len(found) != 1:
            return None
        return RowMatch(found[0].form, found[0].row, Certainty.VARIANT)

    def _alike(self, label: RowLabel) -> RowMatch | None:
        """A wording close to an official one, with the same number, in an open group."""
        if label.number is None or len(label.short_key) < 5:
            return None
        open_ids = {id for _, id in self._open} | {None}
        best: list[tuple[float, _Entry]] = []
        for entry in _entries(self.forms):
            taken = (entry.form.id, entry.row.id) in self._taken
            if taken or entry.row.parent not in open_ids or not _same_number(entry.row, label):
                continue
            for key in entry.official | entry.variants:
                ratio = difflib.SequenceMatcher(None, key, label.short_key, autojunk=False).ratio()
                if ratio >= SIMILARITY and not _tells_apart(key, label.short_key):
                    best.append((ratio, entry))
        rows = {id(entry): entry for _, entry in best}
        if len(rows) != 1:
            return None
        (entry,) = rows.values()
        return RowMatch(entry.form, entry.row, Certainty.INFERRED)


def _level(label: RowLabel) -> int:
    if label.number is None:
        return 9
    return label.number.level


def _ancestors(match: RowMatch) -> list[str]:
    """The ids of a row's parents, innermost first."""
    parents = {row.id: row.parent for row in match.form.rows}
    chain: list[str] = []
    parent = match.row.parent
    while parent is not None:
        chain.append(parent)
        parent = parents[parent]
    return chain


def _fits(entry: _Entry, above: Sequence[str]) -> bool:
    """Whether the labels in the cells before name no other row than an ancestor of this one."""
    ancestors = set(_ancestors(RowMatch(entry.form, entry.row, Certainty.EXACT)))
    named = {
        other.row.id
        for other in _entries((entry.form,))
        if (other.official | other.variants) & set(above)
    }
    return named <= ancestors


def _same_number(row: Row, label: RowLabel) -> bool:
    official = read_label(row.number + row.label).number if row.number else None
    if official is None or label.number is None:
        return official is None and label.number is None
    return (official.number, official.style) == (label.number.number, label.number.style)


def _ends(text: str, key: str, entry: _Entry) -> bool:
    """Whether ``text`` is the labels of the row's ancestors followed by its own."""
    if not text.endswith(key) or len(text) == len(key):
        return False
    rows = {row.id: row for row in entry.form.rows}
    before = text[: -len(key)]
    return any(
        keys(rows[id].label)[1] and keys(rows[id].label)[1] in before
        for id in _ancestors(RowMatch(entry.form, entry.row, Certainty.EXACT))
    )


def _tells_apart(one: str, other: str) -> bool:
    difference = set(one).symmetric_difference(other)
    return bool(difference & set(wording().distinguishing)) or any(map(str.isdigit, difference))
