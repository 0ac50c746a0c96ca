"""Data frames: stable columns and types, exact figures, rows that name their report."""

from __future__ import annotations

import sys
from decimal import Decimal
from pathlib import Path
from typing import cast

import attrs
import duckdb
import pandas as pd
import polars as pl
import pytest

import govreport as gr
from govreport.document import Cell, Table
from govreport.export.columns import tables
from govreport.export.frames import to_pandas, to_polars
from govreport.model import Certainty, Metrics, Report, Severity, State
from govreport.model.figure import Figure
from govreport.model.report import What
from support import prose_reports
from support.sample_reports import report_2014, report_2021, report_empty, samples

ABOUT = ["issuer", "year", "report_kind", "edition", "sha256"]
PLACE = ["page", "block", "row", "column"]
COLUMNS: dict[What, list[str]] = {
    "metrics": [
        *ABOUT,
        *("id", "concept", "label", "level", "applicant", "route", "value", "number", "unit"),
        *("is_total", "state", "certainty", "parent", "label_raw", "raw"),
        *PLACE,
    ],
    "quantities": [
        *ABOUT,
        *(
            "section",
            "position",
            "text",
            "kind",
            "value",
            "number",
            "unit",
            "low",
            "high",
            "qualifier",
        ),
        *("change", "base", "result", "subject", "predicate", "channel", "part_of", "concept"),
        *("level", "applicant", "route", "certainty", "scope", "of_year", "stated_none"),
        *("start", "end"),
        *PLACE,
    ],
    "findings": [
        *ABOUT,
        *("code", "severity", "rule_version", "message", "message_en", "expected", "found"),
        "metrics",
        *PLACE,
    ],
    "sections": [
        *ABOUT,
        *("number", "level", "label", "title", "certainty", "text", "tables"),
        *PLACE,
    ],
    "tables": [*ABOUT, "row_label", "column_label", "value", "number", "unit", "raw", *PLACE],
}


@pytest.mark.parametrize("what", COLUMNS)
@pytest.mark.parametrize("report", [report_2014(), report_2021(), report_empty()], ids=repr)
def test_columns_and_types_never_vary(report: Report, what: What) -> None:
    pandas, polars = report.to_frame(what), report.to_frame(what, polars=True)
    assert list(pandas.columns) == polars.columns == COLUMNS[what]
    assert dict(pandas.dtypes) == dict(report_2014().to_frame(what).dtypes)
    assert polars.schema == report_2014().to_frame(what, polars=True).schema
    assert len(pandas) == len(polars)


def test_figures_are_exact() -> None:
    report = report_2014()
    frame = report.to_frame()
    values = list(frame["value"])
    assert values == [metric.value for metric in report.metrics]
    assert {type(value) for value in values} == {Decimal, type(None)}
    assert Decimal("12.50") in values
    exact = report.to_frame(polars=True)
    assert exact.schema["value"] == pl.Decimal(38, 10)
    assert exact["value"].to_list() == values


def test_blank_is_not_zero() -> None:
    for frame in (report_2014().to_frame(), report_2014().to_frame(polars=True).to_pandas()):
        states = frame.set_index("id")["state"]
        values = frame.set_index("id")["value"]
        blank = states[states == "blank"].index
        assert len(blank) > 0
        assert all(values[id] is None for id in blank)


def test_dimensions_are_columns() -> None:
    frame = report_2021().to_frame(polars=True)
    business = frame.filter(
        (pl.col("id") == "applications.received") & (pl.col("applicant") == "business")
    )
    assert business["value"].to_list() == [0]
    assert frame["route"].unique().sort().to_list() == [None, "after_review", "direct"]


def test_a_dimension_outside_the_catalogue_comes_last() -> None:
    columns = list(to_pandas(dict(samples())["hostile"]).columns)
    assert columns[columns.index("label") + 1 : columns.index("value")] == [
        "level",
        "applicant",
        "route",
        "region",
    ]


def test_frames_of_several_reports_stack() -> None:
    reports = [report_2014(), report_2021(), report_empty()]
    total = sum(len(report.metrics) for report in reports)
    assert len(pd.concat([r.to_frame() for r in reports])) == total
    stacked = pl.concat([r.to_frame(polars=True) for r in reports])
    assert stacked.height == total
    assert stacked["year"].unique().sort().to_list() == [2018, 2023]


def test_sections_are_in_reading_order() -> None:
    frame = report_2014().to_frame("sections", polars=True)
    assert frame["number"].to_list() == ["1", "2", "2.1", "3"]
    assert frame["level"].to_list() == [1, 1, 2, 1]


