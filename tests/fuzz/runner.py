"""Watches the processes that read damaged files, and sums up what came of it."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from attrs import define, field, frozen

from fuzz.worker import CPU_SECONDS, MEGABYTES
from support.watched import SILENCE, watch

__all__ = ["Failure", "Summary", "run"]

WORKER = "fuzz.worker"
#: How many inputs are read between two words about it.
TOLD = 1000
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
        for said in watch(WORKER, name, first, count, silence=SILENCE):
            if "died" in said:
                summary.died(said["seed"], said["died"])
            else:
                summary.add(**said)
            done = summary.outcomes.total()
            if done % TOLD == 0 or done == count:
                progress(done)
    return summary
