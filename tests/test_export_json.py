"""A report as JSON and back, and the schema that says what it looks like."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from typing import Any

import attrs
import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govreport.document import Box, Cell, Origin, Table
from govreport.export.json import from_dict, from_json, to_dict, to_json
from govreport.export.schema import json_schema
from govreport.model import (
    Certainty,
    Change,
    Computed,
    Issuer,
    Metric,
    Metrics,
    Name,
    Period,
    Quantity,
    Report,
    Section,
    Source,
    State,
    TablePart,
    TextPart,
)
from govreport.zh.numbering import parse_label
from govreport.zh.quantities import Direction, How, Qualifier, QuantityKind
from support.sample_reports import report_2014, report_2021, report_empty, samples

SAMPLES = [pytest.param(report, id=name) for name, report in samples()]

text = st.text(max_size=6)
figures = st.integers(-(10**20), 10**20) | st.decimals(
    allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9, places=2
)
dates = st.dates(min_value=dt.date(1990, 1, 1))
boxes = st.builds(Box, *[st.floats(0, 2000)] * 4)
origins = st.builds(
    Origin,
    block=st.integers(0, 99),
    row=st.none() | st.integers(0, 9),
    box=st.none() | boxes,
    raw=text,
)
tables = st.builds(
    Table,
    n_rows=st.integers(1, 3),
    n_columns=st.integers(1, 3),
    cells=st.lists(st.builds(Cell, row=st.just(0), column=st.just(0), text=text), max_size=2).map(
        tuple
    ),
    within=st.none() | st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(0, 9)),
)
contents = st.lists(
    st.builds(TextPart, text=text, origin=origins)
    | st.builds(TablePart, table=tables, block=st.integers(0, 99)),
    max_size=3,
).map(tuple)
labels = st.sampled_from(["一、", "（二）", "3.", "4.1 "]).map(parse_label)
sections: st.SearchStrategy[Section] = st.recursive(
    st.builds(Section, title=text, content=contents, origin=origins),
    lambda inner: st.builds(
        Section,
        title=text,
        number=st.lists(st.integers(1, 30), max_size=3).map(tuple),
        label=st.none() | labels,
        certainty=st.sampled_from(Certainty),
        children=st.lists(inner, max_size=2).map(tuple),
        origin=origins,
    ),
    max_leaves=4,
)
metrics = st.builds(
    Metric,
    id=text,
    value=st.none() | figures,
    state=st.none() | st.sampled_from(State),
    unit=st.none() | text,
    label=text,
    label_raw=text,
    edition=text,
    parent=st.none() | text,
    dimensions=st.dictionaries(text, text, max_size=2),
    origin=origins,
)
reports = st.builds(
    Report,
    kind=text,
    title=st.none() | text,
    year=st.none() | st.integers(2008, 2030),
    edition=st.none() | text,
    issuer=st.builds(
        Issuer,
        name=st.none() | text,
        names=st.lists(
            st.builds(Name, text=text, role=text, origin=st.none() | origins), max_size=2
        ).map(tuple),
    ),
    issued=st.none() | dates,
    period=st.none() | st.builds(Period, start=dates, end=dates),
    front=contents,
    sections=st.lists(sections, max_size=2).map(tuple),
    metrics=st.lists(metrics, max_size=3).map(lambda found: Metrics(tuple(found))),
    quantities=st.lists(
        st.builds(
            Quantity,
            value=st.none() | figures,
            unit=st.none() | text,
            kind=st.sampled_from(QuantityKind),
            low=st.none() | figures,
            qualifier=st.none() | st.sampled_from(Qualifier),
            change=st.none()
            | st.builds(
                Change,
                direction=st.none() | st.sampled_from(Direction),
                base=st.none() | figures,
                result=st.none() | figures,
            ),
            subject=st.none() | text,
            predicate=st.none() | text,
            channel=st.none() | text,
            part_of=st.none() | st.integers(0, 9),
            computed=st.lists(
                st.builds(
                    Computed,
                    how=st.sampled_from(How),
                    of=st.lists(st.integers(0, 9), max_size=3).map(tuple),
                    concept=st.none() | text,
                ),
                max_size=2,
            ).map(tuple),
            concept=st.none() | text,
            dimensions=st.dictionaries(text, text, max_size=2),
            scope=st.none() | text,
            year=st.none() | st.integers(1 - 2**53, 2**53 - 1),
            stated_none=st.booleans(),
            origin=origins,
        ),
        max_size=2,
    ).map(tuple),
    source=st.builds(
        Source,
        path=st.none() | text,
        sha256=text,
        size=st.integers(0, 10**9),
        format=text,
        metadata=st.dictionaries(text, text, max_size=2),
    ),
)


@pytest.mark.parametrize("report", SAMPLES)
def test_round_trip(report: Report) -> None:
    assert from_dict(to_dict(report)) == report
    assert from_json(to_json(report)) == report
    assert Report.from_json(report.to_json(indent=2)) == report
    assert Report.from_dict(report.to_dict()) == report


@settings(max_examples=60, deadline=None, report_multiple_bugs=False)
@given(reports)
def test_round_trip_of_anything(report: Report) -> None:
    data = to_dict(report)
    assert from_dict(data) == report
    assert json.loads(to_json(report)) == data


@pytest.mark.parametrize("report", SAMPLES)
def test_schema_holds(report: Report) -> None:
    schema = json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(to_dict(report))


def test_shape() -> None:
    data: Any = to_dict(report_2014())
    assert list(data)[:5] == ["schema", "kind", "title", "year", "edition"]
    assert data["schema"] == "govreport/2"
    assert data["issued"] == "2019-01-09"
    figure = ["id", "value", "unit", "label", "label_raw", "edition", "parent", "dimensions"]
    assert list(data["metrics"][1]) == [*figure, "certainty", "origin"]


def test_what_is_not_said_is_left_out() -> None:
    empty = to_dict(report_empty())
    assert {"title", "year", "edition", "issued", "period"}.isdisjoint(empty)
    assert empty["issuer"] == {"names": [], "place_evidence": []}
    for _, report in samples():
        assert ":null" not in to_json(report)


def test_content_knows_its_place() -> None:
    data: Any = to_dict(report_2014())
    annex = data["annexes"][0]
    assert annex["content"][0] == {
        "text": "填报单位：区科技局",
        "origin": {"block": 13, "start": 0, "end": 9, "raw": ""},
    }
    assert annex["content"][1]["block"] == 14
    assert annex["content"][1]["table"]["n_columns"] == 3


def test_a_figure_is_quoted_once() -> None:
    quantity = to_json(report_2014()).partition('"quantities"')[2].partition('"findings"')[0]
    assert quantity.count("260余条") == 1


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (7, 7),
        (Decimal("0.00"), "0.00"),
        (Decimal("25.10"), "25.10"),
        (Decimal("1E+5"), "1E+5"),
        (Decimal("-0.5"), "-0.5"),
        (None, None),
    ],
    ids=str,
)
def test_figures_keep_their_digits(value: int | Decimal | None, written: object) -> None:
    metric = Metric(
        id="a", value=value, unit=None, label="", label_raw="", edition="", origin=ORIGIN
    )
    report = _with(Metrics((metric,)))
    data = json.loads(to_json(report))
    assert data["metrics"][0].get("value") == written
    back = from_dict(data).metrics[0].value
    assert str(back) == str(value)
    assert type(back) is type(value)


ORIGIN = Origin(block=0)


def _with(found: Metrics) -> Report:
    return Report(
        kind="ogi",
        title=None,
        year=None,
        edition=None,
        issuer=Issuer(name=None),
        issued=None,
        period=None,
        metrics=found,
        source=report_empty().source,
    )


def _changed(path: str, value: object) -> dict[str, object]:
    data = json.loads(to_json(report_2014()))
    *way, last = path.split("/")
    at = data
    for step in way:
        at = at[int(step)] if step.isdigit() else at[step]
    at[last] = value
    assert isinstance(data, dict)
    return data


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        ("year", "2018", "got `str` - at `$.year`"),
        ("year", True, "got `bool` - at `$.year`"),
        ("year", 2018.0, "got `float` - at `$.year`"),
        ("title", 5, "got `int` - at `$.title`"),
        ("issued", "9 Jan 2019", "at `$.issued`"),
        ("issued", "2019-02-30", "at `$.issued`"),
        ("metrics/1/value", 6.5, "found 6.5 - at `$.metrics[1].value`"),
        ("metrics/1/value", 6.0, "found 6.0 - at `$.metrics[1].value`"),
        ("metrics/1/value", True, "found True - at `$.metrics[1].value`"),
        ("metrics/1/value", "NaN", "found 'NaN' - at `$.metrics[1].value`"),
        ("metrics/1/value", "٣", "at `$.metrics[1].value`"),
        ("quantities/0/low", 1e3, "found 1000.0 - at `$.quantities[0].low`"),
        ("metrics/1/certainty", "sure", "at `$.metrics[1].certainty`"),
        ("metrics", {}, "got `object` - at `$.metrics`"),
        ("preface", "abc", "got `str` - at `$.preface`"),
        ("preface", [3], "at `$.preface[0]`"),
        ("preface", [{"text": "", "origin": {}}], "at `$.preface[0]`"),
        ("sections/1/children/0/number", [1, "2"], "at `$.sections[1].children[0].number[1]`"),
        ("source", None, "at `$.source`"),
        ("source", [], "at `$.source`"),
        ("schema", "govreport/9", "at $.schema, found 'govreport/9'"),
    ],
)
def test_malformed_data_names_the_place(path: str, value: object, message: str) -> None:
    with pytest.raises(ValueError, match="not a report") as caught:
        from_dict(_changed(path, value))
    assert message in str(caught.value)
    with pytest.raises(ValueError, match="not a report") as caught:
        from_json(json.dumps(_changed(path, value)))
    assert message in str(caught.value)


@pytest.mark.parametrize(
    "path", ["more", "metrics/1/more", "sections/1/origin/more", "annexes/0/content/1/table/more"]
)
def test_keys_of_a_later_version_are_passed_over(path: str) -> None:
    later = _changed(path, {"any": [1, 2.5, None]})
    assert from_dict(later) == from_json(json.dumps(later)) == report_2014()
    assert jsonschema.Draft202012Validator(json_schema()).is_valid(later)


@pytest.mark.parametrize("path", ["title", "metrics/3/state", "quantities/0/low"])
def test_null_says_nothing_as_a_missing_key_does(path: str) -> None:
    nothing = from_dict(_changed(path, None))
    *way, last = path.split("/")
    data = _changed(path, None)
    at: Any = data
    for step in way:
        at = at[int(step)] if step.isdigit() else at[step]
    del at[last]
    assert from_dict(data) == nothing


def test_missing_key_names_the_place() -> None:
    data = json.loads(to_json(report_2014()))
    del data["metrics"][3]["origin"]
    with pytest.raises(
        ValueError, match=r"missing required field `origin` - at `\$\.metrics\[3\]`"
    ):
        from_dict(data)


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "3", "null", '{"schema": 1}', "[" * 200_000], ids=lambda t: t[:8]
)
def test_any_text_is_a_report_or_a_value_error(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 — json's own message is as good as ours
        from_json(text)


def test_deep_sections_are_a_value_error() -> None:
    inner: dict[str, object] = {}
    for _ in range(5000):
        inner = {"title": "", "origin": {"block": 0}, "children": [inner]}
    with pytest.raises(ValueError, match="not a report"):
        from_dict(_changed("sections", [inner]))


class Words(str):
    """Text of a class of its own, as lxml gives it."""


def test_text_of_another_class_is_text() -> None:
    report = report_2014()
    source = attrs.evolve(report.source, metadata={"title": Words("年报")})
    lent = attrs.evolve(report, title=Words("年报"), source=source)
    assert from_json(to_json(lent)) == lent
    assert [type(value) for value in (to_dict(lent)["title"],)] == [str]


@pytest.mark.parametrize("side", [float("nan"), float("inf"), float("-inf")])
def test_what_is_no_number_is_not_written(side: float) -> None:
    metric = attrs.evolve(
        report_2014().metrics[1], origin=Origin(block=1, box=Box(0.0, side, 1.0, 2.0))
    )
    with pytest.raises(ValueError, match="float"):
        to_json(_with(Metrics((metric,))))


def test_half_a_surrogate_pair_survives() -> None:
    hostile = dict(samples())["hostile"]
    written = to_json(hostile)
    assert from_json(written.encode("utf-8")) == hostile


def test_schema_refuses_floats_and_gaps() -> None:
    validator = jsonschema.Draft202012Validator(json_schema())
    data = to_dict(report_2021())
    assert validator.is_valid(data)
    assert not validator.is_valid(_changed("metrics/1/value", 0.5))
    assert not validator.is_valid(_changed("preface", ["text"]))
    assert not validator.is_valid({key: data[key] for key in data if key != "source"})


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | text,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(text, inner, max_size=3),
    max_leaves=4,
)


@pytest.mark.slow
@settings(max_examples=150, deadline=None, report_multiple_bugs=False)
@given(st.data(), json_values)
def test_any_change_is_a_report_or_a_value_error(data: st.DataObject, value: object) -> None:
    whole = json.loads(to_json(report_2014()))
    at = whole
    while True:
        keys = list(at) if isinstance(at, dict) else list(range(len(at)))
        key = data.draw(st.sampled_from(keys))
        if isinstance(at[key], dict | list) and at[key] and data.draw(st.booleans()):
            at = at[key]
        else:
            break
    at[key] = value
    try:
        again = from_dict(whole)
    except ValueError:
        return
    assert from_dict(to_dict(again)) == again


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("year",), 10**400),
        (("year",), -(2**60)),
        (("source", "size"), 10**25),
        (("sections", 0, "number", 0), 10**20),
        (("metrics", 0, "value"), 10**400),
        (("metrics", 0, "origin", "block"), 2**53),
        (("coverage", "counts", "quantity"), 10**30),
    ],
)
def test_numbers_without_end_are_refused(place: tuple[str | int, ...], value: int) -> None:
    data = report_2014().to_dict()
    part: Any = data
    for key in place[:-1]:
        part = part[key]
    part[place[-1]] = value
    with pytest.raises(ValueError, match=r"not a report: a number out of range at \$\."):
        Report.from_dict(data)
    with pytest.raises(ValueError, match=r"not a report: a number out of range at \$\."):
        Report.from_json(json.dumps(data))
    with pytest.raises(ValueError, match=r"not a report|digits"):
        Report.from_json(json.dumps(data).replace(str(value), "9" * 5000))


def test_figures_may_have_as_many_digits_as_decimals() -> None:
    data = report_2014().to_dict()
    metrics: Any = data["metrics"]
    metrics[0]["value"] = 10**25
    assert Report.from_json(json.dumps(data)).metrics.items[0].value == 10**25
    assert Report.from_dict(data).metrics.items[0].value == 10**25
