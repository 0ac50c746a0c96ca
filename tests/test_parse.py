"""parse(): the stages joined; the same report in another format is the same report."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import pytest
from attrs import evolve
from reportlab.lib.utils import ImageReader

import govreport as gr
from fixtures import (
    Layout,
    Site,
    Wart,
    converted,
    differences,
    expected,
    make_spec,
    write_docx,
    write_html,
    write_mht,
    write_rtf,
    write_text,
    write_xlsx,
)
from fixtures.manuscript import Line, Manuscript, Role
from fixtures.png import grey_png
from fixtures.write_docx import render_docx
from govreport.model import (
    Annex,
    Content,
    Finding,
    Issuer,
    Metric,
    Metrics,
    Name,
    Quantity,
    Section,
    Source,
)
from govreport.notices import notice
from support import docx_files
from support.contents import said, text_part
from support.ogi import EDITIONS
from support.pdf_files import HEIGHT, WIDTH, Sheets

NOWHERE = gr.Origin(block=0)
NO_SOURCE = Source(path=None, sha256="", size=0, format="")


# -- the same report in two formats ------------------------------------------------------------


def bare(report: gr.Report) -> gr.Report:
    """The report without what tells where it was read: origins, raw cells, the file."""
    return evolve(
        report,
        issuer=Issuer(report.issuer.name, tuple(map(_name, report.issuer.names))),
        front=_texts(report.front),
        preface=_texts(report.preface),
        sections=tuple(map(_section, report.sections)),
        signature=_texts(report.signature),
        annexes=tuple(map(_annex, report.annexes)),
        tail=_texts(report.tail),
        metrics=Metrics(tuple(map(_metric, report.metrics))),
        quantities=tuple(map(_quantity, report.quantities)),
        findings=tuple(map(_finding, report.findings)),
        notices=(),
        evidence={k: evolve(e, origin=NOWHERE) for k, e in report.evidence.items()},
        source=NO_SOURCE,
    )


def _name(name: Name) -> Name:
    return evolve(name, origin=NOWHERE)


def _section(section: Section) -> Section:
    return evolve(
        section,
        content=_texts(section.content),
        children=tuple(map(_section, section.children)),
        origin=NOWHERE,
    )


def _annex(annex: Annex) -> Annex:
    return evolve(annex, content=_texts(annex.content), origin=NOWHERE)


def _metric(metric: Metric) -> Metric:
    words = "".join(metric.label_raw.split())
    return evolve(metric, label_raw=words, origin=evolve(NOWHERE, raw=metric.raw.strip()))


def _quantity(quantity: Quantity) -> Quantity:
    return evolve(quantity, origin=evolve(NOWHERE, raw=quantity.text))


def _finding(finding: Finding) -> Finding:
    return evolve(finding, origins=(NOWHERE,) * len(finding.origins))


def _texts(content: tuple[Content, ...]) -> tuple[Content, ...]:
    """Tables by their texts: flattening loses their spans."""
    return tuple(
        text_part(_cells(part) if isinstance(part, gr.Table) else part) for part in said(content)
    )


def _cells(table: gr.Table) -> str:
    return "|".join(filter(None, ("".join(cell.text.split()) for cell in table.cells)))


@pytest.mark.parametrize("layout", [Layout.TABS, Layout.PIPES, Layout.CELL_PER_LINE])
@pytest.mark.parametrize("seed", range(5))
def test_automatic_numbers_give_the_same_report_as_typed_ones(seed: int, layout: Layout) -> None:
    spec = make_spec(seed, "2014")
    automatic = gr.parse(write_docx(spec))
    typed = gr.parse(write_text(spec, layout))
    assert bare(automatic) == bare(typed)


@pytest.mark.parametrize("edition", EDITIONS[1:])
@pytest.mark.parametrize("layout", [Layout.TABS, Layout.PIPES])
def test_flattened_headings_make_a_report_less_sure_and_no_other(
    layout: Layout, edition: str
) -> None:
    spec = make_spec(2, edition)
    automatic = bare(gr.parse(write_docx(spec)))
    typed = bare(gr.parse(write_text(spec, layout)))
    assert evolve(automatic, metrics=typed.metrics) == typed
    assert len(automatic.metrics) == len(typed.metrics)
    for sure, metric in zip(automatic.metrics, typed.metrics, strict=True):
        assert evolve(sure, certainty=metric.certainty) == metric
        # 总计 stands three times under 行政复议、行政诉讼, told apart by their order alone.
        lost = metric.id.startswith(("reviews.", "lawsuits."))
        assert metric.certainty is (gr.Certainty.VARIANT if lost else sure.certainty)


@pytest.mark.parametrize("edition", EDITIONS)
def test_word_file_with_automatic_and_with_typed_numbers(edition: str) -> None:
    spec = make_spec(4, edition)
    typed = gr.parse(write_docx(spec, frozenset({Wart.TYPED_NUMBERS})))
    assert bare(gr.parse(write_docx(spec))) == bare(typed)


@pytest.mark.parametrize("layout", [Layout.CELL_PER_LINE, Layout.SPACES, Layout.SINGLE_SPACE])
def test_statistics_of_2014_in_every_flattening(layout: Layout) -> None:
    spec = make_spec(5, "2014")
    metrics = bare(gr.parse(write_docx(spec))).metrics
    assert bare(gr.parse(write_text(spec, layout))).metrics == metrics


@pytest.mark.parametrize("edition", EDITIONS)
def test_web_page_states_the_same_figures(edition: str) -> None:
    spec = make_spec(6, edition)
    metrics = bare(gr.parse(write_docx(spec))).metrics
    assert bare(gr.parse(write_html(spec, Site.WORD))).metrics == metrics


# -- sources -----------------------------------------------------------------------------------

DATA = write_docx(make_spec(1, "2014"))


def test_path_bytes_and_file_give_the_same(tmp_path: Path) -> None:
    path = tmp_path / "报告.docx"
    path.write_bytes(DATA)
    reports = [gr.parse(source) for source in (path, str(path), DATA, io.BytesIO(DATA))]
    assert len({bare(report).to_json() for report in reports}) == 1
    assert [report.source.path for report in reports] == [str(path), str(path), None, None]


def test_format_is_told_by_content_and_not_by_name(tmp_path: Path) -> None:
    path = tmp_path / "报告.pdf"
    path.write_bytes(DATA)
    assert gr.parse(path).source.format == "docx"


def test_source_names_the_file_by_its_content() -> None:
    source = gr.parse(DATA).source
    assert (source.sha256, source.size) == (hashlib.sha256(DATA).hexdigest(), len(DATA))


def test_same_bytes_same_report() -> None:
    assert gr.parse(DATA) == gr.parse(DATA)


def test_report_survives_json() -> None:
    report = gr.parse(DATA)
    assert gr.Report.from_json(report.to_json()) == report


def test_footnotes_are_kept_beside_the_text() -> None:
    title = docx_files.p("2018年青澜市水务局政府信息公开工作报告")
    anchor = docx_files.r("共12件。") + '<w:r><w:footnoteReference w:id="2"/></w:r>'
    note = f'<w:footnote w:id="2">{docx_files.p("其中3件为上年结转。")}</w:footnote>'
    body = title + docx_files.p("一、概述") + docx_files.p(anchor)
    report = gr.parse(docx_files.docx(body, footnotes=note))
    assert report.section(1).text == "共12件。"
    assert report.notices == (notice("text.note", text="其中3件为上年结转。", block=2),)


# -- names and encodings that mislead -----------------------------------------------------------


def misnamed() -> dict[str, bytes]:
    """The same report under names that say something else than what is in the file."""
    page = write_html(SPEC, Site.WORD)
    text = page.decode().replace("charset=utf-8", "charset=utf-16")
    made = converted({"a.docx": write_docx(SPEC)}, "doc") | converted({"a.xlsx": BOOK}, "xls")
    return {
        "docx.doc": write_docx(SPEC),
        "docx.wps": write_docx(SPEC),
        "rtf.doc": write_rtf(SPEC),
        "page.doc": page,
        "archive.doc": write_mht(SPEC, Site.OLD),
        "doc.docx": made["a.docx"],
        "xls.et": made["a.xlsx"],
        "page.xls": write_html(SPEC, Site.OLD),
        "xlsx.xls": BOOK,
        "text.docx": write_text(SPEC, Layout.TABS, encoding="gb18030"),
        "utf-16.html": text.encode("utf-16"),
        "utf-16-be.html": b"\xfe\xff" + text.encode("utf-16-be"),
        "utf-16-without-mark.html": text.encode("utf-16-le"),
    }


SPEC = make_spec(8, "2021")
BOOK = write_xlsx(SPEC)


@pytest.mark.office
def test_names_say_nothing(tmp_path: Path) -> None:
    formats = []
    for name, data in misnamed().items():
        path = tmp_path / name
        path.write_bytes(data)
        report = gr.parse(path)
        assert differences(expected(SPEC), report) == [], name
        formats.append(report.source.format)
    assert formats == [
        *("docx", "docx", "rtf", "html", "mht", "doc", "xls", "html", "xlsx", "text"),
        *("html", "html", "html"),
    ]


# -- what is no report -------------------------------------------------------------------------

NOTICE = "关于报送台账的通知\n各科室：\n请于1月15日前报送。\n".encode()


def test_other_document_is_no_report() -> None:
    with pytest.raises(gr.NotAReport) as caught:
        gr.parse(NOTICE)
    assert caught.value.code == "input.not_a_report"
    assert "关于报送台账的通知" in str(caught.value)
    assert gr.read(NOTICE).text.startswith("关于报送台账的通知")


PICTURED = {"title": "扫描件", "source": "某局", "published": "2019-01-09"}


def scanned_pdf(stamp: str = "") -> bytes:
    """Three pages that are pictures, with what the program that made them wrote on each."""
    sheets = Sheets()
    for page in range(3):
        if page:
            sheets.next_page()
        sheets.canvas.drawImage(ImageReader(io.BytesIO(grey_png())), 0, 0, WIDTH, HEIGHT)
        if stamp:
            sheets.text(450, 820, stamp, 8)
    return sheets.save()


PICTURE_DOCX = render_docx(Manuscript(items=(Line("", Role.PICTURE),), metadata=PICTURED))

ASKED = 'a scan: govreport parse --ocr auto, or gr.parse(…, ocr="auto")'
ELSEWHERE = "scanned pictures: save it as PDF and try again"
SCANS = {
    "pdf": (scanned_pdf(), "a scan: no text layer, but 3 pictures", ASKED),
    "pdf-with-a-stamp": (
        scanned_pdf("扫描全能王 创建"),
        "a scan: no text layer, but 3 pictures",
        ASKED,
    ),
    "docx": (PICTURE_DOCX, "a scan: no text layer, but 1 picture", ASKED),
    "html": (
        b"<html><body><img src='a.png'></body></html>",
        "a scan: no text layer, but 1 picture",
        ELSEWHERE,
    ),
    "png": (grey_png(), "a picture", ASKED),
}


@pytest.mark.parametrize(("data", "detail", "hint"), SCANS.values(), ids=SCANS)
def test_scans_are_known_as_such(data: bytes, detail: str, hint: str) -> None:
    with pytest.raises(gr.UnsupportedFormat) as caught:
        gr.parse(data, ocr="never")
    assert (caught.value.detail, caught.value.hint) == (detail, hint)


def test_a_page_without_text_and_pictures_is_no_report() -> None:
    with pytest.raises(gr.NotAReport, match="no text in it"):
        gr.parse(b"<html><body><p></p></body></html>")


def test_error_names_the_file(tmp_path: Path) -> None:
    path = tmp_path / "通知.txt"
    path.write_bytes(NOTICE)
    with pytest.raises(gr.NotAReport) as caught:
        gr.parse(path)
    assert caught.value.path == str(path)
    path.write_bytes(b"")
    with pytest.raises(gr.GovReportError) as empty:
        gr.parse(path)
    assert empty.value.path == str(path)


def test_title_without_a_table_is_a_report() -> None:
    text = (
        "2018年青澜市水务局政府信息公开工作报告\n一、概述\n我局按规定公开信息。\n二、其他\n无。\n"
    )
    report = gr.parse(text.encode())
    assert (report.year, report.edition, len(report.metrics)) == (2018, None, 0)
    codes = {finding.code for finding in report.findings}
    assert codes == {"table.none", "table.missing", "section.missing", "issued.missing"}


def test_table_without_a_title_is_a_report() -> None:
    text = "统计指标\t单位\t统计数\n（一）收到申请数\t件\t3\n1.当面申请数\t件\t3\n"
    report = gr.parse(text.encode())
    assert (report.title, report.edition) == (None, "2014")
    assert report.metrics["applications.received"].value == 3
    codes = {finding.code for finding in report.findings}
    assert {"title.missing", "structure.sections"} <= codes


def test_thousands_of_headings() -> None:
    title = "2018年青澜市水务局政府信息公开工作报告\n"
    report = gr.parse((title + "一、概述\n" * 20_000).encode())
    assert len(report.sections) == 20_000


def test_advice_for_a_file_without_text_is_true() -> None:
    """The file is whole, so that fetching it again helps nobody."""
    with pytest.raises(gr.NotAReport) as caught:
        gr.parse(docx_files.docx(docx_files.p("")))
    assert caught.value.hint == "it was read whole: is it the right one?"
    with pytest.raises(gr.NotAReport) as caught:
        gr.parse(docx_files.docx(docx_files.p(docx_files.r("甲", "<w:vanish/>"))))
    assert caught.value.hint == (
        "it was read whole, but text that is not seen (hidden) was left out: 甲"
    )
    with pytest.raises(gr.NotAReport) as caught:
        gr.parse(docx_files.docx('<w:altChunk r:id="x"/>'))
    assert "could not be read" in (caught.value.hint or "")


def test_advice_for_a_file_whose_text_is_lost_is_true() -> None:
    page = "<html><body>" + "<p>\ufffd\ufffd2020\ufffd\ufffd\ufffd</p>" * 20 + "</body></html>"
    with pytest.raises(gr.NotAReport) as caught:
        gr.parse(page.encode())
    assert caught.value.hint == "find the file as it was published"
