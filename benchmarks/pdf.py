"""Our PDF reader against pdfplumber's own reading of the same file, in one run.

    python benchmarks/pdf.py FILE…

prints, for each file, the best time of each and their ratio. pdfplumber is asked for what a report
needs at least: ``extract_text()`` and ``extract_tables()`` of every page.
"""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pdfplumber

from govreport.readers.pdf.reader import read

ROUNDS = 5


def main(paths: list[str]) -> None:
    """Time both on each file and print a table."""
    print(f"{'file':<32}{'pages':>6}{'govreport':>12}{'pdfplumber':>12}{'ratio':>8}")
    for path in paths:
        data = Path(path).read_bytes()
        pages = read(data).pages
        ours = best(lambda data=data: read(data))  # type: ignore[misc]
        theirs = best(lambda data=data: plumb(data))  # type: ignore[misc]
        row = f"{ours * 1e3:>9.1f} ms{theirs * 1e3:>9.1f} ms{ours / theirs:>8.3f}"
        print(f"{Path(path).name:<32}{pages:>6}{row}")


def plumb(data: bytes) -> list[object]:
    """Read text and tables with pdfplumber."""
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        return [(page.extract_text(), page.extract_tables()) for page in pdf.pages]


def best(action: Callable[[], object]) -> float:
    """The shortest of several runs, in seconds of this process's time."""
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        action()
        times.append(time.process_time() - start)
    return min(times)


if __name__ == "__main__":
    main(sys.argv[1:])
