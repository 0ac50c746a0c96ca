"""Arrow tables: written schemas, exact figures, rows that say the same as the report."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import attrs
import pyarrow as pa
import pytest

from fixtures import make_spec, write_docx, write_text
from fixtures.write_text import Layout
from govreport.export.arrow import SCHEMAS, VERSION, to_arrow
from govreport.model import Metrics, Report
from govreport.pipeline import parse
from support.ogi import EDITIONS
from support.sample_reports import report_2014, report_2021, report_empty, samples


@pytest.mark.parametrize("report", [report for _, report in samples()], ids=repr)
def test_every_report_gives_the_written_schemas(report: Report) -> None:
    batches = to_arrow(report)
    assert list(batches) == list(SCHEMAS)
    for name, batch in batches.items():
        assert batch.schema.equals(SCHEMAS[name], check_metadata=True)
        assert batch.schema.metadata == {b"govreport.schema": VERSION.encode()}
        batch.validate(full=True)


def test_a_report_is_a_row() -> None:
    report = report_2014()
    [row] = to_arrow(report)["reports"].to_pylist()
    assert row == {
        "sha256": "3f" * 32,
        "path": "云浦区科技局2018.docx",
        "title": "2018年度青澜市云浦区科技局政府信息公开工作报告",
        "issuer": "青澜市云浦区科技局",
        "issuer_names": ["青澜市云浦区科技局", "区科技局"],
        "place": None,
        "place_name": None,
        "scope": "own",
        "year": 2018,
        "report_kind": "ogi",
        "edition": "2014",
        "issued": dt.date(2019, 1, 9),
        "period_start": dt.date(2018, 1, 1),
        "period_end": dt.date(2018, 12, 31),
        "format": "docx",
        "encoding": None,
        "pages": None,
        "size": 20480,
        "metrics": len(report.metrics),
        "metrics_with_value": sum(metric.value is not None for metric in report.metrics),
        "sections": 4,
        "quantities": 2,
        "numbers": report.coverage.total,
        "unaccounted": 0,
        "lost": 0,
        "errors": 1,
        "warnings": 1,
        "infos": 0,
        "notices": ["docx.comments: 批注已略去，1 处"],
    }


def test_a_fact_is_a_row_with_its_place() -> None:
    report = report_2014()
    rows = to_arrow(report)["metrics"].to_pylist()
    assert len(rows) == len(report.metrics)
    assert rows[1] == {
        "sha256": "3f" * 32,
        "issuer": "青澜市云浦区科技局",
        "year": 2018,
        "report_kind": "ogi",
        "edition": "2014",
        "id": "information.disclosed",
        "concept": None,
        "label": "主动公开政府信息数（不同渠道和方式公开相同信息计1条）",
        "level": "total",
        "applicant": None,
        "route": None,
        "department": None,
        "value": Decimal(0),
        "value_text": "0",
        "number": 0.0,
        "unit": "条",
        "is_total": True,
        "state": None,
        "certainty": "exact",
        "parent": "information",
        "label_raw": report.metrics[1].label_raw,
        "raw": "0",
        "page": None,
        "block": 14,
        "row": 2,
        "column": 2,
    }


def test_blank_is_not_zero() -> None:
    for row in to_arrow(report_2014())["metrics"].to_pylist():
        assert (row["value"] is None) == (row["state"] is not None)
        assert (row["value"] is None) == (row["value_text"] is None)


@pytest.mark.parametrize(
    ("value", "decimal", "text"),
    [
        (Decimal("12.50"), Decimal("12.5"), "12.50"),
        (10**27, Decimal(10**27), "1" + "0" * 27),
        (10**28, None, "1" + "0" * 28),
        (Decimal("0.12345678901"), None, "0.12345678901"),
        (Decimal("1E+40"), None, "1" + "0" * 40),
        (-3, Decimal(-3), "-3"),
    ],
    ids=str,
)
def test_a_figure_is_exact_or_null_beside_its_text(
    value: int | Decimal, decimal: Decimal | None, text: str
) -> None:
    report = report_2014()
    metric = attrs.evolve(report.metrics[1], value=value)
    batch = to_arrow(attrs.evolve(report, metrics=Metrics((metric,))))["metrics"]
    [row] = batch.to_pylist()
    assert (row["value"], row["value_text"]) == (decimal, text)
    assert batch.schema.field("value").type == pa.decimal128(38, 10)


@pytest.mark.parametrize("edition", EDITIONS)
def test_one_concept_names_a_figure_in_all_editions(edition: str) -> None:
    spec = make_spec(5, edition)
    rows = to_arrow(parse(write_docx(spec)))["metrics"].to_pylist()
    [row] = [row for row in rows if row["concept"] == "applications.granted_in_part"]
    assert (row["applicant"], row["route"], row["is_total"]) == ("total", None, True)
    assert row["value"] == spec.figures["applications.granted_in_part", ()]


def test_a_concept_that_takes_several_figures_names_none() -> None:
    rows = to_arrow(parse(write_docx(make_spec(5, "2021"))))["metrics"].to_pylist()
    assert "applications.refused" not in {row["concept"] for row in rows}
    rows = to_arrow(parse(write_docx(make_spec(5, "2014"))))["metrics"].to_pylist()
    assert "applications.refused" in {row["concept"] for row in rows}


def test_what_only_the_text_states_names_its_concept() -> None:
    text = (
        "2013年度云浦区科技局政府信息公开工作年度报告\n一、依申请公开情况\n"
        "2013年，我局共收到政府信息公开申请27件。\n"
    )
    [row] = to_arrow(parse(text.encode()))["metrics"].to_pylist()
    assert (row["id"], row["concept"]) == ("applications.received", "applications.received")
    assert (row["value"], row["edition"], row["certainty"]) == (27, None, "inferred")


def test_the_rows_of_many_reports_are_one_table() -> None:
    reports = [report_2014(), report_2021(), report_empty()]
    for name in SCHEMAS:
        parts = [to_arrow(report)[name] for report in reports]
        table = pa.Table.from_batches(parts)
        assert table.num_rows == sum(len(part) for part in parts)


def test_the_same_report_gives_the_same_rows() -> None:
    data = write_text(make_spec(2, "2019"), Layout.TABS)
    first, second = to_arrow(parse(data)), to_arrow(parse(data))
    assert all(first[name].equals(second[name]) for name in SCHEMAS)
