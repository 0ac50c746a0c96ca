"""Rulings, filled areas and pictures of a PDF page, from pdfium's page objects.

Producers draw a table's lines as strokes, as thin filled rectangles, or as frames around each
cell, directly or inside form XObjects. Areas that are only filled are background and rule nothing;
they are kept, with the order of drawing, to tell what text stands on and what was drawn over it.
"""

from __future__ import annotations

import ctypes
import functools
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, chain, pairwise, repeat, takewhile
from itertools import count as count_from
from typing import Any, NamedTuple

from govreport.document import Box
from govreport.readers.pdf.page.calls import address, listed, places, plain
from govreport.readers.pdf.page.model import Edge, View
from govreport.readers.pdf.page.plane import IDENTITY, Matrix, Point, applied, bounds, product
from govreport.readers.seen import Colour

__all__ = [
    "Area",
    "Drawing",
    "Slant",
    "blended",
    "edges_of_path",
    "is_rectangle",
    "outlined",
    "read_drawing",
    "slant_of_path",
]

#: Bounds on what one page may hold before its rulings are left aside.
MAX_OBJECTS = 30_000
MAX_SEGMENTS = 100_000
MAX_EDGES = 6_000
MAX_FORM_DEPTH = 8
#: Fewer shapes than these are a drawing, and no glyphs.
OUTLINES = 8
#: A shape at most this thick is a line, in points.
LINE_THICKNESS = 3.0
#: How far a line may lean and still count as straight, in points.
LEAN = 1.0
#: What is at least this opaque, of 255, hides what is under it.
OPAQUE = 240
#: More slanted lines than this on a page are a picture.
MAX_SLANTS = 200
#: A picture smaller than this on either side is decoration.
MIN_PICTURE = 48.0

#: pdfium's numbers for kinds of objects and of segments.
_TEXT, _PATH, _IMAGE, _SHADING, _FORM = 1, 2, 3, 4, 5
_MOVE = 2


#: The two ends of a slanted line.
Slant = tuple[Point, Point]


class Area(NamedTuple):
    """What is filled on a page; ``order`` counts the objects as they are drawn.

    ``colour`` is ``None`` where it is not known or not one. What is ``opaque`` hides what is under
    it; of an ``image``, its handle, that is still to be found out.
    """

    order: int
    box: Box
    colour: Colour | None
    opaque: bool
    image: int | None = None


class Drawing(NamedTuple):
    """What the path and image objects of a page amount to, and when each text object is drawn."""

    edges: list[Edge]
    areas: list[Area]
    pictures: list[Box]
    texts: dict[int, int]
    slants: list[Slant]
    too_complex: bool = False


def read_drawing(page: Any, view: View) -> Drawing:
    """Return the rulings, coloured areas and pictures of a pypdfium2 page."""
    calls = _calls()
    plane = _plane(view)
    texts, others = _objects(calls, page)
    shapes = _shapes(calls, [item for _, kind, item, _ in others if kind == _PATH])
    drawing = Drawing([], [], [], texts, [])
    for order, kind, item, matrix in others:
        if kind == _PATH:
            shape = next(shapes, None)
            if shape is None:
                return drawing._replace(edges=[], too_complex=True)
            _add_path(shape, order, product(matrix, plane), drawing)
        elif kind == _IMAGE:
            _add_picture(item, order, product(matrix, plane), drawing)
        elif kind == _SHADING:
            drawing.areas.append(Area(order, _bounds_of(calls, item, plane), None, False))
        if len(drawing.edges) > MAX_EDGES:
            return drawing._replace(edges=[], too_complex=True)
    if len(others) >= MAX_OBJECTS:
        return drawing._replace(edges=[], too_complex=True)
    slants = drawing.slants if len(drawing.slants) <= MAX_SLANTS else []
    return drawing._replace(edges=list(_shown(drawing.edges, *view.size())), slants=slants)


