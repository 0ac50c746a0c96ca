"""The parts of a scan beside its figures: each shows what was read, those in doubt come first."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterable

import numpy as np
import pypdfium2
import pytest
from attrs import evolve
from lxml import html
from PIL import Image

import govreport as gr
from fixtures import make_spec, write_pdf
from govreport import Certainty, State
from govreport.document import Box
from govreport.export.html.boxes import to_boxes
from govreport.export.html.crops import SCALE, Crop, crops
from govreport.model import Metric, Metrics, Report
from support.ogi import EDITIONS

SHAPE = (842, 595)
UNCONFIRMED, UNREADABLE = 26, 2


def read_by_ocr(report: Report) -> Report:
    """A report as if it had been read from a scan: the first figures unreadable, some confirmed by
    nothing, the others confirmed."""

    def seen(n: int, metric: Metric) -> Metric:
        if n < UNREADABLE:
            return evolve(metric, value=None, state=State.UNREADABLE, certainty=Certainty.OCR)
        sure = n >= UNREADABLE + UNCONFIRMED
        return evolve(metric, certainty=Certainty.OCR_CONFIRMED if sure else Certainty.OCR)

    known = [metric for metric in report.metrics if metric.value is not None]
    metrics = Metrics(tuple(seen(n, each) for n, each in enumerate(known)), report.kind)
    return evolve(report, metrics=metrics)


def pages_of(pdf: bytes, noise: float = 0.0) -> list[Image.Image]:
    """The pages of a PDF as a scanner sees them, two pixels a point."""
    random = np.random.default_rng(1)
    with pypdfium2.PdfDocument(pdf) as document:
        drawn = [page.render(scale=SCALE, grayscale=True).to_numpy().squeeze() for page in document]
    noisy = [np.clip(page + random.normal(0, noise, page.shape), 0, 255) for page in drawn]
    return [Image.fromarray(page.astype(np.uint8)) for page in noisy]


def pictured(pages: list[Image.Image], format: str = "PDF") -> bytes:
    out = io.BytesIO()
    options = {"resolution": 144} if format == "PDF" else {"dpi": (144, 144)}
    pages[0].save(out, format, save_all=True, append_images=pages[1:], **options)
    return out.getvalue()


PDF = {edition: write_pdf(make_spec(5, edition)) for edition in EDITIONS}


@pytest.fixture(scope="module")
def reports() -> dict[str, Report]:
    return {edition: read_by_ocr(gr.parse(pdf)) for edition, pdf in PDF.items()}


def opened(crop: Crop) -> Image.Image:
    return Image.open(io.BytesIO(crop.png)).convert("L")


def unlike(one: Image.Image, other: Image.Image) -> float:
    """How much two pictures of one size differ, of 255."""
    assert one.size == other.size
    pixels = (np.asarray(each, dtype=np.float32) for each in (one, other))
    return float(np.abs(np.subtract(*pixels)).mean())


def text_in(pdf: pypdfium2.PdfDocument, page: int, box: Box) -> str:
    """What stands in a box, by pdfium."""
    sheet = pdf[page - 1]
    height = sheet.get_height()
    found = sheet.get_textpage().get_text_bounded(
        box.x0, height - box.bottom, box.x1, height - box.top
    )
    return "".join(str(found).split())


@pytest.mark.parametrize("edition", EDITIONS)
def test_part_is_that_of_the_page_in_which_the_figure_stands(
    reports: dict[str, Report], edition: str
) -> None:
    report, pages, data = reports[edition], pages_of(PDF[edition]), PDF[edition]
    if edition == "2014":
        data = pictured(pages, "TIFF")
        report = evolve(report, source=evolve(report.source, format="tiff"))
    found = crops(report, data)
    assert set(found) == set(range(len(report.metrics)))
    with pypdfium2.PdfDocument(PDF[edition]) as pdf:
        for n, crop in found.items():
            metric = report.metrics[n]
            assert crop.page == metric.origin.page
            sides = (crop.box.x0, crop.box.top, crop.box.x1, crop.box.bottom)
            left, top, right, bottom = (round(side * SCALE) for side in sides)
            part = pages[crop.page - 1].crop((left, top, right, bottom))
            assert (crop.width, crop.height) == part.size
            assert unlike(opened(crop), part) < 12, metric
            assert "".join(metric.raw.split()) in text_in(pdf, crop.page, crop.box), metric
            # A cell is shown with its rulings and no more, of a wide one only what has ink.
            if metric.origin.row is not None:
                assert crop.width <= 130 * SCALE, metric


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_part_of_a_page_that_lies_on_its_side_stands_upright(
    reports: dict[str, Report], quarters: int
) -> None:
    report, pages = reports["2019"], pages_of(PDF["2019"])
    turns = (Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_270)
    lying = [page.transpose(turns[quarters - 1]) for page in pages]
    moved = evolve(report, metrics=Metrics(tuple(turned(report.metrics, quarters)), report.kind))
    upright, found = crops(report, pictured(pages)), crops(moved, pictured(lying))
    assert set(found) == set(upright)
    for n, crop in found.items():
        assert abs(crop.width - upright[n].width) <= 2
        size = (min(crop.width, upright[n].width) - 2, min(crop.height, upright[n].height) - 2)
        one, other = (opened(each).resize(size) for each in (crop, upright[n]))
        assert unlike(one, other) < 25, report.metrics[n]


def turned(metrics: Iterable[Metric], quarters: int) -> Iterable[Metric]:
    """Figures where they are when their page is turned against the clock."""
    for metric in metrics:
        box, (height, width) = metric.origin.box, SHAPE
        assert box is not None
        for _ in range(quarters):
            box = Box(box.top, width - box.x1, box.bottom, width - box.x0)
            height, width = width, height
        yield evolve(metric, origin=evolve(metric.origin, box=box))


def found_in(page: html.HtmlElement, path: str) -> list[html.HtmlElement]:
    return [each for each in page.xpath(path) if isinstance(each, html.HtmlElement)]


def string(page: html.HtmlElement, path: str) -> str:
    return str(page.xpath(f"string({path})"))


def test_page_shows_the_parts_and_those_in_doubt_first(reports: dict[str, Report]) -> None:
    report = reports["2021"]
    noisy = pictured(pages_of(PDF["2021"], noise=12))
    text = report.to_html(original=PDF["2021"])
    page = html.document_fromstring(text.encode())
    shown = found_in(page, "//*[starts-with(@class, 'figure')]/img[@class='crop']")
    assert len(shown) == len(report.metrics)
    for img in shown:
        kind, _, data = img.get("src", "").partition(",")
        assert (kind, img.get("loading")) == ("data:image/png;base64", "lazy")
        width, height = Image.open(io.BytesIO(base64.b64decode(data))).size
        assert (img.get("width"), img.get("height")) == (
            f"{width * 0.6:.0f}",
            f"{height * 0.6:.0f}",
        )
    first = found_in(page, "//div[@class='data']/section")[0]
    assert first.get("id") == "scan"
    confirmed = len(report.metrics) - UNREADABLE - UNCONFIRMED
    counts = [each.text_content() for each in found_in(first, "./p[@class='legend']/a")]
    assert counts == [
        f"无法辨读 {UNREADABLE}",
        f"没有勾稽关系印证 {UNCONFIRMED}",
        f"勾稽关系印证 {confirmed}",
    ]
    rows = found_in(first, ".//tbody/tr[td/img]")
    assert len(rows) == UNREADABLE + UNCONFIRMED
    links = [string(row, "./td[2]/a/@href") for row in rows]
    assert links == [f"#f{n}" for n in range(UNREADABLE + UNCONFIRMED)]
    for link in found_in(first, ".//a"):
        assert found_in(page, f"//*[@id='{link.get('href', '')[1:]}']")
    assert len(found_in(page, "//*[@class='figure unsure']")) == UNREADABLE + UNCONFIRMED
    assert sum(len(crop.png) for crop in crops(report, noisy).values()) * 4 / 3 < 1_000_000
    assert len(text) < 1_500_000


def test_finding_leads_to_the_figures_that_it_counts(reports: dict[str, Report]) -> None:
    from govreport.model.rules import finding

    told = finding("ocr.unconfirmed", {"count": UNCONFIRMED})
    report = evolve(reports["2014"], findings=(told,))
    page = html.document_fromstring(report.to_html().encode())
    [link] = found_in(page, "//li[.//code='ocr.unconfirmed']//a")
    assert (link.text_content(), link.get("href")) == ("逐个对照", "#scan")
    # Nothing of the file is at hand: the page says so, and loads nothing.
    assert "原件不在手边" in string(page, "//section[@id='scan']")
    assert not found_in(page, "//img")


def test_page_speaks_the_language_that_is_asked_for_or_set(
    reports: dict[str, Report], monkeypatch: pytest.MonkeyPatch
) -> None:
    report = reports["2014"]
    text = report.to_html(lang="en", original=PDF["2014"])
    section = string(html.document_fromstring(text.encode()), "//section[@id='scan']")
    assert "unreadable (2)" in section
    assert "confirmed by no identity (26)" in section
    assert '<html lang="en">' in text
    assert "无法辨读" not in text
    assert '<html lang="zh-CN">' in report.to_html()
    monkeypatch.setenv("GOVREPORT_LANG", "en_GB.UTF-8")
    assert report.to_html() == report.to_html(lang="en")
    fragment = report._repr_html_()
    assert "Figures (57)" in fragment
    assert "指标（" not in fragment
    assert "no identity" in to_boxes(report, PDF["2014"], "en")


def test_original_is_the_file_that_was_parsed(reports: dict[str, Report]) -> None:
    with pytest.raises(gr.GovReportError, match="not the file that was parsed"):
        reports["2014"].to_html(original=PDF["2019"])
    exact = gr.parse(PDF["2014"])
    assert exact.to_html(original=PDF["2019"]) == exact.to_html()
