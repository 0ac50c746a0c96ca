"""A page photographed from aside, seen from the front again.

From aside, the level rulings of a table lean one way at its top and another at its foot, and so do
the upright ones from left to right; turning the picture mends one of them only. Lines that are
parallel on paper meet in one point on a photograph, so how much they lean changes evenly over the
page: two straight fits, of level and of upright rulings, say how the page lay.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import cv2
import numpy as np

from govreport.ocr.picture import Matrix, Picture, Pixels, faint_ink_of
from govreport.ocr.rulings import LONG, stroke_ink

__all__ = ["facing"]

#: Rulings that end so far from level or upright are mended, in points; the others are left alone.
DRIFT = 1.0
#: Rulings lean at most by this much, and lie on a straight line up to this, in points.
MOST_LEAN, BENT = 0.08, 0.8
#: A ruling that ends so far from where the others say does not count, in points.
APART = 1.0
#: Rulings have to lie so far apart to say how the lean changes, in points.
SPREAD = 60.0


class _Leaning(NamedTuple):
    """A ruling: its place across at its middle, its lean across for each pixel along, its length,
    and where its middle is along it."""

    place: float
    lean: float
    length: float
    middle: float


def facing(picture: Picture, scale: float) -> Matrix | None:
    """Return where the pixels of an upright picture of ``scale`` pixels a point go when its rulings
    are made level and upright; ``None`` if they are, or if it has none."""
    ink = faint_ink_of(picture)
    level, upright = _leaning(ink, scale), _leaning(np.ascontiguousarray(ink.T), scale)
    if all(abs(each.lean) * each.length < DRIFT * scale for each in (*level, *upright)):
        return None
    height, width = picture.shape[:2]
    top, bottom = _leans(level, width / 2, height, scale)
    left, right = _leans(upright, height / 2, width, scale)
    if max(map(abs, (top, bottom, left, right))) > MOST_LEAN:
        return None
    sides = ((0.0, left), (float(width), right))
    ends = ((0.0, top), (float(height), bottom))
    seen = [_corner(side, end, width, height) for end in ends for side in sides]
    square = np.array([[x, y] for y, _ in ends for x, _ in sides], np.float32)
    return cv2.getPerspectiveTransform(np.array(seen, np.float32), square)


def _leaning(ink: Pixels, scale: float) -> list[_Leaning]:
    """The long level strokes of a picture that are straight."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(stroke_ink(ink, scale, solid=True))
    found = []
    for number, (left, top, width, height, _) in enumerate(stats[1:].tolist(), start=1):
        if width < LONG * scale or height > width * MOST_LEAN + 3 * scale:
            continue
        own = labels[top : top + height, left : left + width] == number
        down, along = np.nonzero(own)
        lean, start = np.polyfit(along, down, 1)
        if np.abs(down - lean * along - start).mean() <= BENT * scale:
            middle = (width - 1) / 2
            place = float(top + start + lean * middle)
            found.append(_Leaning(place, float(lean), width, left + middle))
    return found


def _leans(
    rulings: Sequence[_Leaning], along: float, across: int, scale: float
) -> tuple[float, float]:
    """How much lines lean at the first and at the last edge of a page that is ``across`` wide,
    where they pass ``along``."""
    # What lies far from the middle of the page passes it elsewhere.
    lines = np.array([(r.place + r.lean * (along - r.middle), r.lean, r.length) for r in rulings])
    change, start = 0.0, 0.0
    for _ in range(3):
        if not len(lines):
            break
        places, leans, lengths = lines.T
        weights = lengths**1.5
        if np.ptp(places) >= SPREAD * scale:
            change, start = np.polyfit(places, leans, 1, w=weights)
        else:
            change, start = 0.0, np.average(leans, weights=weights**2)
        lines = lines[np.abs(leans - start - change * places) * lengths <= APART * scale]
    return float(start), float(start + change * across)


def _corner(
    side: tuple[float, float], end: tuple[float, float], width: int, height: int
) -> tuple[float, float]:
    """Where an upright line, given where it passes half the height and its lean, meets a level one,
    given where it passes half the width and its lean."""
    (x, aside), (y, down) = side, end
    # x' = x + aside (y' - height / 2), y' = y + down (x' - width / 2)
    far = (x + aside * (y - down * width / 2 - height / 2)) / (1 - aside * down)
    return far, y + down * (far - width / 2)
