"""Headings that run on within a line, and what is numbered like them and is none."""

from __future__ import annotations

import pytest

from govreport.outline.run_on import pieces


def parted(text: str) -> list[str]:
    return [text[start:end] for start, end in pieces(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "一、概述 (一)机构 我局成立小组。(二)制度 我局建立制度。 二、公开 公开30条。",
            [
                "一、概述 ",
                "(一)机构",
                "我局成立小组。",
                "(二)制度",
                "我局建立制度。 ",
                "二、公开",
                "公开30条。",
            ],
        ),
        (
            "做了两件事。（一）加强领导。成立小组。（二）完善制度。制定办法。",
            ["做了两件事。", "（一）加强领导。成立小组。", "（二）完善制度。制定办法。"],
        ),
        (
            "2017年某局政府信息公开年报 一、引言 由某局编制。 二、公开 公开54条。",
            ["2017年某局政府信息公开年报 ", "一、引言", "由某局编制。 ", "二、公开", "公开54条。"],
        ),
        ("一、总体情况 2020年，我局认真工作。", ["一、总体情况", "2020年，我局认真工作。"]),
        (
            "第一部分 概述 我局工作。第二部分 公开 公开30条。",
            ["第一部分 概述", "我局工作。", "第二部分 公开", "公开30条。"],
        ),
    ],
    ids=["two levels", "paragraph", "whole report", "one heading", "parts"],
)
def test_headings_are_parted(text: str, expected: list[str]) -> None:
    assert parted(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "主要问题：（一）公开不及时；（二）内容不全面；（三）渠道不多。",
        "按照第二十条第（一）项和第（二）项的规定公开。",
        "一、二季度公开信息30条。",
        "（一）加强领导。成立小组。",
        "我局工作。（二）制度建设。（四）其他。",
        "一、总体情况",
        "",
    ],
)
def test_what_is_numbered_like_headings(text: str) -> None:
    assert parted(text) == [text]


def test_long_lines_take_linear_time() -> None:
    assert len(pieces("一、二、（一）" * 20_000)) >= 1
