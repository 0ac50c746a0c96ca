"""Clipping paths: what of a page is left for a text object to be seen in."""

from __future__ import annotations

import ctypes
import functools
from collections.abc import Iterable
from typing import TYPE_CHECKING

from govreport.document import Doubt
from govreport.readers.pdf.page.calls import plain
from govreport.readers.seen import PLAIN, Look, Unseen

if TYPE_CHECKING:
    from govreport.readers.pdf.page.model import Char, View

__all__ = ["EVERYWHERE", "Sides", "clipped_look", "shown_parts"]

#: A character is seen where at least so much of its core is left, and not where at most so much is.
SEEN, LOST = 0.8, 0.15
#: The part of a character's box, from its top, in which its strokes are.
CORE_TOP, CORE_BOTTOM = 0.2, 0.85
#: More clipping paths, and more segments in one, than these are not looked at.
MAX_PATHS, MAX_SEGMENTS = 8, 32

#: Left, top, right and bottom of what is shown.
Sides = tuple[float, float, float, float]
EVERYWHERE: Sides = (-1e9, -1e9, 1e9, 1e9)


class _Calls:
    """The calls made for every text object, and the places that they write to."""

    def __init__(self) -> None:
        import pypdfium2.raw as pdfium

        pointer, integer = ctypes.c_void_p, ctypes.c_int
        self.clip = plain(pdfium.FPDFPageObj_GetClipPath, pointer, pointer)
        self.count = plain(pdfium.FPDFClipPath_CountPaths, integer, pointer)
        self.count_segments = plain(
            pdfium.FPDFClipPath_CountPathSegments, integer, pointer, integer
        )
        self.segment = plain(pdfium.FPDFClipPath_GetPathSegment, pointer, pointer, integer, integer)
        self.point = plain(pdfium.FPDFPathSegment_GetPoint, integer, *3 * (pointer,))
        self.place = (ctypes.c_float * 2)()
        self.place_at = [ctypes.addressof(self.place) + 4 * i for i in range(2)]


_calls = functools.cache(_Calls)


def shown_parts(objects: Iterable[int], view: View) -> dict[int | None, Sides]:
    """Return the rectangle of the page in which a text object is seen, for those of which that is
    not all."""
    calls = _calls()
    objects = list(objects)
    clips = list(map(calls.clip, objects))
    # pdfium says -1 where there is none.
    counts = [calls.count(clip) if clip else 0 for clip in clips]
    # Objects share paths: those with the same first segment are one.
    known: dict[int, Sides] = {}
    found: dict[int | None, Sides] = {}
    for key, clip, count in zip(objects, clips, counts, strict=True):
        if count <= 0:
            continue
        sides = EVERYWHERE
        for path in range(min(count, MAX_PATHS)):
            first = calls.segment(clip, path, 0) or 0
            if first not in known:
                known[first] = _part(calls, clip, path, view)
            sides = _both(sides, known[first])
        found[key] = sides
    return found


def _both(one: Sides, other: Sides) -> Sides:
    """What lies within both."""
    x0, top, x1, bottom = one
    left, upper, right, lower = other
    return (max(x0, left), max(top, upper), min(x1, right), min(bottom, lower))


def _part(calls: _Calls, clip: int, path: int, view: View) -> Sides:
    """The box of a clipping path; what is none clips nothing."""
    points = list(_points(calls, clip, path))
    if len(points) < 3:
        return EVERYWHERE
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return view.box(min(xs), min(ys), max(xs), max(ys))


def _points(calls: _Calls, clip: int, path: int) -> list[tuple[float, float]]:
    count = calls.count_segments(clip, path)
    if count > MAX_SEGMENTS:
        return []
    points = []
    for index in range(count):
        segment = calls.segment(clip, path, index)
        if segment and calls.point(segment, *calls.place_at):
            x, y = calls.place
            points.append((x, y))
    return points


def clipped_look(char: Char, shown: Sides) -> Look:
    """Return how a character looks of which no more is shown than lies within these sides."""
    left, upper, right, lower = shown
    _, x0, top, x1, bottom, *_ = char
    height = bottom - top
    if char.turn == 0:
        top, bottom = top + CORE_TOP * height, top + CORE_BOTTOM * height
    across, down = min(x1, right) - max(x0, left), min(bottom, lower) - max(top, upper)
    if across <= 0 or down <= 0:
        return Look(unseen=Unseen.CLIPPED)
    share = across / max(x1 - x0, 0.01) * down / max(bottom - top, 0.01)
    if share >= SEEN:
        return PLAIN
    return Look(unseen=Unseen.CLIPPED) if share <= LOST else Look(doubt=Doubt.COVERED)
