"""The organ's name, in every form in which it appears; the fullest sure one is the issuer."""

from __future__ import annotations

import pytest

from govreport.model import Issuer
from govreport.outline.lines import items_of
from govreport.outline.names import choose_issuer
from govreport.outline.signature import find_signature
from support.ogi import OGI, find_title
from support.small_tables import document

ORGAN = "青澜市云浦区科技局"


def issuer(
    title: str = "2018年政府信息公开工作报告",
    preface: str = "",
    signed: str = "",
    metadata: dict[str, str] | None = None,
) -> Issuer:
    items = items_of(document(title))
    return choose_issuer(
        OGI,
        find_title(items),
        items,
        items_of(document(preface)),
        find_signature(items_of(document("无。", signed))),
        [],
        metadata or {},
    )


def roles(found: Issuer) -> list[tuple[str, str]]:
    return [(name.text, name.role) for name in found.names]


def test_name_of_the_title() -> None:
    found = issuer(f"2018年{ORGAN}政府信息公开工作报告")
    assert (found.name, roles(found)) == (ORGAN, [(ORGAN, "title")])
    assert found.names[0].origin is not None


def test_signature_fills_the_title_up() -> None:
    found = issuer("2018年云浦区科技局政府信息公开工作报告", signed=ORGAN)
    assert found.name == ORGAN


def test_another_organ_that_signs_does_not_replace_the_titles() -> None:
    found = issuer(f"2018年{ORGAN}政府信息公开工作报告", signed="青澜市云浦区统计局")
    assert found.name == ORGAN
    assert roles(found)[1] == ("青澜市云浦区统计局", "signature")


@pytest.mark.parametrize(
    ("preface", "found"),
    [
        (f"现公布{ORGAN}年度报告。", ORGAN),
        ("现公布云浦区科技局年度报告。", "云浦区科技局"),
        ("现公布区科技局年度报告。", "区科技局"),
        ("现公布我局年度报告。", None),
        ("现公布全市科技局年度报告。", None),
    ],
)
def test_short_forms_in_the_preface(preface: str, found: str | None) -> None:
    names = [
        name.text
        for name in issuer(f"2018年{ORGAN}政府信息公开工作报告", preface).names
        if name.role == "preface"
    ]
    assert names == ([found] if found else [])


@pytest.mark.parametrize(
    ("metadata", "name"),
    [
        ({"publisher": ORGAN}, ORGAN),
        ({"source": ORGAN}, ORGAN),
        ({"publisher": ORGAN, "source": "青澜市人民政府"}, ORGAN),
        ({"source": "互联网"}, None),
        ({"author": ORGAN}, None),
        ({}, None),
    ],
)
def test_name_that_only_the_page_states(metadata: dict[str, str], name: str | None) -> None:
    assert issuer(metadata=metadata).name == name


def test_fuller_name_of_the_page_does_not_replace_the_documents() -> None:
    found = issuer("2018年云浦区科技局政府信息公开工作报告", metadata={"publisher": ORGAN})
    assert found.name == "云浦区科技局"
