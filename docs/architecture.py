"""Draw the rooms of the house from the imports: a picture of each package that has packages in it.

    python docs/architecture.py

A room stands one floor above the highest room that it imports, so that every line goes down; a
circle of imports has no such floors and is an error. Lines that others imply are left out.
``tests/test_docs.py`` makes sure that the pictures are those of the imports.
"""

from __future__ import annotations

import functools
import graphlib
from collections.abc import Iterator, Mapping
from pathlib import Path

import grimp

IMAGES = Path(__file__).parent / "images"

#: The packages drawn; what stands in them is a room, and ``__main__`` is none.
PACKAGES = ("govreport", "govreport.readers", "govreport.batch", "govreport.export")

#: Rooms on one floor that a picture still shows at a glance.
MOST = 12

Rooms = Mapping[str, frozenset[str]]

WIDTH, HEIGHT, ACROSS, DOWN, EDGE = 108, 34, 22, 44, 16


def pictures() -> dict[Path, str]:
    """Return every picture, as SVG, by its path."""
    return {
        IMAGES / f"rooms-{package.rpartition('.')[2]}.svg": _svg(rooms(package))
        for package in PACKAGES
    }


def rooms(package: str) -> Rooms:
    """Return for each room of a package the other rooms of it that it imports."""
    graph = _graph()
    children = {child for child in graph.find_children(package) if "__main__" not in child}
    return {
        _name(room): frozenset(
            _name(other)
            for other in children - {room}
            if graph.direct_import_exists(importer=room, imported=other, as_packages=True)
        )
        for room in sorted(children)
    }


def floors(rooms: Rooms) -> list[list[str]]:
    """Return the rooms floor by floor, lowest first.

    Raises:
        graphlib.CycleError: there is a circle.
    """
    level: dict[str, int] = {}
    for room in graphlib.TopologicalSorter(rooms).static_order():
        level[room] = 1 + max((level[below] for below in rooms[room]), default=-1)
    return [
        sorted(room for room in level if level[room] == floor)
        for floor in range(1 + max(level.values()))
    ]


@functools.cache
def _graph() -> grimp.ImportGraph:
    return grimp.build_graph("govreport", exclude_type_checking_imports=True, cache_dir=None)


def _name(module: str) -> str:
    return module.rpartition(".")[2]


def _told(rooms: Rooms) -> Iterator[tuple[str, str]]:
    """The imports that no chain of others implies."""

    @functools.cache
    def below(room: str) -> frozenset[str]:
        return rooms[room].union(*map(below, rooms[room]))

    for room, imported in rooms.items():
        for other in sorted(imported):
            if not any(other in below(third) for third in imported):
                yield room, other


def _svg(rooms: Rooms) -> str:
    plan = floors(rooms)
    width = 2 * EDGE + max(map(len, plan)) * (WIDTH + ACROSS) - ACROSS
    height = 2 * EDGE + len(plan) * (HEIGHT + DOWN) - DOWN
    places = {
        room: (
            width / 2 + (index - len(floor) / 2) * (WIDTH + ACROSS) + ACROSS / 2,
            height - EDGE - HEIGHT - level * (HEIGHT + DOWN),
        )
        for level, floor in enumerate(plan)
        for index, room in enumerate(floor)
    }
    lines = (_line(*places[upper], *places[lower]) for upper, lower in _told(rooms))
    boxes = (_box(room, *place) for room, place in places.items())
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}"'
        ' font-family="sans-serif" font-size="14" text-anchor="middle">'
    )
    ground = f'<rect width="{width}" height="{height}" fill="#fff"/>'
    return "\n".join((head, ground, *lines, *boxes, "</svg>", ""))


def _line(x: float, y: float, x2: float, y2: float) -> str:
    x, y, x2 = x + WIDTH / 2, y + HEIGHT, x2 + WIDTH / 2
    bend = (y2 - y) / 2
    path = f"M{x:g} {y:g}C{x:g} {y + bend:g} {x2:g} {y2 - bend:g} {x2:g} {y2:g}"
    return f'<path d="{path}" fill="none" stroke="#8aa" stroke-width="1.5"/>'


def _box(room: str, x: float, y: float) -> str:
    return (
        f'<rect x="{x:g}" y="{y:g}" width="{WIDTH}" height="{HEIGHT}" rx="5" fill="#eef4f7"'
        f' stroke="#467"/><text x="{x + WIDTH / 2:g}" y="{y + 22:g}">{room}</text>'
    )


if __name__ == "__main__":
    for path, text in pictures().items():
        path.write_text(text, encoding="utf-8")
