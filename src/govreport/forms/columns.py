"""Which column is which: headings resolved against the columns of the official tables.

A heading is known by its own words and by the headings above it, read from the cells' spans. Where
spans are lost, a complete run of headings in the official order tells as much.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import force_setattr, replace

from govreport.forms.catalogue import Column, Edition, TableForm
from govreport.forms.cell_values import read_figure
from govreport.forms.grid import TableGrid
from govreport.forms.labels import MAX_LENGTH, keys, keys_joined, read_label, squeezed, unit_in
from govreport.forms.wording import wording
from govreport.model import Certainty

__all__ = [
    "Field",
    "Layout",
    "is_header_row",
    "is_row_label",
    "join_headings",
    "knows",
    "parts_headings",
    "read_layout",
    "rows_known",
]

ROLES = ("label", "unit", "value")
#: No form is wider, however often it stands side by side; looking for one would take long.
MOST_COLUMNS = 512
#: One in so many of a form's columns tells a table without rows of its own.
ENOUGH = 3
#: A part of a heading is shorter.
MAX_HEADING = 20


class Field(Struct, frozen=True):
    """Columns of the input, up to ``stop`` (excluded), under one heading of an official column."""

    column: Column
    certainty: Certainty
    unit: str | None
    stop: int


class _Slot(Struct, frozen=True):
    """Neighbouring columns under one heading; ``path`` are the headings over them, from the top."""

    start: int
    stop: int
    path: tuple[str, ...]

    @property
    def leaf(self) -> str:
        return self.path[-1] if self.path else ""


class Layout(Struct, frozen=True):
    """What each column of the input carries, for one panel of a table.

    ``fields`` maps a position to its official column, for each form whose headings it answers to,
    ``lacking`` gives the columns of a form that have no heading, where there are any.
    ``width`` is the number of cells in a row that has lost none. ``unknown`` are positions with a
    heading that no form has, ``others`` those with one that says that the figures are not those of
    the year (历年累计).
    """

    labels: tuple[int, ...]
    unit: int | None
    fields: Mapping[str, Mapping[int, Field]]
    width: int
    unknown: tuple[int, ...] = ()
    others: tuple[int, ...] = ()
    lacking: Mapping[str, tuple[Column, ...]] = {}
    #: The first column under each heading of figures, and the one behind the last, in order.
    heads: tuple[tuple[int, int], ...] = ()
    #: The columns of the input that have figures of a form, in order.
    figures: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        every = self.fields.values()
        heads = {(start, each.stop) for fields in every for start, each in fields.items()}
        force_setattr(self, "heads", tuple(sorted(heads)))
        force_setattr(self, "figures", tuple(sorted({start for start, _ in heads})))


class _Official(Struct, frozen=True):
    """A column of a form as keys: its own heading, variants of it, and the headings above it."""

    column: Column
    official: frozenset[str]
    variants: frozenset[str]
    above: tuple[frozenset[str], ...]


@functools.cache
def _headings(edition: Edition, *roles: str) -> frozenset[str]:
    """The keys of all headings of some roles, also of those above others."""
    words = {
        word
        for form in edition.tables
        for column in (*form.columns, *form.local_columns)
        if column.role in roles
        for word in (*column.labels, *column.path)
    }
    return frozenset(key for word in words for key in keys(word) if key)


@functools.cache
def _row_labels(edition: Edition) -> frozenset[str]:
    words = {w for form in edition.tables for row in form.rows for w in (row.label, *row.variants)}
    return frozenset(key for word in words for key in keys(word) if key)


def _is_among(text: str, known: frozenset[str]) -> bool:
    full, short = keys(text)
    return full in known or short in known


def knows(sheet: TableGrid, edition: Edition) -> bool:
    """Whether a table has a heading of an edition, or three of its rows; else why look closer.

    A row of as many figures as a form without labels has may be that form.
    """
    if sheet.width > MOST_COLUMNS:
        return False
    if not _headings(edition, *ROLES).isdisjoint(sheet.words):
        return True
    bare = (form for form in edition.tables if not form.rows)
    if sheet.table.n_rows == 1 and sheet.width in {len(f.columns_of("value")) for f in bare}:
        return True
    return rows_known(sheet, edition) >= min(3, sheet.table.n_rows)


def rows_known(sheet: TableGrid, edition: Edition) -> int:
    """Return how many labels of an edition's rows a table has; a short one counts as its long."""
    return len(_row_labels(edition) & sheet.words)


