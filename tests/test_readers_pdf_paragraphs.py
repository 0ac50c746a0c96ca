"""Lines, page furniture and paragraphs: govreport.readers.pdf.page.lines and pdf_paragraphs."""

from __future__ import annotations

import pypdfium2
import pytest

from govreport.document import Alignment, Document, Paragraph, Table
from govreport.readers.pdf.flow.paragraphs import Measure, measure_of
from govreport.readers.pdf.page.chars import read_page
from govreport.readers.pdf.page.lines import join_texts, lines_of
from govreport.readers.pdf.page.model import ODD, Char
from govreport.readers.pdf.page.styles import em_span
from govreport.readers.pdf.reader import read
from support.pdf_blocks import LONG, texts
from support.pdf_files import LEFT, SONG, Sheets, cells


def furniture(document: Document) -> list[str]:
    return [
        notice.message_en.partition(": ")[2]
        for notice in document.notices
        if notice.code == "pdf.furniture"
    ]


def test_lines_run_on_to_the_next_indent() -> None:
    sheets = Sheets()
    top = sheets.prose(80, LONG + "。")
    sheets.prose(top, "下一年度继续努力。" + LONG)
    assert texts(read(sheets.save())) == [LONG + "。", "下一年度继续努力。" + LONG]


def test_short_lines_are_paragraphs() -> None:
    sheets = Sheets()
    for index, text in enumerate(["一、总体情况", "（一）主动公开", "无。"]):
        sheets.text(LEFT, 80 + 24 * index, text)
    sheets.prose(160, LONG * 2)
    assert texts(read(sheets.save()))[:3] == ["一、总体情况", "（一）主动公开", "无。"]


def test_paragraph_over_two_pages() -> None:
    sheets = Sheets()
    sheets.prose(80, LONG + "。")
    sheets.prose(742, LONG[:72])
    sheets.centred(800, "- 1 -", 10)
    sheets.next_page()
    top = sheets.prose(72, LONG[72:] + "。", indent=0)
    sheets.prose(top, "二、主动公开政府信息情况")
    sheets.centred(800, "- 2 -", 10)
    assert texts(read(sheets.save())) == [LONG + "。", LONG + "。", "二、主动公开政府信息情况"]


def test_paragraph_goes_on_past_a_table() -> None:
    sheets = Sheets()
    sheets.prose(80, LONG + "。")
    sheets.prose(742, LONG[:72])
    sheets.next_page()
    end = sheets.table(72, [100, 60], [20, 20], cells("收到申请|12", "答复申请|11"))
    sheets.prose(end + 12, LONG[72:] + "。", indent=0)
    document = read(sheets.save())
    assert texts(document) == [LONG + "。", LONG + "。"]
    assert isinstance(document.blocks[2], Table)


def test_sentence_before_a_table_does_not_go_on() -> None:
    sheets = Sheets()
    end = sheets.prose(80, LONG[:71] + "：")
    end = sheets.table(end, [100, 60], [20, 20], cells("收到申请|12", "答复申请|11"))
    sheets.prose(end + 12, "以上数据不含下属单位。", indent=0)
    assert texts(read(sheets.save())) == [LONG[:71] + "：", "以上数据不含下属单位。"]


def test_number_at_the_end_of_a_line_stays_whole() -> None:
    sheets = Sheets()
    text = "全年主动公开政府信息，其中通过政府门户网站和新媒体等渠道公开共计"
    sheets.text(LEFT + 24, 80, text + "1286")
    sheets.text(LEFT, 100, "条，较上年明显增长。")
    assert texts(read(sheets.save())) == [text + "1286条，较上年明显增长。"]


def test_title_over_two_lines_stands_in_the_middle() -> None:
    sheets = Sheets()
    sheets.centred(80, "青澜市云浦区科技局", 18)
    sheets.centred(110, "2023年政府信息公开工作年度报告", 18)
    sheets.prose(160, LONG)
    blocks = read(sheets.save()).blocks
    assert [
        (block.text, block.alignment, block.size)
        for block in blocks
        if isinstance(block, Paragraph)
    ][:2] == [
        ("青澜市云浦区科技局", Alignment.CENTER, 18.0),
        ("2023年政府信息公开工作年度报告", Alignment.CENTER, 18.0),
    ]


def test_long_title_broken_by_its_length_is_one() -> None:
    sheets = Sheets()
    title = "青澜市云浦区科学技术和工业信息化局二〇二三年度政府信息公开工作年度报告"
    sheets.centred(80, title[:25], 18)
    sheets.centred(110, title[25:], 18)
    sheets.prose(160, LONG * 3)
    assert texts(read(sheets.save())) == [title, LONG * 3]


def test_signature_and_date_on_the_right() -> None:
    sheets = Sheets()
    sheets.prose(80, LONG * 2)
    sheets.text(380, 200, "云浦区科技局")
    sheets.text(380, 224, "2024 年 1 月 9 日")
    blocks = read(sheets.save()).blocks
    assert [(b.text, b.alignment) for b in blocks[1:] if isinstance(b, Paragraph)] == [
        ("云浦区科技局", Alignment.RIGHT),
        ("2024年1月9日", Alignment.RIGHT),
    ]


