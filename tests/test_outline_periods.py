"""Periods that are the report's, and days of issue outside the signature."""

from __future__ import annotations

import datetime as dt

import pytest

from govreport.model import Certainty
from govreport.outline.lines import items_of
from govreport.outline.periods import find_issued, find_periods_stated
from govreport.outline.signature import find_signature
from support.small_tables import document

YEAR = (dt.date(2018, 1, 1), dt.date(2018, 12, 31))


def stated(*texts: str) -> list[tuple[dt.date, dt.date]]:
    found = find_periods_stated(items_of(document(*texts)), [], [])
    return [(period.start, period.end) for period, _ in found]


@pytest.mark.parametrize(
    "text",
    [
        "2018年1月1日至2018年12月31日",
        "（2018年1月1日至12月31日）",
        "2018.1.1—2018.12.31",
        "数据统计时限：2018-01-01至2018-12-31",
        "二〇一八年一月一日至二〇一八年十二月三十一日",
    ],
)
def test_period_of_a_year(text: str) -> None:
    assert stated(text) == [YEAR]


@pytest.mark.parametrize(
    "text",
    [
        "2018年1月1日至2018年12月31日，我局在区文化馆布展。",
        "统计2018年7月1日至2018年12月31日的来访。",
        "统计时间截至2018年12月31日。",
        "2018年度",
    ],
    ids=["event", "half a year", "end alone", "year alone"],
)
def test_what_is_no_stated_period(text: str) -> None:
    assert stated(text) == []


def test_front_before_text() -> None:
    front = items_of(document("（2018年1月1日至2018年12月31日）"))
    text = items_of(document("统计期限为2017年1月1日至2017年12月31日。"))
    found = find_periods_stated(text, front, [])
    assert [period.start.year for period, _ in found] == [2018, 2017]


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("发布日期：2019-01-31 10:22", dt.date(2019, 1, 31)),
        ("成文日期：2019年1月9日", dt.date(2019, 1, 9)),
        ("【发布时间：2019/1/9】", dt.date(2019, 1, 9)),
        ("成文日期：2019年1月9日 发布日期：2019年1月31日", None),
        ("有效期至2019年1月9日", None),
    ],
    ids=["published", "written", "brackets", "two days", "another day"],
)
def test_day_beside_its_label(line: str, day: dt.date | None) -> None:
    issued, evidence, findings = find_issued(None, items_of(document(line)), [], {})
    assert (issued, findings) == (day, [])
    assert (evidence.certainty if evidence else None) == (Certainty.VARIANT if day else None)


def test_impossible_day_is_not_replaced_by_another() -> None:
    signature = find_signature(items_of(document("无。", "青澜市水务局", "2019年2月30日")))
    around = items_of(document("发布日期：2019-03-01"))
    issued, _, findings = find_issued(signature, around, [], {"published": "2019-03-01"})
    assert issued is None
    assert [finding.message for finding in findings] == ["不存在的日期：2019年2月30日"]
    assert [finding.message_en for finding in findings] == ["no such date: “2019年2月30日”"]


def test_day_of_issue_said_by_the_page() -> None:
    found = find_issued(None, [], [], {"published": "2019-01-31 10:22:05"})
    assert found == (dt.date(2019, 1, 31), None, [])
