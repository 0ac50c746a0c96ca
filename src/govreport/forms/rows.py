"""Which row is which: labels resolved within their parents.

A row is recognised by its words. Where several official rows share them (被依法纠错数 stands under
复议 and under 诉讼), the group that is open at that place decides; numbering supports. Position in
the table never does.
"""

from __future__ import annotations

import difflib
import functools
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from govreport.forms.catalogue import Row, TableForm
from govreport.forms.labels import RowLabel, keys, read_label
from govreport.forms.wording import wording
from govreport.model import Certainty
from govreport.zh.numbering import Label
from govreport.zh.patterns import lazy_pattern

__all__ = ["RowMatch", "RowMatcher"]

#: Labels at least this alike may be one, if number and parent agree and no telling word differs.
SIMILARITY = 0.8
#: Letters that one of them may have more.
MOST_LETTERS = 4
#: What is left of labels without their words.
_NUMBERS = lazy_pattern(r"[零〇一二三四五六七八九十\P{L}]*+")


class RowMatch(Struct, frozen=True):
    """An official row found, in which form, how surely."""

    form: TableForm
    row: Row
    certainty: Certainty


class _Entry(Struct, frozen=True, eq=False):
    """An official row with what is asked of it again and again; ``above`` are the rows that it
    stands under, innermost first, ``under`` the keys of the first of them."""

    form: TableForm
    row: Row
    official: frozenset[str]
    variants: frozenset[str]
    number: Label | None
    level: int
    above: tuple[Row, ...]
    under: frozenset[str]


@functools.cache
def _index(forms: tuple[TableForm, ...]) -> Mapping[str, tuple[_Entry, ...]]:
    index: dict[str, list[_Entry]] = {}
    for entry in _entries(forms):
        for key in entry.official | entry.variants:
            index.setdefault(key, []).append(entry)
    return {key: tuple(found) for key, found in index.items()}


@functools.cache
def _entries(forms: tuple[TableForm, ...]) -> tuple[_Entry, ...]:
    return tuple(entry for form in forms for entry in _rows_of(form).values())


@functools.cache
def _rows_of(form: TableForm) -> Mapping[str, _Entry]:
    """The rows of a form by their ids."""
    return {row.id: _entry(form, row) for row in form.rows}


def _entry(form: TableForm, row: Row) -> _Entry:
    number = read_label(row.number + row.label).number
    above = _ancestors(form, row)
    return _Entry(
        form,
        row,
        official=frozenset(keys(row.label)) - {""},
        variants=_keys_of(row.variants),
        number=number if row.number else None,
        level=_level_of(number),
        above=above,
        under=_keys_of(word for each in above[:1] for word in (each.label, *each.variants)),
    )


def _keys_of(words: Iterable[str]) -> frozenset[str]:
    return frozenset(key for word in words for key in keys(word)) - {""}


@functools.cache
def _named(form: TableForm) -> Mapping[str, frozenset[str]]:
    """The ids of the rows of a form that a key names."""
    found: dict[str, set[str]] = {}
    for id, entry in _rows_of(form).items():
        for key in entry.official | entry.variants:
            found.setdefault(key, set()).add(id)
    return {key: frozenset(ids) for key, ids in found.items()}


class _Group(Struct, frozen=True):
    """A row that others may stand under; ``id`` is ``None`` for one that the forms do not have."""

    level: int
    id: str | None
    number: Label | None = None


