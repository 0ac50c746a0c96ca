"""Rulings, filled areas and pictures of a PDF page, from pdfium's page objects.

Producers draw a table's lines as strokes, as thin filled rectangles, or as frames around each
cell, directly or inside form XObjects. Areas that are only filled are background and rule nothing;
they are kept, with the order of drawing, to tell what text stands on and what was drawn over it.
"""

from __future__ import annotations

import ctypes
import functools
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any, NamedTuple

from govreport.document import Box
from govreport.readers.pdf.page.calls import address, plain
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
    "read_drawing",
    "slant_of_path",
]

#: Bounds on what one page may hold before its rulings are left aside.
MAX_OBJECTS = 30_000
MAX_SEGMENTS = 100_000
MAX_EDGES = 6_000
MAX_FORM_DEPTH = 8
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
    drawing = Drawing([], [], [], {}, [])
    plane = _plane(view)
    segments = seen = 0
    for order, (kind, item, matrix) in enumerate(_objects(calls, page)):
        if kind == _TEXT:
            drawing.texts[item] = order
            continue
        seen += 1
        if kind == _PATH:
            segments += max(0, calls.count_segments(item))
            if segments <= MAX_SEGMENTS:
                _add_path(calls, item, order, product(matrix, plane), drawing)
        elif kind == _IMAGE:
            _add_picture(item, order, product(matrix, plane), drawing)
        elif kind == _SHADING:
            drawing.areas.append(Area(order, _bounds_of(calls, item, plane), None, False))
        if seen >= MAX_OBJECTS or segments > MAX_SEGMENTS or len(drawing.edges) > MAX_EDGES:
            return drawing._replace(edges=[], too_complex=True)
    slants = drawing.slants if len(drawing.slants) <= MAX_SLANTS else []
    return drawing._replace(edges=list(_shown(drawing.edges, *view.size())), slants=slants)


def _shown(edges: Iterable[Edge], width: float, height: float) -> Iterator[Edge]:
    """Yield what of the rulings is on the page: some programs draw a table that goes on over pages
    whole on each of them."""
    for x0, top, x1, bottom in edges:
        if 0 <= x0 <= x1 <= width and 0 <= top <= bottom <= height:
            yield Edge(x0, top, x1, bottom)
        elif x0 <= width and x1 >= 0 and top <= height and bottom >= 0:
            yield Edge(max(x0, 0.0), max(top, 0.0), min(x1, width), min(bottom, height))


def edges_of_path(points: list[Point], *, stroked: bool) -> Iterator[Edge]:
    """Yield the rulings that a drawn line or shape amounts to.

    A thin rectangle is a line, a stroked one a frame, and one that is only filled is background.
    A straight line that is stroked rules piece by piece.
    """
    if len(points) > 2:
        x0, top, x1, bottom = bounds(points)
        if x1 - x0 <= LINE_THICKNESS or bottom - top <= LINE_THICKNESS:
            yield from _line(x0, top, x1, bottom)
            return
    if stroked:
        for (x0, top), (x1, bottom) in pairwise(points):
            if abs(x1 - x0) <= LEAN or abs(bottom - top) <= LEAN:
                yield from _line(min(x0, x1), min(top, bottom), max(x0, x1), max(top, bottom))


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
        self.closes = plain(pdfium.FPDFPathSegment_GetClose, *of_one)
        self.transform = (ctypes.c_float * 6)()
        self.modes = (ctypes.c_int * 2)()
        self.colour = (ctypes.c_uint * 4)()
        self.place = (ctypes.c_float * 2)()
        self.transform_at = ctypes.addressof(self.transform)
        self.modes_at = [ctypes.addressof(self.modes) + 4 * i for i in range(2)]
        self.colour_at = [ctypes.addressof(self.colour) + 4 * i for i in range(4)]
        self.place_at = [ctypes.addressof(self.place) + 4 * i for i in range(2)]


_calls = functools.cache(_Calls)


