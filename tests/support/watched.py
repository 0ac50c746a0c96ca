"""Processes that take what may kill them, one after another, and who watches over them.

A process is started as ``python -m MODULE ARGUMENT FIRST COUNT``. For each number it says a line of
JSON before, ``{"seed": 7}``, and one after that has an ``outcome``, so that who watches knows where
it died; what it says between is passed on.
"""

from __future__ import annotations

import json
import os
import resource
import selectors
import signal
import subprocess
import sys
import tempfile
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

__all__ = ["KILLED_AFTER", "bound", "forget_peak", "limit_time", "peak", "say", "watch"]

TESTS = Path(__file__).parents[1]
#: Seconds by the clock without a word, after which a process is taken to hang: the processor may
#: be shared.
SILENCE = 240
#: So many are taken by one process, lest what leaks adds up.
BATCH = 1000
#: Seconds of the processor after which a process is killed that takes one.
KILLED_AFTER = 40
#: Where a process is stopped if it takes far more memory than it may.
ADDRESS_SPACE = 4 << 30


def watch(
    module: str, argument: str, first: int, count: int, *, silence: float = SILENCE
) -> Iterator[dict[str, Any]]:
    """Yield what is said of each number, and ``{"seed": n, "died": how}`` for one that its process
    did not outlive; another goes on behind it.

    Raises:
        RuntimeError: a process died between two numbers, which is no number's fault.
    """
    number, end = first, first + count
    while number < end:
        number = yield from _one(module, argument, number, min(BATCH, end - number), silence)


def _one(
    module: str, argument: str, first: int, count: int, silence: float
) -> Generator[dict[str, Any], None, int]:
    """Let one process go on as far as it comes; returns the next number."""
    command = [sys.executable, "-m", module, argument, str(first), str(count)]
    paths = os.pathsep.join([str(TESTS), os.environ.get("PYTHONPATH", "")])
    begun = done = first - 1
    with tempfile.TemporaryFile() as complaints:
        process = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=complaints,
            env={**os.environ, "PYTHONPATH": paths},
        )
        try:
            for line in _lines(process, silence):
                said = json.loads(line)
                begun = said["seed"]
                if "outcome" in said:
                    done = begun
                if len(said) > 1:
                    yield said
            silent = process.poll() is None
        finally:
            process.kill()
            process.communicate()
        if begun == done < first + count - 1:
            complaints.seek(0)
            raise RuntimeError(complaints.read().decode(errors="replace"))
    if begun > done:
        yield {"seed": begun, "died": "no answer" if silent else _death(process.returncode)}
    return begun + 1


def _lines(process: subprocess.Popen[bytes], silence: float) -> Iterator[bytes]:
    """The lines that a process says, until it ends or falls silent."""
    assert process.stdout is not None
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        rest = b""
        while selector.select(silence):
            said = os.read(process.stdout.fileno(), 65536)
            if not said:
                process.wait()
                return
            *lines, rest = (rest + said).split(b"\n")
            yield from lines


def _death(code: int) -> str:
    if code == -signal.SIGXCPU:
        return f"more than {KILLED_AFTER} s"
    return f"died of {signal.Signals(-code).name}" if code < 0 else f"left with {code}"


# --- in the process ---


def bound() -> None:
    """Bound the address space, and leave no core behind."""
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, resource.RLIM_INFINITY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def limit_time() -> None:
    """The kernel kills the process when it has used so much more processor time."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    most = int(used.ru_utime + used.ru_stime) + KILLED_AFTER
    resource.setrlimit(resource.RLIMIT_CPU, (most, resource.RLIM_INFINITY))


def forget_peak() -> None:
    """Begin to measure what memory the process holds at most."""
    Path("/proc/self/clear_refs").write_text("5")


def peak() -> float:
    """The most megabytes that the process held since :func:`forget_peak`."""
    lines = Path("/proc/self/status").read_text().splitlines()
    [held] = [int(line.split()[1]) for line in lines if line.startswith("VmHWM:")]
    return held / 1024


def say(**line: object) -> None:
    """Say a line to who watches."""
    print(json.dumps(line), flush=True)
