"""A page of an OFD file as a picture: what is read where it has no text.

Pages are one picture each, as scanners give them, or their glyphs are outlines: filled paths. Both
are painted here in gray, in the order of the file; text is not, for what there is of it is known.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

import cv2
import numpy as np
from lxml import etree

from govreport.errors import GovReportError
from govreport.readers.ofd.drawing import MAX_OBJECTS, Place, corners, placed
from govreport.readers.ofd.package import first, name_of
from govreport.readers.ofd.resources import BLACK, Paint, Resources, painted
from govreport.readers.ofd.values import number, polylines
from govreport.readers.pdf.page.plane import Point, applied, bounds
from govreport.readers.picture.frames import frame

__all__ = ["painted_page"]

#: So many lines are drawn for each curve.
STEPS = 4
#: Places are told to cv2 in sixteenths of a pixel.
SHIFT = 4
#: So many times finer paths are filled than a page is drawn, as long as that is few pixels.
FINER, MAX_FINE = 4, 64_000_000
#: How wide a stroke is that does not say so, in millimetres.
STROKE = 0.353
WHITE = 255


def painted_page(
    layers: Sequence[etree._Element], known: Resources, size: tuple[float, float], scale: float
) -> tuple[Any, float | None]:
    """Return a page of that size in points, with ``scale`` pixels a point; and how many the finest
    of its pictures has, ``None`` where it has none."""
    width, height = size
    page = np.full((max(1, round(height * scale)), max(1, round(width * scale))), WHITE, np.uint8)
    finest: float | None = None
    for order, (element, place) in enumerate(placed(layers, known, width, height)):
        if order > MAX_OBJECTS:
            break
        if place.hidden:
            continue
        match name_of(element):
            case "PathObject":
                _path(page, element, place, known, scale)
            case "ImageObject":
                resolved = _image(page, element, place, known, scale)
                finest = max(finest or 0.0, resolved) if resolved else finest
    return page, finest


class _Part(NamedTuple):
    """A part of a page that is painted on, and where it begins, in pixels."""

    pixels: Any
    left: int
    top: int


def _part(page: Any, points: Sequence[Point], place: Place, scale: float, room: float) -> _Part:
    """The part of a page in which points lie, with room around, as far as it is shown."""
    high, wide = page.shape
    x0, y0, x1, y1 = bounds(points)
    left, top, right, bottom = (side * scale for side in place.shown)
    first, last = max(x0 - room, left, 0), min(x1 + room, right, wide)
    upper, lower = max(y0 - room, top, 0), min(y1 + room, bottom, high)
    if not (first < last and upper < lower):
        return _Part(page[:0, :0], 0, 0)
    start, begin = math.floor(first), math.floor(upper)
    return _Part(page[begin : math.ceil(lower), start : math.ceil(last)], start, begin)


def _scaled(point: Point, scale: float) -> Point:
    return scale * point[0], scale * point[1]


def _path(page: Any, element: etree._Element, place: Place, known: Resources, scale: float) -> None:
    """Paint a path: stroked unless it says otherwise, and filled only if it says so."""
    data = first(element, "AbbreviatedData")
    lines = [
        [_scaled(applied(place.matrix, x, y), scale) for x, y in line]
        for line in polylines(data.text if data is not None else "", STEPS)
        if len(line) > 1
    ]
    if not lines:
        return
    a, b, c, d, *_ = place.matrix
    wide = number(element.get("LineWidth"), STROKE) * math.sqrt(abs(a * d - b * c)) * scale
    part = _part(page, [point for line in lines for point in line], place, scale, wide)
    if not part.pixels.size:
        return
    origin = np.array((part.left, part.top))
    outlines = [
        np.round((np.array(line) - origin) * (1 << SHIFT)).astype(np.int32) for line in lines
    ]
    if element.get("Fill") in ("true", "1"):
        ink = _filled(outlines, part.pixels.shape, even=element.get("Rule") == "Even-Odd")
        paint = painted(element, "FillColor", place.paints, known)
        part.pixels[:] = _inked(part.pixels, ink, paint)
    if element.get("Stroke") not in ("false", "0"):
        ink = np.zeros(part.pixels.shape, np.uint8)
        thick = max(1, round(wide))
        cv2.polylines(ink, outlines, isClosed=False, color=WHITE, thickness=thick, shift=SHIFT)
        paint = painted(element, "StrokeColor", place.paints, known)
        part.pixels[:] = _inked(part.pixels, ink, paint)


def _filled(outlines: list[Any], shape: tuple[int, int], *, even: bool) -> Any:
    """What outlines enclose. Those of holes run the other way round than what they are in; outlines
    that run the same way may overlap."""
    # cv2 fills the pixels of an outline, too: strokes grow by as much as holes do.
    finer = FINER if shape[0] * shape[1] * FINER**2 <= MAX_FINE else 1
    ink = np.zeros((shape[0] * finer, shape[1] * finer), np.uint8)
    drawn = [outline * finer for outline in outlines]
    areas = [cv2.contourArea(each, oriented=True) for each in drawn]
    order = sorted(range(len(drawn)), key=lambda n: -abs(areas[n]))
    if even:
        cv2.fillPoly(ink, drawn, WHITE, shift=SHIFT)
        order = []
    for n in order:
        colour = WHITE if (areas[n] > 0) == (areas[order[0]] > 0) else 0
        cv2.fillPoly(ink, [drawn[n]], colour, shift=SHIFT)
    return cv2.resize(ink, shape[::-1], interpolation=cv2.INTER_AREA)


def _inked(pixels: Any, ink: Any, paint: Paint) -> Any:
    """Pixels with ink of a colour laid over them."""
    red, green, blue = paint.colour or BLACK
    gray = 0.299 * red + 0.587 * green + 0.114 * blue
    share = ink.astype(np.float32) * (paint.alpha / 255 / WHITE)
    return np.round(pixels * (1 - share) + gray * share).astype(np.uint8)


def _image(
    page: Any, element: etree._Element, place: Place, known: Resources, scale: float
) -> float | None:
    """Paint a picture; return how many of its pixels are a point, ``None`` for one that cannot be
    decoded."""
    held = known.media.get(element.get("ResourceID") or "")
    try:
        data = held[0].bytes_at(held[1]) if held is not None else None
        picture = np.asarray(frame(data, 1)[0]) if data else None
    except GovReportError:
        return None
    ends = [_scaled(point, scale) for point in corners(element, place)]
    part = _part(page, ends, place, scale, 0.0)
    if picture is None or not part.pixels.size:
        return None
    wide, high = math.dist(ends[0], ends[1]), math.dist(ends[0], ends[2])
    resolved: float = max(picture.shape[1] / max(wide, 1), picture.shape[0] / max(high, 1)) * scale
    if wide < picture.shape[1] and high < picture.shape[0]:
        size = (max(1, round(wide)), max(1, round(high)))
        picture = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    rows, columns = picture.shape
    seen = np.array([[0, 0], [columns, 0], [0, rows]], np.float32)
    lies = np.array(ends[:3], np.float32) - np.array((part.left, part.top), np.float32)
    matrix = cv2.getAffineTransform(seen, lies.astype(np.float32))
    size = part.pixels.shape[1::-1]
    drawn = cv2.warpAffine(picture, matrix, size, borderMode=cv2.BORDER_REPLICATE)
    over = cv2.warpAffine(np.ones_like(picture), matrix, size) > 0
    part.pixels[over] = drawn[over]
    return resolved
