"""Rules: each a complete record in both languages, and none that nothing is found by."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

import govreport
from govreport.forms.catalogue import editions
from govreport.kinds import kind, kinds
from govreport.model import Severity
from govreport.model.bilingual import Bilingual
from govreport.model.rules import CATEGORIES, Rule, finding, rule, rules

SOURCES = Path(govreport.__file__).parent
RULES = {each.code: each for each in rules()}


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("record", RULES.values(), ids=list(RULES))
def test_record_is_complete(record: Rule) -> None:
    assert re.fullmatch(r"[a-z]+(_[a-z]+)?\.[a-z_]+", record.code)
    for chinese in (record.zh, record.message, record.source.zh):
        assert re.search("[\u4e00-\u9fff]", chinese)
    for english in (record.en, record.message_en, record.source.en):
        assert not re.search("[\u3000-\u9fff\uff00-\uffef]", english)
    assert fields(record.message_en) <= fields(record.message)
    for said in (record.zh, record.en, record.message, record.message_en):
        assert not said.endswith(("。", "."))
    assert record.version >= 1


@pytest.mark.parametrize("record", RULES.values(), ids=list(RULES))
def test_what_it_holds_for_exists(record: Rule) -> None:
    assert set(record.kinds) <= {each.id for each in kinds()}
    forms = {form.id for each in record.kinds or ["ogi"] for form in editions(kind(each))}
    assert set(record.editions) <= forms


@pytest.mark.parametrize("record", RULES.values(), ids=list(RULES))
def test_what_is_not_certain_is_no_more_than_information(record: Rule) -> None:
    assert record.certainty == "verified" or record.severity is Severity.INFO
    document = record.source.since is not None or record.source.id == "form"
    assert bool(record.article) == document


def test_every_rule_is_found_by_something() -> None:
    text = "".join(path.read_text("utf-8") for path in SOURCES.rglob("*.py"))
    text += "".join(path.read_text("utf-8") for path in SOURCES.glob("kinds/**/*.toml"))
    assert [code for code in RULES if f'"{code}"' not in text] == []


def test_only_known_codes_are_made() -> None:
    text = "".join(path.read_text("utf-8") for path in SOURCES.rglob("*.py"))
    assert set(re.findall(r'finding\(\s*"([a-z_.]+)"', text)) <= set(RULES)


def test_rules_are_listed_by_what_they_hold_for() -> None:
    assert [each.code for each in rules(category="existence")] == [
        each.code for each in rules() if each.category == "existence"
    ]
    assert len(rules("enforcement")) <= len(rules())
    assert [each.category for each in rules()] == sorted(
        (each.category for each in rules()), key=CATEGORIES.index
    )
    with pytest.raises(ValueError, match="existence, arithmetic"):
        rules(category="other")


def test_finding_is_worded_from_its_figures() -> None:
    words = {
        "total": Bilingual("申请答复数", "Applications answered"),
        "where": Bilingual("", ""),
        "parts": Bilingual("分项", "its parts"),
        "terms": "3+9+7+70+1+12+10+11",
        "difference": "3",
    }
    made = finding("arithmetic.sum", words, expected="123", found="126")
    assert (made.severity, made.expected, made.found) == (Severity.ERROR, "123", "126")
    assert made.rule_version == rule("arithmetic.sum").version
    assert made.message == "申请答复数写 126，分项相加 123（3+9+7+70+1+12+10+11），差 3"
    assert made.message_en == (
        "Applications answered: 126 given, but its parts add up to 123 (3+9+7+70+1+12+10+11), "
        "3 apart"
    )


def test_braces_in_a_cell_are_no_fields() -> None:
    assert finding("row.unknown", found="{0.__class__}").message.endswith("：{0.__class__}")


def test_unknown_code() -> None:
    with pytest.raises(KeyError):
        finding("no.such")
    with pytest.raises(KeyError):
        rule("no.such")
