"""The store: a folder of Parquet tables that grows by parts, and can be killed at any moment.

Each table is a folder; a part is a file of the same number in each. The part of ``files`` is put in
its place last and makes the others valid: parts without it are what an interrupted run left behind,
and go when the store is next opened for writing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import regex
from attrs import asdict, evolve, frozen

from govreport.batch.kernel import tables
from govreport.batch.store import derived, disk
from govreport.batch.store.ledger import Content, Ledger, Noted
from govreport.batch.store.package import PACKAGE
from govreport.batch.walk.archive import Stamp
from govreport.errors import GovReportError
from govreport.export.arrow import SCHEMAS, TEXT, VERSION, schema_of

__all__ = [
    "FILES",
    "JSONL",
    "Manifest",
    "Store",
    "StoreError",
    "is_written_to",
    "part_paths",
    "read_manifest",
]

#: Every file seen, in the order of the walk. Like ``seconds``, ``mtime_ns`` is of no content.
FILES = schema_of("files")

JSONL = "jsonl"
MANIFEST = "govreport.json"
FORMAT = "govreport.store/1"


class StoreError(GovReportError):
    """The folder cannot be used as it was asked to be; the hint says what to do."""

    code = "batch.store"


@frozen(kw_only=True)
class Manifest:
    """What all parts of a store have in common."""

    parser: str
    #: The full path of the archive, or its address.
    archive: str
    rows: int
    jsonl: bool
    path_pattern: str | None = None
    tables: str = VERSION
    format: str = FORMAT


def read_manifest(folder: Path) -> Manifest | None:
    """Return the manifest of a store, ``None`` where there is no store.

    Raises:
        StoreError: it is of a version that this one cannot go on with.
    """
    try:
        data = json.loads((folder / MANIFEST).read_text("utf-8"))
        if data["format"] != FORMAT:
            detail = f"a store of format {data['format']!r}, not {FORMAT!r}"
            raise StoreError(detail, path=str(folder), hint="name an empty folder")
        return Manifest(**data)
    except FileNotFoundError:
        return None
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        detail = f"{MANIFEST} cannot be read: {error}"
        raise StoreError(detail, path=str(folder), hint="name an empty folder") from error


def is_written_to(folder: Path) -> bool:
    """Whether a process has a store open for writing at this moment."""
    try:
        import fcntl

        with (folder / ".lock").open() as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except (ImportError, OSError):
        pass
    return False


def part_paths(folder: Path, table: str) -> dict[int, Path]:
    """Return the files of a table's valid parts by number."""
    valid = _numbers(folder / "files")
    return {number: path for number, path in _numbers(folder / table).items() if number in valid}