def test_wide_gaps_stay_blanks() -> None:
    sheets = Sheets()
    sheets.text(LEFT, 80, "单位负责人：张某")
    sheets.text(250, 80, "审核人：李某")
    assert texts(read(sheets.save())) == ["单位负责人：张某 审核人：李某"]


@pytest.mark.parametrize(
    "labels",
    [
        pytest.param(["- 1 -", "- 2 -", "- 3 -"], id="dashes"),
        pytest.param(["— 1 —", "— 2 —", "— 3 —"], id="long-dashes"),
        pytest.param([f"第 {n} 页 共 3 页" for n in (1, 2, 3)], id="page-of-pages"),
        pytest.param(["1/3", "2/3", "3/3"], id="slash"),
        pytest.param(["1", "2", "3"], id="bare"),
    ],
)
def test_page_numbers_are_left_out_and_told(labels: list[str]) -> None:
    sheets = Sheets()
    for index, label in enumerate(labels):
        sheets.prose(80, LONG[index:])
        sheets.centred(800, label, 10)
        sheets.next_page()
    document = read(sheets.save())
    assert len(texts(document)) == 3
    assert [text.replace(" ", "") for text in furniture(document)] == [
        label.replace(" ", "") for label in labels
    ]


def test_running_heads_are_left_out() -> None:
    sheets = Sheets()
    for page in range(3):
        sheets.text(LEFT, 36, "云浦区政府信息公开工作年度报告", 9)
        sheets.prose(90, f"第{'一二三'[page]}部分。" + LONG)
        sheets.next_page()
    document = read(sheets.save())
    assert texts(document) == [f"第{n}部分。" + LONG for n in "一二三"]
    assert furniture(document) == ["云浦区政府信息公开工作年度报告"] * 3


def test_figure_at_the_foot_of_one_page_stays() -> None:
    sheets = Sheets()
    sheets.prose(80, LONG)
    sheets.text(LEFT, 800, "12")
    sheets.next_page()
    sheets.prose(80, LONG)
    assert "12" in texts(read(sheets.save()))


def test_text_drawn_twice_is_read_once() -> None:
    sheets = Sheets()
    for shift in (0, 0.3, 0.6):
        sheets.text(LEFT + shift, 80, "一、总体情况11件")
    assert texts(read(sheets.save())) == ["一、总体情况11件"]


def test_slanted_watermark_is_left_out_and_told() -> None:
    sheets = Sheets()
    sheets.prose(80, LONG)
    sheets.canvas.saveState()
    sheets.canvas.setFont(SONG, 40)
    sheets.canvas.translate(150, 300)
    sheets.canvas.rotate(45)
    sheets.canvas.drawString(0, 0, "内部资料")
    sheets.canvas.restoreState()
    document = read(sheets.save())
    assert texts(document) == [LONG]
    assert furniture(document) == ["内部资料"]


@pytest.mark.parametrize("degrees", [45, 30, -45, 135])
def test_a_page_that_stands_aslant_is_said_to_be_unread(degrees: int) -> None:
    sheets = Sheets()
    sheets.prose(80, LONG)
    sheets.next_page()
    sheets.canvas.translate(300, 400)
    sheets.canvas.rotate(degrees)
    sheets.canvas.setFont(SONG, 12)
    sheets.canvas.drawString(-100, 0, "收到申请十二件，办结9件。")
    document = read(sheets.save())
    assert texts(document) == [LONG]
    assert not furniture(document)
    [told] = [each for each in document.notices if each.code == "pdf.slanted"]
    assert told.page == 2
    assert "13 个字没有读" in told.message
    assert told.message_en.endswith(": 收到申请十二件，办结9件。")


def test_fonts_that_claim_other_heights_stand_on_one_line() -> None:
    sheets = Sheets()
    sheets.text(LEFT, 80, "全年公开")
    sheets.text(LEFT + 48, 80, "286", font="Courier")
    sheets.text(LEFT + 70, 80, "条信息。")
    pdf = pypdfium2.PdfDocument(sheets.save())
    page = read_page(pdf, pdf[0], 1)
    assert {(round(char.top, 2), round(char.bottom, 2)) for char in page.chars} == {(79.76, 91.76)}
    pdf.close()


def test_characters_below_each_other_in_a_vertical_font_keep_their_places() -> None:
    """What a text object's base line says is true of its first character alone."""
    assert em_span((100.0, 200.0), 10.0, 0) == pytest.approx((191.2, 201.2))
    assert em_span((100.0, 200.0), 10.0, 1) == pytest.approx((91.2, 101.2))
    assert em_span((100.0, 200.0), 10.0, 2) == pytest.approx((198.8, 208.8))
    assert em_span((100.0, 200.0), 10.0, 3) == pytest.approx((98.8, 108.8))
    low, high = em_span((100.0, 200.0), 10.0, ODD)
    assert low > high


