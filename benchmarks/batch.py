"""Batches at work: a large archive in one go, one worker against two, kill -9 at any moment.

    python benchmarks/batch.py run     [--files 50000] [--jobs 2]
    python benchmarks/batch.py scaling [--files 3000] [--rounds 1]
    python benchmarks/batch.py listing [--files 50000] [--times 20] [--minutes 6]
    python benchmarks/batch.py closing [--files 3000] [--times 1 4 16]
    python benchmarks/batch.py kills   [--files 3000] [--kills 10] [--seed 0]

The archive is made by ``tests/fixtures/large.py`` in the folder named by ``--folder`` and kept for
the next time, as is the store that ``run`` makes of it, which ``listing`` and ``closing`` go on
from. ``write`` only makes the archive. Each prints what it measured, keeps it for the page of
batches (``python docs/measure.py`` writes it), and fails where something is not as it has to be.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import signal
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from archives import COMMAND, FOLDER, environment, kept_archive
from govreport import open_store
from many import closing, listing
from watched import MIB, batch_of, keep

#: Files of the archive, where not said, and how many times they are taken.
FILES = {"run": 50_000, "listing": 50_000}
TIMES = {"listing": [20], "closing": [1, 4, 16]}


def main() -> None:
    """Do one of them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("what", choices=["write", "run", "scaling", "listing", "closing", "kills"])
    parser.add_argument("--folder", type=Path, default=FOLDER)
    parser.add_argument("--files", type=int)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--times", type=int, nargs="+")
    parser.add_argument("--minutes", type=float, default=6)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    files = asked.files or FILES.get(asked.what, 3000)
    times = asked.times or TIMES.get(asked.what, [1])
    archive = kept_archive(asked.folder, files)
    out = asked.folder / f"out-{files}"
    if asked.what == "run":
        run(archive, out, asked.jobs)
    elif asked.what == "scaling":
        scaling(archive, out, asked.rounds)
    elif asked.what == "listing":
        listing(archive, out, times[0], asked.jobs, asked.minutes)
    elif asked.what == "closing":
        closing(archive, out, times, asked.jobs)
    elif asked.what == "kills":
        kills(archive, out, asked.kills, random.Random(asked.seed))


# --- a large archive in one go ---


def run(archive: Path, out: Path, jobs: int) -> None:
    """One run over a new store: rate, memory, counts, and every file accounted for."""
    shutil.rmtree(out, ignore_errors=True)
    done = batch_of(archive, out, jobs)
    rows = open_store(out).arrow("files", ["seconds"]).num_rows
    rate, each, own = rows / done.seconds, done.spent / rows, done.moments[-1].spent / rows
    print(
        f"{rows} rows in {done.seconds:.0f} s, {rate:.1f} a second, {jobs} workers;"
        f" {each * 1000:.1f} ms of the processors a row, {own * 1000:.1f} of them not workers'"
    )
    half = done.moments[-1].seconds / 2
    held = {
        name: tuple(
            max(getattr(one, name) for one in done.moments if (one.seconds > half) is late) // MIB
            for late in (False, True)
        )
        for name in ("parent", "worker", "total")
    }
    for name, (first, second) in held.items():
        print(
            f"peak memory, {name}: {first} MiB in the first half, {second} MiB in the second"
            f" ({second / first - 1:+.1%})"
        )
    for at in range(0, len(done.moments), max(1, len(done.moments) // 20)):
        one = done.moments[at]
        print(f"  {one.seconds:>6.0f} s {one.rows:>8,} rows {one.total // MIB:>5} MiB together")
    print(json.dumps({key: done.said[key] for key in ("status", "causes")}, ensure_ascii=False))
    files = _account(archive, out)
    keep(
        "run",
        {
            "files": files,
            "rows": rows,
            "seconds": round(done.seconds),
            "each": round(each, 5),
            "jobs": jobs,
            **held,
            "status": done.said["status"],
        },
    )


def _account(archive: Path, out: Path) -> int:
    """Compare the store with the archive, which is looked at anew and in another way, and return
    the number of files on disk."""
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
    return len(on_disk)


# --- one worker against two ---


def scaling(archive: Path, out: Path, rounds: int) -> None:
    """The same archive with one worker and with two, in turns; the quickest of the rounds each."""
    seconds = {1: float("inf"), 2: float("inf")}
    for _ in range(rounds):
        for jobs in seconds:
            shutil.rmtree(out, ignore_errors=True)
            seconds[jobs] = min(seconds[jobs], batch_of(archive, out, jobs).seconds)
    ratio = seconds[1] / seconds[2]
    print(
        f"1 worker: {seconds[1]:.1f} s; 2 workers: {seconds[2]:.1f} s; {ratio:.2f} times the work"
    )
    files = sum(path.is_file() for path in archive.rglob("*"))
    keep("scaling", {"files": files, "one": round(seconds[1], 1), "two": round(seconds[2], 1)})


# --- kill -9 ---


def kills(archive: Path, out: Path, count: int, rng: random.Random) -> None:
    """A run that is killed so often, each time at random, against one that is not."""
    whole = out.with_name(f"{out.name}-whole")
    for folder in (out, whole):
        shutil.rmtree(folder, ignore_errors=True)
    seconds = batch_of(archive, whole, 2).seconds
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
