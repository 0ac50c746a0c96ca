"""``govreport batch`` as a program: what it prints, its exit codes, and being interrupted."""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import govreport as gr
from govreport.cli.main import cli
from support import archives
from support.archives import report_text
from support.batches import archive_of, content

COMMAND = [sys.executable, "-m", "govreport", "batch"]
ORGANS = [f"青澜市云浦区第{n}局" for n in range(40)]


#: With the tests' plug-ins at hand for workers.
ENVIRONMENT = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in a folder of one's own."""
    monkeypatch.chdir(tmp_path)


def run(*arguments: str | Path) -> Result:
    """Run in this process; nothing but an exit may come out of it."""
    result = CliRunner().invoke(cli, ["batch", *map(str, arguments)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def spawn(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env=ENVIRONMENT,
    )


def many(*notes: str) -> Path:
    """An archive of short reports, some of which do something to their reader."""
    padded = [*notes, *[""] * (len(ORGANS) - len(notes))]
    texts = (report_text(o, 2020, note) for o, note in zip(ORGANS, padded, strict=True))
    files = {f"{n:02}.txt": text for n, text in enumerate(texts)}
    return archives.write(Path("many"), files)


def test_an_archive_becomes_a_folder_of_tables() -> None:
    archive_of(Path("档案"))
    done = spawn("档案", "-o", "结果", "--jobs", "2", "--jsonl")
    assert done.returncode == 0
    said = json.loads(done.stdout)
    assert said["store"] == "结果"
    assert said["archive"] == str(Path("档案").absolute())
    assert (said["complete"], said["running"], said["current"]) == (True, False, True)
    assert said["files"] == 20
    assert said["status"] == {
        "container": 1,
        "duplicate": 3,
        "failed": 3,
        "left_out": 1,
        "not_a_report": 1,
        "parsed": 11,
    }
    assert said["causes"] == {
        "archive.corrupt": 1,
        "archive.hidden": 1,
        "input.corrupt": 2,
        "input.not_a_report": 1,
    }
    names = {path.name for path in Path("结果").iterdir()}
    assert names == {
        *("reports", "metrics", "quantities", "sections", "findings", "measures", "files", "jsonl"),
        *("issuers", "organs", "concepts", "points", "versions", "series_findings", "reuse"),
        *("issuers.csv", "datapackage.json"),
        *("govreport.json", "ledger.sqlite", "summary.html", ".lock"),
    }
    assert json.loads(run("--status", "结果").stdout) == said
    assert len(gr.open_store("结果").frame("reports")) == 11


def test_lines_of_json_say_how_it_goes() -> None:
    archive_of(Path("档案"))
    lines = [json.loads(line) for line in spawn("档案", "-o", "结果").stderr.splitlines()]
    assert [line["event"] for line in lines] == ["begin", *["file"] * 4, "end"]
    assert {line["path"]: line["code"] for line in lines if line["event"] == "file"} == {
        "empty.txt": "input.corrupt",
        "2020/broken.docx": "input.corrupt",
        "2020/notice.txt": "input.not_a_report",
        "2021/bad.tar.gz": "archive.corrupt",
    }
    assert sum(lines[-1]["files"].values()) == 20


def test_a_second_run_does_what_is_new() -> None:
    archives.write(Path("档案"), {"a.txt": report_text(ORGANS[0], 2020)})
    run("档案", "-o", "结果")
    archives.write(Path("档案"), {"b.txt": report_text(ORGANS[1], 2020)})
    done = run("档案", "-o", "结果")
    assert json.loads(done.stdout)["status"] == {"parsed": 2}
    assert json.loads(done.stderr.splitlines()[-1])["files"] == {"parsed": 1}


def test_a_single_zip() -> None:
    files = {f"2020/{organ}.txt": report_text(organ, 2020) for organ in ORGANS[:3]}
    Path("档案.zip").write_bytes(archives.gbk_zip(files))
    done = run("档案.zip", "-o", "结果")
    assert done.exit_code == 0
    assert json.loads(done.stdout)["status"] == {"container": 1, "parsed": 3}
    paths = gr.open_store("结果").frame("reports")["path"]
    assert list(paths) == [f"档案.zip!/{name}" for name in files]


def test_results_inside_the_archive_are_no_part_of_it() -> None:
    archives.write(Path("档案"), {"a.txt": report_text(ORGANS[0], 2020)})
    for _ in range(2):
        done = run("档案", "-o", "档案/结果")
        assert json.loads(done.stdout)["status"] == {"parsed": 1}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "给出 ARCHIVE 和 -o OUT，或 --status OUT"),
        (("档案",), "给出 ARCHIVE 和 -o OUT，或 --status OUT"),
        (("档案", "-o", "结果", "--status", "结果"), "--status OUT 单独用"),
        (("档案", "-o", "结果", "--jobs", "0"), "--jobs"),
        (("档案", "-o", "结果", "--timeout", "0"), "--timeout"),
        (
            ("档案", "-o", "结果", "--path-pattern", "2020"),
            "--path-pattern: 不能这样使用 [batch.store] 里面没有具名的组（组名用 year、region",
        ),
        (("档案", "-o", "档案"), "档案: 不能这样使用 [batch.store] 里面有别的东西"),
        (("--status", "档案"), "档案: 不能这样使用 [batch.store] 里面没有批处理的结果"),
    ],
)
def test_wrong_usage(arguments: tuple[str, ...], message: str) -> None:
    archives.write(Path("档案"), {"a.txt": report_text(ORGANS[0], 2020)})
    done = run(*arguments)
    assert done.exit_code == 2
    assert message in done.stderr
    assert not Path("结果").exists()


