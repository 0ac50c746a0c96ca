"""Run a batch: walk the archive, have new files parsed, append the results to the store.

Rows are appended in the order of the walk and in parts of a fixed number of rows, so a store is the
same whatever the number of workers, and however often the run was killed and gone on with.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Generator
from contextlib import closing
from pathlib import Path
from typing import Literal, Protocol

import pyarrow as pa
from attrs import field, frozen

from govreport.batch.engines.child import WorkerSettings
from govreport.batch.engines.local import LocalEngine, ensure_possible
from govreport.batch.organs.across import write_across
from govreport.batch.organs.choices import read_choices
from govreport.batch.store import derived, disk
from govreport.batch.store.arrivals import Intake, Row, compiled
from govreport.batch.store.derived import CHOICES
from govreport.batch.store.parser import parser_version
from govreport.batch.store.reading import Tables
from govreport.batch.store.tables import Manifest, Store
from govreport.batch.walk.archive import Bounds, listing, open_local, walk
from govreport.batch.walk.remote import Remote, located, shown
from govreport.errors import SourceUnavailable
from govreport.intake.containers.names import printable

__all__ = ["Options", "Row", "Watcher", "run"]

MIB = 1 << 20


@frozen(kw_only=True)
class Options:
    """How a batch is run."""

    #: What runs the parser: processes of our own, or Ray.
    engine: Literal["local", "ray"] = "local"
    #: Worker processes; ``None`` for one a processor.
    jobs: int | None = None
    #: Seconds that one file may take; that one page may, where pictures are read.
    timeout: float = 60
    #: Bytes that a worker may hold.
    memory: int = 1024 * MIB
    #: Whether reports are also written whole, as lines of JSON.
    jsonl: bool = False
    #: Go on with a store even if its archive had another path or name.
    resume: bool = False
    #: Follow links that lead out of the archive.
    follow_links: bool = False
    #: Parse those files again that were quarantined.
    retry: bool = False
    #: A regular expression searched in each path, with groups ``year``, ``region``, ``organ``.
    path_pattern: str | None = None
    #: A file that says which names are of one organ; that of the last run if none is given.
    issuers: Path | None = None
    #: Modules that workers import first, such as readers of one's own.
    plugins: tuple[str, ...] = ()
    #: Whether pages are read that are pictures.
    ocr: Literal["never", "auto"] = "never"
    #: Rows of a part: what is lost at most when a run is killed.
    part_rows: int = 256
    bounds: Bounds = field(factory=Bounds)


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
    compiled(options.path_pattern)
    place, name = _opened(archive)
    manifest = Manifest(
        parser=parser_version(options.ocr),
        archive=name,
        rows=options.part_rows,
        # Reading a scan takes seconds a page: whoever shows it later is not to read it again.
        jsonl=options.jsonl or options.ocr != "never",
        path_pattern=options.path_pattern,
    )
    folder = Path(out)
    seen: Counter[str] = Counter()
    with Store(folder, manifest, resume=options.resume) as store:
        watcher.begin(reparsed=store.reparsed)
        intake = Intake(store, retry=options.retry)
        with closing(_results(intake, place, folder, options, store.manifest, watcher)) as results:
            for arrived, result in results:
                row = intake.done(arrived, result)
                watcher.row(row)
                seen[row.status] += 1
                if len(intake.rows) == store.manifest.rows:
                    intake.flush()
                    watcher.part()
        if intake.rows:
            intake.flush()
        store.finish()
        _across_years(folder, options)
    watcher.end()
    return seen


def _across_years(folder: Path, options: Options) -> None:
    """Make the tables of organs and years, where they are not what they should be."""
    kept = folder / CHOICES
    if options.issuers is not None:
        data = options.issuers.read_bytes()
        if not kept.exists() or kept.read_bytes() != data:
            derived.discard(folder)
            disk.write_file(kept, lambda scratch: scratch.write_bytes(data))
    if not derived.is_complete(folder):
        chosen = read_choices(kept) if kept.exists() else {}
        write_across(Tables(folder), chosen, jobs=_jobs(options))


def _jobs(options: Options) -> int:
    return options.jobs or os.cpu_count() or 1


def _opened(archive: str | os.PathLike[str]) -> tuple[Remote | Path, str]:
    """What is walked, once it is sure that it can be opened, and its full name."""
    name = os.fspath(archive)
    place = located(name)
    try:
        if isinstance(place, Remote):
            next(place.listing(), None)
        elif place.is_dir():
            os.scandir(place).close()
        else:
            place.open("rb").close()
    except OSError as error:
        detail = f"cannot be opened: {error.strerror or printable(str(error))}"
        raise SourceUnavailable(detail, path=shown(name), hint="check the name") from error
    if isinstance(place, Remote):
        return place, shown(name)
    return place.absolute(), printable(os.path.realpath(place))


def _results(
    intake: Intake,
    place: Remote | Path,
    out: Path,
    options: Options,
    manifest: Manifest,
    watcher: Watcher,
) -> Generator[tuple[Row, pa.RecordBatch | None], None, None]:
    """What is new in the archive, in its order, as the engine has it."""
    settings = WorkerSettings(
        memory=options.memory,
        timeout=options.timeout,
        json=manifest.jsonl,
        plugins=options.plugins,
        ocr=options.ocr,
    )
    if options.engine == "ray":
        from govreport.batch.engines.ray import RayEngine

        ray = RayEngine(jobs=options.jobs, settings=settings, bounds=options.bounds)
        found = (
            place.listing()
            if isinstance(place, Remote)
            else listing(place, without=out, follow_links=options.follow_links)
        )
        opener = place.open if isinstance(place, Remote) else open_local
        with closing(ray.run(intake.new(found), opener)) as arrived:
            yield from intake.arrivals(arrived)
        return
    if isinstance(place, Remote):
        hint = "--engine ray reads addresses; the local engine reads files of this machine"
        raise SourceUnavailable("an address", path=manifest.archive, hint=hint)
    local = LocalEngine(jobs=_jobs(options), settings=settings, on_replaced=watcher.replaced)
    entries = walk(
        place,
        bounds=options.bounds,
        known=intake.known,
        without=out,
        follow_links=options.follow_links,
    )
    with closing(local.run(intake.tasks(entries))) as done:
        for task, row in done:
            yield task.tag, row
