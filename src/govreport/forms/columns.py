"""Which column is which: headings resolved against the columns of the official tables.

A heading is known by its own words and by the headings above it, read from the cells' spans. Where
spans are lost, a complete run of headings in the official order tells as much.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from attrs import frozen

from govreport.document import Cell
from govreport.forms.catalogue import Column, Edition, TableForm
from govreport.forms.figures import read_figure
from govreport.forms.labels import keys, unit_in
from govreport.model import Certainty

__all__ = ["Field", "Layout", "is_header_row", "read_layout"]

Grid = Sequence[Sequence[Cell | None]]


@frozen
class Field:
    """A column of the input that carries figures of an official column."""

    column: Column
    certainty: Certainty
    unit: str | None


@frozen
class Layout:
    """What each column of the input carries, for one panel of a table.

    ``fields`` maps a position to its official column, for each form whose headings it answers to.
    ``unknown`` are positions with a heading that no form has.
    """

    labels: tuple[int, ...]
    unit: int | None
    fields: Mapping[str, Mapping[int, Field]]
    unknown: tuple[int, ...] = ()


@functools.cache
def _headings(form: TableForm) -> frozenset[str]:
    """Every heading of a form's figures, also those above others."""
    words = (word for column in form.columns_of("value") for word in (*column.labels, *column.path))
    return frozenset(key for word in words for key in keys(word))


@functools.cache
def _role_headings(form: TableForm, role: str) -> frozenset[str]:
    return frozenset(
        key for column in form.columns_of(role) for word in column.labels for key in keys(word)
    )


def is_header_row(row: Sequence[Cell | None], edition: Edition) -> bool:
    """Whether a row holds headings: two of the forms', or one and nothing else, and no figure."""
    cells = {id(cell): cell.text for cell in row if cell is not None and cell.text.strip()}
    found = sum(_is_heading(text, edition) for text in cells.values())
    if found < 2 and found < len(cells):
        return False
    if found == 1 and _is_row_label(next(iter(cells.values())), edition):
        return False
    return found > 0 and not any(read_figure(text).value is not None for text in cells.values())


def _is_heading(text: str, edition: Edition) -> bool:
    return any(_names(text, form) for form in edition.tables) or any(
        _plays(text, role, edition) for role in ("label", "unit")
    )


def _is_row_label(text: str, edition: Edition) -> bool:
    """总计 and 其他 name columns and rows: alone in a row, its figures blank, it is the row."""
    named = set(keys(text))
    return any(
        named & set(keys(word))
        for form in edition.tables
        for row in form.rows
        for word in (row.label, *row.variants)
    )


def _names(text: str, form: TableForm) -> bool:
    headings = _headings(form)
    return any(key in headings for key in keys(text) if key)


def read_layout(grid: Grid, header: Sequence[int], edition: Edition) -> tuple[Layout, ...]:
    """Resolve the headings in the ``header`` rows; one layout for each panel side by side.

    A panel begins anew where a heading of row labels (统计指标) stands to the right of figures.
    Returns nothing if no column of figures is recognised.
    """
    width = len(grid[0]) if grid else 0
    paths = [_path(grid, header, column) for column in range(width)]
    layouts = []
    for start, end in _panels(paths, edition):
        layout = _panel(paths, range(start, end), edition)
        if layout is not None:
            layouts.append(layout)
    return tuple(layouts)


def _path(grid: Grid, header: Sequence[int], column: int) -> tuple[str, ...]:
    """The distinct headings over a column, from the top."""
    path: list[str] = []
    last: Cell | None = None
    for row in header:
        cell = grid[row][column]
        if cell is not None and cell is not last and cell.text.strip():
            path.append(cell.text)
        last = cell
    return tuple(path)


def _panels(paths: Sequence[tuple[str, ...]], edition: Edition) -> list[tuple[int, int]]:
    starts = [0]
    figures_seen = False
    for column, path in enumerate(paths):
        leaf = path[-1] if path else ""
        if figures_seen and _plays(leaf, "label", edition):
            starts.append(column)
            figures_seen = False
        elif leaf and any(_names(leaf, form) for form in edition.tables):
            figures_seen = True
    return list(zip(starts, [*starts[1:], len(paths)], strict=True))


def _plays(text: str, role: str, edition: Edition) -> bool:
    return any(
        key in _role_headings(form, role) for form in edition.tables for key in keys(text) if key
    )


def _panel(
    paths: Sequence[tuple[str, ...]], positions: Iterable[int], edition: Edition
) -> Layout | None:
    positions = list(positions)
    unit = next((p for p in positions if paths[p] and _plays(paths[p][-1], "unit", edition)), None)
    fields: dict[str, dict[int, Field]] = {}
    for form in edition.tables:
        found = _resolve(form, paths, [p for p in positions if p != unit])
        if found:
            fields[form.id] = found
    if not fields:
        return None
    taken = {position for found in fields.values() for position in found}
    labels, unknown = [], []
    for position in positions:
        if position in taken or position == unit:
            continue
        heading = paths[position][-1] if paths[position] else ""
        if position < min(taken) or _plays(heading, "label", edition):
            labels.append(position)
        elif heading:
            unknown.append(position)
    return Layout(tuple(labels), unit, fields, tuple(unknown))


def _resolve(
    form: TableForm, paths: Sequence[tuple[str, ...]], positions: Sequence[int]
) -> dict[int, Field]:
    """Map positions to the columns of one form."""
    answers = {p: _candidates(form, paths[p]) for p in positions if paths[p]}
    answers = {p: found for p, found in answers.items() if found}
    official = form.columns_of("value")
    if any(len(found) > 1 for found in answers.values()):
        # Spans are lost and headings recur (总计 stands three times in table 四): only the complete
        # run in the official order tells which is which.
        if len(answers) != len(official):
            return {p: f for p, (f, *more) in answers.items() if not more}
        chosen = zip(answers.items(), official, strict=True)
        if all(any(f.column is column for f in found) for (_, found), column in chosen):
            return {
                p: Field(column, Certainty.VARIANT, found[0].unit)
                for (p, found), column in zip(answers.items(), official, strict=True)
            }
        return {p: f for p, (f, *more) in answers.items() if not more}
    resolved = {p: found[0] for p, found in answers.items()}
    times = Counter(id(found.column) for found in resolved.values())
    # Two columns under one official heading cannot both be it.
    return {p: found for p, found in resolved.items() if times[id(found.column)] == 1}


def _candidates(form: TableForm, path: tuple[str, ...]) -> list[Field]:
    """The columns of a form that a path of headings may name: one where the path decides."""
    found: list[tuple[int, Field]] = []
    above = {key for word in path[:-1] for key in keys(word)}
    # A heading broken over rows of cells (商业企 / 业) is whole again when they are joined.
    ends = ["".join(path[-n:]) for n in range(1, len(path) + 1)]
    for column in form.columns_of("value"):
        official = {key for key in keys(column.labels[0]) if key}
        variants = {key for word in column.labels[1:] for key in keys(word) if key}
        for end in ends:
            leaf = set(keys(end)) - {""}
            if leaf & (official | variants):
                certainty = Certainty.EXACT if leaf & official else Certainty.VARIANT
                # The last of a column's path is its own heading.
                depth = sum(1 for word in column.path[:-1] if set(keys(word)) & above)
                unit = next((u for u in map(unit_in, path) if u), None)
                found.append((depth, Field(column, certainty, unit)))
                break
    best = max((depth for depth, _ in found), default=0)
    return [f for depth, f in found if depth == best]
