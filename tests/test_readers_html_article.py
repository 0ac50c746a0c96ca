"""The article of a page: site styles as they are met, furniture, particulars, titles."""

from __future__ import annotations

import pytest

from govreport.document import Document, Paragraph, Table
from govreport.readers.html import reader as html
from govreport.readers.limits import DEFAULT_LIMITS

TITLE = "云浦区科技局2018年度政府信息公开工作报告"
PROSE = "　　本年度，我局共主动公开政府信息12条，未收到公开申请。"
TABLE = (
    "<table border=1><tr><td>统计指标<td>单位<td>统计数</tr>"
    "<tr><td>收到申请数<td>件<td>3</tr><tr><td>办结数<td>件<td>&nbsp;</tr></table>"
)
BODY = (
    f"<p>　　一、概述</p><p>{PROSE}</p><p>　　二、统计表</p>{TABLE}<p>　　三、问题</p>"
    f"<p>{PROSE}</p><p align=right>云浦区科技局</p><p align=right>2019年1月9日</p>"
)
LINES = [
    "　　一、概述",
    PROSE,
    "　　二、统计表",
    "统计指标\t单位\t统计数\n收到申请数\t件\t3\n办结数\t件\t",
    "　　三、问题",
    PROSE,
    "云浦区科技局",
    "2019年1月9日",
]
MENU = "".join(f"<li><a href='/{n}'>栏目第{n}项</a></li>" for n in range(12))


def read(page: str) -> Document:
    return html.read(page.encode(), DEFAULT_LIMITS)


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks]


def test_site_with_declared_metadata_and_named_container() -> None:
    document = read(
        f"<html><head><title>{TITLE}_青澜市人民政府</title>"
        f"<meta name=SiteName content=青澜市人民政府><meta name=ArticleTitle content='{TITLE}'>"
        "<meta name=PubDate content='2019-01-30 10:22'><meta name=ContentSource content=科技局>"
        f"</head><body><div class=header>青澜市</div><div class=nav><ul>{MENU}</ul></div>"
        "<div class=position>您现在的位置：<a href=/>首页</a></div>"
        f"<div class=con><h1>{TITLE}</h1><div class=share>分享到：<a href=#>微信</a></div>"
        f"<div class='pages_content' id=UCAP-CONTENT>{BODY}</div>"
        "<p>扫一扫在手机打开当前页</p><p>【打印本页】 【关闭窗口】</p></div>"
        "<div class=footer>主办：青澜市人民政府办公室。ICP备00000号</div></body></html>"
    )
    assert texts(document) == [TITLE, *LINES]
    assert document.metadata == {
        "site": "青澜市人民政府",
        "title": TITLE,
        "published": "2019-01-30 10:22",
        "source": "科技局",
        "page_title": f"{TITLE}_青澜市人民政府",
    }
    assert document.notices == ()


def test_site_with_a_table_of_particulars() -> None:
    document = read(
        "<body><div id=top><a href=/>首页</a></div><div class=xxgk_left><ul>" + MENU + "</ul></div>"
        "<div class=wrap><table><tr><td>索 引 号：<td>QL01/2019-0001<td>发布机构：<td>云浦区科技局"
        f"<tr><td>名　　称：<td colspan=3>{TITLE}<tr><td>文　　号：<td><td>发布日期：<td>2019-01-30"
        "<tr><td>密级<td>公开<td>主题分类：<td>科技</table>"
        f"<div class='trs_editor_view TRS_UEDITOR'>{BODY}</div></div>"
        "<div class=copyright>版权所有 青澜市</div>"
    )
    assert texts(document) == LINES
    assert document.metadata == {
        "index_number": "QL01/2019-0001",
        "publisher": "云浦区科技局",
        "name": TITLE,
        "published": "2019-01-30",
        "密级": "公开",
        "subject": "科技",
        "title": TITLE,
    }


def test_site_laid_out_with_tables() -> None:
    document = read(
        f"<title>{TITLE}-青澜市</title><body bgcolor=white><center><table width=980><tr>"
        + "".join(f"<td><a href='/{n}'>栏目第{n}项</a>" for n in range(9))
        + f"</table><table><tr><td width=200><table>{MENU.replace('li>', 'td>')}</table>"
        f"<td><table><tr><td class=bt><b>{TITLE}</b><tr><td>发布时间：2019-1-30　来源：科技局　"
        "浏览次数：<script>n()</script>　字体：[<a href=#>大</a> <a href=#>中</a> <a href=#>小</a>]"
        f"<tr><td id=zoom>{BODY}</table></table><table><tr><td>主办：青澜市人民政府<br>"
        "建议使用1024×768分辨率浏览</table></center>"
    )
    assert texts(document) == [TITLE, *LINES]
    assert document.metadata["title"] == TITLE
    assert document.metadata["published"] == "2019-1-30"
    assert document.metadata["source"] == "科技局"


