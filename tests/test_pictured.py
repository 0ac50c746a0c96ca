"""Pictures in documents of text: those of tables are read, where that is wanted; others stay."""

from __future__ import annotations

import functools
import io
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageDraw

import govreport as gr
from fixtures import expected, make_spec, write_pdf
from govreport import Certainty
from govreport.document import Picture, Table
from support.command import run
from support.drawn_pages import outlined_ofd, outlined_pdf, pictured_ofd
from support.pictured import encoded, only_picture, table_picture, with_pictures

SPEC = make_spec(3, "2019")
#: The last table of the form, a small one.
LAST = 2


@functools.cache
def last_table() -> Image.Image:
    return table_picture(SPEC, LAST)


@functools.cache
def picture() -> bytes:
    return encoded(last_table())


def true_figures() -> dict[object, object]:
    return {(f.id, frozenset(f.dims)): f.value for f in expected(SPEC).metrics}


def figures(report: gr.Report) -> dict[object, gr.Metric]:
    return {(m.id, frozenset(m.dimensions.items())): m for m in report.metrics if m.edition}


def right(report: gr.Report) -> int:
    """How many figures were read; none is wrong."""
    known = {key: m.value for key, m in figures(report).items() if m.value is not None}
    assert known.items() <= true_figures().items()
    return len(known)


def test_table_stands_where_its_picture_stood() -> None:
    data = with_pictures(SPEC, {LAST: picture()})
    left = gr.read(data, ocr="never")
    pictures = [n for n, block in enumerate(left.blocks) if isinstance(block, Picture)]
    report = gr.parse(data)
    document = gr.read(data)
    [table] = [n for n, block in enumerate(document.blocks) if isinstance(block, Table)]
    assert table == pictures[LAST]
    # As many as the forms of reviews and lawsuits have.
    assert right(report) == 15
    metrics = figures(report).values()
    assert {metric.certainty for metric in metrics} <= {Certainty.OCR, Certainty.OCR_CONFIRMED}
    assert Certainty.OCR_CONFIRMED in {metric.certainty for metric in metrics}
    for metric in metrics:
        assert (metric.origin.block, metric.origin.page) == (table, None)
        assert metric.origin.box is not None
        assert metric.origin.box.x1 < last_table().width
    [told] = [notice for notice in report.notices if notice.code == "picture.read"]
    assert (told.block, "图片 1" in told.message) == (table, True)
    unread = [f.origins[0].block for f in report.findings if f.code == "table.image"]
    assert unread == pictures[:LAST]


@pytest.mark.parametrize("installed", [True, False])
def test_advice_on_pictures_that_were_not_looked_into(
    monkeypatch: pytest.MonkeyPatch, *, installed: bool
) -> None:
    if not installed:
        monkeypatch.setattr("govreport.ocr.importlib.util.find_spec", lambda name: None)
    report = gr.parse(with_pictures(SPEC, {LAST: picture()}), ocr="never" if installed else "auto")
    [told] = [notice for notice in report.notices if notice.code == "picture.unread"]
    assert ("--ocr auto" if installed else "pip install 'rapidocr>=3.9'") in told.message
    found = [f.found for f in report.findings if f.code == "table.image"]
    assert found == ["图片 1"] * 3


EMBED = f'<a:blip r:embed="rIdP{LAST}"/>'


def test_what_is_cut_off_of_a_picture_is_not_read() -> None:
    cut = f'{EMBED}<a:srcRect b="100000"/>'
    report = gr.parse(with_pictures(SPEC, {LAST: picture()}, ((EMBED, cut),)))
    assert right(report) == 0
    wider = Image.new("L", (last_table().width, 2 * last_table().height), 255)
    wider.paste(last_table(), (0, 0))
    wider.paste(last_table(), (0, last_table().height))
    half = f'{EMBED}<a:srcRect t="50000"/>'
    report = gr.parse(with_pictures(SPEC, {LAST: encoded(wider)}, ((EMBED, half),)))
    assert right(report) == 15
    assert not [f for f in report.findings if f.code == "metric.repeated"]


@pytest.mark.parametrize(
    "change",
    [
        ('<wp:docPr id="2" name="图片 1"/>', '<wp:docPr id="2" name="图片 1" hidden="1"/>'),
        (EMBED, f'<a:blip r:link="rIdP{LAST}"/>'),
        ("<pic:spPr/>", '<pic:spPr><a:xfrm flipH="1"/></pic:spPr>'),
        ('<wp:extent cx="5400000" cy="3600000"/>', '<wp:extent cx="54000" cy="36000"/>'),
    ],
    ids=["hidden", "elsewhere", "mirrored", "tiny"],
)
def test_picture_that_is_not_looked_into(change: tuple[str, str]) -> None:
    report = gr.parse(with_pictures(SPEC, {LAST: picture()}, (change,)))
    assert right(report) == 0
    assert not [notice for notice in report.notices if notice.code == "picture.read"]


