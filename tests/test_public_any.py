"""Whatever is put into a public function, an answer comes out: a value, or an error that its
documentation names."""

from __future__ import annotations

import contextlib
import functools
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import govreport as gr
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