def _shown(edges: Iterable[Edge], width: float, height: float) -> Iterator[Edge]:
    """Yield what of the rulings is on the page: some programs draw a table that goes on over pages
    whole on each of them."""
    for edge in edges:
        x0, top, x1, bottom = edge
        if 0 <= x0 <= x1 <= width and 0 <= top <= bottom <= height:
            yield edge
        elif x0 <= width and x1 >= 0 and top <= height and bottom >= 0:
            yield Edge(max(x0, 0.0), max(top, 0.0), min(x1, width), min(bottom, height))


def edges_of_path(points: Sequence[Point], *, stroked: bool) -> list[Edge]:
    """Return the rulings that a drawn line or shape amounts to.

    A thin rectangle is a line, a stroked one a frame, and one that is only filled is background.
    A straight line that is stroked rules piece by piece.
    """
    if len(points) > 2:
        x0, top, x1, bottom = bounds(points)
        if x1 - x0 <= LINE_THICKNESS or bottom - top <= LINE_THICKNESS:
            return _lines([((x0, top), (x1, bottom))])
    if not stroked:
        return []
    strokes = [
        (one, other)
        for one, other in pairwise(points)
        if -LEAN <= other[0] - one[0] <= LEAN or -LEAN <= other[1] - one[1] <= LEAN
    ]
    return _lines(strokes)


def slant_of_path(points: list[Point], *, stroked: bool) -> Slant | None:
    """Return the one straight line that a path draws if it is neither level nor upright."""
    if len(points) != 2 or not stroked:
        return None
    (x0, top), (x1, bottom) = points
    return (points[0], points[1]) if min(abs(x1 - x0), abs(bottom - top)) > LEAN else None


class _Calls:
    """The calls made for every object and segment, and the places that they write to."""

    def __init__(self) -> None:
        import pypdfium2.raw as pdfium

        pointer, integer = ctypes.c_void_p, ctypes.c_int
        of_one, of_item = (integer, pointer), (pointer, pointer, integer)
        self.count_objects = plain(pdfium.FPDFPage_CountObjects, *of_one)
        self.get_object = plain(pdfium.FPDFPage_GetObject, *of_item)
        self.count_inner = plain(pdfium.FPDFFormObj_CountObjects, *of_one)
        self.get_inner = plain(pdfium.FPDFFormObj_GetObject, *of_item)
        self.kind = plain(pdfium.FPDFPageObj_GetType, *of_one)
        self.matrix = plain(pdfium.FPDFPageObj_GetMatrix, *of_one, pointer)
        self.draw_mode = plain(pdfium.FPDFPath_GetDrawMode, *of_one, pointer, pointer)
        self.fill = plain(pdfium.FPDFPageObj_GetFillColor, *of_one, *4 * (pointer,))
        self.is_blended = plain(pdfium.FPDFPageObj_HasTransparency, *of_one)
        self.bounds = plain(pdfium.FPDFPageObj_GetBounds, *of_one, *4 * (pointer,))
        self.count_segments = plain(pdfium.FPDFPath_CountSegments, *of_one)
        self.get_segment = plain(pdfium.FPDFPath_GetPathSegment, *of_item)
        self.segment_kind = plain(pdfium.FPDFPathSegment_GetType, *of_one)
        self.point = plain(pdfium.FPDFPathSegment_GetPoint, *of_one, pointer, pointer)


_calls = functools.cache(_Calls)
# A named tuple is made in less time without its own way to.
_new: Any = tuple.__new__


def _plane(view: View) -> Matrix:
    """The matrix that leads from user space to the page as displayed."""
    (e, f), (a, b), (c, d) = view.point(0, 0), view.point(1, 0), view.point(0, 1)
    return (a - e, b - f, c - e, d - f, e, f)


#: When it is drawn, its kind, its handle and its matrix.
_Object = tuple[int, int, int, Matrix]


