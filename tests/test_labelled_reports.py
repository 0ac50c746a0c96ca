"""Whole reports read as they are labelled: the floors under which no change may fall."""

from __future__ import annotations

import functools

import pytest

from labelled.reports import alone, compose, written
from labelled.score_reports import Scores, refused, score_reports, taken


@functools.cache
def scores() -> Scores:
    return score_reports((*written(), *compose()))


@functools.cache
def sentences() -> Scores:
    return score_reports(alone())


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


def test_a_sentence_alone_gives_its_figures() -> None:
    links, zeros = sentences().of(sentences().links), sentences().of(sentences().zeros)
    assert sentences().refused == sentences().wrong_metrics == 0, sentences().differences
    assert sentences().false_findings == 0
    assert min(links.recall, zeros.recall) >= 0.98
    assert min(links.precision, zeros.precision) >= 0.995


def test_reports_with_odd_titles_are_taken() -> None:
    assert refused() == []
