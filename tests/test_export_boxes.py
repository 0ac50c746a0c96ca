"""The boxes of a PDF's figures: each lies on its figure, and the page draws all of them."""

from __future__ import annotations

import io
import unicodedata

import pdfplumber
import pytest
from lxml import etree, html
from reportlab.pdfgen.canvas import Canvas

import govreport as gr
from fixtures import Wart, make_spec, write_docx, write_pdf
from govreport.errors import LimitExceeded, UnsupportedFormat
from govreport.export.html import boxes, drawn
from govreport.export.html.boxes import to_boxes
from govreport.model import Report
from support.ogi import EDITIONS
from support.pdf_files import HEIGHT, SONG, WIDTH

WARTS = [
    frozenset[Wart](),
    frozenset({Wart.PAGE_CUTS_ROW}),
    frozenset({Wart.HEADER_ON_EACH_PAGE}),
    frozenset({Wart.TABLE_UNRULED}),
    frozenset({Wart.PAGE_CUTS_ROW, Wart.VALUE_BLANK, Wart.LABELS_REWORDED}),
]


def squeezed(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def assert_on_figures(report: Report, data: bytes) -> None:
    """In each box stands what was read: of a cell all of it, of a line of text the figure."""
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        for metric in report.metrics:
            page, box = metric.origin.page, metric.origin.box
            assert page is not None, metric
            assert box is not None, metric
            around = (box.x0 - 0.5, box.top - 0.5, box.x1 + 0.5, box.bottom + 0.5)
            text = squeezed(pdf.pages[page - 1].crop(around, strict=False).extract_text())
            if metric.origin.row is None:
                assert squeezed(metric.raw) in text, metric
            else:
                assert squeezed(metric.raw) == text, metric


@pytest.mark.parametrize("warts", WARTS, ids=lambda warts: "+".join(sorted(warts)) or "clean")
@pytest.mark.parametrize("edition", EDITIONS)
def test_every_box_lies_on_its_figure(edition: str, warts: frozenset[Wart]) -> None:
    data = write_pdf(make_spec(5, edition), warts)
    report = gr.parse(data)
    assert len(report.metrics) == {"2014": 64, "2019": 199, "2021": 201}[edition]
    assert_on_figures(report, data)


def turned(degrees: int) -> bytes:
    """A report whose page is turned by its Rotate entry, against the direction of its text."""
    buffer = io.BytesIO()
    sheet = Canvas(buffer, pagesize=(WIDTH, HEIGHT), invariant=True)
    sheet.setPageRotation(degrees)
    sheet.translate(*{0: (0, 0), 90: (HEIGHT, 0), 180: (WIDTH, HEIGHT), 270: (0, WIDTH)}[degrees])
    sheet.rotate(degrees)
    sheet.setFont(SONG, 12)
    rows = [("统计指标", "单位", "统计数"), ("一、主动公开政府信息数", "条", "345")]
    rows += [("二、收到申请数", "件", "67"), ("三、行政诉讼数量", "件", "8")]
    sheet.drawString(72, 760, "岚汀市民政局2018年政府信息公开工作年度报告")
    for number, row in enumerate(rows):
        for x, text in zip((76, 306, 386), row, strict=True):
            sheet.drawString(x, 645 - 20 * number, text)
    for x in (72, 302, 382, 462):
        sheet.line(x, 580, x, 660)
    for number in range(5):
        sheet.line(72, 660 - 20 * number, 462, 660 - 20 * number)
    sheet.save()
    return buffer.getvalue()


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_boxes_of_a_turned_page_lie_on_its_figures(degrees: int) -> None:
    data = turned(degrees)
    report = gr.parse(data)
    assert {metric.value for metric in report.metrics} >= {345, 67, 8}
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        page = pdf.pages[0]
        for metric in report.metrics:
            box = metric.origin.box
            assert box is not None
            inside = page.crop((box.x0, box.top, box.x1, box.bottom)).chars
            assert sorted(char["text"] for char in inside) == sorted(metric.raw)
    (svg,) = html.fromstring(to_boxes(report, data)).iter("svg")
    assert svg.get("viewbox") == f"0 0 {WIDTH:g} {HEIGHT:g}"


def test_figure_of_the_text_has_the_box_of_its_line_on_its_own_page() -> None:
    report = gr.parse(write_pdf(make_spec(5, "2021")))
    fees = report.metrics["fees.collected"]
    box = fees.origin.box
    assert fees.origin.row is None
    assert fees.origin.page == 3
    assert box is not None
    assert box.bottom - box.top == pytest.approx(14, abs=0.1)


def test_page_draws_every_figure_over_its_page() -> None:
    data = write_pdf(make_spec(5, "2021"), frozenset({Wart.VALUE_BLANK}))
    report = gr.parse(data)
    page = html.fromstring(to_boxes(report, data))
    titles = [str(title) for rect in page.iter("rect") for title in rect.itertext()]
    assert len(page.findall(".//svg")) == report.source.pages == 3
    assert sum(len(title.splitlines()) for title in titles) == len(report.metrics) == 201
    blank = next(metric for metric in report.metrics if metric.state == "blank")
    assert any(t.startswith(blank.id) and t.endswith("= 空白 件（原文：空）") for t in titles)
    assert "default-src 'none'" in etree.tostring(page, encoding="unicode")


def test_other_formats_have_no_pages_to_draw_on() -> None:
    data = write_docx(make_spec(5, "2021"))
    with pytest.raises(
        UnsupportedFormat, match=r"pages of a PDF or a picture, and this is docx \(view it"
    ):
        to_boxes(gr.parse(data), data)


def test_no_more_pages_are_drawn_than_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    data = write_pdf(make_spec(5, "2021"))
    monkeypatch.setattr(boxes, "MAX_PAGES", 2)
    with pytest.raises(LimitExceeded, match="figures on 3 pages, more than 2"):
        to_boxes(gr.parse(data), data)


def test_large_pages_are_drawn_with_fewer_pixels(monkeypatch: pytest.MonkeyPatch) -> None:
    data = write_pdf(make_spec(5, "2014"))
    report = gr.parse(data)
    large = to_boxes(report, data)
    monkeypatch.setattr(drawn, "MAX_PIXELS", 10_000)
    assert len(to_boxes(report, data)) < len(large) / 4


def test_table_of_requests_split_over_pages_has_all_its_figures() -> None:
    """25 rows of 7 columns, and they add up: no finding of arithmetic."""
    for warts in WARTS[:3]:
        report = gr.parse(write_pdf(make_spec(5, "2021"), warts))
        rows = {m.id for m in report.metrics if "applicant" in m.dimensions}
        figures = [m for m in report.metrics if m.id in rows and m.value is not None]
        assert len({metric.origin.page for metric in figures}) == 2
        assert len({metric.id for metric in figures}) == 25
        assert len({metric.dimensions.get("applicant", "total") for metric in figures}) == 7
        assert len(figures) == 175
        assert [f.code for f in report.findings if f.code.startswith("arithmetic")] == []
