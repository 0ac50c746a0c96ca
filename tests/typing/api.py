"""The public typing, checked by mypy: every public name used as a caller would. Never run."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, assert_type

import govreport as gr

if TYPE_CHECKING:
    import pandas
    import polars


def sources() -> None:
    """A path, bytes or a binary file."""
    for source in ("a.docx", Path("a.docx"), b"...", io.BytesIO()):
        assert_type(gr.parse(source), gr.Report)
        assert_type(gr.read(source, limits=gr.Limits(bytes=1000)), gr.Document)
        assert_type(gr.parse(source, via="libreoffice"), gr.Report)


def many() -> None:
    """A report or a failure for each path, of the paths' own type; a store to query."""
    for name, result in gr.parse_many(["a.docx"], jobs=2, ordered=False):
        assert_type(name, str)
        assert_type(result, gr.Report | gr.Failure)
        if isinstance(result, gr.Failure):
            assert_type(result.code, str)
    for path, _ in gr.parse_many([Path("a.docx")]):
        assert_type(path, Path)
    for name, _ in gr.parse_many("archive"):
        assert_type(name, str)
    for path, _ in gr.parse_many(Path("archive")):
        assert_type(path, Path)
    assert_type([*gr.open_store("out").rows("files", ["path"])], list[tuple[object, ...]])


def report(report: gr.Report) -> None:
    """What a report says."""
    assert_type(report.title, str | None)
    assert_type(report.year, int | None)
    assert_type(report.edition, str | None)
    assert_type(report.issuer, gr.Issuer)
    assert_type(report.issuer.names, tuple[gr.Name, ...])
    assert_type(report.issued, dt.date | None)
    assert_type(report.period, gr.Period | None)
    assert_type(report.sections, tuple[gr.Section, ...])
    assert_type(report.section("二"), gr.Section)
    assert_type(report.section(2).content, tuple[gr.TextPart | gr.TablePart, ...])
    assert_type(report.section(2).paragraphs[0].origin, gr.Origin)
    assert_type(report.section(2).tables[0].table, gr.Table)
    assert_type(report.annexes, tuple[gr.Annex, ...])
    assert_type(report.metrics, gr.Metrics)
    assert_type(report.quantities, tuple[gr.Quantity, ...])
    assert_type(report.findings, tuple[gr.Finding, ...])
    assert_type(gr.check(report, previous=report), tuple[gr.Finding, ...])
    assert_type(report.notices, tuple[gr.Notice, ...])
    assert_type(report.evidence, Mapping[str, gr.Evidence])
    assert_type(report.source, gr.Source)


def metrics(metrics: gr.Metrics, finding: gr.Finding) -> None:
    """Figures by position, by id, by dimension."""
    metric = assert_type(metrics["applications.received"], gr.Metric)
    assert_type(metrics[0], gr.Metric)
    assert_type(metrics.get("applications.received", applicant="business"), gr.Metric | None)
    assert_type(metrics.select("applications.received"), tuple[gr.Metric, ...])
    assert_type(metric.value, int | Decimal | None)
    assert_type(metric.state, gr.State | None)
    assert_type(metric.certainty, gr.Certainty)
    assert_type(metric.origin, gr.Origin)
    assert_type(metric.origin.box, gr.Box | None)
    assert_type(finding.severity, gr.Severity)
    assert_type(finding.origins, tuple[gr.Origin, ...])


def years(reports: list[gr.Report]) -> None:
    """Reports against each other."""
    assert_type(gr.series(reports, "applications.received"), gr.Series)
    assert_type(gr.diff(reports[0], reports[1]), gr.Differences)
    for point in gr.series(reports, "applications.received", applicant="business"):
        assert_type(point, gr.Point)
        assert_type(point.value, int | Decimal | None)
        assert_type(point.metrics, tuple[gr.Metric, ...])
    for difference in gr.diff(reports[0], reports[1]):
        assert_type(difference, gr.Difference)
        assert_type(difference.change, int | Decimal | None)
        assert_type(difference.after, gr.Metric | None)


def document(document: gr.Document) -> None:
    """What was read, before anything is known about reports."""
    for block in document.blocks:
        assert_type(block, gr.Paragraph | gr.Table | gr.Picture)
        if isinstance(block, gr.Table):
            assert_type(block.cells, tuple[gr.Cell, ...])
    assert_type(document.links, tuple[gr.Link, ...])


def ways_out(report: gr.Report) -> None:
    """What a report can be turned into."""
    assert_type(report.to_dict(), dict[str, object])
    assert_type(gr.Report.from_dict(report.to_dict()), gr.Report)
    assert_type(gr.Report.from_json(report.to_json(indent=2)), gr.Report)
    assert_type(report.to_html(), str)
    assert_type(gr.json_schema(), dict[str, object])
    if TYPE_CHECKING:
        assert_type(report.to_frame(), pandas.DataFrame)
        assert_type(report.to_frame("findings", polars=True), polars.DataFrame)


def errors() -> None:
    """One parent; each child has a code, a detail and a hint."""
    try:
        gr.parse("a.docx")
    except (gr.SourceUnavailable, gr.UnsupportedFormat, gr.EncryptedDocument) as error:
        assert_type(error.code, str)
    except (gr.CorruptDocument, gr.NotAReport, gr.LimitExceeded, gr.ToolUnavailable) as error:
        assert_type(error.detail, str)
    except gr.GovReportError as error:
        assert_type(error.path, str | None)
        assert_type(error.hint, str)


def rules() -> None:
    """What a report is to keep."""
    for rule in gr.rules("ogi", edition="2021", category="existence"):
        assert_type(rule, gr.Rule)
        assert_type(rule.severity, gr.Severity)
        assert_type(rule.since, int | None)


def discovery(metrics: gr.Metrics) -> None:
    """What there is, and what a name that is none leads to."""
    assert_type(gr.concepts()["applications.refused"].label, str)
    assert_type(gr.forms("ogi")["2014"].metric_ids(), tuple[str, ...])
    assert_type(gr.concepts().labels(), dict[str, str])
    catalogues: list[gr.Catalogue[Any]] = [gr.concepts(), gr.forms()]
    assert_type(catalogues[0].ids(), tuple[str, ...])
    assert_type(metrics.ids(), tuple[str, ...])
    assert_type(gr.__version__, str)
    try:
        metrics.get("applications.recieved")
    except gr.UnknownName as error:
        assert_type(error.near, tuple[str, ...])


def measures(report: gr.Report) -> None:
    """What is computed from the figures."""
    for measure in report.measures:
        assert_type(measure, gr.MeasureValue)
        assert_type(measure.value, Fraction | None)
    assert_type(gr.measure_series([report], "disclosure.rate"), tuple[gr.MeasurePoint, ...])
