"""The page and the notebook fragment: everything shown, everything escaped, nothing loaded."""

from __future__ import annotations

import attrs
import pytest
import regex
from lxml import html

from govreport.document import Origin
from govreport.export.html.anchors import find_anchors
from govreport.model import Certainty, Report
from govreport.pipeline import parse
from support import prose_reports
from support.sample_reports import report_2014, report_2021, samples

SAMPLES = [pytest.param(report, id=name) for name, report in samples()]


def _page(report: Report) -> html.HtmlElement:
    return html.document_fromstring(report.to_html().encode("utf-8"))


def _find(page: html.HtmlElement, path: str) -> list[html.HtmlElement]:
    found = page.xpath(path)
    assert isinstance(found, list)
    return [element for element in found if isinstance(element, html.HtmlElement)]


def _texts(page: html.HtmlElement, path: str) -> list[str]:
    return [element.text_content() for element in _find(page, path)]


def _strings(page: html.HtmlElement, path: str) -> list[str]:
    found = page.xpath(path)
    assert isinstance(found, list)
    return [str(text) for text in found]


@pytest.mark.parametrize("report", SAMPLES)
def test_nothing_is_loaded_and_nothing_runs(report: Report) -> None:
    text = report.to_html()
    page = _page(report)
    policy = _strings(page, "//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'")
    for shown in (page, html.fromstring(report._repr_html_().replace("\x00", ""))):
        assert not shown.xpath("//script | //link | //img | //iframe | //form | //object | //@src")
        assert not shown.xpath("//@*[starts-with(name(), 'on')]")
        assert all(target.startswith("#") for target in _strings(shown, "//@href"))
    assert not regex.search(r"url\(|@import|https?:", text)


@pytest.mark.parametrize("report", SAMPLES)
def test_every_link_leads_somewhere(report: Report) -> None:
    page = _page(report)
    ids = _strings(page, "//@id")
    assert len(ids) == len(set(ids))
    assert {target[1:] for target in _strings(page, "//@href")} <= set(ids)


@pytest.mark.parametrize("report", SAMPLES)
def test_every_metric_is_shown_once(report: Report) -> None:
    assert len(_find(_page(report), "//*[@class='figure']")) == len(report.metrics)


def test_markup_and_codes_in_the_document_are_text() -> None:
    report = dict(samples())["hostile"]
    for text in (report.to_html(), report._repr_html_()):
        assert "<script" not in text
        assert "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;" in text
        assert not regex.search(r"[\x00\x1b\u202e\ud800]", text)


def test_page_names_the_report() -> None:
    page = _page(report_2014())
    assert page.get("lang") == "zh-CN"
    assert _texts(page, "//h1") == ["2018年度青澜市云浦区科技局政府信息公开工作报告"]
    facts = dict(zip(_texts(page, "//dt"), _texts(page, "//dd"), strict=True))
    assert facts["发布机关"] == "青澜市云浦区科技局"
    assert facts["统计期限"] == "2018-01-01 至 2018-12-31"
    assert facts["来源文件"] == "云浦区科技局2018.docx（docx，20,480 字节）"
    assert facts["SHA-256"] == "3f" * 32


def test_findings_come_worst_first_with_what_was_expected() -> None:
    report = report_2014()
    report = attrs.evolve(report, findings=report.findings[::-1])
    items = _find(_page(report), "//*[@class='findings']//li")
    assert [item.get("class") for item in items] == ["error", "warning"]
    assert "错误" in items[0].text_content()
    assert "应为 650" in items[0].text_content()


def test_within_another_page_it_changes_nothing_around_it() -> None:
    [sheet] = _texts(_page(report_2014()), "//style")
    rules = [line for line in sheet.splitlines() if "{" in line and not line.startswith("@")]
    assert len(rules) > 60
    outside = [line for line in rules if not line.strip().startswith(".govreport")]
    assert outside == [
        "body:has(> .govreport) { margin: 0; }",
        "body > .govreport { min-height: 100vh; }",
    ]
    assert len(_find(_page(report_2014()), "/html/body/*")) == 1


