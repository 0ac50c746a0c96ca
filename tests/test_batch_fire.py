"""A batch under fire, the quick part: full disk, read-only output, SIGTERM, a clock that is set
back, workers killed by the system, broken files in a row; ``make fire`` does it at length."""

from __future__ import annotations

import errno
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from attrs import evolve
from click.testing import CliRunner

from fire import trials
from fire.batches import Batch
from govreport.batch.engines import local
from govreport.batch.engines.child import WorkerSettings
from govreport.batch.run import Options, Row, run
from govreport.batch.store import disk
from govreport.batch.store.reading import Tables
from govreport.cli.main import cli
from support import archives
from support.archives import report_text
from support.batches import ORGANS, Quiet

OPTIONS = Options(jobs=1, part_rows=2)
Write = Callable[[Path], object]


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    files = {f"{n}.txt": report_text(organ, 2020) for n, organ in enumerate(ORGANS)}
    return archives.write(tmp_path / "archive", {**files, "broken.docx": b"PK\3\4"})


def test_what_is_half_written_makes_room_on_a_full_disk(tmp_path: Path) -> None:
    def full(path: Path) -> None:
        path.write_bytes(b"half")
        raise OSError(errno.ENOSPC, "full")

    (tmp_path / "a").write_bytes(b"before")
    with pytest.raises(OSError, match="full"):
        disk.write_file(tmp_path / "a", full)
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a", b"before")]


def test_a_store_on_a_full_disk_goes_on_when_there_is_room(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, write, left = tmp_path / "out", disk.write_file, [12]

    def failing(path: Path, action: Write) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise OSError(errno.ENOSPC, "Error writing bytes to file. Detail: …")
        write(path, action)

    with monkeypatch.context() as patched:
        patched.setattr(disk, "write_file", failing)
        with pytest.raises(OSError, match="Error writing"):
            run(archive, out, OPTIONS, Quiet())
    run(archive, out, OPTIONS, Quiet())
    assert Tables(out).arrow("files").num_rows == 4
    assert not [*out.rglob(".*.tmp")]


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EDQUOT, errno.EIO])
def test_the_system_says_why_nothing_can_be_written(
    archive: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def failing(*_: object) -> None:
        raise OSError(number, "Error writing bytes to file. Detail: …")

    monkeypatch.setattr("govreport.cli.batch_run.batch", failing)
    done = CliRunner().invoke(cli, ["batch", str(archive), "-o", "out", "--lang", "en"])
    assert (done.exit_code, done.stderr) == (3, f"out: [output] {os.strerror(number)}\n")


def test_the_system_ends_it_as_ctrl_c_does(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def ended(*_: object) -> None:
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(5)

    before = signal.getsignal(signal.SIGTERM)
    monkeypatch.setattr("govreport.cli.batch_run.batch", ended)
    try:
        done = CliRunner().invoke(cli, ["batch", str(archive), "-o", "out"])
    finally:
        signal.signal(signal.SIGTERM, before)
    assert done.exit_code == 143
    assert done.stderr == "已中断：out 里的结果完好，再次运行同一命令接着做\n"


def test_a_clock_that_is_set_back(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [2e9]

    def back() -> float:
        now[0] -= 86_400
        return now[0]

    monkeypatch.setattr("time.time", back)
    monkeypatch.setattr("time.time_ns", lambda: int(back() * 1e9))
    out = tmp_path / "out"
    run(archive, out, OPTIONS, Quiet())
    (archive / "0.txt").write_bytes(report_text(ORGANS[0], 2020, "更正"))
    os.utime(archive / "0.txt", (1, 1))
    assert run(archive, out, OPTIONS, Quiet()) == {"parsed": 1}
    assert run(archive, out, OPTIONS, Quiet()) == {}
    years = Tables(out).arrow("reports").column("year").to_pylist()
    assert years == [2020] * 3


class Killing(Quiet):
    """Kills every worker whenever a row is done, as the system does where memory runs out."""

    def __init__(self) -> None:
        self.workers: list[int] = []
        self.causes: list[str] = []

    def row(self, row: Row) -> None:
        for worker in self.workers:
            os.kill(worker, signal.SIGKILL)
        self.workers.clear()

    def replaced(self, cause: str) -> None:
        self.causes.append(cause)


def test_workers_that_the_system_kills_cost_nothing(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    watcher, start = Killing(), local._start

    def started(settings: WorkerSettings) -> local._Worker[object]:
        worker: local._Worker[object] = start(settings)
        watcher.workers.append(worker.process.pid)
        return worker

    monkeypatch.setattr(local, "_start", started)
    run(archive, tmp_path / "out", evolve(OPTIONS, jobs=2), watcher)
    rows = Tables(tmp_path / "out").arrow("files").to_pylist()
    assert len(rows) == 4
    assert {row["code"] for row in rows} <= {None, "input.corrupt", "batch.crash"}
    run(archive, tmp_path / "out", evolve(OPTIONS, retry=True), Quiet())
    rows = Tables(tmp_path / "out").arrow("files").to_pylist()
    assert sum(row["status"] == "parsed" for row in rows) == 3


def test_broken_files_in_a_row(tmp_path: Path) -> None:
    said = trials.broken(Batch(tmp_path), 1)
    assert said.startswith("100 broken files in a row, ")
