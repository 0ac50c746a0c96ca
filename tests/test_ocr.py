"""Scans: what is read from pictures, and how sure it is."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from attrs import evolve
from PIL import Image

import govreport as gr
from fixtures import expected, make_spec, write_docx, write_pdf
from govreport import Certainty, State, pipeline
from govreport.document import Cell, Document, Doubt, Table
from govreport.forms.scanned import respelt
from govreport.kinds import kind
from support.command import run
from support.scans import scan

SEED, EDITION = 3, "2019"
Key = tuple[str, frozenset[tuple[str, str]]]
Read = Callable[[Document], gr.Report]


def figures(report: gr.Report) -> dict[Key, gr.Metric]:
    """The figures of the tables."""
    return {
        (m.id, frozenset(m.dimensions.items())): m for m in report.metrics if m.edition is not None
    }


def true_figures() -> dict[Key, object]:
    facts = expected(make_spec(SEED, EDITION)).metrics
    return {(fact.id, frozenset(fact.dims)): fact.value for fact in facts}


def pictured(pages: list[Image.Image], format: str) -> bytes:
    """Pages as one file of pictures."""
    out = io.BytesIO()
    options = {"resolution": 200} if format == "PDF" else {"dpi": (200, 200)}
    pages[0].save(out, format, save_all=True, append_images=pages[1:], **options)
    return out.getvalue()


@pytest.fixture(scope="module")
def scanned() -> list[Image.Image]:
    """A report, printed and scanned."""
    return [
        Image.fromarray(page)
        for page in scan(write_pdf(make_spec(SEED, EDITION)), "gray JPEG").pages
    ]


def test_scan_in_a_pdf(scanned: list[Image.Image]) -> None:
    report = gr.parse(pictured(scanned, "PDF"))
    facts = expected(make_spec(SEED, EDITION))
    assert (report.title, report.issued) == (facts.title, facts.issued)
    found = figures(report)
    true = true_figures()
    read = {key: metric.value for key, metric in found.items() if metric.value is not None}
    assert found.keys() == true.keys()
    assert read.items() <= true.items()
    assert len(read) >= 0.97 * len(true)
    sure = {metric.certainty for metric in found.values()}
    assert sure == {Certainty.OCR, Certainty.OCR_CONFIRMED}
    changes = [m for m in found.values() if m.id.endswith(".change")]
    assert {m.certainty for m in changes} == {Certainty.OCR}
    told = report.evidence["issued"]
    assert told.certainty is Certainty.OCR
    assert {s.certainty for s in report.sections} == {Certainty.OCR}
    [left] = [f for f in report.findings if f.code == "ocr.unconfirmed"]
    unsure = [m for m in report.metrics if m.certainty is Certainty.OCR and m.value is not None]
    assert str(len(unsure)) in left.message
    assert not [f for f in report.findings if f.severity == "error"]


def test_page_that_lies_on_its_side(scanned: list[Image.Image]) -> None:
    turned = scanned[1].transpose(Image.Transpose.ROTATE_90)
    data = io.BytesIO()
    turned.save(data, "PNG", dpi=(200, 200))
    texts = gr.read(data.getvalue()).text
    assert "三、收到和处理政府信息公开申请情况" in texts


def test_pictures_are_read_where_that_is_asked_for(scanned: list[Image.Image]) -> None:
    data = pictured(scanned[:1], "TIFF")
    with pytest.raises(gr.UnsupportedFormat, match="--ocr auto"):
        gr.parse(data, ocr="never")
    assert "一、总体情况" in gr.read(data).text


def test_hint_names_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("govreport.ocr.importlib.util.find_spec", lambda name: None)
    page = Image.new("L", (600, 800), 255)
    for data, ocr in ((pictured([page], "TIFF"), "auto"), (pictured([page], "PDF"), "always")):
        with pytest.raises(gr.UnsupportedFormat) as caught:
            gr.parse(data, ocr=ocr)  # type: ignore[arg-type]
        assert "pip install 'rapidocr>=3.9' 'onnxruntime>=1.17'" in str(caught.value)


def test_command_takes_scans_or_leaves_them(tmp_path: Path) -> None:
    path = tmp_path / "扫描.tif"
    path.write_bytes(pictured([Image.new("L", (600, 800), 255)], "TIFF"))
    result = run("parse", "--ocr", "never", str(path))
    assert result.exit_code == 3
    assert "图片（扫描件：用 govreport parse --ocr auto" in result.stderr


def test_hidden_text_of_a_searchable_scan_is_somebodys_ocr() -> None:
    pdf = write_pdf(make_spec(SEED, EDITION))
    pages = [Image.fromarray(page) for page in scan(pdf, "gray JPEG").pages]
    out = io.BytesIO()
    with (
        pikepdf.open(io.BytesIO(pdf)) as text,
        pikepdf.open(io.BytesIO(pictured(pages, "PDF"))) as picture,
    ):
        for below, over in zip(text.pages, picture.pages, strict=True):
            below.add_overlay(over, pikepdf.Rectangle(below.mediabox))
        text.save(out)
    report = gr.parse(out.getvalue())
    found, true = figures(report), true_figures()
    assert {k: m.value for k, m in found.items() if m.value is not None}.items() <= true.items()
    known = [metric for metric in found.values() if metric.value is not None]
    assert {metric.certainty for metric in known} == {Certainty.OCR_CONFIRMED}
    assert len(known) > 150
    assert found.keys() == true.keys()


# --- how sure it is, without reading any picture ---


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> Read:
    """Parse a document as if it had been read from a file."""

    def parsed(document: Document) -> gr.Report:
        monkeypatch.setattr(pipeline, "read_document", lambda *_: document)
        return gr.parse("一份报告".encode())

    return parsed


def as_scanned(
    doubt: Callable[[Cell], Doubt] = lambda cell: Doubt.SCANNED,
    text: Callable[[Cell], str] = lambda cell: cell.text,
) -> Document:
    """A report whose tables were read from pictures: how surely, and what was read."""
    document = gr.read(write_docx(make_spec(SEED, EDITION)))
    blocks = [
        evolve(
            block,
            cells=tuple(evolve(c, doubt=doubt(c), text=text(c)) for c in block.cells),
        )
        if isinstance(block, Table)
        else block
        for block in document.blocks
    ]
    return evolve(document, blocks=tuple(blocks))


def one(report: gr.Report, id: str, **dimensions: str) -> gr.Metric:
    return figures(report)[id, frozenset(dimensions.items())]


RECEIVED = "applications.received"
PERSON = {"applicant": "natural_person"}


def test_figure_that_an_identity_confirms(read: Read) -> None:
    value = true_figures()[RECEIVED, frozenset(PERSON.items())]
    misread = as_scanned(lambda c: Doubt.MISREAD if c.text == str(value) else Doubt.SCANNED)
    metric = one(read(misread), RECEIVED, **PERSON)
    assert (metric.value, metric.certainty) == (value, Certainty.OCR_CONFIRMED)


def test_figure_that_breaks_an_identity(read: Read) -> None:
    value = str(true_figures()[RECEIVED, frozenset(PERSON.items())])
    wrong = value[:-1] + str((int(value[-1]) + 1) % 10)
    report = read(
        as_scanned(
            lambda c: Doubt.MISREAD if c.text == value else Doubt.SCANNED,
            lambda c: wrong if c.text == value else c.text,
        )
    )
    metric = one(report, RECEIVED, **PERSON)
    assert (metric.value, metric.state) == (None, State.UNREADABLE)
    assert metric.origin.raw == wrong
    assert "cell.unreadable" in {finding.code for finding in report.findings}
    # What stands beside it in that identity has no witness any more.
    total = one(report, RECEIVED)
    assert total.certainty is not Certainty.OCR_CONFIRMED


def test_figure_that_no_identity_judges(read: Read) -> None:
    value = str(true_figures()["rules.issued", frozenset()])
    sure = one(read(as_scanned()), "rules.issued")
    assert (str(sure.value), sure.certainty) == (value, Certainty.OCR)
    unsure = read(as_scanned(lambda c: Doubt.MISREAD if c.text == value else Doubt.SCANNED))
    assert one(unsure, "rules.issued").state is State.UNREADABLE


def test_table_of_which_too_much_is_unsure(read: Read) -> None:
    report = read(as_scanned(lambda cell: Doubt.UNTOLD))
    known = [m for m in figures(report).values() if m.value is not None]
    assert {metric.certainty for metric in known} == {Certainty.OCR_CONFIRMED}
    assert one(report, "rules.issued").state is State.UNREADABLE


def test_blank_of_a_scan_is_not_exact(read: Read) -> None:
    value = str(true_figures()["rules.issued", frozenset()])
    report = read(as_scanned(text=lambda cell: "" if cell.text == value else cell.text))
    metric = one(report, "rules.issued")
    assert (metric.value, metric.state, metric.certainty) == (None, State.BLANK, Certainty.OCR)


def test_identity_of_which_two_figures_are_unsure_confirms_none(read: Read) -> None:
    report = read(as_scanned(lambda cell: Doubt.MISREAD))
    assert {m.state for m in figures(report).values() if m.value is None} == {State.UNREADABLE}
    assert not [m for m in figures(report).values() if m.value is not None]


@pytest.mark.parametrize(
    "text", ["一", "——", "六十一", "6l", "61件左右", "½", "1,23", "4.000", "4.314"]
)
def test_what_is_no_figure_in_a_scan(read: Read, text: str) -> None:
    value = str(true_figures()["rules.issued", frozenset()])
    report = read(as_scanned(text=lambda cell: text if cell.text == value else cell.text))
    assert one(report, "rules.issued").state is State.UNREADABLE


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("2.重复中请", "重复申请"),
        ("(三)不ア公开", "不予公开"),
        ("第：十条第（六）项", "第二十条第（六）项"),
        ("第二十条第（）项", None),
        ("结果维持", None),
        ("中小学校教职工", None),
    ],
)
def test_misread_labels(said: str, meant: str | None) -> None:
    cell = Cell(row=0, column=0, text=said, doubt=Doubt.MISREAD)
    [read] = respelt(Table(n_rows=1, n_columns=1, cells=(cell,)), kind("ogi")).cells
    assert meant in read.text if meant else read.text == said


def test_ink_of_which_nothing_could_be_made_is_no_blank(monkeypatch: pytest.MonkeyPatch) -> None:
    from govreport.ocr.engine import Reading
    from govreport.readers.pdf.scanned import page

    monkeypatch.setattr(page, "read_lines", lambda lines: [Reading(()) for _ in lines])
    place = page._Place(10, 10, 40, 30, in_cell=True)
    outside = place._replace(in_cell=False)
    picture = np.zeros((20, 30), np.uint8)
    layout = page._Layout([place, outside], [picture, picture], [])
    [char] = page._chars(layout, 2.0)
    assert (char.text, char.look.doubt) == ("?", Doubt.MISREAD)
