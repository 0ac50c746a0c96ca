"""The cells that rulings enclose: what pdfplumber's table finder finds, in a tenth of its time.

A cell is the smallest rectangle right of and below a crossing whose four corners are crossings and
whose four sides are ruled all along. Cells that share a corner are one table; a cell around others
is a frame, and none of it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from govreport.readers.pdf.page.model import Edge

__all__ = ["SNAP", "Rectangle", "crossings", "find_grids"]

#: Rulings closer than this are one, and ends closer than this meet, in points.
SNAP = 3.0
#: Cells that together take more than this share of their table's area lie over each other.
OVERLAP = 1.01

#: Left, top, right and bottom.
Rectangle = tuple[float, float, float, float]
_Point = tuple[float, float]


def crossings(upright: Sequence[Edge], level: Sequence[Edge]) -> Iterator[tuple[int, int]]:
    """Yield the index of each vertical with that of each horizontal that it meets, from the top."""
    order = sorted(range(len(level)), key=lambda index: level[index].top)
    tops = [level[index].top for index in order]
    for number, (x, top, _, bottom) in enumerate(upright):
        first, last = bisect_left(tops, top - SNAP), bisect_right(tops, bottom + SNAP)
        for index in order[first:last]:
            rule = level[index]
            if rule.x0 - SNAP <= x <= rule.x1 + SNAP:
                yield number, index


def find_grids(edges: Sequence[Edge]) -> list[list[Rectangle]]:
    """Return the cells of each table that the rulings form, from the top.

    No two of the rulings may lie closer than :data:`SNAP` along each other.
    """
    upright = [edge for edge in edges if edge.vertical]
    level = [edge for edge in edges if not edge.vertical]
    tables: list[list[Rectangle]] = []
    for table in _grouped(list(dict.fromkeys(_cells(upright, level)))):
        xs, ys = [c[0] for c in table] + [c[2] for c in table], [c[1] for c in table]
        bounds = (min(xs), ys[0], max(xs), max(c[3] for c in table))
        overlap = sum(map(_area, table)) > OVERLAP * _area(bounds)
        tables += _grouped(_unframed(table)) if overlap else [table]
    return sorted(tables, key=lambda table: table[0][1])


def _grouped(cells: list[Rectangle]) -> list[list[Rectangle]]:
    """The cells that share corners together, each lot from the top."""
    cells = sorted(cells, key=lambda cell: (cell[1], cell[0]))
    parent: dict[_Point, _Point] = {}

    def root(point: _Point) -> _Point:
        while (above := parent.setdefault(point, point)) != point:
            parent[point] = parent[above]
            point = above
        return point

    for x0, top, x1, bottom in cells:
        first = root((x0, top))
        for corner in ((x1, top), (x0, bottom), (x1, bottom)):
            parent[root(corner)] = first
    tables: dict[_Point, list[Rectangle]] = {}
    for cell in cells:
        tables.setdefault(root((cell[0], cell[1])), []).append(cell)
    return list(tables.values())


def _unframed(cells: list[Rectangle]) -> list[Rectangle]:
    """The cells but for those that others lie in: they frame what is no part of them."""
    kept: list[Rectangle] = []
    for cell in sorted(cells, key=_area):
        x0, top, x1, bottom = cell
        if not any(x0 <= (a + c) / 2 <= x1 and top <= (b + d) / 2 <= bottom for a, b, c, d in kept):
            kept.append(cell)
    return kept


def _area(cell: Rectangle) -> float:
    return (cell[2] - cell[0]) * (cell[3] - cell[1])


def _cells(upright: Sequence[Edge], level: Sequence[Edge]) -> Iterator[Rectangle]:
    down: dict[int, list[int]] = {}
    across: dict[int, list[int]] = {}
    points = set()
    for v, h in crossings(upright, level):
        down.setdefault(v, []).append(h)
        across.setdefault(h, []).append(v)
        points.add((v, h))
    for verticals in across.values():
        verticals.sort(key=lambda v: upright[v].x0)
    below = {(v, h): hs[i + 1 :] for v, hs in down.items() for i, h in enumerate(hs)}
    for h, verticals in across.items():
        for index, v in enumerate(verticals):
            right = verticals[index + 1 :]
            found = next(
                (
                    (foot, side)
                    for foot in below[v, h]
                    for side in right
                    if (side, foot) in points
                    and level[foot].top > level[h].top
                    and upright[side].x0 > upright[v].x0
                ),
                None,
            )
            if found is not None:
                foot, side = found
                yield (upright[v].x0, level[h].top, upright[side].x0, level[foot].top)
