"""Run a batch: walk the archive, have new files parsed, append the results to the store.

Rows are appended in the order of the walk and in parts of a fixed number of rows, so a store is the
same whatever the number of workers, and however often the run was killed and gone on with.
"""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Protocol

import pyarrow as pa
import regex
from attrs import evolve, field, frozen

from govreport.batch import derived, disk
from govreport.batch.across import write_across
from govreport.batch.archive import Bounds, Entry, EntryKind, Stamp, walk
from govreport.batch.choices import read_choices
from govreport.batch.derived import CHOICES
from govreport.batch.engines.child import WorkerSettings
from govreport.batch.engines.local import LocalEngine, Task, ensure_possible
from govreport.batch.ledger import Content
from govreport.batch.reading import Tables
from govreport.batch.store import FILES, Manifest, Store, StoreError, parser_version
from govreport.containers.names import printable
from govreport.errors import SourceUnavailable

__all__ = ["Options", "Row", "Watcher", "run"]

MIB = 1 << 20
#: The codes of what may end better with more time or memory.
QUARANTINE = {"batch.timeout", "batch.memory", "batch.crash"}


@frozen(kw_only=True)
class Options:
    """How a batch is run."""

    #: Worker processes; ``None`` for one a processor.
    jobs: int | None = None
    #: Seconds that one file may take.
    timeout: float = 60
    #: Bytes that a worker may hold.
    memory: int = 1024 * MIB
    #: Whether reports are also written whole, as lines of JSON.
    jsonl: bool = False
    #: Go on with a store even if its archive had another path or name.
    resume: bool = False
    #: Parse those files again that were quarantined.
    retry: bool = False
    #: A regular expression searched in each path, with groups ``year``, ``region``, ``organ``.
    path_pattern: str | None = None
    #: A file that says which names are of one organ; that of the last run if none is given.
    issuers: Path | None = None
    #: Modules that workers import first, such as readers of one's own.
    plugins: tuple[str, ...] = ()
    #: Rows of a part: what is lost at most when a run is killed.
    part_rows: int = 256
    bounds: Bounds = field(factory=Bounds)


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
    duplicate_of: str | None = None
    path_year: int | None = None
    path_region: str | None = None
    path_organ: str | None = None
    seconds: float | None = None

    def to_dict(self) -> dict[str, object]:
        """Return the row by its columns."""
        return {name: getattr(self, name) for name in FILES.names}


class Watcher(Protocol):
    """Who is told how a batch goes."""

    def begin(self, *, reparsed: bool) -> None:
        """The store is open; ``reparsed`` if it was of another version and begun anew."""

    def row(self, row: Row) -> None:
        """An entry is done."""

    def part(self) -> None:
        """The rows so far are in the store."""

    def replaced(self, cause: str) -> None:
        """A worker was replaced."""

    def end(self) -> None:
        """The whole archive is in the store."""


def run(
    archive: str | os.PathLike[str],
    out: str | os.PathLike[str],
    options: Options,
    watcher: Watcher,
) -> Counter[str]:
    """Parse an archive into a store, and return the number of new rows by status.

    Raises:
        StoreError: the folder or ``issuers`` cannot be used so; the hint says what to do.
        SourceUnavailable: the archive cannot be opened.
        OSError: the store cannot be written to.
        EngineError: worker processes cannot be started.
    """
    ensure_possible()
    if options.issuers is not None:
        read_choices(options.issuers)  # to fail now if at all
    manifest = Manifest(
        parser=parser_version(),
        archive=_opened(archive),
        rows=options.part_rows,
        jsonl=options.jsonl,
        path_pattern=options.path_pattern,
    )
    _compiled(options.path_pattern)
    folder = Path(out)
    seen: Counter[str] = Counter()
    with Store(folder, manifest, resume=options.resume) as store:
        watcher.begin(reparsed=store.reparsed)
        batch = _Batch(store, _compiled(store.manifest.path_pattern), retry=options.retry)
        entries = walk(archive, bounds=options.bounds, known=batch.known, without=folder)
        results = _engine(options, store.manifest, watcher).run(batch.tasks(entries))
        try:
            for task, result in results:
                row = batch.done(task.tag, result)
                watcher.row(row)
                seen[row.status] += 1
                if len(batch.rows) == store.manifest.rows:
                    batch.flush()
                    watcher.part()
        finally:
            results.close()
        if batch.rows:
            batch.flush()
        store.finish()
        _across_years(folder, options.issuers)
    watcher.end()
    return seen


def _across_years(folder: Path, issuers: Path | None) -> None:
    """Make the tables of organs and years, where they are not what they should be."""
    kept = folder / CHOICES
    if issuers is not None:
        data = issuers.read_bytes()
        if not kept.exists() or kept.read_bytes() != data:
            derived.discard(folder)
            disk.write_file(kept, lambda scratch: scratch.write_bytes(data))
    if not derived.is_complete(folder):
        write_across(Tables(folder), read_choices(kept) if kept.exists() else {})


def _opened(archive: str | os.PathLike[str]) -> str:
    """The archive's full path, once it is sure that it can be opened."""
    path = Path(archive)
    try:
        if path.is_dir():
            os.scandir(path).close()
        else:
            path.open("rb").close()
    except OSError as error:
        detail = f"cannot be opened: {error.strerror}"
        raise SourceUnavailable(detail, path=str(path), hint="check the name") from error
    return printable(os.path.realpath(path))


def _engine(options: Options, manifest: Manifest, watcher: Watcher) -> LocalEngine:
    return LocalEngine(
        jobs=options.jobs or os.cpu_count() or 1,
        settings=WorkerSettings(
            memory=options.memory,
            timeout=options.timeout,
            json=manifest.jsonl,
            plugins=options.plugins,
        ),
        on_replaced=watcher.replaced,
    )


def _compiled(pattern: str | None) -> regex.Pattern[str] | None:
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


class _Batch:
    """What is on its way between the walk and the store."""

    def __init__(
        self, store: Store, pattern: regex.Pattern[str] | None, *, retry: bool = False
    ) -> None:
        self.rows: list[dict[str, object]] = []
        self._store = store
        self._retry = retry
        self._pattern = pattern
        self._results: list[pa.RecordBatch] = []
        #: Contents whose rows are not in the store yet.
        self._under_way: dict[str, Content] = {}

    def known(self, path: str, stamp: Stamp) -> bool:
        return self._store.ledger.stamp(path) == stamp and not self._again(path)

    def tasks(self, entries: Iterator[Entry]) -> Iterator[Task[Row]]:
        for entry in entries:
            row = self._row(entry)
            if entry.data is None:
                yield Task(row, entry.path)
                continue
            digest = hashlib.sha256(entry.data).hexdigest()
            if self._store.ledger.sha256(entry.path) == digest and not self._again(entry.path):
                self._store.ledger.restamp(entry.path, entry.stamp)
                continue
            first = self._known(digest)
            if first is not None:
                copy = evolve(row, status="duplicate", sha256=digest, duplicate_of=first.path)
                yield Task(copy, entry.path)
                continue
            self._under_way[digest] = Content(entry.path)
            yield Task(evolve(row, sha256=digest), entry.path, entry.data)

    def done(self, row: Row, result: pa.RecordBatch | None) -> Row:
        """Complete a row by its result, and keep both for the next part."""
        digest = row.sha256 or ""
        if result is not None:
            names = ("status", "code", "detail", "hint", "format", "seconds")
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
            path_year=int(year) if regex.fullmatch(r"[0-9]{4}", year) else None,
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
