"""What the eye sees of a web page: struck, raised and hidden text is no part of a figure,
and what is no text is no blank."""

from __future__ import annotations

import pytest

import govreport as gr
from fixtures import Site, make_spec, write_html
from govreport.model import Metric, State
from support.ogi import EDITIONS


def page_with(edition: str, markup: str, head: str = "") -> tuple[str, Metric]:
    """A report with ``markup`` in the cell of one figure, where ``N`` stands for it."""
    page = write_html(make_spec(5, edition), Site.WORD).decode()
    report = gr.parse(page.encode())
    metric = next(
        m
        for m in report.metrics
        if m.state is None
        and m.value is not None
        and m.value > 99
        and page.count(f">{m.raw}<") == 1
    )
    page = page.replace(f">{metric.raw}<", f">{markup.replace('N', metric.raw)}<")
    assert page.count("</head>") == 1
    return page.replace("</head>", f"{head}</head>"), metric


def figure(page: str, of: Metric) -> tuple[object, State | None, set[str], set[str]]:
    report = gr.parse(page.encode())
    metric = report.metrics.get(of.id, **of.dimensions)
    assert metric is not None
    notices = {n.code for n in report.notices if n.code.startswith("text.")}
    return metric.value, metric.state, notices, {f.code for f in report.findings}


def sheet(rules: str) -> str:
    return f"<style><!-- /* own */ {rules} --></style>"