def test_notices_are_no_findings_and_folded_into_a_line_at_the_end() -> None:
    page = _page(report_2014())
    last = _find(page, "//div[@class='data']/section")[-1]
    [line] = _texts(last, ".//summary")
    assert line == "读取时注意到 1 处：批注已略去，1 处"
    assert _texts(last, ".//li/p[1]") == ["批注已略去，1 处"]
    clean = attrs.evolve(report_2014(), findings=())
    assert _texts(_page(clean), "//section[@class='findings']")[0] == "发现（0）未发现问题。"


def test_another_known_wording_is_marked_at_the_label_and_not_at_the_exact_figure() -> None:
    report = report_2014()
    worded = next(m for m in report.metrics if m.certainty is Certainty.VARIANT and m.value)
    page = _page(report)
    [figure] = _find(page, f"//a[contains(@title, '\n{worded.id}\n')]")
    assert [mark.text for mark in figure.getparent()] == [figure.text]
    assert _texts(figure.getparent().getparent().getparent(), "./th/sup") == ["*"]
    assert "≈" not in report.to_html()


def test_a_figure_leads_to_its_cell_and_shows_its_wording() -> None:
    page = _page(report_2014())
    link = _find(page, "//a[contains(@title, 'information.normative_documents')]")[0]
    assert link.text_content() == "1,204 条"
    assert link.get("title", "").startswith("原文：1,204\n")
    assert _texts(page, f"//td[@id='{link.get('href', '')[1:]}']") == ["1,204"]


@pytest.mark.parametrize("report", SAMPLES)
def test_a_cell_leads_back_to_the_figure_that_was_read_in_it(report: Report) -> None:
    page = _page(report)
    there = {
        figure.get("id"): link.get("href", "")[1:]
        for figure in _find(page, "//*[@class='figure']")
        for link in _find(figure, "./a[@href]")
    }
    cells = {cell.get("id"): _strings(cell, "./a/@href") for cell in _find(page, "//td[@id]")}
    filled = {
        cell for cell in there.values() if "r" in cell and _texts(page, f"//*[@id='{cell}']/a")
    }
    assert {link for links in cells.values() for link in links} == {
        f"#{next(figure for figure, cell in there.items() if cell == place)}" for place in filled
    }


def test_a_quantity_leads_to_its_line_and_the_line_back_to_it() -> None:
    title = "2018年度青澜市云浦区科技局政府信息公开工作年度报告"
    text = f"{title}\n一、概况\n今年收到申请24件，培训20余次。"
    page = _page(parse(text.encode()))
    rows = {row.get("id"): row[0].text_content() for row in _find(page, "//table//tr[@id]")}
    back = {
        link.get("href", "")[1:]: link.text_content()
        for link in _find(page, "//article//a[@class='back']")
    }
    assert back == rows
    assert back == {"q0": "24件", "q1": "20余次"}


@pytest.mark.parametrize(
    ("kind", "text"), [("blank", "空白"), ("dash", "——"), ("unreadable", "约20")]
)
def test_nothing_never_looks_like_zero(kind: str, text: str) -> None:
    assert set(_texts(_page(report_2014()), f"//a[@class='{kind}']")) == {text}


def test_applicants_are_columns_under_their_group() -> None:
    page = _page(report_2021())
    table = next(
        t for t in _find(page, "//table[@class='matrix']") if "收到和处理" in t.text_content()
    )
    rows = [[cell.text_content() for cell in row] for row in _find(table, "thead/tr")]
    assert rows == [
        ["", "自然人", "法人或其他组织", "总计"],
        ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"],
    ]
    assert [c.get("colspan") for c in _find(table, "thead/tr")[0]] == [None, None, "5", None]
    assert len(_find(table, "tbody/tr")[0]) == 8


