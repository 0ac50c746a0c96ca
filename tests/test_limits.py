"""Work is bounded: a file beyond a limit is refused with its name, or read in part and said so."""

from __future__ import annotations

import io
import pickle
import time
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
import pytest

import govreport as gr
from fixtures.write_ofd import package
from govreport import pipeline
from govreport.checks import content
from govreport.readers import work
from govreport.readers.limits import DEFAULT_LIMITS, Limits
from govreport.readers.opc import parse_part
from govreport.readers.text.tables import find_tables
from govreport.readers.within import text_within
from govreport.zh.quantities import QuantitySpan, find_quantities
from support.biff_files import biff5
from support.doc_files import doc, par
from support.docx_files import MAIN, docx
from support.pdf_files import LEFT, Sheets

CONFORMANCE = Path(__file__).parents[1] / "conformance"
TITLE = "2018年度云浦区科技局政府信息公开工作年度报告"
HEAD = f"{TITLE}\n一、概述\n"
PAGE = f"<title>x</title><body><h1>{TITLE}</h1><p>一、概述</p>"


def word(body: str) -> bytes:
    return docx(f"<w:p><w:r><w:t>{TITLE}</w:t></w:r></w:p>{body}")


def rich(text: str) -> bytes:
    coded = "".join(f"\\u{ord(c)}?" if ord(c) > 127 else c for c in TITLE)
    return f"{{\\rtf1\\ansi {coded}\\par {text}}}".encode()


def message(parts: int) -> bytes:
    part = f"--b\nContent-Type: text/html; charset=utf-8\n\n{PAGE}\n"
    head = 'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="b"\n\n'
    return (head + part + "--b\nContent-Type: image/png\n\nx\n" * (parts - 1) + "--b--\n").encode()


#: Each with what it has too much of, and a limit that leaves its title in.
BEYOND: dict[str, tuple[bytes, Limits, str]] = {
    "docx-empty-paragraphs": (word("<w:p/>" * 300), Limits(elements=200), "elements"),
    "docx-runs": (
        word("<w:p>" + "<w:r><w:t>a</w:t></w:r>" * 300 + "</w:p>"),
        Limits(runs=200),
        "runs",
    ),
    "docx-attributes": (
        word("".join(f'<w:p w:rsidR="{n}" w:rsidP="{n}" w:a="" w:b=""/>' for n in range(90))),
        Limits(elements=150),
        "elements",
    ),
    "docx-characters": (
        word("<w:p><w:r><w:t>无</w:t></w:r></w:p>" * 300),
        Limits(characters=200),
        "characters",
    ),
    "rtf-tokens": (rich("a\\b b" * 300), Limits(runs=200), "runs"),
    "html-elements": ((PAGE + "<p>无</p>" * 300).encode(), Limits(elements=200), "elements"),
    "html-blocks": ((PAGE + "<p>无</p>" * 300).encode(), Limits(blocks=200), "blocks"),
    "mht-parts": (message(30), Limits(parts=20), "parts"),
    "text-counted": ((HEAD + "1件" * 300 + "\n").encode(), Limits(figures=200), "figures"),
    "text-shares": ((HEAD + "1%" * 300 + "\n").encode(), Limits(figures=200), "figures"),
    "text-money": ((HEAD + "1元" * 300 + "\n").encode(), Limits(figures=200), "figures"),
    "text-in-characters": ((HEAD + "一件" * 300 + "\n").encode(), Limits(figures=200), "figures"),
    "text-a-figure-a-line": ((HEAD + "1\n" * 300).encode(), Limits(figures=200), "figures"),
    "text-lines": ((HEAD + "无\n" * 300).encode(), Limits(blocks=200), "blocks"),
    "text-characters": ((HEAD + "无。\n" * 300).encode(), Limits(characters=200), "characters"),
    "markdown-characters": (
        ("# " + HEAD + "无。\n\n" * 300).encode(),
        Limits(characters=200),
        "characters",
    ),
}


