"""The part of a scan's page in which each figure was read: what a person compares it with.

A part shows the figure's cell with a little around it, so that its rulings are seen; of a wide one
only what has ink. Pages that lie on their side are turned, as the order of their cells tells.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from attrs import frozen
from PIL import Image

from govreport.document import Box, Origin
from govreport.export.html.drawn import Drawn, as_png, open_pages
from govreport.model import Certainty, Metric, Report

__all__ = ["Crop", "crops", "is_scanned"]

#: Pixels for each point, and as many shades of gray: a page of 200 figures stays small.
SCALE, SHADES = 2.0, 16
#: What is seen around a cell, and around the ink of one that is wider or higher than this, in
#: points.
AROUND, ROOM, WIDE = 2.0, 7.0, 100.0
#: A row or column of pixels has ink that is so much darker than most, of 255.
DARKER = 5
#: Of a longer file only the first pages with figures are drawn.
MAX_PAGES = 60

_TURNED = {
    1: Image.Transpose.ROTATE_270,  # as Pillow counts: against the clock
    2: Image.Transpose.ROTATE_180,
    3: Image.Transpose.ROTATE_90,
}


@frozen
class Crop:
    """A part of a page as PNG, upright, with its size in pixels; ``box`` is where it is from."""

    page: int
    box: Box
    png: bytes
    width: int
    height: int


def is_scanned(metric: Metric) -> bool:
    """Whether a figure was read from a picture."""
    return metric.certainty in (Certainty.OCR, Certainty.OCR_CONFIRMED)


def crops(report: Report, data: bytes) -> dict[int, Crop]:
    """Return the parts by the numbers of the figures in the report; figures have none that were not
    read from pictures, or whose place is not known.

    Args:
        data: the bytes of the file that the report was parsed from.

    Raises:
        UnsupportedFormat: files of the format have no pages that can be drawn.
        CorruptDocument, EncryptedDocument, LimitExceeded: it cannot be opened.
    """
    by_page: dict[int, dict[int, Metric]] = {}
    for n, metric in enumerate(report.metrics):
        if is_scanned(metric) and metric.origin.page and metric.origin.box:
            by_page.setdefault(metric.origin.page, {})[n] = metric
    found: dict[int, Crop] = {}
    with open_pages(data, report.source.format) as file:
        for page in sorted(by_page)[:MAX_PAGES]:
            drawn = file.draw(page, SCALE)
            if drawn is not None:
                found |= _of_page(page, drawn, by_page[page])
    return found


def _of_page(page: int, drawn: Drawn, metrics: Mapping[int, Metric]) -> dict[int, Crop]:
    gray = drawn.image.convert("L")
    turns = _turns([metric.origin for metric in metrics.values()])
    cut: dict[Box, Crop] = {}
    for metric in metrics.values():
        box = metric.origin.box
        if box is not None and box not in cut:
            cut[box] = _crop(page, gray, drawn.scale, box, turns)
    return {n: cut[m.origin.box] for n, m in metrics.items() if m.origin.box is not None}


def _crop(page: int, gray: Image.Image, scale: float, box: Box, turns: int) -> Crop:
    around = (box.x0 - AROUND, box.top - AROUND, box.x1 + AROUND, box.bottom + AROUND)
    left, top, right, bottom = (round(side * scale) for side in around)
    left, right = _within(left, right, gray.width)
    top, bottom = _within(top, bottom, gray.height)
    whole = gray.crop((left, top, right, bottom))
    if whole.width > WIDE * scale:
        first, last = _inked(whole.resize((whole.width, 1), Image.Resampling.BOX), scale)
        left, right = left + first, left + last
    if whole.height > WIDE * scale:
        first, last = _inked(whole.resize((1, whole.height), Image.Resampling.BOX), scale)
        top, bottom = top + first, top + last
    image = gray.crop((left, top, right, bottom))
    if turns:
        image = image.transpose(_TURNED[turns])
    place = Box(*(side / scale for side in (left, top, right, bottom)))
    return Crop(page, place, as_png(_shaded(image)), image.width, image.height)


def _shaded(image: Image.Image) -> Image.Image:
    """A gray picture in few shades, which takes less room."""
    step = 255 / (SHADES - 1)
    out = image.point([round(value / step) for value in range(256)])
    out.putpalette(bytes(round(n * step) for n in range(SHADES) for _ in range(3)))
    return out


def _within(first: int, last: int, size: int) -> tuple[int, int]:
    """A stretch within a picture of that size, of one pixel at least."""
    first = min(max(first, 0), size - 1)
    return first, max(first + 1, min(last, size))


def _inked(profile: Image.Image, scale: float) -> tuple[int, int]:
    """From where to where there is ink between the rulings, with room around it; all of it where
    there is none."""
    shades = profile.tobytes()
    edge = round(2 * AROUND * scale)
    ground = sorted(shades)[len(shades) // 2]
    dark = [n for n in range(edge, len(shades) - edge) if shades[n] < ground - DARKER]
    if not dark:
        return 0, len(shades)
    room = round(ROOM * scale)
    return max(0, dark[0] - room), min(len(shades), dark[-1] + room + 1)


def _turns(origins: Sequence[Origin]) -> int:
    """How many quarters clockwise a page has to be turned until its cells follow each other to the
    right and downwards."""
    cells = [
        _Placed(o.block, o.row, o.column, *_middle(o.box))
        for o in origins
        if o.row is not None and o.column is not None and o.box is not None
    ]
    across = sorted(cells)
    down = sorted(cells, key=lambda cell: (cell.block, cell.column, cell.row))
    votes = Counter(_leads(a, b) for a, b in itertools.pairwise(across) if a.row == b.row)
    # What leads down on an upright page is what leads right, a quarter on.
    votes += Counter(
        (_leads(a, b) + 1) % 4 for a, b in itertools.pairwise(down) if a.column == b.column
    )
    return max(range(4), key=lambda quarters: votes[quarters])


class _Placed(NamedTuple):
    """A cell, and where its middle is on the page."""

    block: int
    row: int
    column: int
    x: float
    y: float


def _middle(box: Box) -> tuple[float, float]:
    return (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2


def _leads(a: _Placed, b: _Placed) -> int:
    """Which way it is from one cell to the next: 0 to the right, 1 up, 2 to the left, 3 down."""
    if abs(b.x - a.x) >= abs(b.y - a.y):
        return 0 if b.x > a.x else 2
    return 3 if b.y > a.y else 1
