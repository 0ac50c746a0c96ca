"""Drawn objects of a .doc: which are pictures, and where the text of text boxes stands.

A character in the text is the anchor of a shape. What kind it is stands in a drawing
([MS-ODRAW] 2.2.14), its text in a story of its own, and both are found by the shape's number.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from govreport.readers.word.doc.file import Part, WordFile, u16, u32

__all__ = ["Shapes", "load_shapes"]

_PICTURE_FRAME = 75
_SHAPE = 0xF00A
_CONTAINERS = frozenset({0xF000, 0xF002, 0xF003, 0xF004})
_MOST_RECORDS = 100_000


class Shapes(Struct):
    """``boxes`` are the stretches of text of text boxes by the position of their anchors,
    ``pictures`` the anchors of pictures, ``lost`` boxes without an anchor in the text."""

    boxes: dict[int, tuple[int, int]] = {}
    pictures: set[int] = set()
    lost: list[tuple[int, int]] = []


def load_shapes(file: WordFile) -> Shapes:
    """Find the shapes that are anchored in the document's text."""
    shapes = Shapes()
    anchors, items = file.positions(Part.SHAPES, 26)
    by_shape = {u32(item, 0): at for at, item in zip(anchors, items, strict=False)}
    starts, boxes = file.positions(Part.TEXT_BOXES, 22)
    # The last one closes the story and holds nothing.
    for number, box in enumerate(boxes[:-1]):
        stretch = (starts[number], starts[number + 1])
        anchor = by_shape.get(u32(box, 14))
        if anchor is not None and anchor not in shapes.boxes:
            shapes.boxes[anchor] = stretch
        elif stretch[1] - stretch[0] > 1:
            shapes.lost.append(stretch)
    if by_shape:
        for shape, kind in _kinds(file.part(Part.DRAWINGS)):
            if kind == _PICTURE_FRAME and shape in by_shape:
                shapes.pictures.add(by_shape[shape])
    return shapes


def _kinds(art: bytes) -> Iterator[tuple[int, int]]:
    """Shapes by number and kind: containers are walked into, a drawing's group stands first."""
    at = 0
    for _ in range(_MOST_RECORDS):
        if at + 8 > len(art):
            return
        head, kind, length = u16(art, at), u16(art, at + 2), u32(art, at + 4)
        if kind < 0xF000 or kind > 0xF200:
            at += 1  # between drawings stands one byte that says which of them follows
            continue
        if kind == _SHAPE:
            yield u32(art, at + 8), head >> 4
        at += 8 if kind in _CONTAINERS else 8 + length
