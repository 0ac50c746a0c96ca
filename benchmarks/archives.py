"""How fast a small archive becomes a store, with one worker and with two: for ``run.py``."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from fixtures import large

__all__ = ["COMMAND", "environment", "rates"]

COMMAND = [sys.executable, "-m", "govreport", "batch"]
FILES = 1000


def rates(folder: Path) -> tuple[float, float]:
    """Files a second with one worker and with two, from the start of the command to its end."""
    archive = folder / "archive"
    large.write(archive, FILES)
    one, two = (_seconds(archive, folder / "out", jobs) for jobs in (1, 2))
    return FILES / one, FILES / two


def environment() -> Mapping[str, str]:
    """What a command of ours needs to find the code that is measured."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


def _seconds(archive: Path, out: Path, jobs: int) -> float:
    shutil.rmtree(out, ignore_errors=True)
    started = time.monotonic()
    command = [*COMMAND, str(archive), "-o", str(out), "--jobs", str(jobs)]
    subprocess.run(command, check=True, capture_output=True, env=environment())
    return time.monotonic() - started
