"""What commands take: folders, standard input, several processes; and names that are no files."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from fixtures import Wart, make_spec, write_docx, write_text
from fixtures.write_text import Layout
from govreport import Report, parse
from govreport.cli.main import cli
from support import archives
from support.command import run

COMMAND = [sys.executable, "-c", "from govreport.cli.main import main; main()"]
GOOD, WRONG = make_spec(3, "2014", year=2018), make_spec(4, "2019", year=2020)
DOCX = write_docx(GOOD)
TEXT = write_text(WRONG, Layout.CRAWLER, frozenset({Wart.BROKEN_SUM}))


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder with a report, one with a wrong sum below it, one in a zip, and a notice."""
    monkeypatch.chdir(tmp_path)
    files = {
        "甲.docx": DOCX,
        "下级/乙.txt": TEXT,
        "丙.zip": archives.zip_of({"内/丁.docx": DOCX}),
        "通知.txt": "关于报送材料的通知\n请于月底前报送。\n".encode(),
        "~$甲.docx": b"lock",
    }
    archives.write(Path("档案"), files)


FOUND = ["档案/丙.zip!/内/丁.docx", "档案/甲.docx", "档案/下级/乙.txt"]


def test_a_folder_is_walked() -> None:
    result = run("check", "档案")
    assert result.exit_code == 3
    lines = result.stdout.splitlines()
    assert [line.partition(": ")[0] for line in lines[:3]] == FOUND
    assert lines[0].endswith(": 未发现问题")
    assert " 错误 arithmetic.sum " in lines[2]
    assert result.stderr.startswith("档案/通知.txt: 不是年度报告 [input.not_a_report] ")


def test_a_folder_gives_the_reports_of_its_files() -> None:
    reports = [Report.from_json(line) for line in run("parse", "档案").stdout.splitlines()]
    assert [report.source.path for report in reports] == FOUND
    assert reports[1] == parse("档案/甲.docx")


def test_several_processes_give_the_same() -> None:
    alone, together = (run("parse", "档案", "档案/甲.docx", "--jobs", n) for n in ("1", "2"))
    assert (together.stdout, together.exit_code) == (alone.stdout, alone.exit_code)
    assert together.stderr == alone.stderr


def test_several_processes_that_cannot_be_had(monkeypatch: pytest.MonkeyPatch) -> None:
    result = run("check", "--jobs", "2", "--via", "libreoffice", "档案")
    assert result.exit_code == 2
    assert "--via 和 --ocr 只能由一个进程做：去掉 --jobs" in result.stderr
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    result = run("check", "--jobs", "2", "档案")
    assert result.exit_code == 2
    assert "--jobs 要有 pyarrow：pip install 'pyarrow>=15'" in result.stderr
    assert run("check", "档案").exit_code == 3


def test_an_empty_folder_is_no_silence() -> None:
    Path("空").mkdir()
    result = run("check", "空")
    assert result.exit_code == 3
    assert result.stderr == "空: 无法打开 [input.unavailable] 目录里没有可读的文件\n"


def test_results_of_a_folder_overwrite_none_of_its_files() -> None:
    Path("档案/甲.docx.json").write_bytes(DOCX)
    assert run("parse", "档案", "-o", "档案").exit_code == 3
    assert Path("档案/甲.docx.json").read_bytes() == DOCX
    names = {path.name for path in Path("档案").glob("*.json")}
    assert names == {
        "甲.docx.json",
        "甲.docx-2.json",
        "甲.docx.json.json",
        "乙.txt.json",
        "丁.docx.json",
    }


def test_standard_input() -> None:
    for data, line in ((DOCX, "-: 未发现问题"), (TEXT, "-: 错误 arithmetic.sum")):
        result = CliRunner().invoke(cli, ["check", "-"], input=data)
        assert result.stdout.startswith(line)
    read = CliRunner().invoke(cli, ["parse", "-"], input=DOCX).stdout
    report = Report.from_json(read)
    assert report.source.path == "-"
    assert report.metrics == parse("档案/甲.docx").metrics
    bad = CliRunner().invoke(cli, ["check", "-"], input=b"")
    assert (bad.exit_code, bad.stderr.startswith("-: 文件损坏或为空")) == (3, True)


