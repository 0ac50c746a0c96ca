"""What is left of a document, and the rows of forms that were read from none of its tables."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence

from msgspec import Struct

from govreport.document import Origin
from govreport.forms.catalogue import Edition
from govreport.forms.labels import keys, read_label
from govreport.forms.match import Matched
from govreport.zh.patterns import lazy_pattern

__all__ = ["NUMBER", "Left", "Unread", "unread"]

NUMBER = lazy_pattern(r"\p{Nd}++")


class Left(Struct, frozen=True):
    """A number that is unaccounted, and the row of a form that it was lost with, if it was."""

    origin: Origin
    lost: str | None = None


class Unread(Struct, frozen=True):
    """What of the forms was read from no table: ``ids`` of rows, their ``labels`` by keys in the
    forms' order, and the titles of whole forms with the keys of their ``headings``; ``titles`` are
    these by all the keys that they go by.

    Labels that are headings too (总计, 其他) are those of many tables, and are left out.
    """

    ids: frozenset[str] = frozenset()
    labels: Mapping[str, str] = {}
    headings: Mapping[str, frozenset[str]] = {}
    titles: Mapping[str, str] = {}


def unread(editions: Sequence[Edition], tables: Matched, year: int | None) -> Unread:
    """Return what of the forms was read from no table; nothing before any was prescribed."""
    if year is not None and year < min(edition.years[0] for edition in editions):
        return Unread()
    readings = [reading for reading in tables.readings.values() if reading.rows]
    rows = frozenset(row.id for reading in readings for row in reading.matched)
    forms = frozenset(form.id for reading in readings for form in reading.forms)
    return _unread(tuple(editions), rows, forms)


# Most reports have all rows of their form.
@functools.lru_cache(maxsize=64)
def _unread(editions: tuple[Edition, ...], rows: frozenset[str], forms: frozenset[str]) -> Unread:
    labels: dict[str, str] = {}
    headings: dict[str, frozenset[str]] = {}
    for edition in editions:
        labels |= {key: label for id, key, label in _labels(edition) if id not in rows}
        headings |= {title: keys for id, title, keys in _headings(edition) if id not in forms}
    titles = {
        key: form.titles[0]
        for edition in editions
        for form in edition.tables
        if form.id not in forms
        for word in (*form.titles, form.section or "")
        for key in keys(word)
        if key
    }
    every = (row for edition in editions for form in edition.tables for row in form.rows)
    return Unread(frozenset(row.id for row in every) - rows, labels, headings, titles)


@functools.cache
def _labels(edition: Edition) -> tuple[tuple[str, str, str], ...]:
    """The id, a key and the label of each row that has figures, for each of its wordings."""
    headings = frozenset(key for _, _, keys in _headings(edition) for key in keys)
    return tuple(
        (row.id, key, row.label)
        for form in edition.tables
        for row in form.rows
        if not row.group
        for word in (row.label, *row.variants)
        for key in read_label(word).keys
        if key and key not in headings
    )


@functools.cache
def _headings(edition: Edition) -> tuple[tuple[str, str, frozenset[str]], ...]:
    """The id, the title and the keys of the headings of each form."""
    return tuple(
        (
            form.id,
            form.titles[0] if form.titles else form.id,
            frozenset(k for c in form.columns_of("value") for word in c.labels for k in keys(word)),
        )
        for form in edition.tables
    )
