"""Pages to documents: lines, tables, lists, particulars, encodings, bounds."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govreport.document import Alignment, Document, Link, Paragraph, Picture, Table
from govreport.errors import GovReportError, LimitExceeded
from govreport.readers.html import reader as html
from govreport.readers.limits import DEFAULT_LIMITS, Limits


def read(page: str | bytes, limits: Limits = DEFAULT_LIMITS) -> Document:
    data = page.encode() if isinstance(page, str) else page
    return html.read(data, limits)


def texts(page: str) -> list[str]:
    return [block.text for block in read(page).blocks]


def paragraph(page: str) -> Paragraph:
    (block,) = read(page).blocks
    assert isinstance(block, Paragraph)
    return block


def table(page: str, limits: Limits = DEFAULT_LIMITS) -> Table:
    (found,) = [b for b in read(page, limits).blocks if isinstance(b, Table)]
    return found


def places(found: Table) -> list[tuple[int, int, int, int, str]]:
    return [(c.row, c.column, c.row_span, c.column_span, c.text) for c in found.cells]


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        pytest.param("<p>本年\n  收到 <b>3</b>件", ["本年 收到 3件"], id="white-space-collapses"),
        pytest.param("<p>3</p>\n<p> </p><p>&nbsp;</p>4", ["3", "4"], id="blank-paragraphs-go"),
        pytest.param(
            "<p><span>收</span><span>到</span>",
            ["收到"],
            id="a-span-each-letter",
        ),
        pytest.param("<p>&emsp;&nbsp;概述", ["\u2003\xa0概述"], id="indent-is-kept"),
        pytest.param("<p>km<sup>2</sup>，PM<sub>1</sub>", ["km²，PM1"], id="sub-and-sup"),
        pytest.param("<p>局名<br>日期</p>", ["局名\n日期"], id="br-is-a-line-break"),
        pytest.param("<p>甲。<br><br>乙。</p>", ["甲。", "乙。"], id="two-br-part-paragraphs"),
        pytest.param("<p>甲<br>　　乙<br>丙", ["甲", "　　乙\n丙"], id="br-and-indent"),
        pytest.param(
            "<p>甲<br>&nbsp;&nbsp;&nbsp;&nbsp;乙", ["甲", "\xa0\xa0\xa0\xa0乙"], id="nbsp"
        ),
        pytest.param("<p>甲<br>二、乙<br>（一）丙", ["甲", "二、乙", "（一）丙"], id="label"),
        pytest.param("<div>甲<div>乙</div>丙</div>", ["甲", "乙", "丙"], id="divs-part"),
        pytest.param("甲<hr>乙", ["甲", "乙"], id="hr-parts"),
        pytest.param("<p>甲<!-- 注 -->乙<o:p>丙</o:p>", ["甲乙丙"], id="comments-go-o:p-stays"),
        pytest.param(
            "<p><![if !supportLists]><span style='mso-list:Ignore'>一、<span>&nbsp;&nbsp; </span>"
            "</span><![endif]>概述",
            ["一、 概述"],
            id="word-list-marker",
        ),
        pytest.param(
            "<p><!--[if !supportLists]-->二、<!--[endif]-->公开<!--[if gte mso 9]><xml>x</xml>"
            "<![endif]-->",
            ["二、公开"],
            id="conditional-comments",
        ),
        pytest.param("<p style='display: none'>甲<p>乙", ["乙"], id="display-none"),
        pytest.param("<p hidden>甲<p>乙", ["乙"], id="hidden"),
        pytest.param(
            "<div style='visibility:hidden'>甲<p style='visibility:visible'>乙",
            ["乙"],
            id="visibility",
        ),
        pytest.param("<script>甲</script><style>乙</style>丁", ["丁"], id="code"),
        pytest.param("<select><option>甲</select><p>乙", ["乙"], id="controls"),
        pytest.param("<p>1&lt;2&#12288;&amp;nbsp;", ["1<2　&nbsp;"], id="entities"),
    ],
)
def test_lines(page: str, expected: list[str]) -> None:
    assert texts(page) == expected


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<ol><li>甲<li>乙</ol>", ["1. 甲", "2. 乙"]),
        ("<ol start=3 type=a><li>甲<li value=5>乙<li>丙</ol>", ["c. 甲", "e. 乙", "f. 丙"]),
        ("<ol reversed type=I><li>甲<li>乙</ol>", ["II. 甲", "I. 乙"]),
        ("<ol style='list-style-type:cjk-ideographic'><li>概述</ol>", ["一、概述"]),
        ("<ul><li>甲<ol><li>乙</ol><li>丙</ul>", ["甲", "1. 乙", "丙"]),
        ("<ol style='list-style:none'><li>一、甲</ol>", ["一、甲"]),
        ("<ol><li>2019年<p>续</p></ol>", ["1. 2019年", "续"]),
    ],
    ids=["decimal", "start-value", "reversed", "chinese", "nested", "none", "no-figure-is-made"],
)
def test_numbers_of_ordered_lists_are_computed(page: str, expected: list[str]) -> None:
    assert texts(page) == expected


def test_list_label_is_repeated_as_auto_label() -> None:
    assert paragraph("<ol><li>甲</ol>").auto_label == "1."


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<h2>一、概述</h2>", Paragraph(text="一、概述", heading_level=2)),
        ("<p align=right>局", Paragraph(text="局", alignment=Alignment.RIGHT)),
        (
            "<div style='TEXT-ALIGN: center'><p>局",
            Paragraph(text="局", alignment=Alignment.CENTER),
        ),
        ("<center>局</center>", Paragraph(text="局", alignment=Alignment.CENTER)),
        ("<p><b>一</b> <strong>二</strong>", Paragraph(text="一 二", bold=True)),
        ("<p><b>一</b>二", Paragraph(text="一二")),
        ("<p><span style='font-weight:700'>一", Paragraph(text="一", bold=True)),
        ("<p style='font-size:16px'>一", Paragraph(text="一", size=12.0)),
        ("<p><span style='font:bold 22pt 宋体'>一", Paragraph(text="一", size=22.0, bold=True)),
        ("<p>本<font size=5>一二", Paragraph(text="本一二", size=18.0)),
        ("<p style='mso-outline-level:1'>一", Paragraph(text="一", heading_level=1)),
    ],
)
def test_looks(page: str, expected: Paragraph) -> None:
    assert paragraph(page) == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param(
            "<tr><td rowspan=2>甲<td colspan=2>乙<tr><td>丙<td>丁",
            [(0, 0, 2, 1, "甲"), (0, 1, 1, 2, "乙"), (1, 1, 1, 1, "丙"), (1, 2, 1, 1, "丁")],
            id="spans",
        ),
        pytest.param(
            "<tr><td rowspan=9>甲<td>1<tr><td>2",
            [(0, 0, 2, 1, "甲"), (0, 1, 1, 1, "1"), (1, 1, 1, 1, "2")],
            id="rowspan-overruns",
        ),
        pytest.param(
            "<tr><td rowspan=0>甲<td>1<tr><td>2<tr><td>3",
            [(0, 0, 3, 1, "甲"), (0, 1, 1, 1, "1"), (1, 1, 1, 1, "2"), (2, 1, 1, 1, "3")],
            id="rowspan-0",
        ),
        pytest.param(
            "<tbody><tr><td rowspan=3>甲<td>1<tbody><tr><td>乙<td>2",
            [(0, 0, 1, 1, "甲"), (0, 1, 1, 1, "1"), (1, 0, 1, 1, "乙"), (1, 1, 1, 1, "2")],
            id="rowspan-ends-with-its-group",
        ),
        pytest.param(
            "<tr><td colspan=5>题<tr><td>甲<td>1",
            [(0, 0, 1, 2, "题"), (1, 0, 1, 1, "甲"), (1, 1, 1, 1, "1")],
            id="colspan-overruns",
        ),
        pytest.param(
            "<tr><td>甲<td rowspan=2>乙<tr><td colspan=2>丙<td>丁",
            [(0, 0, 1, 1, "甲"), (0, 1, 2, 1, "乙"), (1, 0, 1, 2, "丙"), (1, 2, 1, 1, "丁")],
            id="overlap",
        ),
        pytest.param(
            "<tfoot><tr><td>尾<td>3<tbody><tr><td>体<td>2<thead><tr><td>头<td>1",
            [
                (0, 0, 1, 1, "头"),
                (0, 1, 1, 1, "1"),
                (1, 0, 1, 1, "体"),
                (1, 1, 1, 1, "2"),
                (2, 0, 1, 1, "尾"),
                (2, 1, 1, 1, "3"),
            ],
            id="groups-in-order",
        ),
        pytest.param(
            "<tr style='display:none'><td>x<td>9</tr><tr><td>甲<td style='display:none'>0<td>1",
            [(0, 0, 1, 1, "甲"), (0, 1, 1, 1, "1")],
            id="hidden-rows-and-cells",
        ),
        pytest.param(
            "<tr><td><p>本年新<br>制作</p><p>数量</p><td>&nbsp;<td>3",
            [(0, 0, 1, 1, "本年新\n制作\n数量"), (0, 1, 1, 1, ""), (0, 2, 1, 1, "3")],
            id="lines-in-a-cell",
        ),
        pytest.param(
            "<td>甲<td>1<tr><td>乙<td colspan=x rowspan=-1>2",
            [(0, 0, 1, 1, "甲"), (0, 1, 1, 1, "1"), (1, 0, 1, 1, "乙"), (1, 1, 1, 1, "2")],
            id="no-first-row-and-bad-spans",
        ),
    ],
)
def test_tables_form_as_in_a_browser(
    rows: str, expected: list[tuple[int, int, int, int, str]]
) -> None:
    assert places(table(f"<table>{rows}</table>")) == expected


def test_indent_in_a_cell_is_kept() -> None:
    found = table("<table><tr><td>&nbsp;&nbsp;其中：<td>1<tr><td>　乙<td>2</table>")
    assert [cell.text for cell in found.cells] == ["\xa0\xa0其中：", "1", "　乙", "2"]


def test_caption_and_stray_text_stand_before_the_table() -> None:
    page = "<table><caption>统计表</caption>单位：件<tr><td>甲<td>1</table>后"
    assert texts(page) == ["统计表", "单位：件", "甲\t1", "后"]


def test_nested_table_follows_its_host() -> None:
    row = "<tr><td>甲<td>1"
    page = f"<table>{row}<tr><td>乙<table>{row}{row}</table><td>2{row}{row}</table>"
    host, inner = read(page).blocks
    assert isinstance(host, Table)
    assert isinstance(inner, Table)
    assert [cell.text for cell in host.cells] == ["甲", "1", "乙", "2", "甲", "1", "甲", "1"]
    assert inner.within == (0, 1, 0)


def test_layout_table_is_dissolved() -> None:
    page = "<table><tr><td><p>一、概述</p><table><tr><td>甲<td>1<tr><td>乙<td>2</table></table>"
    assert texts(page) == ["一、概述", "甲\t1\n乙\t2"]


def test_pictures() -> None:
    page = (
        "<p>见图<img src='/a/tu.png?x=1' alt='统计表'>。<img width=1 src=gap.gif></p>"
        "<table><tr><td>甲<img src=b.jpg><td>1<tr><td>乙<td>2</table>"
    )
    blocks = read(page).blocks
    assert blocks[0] == Paragraph(text="见图。")
    assert blocks[1] == Picture(name="tu.png", description="统计表")
    assert blocks[3] == Picture(name="b.jpg")


def test_preformatted_page_is_read_as_text() -> None:
    rows = "\n".join(f"{label}\t件\t{n}" for n, label in enumerate("甲乙丙丁"))
    first, found = read(f"<pre>一、统计表\n\n{rows}\n</pre>").blocks
    assert first == Paragraph(text="一、统计表")
    assert isinstance(found, Table)
    assert not found.spans_known
    assert [cell.text for cell in found.cells][:6] == ["甲", "件", "0", "乙", "件", "1"]


def test_attachments_are_links() -> None:
    page = (
        "<p>附件：<a href='/f/1.docx'>年 报</a> <a href='d.jsp?f=2.XLS'>表</a>"
        "<a href='3.pdf' title=三><img src=i.gif></a> <a href=x.html>别的</a>"
    )
    assert read(page).links == (
        Link(text="年 报", target="/f/1.docx"),
        Link(text="表", target="d.jsp?f=2.XLS"),
        Link(text="三", target="3.pdf"),
    )


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        ("<meta charset=gb2312><p>云浦区科技局信息公开㎡镕".encode("gb18030"), "gb18030"),
        (
            b"<meta http-equiv=Content-Type content='text/html; charset=utf-8'>"
            + "<p>云浦区科技局信息公开㎡镕".encode("gb18030"),
            "gb18030",
        ),
        ("\ufeff<p>云浦区科技局信息公开㎡镕".encode(), "utf-8"),
        ("\ufeff<p>云浦区科技局信息公开㎡镕".encode("utf-16-le"), "utf-16-le"),
        (
            "<?xml version='1.0' encoding='utf-8'?><html><p>云浦区科技局信息公开㎡镕".encode(),
            "utf-8",
        ),
    ],
    ids=["gb2312-means-gb18030", "declared-wrong", "bom", "utf-16", "xml-declaration"],
)
def test_encoding(data: bytes, encoding: str) -> None:
    document = read(data)
    assert document.encoding == encoding
    assert document.text == "云浦区科技局信息公开㎡镕"


@pytest.mark.parametrize(
    "page",
    ["<div>" * 100_000 + "深", "<b>" * 5_000 + "深" + "</b>" * 5_000, "<table><tr><td>" * 3_000],
    ids=["div", "b", "table"],
)
def test_deep_nesting_is_reported(page: str) -> None:
    try:
        document = read(page)
    except LimitExceeded:
        return
    assert "html.too_deep" in [notice.code for notice in document.notices]


def test_moderately_deep_page_is_whole() -> None:
    assert texts("<div>" * 1_000 + "深处" + "</div>" * 1_000 + "后") == ["深处", "后"]


@pytest.mark.parametrize(
    "page",
    [
        "<table>" + "<tr><td rowspan=65534 colspan=1000>" * 1_000,
        "<table>" + "<td>" * 1_100,
        "<table><tr><td>" * 100,
        "<p " + " ".join(f"a{n}" for n in range(30_000)) + ">",
    ],
    ids=["spans", "cells", "nested", "attributes"],
)
def test_bombs_are_refused(page: str) -> None:
    with pytest.raises(LimitExceeded):
        read(page, Limits(table_cells=1_000))


def test_too_many_bytes_are_refused() -> None:
    with pytest.raises(LimitExceeded, match="bytes"):
        read("<p>甲", Limits(bytes=3))


@pytest.mark.parametrize(
    ("page", "code"),
    [
        ("<iframe src=inner.html></iframe>", "html.frame"),
        ("<frameset><frame src=a.html></frameset>", "html.frame"),
        ("<div id=app></div><script>render()</script>", "html.no_content"),
        ("", "html.no_content"),
    ],
    ids=["iframe", "frameset", "script", "empty"],
)
def test_notices(page: str, code: str) -> None:
    assert code in [notice.code for notice in read(page).notices]


PAGE = """<!DOCTYPE html><html><head><meta charset=utf-8><title>年报_青澜市</title></head><body>
<div class=nav><a href=/>首页</a></div><div id=zoom><h1>云浦区科技局2018年度报告</h1>
<p>　　一、概述</p><table><tr><td rowspan=2>申请<td>3<tr><td>4</table><ol><li>甲</ol>
<pre>甲 乙\n丙</pre></div></body></html>"""
PIECES = [
    *("", "<", "<td>", "</div>", "<table>", "</table>", "<tr>", "<li>", "\0", "&#0;", "<pre>"),
    *("<td rowspan=0>", "<br>", "<!--", "<style>", "\ud800", "　", "<svg>"),
]


@given(st.binary(max_size=400))
@settings(max_examples=100, deadline=None)
def test_any_bytes_give_a_document_or_a_typed_error(data: bytes) -> None:
    with contextlib.suppress(GovReportError):
        assert isinstance(read(data), Document)


@given(
    st.lists(
        st.tuples(
            st.integers(0, len(PAGE)),
            st.integers(0, 30),
            st.sampled_from(PIECES),
        ),
        max_size=8,
    )
)
@settings(max_examples=150, deadline=None)
def test_mutated_pages_give_a_document_or_a_typed_error(edits: list[tuple[int, int, str]]) -> None:
    page = PAGE
    for at, length, new in edits:
        page = page[:at] + new + page[at + length :]
    try:
        document = read(page.encode("utf-8", "surrogatepass"))
    except GovReportError:
        return
    for block in document.blocks:
        if isinstance(block, Table):
            anchors = [(cell.row, cell.column) for cell in block.cells]
            assert anchors == sorted(set(anchors))
            assert all(c.row + c.row_span <= block.n_rows for c in block.cells)
            assert all(c.column + c.column_span <= block.n_columns for c in block.cells)
