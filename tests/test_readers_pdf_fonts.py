"""Fonts that a PDF names and does not bring, and pdfium shared with others."""

from __future__ import annotations

import io
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pypdfium2
import pytest
from fontTools.ttLib import TTFont

from govreport.document import Paragraph
from govreport.readers.pdf import reader as pdf
from support import stand_in_font
from support.pdf_files import Sheets, raw_pdf, stream

HERE = Path(__file__)
TO_UNICODE = """/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def
1 begincodespacerange <0000> <FFFF> endcodespacerange 2 beginbfchar
<0001> <6301>
<0002> <0037>
endbfchar endcmap end end"""


def composite(name: str, kind: str = "CIDFontType2", *, described: bool = True) -> bytes:
    """Two lines of one character, 持 and 7, in a font that is not in the file."""
    font = (
        f"<< /Type /Font /Subtype /Type0 /BaseFont /{name} /Encoding /Identity-H"
        " /DescendantFonts [6 0 R] /ToUnicode 7 0 R >>"
    )
    descendant = (
        f"<< /Type /Font /Subtype /{kind} /BaseFont /{name} /DW 1000 /CIDSystemInfo"
        " << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
        f"{' /FontDescriptor 8 0 R' if described else ''} >>"
    )
    descriptor = (
        f"<< /Type /FontDescriptor /FontName /{name} /Flags 4 /ItalicAngle 0 /Ascent 859"
        " /Descent -141 /CapHeight 600 /StemV 80 /FontBBox [0 -141 1000 859] >>"
    )
    return raw_pdf(
        b"BT /F 12 Tf 72 700 Td <0001> Tj ET BT /F 12 Tf 72 600 Td <0002> Tj ET",
        font.encode(),
        descendant.encode(),
        stream(TO_UNICODE.encode()),
        descriptor.encode(),
        resources=b"<< /Font << /F 5 0 R >> >>",
    )


@pytest.mark.parametrize("kind", ["CIDFontType0", "CIDFontType2"])
@pytest.mark.parametrize("name", ["SimSun", "ABCDEF+Unheard"])
@pytest.mark.parametrize("described", [True, False])
def test_a_line_of_one_character_is_read_without_its_font(
    name: str, kind: str, described: bool
) -> None:
    blocks = pdf.read(composite(name, kind, described=described)).blocks

    assert [block.text for block in blocks if isinstance(block, Paragraph)] == ["持", "7"]


def test_what_pdfium_brings_keeps_its_widths() -> None:
    data = raw_pdf(
        b"BT /F 10 Tf 72 700 Td (iiiiiiii) Tj ET",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        resources=b"<< /Font << /F 5 0 R >> >>",
    )

    (block,) = pdf.read(data).blocks

    # An i of Helvetica is 222 thousandths wide.
    assert block.box is not None
    assert block.box.x1 - block.box.x0 == pytest.approx(8 * 2.22, abs=0.1)


def test_the_font_is_as_its_script_makes_it() -> None:
    kept, made = (
        TTFont(io.BytesIO(data))
        for data in (stand_in_font.PATH.read_bytes(), stand_in_font.build())
    )

    assert kept.getGlyphOrder() == made.getGlyphOrder() == [".notdef", "half", "full"]
    assert kept["hmtx"].metrics == made["hmtx"].metrics
    assert kept.getBestCmap() == made.getBestCmap()
    for name in kept.getGlyphOrder():
        assert kept["glyf"][name] == made["glyf"][name]


def page_drawn(data: bytes) -> bytes:
    """The pixels of the first page."""
    file = pypdfium2.PdfDocument(data)
    drawn: bytes = file[0].render().to_pil().tobytes()
    file.close()
    return drawn


def drawn_before_and_after() -> None:
    """Draw a page in a font of the machine's, before and after reading."""
    sheets = Sheets()
    sheets.text(72, 100, "信息公开")
    data = sheets.save()
    before = page_drawn(data)
    for _ in range(3):
        pdf.read(data)
        assert page_drawn(data) == before


def read_by_threads() -> None:
    """Read by several threads at once."""
    files = []
    for number in range(4):
        sheets = Sheets()
        for line in range(30):
            sheets.text(72, 60 + 24 * line, f"第{number}号文件第{line}行")
        files.append(sheets.save())
    alone = [pdf.read(data) for data in files]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(pdf.read, files * 25))
    assert together == alone * 25


# Each in a process of its own, as others fail by bringing it down.
@pytest.mark.parametrize("action", [drawn_before_and_after, read_by_threads])
def test_pdfium_is_shared(action: object) -> None:
    name = getattr(action, "__name__", "")

    run = subprocess.run(
        [sys.executable, "-c", f"import {HERE.stem} as tests; tests.{name}()"],
        cwd=HERE.parent,
        capture_output=True,
        check=False,
    )

    assert (run.returncode, run.stderr.decode()) == (0, "")