def is_row_label(text: str, edition: Edition) -> bool:
    """Whether a text is the label of one of an edition's rows, numbered or not."""
    return not _row_labels(edition).isdisjoint(read_label(text).keys)


def is_header_row(sheet: TableGrid, row: int, edition: Edition) -> bool:
    """Whether a row holds headings: two of the forms', or one and nothing else, and no figure."""
    headings = _headings(edition, *ROLES)
    if headings.isdisjoint(sheet.headings[row]):
        return False
    texts = [cell.text for cell in sheet.cells(row)]
    found = sum(_is_among(text, headings) for text in texts)
    if not found or found < min(2, len(texts)):
        return False
    if found == 1 and _is_among(texts[0], _row_labels(edition)):
        # 总计 and 其他 name columns and rows: alone in a row, its figures blank, it is the row.
        return False
    return not any(read_figure(text).value is not None for text in texts)


def parts_headings(sheet: TableGrid, row: int, edition: Edition) -> bool:
    """Whether the next row is nothing but headings broken in two, that begin in this one."""
    upper, lower = ([cell.text for cell in sheet.cells(n)] for n in (row, row + 1))
    if not 0 < len(lower) <= len(upper):
        return False
    return len(join_headings(upper, lower, edition)) == len(lower)


def join_headings(upper: Sequence[str], lower: Sequence[str], edition: Edition) -> list[str]:
    """Return the headings that texts of one row make with those of the next, each with one, in
    order, where neither is a heading by itself."""
    headings = _headings(edition, "value")
    pieces = [text for text in lower if not _is_among(text, headings)]
    joined: list[str] = []
    for text in upper:
        if not pieces:
            break
        if len(text) > MAX_HEADING or _is_among(text, headings):
            continue
        if not headings.isdisjoint(keys_joined(text, pieces[0])):
            joined.append(text + pieces[0])
            del pieces[0]
    return joined


def read_layout(sheet: TableGrid, header: Sequence[int], edition: Edition) -> tuple[Layout, ...]:
    """Resolve the headings in the ``header`` rows; one layout for each panel side by side.

    A panel begins anew where a heading of row labels (统计指标) stands to the right of figures.
    Returns nothing if no column of figures is recognised.
    """
    width = max(map(sheet.reach, header)) if sheet.table.spans_known else sheet.reach(header[-1])
    return _layouts(tuple(_slots(sheet, header)), edition, width)


# Official headings are the same in one report after the other.
@functools.lru_cache(maxsize=1_024)
def _layouts(slots: tuple[_Slot, ...], edition: Edition, width: int) -> tuple[Layout, ...]:
    layouts = (_panel(panel, edition, width) for panel in _panels(slots, edition))
    return tuple(layout for layout in layouts if layout is not None)


def _slots(sheet: TableGrid, header: Sequence[int]) -> list[_Slot]:
    slots: list[_Slot] = []
    last: tuple[object, ...] = ()
    for column in range(sheet.width):
        cells: dict[int, str] = {}
        for row in header:
            cell = sheet.at(row, column)
            if cell is not None and cell.text.strip():
                cells[id(cell)] = cell.text
        path = tuple(cells.values())
        # Without spans, a merged heading may stand in every place that it covered.
        same = tuple(cells) if sheet.table.spans_known else path
        if path and same == last:
            slots[-1] = _Slot(slots[-1].start, column + 1, path)
        else:
            slots.append(_Slot(column, column + 1, path))
        last = same
    return slots