def _objects(calls: _Calls, page: Any) -> tuple[dict[int, int], list[_Object]]:
    """When each text object of the page is drawn, those inside forms too, and its other objects."""
    handle = address(page)
    count = min(calls.count_objects(handle), MAX_OBJECTS + 1)
    texts: dict[int, int] = {}
    others: list[_Object] = []
    # Of the page, and of the forms that are gone into: what they hold still, and with which matrix.
    stack = [_held(calls, map(calls.get_object, repeat(handle), range(count)), IDENTITY)]
    order = 0
    while stack and len(others) < MAX_OBJECTS:
        before, other = next(stack[-1], (None, None))
        if before is None:
            stack.pop()
            continue
        texts.update(zip(before, count_from(order), strict=False))
        order += len(before)
        if other is not None:
            kind, item, matrix = other
            others.append((order, *other))
            order += 1
            if kind == _FORM and len(stack) <= MAX_FORM_DEPTH:
                count = min(max(0, calls.count_inner(item)), MAX_OBJECTS + 1)
                inner = map(calls.get_inner, repeat(item), range(count))
                stack.append(_held(calls, inner, matrix))
    return texts, others


def _held(
    calls: _Calls, handles: Iterable[int], outer: Matrix
) -> Iterator[tuple[Sequence[int], tuple[int, int, Matrix] | None]]:
    """Yield what a page or a form holds: text objects, and the other object that comes after."""
    items = list(takewhile(bool, handles))
    kinds = list(map(calls.kind, items))
    others = [n for n, kind in enumerate(kinds) if kind != _TEXT]
    values = (ctypes.c_float * (6 * len(others)))()
    told = list(map(calls.matrix, [items[n] for n in others], places(values, 6)))
    matrices = zip(*[iter(listed(values))] * 6, strict=True)
    start = 0
    for n, known, own in zip(others, told, matrices, strict=True):
        yield items[start:n], (kinds[n], items[n], product(own, outer) if known else outer)
        start = n + 1
    yield items[start:], None


#: Whether pdfium tells it, its kind, and its place.
_Segment = tuple[int, int, float, float]


class _Shape(NamedTuple):
    """A path: how it is filled, if it is (see :class:`Area`), whether it is stroked, and its
    segments. One that closes it leads to where it began."""

    filling: tuple[Colour | None, bool] | None
    stroked: bool
    segments: Sequence[_Segment]


def _shapes(calls: _Calls, items: Sequence[int]) -> Iterator[_Shape]:
    """Yield the shape of each path, as long as they have no more segments than are looked at."""
    counts = [max(0, count) for count in map(calls.count_segments, items)]
    ends = list(takewhile(lambda end: end <= MAX_SEGMENTS, accumulate(counts)))
    items = items[: len(ends)]
    lots = (
        map(calls.get_segment, repeat(item), range(count))
        for item, count in zip(items, counts, strict=False)
    )
    segments = list(chain.from_iterable(lots))
    values = (ctypes.c_float * (2 * len(segments)))()
    at = places(values)
    told = list(map(calls.point, segments, at[0::2], at[1::2]))
    kinds, each = map(calls.segment_kind, segments), listed(values)
    drawn = list(zip(told, kinds, each[0::2], each[1::2], strict=True))
    modes = (ctypes.c_int * (2 * len(items)))()
    ok = list(map(calls.draw_mode, items, places(modes, 2), places(modes)[1::2]))
    fills, strokes = modes[0::2], modes[1::2]
    filled = [item for item, fill in zip(items, fills, strict=True) if fill]
    fillings = dict(zip(filled, _fillings(calls, filled), strict=True))
    pairs = zip(items, ok, strokes, pairwise([0, *ends]), strict=True)
    for item, known, stroked, (start, end) in pairs:
        own = drawn[start:end] if known else ()
        yield _Shape(fillings.get(item), stroked != 0, own)


def _fillings(calls: _Calls, items: Sequence[int]) -> Iterator[tuple[Colour | None, bool]]:
    """Yield the colour of each filled path as it is seen on white, and whether it hides what is
    under it."""
    channels = (ctypes.c_uint * (4 * len(items)))()
    at = places(channels)
    told = list(map(calls.fill, items, at[0::4], at[1::4], at[2::4], at[3::4]))
    mixed = map(calls.is_blended, items)
    colours = zip(*[iter(listed(channels))] * 4, strict=True)
    for known, (red, green, blue, alpha), blends in zip(told, colours, mixed, strict=True):
        if not known:
            yield None, not blends
        elif blends:
            yield blended((red, green, blue), alpha), alpha >= OPAQUE
        else:
            yield (red, green, blue), True


