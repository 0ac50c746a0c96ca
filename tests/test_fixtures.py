"""The reports that the other tests read: true to the forms, and the same on every machine."""

from __future__ import annotations

import io
import re
from collections import Counter

import docx
import pypdfium2
import pytest

from fixtures import (
    ABOUT,
    ENCODINGS,
    Layout,
    Site,
    Wart,
    applies,
    compatible,
    compose,
    expected,
    make_spec,
    random_mixture,
    write_docx,
    write_html,
    write_pdf,
    write_text,
)
from fixtures.figures import Dims
from fixtures.spec import ReportSpec
from govreport.forms.catalogue import Identity
from govreport.model import State
from support.ogi import EDITIONS

FORMATS = ("docx", "text", "html", "pdf")


def sides(spec: ReportSpec, identity: Identity, dims: Dims) -> tuple[float, float]:
    left, right = (
        sum(spec.figures[id, dims] or 0 for id in ids) for ids in (identity.left, identity.right)
    )
    return float(left), float(right)


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("seed", range(5))
def test_figures_keep_every_identity(seed: int, edition: str) -> None:
    spec = make_spec(seed, edition)
    for identity in spec.form.identities:
        for dims in {dims for id, dims in spec.figures if id == identity.left[0]}:
            left, right = sides(spec, identity, dims)
            assert left == right if identity.relation == "=" else left <= right


@pytest.mark.parametrize("edition", EDITIONS[1:])
def test_totals_are_sums_over_the_members(edition: str) -> None:
    figures = make_spec(3, edition).figures
    parts = [v or 0 for (id, dims), v in figures.items() if id == "applications.granted" and dims]
    assert len(parts) == 6
    assert figures["applications.granted", ()] == sum(parts)


@pytest.mark.parametrize("edition", EDITIONS)
def test_nearly_every_figure_differs(edition: str) -> None:
    counts = Counter(make_spec(1, edition).figures.values())
    assert sum(counts.values()) - len(counts) <= 3


def test_seeds_give_the_same_report_again_and_different_ones() -> None:
    assert make_spec(4, "2019") == make_spec(4, "2019")
    assert make_spec(4, "2019").figures != make_spec(5, "2019").figures


def test_overrides_reach_title_and_wording() -> None:
    spec = make_spec(1, "2021", year=2023)
    assert spec.year == 2023
    assert "2023年" in spec.preface[0]
    assert expected(spec).title.endswith("2023年政府信息公开工作年度报告")


@pytest.mark.parametrize("edition", EDITIONS)
def test_tables_state_every_figure(edition: str) -> None:
    spec = make_spec(2, edition)
    stated = {(f.id, f.dims): f.value for f in compose(spec).facts() if f.value is not None}
    assert stated == spec.figures


def test_groups_of_2014_are_not_applicable() -> None:
    facts = {fact.id: fact for fact in expected(make_spec(2, "2014")).metrics}
    group = facts["channels"]
    assert (group.value, group.state, group.unit) == (None, State.NOT_APPLICABLE, None)
    assert len(facts) == 64


def test_dash_is_expected_as_dash() -> None:
    spec = make_spec(2, "2021")
    want = expected(spec, frozenset({Wart.VALUE_DASH}))
    assert Counter(f.state for f in want.metrics)[State.DASH] == 4


@pytest.mark.parametrize("edition", EDITIONS)
def test_sections_of_an_edition(edition: str) -> None:
    sections = expected(make_spec(2, edition)).sections
    assert [s.number for s in sections] == [(n,) for n in range(1, 9 if edition == "2014" else 7)]
    assert [s.tables for s in sections] == ([0] * 8 if edition == "2014" else [0, 1, 1, 1, 0, 0])


@pytest.mark.parametrize("wart", Wart)
def test_every_wart_applies_somewhere_and_can_stand_alone(wart: Wart) -> None:
    assert any(applies(wart, edition, format) for edition in EDITIONS for format in FORMATS)
    assert compatible(frozenset({wart}))
    assert ABOUT[wart].note


@pytest.mark.parametrize(
    ("wart", "edition"), [(w, e) for w in Wart for e in EDITIONS if applies(w, e, "docx")]
)
def test_every_wart_changes_something(wart: Wart, edition: str) -> None:
    spec = make_spec(6, edition)
    assert write_docx(spec, frozenset({wart})) != write_docx(spec)


@pytest.mark.parametrize("edition", EDITIONS)
def test_mixtures_are_repeatable_and_compatible(edition: str) -> None:
    for seed in range(20):
        warts = random_mixture(seed, edition, "docx")
        assert warts == random_mixture(seed, edition, "docx")
        assert compatible(warts)
        assert expected(make_spec(seed, edition), warts).year


@pytest.mark.parametrize("edition", EDITIONS)
def test_word_files_open_elsewhere(edition: str) -> None:
    document = docx.Document(io.BytesIO(write_docx(make_spec(8, edition))))
    assert [len(table.columns) for table in document.tables] == (
        [3] if edition == "2014" else [4, 10, 15]
    )


def test_automatic_numbers_are_not_in_the_text() -> None:
    spec = make_spec(8, "2014")
    plain = docx.Document(io.BytesIO(write_docx(spec)))
    typed = docx.Document(io.BytesIO(write_docx(spec, frozenset({Wart.TYPED_NUMBERS}))))
    assert "概述" in [p.text for p in plain.paragraphs]
    assert "一、概述" in [p.text for p in typed.paragraphs]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("layout", Layout)
def test_text_holds_every_figure(layout: Layout, encoding: str) -> None:
    spec = make_spec(9, "2014")
    text = write_text(spec, layout, encoding=encoding).decode(encoding)
    for fact in expected(spec).metrics:
        assert fact.value is None or str(fact.value) in text


@pytest.mark.parametrize("site", Site)
def test_pages_hold_every_figure(site: Site) -> None:
    spec = make_spec(9, "2021")
    data = write_html(spec, site, frozenset({Wart.NO_SIGNATURE}))
    text = data.decode("gb18030" if site is Site.OLD else "utf-8")
    cells = set(re.split(r"<[^>]*>|\t|\n", text))
    assert {str(fact.value) for fact in expected(spec).metrics} <= cells
    assert (spec.issued.isoformat() in text) is site.dated


def pages(data: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(data)
    texts = [str(page.get_textpage().get_text_range()) for page in document]
    document.close()
    return texts


@pytest.mark.parametrize("edition", EDITIONS)
def test_pdf_text_can_be_extracted(edition: str) -> None:
    spec = make_spec(9, edition)
    texts = pages(write_pdf(spec))
    assert len(texts) >= 3
    assert [text.rstrip().endswith(f"- {n} -") for n, text in enumerate(texts, 1)].count(False) == 0
    words = {word for text in texts for word in text.split()}
    assert {str(f.value) for f in expected(spec).metrics if f.value is not None} <= words


def test_header_stands_on_each_page_where_asked_for() -> None:
    spec = make_spec(9, "2014")
    once, each = (
        sum("统计指标" in text for text in pages(write_pdf(spec, warts)))
        for warts in (frozenset[Wart](), frozenset({Wart.HEADER_ON_EACH_PAGE}))
    )
    assert once < each


@pytest.mark.parametrize(
    ("wart", "edition"), [(w, e) for w in Wart for e in EDITIONS if applies(w, e, "html")]
)
def test_every_wart_can_be_written_for_the_web(wart: Wart, edition: str) -> None:
    for site in (Site.OLD, Site.WORD):
        assert write_html(make_spec(6, edition), site, frozenset({wart}))
