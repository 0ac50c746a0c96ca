"""Counts are whole and not negative, but for changes on the year before."""

from __future__ import annotations

from decimal import Decimal

import pytest

from govreport.checks.values import check_values
from govreport.model import Finding, Issuer, Report, Severity, Source
from support.ogi import match_tables
from support.small_tables import small


def found(head: str, row: str) -> list[Finding]:
    matched = match_tables([small(head, row)], None)
    report = Report(
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
    assert len(matched.metrics) > 0
    return list(check_values(report))


HEAD = "统计指标 | 单位 | 统计数"
CHANGES = "信息内容 | 上一年项目数量 | 本年增/减 | 处理决定数量"


@pytest.mark.parametrize(
    ("head", "row"),
    [
        (HEAD, "（一）收到申请数 | 件 | 0"),
        (HEAD, "（一）收到申请数 | 件 |"),
        (HEAD, "（一）收到申请数 | 件 | 约-3"),
        (HEAD, "（一）收到申请数 | 件 | 3.0"),
        (HEAD, "七、依申请公开信息收取的费用 | 万元 | 0.35"),
        (HEAD, "七、依申请公开信息收取的费用 | 元 | 3500.50"),
        (CHANGES, "行政许可 | 9 | -3 | 4"),
        (CHANGES, "行政许可 | 9 | 减3 | 4"),
    ],
)
def test_figures_as_they_should_be(head: str, row: str) -> None:
    assert found(head, row) == []


@pytest.mark.parametrize(
    ("head", "row", "value", "label"),
    [
        (HEAD, "（一）收到申请数 | 件 | -3", "-3", "收到申请数"),
        (HEAD, "七、依申请公开信息收取的费用 | 万元 | -0.1", "-0.1", "依申请公开信息收取的费用"),
        (CHANGES, "行政许可 | -9 | 1 | 4", "-9", "行政许可·上一年项目数量"),
    ],
)
def test_negative(head: str, row: str, value: str, label: str) -> None:
    (finding,) = found(head, row)
    assert (finding.code, finding.severity, finding.found) == (
        "value.negative",
        Severity.WARNING,
        value,
    )
    assert finding.message == f"{label}为负数：{value}"
    assert finding.message_en.endswith(f" is negative: {value}")


def test_broken_count() -> None:
    (finding,) = found(HEAD, "（一）收到申请数 | 件 | 3.5")
    assert (finding.code, finding.severity) == ("value.fractional", Severity.WARNING)
    assert finding.message == "收到申请数按“件”计，却不是整数：3.5"
    assert finding.message_en == "Applications received is a count and no whole number: 3.5"


def test_amount_without_a_unit_may_be_broken() -> None:
    matched = match_tables(
        [small("信息内容 | 采购项目数量 | 采购总金额", "政府集中采购 | 1 | 2.5")], None
    )
    amount = matched.metrics["procurement.amount"]
    assert (amount.value, amount.unit) == (Decimal("2.5"), None)
    assert found("信息内容 | 采购项目数量 | 采购总金额", "政府集中采购 | 1 | 2.5") == []
