"""Read a store: its tables as Arrow datasets and pandas frames, and where things stand."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.dataset as ds

from govreport.batch.store import answers
from govreport.batch.store.answers import unknown
from govreport.batch.store.derived import DERIVED, derived_path, is_complete
from govreport.batch.store.peers import Peers, peers
from govreport.batch.store.results import Comparison, HeatMap, StoredOrgan
from govreport.batch.store.rollup import RollUp, rollup
from govreport.batch.store.tables import FILES, Manifest, StoreError, part_paths, read_manifest
from govreport.compare import Series
from govreport.export.arrow import SCHEMAS
from govreport.export.frames import require_pandas

if TYPE_CHECKING:
    import pandas

__all__ = ["Cause", "Tables"]

#: A status with its code, ``None`` where there is none.
Cause = tuple[str, str | None]


#: Rows that are in memory at a time where they are gone through one by one.
ROWS = 4096


class Tables:
    """The tables of a store: ``reports``, ``metrics``, ``quantities``, ``sections``, ``findings``,
    ``files`` and, once a batch is through, ``issuers``, ``organs``, ``concepts``, ``points``,
    ``versions`` and ``series_findings``. Also while one is writing to it: only whole parts are
    seen. It is never written to."""

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

    @property
    def is_complete(self) -> bool:
        """Whether a batch is through, and the tables of organs and years are there."""
        return is_complete(self.folder)

    def dataset(self, table: str) -> ds.Dataset:
        """Return a table as a ``pyarrow.dataset.Dataset``; nothing is read yet.

        Raises:
            UnknownName: there is no such table.
        """
        want = {"files": FILES, **SCHEMAS, **DERIVED}.get(table)
        if want is None:
            raise unknown("table", table, self.names)
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
        require_pandas()
        from govreport.export.frame import of_arrow

        return of_arrow(self.arrow(table, columns))

    def table(self, table: str) -> pandas.DataFrame:
        """Return a table as a pandas frame.

        Raises:
            UnknownName: there is no such table.
            ImportError: pandas is not installed.
        """
        return self.frame(table)

    def sql(self, query: str, parameters: object = None) -> pandas.DataFrame:
        """Return what a query in SQL gives, over the tables by their names; those of reports and
        their rows have the column ``organ``, by which they join with all others.

        Args:
            parameters: values for ``?`` (a list) or ``$name`` (a mapping) in the query.

        Raises:
            ImportError: duckdb or pandas is not installed.
        """
        from govreport.batch.store.queries import frame_of

        return frame_of(self, query, parameters)

    def series(self, id: str, *, organ: str, kind: str | None = None, **dimensions: str) -> Series:
        """Return one figure of an organ over the years, as :func:`govreport.series` does.

        Args:
            id: a concept or a figure, by its id or its Chinese label.
            organ: its id or its name, a former or a short one too.
            kind: a kind of report, where two kinds have an id.

        Raises:
            UnknownName: there is no such id, dimension or organ, or there are several of the name;
                the message names those that come near.
        """
        return answers.series(self, id, organ, kind, dimensions)

    def compare(
        self,
        id: str,
        *,
        year: int,
        place: str | None = None,
        type: str | None = None,
        kind: str | None = None,
        **dimensions: str,
    ) -> Comparison:
        """Return one figure of all organs in a year, the largest first.

        Args:
            place: only organs of this place and below it, by its code or name.
            type: only organs of this type (``department``, ``government`` …).

        Raises:
            UnknownName: there is no such id, year, place or type.
        """
        return answers.compare(self, id, year, kind, place, type, dimensions)

    def heatmap(
        self,
        id: str,
        *,
        place: str | None = None,
        type: str | None = None,
        kind: str | None = None,
        **dimensions: str,
    ) -> HeatMap:
        """Return one figure of all organs over all years; see :meth:`compare`."""
        return answers.heatmap(self, id, kind, place, type, dimensions)

    def organ(self, name: str) -> StoredOrgan:
        """Return an organ by its id or its name, a former or a short one too.

        Raises:
            UnknownName: there is none, or there are several; the message names them.
        """
        return answers.organ(self, name)

    def rollup(self, place: str, year: int, *, kind: str = "ogi") -> RollUp:
        """Return the report of a region in a year against the sum of its organs' reports.

        Args:
            place: its code (``330211``) or its name, as the store's organs have it too.
            kind: the kind of report.

        Raises:
            UnknownName: there is no such place or year; the message names those that come near.
        """
        return rollup(self, place, year, kind)

    def peers(self, organ: str, year: int, *, kind: str = "ogi") -> Peers:
        """Return the percentile of each total of an organ's report for a year among those of the
        organs of its type, field and level; nothing where there are fewer than ten.

        Args:
            organ: its id or its name, a former or a short one too.
            kind: the kind of report.

        Raises:
            UnknownName: there is no such organ, or it has no report for that year.
        """
        return peers(self, organ, year, kind)

    def dicts(
        self, table: str, *, where: ds.Expression | None = None
    ) -> Iterator[dict[str, object]]:
        """Yield rows one by one by their columns; see :meth:`rows`."""
        names = self.dataset(table).schema.names
        for row in self.rows(table, names, where=where):
            yield dict(zip(names, row, strict=True))

    def rows(
        self,
        table: str,
        columns: Sequence[str],
        *,
        where: ds.Expression | None = None,
        of: Collection[str] | None = None,
    ) -> Iterator[tuple[object, ...]]:
        """Yield rows one by one, in order and in bounded memory.

        Args:
            of: only those in whose first column one of these stands.
        """
        batches = self.dataset(table).to_batches(
            columns=list(columns),
            filter=where,
            batch_size=ROWS,
            batch_readahead=1,
            fragment_readahead=1,
        )
        for batch in batches:
            if of is not None:
                kept = [each in of for each in batch.column(0).to_pylist()]
                batch = batch.filter(pa.array(kept, pa.bool_()))
            yield from zip(*(batch.column(name).to_pylist() for name in columns), strict=True)

    def causes(self) -> Counter[Cause]:
        """Return the number of files by status and cause."""
        counts: Counter[Cause] = Counter()
        for status, code in self.rows("files", ("status", "code")):
            counts[str(status), code if isinstance(code, str) else None] += 1
        return counts

    def __repr__(self) -> str:
        return f"Tables({str(self.folder)!r}, {self.dataset('files').count_rows()} files)"