def test_quantities_keep_their_bounds() -> None:
    row = report_2014().to_frame("quantities", polars=True).row(1, named=True)
    assert (row["value"], row["low"], row["high"]) == (None, 260, 269)
    assert (row["section"], row["text"]) == ("2", "260余条")


def test_quantities_say_what_they_are() -> None:
    text = "收到申请24件，其中自然人申请19件；专职人员由15人增至18人。未收取任何费用。"
    whole = prose_reports.report(text, titles=("依申请公开和收费情况",))
    frame = whole.to_frame("quantities", polars=True)
    assert frame["position"].to_list() == [0, 1, 2, 3]
    assert frame["part_of"].to_list() == [None, 0, None, None]
    assert frame["applicant"].to_list() == [None, "natural_person", None, None]
    assert frame["stated_none"].to_list() == [False, False, False, True]
    changed, none = frame.row(2, named=True), frame.row(3, named=True)
    assert (changed["change"], changed["base"], changed["result"]) == ("up", 15, 18)
    assert (none["concept"], none["certainty"], none["value"]) == ("fees.collected", "exact", 0)
    pandas = whole.to_frame("quantities")
    assert list(pandas["stated_none"]) == [False, False, False, True]
    assert list(pandas["concept"].fillna("")) == [
        "applications.received",
        "applications.received",
        "",
        "fees.collected",
    ]


def test_findings_name_their_metrics() -> None:
    row = report_2014().to_frame("findings", polars=True).row(0, named=True)
    assert row["metrics"] == "information.disclosed"
    assert (row["severity"], row["block"]) == ("error", 5)


@pytest.mark.parametrize(
    "value", [Decimal("0.12345678901"), 10**28, Decimal("1E+900"), Decimal("1E-900")], ids=str
)
def test_polars_never_rounds(value: int | Decimal) -> None:
    report = report_2014()
    metric = attrs.evolve(report.metrics[1], value=value)
    report = attrs.evolve(report, metrics=Metrics((metric,)))
    assert report.to_frame()["value"][0] == value
    with pytest.raises(ValueError, match="does not fit Decimal"):
        report.to_frame(polars=True)


def test_the_largest_figure_fits() -> None:
    report = report_2014()
    metric = attrs.evolve(report.metrics[1], value=10**28 - 1)
    frame = to_polars(attrs.evolve(report, metrics=Metrics((metric,))))
    assert frame["value"].to_list() == [10**28 - 1]


def test_unknown_part() -> None:
    with pytest.raises(ValueError, match="no frame of 'figures'; there are metrics, quantities"):
        report_2014().to_frame(cast("What", "figures"))


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_missing_library_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch, library: str) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(ImportError, match=f"pip install '{library}>="):
        _ = to_polars(report_2014()) if library == "polars" else to_pandas(report_2014())


# --- frames that work ---


def test_a_float_stands_beside_the_exact_value() -> None:
    frame = report_2014().to_frame()
    assert [*frame["number"].isna()] == [value is None for value in frame["value"]]
    assert str(frame["number"].dtype) == "Float64"
    top = frame.nlargest(3, "number")
    assert [float(value) for value in top["value"]] == list(top["number"])
    assert (frame["number"] * 2).sum() == 2 * frame["number"].sum()


@pytest.mark.parametrize("value", [Decimal("1E+900"), 10**400], ids=["decimal", "integer"])
def test_what_no_float_comes_near_has_no_number(value: Figure) -> None:
    report = report_2014()
    metric = attrs.evolve(report.metrics[1], value=value)
    frame = attrs.evolve(report, metrics=Metrics((metric,))).to_frame()
    assert frame["number"].isna().all()
    assert frame["value"].iloc[0] == value


def test_totals_are_told_from_their_parts() -> None:
    frame = report_2021().to_frame()
    own = frame[frame["id"] == "applications.received"]
    total, parts = own[own["is_total"]], own[~own["is_total"]]
    assert list(total["applicant"]) == ["total"]
    assert len(parts) == 6
    assert "total" not in set(parts["applicant"])
    routes = frame[frame["id"] == "lawsuits.total"]
    assert list(routes["is_total"]) == [True, True]


def test_a_total_is_found_as_one() -> None:
    report = report_2021()
    assert report.metrics.get("applications.received", applicant="total") is report.metrics.get(
        "applications.received"
    )


def test_severities_sort_and_compare() -> None:
    frame = pd.concat([report_2014().to_frame("findings"), report_2021().to_frame("findings")])
    assert isinstance(frame["severity"].dtype, pd.CategoricalDtype)
    assert list(frame.sort_values("severity")["severity"]) == ["info", "warning", "error"]
    assert (frame["severity"] >= "warning").sum() == 2


