"""Labels of tables that were read from pictures: one that was misread is taken for the official
wording that comes nearest, where only one comes near, or for the one whose place it has."""

from __future__ import annotations

import functools
from collections.abc import Iterator

from govreport.document import FROM_PICTURES, Cell, Table
from govreport.forms.catalogue import editions
from govreport.forms.headings import is_figure
from govreport.forms.labels import read_label
from govreport.forms.order import by_order
from govreport.kinds import ReportKind
from govreport.kinds import kind as find
from govreport.record import evolve
from govreport.zh.text import label_key

__all__ = ["respelt"]

#: At most this share of an official label is misread; shorter ones are left as they are.
MISREAD, SHORTEST = 0.34, 3
#: Longer texts are no labels.
LONGEST = 60


def respelt(table: Table, kind: ReportKind) -> Table:
    """Return a table with its misread labels as the forms have them; one that was not read from a
    picture stays as it is."""
    if FROM_PICTURES.isdisjoint([cell.doubt for cell in table.cells]):
        return table
    near = evolve(table, cells=tuple(_respelt(cell, kind) for cell in table.cells))
    told = by_order(near, kind)
    return evolve(
        near,
        cells=tuple(
            evolve(cell, text=told.get((cell.row, cell.column), cell.text)) for cell in near.cells
        ),
    )


def _respelt(cell: Cell, kind: ReportKind) -> Cell:
    if cell.doubt not in FROM_PICTURES or is_figure(cell.text) or len(cell.text) > LONGEST:
        return cell
    read = read_label(cell.text)
    official = _nearest(read.key, kind.id)
    if official is None:
        return cell
    return evolve(cell, text=(read.number.text if read.number else "") + official)


@functools.lru_cache(maxsize=4_096)
def _nearest(key: str, kind: str) -> str | None:
    """The one official label that comes nearest to a key, ``None`` if it is one, or none is."""
    labels = _official(kind)
    if key in labels or len(key) < SHORTEST:
        return None
    near: list[tuple[int, str]] = []
    for known in labels:
        most = int(MISREAD * len(known))
        if most and abs(len(known) - len(key)) <= most and len(known) >= SHORTEST:
            distance = _distance(key, known, most)
            if distance <= most:
                near.append((distance, known))
    near.sort()
    if not near or (len(near) > 1 and near[1][0] == near[0][0]):
        return None
    return labels[near[0][1]]


@functools.cache
def _official(kind: str) -> dict[str, str]:
    """The official titles, and labels of rows and columns, by their keys."""
    return {label_key(label): label for label in _labels(kind)}


def _labels(kind: str) -> Iterator[str]:
    for edition in editions(find(kind)):
        for form in edition.tables:
            yield from form.titles
            for row in form.rows:
                yield from (row.label, *row.variants)
            for column in form.columns:
                yield from (*column.labels, *column.path)


def _distance(one: str, other: str, most: int) -> int:
    """How many characters have to be changed, added or dropped; ``most + 1`` for more than that."""
    above = list(range(len(other) + 1))
    for row, left in enumerate(one, start=1):
        here = [row]
        for column, right in enumerate(other, start=1):
            here.append(min(above[column] + 1, here[-1] + 1, above[column - 1] + (left != right)))
        if min(here) > most:
            return most + 1
        above = here
    return above[-1]