def test_disputes_are_turned_so_that_results_are_rows() -> None:
    page = _page(report_2021())
    table = next(
        t for t in _find(page, "//table[@class='matrix']") if "复议后起诉" in t.text_content()
    )
    labels = [row[0].text for row in _find(table, "tbody/tr")]
    assert labels == ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]


def test_quantities_of_the_text_say_what_they_are() -> None:
    texts = (
        "2017年收到申请9件，今年收到申请24件，其中自然人申请19件；培训20余次，走访超过30户。",
        "差评率从8.94%下降到5.79%，收到来信10000封，较上年减少12件，举办新闻发布会3次。",
    )
    page = _page(prose_reports.report(*texts))
    rows = [_texts(row, "./td") for row in _find(page, "//table[@class='stated']//tr")]
    assert rows == [
        ["9件", "9 件", "申请 2017 年"],
        ["24件", "24 件", "收到申请数*"],
        ["19件", "19 件", "收到申请数* 其中 · natural_person"],
        ["20余次", "20–29 次", "培训"],
        ["超过30户", "≥ 30 户", ""],
        ["从8.94%下降到5.79%", "8.94 → 5.79 %", "差评率"],
        ["10000封", "10,000 封", "来信"],
        ["12件", "12↓ 件", ""],
        ["3次", "3 次", "参加或举办新闻发布会总次数◇"],
    ]


def test_the_whole_document_is_shown_in_order() -> None:
    text = _texts(_page(report_2014()), "//article")[0]
    parts = [
        "现公布云浦区",
        "一、概况",
        "共公开信息650条",
        "（一）公开渠道",
        "7、存在问题",
        "填报单位",
    ]
    assert sorted(parts, key=text.index) == parts


def test_overlapping_spans_lose_no_cell() -> None:
    page = _page(dict(samples())["hostile"])
    assert "内层" in _texts(page, "//article//td")


def test_a_figure_leads_to_its_cell_and_a_quantity_to_its_line() -> None:
    anchors = find_anchors(report_2014())
    assert anchors.link(Origin(block=14, row=2, column=2)) == "b14r2c2"
    assert anchors.link(Origin(block=5, start=5, end=9)) == "b5s0"
    assert anchors.link(Origin(block=4)) == "b4s0"
    assert anchors.link(Origin(block=0)) is None  # the title is the page's own


def test_text_behind_a_heading_and_below_a_line_break_has_a_place_of_its_own() -> None:
    report = parse(
        "2018年度云浦区科技局政府信息公开工作年度报告\n一、概况：办结5件。\n二、其他\n无。".encode()
    )
    anchors = find_anchors(report)
    links = [anchors.link(quantity.origin) for quantity in report.quantities]
    assert links == ["b1s5"]
    article = _find(_page(report), "//article")[0]
    assert [p.text_content() for p in _find(article, ".//*[@id='b1s5']")] == ["办结5件。"]


@pytest.mark.parametrize("report", [report for _, report in samples()])
def test_no_two_things_have_one_anchor(report: Report) -> None:
    ids = [str(each) for each in _page(report).xpath("//@id")]
    assert len(ids) == len(set(ids))


def test_notebook_fragment_is_compact() -> None:
    report = report_2014()
    fragment = html.fromstring(report._repr_html_())
    assert fragment.tag == "div"
    assert not fragment.xpath("//style | //head | //@class")
    assert _texts(fragment, ".//summary") == ["指标（64）"]
    assert _texts(fragment, ".//ul/li/b") == ["错误", "警告"]
    assert report.metrics._repr_html_() in report._repr_html_()
    assert "1,204 条" in _texts(fragment, ".//details")[0]


def test_a_place_that_no_cell_has_leads_to_the_table() -> None:
    anchors = find_anchors(report_2014())
    assert anchors.link(Origin(block=14, row=2, column=9)) == "b14"
    assert anchors.link(Origin(block=14, row=2)) == "b14"
