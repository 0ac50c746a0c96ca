"""A report's points by a rubric: each that is lost has its rule and its wording."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import govreport as gr
from fixtures import Layout, Wart, make_spec, write_text
from govreport.checks.assessment import assess
from govreport.export.score import to_data, to_lines, to_page
from govreport.model.rules import rules


def report(*warts: Wart) -> gr.Report:
    return gr.parse(write_text(make_spec(3, "2021"), Layout.TABS, frozenset(warts)))


def test_a_clean_report_keeps_all_points() -> None:
    found = report().assessment()
    assert (found.points, found.out_of) == (100, 100)
    assert {code for item in found.items for code in item.lost} == set()


def test_each_point_lost_has_its_rule_and_wording() -> None:
    read = report(Wart.BROKEN_SUM)
    found = read.assessment()
    [figures] = [item for item in found.items if item.id == "figures"]
    broken = [each for each in read.findings if each.code == "arithmetic.sum"]
    assert [
        each.finding for each in figures.lost if each.finding.code == "arithmetic.sum"
    ] == broken
    assert figures.points == max(0, figures.out_of - 5 * len(figures.lost))
    assert found.points < 100


def test_an_item_loses_no_more_than_it_has(tmp_path: Path) -> None:
    rubric = tmp_path / "rubric.toml"
    rubric.write_text(
        'title = "甲"\n[[item]]\nid = "a"\nlabel = "数"\npoints = 3\neach = 2\n'
        'rules = ["arithmetic.sum", "issued.missing"]\n',
        encoding="utf-8",
    )
    read = report(Wart.BROKEN_SUM, Wart.NO_SIGNATURE)
    found = assess(read, rubric)
    assert (found.points, found.out_of) == (0, 3)
    assert [each.points for each in found.items[0].lost][:2] == [2, 1]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            'title = "甲"\n[[item]]\nid = "a"\nlabel = "数"\npoints = 3\nrules = ["no.such"]\n',
            "no.such",
        ),
        ('title = "甲"\n[[item]]\nid = "a"\nlabel = "数"\npoints = 0\nrules = []\n', "more than 0"),
        ("title = ", "rubric.toml"),
    ],
)
def test_a_rubric_that_is_wrong_is_told(tmp_path: Path, text: str, told: str) -> None:
    rubric = tmp_path / "rubric.toml"
    rubric.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=told):
        report().assessment(rubric)


def test_it_is_shown_as_data_lines_and_page() -> None:
    read = report(Wart.BROKEN_SUM)
    found = read.assessment()
    data = json.loads(json.dumps(to_data(read, found)))
    assert sum(item["points"] for item in data["items"]) == data["points"] == found.points
    codes = {rule.code for rule in rules()}
    assert {each["rule"] for item in data["items"] for each in item["lost"]} <= codes
    assert any("分项相加" in line for line in to_lines(found, "zh"))
    assert "add up to" in to_page(read, found, "en")
