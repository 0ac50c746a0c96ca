"""Identities: judged only with every figure at hand, offered where one blank follows."""

from __future__ import annotations

from decimal import Decimal

import pytest
from attrs import evolve

from fixtures import make_spec, write_docx
from govreport import parse
from govreport.checks import check
from govreport.checks.arithmetic import _sum, check_identities
from govreport.checks.figures import Term
from govreport.document import Paragraph
from govreport.model import Finding, Issuer, Metrics, Report, Severity, Source
from support.ogi import EDITIONS, match_tables
from support.small_tables import small

HEAD = "统计指标 | 单位 | 统计数"
HEADS = "办理情况 | 自然人 | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | 总计"


def report(*rows: str) -> Report:
    """A report that is nothing but one table."""
    matched = match_tables([small(*rows)], None)
    return Report(
        kind="ogi",
        title=None,
        year=None,
        edition=matched.edition,
        issuer=Issuer(None),
        issued=None,
        period=None,
        metrics=matched.metrics,
        source=Source(path=None, sha256="", size=0, format="text"),
    )


def found(*rows: str) -> list[Finding]:
    return list(check_identities(report(*rows)))


def completed(total: str, on_time: str, extended: str) -> tuple[str, ...]:
    return (
        HEAD,
        f"（二）申请办结数 | 件 | {total}",
        f"1.按时办结数 | 件 | {on_time}",
        f"2.延期办结数 | 件 | {extended}",
    )


def test_sum_that_holds() -> None:
    assert found(*completed("12", "9", "3")) == []


def test_sum_that_does_not_hold() -> None:
    (finding,) = found(*completed("12", "9", "4"))
    assert (finding.code, finding.severity) == ("arithmetic.sum", Severity.ERROR)
    assert (finding.expected, finding.found) == ("13", "12")
    assert finding.message == "申请办结数写 12，分项相加 13（9+4），差 1"
    assert finding.message_en == (
        "Applications completed: 12 given, but its parts add up to 13 (9+4), 1 apart"
    )
    assert finding.metrics == (
        "applications.completed",
        "applications.completed.on_time",
        "applications.completed.extended",
    )
    assert [origin.raw for origin in finding.origins] == ["12", "9", "4"]


@pytest.mark.parametrize(
    ("total", "on_time", "extended", "implied"),
    [
        ("", "9", "3", "12"),
        ("—", "9", "3", "12"),
        ("12", "", "3", "9"),
        ("12", "9", "——", "3"),
    ],
)
def test_one_blank_is_implied_and_stays_blank(
    total: str, on_time: str, extended: str, implied: str
) -> None:
    whole = report(*completed(total, on_time, extended))
    (finding,) = check_identities(whole)
    assert (finding.code, finding.severity, finding.expected) == (
        "arithmetic.implied",
        Severity.INFO,
        implied,
    )
    assert sum(metric.value is None for metric in whole.metrics) == 1


@pytest.mark.parametrize(
    ("total", "on_time", "extended"),
    [
        pytest.param("12", "", "", id="two blanks"),
        pytest.param("12", "约9", "3", id="unreadable"),
        pytest.param("12", "无", "3", id="not applicable"),
        pytest.param("12", "O", "12", id="letter O"),
        pytest.param("3", "9", "", id="negative remainder"),
    ],
)
def test_identity_with_a_gap_is_not_judged(total: str, on_time: str, extended: str) -> None:
    (finding,) = found(*completed(total, on_time, extended))
    assert (finding.code, finding.severity) == ("arithmetic.unchecked", Severity.INFO)
    assert finding.message == "1 项勾稽关系因缺数未能核对：申请办结数"


def test_all_blank_is_silent() -> None:
    assert found(*completed("", "", "")) == []


def test_absent_row_is_no_zero_and_implies_nothing() -> None:
    (finding,) = found(HEAD, "（二）申请办结数 | 件 | 12", "1.按时办结数 | 件 | 12")
    assert finding.code == "arithmetic.unchecked"


def test_total_alone_has_nothing_to_add_up() -> None:
    assert found(HEAD, "（二）申请办结数 | 件 | 12") == []


@pytest.mark.parametrize(("part", "codes"), [("3", []), ("2", []), ("4", ["arithmetic.part"])])
def test_part_is_no_more_than_its_whole(part: str, codes: list[str]) -> None:
    rows = (
        HEAD,
        "1.参加或举办新闻发布会总次数 | 次 | 3",
        f"其中：主要负责同志参加新闻发布会次数 | 次 | {part}",
    )
    findings = found(*rows)
    assert [finding.code for finding in findings] == codes
    for finding in findings:
        assert finding.severity is Severity.ERROR
        assert finding.message == (
            "“其中”大于总数：主要负责同志参加新闻发布会次数 4，参加或举办新闻发布会总次数只有 3"
        )
        assert finding.message_en == (
            "a part exceeds its whole: Press conferences with the head of the organ 4, "
            "Press conferences only 3"
        )


