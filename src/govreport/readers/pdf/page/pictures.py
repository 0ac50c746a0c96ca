"""Pictures that may hide what is under them, and those that let it show."""

from __future__ import annotations

import ctypes
from typing import Any

__all__ = ["hides"]

#: A pixel lets something show if it is less opaque than this, of 255.
OPAQUE = 240
#: A picture lets something show if this share of its pixels do.
OPEN_SHARE = 0.05
#: Larger renderings are not looked at.
MAX_PIXELS = 4_000_000


def hides(pdf: Any, page: Any, image: int) -> bool:
    """Whether an image object of a pypdfium2 page is opaque, but for a little."""
    import pypdfium2.raw as pdfium

    handle = ctypes.cast(image, pdfium.FPDF_PAGEOBJECT)
    if pdfium.FPDFPageObj_HasTransparency(handle):
        return False
    bitmap = pdfium.FPDFImageObj_GetRenderedBitmap(pdf.raw, page.raw, handle)
    if not bitmap:
        return True
    try:
        if pdfium.FPDFBitmap_GetFormat(bitmap) != pdfium.FPDFBitmap_BGRA:
            return True
        width, height = pdfium.FPDFBitmap_GetWidth(bitmap), pdfium.FPDFBitmap_GetHeight(bitmap)
        stride = pdfium.FPDFBitmap_GetStride(bitmap)
        if not 0 < width * height <= MAX_PIXELS:
            return True
        alphas = ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), stride * height)[3::4]
        clear = sum(alpha < OPAQUE for alpha in alphas)
        return clear <= OPEN_SHARE * len(alphas)
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)
