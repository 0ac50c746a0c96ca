"""The Ray engine: the kernel as a Ray Data pipeline, on this machine or on a cluster.

Files are listed here and read where they are parsed: a worker of Ray opens a file by its place,
takes it apart if it is a container, and has what is in it parsed by a process of its own, which is
bounded as in the local engine. What comes back is in the order of the listing. Whatever Ray has to
do twice, because a worker or a node was lost, gives the same rows.
"""

from __future__ import annotations

import contextlib
import itertools
import logging
import os
import socket
import sys
from collections.abc import Generator, Iterable, Iterator, Sequence
from typing import Any

import pyarrow as pa
from attrs import evolve, frozen

from govreport.batch.engines.child import WorkerSettings
from govreport.batch.engines.local import EngineError, LocalEngine, Pool, Task
from govreport.batch.kernel import OUTPUT, Result, Status, failed
from govreport.batch.walk.contents import Opener, entries_of
from govreport.batch.walk.entries import Entry, EntryKind, Found, Stamp
from govreport.errors import missing
from govreport.export.arrow import INTEGER, TEXT
from govreport.intake.containers.formats import Bounds
from govreport.intake.containers.names import printable

__all__ = ["RayEngine"]

#: Files that Ray is given at a time, and files of a task: what is done again if a worker is lost.
ROUND, TASK = 1 << 16, 32
#: Rows and bytes that a worker holds before it passes them on.
ROWS, BYTES = 64, 8 << 20
#: Seconds for an answer from a cluster.
PATIENCE = 15

_FOUND = pa.schema(
    {
        "number": INTEGER,
        "path": TEXT,
        "place": pa.binary(),
        "size": INTEGER,
        "mtime_ns": INTEGER,
    }
)
_ENTRY = {
    "number": INTEGER,
    "kind": TEXT,
    "container": TEXT,
    "size": INTEGER,
    "mtime_ns": INTEGER,
    "entry_code": TEXT,
    "entry_detail": TEXT,
}
#: A row an entry: what it is, and the kernel's row for it, which says nothing where there is none.
_ARRIVED = pa.schema([*_ENTRY.items(), *OUTPUT])


@frozen(kw_only=True)
class RayEngine:
    """So many workers of Ray, each with a process that parses; one a processor if not said."""

    jobs: int | None
    settings: WorkerSettings
    bounds: Bounds

    def run(
        self, found: Iterator[Found | Entry], opener: Opener
    ) -> Generator[tuple[Entry, pa.RecordBatch | None], None, None]:
        """Yield all entries, those of files with their row of
        :data:`~govreport.batch.kernel.OUTPUT` and without their bytes.

        Args:
            opener: opens a file on the machine that it is parsed on; it is sent there.

        Raises:
            ImportError: Ray is not installed.
            EngineError: it cannot be reached, or its workers cannot work.
        """
        with contextlib.ExitStack() as session:
            size = 0
            while some := list(itertools.islice(found, ROUND)):
                if not size and any(isinstance(one, Found) for one in some):
                    size = session.enter_context(_session(self.jobs))
                yield from self._round(some, opener, size)

    def _round(
        self, found: Sequence[Found | Entry], opener: Opener, size: int
    ) -> Iterator[tuple[Entry, pa.RecordBatch | None]]:
        arrived = self._arrived([one for one in found if isinstance(one, Found)], opener, size)
        for one in found:
            if isinstance(one, Entry):
                yield one, None
                continue
            for entry, row in arrived:
                yield entry, row
                if entry.path == one.path:  # what is in a container comes before it
                    break
            else:
                raise EngineError(f"no result for {one.path}", hint="run the command again")
        with contextlib.suppress(StopIteration):
            entry, _ = next(arrived)
            raise EngineError(f"an unexpected result: {entry.path}", hint="run the command again")

    def _arrived(
        self, found: Sequence[Found], opener: Opener, size: int
    ) -> Iterator[tuple[Entry, pa.RecordBatch | None]]:
        if not found:
            return
        import ray

        try:
            for table in _pipeline(found, size, (self.settings, self.bounds, opener)):
                yield from _entries(table)
        except ray.exceptions.RayError as error:
            raise _engine_error(error) from error


def _pipeline(found: Sequence[Found], size: int, settings: tuple[Any, ...]) -> Iterable[pa.Table]:
    import ray.data

    context = ray.data.DataContext.get_current()
    context.execution_options.preserve_order = True
    context.enable_progress_bars = False
    context.target_max_block_size = 2 * BYTES
    blocks = _blocks(found)
    data = ray.data.from_arrow(blocks).map_batches(
        _Worker,
        fn_constructor_args=settings,
        compute=ray.data.ActorPoolStrategy(size=min(size, len(blocks))),
        batch_size=None,
        batch_format="pyarrow",
        num_cpus=1,
    )
    return data.iter_batches(batch_size=None, batch_format="pyarrow")


