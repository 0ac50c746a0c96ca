"""Tables at a page break: govreport.readers.pdf.flow.breaks."""

from __future__ import annotations

import pytest

from govreport.readers.pdf.reader import read
from support.pdf_blocks import rows, tables, texts
from support.pdf_files import LEFT, CellSpec, Sheets, cells

WIDTHS = [120.0, 80.0, 80.0]


def block(title: str, *lines: str) -> list[CellSpec]:
    """A title over the whole width, and rows below it."""
    below = [(row + 1, column, text) for row, column, text in cells(*lines)]  # type: ignore[misc]
    return [(0, 0, title, 1, 3), *below]


def test_title_row_alone_at_the_foot_belongs_to_the_table() -> None:
    sheets = Sheets()
    sheets.prose(72, "二、主动公开政府信息情况")
    sheets.table(720, [280], [24], cells("第二十条第（一）项"))
    sheets.centred(790, "- 1 -", 10)
    sheets.next_page()
    sheets.table(72, WIDTHS, [24, 24], cells("信息内容|制发|废止", "规章|1|2"))
    document = read(sheets.save())
    (table,) = tables(document)
    assert rows(table) == [["第二十条第（一）项"], ["信息内容", "制发", "废止"], ["规章", "1", "2"]]
    assert table.cells[0].column_span == 3
    assert [cell.page for cell in table.cells[:2]] == [1, 2]
    assert texts(document) == ["二、主动公开政府信息情况"]


@pytest.mark.parametrize(
    ("width", "between"),
    [
        pytest.param(200.0, "", id="other-width"),
        pytest.param(280.0, "三、下一部分", id="text-between"),
    ],
)
def test_frame_at_the_foot_is_text(width: float, between: str) -> None:
    sheets = Sheets()
    sheets.prose(72, "二、主动公开政府信息情况")
    sheets.table(720, [width], [24], cells("框内的说明"))
    sheets.next_page()
    top = sheets.prose(72, between) if between else 72
    sheets.table(top, WIDTHS, [24, 24], cells("信息内容|制发|废止", "规章|1|2"))
    document = read(sheets.save())
    assert rows(tables(document)[0])[0] == ["信息内容", "制发", "废止"]
    assert "框内的说明" in texts(document)


def test_blank_row_alone_at_the_head_belongs_to_the_table() -> None:
    sheets = Sheets()
    sheets.prose(72, "二、主动公开政府信息情况")
    sheets.table(700, WIDTHS, [24, 24], cells("信息内容|制发|废止", "规章|1|2"))
    sheets.next_page()
    sheets.table(72, WIDTHS, [24], cells("行政规范性文件||"))
    sheets.prose(120, "三、收到和处理政府信息公开申请情况")
    document = read(sheets.save())
    (table,) = tables(document)
    assert rows(table)[2] == ["行政规范性文件", "", ""]
    assert len(texts(document)) == 2


def series(*, gap: float) -> list[list[list[str]]]:
    """Four titled blocks with a gap between them, the page turned before the last."""
    sheets = Sheets()
    top = 500.0
    for number in "一二三":
        lines = block(f"第二十条第（{number}）项", "信息内容|制发|废止", "规章|1|2")
        top = sheets.table(top, WIDTHS, [24] * 3, lines) + gap
    sheets.next_page()
    sheets.table(
        72, WIDTHS, [24] * 3, block("第二十条第（四）项", "信息内容|制发|废止", "规章|3|4")
    )
    return [rows(table) for table in tables(read(sheets.save()))]


def test_titled_tables_stay_apart_over_a_page_break() -> None:
    found = series(gap=12)
    assert len(found) == 4
    assert found[3] == [["第二十条第（四）项"], ["信息内容", "制发", "废止"], ["规章", "3", "4"]]


def test_title_row_that_comes_again_on_the_next_page_keeps_no_tables_apart() -> None:
    sheets = Sheets()
    heads = "信息内容|制发|废止"
    end = sheets.table(560, WIDTHS, [24] * 3, block("第二十条第（五）项", heads, "许可|1|2"))
    end = sheets.table(end + 12, WIDTHS, [24] * 3, block("第二十条第（六）项", heads, "处罚|3|4"))
    sheets.next_page()
    sheets.table(72, WIDTHS, [24] * 3, block("第二十条第（六）项", heads, "强制|5|6"))
    found = [rows(table) for table in tables(read(sheets.save()))]
    assert found[1:] == [
        [["第二十条第（六）项"], heads.split("|"), ["处罚", "3", "4"], ["强制", "5", "6"]]
    ]


def test_blocks_of_one_table_stay_together_over_a_page_break() -> None:
    (found,) = series(gap=0)
    assert len(found) == 12
    assert found[9] == ["第二十条第（四）项"]
    assert found[11] == ["规章", "3", "4"]


@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        pytest.param("一  概述", "一 概述", id="chinese"),
        pytest.param("十二　其他事项", "十二 其他事项", id="two-numerals"),
        pytest.param("3　公开内容", "3  公开内容", id="arabic"),
        pytest.param("一般情况", "一般情况", id="no-gap"),
        pytest.param("一 是 加 强 领 导", "一是加强领导", id="letters-spread"),
        pytest.param("12 件办结", "12件办结", id="figure-with-unit"),
    ],
)
def test_blank_behind_a_numeral_that_is_a_label(text: str, read_as: str) -> None:
    sheets = Sheets()
    sheets.text(LEFT, 100, text)
    assert texts(read(sheets.save())) == [read_as]
