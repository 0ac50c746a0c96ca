"""Archives on file systems that pyarrow reads: s3://, hdfs://, gs://, file://."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

import pyarrow.fs as fs
import regex
from attrs import frozen

from govreport.batch.walk.entries import Entry, Found, Stamp, left_out, unavailable, unique
from govreport.errors import SourceUnavailable
from govreport.intake.containers.formats import Bounds
from govreport.intake.containers.names import is_hidden, printable
from govreport.zh.patterns import lazy_pattern

__all__ = ["Remote", "is_address", "located", "shown"]

_ADDRESS = lazy_pattern(r"[A-Za-z][A-Za-z0-9+.-]*://")


@frozen
class Remote:
    """A folder or a file on a file system. It can be sent to another machine and opened there."""

    system: fs.FileSystem
    root: str

    def listing(self) -> Iterator[Found | Entry]:
        """Yield its files, in the order in which those of a folder on disk are walked.

        Raises:
            OSError: the root cannot be opened.
        """
        info = self.system.get_file_info(self.root)
        if info.type is fs.FileType.NotFound:
            raise FileNotFoundError(2, "no such file or folder", self.root)
        if info.type is fs.FileType.Directory:
            yield from self._folder()
        else:
            yield _found(info, printable(info.base_name))

    def open(self, place: bytes) -> BinaryIO:
        """Open a file by its place: a document in one request, a large container as needed."""
        file = self.system.open_input_file(place.decode())
        if file.size() > Bounds().file_bytes:
            return cast(BinaryIO, file)
        with file:
            return io.BytesIO(file.read())

    def _folder(self) -> Iterator[Found | Entry]:
        stack = [(self.root, "")]
        while stack:
            here, prefix = stack.pop()
            try:
                infos = self.system.get_file_info(fs.FileSelector(here))
            except OSError as error:
                if not prefix:
                    raise
                yield unavailable(prefix.rstrip("/"), error)
                continue
            below = []
            taken: set[str] = set()
            for info in sorted(infos, key=lambda info: info.base_name):
                name = unique(printable(info.base_name), taken)
                taken.add(name)
                path = prefix + name
                if is_hidden(info.base_name):
                    yield left_out(path, "archive.hidden", "hidden or temporary")
                elif info.type is fs.FileType.Directory:
                    below.append((info.path, path + "/"))
                else:
                    yield _found(info, path)
            stack += reversed(below)


def _found(info: fs.FileInfo, path: str) -> Found | Entry:
    if info.type is not fs.FileType.File:
        return left_out(path, "archive.special", "a device, not a file")
    return Found(path, info.path.encode(), Stamp(info.size, info.mtime_ns))


def is_address(archive: str) -> bool:
    """Whether this is an address, and no name of a file here."""
    return _ADDRESS.match(archive) is not None


def located(archive: str) -> Remote | Path:
    """Return what an address or a name leads to: a path where it is a file of this machine.

    Raises:
        SourceUnavailable: there is no such kind of address, or it cannot be reached.
    """
    if not is_address(archive):
        return Path(archive)
    try:
        system, root = fs.FileSystem.from_uri(archive)
    except (ValueError, OSError) as error:
        reason = printable(str(error)).splitlines()[0][:200]
        detail = f"cannot be opened: {reason}"
        raise SourceUnavailable(detail, path=shown(archive), hint="check the address") from error
    return Path(root) if isinstance(system, fs.LocalFileSystem) else Remote(system, root)


def shown(archive: str) -> str:
    """Return an address without what must not be written down: the key in ``s3://id:key@…``.

    >>> shown("s3://id:key@bucket/archive")
    's3://bucket/archive'
    """
    return regex.sub(r"(?<=^[^/]*://)[^/@]*@", "", archive)
