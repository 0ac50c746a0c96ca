"""Points, and the matrices that move them, as PDF and OFD write them: ``a b c d e f``."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["IDENTITY", "Matrix", "Point", "applied", "bounds", "product"]

Point = tuple[float, float]
Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


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
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return (min(xs), min(ys), max(xs), max(ys))
