"""Whole pages as a site serves them, rebuilt with figures of our own: what Word's markup and the
frame around the article leave of them."""

from __future__ import annotations

import datetime as dt

import pytest
import regex

import govreport as gr

#: Word parts a line between letters and digits, and puts each part into a run of its own.
RUNS = regex.compile(r"\d+|\D+")

ROWS = (
    ("主动公开文件数", "条", 2131, 10042),
    ("其中：1、政府网站公开数", "条", 2130, 10040),
    ("2、政府公报公开数", "条", 1, 2),
    ("受理政府信息依申请公开总数", "条", 13, 40),
    ("其中：1、当面申请数", "条", 3, 9),
    ("2、网上申请数", "条", 9, 28),
    ("3、信函、传真申请数", "条", 1, 3),
    ("对申请的答复总数", "条", 12, 39),
    ("其中：1、同意公开答复数", "条", 8, 30),
    ("2、同意部分公开答复数", "条", 2, 5),
    ("3、不予公开答复数", "条", 1, 3),
    ("4、其他类型答复数", "条", 1, 1),
    ("接受行政诉讼、举报数", "件", 0, 4),
    ("行政复议数", "件", 6, 7),
    ("行政诉讼数", "件", 5, 5),
)
LINES = (
    "石门综合实验区2017年度政府信息公开工作年度报告",
    "本报告的统计期限自2017年1月1日起至2017年12月31日止。联系地址：行政中心主楼14层，电话：0591-00000000。",
    "一、概述",
    "2017年，按照“双随机、一公开”和“互联网+政务服务”的要求，落实文化发展规划（2016-2020）。",
    "二、主动公开政府信息情况",
    "（一）主动公开政府信息的数量",
    "2017年全区主动公开政府信息2131条。其中，区管委会及区直各部门主动公开政府信息1509条，占70.8%。",
    "三、政府信息依申请公开工作情况",
    "今年共受理审批事项117件，办结116件。",
    "四、政府信息公开情况统计表",
)


def runs(text: str) -> str:
    spans = (
        f'<span style="font-size:16pt"><font>{part}</font></span>' for part in RUNS.findall(text)
    )
    return "".join(spans) + "<span><o:p></o:p></span>"


def page(date: str) -> bytes:
    title = LINES[0]
    cells = [("指标名称", "计量单位", "2017年度", "历年累计"), *ROWS]
    rows = (
        "".join(
            f'<td valign="top"><p class="p" align="center">{runs(str(cell))}</p></td>'
            for cell in row
        )
        for row in cells
    )
    table = "".join(f'<tr style="height:25pt">{row}</tr>' for row in rows)
    body = "".join(f'<p class="MsoNormal" style="margin:0pt">{runs(line)}</p>' for line in LINES)
    return f"""<!DOCTYPE html><html ms-controller="root"><head><meta charset="utf-8">
    <meta name="SiteName" content="石门综合实验区"><meta name="ArticleTitle" content="{title}">
    <meta name="PubDate" content="{date}"><meta name="ContentSource" content="">
    <title>{title}_政府信息公开年报_石门综合实验区</title></head><body><div class="warp">
    <div class="header"><ul><li><a href="/">首页</a></li><li><a>政务公开</a></li></ul></div>
    <div class="breadcrumb"><span>当前位置：</span><a>首页</a><a>政府信息公开年报</a></div>
    <div class="article_component"><div class="article_title">{title}</div>
    <div class="article_extend"><span>来源：石门县人民政府</span><span>时间：{date}</span>
    <div class="share_box"><a>微信</a><a>微博</a></div></div>
    <div class="tabs"><ul><li>全真版</li><li>文字版</li></ul><a class="download">文件下载</a></div>
    <div class="links_con"><span>相关链接：</span></div>
    <div class="article_content">{body}
    <div align="center"><table border="1">{table}</table></div></div>
    <div class="fjxz">附件下载</div></div><div class="footer">主办：石门综合实验区办公室</div>
    </div></body></html>""".encode()


@pytest.fixture(scope="module")
def report() -> gr.Report:
    return gr.parse(page("2018-01-23 08:51"))


def test_the_frame_of_the_report(report: gr.Report) -> None:
    assert (report.title, report.year, report.issued) == (LINES[0], 2017, dt.date(2018, 1, 23))
    assert report.issuer.name == "石门综合实验区"
    assert report.period is not None
    assert [section.title for section in report.sections] == [
        "概述",
        "主动公开政府信息情况",
        "政府信息依申请公开工作情况",
        "政府信息公开情况统计表",
    ]


def test_figures_of_the_year_and_none_of_all_years(report: gr.Report) -> None:
    read = [metric.value for metric in report.metrics if metric.edition]
    assert read == [figure for *_, figure, _ in ROWS]
    assert report.coverage.whole
    assert not [f for f in report.findings if f.code.startswith(("row", "column", "coverage"))]


def test_quantities_are_those_that_count(report: gr.Report) -> None:
    said = [(quantity.origin.raw, quantity.concept) for quantity in report.quantities]
    assert said == [
        ("2131条", "information.disclosed"),
        ("1509条", None),
        ("70.8%", None),
        ("117件", None),
        ("116件", None),
    ]
    assert report.coverage.unaccounted == ()
