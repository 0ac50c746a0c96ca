"""Points, and the matrices that move them, as PDF and OFD write them: ``a b c d e f``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

__all__ = ["IDENTITY", "Matrix", "Point", "Projection", "applied", "bounds", "product"]

Point = tuple[float, float]
Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Projection(NamedTuple):
    """Where the points of a page come to that is seen from aside: the rows of three by three."""

    xx: float
    xy: float
    x0: float
    yx: float
    yy: float
    y0: float
    wx: float
    wy: float
    w0: float

    def point(self, x: float, y: float) -> Point:
        """Return where a point comes to."""
        w = self.wx * x + self.wy * y + self.w0
        across, down = self.xx * x + self.xy * y + self.x0, self.yx * x + self.yy * y + self.y0
        return across / w, down / w

    def box(self, box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
        """Return the smallest box around that to which a rectangle comes."""
        x0, top, x1, bottom = box
        return bounds([self.point(x, y) for x in (x0, x1) for y in (top, bottom)])


def product(inner: Matrix, outer: Matrix) -> Matrix:
    """Return the matrix that does one and then the other."""
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


def applied(matrix: Matrix, x: float, y: float) -> Point:
    """Return where a point comes to."""
    a, b, c, d, e, f = matrix
    return (a * x + c * y + e, b * x + d * y + f)


def bounds(points: Sequence[Point]) -> tuple[float, float, float, float]:
    """Return the smallest box around points: left, top, right and bottom."""
    xs, ys = zip(*points, strict=True)
    return (min(xs), min(ys), max(xs), max(ys))
