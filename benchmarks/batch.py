"""Batches at work: a large archive in one go, one worker against two, and kill -9 at any moment.

    python benchmarks/batch.py run     [--files 50000] [--jobs 2]
    python benchmarks/batch.py scaling [--files 3000]
    python benchmarks/batch.py kills   [--files 3000] [--kills 10] [--seed 0]

The archive is made by ``tests/fixtures/large.py`` in the folder named by ``--folder`` and kept for
the next time. Each prints what it measured, and fails where something is not as it has to be.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
from attrs import field, frozen

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from archives import COMMAND, environment  # noqa: E402
from fixtures import large  # noqa: E402
from govreport import open_store  # noqa: E402

MIB = 1 << 20
#: Seconds between looks at the memory held.
TICK = 0.25


def main() -> None:
    """Do one of the three."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("what", choices=["run", "scaling", "kills"])
    parser.add_argument("--folder", type=Path, default=Path("/tmp/govreport-batch"))
    parser.add_argument("--files", type=int)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    files = asked.files or (50_000 if asked.what == "run" else 3000)
    archive = _archive(asked.folder, files)
    out = asked.folder / f"out-{files}"
    if asked.what == "run":
        run(archive, out, asked.jobs)
    elif asked.what == "scaling":
        scaling(archive, out)
    else:
        kills(archive, out, asked.kills, random.Random(asked.seed))


def _archive(folder: Path, files: int) -> Path:
    archive = folder / f"archive-{files}"
    if not archive.with_name(f"{archive.name}.kinds").exists():
        shutil.rmtree(archive, ignore_errors=True)
        started = time.monotonic()
        large.write(archive, files)
        print(f"{files} files written in {time.monotonic() - started:.0f} s")
    return archive


# --- a large archive in one go ---


@frozen
class Memory:
    """What a run held at a moment: the process itself, its largest worker, all together."""

    seconds: float
    parent: int
    worker: int
    total: int


@frozen
class Timed:
    """A run of the command: how long it took, what it said, what memory it held meanwhile."""

    seconds: float
    said: dict[str, object]
    memory: list[Memory] = field(factory=list)


def run(archive: Path, out: Path, jobs: int) -> None:
    """One run over a new store: rate, memory, counts, and every file accounted for."""
    shutil.rmtree(out, ignore_errors=True)
    done = _timed(archive, out, jobs, sampled=True)
    rows = open_store(out).arrow("files", ["seconds"]).num_rows
    print(
        f"{rows} rows in {done.seconds:.0f} s, {rows / done.seconds:.1f} a second, {jobs} workers"
    )
    half = done.memory[-1].seconds / 2
    for name in ("parent", "worker", "total"):
        first, second = (
            max(getattr(one, name) for one in done.memory if (one.seconds > half) is late)
            for late in (False, True)
        )
        print(
            f"peak memory, {name}: {first // MIB} MiB in the first half, {second // MIB} MiB in the"
            f" second ({second / first - 1:+.1%})"
        )
    print(json.dumps({key: done.said[key] for key in ("status", "causes")}, ensure_ascii=False))
    _account(archive, out)


def _timed(archive: Path, out: Path, jobs: int, *, sampled: bool = False) -> Timed:
    started = time.monotonic()
    command = [*COMMAND, str(archive), "-o", str(out), "--jobs", str(jobs)]
    with (out.with_name(f"{out.name}.log")).open("w") as log:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, env=environment())
    memory: list[Memory] = []
    ended = threading.Event()
    sampler = threading.Thread(target=_sample, args=(process.pid, started, memory, ended))
    if sampled:
        sampler.start()
    said, _ = process.communicate()
    seconds = time.monotonic() - started
    ended.set()
    if sampled:
        sampler.join()
    if process.returncode:
        raise SystemExit(f"ended with {process.returncode}: see {log.name}")
    return Timed(seconds, json.loads(said), memory)


def _sample(pid: int, started: float, memory: list[Memory], ended: threading.Event) -> None:
    while not ended.wait(TICK):
        try:
            parent = _held(pid)
            children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
            workers = [_held(int(child)) for child in children]
        except OSError:  # one of them has just ended
            continue
        total = parent + sum(workers)
        memory.append(Memory(time.monotonic() - started, parent, max(workers, default=0), total))


