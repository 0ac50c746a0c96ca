"""A page as a picture: gray, upright, straight, its ground made even."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np

__all__ = [
    "Matrix",
    "Picture",
    "Pixels",
    "evened",
    "faint_ink_of",
    "ink_of",
    "letter_height",
    "straightening",
    "turned",
    "turning",
    "warped",
]

#: A gray picture: rows of pixels, 0 is black.
Picture = Any
#: Any other array.
Pixels = Any
#: Where the pixels of a picture go: three by three, for points ``(x, y, 1)``.
Matrix = Any
#: The ground of a page is what is left when everything smaller than this is taken away, in pixels
#: of a picture a quarter as large.
GROUND = 31
#: Ink is darker than this, of 255.
FAINT = 210
#: Scans lean by at most this much, in degrees; steps in which that is looked for, coarse and fine.
MOST_LEAN, COARSE, FINE = 4.0, 0.5, 0.05
#: Pictures are this high while their lean is looked for.
SMALL = 900
#: Ink so high, in pixels, may be a letter, or a part of one; the share of letters, and of their
#: parts, that are lower than what is called their height.
LETTERS, MOST_LETTERS = (4, 120), 75


def evened(picture: Picture) -> Picture:
    """Return a picture with a white ground: shadows and yellowed paper taken out."""
    height, width = picture.shape[:2]
    small = cv2.resize(picture, (max(1, width // 4), max(1, height // 4)))
    ground = cv2.medianBlur(cv2.dilate(small, np.ones((7, 7), np.uint8)), GROUND)
    ground = cv2.resize(ground, (width, height)).astype(np.float32)
    even = picture.astype(np.float32) / np.maximum(ground, 1.0) * 255
    return np.clip(even, 0, 255).astype(np.uint8)


def ink_of(picture: Picture) -> Pixels:
    """Return which pixels of an evened picture are ink: 1, and 0."""
    level, _ = cv2.threshold(picture, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    return (picture < min(max(level, 96), 200)).astype(np.uint8)


def faint_ink_of(picture: Picture) -> Pixels:
    """Return which pixels may be ink: thin rulings are gray."""
    return (picture < FAINT).astype(np.uint8)


def letter_height(even: Picture) -> float:
    """Return how high letters stand on an evened picture, in pixels; 0 where there is none. It is
    about nine tenths of their size."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink_of(even))
    wide, high = stats[1:, cv2.CC_STAT_WIDTH], stats[1:, cv2.CC_STAT_HEIGHT]
    low, top = LETTERS
    letters = high[(low <= high) & (high <= top) & (wide <= 2 * high) & (high <= 4 * wide)]
    return float(np.percentile(letters, MOST_LETTERS)) if letters.size else 0.0


def turned(picture: Picture, quarters: int) -> Picture:
    """Return a picture turned clockwise by quarters."""
    return np.ascontiguousarray(np.rot90(picture, -quarters))


def turning(picture: Picture, quarters: int) -> Matrix:
    """Return where the pixels of a picture go that is turned clockwise by quarters."""
    height, width = picture.shape[:2]
    out = np.eye(3)
    for _ in range(quarters % 4):
        out = np.array([[0.0, -1.0, height], [1.0, 0.0, 0.0], [0.0, 0.0, 1.0]]) @ out
        height, width = width, height
    return out


def warped(picture: Picture, matrix: Matrix | None) -> Picture:
    """Return a picture of the same size whose pixels have gone where a matrix says; the picture
    itself for ``None``."""
    if matrix is None:
        return picture
    size, flags, white = picture.shape[1::-1], cv2.INTER_CUBIC, (255, 255, 255)
    if tuple(matrix[2]) == (0.0, 0.0, 1.0):
        return cv2.warpAffine(picture, matrix[:2], size, flags=flags, borderValue=white)
    return cv2.warpPerspective(picture, matrix, size, flags=flags, borderValue=white)


def straightening(picture: Picture) -> Matrix | None:
    """Return where the pixels of a picture go when it is turned by the little that its lines lean;
    ``None`` where they do not."""
    lean = _lean(picture)
    if abs(lean) < FINE:
        return None
    height, width = picture.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), lean, 1.0)
    return np.vstack([turn, [0.0, 0.0, 1.0]])


def _lean(picture: Picture) -> float:
    """The angle by which turning a picture makes its lines most level, in degrees."""
    scale = min(1.0, SMALL / picture.shape[0])
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    ink = (255 - small).astype(np.float32)
    coarse = np.arange(-MOST_LEAN, MOST_LEAN + COARSE, COARSE)
    first = max(coarse, key=lambda angle: _level(ink, float(angle)))
    fine = np.arange(first - COARSE, first + COARSE + FINE, FINE)
    return float(max(fine, key=lambda angle: _level(ink, float(angle))))


def _level(ink: Pixels, angle: float) -> float:
    """How much the rows of a picture differ when it is turned by an angle."""
    height, width = ink.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    rows = cv2.warpAffine(ink, matrix, (width, height), flags=cv2.INTER_LINEAR).sum(axis=1)
    return float(((rows[1:] - rows[:-1]) ** 2).sum())
