"""Scans: what is read from pictures, and how sure it is."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pikepdf
import pytest
from attrs import evolve
from PIL import Image

import govreport as gr
from fixtures import expected, make_spec, write_docx, write_pdf
from govreport import Certainty, State, pipeline
from govreport.document import FROM_PICTURES, Box, Cell, Document, Doubt, Paragraph, Table
from govreport.forms.scanned import respelt
from govreport.kinds import kind
from govreport.ocr.aslant import facing
from govreport.ocr.engine import Glyph, Reading
from govreport.ocr.picture import evened, faint_ink_of, straightening, warped
from govreport.ocr.rulings import find_rulings
from govreport.readers.pdf.page.lines import Line, part_furniture
from govreport.readers.pdf.page.model import Edge
from govreport.readers.pdf.ruled.cells import find_grids
from govreport.readers.pdf.ruled.rulings import rulings_of
from govreport.readers.pdf.scanned import surely
from govreport.readers.pdf.scanned.places import lay_out
from govreport.readers.pdf.scanned.surely import Line as Picture
from govreport.readers.pdf.scanned.surely import read_surely
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


@pytest.fixture(scope="module")
def parsed(scanned: list[Image.Image]) -> gr.Report:
    """The scan as a PDF, read."""
    return gr.parse(pictured(scanned, "PDF"))


def test_scan_in_a_pdf(parsed: gr.Report) -> None:
    report = parsed
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


def test_page_that_lies_on_its_side(scanned: list[Image.Image], parsed: gr.Report) -> None:
    turned = scanned[1].transpose(Image.Transpose.ROTATE_90)
    data = io.BytesIO()
    turned.save(data, "PNG", dpi=(200, 200))
    document = gr.read(data.getvalue())
    assert "三、收到和处理政府信息公开申请情况" in document.text
    # What was read stands on the page as it lies: a point of the upright page at (x, y) is at
    # (y, width - x) then.
    width = scanned[1].width * 72 / 200
    tables = [block for block in document.blocks if isinstance(block, Table)]
    found = {cell.box: cell.text for table in tables for cell in table.cells if cell.text}
    upright = [m for m in parsed.metrics if m.origin.page == 2 and m.origin.row is not None]
    assert len(upright) > 100
    for metric in upright:
        box = metric.origin.box
        assert box is not None
        wanted = (box.top, width - box.x1, box.bottom, width - box.x0)
        texts = [text for each, text in found.items() if each and is_near(each, wanted)]
        assert [text.lstrip("-") for text in texts] == [metric.raw.lstrip("-")], metric


def is_near(box: Box, wanted: tuple[float, float, float, float]) -> bool:
    """Whether a box is that, up to three points."""
    sides = zip((box.x0, box.top, box.x1, box.bottom), wanted, strict=True)
    return all(abs(side - other) < 3 for side, other in sides)


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


def test_figure_that_identities_only_refute(read: Read) -> None:
    """Read surely and twice alike, and wrong: no identity bears it out, and no other figure of
    those that fail was unsure."""
    value = str(true_figures()["lawsuits.upheld", frozenset({("route", "direct")})])
    wrong = str(int(value) + 1)

    def misread(cell: Cell) -> str:
        return wrong if cell.text == value else cell.text

    elsewhere = str(true_figures()["reviews.upheld", frozenset()])

    def some(cell: Cell) -> Doubt:
        return Doubt.MISREAD if cell.text == elsewhere else Doubt.SCANNED

    shaky = one(read(as_scanned(some, misread)), "lawsuits.upheld", route="direct")
    assert (shaky.state, shaky.origin.raw) == (State.UNREADABLE, wrong)
    # A page of which all was read surely is believed: sums fail in reports, too.
    sound = one(read(as_scanned(text=misread)), "lawsuits.upheld", route="direct")
    assert (str(sound.value), sound.certainty) == (wrong, Certainty.OCR)


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


@pytest.mark.parametrize("doubt", [None, *sorted(FROM_PICTURES)], ids=str)
def test_unit_that_may_be_misread_is_none_of_the_reports(read: Read, doubt: Doubt | None) -> None:
    document = gr.read(write_docx(make_spec(SEED, "2014")))
    units = [c for b in document.blocks if isinstance(b, Table) for c in b.cells if c.text == "件"]
    blocks = [
        evolve(
            block,
            cells=tuple(
                evolve(c, doubt=doubt, text="们" if c is units[0] else c.text) for c in block.cells
            ),
        )
        if isinstance(block, Table)
        else block
        for block in document.blocks
    ]
    report = read(evolve(document, blocks=tuple(blocks)))
    told = [finding for finding in report.findings if finding.code == "unit.unknown"]
    assert bool(told) == (doubt in (None, Doubt.SCANNED))
    official = {key: metric.unit for key, metric in figures(read(document)).items()}
    assert {key: metric.unit for key, metric in figures(report).items()} == official


@pytest.mark.parametrize(
    ("doubt", "severity"), [(Doubt.SCANNED, "warning"), (Doubt.MISREAD, "info")]
)
def test_finding_on_text_that_may_be_misread_says_so(
    read: Read, doubt: Doubt, severity: str
) -> None:
    label = "行政许可"

    def unsure(cell: Cell) -> Doubt:
        return doubt if cell.text == label else Doubt.SCANNED

    report = read(as_scanned(unsure, lambda c: "水电煤气热力" if c.text == label else c.text))
    [told] = [finding for finding in report.findings if finding.code == "row.unknown"]
    assert told.severity == severity
    assert ("可能是认错了字" in told.message) == (doubt is Doubt.MISREAD)
    assert ("may be another" in told.message_en) == (doubt is Doubt.MISREAD)


def test_text_of_a_scan_is_not_exact(read: Read) -> None:
    """Headings, and quantities with what they are linked to."""
    document = gr.read(write_docx(make_spec(SEED, EDITION)))
    exact = read(document)
    blocks = [
        evolve(block, doubt=Doubt.SCANNED) if isinstance(block, Paragraph) else block
        for block in document.blocks
    ]
    report = read(evolve(document, blocks=tuple(blocks)))
    assert {s.certainty for s in report.sections} == {Certainty.OCR}
    assert [q.value for q in report.quantities] == [q.value for q in exact.quantities]
    linked = [q.certainty for q in exact.quantities if q.certainty is not None]
    assert linked
    assert [q.certainty for q in report.quantities if q.certainty] == [Certainty.OCR] * len(linked)
    stated = [m for m in report.metrics if m.edition is None]
    assert {m.certainty for m in stated} <= {Certainty.OCR}
    assert {e.certainty for n, e in report.evidence.items() if n != "issuer"} <= {Certainty.OCR}


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


def scanned_rows(*rows: tuple[str, ...], doubt: Doubt = Doubt.MISREAD) -> Table:
    """A table that was read from a picture."""
    cells = [
        Cell(row=row, column=column, text=text, doubt=doubt)
        for row, texts in enumerate(rows)
        for column, text in enumerate(texts)
        if text
    ]
    return Table(n_rows=len(rows), n_columns=max(map(len, rows)), cells=tuple(cells))


def labels(table: Table) -> list[str]:
    """The labels as the forms have them."""
    return [cell.text for cell in respelt(table, kind("ogi")).cells if not cell.text.isdigit()]


def test_labels_that_only_their_place_tells() -> None:
    rows = scanned_rows(
        ("（一）收到申请数", "件", "352"),
        ("1. '中读数", "们", "70"),
        ("2.传真申请数", "件", "157"),
        ("3,网络中读", "件", "35"),
        ("4.信两中读", "件", "90"),
        ("（二）申请办结数", "件", "136"),
    )
    told = labels(rows)
    assert told[2:4] == ["1.当面申请数", "们"]
    assert [told[4], told[6], told[8]] == ["2.传真申请数", "网络申请数", "4.信函申请数"]
    # One more than the form has there: which it is nobody knows.
    more = scanned_rows(
        ("1.当面申请数", "70"), ("某某中读数", "1"), ("其他中读", "1"), ("3.网络申请数", "35")
    )
    assert labels(more)[1:3] == ["某某中读数", "其他中读"]


def test_headings_that_only_their_place_tells() -> None:
    heads = ("结果维持", "结果纠正", "其他结果", "尚术审纠", "总让")
    wanted = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    assert labels(scanned_rows(heads * 2, ("1",) * 10)) == wanted * 2


def test_label_of_a_place_is_not_renamed() -> None:
    rows = (("规章", "1"), ("村规民约制定", "2"), ("行政规范性文件", "3"))
    assert labels(scanned_rows(*rows, doubt=Doubt.SCANNED))[1] == "村规民约制定"


# --- read several times: what the model says is put in by hand ---


Said = list[list[tuple[str, float]]]


def readings(monkeypatch: pytest.MonkeyPatch, *rounds: Said) -> list[tuple[str, bool]]:
    """What lines of cells say of which the model gives these texts, round by round."""
    said = iter([*rounds, [], []])

    def read_lines(lines: list[object]) -> list[Reading]:
        return [
            Reading(tuple(Glyph(sign, probability, 0.5) for sign, probability in line))
            for line in next(said)
        ]

    monkeypatch.setattr(surely, "read_lines", read_lines)
    lines = [Picture(np.zeros((20, 30), np.uint8), in_cell=True)] * len(rounds[0])
    return [(reading.text, sure) for reading, sure in read_surely(lines, 2.8)]


def line(text: str, probability: float = 0.99) -> list[tuple[str, float]]:
    return [(sign, probability) for sign in text]


@pytest.mark.parametrize(
    ("first", "second", "third", "told"),
    [
        (line("345"), line("345"), None, ("345", True)),
        (line("345"), line("345", 0.7), line("345"), ("345", True)),
        (line("345"), line("45"), line("345"), ("345", False)),
        (line("345"), line("45", 0.3), line("345"), ("345", True)),
        (line("年"), line("464"), line("464"), ("464", False)),
        (line("年", 0.4), line("464"), line("464"), ("464", True)),
        (line("345", 0.9), line("345", 0.9), line("345", 0.9), ("345", False)),
        (line("279."), line("279"), line("279."), ("279", False)),
        ([], [], [], ("?", False)),
    ],
)
def test_figure_that_is_read_again(
    monkeypatch: pytest.MonkeyPatch,
    first: list[tuple[str, float]],
    second: list[tuple[str, float]],
    third: list[tuple[str, float]] | None,
    told: tuple[str, bool],
) -> None:
    rounds = [[first], [second], *([[third]] if third is not None else [])]
    if first == line("年"):  # a word read surely is none
        assert readings(monkeypatch, rounds[0], [], []) == [("年", True)]
    else:
        assert readings(monkeypatch, *rounds) == [told]


def test_page_whose_strokes_are_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    figures = [line(str(n)) for n in range(100, 120)]
    unlike = [*figures[:17], *([line("1", 0.5)] * 3)]
    worn = [line("4")] * 20
    assert {sure for _, sure in readings(monkeypatch, figures, unlike, worn)} == {False}
    sound = readings(monkeypatch, figures, unlike, figures)
    assert [sure for _, sure in sound].count(True) == 17


def test_line_outside_of_cells_of_which_nothing_could_be_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(surely, "read_lines", lambda lines: [Reading(()) for _ in lines])
    [(reading, sure)] = read_surely([Picture(np.zeros((20, 30), np.uint8), in_cell=False)], 2.8)
    assert (reading.text, sure) == ("", False)


@pytest.mark.parametrize(
    ("dashes", "said", "is_sure"),
    [
        ([(8, 10, 14, 11)], "5", False),
        ([(8, 10, 14, 11)], "-5", True),
        ([], "5", True),
        ([(8, 10, 9, 11)], "5", True),  # a speck
        ([(8, 17, 14, 18)], "5", True),  # a line below
        ([(8, 10, 20, 11)], "5", True),  # part of the digit
    ],
)
def test_figure_whose_minus_was_not_read(
    monkeypatch: pytest.MonkeyPatch,
    dashes: list[tuple[int, int, int, int]],
    said: str,
    is_sure: bool,
) -> None:
    picture = np.full((24, 40), 255, np.uint8)
    for x0, top, x1, bottom in [(18, 2, 25, 18), *dashes]:
        picture[top : bottom + 1, x0 : x1 + 1] = 0
    monkeypatch.setattr(
        surely,
        "read_lines",
        lambda lines: [Reading(tuple(Glyph(sign, 0.99, 0.5) for sign in said)) for _ in lines],
    )
    assert [sure for _, sure in read_surely([Picture(picture, in_cell=True)], 2.8)] == [is_sure]


def ruled(rows: int) -> np.ndarray:
    """A page of 200 dpi with a table of three columns."""
    page = np.full((2_339, 1_653), 255, np.uint8)
    ys = [200 + 42 * n for n in range(rows + 1)]
    for y in ys:
        cv2.line(page, (190, y), (1_460, y), 0, 2)
    for x in (190, 1_210, 1_335, 1_460):
        cv2.line(page, (x, ys[0]), (x, ys[-1]), 0, 2)
    return page


@pytest.mark.parametrize("rows", [8, 46])
@pytest.mark.parametrize(
    "moved",
    [
        [(0, 0), (0, 0), (0, 0), (0, 0)],
        [(0, -15), (0, 20), (20, 0), (-15, 10)],
        [(20, 0), (-20, 0), (20, 10), (-20, -20)],
        [(-30, 40), (0, -40), (40, 20), (-20, -30)],
    ],
)
def test_table_photographed_from_aside(moved: list[tuple[int, int]], rows: int) -> None:
    page = ruled(rows)
    height, width = page.shape
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform(corners, corners + np.array(moved, np.float32))
    seen = cv2.warpPerspective(page, matrix, (width, height), borderValue=200)
    shade = np.outer(np.linspace(1.0, 0.8, height), np.linspace(1.0, 0.55, width))
    scale = 200 / 72
    even = evened((seen * shade).astype(np.uint8))
    straight = warped(even, straightening(even))
    upright = warped(straight, facing(straight, scale))
    strokes = find_rulings(faint_ink_of(upright), scale).strokes
    edges = [Edge(*(value / scale for value in stroke)) for stroke in strokes]
    assert [len(cells) for cells in find_grids(rulings_of(edges).edges)] == [3 * rows]
    assert (upright is straight) == (moved[0] == moved[1])


def test_specks_are_left_out_and_points_are_not() -> None:
    page = np.full((1_100, 900), 255, np.uint8)
    for x in (100, 400, 700):
        cv2.line(page, (x, 100), (x, 300), 0, 2)
    for y in (100, 200, 300):
        cv2.line(page, (100, y), (700, y), 0, 2)
    cv2.putText(page, "581.63", (450, 160), cv2.FONT_HERSHEY_SIMPLEX, 0.9, 0, 2)
    clean = [place for place in lay_out(page, 200 / 72).places if place.in_cell]
    for x, y in ((430, 120), (650, 180), (250, 150), (600, 250), (620, 252)):
        page[y : y + 4, x : x + 4] = 0
    found = lay_out(page, 200 / 72)
    assert [place for place in found.places if place.in_cell] == clean
    assert len(clean) == 1


@pytest.mark.parametrize(
    ("text", "doubt", "is_text"),
    [("2", Doubt.SCANNED, False), ("5", Doubt.SCANNED, True), ("2", None, True)],
)
def test_page_number_whose_dashes_were_lost(text: str, doubt: Doubt | None, is_text: bool) -> None:
    line = Line(text, 295, 795, 300, 802, 10.5, doubt=doubt)
    kept, _ = part_furniture([[], [line]], [842.0] * 2, tables=True)
    assert kept == [[], [line] if is_text else []]
