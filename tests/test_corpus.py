"""``make corpus``: what it counts as missing, and that a file may bring down what reads it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from attrs import evolve

from corpus import __main__ as command
from corpus.independent import reading
from corpus.lost import UNEXPLAINED, compared
from corpus.table import Row, lines
from fixtures import make_spec, write_docx, write_pdf, write_xlsx
from fixtures.write_xlsx import Book
from govreport.document import Cell, Document, Paragraph, Table
from govreport.notices import notice


def document(*texts: str) -> Document:
    return Document(format="pdf", blocks=tuple(Paragraph(text=text) for text in texts))


def test_text_that_is_all_there_is_not_missing() -> None:
    table = Table(n_rows=1, n_columns=1, cells=(Cell(row=0, column=0, text="收到\n12 件"),))
    found = compared(
        Document(format="pdf", blocks=(Paragraph(text="Ｏne ﬁgure, 二"), table)),
        ["二 one\nfigure", "收到12件"],
    )
    assert (found.words, found.parted, found.missing) == (7, 0, ())


def test_words_joined_and_parted_are_counted_apart() -> None:
    found = compared(document("onetwo th ree four"), ["one two three five"])
    assert found.parted == 3
    assert found.missing == ((UNEXPLAINED, "five"),)


def test_each_that_is_missing_counts() -> None:
    assert compared(document("1 1"), ["1 1 1 2"]).missing == (
        (UNEXPLAINED, "1"),
        (UNEXPLAINED, "2"),
    )


def test_what_is_missing_is_put_down_to_the_notice_that_tells_of_it() -> None:
    read = evolve(
        document("text"),
        notices=(
            notice("pdf.furniture", quote="header", page=2),
            notice("pdf.no_text_layer", page=1),
        ),
    )
    found = compared(read, ["gone text", "header other", "third"])
    assert sorted(found.missing) == [
        ("pdf.furniture", "header"),
        ("pdf.furniture (page)", "other"),
        ("pdf.no_text_layer (page)", "gone"),
        (UNEXPLAINED, "third"),
    ]


@pytest.mark.parametrize(
    ("format", "data"),
    [
        ("docx", write_docx(make_spec(1, "2019"))),
        ("pdf", write_pdf(make_spec(1, "2019"))),
        ("xlsx", write_xlsx(make_spec(1, "2019"), next(iter(Book)))),
    ],
)
def test_another_program_reads_it(format: str, data: bytes) -> None:
    pages = reading(format, data)
    assert pages is not None
    assert "政府信息公开" in "".join(pages)
    assert reading(format, data[:100]) is None


def test_formats_that_nothing_else_here_reads() -> None:
    assert reading("ofd", b"") is None


def test_faults_are_what_must_not_happen() -> None:
    assert Row(path="a", outcome="input.corrupt").faults == []
    assert Row(path="a", outcome="!KeyError: x").faults == ["KeyError: x"]
    assert Row(path="a", outcome="died of SIGSEGV", died=True).faults == ["died of SIGSEGV"]
    assert Row(path="a", outcome="report", seconds=11, megabytes=501).faults == ["11.0 s", "501 MB"]


def test_the_tables_say_how_many() -> None:
    missing = (("pdf.furniture", "1"), (UNEXPLAINED, "2"))
    rows = [
        Row(path="x/a.pdf", outcome="report", seconds=1, format="pdf", words=9, missing=missing),
        Row(path="x/b.pdf", outcome="input.corrupt", seconds=3, megabytes=90),
        Row(path="x/c.DOCX", outcome="!KeyError: x"),
    ]
    said = list(lines(rows))
    assert "| .pdf | 2 | 1 | 0 | input.corrupt 1 | 0 | 3.000 | 3.0 | 90 |" in said
    assert "| .docx | 1 | 0 | 0 |  | 1 | 0.000 | 0.0 | 0 |" in said
    assert "| pdf | pdftotext | 1 | 9 | 0 | 2 | 1 |" in said
    assert "1 of 3 files were not taken as they must be" in said
    assert "    1 of 9: x/a.pdf" in said


def test_a_folder_is_read_file_by_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    files = tmp_path / "files"
    (files / "1").mkdir(parents=True)
    word = write_docx(make_spec(1, "2019"))
    (files / "1" / "报告.docx").write_bytes(word)
    (files / "broken.docx").write_bytes(word[:3000])
    (files / "notice.txt").write_text("关于报送材料的通知\n请各单位按时报送。", "utf-8")
    out = tmp_path / "out.jsonl"
    monkeypatch.setattr("sys.argv", ["corpus", str(files), "--out", str(out)])
    assert command.main() == 0
    rows = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert {row["path"].removeprefix(f"{files}/"): row["outcome"] for row in rows} == {
        "1/报告.docx": "report",
        "broken.docx": "input.corrupt",
        "notice.txt": "input.not_a_report",
    }
    [report] = [row for row in rows if row["outcome"] == "report"]
    assert report["words"] > 500
    assert report["missing"] == []
    assert "| all | 3 | 1 | 1 | input.corrupt 1 | 0 |" in capsys.readouterr().out