STRUCK = {
    "s": "<s>9</s>N",
    "strike": "<strike>9</strike>N",
    "del": '<del cite="x" datetime="2021-01-01">9</del><ins>N</ins>',
    "css": '<span style="text-decoration: line-through">9</span>N',
    "css-of-several-lines": '<span style="text-decoration:underline line-through red">9</span>N',
    "css-longhand": '<span style="text-decoration-line:line-through">9</span>N',
    "inside": '<span style="text-decoration:line-through"><b style="color:red">9</b></span>N',
    "word": "<span style='text-line-through:double'>9</span>N",
    "behind": "N<s>9</s>",
    "in-two-runs": "N<s>9</s><s>9</s>",
    "class": '<span class="old x">9</span>N',
    "id": '<span id="o1">9</span>N',
    "tag": "<tt>9</tt>N",
    "descendant": '<i class="was"><b>9</b></i>N',
    "child": "<u><b>9</b></u>N",
    "attribute": '<span data-state="gone">9</span>N',
}
STRUCK_RULES = (
    ".old, #o1 { text-decoration: line-through } tt { text-decoration: line-through !important }"
    ".was b, u > b, td [data-state=gone] { text-decoration-line: line-through }"
)
MARKED = {
    "sup": "N<sup>2</sup>",
    "sub": "N<sub>2</sub>",
    "css-super": '<span>N<span style="vertical-align:super">2</span></span>',
    "css-length": 'N<span style="vertical-align: 5pt; font-size: 7pt">2</span>',
    "css-percent": 'N<span style="vertical-align:30%">2</span>',
    "css-top": 'N<span style="font-size:6pt;vertical-align:top">2</span>',
    "relative": 'N<span style="position:relative;top:-5px">2</span>',
    "relative-em": 'N<span style="position:relative;bottom:-.4em">2</span>',
    "word": "N<span style='position:relative;top:-4.0pt;mso-text-raise:4.0pt'>2</span>",
    "lowered-by-word": "N<span style='mso-text-raise:-3.0pt'>2</span>",
    "brackets": "N<sup>[1]</sup>",
    "link": 'N<sup><a href="#n1">注1</a></sup>',
    "class": 'N<span class="mark">2</span>',
    "in-front": "<sup>1</sup>N",
}
MARKED_RULES = "span.mark { font-size: 60%; vertical-align: super }"
UNSEEN = {
    "display": '<span style="display:none">9</span>N',
    "visibility": '<span style="visibility: hidden">9</span>N',
    "hidden": "<span hidden>9</span>N",
    "opacity": '<span style="opacity:0">9</span>N',
    "filter": '<span style="filter:alpha(opacity=0)">9</span>N',
    "font-size-0": '<span style="font-size:0">9</span>N',
    "font-size-0px": '<span style="font-size:0px">9</span>N',
    "font-size-1px": '<span style="font-size: 1px">9</span>N',
    "font-0": '<span style="font:0/0 a">9</span>N',
    "white": '<span style="color:#fff">9</span>N',
    "white-by-name": '<font color="white">9</font>N',
    "white-by-rgb": '<span style="color: rgb(255, 255, 254)">9</span>N',
    "transparent": '<span style="color:transparent">9</span>N',
    "rgba": '<span style="color:rgba(0,0,0,0)">9</span>N',
    "same-as-ground": '<span style="background:#336699"><b style="color:#369">9</b></span>N',
    "same-by-name": '<span style="background-color:teal;color:teal">9</span>N',
    "indent": '<span style="display:inline-block;text-indent:-9999px">9</span>N',
    "away": '<span style="position:absolute;left:-9999px">9</span>N',
    "clip": '<span style="position:absolute;clip:rect(0,0,0,0)">9</span>N',
    "clip-path": '<span style="clip-path:inset(100%)">9</span>N',
    "no-height": '<div style="height:0;overflow:hidden">9</div>N',
    "scaled": '<span style="transform:scale(0)">9</span>N',
    "scaled-by-property": '<span style="scale:0">9</span>N',
    "matrix": '<span style="transform:matrix(0,0,0,0,0,0)">9</span>N',
    "zoomed": '<span style="zoom:0">9</span>N',
    "moved": '<span style="transform:translateX(-9999px)">9</span>N',
    "moved-by-property": '<span style="translate:-9999px 0">9</span>N',
    "moved-by-inset": '<span style="position:fixed;inset:-9999px auto auto">9</span>N',
    "moved-by-its-right": '<span style="position:absolute;right:9999px">9</span>N',
    "no-width": '<div style="max-width:0;overflow:clip">9</div>N',
    "content": '<span style="content-visibility:hidden">9</span>N',
    "hsl": '<span style="color:hsl(0 0% 100%)">9</span>N',
    "variable": '<span style="color:var(--pale)">9</span>N',
    "variable-of-another": '<span style="display:var(--gone)">9</span>N',
    "fallback": '<span style="color:var(--none, white)">9</span>N',
    "word": "<span style='mso-hide:all'>9</span>N",
    "ruby": "<ruby>N<rp>(</rp><rt>9</rt><rp>)</rp></ruby>",
    "class": '<span class="off">9</span>N',
    "class-important": '<span class="soft" style="display:inline">9</span>N',
    "class-white": '<span class="pale">9</span>N',
    "class-in-group": '<span class="grouped">9</span>N',
}
UNSEEN_RULES = (
    ".off { display: none } .soft { display: none !important } .pale { color: #fffffe }"
    "@media screen { .grouped { visibility: hidden } }"
    ":root { --pale: #fefefe; --no: none; --gone: var(--no) }"
)
SEEN = {
    "printed-only": ('<span class="p">N</span>', "@media print { .p { display: none } }"),
    "narrow-screens": ('<b class="p">N</b>', "@media (max-width: 600px) { .p { display: none } }"),
    "overridden": ('<b class="p" style="display:inline">N</b>', ".p { display: none }"),
    "more-special": ('<b class="p q">N</b>', ".p.q { opacity: 1 } .p { opacity: 0 }"),
    "other-state": ('<b class="p">N</b>', ".p:hover { display: none }"),
    "not-struck": ('<s class="p">N</s>', "s.p { text-decoration: none }"),
    "white-on-blue": ('<b style="background:navy;color:white">N</b>', ""),
    "size-given-again": ('<i style="font-size:0"><b style="font-size:9pt">N</b></i>', ""),
    "shown-again": ('<i style="visibility:hidden"><b style="visibility:visible">N</b></i>', ""),
    "baseline": ('<sup style="vertical-align:baseline">N</sup>', ""),
    "hanging-indent": ('<b style="text-indent:-21.0pt">N</b>', ""),
    "moved-a-little": ('<b style="position:relative;top:-1.0pt">N</b>', ""),
    "whole-page": ("N", "body { opacity: 0 }"),
    "whole-page-moved": ("N", "body { translate: -9999px }"),
    "whole-page-cut": ("N", "body { max-width: 0; overflow: hidden }"),
    "whole-page-masked": ("N", "body { mask: linear-gradient(black, transparent) }"),
    "whole-page-later": ("N", "body { content-visibility: hidden }"),
    "moved-in-its-line": ('<b style="transform:translate(2px, 0)">N</b>', ""),
    "turned-a-little": ('<b style="transform:rotate(-2deg) scale(.9)">N</b>', ""),
    "ink-of-the-page": ("N", "body { color: var(--ink) } td { background: var(--paper) }"),
    "not-white": ('<b style="color:hsl(210 50% 40%)">N</b>', ""),
}
VALUES = {
    "input": '<input type="text" value="N" readonly>',
    "input-without-type": "<input value=N>",
    "number": '<input type=number value="N">',
    "select": "<select><option>9<option selected>N</select>",
    "first-option": "<select><option>N</option><option>9</option></select>",
    "textarea": "<textarea>N</textarea>",
    "nested": "<table><tr><td>N</td></tr></table>",
    "nested-twice": "<table><tr><td></td><td><table><tr><td><p>N</table></table>",
    "math": "<math><mrow><mn>N</mn></mrow></math>",
    "noembed": "<noembed>9</noembed>N",
    "hidden-field": '<input type="hidden" value="9">N',
}
NO_VALUE = {
    "picture": '<img src="n.png" alt="">',
    "picture-with-text": '<img src="n.png" alt="N">',
    "picture-before": '<img src="9.png">N',
    "struck": "<s>N</s>",
    "raised": "<sup>N</sup>",
    "svg": '<svg><text x="1">N</text></svg>',
    "canvas": "<canvas></canvas>",
    "object": '<object data="n.swf"></object>',
    "frame": '<iframe src="n.html"></iframe>',
    "power": "<math><msup><mn>N</mn><mn>2</mn></msup></math>",
    "fraction": "<math><mfrac><mn>N</mn><mn>2</mn></mfrac></math>",
    "table": "<table><tr><td>N<td>9</table>",
    "generated": '<b class="more">N</b>',
    "backwards": '<bdo dir="rtl">N</bdo>',
    "backwards-by-css": '<span style="direction: rtl; unicode-bidi: bidi-override">N</span>',
    "backwards-by-sign": "\u202eN\u202c",
    "button": "<button>N</button>",
    "on-its-head": '<b style="display:block;transform:rotate(.5turn)">N</b>',
    "mirrored": '<b style="display:block;transform:scaleX(-1)">N</b>',
    "on-edge": '<b style="display:block;rotate:y 90deg">N</b>',
    "masked": '<b style="mask:linear-gradient(transparent, transparent)">N</b>',
    "on-each-other": '<b style="letter-spacing:-1em">N</b>',
    "colour-not-known": '<b style="color:color-mix(in srgb, white, white)">N</b>',
    "variable-of-two-values": '<b style="color:var(--x)">N</b>',
}
NO_VALUE_RULES = '.more::before { content: "9" } i { --x: white } td { --x: black }'


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize(
    ("markup", "rules", "notice"),
    [
        pytest.param(markup, rules, f"text.{code}", id=f"{code}-{name}")
        for code, marked, rules in (
            ("struck", STRUCK, STRUCK_RULES),
            ("mark", MARKED, MARKED_RULES),
            ("unseen", UNSEEN, UNSEEN_RULES),
        )
        for name, markup in marked.items()
    ],
)
def test_figure_beside_text_that_is_no_part_of_it(
    markup: str, rules: str, notice: str, edition: str
) -> None:
    page, metric = page_with(edition, markup, sheet(rules))
    value, state, notices, _ = figure(page, metric)
    assert (value, state, notices) == (metric.value, None, {notice})