@pytest.mark.parametrize(
    ("upper", "lower", "joined"),
    [
        pytest.param("推进政-", "府信息公开", "推进政府信息公开", id="letters"),
        pytest.param("期限为2019-", "2020年", "期限为2019-2020年", id="figures"),
        pytest.param("自1月1日-", "12月31日", "自1月1日-12月31日", id="letter-and-figure"),
        pytest.param("the annual re-", "port", "the annual report", id="latin"),
    ],
)
def test_hyphen_that_only_the_break_put_there_goes(upper: str, lower: str, joined: str) -> None:
    assert join_texts([upper, lower]) == joined


def test_hyphen_at_the_end_of_a_line_is_no_control_character() -> None:
    sheets = Sheets()
    text = "云浦区科技局围绕群众关心的事项推进政府信息公开工作的制度建设推进政"
    sheets.text(LEFT + 24, 80, text + "-")
    sheets.text(LEFT, 100, "府信息公开。")
    assert texts(read(sheets.save())) == [text + "府信息公开。"]


def test_number_after_a_heading_that_fills_its_line_begins_a_heading() -> None:
    sheets = Sheets()
    full = "四、因政府信息公开工作被申请行政复议、提起行政诉讼以及其他的相关情况"
    sheets.text(LEFT, 80, full, 12.5)
    end = sheets.table(110, [100, 60], [20, 20], cells("收到申请|12", "答复申请|11"))
    sheets.text(LEFT, end + 12, "五、存在的主要问题及改进情况", 12.5)
    sheets.prose(end + 40, LONG * 2)
    assert texts(read(sheets.save()))[:2] == [full, "五、存在的主要问题及改进情况"]


def test_line_in_brackets_after_the_last_sentence_is_a_paragraph() -> None:
    sheets = Sheets()
    sheets.prose(80, LONG * 2)
    last = "二〇二一年没有收取信息处理费，也没有其他需要报告的情况和事项。"
    sheets.text(LEFT + 24, 300, last, 14)
    sheets.text(LEFT, 324, "（此件公开发布）", 14)
    assert texts(read(sheets.save()))[-2:] == [last, "（此件公开发布）"]


def test_title_broken_before_the_margin() -> None:
    """Its own box was narrower than the text below it."""
    sheets = Sheets()
    sheets.centred(80, "青澜市石渡泉县文化和旅游局2020年政", 22)
    sheets.centred(112, "府信息公开工作年度报告", 22)
    sheets.prose(160, LONG * 3)
    assert (
        texts(read(sheets.save()))[0] == "青澜市石渡泉县文化和旅游局2020年政府信息公开工作年度报告"
    )


def test_mark_that_hangs_over_the_margin_is_no_measure() -> None:
    sheets = Sheets()
    for number in range(4):
        sheets.text(LEFT, 80 + 20 * number, LONG[:36] + ("，" if number == 1 else "的"))
    sheets.text(LEFT + 37 * 12, 100, "，")
    lines = [line for line in lines_of(_chars(sheets)) if len(line.text) > 15]
    assert measure_of(lines, Measure(0, 0)).right == pytest.approx(LEFT + 37 * 12, abs=1)


def _chars(sheets: Sheets) -> list[Char]:
    pdf = pypdfium2.PdfDocument(sheets.save())
    chars = list(read_page(pdf, pdf[0], 1).chars)
    pdf.close()
    return chars


def _row(*places: tuple[str, float, float], size: float = 10.0) -> list[Char]:
    """Characters on one line: text, and left and right ends."""
    return [Char(text, x0, 100.0, x1, 110.0, size, 0, False) for text, x0, x1 in places]


@pytest.mark.parametrize(
    ("chars", "text", "parts"),
    [
        pytest.param(_row(("1", 0, 5), ("2", 5, 10)), "12", 1, id="side by side"),
        pytest.param(_row(("1", 0, 5), ("2", 4.8, 10)), "12", 1, id="boxes overlap a little"),
        pytest.param(_row(("1", 0, 5), ("1", 0.5, 5.5)), "1", 1, id="drawn twice for bold"),
        pytest.param(_row(("2", 5, 10), ("1", 0, 5)), "12", 1, id="not in the order of the line"),
        pytest.param(_row(("甲", 0, 10), ("乙", 30, 40)), "甲 乙", 2, id="in two columns"),
        pytest.param(_row(("1", 0, 5), (" ", 5, 8), ("2", 8, 13)), "1 2", 1, id="a blank between"),
        pytest.param(_row(("一", 0, 10), ("概", 15, 25), ("况", 25, 35)), "一 概况", 1, id="label"),
    ],
)
def test_characters_of_a_line(chars: list[Char], text: str, parts: int) -> None:
    [line] = lines_of(chars)
    assert (line.text, len(line.parts)) == (text, parts)
    assert (line.x0, line.top, line.bottom, line.size) == (0, 100.0, 110.0, 10.0)


def test_characters_of_two_sizes_and_of_two_lines() -> None:
    [line] = lines_of([*_row(("1", 0, 5)), *_row(("2", 5, 12), size=14.0)])
    assert (line.text, line.size) == ("12", 14.0)
    below = [char._replace(top=112.0, bottom=122.0) for char in _row(("3", 5, 10))]
    assert [line.text for line in lines_of([*_row(("1", 0, 5)), *below])] == ["1", "3"]