def _held(pid: int) -> int:
    """Bytes held, what is shared with others by its share."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) << 10
    return 0


def _account(archive: Path, out: Path) -> None:
    """Compare the store with the archive, which is looked at anew and in another way."""
    files = open_store(out).arrow("files").to_pylist()
    paths = Counter(row["path"] for row in files)
    assert max(paths.values()) == 1, "a path twice"
    on_disk = {str(p.relative_to(archive)) for p in archive.rglob("*") if p.is_file()}
    assert on_disk == {row["path"] for row in files if row["container"] is None}
    lines = archive.with_name(f"{archive.name}.kinds").read_text("utf-8").splitlines()
    kinds = {path: kind for kind, path in (line.split("\t") for line in lines)}
    assert on_disk == kinds.keys()
    members = Counter(row["container"] for row in files)
    for path, kind in kinds.items():
        if kind in ("zip", "zip-gbk", "zip-locked"):
            with zipfile.ZipFile(archive / path) as opened:
                assert members[path] == len(opened.namelist()), path
    parsed = [row["sha256"] for row in files if row["status"] == "parsed"]
    reports = open_store(out).arrow("reports", ["sha256"]).column("sha256").to_pylist()
    assert len(set(parsed)) == len(parsed)
    assert sorted(parsed) == sorted(reports)
    print(f"{len(on_disk)} files on disk, {len(files)} rows: every file accounted for once")
    ends: dict[str, Counter[str]] = {}
    for row in files:
        if row["container"] is None:
            status = row["status"] + (f" {row['code']}" if row["code"] else "")
            ends.setdefault(kinds[row["path"]], Counter())[status] += 1
    for kind in sorted(ends):
        print(f"  {kind}: " + ", ".join(f"{n} {status}" for status, n in ends[kind].most_common()))


# --- one worker against two ---


def scaling(archive: Path, out: Path) -> None:
    """The same archive with one worker and with two, in turns; the quickest of three each."""
    seconds = {1: float("inf"), 2: float("inf")}
    for _ in range(3):
        for jobs in seconds:
            shutil.rmtree(out, ignore_errors=True)
            seconds[jobs] = min(seconds[jobs], _timed(archive, out, jobs).seconds)
    ratio = seconds[1] / seconds[2]
    print(
        f"1 worker: {seconds[1]:.1f} s; 2 workers: {seconds[2]:.1f} s; {ratio:.2f} times the work"
    )


# --- kill -9 ---


def kills(archive: Path, out: Path, count: int, rng: random.Random) -> None:
    """A run that is killed so often, each time at random, against one that is not."""
    whole = out.with_name(f"{out.name}-whole")
    for folder in (out, whole):
        shutil.rmtree(folder, ignore_errors=True)
    seconds = _timed(archive, whole, 2).seconds
    print(f"undisturbed: {seconds:.0f} s")
    for _ in range(count):
        moment = rng.uniform(0, 2 * seconds / count)
        process = subprocess.Popen(
            [*COMMAND, str(archive), "-o", str(out), "--jobs", "2", "--resume"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=environment(),
        )
        try:
            process.wait(moment)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
        code = process.wait()
        rows = sum(pq.read_metadata(part).num_rows for part in out.glob("files/part-*"))
        print(f"  after {moment:.1f} s: ended with {code}, {rows} rows in the store")
    subprocess.run(
        [*COMMAND, str(archive), "-o", str(out), "--jobs", "2", "--resume"],
        check=True,
        capture_output=True,
        env=environment(),
    )
    tables = sorted(path.name for path in whole.iterdir() if path.is_dir())
    for table in tables:
        rows = 0
        for ours, theirs in zip(_rows(out / table), _rows(whole / table), strict=True):
            assert ours == theirs, (table, ours, theirs)
            rows += 1
        print(f"  {table}: {rows} rows, the same")


def _rows(folder: Path) -> Iterator[dict[str, object]]:
    for part in sorted(folder.glob("part-*")):
        table = pq.read_table(part, partitioning=None)
        yield from table.drop([c for c in ("seconds",) if c in table.column_names]).to_pylist()


if __name__ == "__main__":
    main()
