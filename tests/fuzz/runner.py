"""Watches the processes that read damaged files, and sums up what came of it."""

from __future__ import annotations

import json
import os
import selectors
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from attrs import define, field, frozen

from fuzz.worker import CPU_SECONDS, KILLED_AFTER, MEGABYTES

__all__ = ["Failure", "Summary", "run"]

TESTS = Path(__file__).parents[1]
WORKER = "fuzz.worker"
#: Seconds by the clock without a word, after which a process is taken to hang: the processor may
#: be shared.
SILENCE = 240
#: So many inputs are read by one process, lest what leaks adds up.
BATCH = 1000
#: So many of the slowest and the largest inputs are named.
KEPT = 5


@frozen
class Failure:
    """An input that was not taken as it must be; the seed makes it again."""

    seed: int
    what: str


@define
class Summary:
    """What came of the inputs: how often, the slowest and the largest with their seeds."""

    outcomes: Counter[str] = field(factory=Counter)
    failures: list[Failure] = field(factory=list)
    slowest: list[tuple[float, int]] = field(factory=list)
    largest: list[tuple[float, int]] = field(factory=list)

    def add(self, seed: int, outcome: str, seconds: float, megabytes: float) -> None:
        """Count an input that was answered."""
        self.outcomes[outcome.removeprefix("!")] += 1
        self.slowest = sorted([*self.slowest, (seconds, seed)], reverse=True)[:KEPT]
        self.largest = sorted([*self.largest, (megabytes, seed)], reverse=True)[:KEPT]
        if outcome.startswith("!"):
            self.failures.append(Failure(seed, outcome[1:]))
        if seconds > CPU_SECONDS:
            self.failures.append(Failure(seed, f"took {seconds:.1f} s"))
        if megabytes > MEGABYTES:
            self.failures.append(Failure(seed, f"took {megabytes:.0f} MB"))

    def died(self, seed: int, how: str) -> None:
        """Count an input that its reader did not outlive."""
        self.outcomes[how] += 1
        self.failures.append(Failure(seed, how))


def run(
    files: Sequence[bytes],
    first: int,
    count: int,
    *,
    progress: Callable[[int], object] = lambda done: None,
) -> Summary:
    """Damage the files with ``count`` seeds from ``first``, and read what comes of it."""
    summary = Summary()
    with tempfile.TemporaryDirectory() as name:
        for number, data in enumerate(files):
            (Path(name) / f"{number:04}").write_bytes(data)
        seed, end = first, first + count
        while seed < end:
            seed = _batch(name, seed, min(BATCH, end - seed), summary)
            progress(seed - first)
    return summary


def _batch(folder: str, first: int, count: int, summary: Summary) -> int:
    """Let one process read on as far as it comes; returns the next seed."""
    command = [sys.executable, "-m", WORKER, folder, str(first), str(count)]
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
            for line in _lines(process):
                said = json.loads(line)
                begun = said["seed"]
                if "outcome" in said:
                    done = begun
                    summary.add(**said)
            silent = process.poll() is None
        finally:
            process.kill()
            process.communicate()
        if begun == done < first + count - 1:
            # It died between two inputs, which is no input's fault.
            complaints.seek(0)
            raise RuntimeError(complaints.read().decode(errors="replace"))
    if begun > done:
        summary.died(begun, "no answer" if silent else _death(process.returncode))
    return begun + 1


def _lines(process: subprocess.Popen[bytes]) -> Iterator[bytes]:
    """The lines that a process says, until it ends or falls silent."""
    assert process.stdout is not None
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        rest = b""
        while selector.select(SILENCE):
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
