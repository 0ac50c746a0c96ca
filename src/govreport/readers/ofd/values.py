"""Values as OFD writes them: numbers, boxes, matrices, runs of distances, paths.

>>> deltas("4.5 g 3 2 1"), deltas("g 2")
([4.5, 2.0, 2.0, 2.0, 1.0], [])
>>> polylines("M 0 0 L 10 0 L 10 5 C")
[[(0.0, 0.0), (10.0, 0.0), (10.0, 5.0), (0.0, 0.0)]]
"""

from __future__ import annotations

import itertools
import math

from govreport.readers.pdf.page.plane import IDENTITY, Matrix, Point

__all__ = [
    "box_of",
    "deltas",
    "matrix_of",
    "moved",
    "number",
    "numbers",
    "polylines",
]

#: A text object with more distances, or a path with more corners, is none that a program wrote.
MOST = 100_000


def number(text: str | None, otherwise: float) -> float:
    """Return a finite number, or what holds where none is written."""
    try:
        value = float(text) if text else otherwise
    except ValueError:
        return otherwise
    return value if math.isfinite(value) else otherwise


def numbers(text: str | None) -> list[float]:
    """Return a list of numbers, ``[]`` where one of them is none."""
    parts = (text or "").split()
    found = [number(part, math.nan) for part in parts]
    return [] if any(map(math.isnan, found)) else found


def box_of(text: str | None) -> tuple[float, float, float, float] | None:
    """Return a box as left, top, width and height; ``None`` for what is no box."""
    found = numbers(text)
    return (found[0], found[1], found[2], found[3]) if len(found) == 4 else None


def matrix_of(text: str | None) -> Matrix:
    """Return a matrix, the one that changes nothing where none is written."""
    found = numbers(text)
    if len(found) != 6:
        return IDENTITY
    return (found[0], found[1], found[2], found[3], found[4], found[5])


def moved(x: float, y: float) -> Matrix:
    """Return the matrix that moves everything."""
    return (1.0, 0.0, 0.0, 1.0, x, y)


def deltas(text: str | None) -> list[float]:
    """Return the distances from character to character; ``g 3 2.5`` is three times 2.5."""
    words, found = (text or "").split(), list[float]()
    at = 0
    while at < len(words) and len(found) < MOST:
        if words[at] == "g" and at + 2 < len(words):
            times = min(int(number(words[at + 1], 0)), MOST)
            found += [number(words[at + 2], 0.0)] * max(0, times)
            at += 3
        elif words[at] == "g":
            break
        else:
            found.append(number(words[at], 0.0))
            at += 1
    return found


#: How many numbers follow each operator of a path, and how many of them, from the end, are where
#: it leads. S is an old way to begin, B and Q are curves, A is an arc, C closes.
_OPERATORS = {"M": 2, "S": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}


def polylines(data: str | None, steps: int = 1) -> list[list[Point]]:
    """Return the lines of a path (AbbreviatedData); of a curve, where it leads, or so many
    ``steps`` on it."""
    lines: list[list[Point]] = []
    words = (data or "").split()
    at = corners = 0
    while at < len(words) and corners < MOST:
        count = _OPERATORS.get(words[at])
        if count is None:
            at += 1
            continue
        values = [number(word, 0.0) for word in words[at + 1 : at + 1 + count]]
        if len(values) < count:
            break
        if words[at] in "MS":
            lines.append([(values[0], values[1])])
        elif words[at] == "C":
            if lines and lines[-1][0] != lines[-1][-1]:
                lines[-1].append(lines[-1][0])
        elif lines and words[at] in "QB" and steps > 1:
            lines[-1] += _curve(
                [lines[-1][-1], *zip(values[::2], values[1::2], strict=True)], steps
            )
            corners += steps
        elif lines:
            lines[-1].append((values[-2], values[-1]))
        corners += 1
        at += 1 + count
    return lines


def _curve(points: list[Point], steps: int) -> list[Point]:
    """So many points of a Bézier curve, without its first, by De Casteljau's construction."""
    found = []
    for step in range(1, steps + 1):
        t, between = step / steps, points
        while len(between) > 1:
            between = [
                (a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t)
                for a, b in itertools.pairwise(between)
            ]
        found += between
    return found
