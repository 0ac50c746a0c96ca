"""The identities of the form in force, over figures that only the text states."""

from __future__ import annotations

import pytest

import govreport as gr

HEAD = "云浦区民政局{year}年政府信息公开工作年度报告\n\n一、依申请公开政府信息情况\n"


def codes(text: str, year: int = 2022) -> list[str]:
    report = gr.parse((HEAD.format(year=year) + text).encode())
    return [each.code for each in report.findings if each.code.startswith("arithmetic")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("收到政府信息公开申请7件，上年结转1件；答复7件，结转下年度1件。", []),
        ("收到政府信息公开申请7件，上年结转1件；答复6件，结转下年度1件。", ["arithmetic.sum"]),
        ("收到政府信息公开申请7件，上年结转1件；予以公开3件，无法提供4件，结转下年1件。", []),
        (
            "收到政府信息公开申请7件，上年结转1件；予以公开3件，无法提供6件，结转下年1件。",
            ["arithmetic.part"],
        ),
        ("收到政府信息公开申请7件，予以公开3件。", []),
        ("收到政府信息公开申请7件。", []),
    ],
    ids=["holds", "one short", "outcomes hold", "outcomes exceed", "in part", "alone"],
)
def test_text_alone(text: str, expected: list[str]) -> None:
    assert codes(text) == expected


def test_form_of_2014() -> None:
    text = "收到政府信息公开申请7件，其中当面申请3件、网络申请5件。"
    assert codes(text, 2016) == ["arithmetic.part"]


def test_years_without_a_form_have_no_identities() -> None:
    text = "收到政府信息公开申请7件，其中当面申请3件、网络申请5件。"
    assert codes(text, 2010) == []
