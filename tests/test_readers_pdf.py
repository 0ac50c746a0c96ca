"""The PDF reader as a whole: its notices, its errors, its fallback."""

from __future__ import annotations

import io

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reportlab.lib.pdfencrypt import StandardEncryption

import govreport as gr
from govreport.document import Document, Paragraph, Picture, Table
from govreport.errors import (
    CorruptDocument,
    EncryptedDocument,
    GovReportError,
    LimitExceeded,
)
from govreport.readers.limits import Limits
from govreport.readers.pdf import reader as pdf
from support.pdf_blocks import LONG, rows, tables, texts
from support.pdf_files import HEIGHT, LEFT, SONG, WIDTH, Sheets, cells
from support.pdf_reports import report, turned_report


def codes(document: Document) -> list[tuple[str, int | None]]:
    return [(notice.code, notice.page) for notice in document.notices]


def test_report_is_read() -> None:
    document = pdf.read(report())
    assert document.format == "pdf"
    assert document.pages == 2
    assert document.metadata["producer"].startswith("ReportLab")
    assert texts(document) == [
        "青澜市云浦区科技局",
        "2023年政府信息公开工作年度报告",
        "一、总体情况",
        LONG + "。",
        "三、收到和处理政府信息公开申请情况",
        "四、其他需要报告的事项",
    ]
    (table,) = tables(document)
    assert rows(table) == [
        ["情况", "自然人", "总计"],
        ["三本年度办理", "予以公开", "12", "12"],
        ["部分公开", "0", "0"],
        ["不予公开", "3", "3"],
        ["四", "结转下年", "1", "1"],
    ]
    assert codes(document) == [("pdf.furniture", 1), ("pdf.furniture", 2)]


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_turned_page_is_read_upright(degrees: int) -> None:
    document = pdf.read(turned_report(degrees))
    assert texts(document) == ["一、总体情况", "全年公开信息6条。"]
    (table,) = tables(document)
    assert rows(table) == [["收到", "12"], ["答复", "11"]]
    assert table.box is not None
    assert (table.box.x0, table.box.top) == (72.0, 242.0)


def test_text_that_runs_up_the_page_is_read_and_its_box_is_where_it_stands() -> None:
    sheets = Sheets()
    sheets.canvas.rotate(90)
    sheets.canvas.translate(0, -WIDTH)
    sheets.canvas.setFont(SONG, 12)
    sheets.canvas.drawString(100, 500, "一、总体情况")
    (paragraph,) = pdf.read(sheets.save()).blocks
    assert paragraph.text == "一、总体情况"
    assert paragraph.box is not None
    assert paragraph.box.x0 == pytest.approx(WIDTH - 500 - 10, abs=3)
    assert paragraph.box.bottom == pytest.approx(HEIGHT - 100, abs=1)


def test_crop_box_is_the_page() -> None:
    sheets = Sheets()
    sheets.canvas.setCropBox((50, 100, 550, 742))
    sheets.text(LEFT, 120, "一、总体情况")
    sheets.text(0, 300, "裁去的字")
    document = pdf.read(sheets.save())
    (paragraph,) = document.blocks
    assert paragraph.text == "一、总体情况"
    assert paragraph.box is not None
    assert paragraph.box.x0 == pytest.approx(22, abs=0.5)
    assert paragraph.box.top == pytest.approx(20, abs=1)
    assert codes(document) == [("text.unseen", 1)]


def test_two_page_spread_is_read_page_by_page() -> None:
    sheets = Sheets(width=HEIGHT, height=WIDTH)
    for x, word in ((50, "左"), (470, "右")):
        for row in range(8):
            text = f"{word}页第{row}行写满这一行为止不留空白直到边上"
            sheets.text(x + 24, 80, text[2:]) if row == 0 else sheets.text(x, 80 + 20 * row, text)
    first, second = pdf.read(sheets.save()).blocks
    assert first.text.count("左") == 7
    assert second.text.count("右") == 7
    assert first.text.count("右") == second.text.count("左") == 0


