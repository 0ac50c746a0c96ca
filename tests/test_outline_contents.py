"""A table of contents repeats the headings; the text begins behind it."""

from __future__ import annotations

import pytest

from govreport.outline.contents import skip_contents
from govreport.outline.lines import items_of
from support.small_tables import document

TEXT = ("一、概述", "正文。", "二、其他", "无。")


def begins(*above: str) -> str:
    items = items_of(document(*above, *TEXT))
    start = skip_contents(items, 0)
    return "/".join(getattr(item, "text", "") for item in items[start : start + 2])


@pytest.mark.parametrize(
    "contents",
    [
        ("目录", "一、概述", "二、其他"),
        ("目　录", "一、概述\t1", "二、其他\t3"),
        ("目 次", "一、概述……………1", "二、其他……………3"),
        ("目录", "一、概述.......1", "二、其他.......12"),
        ("目录", "一、概述 1", "（一）详情 2", "二、其他 3"),
        ("目录", "一、概述……- 1 -", "二、其他……- 3 -"),
        ("一、概述……1", "二、其他……3"),
        ("青澜市云浦区科技局", "二〇一九年一月", "目录", "一、概述……1", "二、其他……3"),
    ],
    ids=["bare", "tabs", "ellipses", "dots", "spaces", "dashes", "no heading", "cover"],
)
def test_text_begins_behind_the_contents(contents: tuple[str, ...]) -> None:
    assert begins(*contents) == "一、概述/正文。"


@pytest.mark.parametrize("above", [(), ("本报告共四部分。",)], ids=["nothing", "preface"])
def test_no_contents(above: tuple[str, ...]) -> None:
    assert begins(*above).startswith(above[0] if above else "一、概述")


def test_contents_without_a_text_below() -> None:
    items = items_of(document("目录", "一、概述……1", "二、其他……3"))
    assert skip_contents(items, 0) == 3


def test_contents_of_nothing() -> None:
    assert skip_contents(items_of(document("目录")), 0) == 1
    assert skip_contents([], 0) == 0