def test_an_archive_that_is_not_there() -> None:
    done = run("档案", "-o", "结果")
    assert done.exit_code == 3
    assert done.stderr == (
        "档案: 无法打开 [input.unavailable] 打不开：没有这个文件或目录（请检查名称）\n"
    )
    assert not Path("结果").exists()


@pytest.mark.parametrize(
    ("out", "reason"),
    [("file", "已有这个名称"), ("file/out", "不是目录"), ("/proc/out", "没有这个文件")],
)
def test_results_that_cannot_be_written(out: str, reason: str) -> None:
    many()
    Path("file").touch()
    done = run("many", "-o", out)
    assert done.exit_code == 3
    assert done.stderr.startswith(f"{out}: 无法写出 [output] {reason}")
    assert len(done.stderr.splitlines()) == 1


def test_a_ledger_that_cannot_be_written_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    many()
    monkeypatch.setattr("govreport.batch.store.ledger.Ledger.enter", full)
    done = run("many", "-o", "out")
    assert done.exit_code == 3
    assert done.stderr.splitlines()[-1] == "out: 无法写出 [output] database or disk is full"


def test_without_pyarrow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    done = run("many", "-o", "out")
    assert done.exit_code == 2
    assert "批处理 要有 pyarrow：pip install 'pyarrow>=15'" in done.stderr
    for needs in (gr.open_store, gr.parse_many):
        with pytest.raises(ImportError, match=r"needs pyarrow: pip install 'pyarrow>=15'"):
            needs("out")


def test_workers_that_cannot_start() -> None:
    many()
    done = run("many", "-o", "out", "--plugin", "no_such_module", "--jobs", "1")
    assert done.exit_code == 3
    assert done.stderr.splitlines()[-1].startswith(
        "out: 无法启动解析进程 [batch.engine] 解析进程还没开始就结束了（以代码 1 结束）"
    )


def test_files_that_break_their_reader_are_quarantined_and_nothing_else_is_lost() -> None:
    many("", "PLEASE-HANG", "", "PLEASE-EAT", "PLEASE-SEGFAULT", "", "PLEASE-EXIT")
    done = spawn(
        *("many", "-o", "out", "--jobs", "2", "--timeout", "5", "--memory", "400"),
        *("--plugin", "support.hostile_reader"),
    )
    assert done.returncode == 0
    files = {row["path"]: row for row in gr.open_store("out").arrow("files").to_pylist()}
    codes = {path: row["code"] for path, row in files.items() if row["status"] != "parsed"}
    assert codes == {
        "01.txt": "batch.timeout",
        "03.txt": "batch.memory",
        "04.txt": "batch.crash",
        "06.txt": "batch.crash",
    }
    assert files["01.txt"]["detail"] == "took more than 5 s"
    assert files["03.txt"]["detail"] == "took more than 400 MiB"
    assert files["04.txt"]["detail"] == "the worker was ended by SIGSEGV"
    assert len(files) == len(ORGANS)
    assert list(gr.open_store("out").frame("reports")["issuer"]) == [
        organ for n, organ in enumerate(ORGANS) if n not in (1, 3, 4, 6)
    ]


def test_a_worker_that_dies_while_it_is_sent_a_file() -> None:
    """The one that sends must not be ended by the broken pipe, as commands usually are."""
    large = report_text(ORGANS[0], 2020) + b"\n" * (8 << 20)
    archives.write(Path("many"), {"a.txt": report_text(ORGANS[1], 2020), "b.txt": large})
    done = spawn("many", "-o", "out", "--jobs", "1", "--plugin", "support.deaf_worker")
    assert done.returncode == 0
    files = {row["path"]: row for row in gr.open_store("out").arrow("files").to_pylist()}
    assert {path: row["code"] for path, row in files.items()} == {
        "a.txt": None,
        "b.txt": "batch.crash",
    }


def test_status_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    archives.write(Path("档案"), {"a.txt": report_text(ORGANS[0], 2020), "b [/x].txt": b""})
    run("档案", "-o", "结果")
    monkeypatch.setattr("govreport.cli.batch_run.parser_now", lambda _: "9.9")
    monkeypatch.setattr("click.testing._NamedTextIOWrapper.isatty", lambda _: True, raising=False)
    shown = run("--status", "结果").stdout
    lines = [line.rstrip() for line in shown.splitlines()]
    assert lines[2:5] == [
        "已解析   │                                │    1",
        "无法读取 │ 文件损坏或为空 [input.corrupt] │    1",
        "─────────┼────────────────────────────────┼─────",
    ]
    parser = gr.open_store("结果").manifest.parser
    assert lines[6:] == [
        f"由 govreport {parser} 解析，现在是 9.9：再次运行会全部重新解析",
        "结果/summary.html",
    ]
    Path("结果/issuers.csv").unlink()
    assert "档案 还没有全部走过：再次运行同一命令接着做" in run("--status", "结果").stdout


# --- interrupted ---

#: So many files that some parts are in the store before the last of them is parsed.
FILES = 600


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive whose last but one file hangs until there is a file named ``go`` beside it."""
    folder = tmp_path_factory.mktemp("interrupted")
    order = f"PLEASE-HANG-UNTIL:{folder / 'go'}\n"
    files = {
        f"{n:03}.txt": report_text(f"青澜市云浦区第{n}局", 2020, order * (n == FILES - 2))
        for n in range(FILES)
    }
    return archives.write(folder / "archive", files)


@pytest.fixture(scope="module")
def whole(large: Path) -> dict[str, list[dict[str, object]]]:
    """What a run gives that nothing disturbs."""
    go = large.parent / "go"
    go.touch()
    done = spawn(*_arguments(large, large.parent / "whole"))
    go.unlink()
    assert done.returncode == 0, done.stderr
    return content(large.parent / "whole")


def _arguments(archive: Path, out: Path) -> list[str | Path]:
    return [archive, "-o", out, "--jobs", "2", "--jsonl", "--plugin", "support.hostile_reader"]


def _begun(archive: Path, out: Path, parts: int) -> subprocess.Popen[str]:
    """A batch that has so many parts in its store and is going on."""
    command = [*COMMAND, *map(str, _arguments(archive, out)), "--resume"]
    process = subprocess.Popen(
        command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=ENVIRONMENT
    )
    while len([*out.glob("files/part-*")]) < parts and process.poll() is None:
        time.sleep(0.02)
    return process


def test_ctrl_c_ends_it_and_the_same_command_goes_on(
    large: Path, whole: dict[str, list[dict[str, object]]]
) -> None:
    process = _begun(large, Path("out"), parts=2)
    about = json.loads(run("--status", "out").stdout)
    assert (about["running"], about["complete"]) == (True, False)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=30)
    assert process.returncode == 130
    *_, stopped, last = said.splitlines()
    assert json.loads(stopped)["event"] == "stopped"
    assert last == "已中断：out 里的结果完好，再次运行同一命令接着做"
    about = json.loads(run("--status", "out").stdout)
    assert (about["status"], about["running"], about["complete"]) == ({"parsed": 512}, False, False)
    (large.parent / "go").touch()
    done = spawn(*_arguments(large, Path("out")))
    (large.parent / "go").unlink()
    assert done.returncode == 0
    assert json.loads(done.stderr.splitlines()[-1])["files"] == {"parsed": FILES - 512}
    assert content(Path("out")) == whole


def test_kill_9_at_any_moment_and_the_same_command_goes_on(
    large: Path, whole: dict[str, list[dict[str, object]]]
) -> None:
    rng = random.Random(9)
    for parts in (0, 0, 1, 1, 2):
        process = _begun(large, Path("out"), parts)
        time.sleep(rng.uniform(0, 1.5))
        process.kill()
        process.communicate()
        assert process.returncode == -signal.SIGKILL
    (large.parent / "go").touch()
    done = spawn(*_arguments(large, Path("out")), "--resume")
    (large.parent / "go").unlink()
    assert done.returncode == 0
    assert content(Path("out")) == whole
