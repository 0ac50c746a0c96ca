"""Plain text: lines to paragraphs and tables, nothing lost."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govreport.document import Document, Paragraph, Table
from govreport.errors import CorruptDocument, GovReportError, LimitExceeded
from govreport.readers.limits import DEFAULT_LIMITS, Limits
from govreport.readers.text.reader import read


def texts(text: str) -> list[str]:
    blocks = read(text.encode(), DEFAULT_LIMITS).blocks
    assert all(isinstance(block, Paragraph) for block in blocks)
    return [block.text for block in blocks]


def test_one_line_is_one_paragraph_and_blank_lines_are_none() -> None:
    assert texts("云浦区科技局报告\n\n \n一、概况\n无。\n") == [
        "云浦区科技局报告",
        "一、概况",
        "无。",
    ]


def test_indent_and_marks_are_kept_and_trailing_space_is_not() -> None:
    text = "　　概况：\u3000\n    另段。 \n[bookmark: _GoBack]2019年1月9日\n"
    assert texts(text) == ["　　概况：", "    另段。", "[bookmark: _GoBack]2019年1月9日"]


def test_document_says_how_it_was_read() -> None:
    document = read("一、概况\r\n无。".encode("gbk"), DEFAULT_LIMITS)
    assert document == Document(
        format="text",
        blocks=(Paragraph(text="一、概况"), Paragraph(text="无。")),
        encoding="gb18030",
    )


def test_notices_of_decoding_are_passed_on() -> None:
    document = read("收到????申请".encode(), DEFAULT_LIMITS)
    assert [notice.code for notice in document.notices] == ["text.lost"]


def test_tables_stand_in_order_between_paragraphs() -> None:
    text = "二、情况\n指标\t单位\t数\n收到申请数\t件\t\n按时办结数\t件\t3\n三、其他\n"
    first, table, last = read(text.encode(), DEFAULT_LIMITS).blocks
    assert (first.text, last.text) == ("二、情况", "三、其他")
    assert isinstance(table, Table)
    assert (table.n_rows, table.n_columns, table.spans_known) == (3, 3, False)
    assert [(c.row, c.column, c.text) for c in table.cells[3:6]] == [
        (1, 0, "收到申请数"),
        (1, 1, "件"),
        (1, 2, ""),
    ]


SENTENCE = "我局认真做好信息公开各项工作并按照要求健全制度明确分工"


def test_lines_broken_to_the_page_are_joined() -> None:
    text = (
        "云浦区科技局年度报告\n一、概况\n"
        f"　　{SENTENCE[:24]}\n{SENTENCE[:26]}\n{SENTENCE[:25]}，\n到此为止。\n"
        f"　　{SENTENCE[:24]}\n（一）公开\n"
    )
    assert texts(text) == [
        "云浦区科技局年度报告",
        "一、概况",
        f"　　{SENTENCE[:24]}{SENTENCE[:26]}{SENTENCE[:25]}，到此为止。",
        f"　　{SENTENCE[:24]}",
        "（一）公开",
    ]


@pytest.mark.parametrize(
    "following",
    ["　　新段落", "（二）措施", "二、收费", "⼆、收费", "3.其他", "第二部分 收费", "①其一"],
)
def test_indent_or_numbering_starts_a_paragraph(following: str) -> None:
    text = f"{SENTENCE}\n{SENTENCE}\n{SENTENCE}\n{following}\n"
    assert texts(text) == [SENTENCE * 3, following]


def test_sentence_end_ends_a_paragraph() -> None:
    line = SENTENCE[:-1] + "。"
    assert texts(f"{line}\n{line}\n{line}\n") == [line] * 3


def test_rows_of_a_table_do_not_say_how_wide_the_page_is() -> None:
    prose = [
        "“测试科技”公众号全年共编发文章 1640 篇，其中原创文章 294",
        "篇，目前关注人数达到 101682 人；“测试科技”视频号共制作并",
        "发布短视频 584 条，全年累计观看量达到 1924252 次，粉丝数达到",
        "543 人，直播 118 场。",
    ]
    rows = ["| " + "一、本年新收政府信息公开申请数量" * 3 + " | 32 | 34 |"] * 2
    text = "\n".join(["一、总体情况", *prose, *rows])
    heading, paragraph, table = read(text.encode(), DEFAULT_LIMITS).blocks
    assert heading.text == "一、总体情况"
    assert paragraph.text == "".join(prose)
    assert isinstance(table, Table)


def test_one_long_line_shows_that_lines_are_not_broken() -> None:
    assert len(texts(f"{SENTENCE}\n{SENTENCE}\n{SENTENCE}\n{SENTENCE * 4}\n")) == 4


def test_blank_line_parts_paragraphs() -> None:
    assert texts(f"{SENTENCE}\n{SENTENCE}\n\n{SENTENCE}\n") == [SENTENCE * 2, SENTENCE]


def test_break_between_figures_stays_visible() -> None:
    before, after = SENTENCE[:-1] + "20", "19年" + SENTENCE[2:]
    assert texts(f"{before}\n{after}\n{SENTENCE}\n") == [f"{before}\n{after}{SENTENCE}"]


@pytest.mark.parametrize("data", [b"", b" \r\n\t\n", "　　".encode("gbk")])
def test_nothing_in_it(data: bytes) -> None:
    with pytest.raises(CorruptDocument):
        read(data, DEFAULT_LIMITS)


@pytest.mark.parametrize(
    ("limits", "text"),
    [
        (Limits(bytes=10), "一、概况概况概况"),
        (Limits(blocks=2), "甲\n乙\n丙\n"),
        (Limits(table_cells=8), "甲 | 乙 | 丙\n" * 3),
        (Limits(table_cells=50), "甲\t乙\n" * 10 + "甲" + "\t乙" * 9),
    ],
    ids=["bytes", "blocks", "cells", "ragged"],
)
def test_limits(limits: Limits, text: str) -> None:
    with pytest.raises(LimitExceeded):
        read(text.encode(), limits)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes(data: bytes) -> None:
    try:
        document = read(data, DEFAULT_LIMITS)
    except GovReportError:
        return
    assert document.blocks


#: What tables are made of; ``|``, quotes and backslashes are syntax and may go.
PIECES = st.one_of(
    st.sampled_from('\t\n \u30003条（），。|,;"：'),
    st.sampled_from(["\n\n", "  ", " 0", "——", "收到申请数", "一、", "其中：", "统计指标", "目录"]),
    st.sampled_from([" 单位 统计数", "- 3 -", "0 0 0 0 0", "\n收到申请数 件 0", "\n规章 0 0"]),
)


@settings(max_examples=500, deadline=None)
@given(st.lists(PIECES, max_size=60).map("".join))
def test_every_character_is_in_one_block(text: str) -> None:
    try:
        document = read(text.encode(), DEFAULT_LIMITS)
    except CorruptDocument:
        assert not text.strip()
        return
    assert _letters(document.text) == _letters(text)


def _letters(text: str) -> Counter[str]:
    return Counter(c for c in text if not c.isspace() and c not in '|,;"\\')
