"""Time and memory of an action: processor time, so that other work disturbs it little.

It needs nothing but Python: it is also run where our own libraries are not installed.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

__all__ = ["PATIENCE", "child_seconds", "clock", "median", "most_held"]

ROUNDS = 7
#: Seconds after which an action is not done again: what takes that long is measured well enough.
PATIENCE = 1


def clock() -> float:
    """Seconds that processors have spent on this process and on the programs that it ran."""
    ran = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + ran.ru_utime + ran.ru_stime


def median(action: Callable[[], object], rounds: int = ROUNDS) -> float:
    """The median processor time of an action, after one round that does not count; of one that
    takes long, as many rounds as there is patience for."""
    first = _seconds(action)
    times: list[float] = []
    while len(times) < rounds and first + sum(times) < PATIENCE:
        times.append(_seconds(action))
    return statistics.median(times or [first])


def child_seconds(command: Sequence[str], rounds: int = ROUNDS) -> float:
    """The median processor time of Python from start to end with these arguments, after one run
    that does not count."""
    whole = [sys.executable, *command]
    run = lambda: subprocess.run(whole, check=True, capture_output=True, timeout=300)  # noqa: E731
    return median(run, rounds)


def most_held() -> float:
    """What this process held at most so far, in MB."""
    try:
        lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    except OSError:  # not Linux
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20)
    # Not getrusage, which counts what the process held that started this one.
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) / 1024


def _seconds(action: Callable[[], object]) -> float:
    start = clock()
    action()
    return clock() - start
