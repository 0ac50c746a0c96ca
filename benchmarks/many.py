"""Archives larger than there is time to parse: for ``batch.py``.

One is listed many times under new names, so that the same contents come again and again: what the
walk and the ledger take. Or what was parsed of one is put into a store many times, each time as
reports of other organs: what the tables over all years take.
"""

from __future__ import annotations

import itertools
import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from govreport.export.arrow import SCHEMAS
from watched import MIB, Timed, batch_of, keep, watch

__all__ = ["closing", "listing"]

#: What the process is that makes the tables over all years.
ACROSS = (
    "import sys, pyarrow as pa; from pathlib import Path;"
    "pa.set_memory_pool(pa.system_memory_pool());"
    "from govreport.batch.organs.across import write_across;"
    "from govreport.batch.store.reading import Tables;"
    "write_across(Tables(Path(sys.argv[1])), {}, jobs=int(sys.argv[2]))"
)
#: Columns with the names of organs, and where in them another city's begins.
NAMED, CITY = ("issuer", "issuer_names", "title", "path", "container", "duplicate_of"), "市"
#: The first of the signs that make a city's name another.
SIGN = 0x6D00
TENTHS = 10


# -- listing -----------------------------------------------------------------------------------


def listing(archive: Path, out: Path, times: int, jobs: int, minutes: float) -> None:
    """List an archive so many times under new names into the store that it already is; how far it
    comes in so many minutes, in what time and memory for each tenth."""
    many = archive.with_name(f"{archive.name}-listed")
    store = out.with_name(f"{out.name}-listed")
    shutil.rmtree(many, ignore_errors=True)
    shutil.rmtree(store, ignore_errors=True)
    if not (out / "govreport.json").exists():
        batch_of(archive, out, jobs)
    shutil.copytree(out, store)
    count = _link(archive, many, times)
    print(f"{count:,} names for {count // times:,} files", flush=True)
    before = 256 * sum(1 for _ in (store / "files").glob("part-*"))
    done = batch_of(many, store, jobs, "--resume", minutes=minutes)
    shutil.rmtree(many)
    shutil.rmtree(store)
    steps = [*_steps(done, before)]
    print(f"{'rows':>10} {'seconds':>8} {'a row':>8} {'held':>8}")
    for rows, seconds, each, held in steps:
        print(f"{rows:>10,} {seconds:>7.0f}s {each * 1e3:>6.2f}ms {held // MIB:>5} MiB")
    whole = done.code == 0
    print(
        f"{'all' if whole else 'not all'} in {done.seconds:.0f} s, tables over all years included"
    )
    keep(
        "listing",
        {
            "names": count,
            "files": count // times,
            "whole": whole,
            "seconds": round(done.seconds),
            "steps": [
                (rows, round(s, 1), round(each, 6), held // MIB) for rows, s, each, held in steps
            ],
        },
    )


def _link(archive: Path, many: Path, times: int) -> int:
    """Give each file of an archive so many names more, and return the number of names."""
    paths = sorted(path for path in archive.rglob("*") if path.is_file())
    for number in range(times):
        folder = many / f"{number:03}"
        folder.mkdir(parents=True)
        for at, path in enumerate(paths):
            os.link(path, folder / f"{at:06}-{path.name}")
    return times * len(paths)


def _steps(done: Timed, before: int) -> Iterator[tuple[int, float, float, int]]:
    """Rows, seconds, seconds of the processor for a row since the last step, bytes held, at each
    tenth of the rows."""
    most = max(one.rows for one in done.moments) - before
    wanted = iter(range(1, TENTHS + 1))
    step = next(wanted)
    last = next(one for one in done.moments if one.rows > before)
    for one in done.moments:
        rows = one.rows - before
        if rows > 0 and rows * TENTHS >= most * step and one.rows > last.rows:
            yield rows, one.seconds, (one.spent - last.spent) / (one.rows - last.rows), one.parent
            last = one
            while step <= TENTHS and rows * TENTHS >= most * step:
                step = next(wanted, TENTHS + 1)


# -- tables over all years ---------------------------------------------------------------------


def closing(archive: Path, out: Path, times: Sequence[int], jobs: int) -> None:
    """Make the tables over all years of a store in which an archive's results stand so many times,
    each time under the names of other organs."""
    if not (out / "govreport.json").exists():
        batch_of(archive, out, jobs)
    found = []
    many = out.with_name(f"{out.name}-many")
    print(f"{'reports':>10} {'seconds':>8} {'a report':>9} {'itself':>9} {'together':>9}")
    for count in times:
        shutil.rmtree(many, ignore_errors=True)
        reports = _repeat(out, many, count)
        command = (sys.executable, "-c", ACROSS, str(many), str(jobs))
        done = watch(command, many.with_name(f"{many.name}.log"))
        parent = max(one.parent for one in done.moments) // MIB
        total = max(one.total for one in done.moments) // MIB
        each = done.spent / reports
        line = f"{reports:>10,} {done.seconds:>7.0f}s {each * 1e3:>7.2f}ms"
        print(f"{line} {parent:>5} MiB {total:>5} MiB", flush=True)
        found.append((reports, round(done.seconds, 1), round(each, 6), parent, total))
    shutil.rmtree(many)
    keep("closing", {"jobs": jobs, "steps": found})


def _repeat(store: Path, many: Path, times: int) -> int:
    """Write a store with the results of another so many times, and return the number of reports."""
    many.mkdir()
    shutil.copy(store / "govreport.json", many)
    reports = 0
    for table in ("files", *SCHEMAS):
        (many / table).mkdir()
        parts = sorted((store / table).glob("part-*.parquet"))
        for number, (turn, part) in enumerate(itertools.product(range(times), parts)):
            rows = pq.read_table(part, partitioning=None)
            reports += len(rows) if table == "reports" else 0
            pq.write_table(
                _other(rows, turn), many / table / f"part-{number:06d}.parquet", compression="zstd"
            )
    return reports


def _other(rows: pa.Table, turn: int) -> pa.Table:
    """The rows as those of other files, of other cities' organs."""
    for at, name in enumerate(rows.column_names):
        column = rows.column(name).combine_chunks()
        if name == "sha256":
            column = pc.binary_replace_slice(column, 0, 4, f"{turn:04x}")
        elif name in NAMED and turn:
            flat = column.flatten() if pa.types.is_list(column.type) else column
            flat = pc.replace_substring(flat, CITY, f"{chr(SIGN + turn)}{CITY}")
            is_list = pa.types.is_list(column.type)
            column = pa.ListArray.from_arrays(column.offsets, flat) if is_list else flat
        rows = rows.set_column(at, rows.field(at), pa.chunked_array([column], rows.field(at).type))
    return rows
