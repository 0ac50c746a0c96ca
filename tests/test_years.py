"""Series and differences: what is compared across years and forms, and what is never made up."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from decimal import Decimal

import pytest
from attrs import evolve

import govreport as gr
from fixtures import make_spec, write_docx
from fixtures.figures import Key, Value
from fixtures.spec import ReportSpec, with_figures
from govreport.model import Issuer, Metrics, State
from support.ogi import concepts

ORGAN = "青澜市云浦区科技局"
RECEIVED, REFUSED = "applications.received", "applications.refused"


@functools.cache
def spec(edition: str, year: int) -> ReportSpec:
    return make_spec(year, edition, year=year, organ=ORGAN, organ_short="区科技局")


@functools.cache
def report(edition: str, year: int) -> gr.Report:
    return gr.parse(write_docx(spec(edition, year)))


def ten_years() -> list[gr.Report]:
    return [report("2014", 2018), report("2019", 2019), report("2021", 2021)]


def having(edition: str, year: int, changes: Mapping[Key, Value]) -> gr.Report:
    own = spec(edition, year)
    assert changes.keys() <= own.figures.keys()
    return gr.parse(write_docx(with_figures(own, {**own.figures, **changes})))


def with_metric(report: gr.Report, id: str, **changes: object) -> gr.Report:
    metrics = tuple(
        evolve(m, **changes) if m.id == id and not m.dimensions else m  # type: ignore[arg-type]
        for m in report.metrics
    )
    assert metrics != report.metrics.items
    return evolve(report, metrics=Metrics(metrics))


# --- series ---


def test_points_in_the_order_of_the_years() -> None:
    points = gr.series(reversed(ten_years()), RECEIVED)
    assert [(p.year, p.value, p.unit, p.relation) for p in points] == [
        (year, spec(edition, year).figures[RECEIVED, ()], "件", "exact")
        for edition, year in (("2014", 2018), ("2019", 2019), ("2021", 2021))
    ]
    assert [len(point.metrics) for point in points] == [1, 1, 1]
    assert points[0].metrics[0] == report("2014", 2018).metrics[RECEIVED]


def test_a_point_says_that_it_is_a_sum() -> None:
    points = gr.series(ten_years(), REFUSED)
    assert [(p.relation, p.note) for p in points] == [("exact", ""), ("sum", ""), ("sum", "")]
    parts = [
        v
        for (id, dims), v in spec("2021", 2021).figures.items()
        if id.startswith(REFUSED) and not dims
    ]
    assert len(parts) == 8
    assert points[2].value == sum(part for part in parts if part is not None)


def test_a_point_that_comes_only_near_says_how() -> None:
    first, second, _ = gr.series(ten_years(), "reviews.other")
    assert (first.relation, first.note, first.note_en) == ("exact", "", "")
    assert second.relation == "near"
    assert second.note == "2019年起尚未审结的另计一项，2014年格式没有该项。"
    assert second.note_en.startswith("From 2019 on pending cases are counted apart")


def test_what_a_form_does_not_ask_for_has_no_point() -> None:
    points = gr.series(ten_years(), "reviews.pending")
    assert [point.year for point in points] == [2019, 2021]
    assert [point.year for point in gr.series(ten_years(), "complaints.total")] == [2018]


def test_a_column_of_a_figure() -> None:
    points = gr.series(ten_years(), RECEIVED, applicant="business")
    key = RECEIVED, (("applicant", "business"),)
    assert [(p.year, p.value) for p in points] == [
        (2019, spec("2019", 2019).figures[key]),
        (2021, spec("2021", 2021).figures[key]),
    ]


def test_a_heading_of_the_form_is_no_point() -> None:
    points = gr.series(ten_years(), "applications.other_handling")
    assert [point.year for point in points] == [2019]


@pytest.mark.parametrize(
    ("id", "dimensions"),
    [
        ("no.such", {}),
        (RECEIVED, {"applicant": "nobody"}),
        (RECEIVED, {"colour": "red"}),
        (REFUSED, {"applicant": "business"}),
    ],
)
def test_a_figure_that_no_form_has(id: str, dimensions: Mapping[str, str]) -> None:
    with pytest.raises(gr.UnknownName, match=r"^no "):
        gr.series(ten_years(), id, **dimensions)


def test_a_row_that_holds_nothing_is_no_zero() -> None:
    blank = having("2021", 2021, {(RECEIVED, ()): None})
    (point,) = gr.series([blank], RECEIVED)
    assert (point.value, point.state) == (None, State.BLANK)


def test_versions_of_a_report_that_agree_are_one_point() -> None:
    one = report("2021", 2021)
    (point,) = gr.series([one, with_metric(one, "reviews.total", value=4)], RECEIVED)
    assert point.value == one.metrics[RECEIVED].value
    assert len(point.metrics) == 2


def test_versions_of_a_report_that_differ_have_no_value() -> None:
    one = report("2021", 2021)
    (point,) = gr.series([one, with_metric(one, RECEIVED, value=4)], RECEIVED)
    assert (point.value, point.state, point.unit) == (None, State.UNREADABLE, None)
    assert [metric.value for metric in point.metrics] == [one.metrics[RECEIVED].value, 4]


def test_what_one_version_leaves_unreadable_another_may_tell() -> None:
    one = report("2021", 2021)
    blurred = with_metric(one, RECEIVED, value=None, state=State.UNREADABLE)
    (point,) = gr.series([blurred, one], RECEIVED)
    assert (point.value, point.state) == (one.metrics[RECEIVED].value, None)
    (point,) = gr.series([blurred], RECEIVED)
    assert (point.value, point.state) == (None, State.UNREADABLE)


def test_reports_without_a_year_come_last_and_each_alone() -> None:
    one, other = report("2021", 2021), report("2019", 2019)
    undated = [evolve(each, year=None) for each in (one, other)]
    points = gr.series([*undated, one], RECEIVED)
    assert [point.year for point in points] == [2021, None, None]
    assert [point.value for point in points[1:]] == [
        each.metrics[RECEIVED].value for each in undated
    ]


def test_reports_of_several_organs_are_no_series() -> None:
    one = report("2021", 2021)
    other = evolve(one, issuer=Issuer("青澜市松汀区科技局"))
    short = evolve(one, issuer=Issuer("区科技局"))
    assert len(gr.series([short, one], RECEIVED)) == 1
    with pytest.raises(ValueError, match="several organs: 青澜市云浦区科技局, 青澜市松汀区科技局"):
        gr.series([short, one, other], RECEIVED)


def test_no_reports_no_points() -> None:
    assert gr.series([], RECEIVED) == ()


# --- differences ---


def test_a_report_does_not_differ_from_itself() -> None:
    assert [gr.diff(each, each) for each in ten_years()] == [(), (), ()]


def test_figures_of_one_form_are_compared_one_by_one() -> None:
    one = report("2021", 2021)
    key = ("permits.decisions", ())
    old = spec("2021", 2021).figures[key]
    assert isinstance(old, int)
    (found,) = gr.diff(one, having("2021", 2021, {key: old + 7}))
    assert (found.id, found.label, found.dimensions) == (
        "permits.decisions",
        "行政许可·本年处理决定数量",
        {},
    )
    assert (found.change, found.relation) == (7, "exact")
    assert found.before == one.metrics["permits.decisions"]


def test_a_figure_of_a_column_keeps_its_dimension() -> None:
    one = report("2021", 2021)
    metrics = tuple(
        evolve(m, value=4_321)
        if (m.id, m.dimensions.get("applicant")) == (RECEIVED, "research")
        else m
        for m in one.metrics
    )
    (found,) = gr.diff(one, evolve(one, metrics=Metrics(metrics)))
    assert (found.id, found.dimensions) == (RECEIVED, {"applicant": "research"})
    assert found.after is not None
    assert found.after.value == 4_321


def test_two_forms_are_compared_by_what_both_ask_for() -> None:
    before, after = report("2014", 2018), report("2021", 2021)
    found = {each.id: each for each in gr.diff(before, after)}
    linked = {c.id for c in concepts() if c.link("2014") and c.link("2021")}
    assert found.keys() <= linked | {"fees.collected"}
    assert len(found) > 12
    refused = found[REFUSED]
    assert (refused.relation, refused.label) == ("sum", "不予公开")
    assert refused.change == after.metrics[REFUSED].value - before.metrics[REFUSED].value  # type: ignore[operator]
    assert found["reviews.other"].note == "2019年起尚未审结的另计一项，2014年格式没有该项。"


def test_figures_that_two_forms_share_are_compared_in_every_column() -> None:
    found = gr.diff(report("2019", 2019), report("2021", 2021))
    keys = {(each.id, tuple(each.dimensions.items())) for each in found}
    assert ("applications.not_processed.repeated", (("applicant", "business"),)) in keys
    assert (RECEIVED, ()) in keys
    ids = {id for id, _ in keys}
    assert not ids & {"permits.previous", "rules.in_force", "applications.other_handling"}
    assert len(keys) == len(found)


def test_a_figure_that_only_one_report_has() -> None:
    one = report("2021", 2021)
    kept = tuple(metric for metric in one.metrics if metric.id != "permits.decisions")
    (found,) = gr.diff(one, evolve(one, metrics=Metrics(kept)))
    assert (found.id, found.after, found.change) == ("permits.decisions", None, None)
    (found,) = gr.diff(one, having("2021", 2021, {("permits.decisions", ()): None}))
    assert found.after is not None
    assert (found.after.value, found.after.state, found.change) == (None, State.BLANK, None)


def test_blank_and_absent_are_no_difference() -> None:
    blank = having("2021", 2021, {("permits.decisions", ()): None})
    kept = tuple(metric for metric in blank.metrics if metric.id != "permits.decisions")
    assert gr.diff(blank, evolve(blank, metrics=Metrics(kept))) == ()


def test_amounts_change_in_decimals_and_only_in_one_unit() -> None:
    one = with_metric(report("2014", 2018), "fees.collected", value=Decimal("1.10"))
    (found,) = gr.diff(one, with_metric(one, "fees.collected", value=Decimal("1.35")))
    assert found.change == Decimal("0.25")
    (found,) = gr.diff(one, with_metric(one, "fees.collected", unit="元"))
    assert found.change is None


def test_a_report_that_contradicts_itself_on_a_figure() -> None:
    one = report("2021", 2021)
    stated = one.metrics["permits.decisions"]
    again = evolve(stated, value=3, origin=evolve(stated.origin, raw="3"))
    (found,) = gr.diff(one, evolve(one, metrics=Metrics((*one.metrics, again))))
    assert found.after is not None
    assert (found.after.value, found.after.state) == (None, State.UNREADABLE)
    assert found.after.raw == f"{one.metrics['permits.decisions'].raw} / 3"
