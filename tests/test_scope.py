"""Whose work a report is about, and where it says so."""

from __future__ import annotations

import pytest

import govreport as gr
from govreport.model import Scope
from govreport.organs.identity import may_be_one

BODY = (
    "一、总体情况\n我机关推进公开。\n二、主动公开政府信息情况\n无。\n"
    "三、收到和处理政府信息公开申请情况\n{note}\n"
)


def read(title: str, preface: str = "", note: str = "无。") -> gr.Report:
    text = f"{title}政府信息公开工作年度报告\n{preface}\n{BODY.format(note=note)}"
    return gr.parse(text.encode())


@pytest.mark.parametrize(
    ("title", "preface", "note", "scope"),
    [
        ("岚汀市2022年", "", "无。", Scope.REGION),
        ("岚汀市人民政府2022年", "", "无。", Scope.REGION),
        ("岚汀市人民政府机关2022年", "", "无。", Scope.OWN),
        ("岚汀市人民政府（本级）2022年", "", "无。", Scope.OWN),
        ("岚汀市水务局2022年", "", "无。", Scope.OWN),
        ("岚汀市水务局2022年", "本报告数据包括局机关和下属各单位。", "无。", Scope.SYSTEM),
        (
            "岚汀市人民政府办公室2022年",
            "本报告由市政府办公室综合各县（市、区）人民政府和市政府各部门年度报告编制。",
            "无。",
            Scope.REGION,
        ),
        ("岚汀市水务局2022年", "", "注：数据统计范围为全市水务系统。", Scope.SYSTEM),
        ("岚汀市人民政府办公室2022年", "", "注：本表统计范围为全市各级行政机关。", Scope.REGION),
        ("岚汀市人民政府2022年", "", "注：统计范围为本级，不含各部门。", Scope.OWN),
        ("岚汀市水务局2022年", "", "注：数据口径为局机关，不含下属单位。", Scope.OWN),
    ],
)
def test_scope_is_read_from_title_preface_and_notes(
    title: str, preface: str, note: str, scope: Scope
) -> None:
    assert read(title, preface, note).scope is scope


def test_what_says_so_has_its_place() -> None:
    report = read("岚汀市水务局2022年", "", "注：数据统计范围为全市水务系统。")
    place = report.evidence["scope"].origin
    part = next(p for s in report.sections for p in s.paragraphs if "统计范围" in p.text)
    assert place.block == part.origin.block
    assert "scope" not in read("岚汀市水务局2022年").evidence


def test_a_city_and_its_government_alone_are_two_organs() -> None:
    city, alone = read("重庆市2022年"), read("重庆市人民政府机关2022年")
    assert (city.scope, alone.scope) == (Scope.REGION, Scope.OWN)
    assert not may_be_one(city, alone)
