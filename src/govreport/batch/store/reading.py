"""Read a store: its tables as Arrow datasets and pandas frames, and where things stand."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.dataset as ds

from govreport.batch.store.derived import DERIVED, derived_path
from govreport.batch.store.tables import FILES, Manifest, StoreError, part_paths, read_manifest
from govreport.export.arrow import SCHEMAS

if TYPE_CHECKING:
    import pandas

__all__ = ["Cause", "Tables"]

#: A status with its code, ``None`` where there is none.
Cause = tuple[str, str | None]


#: Rows that are in memory at a time where they are gone through one by one.
ROWS = 4096


class Tables:
    """The tables of a store: ``reports``, ``metrics``, ``quantities``, ``sections``, ``findings``,
    ``files`` and, once a batch is through, ``issuers`` and ``series_findings``. Also while one is
    writing to it: only whole parts are seen."""

    def __init__(self, folder: str | os.PathLike[str]) -> None:
        """Open a store.

        Raises:
            StoreError: there is none.
        """
        self.folder = Path(folder)
        manifest = read_manifest(self.folder)
        if manifest is None:
            raise StoreError("holds no store", path=str(folder), hint="name what -o named")
        self.manifest: Manifest = manifest

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the tables."""
        return (*SCHEMAS, "files", *DERIVED)

    def dataset(self, table: str) -> ds.Dataset:
        """Return a table as a ``pyarrow.dataset.Dataset``; nothing is read yet.

        Raises:
            KeyError: there is no such table.
        """
        want = {"files": FILES, **SCHEMAS, **DERIVED}[table]
        if table in DERIVED:
            path = derived_path(self.folder, table)
            paths = [path] if path.exists() else []
        else:
            paths = list(part_paths(self.folder, table).values())
        if not paths:
            return ds.dataset(want.empty_table())
        return ds.dataset([str(path) for path in paths], schema=want, format="parquet")

    def arrow(self, table: str, columns: Sequence[str] | None = None) -> pa.Table:
        """Return a table, or some of its columns, as a ``pyarrow.Table``."""
        return self.dataset(table).to_table(columns=list(columns) if columns else None)

    def frame(self, table: str, columns: Sequence[str] | None = None) -> pandas.DataFrame:
        """Return a table as a pandas frame; figures are ``Decimal`` objects.

        Raises:
            ImportError: pandas is not installed.
        """
        frame: pandas.DataFrame = self.arrow(table, columns).to_pandas()
        return frame

    def rows(
        self, table: str, columns: Sequence[str], *, where: ds.Expression | None = None
    ) -> Iterator[tuple[object, ...]]:
        """Yield rows one by one, in order and in bounded memory."""
        batches = self.dataset(table).to_batches(
            columns=list(columns),
            filter=where,
            batch_size=ROWS,
            batch_readahead=1,
            fragment_readahead=1,
        )
        for batch in batches:
            yield from zip(*(batch.column(name).to_pylist() for name in columns), strict=True)

    def causes(self) -> Counter[Cause]:
        """Return the number of files by status and cause."""
        counts: Counter[Cause] = Counter()
        for status, code in self.rows("files", ("status", "code")):
            counts[str(status), code if isinstance(code, str) else None] += 1
        return counts

    def __repr__(self) -> str:
        return f"Tables({str(self.folder)!r}, {self.dataset('files').count_rows()} files)"
