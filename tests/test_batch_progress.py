"""How a batch goes: a bar for people, lines of JSON for programs, words for every cause."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import regex
from rich.console import Console

import govreport
from govreport.batch.run import Row
from govreport.batch.show import progress
from govreport.batch.show.progress import CAUSES, STATUSES, Bar, Log, is_counted
from support import archives

ROWS = (
    Row(path="a.docx", status="parsed"),
    Row(path="b.docx", status="failed", code="input.corrupt", detail="empty"),
    Row(path="copy.docx", status="duplicate", code="input.corrupt", detail="empty"),
    Row(path="c.zip!/1.txt", status="parsed", container="c.zip"),
    Row(path="c.zip!/2.zip!/3.txt", status="parsed", container="c.zip!/2.zip"),
    Row(path="c.zip!/2.zip", status="container", container="c.zip"),
    Row(path="c.zip", status="container"),
    Row(path="d", status="quarantined", code="batch.timeout", detail="took more than 60 s"),
    Row(path="~$e", status="left_out", code="archive.hidden"),
)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    inner = archives.zip_of({"3.txt": b"x"})
    return archives.write(
        tmp_path / "archive",
        {
            **dict.fromkeys(("a.docx", "b.docx", "copy.docx", "d", "~$e"), b"x"),
            "c.zip": archives.zip_of({"1.txt": b"x", "2.zip": inner}),
            "out/files/part-000000.parquet": b"",
            ".git/config": b"",
        },
    )


def shown(archive: Path, seen: int = 0) -> Iterator[str]:
    """What stands on the terminal after each row, and after the end."""
    file = io.StringIO()
    console = Console(file=file, force_terminal=True, width=100, _environ={})
    bar = Bar(console, archive, archive / "out", seen)
    bar.begin(reparsed=False)
    for row in ROWS:
        bar.row(row)
        yield _screen(bar)
    bar.end()
    yield _screen(bar)
    bar.close()


def _screen(bar: Bar) -> str:
    console = Console(file=io.StringIO(), width=100)
    with console.capture() as capture:
        for part in bar._progress.get_renderables():
            console.print(part)
    return capture.get()


def test_the_bar_counts_what_is_on_disk_and_in_zips(archive: Path) -> None:
    counts = [regex.findall(r"\d+/\d+", screen)[0] for screen in shown(archive)]
    assert counts == ["1/8", "2/8", "3/8", "4/8", "4/8", "5/8", "6/8", "7/8", "8/8", "8/8"]


def test_the_bar_begins_where_the_store_stands(archive: Path) -> None:
    *_, last = shown(archive, seen=3)
    assert "11/11" in last


def test_the_bar_says_what_gives_no_report(archive: Path) -> None:
    first, *_, last = shown(archive)
    assert "没有结果" not in first
    assert last.splitlines()[1].rstrip() == "没有结果：文件损坏或为空 2，超时 1"
    assert "/秒" in last
    assert "剩余" in last


def test_a_single_zip_is_counted_by_its_entries(tmp_path: Path) -> None:
    archives.write(tmp_path, {"a.zip": archives.zip_of({f"{n}.txt": b"" for n in range(20)})})
    assert progress._count(tmp_path / "a.zip", tmp_path / "out") == 21
    assert progress._count(tmp_path, tmp_path / "out") == 21
    (tmp_path / "a.zip").write_bytes(b"no zip")
    assert progress._count(tmp_path / "a.zip", tmp_path / "out") == 1


@pytest.mark.parametrize(
    ("container", "counted"),
    [(None, True), ("a/b.ZIP", True), ("a.tar", False), ("a.zip!/b.zip", False)],
)
def test_what_is_counted_beforehand(container: str | None, counted: bool) -> None:
    assert is_counted(container) is counted


def test_a_replaced_worker_is_said_above_the_bar(archive: Path) -> None:
    file = io.StringIO()
    bar = Bar(Console(file=file, force_terminal=True, width=100), archive, archive / "out", 0)
    bar.begin(reparsed=True)
    bar.replaced("took more than 1 s: 甲\x1b[31m.txt [bold] [/x]")
    bar.close()
    text = regex.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", file.getvalue())
    assert "govreport 的版本变了：全部重新解析" in text
    assert "已更换解析进程：took more than 1 s: 甲�[31m.txt [bold] [/x]" in text


def logged(rows: tuple[Row, ...], *, end: bool = True) -> list[dict[str, object]]:
    file = io.StringIO()
    log = Log(file)
    log.begin(reparsed=False)
    for row in rows:
        log.row(row)
        log.part()
    if end:
        log.end()
    log.close()
    lines = [json.loads(line) for line in file.getvalue().splitlines()]
    return [
        {key: value for key, value in line.items() if key not in ("seconds", "per_second")}
        for line in lines
    ]


def test_the_log_names_every_file_without_a_report() -> None:
    files = {"parsed": 3, "failed": 1, "duplicate": 1, "container": 2}
    assert logged(ROWS) == [
        {"event": "begin", "reparsed": False},
        {
            "event": "file",
            "path": "b.docx",
            "status": "failed",
            "code": "input.corrupt",
            "detail": "empty",
        },
        {
            "event": "file",
            "path": "copy.docx",
            "status": "duplicate",
            "code": "input.corrupt",
            "detail": "empty",
        },
        {
            "event": "file",
            "path": "d",
            "status": "quarantined",
            "code": "batch.timeout",
            "detail": "took more than 60 s",
        },
        {"event": "end", "files": {**files, "quarantined": 1, "left_out": 1}},
    ]


def test_the_log_says_how_far_it_is_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "PACE", 0)
    assert [line["files"] for line in logged(ROWS[:1] * 2) if line["event"] == "progress"] == [
        {"parsed": 1},
        {"parsed": 2},
    ]


def test_the_log_of_a_batch_that_did_not_end() -> None:
    assert logged(ROWS[:1], end=False)[-1] == {"event": "stopped", "files": {"parsed": 1}}


def test_every_cause_and_status_has_a_name() -> None:
    package = Path(govreport.__file__).parent
    code = regex.compile(r'"((?:archive|batch|input)\.[a-z_]+)"')
    modules = (*package.glob("batch/**/*.py"), package / "errors.py")
    used = {found for path in modules for found in code.findall(path.read_text("utf-8"))}
    assert used - CAUSES.keys() == {"batch.store", "batch.engine"}, "these are no file's"
    said = regex.findall(r"``(\w+)``", Row.__doc__ or "")
    assert said == [
        name for name in said if name in STATUSES or name in ("status", "files", "code")
    ]
    assert STATUSES.keys() <= set(said)
