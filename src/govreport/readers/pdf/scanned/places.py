"""Where lines of text stand on the picture of a page, and the rulings around them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import cv2
import numpy as np

from govreport.ocr.engine import LOOK, text_boxes
from govreport.ocr.picture import Picture, Pixels, faint_ink_of, ink_of
from govreport.ocr.rulings import find_rulings
from govreport.readers.pdf.page.model import Edge
from govreport.readers.pdf.ruled.cells import Rectangle, find_grids
from govreport.readers.pdf.ruled.rulings import rulings_of

__all__ = ["Layout", "Place", "lay_out"]

#: Room around what is read, in points: a minus at the edge of a tight crop is lost.
ASIDE, ABOVE = 7.0, 2.0
#: What is smaller than this on both sides is dust, in points.
DUST = 0.9
#: A speck is at most so large, and so far from all other ink, in points.
SPECK, APART = 1.7, 3.0
#: Lines of a cell are parted by so much empty room, in points; one is at least so high.
BETWEEN, LOWEST = 0.8, 2.5
#: Around the strips on which lines are looked for outside of tables, in points.
MARGIN = 12.0
#: Cells are looked into without this much of their border, in points.
BORDER = 1.2


class Place(NamedTuple):
    """A line of text on a picture, in pixels, and whether it stands in a cell."""

    x0: int
    top: int
    x1: int
    bottom: int
    in_cell: bool


class Layout(NamedTuple):
    """Where lines stand on an upright picture, their pictures, and the rulings in points."""

    places: list[Place]
    lines: list[Picture]
    edges: list[Edge]


def lay_out(even: Picture, scale: float) -> Layout:
    """Find the lines of an upright picture of ``scale`` pixels a point."""
    ink = ink_of(even)
    rulings = find_rulings(faint_ink_of(even), scale)
    bare = even.copy()
    bare[rulings.mask > 0] = 255
    ink &= rulings.mask == 0
    edges = [Edge(*(value / scale for value in stroke)) for stroke in rulings.strokes]
    cells = [cell for grid in find_grids(rulings_of(edges).edges) for cell in grid]
    specks = _specks(ink, scale)
    for x0, top, x1, bottom in _in_pixels(cells, scale):
        part = np.s_[max(top, 0) : bottom, max(x0, 0) : x1]
        bare[part][specks[part] > 0] = 255
        ink[part][specks[part] > 0] = 0
    ink = _without_dust(ink, scale)
    places = [place for cell in cells for place in _in_cell(cell, ink, scale)]
    places += _outside(bare, cells, scale)
    return Layout(places, [_crop(bare, place, scale) for place in places], edges)


def _specks(ink: Pixels, scale: float) -> Pixels:
    """Which ink is a speck: small, and far from all other ink, as no point and no part of a broken
    stroke is; with the white around it, which is gray."""
    around = np.ones((round(APART * scale) | 1,) * 2, np.uint8)
    near = cv2.dilate(ink, around)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(near)
    most = SPECK * scale + around.shape[0]
    lone = (stats[:, cv2.CC_STAT_WIDTH] <= most) & (stats[:, cv2.CC_STAT_HEIGHT] <= most)
    lone[0] = False
    found: Pixels = lone[labels].astype(np.uint8)
    return found


def _in_pixels(cells: Sequence[Rectangle], scale: float) -> Iterator[tuple[int, int, int, int]]:
    for cell in cells:
        x0, top, x1, bottom = (round(side * scale) for side in cell)
        yield x0, top, x1, bottom


def _without_dust(ink: Pixels, scale: float) -> Pixels:
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8))
    least = DUST * scale
    kept = (stats[:, cv2.CC_STAT_WIDTH] > least) | (stats[:, cv2.CC_STAT_HEIGHT] > least)
    kept[0] = False
    return kept[labels].astype(np.uint8)


def _in_cell(cell: Rectangle, ink: Pixels, scale: float) -> Iterator[Place]:
    """The lines of a cell, from the top: rows of ink with empty room between them."""
    left, top, right, bottom = (
        round((side + sign * BORDER) * scale)
        for side, sign in zip(cell, (1, 1, -1, -1), strict=True)
    )
    part = ink[max(top, 0) : bottom, max(left, 0) : right]
    if not part.size:
        return
    for first, last in _stretches(part.sum(axis=1) > 0, BETWEEN * scale):
        if last - first < LOWEST * scale and not _is_dash(part[first:last]):
            continue
        columns = np.flatnonzero(part[first:last].sum(axis=0))
        yield Place(
            left + int(columns[0]), top + first, left + int(columns[-1]) + 1, top + last, True
        )


def _stretches(filled: Pixels, gap: float) -> Iterator[tuple[int, int]]:
    """From where to where there is something, but for gaps no longer than that."""
    rows = np.flatnonzero(filled).tolist()
    if not rows:
        return
    start = last = rows[0]
    for row in rows[1:]:
        if row - last > gap:
            yield start, last + 1
            start = row
        last = row
    yield start, last + 1


def _is_dash(part: Pixels) -> bool:
    columns = np.flatnonzero(part.sum(axis=0))
    return bool(columns.size) and int(columns[-1] - columns[0]) > 2 * part.shape[0]


def _outside(bare: Picture, cells: Sequence[Rectangle], scale: float) -> Iterator[Place]:
    """The lines outside of the cells, as the detection finds them; it looks at those strips of the
    page only on which there is something."""
    rest = bare.copy()
    for x0, top, x1, bottom in _in_pixels(cells, scale):
        rest[max(top, 0) : bottom, max(x0, 0) : x1] = 255
    rows = _without_dust(ink_of(rest), scale).sum(axis=1) > 0
    room = round(MARGIN * scale)
    for first, last in _stretches(rows, 2 * room):
        start = max(0, first - room)
        strip = rest[start : last + room]
        for box in text_boxes(strip, round(LOOK * max(strip.shape) / max(rest.shape))):
            yield Place(box.x0, box.top + start, box.x1, box.bottom + start, False)


def _crop(bare: Picture, place: Place, scale: float) -> Picture:
    """The picture of one line, with white room around what stands in a cell."""
    line = bare[place.top : place.bottom, place.x0 : place.x1]
    if not place.in_cell:
        return line
    aside, above = round(ASIDE * scale), round(ABOVE * scale)
    return cv2.copyMakeBorder(line, above, above, aside, aside, cv2.BORDER_CONSTANT, value=255)