def test_invisible_and_white_text_is_left_out_and_told() -> None:
    sheets = Sheets()
    sheets.prose(80, LONG)
    ghost = sheets.canvas.beginText(LEFT, 500)
    ghost.setFont(SONG, 12)
    ghost.setTextRenderMode(3)
    ghost.textOut("看不见的字")
    sheets.canvas.drawText(ghost)
    shade = sheets.canvas.beginText(LEFT, 450)
    shade.setFont(SONG, 12)
    shade.setTextRenderMode(0)
    shade.setFillGray(1)
    shade.textOut("白色的字")
    sheets.canvas.drawText(shade)
    document = pdf.read(sheets.save())
    assert texts(document) == [LONG]
    assert codes(document) == [("text.unseen", 1)]
    assert "看不见的字" in document.notices[0].message
    assert "白色的字" in document.notices[0].message


def test_white_text_on_a_dark_ground_is_seen() -> None:
    sheets = Sheets()
    sheets.canvas.setFillColorRGB(0, 0, 0.5)
    sheets.canvas.rect(LEFT, 690, 300, 40, stroke=0, fill=1)
    sheets.canvas.setFillGray(1)
    sheets.canvas.setFont(SONG, 12)
    sheets.canvas.drawString(LEFT + 10, 705, "统计指标")
    assert texts(pdf.read(sheets.save())) == ["统计指标"]


def test_page_without_text_is_told() -> None:
    sheets = Sheets()
    sheets.prose(80, LONG)
    sheets.next_page()
    sheets.canvas.drawInlineImage(_image(), 50, 50, 400, 600)
    document = pdf.read(sheets.save())
    assert codes(document) == [("pdf.no_text_layer", 2)]
    picture = document.blocks[-1]
    assert isinstance(picture, Picture)
    assert picture.page == 2
    assert picture.box is not None
    assert (picture.box.x0, picture.box.bottom) == (50.0, 792.0)


def _image() -> object:
    from PIL import Image

    return Image.new("L", (8, 8), 128)


def test_pdf_without_any_text_is_a_document() -> None:
    sheets = Sheets()
    sheets.next_page()
    document = pdf.read(sheets.save())
    assert document.blocks == ()
    assert codes(document) == [("pdf.no_text_layer", 1)]


def test_form_fields_are_text() -> None:
    sheets = Sheets()
    sheets.table(100, [80, 80], [24, 24], cells("收到申请|", "答复申请|11"))
    sheets.canvas.acroForm.textfield(
        name="received", value="12", x=156, y=HEIGHT - 120, width=60, height=16
    )
    document = pdf.read(sheets.save())
    assert rows(tables(document)[0]) == [["收到申请", "12"], ["答复申请", "11"]]


def test_buttons_are_told_to_be_unread() -> None:
    sheets = Sheets()
    sheets.prose(80, "一、总体情况")
    sheets.canvas.acroForm.checkbox(name="tick", x=50, y=100)
    assert "pdf.buttons" not in [code for code, _ in codes(pdf.read(sheets.save()))]
    sheets = Sheets()
    sheets.prose(80, "一、总体情况")
    sheets.canvas.acroForm.textfield(name="b", value="Print", x=50, y=100, width=60, height=16)
    data = sheets.save()
    assert data.count(b"/FT /Tx") == 1
    button = data.replace(b"/FT /Tx", b"/FT/Btn").replace(b"/Ff 0", b"/Ff 65536")
    document = pdf.read(button)
    assert texts(document) == ["一、总体情况"]
    assert codes(document) == [("pdf.buttons", 1)]


def test_private_use_glyphs_are_garbled() -> None:
    sheets = Sheets()
    sheets.prose(80, LONG)
    data = sheets.save()
    document = pdf.read(data)
    assert ("pdf.garbled_text", 1) not in codes(document)


@pytest.mark.parametrize("strength", [40, 128])
def test_empty_password_opens(strength: int) -> None:
    sheets = Sheets(encrypt=StandardEncryption("", ownerPassword="owner", strength=strength))
    sheets.prose(80, "一、总体情况")
    assert texts(pdf.read(sheets.save())) == ["一、总体情况"]


