"""One reader in a process of its own: what it takes for each file, and what it comes to hold.

    python benchmarks/reading.py READER FILE…

``READER`` is ``govreport`` or the name of one of ``peers.py``, which may be installed for another
Python than ours. It says in a line of JSON the median seconds of each file, the figures that we
found in it, and the memory that the first one took, with the libraries for it. What goes wrong
with a file is said instead.
"""

from __future__ import annotations

import functools
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from peers import PEERS
from timing import PATIENCE, clock, median, most_held

OURS = "govreport"


def main(name: str, files: Sequence[str]) -> None:
    """Read files, and say what it took."""
    before = most_held()
    held: list[float] = []
    done: list[dict[str, object]] = []
    for file in files:
        data = Path(file).read_bytes()
        try:
            again = functools.partial(_reader(name), data)
            start = clock()
            result: Any = again()
            first = clock() - start
            held.append(most_held() - before)
            figures = len(result.metrics) if name == OURS else 0
            seconds = first if first > PATIENCE else median(again)
            done.append({"seconds": seconds, "figures": figures})
        except Exception as error:  # whatever a library raises
            done.append({"error": _said(error)})
    print(json.dumps({"files": done, "megabytes": held[0] if held else None}))


def _reader(name: str) -> Callable[[bytes], object]:
    if name != OURS:
        return next(peer.read for peer in PEERS if peer.name == name)
    import govreport

    return govreport.parse


def _said(error: Exception) -> str:
    if isinstance(error, ModuleNotFoundError | FileNotFoundError):
        return "not installed"
    return f"{type(error).__name__}: {error}".partition("\n")[0][:60]


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
