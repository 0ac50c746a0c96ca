"""What is in a file: a document is one entry, a container one a member and one for itself."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import BinaryIO

from attrs import evolve, frozen

from govreport.batch.walk.entries import (
    Entry,
    EntryKind,
    Found,
    Known,
    Stamp,
    left_out,
    unavailable,
    unique,
)
from govreport.intake.containers.formats import Bounds, ContainerFormat, container_format
from govreport.intake.containers.members import Bomb, Budget, Member, Refused, members
from govreport.intake.containers.names import fs_name, is_hidden

__all__ = ["Opener", "entries_of"]

#: Opens a file by its :attr:`~govreport.batch.walk.entries.Found.place`.
Opener = Callable[[bytes], BinaryIO]


def entries_of(
    found: Found, opener: Opener, bounds: Bounds, known: Known = lambda path, stamp: False
) -> Iterator[Entry]:
    """Yield what is in a file; nothing is raised for one that cannot be opened.

    Args:
        known: members for which it answers true are passed over without being read.
    """
    reader = _Reader(bounds, known)
    try:
        with opener(found.place) as file:
            budget = Budget.of(found.stamp.size or 0, bounds)
            yield from reader.content(file, found.path, None, found.stamp, 0, budget)
    except (OSError, ValueError) as error:
        yield unavailable(found.path, error)


@frozen
class _Reader:
    bounds: Bounds
    known: Known

    def content(
        self,
        file: BinaryIO,
        path: str,
        container: str | None,
        stamp: Stamp,
        depth: int,
        budget: Budget,
    ) -> Iterator[Entry]:
        about = Entry(path=path, kind=EntryKind.FAILED, container=container, stamp=stamp)
        kind = container_format(file)
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
        self, kind: ContainerFormat, file: BinaryIO, outer: Entry, depth: int, budget: Budget
    ) -> Iterator[Entry]:
        taken: set[str] = set()
        for member in members(kind, file, outer.path, budget, self.bounds):
            name = unique(fs_name(member.name), taken)
            taken.add(name)
            path = f"{outer.path}!/{name}"
            stamp = Stamp(member.size, outer.stamp.mtime_ns)
            if any(is_hidden(part) for part in member.name.split("/")):
                hidden = left_out(path, "archive.hidden", "hidden or temporary")
                if not self.known(path, stamp):
                    yield evolve(hidden, container=outer.path, stamp=stamp)
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
            yield from self.content(file, path, outer.path, stamp, depth + 1, budget)


def _read(about: Entry, file: BinaryIO, bounds: Bounds) -> Entry:
    file.seek(0)
    data = file.read(bounds.file_bytes + 1)
    if len(data) > bounds.file_bytes:
        detail = f"larger than {bounds.file_bytes} bytes"
        return evolve(about, code="input.limit", detail=detail)
    return evolve(about, kind=EntryKind.FILE, data=data)