class Store:
    """A store open for writing, by one process at a time; a context manager."""

    def __init__(self, folder: Path, manifest: Manifest, *, resume: bool) -> None:
        """Open a folder, or make it.

        Raises:
            StoreError: another process writes to it; or it holds other things than a store, or the
                store of another archive and ``resume`` is false, or one begun with other options.
            OSError: it cannot be written to.
        """
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        if read_manifest(folder) is None and any(
            item.name not in _OURS for item in folder.iterdir()
        ):
            raise self._error("holds other things", "name an empty folder")
        self._lock = (folder / ".lock").open("w")
        try:
            self._claim(manifest, resume=resume)
        except BaseException:
            self._lock.close()
            raise

    def _claim(self, manifest: Manifest, *, resume: bool) -> None:
        import fcntl  # not on Windows, where a store can still be read

        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise self._error("another process is writing to it", "wait until it ends") from error
        found = read_manifest(self.folder)
        self.manifest = manifest
        self.reparsed = False
        if found is not None:
            self.manifest = self._agreed(found, manifest, resume=resume)
            self.reparsed = self.manifest.parser != found.parser or (
                self.manifest.tables != found.tables
            )
        if self.reparsed:
            self._discard()
        if self.manifest != found:
            text = json.dumps(asdict(self.manifest), ensure_ascii=False, indent=2)
            disk.write_file(
                self.folder / MANIFEST, lambda path: path.write_text(text + "\n", "utf-8")
            )
        self._tidy()
        self.ledger = Ledger(self.folder / "ledger.sqlite")
        self._enter_parts()
        self._settle()

    def _agreed(self, found: Manifest, wanted: Manifest, *, resume: bool) -> Manifest:
        """The manifest to go on with: that of the store, with what may change."""
        if found.archive != wanted.archive and not resume:
            hint = "name another folder; or add --resume if that archive has moved"
            raise self._error(f"holds the results of {found.archive}", hint)
        anew = (found.parser, found.tables) != (wanted.parser, wanted.tables)
        if wanted.jsonl and not found.jsonl and not anew:
            raise self._error("was begun without --jsonl", "name an empty folder")
        if wanted.path_pattern not in (None, found.path_pattern) and not anew:
            raise self._error("was begun with another --path-pattern", "name an empty folder")
        return evolve(
            found,
            archive=wanted.archive,
            parser=wanted.parser,
            tables=wanted.tables,
            jsonl=found.jsonl or wanted.jsonl,
            path_pattern=wanted.path_pattern or found.path_pattern,
        )

    def _error(self, detail: str, hint: str) -> StoreError:
        return StoreError(detail, path=str(self.folder), hint=hint)

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.ledger.close()
        self._lock.close()

    def append(self, rows: Sequence[dict[str, object]], done: Iterable[pa.RecordBatch]) -> None:
        """Append a part: rows of ``files``, and what the kernel gave for those that it was given.

        It is all there afterwards, or nothing of it is.
        """
        done = list(done)
        number = self._next
        derived.discard(self.folder)
        for name, table in tables(done).items():
            self._write_part(name, number, table)
        if self.manifest.jsonl:
            lines = [
                line.as_py() for batch in done for line in batch.column("json") if line.is_valid
            ]
            text = "".join(line + "\n" for line in lines)
            path = self.folder / JSONL / f"part-{number:06d}.jsonl"
            disk.write_file(path, lambda path: path.write_text(text, "utf-8"))
        self._write_part("files", number, pa.Table.from_pylist(list(rows), schema=FILES))
        self._next += 1
        self.ledger.enter(number, map(_noted, rows))

    def finish(self) -> None:
        """Take out what no file in the archive says any more."""
        self._settle()

    def _write_part(self, name: str, number: int, table: pa.Table) -> None:
        table = table.replace_schema_metadata(
            {**(table.schema.metadata or {}), "govreport.parser": self.manifest.parser}
        )
        path = self.folder / name / f"part-{number:06d}.parquet"
        disk.write_file(path, lambda path: pq.write_table(table, path, compression="zstd"))

    def _discard(self) -> None:
        """Remove all parts, those that make the others valid first."""
        derived.discard(self.folder)
        for name in ("files", *SCHEMAS, JSONL):
            for path in _numbers(self.folder / name).values():
                path.unlink()
        (self.folder / "ledger.sqlite").unlink(missing_ok=True)

    def _tidy(self) -> None:
        """Remove what an interrupted run left behind."""
        valid = _numbers(self.folder / "files")
        self._next = max(valid, default=-1) + 1
        for scratch in self.folder.glob("**/.*.tmp"):
            scratch.unlink()
        for name in ("files", *SCHEMAS, *([JSONL] if self.manifest.jsonl else [])):
            folder = self.folder / name
            folder.mkdir(exist_ok=True)
            for number, path in _numbers(folder).items():
                if number not in valid:
                    path.unlink()

    def _enter_parts(self) -> None:
        """Bring the ledger up to the parts."""
        parts = _numbers(self.folder / "files")
        entered = self.ledger.parts()
        if not entered <= parts.keys():
            self.ledger.clear()
            entered = set()
        for number in sorted(parts.keys() - entered):
            rows = pq.read_table(parts[number], partitioning=None).to_pylist()
            self.ledger.enter(number, map(_noted, rows))

    def _settle(self) -> None:
        """Mark replaced rows of ``files``, and drop contents that no path has any more."""
        stale = self.ledger.stale()
        if not stale:
            return
        derived.discard(self.folder)
        orphans: dict[int, set[str]] = {}
        for sha256, part in self.ledger.orphans():
            orphans.setdefault(part, set()).add(sha256)
        for part, gone in orphans.items():
            for name in SCHEMAS:
                table = self._read_part(name, part)
                kept = pc.invert(pc.is_in(table.column("sha256"), pa.array(sorted(gone), TEXT)))
                self._write_part(name, part, table.filter(kept))
            self._drop_lines(part, gone)
        for part in sorted({row.part for row in stale}):
            replaced = {row.path for row in stale if row.part == part}
            rows = self._read_part("files", part).to_pylist()
            for row in rows:
                if row["path"] in replaced:
                    row["status"] = "replaced"
            self._write_part("files", part, pa.Table.from_pylist(rows, schema=FILES))
        self.ledger.settle()

    def _read_part(self, name: str, number: int) -> pa.Table:
        path = self.folder / name / f"part-{number:06d}.parquet"
        return pq.read_table(path, partitioning=None)

    def _drop_lines(self, number: int, gone: set[str]) -> None:
        path = self.folder / JSONL / f"part-{number:06d}.jsonl"
        if path.exists():
            with path.open(encoding="utf-8") as lines:
                kept = [line for line in lines if json.loads(line)["source"]["sha256"] not in gone]
            disk.write_file(path, lambda path: path.write_text("".join(kept), "utf-8"))


_OURS = {
    *(".lock", "files", *SCHEMAS, JSONL, "ledger.sqlite", "summary.html", f".{MANIFEST}.tmp"),
    *(*derived.DERIVED, derived.ISSUERS_CSV, derived.CHOICES, PACKAGE),
}


def _noted(row: dict[str, object]) -> Noted:
    def integer(name: str) -> int | None:
        value = row[name]
        return value if isinstance(value, int) else None

    def text(name: str) -> str | None:
        value = row[name]
        return value if isinstance(value, str) else None

    return Noted(
        stamp=Stamp(integer("size"), integer("mtime_ns")),
        sha256=text("sha256"),
        status=str(row["status"]),
        content=Content(str(row["path"]), text("code"), text("detail"), text("hint")),
    )


def _numbers(folder: Path) -> dict[int, Path]:
    """The parts in a folder by number, in order."""
    if not folder.is_dir():
        return {}
    found = (
        (regex.fullmatch(r"part-([0-9]{6,})\.\w+", path.name), path) for path in folder.iterdir()
    )
    return dict(sorted((int(match[1]), path) for match, path in found if match))
