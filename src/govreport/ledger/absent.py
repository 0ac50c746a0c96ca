"""Official rows that stand in none of a report's tables, though those around them do.

A label or a figure that was lost can take its row out of the table altogether: then no number is
left over to tell of it, only the gap in the form.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from govreport.document import Origin
from govreport.forms.catalogue import Edition, Row, TableForm, metric_id
from govreport.forms.match import Matched

__all__ = ["Absent", "absent"]

#: A report that has so many forms of an edition is to have all of them whole; one that has fewer
#: may be a part of a report, or a place's own copy that stops early.
WHOLE_FORMS = 3

#: The names of a form's rows that were not read, and the tables in which the others were.
Absent = tuple[tuple[str, ...], tuple[Origin, ...]]


def absent(editions: Sequence[Edition], tables: Matched) -> Iterator[Absent]:
    """Say which official rows no table has, form by form.

    These are the rows between others of their form that were read, and those of their groups: a
    table may stop early, but not within a group. In a report with several forms of its edition
    they are all rows, and all forms.
    """
    own = next((each for each in editions if each.id == tables.edition), None)
    if own is None or own.local:
        # Each place has its own rows of a form of theirs.
        return
    rows = {row.id for reading in tables.readings.values() for row in reading.matched}
    figures = {m.id for reading in tables.readings.values() for m in reading.metrics}
    read = _forms_read(tables, rows, figures)
    whole = len(read.keys() & {form.id for form in own.tables}) >= WHOLE_FORMS
    for form in own.tables:
        if form.open is not None:
            continue
        blocks = read.get(form.id)
        if blocks is None:
            if whole:
                yield tuple(_name(row, form) for row in _figured(form)) or form.titles[:1], ()
            continue
        # A report may have the form as another edition has it.
        gaps = {as_read: _gaps(as_read, rows, whole) for as_read in blocks}
        best = min(gaps, key=lambda as_read: len(gaps[as_read]))
        if gaps[best]:
            places = tuple(Origin(block=block) for block in blocks[best])
            yield tuple(_name(row, best) for row in gaps[best]), places


def _forms_read(
    tables: Matched, rows: set[str], figures: set[str]
) -> Mapping[str, Mapping[TableForm, Sequence[int]]]:
    """The forms by id that figures were read of, as they stand in their editions, with the tables
    that answer to them."""
    read: dict[str, dict[TableForm, list[int]]] = defaultdict(dict)
    for block, reading in tables.readings.items():
        for form in reading.forms:
            own = {metric_id("", column.id) for column in form.columns_of("value")}
            if any(row.id in rows for row in form.rows) or (not form.rows and own & figures):
                read[form.id].setdefault(form, []).append(block)
    return read


def _gaps(form: TableForm, rows: set[str], whole: bool) -> Sequence[Row]:
    places = [n for n, row in enumerate(form.rows) if row.id in rows]
    if not places:
        return ()
    within = form.rows if whole else _reached(form, rows, places[0], places[-1])
    return [row for row in within if not row.group and row.id not in rows]


def _reached(form: TableForm, rows: set[str], first: int, last: int) -> Sequence[Row]:
    """The rows from the first read to the last, and the others of the groups that these are of,
    where the groups themselves were read."""
    begun, ended = (_groups(form, form.rows[n]) & rows for n in (first, last))
    above = itertools.takewhile(lambda row: row.parent in begun, reversed(form.rows[:first]))
    below = itertools.takewhile(lambda row: row.parent in ended, form.rows[last + 1 :])
    return [*reversed([*above]), *form.rows[first : last + 1], *below]


def _groups(form: TableForm, row: Row) -> set[str]:
    """A row, and all that it stands under."""
    parents = {each.id: each.parent for each in form.rows}
    found: set[str] = set()
    at: str | None = row.id
    while at is not None:
        found.add(at)
        at = parents[at]
    return found


def _figured(form: TableForm) -> Sequence[Row]:
    return [row for row in form.rows if not row.group]


def _name(row: Row, form: TableForm) -> str:
    """The label of a row behind that of its group: many groups have 其他."""
    group = next((each.label for each in form.rows if each.id == row.parent), None)
    return row.label if group is None else f"{group}·{row.label}"
