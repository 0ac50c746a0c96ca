"""Whatever is put into a public function, an answer comes out: a value, or an error that its
documentation names."""

from __future__ import annotations

import ast
import contextlib
import functools
import inspect
import json
import pickle
from collections.abc import Iterator, Sequence, Set
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import govreport as gr
from fixtures import make_spec, write_pdf
from fuzz.mutations import mutated
from govreport.batch.store.tables import StoreError
from support.archives import report_text, zip_of

quick = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
words = st.text(max_size=40)
REPORT = report_text("青澜市云浦区科技局", 2020)
SEEDS = [REPORT, b"<p>" + REPORT.replace(b"\n", b"<p>"), zip_of({"a.txt": REPORT})]
damaged = st.builds(functools.partial(mutated, SEEDS), st.integers(0, 1 << 32))
anything = st.binary(max_size=300) | damaged | words.map(str.encode)
#: JSON of any shape.
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=6,
)
REPORTS = [
    gr.parse(report_text(organ, year))
    for organ, year in (("青澜市云浦区科技局", 2019), ("澄泊市水务局", 2021))
]
WHOLE = json.loads(REPORTS[0].to_json())


@pytest.mark.parametrize("function", [gr.read, gr.parse])
@quick
@given(data=anything)
def test_any_bytes(function: Any, data: bytes) -> None:
    with contextlib.suppress(gr.GovReportError):
        assert function(data, ocr="never") is not None


@quick
@given(name=st.text(st.characters(exclude_categories=[]), max_size=60))
def test_any_path(name: str) -> None:
    with pytest.raises(gr.GovReportError) as caught:
        gr.parse(f"/nowhere/{name}")
    assert caught.value.code