def test_password_is_asked_for() -> None:
    sheets = Sheets(encrypt=StandardEncryption("secret", strength=128))
    sheets.prose(80, "一、总体情况")
    with pytest.raises(EncryptedDocument):
        pdf.read(sheets.save())


@pytest.mark.parametrize("data", [b"", b"%PDF-1.4\n", b"hello", report()[:200]])
def test_what_is_no_pdf_is_corrupt(data: bytes) -> None:
    with pytest.raises(CorruptDocument):
        pdf.read(data)


def test_limits_are_kept() -> None:
    data = report()
    with pytest.raises(LimitExceeded, match="2 pages"):
        pdf.read(data, Limits(pages=1))
    with pytest.raises(LimitExceeded, match="bytes"):
        pdf.read(data, Limits(bytes=100))
    with pytest.raises(LimitExceeded, match="blocks"):
        pdf.read(data, Limits(blocks=2))
    with pytest.raises(LimitExceeded, match="cells"):
        pdf.read(data, Limits(table_cells=3))


def test_page_with_too_many_rulings_is_read_as_text() -> None:
    sheets = Sheets()
    sheets.prose(80, LONG)
    path = sheets.canvas.beginPath()
    for index in range(4000):
        path.rect(index % 500, index / 10, 40, 40)
    sheets.canvas.drawPath(path)
    document = pdf.read(sheets.save())
    assert texts(document) == [LONG]
    assert codes(document) == [("pdf.page_too_complex", 1)]


#: Not compressed, so that damage reaches the drawing itself and not only its packing.
PLAIN = report(compressed=False)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    edits=st.lists(
        st.tuples(st.integers(0, len(PLAIN) - 1), st.binary(min_size=1, max_size=8)),
        min_size=1,
        max_size=8,
    ),
    end=st.one_of(st.just(len(PLAIN)), st.integers(0, len(PLAIN))),
)
def test_damaged_file_gives_a_document_or_a_typed_error(
    edits: list[tuple[int, bytes]], end: int
) -> None:
    data = bytearray(PLAIN)
    # The fallback has a process of its own, which would take this test minutes.
    monkeypatch = pytest.MonkeyPatch()
    monkeypatch.setattr(pdf, "plumbed_pages", lambda data, numbers: {})
    for place, piece in edits:
        data[place : place + len(piece)] = piece
    try:
        document = pdf.read(bytes(data[:end]))
    except GovReportError:
        return
    finally:
        monkeypatch.undo()
    assert all(isinstance(block, Paragraph | Table | Picture) for block in document.blocks)


def test_what_pdfium_says_of_a_form_is_a_notice(capfd: pytest.CaptureFixture[str]) -> None:
    sheets = Sheets()
    sheets.text(LEFT, 72, "请用 Adobe Reader 打开")
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(sheets.save())) as form:
        packet = form.make_stream(b"<xdp:xdp xmlns:xdp='http://ns.adobe.com/xdp/'/>")
        form.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array(), XFA=packet)
        form.save(buffer)
    document = gr.read(buffer.getvalue())
    assert {"pdf.xfa", "library.warning"} <= {notice.code for notice in document.notices}
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("repeated", [True, False])
@pytest.mark.parametrize(
    ("page", "text"), [(0, 90), (0, 180), (0, 270), (90, 0), (90, 270), (180, 180), (270, 180)]
)
def test_text_that_is_turned_on_every_page_is_read(page: int, text: int, repeated: bool) -> None:
    lines = ["一、总体情况", "全年公开信息6条。"]
    said = [lines if repeated else [f"第{n}组{line}" for line in lines] for n in range(4)]
    sheets = Sheets()
    for each in said:
        sheets.canvas.setPageRotation(page)
        sheets.canvas.translate(WIDTH / 2, HEIGHT / 2)
        sheets.canvas.rotate(text)
        sheets.canvas.setFont(SONG, 12)
        for row, line in enumerate(each):
            sheets.canvas.drawString(-150, 60 - 30 * row, line)
        sheets.next_page()
    document = pdf.read(sheets.save())
    assert "".join(texts(document)) == "".join(line for each in said for line in each)
    assert codes(document) == []