def _panels(slots: Sequence[_Slot], edition: Edition) -> list[Sequence[_Slot]]:
    starts = [0]
    figures_seen = False
    for index, slot in enumerate(slots):
        if figures_seen and _plays(slot.leaf, "label", edition):
            starts.append(index)
            figures_seen = False
        elif _is_among(slot.leaf, _headings(edition, "value")):
            figures_seen = True
    return [slots[a:b] for a, b in zip(starts, [*starts[1:], len(slots)], strict=True)]


def _plays(text: str, role: str, edition: Edition) -> bool:
    return _is_among(text, _headings(edition, role))


def _panel(slots: Sequence[_Slot], edition: Edition, width: int) -> Layout | None:
    unit = next((slot for slot in slots if _plays(slot.leaf, "unit", edition)), None)
    fields: dict[str, Mapping[int, Field]] = {}
    for form in edition.tables:
        found = _resolve(form, [slot for slot in slots if slot is not unit])
        if found:
            fields[form.id] = found
    fields = _best_bare(fields, edition)
    if not fields:
        return None
    taken = {position for found in fields.values() for position in found}
    lacking = {
        form.id: left
        for form in edition.tables
        if form.id in fields
        and (left := form.lacks(found.column for found in fields[form.id].values()))
    }
    # A form without rows has no labels: what stands left of its figures is one of them.
    bare = all(not form.rows and not form.open for form in edition.tables if form.id in fields)
    labels: list[int] = []
    unknown: list[int] = []
    others: list[int] = []
    for slot in slots:
        if slot.start in taken or slot is unit:
            continue
        if _plays(slot.leaf, "label", edition):
            labels += range(slot.start, slot.stop)
        elif (slot.leaf and squeezed(slot.leaf) in wording().codes) or (
            not lacking and _is_of_other_years(slot.path, edition)
        ):
            others += range(slot.start, slot.stop)
        elif slot.start < min(taken) and not bare:
            labels += range(slot.start, slot.stop)
        elif slot.leaf and _is_among(slot.leaf, _row_labels(edition)):
            # A row among the headings: the cells of several have run together.
            return None
        elif slot.leaf:
            unknown.append(slot.start)
    unit_place = unit.start if unit else None
    return Layout(tuple(labels), unit_place, fields, width, tuple(unknown), tuple(others), lacking)


def _is_of_other_years(path: Sequence[str], edition: Edition) -> bool:
    """Whether a heading says that its figures are not those of the year, in words that no official
    heading has."""
    return any(word in squeezed(text) for text in path for word in _other_years(edition))


@functools.cache
def _other_years(edition: Edition) -> tuple[str, ...]:
    # 本年累计 says that it is of the year; another 累计 is not.
    own = wording().this_year.removesuffix("度")
    official = [heading for heading in _headings(edition, *ROLES) if own not in heading]
    return tuple(
        word for word in wording().other_years if not any(word in heading for heading in official)
    )


def _best_bare(
    fields: Mapping[str, Mapping[int, Field]], edition: Edition
) -> dict[str, Mapping[int, Field]]:
    """One form at most of those whose rows do not tell it, if enough of its headings are there:
    合计 is a column of several, and of other tables too."""
    bare = [
        form.id for form in edition.tables if form.id in fields and (form.open or not form.rows)
    ]
    columns = {form.id: len(form.columns_of("value")) for form in edition.tables}
    enough = [id for id in bare if len(fields[id]) * ENOUGH >= columns[id]]
    best = max(enough, key=lambda id: len(fields[id]), default=None)
    return {id: found for id, found in fields.items() if id not in bare or id == best}


