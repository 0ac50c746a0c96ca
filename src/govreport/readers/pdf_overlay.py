"""Boxes drawn over the pages of a PDF, to see what was read where: for debugging.

Cells are framed in red, paragraphs in blue, pictures in green.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

from govreport.document import Box, Document, Picture, Table

__all__ = ["draw"]

#: Pixels for each point.
SCALE = 1.5
CELL, PARAGRAPH, PICTURE = "red", "blue", "green"


def draw(document: Document, data: bytes) -> list[bytes]:
    """Return each page as a PNG, the boxes of ``document``, read from ``data``, drawn over it.

    Raises:
        PdfiumError: ``data`` is not the file that the document was read from.
    """
    import pypdfium2
    from PIL import ImageDraw

    out: list[bytes] = []
    boxes = list(_boxes(document))
    pdf = pypdfium2.PdfDocument(data)
    try:
        for number in range(1, len(pdf) + 1):
            image = pdf[number - 1].render(scale=SCALE).to_pil().convert("RGB")
            pen = ImageDraw.Draw(image)
            for page, box, colour in boxes:
                if page == number:
                    corners = [SCALE * side for side in (box.x0, box.top, box.x1, box.bottom)]
                    pen.rectangle(corners, outline=colour)
            buffer = io.BytesIO()
            image.save(buffer, "PNG")
            out.append(buffer.getvalue())
    finally:
        pdf.close()
    return out


def _boxes(document: Document) -> Iterator[tuple[int | None, Box, str]]:
    for block in document.blocks:
        if isinstance(block, Table):
            yield from ((c.page, c.box, CELL) for c in block.cells if c.box is not None)
        elif block.box is not None:
            yield (block.page, block.box, PICTURE if isinstance(block, Picture) else PARAGRAPH)
