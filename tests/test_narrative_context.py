"""Whose figures a sentence tells of, and of which time."""

from __future__ import annotations

import pytest

from govreport.narrative.context import Context, contexts

BUREAU, CITY = "青澜市云浦区科技局", "青澜市人民政府"


def context(text: str, issuer: str = BUREAU) -> Context:
    """What holds at the # in the text."""
    at = text.index("#")
    last = Context()
    for mark in contexts(text.replace("#", ""), issuer, 2018):
        if mark.start < at:
            last = mark.context
    return last


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("全区收到#", "全区"),
        ("全区各部门收到#", "全区"),
        ("其中市级收到#", "市级"),
        ("市政府本级收到#", "市政府本级"),
        ("三门县公开#", "三门县"),
        ("各镇街公开#", "各镇街"),
    ],
)
def test_other_organs(text: str, scope: str) -> None:
    assert (context(text).scope, context(text).ours) == (scope, False)


@pytest.mark.parametrize(
    "text",
    [
        "收到#",
        "我局收到#",
        "全局收到#",
        "全区收到9件，我局收到#",
        "全区收到9件。收到#",
        "云浦区科技局收到#",
        "全年收到#",
        "2018年收到#",
        "去年收到9件，今年收到#",
        "（去年9件）收到#",
        "上年度结转的#",
        "顺延到下年度的#",
    ],
)
def test_this_report(text: str) -> None:
    assert context(text).ours


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("去年收到#", 2017),
        ("前年收到#", 2016),
        ("2015年收到#", 2015),
        ("二〇一五年度收到#", 2015),
        ("比去年的#", 2017),
        ("上半年收到#", None),
        ("近三年收到#", None),
        ("截至2018年底，累计公开#", None),
        ("自2008年以来公开#", None),
        ("平均每月#", None),
        ("1至6月收到#", None),
    ],
)
def test_other_times(text: str, year: int | None) -> None:
    assert (context(text).year, context(text).ours) == (year, False)


def test_plans_are_no_figures() -> None:
    assert not context("明年计划举办#").ours


@pytest.mark.parametrize("text", ["全市收到#", "全市各级行政机关收到#"])
def test_whole_place_is_the_scope_of_its_government(text: str) -> None:
    found = context(text, CITY)
    assert found.ours
    assert found.scope is not None
    assert not context(text).ours


def test_only_sentences_with_a_place_are_looked_through() -> None:
    text = "全区公开信息。市教育局收到9件，去年收到8件。我局收到5件，全区收到7件。"
    places = [text.index(number) for number in ("9件", "8件", "7件")]
    every = list(contexts(text, BUREAU, 2018))
    some = list(contexts(text, BUREAU, 2018, None, places))
    assert some == [mark for mark in every if mark.start > text.index("。")]
    assert list(contexts(text, BUREAU, 2018, None, [])) == []
