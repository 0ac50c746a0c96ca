"""A page of an OFD file as drawn: what stands in its layers and templates, in points.

The measures of a file are millimetres from the top left. An object has a matrix of its own (CTM)
and then stands where its boundary says; blocks and composed graphics hold further objects. What is
filled or stroked, and in which order, tells later which text is seen.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from lxml import etree
from msgspec import Struct

from govreport.document import Box
from govreport.readers.ofd.package import children, first, name_of
from govreport.readers.ofd.resources import BLACK, Resources, layer_paints, painted
from govreport.readers.ofd.values import (
    box_of,
    deltas,
    matrix_of,
    moved,
    number,
    polylines,
)
from govreport.readers.pdf.page.clips import clipped_look
from govreport.readers.pdf.page.edges import (
    OPAQUE,
    Area,
    Slant,
    blended,
    edges_of_path,
    is_rectangle,
    slant_of_path,
)
from govreport.readers.pdf.page.looks import TextObject
from govreport.readers.pdf.page.model import ODD, Char, Edge
from govreport.readers.pdf.page.plane import Matrix, Point, applied, bounds, product
from govreport.readers.seen import PLAIN, Colour, Unseen

__all__ = ["MAX_OBJECTS", "POINTS", "Drawing", "Place", "corners", "draw", "placed"]

#: Points in a millimetre.
POINTS = 72 / 25.4
#: Blocks in blocks, composed graphics in composed graphics.
DEEPEST = 16
#: Bounds on what one page may hold.
MAX_OBJECTS, MAX_CHARS, MAX_EDGES = 60_000, 120_000, 6_000
#: The share of a character's size that stands above its base line.
ASCENT = 0.86
#: Text that leans by fewer degrees than this is upright.
LEAN = 4.0
#: A picture smaller than this on either side is decoration, in points.
MIN_PICTURE = 48.0
#: What is smaller shows nothing, in points.
MIN_SIZE = 1.0


class Drawing(Struct):
    """What a page amounts to, as :func:`govreport.readers.pdf.page.sight.seen_text` takes it."""

    chars: list[Char] = []
    objects: dict[int, TextObject] = {}
    left_out: list[tuple[str, str]] = []
    edges: list[Edge] = []
    slants: list[Slant] = []
    areas: list[Area] = []
    pictures: list[Box] = []
    too_complex: bool = False


class Place(NamedTuple):
    """Where objects stand: the matrix to points, the colours around, how deep, what is shown of
    the page, and whether it is shown at all."""

    matrix: Matrix
    paints: Mapping[str, etree._Element]
    depth: int
    shown: tuple[float, float, float, float]
    hidden: bool = False


def draw(
    layers: Sequence[etree._Element], known: Resources, width: float, height: float, after: int = 0
) -> Drawing:
    """Draw layers one over the other; ``width`` and ``height`` are the page's, in points.

    The objects are counted from ``after``, those that lie under these.
    """
    drawing = Drawing()
    found = placed(layers, known, width, height)
    for order, (element, place) in enumerate(found, start=after + 1):
        if order - after > MAX_OBJECTS or len(drawing.chars) > MAX_CHARS:
            drawing.too_complex = True
            break
        match name_of(element):
            case "TextObject":
                text = _text(element, place, known, order)
                drawing.left_out += text.left_out
                if text.chars:
                    drawing.chars += text.chars
                    drawing.objects[order] = TextObject(order, *text.ink, text.chars)
            case "PathObject" if not place.hidden:
                path = _path(element, place, known, order)
                drawing.edges += path.edges
                drawing.slants += path.slants
                drawing.areas += path.areas
            case "ImageObject" if not place.hidden:
                area = _picture(element, place, order)
                drawing.areas.append(area)
                if _is_large(area.box):
                    drawing.pictures.append(area.box)
    if len(drawing.edges) > MAX_EDGES:
        drawing.edges, drawing.too_complex = [], True
    return drawing


def placed(
    layers: Sequence[etree._Element], known: Resources, width: float, height: float
) -> Iterator[tuple[etree._Element, Place]]:
    """Yield the objects of layers in the order in which they are drawn, each with its place."""
    scale: Matrix = (POINTS, 0.0, 0.0, POINTS, 0.0, 0.0)
    page = (0.0, 0.0, width, height)
    for layer in layers:
        place = Place(scale, layer_paints(layer, known), 0, page)
        yield from _objects(layer, _within(layer, place), known)


def _objects(
    element: etree._Element, place: Place, known: Resources
) -> Iterator[tuple[etree._Element, Place]]:
    """Yield the objects in a layer, a block or a composed graphic, each with where it stands."""
    if place.depth > DEEPEST:
        return
    for child in element:
        hidden = place.hidden or child.get("Visible") in ("false", "0")
        inner = place._replace(depth=place.depth + 1, hidden=hidden)
        match name_of(child):
            case "PageBlock" | "Layer":
                yield from _objects(child, inner, known)
            case "CompositeObject":
                unit = known.composites.get(child.get("ResourceID") or "")
                for content in children(unit, "Content"):
                    yield from _objects(content, _within(child, inner), known)
            case "TextObject" | "PathObject" | "ImageObject":
                yield child, _within(child, inner)


def _within(element: etree._Element, place: Place) -> Place:
    """The place of what an object holds: its matrix, then its boundary, then what is around."""
    left, top, *_ = box_of(element.get("Boundary")) or (0.0, 0.0)
    matrix = product(product(matrix_of(element.get("CTM")), moved(left, top)), place.matrix)
    return place._replace(matrix=matrix, shown=_clipped(element, matrix, place.shown))


def _clipped(
    element: etree._Element, matrix: Matrix, shown: tuple[float, float, float, float]
) -> tuple[float, float, float, float]:
    """What clips leave of the page for an object."""
    for area in children(element, "Clips", "Clip", "Area"):
        own = product(matrix_of(area.get("CTM")), matrix)
        for path in children(area, "Path"):
            left, top, *_ = box_of(path.get("Boundary")) or (0.0, 0.0)
            path_matrix = product(product(matrix_of(path.get("CTM")), moved(left, top)), own)
            data = first(path, "AbbreviatedData")
            points = [
                applied(path_matrix, x, y)
                for line in polylines(data.text if data is not None else "")
                for x, y in line
            ]
            if points:
                x0, y0, x1, y1 = bounds(points)
                shown = (
                    max(shown[0], x0),
                    max(shown[1], y0),
                    min(shown[2], x1),
                    min(shown[3], y1),
                )
    return shown


# --- text ---


class _Text(NamedTuple):
    """The characters of a text object that are seen, and the others with why not; the colour that
    it is seen in, and how opaque that is."""

    ink: tuple[Colour, int]
    chars: Sequence[Char]
    left_out: Sequence[tuple[str, str]]


def _text(element: etree._Element, place: Place, known: Resources, order: int) -> _Text:
    paint = painted(element, "FillColor", place.paints, known)
    stroked = element.get("Stroke") == "true"
    outlined = stroked or paint.colour is None
    colour = BLACK if outlined else blended(paint.colour or BLACK, paint.alpha)
    ink = (colour, paint.alpha)
    chars = list(_characters(element, place.matrix, order, known))
    why: Unseen | None = None
    if place.hidden or (element.get("Fill") == "false" and not stroked):
        why = Unseen.HIDDEN
    elif paint.alpha == 0 and not stroked:
        why = Unseen.TRANSPARENT
    elif chars and chars[0].size < MIN_SIZE:
        why = Unseen.TINY
    if why is not None:
        return _Text(ink, (), [(str(why), "".join(char.text for char in chars))])
    looks = [(char, clipped_look(char, place.shown)) for char in chars]
    seen = [char._replace(look=look) for char, look in looks if look.unseen is None]
    cut = "".join(char.text for char, look in looks if look.unseen is not None)
    return _Text(ink, seen, [(str(Unseen.CLIPPED), cut)] if cut else ())


def _characters(
    element: etree._Element, matrix: Matrix, order: int, known: Resources
) -> Iterator[Char]:
    """The characters of a text object, each with its loose box on the page."""
    size = number(element.get("Size"), 0.0)
    stretch = number(element.get("HScale"), 1.0) or 1.0
    turn = int(number(element.get("CharDirection"), 0.0)) // 90 % 4
    bold = (element.get("Font") or "") in known.bold or number(element.get("Weight"), 400) >= 600
    a, b, c, d, *_ = matrix
    points = size * math.hypot(c, d)
    quarters = _quarters(math.degrees(math.atan2(b, a)) + 90 * turn)
    for text, x, y, room in _codes(element, size * stretch):
        x0, y0, x1, y1 = _cell(size, room, turn)
        corners = [applied(matrix, x + dx, y + dy) for dx in (x0, x1) for dy in (y0, y1)]
        box = bounds(corners)
        yield Char(text, *box, points, quarters, bold, PLAIN, order)


def _quarters(degrees: float) -> int:
    """Quarter turns anticlockwise; OFD counts clockwise."""
    quarters = round(degrees / 90)
    return -quarters % 4 if abs(degrees - 90 * quarters) <= LEAN else ODD


def _codes(element: etree._Element, width: float) -> Iterator[tuple[str, float, float, float]]:
    """Yield each character with its origin and its width; one that says no place goes on where the
    text before it ended."""
    x = y = 0.0
    for code in children(element, "TextCode"):
        x = number(code.get("X"), x)
        y = number(code.get("Y"), y)
        across, down = deltas(code.get("DeltaX")), deltas(code.get("DeltaY"))
        # Line breaks and tabs of the file are no characters.
        text = (code.text or "").strip("\n\r\t")
        for index, char in enumerate(text):
            own = width * (1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.5)
            step = across[index] if index < len(across) else (0.0 if down else own)
            yield char, x, y, min(own, step) if step > 0 else own
            x += step
            y += down[index] if index < len(down) else 0.0


def _cell(size: float, width: float, turn: int) -> tuple[float, float, float, float]:
    """The box of a character around its origin, turned clockwise by quarters."""
    above, below = ASCENT * size, (1 - ASCENT) * size
    match turn:
        case 0:
            return (0.0, -above, width, below)
        case 1:
            return (-below, 0.0, above, width)
        case 2:
            return (-width, -below, 0.0, above)
        case _:
            return (-above, -width, below, 0.0)


# --- paths and pictures ---


class _Path(NamedTuple):
    """The rulings, the slanted lines and the filled areas of a path."""

    edges: list[Edge]
    slants: list[Slant]
    areas: list[Area]


def _path(element: etree._Element, place: Place, known: Resources, order: int) -> _Path:
    """Draw a path. It is stroked unless it says otherwise, and filled only if it says so."""
    stroke = painted(element, "StrokeColor", place.paints, known)
    fill = painted(element, "FillColor", place.paints, known)
    stroked = element.get("Stroke") not in ("false", "0") and stroke.alpha > 0
    filled = element.get("Fill") in ("true", "1") and fill.alpha > 0
    data = first(element, "AbbreviatedData")
    drawn = _Path([], [], [])
    for line in polylines(data.text) if data is not None and (stroked or filled) else ():
        points = [applied(place.matrix, x, y) for x, y in line]
        if len(points) < 2:
            continue
        ruled = edges_of_path(points, stroked=stroked)
        drawn.edges.extend(ruled)
        slant = slant_of_path(points, stroked=stroked)
        drawn.slants.extend([slant] if slant else ())
        if filled and (stroked or not ruled):
            colour = None if fill.colour is None else blended(fill.colour, fill.alpha)
            box = Box(*bounds(points))
            opaque = fill.alpha >= OPAQUE and is_rectangle(points, box)
            drawn.areas.append(Area(order, box, colour, opaque))
    return drawn


def _picture(element: etree._Element, place: Place, order: int) -> Area:
    """An image fills the unit square of its own matrix, or its boundary where it has none."""
    return Area(order, Box(*bounds(corners(element, place))), None, True, order)


def corners(element: etree._Element, place: Place) -> list[Point]:
    """Return where the corners of an image lie: at its top left, top right, foot left and right."""
    _, _, width, height = box_of(element.get("Boundary")) or (0.0, 0.0, 1.0, 1.0)
    across, down = (1.0, 1.0) if element.get("CTM") else (width, height)
    return [applied(place.matrix, x, y) for y in (0.0, down) for x in (0.0, across)]


def _is_large(box: Box) -> bool:
    return min(box.x1 - box.x0, box.bottom - box.top) >= MIN_PICTURE
