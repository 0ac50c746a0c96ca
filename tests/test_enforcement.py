"""行政执法统计年报: the second kind of report, by data files alone.

Every figure of every province's form in every format, what the text says of them, and what does not
add up.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Mapping

import attrs
import pytest
from msgspec.structs import replace

import govreport as gr
from fixtures.enforcement import compose_enforcement, make_enforcement
from fixtures.libreoffice import converted
from fixtures.manuscript import Manuscript
from fixtures.write_docx import render_docx
from fixtures.write_html import render_html
from fixtures.write_pdf import render_pdf
from fixtures.write_text import Layout, render_text
from fixtures.write_xlsx import render_xlsx
from govreport.forms.catalogue import edition, editions
from govreport.forms.concepts import concepts
from govreport.kinds import kind

KIND = kind("enforcement")
EDITIONS = tuple(form.id for form in editions(KIND))
WRITERS: Mapping[str, Callable[[Manuscript], bytes]] = {
    "docx": render_docx,
    "pdf": render_pdf,
    "html": render_html,
    "xlsx": render_xlsx,
    "txt": lambda manuscript: render_text(manuscript, Layout.TABS),
}
#: Findings that say that something was not read, or not surely.
UNSURE = ("row.", "column.", "cell.", "table.", "unit.", "metric.", "digits.", "structure.")


def manuscript(form: str) -> Manuscript:
    return compose_enforcement(make_enforcement(1, form))


@functools.cache
def data(form: str, format: str) -> bytes:
    if format != "xls":
        return WRITERS[format](manuscript(form))
    books = {f"{each}.xlsx": data(each, "xlsx") for each in EDITIONS}
    return converted(books, "xls")[f"{form}.xlsx"]


@functools.cache
def report(form: str, format: str) -> gr.Report:
    return gr.parse(data(form, format))


ALL = pytest.mark.parametrize(("form", "format"), [*itertools.product(EDITIONS, (*WRITERS, "xls"))])


@ALL
def test_every_figure_is_read(form: str, format: str) -> None:
    want = {(f.id, f.dims): (f.value, f.unit) for f in manuscript(form).facts()}
    read = [metric for metric in report(form, format).metrics if metric.edition]
    assert {(m.id, tuple(m.dimensions.items())): (m.value, m.unit) for m in read} == want
    assert len(read) == len(want)


@ALL
def test_the_report_is_told_apart_and_whole(form: str, format: str) -> None:
    found, spec = report(form, format), make_enforcement(1, form)
    assert (found.kind, found.year, found.issuer.name) == ("enforcement", spec.year, spec.organ)
    assert found.title == f"{spec.year}年度{spec.organ}行政执法统计年报"
    assert [s.title for s in found.sections] == ["2024年度行政执法数据表", "行政执法总体情况"]
    assert [s.title[:4] for s in found.section("2").children] == [
        "行政处罚",
        "行政许可",
        "行政强制",
    ]
    assert found.issued is not None
    assert [f.code for f in found.findings if f.code.startswith(UNSURE)] == []
    assert [f for f in found.findings if f.severity is gr.Severity.ERROR] == []


@ALL
def test_the_text_names_the_figures(form: str, format: str) -> None:
    spec = make_enforcement(1, form)
    said = {q.concept: q.value for q in report(form, format).quantities if q.concept}
    assert said == {id: spec.figures[id, ()] for id in said}
    assert said.keys() == {
        *("penalties.total", "penalties.amount", "penalties.licences_revoked"),
        *("permits.applications", "permits.accepted", "permits.granted", "permits.refused"),
        *("coercion.total", "coercion.court_execution"),
    }


@pytest.mark.parametrize("form", EDITIONS)
def test_the_form_is_that_of_the_province(form: str) -> None:
    assert report(form, "docx").edition == form


@pytest.mark.parametrize("form", EDITIONS)
@pytest.mark.parametrize("total", ["penalties.total", "coercion.total"])
def test_totals_are_added_up(form: str, total: str) -> None:
    spec = make_enforcement(1, form)
    wrong = spec.figures | {(total, ()): (spec.figures[total, ()] or 0) + 1}
    text = compose_enforcement(attrs.evolve(spec, figures=wrong))
    codes = {f.code for f in gr.parse(render_html(text)).findings if total in f.metrics}
    assert "arithmetic.sum" in codes


def test_more_permits_accepted_than_asked_for() -> None:
    spec = make_enforcement(1, "zhejiang")
    wrong = spec.figures | {("permits.accepted", ()): 99_999}
    found = gr.parse(render_html(compose_enforcement(attrs.evolve(spec, figures=wrong))))
    assert "arithmetic.part" in {f.code for f in found.findings}


@pytest.mark.parametrize("off", [0, 1])
def test_a_column_that_a_place_does_not_have_is_no_part_of_the_sum(off: int) -> None:
    spec, gone = make_enforcement(1, "zhejiang"), "penalties.restrictions"
    first, *others = spec.form.tables
    table = replace(first, columns=tuple(c for c in first.columns if c.id != gone))
    figures = {key: value for key, value in spec.figures.items() if key[0] != gone}
    total = ("penalties.total", ())
    figures[total] = (figures[total] or 0) - (spec.figures[gone, ()] or 0) + off
    form = replace(spec.form, tables=(table, *others))
    found = gr.parse(
        render_html(compose_enforcement(attrs.evolve(spec, form=form, figures=figures)))
    )
    assert found.metrics.get(gone) is None
    assert found.metrics["penalties.total"].value == figures[total]
    assert ("arithmetic.sum" in {f.code for f in found.findings}) is bool(off)


def test_departments_are_a_dimension_and_add_up() -> None:
    found, spec = report("shandong", "docx"), make_enforcement(1, "shandong")
    key = ("penalties.total", (("department", "区公安局"),))
    assert found.metrics.get(key[0], department="区公安局") is not None
    wrong = spec.figures | {key: (spec.figures[key] or 0) + 5}
    text = compose_enforcement(attrs.evolve(spec, figures=wrong))
    sums = [f for f in gr.parse(render_html(text)).findings if f.code == "arithmetic.sum"]
    assert {"penalties.total"} <= {id for finding in sums for id in finding.metrics}
    assert len(sums) == 2


@pytest.mark.parametrize(
    "title",
    [
        "2024年度云浦区水务局行政执法统计年报",
        "云浦区水务局2022年度行政执法总体情况",
        "云浦区水务局2021年行政执法数据",
        "云浦区水务局2023年度行政执法情况统计表",
    ],
)
def test_titles(title: str) -> None:
    page = (
        data("zhejiang", "html").decode().replace(manuscript("zhejiang").metadata["title"], title)
    )
    found = gr.parse(page.encode())
    assert (found.kind, found.title, found.issuer.names[0].text) == (
        "enforcement",
        title,
        "云浦区水务局",
    )


def test_a_report_without_a_title_is_told_by_its_tables() -> None:
    tables = compose_enforcement(make_enforcement(1, "zhejiang")).grids()
    found = gr.parse(render_text(Manuscript(items=tables), Layout.TABS))
    assert (found.kind, found.title) == ("enforcement", None)


def test_the_kind_may_be_given() -> None:
    assert gr.parse(data("zhejiang", "html"), kind="enforcement").kind == "enforcement"
    assert gr.parse(data("zhejiang", "html"), kind="ogi").metrics.items == ()
    with pytest.raises(KeyError):
        gr.parse(data("zhejiang", "html"), kind="no.such")


def test_json_frames_and_series_know_the_kind() -> None:
    found = report("zhejiang", "docx")
    assert gr.Report.from_json(found.to_json()) == found
    assert set(found.to_frame("metrics")["report_kind"]) == {"enforcement"}
    (point,) = gr.series([found], "penalties.total")
    assert point.value == make_enforcement(1, "zhejiang").figures["penalties.total", ()]


def test_reports_of_two_kinds_are_not_compared() -> None:
    one = report("zhejiang", "docx")
    with pytest.raises(ValueError, match="several kinds"):
        gr.diff(one, attrs.evolve(one, kind="ogi"))


def test_what_the_provinces_have_in_common() -> None:
    assert all(concept.link(form) for concept in concepts(KIND) for form in EDITIONS)
    assert edition("datong", KIND).identities


def test_the_kind_is_data_alone() -> None:
    names = {entry.name for entry in KIND.folder.iterdir()} - {"__pycache__"}
    assert {"kind.toml", "editions"} < names
    assert all(name == "editions" or name.endswith(".toml") for name in names)