class RowMatcher(Struct):
    """Matches the rows of one table from the top; remembers the open groups and what is taken."""

    forms: tuple[TableForm, ...]
    _open: list[_Group] = []
    _taken: set[tuple[str, str]] = set()
    _last: Row | None = None

    def match(self, texts: Sequence[str]) -> RowMatch | None:
        """Match a row by its label cells, outermost first; ``None`` where no row answers surely."""
        label = read_label(texts[-1])
        above = [key for text in texts[:-1] for key in read_label(text).keys]
        level = _level_of(label.number)
        # A row of the same level ends a group that the forms do not have.
        while self._open and self._open[-1].id is None and self._open[-1].level >= level:
            self._open.pop()
        found = self._find(label, above)
        if found is not None:
            self._taken.add((found.form.id, found.row.id))
            self._last = found.row
            self._open = [*_groups_above(found, level), _Group(level, found.row.id)]
        elif label.number is not None and not self._is_childless(label):
            # An unknown heading closes the groups at its level and below.
            self._open = [group for group in self._open if group.level < level]
            self._open.append(_Group(level, None, label.number))
        return found

    def has_taken(self, text: str) -> bool:
        """Whether a row's label is one that was matched before, so that this row repeats it."""
        index = _index(self.forms)
        return any(
            (entry.form.id, entry.row.id) in self._taken
            for key in read_label(text).keys
            for entry in index.get(key, ())
        )

    def repeated(self, text: str) -> RowMatch | None:
        """The row matched before that a row's label names again; ``None`` if it may be several."""
        index = _index(self.forms)
        for key in read_label(text).keys:
            if key in index:
                (first, *more), official = index[key], key in index[key][0].official
                if more or (first.form.id, first.row.id) not in self._taken:
                    return None
                certainty = Certainty.EXACT if official else Certainty.VARIANT
                return RowMatch(first.form, first.row, certainty)
        return None

    def _is_childless(self, label: RowLabel) -> bool:
        """Whether a row is an official one, only not to be placed, that no others stand under."""
        index = _index(self.forms)
        found = [entry for key in label.keys for entry in index.get(key, ())]
        return bool(found) and not any(
            row.parent == entry.row.id for entry in found for row in entry.form.rows
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
        if above:
            entries = [e for e in entries if _fits(e, above)]
        free = [e for e in entries if (e.form.id, e.row.id) not in self._taken]
        if not free:
            return None
        certainty = Certainty.EXACT if key in free[0].official else Certainty.VARIANT
        named = [e for e in free if _under(e, above)]
        if len(named) == 1:
            # The merged cell beside it says whose it is, whatever stands between.
            return RowMatch(named[0].form, named[0].row, certainty)
        if len({e.row.parent for e in entries}) == len(free) == 1:
            return self._alone(free[0], certainty, label)
        if self._stranger() is not None:
            return None
        for group in reversed(self._open):
            within = [e for e in entries if e.row.parent == group.id]
            if len(within) == 1:
                # Where the group has its row already, this one is no other group's.
                entry = within[0]
                return RowMatch(entry.form, entry.row, certainty) if entry in free else None
        # The group's own row is missing: what is left must be told by its number.
        numbered = [e for e in entries if _same_number(e.number, label.number)]
        if len({e.row.parent for e in numbered}) != 1 or numbered[0] not in free:
            return None
        return RowMatch(numbered[0].form, numbered[0].row, Certainty.INFERRED)

    def _alone(self, entry: _Entry, certainty: Certainty, label: RowLabel) -> RowMatch | None:
        """Match a row that only one official row can be, unless a group of no form's owns it.

        Such a group may be the official one in words that nobody knows, or a label that could not
        be read among rows that go on: then the match is inferred.
        """
        stranger = self._stranger()
        if stranger is None or not entry.above:
            return RowMatch(entry.form, entry.row, certainty)
        parent = _rows_of(entry.form)[entry.above[0].id]
        if parent.row.id not in (group.id for group in self._open):
            unseen = (entry.form.id, parent.row.id) not in self._taken
            alike = _same_number(parent.number, stranger.number)
            if not (unseen or alike or self._goes_on(entry, label)):
                return None
            certainty = Certainty.INFERRED
        return RowMatch(entry.form, entry.row, certainty)

    def _goes_on(self, entry: _Entry, label: RowLabel) -> bool:
        """Whether a row has its official number and the row matched last was its elder sibling."""
        siblings = [row for row in entry.form.rows if row.parent == entry.row.parent]
        place = siblings.index(entry.row)
        elder = siblings[place - 1] if place else None
        goes_on = elder is not None and elder is self._last
        return goes_on and _same_number(entry.number, label.number)

    def _stranger(self) -> _Group | None:
        """The group that the forms do not have and that the row stands under, if there is one."""
        return self._open[-1] if self._open and self._open[-1].id is None else None

    def _glued(self, label: RowLabel) -> RowMatch | None:
        """A converter ran the labels of merged cells into one: （三）不予公开 1.属于国家秘密."""
        index = _index(self.forms)
        found = {
            id(entry): entry
            for start in range(1, len(label.key))
            for entry in index.get(label.key[start:], ())
            if (entry.form.id, entry.row.id) not in self._taken
            and entry.row.parent is not None
            and _stands_under(label.key[:start], entry)
        }
        if len(found) != 1:
            return None
        (entry,) = found.values()
        return RowMatch(entry.form, entry.row, Certainty.VARIANT)

    def _alike(self, label: RowLabel) -> RowMatch | None:
        """A wording close to an official one, with the same number, in an open group."""
        if label.number is None or len(label.short_key) < 5:
            return None
        if self._stranger() is not None:
            return None
        open_ids = {group.id for group in self._open} | {None}
        best: list[tuple[float, _Entry]] = []
        for entry in _entries(self.forms):
            taken = (entry.form.id, entry.row.id) in self._taken
            # A group whose own row is not there may be open all the same.
            under = entry.row.parent in open_ids or (
                (entry.form.id, entry.row.parent) not in self._taken
            )
            if taken or not under or not _same_number(entry.number, label.number):
                continue
            for key in entry.official | entry.variants:
                if abs(len(key) - len(label.short_key)) > MOST_LETTERS:
                    # Two labels in one cell begin like the first.
                    continue
                ratio = difflib.SequenceMatcher(None, key, label.short_key, autojunk=False).ratio()
                if ratio >= SIMILARITY and not _tells_apart(key, label.short_key):
                    best.append((ratio, entry))
        rows = {id(entry): entry for _, entry in best}
        if len(rows) != 1:
            return None
        (entry,) = rows.values()
        return RowMatch(entry.form, entry.row, Certainty.INFERRED)


def _level_of(number: Label | None) -> int:
    return 9 if number is None else number.level


def _ancestors(form: TableForm, row: Row) -> tuple[Row, ...]:
    """A row's parents, innermost first."""
    rows = {row.id: row for row in form.rows}
    chain: list[Row] = []
    while row.parent is not None:
        row = rows[row.parent]
        chain.append(row)
    return tuple(chain)


def _fits(entry: _Entry, above: Sequence[str]) -> bool:
    """Whether the labels in the cells before name no other row than an ancestor of this one."""
    known = _named(entry.form)
    named = {id for key in above for id in known.get(key, ())}
    return named <= {row.id for row in entry.above}


def _under(entry: _Entry, above: Sequence[str]) -> bool:
    """Whether the labels in the cells before name the row's own parent."""
    return not entry.under.isdisjoint(above)


def _groups_above(match: RowMatch, level: int) -> list[_Group]:
    """The row's parents, outermost first, all of a level above the row's own."""
    rows = _rows_of(match.form)
    groups: list[_Group] = []
    for row in rows[match.row.id].above:
        level = min(level - 1, rows[row.id].level)
        groups.insert(0, _Group(level, row.id))
    return groups


def _same_number(official: Label | None, number: Label | None) -> bool:
    if official is None or number is None:
        return official is None and number is None
    return (official.number, official.style) == (number.number, number.style)


def _stands_under(before: str, entry: _Entry) -> bool:
    """Whether what stands before a row's own label is the labels of groups that it stands under.

    A row above that has figures of its own is none of them, and nothing else may be: two rows share
    the cell then.
    """
    ancestors = [row for row in entry.above if row.group]
    above = {keys(word)[1] for row in ancestors for word in (row.label, *row.variants)} - {""}
    rest = before
    for label in sorted(above, key=len, reverse=True):
        rest = rest.replace(label, "")
    return rest != before and _NUMBERS.fullmatch(rest) is not None


def _tells_apart(one: str, other: str) -> bool:
    difference = set(one).symmetric_difference(other)
    return bool(difference & set(wording().distinguishing)) or any(map(str.isdigit, difference))
