"""Zip, tar, gz, 7z and RAR files as sequences of members, hostile ones included.

Nothing is unpacked to disk. A member is read whole and is bounded in size; what a container gives
altogether is bounded by a :class:`Budget`, so that a few kilobytes cannot become petabytes.
"""

from __future__ import annotations

import gzip
import posixpath
import stat
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from typing import IO, BinaryIO, cast

from msgspec import Struct

from govreport.intake.containers.formats import BROKEN, Bounds, ContainerFormat, directory_size
from govreport.intake.containers.names import decode_names, printable
from govreport.intake.containers.rar import asks_password
from govreport.intake.containers.unpacker import CODE, DETAIL, Unreadable, unpacked

__all__ = [
    "Bomb",
    "Budget",
    "Member",
    "Refused",
    "members",
]


#: The system on which the attributes of a zip's member are those of a Unix file.
_UNIX = 3


class Refused(Exception):
    """A member or a container that is not read; ``code`` is stable, ``str()`` says why."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code


class Bomb(Refused):
    """A container unpacks to more than its size can justify; nothing more is taken from it."""

    def __init__(self, size: int) -> None:
        super().__init__("archive.bomb", f"{size} bytes unpack to far more")


class Crowd(Bomb):
    """A container holds more files than its size can justify."""

    def __init__(self, most: int) -> None:
        Refused.__init__(self, "archive.limit", f"more than {most} files in an archive")


class Budget(Struct):
    """How many bytes and files may still come out of one container on disk, nested ones
    included."""

    size: int
    left: int
    members: int

    @classmethod
    def of(cls, size: int, bounds: Bounds) -> Budget:
        """Return the budget of a container of so many bytes."""
        members = max(bounds.members_floor, size // bounds.bytes_a_member)
        return cls(size, max(bounds.unpacked_floor, bounds.ratio * size), members)

    def allow(self, count: int) -> None:
        """See that there may be so many more files.

        Raises:
            Crowd: there may not.
        """
        if count > self.members:
            raise Crowd(self.members)

    def take(self, count: int) -> None:
        """Count bytes unpacked.

        Raises:
            Bomb: the budget is used up.
        """
        self.left -= count
        if self.left < 0:
            raise Bomb(self.size)


class Member(Struct, frozen=True):
    """A file in a container; ``read`` works until the next member is asked for."""

    name: str
    size: int
    read: Callable[[], bytes]


def members(
    kind: ContainerFormat, file: BinaryIO, name: str, budget: Budget, bounds: Bounds
) -> Iterator[Member]:
    """Yield the files in a container, in the order in which it holds them.

    Args:
        name: the container's own name; a gz file's member is called after it.

    Raises:
        Refused: the container is broken, too large, or a :class:`Bomb`; so does ``Member.read``.
    """
    left = budget.members
    for member in _members(kind, file, name, budget, bounds):
        if not budget.members:
            raise Crowd(left)
        budget.members -= 1
        yield member


def _members(
    kind: ContainerFormat, file: BinaryIO, name: str, budget: Budget, bounds: Bounds
) -> Iterator[Member]:
    file.seek(0)
    try:
        if kind == "zip":
            yield from _zip_members(file, budget, bounds)
        elif kind == "gzip":
            yield _gzip_member(file, name, budget, bounds)
        elif kind == "tar" or kind == "tar.gz":
            stream = gzip.GzipFile(fileobj=file) if kind == "tar.gz" else file
            yield from _tar_members(cast(BinaryIO, stream), budget, bounds)
        else:
            if kind != "7zip" and asks_password(file):
                raise Refused("archive.encrypted", "protected by a password")
            with unpacked(file, kind, bounds.file_bytes) as tar:
                yield from _tar_members(tar, budget, bounds, unpacked=True)
    except Refused:
        raise
    except Unreadable as error:
        raise Refused(error.code, str(error)) from error
    except (tarfile.TarError, *BROKEN) as error:
        raise _corrupt(error) from error


def _corrupt(error: Exception) -> Refused:
    return Refused("archive.corrupt", printable(f"{type(error).__name__}: {error}")[:300])


def _zip_members(file: BinaryIO, budget: Budget, bounds: Bounds) -> Iterator[Member]:
    if directory_size(file) > bounds.directory_bytes:
        raise Refused("archive.limit", f"a directory of more than {bounds.directory_bytes} bytes")
    with zipfile.ZipFile(file) as archive:
        infos = [info for info in archive.infolist() if not info.is_dir()]
        if sum(info.file_size for info in infos) > budget.left and any(
            _swells(info, bounds) for info in infos
        ):
            raise Bomb(budget.size)
        budget.allow(len(infos))
        if _overlap(infos):
            raise Refused("archive.bomb", "members that overlap")
        for info, name in zip(infos, _zip_names(infos), strict=True):

            def read(info: zipfile.ZipInfo = info) -> bytes:
                return _read_zipped(archive, info, budget, bounds)

            yield Member(name, info.file_size, read)


def _overlap(infos: list[zipfile.ZipInfo]) -> bool:
    """Whether bytes are those of two members, by what the directory says of their places."""
    head = 30
    places = sorted((each.header_offset, each.compress_size, each.orig_filename) for each in infos)
    ends = [start + head + len(name) + size for start, size, name in places]
    return any(end > place[0] for end, place in zip(ends, places[1:], strict=False))


def _swells(info: zipfile.ZipInfo, bounds: Bounds) -> bool:
    return info.file_size > bounds.ratio * max(info.compress_size, 1)


def _zip_names(infos: list[zipfile.ZipInfo]) -> list[str]:
    """The members' names: those not marked as UTF-8 by whatever encoding fits them all."""
    marked = 0x800
    unmarked = [info for info in infos if not info.flag_bits & marked]
    decoded = iter(decode_names([info.orig_filename.encode("cp437") for info in unmarked]))
    names = [
        printable(info.orig_filename) if info.flag_bits & marked else next(decoded)
        for info in infos
    ]
    return [_inner(name.split("\0")[0].replace("\\", "/")) for name in names]