def _blocks(found: Sequence[Found]) -> list[pa.Table]:
    """The files as tables, one a task."""
    rows = [
        {
            "number": number,
            "path": one.path,
            "place": one.place,
            "size": one.stamp.size,
            "mtime_ns": one.stamp.mtime_ns,
        }
        for number, one in enumerate(found)
    ]
    whole = pa.Table.from_pylist(rows, schema=_FOUND)
    return [whole.slice(start, TASK) for start in range(0, len(whole), TASK)]


class _Worker:
    """A worker of Ray: it reads files and has them parsed by a process of its own."""

    def __init__(self, settings: WorkerSettings, bounds: Bounds, opener: Opener) -> None:
        self._pool = Pool[tuple[int, Entry]](LocalEngine(jobs=1, settings=settings))
        self._bounds = bounds
        self._opener = opener

    def __call__(self, found: pa.Table) -> Iterator[pa.Table]:
        """Yield rows of what is in files."""
        rows: list[pa.RecordBatch] = []
        for task, row in self._pool.run(self._tasks(found)):
            number, entry = task.tag
            rows.append(_row(number, entry, row))
            if len(rows) == ROWS or sum(row.nbytes for row in rows) > BYTES:
                yield pa.Table.from_batches(rows, schema=_ARRIVED)
                rows = []
        if rows:
            yield pa.Table.from_batches(rows, schema=_ARRIVED)

    def _tasks(self, found: pa.Table) -> Iterator[Task[tuple[int, Entry]]]:
        for row in found.to_pylist():
            stamp = Stamp(row["size"], row["mtime_ns"])
            one = Found(row["path"], row["place"], stamp)
            for entry in entries_of(one, self._opener, self._bounds):
                yield Task((row["number"], evolve(entry, data=None)), entry.path, entry.data)


def _row(number: int, entry: Entry, row: pa.RecordBatch | None) -> pa.RecordBatch:
    if row is None:
        row = failed(Result(path=entry.path, sha256="", status=Status.FAILED))
    about = (
        number,
        entry.kind.value,
        entry.container,
        entry.stamp.size,
        entry.stamp.mtime_ns,
        entry.code,
        entry.detail,
    )
    columns = [pa.array([one], kind) for one, kind in zip(about, _ENTRY.values(), strict=True)]
    return pa.RecordBatch.from_arrays([*columns, *row.columns], schema=_ARRIVED)


def _entries(table: pa.Table) -> Iterator[tuple[Entry, pa.RecordBatch | None]]:
    names = [*_ENTRY, "path"]
    rows = table.select(OUTPUT.names).cast(OUTPUT).combine_chunks().to_batches()
    kernel = itertools.chain.from_iterable(
        (batch.slice(n, 1) for n in range(len(batch))) for batch in rows
    )
    for about, row in zip(table.select(names).to_pylist(), kernel, strict=True):
        entry = Entry(
            path=about["path"],
            kind=EntryKind(about["kind"]),
            container=about["container"],
            stamp=Stamp(about["size"], about["mtime_ns"]),
            code=about["entry_code"],
            detail=about["entry_detail"],
        )
        yield entry, row if entry.kind is EntryKind.FILE else None


def _engine_error(error: BaseException) -> EngineError:
    """What went wrong, in a line: our own word for it where a worker said it."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, EngineError):
            return EngineError(cause.detail, hint=cause.hint)
        cause = getattr(cause, "cause", None) or cause.__cause__
    detail = printable(str(error)).strip().splitlines()[-1][:300]
    return EngineError(f"Ray: {detail}", hint="is govreport installed on every node?")


@contextlib.contextmanager
def _session(jobs: int | None) -> Iterator[int]:
    """Ray as it is, or at the address in ``RAY_ADDRESS``, or else on this machine for the while.

    Yields:
        The number of workers to have.
    """
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    try:
        import ray.data
    except ImportError as error:
        raise missing("--engine ray", "ray") from error
    logging.getLogger("ray.data").setLevel(logging.CRITICAL)  # what goes wrong is raised as well
    begun = not ray.is_initialized()
    # What Ray has to say of lost workers is no result.
    with contextlib.redirect_stdout(sys.stderr):
        if begun:
            _connect(os.environ.get("RAY_ADDRESS", "local"), jobs)
        try:
            resources: dict[str, float] = ray.cluster_resources()  # type: ignore[no-untyped-call]
            yield jobs or max(1, int(resources.get("CPU", 1)))
        finally:
            if begun:
                ray.shutdown()


def _connect(address: str, jobs: int | None) -> None:
    import ray

    own: dict[str, Any] = (
        {"num_cpus": jobs, "include_dashboard": False} if address == "local" else {}
    )
    host, _, port = address.partition(":")
    try:
        if port.isdecimal():
            # Ray itself tries for minutes.
            socket.create_connection((host, int(port)), timeout=PATIENCE).close()
        ray.init(address=address, log_to_driver=False, logging_level=logging.ERROR, **own)
    except (OSError, RuntimeError, ValueError, OverflowError) as error:
        detail = f"Ray at {address} cannot be reached: {printable(str(error))[:300]}"
        raise EngineError(detail, hint="is RAY_ADDRESS right?") from error
