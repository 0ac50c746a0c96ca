"""Tables of a place's own: columns by level, coded sheets of 2008 to 2013, and those of no form."""

from __future__ import annotations

import pytest

import govreport as gr
from govreport.document import Cell, Doubt, Table
from govreport.forms.braces import expanded
from govreport.forms.catalogue import in_force
from govreport.forms.others import other_figures
from govreport.kinds import kind
from support.ogi import match_tables
from support.small_tables import small


def page(*rows: str, title: str = "石门区2016年政府信息公开工作年度报告") -> bytes:
    cells = ("".join(f"<td>{cell}</td>" for cell in row.split("|")) for row in rows)
    table = "".join(f"<tr>{row}</tr>" for row in cells)
    head = f"<meta charset='utf-8'><title>{title}</title>"
    body = f"<p>一、概述</p><table>{table}</table>"
    return f"<html><head>{head}</head><body>{body}</body></html>".encode()


def by_level(report: gr.Report, id: str) -> dict[str | None, object]:
    return {m.dimensions.get("level"): m.value for m in report.metrics if m.id == id}


# --- columns by level

ROWS = (
    "（一）收到申请数|件|3|4|0",
    "1.当面申请数|件|1|2|0",
    "2.传真申请数|件|0|0|0",
    "3.网络申请数|件|2|2|0",
    "4.信函申请数|件|0|0|0",
)


@pytest.mark.parametrize(
    "heads",
    [
        "区政府统计数|区直单位统计数|乡镇街道统计数",
        "县政府|县直部门|乡镇",
        "市人民政府|市直各部门|镇街",
        "旗政府|旗直单位|街道（乡镇）",
        "区本级|部门|各镇街",
        "县政府本年累计|县直部门本年累计|乡镇本年累计",
    ],
)
def test_columns_by_level(heads: str) -> None:
    report = gr.parse(page(f"统计指标|单位|{heads}", *ROWS))
    assert by_level(report, "applications.received") == {
        "government": 3,
        "department": 4,
        "town": 0,
    }
    assert by_level(report, "applications.received.online")["town"] == 0
    assert [each for each in report.findings if each.severity != "info"] == []


def test_levels_below_one_heading() -> None:
    heads = [
        "<td rowspan=2>统计指标</td><td rowspan=2>单位</td><td colspan=3>统计数</td>",
        "<td>区政府</td><td>区直单位</td><td>乡镇街道</td>",
    ]
    rows = ["".join(f"<td>{cell}</td>" for cell in row.split("|")) for row in ROWS]
    table = "".join(f"<tr>{row}</tr>" for row in (*heads, *rows))
    data = page().replace(b"<table>", f"<table>{table}".encode())
    report = gr.parse(data)
    assert by_level(report, "applications.received") == {
        "government": 3,
        "department": 4,
        "town": 0,
    }


def test_only_the_sum_of_the_year_of_each_level_counts() -> None:
    levels = "".join(f"<td colspan=2>{each}</td>" for each in ("区政府", "区直单位", "乡镇街道"))
    heads = f"<td rowspan=2>统计指标</td><td rowspan=2>单位</td>{levels}"
    below = "<td>本期实际</td><td>本年累计</td>" * 3
    row = "".join(f"<td>{cell}</td>" for cell in ("收到申请数", "件", *"132701"))
    table = "".join(f"<tr>{each}</tr>" for each in (heads, below, row))
    report = gr.parse(page().replace(b"<table>", f"<table>{table}".encode()))
    assert by_level(report, "applications.received") == {
        "government": 3,
        "department": 7,
        "town": 1,
    }


def test_the_total_is_the_sum_of_the_levels_there_are() -> None:
    right = page("统计指标|单位|县直部门|乡镇|合计", "（一）收到申请数|件|4|2|6")
    wrong = page("统计指标|单位|县直部门|乡镇|合计", "（一）收到申请数|件|4|2|7")
    found = gr.parse(right)
    assert found.metrics["applications.received"].value == 6
    assert "arithmetic.sum" not in {each.code for each in found.findings}
    assert "arithmetic.sum" in {each.code for each in gr.parse(wrong).findings}


def test_levels_are_a_column_of_frames_and_survive_json() -> None:
    report = gr.parse(page("统计指标|单位|县政府|县直部门|乡镇", *ROWS))
    frame = report.to_frame()
    assert list(frame["level"][:3]) == ["government", "department", "town"]
    assert gr.Report.from_json(report.to_json()) == report
    assert "乡镇" in report.to_html()


def test_a_total_without_levels_is_no_form() -> None:
    assert match_tables([small("统计指标 | 合计", "某项 | 3")], 2016).metrics.items == ()


# --- the coded sheet