def _plane(view: View) -> Matrix:
    """The matrix that leads from user space to the page as displayed."""
    (e, f), (a, b), (c, d) = view.point(0, 0), view.point(1, 0), view.point(0, 1)
    return (a - e, b - f, c - e, d - f, e, f)


def _objects(calls: _Calls, page: Any) -> Iterator[tuple[int, int, Matrix]]:
    """Yield kind, handle and matrix of the page's objects, those inside forms too."""
    handle = address(page)
    count = min(calls.count_objects(handle), MAX_OBJECTS + 1)
    top_level = (calls.get_object(handle, i) for i in range(count))
    stack: list[tuple[Iterator[Any], Matrix]] = [(top_level, IDENTITY)]
    while stack:
        items, outer = stack[-1]
        item = next(items, None)
        if item is None:
            stack.pop()
            continue
        kind = calls.kind(item)
        if kind == _TEXT:
            yield (kind, item, outer)
            continue
        matrix = outer
        if calls.matrix(item, calls.transform_at):
            a, b, c, d, e, f = calls.transform
            matrix = product((a, b, c, d, e, f), outer)
        if kind == _FORM and len(stack) <= MAX_FORM_DEPTH:
            inner = min(max(0, calls.count_inner(item)), MAX_OBJECTS + 1)
            handles = [calls.get_inner(item, i) for i in range(inner)]
            stack.append((iter(handles), matrix))
        yield (kind, item, matrix)


def _add_path(calls: _Calls, item: int, order: int, matrix: Matrix, drawing: Drawing) -> None:
    if not calls.draw_mode(item, *calls.modes_at):
        return
    filled, stroked = (mode != 0 for mode in calls.modes)
    if not (filled or stroked):
        return
    colour, opaque = _filling(calls, item) if filled else (None, False)
    for points in _subpaths(calls, item, matrix):
        edges = list(edges_of_path(points, stroked=stroked))
        drawing.edges.extend(edges)
        slant = slant_of_path(points, stroked=stroked)
        drawing.slants.extend([slant] if slant else ())
        if filled and (stroked or not edges):
            box = Box(*bounds(points))
            drawing.areas.append(Area(order, box, colour, opaque and is_rectangle(points, box)))


def _subpaths(calls: _Calls, item: int, matrix: Matrix) -> Iterator[list[Point]]:
    """Yield the corners of each part of a path; curves are taken as their end points."""
    a, b, c, d, e, f = matrix
    at_x, at_y = calls.place_at
    points: list[Point] = []
    for index in range(calls.count_segments(item)):
        segment = calls.get_segment(item, index)
        if not segment or not calls.point(segment, at_x, at_y):
            continue
        if calls.segment_kind(segment) == _MOVE:
            if len(points) > 1:
                yield points
            points = []
        x, y = calls.place
        points.append((a * x + c * y + e, b * x + d * y + f))
        if calls.closes(segment) and points[0] != points[-1]:
            points.append(points[0])
    if len(points) > 1:
        yield points


def _filling(calls: _Calls, item: int) -> tuple[Colour | None, bool]:
    """The colour of a filled path as it is seen on white, and whether it hides what is under it."""
    if not calls.fill(item, *calls.colour_at):
        return None, not calls.is_blended(item)
    red, green, blue, alpha = calls.colour
    if calls.is_blended(item):
        return blended((red, green, blue), alpha), alpha >= OPAQUE
    return (red, green, blue), True


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


def _line(x0: float, top: float, x1: float, bottom: float) -> Iterator[Edge]:
    """The ruling along the longer side of a thin rectangle; a dot rules nothing."""
    if x1 - x0 > max(bottom - top, LINE_THICKNESS):
        yield Edge(x0, (top + bottom) / 2, x1, (top + bottom) / 2)
    elif bottom - top > max(x1 - x0, LINE_THICKNESS):
        yield Edge((x0 + x1) / 2, top, (x0 + x1) / 2, bottom)
