"""Markdown as converters write it: what of it is text, headings, tables, and what is seen."""

from __future__ import annotations

import pytest

import govreport as gr
from fixtures import Dialect, Layout, differences, expected, make_spec, write_markdown, write_text
from govreport.document import Doubt, Paragraph, Picture, Table
from govreport.errors import CorruptDocument
from govreport.model import State
from govreport.readers import identify
from govreport.readers.limits import DEFAULT_LIMITS
from govreport.readers.markdown.reader import read

EDITIONS = ("2014", "2019", "2021")


def texts(markdown: str) -> list[str]:
    return [block.text for block in read(markdown.encode(), DEFAULT_LIMITS).blocks]


def codes(markdown: str) -> set[str]:
    return {notice.code for notice in read(markdown.encode(), DEFAULT_LIMITS).notices}


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("dialect", Dialect)
@pytest.mark.parametrize("seed", range(3))
def test_report_of_a_converter(seed: int, dialect: Dialect, edition: str) -> None:
    spec = make_spec(seed, edition)
    report = gr.parse(write_markdown(spec, dialect))
    assert differences(expected(spec), report, ignoring=frozenset()) == []


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("layout", [n for n in Layout if n is not Layout.PIPES])
def test_plain_text_is_no_markdown(layout: Layout, edition: str) -> None:
    assert identify(write_text(make_spec(1, edition), layout)).id == "text"


@pytest.mark.parametrize(
    ("text", "format"),
    [
        pytest.param("# 一、概述\n\n无。", "markdown", id="heading"),
        pytest.param("**一、概述**\n无。", "markdown", id="bold-line"),
        pytest.param("概述\n![](a.png)\n", "markdown", id="picture"),
        pytest.param("概述\n<table><tr><td>1</td></tr></table>\n## 二", "markdown", id="table"),
        pytest.param("<!-- image -->\n\n## 一、概述", "markdown", id="comment-first"),
        pytest.param(
            "<html><body><table><tr><td>1</table></body></html>\n# 一", "markdown", id="p"
        ),
        pytest.param("| 数 | Unnamed: 1 |\n", "markdown", id="sheet"),
        pytest.param("---\ntitle: 报告\n---\n概述", "markdown", id="front-matter"),
        pytest.param("<!doctype html><body><pre># 一、概述</pre>", "html", id="page"),
        pytest.param("<!-- x -->\n<div>概述</div>", "html", id="part-of-a-page"),
        pytest.param("#zoom { color: red }\n概述 2*3*4 #1", "text", id="signs"),
        pytest.param("收到 | 3\n办结 | 3", "text", id="pipes"),
        pytest.param("一、概述\n3~5条，6~8次，_____", "text", id="ranges"),
    ],
)
def test_markdown_is_told_by_its_content(text: str, format: str) -> None:
    assert identify(text.encode()).id == format
    assert identify(text.encode("gb18030")).id == format


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("**（一）**概述", "（一）概述"),
        ("**一、概述**无。", "一、概述无。"),
        ("***重要***的 *一点* __也是__", "重要的 一点 也是"),
        ("2*3*4 与 a_b_c", "2*3*4 与 a_b_c"),
        ("1\\. 公开 \\(一\\) \\[附\\] \\*注\\_x", "1. 公开 (一) [附] *注_x"),
        ("收到~~9~~61件", "收到61件"),
        ("收到61^2^件", "收到61件"),
        ("收到61<sup>2</sup>件[^1]", "收到61件"),
        ("收到<s>9</s>61<span style='display:none'>8</span>件", "收到61件"),
        ("收到$4314$件，占$8.5\\%$", "收到4314件，占8.5%"),
        ("收到$61^{[2]}$件，$\\mathrm{61}$", "收到61件，61"),
        ("收到\\(61\\)件", "收到61件"),
        ("[说明](https://x.cn/a_(b).htm \"x\")：`1*2`", "说明：1*2"),
        ("甲&nbsp;乙&lt;丙&#12288;丁", "甲\xa0乙<丙\u3000丁"),
        ("<https://x.cn/a_b_c>", "https://x.cn/a_b_c"),
        ("3~5条，6~8次", "3~5条，6~8次"),
        ("收费$100，退$50", "收费$100，退$50"),
        ("甲 < 乙 & 丙", "甲 < 乙 & 丙"),
    ],
)  # fmt: skip
def test_within_a_line(line: str, shown: str) -> None:
    assert texts(line) == [shown]


