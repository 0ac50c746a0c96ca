"""Files that are whole or not there, whatever happens."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from pathlib import Path

__all__ = ["write_file"]


def write_file(path: Path, write: Callable[[Path], object]) -> None:
    """Write a file and put it in its place in one step, with its content on the disk."""
    scratch = path.with_name(f".{path.name}.tmp")
    try:
        write(scratch)
        with scratch.open("rb") as file:
            os.fsync(file.fileno())
        scratch.replace(path)
    except OSError:
        # On a full disk what is half written takes the room that others need.
        with contextlib.suppress(OSError):
            scratch.unlink()
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
