"""The ledger: which paths and which contents a store holds, on disk, so that millions fit.

It says nothing that the ``files`` table does not say: a ledger that is lost, damaged or behind is
made again from there.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path

from attrs import astuple, frozen

from govreport.batch.walk.archive import Stamp

__all__ = ["Content", "Ledger", "Noted", "Stale"]

_TABLES = """
CREATE TABLE IF NOT EXISTS parts (number INTEGER PRIMARY KEY);
CREATE TABLE IF NOT EXISTS paths (
    path TEXT PRIMARY KEY, size INTEGER, mtime_ns INTEGER, sha256 TEXT, part INTEGER
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS paths_by_content ON paths (sha256);
CREATE TABLE IF NOT EXISTS contents (
    sha256 TEXT PRIMARY KEY, path TEXT, part INTEGER, code TEXT, detail TEXT, hint TEXT
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS stale (path TEXT, part INTEGER, sha256 TEXT);
"""


@frozen
class Content:
    """Where a content was first seen, and why there is no report in it, if there is none."""

    path: str
    code: str | None = None
    detail: str | None = None
    hint: str | None = None


@frozen
class Noted:
    """A row of the ``files`` table, as far as the ledger keeps it."""

    stamp: Stamp
    sha256: str | None
    status: str
    content: Content

    @property
    def path(self) -> str:
        """The path, which is that of the content where the content is new."""
        return self.content.path


@frozen
class Stale:
    """A row of ``files`` whose path has another content since; ``part`` is where it stands."""

    path: str
    part: int
    sha256: str | None


class Ledger:
    """An open ledger; close it when done."""

    def __init__(self, path: Path) -> None:
        self._db = _opened(path)

    def parts(self) -> set[int]:
        """Return the numbers of the parts that are entered."""
        return {number for (number,) in self._db.execute("SELECT number FROM parts")}

    def clear(self) -> None:
        """Forget everything."""
        with self._db:
            for table in ("parts", "paths", "contents", "stale"):
                self._db.execute(f"DELETE FROM {table}")  # noqa: S608

    def enter(self, part: int, rows: Iterable[Noted]) -> None:
        """Enter the rows of a part, all or none."""
        with self._db:
            self._db.execute("INSERT INTO parts VALUES (?)", (part,))
            for row in rows:
                self._enter(part, row)

    def _enter(self, part: int, row: Noted) -> None:
        if row.sha256 and row.status != "duplicate":
            path, *cause = astuple(row.content)
            # One that was tried again counts as it was the last time.
            verb = "IGNORE" if row.status == "replaced" else "REPLACE"
            self._db.execute(
                f"INSERT OR {verb} INTO contents VALUES (?, ?, ?, ?, ?, ?)",  # noqa: S608
                (row.sha256, path, part, *cause),
            )
        if row.status == "replaced":
            self._db.execute("INSERT INTO stale VALUES (?, ?, ?)", (row.path, part, row.sha256))
            return
        before = self._db.execute("SELECT part, sha256 FROM paths WHERE path = ?", (row.path,))
        for old_part, old_sha256 in before.fetchall():
            self._db.execute("INSERT INTO stale VALUES (?, ?, ?)", (row.path, old_part, old_sha256))
        self._db.execute(
            "INSERT OR REPLACE INTO paths VALUES (?, ?, ?, ?, ?)",
            (row.path, row.stamp.size, row.stamp.mtime_ns, row.sha256, part),
        )

    def stamp(self, path: str) -> Stamp | None:
        """Return the stamp under which a path is known, ``None`` if it is not."""
        row = self._db.execute("SELECT size, mtime_ns FROM paths WHERE path = ?", (path,))
        found = row.fetchone()
        return Stamp(*found) if found else None

    def sha256(self, path: str) -> str | None:
        """Return the hash of the content under which a path is known."""
        row = self._db.execute("SELECT sha256 FROM paths WHERE path = ?", (path,)).fetchone()
        return row[0] if row else None

    def restamp(self, path: str, stamp: Stamp) -> None:
        """Note that a path has a new stamp and the same content."""
        with self._db:
            self._db.execute(
                "UPDATE paths SET size = ?, mtime_ns = ? WHERE path = ?",
                (stamp.size, stamp.mtime_ns, path),
            )

    def content(self, sha256: str) -> Content | None:
        """Return a content that was parsed, ``None`` if it was not."""
        found = self._db.execute(
            "SELECT path, code, detail, hint FROM contents WHERE sha256 = ?", (sha256,)
        ).fetchone()
        return Content(*found) if found else None

    def stale(self) -> list[Stale]:
        """Return the rows that other rows have replaced."""
        return [Stale(*row) for row in self._db.execute("SELECT path, part, sha256 FROM stale")]

    def orphans(self) -> Iterator[tuple[str, int]]:
        """Yield the contents among stale rows that no path has now, and their parts."""
        yield from self._db.execute(
            "SELECT DISTINCT contents.sha256, contents.part FROM stale JOIN contents"
            " ON contents.sha256 = stale.sha256 WHERE NOT EXISTS"
            " (SELECT 1 FROM paths WHERE paths.sha256 = stale.sha256)"
        )

    def settle(self) -> None:
        """Forget stale rows and orphans, once the store is rid of them."""
        orphans = [(sha256,) for sha256, _ in self.orphans()]
        with self._db:
            self._db.executemany("DELETE FROM contents WHERE sha256 = ?", orphans)
            self._db.execute("DELETE FROM stale")

    def close(self) -> None:
        """Close the file."""
        self._db.close()


def _opened(path: Path) -> sqlite3.Connection:
    try:
        return _connect(path)
    except sqlite3.DatabaseError:
        for leaving in path.parent.glob(path.name + "*"):
            leaving.unlink()
        return _connect(path)


def _connect(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path)
    try:
        (verdict,) = database.execute("PRAGMA quick_check(1)").fetchone()
        if verdict != "ok":
            raise sqlite3.DatabaseError(verdict)
        database.execute("PRAGMA cache_size = -8192")
        database.executescript(_TABLES)
    except BaseException:
        with contextlib.suppress(sqlite3.Error):
            database.close()
        raise
    return database
