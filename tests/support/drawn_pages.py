"""Files whose pages are pictures, or outlines: no text in either."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence

import cv2
import numpy as np
from PIL import Image
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from fixtures.write_ofd import package

__all__ = ["outlined_ofd", "outlined_pdf", "pictured_ofd"]

_Outline = list[tuple[float, float]]

#: A page as it is made here, in millimetres.
WIDE, HIGH = 210.0, 297.0
#: So many times larger a page is when its outlines are drawn.
FINER = 4
#: What is darker is ink.
DARK = 160
AREA = f"0 0 {WIDE:g} {HIGH:g}"


def pictured_ofd(pages: Sequence[Image.Image]) -> bytes:
    """Pages as OFD, one picture each, as scanners save them."""
    media: dict[str, str | bytes] = {}
    resources, contents = "", []
    for n, page in enumerate(pages):
        out = io.BytesIO()
        page.save(out, "PNG")
        media[f"Doc_0/Res/page{n}.png"] = out.getvalue()
        resources += (
            f'<ofd:MultiMedias><ofd:MultiMedia ID="{50 + n}" Type="Image" Format="PNG">'
            f"<ofd:MediaFile>page{n}.png</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias>"
        )
        contents.append(
            f'<ofd:ImageObject ID="9" Boundary="{AREA}" CTM="{WIDE:g} 0 0 {HIGH:g} 0 0"'
            f' ResourceID="{50 + n}"/>'
        )
    return package(contents, page_area=AREA, resources=resources, more=media)


def outlined_ofd(pages: Sequence[Image.Image]) -> bytes:
    """Pages as OFD, with the outlines of what is dark on them: a path for each glyph."""
    contents = []
    for page in pages:
        scale = WIDE / page.width
        contents.append(
            "".join(
                f'<ofd:PathObject ID="9" Boundary="{AREA}" Stroke="false" Fill="true">'
                f"<ofd:AbbreviatedData>{' '.join(_path(each, scale) for each in glyph)}"
                "</ofd:AbbreviatedData></ofd:PathObject>"
                for glyph in _glyphs(page)
            )
        )
    return package(contents, page_area=AREA)


def outlined_pdf(pages: Sequence[Image.Image]) -> bytes:
    """The same as PDF."""
    out = io.BytesIO()
    canvas = Canvas(out, (WIDE * mm, HIGH * mm))
    for page in pages:
        scale = WIDE * mm / page.width
        for glyph in _glyphs(page):
            path = canvas.beginPath()
            for (x0, y0), *rest in glyph:
                path.moveTo(scale * x0, HIGH * mm - scale * y0)
                for x, y in rest:
                    path.lineTo(scale * x, HIGH * mm - scale * y)
                path.close()
            canvas.drawPath(path, stroke=0, fill=1)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _glyphs(page: Image.Image) -> Iterator[list[_Outline]]:
    """What hangs together on a page: its outline, then those of its holes, in pixels."""
    # An outline runs through the middles of the outermost pixels: small ones, then.
    finer = page.resize((FINER * page.width, FINER * page.height), Image.Resampling.BICUBIC)
    dark = (np.asarray(finer) < DARK).astype(np.uint8)
    found, levels = cv2.findContours(dark, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    outlines = [[((x + 0.5) / FINER, (y + 0.5) / FINER) for [(x, y)] in o.tolist()] for o in found]
    for n, (_, _, hole, parent) in enumerate(levels[0].tolist()):
        if parent < 0:
            glyph = [outlines[n]]
            while hole >= 0:
                glyph.append(outlines[hole])
                hole = int(levels[0][hole][0])
            yield glyph


def _path(outline: _Outline, scale: float) -> str:
    first, *rest = (f"{scale * x:.3f} {scale * y:.3f}" for x, y in outline)
    return " ".join([f"M {first}", *(f"L {point}" for point in rest), "C"])
