"""Whole reports read as they are labelled: the floors under which no change may fall."""

from __future__ import annotations

import functools

import pytest

from labelled.reports import compose, written
from labelled.score_reports import Scores, score_reports, taken


@functools.cache
def scores() -> Scores:
    return score_reports((*written(), *compose()))


@pytest.mark.slow
def test_no_report_is_refused() -> None:
    assert scores().refused == 0


def test_head_and_sections() -> None:
    shares = {name: scores().share(name) for name in ("title", "issuer", "year", "period")}
    assert min(shares.values()) >= 0.98, shares
    assert scores().share("issued") >= 0.98
    assert scores().share("sections") >= 0.95


def test_quantities() -> None:
    found = scores().of(scores().numbers)
    assert found.precision >= 0.985
    assert found.recall >= 0.985


def test_no_text_about_reports_is_taken_for_one() -> None:
    assert taken() == []


def test_links_and_zeros() -> None:
    links, zeros = scores().of(scores().links), scores().of(scores().zeros)
    assert links.precision >= 0.995
    assert links.recall >= 0.90
    assert zeros.recall >= 0.90
    assert zeros.precision >= 0.995


def test_no_wrong_figure_and_no_false_finding() -> None:
    assert scores().wrong_metrics == 0
    assert scores().false_findings <= 0.02 * scores().texts
