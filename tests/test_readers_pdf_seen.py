"""What the eye sees of a figure in a PDF or OFD, for each trait, in every edition."""

from __future__ import annotations

import functools
from collections import Counter

import pytest

import govreport as gr
from fixtures import expected, make_spec, write_pdf
from fixtures.warts import Wart
from govreport import State
from support.pdf_traits import (
    LAYERED,
    TRAITS,
    Trait,
    ofd_with_trait,
    turned,
    with_layer,
    with_trait,
)

EDITIONS = ("2014", "2019", "2021")
SEED = 3


def figures_of(edition: str) -> list[str]:
    """The figures of three or four digits that stand once in the report's tables, in order."""
    facts = expected(make_spec(SEED, edition)).metrics
    counts = Counter(str(fact.value) for fact in facts)
    once = (text for text, count in counts.items() if count == 1)
    return sorted(text for text in once if text.isdigit() and 3 <= len(text) <= 4)


@functools.cache
def plain_figures(edition: str) -> dict[tuple[str, frozenset[tuple[str, str]]], object]:
    """The figures as they are read where none has a trait."""
    report = gr.parse(write_pdf(make_spec(SEED, edition)))
    return {_key(metric): metric.value for metric in report.metrics}


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("name", TRAITS)
def test_figure_with_a_trait(name: str, edition: str) -> None:
    trait, figure = TRAITS[name], figures_of(edition)[0]
    data = with_trait(make_spec(SEED, edition), trait, figure)
    check(data, trait, figure, edition)
    if trait.notice == "pdf.furniture":
        assert "2020-0001" in [one.message[-9:] for one in gr.read(data).notices]


def check(data: bytes, trait: Trait, figure: str, edition: str) -> None:
    """A figure with a trait is read as it is seen, or not at all, and all others are as before."""
    plain = plain_figures(edition)
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


@pytest.mark.parametrize("edition", EDITIONS)
def test_figure_struck_whole_in_a_table_without_rules(edition: str) -> None:
    trait, figure = TRAITS["struck whole"], figures_of(edition)[0]
    unruled = frozenset({Wart.TABLE_UNRULED})
    check(with_trait(make_spec(SEED, edition), trait, figure, unruled), trait, figure, edition)


@pytest.mark.parametrize("quarters", [90, 180, 270])
@pytest.mark.parametrize("name", ["under a white square", "in a red frame"])
def test_annotation_over_a_figure_of_a_turned_page(name: str, quarters: int) -> None:
    trait, figure = TRAITS[name], figures_of("2014")[0]
    data = with_trait(make_spec(SEED, "2014"), trait, figure)
    check(turned(data, quarters), trait, figure, "2014")


#: Traits that are made of text, lines and areas alone.
OF_OFD = [
    name
    for name in TRAITS
    if "annotation" not in name
    and name not in {"not rendered", "clipped", "under a picture", "tight", "under a white square"}
    and not name.startswith(("turned", "text box", "in a red frame"))
]


@pytest.mark.parametrize("name", OF_OFD)
def test_figure_with_a_trait_in_ofd(name: str) -> None:
    trait, figure = TRAITS[name], figures_of("2014")[0]
    data = ofd_with_trait(make_spec(SEED, "2014"), trait, figure)
    check(data, trait, figure, "2014")


@pytest.mark.parametrize("edition", EDITIONS)
def test_text_in_a_layer_that_is_off(edition: str) -> None:
    figure = figures_of(edition)[0]
    data = with_trait(make_spec(SEED, edition), LAYERED, figure)
    report = gr.parse(with_layer(data, on=False))
    assert {_key(m): m.value for m in report.metrics} == plain_figures(edition)
    assert "text.unseen" in {notice.code for notice in report.notices}
    shown = {str(metric.value) for metric in gr.parse(with_layer(data, on=True)).metrics}
    assert f"99{figure}" in shown


@pytest.mark.parametrize("figure", figures_of("2014"))
def test_watermark_beside_a_figure_is_none_of_it(figure: str) -> None:
    spec, trait = make_spec(SEED, "2014"), TRAITS["tiled watermark"]
    plain = plain_figures("2014")
    report = gr.parse(with_trait(spec, trait, figure))
    assert {_key(m): m.value for m in report.metrics} == plain


def _key(metric: gr.Metric) -> tuple[str, frozenset[tuple[str, str]]]:
    return metric.id, frozenset((name, str(value)) for name, value in metric.dimensions.items())