@pytest.mark.parametrize("name", BEYOND)
def test_beyond_a_limit_a_file_is_refused_with_its_name(name: str) -> None:
    data, limits, limit = BEYOND[name]
    with pytest.raises(gr.LimitExceeded) as caught:
        gr.parse(data, limits=limits)
    most = getattr(limits, limit)
    assert (caught.value.limit, caught.value.most) == (limit, most)
    assert f"limits.{limit}" in caught.value.detail
    assert str(most) in caught.value.detail


@pytest.mark.parametrize("name", BEYOND)
def test_where_a_part_is_wanted_it_says_that_it_is_one(name: str) -> None:
    data, limits, limit = BEYOND[name]
    report = gr.parse(data, limits=limits, partial=True)
    assert report.title == TITLE
    assert report.is_partial
    [found] = [each for each in report.findings if each.code == "input.partial"]
    assert found.severity is gr.Severity.ERROR
    assert f"limits.{limit} = {getattr(limits, limit)}" in found.message
    assert [n.code for n in report.notices].count("input.partial") == 1
    # What the rest may hold is not said to be missing.
    assert not {f.code for f in report.findings} & {"section.missing", "table.missing"}


@pytest.mark.parametrize("name", BEYOND)
def test_within_the_limits_all_of_it_is_read(name: str) -> None:
    data, _, _ = BEYOND[name]
    report = gr.parse(data, partial=True)
    assert not report.is_partial
    assert "input.partial" not in {n.code for n in report.notices}


