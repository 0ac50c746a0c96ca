"""The Ray engine: the same rows as the local one, whatever becomes of files and of workers."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.fs as fs
import pytest
from attrs import evolve

from govreport.batch.engines import ray as engine
from govreport.batch.engines.local import EngineError
from govreport.batch.engines.ray import RayEngine
from govreport.batch.run import Options, run
from govreport.batch.store.reading import Tables
from govreport.batch.walk.archive import listing, open_local
from govreport.batch.walk.entries import Entry, EntryKind, Found
from govreport.batch.walk.remote import Remote
from govreport.errors import SourceUnavailable
from govreport.intake.containers.formats import Bounds
from support import archives
from support.archives import report_text
from support.batches import Quiet, archive_of, content
from support.ray_batches import OPTIONS, SETTINGS

#: Ray in a process of its own: what it starts goes with it, and its warnings are its own. The file
#: system is not that of the machine, as far as the engine can see.
FAR = """
import sys
from attrs import evolve
from govreport.batch import run as module
from govreport.batch.walk.remote import Remote
import pyarrow.fs as fs
from support.ray_batches import OPTIONS
from support.batches import Quiet

archive, out = sys.argv[1:]
system = fs.SubTreeFileSystem(archive, fs.LocalFileSystem())
module.located = lambda name: Remote(system, "")
print(dict(module.run(archive, out, evolve(OPTIONS, engine="ray"), Quiet())))
"""


def start(*command: str | Path) -> subprocess.Popen[str]:
    """Begin a run."""
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        "RAY_ADDRESS": "local",
    }
    return subprocess.Popen(
        [sys.executable, *command],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def ended(process: subprocess.Popen[str]) -> tuple[str, str]:
    said, logged = process.communicate(timeout=300)
    assert process.returncode == 0, logged
    return said, logged


def locally(archive: Path, out: Path, options: Options) -> dict[str, list[dict[str, object]]]:
    run(archive, out, options, Quiet())
    return content(out)


def descendants(pid: int) -> Iterator[tuple[int, str]]:
    """The processes below one, with what they are called."""
    listed = subprocess.run(
        ["ps", "-ww", "-eo", "pid,ppid,args"], capture_output=True, text=True, check=True
    )
    rows = [line.split(None, 2) for line in listed.stdout.splitlines()[1:]]
    below = {pid}
    for _ in range(5):
        below |= {int(own) for own, parent, _ in rows if int(parent) in below}
    return ((int(own), args) for own, _, args in rows if int(own) in below - {pid})


def test_two_workers_give_what_the_local_engine_gives(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also for files that hang, eat memory and crash; and a second run has nothing to do."""
    archive = archive_of(tmp_path / "archive")
    for name in ("HANG", "EAT", "SEGFAULT"):
        data = report_text(f"岚汀市{name}局", 2020, f"PLEASE-{name}")
        archives.write(archive, {f"2020/{name}.txt": data})
    many = {f"{n}.txt": report_text(f"岚汀市第{n}局", 2021) for n in range(40)}
    archives.write(archive, {"2021/many.zip": archives.zip_of({**many, "~$x.docx": b"x"})})
    process = start("-c", FAR, archive, tmp_path / "out")
    want = locally(archive, tmp_path / "local", OPTIONS)
    said, _ = ended(process)
    assert content(tmp_path / "out") == want
    causes = Tables(tmp_path / "out").causes()
    assert {key[1]: n for key, n in causes.items() if key[0] == "quarantined"} == {
        "batch.timeout": 1,
        "batch.memory": 1,
        "batch.crash": 1,
    }
    assert causes["parsed", None] == 51
    assert "'parsed': 51" in said
    remote = Remote(fs.SubTreeFileSystem(str(archive), fs.LocalFileSystem()), "")
    monkeypatch.setattr("govreport.batch.run.located", lambda name: remote)
    options = evolve(OPTIONS, engine="ray")
    assert run(str(archive), tmp_path / "out", options, Quiet()) == {}


