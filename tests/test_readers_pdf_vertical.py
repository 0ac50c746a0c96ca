"""竖排: text set downwards, by a font for vertical writing or turned by a quarter."""

from __future__ import annotations

import pypdfium2
import pytest

from fixtures import Wart, differences, expected, make_spec, write_pdf
from fixtures.write_pdf import VERTICAL_FONT, VERTICAL_SIZE
from govreport.pipeline import parse
from govreport.readers.pdf.page.chars import read_page
from govreport.readers.pdf.page.lines import lines_of
from govreport.readers.pdf.page.model import Page
from govreport.readers.pdf.reader import read
from support.ogi import EDITIONS
from support.pdf_blocks import rows, tables
from support.pdf_files import LEFT, SONG, Sheets


def page_of(data: bytes) -> Page:
    pdf = pypdfium2.PdfDocument(data)
    try:
        return read_page(pdf, pdf[0], 1)
    finally:
        pdf.close()


def downwards(
    sheets: Sheets, x: float, top: float, text: str, size: float, at: float, turns: int = 0
) -> None:
    """Set text in vertical writing at a nominal size ``at``, scaled to ``size``."""
    cos, sin = ((1, 0), (0, 1), (-1, 0), (0, -1))[turns]
    scale = size / at
    drawn = sheets.canvas.beginText()
    drawn.setFont(VERTICAL_FONT, at)
    drawn.setTextTransform(
        scale * cos, scale * sin, -scale * sin, scale * cos, x, sheets.height - top
    )
    drawn.textOut(text)
    sheets.canvas.drawText(drawn)


@pytest.mark.parametrize("at", [10.0, 1.0, VERTICAL_SIZE], ids=str)
def test_box_of_a_character_set_downwards_is_as_large_as_it_is(at: float) -> None:
    write_pdf(make_spec(0, "2021"))  # registers the font
    sheets = Sheets()
    downwards(sheets, 100, 200, "三、本年A1", 10, at)
    page = page_of(sheets.save())
    assert [
        (c.text, round(c.x0), round(c.x1), round(c.top), round(c.bottom)) for c in page.chars
    ] == [(text, 95, 105, 200 + 10 * n, 210 + 10 * n) for n, text in enumerate("三、本年A1")]
    (line,) = lines_of(page.chars)
    assert line.text == "三、本年A1"
    assert [round(side) for side in line[1:5]] == [95, 200, 105, 260]


def test_columns_set_downwards_are_read_from_the_right() -> None:
    write_pdf(make_spec(0, "2021"))
    sheets = Sheets()
    downwards(sheets, 100, 200, "办理结果", 10, VERTICAL_SIZE)
    downwards(sheets, 113, 200, "三、本年度", 10, VERTICAL_SIZE)
    lines = lines_of(page_of(sheets.save()).chars)
    assert [line.text for line in lines] == ["三、本年度", "办理结果"]


def test_vertical_writing_beside_rows_stays_in_its_cell() -> None:
    write_pdf(make_spec(0, "2021"))
    sheets = Sheets()
    sheets.table(
        100,
        [24, 100, 40],
        [40, 40],
        [(0, 0, "", 2, 1), (0, 1, "予以公开"), (0, 2, "12"), (1, 1, "部分公开"), (1, 2, "3")],
    )
    downwards(sheets, LEFT + 12, 110, "办理结果", 9.95, VERTICAL_SIZE)
    (table,) = tables(read(sheets.save()))
    assert rows(table) == [["办理结果", "予以公开", "12"], ["部分公开", "3"]]


@pytest.mark.parametrize("edition", EDITIONS[1:])
def test_report_with_vertical_writing_is_read_whole(edition: str) -> None:
    spec, warts = make_spec(7, edition), frozenset({Wart.VERTICAL_WRITING})
    assert differences(expected(spec, warts), parse(write_pdf(spec, warts))) == []


@pytest.mark.parametrize("turn", [1, 2, 3])
def test_turned_line_has_its_own_place(turn: int) -> None:
    sheets = Sheets()
    for x, text in ((100, "左边"), (300, "右边")):
        sheets.canvas.saveState()
        sheets.canvas.translate(x, 600)
        sheets.canvas.rotate(90 * turn)
        sheets.canvas.setFont(SONG, 10)
        sheets.canvas.drawString(0, 0, text)
        sheets.canvas.restoreState()
    lines = lines_of(page_of(sheets.save()).chars)
    if turn == 2:
        assert [line.text for line in lines] == ["右边 左边"]
        return
    places = {line.text: line for line in lines}
    assert abs(places["左边"].x0 - 100) < 12
    assert abs(places["右边"].x0 - 300) < 12


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_pages_that_hold_the_same_line_turned_are_not_furniture(rotation: int) -> None:
    sheets = Sheets()
    for _ in range(3):
        sheets.canvas.setPageRotation(rotation)
        sheets.canvas.saveState()
        sheets.canvas.translate(60, 60)
        sheets.canvas.rotate(90)
        sheets.canvas.setFont(SONG, 12)
        sheets.canvas.drawString(0, 0, "全年公开信息六条")
        sheets.canvas.restoreState()
        sheets.next_page()
    document = read(sheets.save())
    assert [block.text for block in document.blocks] == ["全年公开信息六条"] * 3


def test_what_is_ruled_off_the_page_is_no_table() -> None:
    sheets = Sheets()
    rows_ = [(n, column, text) for n in range(3) for column, text in enumerate(("收到", "12"))]
    sheets.table(-40, [100, 60], [50, 50, 50], rows_)
    (table,) = tables(read(sheets.save()))
    assert table.box is not None
    assert table.box.top == 0
    assert rows(table) == [["", ""], ["收到", "12"], ["收到", "12"]]
