"""Numbering of headings, and the report's statements about itself against each other."""

from __future__ import annotations

import datetime as dt

import pytest
from attrs import evolve

import govreport as gr
from govreport.checks.structure import check_numbering, check_parts
from govreport.document import Block
from govreport.model import Finding, Issuer, Metrics, Report, Severity, Source
from support.ogi import outline
from support.small_tables import document, lines, small

ORGAN = "青澜市云浦区科技局"
TITLE = f"2018年度{ORGAN}政府信息公开工作报告"
PERIOD = "统计期限为2018年1月1日至2018年12月31日。"
BODY = ("一、概述", "我局按规定公开信息。", "二、其他", "无。")
TABLE = small("统计指标 | 单位 | 统计数", "收到申请数 | 件 | 3")


def report(*blocks: str | Block) -> Report:
    frame = outline(document(*blocks), frozenset({"政府信息公开情况统计表"}))
    return Report(
        kind="ogi",
        title=frame.title,
        year=frame.year,
        edition=None,
        issuer=frame.issuer,
        issued=frame.issued,
        period=frame.period,
        sections=frame.sections,
        evidence=frame.evidence,
        source=Source(path=None, sha256="", size=0, format="text"),
    )


def numbering(text: str) -> list[tuple[str, str]]:
    findings = list(check_numbering(report(TITLE, *lines(text))))
    assert all(f.severity is Severity.WARNING and f.origins for f in findings)
    return [(f.code, f.message) for f in findings]


def parts(*blocks: str | Block) -> list[Finding]:
    ignored = ("table.none",)
    return [f for f in check_parts(report(*blocks)) if f.code not in ignored]


# -- numbering ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "一、甲\n二、乙\n三、丙",
        "一、甲\n（一）子\n（二）丑\n二、乙\n（一）寅",
        "1、甲\n（一）子\n2、乙",
        "第一章 甲\n第二章 乙",
        "总体情况\n正文。",
    ],
)
def test_sound_numbering(text: str) -> None:
    assert numbering(text) == []


@pytest.mark.parametrize(
    ("text", "code", "message"),
    [
        ("一、甲\n正文。\n三、乙", "numbering.gap", "标题序号不连续：三、乙 之前缺第 2 项"),
        ("一、甲\n正文。\n五、乙", "numbering.gap", "标题序号不连续：五、乙 之前缺第 2–4 项"),
        ("二、甲\n正文。\n三、乙", "numbering.gap", "标题序号不连续：二、甲 之前缺第 1 项"),
        ("一、甲\n二、乙\n二、丙\n三、丁", "numbering.duplicate", "标题序号重复：二、丙"),
        ("一、甲\n二、乙\n二、丙\n四、丁", "numbering.duplicate", "标题序号重复：二、丙"),
        (
            "一、甲\n二、乙\n3、丙\n四、丁",
            "numbering.style",
            "标题序号写法不一：“3、”，同级其他标题写作“一、”",
        ),
        (
            "一、甲\n存在的问题。更新不够。\n（二）措施。按月检查。\n二、乙",
            "numbering.missing",
            "标题缺序号，按相邻标题推定为第 1.1 项：存在的问题",
        ),
    ],
)
def test_anomaly(text: str, code: str, message: str) -> None:
    assert (code, message) in numbering(text)
    assert len(numbering(text)) == 1


def test_numbers_that_run_backwards() -> None:
    assert "numbering.order" in [code for code, _ in numbering("一、甲\n三、乙\n二、丙\n四、丁")]


@pytest.mark.parametrize(
    "text",
    [
        "一、甲\n（一）子：讲解。（二）丑：公布。\n（三）寅：检查。\n二、乙",
        "一、甲\n要点如下：（一）子；（二）丑。\n（三）寅：检查。\n二、乙",
    ],
)
def test_numbers_within_a_paragraph_are_not_missing(text: str) -> None:
    assert numbering(text) == []


def test_number_of_another_kind_within_a_paragraph_fills_no_gap() -> None:
    text = "一、甲\n（一）子：讲解。2.丑：公布。\n（三）寅：检查。\n二、乙"
    assert [code for code, _ in numbering(text)] == ["numbering.gap"]


