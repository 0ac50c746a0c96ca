"""The tables of a store that are made of its others, once all reports are in.

They are dropped before the others change, so that none is there that says what is no longer so: a
run that is killed leaves a store without them, and the next one makes them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from govreport.batch.store import disk
from govreport.batch.store.package import PACKAGE
from govreport.export.arrow import schema_of

__all__ = ["CHOICES", "DERIVED", "ISSUERS_CSV", "derived_path", "discard", "is_complete", "write"]

#: The schema of each table.
DERIVED: Mapping[str, pa.Schema] = {
    name: schema_of(name)
    for name in ("issuers", "organs", "concepts", "points", "versions", "series_findings")
}
ISSUERS_CSV = "issuers.csv"
#: The user's choices, kept for the next run.
CHOICES = "issuers-chosen.csv"

#: Rows of a table that are in memory at a time, and that stand together in its file.
BATCH = 16_384


def derived_path(folder: Path, table: str) -> Path:
    """Return the file of a table."""
    return folder / table / "part-000000.parquet"


def is_complete(folder: Path) -> bool:
    """Whether all of the tables are there."""
    paths = (*(derived_path(folder, table) for table in DERIVED), folder / ISSUERS_CSV)
    return all(path.exists() for path in (*paths, folder / PACKAGE))


def discard(folder: Path) -> None:
    """Remove the tables."""
    for table in DERIVED:
        derived_path(folder, table).unlink(missing_ok=True)
    for name in (ISSUERS_CSV, PACKAGE):
        (folder / name).unlink(missing_ok=True)


def write(
    folder: Path, tables: Sequence[str], rows: Iterable[tuple[str, Mapping[str, object]]]
) -> None:
    """Write tables from their rows, given by table as they come, a few of them in memory at a
    time."""
    waiting: dict[str, list[Mapping[str, object]]] = {table: [] for table in tables}
    scratch = {table: _scratch(folder, table) for table in tables}
    with ExitStack() as stack:
        writers = {
            table: stack.enter_context(
                pq.ParquetWriter(scratch[table], DERIVED[table], compression="zstd")
            )
            for table in tables
        }
        for table, row in rows:
            waiting[table].append(row)
            if len(waiting[table]) == BATCH:
                writers[table].write_table(_table(table, waiting[table]))
                waiting[table] = []
        for table, some in waiting.items():
            writers[table].write_table(_table(table, some))
    for table in tables:
        disk.write_file(derived_path(folder, table), scratch[table].replace)


def _scratch(folder: Path, table: str) -> Path:
    path = derived_path(folder, table)
    path.parent.mkdir(exist_ok=True)
    return path.with_name(f".{table}.rows.tmp")


def _table(table: str, rows: Sequence[Mapping[str, object]]) -> pa.Table:
    want = DERIVED[table]
    columns = [pa.array([row.get(field.name) for row in rows], field.type) for field in want]
    return pa.Table.from_arrays(columns, schema=want)
