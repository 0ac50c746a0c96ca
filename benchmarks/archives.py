"""Archives that batches are measured with, and how fast one becomes a store: for ``run.py``."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from attrs import frozen

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from fixtures import large
from timing import clock

__all__ = ["COMMAND", "FOLDER", "Rate", "environment", "kept_archive", "rates"]

COMMAND = [sys.executable, "-m", "govreport", "batch"]
#: Where archives are kept for the next time: to write one takes longer than to parse it.
FOLDER = Path(tempfile.gettempdir()) / "govreport-batch"
FILES = 2000


@frozen
class Rate:
    """A run over an archive: files a second, and what each took of all processors together."""

    files: float
    seconds: float


def rates(folder: Path) -> tuple[Rate, Rate]:
    """The rate with one worker and with two, from the start of the command to its end."""
    archive = kept_archive(FOLDER, FILES)
    one, two = (_rate(archive, folder / "out", jobs) for jobs in (1, 2))
    return one, two


def kept_archive(folder: Path, files: int) -> Path:
    """Return an archive of so many files, made by ``tests/fixtures/large.py`` if it is not there
    yet, with the kinds of its files beside it."""
    archive = folder / f"archive-{files}"
    if not archive.with_name(f"{archive.name}.kinds").exists():
        shutil.rmtree(archive, ignore_errors=True)
        started = time.monotonic()
        large.write(archive, files)
        said = f"{files:,} files written in {time.monotonic() - started:.0f} s"
        print(said, file=sys.stderr, flush=True)
    return archive


def environment() -> Mapping[str, str]:
    """What a command of ours needs to find the code that is measured."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


def _rate(archive: Path, out: Path, jobs: int) -> Rate:
    shutil.rmtree(out, ignore_errors=True)
    started, spent = time.monotonic(), clock()
    command = [*COMMAND, str(archive), "-o", str(out), "--jobs", str(jobs)]
    subprocess.run(command, check=True, capture_output=True, env=environment())
    return Rate(FILES / (time.monotonic() - started), (clock() - spent) / FILES)
