"""The years of all organs, computed by several processes, each for a share of the organs.

A share is a database of its reports, which a process of its own takes the figures of and makes into
rows. What comes of it is the same whatever the number of shares, for no organ needs another.

    python -m govreport.batch.organs.shares STORE NUMBER
"""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import pyarrow as pa

from govreport.batch.engines.child import own_process
from govreport.batch.organs.figures import take_figures
from govreport.batch.organs.years import rows_of_years
from govreport.batch.store.derived import in_chunks, scratch_path
from govreport.batch.store.reading import Tables

__all__ = ["FEWEST", "OF_YEARS", "REPORTS", "years_of_all"]

#: The tables that are made of the years of an organ.
OF_YEARS = ("points", "versions", "series_findings")

#: The reports of a store, as they are sorted out.
REPORTS = """(
    sha256 TEXT PRIMARY KEY, path TEXT, issuer TEXT, names TEXT, year INTEGER, kind TEXT,
    said_place TEXT, issued TEXT, lost INTEGER, filled INTEGER, format TEXT, region TEXT,
    path_organ TEXT, name TEXT, full_region TEXT, place TEXT, organ TEXT, why TEXT, others TEXT,
    preferred INTEGER, figures BLOB
)"""

#: With fewer reports than these for each process, to start one takes longer than it saves.
FEWEST = 500


@contextmanager
def years_of_all(
    db: sqlite3.Connection, tables: Tables, jobs: int
) -> Iterator[Iterator[tuple[str, pa.Table]]]:
    """Have so many processes at work from now on, and give the rows of :data:`OF_YEARS`, organ by
    organ, kind by kind and year by year. One alone is this process, once it is asked for rows.

    Raises:
        OSError: a process did not come to its end.
    """
    (reports,) = db.execute("SELECT COUNT(*) FROM reports WHERE organ IS NOT NULL").fetchone()
    count = min(jobs, reports // FEWEST)
    if count < 2:
        yield _chunks(db, tables)
        return
    with ExitStack() as stack:
        bounds = [*_bounds(db, reports, count)]
        processes = [
            stack.enter_context(_at_work(db, tables.folder, number, *of))
            for number, of in enumerate(bounds)
        ]
        yield _gathered(tables.folder, processes)


def main(folder: str, number: str) -> None:
    """Make the rows of a share."""
    pa.set_cpu_count(1)
    tables = Tables(folder)
    path = _database(tables.folder, int(number))
    with closing(sqlite3.connect(path)) as db, ExitStack() as stack:
        # It is made anew whatever happens.
        db.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
        writers: dict[str, pa.ipc.RecordBatchStreamWriter] = {}
        for table, chunk in _chunks(db, tables):
            if table not in writers:
                rows = str(_rows(tables.folder, table, int(number)))
                writers[table] = stack.enter_context(pa.ipc.new_stream(rows, chunk.schema))
            writers[table].write_table(chunk)


@contextmanager
def _at_work(
    db: sqlite3.Connection, folder: Path, number: int, first: str, last: str
) -> Iterator[subprocess.Popen[bytes]]:
    """A process that is at work on a share; what it leaves goes with it."""
    path = _database(folder, number)
    path.unlink(missing_ok=True)
    try:
        db.execute("ATTACH ? AS share", (str(path),))
        db.execute(f"CREATE TABLE share.reports {REPORTS}")
        with db:
            db.execute(
                "INSERT INTO share.reports SELECT * FROM reports WHERE organ BETWEEN ? AND ?",
                (first, last),
            )
        db.execute("DETACH share")
        process = own_process("govreport.batch.organs.shares", str(folder), str(number))
        try:
            yield process
        finally:
            process.kill()
            process.wait()
    finally:
        for each in (path, *(_rows(folder, table, number) for table in OF_YEARS)):
            each.unlink(missing_ok=True)


def _gathered(
    folder: Path, processes: Sequence[subprocess.Popen[bytes]]
) -> Iterator[tuple[str, pa.Table]]:
    for number, process in enumerate(processes):
        if process.wait():
            raise OSError(f"a process that sorts the results ended with {process.returncode}")
        for table in OF_YEARS:
            path = _rows(folder, table, number)
            with pa.OSFile(str(path)) as file, pa.ipc.open_stream(file) as batches:
                yield from ((table, pa.Table.from_batches([batch])) for batch in batches)


def _chunks(db: sqlite3.Connection, tables: Tables) -> Iterator[tuple[str, pa.Table]]:
    take_figures(db, tables)
    yield from in_chunks(OF_YEARS, rows_of_years(db))


def _bounds(db: sqlite3.Connection, reports: int, count: int) -> Iterator[tuple[str, str]]:
    """The first and the last organ of each share, by their ids, all with about as many reports."""
    organs = db.execute(
        "SELECT organ, COUNT(*) FROM reports WHERE organ IS NOT NULL GROUP BY organ ORDER BY organ"
    )
    first = last = None
    seen = share = 0
    for organ, own in organs:
        first = first or organ
        last = organ
        seen += own
        if seen * count >= reports * (share + 1):
            yield first, last
            first = None
            share += 1


def _database(folder: Path, number: int) -> Path:
    return scratch_path(folder, "points", f"{number}-reports")


def _rows(folder: Path, table: str, number: int) -> Path:
    return scratch_path(folder, table, f"{number}-rows")


if __name__ == "__main__":
    main(*sys.argv[1:])
