"""Boxes drawn over pages: govreport.readers.pdf_overlay."""

from __future__ import annotations

import io

from PIL import Image

from govreport.readers.pdf import read
from govreport.readers.pdf_overlay import SCALE, draw
from pdf_files import Sheets, cells


def test_cell_is_framed_on_its_page() -> None:
    sheets = Sheets()
    sheets.table(100, [60, 40], [20, 20], cells("规章|0", "规范性文件|12"))
    data = sheets.save()
    (picture,) = draw(read(data), data)
    image = Image.open(io.BytesIO(picture))
    assert image.size == (round(595 * SCALE + 0.4), 842 * SCALE)
    assert image.getpixel((int(132 * SCALE), int(110 * SCALE))) == (255, 0, 0)