def test_no_number_is_cut_in_two() -> None:
    text = HEAD + "收到申请123456件。\n" * 40
    for most in range(60, 200, 7):
        limits = Limits(characters=most)
        document = gr.read(text.encode(), limits=limits, partial=True)
        lines = document.text.splitlines()
        assert set(lines[2:]) <= {"收到申请123456件。"}
    page = PAGE + "<p>收到<b>123</b>456件。</p>" * 40
    for most in range(12, 60, 5):
        document = gr.read(page.encode(), limits=Limits(elements=most), partial=True)
        assert set(document.text.splitlines()[2:]) <= {"收到123456件。"}
    runs = "<w:r><w:t>123</w:t></w:r><w:r><w:t>456</w:t></w:r>"
    paragraphs = word(f"<w:p>{runs}</w:p>" * 200)
    for most in range(200, 1400, 97):
        document = gr.read(paragraphs, limits=Limits(elements=most), partial=True)
        assert set(document.text.splitlines()[1:]) <= {"123456"}
        document = gr.read(paragraphs, limits=Limits(runs=most // 4), partial=True)
        assert set(document.text.splitlines()[1:]) <= {"123456"}


def test_a_table_that_is_not_read_whole_is_left_out() -> None:
    row = "<w:tr>" + "<w:tc><w:p><w:r><w:t>9</w:t></w:r></w:p></w:tc>" * 4 + "</w:tr>"
    data = word(f"<w:tbl>{row * 3}</w:tbl><w:tbl>{row * 30}</w:tbl>")
    for limits in (Limits(elements=150), Limits(runs=60), Limits(cells=20)):
        document = gr.read(data, limits=limits, partial=True)
        [table] = [block for block in document.blocks if isinstance(block, gr.Table)]
        assert table.n_rows == 3


def test_time_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    ticks = iter(range(100_000))
    monkeypatch.setattr(time, "thread_time", lambda: float(next(ticks)))
    data = (HEAD + "收到申请1件。\n" * 600).encode()
    with pytest.raises(gr.LimitExceeded, match="seconds") as caught:
        gr.parse(data, limits=Limits(seconds=4))
    assert caught.value.limit == "seconds"
    report = gr.parse(data, limits=Limits(seconds=4), partial=True)
    assert report.is_partial
    assert 0 < len(report.quantities) < 600


@pytest.mark.parametrize("room", ["items_of", "match_tables", "read_quantities", "account"])
def test_time_is_bounded_in_every_room(room: str, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr(time, "thread_time", lambda: now[0])
    enter = getattr(pipeline, room)

    def entered(*args: object) -> object:
        now[0] = 200
        return enter(*args)

    monkeypatch.setattr(pipeline, room, entered)
    row = "<tr><td>收到申请数</td><td>件</td><td>1</td></tr>"
    data = f"{PAGE}{'<p>收到申请1件。</p>' * 90}<table>{row * 90}</table>".encode()
    with pytest.raises(gr.LimitExceeded, match=r"120 seconds \(limits\.seconds\)"):
        gr.parse(data)
    report = gr.parse(data, limits=Limits(seconds=1000))
    assert len(report.quantities) == 90


def test_no_layout_changes_what_the_next_one_asks_for() -> None:
    lines = ["指标  单位  数量", *(f"第{n}项  件  {n}" for n in range(9))]
    once, again = (list(find_tables(lines)) for _ in range(2))
    assert once == again
    assert once[0].rows is not None
    assert once[0].rows[0] == ("指标", "单位", "数量")


def test_a_paragraph_is_read_once_however_many_figures_of_other_years_it_has(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = (CONFORMANCE / "text.other_year" / "broken.txt").read_text()
    [line] = [each for each in text.splitlines() if "2021年" in each and "12件" in each]
    read: list[str] = []

    def find(text: str) -> Sequence[QuantitySpan]:
        read.append(text)
        return find_quantities(text)

    monkeypatch.setattr(content, "find_quantities", find)
    report = gr.parse(text.replace(line, line * 50).encode())
    assert len(report.quantities) >= 50
    assert len(read) == 1
    assert [f.code for f in report.findings].count("text.other_year") == 50


def test_what_was_read_gets_time_of_its_own() -> None:
    limits = Limits(seconds=1000)
    with work.metered(limits, partial=True) as metered, work.rest_left():
        raise gr.LimitExceeded.of("seconds", limits.seconds)
    assert str(metered.exceeded) == "more than 1000 seconds (limits.seconds)"


def test_counts_of_what_stands_within_another_file_are_counted_together() -> None:
    with work.metered(Limits(runs=3)), work.metered(Limits(runs=100)):
        work.take("runs", 3)
        with pytest.raises(gr.LimitExceeded):
            work.take("runs")


def test_nothing_is_metered_where_nobody_asked() -> None:
    work.take("runs", 10**9)
    assert text_within("1" * 10, Limits()) == "1" * 10
    assert list(work.counted([1, 2], "runs")) == [1, 2]


def test_a_limit_goes_through_a_pipe() -> None:
    error = pickle.loads(pickle.dumps(gr.LimitExceeded.of("runs", 5)))
    assert (error.limit, error.most, error.detail) == ("runs", 5, "more than 5 runs (limits.runs)")


def _no_memory(*_: object, **__: object) -> None:
    raise MemoryError


@pytest.mark.parametrize(
    "where",
    [
        "govreport.pipeline.load",
        "govreport.pipeline.read_quantities",
        "govreport.pipeline.match_tables",
        "govreport.readers.text.reader.decode",
        "govreport.pipeline.check",
    ],
)
def test_out_of_memory_is_a_limit(where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(where, _no_memory)
    with pytest.raises(gr.LimitExceeded, match="memory"):
        gr.parse((HEAD + "收到申请1件。").encode())


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (lambda: b"<a>" + b"x" * 10_100_000 + b"</a>", "too long"),
        (lambda: b"<a>" * 300, "nested too deep"),
    ],
)
def test_what_the_parser_of_xml_takes_for_too_much_is_no_damage(
    made: Callable[[], bytes], said: str
) -> None:
    with pytest.raises(gr.LimitExceeded, match=said):
        parse_part(made())


def test_a_bomb_in_a_package_names_its_limit() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{MAIN}">' + " " * 100_000)
    with pytest.raises(gr.LimitExceeded, match=r"limits\.unpacked_bytes"):
        gr.read(buffer.getvalue(), limits=Limits(unpacked_bytes=10_000))


def test_a_part_of_a_package_is_bounded_by_itself() -> None:
    data = word("<w:p><w:r><w:t>无</w:t></w:r></w:p>" * 3000)
    with pytest.raises(gr.LimitExceeded, match=r"unpacks to .*50000 bytes \(limits\.part_bytes\)"):
        gr.read(data, limits=Limits(part_bytes=50_000))
    assert DEFAULT_LIMITS.part_bytes * 4.5 < 500e6, "what a tree of it takes"


def test_the_xml_of_a_package_is_bounded_all_together() -> None:
    limits = Limits(part_bytes=150_000)
    data = workbook(500, 1000, 500)
    with pytest.raises(gr.LimitExceeded, match=r"limits\.part_bytes"):
        gr.read(data, limits=limits)
    text = gr.read(data, limits=limits, partial=True).text
    assert "第0组" in text
    assert "第2组" not in text


def sheets(pages: int) -> bytes:
    drawn = Sheets()
    for number in range(pages):
        drawn.text(LEFT, 72 + number, f"第{number}组公开信息{number}条。")
        drawn.next_page()
    return drawn.save()


def drawn(pages: int) -> bytes:
    """An OFD file of as many pages."""
    line = (
        '<ofd:TextObject ID="1" Boundary="20 25 180 10" Font="3" Size="5">'
        '<ofd:TextCode X="0" Y="5">第{0}组公开信息{0}条。</ofd:TextCode></ofd:TextObject>'
    )
    return package([line.format(number) for number in range(pages)])


def old_workbook(*rows: int) -> bytes:
    return biff5(
        {
            f"表{number}": [[f"第{number}组", row, row + 1] for row in range(1, count + 1)]
            for number, count in enumerate(rows)
        }
    )


def workbook(*rows: int) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    for number, count in enumerate(rows):
        sheet = book.create_sheet(f"表{number}")
        for row in range(count):
            sheet.append([f"第{number}组", row, row + 1])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "limits", "first", "not_read"),
    [
        (sheets(4), Limits(pages=2), "第1组", "第2组"),
        (workbook(4, 200, 4), Limits(elements=500), "第0组", "第1组"),
        (workbook(4, 90, 4), Limits(cells=50), "第0组", "第1组"),
        (drawn(4), Limits(pages=2), "第1组", "第2组"),
        (old_workbook(4, 90, 4), Limits(elements=100), "第0组", "第1组"),
        (old_workbook(4, 90, 4), Limits(elements=320), "第1组", "第2组"),
        (old_workbook(4, 90, 4), Limits(cells=25), "第0组", "第1组"),
        (doc([par(f"第{n}组") for n in range(90)]), Limits(blocks=50), "第49组", "第50组"),
        (doc([par(f"第{n}组") for n in range(90)]), Limits(runs=50), "第20组", "第51组"),
    ],
    ids=[
        *("pdf-pages", "xlsx-elements", "xlsx-cells", "ofd-pages"),
        *("xls-elements", "xls-elements-further", "xls-cells", "doc-paragraphs", "doc-runs"),
    ],
)
def test_every_reader_gives_what_it_has_read(
    data: bytes, limits: Limits, first: str, not_read: str
) -> None:
    with pytest.raises(gr.LimitExceeded):
        gr.read(data, limits=limits)
    document = gr.read(data, limits=limits, partial=True)
    assert first in document.text
    assert not_read not in document.text
    assert [notice.code for notice in document.notices].count("input.partial") == 1
    assert not_read in gr.read(data, partial=True).text


@pytest.mark.parametrize("made", [sheets, drawn])
def test_pages_are_counted_before_any_is_read(
    made: Callable[[int], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr("govreport.readers.pdf.reader.content_of", read)
    monkeypatch.setattr("govreport.readers.ofd.reader.draw", read)
    with pytest.raises(gr.LimitExceeded, match=r"7 pages, more than 5 \(limits\.pages\)"):
        gr.read(made(7), limits=Limits(pages=5))


def test_recognition_has_time_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr(time, "thread_time", lambda: now[0])
    with work.metered(Limits(seconds=120)):
        with work.paused():
            now[0] += 1_000
        now[0] += 100
        work.step(work.PAGE)
        now[0] += 100
        with pytest.raises(gr.LimitExceeded, match="seconds"):
            work.step(work.PAGE)
