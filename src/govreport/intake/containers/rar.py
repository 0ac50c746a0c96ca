"""Whether a RAR asks for a password, by its own headers: libarchive reads what is encrypted as if
it were not, or says that the archive is damaged, as its version has it.

[RAR 5.0 archive format], and technote.txt of RAR 4: an archive is a row of blocks, each a header
with flags and its size, and bytes behind it.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import BinaryIO

__all__ = ["asks_password"]

_MOST_BLOCKS = 200_000
_OLD, _NEW = b"Rar!\x1a\x07\x00", b"Rar!\x1a\x07\x01\x00"
#: Blocks of RAR 4: of the archive, with the flag of encrypted headers, and of a file, with that of
#: its own encryption; the flag that bytes follow.
_ARCHIVE, _HEADERS_SECRET, _FILE, _FILE_SECRET, _FOLLOWED = 0x73, 0x80, 0x74, 0x04, 0x8000
#: Blocks of RAR 5: of a file, and one that all headers behind it are encrypted; flags that a header
#: ends with records, and that bytes follow; the record of encryption.
_FILE_5, _SECRET_5, _RECORDS_5, _FOLLOWED_5, _ENCRYPTION = 2, 4, 1, 2, 1
_LONGEST_HEADER = 1 << 16


def asks_password(file: BinaryIO) -> bool:
    """Whether the headers or a file of a RAR are encrypted; of a damaged one, what can be told."""
    file.seek(0)
    head = file.read(len(_NEW))
    try:
        if head.startswith(_NEW):
            return any(_is_secret_5(header) for header in _blocks_5(file))
        file.seek(len(_OLD))
        return any(
            flags & (_HEADERS_SECRET if kind == _ARCHIVE else _FILE_SECRET)
            for kind, flags in _blocks(file)
            if kind in (_ARCHIVE, _FILE)
        )
    except (struct.error, IndexError, ArithmeticError, OSError, ValueError):
        return False


def _blocks(file: BinaryIO) -> Iterator[tuple[int, int]]:
    """The kind and the flags of each block of RAR 4."""
    for _ in range(_MOST_BLOCKS):
        header = file.read(11)
        if len(header) < 7:
            return
        kind, flags, size = struct.unpack_from("<BHH", header, 2)
        yield kind, flags
        more = struct.unpack_from("<L", header, 7)[0] if flags & _FOLLOWED else 0
        if size < 7:
            return
        file.seek(size + more - len(header), 1)


def _blocks_5(file: BinaryIO) -> Iterator[bytes]:
    """The header of each block of RAR 5."""
    for _ in range(_MOST_BLOCKS):
        start = file.tell()
        front = file.read(4 + 10)
        if len(front) < 6:
            return
        size, at = _number(front, 4)
        file.seek(start + at)
        header = file.read(min(size, _LONGEST_HEADER))
        yield header
        _, place = _number(header, 0)
        flags, place = _number(header, place)
        if flags & _RECORDS_5:
            _, place = _number(header, place)
        more = _number(header, place)[0] if flags & _FOLLOWED_5 else 0
        file.seek(start + at + size + more)


def _is_secret_5(header: bytes) -> bool:
    kind, place = _number(header, 0)
    if kind == _SECRET_5:
        return True
    flags, place = _number(header, place)
    if kind != _FILE_5 or not flags & _RECORDS_5:
        return False
    length, _ = _number(header, place)
    at = len(header) - length
    while 0 < at < len(header):
        size, place = _number(header, at)
        if _number(header, place)[0] == _ENCRYPTION:
            return True
        at = place + max(size, 1)
    return False


def _number(data: bytes, at: int) -> tuple[int, int]:
    """A number of so many bytes as it takes, seven bits each, and where it ends."""
    value = shift = 0
    while True:
        byte = data[at]
        value |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80 or shift > 63:
            return value, at
