"""Bytes in: paths, bytes and binary files are loaded."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct

from govreport.document import Notice
from govreport.errors import LimitExceeded, SourceUnavailable
from govreport.readers.limits import Limits

__all__ = ["Input", "InputSource", "load", "unopened"]

InputSource = str | os.PathLike[str] | bytes | BinaryIO


class Input(Struct, frozen=True):
    """A source loaded: its bytes, and its path where it has one. What stands in an archive has
    the path ``archive.zip!/inner.docx``; ``notices`` tell what else stands there."""

    data: bytes
    path: str | None
    notices: tuple[Notice, ...] = ()


def load(source: InputSource, limits: Limits) -> Input:
    """Load a path, bytes or a binary file.

    Raises:
        SourceUnavailable: there is no such file, it is a directory, or it may not be read.
        LimitExceeded: larger than ``limits.bytes``.
        TypeError: ``source`` is none of these.
    """
    if isinstance(source, bytes):
        return Input(_bounded(source, limits, None), None)
    if isinstance(source, str | os.PathLike):
        path = os.fspath(source)
        return Input(_bounded(_read_path(path, limits), limits, path), path)
    if not hasattr(source, "read"):
        raise TypeError(f"a path, bytes or a binary file, not {type(source).__name__}")
    data = source.read(limits.bytes + 1)
    if not isinstance(data, bytes):
        raise TypeError("a binary file: open it with mode 'rb'")
    name = getattr(source, "name", None)
    file_name = name if isinstance(name, str) else None
    return Input(_bounded(data, limits, file_name), file_name)


def unopened(path: str, error: OSError | ValueError) -> SourceUnavailable:
    """Return why a path cannot be opened, and what helps."""
    if isinstance(error, FileNotFoundError):
        detail, hint = _no_file(path)
        return SourceUnavailable(detail, path=path, hint=hint)
    reason = error.strerror if isinstance(error, OSError) else str(error)
    return SourceUnavailable(f"cannot be opened: {reason}", path=path)


def _no_file(path: str) -> tuple[str, str]:
    """What a name is that no file has, and what to do about it."""
    scheme, _, rest = path.partition("://")
    if scheme.lower() == "file":
        from urllib.parse import unquote  # here, for hardly anyone needs it

        return "an address, not a path", f"write {unquote(rest)}"
    if rest and scheme.isalnum() and scheme.isascii():
        return "an address, and nothing is fetched from the net", "download it and name the file"
    if os.sep == "/" and (path[1:2] == ":" or path.startswith("\\\\")):
        return "a Windows path, and this is not Windows", _in_wsl(path)
    if path.startswith("~"):
        return "no such file", "~ is expanded by a shell; write the whole path"
    return "no such file", "check the name"


def _in_wsl(path: str) -> str:
    """Where a Windows path leads to in WSL, where it is told whole."""
    drive, rest = path[:1].lower(), path[2:]
    if not (drive.isascii() and drive.isalpha()) or path.startswith("\\\\"):
        return "copy the file to this machine"
    if rest[:1] not in ("\\", "/"):
        return "put it in quotes: a shell takes backslashes away"
    slashed = rest.replace("\\", "/")
    return f"in WSL, write /mnt/{drive}{slashed}"


def _read_path(path: str, limits: Limits) -> bytes:
    try:
        if Path(path).is_dir():
            hint = "name a file in it; govreport.parse_many() takes folders"
            raise SourceUnavailable("a directory, not a file", path=path, hint=hint)
        # Before it is opened, for that may do something; and again, for it may be another one now.
        _ensure_file(Path(path).stat(), path)
        with open(path, "rb", opener=_without_waiting) as file:
            _ensure_file(os.fstat(file.fileno()), path)
            return file.read(limits.bytes + 1)
    except (OSError, ValueError) as error:
        raise unopened(path, error) from error


def _ensure_file(status: os.stat_result, path: str) -> None:
    if not stat.S_ISREG(status.st_mode):
        hint = "- is standard input on the command line; a program passes bytes"
        raise SourceUnavailable("a device, not a file", path=path, hint=hint)


def _without_waiting(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _bounded(data: bytes, limits: Limits, path: str | None) -> bytes:
    if len(data) > limits.bytes:
        raise LimitExceeded(f"larger than {limits.bytes} bytes", path=path)
    return data
