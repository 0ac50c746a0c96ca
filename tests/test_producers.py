"""Reports as many programs print them: no figure is wrong or lost without a word."""

from __future__ import annotations

import warnings

import pytest

import govreport as gr
from fixtures import expected, make_spec
from fixtures.expected import project
from support.producers import PRODUCERS

EDITIONS = ("2014", "2019", "2021")


@pytest.mark.slow
@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("name", [name for name, made in PRODUCERS.items() if made.quick])
def test_every_figure_is_read(name: str, edition: str) -> None:
    spec = make_spec(5, edition)
    with warnings.catch_warnings():
        # Theirs, of fonts and of Python.
        warnings.simplefilter("ignore")
        data = PRODUCERS[name].make(spec)
    report = project(gr.parse(data))
    assert report.metrics == expected(spec).metrics
