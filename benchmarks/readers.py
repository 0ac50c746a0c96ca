"""Readers at work, ours and those of ``peers.py``, each in a process of its own."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from attrs import frozen

from reading import OURS, UNLIMITED

__all__ = ["OURS", "UNLIMITED", "Files", "Reading", "read"]

#: Seconds by the clock that a reader may take for all of its files.
PATIENCE = 40

#: Files by what they are called in a table.
Files = Mapping[str, Path]


@frozen
class Reading:
    """What a reader took for some files: seconds, figures and megabytes of each, or why there are
    none in place of the seconds. The first file's megabytes are with the libraries for it."""

    seconds: Sequence[float | str]
    figures: Sequence[int]
    megabytes: Sequence[float | None]


def read(name: str, files: Files, peers: str = "", *, patience: float = PATIENCE) -> Reading:
    """Have files read by a process of its own; ``peers`` is the Python that a peer is run by. Of
    one that takes too long, or that crashes, what it said until then counts."""
    ours = name in (OURS, UNLIMITED)
    script = Path(__file__).with_name("reading.py")
    command = [sys.executable if ours else peers, str(script), name, *map(str, files.values())]
    said, why = _ran(command, os.pathsep.join(sys.path) if ours else "", patience)
    found = [json.loads(line) for line in said if line.startswith("{")]  # libraries greet
    found += [{"error": why}] * (len(files) - len(found))
    return Reading(
        [each.get("error") or float(each["seconds"]) for each in found],
        [each.get("figures", 0) for each in found],
        [each.get("megabytes") for each in found],
    )


def _ran(command: Sequence[str], paths: str, patience: float) -> tuple[list[str], str]:
    """The lines that a process wrote, and why there are no more."""
    try:
        process = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": paths},
            start_new_session=True,
        )
    except FileNotFoundError:
        return [], "not installed"
    try:
        out, errors = process.communicate(timeout=patience)
        why = f"ended with {process.returncode}"
        if process.returncode < 0:
            why = f"ended by {signal.Signals(-process.returncode).name}"
        last = errors.decode(errors="replace").strip().rpartition("\n")[2]
        why = f"{why}: {last}"[:60] if last else why
    except subprocess.TimeoutExpired as error:
        out, why = error.stdout or b"", f"over {patience:g} s"
    with contextlib.suppress(ProcessLookupError):  # with all that it started
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    return out.decode(errors="replace").splitlines(), why