def test_site_without_any_known_name() -> None:
    document = read(
        f"<body><div class=a1><ul>{MENU}</ul></div><div class=b2><div class=c3><h1>{TITLE}</h1>"
        f"<div class=d4>来源：云浦区科技局 发布日期：2019-01-30</div><div class=e5>{BODY}</div>"
        f"<div class=f6><ul>{MENU}</ul></div></div></div><div class=g7>主办：青澜市</div>"
    )
    assert texts(document) == [TITLE, *LINES]
    assert document.metadata["source"] == "云浦区科技局"


def test_site_of_lines_and_definition_lists() -> None:
    document = read(
        "<body><nav>" + MENU + "</nav><main><dl><dt>索引号：</dt><dd>QL-1</dd>"
        "<dt>成文日期：</dt><dd>2019年1月9日</dd><dt>发文字号：</dt><dd></dd></dl>"
        "<ul><li><b>发布机构</b>：<span>云浦区科技局</span></li><li>有效性：有效</li></ul>"
        f"<article><h2>{TITLE}</h2>{BODY}<p>责任编辑：甲</p><p>上一篇：没有了</p></article></main>"
        "<footer>技术支持：某公司</footer>"
    )
    assert texts(document)[: len(LINES) + 1] == [TITLE, *LINES]
    assert document.metadata["index_number"] == "QL-1"
    assert document.metadata["written"] == "2019年1月9日"
    assert document.metadata["publisher"] == "云浦区科技局"
    assert document.metadata["有效性"] == "有效"
    assert document.metadata["editor"] == "甲"
    assert document.metadata["title"] == TITLE


def test_table_outside_of_the_named_container_is_kept() -> None:
    page = (
        f"<div class=wrap><div id=zoom><p>{PROSE}</p><p>{PROSE}</p></div><div>{TABLE}</div></div>"
    )
    assert any(isinstance(block, Table) for block in read(page).blocks)


def test_second_container_with_prose_is_kept() -> None:
    page = (
        f"<div class=wrap><div class=TRS_Editor>{BODY}{BODY}</div>"
        "<div class=TRS_Editor><p>六、其他</p><p>无其他事项。</p></div></div>"
    )
    assert texts(read(page))[-2:] == ["六、其他", "无其他事项。"]


def test_signature_outside_of_an_unnamed_container_is_kept() -> None:
    page = (
        f"<div><div><p>一、概述</p><p>{PROSE * 6}</p></div><div>云浦区科技局</div>"
        "<div>2019年1月9日</div></div>"
    )
    assert texts(read(page))[-2:] == ["云浦区科技局", "2019年1月9日"]


def test_what_a_named_container_leaves_out_is_reported() -> None:
    page = f"<div><div id=zoom>{BODY}</div><div>青澜市云浦区人民政府印</div></div>"
    (notice,) = read(page).notices
    assert notice.code == "html.left_out"
    assert "云浦区人民政府印" in notice.message


@pytest.mark.parametrize("name", ["footer", "print", "share", "top"])
def test_article_with_the_name_of_a_frame_is_kept(name: str) -> None:
    assert texts(read(f"<div class={name}>{BODY}</div><div class=nav>{MENU}</div>")) == LINES


def test_title_is_not_doubled() -> None:
    page = (
        f"<h1>{TITLE}</h1><div id=zoom><p align=center>云浦区科技局<br>{TITLE[6:]}</p>{BODY}</div>"
    )
    assert texts(read(page))[0] == f"云浦区科技局\n{TITLE[6:]}"


@pytest.mark.parametrize(
    "line",
    [
        "扫一扫在手机打开当前页",
        "打印本页 关闭",
        "【字体：大 中 小】",
        "分享到：",
        "[打印] [关闭窗口]",
    ],
)
def test_furniture_goes(line: str) -> None:
    assert texts(read(f"<div id=zoom>{BODY}<p>{line}</p></div>")) == LINES


@pytest.mark.parametrize(
    "line",
    ["大力推进信息公开", "分享会3次", "微信公开5条", "联系电话：0000-000", "中", "来源于群众"],
)
def test_text_that_resembles_furniture_stays(line: str) -> None:
    expected = [*LINES, line] if line != "中" else LINES
    assert texts(read(f"<div id=zoom>{BODY}<p>{line}</p></div>")) == expected


def test_values_are_kept_as_written_where_they_differ() -> None:
    page = (
        "<meta name=PubDate content=2019-02-01><div id=zoom><p>发布日期：2019-01-30 打印</p>"
        f"{BODY}</div>"
    )
    document = read(page)
    assert document.metadata["published"] == "2019-02-01"
    assert document.metadata["发布日期"] == "2019-01-30"
    assert isinstance(document.blocks[0], Paragraph)
    assert texts(document) == LINES


def test_metadata_line_in_the_middle_of_an_article_stays() -> None:
    filler = "".join(f"<p>　　{n}号事项已办结。</p>" for n in range(20))
    page = f"<div id=zoom>{filler}<p>来源：市民来信</p>{filler}</div>"
    assert "来源：市民来信" in texts(read(page))


def test_title_falls_back_to_the_page_title() -> None:
    assert read(f"<title>{TITLE} - 青澜市</title><p>甲").metadata["title"] == TITLE