@pytest.mark.parametrize(("markup", "rules"), SEEN.values(), ids=list(SEEN))
def test_figure_that_is_seen(markup: str, rules: str) -> None:
    page, metric = page_with("2019", markup, sheet(rules))
    assert figure(page, metric)[:3] == (metric.value, None, set())


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("markup", VALUES.values(), ids=list(VALUES))
def test_figure_in_another_thing(markup: str, edition: str) -> None:
    page, metric = page_with(edition, markup)
    assert figure(page, metric)[:2] == (metric.value, None)


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("markup", NO_VALUE.values(), ids=list(NO_VALUE))
def test_cell_that_nobody_can_read(markup: str, edition: str) -> None:
    page, metric = page_with(edition, markup, sheet(NO_VALUE_RULES))
    value, state, _, findings = figure(page, metric)
    assert (value, state) == (None, State.UNREADABLE)
    assert "cell.unreadable" in findings


def test_white_text_on_a_ground_that_a_linked_style_sheet_may_set() -> None:
    link = '<link rel="stylesheet" href="site.css">'
    page, metric = page_with("2019", '<span style="color:#fff">N</span>', link)
    assert figure(page, metric)[:2] == (None, State.UNREADABLE)
    page, metric = page_with("2019", '<span style="color:#fff">9</span>N', link)
    assert figure(page, metric)[:3] == (metric.value, None, {"text.unseen"})