def _add_path(shape: _Shape, order: int, matrix: Matrix, drawing: Drawing) -> None:
    filling, stroked, segments = shape
    if filling is None and not stroked:
        return
    for points in _subpaths(segments, matrix):
        edges = edges_of_path(points, stroked=stroked)
        drawing.edges.extend(edges)
        if not edges and (slant := slant_of_path(points, stroked=stroked)):
            drawing.slants.append(slant)
        if filling is not None and (stroked or not edges):
            colour, opaque = filling
            box = Box(*bounds(points))
            drawing.areas.append(Area(order, box, colour, opaque and is_rectangle(points, box)))


def _subpaths(segments: Sequence[_Segment], matrix: Matrix) -> Iterator[list[Point]]:
    """Yield the corners of each part of a path; curves are taken as their end points."""
    a, b, c, d, e, f = matrix
    points: list[Point] = []
    for known, kind, x, y in segments:
        if not known:
            continue
        if kind == _MOVE:
            if len(points) > 1:
                yield points
            points = []
        points.append((a * x + c * y + e, b * x + d * y + f))
    if len(points) > 1:
        yield points


def outlined(areas: Sequence[Area]) -> list[Box]:
    """Return the place of the shapes that may be glyphs drawn as outlines, a box around all of them
    where there are several: of a page without text, they are a picture."""
    shapes = [area.box for area in areas if not area.opaque]
    if len(shapes) < OUTLINES:
        return []
    ends = [point for box in shapes for point in ((box.x0, box.top), (box.x1, box.bottom))]
    return [Box(*bounds(ends))]


def blended(colour: Colour, alpha: int) -> Colour:
    """Return a colour as it is seen on white."""
    red, green, blue = (255 - (255 - channel) * alpha // 255 for channel in colour)
    return (red, green, blue)


def is_rectangle(points: list[Point], box: Box) -> bool:
    """Whether every corner of a shape is a corner of its box."""
    return all(
        min(abs(x - box.x0), abs(x - box.x1)) <= LEAN
        and min(abs(y - box.top), abs(y - box.bottom)) <= LEAN
        for x, y in points
    )


def _bounds_of(calls: _Calls, item: int, plane: Matrix) -> Box:
    places = (ctypes.c_float * 4)()
    calls.bounds(item, *(ctypes.addressof(places) + 4 * i for i in range(4)))
    left, bottom, right, top = places
    return Box(*bounds([applied(plane, x, y) for x in (left, right) for y in (bottom, top)]))


def _add_picture(item: int, order: int, matrix: Matrix, drawing: Drawing) -> None:
    # An image fills the unit square of its own matrix.
    box = Box(*bounds([applied(matrix, x, y) for x in (0, 1) for y in (0, 1)]))
    drawing.areas.append(Area(order, box, None, True, item))
    if min(box.x1 - box.x0, box.bottom - box.top) >= MIN_PICTURE:
        drawing.pictures.append(box)


def _lines(strokes: Iterable[tuple[Point, Point]]) -> list[Edge]:
    """The rulings along the longer sides of thin rectangles, given two corners of each; a dot rules
    nothing."""
    edges: list[Edge] = []
    for (x0, top), (x1, bottom) in strokes:
        if x1 < x0:
            x0, x1 = x1, x0
        if bottom < top:
            top, bottom = bottom, top
        wide, high = x1 - x0, bottom - top
        if wide > high and wide > LINE_THICKNESS:
            middle = (top + bottom) / 2
            edges.append(_new(Edge, (x0, middle, x1, middle)))
        elif high > wide and high > LINE_THICKNESS:
            middle = (x0 + x1) / 2
            edges.append(_new(Edge, (middle, top, middle, bottom)))
    return edges
