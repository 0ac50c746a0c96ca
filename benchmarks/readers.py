"""Readers at work, ours and those of ``peers.py``, each in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from attrs import frozen

from reading import OURS

__all__ = ["OURS", "Files", "Reading", "read"]

#: Seconds that a reader may take for all of its files.
PATIENCE = 600

#: Files by what they are called in a table.
Files = Mapping[str, Path]


@frozen
class Reading:
    """What a reader took for some files: seconds and figures of each, or an error in their place;
    the megabytes that the first one took with the libraries for it."""

    seconds: Sequence[float | str]
    figures: Sequence[int] = ()
    megabytes: float | None = None


def read(name: str, files: Files, peers: str = "", *, patience: float = PATIENCE) -> Reading:
    """Have files read by a process of its own; ``peers`` is the Python that a peer is run by."""
    python = sys.executable if name == OURS else peers
    paths = os.pathsep.join(sys.path) if name == OURS else ""
    script = Path(__file__).with_name("reading.py")
    command = [python, str(script), name, *map(str, files.values())]
    environment = {**os.environ, "PYTHONPATH": paths}
    try:
        done = subprocess.run(
            command, capture_output=True, env=environment, timeout=patience, check=True
        )
        said = json.loads(done.stdout.splitlines()[-1])  # libraries greet
    except FileNotFoundError:
        return Reading(["not installed"] * len(files))
    except subprocess.TimeoutExpired:
        return Reading([f"over {patience:g} s"] * len(files))
    except (subprocess.CalledProcessError, IndexError, ValueError):
        return Reading(["crashed"] * len(files))
    return Reading(
        [each.get("error") or float(each["seconds"]) for each in said["files"]],
        [each.get("figures", 0) for each in said["files"]],
        said["megabytes"],
    )
