"""A page from the picture of one: its rulings, and what each cell and each line says.

The table comes first: where rulings enclose cells, each line of each cell is read by itself, in its
place, so that no figure moves into another column. What stands outside is found by the detection.
What was said less surely, or not twice alike, is in doubt as
:attr:`~govreport.document.Doubt.MISREAD`; so is all that is on a picture of few pixels: a 3 is a 1
there, surely and twice alike, and a minus is gone.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence

import cv2
import numpy as np

from govreport.document import Doubt
from govreport.ocr import page_begun
from govreport.ocr.aslant import facing
from govreport.ocr.engine import Reading, is_sideways, is_upside_down
from govreport.ocr.picture import (
    Matrix,
    Picture,
    evened,
    letter_height,
    straightening,
    turned,
    turning,
    warped,
)
from govreport.readers.pdf.page.model import Char, Page
from govreport.readers.pdf.page.plane import Projection
from govreport.readers.pdf.scanned.places import Layout, Place, lay_out
from govreport.readers.pdf.scanned.surely import Line, read_surely
from govreport.readers.seen import Look
from govreport.readers.work import paused
from govreport.zh.patterns import lazy_pattern

__all__ = ["scanned_page"]

#: Lines on which the way up of a page is told.
LOOKED_AT = 12
#: How high characters stand, of their size: Han, and digits and other letters.
HAN_SHARE, LATIN_SHARE = 0.92, 0.72
#: Pages are read with at least and at most so many pixels a point.
COARSEST, FINEST = 2.0, 4.5
#: On a page whose letters are lower than this, in pixels, nothing is sure; where they are lower
#: than the second, nothing but what other figures confirm.
TOO_LOW, LOW = 9.0, 10.0
_HAN = lazy_pattern(r"\p{Han}")
_SURE, _UNTOLD = Look(doubt=Doubt.SCANNED), Look(doubt=Doubt.UNTOLD)
_UNSURE = Look(doubt=Doubt.MISREAD)


def scanned_page(
    picture: Picture, number: int, scale: float, *, resolved: float | None = None
) -> Page:
    """Read the picture of a page: gray, with ``scale`` pixels a point; ``number`` counts from 1.

    ``resolved`` is how many pixels a point it had before it was drawn larger.
    """
    page_begun()
    # Whoever watches bounds the time of a page; that of the file goes on behind it.
    with paused():
        even = evened(picture)
        high = letter_height(even) * min(scale, resolved or scale) / scale
        best = _SURE if high >= LOW else _UNTOLD if high >= TOO_LOW else _UNSURE
        return _page(even, number, scale, best)


def _page(even: Picture, number: int, scale: float, best: Look) -> Page:
    """Read an evened picture; ``best`` is the look of what is read surely."""
    even, scale = _sized(even, scale)
    moves: list[Matrix] = []
    if is_sideways(even):
        moves.append(turning(even, 1))
        even = turned(even, 1)
    for found in (straightening, lambda seen: facing(seen, scale)):
        if (matrix := found(even)) is not None:
            moves.append(matrix)
            even = warped(even, matrix)
    read = lay_out(even, scale)
    if is_upside_down(read.lines[:LOOKED_AT]):
        moves.append(turning(even, 2))
        even = turned(even, 2)
        read = lay_out(even, scale)
    height, width = even.shape
    return Page(
        number=number,
        width=width / scale,
        height=height / scale,
        chars=list(_chars(read, scale, best)),
        edges=read.edges,
        back=_back(moves, scale),
    )


def _back(moves: Sequence[Matrix], scale: float) -> Projection | None:
    """The way back from the page that is read to the one that is seen, in points; ``None`` where
    they are the same."""
    if not moves:
        return None
    whole = functools.reduce(lambda done, move: move @ done, moves)
    size = np.diag([scale, scale, 1.0])
    back = np.linalg.inv(size) @ np.linalg.inv(whole) @ size
    return Projection(*(float(value) for value in (back / back[2, 2]).ravel()))


def _sized(picture: Picture, scale: float) -> tuple[Picture, float]:
    """A picture with as many pixels a point as what reads it takes, and how many these are."""
    if COARSEST <= scale <= FINEST:
        return picture, scale
    factor = max(COARSEST, min(scale, FINEST)) / scale
    way = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    return cv2.resize(picture, None, fx=factor, fy=factor, interpolation=way), scale * factor


def _chars(layout: Layout, scale: float, best: Look) -> Iterator[Char]:
    """The characters of all lines, each in its place and with how sure it is."""
    lines = [
        Line(picture, place.in_cell)
        for picture, place in zip(layout.lines, layout.places, strict=True)
    ]
    for line, place, (reading, sure) in zip(
        lines, layout.places, read_surely(lines, scale), strict=True
    ):
        look = best if sure else _UNSURE
        yield from _placed(reading, place, line.picture.shape[1], scale, look)


def _placed(reading: Reading, place: Place, width: int, scale: float, look: Look) -> Iterator[Char]:
    """The characters of a line, each as wide as its kind is."""
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
