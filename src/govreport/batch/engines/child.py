"""A worker process: files in, rows out, until its pipe closes. Started by the local engine as

    python -m govreport.batch.engines.child HANDLE SETTINGS

Started so, and not by ``multiprocessing``, it imports nothing of the caller's script: a batch runs
from a notebook or an unguarded module as well as from the command line.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from multiprocessing.connection import Connection
from pathlib import Path

import pyarrow as pa
from attrs import asdict, evolve, frozen

from govreport.batch.kernel import input_batch, work
from govreport.ocr import Ocr, watched
from govreport.readers.limits import DEFAULT_LIMITS

__all__ = ["PAGE", "READY", "WorkerSettings", "main", "memory_held", "own_process"]

READY = b"ready"
#: A page of a scan is begun: the time of a file is, of scans, that of a page.
PAGE = b"page"
#: Seconds beyond a file's time after which a worker ends itself, should nobody be left to do it.
GRACE = 30
#: The share of a file's time in which it is read; the rest is for what was read in part.
READING = 0.75
#: Address space beyond the memory allowed: libraries reserve far more than they hold.
RESERVE = 1 << 30
#: Objects that are made before any are looked through for garbage. A report has hardly any cycles.
GARBAGE = 50_000


@frozen(kw_only=True)
class WorkerSettings:
    """What a worker is told once: bytes it may hold, seconds a file may take (or a page, where
    pictures are read), whether reports are wanted as JSON and by their rows, whether a part is
    wanted of a file beyond the limits, modules to import first (they may add readers), and whether
    pictures of pages are read."""

    memory: int
    timeout: float
    json: bool = False
    partial: bool = True
    rows: bool = True
    plugins: tuple[str, ...] = ()
    ocr: Ocr = "never"

    def to_json(self) -> str:
        """Return the settings as an argument."""
        return json.dumps(asdict(self))


def main(handle: str, settings: str) -> None:
    """Serve files until the other end goes away."""
    values = json.loads(settings)
    ours = WorkerSettings(**{**values, "plugins": tuple(values["plugins"])})
    pa.set_cpu_count(1)
    for name in ours.plugins:
        importlib.import_module(name)
    _warm_up()
    # What is loaded by now stays: to look through it again for every few files is in vain.
    gc.freeze()
    gc.set_threshold(GARBAGE)
    if ours.ocr != "never":
        _use_one_thread()
    _bound_memory(ours.memory)
    # Before the engine ends it for its time, a file is to give what was read of it.
    limits = evolve(DEFAULT_LIMITS, seconds=ours.timeout * READING)
    pipe = Connection(int(handle))

    def begun() -> None:
        # Unhandled, this signal ends the process even in the middle of a library's code.
        signal.setitimer(signal.ITIMER_REAL, ours.timeout + GRACE)

    def page() -> None:
        begun()
        pipe.send_bytes(PAGE)

    try:
        pipe.send_bytes(READY)
        while True:
            path = pipe.recv_bytes().decode()
            data = pipe.recv_bytes()
            begun()
            with watched(page):
                done = work(
                    input_batch(path, data),
                    json=ours.json,
                    rows=ours.rows,
                    limits=limits,
                    partial=ours.partial,
                    ocr=ours.ocr,
                )
            signal.setitimer(signal.ITIMER_REAL, 0)
            pipe.send_bytes(done.serialize())
    except (EOFError, OSError):
        return


def _warm_up() -> None:
    """Load forms and patterns now: the first file's time is for the file."""
    text = "2018年度云浦区科技局政府信息公开工作年度报告\n一、概述\n公开信息1条。"
    work(input_batch("", text.encode()))


def _use_one_thread() -> None:
    """Leave the other processors to the other workers; the models are bound to one as it is."""
    import cv2

    cv2.setNumThreads(1)


def own_process(
    module: str, *arguments: str, handles: Sequence[int] = ()
) -> subprocess.Popen[bytes]:
    """Start a module of ours as a process that sees the same code and nothing else of ours but
    these handles.

    It is the first of a group: Ctrl-C is for us alone, and it can be ended with all it started.
    """
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    return subprocess.Popen(  # noqa: S603  # our own module
        [sys.executable, "-m", module, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        pass_fds=handles,
        env=environment,
        start_new_session=True,
    )


def memory_held(pid: int | str) -> int:
    """Return the bytes that a process holds, 0 where the system does not say."""
    return _statm(pid, 1)


def _bound_memory(memory: int) -> None:
    """Bound what may be reserved at all: the engine looks at what is held only now and then."""
    import resource  # not on Windows, where this module can still be imported

    reserved = _statm("self", 0)
    if reserved:
        bound = reserved + memory + RESERVE
        resource.setrlimit(resource.RLIMIT_AS, (bound, bound))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _statm(pid: int | str, field: int) -> int:
    try:
        pages = Path(f"/proc/{pid}/statm").read_text().split()[field]
    except OSError:  # the process is gone, or this is not Linux
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


if __name__ == "__main__":
    main(*sys.argv[1:])
