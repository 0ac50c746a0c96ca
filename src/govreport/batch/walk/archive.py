"""Walk an archive: every file in its folders and containers, in an order that is always the same.

A path names a file from the archive's root; ``!`` parts a container from what is in it:
``2018/区直部门.zip!/科技局/年度报告.docx``. Whatever cannot be opened is an entry too, so that the
entries account for everything there is.
"""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from attrs import define, field

from govreport.batch.walk.contents import entries_of
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
from govreport.intake.containers.formats import Bounds
from govreport.intake.containers.names import fs_name, is_hidden

__all__ = ["LEADS_OUT", "Bounds", "Entry", "EntryKind", "Stamp", "listing", "open_local", "walk"]


#: What is said of a link that is not followed.
LEADS_OUT = "a link that leads out of the archive"


def walk(
    root: str | os.PathLike[str],
    *,
    bounds: Bounds | None = None,
    known: Known = lambda path, stamp: False,
    without: Path | None = None,
    follow_links: bool = False,
) -> Iterator[Entry]:
    """Yield what is in an archive: a folder, a container or a single file.

    Args:
        known: entries for which it answers true are passed over without being read.
        without: a folder that is not walked, such as the one that results are written to.
        follow_links: whether links that lead out of the archive are followed.

    Raises:
        OSError: the root itself cannot be opened.
    """
    for found in listing(root, without=without, follow_links=follow_links):
        if known(found.path, found.stamp):
            continue
        if isinstance(found, Entry):
            yield found
            continue
        for entry in entries_of(found, open_local, bounds or Bounds(), known):
            # A file that still cannot be opened is known by a stamp of its own.
            if entry.path != found.path or not known(entry.path, entry.stamp):
                yield entry


def listing(
    root: str | os.PathLike[str], *, without: Path | None = None, follow_links: bool = False
) -> Iterator[Found | Entry]:
    """Yield the files of an archive, and an entry for what is none or is not looked at.

    Raises:
        OSError: the root itself cannot be opened.
    """
    top = Path(root)
    status = top.stat()
    real = Path(os.path.realpath(top))
    walker = _Walker(real, without and without.resolve(), follow_links)
    if stat.S_ISDIR(status.st_mode):
        os.scandir(top).close()
        yield from walker.folder(real, "")
    else:
        yield walker.file(os.fspath(top), fs_name(top.name))


def open_local(place: bytes) -> BinaryIO:
    """Open a file on disk."""
    return Path(os.fsdecode(place)).open("rb")


@define
class _Walker:
    #: Without links in it, as is every folder below.
    root: Path
    without: Path | None
    follow_links: bool
    #: Where the links that were followed lead: what is below is walked once.
    linked: set[Path] = field(factory=set)

    def folder(self, folder: Path, prefix: str) -> Iterator[Found | Entry]:
        stack = [(folder, prefix)]
        while stack:
            here, prefix = stack.pop()
            try:
                with os.scandir(here) as listing:
                    found = sorted(listing, key=lambda entry: entry.name)
            except OSError as error:
                yield unavailable(prefix.rstrip("/"), error)
                continue
            below = []
            taken: set[str] = set()
            for item in found:
                name = unique(fs_name(item.name), taken)
                taken.add(name)
                path = prefix + name
                if is_hidden(item.name):
                    yield left_out(path, "archive.hidden", "hidden or temporary")
                elif item.is_symlink() and not self._within(item.path):
                    yield left_out(path, "archive.link", LEADS_OUT)
                elif _is_dir(item):
                    real = Path(os.path.realpath(item.path) if item.is_symlink() else item.path)
                    if self._enters(real, link=item.is_symlink()):
                        below.append((real, path + "/"))
                    elif item.is_symlink():
                        detail = "a link to a folder that is walked elsewhere"
                        yield left_out(path, "archive.link", detail)
                else:
                    yield self.file(item.path, path)
            stack += reversed(below)

    def file(self, file: str, path: str) -> Found | Entry:
        try:
            status = os.stat(file)  # noqa: PTH116  # of each of millions
        except (OSError, ValueError) as error:
            return unavailable(path, error)
        if not stat.S_ISREG(status.st_mode):
            return left_out(path, "archive.special", "a device, not a file")
        return Found(path, os.fsencode(file), Stamp(status.st_size, status.st_mtime_ns))

    def _within(self, path: str) -> bool:
        """Whether a link is followed: it leads to what is in the archive, or all are."""
        return self.follow_links or Path(os.path.realpath(path)).is_relative_to(self.root)

    def _enters(self, folder: Path, *, link: bool) -> bool:
        """Whether a folder is walked; a link only where nothing is walked twice by it."""
        if folder == self.without:
            return False
        if link:
            walked = {self.root, *self.linked}
            if any(folder.is_relative_to(one) or one.is_relative_to(folder) for one in walked):
                return False
            self.linked.add(folder)
        return True


def _is_dir(item: os.DirEntry[str]) -> bool:
    with contextlib.suppress(OSError):
        return item.is_dir()
    return False