def test_what_may_stand_in_a_category_is_all_that_there_is() -> None:
    known = {column.name: column.known for column in tables()["findings"].columns}
    assert set(known["severity"]) == {*Severity}
    known = {column.name: column.known for column in tables()["metrics"].columns}
    assert set(known["state"]) == {*State}
    assert set(known["certainty"]) == {*Certainty}


@pytest.mark.parametrize("what", COLUMNS)
@pytest.mark.parametrize("report", [report_2014(), report_2021(), report_empty()], ids=repr)
def test_frames_go_to_files_and_come_back(report: Report, what: What, tmp_path: Path) -> None:
    frame = report.to_frame(what)
    frame.to_parquet(tmp_path / "a.parquet")
    back = pd.read_parquet(tmp_path / "a.parquet")
    assert list(back.columns) == list(frame.columns)
    if "value" in frame:
        assert list(back["value"]) == list(frame["value"])
    frame.to_stata(tmp_path / "a.dta", write_index=False)
    stata = pd.read_stata(tmp_path / "a.dta")
    assert list(stata.columns) == ["_end" if name == "end" else name for name in frame.columns]
    assert len(stata) == len(frame)
    if len(frame) and what == "metrics":
        assert list(stata["label"]) == list(frame["label"])
        shown = ["" if value is None else format(value, "f") for value in frame["value"]]
        assert list(stata["value"]) == shown
        assert list(stata["number"].isna()) == list(frame["number"].isna())
    frame.to_csv(tmp_path / "a.csv", index=False)
    assert len(pd.read_csv(tmp_path / "a.csv")) == len(frame)


def test_hostile_text_goes_to_files(tmp_path: Path) -> None:
    for what in ("metrics", "quantities", "findings", "sections"):
        frame = dict(samples())["hostile"].to_frame(what)
        frame.to_parquet(tmp_path / "a.parquet")
        frame.to_stata(tmp_path / "a.dta")


def test_other_libraries_take_a_frame() -> None:
    frame = report_2021().to_frame()
    taken = pl.from_pandas(frame)
    assert taken["number"].to_list() == [None if pd.isna(n) else n for n in frame["number"]]
    found = duckdb.sql("SELECT sum(number) FROM frame WHERE is_total")
    assert found is not None
    [(total,)] = found.fetchall()
    assert total == frame.loc[frame["is_total"], "number"].sum()
    wide = frame[frame["is_total"]].pivot_table(index="id", columns="unit", values="number")
    total = frame[
        frame["is_total"] & frame["number"].notna() & frame["unit"].eq("件").fillna(False)
    ].iloc[0]
    assert wide.loc[total["id"], "件"] == total["number"]


def test_a_frame_stays_one_through_what_is_done_with_it(tmp_path: Path) -> None:
    frame = report_2014().to_frame()
    picked = pd.concat([frame[frame["number"] > 0], frame.head(2)])[["id", "value", "number"]]
    picked.to_stata(tmp_path / "a.dta")
    assert len(pd.read_stata(tmp_path / "a.dta")) == len(picked)


def test_a_table_of_the_document_is_a_frame() -> None:
    cells = (
        Cell(row=0, column=0, text="指标", row_span=2),
        Cell(row=0, column=1, text="申请", column_span=2),
        Cell(row=1, column=1, text="收到"),
        Cell(row=1, column=2, text="答复"),
        Cell(row=2, column=0, text="件数"),
        Cell(row=2, column=1, text="12"),
    )
    table = Table(n_rows=3, n_columns=3, cells=cells)
    frame = table.to_frame(header=2)
    assert list(frame.columns) == ["指标", "申请·收到", "申请·答复"]
    assert frame.iloc[0].fillna("").tolist() == ["件数", "12", ""]
    assert table.to_frame().shape == (3, 3)
    assert Table(n_rows=0, n_columns=0, cells=()).to_frame().shape == (0, 0)
    with pytest.raises(ValueError, match="a header of 4 rows: the table has 3"):
        table.to_frame(header=4)


def test_frames_of_series_and_differences() -> None:
    reports = [report_2014(), report_2021()]
    with_organ = [attrs.evolve(each, issuer=reports[0].issuer) for each in reports]
    points = gr.series(with_organ, "applications.received")
    frame = points.to_frame()
    assert frame["year"].tolist() == [2018, 2023]
    assert list(frame["value"]) == [point.value for point in points]
    assert frame["relation"].tolist() == ["exact", "exact"]
    differences = gr.diff(*with_organ)
    frame = differences.to_frame()
    assert frame["id"].tolist() == [each.id for each in differences]
    assert list(frame["change"]) == [each.change for each in differences]
    assert gr.diff(reports[0], reports[0]).to_frame().empty
