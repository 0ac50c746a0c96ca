"""How objects show themselves in a line, on a terminal, in a notebook: bounded, never raising."""

from __future__ import annotations

import io
import pickle

import attrs
import pytest
from rich.console import Console

import govreport as gr
from govreport.compare import Difference, Point
from govreport.document import Cell, Origin, Paragraph, Picture, Table
from govreport.model import Coverage, Level, Place
from govreport.shown import Shown, late
from support.contents import text_part
from support.sample_reports import report_2014, report_2021, report_empty, report_hostile

LONG = "第\x1b[31m一\n行\u202e" * 20_000
HERE = Origin(block=0, row=1, column=2, raw=LONG)
BIG = Table(
    n_rows=500,
    n_columns=40,
    cells=tuple(Cell(row=r, column=c, text=LONG[:99]) for r in range(500) for c in range(40)),
)
PART = gr.TablePart(table=BIG, block=1)
CODES = [f"x.{n}" for n in range(50)]
METRIC = report_2014().metrics[1]
HUGE = attrs.evolve(
    report_2021(),
    title=LONG,
    annexes=(gr.Annex(title=LONG, content=(gr.TablePart(table=BIG, block=1),) * 9, origin=HERE),)
    * 99,
    sections=tuple(gr.Section(title=LONG, origin=HERE) for _ in range(999)),
    findings=report_2014().findings * 999,
    notices=tuple(gr.Notice(code=c, message=LONG, message_en=LONG) for c in CODES),
    quantities=(gr.Quantity(value=1, origin=HERE),) * 9999,
    metrics=gr.Metrics((attrs.evolve(METRIC, label=LONG, label_raw=LONG, origin=HERE),) * 9999),
)
PLACE = Place(code="330211", name="镇海区", level=Level.COUNTY, id="330211")
DOCUMENT = gr.Document(
    format="docx", blocks=(Paragraph(text=LONG), BIG, Picture(name=LONG)) * 500, pages=3
)
POINT = Point(year=2018, value=3, state=None, unit="件", relation="near", metrics=(METRIC,) * 99)

#: An object of every public kind, small and monstrous.
OBJECTS: dict[str, object] = {
    "report": report_2014(),
    "report of 2021": report_2021(),
    "empty report": report_empty(),
    "hostile report": report_hostile(),
    "huge report": HUGE,
    **{f"huge {name}": getattr(HUGE, name) for name in ("metrics", "findings", "quantities")},
    **{f"many {name}": getattr(HUGE, name) for name in ("sections", "annexes", "notices", "front")},
    "annex": HUGE.annexes[0],
    "section": attrs.evolve(HUGE.sections[0], content=(text_part(LONG), *HUGE.annexes[0].content)),
    "finding": HUGE.findings[0],
    "quantity": HUGE.quantities[0],
    "metric": HUGE.metrics[0],
    "issuer": gr.Issuer(LONG, place=PLACE),
    "no issuer": gr.Issuer(),
    "name": gr.Name(LONG, "title"),
    "place": PLACE,
    "source": gr.Source(path=LONG, sha256="", size=1, format="pdf", metadata={"a": LONG}),
    "evidence": gr.Evidence(HERE),
    "origin": HERE,
    "coverage": Coverage(counts={"figure": 3}, unaccounted=(HERE,) * 1000, lost=(HERE,) * 1000),
    "empty coverage": Coverage(),
    "document": DOCUMENT,
    "paragraph": DOCUMENT.blocks[0],
    "table": BIG,
    "cell": BIG.cells[0],
    "picture": DOCUMENT.blocks[2],
    "link": gr.Link(text=LONG, target=LONG),
    "point": POINT,
    "no point": attrs.evolve(POINT, value=None, state=gr.State.BLANK, year=None),
    "difference": Difference(id="a", label=LONG, before=METRIC, after=None),
    "failure": gr.Failure(LONG, "internal", LONG),
    "error": gr.CorruptDocument(LONG, path=LONG, hint=LONG),
    "text": text_part(LONG),
    "table part": gr.TablePart(table=BIG, block=1),
    "concepts": gr.concepts(),
    "forms": gr.forms(),
    "form": gr.forms()["2021"],
    "several": gr.diff(report_2014(), report_2014()),
}


