"""The cells that rulings enclose: what pdfplumber's table finder finds, in a tenth of its time.

A cell is the smallest rectangle right of and below a crossing whose four corners are crossings and
whose four sides are ruled all along. Cells that share a corner are one table.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from govreport.readers.pdf_page import Edge

__all__ = ["SNAP", "Rectangle", "crossings", "find_grids"]

#: Rulings closer than this are one, and ends closer than this meet, in points.
SNAP = 3.0

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
    cells = sorted(_cells(upright, level), key=lambda cell: (cell[1], cell[0]))
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
                ((foot, side) for foot in below[v, h] for side in right if (side, foot) in points),
                None,
            )
            if found is not None:
                foot, side = found
                yield (upright[v].x0, level[h].top, upright[side].x0, level[foot].top)