def test_csv_of_figures_is_one_table() -> None:
    result = run("parse", "--csv", "档案/甲.docx", "档案/下级/乙.txt")
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    first = [row for row in rows if row["path"] == "档案/甲.docx"]
    metrics = parse("档案/甲.docx").metrics
    assert [row["id"] for row in first] == [metric.id for metric in metrics]
    values = ["" if m.value is None else str(m.value) for m in metrics]
    assert [row["value"] for row in first] == values
    second = [row for row in rows if row["path"] == "档案/下级/乙.txt"]
    assert {row["applicant"] for row in second} > {"business", "natural_person"}
    assert len(first) + len(second) == len(rows)


def test_csv_of_findings_is_one_table() -> None:
    result = run("check", "--csv", "档案/甲.docx", "档案/下级/乙.txt")
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    findings = parse("档案/下级/乙.txt").findings
    assert [(row["code"], row["message"]) for row in rows] == [
        (f.code, f.message) for f in findings
    ]
    assert {row["path"] for row in rows} == {"档案/下级/乙.txt"}
    assert result.exit_code == 1


def test_workbooks_of_reports_and_of_findings() -> None:
    assert run("parse", "--xlsx", "档案", "-o", "出").exit_code == 3
    assert {path.name for path in Path("出").iterdir()} == {
        *("丁.docx.xlsx", "甲.docx.xlsx", "乙.txt.xlsx"),
    }
    assert (
        run("check", "--xlsx", "档案/甲.docx", "档案/下级/乙.txt", "-o", "问题.xlsx").exit_code == 1
    )
    sheet = openpyxl.load_workbook("问题.xlsx").worksheets[0]
    head, *rows = sheet.iter_rows(values_only=True)
    findings = parse("档案/下级/乙.txt").findings
    assert head[0] == "文件"
    assert [row[0] for row in rows] == ["档案/下级/乙.txt"] * len(findings)
    assert {finding.message for finding in findings} == {row[head.index("内容")] for row in rows}


def test_a_workbook_needs_a_place(monkeypatch: pytest.MonkeyPatch) -> None:
    result = run("parse", "--xlsx", "档案")
    assert (result.exit_code, "--xlsx 处理几个文件时要有 -o DIR" in result.stderr) == (2, True)
    result = run("check", "-o", "a.csv", "档案")
    assert (result.exit_code, "-o 和 --csv 或 --xlsx 一起用" in result.stderr) == (2, True)
    assert run("check", "--csv", "-o", "无/a.csv", "档案/甲.docx").exit_code == 3
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    result = run("parse", "--xlsx", "档案/甲.docx")
    assert result.exit_code == 2
    assert "Excel 要有 openpyxl：pip install 'openpyxl>=3.1'" in result.stderr


def test_csv_holds_no_formula() -> None:
    organ = "=HYPERLINK(1)局"
    Path("坏.txt").write_text(f"2018年度{organ}政府信息公开工作年度报告\n一、概述\n公开1条。\n")
    Path("=坏.txt").write_bytes(DOCX)
    text = run("parse", "--csv", "坏.txt", "=坏.txt").stdout
    for row in csv.reader(io.StringIO(text)):
        assert not any(cell.startswith(("=", "+", "@")) for cell in row)
    assert "'=坏.txt" in text


@pytest.mark.parametrize(
    "arguments",
    [
        *(("parse", form) for form in ("--csv", "--table", "--json")),
        *(("check", form) for form in ("--csv", "--table", "--json")),
        ("check",),
    ],
)
def test_no_output_moves_the_cursor_of_a_terminal(arguments: tuple[str, ...]) -> None:
    """A name of a file may hold anything but a slash, and a page may say anything."""
    sign = "\x1b[2J\x9b31m\u202e"
    Path(f"坏{sign}.html").write_text(
        f"<meta charset=utf-8><h1>2018年度云浦区科技局{sign}政府信息公开工作年度报告</h1>"
        "<p>一、概述&#27;[2J&#x9b;31m</p><p>公开1条。</p>"
    )
    Path(f"空{sign}.txt").write_text("")
    result = run(*arguments, f"坏{sign}.html", f"空{sign}.txt", f"无{sign}.txt")
    assert result.stdout
    for said in (result.stdout, result.stderr):
        assert not {"\x1b", "\x9b", "\u202e"} & set(said)