def shown(value: object) -> str:
    file = io.StringIO()
    Console(file=file, width=80).print(value)
    return file.getvalue()


@pytest.mark.parametrize("value", OBJECTS.values(), ids=OBJECTS)
def test_every_object_shows_itself_within_bounds(value: object) -> None:
    assert isinstance(value, Shown)
    line = repr(value)
    assert len(line) <= 500
    assert line.isprintable()
    view = shown(value)
    assert view.count("\n") <= 80, view
    assert "\x1b" not in view
    assert "\u202e" not in view
    assert len(shown([value])) <= 1200
    html = value._repr_html_()
    assert len(html) <= 150_000
    assert "\x1b" not in html
    assert "<style" not in html


@pytest.mark.parametrize(
    ("value", "line"),
    [
        (report_empty().findings, "Several()"),
        (report_2014().issuer, "Issuer('青澜市云浦区科技局')"),
        (PLACE, "Place(330211 镇海区)"),
        (Coverage(counts={"figure": 3, "date": 0}), "Coverage(3 numbers: 3 figure)"),
        (Coverage(), "Coverage(0 numbers)"),
        (POINT, "Point(2018: 3 件, near)"),
        (gr.Issuer(), "Issuer(None)"),
        (gr.Link(text="附件", target="a.xls"), "Link('附件', 'a.xls')"),
        (Origin(block=3, row=0, column=2, raw="7"), "Origin(block=3, row=0, column=2, raw='7')"),
        (
            Table(n_rows=1, n_columns=2, cells=(Cell(row=0, column=0, text="件数"),)),
            "Table(1 × 2: '件数')",
        ),
        (
            gr.CorruptDocument("cut off", path="a.docx", hint="fetch it again"),
            "CorruptDocument([input.corrupt] a.docx: cut off (fetch it again))",
        ),
    ],
)
def test_a_line_says_what_it_is(value: object, line: str) -> None:
    assert repr(value) == line


def test_several_are_a_tuple_whatever_they_show() -> None:
    findings = report_2014().findings
    assert findings == tuple(findings)
    assert pickle.loads(pickle.dumps(findings)) == findings
    assert repr(findings).startswith("Several(2: Finding(error ")
    assert repr(HUGE.quantities).endswith("… 9996 more)")


def test_an_object_half_made_still_shows_itself() -> None:
    made = gr.Report.__new__(gr.Report)
    assert repr(made) == "<Report>"


def test_a_report_on_a_terminal_is_a_screen_and_its_notices_are_one_line() -> None:
    view = shown(report_2014()).splitlines()
    assert len(view) <= 30
    assert view[-1] == "读取时注意到 1 处：批注已略去，1 处"
    assert not any(line.lstrip().startswith("读取 ") for line in view)
    assert next(line for line in view if "个数" in line).split() == [
        "政府信息公开情况统计表",
        "36",
        "个数",
    ]


def test_a_notebook_shows_notices_in_a_line_and_marks_wordings_at_the_label() -> None:
    html = report_2014()._repr_html_()
    assert html.count("读取时注意到 1 处") == 1
    assert "≈" not in html
    assert "* 已知的其他写法" in html


def test_concepts_are_listed_with_their_names() -> None:
    view = shown(gr.concepts("ogi"))
    assert "applications.refused " in view
    assert "不予公开" in view
    assert "<td" in gr.concepts("ogi")._repr_html_()


def test_an_id_is_never_cut_short() -> None:
    wide = io.StringIO()
    Console(file=wide, width=200).print(report_2021().metrics)
    assert "applications.received[applicant=natural_person] " in wide.getvalue()


def test_views_in_a_notebook_are_found_by_name() -> None:
    assert late("export.html.notebook.fragment")(PLACE) == "<code>Place(330211 镇海区)</code>"
