"""What kind of container a file is, told by its bytes; every file that is read is asked."""

from __future__ import annotations

import functools
import importlib.util
import io
import struct
import zipfile
import zlib
from typing import BinaryIO, Literal

from msgspec import Struct

from govreport.readers import is_plain_zip

__all__ = [
    "BROKEN",
    "Bounds",
    "ContainerFormat",
    "Foreign",
    "available",
    "container_format",
    "directory_size",
    "zip_entries",
]

ContainerFormat = Literal["zip", "tar", "gzip", "tar.gz", "7zip", "rar", "rar5"]

END_OF_DIRECTORY = b"PK\x05\x06"
#: As much of a zip's end as can hold its end record and comment.
TAIL = 22 + 0xFFFF
TAR_BLOCK = 512
#: As libarchive calls them.
Foreign = Literal["7zip", "rar", "rar5"]

SIGNATURES: tuple[tuple[bytes, Foreign], ...] = (
    (b"7z\xbc\xaf\x27\x1c", "7zip"),
    (b"Rar!\x1a\x07\x00", "rar"),
    (b"Rar!\x1a\x07\x01\x00", "rar5"),
)
#: What zipfile, tarfile, gzip and zlib raise at bytes that were made to hurt them.
BROKEN = (
    ArithmeticError,
    EOFError,
    LookupError,
    MemoryError,
    OSError,
    RuntimeError,
    ValueError,
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
)


class Bounds(Struct, frozen=True, kw_only=True):
    """What a walk takes from one file."""

    #: Bytes of a document, or of a container inside a container.
    file_bytes: int = 64 << 20
    #: Containers inside containers.
    depth: int = 4
    #: How many times its size a container may unpack to, and what any may.
    ratio: int = 200
    unpacked_floor: int = 256 << 20
    #: To how many bytes of a container on disk there may be a file in it, nested ones counted too,
    #: and how many there may be in any.
    bytes_a_member: int = 512
    members_floor: int = 1_000
    #: Bytes of a zip's directory, which is held in memory.
    directory_bytes: int = 32 << 20


def container_format(file: BinaryIO) -> ContainerFormat | None:
    """Tell what kind of container a file is by its bytes, ``None`` for a document."""
    file.seek(0)
    head = file.read(TAR_BLOCK)
    for signature, kind in SIGNATURES:
        if head.startswith(signature):
            return kind if available() else None
    if head.startswith((b"PK\x03\x04", END_OF_DIRECTORY)):
        return "zip" if _is_plain_zip(file) else None
    if head.startswith(b"\x1f\x8b"):
        import gzip

        file.seek(0)
        try:
            inner = gzip.GzipFile(fileobj=file).read(TAR_BLOCK)
        except (OSError, EOFError, zlib.error):
            return "gzip"
        return "tar.gz" if _is_tar(inner) else "gzip"
    return "tar" if _is_tar(head) else None


@functools.cache
def available() -> bool:
    """Whether libarchive and the package that calls it are installed."""
    import ctypes.util  # here, as it is for these archives alone

    return bool(importlib.util.find_spec("libarchive") and ctypes.util.find_library("archive"))


def _is_tar(head: bytes) -> bool:
    if len(head) < TAR_BLOCK or not head.strip(b"\0"):
        return False
    import tarfile

    try:
        tarfile.TarInfo.frombuf(head, "utf-8", "surrogateescape")
    except (tarfile.TarError, ValueError):
        return False
    return True


def _is_plain_zip(file: BinaryIO) -> bool:
    """A zip of files; one that cannot be opened is left to the reader, which says what is wrong."""
    if directory_size(file) > Bounds().directory_bytes:
        return True
    try:
        with zipfile.ZipFile(file) as archive:
            return is_plain_zip(archive.namelist())
    except BROKEN:
        return False


def zip_entries(file: BinaryIO) -> int:
    """Return how many entries a zip says that it has, 0 if it is none."""
    end = _end_of_directory(file)
    return struct.unpack_from("<H", end, 10)[0] if end else 0


def directory_size(file: BinaryIO) -> int:
    """Return the size of a zip's directory as its end says, 0 where it has no end."""
    end = _end_of_directory(file)
    # All ones: the true size stands in a record of the 64-bit format, and is at most what is left.
    return min(struct.unpack_from("<L", end, 12)[0], file.seek(0, io.SEEK_END)) if end else 0


def _end_of_directory(file: BinaryIO) -> bytes | None:
    size = file.seek(0, io.SEEK_END)
    file.seek(max(0, size - TAIL))
    tail = file.read(TAIL)
    at = tail.rfind(END_OF_DIRECTORY)
    return tail[at:] if at >= 0 and len(tail) >= at + 16 else None
