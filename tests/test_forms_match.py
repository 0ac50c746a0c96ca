"""From the tables of a document to its metrics: which edition, which table, each figure once."""

from __future__ import annotations

import pytest

from fixtures import Wart, make_spec, write_docx
from govreport import parse
from govreport.document import Block, Paragraph, Picture, Table
from govreport.forms.match import Matched
from govreport.model import State
from support.ogi import match_tables
from support.small_tables import small

HEAD = "统计指标 | 单位 | 统计数"
HEADS = "办理情况 | 自然人 | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | 总计"
NONE = " | 0 | 0 | 0 | 0 | 0 | 0 | 0"


def match(*blocks: str | Block, year: int | None = None) -> Matched:
    return match_tables([Paragraph(text=b) if isinstance(b, str) else b for b in blocks], year)


def codes(matched: Matched) -> list[str]:
    return [finding.code for finding in matched.findings]


def applications(*outcomes: str) -> Table:
    return small(HEADS, f"一、本年新收政府信息公开申请数量{NONE}", *outcomes)


# -- edition -----------------------------------------------------------------------------------

ONE_ROW = applications(f"（六）其他处理{NONE}", f"（七）总计{NONE}")
THREE_ROWS = applications(
    f"1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请{NONE}",
    f"2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请{NONE}",
    f"3.其他{NONE}",
    f"（七）总计{NONE}",
)
ISSUED_2019 = small(
    "信息内容 | 本年新制作数量 | 本年新公开数量 | 对外公开总数量", "规章 | 1 | 2 | 3"
)
ISSUED_2021 = small("信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数", "规章 | 1 | 2 | 3")


@pytest.mark.parametrize(
    ("tables", "year", "edition"),
    [
        ((ISSUED_2019, ONE_ROW), 2019, "2019"),
        ((ISSUED_2019, ONE_ROW), 2023, "2019"),
        ((ISSUED_2021, THREE_ROWS), 2021, "2021"),
        ((ISSUED_2021, THREE_ROWS), 2019, "2021"),
        ((ONE_ROW,), None, "2019"),
        ((THREE_ROWS,), None, "2021"),
        ((small(HEAD, "（一）收到申请数 | 件 | 3"),), 2021, "2014"),
        ((small("姓名 | 分数", "周某 | 3"),), 2021, None),
        ((), 2021, None),
    ],
    ids=[
        "2019",
        "2019 late",
        "2021",
        "2021 early",
        "one row",
        "three rows",
        "2014 late",
        "another table",
        "no table",
    ],
)
def test_tables_tell_the_edition_and_not_the_year(
    tables: tuple[Table, ...], year: int | None, edition: str | None
) -> None:
    assert match(*tables, year=year).edition == edition


@pytest.mark.parametrize(("year", "edition"), [(2020, "2019"), (2022, "2021")])
def test_year_breaks_a_tie(year: int, edition: str) -> None:
    rows = f"四、结转下年度继续办理{NONE}", f"（一）予以公开{NONE}"
    assert match(applications(*rows), year=year).edition == edition


def test_other_handling_in_three_rows_of_a_report_for_2020() -> None:
    """The first table is that of 2019, the second already that of 2021."""
    matched = match(ISSUED_2019, "三、", THREE_ROWS, year=2020)
    assert matched.metrics["rules.newly_disclosed"].value == 2
    assert matched.metrics["applications.other_handling.fee_unpaid"].value == 0
    assert {m.edition for m in matched.metrics.select("rules.issued")} == {"2019"}
    assert matched.findings == ()


def test_three_rows_in_a_whole_report() -> None:
    spec = make_spec(3, "2019", year=2020)
    report = parse(write_docx(spec, frozenset({Wart.OTHER_HANDLING_THREE})))
    assert report.edition == "2019"
    assert len(report.metrics.select("applications.other_handling.not_corrected")) == 7
    assert not [f for f in report.findings if f.code.startswith(("arithmetic", "row"))]


# -- one table after another -------------------------------------------------------------------


def test_table_goes_on_in_the_next_without_headings() -> None:
    matched = match(small(HEAD, "1.当面申请数 | 件 | 7"), small("2.传真申请数 | 件 | 8"))
    assert [m.value for m in matched.metrics] == [7, 8]
    assert matched.findings == ()


def test_group_stays_open_over_the_break() -> None:
    matched = match(
        small(HEAD, "五、行政诉讼数量 | 件 | 7"), small(HEAD, "（二）被依法纠错数 | 件 | 7")
    )
    assert matched.metrics["lawsuits.corrected"].value == 7


def test_blocks_of_table_two_one_by_one() -> None:
    matched = match(
        ISSUED_2019,
        small("信息内容 | 上一年项目数量 | 本年增/减 | 处理决定数量", "行政许可 | 9 | 减1 | 4"),
        small("信息内容 | 采购项目数量 | 采购总金额", "政府集中采购 | 3 | 0.5万元"),
    )
    assert matched.metrics["permits.change"].value == -1
    assert matched.metrics["procurement.amount"].unit == "万元"
    assert matched.findings == ()


# -- the same figure twice ---------------------------------------------------------------------


def test_figures_that_stand_twice_and_agree() -> None:
    table = small(HEAD, "1.当面申请数 | 件 | 7", "2.传真申请数 | 件 |")
    matched = match(table, "又一份", table)
    assert [(m.value, m.state) for m in matched.metrics] == [(7, None), (None, State.BLANK)]
    (finding,) = matched.findings
    assert (finding.code, finding.message) == (
        "metric.repeated",
        "2 个统计项重复出现，数字一致，只列一次",
    )


def test_figures_that_stand_twice_and_differ() -> None:
    matched = match(
        small(HEAD, "1.当面申请数 | 件 | 7"), "又一份", small(HEAD, "1.当面申请数 | 件 | 8")
    )
    assert [(m.value, m.state, m.raw) for m in matched.metrics] == [
        (None, State.UNREADABLE, "7"),
        (None, State.UNREADABLE, "8"),
    ]
    with pytest.raises(KeyError, match="2 metrics"):
        matched.metrics.get("applications.received.in_person")
    (finding,) = matched.findings
    assert (finding.code, finding.found, len(finding.origins)) == ("metric.conflict", "7、8", 2)


def test_blank_against_a_figure_differs() -> None:
    matched = match(
        small(HEAD, "1.当面申请数 | 件 |"), "又一份", small(HEAD, "1.当面申请数 | 件 | 0")
    )
    assert codes(matched) == ["metric.conflict"]
    assert matched.findings[0].found == "空白、0"


# -- what is no statistics ---------------------------------------------------------------------


def test_table_of_no_form() -> None:
    matched = match("附", small("姓 名 | 分数", "周某 | 3"))
    (finding,) = matched.findings
    assert (finding.code, finding.found) == ("table.unknown", "姓名 | 分数 | 周某 | 3")
    assert finding.origins[0].block == 1
    assert len(matched.metrics) == 0


def test_table_far_too_wide_for_a_form() -> None:
    rest = " |" * 600
    matched = match(small(f"统计指标 | 单位 | 统计数{rest}", f"（一）收到申请数 | 件 | 12{rest}"))
    assert (len(matched.metrics), codes(matched)) == (0, ["table.unknown"])


@pytest.mark.parametrize("table", [small("周某 | 3"), small("周某", "吴某")], ids=["row", "column"])
def test_frame_around_text_is_no_table(table: Table) -> None:
    assert match(table).findings == ()


def test_picture() -> None:
    (finding,) = match("二、", Picture(name="image1.png")).findings
    assert (finding.code, finding.origins[0].block) == ("table.image", 1)
