"""Time and memory of an action: processor time, so that other work disturbs it little."""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence

__all__ = ["child_seconds", "median", "megabytes"]

ROUNDS = 7


def median(action: Callable[[], object], rounds: int = ROUNDS) -> float:
    """The median processor time of an action, after one round that does not count."""
    action()
    times = []
    for _ in range(rounds):
        start = time.process_time()
        action()
        times.append(time.process_time() - start)
    return statistics.median(times)


def child_seconds(command: Sequence[str], rounds: int = ROUNDS) -> float:
    """The median processor time of a program from start to end, after one run that does not count;
    ``-c …`` and ``-m …`` are Python's."""
    whole = [sys.executable, *command] if command[0].startswith("-") else [*command]
    times = []
    for _ in range(rounds + 1):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(whole, check=True, capture_output=True, timeout=300)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return statistics.median(times[1:])


def megabytes(action: Callable[[], object]) -> float:
    """What this process came to hold at most by doing this, in MB: once only in each process."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    action()
    return (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
