"""``govreport view``: where the page goes, what it is, and what cannot be viewed."""

from __future__ import annotations

import functools
import io
import zipfile
from pathlib import Path

import pytest

from fixtures import make_spec, write_docx, write_pdf
from govreport import Limits, parse
from govreport.export.html.boxes import to_boxes
from support.command import run

SPEC = make_spec(5, "2014")


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    Path("报告.pdf").write_bytes(write_pdf(SPEC))
    Path("报告.docx").write_bytes(write_docx(SPEC))


def test_page_is_written_and_its_path_printed() -> None:
    result = run("view", "报告.docx", "-o", "看.html")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == f"{Path('看.html').absolute()}\n"
    assert Path("看.html").read_text("utf-8") == parse("报告.docx").to_html()


def test_page_goes_to_a_temporary_file_by_default() -> None:
    path = Path(run("view", "报告.pdf").stdout.strip())
    assert path.name.startswith("报告-")
    assert path.read_text("utf-8") == parse("报告.pdf").to_html()


def test_boxes_are_drawn_also_for_a_pdf_in_an_archive() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.write("报告.pdf")
    Path("包.zip").write_bytes(buffer.getvalue())
    for name in ("报告.pdf", "包.zip"):
        assert run("view", "--boxes", name, "-o", "框.html").exit_code == 0
        expected = to_boxes(parse(name), Path("报告.pdf").read_bytes())
        assert Path("框.html").read_text("utf-8") == expected


def test_boxes_need_a_pdf() -> None:
    result = run("view", "--boxes", "报告.docx", "-o", "框.html")
    assert result.exit_code == 3
    assert result.stderr == (
        "报告.docx: 不支持的格式 [input.unsupported] 方框画在 PDF 或图片的页面上，这个文件是 docx"
        "（不加 --boxes 就能看）\n"
    )
    assert not Path("框.html").exists()


def test_missing_file_costs_one_line() -> None:
    result = run("view", "缺.pdf")
    assert result.exit_code == 3
    assert result.stderr == "缺.pdf: 无法打开 [input.unavailable] 没有这个文件（请检查名称）\n"


@pytest.mark.parametrize(
    ("target", "reason"),
    [("没有/看.html", "没有这个文件或目录"), ("报告.pdf", "那就是这份报告本身")],
)
def test_page_that_cannot_be_written_costs_one_line(target: str, reason: str) -> None:
    result = run("view", "报告.pdf", "-o", target)
    assert result.exit_code == 3
    assert result.stderr == f"报告.pdf: 无法写出 [output] {target}: {reason}\n"
    assert Path("报告.pdf").read_bytes() == write_pdf(SPEC)


def test_on_a_terminal_a_browser_opens_it(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []

    def browser(uri: str) -> bool:
        opened.append(uri)
        return True

    monkeypatch.setattr("webbrowser.open", browser)
    monkeypatch.setattr("govreport.cli.view.is_terminal", lambda: True)
    result = run("view", "报告.pdf", "-o", "看.html")
    assert result.stdout == ""
    assert opened == [Path("看.html").absolute().as_uri()]


def test_a_file_is_viewed_as_it_is_read_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    bounded = functools.partial(parse, limits=Limits(blocks=12))
    monkeypatch.setattr("govreport.pipeline.parse", bounded)
    assert run("view", "报告.docx", "-o", "看.html").exit_code == 3
    asked = ("--partial", "--ocr", "never", "--lang", "en", "-o", "看.html")
    result = run("view", *asked, "报告.docx")
    assert result.exit_code == 0
    text = Path("看.html").read_text("utf-8")
    assert "input.partial" in text
    assert '<html lang="en">' in text
