"""Lines: paragraphs without converters' markers, with their place and their numbering."""

from __future__ import annotations

import pytest

from govreport.document import Alignment, Document, Paragraph, Picture
from govreport.outline.lines import Line, TableItem, content, items_of
from govreport.zh.numbering import Style
from support.contents import said
from support.small_tables import document, small


def line(text: str) -> Line:
    (item,) = items_of(document(text))
    assert isinstance(item, Line)
    return item


def test_line_breaks_part_lines_and_each_knows_its_span() -> None:
    text = "　　第一行\n\n　第二行"
    items = items_of(document("题", text))
    assert [(i.text, i.block, text[i.start : i.end]) for i in items[1:] if isinstance(i, Line)] == [
        ("第一行", 1, "　　第一行"),
        ("第二行", 1, "　第二行"),
    ]


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("[bookmark: _GoBack]2019年1月9日", "2019年1月9日"),
        ("2019年1月9日[bookmark: OLE_LINK1]", "2019年1月9日"),
        ('详见HYPERLINK "http://example.org/a"网站', "详见网站"),
        ("第 PAGE \\* MERGEFORMAT 页", "第页"),
        ("2019 年 1 月 9 日", "2019年1月9日"),
        ("共 12 345 条", "共12 345条"),
    ],
)
def test_markers_and_layout_spaces_go(raw: str, text: str) -> None:
    item = line(raw)
    assert (item.text, item.raw) == (text, raw)


@pytest.mark.parametrize("text", ["", " ", "　　", "\n\n", "[bookmark: _GoBack]", "\u200b"])
def test_blank_lines_are_left_out(text: str) -> None:
    assert items_of(document(text)) == []


@pytest.mark.parametrize(
    ("raw", "number", "style", "words"),
    [
        ("一、概况", 1, Style.CHINESE, "概况"),
        ("一．概述", 1, Style.CHINESE, "概述"),
        ("一  概述", 1, Style.CHINESE, "概述"),
        ("第一部分 概述", 1, Style.PART, "概述"),
        ("（二）主动公开", 2, Style.CHINESE_PAREN, "主动公开"),
        ("（二)主动公开", 2, Style.CHINESE_PAREN, "主动公开"),
        ("㈡主动公开", 2, Style.CHINESE_PAREN, "主动公开"),
        ("7、其他", 7, Style.DECIMAL, "其他"),
        ("　　（ 二 ）　主动公开", 2, Style.CHINESE_PAREN, "主动公开"),
    ],
)
def test_label_of_a_line(raw: str, number: int, style: Style, words: str) -> None:
    item = line(raw)
    assert item.label is not None
    assert (item.label.number, item.label.style, item.words) == (number, style, words)


@pytest.mark.parametrize(
    "raw", ["2019年1月9日", "一是加强学习", "一年来，我局认真工作。", "649条信息"]
)
def test_line_without_a_label(raw: str) -> None:
    item = line(raw)
    assert item.label is None
    assert item.words == item.text


def test_tables_keep_their_place_and_pictures_are_left_out() -> None:
    table = small("甲 | 1")
    items = items_of(document("上", table, Picture(), "下"))
    assert [type(item) for item in items] == [Line, TableItem, Line]
    assert said(content(items)) == ("上", table, "下")
    assert [part.origin.block for part in content(items)] == [0, 1, 3]


def test_what_the_format_declares() -> None:
    paragraph = Paragraph(
        text="总体情况", heading_level=1, alignment=Alignment.CENTER, bold=True, page=3
    )
    (item,) = items_of(Document(format="docx", blocks=(paragraph,)))
    assert isinstance(item, Line)
    assert (item.heading_level, item.bold) == (1, True)
    assert (item.origin.page, item.origin.start, item.origin.end) == (3, 0, 4)
