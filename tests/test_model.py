"""The report model: finding sections and metrics, and how they show themselves."""

from __future__ import annotations

import enum
import subprocess
import sys
from typing import get_args, get_type_hints

import attrs
import pytest

from govreport.document import Document, Origin
from govreport.errors import UnknownName
from govreport.model import Certainty, Content, Figure, Metric, Metrics, Report, Section, State
from support.sample_reports import report_2014, report_2021, report_empty

ORIGIN = Origin(block=0)


@pytest.mark.parametrize(
    ("key", "title"),
    [
        (1, "概况"),
        ("1", "概况"),
        ("一", "概况"),
        ("二", "主动公开政府信息情况"),
        ("2.1", "公开渠道"),
        ("主动公开政府信息情况", "主动公开政府信息情况"),
        ("公开渠道", "公开渠道"),
        (" 存在 问题 ", "存在问题"),
        (3, "存在问题"),
    ],
)
def test_section_by_number_or_title(key: int | str, title: str) -> None:
    assert report_2014().section(key).title == title


@pytest.mark.parametrize(
    "key", [0, 7, -1, "", " ", "七", "2.2", "1.", "2..1", "公开", "十" * 5000, "9" * 5000],
    ids=lambda key: repr(key)[:12],
)  # fmt: skip
def test_no_such_section(key: int | str) -> None:
    with pytest.raises(KeyError):
        report_2014().section(key)


def test_a_number_given_twice_is_no_answer() -> None:
    first = report_2014().section(1)
    report = attrs.evolve(report_2014(), sections=(first, attrs.evolve(first, title="总述")))
    with pytest.raises(KeyError, match="一: 2 sections"):
        report.section("一")
    assert report.section("总述").number == (1,)


def test_the_section_nearest_to_the_top_answers_to_a_title() -> None:
    inner = Section(title="存在问题", number=(1, 1), origin=ORIGIN)
    first = attrs.evolve(report_2014().section(1), children=(inner,))
    report = attrs.evolve(report_2014(), sections=(first, *report_2014().sections[1:]))
    assert report.section("存在问题").number == (3,)


METRIC = Metric(
    id="applications.received",
    value=0,
    unit="件",
    label="收到申请数",
    label_raw="收到申请数",
    edition="2014",
    origin=ORIGIN,
)


@pytest.mark.parametrize(
    ("metric", "shown"),
    [
        (METRIC, "Metric(applications.received = 0 件)"),
        (attrs.evolve(METRIC, unit=None), "Metric(applications.received = 0)"),
        (
            attrs.evolve(METRIC, value=None, state=State.BLANK),
            "Metric(applications.received = blank)",
        ),
        (
            attrs.evolve(
                METRIC, dimensions={"applicant": "business"}, certainty=Certainty.INFERRED
            ),
            "Metric(applications.received[applicant=business] = 0 件, inferred)",
        ),
        (attrs.evolve(METRIC, unit="件\x1b[31m"), "Metric(applications.received = 0 件\\x1b[31m)"),
    ],
    ids=["value", "no unit", "blank", "dimension", "escape"],
)
def test_metric_shows_its_figure(metric: Metric, shown: str) -> None:
    assert repr(metric) == shown


def test_reports_show_themselves_in_a_line() -> None:
    report = report_2014()
    assert repr(report) == (
        "Report('2018年度青澜市云浦区科技局政府信息公开工作报告', 2018, edition 2014: "
        "64 metrics, 3 sections, 2 findings)"
    )
    assert repr(report_empty()) == (
        "Report(None, no year, no edition: 0 metrics, 0 sections, 0 findings)"
    )
    assert repr(report_2021()).endswith("235 metrics, 4 sections, 1 finding)")
    assert repr(report.sections[1]) == (
        "Section('二、主动公开政府信息情况': 1 paragraph, 0 tables, 1 child)"
    )
    assert repr(report.metrics) == "Metrics(64 metrics, 28 without a value)"
    assert repr(report.findings[1]) == (
        "Finding(warning numbering.gap: the number 7、 does not follow the one before)"
    )


def test_metrics_by_position_and_id() -> None:
    metrics = report_2021().metrics
    assert metrics[0] is metrics["rules.issued"]
    assert metrics[:2] == metrics.items[:2]
    assert len(metrics.select("applications.received")) == 7
    business = metrics.get("applications.received", applicant="business")
    assert business is not None
    assert business.value == 0
    with pytest.raises(UnknownName, match="no member of applicant 'nobody'"):
        metrics.get("applications.received", applicant="nobody")
    with pytest.raises(KeyError, match=r"no\.such"):
        metrics["no.such"]


def test_a_figure_given_twice_is_no_answer() -> None:
    metrics = Metrics((METRIC, attrs.evolve(METRIC, value=3)))
    with pytest.raises(KeyError, match="2 metrics"):
        metrics["applications.received"]
    assert [metric.value for metric in metrics.select("applications.received")] == [0, 3]


def test_importing_loads_no_library_of_tables_or_terminals() -> None:
    check = "import sys, govreport.model; print({'pandas', 'polars', 'rich'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_what_users_are_given_is_attrs_all_through() -> None:
    """To attrs and to type checkers, that is: each is a struct of msgspec all the same."""
    seen: set[type] = set()
    asked: list[object] = [Report, Document]
    while asked:
        hint = asked.pop()
        asked += get_args(hint)
        if isinstance(hint, type) and hint.__module__.startswith("govreport.") and hint not in seen:
            seen.add(hint)
            asked += get_type_hints(hint).values()
    assert Metric in seen
    records = {each for each in seen if not issubclass(each, enum.Enum)} - {Figure, Content}
    assert {each for each in records if attrs.has(each)} == records
    for each in (METRIC, METRIC.origin):
        assert attrs.evolve(each) == each
        assert [field.name for field in attrs.fields(type(each))] == [*attrs.asdict(each)]
        with pytest.raises(AttributeError):
            setattr(each, attrs.fields(type(each))[0].name, 3)