def test_headings_of_both_kinds_lists_and_rules() -> None:
    markdown = (
        "报告\n====\n\n## 一、概述 ##\n\n- 甲\n* 乙\n\n> 引文\n\n* * *\n\n#二、无空格\n\n1. 丙\n"
    )
    document = read(markdown.encode(), DEFAULT_LIMITS)
    assert [b.text for b in document.blocks] == [
        "报告", "一、概述", "甲", "乙", "引文", "二、无空格", "1. 丙",
    ]  # fmt: skip
    levels = [b.heading_level for b in document.blocks if isinstance(b, Paragraph)]
    assert levels == [2, 2, None, None, None, 1, None]


def test_lines_broken_by_a_converter_are_one_paragraph() -> None:
    line = "全年更新办事指南和资金使用信息，重要政策出台后十个工作日内配发解读，"
    assert texts(f"# 题\n\n{line}\n{line}\n{line}\n到此为止。") == ["题", f"{line * 3}到此为止。"]


def test_cell_with_a_picture_is_no_blank() -> None:
    markdown = (
        "# 题\n\n| 项目 | 数 | 数 |\n|---|---|---|\n| 甲 | ![](images/9.png) | 1 |\n| 乙 | 2 | 3 |"
    )
    table = read(markdown.encode(), DEFAULT_LIMITS).blocks[1]
    assert isinstance(table, Table)
    assert not table.spans_known
    assert [c.doubt for c in table.cells if c.row == 1] == [None, Doubt.PICTURE, None]


def test_formula_that_is_no_number_is_not_read() -> None:
    table = (
        "<table><tr><td>甲</td><td>$\\frac{1}{2}$</td></tr><tr><td>乙</td><td>3</td></tr></table>"
    )
    read_table = read(f"# 题\n\n{table}".encode(), DEFAULT_LIMITS).blocks[1]
    assert isinstance(read_table, Table)
    assert [c.doubt for c in read_table.cells] == [None, Doubt.OBJECT, None, None]


def test_struck_figures_of_a_table() -> None:
    spec = make_spec(1, "2014")
    markdown = write_markdown(spec, Dialect.MARKITDOWN).decode()
    want = next(m for m in expected(spec).metrics if m.id == "applications.received")
    row = next(line for line in markdown.splitlines() if "收到申请数" in line)
    cells = row.rstrip("| ").rsplit("|", 1)
    struck = markdown.replace(row, f"{cells[0]}| ~~9~~{cells[1].strip()}^1^ |")
    report = gr.parse(struck.encode())
    assert report.metrics["applications.received"].value == want.value
    assert {"text.struck", "text.mark"} <= {n.code for n in report.notices}
    whole = markdown.replace(row, f"{cells[0]}| ~~{cells[1].strip()}~~ |")
    assert gr.parse(whole.encode()).metrics["applications.received"].state is State.UNREADABLE


def test_what_stands_beside_the_text() -> None:
    markdown = (
        "---\ntitle: 云浦区科技局2018年政府信息公开工作年度报告\nauthor: 云浦区科技局\n"
        "date: 2019-01-09\n---\n\n<!-- 第 1 页 -->\n概述。\n\n![印章](seal.png)\n"
    )
    document = read(markdown.encode(), DEFAULT_LIMITS)
    assert document.format == "markdown"
    assert document.blocks == (
        Paragraph(text="概述。"),
        Picture(name="seal.png", description="印章"),
    )
    assert document.metadata["title"] == "云浦区科技局2018年政府信息公开工作年度报告"
    assert document.metadata["published"] == "2019-01-09"


def test_sheet_of_a_workbook_with_its_prose() -> None:
    markdown = (
        "## Sheet1\n| 甲局2018年报告 | Unnamed: 1 | Unnamed: 2 |\n| --- | --- | --- |\n"
        "| 一、概述 | NaN | NaN |\n| 全年公开信息3条。 | NaN | NaN |\n"
        "| 统计指标 | 单位 | 统计数 |\n| 收到申请数 | 件 | 3.0 |\n| 按时办结数 | 件 | NaN |\n"
    )
    document = read(markdown.encode(), DEFAULT_LIMITS)
    assert document.metadata["sheets"] == "Sheet1"
    assert [block.text for block in document.blocks] == [
        "甲局2018年报告",
        "一、概述",
        "全年公开信息3条。",
        "统计指标\t单位\t统计数\n收到申请数\t件\t3\n按时办结数\t件\t",
    ]


