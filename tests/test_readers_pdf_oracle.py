"""pdfplumber's own page against ours: both paths must lead to the same Document.

The files of an edition hold all the warts that PDFs can have, as many in a file as go together, and
what LibreOffice makes of Word files with the like.
"""

from __future__ import annotations

import io

import pdfplumber
import pytest
from attrs import evolve

from fixtures import Wart, applies, compatible, converted, make_spec, write_docx, write_pdf
from govreport.document import Block, Box, Document, Paragraph, Table
from govreport.readers.pdf import reader as pdf
from govreport.readers.pdf.page import fallback as pdf_fallback
from govreport.readers.pdf.page.model import Page
from support.ogi import EDITIONS
from support.pdf_blocks import LONG
from support.pdf_files import LEFT, SONG, Sheets, cells
from support.pdf_reports import report, turned_report


def packed(edition: str, format: str) -> list[frozenset[Wart]]:
    """The warts of a format in as few lots as their groups allow."""
    lots: list[frozenset[Wart]] = [frozenset()]
    for wart in Wart:
        if not applies(wart, edition, format):
            continue
        at = next((n for n, lot in enumerate(lots) if compatible(lot | {wart})), len(lots))
        lots[at : at + 1] = [(lots[at] if at < len(lots) else frozenset()) | {wart}]
    return lots


def plumbed(data: bytes, numbers: list[int]) -> dict[int, Page]:
    """What the fallback gives, without its process."""
    with pdfplumber.open(io.BytesIO(data)) as file:
        return {n: pdf_fallback._page(file.pages[n - 1], n) for n in numbers}


def without_boxes(document: Document) -> Document:
    """The two libraries place boxes a little differently."""
    blocks: list[Block] = []
    for block in document.blocks:
        if isinstance(block, Table):
            cells = tuple(evolve(cell, box=None) for cell in block.cells)
            blocks.append(evolve(block, box=None, cells=cells))
        elif isinstance(block, Paragraph):
            nowhere = Box(0, 0, 0, 0)
            lines = tuple(evolve(line, box=nowhere) for line in block.lines)
            blocks.append(evolve(block, box=None, lines=lines))
        else:
            blocks.append(evolve(block, box=None))
    return evolve(document, blocks=tuple(blocks))


def assert_same(data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    ours = pdf.read(data)
    with monkeypatch.context() as patch:
        patch.setattr(pdf, "_page", lambda pdf, number, **how: None)
        patch.setattr(pdf, "plumbed_pages", plumbed)
        theirs = pdf.read(data)
    assert without_boxes(theirs) == without_boxes(ours)
    assert ours.blocks


@pytest.mark.parametrize("edition", EDITIONS)
def test_reports_with_all_warts(edition: str, monkeypatch: pytest.MonkeyPatch) -> None:
    lots = packed(edition, "pdf")
    assert frozenset[Wart]().union(*lots) == {w for w in Wart if applies(w, edition, "pdf")}
    for seed, warts in enumerate(lots):
        assert_same(write_pdf(make_spec(seed, edition), warts), monkeypatch)


@pytest.mark.parametrize("edition", EDITIONS)
def test_reports_set_by_libreoffice(edition: str, monkeypatch: pytest.MonkeyPatch) -> None:
    lots = packed(edition, "doc")[:4]
    files = {
        f"{seed}.docx": write_docx(make_spec(seed, edition), warts)
        for seed, warts in enumerate(lots)
    }
    for data in converted(files, "pdf").values():
        assert_same(data, monkeypatch)


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_turned_pages(degrees: int, monkeypatch: pytest.MonkeyPatch) -> None:
    assert_same(turned_report(degrees) if degrees else report(), monkeypatch)


def test_other_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Text set sideways and slanted, drawn twice, white, cropped; rules drawn in several ways."""
    sheets = Sheets()
    sheets.canvas.setCropBox((20, 20, 575, 822))
    sheets.prose(80, LONG)
    for shift in (0, 0.3):
        sheets.text(LEFT + shift, 200, "一、总体情况11件")
    sheets.canvas.setFillGray(1)
    sheets.text(LEFT, 230, "白色的字")
    sheets.canvas.setFillGray(0)
    sheets.table(300, [24, 80, 40], [60, 60], cells("|予以公开|3", "|部分公开|4"))
    for turns, place in ((1, (92, 500)), (3, (80, 490))):
        sheets.canvas.saveState()
        sheets.canvas.translate(*place)
        sheets.canvas.rotate(90 * turns)
        sheets.canvas.drawString(0, 0, "办理结果")
        sheets.canvas.restoreState()
    sheets.table(500, [80, 60], [20, 20], cells("收到申请|12", "答复申请|11"), ruled=False)
    for top in (500, 520, 540):
        sheets.canvas.rect(LEFT, sheets.height - top, 140, 0.7, stroke=0, fill=1)
    for x in (LEFT, LEFT + 80, LEFT + 140):
        sheets.canvas.rect(x, sheets.height - 540, 0.7, 40, stroke=0, fill=1)
    sheets.canvas.setFont(SONG, 40)
    sheets.canvas.translate(150, 100)
    sheets.canvas.rotate(45)
    sheets.canvas.drawString(0, 0, "内部资料")
    assert_same(sheets.save(), monkeypatch)


def test_page_by_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """One page from each library is one document still."""
    data = report()
    ours, page = pdf.read(data), pdf._page
    monkeypatch.setattr(
        pdf, "_page", lambda file, number, **how: None if number == 2 else page(file, number, **how)
    )
    assert without_boxes(pdf.read(data)) == without_boxes(ours)