def _inner(name: str) -> str:
    """A member's name as a path below its container: nothing is written there, only named."""
    return posixpath.normpath("/" + name).lstrip("/") or "?"


def _read_zipped(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, budget: Budget, bounds: Bounds
) -> bytes:
    if info.create_system == _UNIX and stat.S_ISLNK(info.external_attr >> 16):
        raise Refused("archive.link", "a link or a device, not a file")
    _bounded(info.file_size, bounds)
    if info.flag_bits & 0x1:
        raise Refused("archive.encrypted", "protected by a password")
    try:
        with archive.open(info) as member:
            return _take(member, budget, bounds)
    except NotImplementedError as error:
        raise Refused("archive.unsupported", str(error)) from error
    except BROKEN as error:
        raise _corrupt(error) from error


def _bounded(size: int, bounds: Bounds) -> None:
    if size > bounds.file_bytes:
        raise Refused("input.limit", f"larger than {bounds.file_bytes} bytes")


def _take(stream: IO[bytes], budget: Budget, bounds: Bounds) -> bytes:
    data = stream.read(bounds.file_bytes + 1)
    budget.take(len(data))
    _bounded(len(data), bounds)
    return data


def _gzip_member(file: BinaryIO, name: str, budget: Budget, bounds: Bounds) -> Member:
    data = _take(cast(IO[bytes], gzip.GzipFile(fileobj=file)), budget, bounds)
    stem, ending = posixpath.splitext(posixpath.basename(name))
    return Member(stem if ending.lower() == ".gz" else "content", len(data), lambda: data)


def _tar_members(
    stream: BinaryIO, budget: Budget, bounds: Bounds, *, unpacked: bool = False
) -> Iterator[Member]:
    metered = cast(IO[bytes], _Metered(stream, budget))
    with tarfile.open(
        fileobj=metered, mode="r|", encoding="utf-8", errors="surrogateescape"
    ) as archive:
        while (info := archive.next()) is not None:
            # What it keeps for going back, which a stream does not.
            archive.members.clear()  # type: ignore[attr-defined]
            if info.isdir():
                continue
            (name,) = decode_names([info.name.encode("utf-8", "surrogateescape")])

            def read(info: tarfile.TarInfo = info) -> bytes:
                if unpacked and CODE in info.pax_headers:
                    raise Refused(info.pax_headers[CODE], info.pax_headers[DETAIL])
                return _read_tarred(archive, info, bounds)

            yield Member(_inner(name), info.size, read)


def _read_tarred(archive: tarfile.TarFile, info: tarfile.TarInfo, bounds: Bounds) -> bytes:
    if not info.isfile():
        raise Refused("archive.link", "a link or a device, not a file")
    _bounded(info.size, bounds)
    try:
        file = archive.extractfile(info)
        return file.read(bounds.file_bytes) if file else b""
    except (tarfile.TarError, *BROKEN) as error:
        raise _corrupt(error) from error


class _Metered:
    """A stream whose every byte is counted, those of members that are passed over included."""

    def __init__(self, stream: BinaryIO, budget: Budget) -> None:
        self._stream = stream
        self._budget = budget

    def read(self, count: int) -> bytes:
        data = self._stream.read(count)
        self._budget.take(len(data))
        return data
