"""Walk an archive: every file in its folders and containers, in an order that is always the same.

A path names a file from the archive's root; ``!`` parts a container from what is in it:
``2018/区直部门.zip!/科技局/年度报告.docx``. Whatever cannot be opened is an entry too, so that the
entries account for everything there is.
"""

from __future__ import annotations

import contextlib
import enum
import io
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from attrs import define, evolve, field, frozen

from govreport.batch.containers import (
    Bomb,
    Bounds,
    Budget,
    Kind,
    Member,
    Refused,
    container_kind,
    members,
)
from govreport.batch.names import fs_name, is_hidden

__all__ = ["Bounds", "Entry", "EntryKind", "Stamp", "walk"]


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


#: Whether an entry of that path and stamp is known already and need not be read.
Known = Callable[[str, Stamp], bool]


def walk(
    root: str | os.PathLike[str],
    *,
    bounds: Bounds | None = None,
    known: Known = lambda path, stamp: False,
    without: Path | None = None,
) -> Iterator[Entry]:
    """Yield what is in an archive: a folder, a container or a single file.

    Args:
        known: entries for which it answers true are passed over without being read.
        without: a folder that is not walked, such as the one that results are written to.

    Raises:
        OSError: the root itself cannot be opened.
    """
    top = Path(root)
    status = top.stat()
    walker = _Walker(bounds or Bounds(), known, top, without and without.resolve())
    if stat.S_ISDIR(status.st_mode):
        os.scandir(top).close()
        yield from walker.folder(top, "")
    else:
        yield from walker.file(top, fs_name(top.name))


@define
class _Walker:
    bounds: Bounds
    known: Known
    root: Path
    without: Path | None
    #: Where the links that were followed lead: what is below is walked once.
    linked: set[Path] = field(factory=set)

    def folder(self, folder: Path, prefix: str) -> Iterator[Entry]:
        stack = [(folder, prefix)]
        while stack:
            here, prefix = stack.pop()
            try:
                with os.scandir(here) as listing:
                    found = sorted(listing, key=lambda entry: entry.name)
            except OSError as error:
                yield from self._new(_unavailable(prefix.rstrip("/"), error))
                continue
            below = []
            taken: set[str] = set()
            for item in found:
                path = prefix + _unique(item.name, taken)
                if is_hidden(item.name):
                    yield from self._new(_left_out(path, "archive.hidden", "hidden or temporary"))
                elif _is_dir(item):
                    if self._enters(item):
                        below.append((Path(item.path), path + "/"))
                    elif item.is_symlink():
                        detail = "a link to a folder that is walked elsewhere"
                        yield from self._new(_left_out(path, "archive.link", detail))
                else:
                    yield from self.file(Path(item.path), path)
            stack += reversed(below)

    def file(self, file: Path, path: str) -> Iterator[Entry]:
        try:
            status = file.stat()
            if not stat.S_ISREG(status.st_mode):
                yield from self._new(_left_out(path, "archive.special", "a device, not a file"))
                return
            stamp = Stamp(status.st_size, status.st_mtime_ns)
            if self.known(path, stamp):
                return
            with file.open("rb") as opened:
                budget = Budget.of(status.st_size, self.bounds)
                yield from self._content(opened, path, None, stamp, 0, budget)
        except (OSError, ValueError) as error:
            yield from self._new(_unavailable(path, error))

    def _content(
        self,
        file: BinaryIO,
        path: str,
        container: str | None,
        stamp: Stamp,
        depth: int,
        budget: Budget,
    ) -> Iterator[Entry]:
        about = Entry(path=path, kind=EntryKind.FAILED, container=container, stamp=stamp)
        kind = container_kind(file)
        if kind is None:
            yield _read(about, file, self.bounds)
            return
        try:
            if depth >= self.bounds.depth:
                raise Refused("archive.limit", f"more than {self.bounds.depth} containers deep")
            yield from self._members(kind, file, about, depth, budget)
        except Refused as error:
            if isinstance(error, Bomb) and depth:
                raise  # the budget is that of the container on disk, and so is the failure
            yield evolve(about, code=error.code, detail=str(error))
        else:
            yield evolve(about, kind=EntryKind.CONTAINER, detail=kind)

    def _members(
        self, kind: Kind, file: BinaryIO, outer: Entry, depth: int, budget: Budget
    ) -> Iterator[Entry]:
        taken: set[str] = set()
        for member in members(kind, file, outer.path, budget, self.bounds):
            path = f"{outer.path}!/{_unique(member.name, taken)}"
            stamp = Stamp(member.size, outer.stamp.mtime_ns)
            if any(is_hidden(part) for part in member.name.split("/")):
                left_out = _left_out(path, "archive.hidden", "hidden or temporary")
                yield from self._new(evolve(left_out, container=outer.path, stamp=stamp))
            elif not self.known(path, stamp):
                yield from self._member(member, path, outer, stamp, depth, budget)

    def _member(
        self, member: Member, path: str, outer: Entry, stamp: Stamp, depth: int, budget: Budget
    ) -> Iterator[Entry]:
        about = Entry(path=path, kind=EntryKind.FAILED, container=outer.path, stamp=stamp)
        try:
            data = member.read()
        except Bomb:
            raise
        except Refused as error:
            kind = EntryKind.LEFT_OUT if error.code == "archive.link" else EntryKind.FAILED
            yield evolve(about, kind=kind, code=error.code, detail=str(error))
        else:
            file = io.BytesIO(data)
            yield from self._content(file, path, outer.path, stamp, depth + 1, budget)

    def _new(self, entry: Entry) -> Iterator[Entry]:
        if not self.known(entry.path, entry.stamp):
            yield entry

    def _enters(self, item: os.DirEntry[str]) -> bool:
        """Whether a folder is walked; a link only where nothing is walked twice by it."""
        target = Path(os.path.realpath(item.path))
        if self.without is not None and target == self.without:
            return False
        if not item.is_symlink():
            return True
        walked = {Path(os.path.realpath(self.root)), *self.linked}
        if any(target.is_relative_to(one) or one.is_relative_to(target) for one in walked):
            return False
        self.linked.add(target)
        return True


def _unique(name: str, taken: set[str]) -> str:
    """The name as text, told apart from one that reads the same."""
    shown = base = fs_name(name)
    count = 1
    while shown in taken:
        count += 1
        shown = f"{base}#{count}"
    taken.add(shown)
    return shown


def _is_dir(item: os.DirEntry[str]) -> bool:
    with contextlib.suppress(OSError):
        return item.is_dir()
    return False


def _read(about: Entry, file: BinaryIO, bounds: Bounds) -> Entry:
    file.seek(0)
    data = file.read(bounds.file_bytes + 1)
    if len(data) > bounds.file_bytes:
        detail = f"larger than {bounds.file_bytes} bytes"
        return evolve(about, code="input.limit", detail=detail)
    return evolve(about, kind=EntryKind.FILE, data=data)


def _left_out(path: str, code: str, detail: str) -> Entry:
    return Entry(path=path, kind=EntryKind.LEFT_OUT, code=code, detail=detail)


def _unavailable(path: str, error: Exception) -> Entry:
    reason = error.strerror if isinstance(error, OSError) else str(error)
    return Entry(
        path=path,
        kind=EntryKind.FAILED,
        code="input.unavailable",
        detail=f"cannot be opened: {reason}",
    )
