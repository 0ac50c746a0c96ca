"""Columns are told by the headings above them: by spans where known, else by the whole run."""

from __future__ import annotations

import pytest

from govreport.document import Table
from govreport.forms.catalogue import metric_id
from govreport.forms.columns import Layout, is_header_row, knows, read_layout
from govreport.forms.grid import TableGrid
from govreport.model import Certainty
from support.ogi import edition
from support.small_tables import small

APPLICANTS = (
    "natural_person",
    "business",
    "research",
    "charity",
    "legal_service",
    "other",
    None,
)
HEADS_OF_THREE = (
    "本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和 | < | 申请人情况"
    + " | <" * 6,
    "^ | ^ | 自然人 | 法人或其他组织 | < | < | < | < | 总计",
    "^ | ^ | ^ | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | ^",
)
LEFT = " | <" * 4
RESULTS = "结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计"
HEADS_OF_FOUR = (
    f"行政复议{LEFT} | 行政诉讼{LEFT} | <{LEFT}",
    f"{RESULTS} | 未经复议直接起诉{LEFT} | 复议后起诉{LEFT}",
    f"^ | ^ | ^ | ^ | ^ | {RESULTS} | {RESULTS}",
)


def layouts(*heads: str, edition_id: str = "2019", spans_known: bool = True) -> tuple[Layout, ...]:
    table = small(*heads, spans_known=spans_known)
    return read_layout(TableGrid(table, 0), range(len(heads)), edition(edition_id))


def columns(layout: Layout, form: str) -> dict[int, str]:
    """Place → id and dimensions of the official column."""
    return {
        place: metric_id(field.column.id, "/".join(field.column.dimensions.values()))
        for place, field in layout.fields[form].items()
    }


def test_statistics_of_2014() -> None:
    (layout,) = layouts("统　计　指　标 | 单位 | 统计数", edition_id="2014")
    assert (layout.labels, layout.unit) == ((0,), 1)
    assert list(layout.fields["statistics"]) == [2]


@pytest.mark.parametrize("value", ["统计数", "统计数据", "数量", "数 值"])
def test_statistics_with_other_words(value: str) -> None:
    (layout,) = layouts(f"指标名称 | 计量单位 | {value}", edition_id="2014")
    assert (layout.labels, layout.unit, list(layout.fields["statistics"])) == ((0,), 1, [2])


@pytest.mark.slow
def test_thousands_of_rows_of_headings() -> None:
    # Text that is damaged so that its headings repeat: each row is one more above the last.
    (layout,) = layouts(*["统　计　指　标 | 单位 | 统计数"] * 3000, edition_id="2014")
    assert (layout.labels, layout.unit) == ((0,), 1)
    assert list(layout.fields["statistics"]) == [2]


def test_header_paths_by_spans() -> None:
    (layout,) = layouts(*HEADS_OF_THREE)
    assert layout.labels == (0, 1)
    found = columns(layout, "applications")
    assert found == {2 + n: name or "" for n, name in enumerate(APPLICANTS)}
    assert {f.certainty for f in layout.fields["applications"].values()} == {Certainty.EXACT}


def test_recurring_headings_by_spans() -> None:
    (layout,) = layouts(*HEADS_OF_FOUR)
    found = list(columns(layout, "disputes").values())
    assert found[:5] == [
        f"reviews.{n}" for n in ("upheld", "corrected", "other", "pending", "total")
    ]
    assert found[9] == "lawsuits.total.direct"
    assert found[10] == "lawsuits.upheld.after_review"


def test_recurring_headings_in_another_order_by_spans() -> None:
    swapped = (
        f"行政诉讼{LEFT} | <{LEFT} | 行政复议{LEFT}",
        f"复议后起诉{LEFT} | 未经复议直接起诉{LEFT} | {RESULTS}",
        f"{RESULTS} | {RESULTS} | ^ | ^ | ^ | ^ | ^",
    )
    (layout,) = layouts(*swapped)
    found = columns(layout, "disputes")
    assert found[0] == "lawsuits.upheld.after_review"
    assert found[9] == "lawsuits.total.direct"
    assert found[14] == "reviews.total"


def test_recurring_headings_without_spans_need_the_whole_run() -> None:
    (layout,) = layouts(f"{RESULTS} | {RESULTS} | {RESULTS}", spans_known=False)
    found = list(columns(layout, "disputes").values())
    assert found[4] == "reviews.total"
    assert found[14] == "lawsuits.total.after_review"
    assert {f.certainty for f in layout.fields["disputes"].values()} == {Certainty.VARIANT}


