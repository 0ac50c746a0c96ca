"""A run of a command that is watched: time, processor time, memory, how far it has come. And the
figures that are kept of such runs, for the page of batches (``docs/measure.py``)."""

from __future__ import annotations

import datetime as dt
import json
import os
import platform
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from attrs import field, frozen

sys.path.insert(0, str(Path(__file__).resolve().parent))

from archives import COMMAND, environment

__all__ = ["MIB", "Moment", "Timed", "batch_of", "keep", "watch"]

MIB = 1 << 20
#: Seconds between looks at a run.
TICK = 0.5
KEPT = Path(__file__).resolve().parents[1] / "docs" / "measured" / "batch.json"


@frozen
class Moment:
    """A run at a moment: rows in the store, seconds of the processor that the process itself has
    used, bytes that it holds, its largest worker and all together."""

    seconds: float
    rows: int
    spent: float
    parent: int
    worker: int
    total: int


@frozen
class Timed:
    """A run of a command: seconds by the clock and of all processors, what it said, and how it was
    meanwhile. ``code`` is what it ended with."""

    seconds: float
    spent: float
    code: int
    said: Mapping[str, object]
    moments: Sequence[Moment] = field(factory=list)


def batch_of(
    archive: Path, out: Path, jobs: int, *more: str, minutes: float | None = None
) -> Timed:
    """Have an archive become a store, watched; after so many minutes it is ended."""
    command = [*COMMAND, str(archive), "-o", str(out), "--jobs", str(jobs), *more]
    return watch(command, out.with_name(f"{out.name}.log"), lambda: _rows(out), minutes=minutes)


def watch(
    command: Sequence[str],
    log: Path,
    rows: Callable[[], int] = lambda: 0,
    *,
    minutes: float | None = None,
) -> Timed:
    """Run a command, what it says on standard error in a file."""
    before, started = _children(), time.monotonic()
    with log.open("w") as errors:
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=errors, env=environment()
        )
    moments: list[Moment] = []
    ended = threading.Event()
    watcher = threading.Thread(target=_look, args=(process.pid, started, rows, moments, ended))
    watcher.start()
    try:
        said, _ = process.communicate(timeout=minutes and minutes * 60)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGTERM)
        said, _ = process.communicate()
    seconds = time.monotonic() - started
    ended.set()
    watcher.join()
    if process.returncode not in (0, 128 + signal.SIGTERM):
        raise SystemExit(f"ended with {process.returncode}: see {log}")
    whole = process.returncode == 0 and said.strip()
    data = json.loads(said) if whole else {}
    return Timed(seconds, _children() - before, process.returncode, data, moments)


def keep(name: str, figures: Mapping[str, object]) -> None:
    """Keep figures for the page, with the day and the machine."""
    kept = json.loads(KEPT.read_text(encoding="utf-8"))
    python = f"Python {platform.python_version()}, {os.cpu_count()} × {platform.machine()}"
    kept[name] = {"day": dt.datetime.now(tz=dt.UTC).date().isoformat(), "on": python, **figures}
    KEPT.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _look(
    pid: int,
    started: float,
    rows: Callable[[], int],
    moments: list[Moment],
    ended: threading.Event,
) -> None:
    while not ended.wait(TICK):
        try:
            parent, spent = _held(pid), _spent(pid)
            children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
            workers = [_held(int(child)) for child in children]
        except OSError:  # one of them has just ended
            continue
        seconds, largest = time.monotonic() - started, max(workers, default=0)
        moments.append(Moment(seconds, rows(), spent, parent, largest, parent + sum(workers)))


def _rows(out: Path) -> int:
    """The rows of a store as far as they are written, to a part."""
    return 256 * sum(1 for _ in (out / "files").glob("part-*"))


def _held(pid: int) -> int:
    """Bytes held, what is shared with others by its share."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) << 10
    return 0


def _spent(pid: int) -> float:
    """Seconds of the processor of a process, without those of its children."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _children() -> float:
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime
