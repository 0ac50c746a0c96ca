"""Scans made of PDFs, with the faults that scanners, copiers and cameras have; the same on every
run."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import cv2
import numpy as np
import pypdfium2
from attrs import frozen

__all__ = ["KINDS", "Scan", "scan"]

Picture = Any
Random = np.random.Generator


@frozen
class Scan:
    """Pages as gray pictures, and how many pixels they have a point."""

    pages: list[Picture]
    scale: float


def scan(pdf: bytes, kind: str, seed: int = 0) -> Scan:
    """Print a PDF and scan it; ``kind`` is one of :data:`KINDS`."""
    dpi, damage = KINDS[kind]
    random = np.random.default_rng(seed)
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [page.render(scale=dpi / 72, grayscale=True).to_numpy() for page in document]
    return Scan([damage(np.ascontiguousarray(page).squeeze(), random) for page in pages], dpi / 72)


def _clean(page: Picture, random: Random) -> Picture:
    return page


def _jpeg(page: Picture, random: Random) -> Picture:
    gray = np.clip(page.astype(np.float32) * 0.75 + 40, 0, 255).astype(np.uint8)
    return _compressed(gray, 40)


def _compressed(page: Picture, quality: int) -> Picture:
    _, data = cv2.imencode(".jpg", page, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return cv2.imdecode(data, cv2.IMREAD_GRAYSCALE)


def _rotated(page: Picture, random: Random) -> Picture:
    height, width = page.shape
    angle = float(random.choice([-0.7, 0.7]))
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    turned = cv2.warpAffine(page, matrix, (width, height), borderValue=255)
    return _noisy(turned, random, 12)


def _noisy(page: Picture, random: Random, strength: float) -> Picture:
    noise = random.normal(0, strength, page.shape)
    return np.clip(page.astype(np.float32) + noise, 0, 255).astype(np.uint8)


def _photocopy(page: Picture, random: Random) -> Picture:
    """Black or white, a little askew, its strokes ragged and run together here and there, with
    specks; a person reads all of it."""
    height, width = page.shape
    angle = float(random.choice([-0.3, 0.3]))
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    askew = cv2.warpAffine(page, matrix, (width, height), borderValue=255)
    return _black_or_white(askew, random, blur=0.9, grain=50, level=200)


def _worn(page: Picture, random: Random) -> Picture:
    """A copy of copies, its thin strokes gone: much of it a person guesses."""
    return _black_or_white(page, random, blur=1.1, grain=40, level=165)


def _black_or_white(
    page: Picture, random: Random, *, blur: float, grain: float, level: int
) -> Picture:
    """What a copier makes of a page, with specks."""
    soft = cv2.GaussianBlur(page, (0, 0), blur).astype(np.float32)
    rough = cv2.GaussianBlur(random.normal(0, grain, page.shape).astype(np.float32), (0, 0), 1.2)
    copy = np.where(soft + rough < level, 0, 255).astype(np.uint8)
    specks = random.random(page.shape) < 0.0004
    return np.where(cv2.dilate(specks.astype(np.uint8), np.ones((2, 2))) > 0, 0, copy)


def _photograph(page: Picture, random: Random) -> Picture:
    """From a little aside, with a shadow over a corner."""
    height, width = page.shape
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    moved = corners + random.uniform(-0.012, 0.012, (4, 2)).astype(np.float32) * width
    matrix = cv2.getPerspectiveTransform(corners, moved)
    seen = cv2.warpPerspective(page, matrix, (width, height), borderValue=200)
    across = np.linspace(1.0, 0.55, width, dtype=np.float32)
    down = np.linspace(1.0, 0.8, height, dtype=np.float32)
    shaded = seen.astype(np.float32) * np.outer(down, across)
    return _compressed(_noisy(cv2.GaussianBlur(shaded, (0, 0), 0.7), random, 5), 70)


def _fax(page: Picture, random: Random) -> Picture:
    """Fine across and coarse down: every other line, black or white."""
    height, width = page.shape
    coarse = cv2.resize(page, (width, height // 2), interpolation=cv2.INTER_AREA)
    lines = np.where(coarse < 180, 0, 255).astype(np.uint8)
    return cv2.resize(lines, (width, height), interpolation=cv2.INTER_LINEAR)


#: Ways to scan: at how many dots an inch, and what becomes of a page.
KINDS: dict[str, tuple[int, Callable[[Picture, Random], Picture]]] = {
    "clean": (200, _clean),
    "gray JPEG": (200, _jpeg),
    "rotated": (200, _rotated),
    "photocopy": (200, _photocopy),
    "photograph": (200, _photograph),
    "300 dpi": (300, _clean),
    "150 dpi": (150, _clean),
    "fax": (200, _fax),
    "worn photocopy": (200, _worn),
}
