"""What pdfium is asked for in lots: characters with their objects, paths with their segments."""

from __future__ import annotations

import ctypes

import pypdfium2
import pypdfium2.raw
import pytest

from govreport.readers.pdf.page.calls import address
from govreport.readers.pdf.page.chars import read_page
from govreport.readers.pdf.page.codes import Coded, coded_text
from govreport.readers.pdf.page.model import Edge
from support.pdf_files import Sheets, raw_pdf


def coded(data: bytes) -> Coded:
    page = pypdfium2.PdfDocument(data)[0]
    textpage = pypdfium2.raw.FPDFText_LoadPage(page)
    return coded_text(ctypes.c_void_p(address(textpage)))


def edges(content: bytes) -> set[Edge]:
    pdf = pypdfium2.PdfDocument(raw_pdf(content))
    return set(read_page(pdf, pdf[0], 1).edges)


def test_characters_have_their_objects_and_made_up_blanks_are_none() -> None:
    sheets = Sheets()
    sheets.text(72, 100, "受理")
    sheets.text(300, 100, "61")
    sheets.text(72, 200, "件")
    found = coded(sheets.save())
    assert found.text == "受理61件"
    first, second, third = dict.fromkeys(found.objects)
    assert found.objects == [first, first, second, second, third]
    assert found.stretches() == [(first, 0, 2), (second, 2, 4), (third, 4, 5)]


def test_page_without_text_has_no_characters() -> None:
    assert coded(raw_pdf(b""))[:3] == ("", [], [])
    assert edges(b"") == set()


@pytest.mark.parametrize(
    "path",
    [
        b"100 100 200 50 re S",
        b"100 100 m 300 100 l 300 150 l 100 150 l h S",
        b"100 100 m 300 100 l 300 150 l 100 150 l s",
        b"100 100 m 300 100 l 300 150 l 100 150 l 100 100 l S",
        b"q 2 0 0 .5 0 0 cm 50 200 m 150 200 l 150 300 l 50 300 l h S Q",
    ],
    ids=["rectangle", "closed", "closed by the stroke", "drawn to its start", "under a matrix"],
)
def test_frame_rules_all_four_sides(path: bytes) -> None:
    assert edges(path) == {
        Edge(100, 742, 300, 742),
        Edge(100, 692, 300, 692),
        Edge(100, 692, 100, 742),
        Edge(300, 692, 300, 742),
    }


def test_open_path_rules_what_is_drawn() -> None:
    found = edges(b"100 100 m 300 100 l 300 150 l 100 150 l S 100 300 m 300 300 l S")
    assert Edge(100, 692, 100, 742) not in found
    assert Edge(100, 542, 300, 542) in found


def test_path_of_several_parts_goes_on_in_none_of_them() -> None:
    found = edges(b"100 100 m 300 100 l 300 200 m 300 300 l S")
    assert found == {Edge(100, 742, 300, 742), Edge(300, 542, 300, 642)}


def test_clip_shared_by_objects_hides_what_lies_outside_of_each() -> None:
    resources = b"<< /Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"
    content = (
        b"q 90 90 100 100 re W n BT /F 12 Tf 100 100 Td (in) Tj ET "
        b"BT /F 12 Tf 300 100 Td (out) Tj ET BT /F 12 Tf 100 150 Td (too) Tj ET Q "
        b"BT /F 12 Tf 300 200 Td (free) Tj ET"
    )
    pdf = pypdfium2.PdfDocument(raw_pdf(content, resources=resources))
    page = read_page(pdf, pdf[0], 1)
    assert "".join(char.text for char in page.chars) == "intoofree"
    assert page.left_out == [("clipped", "out")]
