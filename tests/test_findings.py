"""Kinds of findings: every code complete in both languages, and none that nobody makes."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

import govreport
from govreport.model import Severity
from govreport.model.findings import FindingType, finding, finding_types

SOURCES = Path(govreport.__file__).parent


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize(("code", "kind"), finding_types().items(), ids=list(finding_types()))
def test_kind_is_complete(code: str, kind: FindingType) -> None:
    assert re.fullmatch(r"[a-z]+\.[a-z_]+", code)
    assert re.search("[\u4e00-\u9fff]", kind.zh)
    assert kind.en.isascii()
    assert fields(kind.en) == fields(kind.zh)
    assert not kind.zh.endswith(("。", "."))
    assert not kind.en.endswith(".")


def test_every_kind_is_made_somewhere() -> None:
    text = "".join(path.read_text("utf-8") for path in SOURCES.rglob("*.py"))
    made = {code for code in finding_types() if f'"{code}"' in text}
    assert set(finding_types()) - made == set()


def test_only_known_codes_are_made() -> None:
    text = "".join(path.read_text("utf-8") for path in SOURCES.rglob("*.py"))
    assert set(re.findall(r'finding\(\s*"([a-z_.]+)"', text)) <= set(finding_types())


def test_finding_is_worded_from_its_figures() -> None:
    made = finding(
        "arithmetic.sum", {"total": "甲", "where": "（自然人）"}, expected="3", found="4"
    )
    assert (made.severity, made.expected, made.found) == (Severity.ERROR, "3", "4")
    assert made.message == "合计不符（自然人）：甲 应为 3，实为 4"
    assert made.message_en == "sum does not hold（自然人）: 甲 should be 3, is 4"


def test_braces_in_a_cell_are_no_fields() -> None:
    assert finding("row.unknown", found="{0.__class__}").message.endswith("：{0.__class__}")


def test_unknown_code() -> None:
    with pytest.raises(KeyError):
        finding("no.such")