def test_a_worker_killed_midway_costs_nothing(tmp_path: Path) -> None:
    go = tmp_path / "go"
    files = {f"{n:02}.txt": report_text(f"岚汀市第{n}局", 2021) for n in range(50)}
    files["00.txt"] += f"PLEASE-HANG-UNTIL:{go}\n".encode()
    archive = archives.write(tmp_path / "archive", files)
    process = start(
        *("-m", "govreport", "batch", archive.as_uri(), "-o", tmp_path / "out", "--jsonl"),
        *("--engine", "ray", "--jobs", "2", "--plugin", "support.hostile_reader"),
    )
    deadline = time.monotonic() + 120
    workers: list[int] = []
    while not workers:
        assert time.monotonic() < deadline
        assert process.poll() is None
        time.sleep(0.2)
        below = [pid for pid, name in descendants(process.pid) if name.startswith("ray::MapWorker")]
        workers = [pid for pid in below if any("engines.child" in n for _, n in descendants(pid))]
    for pid in workers:
        os.kill(pid, signal.SIGKILL)
    go.touch()
    want = locally(archive, tmp_path / "local", Options(jobs=1, jsonl=True))
    said, logged = ended(process)
    assert json.loads(said)["status"] == {"parsed": 50}
    assert content(tmp_path / "out") == want
    assert want.keys() >= {"jsonl/part-000000.jsonl", "metrics/part-000000.parquet"}
    # Ray has words of its own for the worker that it lost.
    lines = [line for line in logged.splitlines() if line.startswith("{")]
    events = [json.loads(line)["event"] for line in lines]
    assert (events[0], events[-1], {*events[1:-1]} - {"progress"}) == ("begin", "end", set())


# --- what a worker does, without Ray ---


def worked(archive: Path, found: list[Found]) -> list[tuple[Entry, pa.RecordBatch | None]]:
    remote = Remote(fs.SubTreeFileSystem(str(archive), fs.LocalFileSystem()), "")
    worker = engine._Worker(SETTINGS, Bounds(), remote.open)
    try:
        return [
            pair
            for block in engine._blocks(found)
            for table in worker(block)
            for pair in engine._entries(table)
        ]
    finally:
        worker._pool.close()


def remotely(archive: Path) -> list[Found]:
    system = fs.SubTreeFileSystem(str(archive), fs.LocalFileSystem())
    return [one for one in Remote(system, "").listing() if isinstance(one, Found)]


def test_a_worker_takes_containers_apart(tmp_path: Path) -> None:
    files = {"a.txt": report_text("岚汀市民政局", 2020), "~$b.txt": b"", "c.txt": b"\0"}
    archive = archives.write(
        tmp_path, {"1.zip": archives.zip_of(files), "2.txt": report_text("岚汀市统计局", 2020)}
    )
    found = worked(
        archive, [*remotely(archive), Found("3.txt", b"none", remotely(archive)[0].stamp)]
    )
    said = [
        (entry.path, entry.kind, entry.code, row and row.column("status")[0].as_py())
        for entry, row in found
    ]
    assert said == [
        ("1.zip!/a.txt", EntryKind.FILE, None, "parsed"),
        ("1.zip!/~$b.txt", EntryKind.LEFT_OUT, "archive.hidden", None),
        ("1.zip!/c.txt", EntryKind.FILE, None, "failed"),
        ("1.zip", EntryKind.CONTAINER, None, None),
        ("2.txt", EntryKind.FILE, None, "parsed"),
        ("3.txt", EntryKind.FAILED, "input.unavailable", None),
    ]
    assert found[0][0].container == "1.zip"
    assert found[0][0].stamp.size == len(files["a.txt"])