def test_children_are_looked_at_too() -> None:
    assert numbering("一、甲\n（一）子\n正文。\n（三）丑\n二、乙") == [
        ("numbering.gap", "标题序号不连续：（三）丑 之前缺第 2 项")
    ]


# -- parts -------------------------------------------------------------------------------------


def test_sound_report() -> None:
    assert parts(TITLE, PERIOD, *BODY, ORGAN, "2019年1月9日") == []


def test_no_title_and_no_sections() -> None:
    findings = list(check_parts(report("公告", "近期安排如下。")))
    assert [(f.code, f.severity, f.message_en) for f in findings] == [
        ("title.missing", Severity.WARNING, "no title of a report was found"),
        ("structure.sections", Severity.WARNING, "no headings of sections were found"),
        ("table.none", Severity.WARNING, "no table of statistics was found"),
    ]


def test_year_against_the_period() -> None:
    (finding,) = parts(TITLE, PERIOD.replace("2018", "2017"), *BODY)
    assert (finding.code, finding.severity) == ("year.mismatch", Severity.ERROR)
    assert finding.message == "标题年份为 2018 年，统计期限为 2017-01-01—2017-12-31"
    assert len(finding.origins) == 2


def test_year_inferred_from_the_period_cannot_contradict_it() -> None:
    assert parts(f"{ORGAN}政府信息公开工作报告", PERIOD, *BODY) == []


@pytest.mark.parametrize(
    ("date", "codes"),
    [
        ("2019年1月9日", []),
        ("2019年1月1日", []),
        ("2018年12月31日", []),
        ("2018年12月30日", ["issued.early"]),
        ("2018年1月9日", ["issued.early"]),
    ],
)
def test_date_against_the_end_of_the_period(date: str, codes: list[str]) -> None:
    findings = parts(TITLE, PERIOD, *BODY, ORGAN, date)
    assert [f.code for f in findings] == codes
    assert all(f.severity is Severity.ERROR and len(f.origins) == 2 for f in findings)


def test_message_of_a_date_too_early() -> None:
    (finding,) = parts(TITLE, PERIOD, *BODY, ORGAN, "2018年12月20日")
    assert finding.message == "落款日期 2018-12-20 早于统计期末 2018-12-31"
    assert finding.message_en == "dated 2018-12-20, before the end of the period 2018-12-31"


@pytest.mark.parametrize(
    ("unit", "codes"),
    [
        ("区科技局", []),
        ("云浦区科技局", []),
        (ORGAN, []),
        ("云浦科技局", []),
        ("雲浦區科技局", []),
        ("区统计局", ["issuer.mismatch"]),
        ("望桐区科技局", ["issuer.mismatch"]),
    ],
)
def test_name_against_the_reporting_unit(unit: str, codes: list[str]) -> None:
    annex = ("附件", "政府信息公开情况统计表", f"填报单位：{unit}", TABLE)
    findings = parts(TITLE, *BODY, ORGAN, "2019年1月9日", *annex)
    assert [f.code for f in findings] == codes
    if codes:
        assert (findings[0].expected, findings[0].found) == (ORGAN, unit)
        assert findings[0].message == f"单位名称前后不一：“{ORGAN}”，“{unit}”"


def test_site_of_a_superior_organ_is_no_contradiction() -> None:
    whole = report(TITLE, *BODY, ORGAN, "2019年1月9日")
    assert evolve(whole, issuer=Issuer(ORGAN)).issuer.names == ()
    assert [f.code for f in check_parts(evolve(whole, issuer=Issuer(ORGAN)))] == ["table.none"]


def test_figures_of_the_text_are_no_table() -> None:
    whole = gr.parse("\n".join([TITLE, "一、概况", "全年收到政府信息公开申请12件。"]).encode())
    assert [(m.id, m.value) for m in whole.metrics] == [("applications.received", 12)]
    assert "table.none" in [f.code for f in check_parts(whole)]


def test_nothing_stated_nothing_contradicted() -> None:
    whole = evolve(report(TITLE, *BODY), issued=dt.date(2017, 1, 1), metrics=Metrics())
    assert [f.code for f in check_parts(whole)] == ["table.none"]
