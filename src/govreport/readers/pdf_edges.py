"""Rulings, filled areas and pictures of a PDF page, from pdfium's page objects.

Producers draw a table's lines as strokes, as thin filled rectangles, or as frames around each
cell, directly or inside form XObjects. Areas that are only filled are background and rule nothing;
they are kept to tell whether white text stands on something.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, NamedTuple

from govreport.document import Box
from govreport.readers.pdf_page import Edge, View

__all__ = ["Drawing", "edges_of_path", "read_drawing"]

#: Bounds on what one page may hold before its rulings are left aside.
MAX_OBJECTS = 30_000
MAX_SEGMENTS = 100_000
MAX_EDGES = 6_000
MAX_FORM_DEPTH = 8
#: A shape at most this thick is a line, in points.
LINE_THICKNESS = 3.0
#: How far a line may lean and still count as straight, in points.
LEAN = 1.0
#: A fill whose every colour channel is above this is no background for white text.
WHITE = 245
#: A picture smaller than this on either side is decoration.
MIN_PICTURE = 48.0

_Matrix = tuple[float, float, float, float, float, float]
_Point = tuple[float, float]
_IDENTITY: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Drawing(NamedTuple):
    """What the path and image objects of a page amount to."""

    edges: list[Edge]
    fills: list[Box]
    pictures: list[Box]
    too_complex: bool = False


def read_drawing(page: Any, view: View) -> Drawing:
    """Return the rulings, coloured areas and pictures of a pypdfium2 page."""
    import pypdfium2.raw as pdfium

    drawing = Drawing([], [], [])
    segments = 0
    for seen, (kind, item, matrix) in enumerate(_objects(pdfium, page)):
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            segments += max(0, pdfium.FPDFPath_CountSegments(item))
            if segments <= MAX_SEGMENTS:
                _add_path(pdfium, item, matrix, view, drawing)
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            _add_picture(matrix, view, drawing)
        if seen >= MAX_OBJECTS or segments > MAX_SEGMENTS or len(drawing.edges) > MAX_EDGES:
            return drawing._replace(edges=[], too_complex=True)
    return drawing


def edges_of_path(points: list[_Point], *, stroked: bool) -> Iterator[Edge]:
    """Yield the rulings that a drawn line or shape amounts to.

    A thin rectangle is a line, a stroked one a frame, and one that is only filled is background.
    A straight line that is stroked rules piece by piece.
    """
    if len(points) > 2:
        x0, top, x1, bottom = _bounds(points)
        if min(x1 - x0, bottom - top) <= LINE_THICKNESS:
            yield from _line(x0, top, x1, bottom)
            return
    if stroked:
        for a, b in pairwise(points):
            x0, top, x1, bottom = _bounds([a, b])
            if min(x1 - x0, bottom - top) <= LEAN:
                yield from _line(x0, top, x1, bottom)


def _objects(pdfium: Any, page: Any) -> Iterator[tuple[int, Any, _Matrix]]:
    """Yield kind, handle and matrix of the page's objects, those inside forms too."""
    count = min(pdfium.FPDFPage_CountObjects(page), MAX_OBJECTS + 1)
    top_level = (pdfium.FPDFPage_GetObject(page, i) for i in range(count))
    stack: list[tuple[Iterator[Any], _Matrix]] = [(top_level, _IDENTITY)]
    while stack:
        items, outer = stack[-1]
        item = next(items, None)
        if item is None:
            stack.pop()
            continue
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            continue
        raw, own = pdfium.FS_MATRIX(), _IDENTITY
        if pdfium.FPDFPageObj_GetMatrix(item, raw):
            own = (raw.a, raw.b, raw.c, raw.d, raw.e, raw.f)
        matrix = _product(own, outer)
        if kind == pdfium.FPDF_PAGEOBJ_FORM and len(stack) <= MAX_FORM_DEPTH:
            inner = min(max(0, pdfium.FPDFFormObj_CountObjects(item)), MAX_OBJECTS + 1)
            handles = [pdfium.FPDFFormObj_GetObject(item, i) for i in range(inner)]
            stack.append((iter(handles), matrix))
        yield (kind, item, matrix)


def _add_path(pdfium: Any, item: Any, matrix: _Matrix, view: View, drawing: Drawing) -> None:
    mode, stroke = ctypes.c_int(0), ctypes.c_int(0)
    if not pdfium.FPDFPath_GetDrawMode(item, mode, stroke):
        return
    filled, stroked = mode.value != 0, bool(stroke.value)
    if not (filled or stroked):
        return
    coloured = filled and _is_coloured(pdfium, item)
    for points in _subpaths(pdfium, item, matrix, view):
        if coloured:
            drawing.fills.append(Box(*_bounds(points)))
        drawing.edges.extend(edges_of_path(points, stroked=stroked))


def _subpaths(pdfium: Any, item: Any, matrix: _Matrix, view: View) -> Iterator[list[_Point]]:
    """Yield the corners of each part of a path; curves are taken as their end points."""
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[_Point] = []
    for index in range(pdfium.FPDFPath_CountSegments(item)):
        segment = pdfium.FPDFPath_GetPathSegment(item, index)
        if not segment or not pdfium.FPDFPathSegment_GetPoint(segment, x, y):
            continue
        if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_MOVETO:
            if len(points) > 1:
                yield points
            points = []
        points.append(view.point(*_apply(matrix, x.value, y.value)))
        if pdfium.FPDFPathSegment_GetClose(segment) and points[0] != points[-1]:
            points.append(points[0])
    if len(points) > 1:
        yield points


def _is_coloured(pdfium: Any, item: Any) -> bool:
    colour = [ctypes.c_uint(0) for _ in range(4)]
    if not pdfium.FPDFPageObj_GetFillColor(item, *colour):
        return True
    *channels, alpha = (part.value for part in colour)
    return alpha > 0 and min(channels) < WHITE


def _add_picture(matrix: _Matrix, view: View, drawing: Drawing) -> None:
    # An image fills the unit square of its own matrix.
    corners = [view.point(*_apply(matrix, x, y)) for x in (0, 1) for y in (0, 1)]
    box = Box(*_bounds(corners))
    drawing.fills.append(box)
    if min(box.x1 - box.x0, box.bottom - box.top) >= MIN_PICTURE:
        drawing.pictures.append(box)


def _line(x0: float, top: float, x1: float, bottom: float) -> Iterator[Edge]:
    """The ruling along the longer side of a thin rectangle; a dot rules nothing."""
    if x1 - x0 > max(bottom - top, LINE_THICKNESS):
        yield Edge(x0, (top + bottom) / 2, x1, (top + bottom) / 2)
    elif bottom - top > max(x1 - x0, LINE_THICKNESS):
        yield Edge((x0 + x1) / 2, top, (x0 + x1) / 2, bottom)


def _bounds(points: list[_Point]) -> tuple[float, float, float, float]:
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return (min(xs), min(ys), max(xs), max(ys))


def _product(inner: _Matrix, outer: _Matrix) -> _Matrix:
    a, b, c, d, e, f = inner
    oa, ob, oc, od, oe, of = outer
    return (
        a * oa + b * oc,
        a * ob + b * od,
        c * oa + d * oc,
        c * ob + d * od,
        e * oa + f * oc + oe,
        e * ob + f * od + of,
    )


def _apply(matrix: _Matrix, x: float, y: float) -> _Point:
    a, b, c, d, e, f = matrix
    return (a * x + c * y + e, b * x + d * y + f)
