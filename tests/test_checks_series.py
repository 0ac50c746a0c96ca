"""Across years: judged only with every figure of both reports at hand, in every column."""

from __future__ import annotations

import functools
from collections.abc import Mapping

import pytest
from attrs import evolve

import govreport as gr
from fixtures import make_spec, write_docx
from fixtures.figures import Dims, Key, Value
from fixtures.series import follow
from fixtures.spec import ReportSpec
from govreport.checks.series import check_series
from govreport.forms.catalogue import predecessors
from govreport.model import Finding, Issuer, Metrics, Report, Severity, State
from support.ogi import editions

BUSINESS: Dims = (("applicant", "business"),)
IN, OUT = "applications.carried_over_in", "applications.carried_over_out"


@functools.cache
def spec(edition: str, year: int) -> ReportSpec:
    """The report of one organ, taking up what the one for the year before left."""
    own = make_spec(year, edition, year=year, organ="青澜市云浦区科技局", organ_short="区科技局")
    before = {2020: ("2019", 2019), 2021: ("2019", 2020), 2022: ("2021", 2021)}.get(year)
    return follow(own, spec(*before)) if before else own


@functools.cache
def report(edition: str, year: int) -> Report:
    return gr.parse(write_docx(spec(edition, year)))


def changed(report: Report, changes: Mapping[Key, Value], state: State | None = None) -> Report:
    """The report with other figures, not adjusted to each other."""
    keys = {(m.id, tuple(sorted(m.dimensions.items()))) for m in report.metrics}
    assert changes.keys() <= keys
    metrics = (
        evolve(metric, value=changes[key], state=state)
        if (key := (metric.id, tuple(sorted(metric.dimensions.items())))) in changes
        else metric
        for metric in report.metrics
    )
    return evolve(report, metrics=Metrics(tuple(metrics)))


def without(report: Report, *ids: str) -> Report:
    kept = tuple(metric for metric in report.metrics if metric.id not in ids)
    return evolve(report, metrics=Metrics(kept))


def number(report: Report, id: str, dims: Dims = ()) -> int:
    metric = report.metrics.get(id, **dict(dims))
    assert metric is not None
    assert isinstance(metric.value, int)
    return metric.value


def found(now: Report, before: Report) -> list[Finding]:
    return list(check_series(now, before))


@pytest.mark.parametrize(
    ("before", "now"),
    [
        (("2019", 2019), ("2019", 2020)),
        (("2019", 2020), ("2021", 2021)),
        (("2021", 2021), ("2021", 2022)),
    ],
    ids=["within 2019", "2019 to 2021", "within 2021"],
)
def test_consecutive_reports_that_fit(before: tuple[str, int], now: tuple[str, int]) -> None:
    assert found(report(*now), report(*before)) == []


@pytest.mark.parametrize("editions", [("2019", 2019, "2019", 2020), ("2019", 2020, "2021", 2021)])
@pytest.mark.parametrize("dims", [(), BUSINESS], ids=["total", "business"])
def test_carried_over_in_every_column(dims: Dims, editions: tuple[str, int, str, int]) -> None:
    before, now = report(*editions[:2]), report(*editions[2:])
    left = number(before, OUT, dims)
    (finding,) = found(now, changed(before, {(OUT, dims): left + 3}))
    assert (finding.code, finding.severity) == ("series.mismatch", Severity.ERROR)
    assert (finding.expected, finding.found) == (str(left + 3), str(left))
    assert finding.metrics == (IN, OUT)
    where = "（商业企业）" if dims else ""
    assert finding.message == (
        f"与上一年度报告不衔接：上年结转政府信息公开申请数量{where}写 {left}，"
        f"上一年度的结转下年度继续办理 {left + 3}，应为 {left + 3}"
    )
    (origin,) = finding.origins
    metric = now.metrics.get(IN, **dict(dims))
    assert metric is not None
    assert origin == metric.origin


@pytest.mark.parametrize(
    "row", ["permits", "other_services", "penalties", "enforcement", "charges"]
)
def test_items_of_the_year_before_and_their_change(row: str) -> None:
    before, now = report("2019", 2019), report("2019", 2020)
    items, change = number(before, f"{row}.previous"), number(before, f"{row}.change")
    (finding,) = found(now, changed(before, {(f"{row}.change", ()): change - 2}))
    assert (finding.code, finding.expected) == ("series.mismatch", str(items + change - 2))
    assert finding.found == str(items + change)
    assert finding.metrics == (f"{row}.previous", f"{row}.previous", f"{row}.change")


@pytest.mark.parametrize("row", ["rules", "normative_documents"])
def test_documents_in_force_are_a_warning(row: str) -> None:
    before, now = report("2021", 2021), report("2021", 2022)
    ids = (f"{row}.in_force", f"{row}.issued", f"{row}.repealed")
    in_force, issued, repealed = (number(now, id) for id in ids)
    old = number(before, ids[0])
    assert in_force == old + issued - repealed
    (finding,) = found(changed(now, {(ids[0], ()): in_force + 1}), before)
    assert (finding.code, finding.severity) == ("series.unlikely", Severity.WARNING)
    assert (finding.expected, finding.found) == (str(in_force), str(in_force + 1))
    label = "规章" if row == "rules" else "行政规范性文件"
    assert (
        f"，加{label}·本年制发件数 {issued}，减{label}·本年废止件数 {repealed}" in finding.message
    )
    assert len(finding.origins) == 3