def test_more_completed_than_answered_is_no_identity() -> None:
    rows = (HEAD, "（二）申请办结数 | 件 | 1", "（三）申请答复数 | 件 | 9")
    assert found(*rows) == []


def test_blank_part_is_no_part() -> None:
    rows = (
        HEAD,
        "1.参加或举办新闻发布会总次数 | 次 |",
        "其中：主要负责同志参加新闻发布会次数 | 次 | 4",
    )
    assert found(*rows) == []


def test_amounts_add_up_in_decimals() -> None:

    whole = report(HEAD, "七、依申请公开信息收取的费用 | 万元 | 0.1")
    term = Term(("fees.collected", ()), whole.metrics["fees.collected"])
    assert _sum([term, term, term]) == Decimal("0.3")


# -- dimensions --------------------------------------------------------------------------------


def test_total_is_the_sum_over_the_applicants() -> None:
    (finding,) = found(HEADS, "（一）予以公开 | 1 | 2 | 3 | 4 | 5 | 6 | 22")
    assert (finding.code, finding.expected, finding.found) == ("arithmetic.sum", "21", "22")


def test_rows_are_compared_column_by_column() -> None:
    findings = found(
        HEADS,
        "一、本年新收政府信息公开申请数量 | 4 | 2 | 0 | 0 | 0 | 0 | 6",
        "二、上年结转政府信息公开申请数量 | 1 | 0 | 0 | 0 | 0 | 0 | 1",
        "（七）总计 | 5 | 1 | 0 | 0 | 0 | 0 | 6",
        "四、结转下年度继续办理 | 0 | 0 | 0 | 0 | 0 | 0 | 0",
    )
    sums = [f for f in findings if f.code == "arithmetic.sum"]
    new, left = "本年新收政府信息公开申请数量", "上年结转政府信息公开申请数量"
    assert [f.message for f in sums] == [
        f"{new} 2 + {left} 0（商业企业） 共 2，总计 1 + 结转下年度继续办理 0 共 1，差 1",
        f"{new} 6 + {left} 1 共 7，总计 6 + 结转下年度继续办理 0 共 6，差 1",
    ]


def test_blank_totals_are_one_finding() -> None:
    findings = found(
        HEADS,
        "一、本年新收政府信息公开申请数量 | 4 | 2 | 0 | 0 | 0 | 0 |",
        "二、上年结转政府信息公开申请数量 | 1 | 0 | 0 | 0 | 0 | 0 |",
        "（一）予以公开 | 1 | 1 | 1 | 1 | 1 | 1 |",
    )
    (finding,) = [f for f in findings if f.code == "arithmetic.implied"]
    assert finding.expected == "6；1；6"
    assert finding.message.startswith("收到和处理政府信息公开申请情况有 3 处空白可由其余数字推出：")


def test_figures_that_stand_twice_and_differ_answer_for_nothing() -> None:
    first = small(*completed("12", "9", "3"))
    second = small(HEAD, "（二）申请办结数 | 件 | 13")

    matched = match_tables([first, Paragraph(text="又"), second], None)
    whole = report(*completed("12", "9", "3"))

    findings = list(check_identities(evolve(whole, metrics=matched.metrics)))
    assert findings == []


# -- whole reports -----------------------------------------------------------------------------


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("seed", range(5))
def test_clean_report_has_nothing_to_complain_of(seed: int, edition: str) -> None:
    whole = parse(write_docx(make_spec(seed, edition)))
    assert [f for f in whole.findings if f.severity is not Severity.INFO] == []
    assert set(check(whole)) <= set(whole.findings)


def test_dimension_that_the_name_says_already_is_not_said_again() -> None:
    whole = parse(write_docx(make_spec(5, "2021")))
    wrong = [
        evolve(metric, value=9_999)
        if metric.id == "lawsuits.total" or metric.id == "applications.carried_over_out"
        else metric
        for metric in whole.metrics
    ]
    told = list(check_identities(evolve(whole, metrics=Metrics(tuple(wrong), "ogi"))))
    lawsuits = [each for each in told if "lawsuits.total" in each.metrics]
    assert any(each.message.startswith("行政诉讼·复议后起诉·总计写 9999") for each in lawsuits)
    assert any("Lawsuits (after a review): 9999" in each.message_en for each in lawsuits)
    assert any("277（自然人） 共 6227" in each.message for each in told)