#: What is given, what is wrong with it, and what to do.
NO_FILES = {
    "url": (
        "https://www.example.gov.cn/2020.docx",
        "是网址；不从网上取文件（请先下载，再给出文件名）",
    ),
    "file url": ("file:///srv/%E6%8A%A5.docx", "是地址，不是路径（请写 /srv/报.docx）"),
    "drive": (
        "C:\\报告\\甲.docx",
        "是 Windows 的路径，这里不是 Windows（在 WSL 里请写 /mnt/c/报告/甲.docx）",
    ),
    "drive with slashes": (
        "d:/甲.docx",
        "是 Windows 的路径，这里不是 Windows（在 WSL 里请写 /mnt/d/甲.docx）",
    ),
    "drive without slashes": (
        "C:报告甲.docx",
        "是 Windows 的路径，这里不是 Windows（请加引号：命令行会去掉反斜杠）",
    ),
    "share": (
        "\\\\server\\报告\\甲.docx",
        "是 Windows 的路径，这里不是 Windows（请把文件复制到这台机器）",
    ),
    "home": ("~/甲.docx", "没有这个文件（~ 只在命令行里展开；请写完整的路径）"),
    "other": ("没有.docx", "没有这个文件（请检查名称）"),
}


@pytest.mark.parametrize(("name", "answer"), NO_FILES.values(), ids=NO_FILES)
def test_a_name_that_is_no_file_gets_an_answer_that_helps(name: str, answer: str) -> None:
    result = run("check", name)
    assert result.exit_code == 3
    assert result.stderr == f"{name}: 无法打开 [input.unavailable] {answer}\n"


def test_a_file_that_bears_such_a_name_is_read() -> None:
    Path("C:甲.docx").write_bytes(DOCX)
    assert run("check", "C:甲.docx").stdout == "C:甲.docx: 未发现问题\n"


def test_what_is_done_is_logged_to_stderr() -> None:
    quiet, once, twice = (run("check", *v, "档案/甲.docx") for v in ((), ("-v",), ("-vv",)))
    assert quiet.stderr == ""
    assert [line.split(": ")[1] for line in once.stderr.splitlines()] == ["read", "parsed"]
    assert len(twice.stderr.splitlines()) == 4
    assert once.stdout == twice.stdout == quiet.stdout
    assert run("check", "档案/甲.docx").stderr == ""


def on_terminal(*arguments: str, **environment: str) -> tuple[str, str]:
    """Run with a terminal for stderr, and return stdout and what the terminal got."""
    ours, theirs = pty.openpty()
    settings = {**os.environ, "TERM": "xterm", **environment}
    done = subprocess.run(
        [*COMMAND, *arguments], stdout=subprocess.PIPE, stderr=theirs, env=settings, check=False
    )
    os.close(theirs)
    said = b""
    try:
        while chunk := os.read(ours, 4096):
            said += chunk
    except OSError:  # as Linux says that there is no more
        pass
    os.close(ours)
    return done.stdout.decode(), said.decode()


def test_progress_shows_on_a_terminal_and_leaves_nothing() -> None:
    # Nothing is shown in the first half of a second, in which a dozen files are read.
    archives.write(Path("多"), {f"{n}.txt": TEXT for n in range(150)})
    out, said = on_terminal("check", "--jobs", "1", "多")
    assert "/150 多/" in said
    assert said.endswith("\r\x1b[K")
    assert "\x1b" not in out
    assert on_terminal("check", "--jobs", "1", "多", TERM="dumb")[1] == ""


def test_interrupted_workers_end() -> None:
    archives.write(Path("多"), {f"{n}.txt": TEXT for n in range(200)})
    program = subprocess.Popen(
        [*COMMAND, "check", "--jobs", "2", "多"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert program.stdout is not None
    program.stdout.readline()
    program.send_signal(signal.SIGINT)
    _, said = program.communicate(timeout=60)
    assert (program.returncode, said.strip()) == (130, b"")


def test_a_reader_that_has_seen_enough_ends_several_processes_silently() -> None:
    archives.write(Path("多"), {f"{n}.txt": TEXT for n in range(200)})
    program = subprocess.Popen(
        [*COMMAND, "parse", "--jobs", "2", "多"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert program.stdout is not None
    json.loads(program.stdout.readline())
    program.stdout.close()
    assert program.stderr is not None
    with program.stderr:
        assert program.stderr.read() == b""
    assert program.wait(60) in (-signal.SIGPIPE, 3)
    time.sleep(0.3)
    listing = subprocess.run(["ps", "-eo", "ppid,args"], capture_output=True, text=True, check=True)
    assert not [line for line in listing.stdout.splitlines() if line.startswith(f"{program.pid} ")]
