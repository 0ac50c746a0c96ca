"""Make the font that stands in for those that a PDF does not bring: ``stand_in.ttf``.

    python tests/support/stand_in_font.py

One box, half as wide for Latin letters and digits, is the glyph of every character.
"""

from __future__ import annotations

import io
from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import newTable
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable

import govreport.readers.pdf.page

PATH = Path(govreport.readers.pdf.page.__file__).with_name("stand_in.ttf")
EM, ASCENT, DESCENT, MARGIN = 1000, 880, -120, 50
WIDTHS = {".notdef": EM, "half": EM // 2, "full": EM}
LATIN = range(0x20, 0x100)
OTHERS = range(0x100, 0x110000)


def build() -> bytes:
    """Return the font as a file."""
    builder = FontBuilder(EM, isTTF=True)
    builder.setupGlyphOrder(list(WIDTHS))
    builder.font["cmap"] = _cmap()
    builder.setupGlyf({name: _box(width) for name, width in WIDTHS.items()})
    builder.setupHorizontalMetrics({name: (width, MARGIN) for name, width in WIDTHS.items()})
    builder.setupHorizontalHeader(ascent=ASCENT, descent=DESCENT)
    builder.setupNameTable({"familyName": "StandIn", "styleName": "Regular", "psName": "StandIn"})
    builder.setupOS2(
        sTypoAscender=ASCENT, sTypoDescender=DESCENT, usWinAscent=ASCENT, usWinDescent=-DESCENT
    )
    builder.setupPost()
    builder.setupHead(unitsPerEm=EM, created=0, modified=0)
    builder.font.recalcTimestamp = False
    file = io.BytesIO()
    builder.save(file)
    return file.getvalue()


def _cmap() -> object:
    """Many characters to one glyph (format 13), which keeps the file under a kilobyte."""
    subtable = CmapSubtable.newSubtable(13)
    subtable.platformID, subtable.platEncID, subtable.language = 3, 10, 0
    subtable.format, subtable.reserved, subtable.length, subtable.nGroups = 13, 0, 0, 0
    subtable.cmap = dict.fromkeys(LATIN, "half") | dict.fromkeys(OTHERS, "full")
    table = newTable("cmap")
    table.tableVersion, table.tables = 0, [subtable]
    return table


def _box(width: int) -> object:
    pen = TTGlyphPen(None)
    pen.moveTo((MARGIN, DESCENT))
    for corner in ((MARGIN, ASCENT), (width - MARGIN, ASCENT), (width - MARGIN, DESCENT)):
        pen.lineTo(corner)
    pen.closePath()
    return pen.glyph()


if __name__ == "__main__":
    PATH.write_bytes(build())
