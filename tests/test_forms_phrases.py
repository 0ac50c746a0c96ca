"""How running text names the figures of the forms: the file is sound, and says what it should."""

from __future__ import annotations

import pytest

from govreport.forms import catalogue
from govreport.forms.phrases import _load
from govreport.zh.quantities.words import words
from support.ogi import OGI, concepts, editions, phrases

KNOWN = phrases()
MINIMAL = """
leads = 'a'
tails = 'b'
[names]
[topics]
[elsewhere]
titles = 'c'
field = 'd'
[totals]
[counts_again]
[counts_in]
[[phrase]]
id = "ID"
units = "件"
before = '受理'
[none]
leads = 'e'
[[none.noun]]
id = ""
pattern = '申诉'
"""


def test_every_unit_is_a_unit() -> None:
    units = {unit.name for listed in words().units.values() for _, unit in listed}
    money = {"万元", "亿元"}
    assert {unit for each in KNOWN.phrases for unit in each.units} - units - money == set()


def test_phrases_stand_under_figures_that_there_are() -> None:
    assert KNOWN.anchors <= {each.id for each in KNOWN.phrases}


def test_editions_and_dimensions_are_those_of_the_forms() -> None:
    known = {edition.id for edition in catalogue.editions(OGI)} | {""}
    members = {
        (dimension.name, member)
        for edition in editions()
        for dimension in edition.dimensions
        for member in dimension.members
    }
    for phrase in KNOWN.phrases:
        assert set(phrase.editions) <= known
        assert set(phrase.dimensions.items()) <= members


def test_every_concept_has_its_phrase() -> None:
    assert {each.id for each in concepts()} <= {each.id for each in KNOWN.phrases}


@pytest.mark.parametrize(
    ("id", "text"),
    [
        ("applications.received", "收到政府信息公开申请"),
        ("applications.received", "受理依申请公开"),
        ("applications.answered", "依法答复申请"),
        ("applications.carried_over_in", "上年结转的申请"),
        ("information.disclosed", "主动公开各类政府信息"),
        ("complaints.total", "有关政府信息公开的举报投诉"),
        ("fees.collected", "收取信息处理费"),
        ("reviews.total", "因政府信息公开引起的行政复议"),
    ],
)
def test_words_name_the_figure(id: str, text: str) -> None:
    assert any(each.id == id and each.pattern.fullmatch(text) for each in KNOWN.phrases)


@pytest.mark.parametrize(
    "text", ["收到低保申请", "办理行政审批事项", "举办科技创新培训班", "公开财政信息", "按时答复"]
)
def test_words_name_nothing(text: str) -> None:
    assert not any(each.pattern.fullmatch(text) for each in KNOWN.phrases)


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("申请", "applications.received"),
        ("答复", "applications.answered"),
        ("已办结申请", "applications.completed"),
    ],
)
def test_totals_that_shares_are_of(text: str, id: str) -> None:
    assert [each for each, pattern in KNOWN.totals.items() if pattern.fullmatch(text)] == [id]


def test_small_file_is_enough() -> None:
    loaded = _load(MINIMAL.replace("ID", "applications.received"), OGI)
    assert [each.id for each in loaded.phrases] == ["applications.received"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (MINIMAL.replace("ID", "no.such"), "no form has"),
        (MINIMAL.replace("units", "unit"), "phrases.toml"),
        (MINIMAL.replace("[totals]", "[totals]\n'no.such' = 'x'").replace("ID", ""), "no form has"),
        ("leads = ", "phrases.toml"),
    ],
)
def test_faults_of_the_file_are_told(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        _load(text, OGI)