@quick
@given(text=words | values.map(json.dumps))
def test_any_json(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        gr.Report.from_json(text)


@settings(quick, max_examples=60)
@given(key=st.sampled_from(sorted(WHOLE)), value=values)
def test_any_value_in_the_json_of_a_report(key: str, value: object) -> None:
    try:
        report = gr.Report.from_json(json.dumps({**WHOLE, key: value}))
    except ValueError:
        return
    assert gr.Report.from_json(report.to_json()) == report


@quick
@given(kind=words)
def test_any_kind(kind: str) -> None:
    for function in (gr.concepts, gr.forms):
        with pytest.raises(KeyError):
            function(kind)
    with pytest.raises(KeyError):
        gr.parse(REPORT, kind=kind)


@settings(quick, max_examples=8)
@given(id=words)
def test_any_name_of_a_figure(id: str) -> None:
    metrics = REPORTS[0].metrics
    for look_up in (metrics.__getitem__, metrics.get, functools.partial(gr.series, REPORTS)):
        with pytest.raises(KeyError):
            look_up(id)


@settings(quick, max_examples=8)
@given(id=words)
def test_any_name_of_a_measure(id: str) -> None:
    for reports in ([], REPORTS[:1]):
        with pytest.raises(KeyError):
            gr.measure_series(reports, id)


@quick
@given(kind=words, edition=words, category=words)
def test_any_words_to_look_rules_up_by(kind: str, edition: str, category: str) -> None:
    known = {each.code for each in gr.rules()}
    assert {each.code for each in gr.rules(kind, edition=edition)} <= known
    with contextlib.suppress(ValueError):
        assert {each.category for each in gr.rules(category=category)} == {category}


@settings(quick, max_examples=20)
@given(data=damaged)
def test_any_report_is_as_the_schema_says(data: bytes) -> None:
    with contextlib.suppress(gr.GovReportError):
        jsonschema.validate(json.loads(gr.parse(data, ocr="never").to_json()), gr.json_schema())


@settings(quick, max_examples=2)
@given(files=st.lists(anything, min_size=1, max_size=8), ordered=st.booleans())
def test_any_files_at_once(files: list[bytes], ordered: bool, tmp_path: Path) -> None:
    paths = [tmp_path / f"{number}" for number in range(len(files))]
    for path, data in zip(paths, files, strict=True):
        path.write_bytes(data)
    found = list(gr.parse_many([*paths, tmp_path / "none"], jobs=1, ordered=ordered))
    assert sorted(path for path, _ in found) == sorted([*paths, tmp_path / "none"])
    assert all(isinstance(each, gr.Report | gr.Failure) for _, each in found)


@quick
@given(st.lists(st.sampled_from(REPORTS), min_size=2, max_size=2))
def test_any_reports_beside_each_other(both: list[gr.Report]) -> None:
    assert isinstance(gr.diff(*both), gr.Differences)
    assert all(finding.code for finding in gr.check(both[0], previous=both[1]))


@quick
@given(manifest=st.binary(max_size=60) | values.map(lambda value: json.dumps(value).encode()))
def test_any_folder_as_a_store(manifest: bytes, tmp_path: Path) -> None:
    (tmp_path / "govreport.json").write_bytes(manifest)
    with pytest.raises(StoreError):
        gr.open_store(tmp_path)


# --- what comes out, whatever went in ---

ERRORS = sorted(
    name for name in gr.__all__ if isinstance(getattr(gr, name), type(gr.GovReportError))
    and issubclass(getattr(gr, name), Exception)
)  # fmt: skip
VALUES = sorted(
    name
    for name in gr.__all__
    if inspect.isclass(getattr(gr, name)) and name not in ERRORS
)  # fmt: skip


@functools.cache
def kept() -> dict[str, list[object]]:
    """Values of every public type, as they come out of a report and of what is made of several."""
    years = [gr.parse(write_pdf(make_spec(1, "2021", year=year))) for year in (2022, 2023)]
    page = "<h1>2018年度云浦区科技局政府信息公开工作年度报告</h1><p>一、概述</p>"
    page += "<p>见<a href='http://example.invalid/a.doc'>办法</a>。<s>删去</s></p><img src='a.png'>"
    page += "<p>附件</p><p>统计表</p><table><tr><td>甲</td><td>1</td></tr></table>"
    roots: list[object] = [
        *years,
        gr.parse(page.encode()),
        gr.read(page.encode()),
        gr.concepts(),
        gr.rules(),
        gr.diff(years[0], gr.parse(write_pdf(make_spec(2, "2021", year=2023)))),
        gr.series(years, "applications.received"),
        [gr.measure_series(years, each.id) for each in years[0].measures],
        gr.Limits(),
        [*gr.State, *gr.Severity, *gr.Certainty],
        [found for _, found in gr.parse_many(["/nowhere"], jobs=1)],
    ]
    found: dict[str, list[object]] = {}
    for value in _within(roots, set()):
        if type(value) is getattr(gr, type(value).__name__, None):
            found.setdefault(type(value).__name__, []).append(value)
    return found


def _within(value: object, seen: set[int]) -> Iterator[object]:
    """The values that a value holds, itself first."""
    if id(value) in seen:
        return
    seen.add(id(value))
    yield value
    inner: list[object] = []
    if isinstance(value, dict):
        inner = [*value.values()]
    elif isinstance(value, Sequence | Set) and not isinstance(value, str | bytes):
        inner = [*value]
    elif hasattr(value, "__attrs_attrs__"):
        inner = [getattr(value, each.name) for each in value.__attrs_attrs__]
    elif isinstance(value, msgspec.Struct):
        inner = [getattr(value, name) for name in value.__struct_fields__]
    for each in inner:
        yield from _within(each, seen)


@pytest.mark.parametrize("name", VALUES)
@settings(quick, max_examples=10)
@given(data=st.data())
def test_any_public_value_is_shown_and_kept(name: str, data: st.DataObject) -> None:
    value = data.draw(st.sampled_from(kept()[name]))
    assert isinstance(value, getattr(gr, name))
    assert repr(value)
    again = pickle.loads(pickle.dumps(value))
    # What is one of a catalogue is itself alone.
    assert again == value or repr(again) == repr(value)


@pytest.mark.parametrize("name", ERRORS)
@quick
@given(detail=words)
def test_any_public_error_says_its_detail_and_goes_through_a_pipe(name: str, detail: str) -> None:
    made = getattr(gr, name)
    error = made("metric", detail, ["known"]) if made is gr.UnknownName else made(detail)
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is made
    assert str(again) == str(error)
    assert detail in str(error) or made is gr.UnknownName


def test_every_public_name_is_tried_with_anything() -> None:
    """By a test of this module that hypothesis feeds."""
    tree = ast.parse(Path(__file__).read_text())
    given = [
        node
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
        and any("given" in ast.unparse(decorator) for decorator in node.decorator_list)
    ]
    used = {
        node.attr
        for function in given
        for node in ast.walk(function)
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "gr"
    }
    functions = {*gr.__all__} - {*VALUES, *ERRORS, "__version__"}
    assert functions <= used
