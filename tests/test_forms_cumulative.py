"""Sheets with coded rows, 本期实际 beside 本年累计: the sum of the year is its figure."""

from __future__ import annotations

import pytest

import govreport as gr

ROWS = (
    ("收到申请数", "10", "件", "5", "12"),
    ("1.当面申请数", "11", "件", "1", "2"),
    ("2.传真申请数", "12", "件", "0", "0"),
    ("3.网络申请数", "13", "件", "3", "8"),
    ("4.信函申请数", "14", "件", "1", "2"),
)
HEADS = ("指标名称", "代码", "计量单位", "本期实际", "本年累计")


def page(*columns: int) -> bytes:
    rows = [[row[column] for column in columns] for row in (HEADS, *ROWS)]
    cells = ("".join(f"<td>{text}</td>" for text in row) for row in rows)
    table = "".join(f"<tr>{row}</tr>" for row in cells)
    head = "<meta charset='utf-8'><title>石门区2012年政府信息公开工作年度报告</title>"
    body = f"<body><p>一、概述</p><table>{table}</table></body>"
    return f"<html><head>{head}</head>{body}</html>".encode()


@pytest.mark.parametrize(
    "columns", [(0, 1, 2, 3, 4), (0, 2, 3, 4), (0, 1, 2, 4)], ids=["all", "no code", "no period"]
)
def test_the_sum_of_the_year_counts(columns: tuple[int, ...]) -> None:
    report = gr.parse(page(*columns))
    assert [metric.value for metric in report.metrics] == [12, 2, 0, 8, 2]
    assert not [each for each in report.findings if each.code.startswith(("column", "row"))]


def test_the_figures_of_a_part_of_the_year_are_none() -> None:
    report = gr.parse(page(0, 1, 2, 3))
    assert [metric.value for metric in report.metrics] == []
