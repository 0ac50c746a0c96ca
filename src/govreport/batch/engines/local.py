"""The local engine: worker processes of our own, each bounded in time and memory for every file.

A worker that hangs, takes too much memory or dies is killed with all it started, and another takes
its place; the file it had is quarantined with the cause. The others go on meanwhile.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Generator, Iterator
from multiprocessing import Pipe
from multiprocessing.connection import Connection, wait
from typing import Generic, TypeVar

import pyarrow as pa
from attrs import define, frozen

from govreport.batch.engines import child
from govreport.batch.engines.child import PAGE, READY, WorkerSettings, memory_held, own_process
from govreport.batch.kernel import OUTPUT, Result, Status, failed
from govreport.errors import GovReportError

__all__ = ["EngineError", "LocalEngine", "Pool", "Task", "ensure_possible"]

#: Seconds between looks at the workers' memory and time.
TICK = 0.05
#: Seconds that a worker may take to start.
START = 120
#: Results that may wait for one before them. It takes a file that hangs to make them wait.
WINDOW = 512
#: How often a file may bring a worker down; once can be an accident of the system's.
CRASHES = 2
#: So many starts that the system ends count as one that fails by itself.
KILLED_STARTS = 10

T = TypeVar("T")


class EngineError(GovReportError):
    """Worker processes cannot be started at all."""

    code = "batch.engine"


def ensure_possible() -> None:
    """Do nothing where worker processes can be bounded and ended as they have to be.

    Raises:
        EngineError: this is Windows.
    """
    if sys.platform == "win32":
        raise EngineError("Windows has no processes of that kind", hint="use Linux, macOS or WSL")


@frozen
class Task(Generic[T]):
    """A file to parse and what it stands for; without ``data`` it is passed on in its turn."""

    tag: T
    path: str
    data: bytes | None = None


@define
class _Job(Generic[T]):
    number: int
    task: Task[T]
    crashes: int = 0


@define
class _Worker(Generic[T]):
    process: subprocess.Popen[bytes]
    pipe: Connection
    since: float
    ready: bool = False
    job: _Job[T] | None = None
    #: When its memory was last looked at.
    looked: float = 0


@frozen(kw_only=True)
class LocalEngine:
    """So many worker processes. ``on_replaced`` hears of every worker that is replaced."""

    jobs: int
    settings: WorkerSettings
    on_replaced: Callable[[str], None] = lambda cause: None

    def run(
        self, tasks: Iterator[Task[T]], *, ordered: bool = True
    ) -> Generator[tuple[Task[T], pa.RecordBatch | None], None, None]:
        """Yield each task with its row of :data:`~govreport.batch.kernel.OUTPUT`.

        Tasks are taken as workers become free, so that few are in memory at a time. Closing the
        generator, or whatever interrupts it, ends the workers.

        Args:
            ordered: yield in the order of the tasks, whichever is done first.

        Raises:
            EngineError: workers die before they can do anything, or this is Windows.
        """
        ensure_possible()
        pool = Pool[T](self)
        try:
            yield from pool.run(tasks, ordered=ordered)
        finally:
            pool.close()


class Pool(Generic[T]):
    """Worker processes that last from one run to the next, until they are closed."""

    def __init__(self, engine: LocalEngine) -> None:
        self._engine = engine
        self._workers: list[_Worker[T]] = []
        self._failed_starts = 0.0

    def run(
        self, tasks: Iterator[Task[T]], *, ordered: bool = True
    ) -> Iterator[tuple[Task[T], pa.RecordBatch | None]]:
        """Do what :meth:`LocalEngine.run` does. A run is done before another begins."""
        self._tasks = tasks
        self._next = 0
        self._due = 0
        self._queue: deque[_Job[T]] = deque()
        self._passed: deque[_Job[T]] = deque()
        self._exhausted = False
        yield from self._ordered() if ordered else self._finished()

    def close(self) -> None:
        """End the workers."""
        for worker in self._workers:
            _end(worker)
        self._workers.clear()

    def _ordered(self) -> Iterator[tuple[Task[T], pa.RecordBatch | None]]:
        waiting: dict[int, tuple[Task[T], pa.RecordBatch | None]] = {}
        for number, task, row in self._numbered():
            waiting[number] = (task, row)
            while self._due in waiting:
                yield waiting.pop(self._due)
                self._due += 1

    def _finished(self) -> Iterator[tuple[Task[T], pa.RecordBatch | None]]:
        for _, task, row in self._numbered():
            self._due += 1
            yield task, row

    def _numbered(self) -> Iterator[tuple[int, Task[T], pa.RecordBatch | None]]:
        while True:
            self._fill()
            while self._passed:
                job = self._passed.popleft()
                yield job.number, job.task, None
                self._fill()
            self._dispatch()
            if not self._queue and all(worker.job is None for worker in self._workers):
                if self._exhausted:
                    return
                continue
            done = [*self._collect()]
            # Whoever takes the results may be long about it: no worker waits for that.
            self._dispatch()
            for job, row in done:
                yield job.number, Task(job.task.tag, job.task.path), row

    def _fill(self) -> None:
        """Take tasks until each worker has one waiting."""
        while (
            not self._exhausted
            and len(self._queue) < self._engine.jobs
            and len(self._passed) < self._engine.jobs
            and self._next - self._due < WINDOW
        ):
            task = next(self._tasks, None)
            if task is None:
                self._exhausted = True
                return
            job = _Job(self._next, task)
            self._next += 1
            (self._passed if task.data is None else self._queue).append(job)

    def _dispatch(self) -> None:
        free = sum(worker.job is None for worker in self._workers)
        wanted = min(self._engine.jobs, len(self._workers) + len(self._queue) - free)
        while len(self._workers) < wanted:
            self._workers.append(_start(self._engine.settings))
        for worker in self._workers:
            if self._queue and worker.ready and worker.job is None:
                job = self._queue.popleft()
                worker.job, worker.since = job, time.monotonic()
                with contextlib.suppress(OSError):  # one that died meanwhile is found below
                    worker.pipe.send_bytes(job.task.path.encode())
                    worker.pipe.send_bytes(job.task.data or b"")

    def _collect(self) -> Iterator[tuple[_Job[T], pa.RecordBatch]]:
        """Wait a moment for workers, and end those that broke their bounds."""
        readable = set(wait([worker.pipe for worker in self._workers], TICK))
        for worker in list(self._workers):
            if worker.pipe in readable:
                yield from self._receive(worker)
            else:
                yield from self._watch(worker)

    def _receive(self, worker: _Worker[T]) -> Iterator[tuple[_Job[T], pa.RecordBatch]]:
        try:
            message = worker.pipe.recv_bytes()
        except (EOFError, OSError):
            yield from self._died(worker)
            return
        worker.since = time.monotonic()
        if message == PAGE:
            return
        job, worker.job = worker.job, None
        if job is None:
            worker.ready = message == READY
            self._failed_starts = 0
            return
        row = pa.ipc.read_record_batch(pa.py_buffer(message), OUTPUT)
        if row.column("code")[0].as_py() == "batch.memory":
            yield from self._quarantine(worker, job, "batch.memory")
            return
        if _held(worker) > self._engine.settings.memory // 2:
            # What a large file leaves behind must not count against the next.
            self._retire(worker)
        yield job, row

    def _watch(self, worker: _Worker[T]) -> Iterator[tuple[_Job[T], pa.RecordBatch]]:
        elapsed = time.monotonic() - worker.since
        if worker.job is None:
            if not worker.ready and elapsed > START:
                yield from self._died(worker)
        elif elapsed > self._engine.settings.timeout:
            yield from self._quarantine(worker, worker.job, "batch.timeout")
        elif _held(worker) > self._engine.settings.memory:
            yield from self._quarantine(worker, worker.job, "batch.memory")

    def _died(self, worker: _Worker[T]) -> Iterator[tuple[_Job[T], pa.RecordBatch]]:
        code = self._retire(worker, patience=2)
        job = worker.job
        if job is None:
            # Where memory is short, the system may kill one that is hardly begun.
            self._failed_starts += 1 if code != -signal.SIGKILL else 1 / KILLED_STARTS
            if self._failed_starts > 2 * self._engine.jobs:
                raise EngineError(
                    f"a worker process {_cause(code)} before it could begin",
                    hint="do its --plugin modules exist, and is there enough --memory?",
                )
            return
        job.crashes += 1
        self._engine.on_replaced(f"{_cause(code)}: {job.task.path}")
        if job.crashes < CRASHES:
            self._queue.appendleft(job)
        else:
            yield job, _quarantined(job.task, "batch.crash", f"the worker {_cause(code)}")

    def _quarantine(
        self, worker: _Worker[T], job: _Job[T], code: str
    ) -> Iterator[tuple[_Job[T], pa.RecordBatch]]:
        self._retire(worker)
        settings = self._engine.settings
        detail = (
            f"took more than {settings.timeout:g} s"
            if code == "batch.timeout"
            else f"took more than {settings.memory >> 20} MiB"
        )
        self._engine.on_replaced(f"{detail}: {job.task.path}")
        yield job, _quarantined(job.task, code, detail)

    def _retire(self, worker: _Worker[T], *, patience: float = 0) -> int:
        self._workers.remove(worker)
        return _end(worker, patience=patience)


def _start(settings: WorkerSettings) -> _Worker[T]:
    ours, theirs = Pipe()
    handle = theirs.fileno()
    process = own_process(child.__name__, str(handle), settings.to_json(), handles=[handle])
    theirs.close()
    return _Worker(process, ours, time.monotonic())


def _held(worker: _Worker[T]) -> int:
    """Bytes that a worker holds, 0 if it was only just looked at."""
    now = time.monotonic()
    if now - worker.looked < TICK:
        return 0
    worker.looked = now
    return memory_held(worker.process.pid)


def _end(worker: _Worker[T], *, patience: float = 0) -> int:
    """End a worker with all that it started, and return its exit code.

    Args:
        patience: seconds in which one that is dying may do so by itself, and say why.
    """
    worker.pipe.close()
    with contextlib.suppress(subprocess.TimeoutExpired):
        if patience:
            worker.process.wait(patience)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(worker.process.pid, signal.SIGKILL)
    return worker.process.wait()


def _cause(code: int) -> str:
    if code < 0:
        try:
            return f"was ended by {signal.Signals(-code).name}"
        except ValueError:
            return f"was ended by signal {-code}"
    return f"ended with code {code}"


def _quarantined(task: Task[T], code: str, detail: str) -> pa.RecordBatch:
    digest = hashlib.sha256(task.data or b"").hexdigest()
    return failed(
        Result(
            path=task.path,
            sha256=digest,
            status=Status.QUARANTINED,
            code=code,
            detail=detail,
        )
    )
