"""The command line: what it prints, its exit codes, and that bad input costs one line each."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import jsonschema
import pytest
from attrs import evolve
from rich.console import Console

from fixtures import Wart, make_spec, write_docx, write_text
from fixtures.write_text import Layout
from govreport import Certainty, Report
from govreport.cli.check import _overview
from govreport.forms.catalogue import editions
from govreport.kinds import kinds
from govreport.model import Metrics
from govreport.pipeline import parse
from support.command import run
from support.headless import OLE, compound

COMMAND = [sys.executable, "-c", "from govreport.cli.main import main; main()"]
GOOD, WRONG = make_spec(3, "2014", year=2018), make_spec(4, "2019", year=2020)


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in a folder with one clean report, one with a wrong sum, and nothing else."""
    monkeypatch.chdir(tmp_path)
    Path("好.docx").write_bytes(write_docx(GOOD))
    Path("错.txt").write_bytes(write_text(WRONG, Layout.CRAWLER, frozenset({Wart.BROKEN_SUM})))


def spawn(
    *arguments: str | bytes, environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Run as a program of its own, its output piped."""
    settings = {**os.environ, "PYTHONWARNINGS": "error", **(environment or {})}
    return subprocess.run(
        [*COMMAND, *arguments], capture_output=True, env=settings, timeout=60, check=False
    )


def test_piped_output_is_json_a_line_a_report() -> None:
    result = run("parse", "好.docx", "错.txt")
    reports = [Report.from_json(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 0
    assert reports == [parse("好.docx"), parse("错.txt")]


def test_table_is_the_summary() -> None:
    result = run("parse", "--table", "好.docx")
    assert result.exit_code == 0
    assert f"│ 发布机关  {GOOD.organ}" in result.stdout
    assert "未发现问题。" in result.stdout
    assert "\x1b" not in result.stdout


def test_html_is_one_page() -> None:
    result = run("parse", "--html", "好.docx")
    assert result.exit_code == 0
    assert result.stdout == parse("好.docx").to_html()


def test_several_pages_need_a_folder() -> None:
    result = run("parse", "--html", "好.docx", "错.txt")
    assert result.exit_code == 2
    assert "--html 处理几个文件时要有 -o DIR" in result.stderr


def test_output_writes_a_file_for_each_input() -> None:
    result = run("parse", "-o", "出", "好.docx", "错.txt")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")
    assert sorted(path.name for path in Path("出").iterdir()) == ["好.docx.json", "错.txt.json"]
    written = Report.from_json(Path("出", "好.docx.json").read_bytes())
    assert written == parse("好.docx")


def test_output_overwrites_neither_another_result_nor_an_input() -> None:
    Path("甲").mkdir()
    Path("甲/好.docx").write_bytes(write_docx(GOOD))
    Path("好.docx.html").write_bytes(write_docx(GOOD))
    result = run("parse", "--html", "-o", ".", "好.docx", "甲/好.docx", "好.docx.html")
    assert result.exit_code == 0
    names = {path.name for path in Path().glob("*.html")}
    assert names == {"好.docx.html", "好.docx-2.html", "好.docx-3.html", "好.docx.html.html"}
    assert Path("好.docx.html").read_bytes() == write_docx(GOOD)


def test_output_to_what_is_no_folder_is_wrong_usage() -> None:
    result = run("parse", "-o", "错.txt", "好.docx")
    assert result.exit_code == 2
    assert "'错.txt': 已有这个名称的文件" in result.stderr


def test_output_that_cannot_be_written_costs_one_line() -> None:
    name = "a" * 250 + ".txt"
    Path(name).write_bytes(Path("错.txt").read_bytes())
    result = run("parse", "-o", "出", name, "好.docx")
    assert result.exit_code == 3
    assert len(result.stderr.splitlines()) == 1
    assert result.stderr.startswith(f"{name}: 无法写出 [output] ")
    assert [path.name for path in Path("出").iterdir()] == ["好.docx.json"]


def test_check_says_a_line_a_finding_and_a_line_a_clean_file() -> None:
    result = run("check", "好.docx", "错.txt")
    findings = parse("错.txt").findings
    clean, *lines = result.stdout.splitlines()
    assert result.exit_code == 1
    assert clean == "好.docx: 未发现问题"
    assert len(lines) == len(findings)
    assert lines[0].startswith(f"错.txt: 错误 arithmetic.sum {findings[0].message}")


def test_check_speaks_english() -> None:
    result = run("check", "--lang", "en", "好.docx", "错.txt")
    assert result.stdout.startswith("好.docx: no findings\n错.txt: error arithmetic.sum ")
    result = run("check", "--lang", "en", "缺.docx")
    assert result.stderr == "缺.docx: [input.unavailable] no such file (check the name)\n"


def test_check_as_json() -> None:
    result = run("check", "--json", "好.docx", "错.txt")
    assert result.exit_code == 1
    good, wrong = map(json.loads, result.stdout.splitlines())
    assert good == {"path": "好.docx", "findings": []}
    assert wrong["path"] == "错.txt"
    assert wrong["findings"][0]["code"] == "arithmetic.sum"


def test_check_as_a_table_has_a_row_for_every_file() -> None:
    result = run("check", "--table", "好.docx", "缺.docx")
    head, _, *rows = (
        [cell.strip() for cell in line.replace("┃", "│").split("│")]
        for line in result.stdout.splitlines()
    )
    assert (result.exit_code, result.stderr) == (3, "")
    assert head == ["文件", "发布机关", "年度", "版式", "数字", "章节", "发现"]
    assert rows[-1] == ["缺.docx", "", "", "", "", "", "无法打开"]
    values = sum(value is not None for value in GOOD.figures.values())
    assert rows[-2][1:5] == [GOOD.organ, "2018", "2014", str(values)]
    assert rows[-2][6] == "无"


def test_check_as_a_table_leaves_out_the_folder_that_all_are_in() -> None:
    Path("甲/乙").mkdir(parents=True)
    inside = run("check", "--table", "甲/乙/一.txt", "甲/乙/二.txt").stdout
    assert [line.split()[0] for line in inside.splitlines()[2:]] == ["一.txt", "二.txt"]
    apart = run("check", "--table", "甲/一.txt", "/无/二.txt").stdout
    assert [line.split()[0] for line in apart.splitlines()[2:]] == ["甲/一.txt", "/无/二.txt"]


def test_diff_of_two_years_as_json() -> None:
    before = make_spec(1, "2019", year=2019, organ=WRONG.organ)
    Path("去年.docx").write_bytes(write_docx(before))
    Path("今年.docx").write_bytes(write_docx(WRONG))
    result = run("diff", "去年.docx", "今年.docx")
    assert result.exit_code == 0
    said = json.loads(result.stdout)
    assert (said["before"]["year"], said["after"]["year"]) == (2019, 2020)
    found = {each["id"]: each for each in said["differences"] if not each["dimensions"]}
    one, two = (spec.figures["applications.received", ()] for spec in (before, WRONG))
    received = found["applications.received"]
    assert (received["before"]["value"], received["after"]["value"]) == (one, two)
    assert received["change"] == two - one  # type: ignore[operator]
    codes = {each["code"] for each in said["findings"]}
    assert codes == {"series.mismatch"}


def test_diff_as_a_table() -> None:
    Path("又.docx").write_bytes(write_docx(WRONG))
    result = run("diff", "--table", "好.docx", "又.docx")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    (refused,) = (line for line in lines if line.startswith("不予公开 "))
    assert refused.rstrip().endswith("合计")
    assert "行政复议：其他结果：2019年起尚未审结的另计一项，2014年格式没有该项。" in lines
    assert not any("series." in line for line in lines)
    same = run("diff", "--table", "好.docx", "好.docx")
    assert same.stdout == "可比的数字全部相同。\n正文 100.0% 与前一份一字不差，新写 0 句。\n"


def test_diff_needs_both_reports() -> None:
    result = run("diff", "好.docx", "无.docx")
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr.startswith("无.docx: 无法打开 [input.unavailable]")


def test_forms_lists_the_editions() -> None:
    result = run("forms")
    assert result.exit_code == 0
    for words in (("2014", "2014–2018"), ("2019", "2019–2020"), ("2021", "2021–")):
        assert any(all(word in line for word in words) for line in result.stdout.splitlines())


def test_forms_lists_the_rows_of_an_edition_in_their_hierarchy() -> None:
    lines = run("forms", "2014").stdout.splitlines()
    row = next(line for line in lines if "briefings.led" in line)
    assert row.split("│")[0].rstrip() == "　　　其中：主要负责同志参加新闻发布会次数"
    assert row.split("│")[2].strip() == "次"


def test_forms_lists_columns_with_their_dimensions() -> None:
    output = run("forms", "2021").stdout
    assert "[applicant=natural_person]" in output
    assert "lawsuits.upheld[route=direct]" in output


def test_forms_as_json() -> None:
    data = json.loads(run("forms", "--json").stdout)
    by_id = {edition["id"]: edition for edition in data}
    assert list(by_id) == [each.id for kind in kinds() for each in editions(kind)]
    assert json.loads(run("forms", "2019", "--json").stdout) == by_id["2019"]


def test_forms_of_an_unknown_edition() -> None:
    result = run("forms", "2015")
    assert result.exit_code == 2
    known = ", ".join(each.id for kind in kinds() for each in editions(kind))
    assert f"没有 '2015'，有 {known}" in result.stderr


def test_schema_accepts_what_parse_writes() -> None:
    schema = json.loads(run("schema").stdout)
    jsonschema.validate(json.loads(run("parse", "好.docx").stdout), schema)


def test_version() -> None:
    assert run("--version").stdout == "govreport 0.1.0\n"


def test_help_tells_the_exit_codes() -> None:
    result = run("--help")
    assert result.exit_code == 0
    for line in (
        "  1    check 发现“错误”级问题",
        "  2    命令用法有误",
        "  3    有文件读不了或不是年度报告",
    ):
        assert line in result.stdout


NOTICE = "关于做好年度汇总工作的通知\n各科室：\n请于月底前报送。\n"

#: What is in the file (None: no file, a string: a folder), and the line that it costs.
BAD: dict[str, tuple[bytes | str | None, str]] = {
    "missing": (None, "无法打开 [input.unavailable] 没有这个文件（请检查名称）"),
    "folder": ("", "无法打开 [input.unavailable] 目录里没有可读的文件"),
    "empty": (b"", "文件损坏或为空 [input.corrupt] 空文件，里面什么也没有（请重新取得文件）"),
    "cut-off": (
        write_docx(GOOD)[:9000],
        "文件损坏或为空 [input.corrupt] Word（.docx），不完整或损坏（请重新取得文件）",
    ),
    "encrypted": (
        compound("EncryptedPackage"),
        "文件已加密 [input.encrypted] 有密码保护（请去掉密码再试）",
    ),
    "legacy-cut-off": (
        compound("WordDocument"),
        "文件损坏或为空 [input.corrupt] OLE 复合文件，不完整（请重新取得文件）",
    ),
    "slides": (
        compound("PowerPoint Document"),
        "不支持的格式 [input.unsupported] PowerPoint（.ppt）（请另存为 .docx 或 PDF 再试）",
    ),
    "compound": (
        OLE,
        "不支持的格式 [input.unsupported] 不明的 OLE 文件（请另存为 .docx 或 PDF 再试）",
    ),
    "picture": (
        b"\x89PNG\r\n\x1a\n" + bytes(64),
        "文件损坏或为空 [input.corrupt] 图片无法解码",
    ),
    "notice": (
        NOTICE.encode(),
        (
            "不是年度报告 [input.not_a_report] 不是政府信息公开工作年度报告，开头是："
            "关于做好年度汇总工作的通知（文字可以用 govreport.read() 取得）"
        ),
    ),
}


@pytest.mark.parametrize("command", ["parse", "check"])
@pytest.mark.parametrize(("content", "line"), BAD.values(), ids=BAD)
def test_bad_input_costs_one_line_and_the_others_go_on(
    content: bytes | str | None, line: str, command: str
) -> None:
    if isinstance(content, bytes):
        Path("坏.docx").write_bytes(content)
    elif content is not None:
        Path("坏.docx").mkdir()
    result = run(command, "坏.docx", "好.docx")
    assert result.exit_code == 3
    assert result.stderr == f"坏.docx: {line}\n"
    assert result.stdout == run(command, "好.docx").stdout


def test_failures_outrank_findings_in_the_exit_code() -> None:
    assert run("check", "错.txt").exit_code == 1
    assert run("check", "错.txt", "缺.docx").exit_code == 3


def test_a_fault_of_ours_costs_one_line_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(path: str, **options: object) -> Report:
        raise ZeroDivisionError("division\nby zero")

    monkeypatch.setattr(sys.modules["govreport.pipeline"], "parse", broken)
    result = run("check", "好.docx")
    assert result.exit_code == 3
    assert result.stderr == (
        "好.docx: 程序内部错误 [internal] ZeroDivisionError: division by zero"
        "（govreport 的错误，请报告）\n"
    )


WEIRD = {
    "newline": (b"a\nb.docx", "a b.docx"),
    "escape": (b"a\x1b[31m.docx", "a�[31m.docx"),
    "not-utf-8": (b"a\xff.docx", "a�.docx"),
    "right-to-left": ("a\u202excod.docx".encode(), "a�xcod.docx"),
}


@pytest.mark.parametrize(("name", "shown"), WEIRD.values(), ids=WEIRD)
def test_weird_names_break_neither_the_line_nor_the_program(name: bytes, shown: str) -> None:
    good = os.path.join(b"weird", name)  # noqa: PTH118
    Path("weird").mkdir()
    Path(os.fsdecode(good)).write_bytes(write_docx(GOOD))
    result = spawn("check", name, good)
    assert result.returncode == 3
    assert result.stderr.decode() == (
        f"{shown}: 无法打开 [input.unavailable] 没有这个文件（请检查名称）\n"
    )
    assert result.stdout.decode() == f"weird/{shown}: 未发现问题\n"
    path = os.fsdecode(good)
    assert json.loads(run("check", "--json", path).stdout)["path"] == path
    assert Report.from_json(run("parse", path).stdout).source.path == path
    for arguments in (("parse", "--html"), ("parse", "--table"), ("check", "--table")):
        assert run(*arguments, path).exit_code == 0


def test_a_terminal_of_another_encoding() -> None:
    gbk = {"PYTHONIOENCODING": "gbk"}
    result = spawn("check", "好.docx", "缺\U0001f4c4.docx", environment=gbk)
    assert result.returncode == 3
    assert result.stdout.decode("gbk") == "好.docx: 未发现问题\n"
    assert result.stderr.decode("gbk").startswith("缺?.docx: 无法打开")
    assert Report.from_json(spawn("parse", "好.docx", environment=gbk).stdout.decode("utf-8"))


@pytest.mark.parametrize(
    "arguments",
    [("check", "好.docx"), ("parse", "--table", "好.docx"), ("forms", "2021"), ("--help",)],
    ids=lambda arguments: arguments[0],
)
def test_a_terminal_without_chinese(arguments: tuple[str, ...]) -> None:
    result = spawn(*arguments, environment={"PYTHONIOENCODING": "ascii"})
    assert (result.returncode, result.stderr) == (0, b"")


def test_a_closed_pipe_is_silent() -> None:
    program = subprocess.Popen([*COMMAND, "schema"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert program.stdout is not None
    program.stdout.close()
    _, said = program.communicate(timeout=60)
    assert said == b""
    assert program.returncode == -signal.SIGPIPE


def test_a_full_disk_costs_one_line() -> None:
    with Path("/dev/full").open("wb") as full:
        result = subprocess.run(
            [*COMMAND, "parse", "好.docx"], stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert result.returncode == 3
    assert result.stderr.decode() == "stdout: 无法写出 [output] 磁盘已满\n"


def test_without_a_stdout() -> None:
    result = subprocess.run(
        ["sh", "-c", '"$@" >&-', "sh", *COMMAND, "parse", "--table", "好.docx"],
        stderr=subprocess.PIPE,
        check=False,
    )
    assert (result.returncode, result.stderr) == (0, b"")


def test_interrupted() -> None:
    program = subprocess.Popen(
        [*COMMAND, "check", "缺.docx", "-"], stdin=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert program.stderr is not None
    assert program.stderr.readline(), "the first file is done, the second one never comes"
    time.sleep(0.2)
    program.send_signal(signal.SIGINT)
    _, said = program.communicate(timeout=60)
    assert program.returncode == 130
    assert said.strip() == b""


def test_overview_counts_what_nothing_confirms() -> None:
    report = parse("好.docx")
    read = [evolve(each, certainty=Certainty.OCR) for each in report.metrics]
    scan = evolve(report, metrics=Metrics(tuple(read), report.kind))
    table = _overview([("扫描.pdf", scan), ("好.docx", report)])
    out = io.StringIO()
    Console(file=out, width=200).print(table)
    counts = [line for line in out.getvalue().splitlines() if "读自扫描件未印证" in line]
    known = sum(metric.value is not None for metric in read)
    assert [line.split()[-1] for line in counts] == [str(known)]
