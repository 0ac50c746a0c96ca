"""The long run: ``python -m fuzz``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from fuzz.corpus import FORMATS, corpus
from fuzz.mutations import mutated
from fuzz.runner import Summary, run


def main() -> int:
    """Read damaged files of each format and say what came of them; 1 if any was not taken well."""
    parser = argparse.ArgumentParser(prog="python -m fuzz")
    parser.add_argument("formats", nargs="*", metavar="FORMAT", help=", ".join(FORMATS))
    parser.add_argument("--count", type=int, default=10_000, help="inputs of each format")
    parser.add_argument("--seed", type=int, default=0, help="the first seed")
    parser.add_argument("-o", metavar="FILE", help="write the first input and read nothing")
    asked = parser.parse_args()
    failed = False
    for format in asked.formats or FORMATS:
        files = corpus(format)
        if asked.o:
            Path(asked.o).write_bytes(mutated(files, asked.seed))
            return 0
        summary = run(files, asked.seed, asked.count, progress=_progress(format, asked.count))
        print("\n".join(_lines(format, summary)), flush=True)
        failed |= bool(summary.failures)
    return int(failed)


def _progress(format: str, count: int) -> Callable[[int], object]:
    return lambda done: print(f"{format}: {done} of {count}", file=sys.stderr)


def _lines(format: str, summary: Summary) -> list[str]:
    slowest = ", ".join(f"{seconds:.2f} s (seed {seed})" for seconds, seed in summary.slowest)
    largest = ", ".join(f"{size:.0f} MB (seed {seed})" for size, seed in summary.largest)
    return [
        f"{format}: {summary.outcomes.total()} inputs, {len(summary.failures)} failures",
        f"    slowest: {slowest}",
        f"    largest: {largest}",
        *(f"    {count:>6}  {what}" for what, count in summary.outcomes.most_common()),
        *(f"    seed {failure.seed}: {failure.what}" for failure in summary.failures),
    ]


if __name__ == "__main__":
    sys.exit(main())
