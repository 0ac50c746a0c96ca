"""What the eye sees of a figure in a PDF, for each trait, in every edition."""

from __future__ import annotations

from collections import Counter

import pytest

import govreport as gr
from fixtures import expected, make_spec
from govreport import State
from support.pdf_traits import TRAITS, with_trait

EDITIONS = ("2014", "2019", "2021")
SEED = 3


def figure_of(edition: str) -> str:
    """A figure of three or four digits that stands once in the report's tables."""
    facts = expected(make_spec(SEED, edition)).metrics
    counts = Counter(str(fact.value) for fact in facts)
    return next(
        text for text in counts if counts[text] == 1 and text.isdigit() and 3 <= len(text) <= 4
    )


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("name", TRAITS)
def test_figure_with_a_trait(name: str, edition: str) -> None:
    trait, figure = TRAITS[name], figure_of(edition)
    data = with_trait(make_spec(SEED, edition), trait, figure)
    clean = gr.parse(with_trait(make_spec(SEED, edition), trait, "-"))
    plain = {_key(m): m.value for m in clean.metrics}
    report = gr.parse(data)
    found = {_key(m): m.value for m in report.metrics}
    (key,) = [key for key, value in plain.items() if str(value) == figure]
    if trait.sure:
        assert found == plain
    else:
        assert found == {**plain, key: None}
        (metric,) = [m for m in report.metrics if _key(m) == key]
        assert metric.state is State.UNREADABLE
        assert any(finding.code == "cell.unreadable" for finding in report.findings)
    codes = {one.code for one in gr.read(data).notices} - {"pdf.furniture"}
    wanted = {trait.notice} - {"", "pdf.furniture"}
    assert codes == wanted
    if trait.notice == "pdf.furniture":
        assert "2020-0001" in [one.message[-9:] for one in gr.read(data).notices]


def _key(metric: gr.Metric) -> tuple[str, frozenset[tuple[str, str]]]:
    return metric.id, frozenset((name, str(value)) for name, value in metric.dimensions.items())
