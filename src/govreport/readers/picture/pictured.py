"""What a picture in a document of text shows, if that is a table."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import cv2
import numpy as np

from govreport.document import Block, Box, Document, Paragraph, Table
from govreport.ocr.picture import evened, faint_ink_of, letter_height, straightening, warped
from govreport.ocr.rulings import find_rulings
from govreport.readers.held import Cut
from govreport.readers.limits import Limits
from govreport.readers.pdf.flow.document import document_of
from govreport.readers.pdf.flow.sheets import Content, content_of
from govreport.readers.pdf.page.model import Edge
from govreport.readers.pdf.ruled.cells import find_grids
from govreport.readers.pdf.ruled.rulings import rulings_of
from govreport.readers.pdf.scanned.page import scanned_page
from govreport.readers.picture.frames import frames
from govreport.record import evolve

__all__ = ["pictured"]

#: A picture of a table has so many pixels on either side at least.
LEAST_SIDE, LEAST_PIXELS = 40, 40_000
#: So high, in points, letters are taken to be: a picture in a text has any number of pixels.
LETTERS = 8.0
#: Rulings are looked for on a picture of no more pixels than this.
GLANCE = 1_500_000
#: A table has so many cells at least.
LEAST_CELLS = 4


def pictured(data: bytes, cut: Cut, limits: Limits, *, gridless: bool) -> Document | None:
    """Return what a picture shows, without what is cut off of it, ``None`` if that is no table.
    One without a grid is read where it is to be, ``gridless``.

    Raises:
        CorruptDocument: it cannot be decoded.
        LimitExceeded: it has too many pixels.
    """
    pages: list[Content] = []
    parts: list[_Part] = []
    for part in _parts(data, cut, limits):
        if gridless or _has_grid(part.picture, part.scale):
            parts.append(part)
            page = scanned_page(part.picture, len(parts), part.scale)
            pages.append(content_of(page, len(parts)))
    document = document_of("", pages, limits, metadata={})
    tables = any(isinstance(block, Table) for block in document.blocks)
    if not (tables or (gridless and document.text.strip())):
        return None
    return evolve(document, blocks=tuple(_on_picture(block, parts) for block in document.blocks))


class _Part(NamedTuple):
    """What is shown of a picture, how many of its pixels are a point, and where it begins."""

    picture: Any
    scale: float
    left: int
    top: int


def _parts(data: bytes, cut: Cut, limits: Limits) -> Iterator[_Part]:
    """What is shown of each frame that is large enough and has letters on it."""
    for _, frame, _ in itertools.islice(frames(data), limits.pages):
        whole = np.asarray(frame)
        height, width = whole.shape
        left, top = round(cut[0] * width), round(cut[1] * height)
        picture = whole[top : round((1 - cut[3]) * height), left : round((1 - cut[2]) * width)]
        if min(picture.shape) < LEAST_SIDE or picture.size < LEAST_PIXELS:
            continue
        high = letter_height(evened(picture))
        if high > 0:
            yield _Part(picture, high / LETTERS, left, top)


def _has_grid(picture: Any, scale: float) -> bool:
    """Whether rulings on a picture enclose cells."""
    share = min(1.0, (GLANCE / picture.size) ** 0.5)
    small = cv2.resize(picture, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
    even = evened(small)
    straight = warped(even, straightening(even))
    strokes = find_rulings(faint_ink_of(straight), scale * share).strokes
    edges = [Edge(*(value / scale / share for value in stroke)) for stroke in strokes]
    return any(len(cells) >= LEAST_CELLS for cells in find_grids(rulings_of(edges).edges))


def _on_picture(block: Block, parts: Sequence[_Part]) -> Block:
    """A block with its boxes in pixels of the picture, which is no page."""
    if isinstance(block, Table):
        cells = tuple(
            evolve(cell, page=None, box=_in_pixels(cell.box, cell.page, parts))
            for cell in block.cells
        )
        return evolve(block, page=None, box=_in_pixels(block.box, block.page, parts), cells=cells)
    box = _in_pixels(block.box, block.page, parts)
    if isinstance(block, Paragraph):
        return evolve(block, page=None, box=box, lines=())
    return evolve(block, page=None, box=box)


def _in_pixels(box: Box | None, page: int | None, parts: Sequence[_Part]) -> Box | None:
    if box is None or page is None:
        return None
    _, scale, left, top = parts[page - 1]
    across = [round(left + x * scale, 1) for x in (box.x0, box.x1)]
    down = [round(top + y * scale, 1) for y in (box.top, box.bottom)]
    return Box(across[0], down[0], across[1], down[1])