def test_picture_in_a_cell_stays_one() -> None:
    start, end = "<w:p><w:r><w:drawing>", "</w:drawing></w:r></w:p>"
    cell = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    row = "<w:tr>" + cell.format("附表") + cell.format("见图") + "</w:tr><w:tr>"
    close = "</w:tc></w:tr></w:tbl><w:p/>"
    for table, count in (
        (f"<w:tbl>{row}{cell.format('三')}<w:tc>", 0),
        # A table that only lays out is none.
        ("<w:tbl><w:tr><w:tc>", 15),
    ):
        changes = ((start, table + start), (end, end + close))
        assert right(gr.parse(with_pictures(SPEC, {LAST: picture()}, changes))) == count


def drawn(draw_on: str) -> bytes:
    """A picture that is none of a table."""
    image = Image.new("L", (700, 500), 255)
    pen = ImageDraw.Draw(image)
    match draw_on:
        case "seal":
            pen.ellipse((100, 50, 500, 450), outline=60, width=8)
        case "chart":
            pen.line((60, 40, 60, 460, 660, 460), fill=0, width=2)
            for n, top in enumerate((300, 120, 220)):
                pen.rectangle((120 + 180 * n, top, 220 + 180 * n, 460), fill=90)
                pen.text((150 + 180 * n, top - 20), "345")
        case "photograph":
            image = Image.effect_noise((1600, 1200), 90)
        case _:
            pen.text((50, 200), "345 678 912", font_size=60)
    return encoded(image)


@pytest.mark.parametrize("what", ["seal", "chart", "photograph", "words", "broken"])
def test_pictures_of_no_table_give_no_text(what: str) -> None:
    data = b"\x89PNG\r\n\x1a\n broken" if what == "broken" else drawn(what)
    pictured = gr.read(with_pictures(SPEC, {LAST: data}))
    assert pictured.text == gr.read(with_pictures(SPEC, {}), ocr="never").text
    assert sum(isinstance(block, Picture) for block in pictured.blocks) == 3


def test_document_of_nothing_but_pictures() -> None:
    """A scan put into a Word file, page by page: what has no table is read as well."""
    with pypdfium2.PdfDocument(write_pdf(SPEC)) as pdf:
        page = pdf[0].render(scale=2, grayscale=True).to_pil()
    top = encoded(page.crop((0, 0, page.width, page.height // 4)))
    data = only_picture(top)
    assert gr.parse(data).title == expected(SPEC).title
    with pytest.raises(gr.UnsupportedFormat, match="--ocr auto"):
        gr.parse(data, ocr="never")


def a_page() -> Image.Image:
    """A page with the small table on it, at 200 dots an inch."""
    page = Image.new("L", (1_654, 2_339), 255)
    page.paste(table_picture(SPEC, LAST, 200), (200, 300))
    return page


@pytest.mark.parametrize("made", [pictured_ofd, outlined_ofd, outlined_pdf])
def test_page_without_text_is_read_as_a_scan(made: Callable[[list[Image.Image]], bytes]) -> None:
    data = made([a_page()])
    report = gr.parse(data)
    assert right(report) == 15
    assert Certainty.OCR_CONFIRMED in {metric.certainty for metric in report.metrics}
    assert {metric.origin.page for metric in report.metrics} == {1}
    with pytest.raises(gr.UnsupportedFormat, match=r"no text layer, but 1 picture .*--ocr auto"):
        gr.parse(data, ocr="never")


def two_pages() -> bytes:
    """A TIFF of two pages, the second with nothing on it."""
    out = io.BytesIO()
    page, blank = a_page().crop((0, 0, 1_654, 700)), Image.new("L", (600, 800), 255)
    page.save(out, "TIFF", dpi=(200, 200), save_all=True, append_images=[blank])
    return out.getvalue()


def zipped(data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("报告.tif", data)
    return out.getvalue()


def mailed(data: bytes) -> bytes:
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = "报告", "a@example.org", "b@example.org"
    message.set_content("见附件。")
    message.add_attachment(data, maintype="image", subtype="tiff", filename="报告.tif")
    return message.as_bytes()


@pytest.mark.parametrize("wrapped", [zipped, mailed])
def test_picture_in_an_archive_or_a_mail(wrapped: Callable[[bytes], bytes], tmp_path: Path) -> None:
    data = wrapped(two_pages())
    report = gr.parse(data)
    assert right(report) == 15
    assert (report.source.format, report.source.pages) == ("tiff", 2)
    path = tmp_path / "报送"
    path.write_bytes(data)
    left = run("parse", "--ocr", "never", str(path))
    assert (left.exit_code, "govreport parse --ocr auto" in left.stderr) == (3, True)
    read = run("parse", "--ocr", "auto", str(path))
    assert read.exit_code == 0
    assert len(gr.Report.from_json(read.stdout.splitlines()[0]).metrics) == 15
