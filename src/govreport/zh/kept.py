"""What takes long to make at every start, kept from one start to the next.

Patterns once compiled and data files once parsed are kept in one file of the user's cache folder,
each under a key of all that it is made of, so that nothing in it can be out of date. As with
Python's own compiled files, whoever can write to that folder can change what is run: it is used
only where it is the user's own and nobody else's to write to. ``GOVREPORT_CACHE`` names another
folder; set to nothing, nothing is kept. Where the folder cannot be written, all is made anew.
"""

from __future__ import annotations

import atexit
import contextlib
import functools
import hashlib
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import msgspec

__all__ = ["kept"]

_T = TypeVar("_T")

#: Shapes that do not say what is in them.
_UNTYPED: tuple[object, ...] = (object, dict, list)
#: With more in it, the file holds what programs of long ago or other versions left.
MOST = 4_000
#: Seconds after which nobody is still writing a file.
STALE = 3_600
_VARIABLE = "GOVREPORT_CACHE"


def kept(of: str, shape: type[_T], make: Callable[[], object]) -> _T:
    """Return what was made of this before, or else make and keep it: as what it was made, or as the
    class that ``shape`` is.

    ``of`` must hold all that the result depends on, versions of libraries too. What msgpack cannot
    tell from what was made (dates, sets) is made anew each time, but where ``shape`` says it.

    Raises:
        msgspec.ValidationError: what was made is not of that shape.
    """
    store = _store()
    key = hashlib.sha256(f"{sys.version_info[:2]} {of}".encode()).hexdigest()[:32]
    known = store.entries.get(key)
    if known is not None:
        try:
            found = msgspec.msgpack.decode(known, type=shape)
        except msgspec.MsgspecError:
            pass
        else:
            store.used.add(key)
            return found
    made = make()
    found = msgspec.convert(made, shape)
    store.keep(key, made, shape)
    return found


class _Store:
    """The entries of the file, and which of them this program used or made."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self.entries = _read(path)
        self.used: set[str] = set()
        self.is_new = False

    def keep(self, key: str, made: object, shape: type) -> None:
        try:
            data = msgspec.msgpack.encode(made)
            again: object = msgspec.msgpack.decode(data, type=shape)
        except (TypeError, ValueError, msgspec.MsgspecError):
            return
        if shape in _UNTYPED and again != made:
            return
        self.entries[key] = msgspec.Raw(data)
        self.used.add(key)
        self.is_new = True

    def save(self) -> None:
        """Write the file, with what others wrote meanwhile."""
        if self.path is None or not self.is_new:
            return
        entries = _read(self.path) | self.entries
        if len(entries) > MOST:
            entries = {key: entries[key] for key in self.used if key in entries}
        data = msgspec.msgpack.encode(entries)
        beside = Path(f"{self.path}.{os.urandom(8).hex()}")
        try:
            with open(beside, "xb", opener=_private) as file:
                file.write(data)
            beside.replace(self.path)
        except OSError:
            with contextlib.suppress(OSError):
                beside.unlink()
        _sweep(self.path)


@functools.cache
def _store() -> _Store:
    folder = _folder()
    store = _Store(folder / "kept.msgpack" if folder else None)
    atexit.register(store.save)
    return store


def _private(name: str, flags: int) -> int:
    return os.open(name, flags, 0o600)


def _sweep(path: Path) -> None:
    """Remove what programs that were killed in the midst of writing left beside the file."""
    for each in path.parent.glob(f"{path.name}.*"):
        with contextlib.suppress(OSError):
            if each.stat().st_mtime < time.time() - STALE:
                each.unlink()


def _read(path: Path | None) -> dict[str, msgspec.Raw]:
    try:
        data = path.read_bytes() if path else b"\x80"
        return msgspec.msgpack.decode(data, type=dict[str, msgspec.Raw])
    except (OSError, msgspec.MsgspecError):
        return {}


def _folder() -> Path | None:
    """The folder, made where it is missing; ``None`` if it is not ours alone."""
    named = os.environ.get(_VARIABLE)
    if named == "":
        return None
    try:
        folder = Path(named) if named else _caches() / "govreport"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        about = folder.stat()
    except (OSError, RuntimeError):
        return None
    if hasattr(os, "getuid") and (about.st_uid != os.getuid() or about.st_mode & 0o022):
        return None
    return folder


def _caches() -> Path:
    """The user's folder for what can be made anew."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
