"""One reader in a process of its own: what it takes for each file, and what it comes to hold.

    python benchmarks/reading.py READER FILE…

``READER`` is ``govreport``, ``govreport without limits`` or the name of one of ``peers.py``, which
may be installed for another Python than ours. It says in a line of JSON for each file, as soon as
it is done, the median seconds, the figures that we found in it, and the memory that it took beyond
what was held before: for the first one, with the libraries for it. What goes wrong with a file is
said instead.
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

OURS, UNLIMITED = "govreport", "govreport without limits"
#: Limits that are lifted there; the depth of nesting is kept.
UNBOUNDED = (
    *("bytes", "unpacked_bytes", "pages", "blocks", "table_cells", "elements", "runs", "cells"),
    *("characters", "figures", "parts"),
)


def main(name: str, files: Sequence[str]) -> None:
    """Read files, and say what it took."""
    for number, file in enumerate(files):
        said = _measured(name, Path(file).read_bytes(), is_first=number == 0)
        print(json.dumps(said), flush=True)


def _measured(name: str, data: bytes, *, is_first: bool) -> dict[str, object]:
    before = most_held()
    try:
        again = functools.partial(_reader(name), data)
        start = clock()
        result: Any = again()
        first = clock() - start
        held = most_held() - before
        figures = len(result.metrics) if name == OURS else 0
        # What is loaded for the first file is not its time.
        seconds = first if first > PATIENCE and not is_first else median(again)
    except Exception as error:  # whatever a library raises
        return {"error": _said(error)}
    return {"seconds": seconds, "figures": figures, "megabytes": held}


def _reader(name: str) -> Callable[[bytes], object]:
    if name not in (OURS, UNLIMITED):
        return next(peer.read for peer in PEERS if peer.name == name)
    import govreport

    if name == OURS:
        return govreport.parse
    counts = dict.fromkeys(UNBOUNDED, sys.maxsize)
    limits = govreport.Limits(**counts, seconds=float(sys.maxsize))
    return functools.partial(govreport.parse, limits=limits)


def _said(error: Exception) -> str:
    if isinstance(error, ModuleNotFoundError | FileNotFoundError):
        return "not installed"
    return f"{type(error).__name__}: {error}".partition("\n")[0][:60]


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
