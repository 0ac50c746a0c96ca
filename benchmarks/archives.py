"""How fast a small archive becomes a store, with one worker and with two: for ``run.py``."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from attrs import frozen

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from fixtures import large
from timing import clock

__all__ = ["COMMAND", "Rate", "environment", "rates"]

COMMAND = [sys.executable, "-m", "govreport", "batch"]
FILES = 600


@frozen
class Rate:
    """A run over an archive: files a second, and what each took of all processors together."""

    files: float
    seconds: float


def rates(folder: Path) -> tuple[Rate, Rate]:
    """The rate with one worker and with two, from the start of the command to its end."""
    archive = folder / "archive"
    large.write(archive, FILES)
    one, two = (_rate(archive, folder / "out", jobs) for jobs in (1, 2))
    return one, two


def environment() -> Mapping[str, str]:
    """What a command of ours needs to find the code that is measured."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


def _rate(archive: Path, out: Path, jobs: int) -> Rate:
    shutil.rmtree(out, ignore_errors=True)
    started, spent = time.monotonic(), clock()
    command = [*COMMAND, str(archive), "-o", str(out), "--jobs", str(jobs)]
    subprocess.run(command, check=True, capture_output=True, env=environment())
    return Rate(FILES / (time.monotonic() - started), (clock() - spent) / FILES)
