"""The files of a folder for who wants them one by one: as a batch walks it, without what is passed
over there."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence

from attrs import frozen

from govreport.batch.failure import Failure
from govreport.batch.walk.archive import LEADS_OUT, listing, open_local
from govreport.batch.walk.contents import entries_of
from govreport.batch.walk.entries import Entry, EntryKind, Found
from govreport.intake.containers.formats import Bounds
from govreport.intake.source import unopened

__all__ = ["WalkedFile", "counted", "files_of"]


@frozen
class WalkedFile:
    """A file with its bytes, or with why it has none. What is in a container has the path
    ``folder/container.zip!/inner.docx``."""

    path: str
    data: bytes | None = None
    failure: Failure | None = None


def counted(folder: str) -> Sequence[Found | Entry]:
    """Return what is on disk in a folder, for :func:`files_of`; of a file, itself.

    Raises:
        SourceUnavailable: there is no such folder, or it cannot be opened.
    """
    try:
        return [*listing(folder)]
    except OSError as error:
        raise unopened(folder, error) from error


def files_of(folder: str, found: Iterable[Found | Entry]) -> Iterator[WalkedFile]:
    """Yield the files of what is in a folder, those in containers too, always in the same order.

    Hidden and temporary files, devices and links to what is walked anyway are passed over, as a
    batch leaves them out; a link that leads out of the folder is a failure.
    """
    for each in found:
        if isinstance(each, Entry):
            yield from _walked(os.path.join(folder, each.path), each)  # noqa: PTH118
            continue
        path = os.path.join(folder, each.path)  # noqa: PTH118
        if not os.path.lexists(path):  # the file itself was given, or its name is no text
            path = os.fsdecode(each.place)
        for entry in entries_of(each, open_local, Bounds()):
            yield from _walked(path + entry.path[len(each.path) :], entry)


def _walked(path: str, entry: Entry) -> Iterator[WalkedFile]:
    if entry.kind is EntryKind.FILE:
        yield WalkedFile(path, entry.data)
    elif entry.kind is EntryKind.FAILED or entry.detail == LEADS_OUT:
        failure = Failure(path, entry.code or "internal", entry.detail or "")
        yield WalkedFile(path, failure=failure)
