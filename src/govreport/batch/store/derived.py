"""The tables of a store that are made of its others, once all reports are in.

They are dropped before the others change, so that none is there that says what is no longer so: a
run that is killed leaves a store without them, and the next one makes them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from govreport.batch.store import disk
from govreport.batch.store.package import PACKAGE
from govreport.export.arrow import schema_of

__all__ = [
    "CHOICES",
    "DERIVED",
    "ISSUERS_CSV",
    "Block",
    "Rows",
    "derived_path",
    "discard",
    "in_chunks",
    "is_complete",
    "scratch_path",
    "write",
    "write_chunks",
]

#: The schema of each table.
DERIVED: Mapping[str, pa.Schema] = {
    name: schema_of(name)
    for name in (
        "issuers",
        "organs",
        "concepts",
        "points",
        "versions",
        "series_findings",
        "reuse",
    )
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


class Block(dict[str, Sequence[object]]):
    """Rows of a table by columns, all of one length; a column that is not there is null."""


#: Rows as they come, each with the name of its table.
Rows = Iterable[tuple[str, Mapping[str, object] | Block]]


class _Waiting:
    """Rows that are not written yet, by columns."""

    def __init__(self, schema: pa.Schema) -> None:
        self._schema = schema
        self._columns: dict[str, list[object]] = {name: [] for name in schema.names}
        self._count = 0

    def add(self, row: Mapping[str, object] | Block) -> bool:
        """Take a row or several, and say whether it is time to write them."""
        if isinstance(row, Block):
            count = len(next(iter(row.values())))
            nothing = [None] * count
            for name, column in self._columns.items():
                column.extend(row.get(name, nothing))
            self._count += count
        else:
            for name, column in self._columns.items():
                column.append(row.get(name))
            self._count += 1
        return self._count >= BATCH

    def taken(self) -> pa.Table:
        """Return what waited, which waits no more."""
        columns = [pa.array(self._columns[field.name], field.type) for field in self._schema]
        self._columns = {name: [] for name in self._schema.names}
        self._count = 0
        return pa.Table.from_arrays(columns, schema=self._schema)


def write(folder: Path, tables: Sequence[str], rows: Rows) -> None:
    """Write tables from their rows, given by table as they come, one by one or several by columns;
    a few of them are in memory at a time."""
    write_chunks(folder, tables, in_chunks(tables, rows))


def in_chunks(tables: Sequence[str], rows: Rows) -> Iterator[tuple[str, pa.Table]]:
    """Yield rows by some thousands, each with the name of its table."""
    waiting = {table: _Waiting(DERIVED[table]) for table in tables}
    for table, row in rows:
        if waiting[table].add(row):
            yield table, waiting[table].taken()
    for table, some in waiting.items():
        yield table, some.taken()


def write_chunks(
    folder: Path, tables: Sequence[str], chunks: Iterable[tuple[str, pa.Table]]
) -> None:
    """Write tables from their chunks; the files are the same whatever the chunks' size."""
    scratch = {table: scratch_path(folder, table, "rows") for table in tables}
    with ExitStack() as stack:
        writers = {
            table: stack.enter_context(
                pq.ParquetWriter(scratch[table], DERIVED[table], compression="zstd")
            )
            for table in tables
        }
        held = {table: DERIVED[table].empty_table() for table in tables}
        for table, chunk in chunks:
            held[table] = pa.concat_tables([held[table], chunk])
            while len(held[table]) >= BATCH:
                writers[table].write_table(held[table].slice(0, BATCH).combine_chunks())
                held[table] = held[table].slice(BATCH)
        for table, rest in held.items():
            writers[table].write_table(rest.combine_chunks())
    for table in tables:
        disk.write_file(derived_path(folder, table), scratch[table].replace)


def scratch_path(folder: Path, table: str, what: str) -> Path:
    """Return where something is kept for a while; what a killed run leaves there is removed."""
    path = derived_path(folder, table)
    path.parent.mkdir(exist_ok=True)
    return path.with_name(f".{table}.{what}.tmp")