CODED = (
    "指标名称|计量单位|代码|本期实际|本年累计",
    "甲|乙|丙|1|2",
    "主动公开信息数|条|01|5|260",
    "其中：全文电子化的主动公开信息数|条|02|5|250",
    "新增的行政规范性文件数|条|03|0|3",
    "申请总数|条|10|1|7",
    "其中：1.当面申请数|条|11|0|3",
    "2.传真申请数|条|12|0|0",
    "3.电子邮件申请数|条|13|1|1",
    "4.网上申请数|条|14|0|3",
    "5.信函申请数|条|15|0|0",
    "6.其他形式申请数|条|16|0|0",
    "对申请的答复总数|条|17|1|7",
    "其中：1.同意公开答复数|条|18|1|5",
    "2.同意部分公开答复数|条|19|0|0",
    "3.否决公开答复总数|条|20|0|2",
    "其中：（2）“信息不存在”数|条|22|0|2",
    "行政复议数|件|32|0|0",
    "行政申诉数|件|34|0|1",
    "其中：对本部门首次处理不满意的行政申诉数*|件|35|0|1",
)


def test_the_coded_sheet_of_2008() -> None:
    report = gr.parse(page(*CODED, title="石门区2012年政府信息公开工作年度报告"))
    values = {metric.id: metric.value for metric in report.metrics}
    assert report.edition == "shanghai"
    assert (values["information.disclosed"], values["information.electronic"]) == (260, 250)
    assert (values["applications.received"], values["applications.received.email"]) == (7, 1)
    assert (values["applications.denied"], values["applications.denied.not_existing"]) == (2, 2)
    assert values["appeals.first_handling"] == 1
    assert [each for each in report.findings if each.severity != "info"] == []


def test_the_coded_sheet_is_checked() -> None:
    rows = [row.replace("|260", "|240") for row in CODED]
    report = gr.parse(page(*rows, title="石门区2012年政府信息公开工作年度报告"))
    assert "arithmetic.part" in {each.code for each in report.findings}


def test_a_local_form_is_prescribed_for_no_year() -> None:
    assert in_force(2010, kind("ogi")) == ""


def test_series_go_through_local_forms() -> None:
    coded = gr.parse(page(*CODED, title="石门区2012年政府信息公开工作年度报告"))
    later = gr.parse(page("统计指标|单位|统计数", "（一）收到申请数|件|9"))
    points = gr.series([coded, later], "applications.received")
    assert [(point.year, point.value) for point in points] == [(2012, 7), (2016, 9)]


# --- tables of no form


def figures(table: Table) -> list[tuple[str, str, object, str | None]]:
    return [(f.row, f.column, f.value, f.unit) for f in other_figures(table, 0)]


def test_figures_of_a_table_of_no_form_have_names() -> None:
    table = small("项目 | 2016年 | 2017年", "访问量（人次） | 1,200 | 1300", "公报 | 12期 | -")
    assert figures(table) == [
        ("访问量（人次）", "2016年", 1200, "人次"),
        ("访问量（人次）", "2017年", 1300, "人次"),
        ("公报", "2016年", 12, "期"),
    ]


def test_headings_above_one_another_and_units_beside() -> None:
    table = small(
        "序号 | 单位名称 | 单位 | 申请 | 申请",
        "序号 | 单位名称 | 单位 | 收到 | 答复",
        "1 | 甲局 | 件 | 3 | 2",
    )
    assert figures(table) == [("甲局", "申请·收到", 3, "件"), ("甲局", "申请·答复", 2, "件")]


def test_a_figure_that_is_not_to_be_believed_has_no_value() -> None:
    cells = (
        *(Cell(row=0, column=n, text=text) for n, text in enumerate(("项目", "数"))),
        Cell(row=1, column=0, text="甲"),
        Cell(row=1, column=1, text="3", doubt=Doubt.STRUCK),
        Cell(row=2, column=0, text="乙"),
        Cell(row=2, column=1, text="4"),
    )
    table = Table(n_rows=3, n_columns=2, cells=cells)
    assert [(f.value, f.raw) for f in other_figures(table, 0)] == [(None, "3"), (4, "4")]


def test_only_tables_of_no_form_give_other_figures() -> None:
    report = gr.parse(page("统计指标|单位|统计数", "（一）收到申请数|件|9"))
    assert report.other_figures == ()
    unknown = gr.parse(page("项目|数量", "网站访问量|31", "公报|12"))
    frame = unknown.to_frame("tables")
    assert list(frame["row_label"]) == ["网站访问量", "公报"]
    assert list(frame["value"]) == [31, 12]
    assert gr.Report.from_json(unknown.to_json()) == unknown


# --- braces


def test_braces() -> None:
    assert expanded("{区,县}政府{,数}") == ("区政府", "区政府数", "县政府", "县政府数")
    assert expanded("政府") == ("政府",)
