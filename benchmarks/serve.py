"""The pages of a large store: how long each takes to answer, and what memory it takes.

    python benchmarks/serve.py [--reports 50000] [--limit 300]

The store is made of rows: the reports of one organ of the example archive, ten years of it, written
again for as many invented organs as are wanted. It is kept in ``--folder`` for the next time. It
fails where a page takes more milliseconds of a processor than ``--limit``: what it takes to answer
on a machine that does nothing else.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq
from attrs import frozen

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from govreport.serve.app import make_app  # noqa: E402
from govreport.serve.data import Store  # noqa: E402
from support.asgi import ask  # noqa: E402

ARCHIVE = ROOT / "examples/county"
#: The organ whose reports are written again, and how many of its years.
ORGAN, YEARS = "禾泊坪县教育局", 10
#: Reports of a part, as batches have it.
PART = 250
#: Organs that are in memory at a time.
SOME = 50
#: How often each page is asked for.
TIMES = 7

_NAME = "(['云浦','松汀','岚河','砚溪','澄湖'])[1 + i // 1000 % 5] || '区' || (10000 + i) || '局'"
_SHA = "sha256(t.sha256 || i)"


def main() -> None:
    """Make the store where there is none, and ask for every page."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--folder", type=Path, default=Path("/tmp/govreport-serve"))
    parser.add_argument("--reports", type=int, default=50_000)
    parser.add_argument("--limit", type=float, default=300)
    asked = parser.parse_args()
    out = asked.folder / f"store-{asked.reports}"
    if not (out / "summary.html").exists():
        make(asked.folder, out, asked.reports // YEARS)
    started = time.perf_counter()
    store = Store(out)
    print(f"opened in {time.perf_counter() - started:.1f} s")
    slow = [each for each in measure(store) if each.busy > asked.limit]
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    print(f"{memory} MiB at most")
    if slow:
        sys.exit(f"over {asked.limit:g} ms: {', '.join(each.name for each in slow)}")


@frozen
class Took:
    """Milliseconds that a page took: the first time, then as a median, and of a processor."""

    name: str
    first: float
    middle: float
    busy: float


def measure(store: Store) -> list[Took]:
    """Ask for each page, the first time and then again."""
    app = make_app(store)
    data = store.data()
    row = data.one("SELECT * FROM reports WHERE year = 2020 ORDER BY sha256 LIMIT 1")
    organ, report = row["key"], row["sha256"]
    pages = {
        "archive": "/",
        "archive, a later part": "/?page=60",
        "failures": "/failures",
        "organs": "/organs",
        "organs by letters": "/organs?q=ypq",
        "organ": f"/organ/{organ}",
        "report": f"/report/{report}",
        "findings": "/findings",
        "findings, a later part": "/findings?page=20",
        "findings, filtered": "/findings?severity=error&year=2020&place=%E4%BA%91&sort=organ",
        "compare": "/compare",
        "compare, scatter": "/compare?concept=applications.refused&year=2020&with=reviews.total",
        "in English": "/?lang=en",
    }
    found = []
    for name, target in pages.items():
        times, busy = [], []
        for _ in range(TIMES):
            started, working = time.perf_counter(), time.process_time()
            answer = ask(app, target)
            times.append(1000 * (time.perf_counter() - started))
            busy.append(1000 * (time.process_time() - working))
            assert answer.status == 200, (target, answer.status)
        took = Took(name, times[0], statistics.median(times), statistics.median(busy))
        print(
            f"{name:24} {took.first:6.0f} ms first, {took.middle:6.0f} then,"
            f" {took.busy:6.0f} of a processor"
        )
        found.append(took)
    return found


def make(folder: Path, out: Path, organs: int) -> None:
    """Write a store of so many organs."""
    base = folder / "base"
    command = [sys.executable, "-m", "govreport", "batch", str(ARCHIVE), "-o", str(base)]
    subprocess.run(command, check=True, capture_output=True)
    db = duckdb.connect()
    view(db, base, "reports", f"issuer = '{ORGAN}' ORDER BY year DESC LIMIT {YEARS}")
    for name in ("metrics", "quantities", "sections", "findings"):
        view(db, base, name, "sha256 IN (SELECT sha256 FROM reports)")
    for name in ("files", "issuers", "versions", "series_findings"):
        view(db, base, name, "sha256 IN (SELECT sha256 FROM reports)")
    view(db, base, "organs", f"name = '{ORGAN}'")
    view(db, base, "points", "sha256 IN (SELECT sha256 FROM reports)")
    step = max(1, PART // YEARS)
    for part, first in enumerate(range(0, organs, step)):
        last = min(first + step, organs)
        for name in ("reports", "metrics", "quantities", "sections", "findings", "files"):
            write(db, out, name, part, first, last)
    for name in ("issuers", "organs", "versions", "series_findings", "points"):
        write(db, out, name, 0, 0, organs)
    concepts = out / "concepts"
    concepts.mkdir(parents=True, exist_ok=True)
    (concepts / "part-000000.parquet").write_bytes(
        (base / "concepts/part-000000.parquet").read_bytes()
    )
    for name in ("govreport.json", "issuers.csv", "summary.html"):
        (out / name).write_bytes((base / name).read_bytes())


def view(db: duckdb.DuckDBPyConnection, base: Path, name: str, where: str) -> None:
    """Take into memory the rows of a table that are written again."""
    source = f"read_parquet('{base / name}/*.parquet')"
    db.execute(f"CREATE TABLE {name} AS SELECT * FROM {source} WHERE {where}")


def write(
    db: duckdb.DuckDBPyConnection, out: Path, name: str, part: int, first: int, last: int
) -> None:
    """Write a part of a table: its rows once for each organ, under other names and hashes."""
    columns = {row[0] for row in db.execute(f"DESCRIBE {name}").fetchall()}
    changed = {
        "sha256": _SHA,
        "previous_sha256": "CASE WHEN previous_sha256 IS NULL THEN NULL"
        " ELSE sha256(previous_sha256 || i) END",
        "issuer": _NAME,
        "name": _NAME,
        "organ": f"'id' || {_NAME}",
        "id": f"'id' || {_NAME}" if name == "organs" else "id",
        "path": "t.path || i",
    }
    if name == "points":
        changed |= {
            "value": "(t.value + i % 97)::DECIMAL(38, 10)",
            "number": "t.number + i % 97",
            "value_text": "(t.value_text::BIGINT + i % 97)::VARCHAR",
        }
    replaced = ", ".join(
        f"{made} AS {column}" for column, made in changed.items() if column in columns
    )
    target = out / name / f"part-{part:06d}.parquet"
    if target.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    scratch = target.with_suffix(".tmp")
    numbered = f"(SELECT *, row_number() OVER () AS nth FROM {name}) AS t"
    writer: pq.ParquetWriter = None
    for low in range(first, last, SOME):
        rows: Any = db.sql(
            f"SELECT * EXCLUDE (nth, i) FROM (SELECT t.* REPLACE ({replaced}), i FROM {numbered},"
            f" range({low}, {min(low + SOME, last)}) AS r(i) ORDER BY i, nth)"
        ).to_arrow_table()
        writer = writer or pq.ParquetWriter(scratch, rows.schema, compression="zstd")
        writer.write_table(rows, row_group_size=8192)
    if writer is not None:
        writer.close()
        scratch.rename(target)


if __name__ == "__main__":
    main()
