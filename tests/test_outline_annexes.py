"""Annexes: behind the signature, by their label or by the title of a form."""

from __future__ import annotations

import datetime as dt

import pytest

from govreport.document import Block
from govreport.model import Annex
from govreport.outline.annexes import find_annexes
from govreport.outline.lines import items_of
from support.contents import said
from support.small_tables import document, small

FORM = "政府信息公开情况统计表"
TABLE = small("统计指标 | 单位 | 统计数", "收到申请数 | 件 | 3")
TEXT = ("八、其他", "无。", "青澜市云浦区科技局", "2019年1月9日")


def annexes(*blocks: str | Block) -> tuple[int, list[Annex]]:
    start, found = find_annexes(items_of(document(*TEXT, *blocks)), frozenset({FORM}))
    return start, [read.annex for read in found]


def annex(*blocks: str | Block) -> Annex:
    start, (found,) = annexes(*blocks)
    assert start == len(TEXT)
    return found


@pytest.mark.parametrize(
    ("label", "written", "number"),
    [
        ("附件", "附件", None),
        ("附件：", "附件", None),
        ("附件2", "附件2", 2),
        ("附件 2", "附件2", 2),
        ("附件二", "附件二", 2),
        ("附件2：", "附件2", 2),
        ("附表1", "附表1", 1),
        ("附录", "附录", None),
        ("附：", "附", None),
    ],
)
def test_label_on_its_own_line(label: str, written: str, number: int | None) -> None:
    found = annex(label, FORM, TABLE)
    assert (found.label, found.title, found.number) == (written, FORM, number)
    assert [part.table for part in found.tables] == [TABLE]


@pytest.mark.parametrize(
    ("head", "label", "number"),
    [
        (f"附件：{FORM}", "附件", None),
        (f"附件1：{FORM}", "附件1", 1),
        (f"附件1 {FORM}", "附件1", 1),
        (f"附：{FORM}", "附", None),
        (f"附表：{FORM}", "附表", None),
    ],
)
def test_label_and_title_on_one_line(head: str, label: str, number: int | None) -> None:
    found = annex(head, TABLE)
    assert (found.label, found.title, found.number) == (label, FORM, number)


def test_title_of_a_form_without_a_label() -> None:
    found = annex(FORM, TABLE)
    assert (found.label, found.title) == ("", FORM)
    assert said(found.content) == (FORM, TABLE)


def test_what_stands_above_the_table() -> None:
    found = annex(
        "附件2", FORM, "（2018年1月1日至2018年12月31日）", "填报单位（盖章）：云浦区科技局", TABLE
    )
    assert found.period is not None
    assert (found.period.start, found.period.end) == (dt.date(2018, 1, 1), dt.date(2018, 12, 31))
    assert found.reporting_unit == "云浦区科技局"
    assert found.title == FORM


def test_what_stands_in_the_first_rows_of_the_table() -> None:
    table = small(
        f"{FORM} | < | <",
        "（2018年1月1日-2018年12月31日） | < | <",
        "填报单位：云浦区科技局 | < | <",
        "统计指标 | 单位 | 统计数",
    )
    found = annex("附件", table)
    assert (found.title, found.reporting_unit) == (FORM, "云浦区科技局")
    assert found.period is not None


def test_two_annexes() -> None:
    start, found = annexes("附件1", "工作清单", "略", "附件2", FORM, TABLE)
    assert start == len(TEXT)
    assert [(a.label, a.title, len(a.tables)) for a in found] == [
        ("附件1", "工作清单", 0),
        ("附件2", FORM, 1),
    ]


@pytest.mark.parametrize(
    "lines",
    [
        ("附件：1.政府信息公开情况统计表.doc",),
        ("附件：统计表.xls", "责任编辑：周某"),
        ("附件",),
        ("附近居民",),
        ("（此件公开发布）",),
    ],
    ids=["attachment", "attachment and tail", "label at the end", "another word", "note"],
)
def test_no_annex(lines: tuple[str, ...]) -> None:
    assert annexes(*lines) == (len(TEXT) + len(lines), [])
