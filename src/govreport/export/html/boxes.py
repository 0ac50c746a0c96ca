"""The pages of a PDF with a box around every figure: to see that each was read where it stands.

One self-contained page. The pages are pictures, the boxes are drawn over them in the coordinates
of :class:`~govreport.document.Box`; hovering over a box tells what was read there.
"""

from __future__ import annotations

import base64
import io
import math
from importlib import resources
from typing import Any

from govreport.errors import LimitExceeded, UnsupportedFormat
from govreport.export.html.markup import page, tag
from govreport.export.html.pages import Picture, draw, legend, numbers, unplaced
from govreport.model import Report
from govreport.readers.pdf.page.pdfium import open_pdf

__all__ = ["MAX_PAGES", "draw_page", "sizes", "style", "to_boxes"]

#: A longer file has only the pages drawn that hold figures, and no more than these.
MAX_PAGES = 60
#: Pixels for each point; fewer where a page would have more pixels than this.
SCALE = 1.5
MAX_PIXELS = 4_000_000


def to_boxes(report: Report, data: bytes) -> str:
    """Return the page as text, to be written as UTF-8.

    Args:
        report: what was parsed.
        data: the bytes of the PDF that it was parsed from.

    Raises:
        UnsupportedFormat: the report was not read from a PDF.
        LimitExceeded: figures stand on more pages than are drawn.
        CorruptDocument, EncryptedDocument: the bytes are no PDF that can be opened.
    """
    path, format = report.source.path, report.source.format
    if format != "pdf":
        detail = f"boxes are drawn over the pages of a PDF, and this is {format}"
        raise UnsupportedFormat(detail, path=path, hint="view it without --boxes")
    with open_pdf(data, fonts=True) as pdf:
        count = len(pdf)
        shown = range(1, count + 1) if count <= MAX_PAGES else numbers(report)
        if len(shown) > MAX_PAGES:
            detail = f"figures on {len(shown)} pages, more than {MAX_PAGES}"
            raise LimitExceeded(detail, path=path, hint="view it without --boxes")
        pictures = [_inline(pdf, number) for number in shown]
    placed = sum(m.origin.page is not None and m.origin.box is not None for m in report.metrics)
    title = report.title or "（无标题）"
    summary = (
        f"数字 {len(report.metrics)} 个，画出 {placed} 个；共 {count} 页，画出 {len(pictures)} 页"
    )
    return page(
        f"{title}：数字的位置",
        resources.files(__package__).joinpath("page.css").read_text(encoding="utf-8") + style(),
        tag("header", tag("h1", title), tag("p", summary), legend(report.metrics)),
        tag(
            "main",
            *(draw(report, picture, {}, {}) for picture in pictures),
            unplaced(report.metrics),
        ),
        policy="; img-src data:",
    )


def style() -> str:
    """Return the styles of pages with boxes."""
    return resources.files(__package__).joinpath("boxes.css").read_text(encoding="utf-8")


def sizes(data: bytes) -> list[tuple[float, float]]:
    """Return the width and the height of each page of a PDF, in points; 0 for one that cannot be
    opened.

    Raises:
        CorruptDocument, EncryptedDocument: the bytes are no PDF that can be opened.
    """
    with open_pdf(data) as pdf:
        return [_size(pdf, number) for number in range(1, len(pdf) + 1)]


def draw_page(data: bytes, number: int) -> bytes | None:
    """Return a page of a PDF as a PNG; ``None`` if there is none of that number or pdfium cannot
    draw it.

    Raises:
        CorruptDocument, EncryptedDocument: the bytes are no PDF that can be opened.
    """
    with open_pdf(data, fonts=True) as pdf:
        drawn = _picture(pdf, number) if 1 <= number <= len(pdf) else None
        return drawn[0] if drawn else None


def _inline(pdf: Any, number: int) -> Picture:
    drawn = _picture(pdf, number)
    if drawn is None:
        return Picture(number, None)
    png, width, height = drawn
    href = f"data:image/png;base64,{base64.b64encode(png).decode('ascii')}"
    return Picture(number, href, width, height)


def _size(pdf: Any, number: int) -> tuple[float, float]:
    import pypdfium2

    try:
        width, height = pdf.get_page_size(number - 1)
    except pypdfium2.PdfiumError:
        return 0, 0
    return width, height


def _picture(pdf: Any, number: int) -> tuple[bytes, float, float] | None:
    """A page as a PNG, and its size in points; ``None`` if pdfium cannot give it."""
    import pypdfium2

    try:
        drawn = pdf[number - 1]
    except pypdfium2.PdfiumError:
        return None
    try:
        width, height = drawn.get_size()
        scale = min(SCALE, math.sqrt(MAX_PIXELS / max(width * height, 1.0)))
        image = drawn.render(scale=scale).to_pil().convert("RGB")
    finally:
        drawn.close()
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue(), width, height
