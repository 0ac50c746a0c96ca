"""What a page prints around a text, told alike by every reader and the outline."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path

import pytest

import govreport
from govreport.readers.html.particulars import pairs
from govreport.zh.page import (
    is_contents_heading,
    is_frame,
    is_furniture,
    is_page_number,
    label_keys,
    labels,
)

DATA = Path(govreport.__file__).parent / "zh" / "data"
TELLING = labels(*label_keys().values())


def test_a_label_labels_one_thing() -> None:
    data = tomllib.loads((DATA / "page.toml").read_text("utf-8"))
    words = " ".join(data["particulars"].values()).split()
    assert [word for word, count in Counter(words).items() if count > 1] == []
    assert [word for word in data["furniture"]["also_text"].split() if word not in words] == []


@pytest.mark.parametrize("label", TELLING)
def test_a_label_is_known_wherever_it_stands(label: str) -> None:
    assert pairs(f"{label}：岚汀 1") == [(label, "岚汀 1")]
    spread = " ".join(label)
    assert pairs(f"{spread}：岚汀 1") == [(label, "岚汀 1")]
    assert is_furniture(f"{label}：岚汀 1")
    assert is_furniture(f"{spread}：岚汀 1")


@pytest.mark.parametrize(
    "line",
    [
        "概述：全年公开信息3条",
        "时间：全年",
        "维护网站安全",
        "推荐先进",
        "来源于日常工作的",
        "名称变更",
    ],
)
def test_what_a_text_begins_with_as_well_is_no_furniture(line: str) -> None:
    assert not is_furniture(line)


@pytest.mark.parametrize(
    "line", ["主办：岚汀市水务局", "推荐阅读", "岚ICP备1234号", "上一条 岚汀市2017年年报"]
)
def test_what_a_web_page_sets_apart_is_known_by_less(line: str) -> None:
    assert is_frame(line)


@pytest.mark.parametrize(
    ("line", "anywhere", "in_margin"),
    [
        ("- 3 -", True, True),
        ("——12——", True, True),
        ("第3页", True, True),
        ("第 三 页，共 十二 页", True, True),
        ("3/12", False, True),
        ("Page 3 of 12", False, True),
        ("3", False, False),
        ("-3", False, False),
        ("第三页的数字", False, False),
    ],
)
def test_page_numbers(line: str, anywhere: bool, in_margin: bool) -> None:
    told = is_page_number(line), is_page_number(line, in_margin=True)
    assert told == (anywhere, in_margin)


@pytest.mark.parametrize(
    ("line", "above"), [("目录", True), ("目　　次", True), ("目 录", True), ("目录如下", False)]
)
def test_contents(line: str, above: bool) -> None:
    assert is_contents_heading(line) is above
