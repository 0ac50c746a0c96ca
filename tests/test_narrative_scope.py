"""Whose work a report is about, and a figure of its text."""

from __future__ import annotations

import pytest

import govreport as gr
from govreport.model import Scope


def report(issuer: str, *lines: str) -> gr.Report:
    title = f"{issuer}2022年政府信息公开工作年度报告"
    return gr.parse("\n".join((title, "", *lines, "一、总体情况", "工作有序开展。")).encode())


@pytest.mark.parametrize(
    ("issuer", "line", "scope"),
    [
        ("岚汀市水务局", "本报告由办公室编制。", Scope.OWN),
        ("云浦区人民政府", "本报告由区政府办公室编制。", Scope.REGION),
        ("青澜市", "本报告依据《条例》编制。", Scope.REGION),
        (
            "青澜市人民政府办公厅",
            "本报告综合各区（县）人民政府和市政府各部门的年度报告编制。",
            Scope.REGION,
        ),
        ("岚汀市税务局", "本报告数据包括直属单位。", Scope.SYSTEM),
    ],
)
def test_scope_of_a_report(issuer: str, line: str, scope: Scope) -> None:
    assert report(issuer, line).scope is scope


@pytest.mark.parametrize(
    ("text", "reach"),
    [
        ("我局收到政府信息公开申请3件。", None),
        ("全市收到政府信息公开申请3件。", Scope.REGION),
        ("全市水务系统收到政府信息公开申请3件。", Scope.SYSTEM),
        ("各镇街收到政府信息公开申请3件。", Scope.SUBORDINATE),
        ("市教育局收到政府信息公开申请3件。", None),
    ],
)
def test_reach_of_a_figure(text: str, reach: Scope | None) -> None:
    (found,) = report("岚汀市水务局", text).quantities
    assert found.reach is reach
