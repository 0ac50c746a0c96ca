"""What is left of a document, and the rows of forms that were read from none of its tables."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence

import regex
from attrs import frozen

from govreport.document import Origin
from govreport.forms.catalogue import Edition
from govreport.forms.labels import read_label
from govreport.forms.match import Matched

__all__ = ["NUMBER", "Left", "unread_rows"]

NUMBER = regex.compile(r"\p{Nd}++")

#: A shorter label (总计, 其他) is that of many tables.
SHORTEST_LABEL = 4


@frozen
class Left:
    """A number that is unaccounted, and the row of a form that it was lost with, if it was."""

    origin: Origin
    lost: str | None = None


def unread_rows(
    editions: Sequence[Edition], tables: Matched, year: int | None
) -> Mapping[str, str]:
    """The labels of the rows of the forms that were read from no table, by their keys.

    None of them where no form was prescribed yet.
    """
    if year is not None and year < min(edition.years[0] for edition in editions):
        return {}
    read = {row.id for reading in tables.readings.values() for row in reading.matched}
    found: dict[str, str] = {}
    for edition in editions:
        for id, key, label in _labels(edition):
            if id not in read:
                found[key] = label
    return found


@functools.cache
def _labels(edition: Edition) -> tuple[tuple[str, str, str], ...]:
    """The id, a key and the label of each row that has figures, for each of its wordings."""
    return tuple(
        (row.id, key, row.label)
        for form in edition.tables
        for row in form.rows
        if not row.group
        for word in (row.label, *row.variants)
        for key in read_label(word).keys
        if len(key) >= SHORTEST_LABEL
    )