def test_new_forms_of_table_two_are_not_compared_with_the_old() -> None:
    before, now = report("2019", 2020), report("2021", 2021)
    changes: dict[Key, Value] = {("rules.disclosed_total", ()): 99_999, ("permits.previous", ()): 9}
    assert found(now, changed(before, changes)) == []


def test_nothing_leads_from_the_form_of_2014() -> None:
    now = gr.parse(write_docx(make_spec(1, "2019", year=2019, organ="岚汀市民政局")))
    before = gr.parse(write_docx(make_spec(1, "2014", year=2018, organ="岚汀市民政局")))
    assert found(now, before) == []


@pytest.mark.parametrize("state", [State.BLANK, State.DASH, State.UNREADABLE])
@pytest.mark.parametrize("side", ["before", "now"])
def test_a_missing_figure_is_not_judged(side: str, state: State) -> None:
    before, now = report("2021", 2021), report("2021", 2022)
    if side == "before":
        before = changed(before, {(OUT, ()): None}, state)
    else:
        now = changed(now, {(IN, ()): None}, state)
    (finding,) = found(now, before)
    assert (finding.code, finding.severity) == ("series.unchecked", Severity.INFO)
    assert finding.message == "1 项与上一年度的关系因缺数未能核对：上年结转政府信息公开申请数量"


def test_an_absent_row_is_no_zero() -> None:
    before, now = report("2021", 2021), report("2021", 2022)
    (finding,) = found(now, without(before, "rules.in_force"))
    assert (finding.code, finding.message[0]) == ("series.unchecked", "1")
    assert found(without(now, IN), before) == []
    assert found(without(now, IN, "rules.in_force", "normative_documents.in_force"), before) == []


def test_a_figure_given_twice_answers_for_nothing() -> None:
    before, now = report("2021", 2021), report("2021", 2022)
    first = before.metrics.get(OUT)
    assert first is not None
    twice = Metrics((*before.metrics, evolve(first, value=9_999)))
    (finding,) = found(now, evolve(before, metrics=twice))
    assert finding.code == "series.unchecked"


def test_figures_in_other_units_are_not_compared() -> None:
    before, now = report("2021", 2021), report("2021", 2022)
    metrics = tuple(evolve(m, unit="万件") if m.id == OUT else m for m in before.metrics)
    (finding,) = found(now, evolve(before, metrics=Metrics(metrics)))
    assert (finding.code, finding.message[0]) == ("series.unchecked", "7")


@pytest.mark.parametrize(
    ("changes", "given"),
    [
        ({"year": 2019}, "青澜市云浦区科技局 2019"),
        ({"year": 2022}, "青澜市云浦区科技局 2022"),
        ({"issuer": Issuer("青澜市松汀区科技局")}, "青澜市松汀区科技局 2021"),
    ],
    ids=["a year before", "the same year", "another organ"],
)
def test_another_report_is_not_compared(changes: dict[str, object], given: str) -> None:
    before, now = report("2021", 2021), report("2021", 2022)
    before = evolve(changed(before, {(OUT, ()): 9_999}), **changes)  # type: ignore[arg-type]
    (finding,) = found(now, before)
    assert (finding.code, finding.severity) == ("series.not_previous", Severity.INFO)
    assert (finding.expected, finding.found) == ("青澜市云浦区科技局 2021", given)


@pytest.mark.parametrize("name", ["区科技局", "科技局", "云浦区科技局", None])
def test_a_short_name_or_none_is_no_other_organ(name: str | None) -> None:
    before, now = report("2021", 2021), report("2021", 2022)
    before = evolve(changed(before, {(OUT, ()): 9_999}), issuer=Issuer(name), year=None)
    assert [finding.code for finding in found(now, before)] == ["series.mismatch"]


def test_check_takes_the_report_for_the_year_before() -> None:
    before, now = report("2021", 2021), report("2021", 2022)
    wrong = changed(before, {(OUT, ()): 9_999})
    # The builder's prose is the same in both years, which is said as well.
    told = gr.check(now, previous=before)
    assert [finding.code for finding in told] == ["text.reused"]
    assert gr.check(now, previous=wrong) == (*gr.check(now), *found(now, wrong), *told)
    assert len(found(now, wrong)) == 1


def test_the_rules_are_those_of_the_forms() -> None:
    forms = editions()
    rules = {
        form.id: [
            (r.figure, r.before, predecessors(r, form.id, forms), r.severity)
            for r in form.successions
        ]
        for form in forms
    }
    items = ("permits", "other_services", "penalties", "enforcement", "charges")
    assert rules == {
        "2014": [],
        "2019": [
            (IN, (OUT,), ("2019",), "error"),
            *(
                (f"{row}.previous", (f"{row}.previous", f"{row}.change"), ("2019",), "error")
                for row in items
            ),
        ],
        "2021": [
            (IN, (OUT,), ("2019", "2021"), "error"),
            *(
                (f"{row}.in_force", (f"{row}.in_force",), ("2021",), "warning")
                for row in ("rules", "normative_documents")
            ),
        ],
    }
