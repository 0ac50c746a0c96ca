"""A page from the picture of one: its rulings, and what each cell and each line says.

The table comes first: where rulings enclose cells, each line of each cell is read by itself, in its
place, so that no figure moves into another column. What stands outside is found by the detection.
Figures of cells are read twice, the second time from another crop; what was said less surely, or
not twice alike, is in doubt as :attr:`~govreport.document.Doubt.MISREAD`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import cv2
import numpy as np

from govreport.document import Doubt
from govreport.ocr.engine import Glyph, Reading, is_sideways, is_upside_down, read_lines, text_boxes
from govreport.ocr.picture import (
    Picture,
    Pixels,
    evened,
    faint_ink_of,
    ink_of,
    straightened,
    turned,
)
from govreport.ocr.rulings import find_rulings
from govreport.readers.pdf.page.model import Char, Edge, Page
from govreport.readers.pdf.ruled.cells import Rectangle, find_grids
from govreport.readers.pdf.ruled.rulings import rulings_of
from govreport.readers.seen import Look
from govreport.zh.patterns import lazy_pattern

__all__ = ["scanned_page"]

#: Each character of a reading that is sure is at least so likely.
SURE = 0.95
#: Room around what is read, in points: a minus at the edge of a tight crop is lost.
ASIDE, ABOVE = 7.0, 2.0
#: What is smaller than this on both sides is dust, in points.
DUST = 0.9
#: Lines of a cell are parted by so much empty room, in points; one is at least so high.
BETWEEN, LOWEST = 0.8, 2.5
#: Cells are looked into without this much of their border, in points.
BORDER = 1.2
#: Lines on which the way up of a page is told.
LOOKED_AT = 12
#: How high characters stand, of their size: Han, and digits and other letters.
HAN_SHARE, LATIN_SHARE = 0.92, 0.72
#: What stands for ink in a cell of which nothing could be made: the cell is not blank.
UNKNOWN = Reading((Glyph("?", 0.0, 0.5),))
_FIGURE = lazy_pattern(r"[+\-－−–—]?[\d,，.．％%]++")
_HAN = lazy_pattern(r"\p{Han}")
_SURE, _UNSURE = Look(doubt=Doubt.SCANNED), Look(doubt=Doubt.MISREAD)


class _Place(NamedTuple):
    """A line of text on a picture, in pixels, and whether it stands in a cell."""

    x0: int
    top: int
    x1: int
    bottom: int
    in_cell: bool


def scanned_page(picture: Picture, number: int, scale: float) -> Page:
    """Read the picture of a page: gray, with ``scale`` pixels a point; ``number`` counts from 1."""
    even = evened(picture)
    if is_sideways(even):
        even = turned(even, 1)
    even = straightened(even)
    read = _read(even, scale)
    if is_upside_down(read.lines[:LOOKED_AT]):
        even = turned(even, 2)
        read = _read(even, scale)
    height, width = even.shape
    return Page(
        number=number,
        width=width / scale,
        height=height / scale,
        chars=list(_chars(read, scale)),
        edges=read.edges,
    )


class _Layout(NamedTuple):
    """Where lines stand on an upright picture, their pictures, and the rulings in points."""

    places: list[_Place]
    lines: list[Picture]
    edges: list[Edge]


def _read(even: Picture, scale: float) -> _Layout:
    ink = ink_of(even)
    rulings = find_rulings(faint_ink_of(even), scale)
    bare = even.copy()
    bare[rulings.mask > 0] = 255
    ink = _without_dust(ink & (rulings.mask == 0), scale)
    edges = [Edge(*(value / scale for value in stroke)) for stroke in rulings.strokes]
    cells = [cell for grid in find_grids(rulings_of(edges).edges) for cell in grid]
    places = [place for cell in cells for place in _in_cell(cell, ink, scale)]
    places += _outside(bare, cells, scale)
    return _Layout(places, [_crop(bare, place, scale) for place in places], edges)


def _without_dust(ink: Pixels, scale: float) -> Pixels:
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8))
    least = DUST * scale
    kept = (stats[:, cv2.CC_STAT_WIDTH] > least) | (stats[:, cv2.CC_STAT_HEIGHT] > least)
    kept[0] = False
    return kept[labels].astype(np.uint8)


def _in_cell(cell: Rectangle, ink: Pixels, scale: float) -> Iterator[_Place]:
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
        yield _Place(
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


def _outside(bare: Picture, cells: Sequence[Rectangle], scale: float) -> Iterator[_Place]:
    """The lines outside of the cells, as the detection finds them."""
    rest = bare.copy()
    for x0, top, x1, bottom in ([round(side * scale) for side in cell] for cell in cells):
        rest[max(top, 0) : bottom, max(x0, 0) : x1] = 255
    for box in text_boxes(rest):
        yield _Place(*box, False)


def _crop(bare: Picture, place: _Place, scale: float) -> Picture:
    """The picture of one line, with white room around what stands in a cell."""
    line = bare[place.top : place.bottom, place.x0 : place.x1]
    if not place.in_cell:
        return line
    aside, above = round(ASIDE * scale), round(ABOVE * scale)
    return cv2.copyMakeBorder(line, above, above, aside, aside, cv2.BORDER_CONSTANT, value=255)


def _chars(layout: _Layout, scale: float) -> Iterator[Char]:
    """The characters of all lines, each in its place and with how sure it is."""
    readings = read_lines(layout.lines)
    figures = [n for n, each in enumerate(readings) if _is_figure(each, layout.places[n])]
    again = [_other(layout.lines[n]) for n in figures]
    alike = {
        n: second.text == readings[n].text
        for n, second in zip(figures, read_lines(again), strict=True)
    }
    for n, (place, reading) in enumerate(zip(layout.places, readings, strict=True)):
        sure = reading.lowest >= SURE and alike.get(n, True)
        known = reading if reading.glyphs or not place.in_cell else UNKNOWN
        yield from _placed(known, place, layout.lines[n].shape[1], scale, sure)


def _is_figure(reading: Reading, place: _Place) -> bool:
    return place.in_cell and _FIGURE.fullmatch(reading.text) is not None


def _other(line: Picture) -> Picture:
    """The same line another way: with more room, and drawn smaller."""
    height = line.shape[0]
    wider = cv2.copyMakeBorder(
        line, height // 6, height // 6, height // 3, height // 3, cv2.BORDER_CONSTANT, value=255
    )
    return cv2.resize(wider, None, fx=0.8, fy=0.8, interpolation=cv2.INTER_AREA)


def _placed(
    reading: Reading, place: _Place, width: int, scale: float, sure: bool
) -> Iterator[Char]:
    """The characters of a line, each as wide as its kind is."""
    look = _SURE if sure else _UNSURE
    start = place.x0 - (width - (place.x1 - place.x0)) / 2
    share = HAN_SHARE if _HAN.search(reading.text) else LATIN_SHARE
    high = (place.bottom - place.top) / scale
    size = high / share if place.in_cell else high * 0.8
    middle = (place.top + place.bottom) / 2 / scale
    top, bottom = middle - size / 2, middle + size / 2
    xs = [(start + glyph.middle * width) / scale for glyph in reading.glyphs]
    for n, glyph in enumerate(reading.glyphs):
        half = size * (0.25 if glyph.text.isascii() else 0.5)
        left = max(xs[n] - half, (xs[n - 1] + xs[n]) / 2 if n else xs[n] - half)
        right = min(xs[n] + half, (xs[n] + xs[n + 1]) / 2 if n + 1 < len(xs) else xs[n] + half)
        yield Char(glyph.text, left, top, right, bottom, round(size, 1), look=look)
