"""What is found in an archive: files on disk, and what they turn out to be."""

from __future__ import annotations

import enum
from collections.abc import Callable, Collection

from attrs import field, frozen

__all__ = ["Entry", "EntryKind", "Found", "Known", "Stamp", "left_out", "unavailable", "unique"]


class EntryKind(enum.StrEnum):
    """What an entry is: a file with its bytes, or one of the kinds that have none."""

    FILE = "file"
    CONTAINER = "container"
    LEFT_OUT = "left_out"
    FAILED = "failed"


@frozen
class Stamp:
    """Size and time of change of a file, those of its container for a member's time: as long as
    they stay, a file is taken to be the same. ``None`` where they are not known."""

    size: int | None = None
    mtime_ns: int | None = None


@frozen(kw_only=True)
class Entry:
    """One thing in the archive. ``data`` is set exactly for a file, ``code`` for what is left out
    or failed; a container's entry follows those of its members."""

    path: str
    kind: EntryKind
    container: str | None = None
    stamp: Stamp = field(factory=Stamp)
    data: bytes | None = field(default=None, repr=False)
    code: str | None = None
    detail: str | None = None


@frozen
class Found:
    """A file that is there and not read yet. ``place`` is what it is opened by: its name on the
    file system, in the bytes that that has it in."""

    path: str
    place: bytes
    stamp: Stamp


#: Whether an entry of that path and stamp is known already and need not be read.
Known = Callable[[str, Stamp], bool]


def left_out(path: str, code: str, detail: str) -> Entry:
    """Return the entry of what is not looked at."""
    return Entry(path=path, kind=EntryKind.LEFT_OUT, code=code, detail=detail)


def unavailable(path: str, error: Exception) -> Entry:
    """Return the entry of what cannot be opened."""
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return Entry(
        path=path,
        kind=EntryKind.FAILED,
        code="input.unavailable",
        detail=f"cannot be opened: {reason}",
    )


def unique(shown: str, taken: Collection[str]) -> str:
    """Return a name told apart from those that read the same."""
    base, count = shown, 1
    while shown in taken:
        count += 1
        shown = f"{base}#{count}"
    return shown