def test_part_of_a_run_without_spans_tells_nothing() -> None:
    assert layouts(f"{RESULTS} | {RESULTS}", spans_known=False) == ()


def test_heads_broken_over_rows() -> None:
    heads = (
        "自然人 | 商业企 | 科研机 | 社会公 | 法律服 | 其他 | 总计",
        "^ | 业 | 构 | 益组织 | 务机构 | ^ | ^",
    )
    (layout,) = layouts(*heads)
    assert list(columns(layout, "applications").values()) == [name or "" for name in APPLICANTS]


def test_heads_broken_over_lines_of_a_cell() -> None:
    (layout,) = layouts("信息内容 | 本年新¶制作数量 | 本年新¶公开数量 | 对外公开¶总数量")
    assert list(columns(layout, "disclosure.1").values()) == [
        "issued",
        "newly_disclosed",
        "disclosed_total",
    ]


def test_columns_in_another_order() -> None:
    (layout,) = layouts("信息内容 | 对外公开总数量 | 本年新制作数量 | 本年新公开数量")
    assert columns(layout, "disclosure.1") == {
        1: "disclosed_total",
        2: "issued",
        3: "newly_disclosed",
    }


def test_one_heading_serves_several_forms() -> None:
    (layout,) = layouts("信息内容 | 上一年项目数量 | 本年增/减 | 处理决定数量")
    assert set(layout.fields) == {"disclosure.5", "disclosure.6", "disclosure.8"}


def test_unknown_column_is_named() -> None:
    (layout,) = layouts("统计指标 | 单位 | 统计数 | 备注", edition_id="2014")
    assert layout.unknown == (3,)
    assert list(layout.fields["statistics"]) == [2]


def test_column_of_last_year_is_not_taken_for_this_years() -> None:
    (layout,) = layouts("统计指标 | 单位 | 上年统计数 | 统计数", edition_id="2014")
    assert list(layout.fields["statistics"]) == [3]


def test_same_heading_twice_is_neither() -> None:
    assert layouts("统计指标 | 统计数 | 统计数", edition_id="2014") == ()


def test_two_panels() -> None:
    head = "统计指标 | 单位 | 统计数"
    first, second = layouts(f"{head} | {head}", edition_id="2014")
    assert (first.labels, first.unit, list(first.fields["statistics"])) == ((0,), 1, [2])
    assert (second.labels, second.unit, list(second.fields["statistics"])) == ((3,), 4, [5])


@pytest.mark.parametrize(
    ("heading", "unit"),
    [
        ("采购总金额", None),
        ("采购总金额（单位：万元）", "万元"),
        ("采购总金额（元）", "元"),
        ("采购总金额¶（单位：元）", "元"),
    ],
)
def test_unit_in_a_heading(heading: str, unit: str | None) -> None:
    (layout,) = layouts(f"信息内容 | 采购项目数量 | {heading}")
    assert layout.fields["disclosure.9"][2].unit == unit


@pytest.mark.parametrize(
    ("row", "edition_id", "is_header"),
    [
        ("统计指标 | 单位 | 统计数", "2014", True),
        ("统 计 指 标 | | 统计数", "2014", True),
        ("信息内容 | 本年新制作数量 | 本年新公开数量", "2019", True),
        ("总计", "2019", False),
        ("（七）总计 | | | |", "2019", False),
        ("总计 | 0 | 0 | 0", "2019", False),
        ("一、主动公开情况 | —— |", "2014", False),
        ("统计数 | 3", "2014", False),
        ("单位负责人：周某 | 审核人：吴某", "2014", False),
        (" | ", "2014", False),
    ],
)
def test_row_of_headings(row: str, edition_id: str, is_header: bool) -> None:
    sheet = TableGrid(small(row), 0)
    assert is_header_row(sheet, 0, edition(edition_id)) is is_header


@pytest.mark.parametrize(
    ("table", "known"),
    [
        (small("序号 | 姓名", "1 | 周某"), False),
        (small("序号 | 统计数", "1 | 周某"), True),
        (small("一、收到申请数 | 3"), True),
    ],
    ids=["another", "heading", "row"],
)
def test_whether_a_table_may_be_of_an_edition(table: Table, known: bool) -> None:
    assert knows(TableGrid(table, 0), edition("2014")) is known