def test_blank_cells_of_a_table_between_paragraphs() -> None:
    markdown = (
        "# 甲局2018年报告\n\n| 统计指标 | 单位 | 统计数 |\n| --- | --- | --- |\n"
        "| 一、依申请公开情况 | NaN | NaN |\n| 收到申请数 | 件 | 3.0 |\n"
        "| 按时办结数 | 件 | NaN |\n\n无。\n"
    )
    assert texts(markdown) == [
        "甲局2018年报告",
        "统计指标\t单位\t统计数\n一、依申请公开情况\t\t\n收到申请数\t件\t3\n按时办结数\t件\t",
        "无。",
    ]


def test_sheet_of_one_column_is_text() -> None:
    assert texts("## 表1\n| 甲局2018年报告 |\n| --- |\n| 一、概述 |\n| 无。 |\n") == [
        "甲局2018年报告",
        "一、概述",
        "无。",
    ]


BAR = f"  {'-' * 28}\n"
HEAD = "  指标      单位     数\n"
RULE = "  --------- -------- ---\n"
LAST = "  收到数    件       3\n"
DRAWN = {
    "simple": f"{HEAD}{RULE}  一、公开  ------\n{LAST}",
    "closed": f"{RULE}{HEAD}  一、公开  ------\n{LAST}{RULE}",
    "of-several-lines": f"{BAR}{HEAD}{RULE}  一、公    ------\n  开\n\n{LAST}{BAR}",
}


@pytest.mark.parametrize("table", DRAWN.values(), ids=list(DRAWN))
def test_table_drawn_by_pandoc(table: str) -> None:
    document = read(f"# 题\n\n{table}\n此外无。\n".encode(), DEFAULT_LIMITS)
    assert [block.text for block in document.blocks] == [
        "题",
        "指标\t单位\t数\n一、公开\t——\t\n收到数\t件\t3",
        "此外无。",
    ]


def test_marks_of_pandoc() -> None:
    markdown = (
        '::: WordSection1\n**[一、概述]{style="font-size:16.0pt;font-family:\n仿宋"}** {.x}\n\n'
        "## 二、公开 {#公开 .unnumbered}\n\n共[9]{style='text-decoration:line-through'}"
        "61件。\n:::\n"
    )
    assert texts(markdown) == ["一、概述 {.x}", "二、公开", "共61件。"]


def test_headings_that_slipped_to_the_left() -> None:
    markdown = (
        "# 题\n\n| 勾稽 | | 申请人情况 | | | | | | |\n|---|---|---|---|---|---|---|---|---|\n"
        "| 自然人 | 法人或其他组织 | | | | | 总计 | | |\n"
        "| | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | | | |\n"
        "| 一、本年新收政府信息公开申请数量 | | 1 | 2 | 3 | 4 | 5 | 6 | 21 |\n"
        "| 三、本年度办理结果 | （一）予以公开 | 1 | 1 | 1 | 1 | 1 | 1 | 6 |\n"
    )
    title = "# 云浦区科技局2020年政府信息公开工作年度报告\n\n## 一、总体情况\n\n无。\n\n"
    metrics = gr.parse((title + markdown).encode()).metrics
    received = [m.value for m in metrics if m.id == "applications.received"]
    assert received == [1, 2, 3, 4, 5, 6, 21]
    slipped = markdown.replace(
        "| | 1 | 2 | 3 | 4 | 5 | 6 | 21 |", "| 1 | 2 | 3 | 4 | 5 | 6 | 21 | |"
    )
    metrics = gr.parse((title + slipped).encode()).metrics
    assert {m.value for m in metrics if m.id == "applications.received"} <= {None}


def test_nothing_in_it() -> None:
    with pytest.raises(CorruptDocument):
        read(b"# \n\n---\n", DEFAULT_LIMITS)
