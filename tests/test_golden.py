"""Whole reports against their golden files; ``python tests/golden/refresh.py`` writes them anew."""

from __future__ import annotations

import json

import pytest

import govreport as gr
from fixtures import differences
from golden.refresh import (
    FOLDER,
    WRITERS,
    Golden,
    enforcement,
    enforcement_path,
    goldens,
    origins,
    origins_path,
)

GOLDENS = {golden.name: golden for golden in goldens()}


@pytest.mark.parametrize("golden", GOLDENS.values(), ids=list(GOLDENS))
def test_report_is_read_as_before(golden: Golden) -> None:
    assert golden.read() == json.loads(golden.path.read_text("utf-8"))


@pytest.mark.parametrize("golden", GOLDENS.values(), ids=list(GOLDENS))
def test_golden_file_is_the_report_that_was_written(golden: Golden) -> None:
    data = json.loads(golden.path.read_text("utf-8"))
    report = gr.Report.from_dict(data)
    assert report.to_dict() == data
    assert differences(golden.want, report) == []


def test_a_report_of_another_kind_is_read_as_before() -> None:
    assert enforcement() == json.loads(enforcement_path().read_text("utf-8"))


@pytest.mark.parametrize("format", WRITERS)
def test_figures_stand_where_they_stood(format: str) -> None:
    assert origins(format).splitlines() == origins_path(format).read_text("utf-8").splitlines()


def test_no_golden_file_is_left_over() -> None:
    wanted = {golden.path for golden in GOLDENS.values()} | set(map(origins_path, WRITERS))
    wanted.add(enforcement_path())
    assert {*FOLDER.glob("*.json"), *FOLDER.glob("*.tsv")} == wanted
