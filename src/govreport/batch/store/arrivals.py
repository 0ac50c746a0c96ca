"""What arrives at a store: which of it is new, and the row that each thing gets."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping

import pyarrow as pa
import regex
from attrs import evolve, frozen

from govreport.batch.engines.local import Task
from govreport.batch.store.ledger import Content
from govreport.batch.store.tables import FILES, Store, StoreError
from govreport.batch.walk.entries import Entry, EntryKind, Found, Stamp

__all__ = ["Intake", "Row", "compiled"]

#: The codes of what may end better with more time or memory.
QUARANTINE = {"batch.timeout", "batch.memory", "batch.crash"}


@frozen(kw_only=True)
class Row:
    """A row of the ``files`` table: what became of one entry of the archive.

    ``status`` is one of ``parsed``, ``not_a_report``, ``failed``, ``quarantined``, ``duplicate``,
    ``container``, ``left_out``, ``replaced``. Of a duplicate, ``code`` is that of what it is a
    duplicate of.
    """

    path: str
    status: str
    container: str | None = None
    sha256: str | None = None
    size: int | None = None
    mtime_ns: int | None = None
    code: str | None = None
    detail: str | None = None
    hint: str | None = None
    format: str | None = None
    partial: bool | None = None
    duplicate_of: str | None = None
    path_year: int | None = None
    path_region: str | None = None
    path_organ: str | None = None
    seconds: float | None = None

    def to_dict(self) -> dict[str, object]:
        """Return the row by its columns."""
        return {name: getattr(self, name) for name in FILES.names}


def compiled(pattern: str | None) -> regex.Pattern[str] | None:
    """Return the rule for paths, ready to use.

    Raises:
        StoreError: it is none, or has other groups than year, region and organ.
    """
    if pattern is None:
        return None
    hint = "name groups year, region or organ: (?P<year>20..)"
    try:
        compiled = regex.compile(pattern)
    except regex.error as error:
        raise StoreError(str(error), path="--path-pattern", hint=hint) from error
    unknown = set(compiled.groupindex) - {"year", "region", "organ"}
    if unknown or not compiled.groupindex:
        detail = f"unknown groups: {', '.join(sorted(unknown))}" if unknown else "no group in it"
        raise StoreError(detail, path="--path-pattern", hint=hint)
    return compiled


class Intake:
    """What is on its way to the store: what is known already is not parsed, or not kept, again."""

    def __init__(self, store: Store, *, retry: bool = False) -> None:
        self.rows: list[dict[str, object]] = []
        self._store = store
        self._retry = retry
        self._pattern = compiled(store.manifest.path_pattern)
        self._results: list[pa.RecordBatch] = []
        #: Contents whose rows are not in the store yet.
        self._under_way: dict[str, Content] = {}

    def known(self, path: str, stamp: Stamp) -> bool:
        """Whether an entry is in the store as it is."""
        return self._store.ledger.stamp(path) == stamp and not self._again(path)

    def new(self, found: Iterator[Found | Entry]) -> Iterator[Found | Entry]:
        """Pass on what is not known: what an engine gets that reads files itself."""
        return (one for one in found if not self.known(one.path, one.stamp))

    def tasks(self, entries: Iterator[Entry]) -> Iterator[Task[Row]]:
        """Return the tasks of an engine that is given bytes."""
        for entry in entries:
            if entry.data is None:
                yield Task(self._row(entry), entry.path)
                continue
            row = self._met(entry, hashlib.sha256(entry.data).hexdigest())
            if row is not None:
                yield Task(row, entry.path, None if row.status else entry.data)

    def arrivals(
        self, arrived: Iterator[tuple[Entry, pa.RecordBatch | None]]
    ) -> Iterator[tuple[Row, pa.RecordBatch | None]]:
        """Sort out what an engine parsed that knows nothing of the store."""
        for entry, result in arrived:
            if self.known(entry.path, entry.stamp):
                continue
            if result is None:
                yield self._row(entry), None
                continue
            row = self._met(entry, str(result.column("sha256")[0]))
            if row is not None:
                yield row, None if row.status else result

    def _met(self, entry: Entry, digest: str) -> Row | None:
        """The row of a file whose content is met, without a status where it is new; none where
        that path is known to have it."""
        if self._store.ledger.sha256(entry.path) == digest and not self._again(entry.path):
            self._store.ledger.restamp(entry.path, entry.stamp)
            return None
        row = evolve(self._row(entry), sha256=digest)
        first = self._known(digest)
        if first is not None:
            return evolve(row, status="duplicate", duplicate_of=first.path)
        self._under_way[digest] = Content(entry.path)
        return row

    def done(self, row: Row, result: pa.RecordBatch | None) -> Row:
        """Complete a row by its result, and keep both for the next part."""
        digest = row.sha256 or ""
        if result is not None:
            names = ("status", "code", "detail", "hint", "format", "partial", "seconds")
            row = evolve(row, **{name: result.column(name)[0].as_py() for name in names})
            self._under_way[digest] = Content(row.path, row.code, row.detail, row.hint)
            self._results.append(result)
        elif row.status == "duplicate" and (first := self._known(digest)):
            row = evolve(row, code=first.code, detail=first.detail, hint=first.hint)
        self.rows.append(row.to_dict())
        return row

    def _known(self, digest: str) -> Content | None:
        found = self._under_way.get(digest)
        if found is None:
            found = self._store.ledger.content(digest)
            if found is not None and self._retry and found.code in QUARANTINE:
                return None
        return found

    def _again(self, path: str) -> bool:
        """Whether a file that is known is parsed all the same."""
        if not self._retry:
            return False
        found = self._store.ledger.content(self._store.ledger.sha256(path) or "")
        return found is not None and found.code in QUARANTINE

    def flush(self) -> None:
        """Append a part to the store."""
        self._store.append(self.rows, self._results)
        for row in self.rows:
            self._under_way.pop(str(row["sha256"]), None)
        self.rows = []
        self._results = []

    def _row(self, entry: Entry) -> Row:
        said = self._said(entry.path)
        year = said.get("year") or ""
        return Row(
            path=entry.path,
            status="" if entry.kind is EntryKind.FILE else entry.kind.value,
            container=entry.container,
            size=entry.stamp.size,
            mtime_ns=entry.stamp.mtime_ns,
            code=entry.code,
            detail=entry.detail,
            path_year=int(year) if len(year) == 4 and year.isascii() and year.isdigit() else None,
            path_region=said.get("region"),
            path_organ=said.get("organ"),
        )

    def _said(self, path: str) -> Mapping[str, str | None]:
        """What the path says, by the pattern."""
        try:
            match = self._pattern.search(path, timeout=1) if self._pattern else None
        except TimeoutError:
            match = None
        return match.groupdict() if match else {}
