"""The rulings of tables on a picture.

A copier breaks thin lines, so gaps are closed before strokes are looked for; a row of figures then
looks like one, too. What tells them apart is where they end: a ruling is long, or runs from one
ruling to another.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import cv2
import numpy as np

from govreport.ocr.picture import Pixels

__all__ = ["LONG", "Ruling", "Rulings", "find_rulings", "stroke_ink"]

#: Gaps that are closed, of whole strokes and of broken ones, and strokes that are looked at, in
#: points.
WHOLE_GAP, BROKEN_GAP, SHORTEST = 0.7, 4.0, 12.0
#: A table has a level ruling that is so long, in points; so long where it is broken.
LONG, LONG_BROKEN = 60.0, 120.0
#: So much of a broken ruling is ink.
FILLED = 0.5
#: The strokes of characters have others beside them nearly all along, so far off, in points.
BESIDE, MOST_BESIDE = (1.5, 3.5), 0.75
#: Rulings meet if their ends are so close to each other, in points.
NEAR = 4.0
#: A ruling with one end is at least so long: the next page has the other, in points.
OPEN = 40.0
#: A ruling is at most so thick, in points.
THICK = 4.0
#: How often strokes that end nowhere are taken out, and what ended at them then.
ROUNDS = 4


class Ruling(NamedTuple):
    """A straight stroke along one axis, in pixels."""

    x0: float
    top: float
    x1: float
    bottom: float


class Rulings(NamedTuple):
    """The rulings of a picture, and which of its pixels they are."""

    strokes: list[Ruling]
    mask: Pixels


class _Stroke(NamedTuple):
    """A stroke along one axis: its place across, and its ends along it; ``solid`` if not broken."""

    place: float
    start: float
    end: float
    solid: bool


def find_rulings(ink: Pixels, scale: float) -> Rulings:
    """Return the rulings among the ink; ``scale`` is pixels a point."""
    near = NEAR * scale
    every = [
        [stroke for solid in (True, False) for stroke in _strokes(plane, scale, solid=solid)]
        for plane in (ink, np.ascontiguousarray(ink.T))
    ]
    level, upright = ([s for s in each if _is_whole(s, scale)] for each in every)
    for _ in range(ROUNDS):
        upright = [stroke for stroke in upright if _is_held(stroke, level, near, scale)]
        level = [stroke for stroke in level if _is_crossed(stroke, upright, near, scale)]
    level, upright = _of_tables(level, upright, near, scale)
    upright += _in_line(every[1], upright, level, near)
    level += _in_line(every[0], level, upright, near)
    rulings = [Ruling(s.start, s.place, s.end, s.place) for s in level]
    rulings += [Ruling(s.place, s.start, s.place, s.end) for s in upright]
    mask = np.zeros_like(ink)
    for ruling in rulings:
        x0, top, x1, bottom = map(round, ruling)
        cv2.line(mask, (x0, top), (x1, bottom), 1, max(3, round(scale)))
    return Rulings(rulings, mask & cv2.dilate(ink, np.ones((3, 3), np.uint8)))


def stroke_ink(ink: Pixels, scale: float, *, solid: bool) -> Pixels:
    """Return what of the ink is in thin level strokes, solid ones or broken ones as well."""

    def bar(length: float) -> Pixels:
        return np.ones((1, max(1, round(length * scale))), np.uint8)

    gap = WHOLE_GAP if solid else BROKEN_GAP
    strokes: Pixels = cv2.morphologyEx(_stepping(ink), cv2.MORPH_CLOSE, bar(gap))
    strokes = cv2.morphologyEx(strokes, cv2.MORPH_OPEN, bar(SHORTEST))
    thick = np.ones((round(THICK * scale) + 3,) * 2, np.uint8)
    solid_ink: Pixels = cv2.dilate(cv2.morphologyEx(strokes, cv2.MORPH_OPEN, thick), thick)
    return strokes & (1 - solid_ink)


def _stepping(ink: Pixels) -> Pixels:
    """The ink made so thick that a stroke that leans a little hangs together as it steps."""
    thicker: Pixels = cv2.dilate(ink, np.ones((3, 1), np.uint8))
    return thicker


def _strokes(ink: Pixels, scale: float, *, solid: bool) -> list[_Stroke]:
    """The level strokes of a picture that may be rulings, the solid ones or the broken."""
    even = _stepping(ink)
    strokes = stroke_ink(ink, scale, solid=solid)
    _, labels, stats, middles = cv2.connectedComponentsWithStats(strokes)
    found = []
    for number, (left, top, width, height, _) in enumerate(stats[1:].tolist(), start=1):
        if width < SHORTEST * scale or height > THICK * scale + 3:
            continue
        part = even[top : top + height, left : left + width]
        own = labels[top : top + height, left : left + width] == number
        filled = float((part & own).max(axis=0).mean())
        if filled >= FILLED and _is_free(ink, left, width, top, top + height, scale):
            place = float(middles[number][1])
            found.append(_Stroke(place, left, left + width, solid))
    return found


def _is_whole(stroke: _Stroke, scale: float) -> bool:
    """Whether a stroke is unbroken, or so long that it is one all the same."""
    return stroke.solid or stroke.end - stroke.start >= LONG_BROKEN * scale


def _in_line(
    every: Sequence[_Stroke], kept: Sequence[_Stroke], across: Sequence[_Stroke], near: float
) -> list[_Stroke]:
    """The broken strokes that run from ruling to ruling in line with a whole one."""
    return [
        stroke
        for stroke in every
        if stroke not in kept
        and any(abs(stroke.place - other.place) <= near / 2 for other in kept)
        and _ends_held(stroke, across, near) == 2
    ]


def _ends_held(stroke: _Stroke, across: Sequence[_Stroke], near: float) -> int:
    """How many ends of a stroke lie on strokes across it."""
    return sum(
        any(
            abs(end - other.place) <= near
            and other.start - near <= stroke.place <= other.end + near
            for other in across
        )
        for end in (stroke.start, stroke.end)
    )


def _is_free(ink: Pixels, left: int, width: int, top: int, bottom: int, scale: float) -> bool:
    """Whether there is room above and below a stroke, here and there at least."""
    first, last = (round(each * scale) for each in BESIDE)
    above = ink[max(0, top - last) : max(0, top - first), left : left + width]
    below = ink[bottom + first : bottom + last, left : left + width]
    return all(
        not side.size or float(side.max(axis=0).mean()) < MOST_BESIDE for side in (above, below)
    )


def _is_held(upright: _Stroke, level: Sequence[_Stroke], near: float, scale: float) -> bool:
    """Whether an upright stroke ends at level ones; a solid one may go on beyond the page."""
    held = _ends_held(upright, level, near)
    length = upright.end - upright.start
    return held == 2 or (held == 1 and upright.solid and length >= OPEN * scale)


def _is_crossed(level: _Stroke, upright: Sequence[_Stroke], near: float, scale: float) -> bool:
    """Whether a level stroke meets two upright ones at least, a long one at least one."""
    long = level.end - level.start >= LONG_BROKEN * scale
    return sum(_meet(level, other, near) for other in upright) >= (1 if long else 2)


def _of_tables(
    level: list[_Stroke], upright: list[_Stroke], near: float, scale: float
) -> tuple[list[_Stroke], list[_Stroke]]:
    """The strokes that hang together with a long one: the others are parts of characters."""
    kept = [
        stroke
        for stroke in level
        if stroke.end - stroke.start >= (LONG if stroke.solid else LONG_BROKEN) * scale
    ]
    sides: list[_Stroke] = []
    while True:
        more = [
            side
            for side in upright
            if side not in sides and any(_meet(stroke, side, near) for stroke in kept)
        ]
        rest = [stroke for stroke in level if stroke not in kept]
        found = [stroke for stroke in rest if any(_meet(stroke, side, near) for side in more)]
        if not more:
            return kept, sides
        sides += more
        kept += found


def _meet(level: _Stroke, upright: _Stroke, near: float) -> bool:
    return (
        upright.start - near <= level.place <= upright.end + near
        and level.start - near <= upright.place <= level.end + near
    )
