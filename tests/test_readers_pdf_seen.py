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


def figures_of(edition: str) -> list[str]:
    """The figures of three or four digits that stand once in the report's tables, in order."""
    facts = expected(make_spec(SEED, edition)).metrics
    counts = Counter(str(fact.value) for fact in facts)
    once = (text for text, count in counts.items() if count == 1)
    return sorted(text for text in once if text.isdigit() and 3 <= len(text) <= 4)


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("name", TRAITS)
def test_figure_with_a_trait(name: str, edition: str) -> None:
    trait, figure = TRAITS[name], figures_of(edition)[0]
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


@pytest.mark.parametrize("figure", figures_of("2014"))
def test_watermark_beside_a_figure_is_none_of_it(figure: str) -> None:
    spec, trait = make_spec(SEED, "2014"), TRAITS["tiled watermark"]
    plain = {_key(m): m.value for m in gr.parse(with_trait(spec, trait, "-")).metrics}
    report = gr.parse(with_trait(spec, trait, figure))
    assert {_key(m): m.value for m in report.metrics} == plain


def _key(metric: gr.Metric) -> tuple[str, frozenset[tuple[str, str]]]:
    return metric.id, frozenset((name, str(value)) for name, value in metric.dimensions.items())
