"""Charts: what misleads is not drawn, and what is drawn says where it comes from."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from lxml import etree

from fixtures import make_spec, write_docx
from fixtures.series import scaled
from govreport.compare import Point, Series, series
from govreport.errors import ToolUnavailable
from govreport.export.plots import picture
from govreport.export.plots.chart import LineChart, Mark, ticks
from govreport.export.plots.of import comparison_chart, heatmap_chart, series_chart
from govreport.export.plots.svg import standalone, to_svg
from govreport.pipeline import parse
from support.stores import at, store_of

KE, SHUI = "青澜市云浦区科技局", "青澜市云浦区水务局"
PNG = b"\x89PNG"


def report(organ: str, year: int, seed: int = 1, divisor: int = 1):  # type: ignore[no-untyped-def]
    edition = "2014" if year < 2019 else "2019" if year < 2021 else "2021"
    made = make_spec(seed, edition, year=year, organ=organ, organ_short=organ[-3:])
    parsed = parse(write_docx(scaled(made, divisor)))
    return at(parsed, f"{year}/{organ}.docx")


@pytest.fixture(scope="module")
def refused() -> Series:
    years = (2017, 2018, 2019, 2021)
    return series(
        [report(KE, year, seed) for seed, year in enumerate(years)], "applications.refused"
    )


def points(*said: tuple[int, int | None, str]) -> Series:
    made = (
        Point(year=year, value=value, state=None, unit=unit, relation="exact", metrics=())
        for year, value, unit in said
    )
    return Series(made, id="x", label="某数")


def drawn(chart: LineChart) -> etree._Element:
    return etree.fromstring(standalone(chart).encode())


def of_class(svg: etree._Element, name: str) -> list[etree._Element]:
    return [node for node in svg.iter() if name in (node.get("class") or "").split()]


# --- what a chart is ---


def test_a_line_is_broken_by_a_year_that_is_missing(refused: Series) -> None:
    chart = series_chart(refused)
    assert [[mark.year for mark in piece] for piece in chart.pieces()] == [
        [2017, 2018, 2019],
        [2021],
    ]
    assert list(chart.years()) == [2017, 2018, 2019, 2020, 2021]


def test_where_the_form_changed_is_told(refused: Series) -> None:
    assert series_chart(refused).breaks() == [(2018.5, "2019"), (2020.0, "2021")]


def test_a_point_says_its_relation_its_raw_text_and_its_source(refused: Series) -> None:
    marks = series_chart(refused).marks
    assert [mark.relation for mark in marks] == ["exact", "exact", "sum", "sum"]
    for mark, point in zip(marks, refused, strict=True):
        assert mark.note.splitlines()[0] == f"{point.year}: {point.value:,} 件"
        assert "原文：" in mark.note
        assert mark.note.endswith(point.path)


def test_figures_in_another_unit_are_not_drawn_beside_the_others() -> None:
    chart = series_chart(points((2019, 3, "万元"), (2020, 30000, "元"), (2021, 4, "万元")))
    assert chart.unit == "万元"
    assert [mark.value for mark in chart.marks] == [3, None, 4]
    assert "30,000 元" in chart.marks[1].note


def test_a_report_without_the_figure_is_no_zero() -> None:
    chart = series_chart(points((2019, 3, "件"), (2020, None, "件"), (2021, 0, "件")))
    svg = drawn(chart)
    assert len(of_class(svg, "gap")) == 1
    assert len(of_class(svg, "mark")) == 2
    assert not of_class(svg, "line")


@pytest.mark.parametrize(
    ("top", "found"),
    [
        (0, [0, 1]),
        (1, [0, 0.25, 0.5, 0.75, 1.0]),
        (7, [0, 2, 4, 6, 8]),
        (87, [0, 25, 50, 75, 100]),
        (100, [0, 25, 50, 75, 100]),
        (1e9, [0, 250_000_000, 500_000_000, 750_000_000, 1_000_000_000]),
    ],
)
def test_axes_have_round_numbers(top: float, found: list[float]) -> None:
    assert ticks(top) == found


# --- SVG ---


def test_svg_marks_breaks_and_relations(refused: Series) -> None:
    svg = drawn(series_chart(refused))
    assert [node.text for node in of_class(svg, "edition")] == ["2019", "2021"]
    assert len(of_class(svg, "exact")) == 2
    assert len(of_class(svg, "sum")) == 2
    assert len(of_class(svg, "loose")) == 1, "2018 to 2019 crosses two forms"
    assert len(of_class(svg, "line")) == 2


def test_svg_loads_nothing_and_shows_names_as_text() -> None:
    bad = LineChart(
        title="<script>&", unit="件", marks=[Mark(year=2019, value=1, note='"><b>', href="a?b&c")]
    )
    text = standalone(bad)
    assert etree.fromstring(text.encode()).tag.endswith("svg")
    assert "<script" not in text
    assert not re.search(r"url\(|@import|https?:(?!//www\.w3\.org/2000/svg)", text)


def test_nothing_to_draw_is_an_empty_chart() -> None:
    assert of_class(etree.fromstring(to_svg(series_chart(points()))), "mark") == []


# --- of a store ---


def stored(folder: Path):  # type: ignore[no-untyped-def]
    reports = [report(KE, 2021), report(KE, 2022, 2), report(SHUI, 2022, 3, 7)]
    return store_of(folder, reports)


def test_a_store_compares_and_maps(tmp_path: Path) -> None:
    tables = stored(tmp_path)
    compared = tables.compare("applications.received", year=2022)
    bars = comparison_chart(compared)
    assert [(bar.name, bar.value) for bar in bars.bars] == [
        (standing.organ.name, standing.point.value) for standing in compared
    ]
    heat = heatmap_chart(tables.heatmap("applications.received"))
    by_name = dict(zip(heat.names, heat.rows, strict=True))
    assert heat.years == (2021, 2022)
    assert by_name[SHUI][0] is None
    assert None not in by_name[KE]
    for shown in (compared, tables.heatmap("applications.received")):
        figure = shown.plot()
        assert figure.layout.title.text.endswith("（件）")
        assert shown.plot(tmp_path / "图.svg").read_text("utf-8").count("云浦区") >= 2


# --- plotly ---


def test_plotly_draws_breaks_gaps_and_relations(refused: Series) -> None:
    figure = refused.plot()
    assert [shape.x0 for shape in figure.layout.shapes] == [2018.5, 2020.0]
    assert [note.text for note in figure.layout.annotations] == ["2019年版", "2021年版"]
    markers = {trace.name: list(trace.x) for trace in figure.data if trace.mode == "markers"}
    assert markers == {"含义相同": [2017, 2018], "几项之和": [2019, 2021]}
    lines = [list(trace.x) for trace in figure.data if trace.mode == "lines"]
    assert lines == [[2017, 2018, None], [2018, 2019, None]]
    hover = [text for trace in figure.data if trace.mode == "markers" for text in trace.text]
    assert all("原文：" in text and ".docx" in text for text in hover)


def test_what_is_told_at_a_point_is_text() -> None:
    [point] = points((2019, 1, "件"))
    from attrs import evolve

    made = Series([evolve(point, path="<img src=x>")], id="x", label="某数")
    texts = [text for trace in made.plot().data if trace.mode == "markers" for text in trace.text]
    assert texts == ["2019: 1 件<br>&lt;img src=x&gt;"]


def test_the_script_of_plotly_comes_with_the_page(refused: Series) -> None:
    text = refused.plot().to_html()
    assert not re.search(r"<(?:script|link)[^>]*(?:src|href)=", text)


def test_without_plotly_the_command_that_helps_is_named(
    refused: Series, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "plotly.graph_objects", None)
    with pytest.raises(ImportError, match=r"pip install 'plotly>=6'"):
        refused.plot()


# --- pictures ---


def without(monkeypatch: pytest.MonkeyPatch, names: Iterable[str]) -> None:
    find = importlib.util.find_spec
    gone = set(names)
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: None if name in gone else find(name)
    )


@pytest.mark.office  # it needs a font of the system
def test_matplotlib_draws_with_a_font_that_has_the_characters(
    refused: Series, tmp_path: Path
) -> None:
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("error")  # a character that is missing is a warning
        path = refused.plot(tmp_path / "图.png")
    assert path.read_bytes().startswith(PNG)


def test_without_such_a_font_nothing_is_drawn(
    refused: Series, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(picture, "FONTS", ("No Such Font",))
    with pytest.raises(ToolUnavailable, match="no font with Chinese characters") as caught:
        refused.plot(tmp_path / "图.png")
    assert "fonts-noto-cjk" in caught.value.hint
    assert not (tmp_path / "图.png").exists()


def test_without_a_library_that_draws_the_hint_names_one(
    refused: Series, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without(monkeypatch, ("matplotlib", "kaleido"))
    with pytest.raises(ToolUnavailable) as caught:
        refused.plot(tmp_path / "图.png")
    assert caught.value.hint == "pip install matplotlib; or write .svg, which needs nothing"


def test_other_endings_are_refused(refused: Series, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"a picture ends in \.svg, \.png or \.pdf"):
        refused.plot(tmp_path / "图.docx")
