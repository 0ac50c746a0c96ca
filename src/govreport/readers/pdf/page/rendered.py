"""A page drawn as a picture by pdfium, to see what something on it changes."""

from __future__ import annotations

import ctypes
from typing import Any, NamedTuple

__all__ = ["ANNOTATIONS", "Rendering", "render"]

#: A page is drawn no larger than this, in pixels on either side.
MAX_SIDE = 3_000
#: Draws the annotations too.
ANNOTATIONS = 0x01


class Rendering(NamedTuple):
    """The bytes of a picture, ``stride`` to a row, ``scale`` pixels a point; empty where pdfium
    could not make it."""

    pixels: bytes
    stride: int
    scale: float


def render(page: Any, scale: float, *, grey: bool = False, flags: int = 0) -> Rendering:
    """Draw a pypdfium2 page on white, in four bytes a pixel, or in one where it is ``grey``."""
    import pypdfium2.raw as pdfium

    size = max(page.get_width(), page.get_height(), 1.0)
    scale = min(scale, MAX_SIDE / size)
    width = max(1, round(page.get_width() * scale))
    height = max(1, round(page.get_height() * scale))
    bitmap = pdfium.FPDFBitmap_CreateEx(
        width,
        height,
        pdfium.FPDFBitmap_Gray if grey else pdfium.FPDFBitmap_BGRx,
        None,
        0,
    )
    if not bitmap:
        return Rendering(b"", 0, scale)
    try:
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
        pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, flags)
        stride = pdfium.FPDFBitmap_GetStride(bitmap)
        pixels = ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), stride * height)
        return Rendering(pixels, stride, scale)
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)
