"""Reports of a page: what a reader does at each of its corners, in a quarter of the time."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from unittest import mock

import attrs

from fixtures import Wart, compose
from fixtures.manuscript import Grid, Heading, Item, Line, Manuscript, Role
from fixtures.spec import ReportSpec

__all__ = ["excerpts"]

#: Rooms that write what is composed.
WRITERS = ("docx", "html", "markdown", "ofd", "pdf", "rtf", "text", "xlsx")
#: Items behind the title that are kept, and rows of a table without spans.
ITEMS, ROWS = 6, 8


@contextlib.contextmanager
def excerpts() -> Iterator[None]:
    """Let the writers of the fixtures write excerpts of their reports."""
    with contextlib.ExitStack() as patched:
        for writer in WRITERS:
            patched.enter_context(mock.patch(f"fixtures.write_{writer}.compose", _excerpt))
        yield


def _excerpt(spec: ReportSpec, warts: frozenset[Wart] = frozenset()) -> Manuscript:
    """The title, the first lines, the smallest table below its heading, and the signature."""
    whole = compose(spec, warts)
    head = [item for item in whole.items if not isinstance(item, Grid)][: ITEMS + 1]
    tail = [i for i in whole.items if isinstance(i, Line) and i.role is Role.SIGNATURE]
    return attrs.evolve(whole, items=(*head, *_table(whole), *tail))


def _table(whole: Manuscript) -> list[Item]:
    grids = whole.grids()
    if not grids:  # a picture stands for it
        return []
    grid = min(grids, key=lambda grid: len(grid.cells))
    above = whole.items[whole.items.index(grid) - 1]
    return [above, _cut(grid)] if isinstance(above, Heading) else [_cut(grid)]


def _cut(grid: Grid) -> Grid:
    if grid.n_rows <= ROWS or any(cell.row_span > 1 for cell in grid.cells):
        return grid
    cells = tuple(cell for cell in grid.cells if cell.row < ROWS)
    return attrs.evolve(grid, n_rows=ROWS, cells=cells)
