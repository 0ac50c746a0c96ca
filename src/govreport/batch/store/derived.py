"""The tables of a store that are made of its others, once all reports are in.

They are dropped before the others change, so that none is there that says what is no longer so: a
run that is killed leaves a store without them, and the next one makes them.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from govreport.batch.store import disk
from govreport.export.arrow import schema_of

__all__ = ["CHOICES", "DERIVED", "ISSUERS_CSV", "derived_path", "discard", "is_complete", "write"]

#: The schema of each table. ``issuers`` has a row a report: its organ's name as read, completed by
#: ``region``; the ``organ`` that it was given to, ``why``
#: (:class:`govreport.batch.organs.groups.Why`) and which it could be too.
#: ``series_findings`` has what does not follow from the year before.
DERIVED: Mapping[str, pa.Schema] = {
    name: schema_of(name) for name in ("series_findings", "issuers")
}
ISSUERS_CSV = "issuers.csv"
#: The user's choices, kept for the next run.
CHOICES = "issuers-chosen.csv"

#: Rows that are in memory at a time.
BATCH = 4096


def derived_path(folder: Path, table: str) -> Path:
    """Return the file of a table."""
    return folder / table / "part-000000.parquet"


def is_complete(folder: Path) -> bool:
    """Whether all of the tables are there."""
    paths = (*(derived_path(folder, table) for table in DERIVED), folder / ISSUERS_CSV)
    return all(path.exists() for path in paths)


def discard(folder: Path) -> None:
    """Remove the tables."""
    for table in DERIVED:
        derived_path(folder, table).unlink(missing_ok=True)
    (folder / ISSUERS_CSV).unlink(missing_ok=True)


def write(folder: Path, table: str, rows: Iterable[Mapping[str, object]]) -> None:
    """Write a table from its rows, a few of them in memory at a time."""
    path = derived_path(folder, table)
    path.parent.mkdir(exist_ok=True)
    disk.write_file(path, lambda scratch: _write(scratch, DERIVED[table], iter(rows)))


def _write(path: Path, want: pa.Schema, rows: Iterator[Mapping[str, object]]) -> None:
    with pq.ParquetWriter(path, want, compression="zstd") as writer:
        while some := list(itertools.islice(rows, BATCH)):
            writer.write_table(pa.Table.from_pylist(some, schema=want))
