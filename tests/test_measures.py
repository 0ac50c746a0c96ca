"""Measures: exact shares of a report's figures, none where a figure is missing."""

from __future__ import annotations

from fractions import Fraction

import pytest

import govreport as gr
from fixtures import Layout, Wart, make_spec, write_text
from fixtures.spec import with_zeros
from govreport.export.columns import tables
from govreport.forms.concepts import concepts
from govreport.forms.measures import Measure, measures
from support.ogi import OGI, editions

KNOWN = {
    *(each.id for each in concepts(OGI)),
    *(id for form in editions() for id in form.metric_ids()),
}


def report(edition: str, year: int | None = None, *warts: Wart) -> gr.Report:
    spec = make_spec(3, edition, year=year, organ="岚汀市水务局", organ_short="市水务局")
    return gr.parse(write_text(spec, Layout.TABS, frozenset(warts)))


def one(report: gr.Report, id: str) -> gr.MeasureValue:
    [found] = [each for each in report.measures if each.id == id]
    return found


@pytest.mark.parametrize("measure", measures(OGI), ids=lambda measure: measure.id)
def test_formula_is_over_figures_that_forms_have(measure: Measure) -> None:
    ids = {*measure.numerator, *measure.denominator, *measure.minus}
    assert ids <= KNOWN
    assert measure.comparable == (measure.note == measure.note_en == "")
    assert measure.label_en.isascii()


def test_rate_of_disclosure_is_exact() -> None:
    read = report("2021")
    figures = {
        id: read.metrics[f"applications.{id}"].value
        for id in ("granted", "granted_in_part", "answered")
    }
    rate = one(read, "disclosure.rate")
    assert rate.numerator == figures["granted"] + figures["granted_in_part"]  # type: ignore[operator]
    assert rate.denominator == rate.n == figures["answered"]
    assert rate.value == Fraction(int(rate.numerator or 0), int(rate.denominator or 1))
    assert not rate.comparable


def test_those_not_processed_may_be_left_out() -> None:
    read = report("2019")
    whole, processed = one(read, "disclosure.rate"), one(read, "disclosure.rate_processed")
    left_out = one(read, "not_processed.rate")
    assert (whole.denominator or 0) - (left_out.numerator or 0) == processed.denominator
    assert processed.numerator == whole.numerator


def test_lawsuits_of_both_routes_are_added_up() -> None:
    read = report("2021")
    rate = one(read, "disputes.rate")
    parts = [
        read.metrics["reviews.total"].value,
        *(m.value for m in read.metrics.select("lawsuits.total") if m.dimensions),
    ]
    assert rate.numerator == sum(value or 0 for value in parts)


def test_nothing_is_divided_by_zero() -> None:
    spec = with_zeros(make_spec(3, "2021"), "applications")
    rate = one(gr.parse(write_text(spec, Layout.TABS)), "disclosure.rate")
    assert (rate.value, rate.numerator, rate.denominator, rate.percent) == (None, 0, 0, None)


def test_a_blank_is_no_zero() -> None:
    read = report("2019", None, Wart.TOTALS_BLANK)
    rate = one(read, "disclosure.rate")
    assert (rate.value, rate.numerator, rate.denominator) == (None, None, None)


def test_staff_is_asked_for_by_the_form_of_2014_only() -> None:
    assert one(report("2014"), "applications.per_staff").unit == "件/人"
    assert "applications.per_staff" not in {each.id for each in report("2021").measures}


def test_frames_have_exact_parts_beside_the_float() -> None:
    read = report("2021")
    frame = read.to_frame("measures")
    row = frame[frame["measure"] == "refusal.rate"].iloc[0]
    exact = Fraction(row["numerator"]) / Fraction(row["denominator"])
    assert row["number"] == pytest.approx(float(exact))
    assert {column.name for column in tables()["measures"].columns} == {*frame.columns}


def test_series_says_where_the_meaning_changes() -> None:
    reports = [report("2014", 2018), report("2019", 2019), report("2019", 2020)]
    points = gr.measure_series(reports, "refusal.rate")
    assert [(each.year, each.same_meaning) for each in points] == [
        (2018, True),
        (2019, False),
        (2020, True),
    ]
    shares = gr.measure_series(reports, "refusal.share.state_secret")
    assert [each.same_meaning for each in shares] == [True, True, True]
    with pytest.raises(KeyError, match=r"disclosure\.rate"):
        gr.measure_series(reports, "disclosure.rat")
