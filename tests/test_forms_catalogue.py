"""The catalogue: what the official forms hold, and that a faulty file is refused."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from govreport.forms import catalogue
from govreport.forms.catalogue import Edition, metric_id
from govreport.forms.labels import unit_in
from govreport.forms.phrases import phrases
from govreport.kinds import kinds
from govreport.zh.quantities.words import words
from govreport.zh.units import table_units
from support.ogi import edition, editions

EDITIONS = ("2014", "2019", "2021")


def test_editions_oldest_first() -> None:
    assert [e.id for e in editions()] == list(EDITIONS)
    assert [e.years for e in editions()] == [(2014, 2018), (2019, 2020), (2021,)]


def test_form_of_2014() -> None:
    (table,) = edition("2014").tables
    assert len(table.rows) == 64
    assert sum(row.group for row in table.rows) == 7
    units = Counter(row.unit for row in table.rows)
    assert units == {None: 7, "条": 6, "件": 33, "次": 9, "篇": 1, "万元": 2, "个": 2, "人": 3} | {
        "人次": 1
    }


SIZES = {
    "2019": {"disclosure.1": 6, "disclosure.5": 6, "disclosure.6": 6, "disclosure.8": 2}
    | {"disclosure.9": 2, "applications": 27 * 7, "disputes": 15},
    "2021": {"disclosure.1": 6, "disclosure.5": 1, "disclosure.6": 2, "disclosure.8": 1}
    | {"applications": 30 * 7, "disputes": 15},
}


@pytest.mark.parametrize("id", SIZES)
def test_tables_of_2019_and_2021(id: str) -> None:
    tables = edition(id).tables
    assert {t.id: max(len(t.rows), 1) * len(t.columns_of("value")) for t in tables} == SIZES[id]


@pytest.mark.parametrize(("id", "figures"), [("2019", 23 * 7), ("2021", 25 * 7)])
def test_figures_of_table_three(id: str, figures: int) -> None:
    (table,) = [t for t in edition(id).tables if t.id == "applications"]
    assert sum(not row.group for row in table.rows) * 7 == figures


def test_other_handling_is_one_row_in_2019_and_three_in_2021() -> None:
    assert not edition("2019").row("applications.other_handling").group
    form = edition("2021")
    assert form.row("applications.other_handling").group
    (table,) = [t for t in form.tables if t.id == "applications"]
    children = [row.id for row in table.rows if row.parent == "applications.other_handling"]
    assert len(children) == 3


def test_hierarchy_of_the_official_rows() -> None:
    form = edition("2014")
    assert form.row("reviews.corrected").label == form.row("lawsuits.corrected").label
    assert form.row("reviews.corrected").parent == "reviews.total"
    assert form.row("lawsuits.corrected").parent == "lawsuits.total"
    assert form.row("information.normative_documents").of_which


@pytest.mark.parametrize("id", EDITIONS)
def test_ids_are_dotted_english(id: str) -> None:
    for name in edition(id).metric_ids():
        assert re.fullmatch(r"[a-z]+(_[a-z]+)*(\.[a-z0-9]+(_[a-z]+)*)*", name), name


@pytest.mark.parametrize("id", EDITIONS)
def test_no_label_names_two_rows_of_one_parent(id: str) -> None:
    for table in edition(id).tables:
        labels = Counter(
            (row.parent, word) for row in table.rows for word in (row.label, *row.variants)
        )
        assert [each for each, times in labels.items() if times > 1] == []


def test_identities_of_table_three_name_every_figure() -> None:
    form = edition("2019")
    whole = next(i for i in form.identities if i.left == ("applications.answered",))
    assert len(whole.right) == 19


def test_metric_ids_join_row_and_column() -> None:
    assert metric_id("permits", "change") == "permits.change"
    assert metric_id("", "reviews.total") == "reviews.total"
    assert metric_id("staff.total", "") == "staff.total"
    assert "procurement.amount" in edition("2019").metric_ids()
    assert "procurement.amount" not in edition("2021").metric_ids()


def test_unknown_names() -> None:
    with pytest.raises(KeyError, match="1999"):
        edition("1999")
    with pytest.raises(KeyError, match=r"no\.such"):
        edition("2014").row("no.such")


def test_entries_compare_by_identity() -> None:
    assert editions() is editions()
    assert edition("2019") != edition("2021")
    assert len({id(e) for e in editions()}) == 3


FORM = """
edition = "2030"
name = "某表"
years = [2030]
source = "某规定"
article = "附件"
[[table]]
id = "t"
titles = ["某表"]
[[table.column]]
labels = ["数量"]
[[table.row]]
id = "a"
label = "甲"
[[table.row]]
id = "b"
label = "乙"
"""

SINCE = '[[succession]]\nfigure = "a"\nbefore = ["a"]\nsince = "1999"\n'


def load(text: str) -> Edition:
    return catalogue.read_editions({"2030.toml": text})[0]


def test_a_new_edition_needs_no_code() -> None:
    assert load(FORM).metric_ids() == ("a", "b")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (FORM.replace('id = "b"', 'id = "a"'), "2030.toml: table t: row id twice: a"),
        (FORM + 'parent = "c"\n', "2030.toml: table t, row b: its parent c is missing"),
        (FORM + '[[identity]]\nleft = ["a"]\nright = ["z"]\n', "identity of a: figure z is"),
        (FORM + 'colour = "red"\n', "colour"),
        (FORM + "group = 3.5 = 2\n", "2030.toml"),
        (FORM.replace('source = "某规定"\n', ""), "2030.toml: source is missing"),
        (FORM.replace('label = "乙"\n', ""), "2030.toml: table 't', row 'b': label is missing"),
        (FORM + 'extends = "1999"\n', "unknown keys extends"),
        (FORM.replace("[[table]]", 'extends = "1999"\n[[table]]', 1), "extends 1999, which is no"),
        (FORM + SINCE, "2030.toml: succession of a: edition 1999 is missing"),
        (FORM + '[[identity]]\nleft = ["a"]\nright = ["b"]\nrelation = ">"\n', "relation"),
        (FORM + '[[succession]]\nfigure = "a"\nbefore = ["z"]\n', "of a: figure z is"),
        (FORM + '[[succession]]\nfigure = "a"\nbefore = ["a"]\nminus = ["z"]\n', "figure z is"),
        (FORM + '[[succession]]\nfigure = "a"\nbefore = ["a"]\nseverity = "info"\n', "severity"),
    ],
    ids=[
        "row twice", "no parent", "identity", "extra key", "no toml", "missing key",
        "missing label", "row that extends", "extends nothing", "since", "relation",
        "year before", "year", "severity",
    ],
)  # fmt: skip
def test_faulty_catalogue_is_refused(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        load(text)


def test_every_unit_of_a_form_is_one_that_tables_are_read_by() -> None:
    units = {
        unit
        for each in kinds()
        for form in catalogue.editions(each)
        for table in form.tables
        for unit in (
            *(column.unit or unit_in(column.labels[0]) for column in table.columns),
            *(row.unit for row in table.rows),
        )
    }
    assert units - {None} <= table_units()


def test_every_unit_of_a_phrase_is_one_of_running_text() -> None:
    known = {word for each in words().units.values() for word, _ in each} | table_units()
    for each in kinds():
        assert set(phrases(each).units) <= known
