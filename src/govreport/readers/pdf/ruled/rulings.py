"""Rulings made fit to find tables in: joined, and closed where a side is missing.

Reports leave out the outer verticals of a table, or the bottom rule where a page break cuts a row.
A side that the other rulings point to is added; where one was added at the top or bottom is told,
because a cut row is recognised by it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from attrs import frozen

from govreport.readers.pdf.page.model import Edge
from govreport.readers.pdf.ruled.cells import SNAP, crossings

__all__ = ["Rulings", "rulings_of"]

#: A ruling has to run on by this much to be open there.
OPEN_LENGTH = 5.0
#: More crossings than this to look at, and a page's rulings are left aside.
MAX_CROSSINGS = 250_000
MAX_POINTS = 4_000


@frozen
class Rulings:
    """The rulings of a page; ``added`` are the heights at which a table was closed."""

    edges: Sequence[Edge]
    added: Sequence[float] = ()
    too_complex: bool = False


def rulings_of(edges: Sequence[Edge]) -> Rulings:
    """Return the edges joined into long ones, with the missing sides of tables added."""
    if not edges:
        return Rulings(())
    joined = _joined(edges)
    upright = [e for e in joined if e.vertical]
    level = [e for e in joined if not e.vertical]
    if len(upright) * len(level) > MAX_CROSSINGS:
        return Rulings((), too_complex=True)
    groups = _groups(upright, level)
    if sum(len(v) * len(h) for v, h in groups) > MAX_POINTS:
        return Rulings((), too_complex=True)
    out: list[Edge] = []
    added: list[float] = []
    for group in groups:
        closed, heights = _closed(*group)
        out += closed
        added += heights
    return Rulings(out, added)


def _joined(edges: Sequence[Edge]) -> list[Edge]:
    """The edges with those that lie almost on one line made one."""
    out: list[Edge] = []
    upright = [(e.x0, e.top, e.bottom) for e in edges if e.vertical]
    level = [(e.top, e.x0, e.x1) for e in edges if not e.vertical]
    for x, start, end in _merged(upright):
        out.append(Edge(x, start, x, end))
    for y, start, end in _merged(level):
        out.append(Edge(start, y, end, y))
    return out


def _merged(
    strokes: Sequence[tuple[float, float, float]],
) -> Iterator[tuple[float, float, float]]:
    """Merge strokes, each a place across and its two ends along the line."""
    cluster: list[tuple[float, float, float]] = []
    for stroke in sorted(strokes):
        if cluster and stroke[0] - cluster[-1][0] > SNAP:
            yield from _run_together(cluster)
            cluster = []
        cluster.append(stroke)
    yield from _run_together(cluster)


def _run_together(
    cluster: Sequence[tuple[float, float, float]],
) -> Iterator[tuple[float, float, float]]:
    if not cluster:
        return
    place = sum(stroke[0] for stroke in cluster) / len(cluster)
    spans = sorted((start, end) for _, start, end in cluster)
    first, last = spans[0]
    for start, end in spans[1:]:
        if start > last + SNAP:
            if last - first >= SNAP:
                yield (place, first, last)
            first, last = start, end
        last = max(last, end)
    if last - first >= SNAP:
        yield (place, first, last)


def _groups(upright: Sequence[Edge], level: Sequence[Edge]) -> list[tuple[list[Edge], list[Edge]]]:
    """The sets of verticals and horizontals that hang together; loners are left out."""
    parent = list(range(len(upright) + len(level)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    for v, h in crossings(upright, level):
        parent[root(v)] = root(len(upright) + h)
    groups: defaultdict[int, tuple[list[Edge], list[Edge]]] = defaultdict(lambda: ([], []))
    for i, edge in enumerate((*upright, *level)):
        groups[root(i)][0 if edge.vertical else 1].append(edge)
    return [group for group in groups.values() if group[0] and group[1]]


def _closed(upright: list[Edge], level: list[Edge]) -> tuple[list[Edge], list[float]]:
    """The edges of one group with the sides that are missing, and the heights of those added."""
    edges = [*upright, *level]
    added: list[float] = []
    for end, sign in (("top", -1), ("bottom", 1)):
        ends = [getattr(v, end) for v in upright]
        last = max(ends, key=lambda y: sign * y)
        open_ends = [v for v in upright if abs(getattr(v, end) - last) <= SNAP]
        ruled = max((h.top for h in level), key=lambda y: sign * y)
        if len(open_ends) >= 2 and sign * (last - ruled) > OPEN_LENGTH:
            x0, x1 = min(v.x0 for v in open_ends), max(v.x0 for v in open_ends)
            edges.append(Edge(x0, last, x1, last))
            level = [*level, edges[-1]]
            added.append(last)
    for side, sign in (("x0", -1), ("x1", 1)):
        ends = [getattr(h, side) for h in level]
        last = max(ends, key=lambda x: sign * x)
        open_rules = [h for h in level if abs(getattr(h, side) - last) <= SNAP]
        ruled = max((v.x0 for v in upright), key=lambda x: sign * x)
        if len(open_rules) >= 2 and sign * (last - ruled) > OPEN_LENGTH:
            top, bottom = min(h.top for h in open_rules), max(h.top for h in open_rules)
            edges.append(Edge(last, top, last, bottom))
    return edges, added
