"""A store open for questions: DuckDB over its Parquet tables, which it reads and never writes.

What pages need of every report, finding and file, and the figures that all editions share, are
taken into memory once: some kilobytes a report. What only the page of one report needs is read from
the one part of a Parquet table that holds it. A store that changes is opened anew by the next
request.

All that a question leaves open goes in as a parameter; no text from outside is ever part of SQL.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import duckdb
from attrs import field, frozen

from govreport.batch.store.derived import DERIVED, derived_path
from govreport.batch.store.reading import Tables
from govreport.batch.store.tables import part_paths

__all__ = ["Data", "Row", "Store"]

Row = Mapping[str, Any]
T = TypeVar("T")

#: An organ's key is a part of the hash of its id: an address that stays and holds no odd letter.
#: Reports that were given to no organ stand under the name in them.
_LOADED = """
CREATE TABLE reports AS
SELECT row_number() OVER () AS nth, r.* EXCLUDE (place, place_name),
    coalesce(o.name, i.organ, r.issuer) AS organ,
    i.organ AS organ_id, substr(sha256(coalesce(i.organ, r.issuer)), 1, 16) AS key,
    coalesce(o.place, r.place) AS place, coalesce(o.place_name, r.place_name, i.region) AS region,
    o.level, o.type, i.why, i.others, coalesce(i.preferred, true) AS preferred
FROM (SELECT DISTINCT ON (sha256) * FROM all_reports) AS r
LEFT JOIN issuers AS i USING (sha256) LEFT JOIN organs AS o ON o.id = i.organ
ORDER BY organ, year, path;

CREATE TABLE keys AS
SELECT row_number() OVER (ORDER BY id) AS nth, * FROM (
    SELECT DISTINCT key, organ_id AS id, organ, place, region, type FROM reports
    WHERE organ_id IS NOT NULL
);

CREATE TABLE shared AS
SELECT row_number() OVER () AS nth, report_kind, id, zh, en, unit FROM concepts WHERE comparable;

CREATE TABLE lines AS
SELECT k.nth::INTEGER AS organ, c.nth::SMALLINT AS concept, r.nth::INTEGER AS report,
    p.year::SMALLINT AS year, p.value, p.value_text, p.number, p.unit, p.state, p.relation, p.note,
    p.note_en, p.edition, p.raw, p.block, p."row", p."column"
FROM points AS p JOIN shared AS c ON c.id = p.concept AND c.report_kind = p.report_kind
JOIN keys AS k ON k.id = p.organ LEFT JOIN reports AS r ON r.sha256 = p.sha256
WHERE p.is_total AND p.year IS NOT NULL ORDER BY organ, concept, year;

CREATE TABLE files AS
SELECT path, sha256, size, status, code, detail, hint, format, duplicate_of FROM all_files
ORDER BY path;

CREATE TABLE findings AS
SELECT row_number() OVER (ORDER BY r.organ, f.year, r.path, f.across, f.place_in) AS n,
    f.* EXCLUDE (place_in), r.organ, r.key,
    r.region, r.place, r.path, r.report_kind
FROM (
    SELECT sha256, year, code, severity, message, message_en, expected, found, metrics, page,
        block, "row", "column", false AS across,
        row_number() OVER () AS place_in
    FROM all_findings
    UNION ALL
    SELECT sha256, year, code, severity, message, message_en, expected, found, metrics, page,
        block, "row", "column", true, row_number() OVER ()
    FROM series_findings
) AS f JOIN reports AS r USING (sha256) ORDER BY n;
"""


@frozen(eq=False)
class Data:
    """A store as it was at one moment: its tables, and a connection that knows them."""

    tables: Tables
    connection: duckdb.DuckDBPyConnection
    _kept: dict[object, Any] = field(factory=dict)

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        """Return the rows that a question has, by the names of their columns."""
        with self.connection.cursor() as cursor:
            cursor.execute(sql, list(parameters))
            names = [column[0] for column in cursor.description or ()]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def one(self, sql: str, parameters: Sequence[object] = ()) -> Row:
        """Return the first row, one without anything where there is none."""
        return next(iter(self.rows(sql, parameters)), {})

    def of_report(self, table: str, report: Row, order: str) -> list[Row]:
        """Return the rows of a table of reports that are of one, told by its row of ``reports``.

        They stand in the part of the same number: the others need not be looked at.
        """
        part = self.tables.folder / table / Path(report["filename"]).name
        return self.rows(
            f"SELECT * FROM {table} WHERE sha256 = ? AND filename = ? ORDER BY {order}",  # noqa: S608
            [report["sha256"], str(part)],
        )

    def once(self, name: object, make: Callable[[], T]) -> T:
        """Return what is made the first time that something of that name is asked for."""
        if name not in self._kept:
            self._kept[name] = make()
        found: T = self._kept[name]
        return found


class Store:
    """A store in a folder, opened anew when it has changed."""

    def __init__(self, folder: str | os.PathLike[str]) -> None:
        """Open it.

        Raises:
            StoreError: there is none in the folder.
        """
        self.folder = Path(folder)
        self._lock = threading.Lock()
        self._seen = self._stamp()
        self._data = _open(self.folder)

    def data(self) -> Data:
        """Return the store as it is now."""
        with self._lock:
            now = self._stamp()
            if now != self._seen:
                self._data, self._seen = _open(self.folder), now
            return self._data

    def _stamp(self) -> tuple[int, ...]:
        """What changes when a part is added, or the tables across years are made."""
        watched = [self.folder / "files", *(derived_path(self.folder, name) for name in DERIVED)]
        return tuple(path.stat().st_mtime_ns if path.exists() else 0 for path in watched)


def _open(folder: Path) -> Data:
    tables = Tables(folder)
    connection = duckdb.connect(":memory:", config={"autoinstall_known_extensions": "false"})
    for name in tables.names:
        loaded = name in ("reports", "findings", "files")
        _view(connection, tables, name, f"all_{name}" if loaded else name)
    connection.execute(_LOADED)
    # From here on nothing but the store's own files can be read, whatever is asked.
    connection.execute("SET allowed_directories = $1", [[str(folder.resolve()), str(folder)]])
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return Data(tables, connection)


def _view(connection: duckdb.DuckDBPyConnection, tables: Tables, table: str, name: str) -> None:
    """Give a table a name in SQL; one that is not there yet has no rows."""
    if table in DERIVED:
        path = derived_path(tables.folder, table)
        paths = [path] if path.exists() else []
    else:
        paths = list(part_paths(tables.folder, table).values())
    if paths:
        connection.read_parquet([str(path) for path in paths], filename=True).create_view(name)
    else:
        connection.from_arrow(tables.dataset(table).to_table()).create(name)