def test_a_worker_passes_rows_on_before_it_holds_many(tmp_path: Path) -> None:
    files = {f"{n}.txt": b"x" for n in range(engine.ROWS + 1)}
    archive = archives.write(tmp_path, {"1.zip": archives.zip_of(files)})
    worker = engine._Worker(SETTINGS, Bounds(), open_local)
    (found,) = listing(archive)
    assert isinstance(found, Found)
    try:
        sizes = [len(table) for block in engine._blocks([found]) for table in worker(block)]
    finally:
        worker._pool.close()
    assert sizes == [engine.ROWS, 2]


# --- what the engine does with what arrives ---


def arrive(monkeypatch: pytest.MonkeyPatch, *paths: str) -> list[str]:
    """The entries that the engine yields for two files if these arrive."""
    stamp = Entry(path="", kind=EntryKind.FILE).stamp
    left = Entry(path="~$c", kind=EntryKind.LEFT_OUT)
    found: list[Found | Entry] = [Found("a", b"a", stamp), left, Found("b", b"b", stamp)]
    tables = [
        pa.Table.from_batches([engine._row(0, Entry(path=path, kind=EntryKind.CONTAINER), None)])
        for path in paths
    ]
    monkeypatch.setattr(engine, "_pipeline", lambda *_: iter(tables))
    ray = RayEngine(jobs=1, settings=SETTINGS, bounds=Bounds())
    return [entry.path for entry, _ in ray._round(found, open_local, 1)]


def test_what_is_not_sent_keeps_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    assert arrive(monkeypatch, "a!/1", "a", "b") == ["a!/1", "a", "~$c", "b"]


@pytest.mark.parametrize("paths", [("a",), ("a", "b", "c")])
def test_results_that_are_not_those_of_the_files(
    monkeypatch: pytest.MonkeyPatch, paths: tuple[str, ...]
) -> None:
    with pytest.raises(EngineError, match="result"):
        arrive(monkeypatch, *paths)


def test_nothing_to_do_starts_no_ray() -> None:
    left = Entry(path="~$c", kind=EntryKind.LEFT_OUT)
    ray = RayEngine(jobs=1, settings=SETTINGS, bounds=Bounds())
    assert list(ray.run(iter([left]), open_local)) == [(left, None)]


def test_without_ray(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    archives.write(tmp_path / "a", {"a.txt": b"x"})
    with pytest.raises(ImportError, match=r"pip install 'ray\[data\]"):
        run(tmp_path / "a", tmp_path / "out", evolve(OPTIONS, engine="ray"), Quiet())


def test_a_cluster_that_is_not_there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    archives.write(tmp_path / "a", {"a.txt": b"x"})
    for address in ("127.0.0.1:1", "127.0.0.1:99999"):
        monkeypatch.setenv("RAY_ADDRESS", address)
        with pytest.raises(EngineError, match=f"Ray at {address} cannot be reached") as caught:
            run(tmp_path / "a", tmp_path / "out", evolve(OPTIONS, engine="ray"), Quiet())
        assert caught.value.hint == "is RAY_ADDRESS right?"


def test_what_a_worker_says_of_its_end_is_what_is_said() -> None:
    own = EngineError("a worker ended", hint="why?")

    class TaskError(Exception):
        cause = own

    outer = RuntimeError("many lines")
    outer.__cause__ = TaskError()
    found = engine._engine_error(outer)
    assert (found.detail, found.hint) == ("a worker ended", "why?")
    other = engine._engine_error(RuntimeError("Traceback\n  here\nIt broke"))
    assert other.detail == "Ray: It broke"


def test_the_local_engine_reads_no_addresses(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    archives.write(tmp_path, {"a.txt": b"x"})
    remote = Remote(fs.SubTreeFileSystem(str(tmp_path), fs.LocalFileSystem()), "")
    monkeypatch.setattr("govreport.batch.run.located", lambda name: remote)
    with pytest.raises(SourceUnavailable, match="an address") as caught:
        run("s3://id:key@bucket/x", tmp_path / "out", OPTIONS, Quiet())
    assert caught.value.path == "s3://bucket/x"
    assert caught.value.hint.startswith("--engine ray")