def test_notice_quotes_what_is_left_out() -> None:
    page, _ = page_with("2019", '<s>9</s>N<b style="display:none">备查 87</b>')
    messages = [n.message for n in gr.parse(page.encode()).notices if n.code.startswith("text.")]
    assert messages == ["看不见的文字（设为隐藏）已略去：备查 87", "划去的文字已略去：9"]


ROWS = {
    "class": '<tr class="mobile-only">',
    "by-place": '<tr data-x="1">',
    "inline": '<tr style="display:none">',
    "collapsed": '<tr style="visibility:collapse">',
    "excel": "<tr height=0 style='mso-height-source:userset;mso-hide:all'>",
}


@pytest.mark.parametrize("row", ROWS.values(), ids=list(ROWS))
def test_row_that_is_not_shown(row: str) -> None:
    rules = "tr.mobile-only { display: none } table tr[data-x] + tr[data-x] { display: none }"
    page, metric = page_with("2019", "N")
    before, _, behind = page.partition(f">{metric.raw}<")
    start = before.rindex("<tr")
    end = len(before) + len(f">{metric.raw}<") + behind.index("</tr>") + len("</tr>")
    shown = page[start:end]
    opening = shown[: shown.index(">") + 1]
    decoy = shown.replace(opening, row).replace(f">{metric.raw}<", ">77777<")
    first = shown.replace(opening, '<tr data-x="1">')
    page = page[:start] + first + decoy + page[end:]
    page = page.replace("</head>", f"{sheet(rules)}</head>")
    value, state, notices, findings = figure(page, metric)
    assert (value, state, notices) == (metric.value, None, {"text.unseen"})
    assert "metric.conflict" not in findings


@pytest.mark.parametrize(
    "cells",
    [
        pytest.param("{first}<td>{second}", id="td-for-its-end"),
        pytest.param("{first}</td><td></td>{second}", id="one-too-many"),
        pytest.param("{first}{text}", id="one-too-few"),
        pytest.param("{first}</td>{text}", id="text-between-cells"),
    ],
)
def test_row_whose_cells_are_not_its_columns(cells: str) -> None:
    page = write_html(make_spec(5, "2019"), Site.WORD).decode()
    report = gr.parse(page.encode())
    figures = [m for m in report.metrics if m.id == "applications.received"]
    row = figures[0]
    start = page.index(">", page.index("本年新收政府信息公开申请数量"))
    at = page.index("<td", start)
    first_end = page.index("</td>", at)
    second_end = page.index("</td>", first_end + 1)
    first, second = page[at:first_end], page[first_end + len("</td>") : second_end]
    text = second[second.index(">") + 1 :]
    page = page[:at] + cells.format(first=first, second=second, text=text) + page[second_end:]
    read = gr.parse(page.encode())
    again = [m for m in read.metrics if m.id == row.id]
    assert {m.state for m in again} == {State.UNREADABLE}
    assert len(again) == len(figures)
    assert "row.short" in {finding.code for finding in read.findings}


PROSE = {
    "struck": ("收到申请<s>3</s>12件", "12"),
    "raised": ("收到申请12<sup>1</sup>件", "12"),
    "hidden": ("收到申请<span class=off>3</span>12件", "12"),
    "ruby": ("收到<ruby>申请<rt>shenqing</rt></ruby>12件", "12"),
    "struck-whole": ("收到申请12件<s>，其中当面申请9件</s>", "12"),
}


@pytest.mark.parametrize(("text", "value"), PROSE.values(), ids=list(PROSE))
def test_quantity_of_the_text(text: str, value: str) -> None:
    page = (
        "<meta charset=utf-8><style>.off { font-size: 0 }</style>"
        "<h1>云浦区科技局2018年政府信息公开工作年度报告</h1><h2>一、概述</h2>"
        f"<p>全年{text}。</p><h2>二、存在的问题</h2><p>无。</p>"
    )
    report = gr.parse(page.encode())
    assert [str(q.value) for q in report.quantities] == [value]