def _resolve(form: TableForm, slots: Sequence[_Slot]) -> dict[int, Field]:
    """Map positions to the columns of one form."""
    answers = {
        slot.start: found for slot in slots if (found := _candidates(form, slot.path, slot.stop))
    }
    official = form.columns_of("value")
    sure = {place: found for place, (found, *more) in answers.items() if not more}
    if len(sure) < len(answers):
        # Spans are lost and headings recur (总计 stands three times in table 四): only the complete
        # run in the official order tells which is which.
        if len(answers) != len(official):
            return sure
        run = {
            place: replace(field, certainty=Certainty.VARIANT)
            for (place, found), column in zip(answers.items(), official, strict=True)
            for field in found
            if field.column is column
        }
        return run if len(run) == len(official) else sure
    if not any(found.column.dimensions for found in sure.values()):
        # 合计 is a column of places' own only beside those that it is the sum of.
        sure = {place: found for place, found in sure.items() if found.column in official}
    times = Counter(id(found.column) for found in sure.values())
    # Two columns under one official heading cannot both be it.
    return {place: found for place, found in sure.items() if times[id(found.column)] == 1}


@functools.cache
def _official(form: TableForm) -> tuple[_Official, ...]:
    return tuple(
        _Official(
            column,
            official := _exact_keys(column) - {""},
            frozenset(key for word in column.labels for key in keys(word)) - official - {""},
            # The last of a column's path is its own heading.
            tuple(frozenset(keys(word)) for word in column.path[:-1]),
        )
        for column in (*form.columns_of("value"), *form.local_columns)
    )


def _exact_keys(column: Column) -> frozenset[str]:
    """The keys of a column's official heading. Of one that leaves the unit to its heading, it is
    part of the wording: 罚没金额（万元） is another form's column than 罚没金额（元）."""
    full, short = keys(column.labels[0])
    return frozenset({full} if column.unit is None and unit_in(column.labels[0]) else {full, short})


@functools.lru_cache(maxsize=4_096)
def _candidates(form: TableForm, path: tuple[str, ...], stop: int) -> tuple[Field, ...]:
    """The columns of a form that a path of headings may name: one where the path decides."""
    found: list[tuple[int, Field]] = []
    above = {key for word in path[:-1] for key in keys(word)}
    # A heading broken over rows of cells (商业企 / 业) is whole again when they are joined.
    ends = [frozenset(keys(end)) - {""} for end in _ends(path)]
    unit = next((u for u in map(unit_in, path) if u), None)
    if any(word in squeezed(text) for text in path for word in wording().other_years):
        # 统计数（历年累计）: without its note it would be the year's.
        ends = [frozenset(keys(end)[:1]) - {""} for end in _ends(path)]
    for known in _official(form):
        leaf = next((end for end in ends if end & (known.official | known.variants)), None)
        if leaf is not None:
            certainty = Certainty.EXACT if leaf & known.official else Certainty.VARIANT
            depth = sum(not words.isdisjoint(above) for words in known.above)
            found.append((depth, Field(known.column, certainty, unit, stop)))
    best = max((depth for depth, _ in found), default=0)
    level = _level_above(form, above)
    if level is not None:
        # 本年累计 under 区政府 is of that level.
        found = [
            (depth, replace(f, column=level, certainty=Certainty.VARIANT))
            for depth, f in found
            if not f.column.dimensions
        ]
    return tuple(f for depth, f in found if depth == best)


def _level_above(form: TableForm, above: set[str]) -> Column | None:
    """The column of a place's own that headings over another one name, to break it down."""
    named = [
        known.column
        for known in _official(form)
        if known.column in form.local_columns
        and known.column.dimensions
        and not above.isdisjoint(known.official | known.variants)
    ]
    return named[0] if len(named) == 1 else None


def _ends(path: Sequence[str]) -> Iterator[str]:
    """The last heading of a path, and with those above it joined while one may be as long."""
    joined = path[-1] if path else ""
    for above in reversed(path[:-1]):
        yield joined
        joined = above + joined
        if len(joined) > MAX_LENGTH:
            # A table may have thousands of rows of headings.
            return
    yield joined
