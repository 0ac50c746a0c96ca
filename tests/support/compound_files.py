"""OLE compound files for tests ([MS-CFB], version 3): streams in the root, in whole sectors."""

from __future__ import annotations

import io
import struct
from collections.abc import Mapping

import olefile

__all__ = ["compound", "streams"]

SECTOR = 512
#: Streams below this size would have to stand in small sectors of their own: they are filled up.
LEAST = 4096
FREE, END, FAT, NONE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
ROOT, STREAM = 5, 2
ENTRIES = SECTOR // 4
#: What the head itself has room for: more than 6 MB of content.
MOST_FAT_SECTORS = 109


def compound(content: Mapping[str, bytes]) -> bytes:
    """Return a compound file of these streams.

    >>> streams(compound({"WordDocument": b"abc"}))["WordDocument"][:4]
    b'abc\\x00'
    """
    names = sorted(content, key=lambda name: (len(name), name.upper()))
    bodies = [content[name].ljust(LEAST, b"\0") for name in names]
    sizes = [-(-len(body) // SECTOR) for body in bodies]
    folder = -(-(len(names) + 1) // 4)
    tables = 1
    while tables * ENTRIES < folder + sum(sizes) + tables:
        tables += 1
    assert tables <= MOST_FAT_SECTORS
    fat = [FAT] * tables + _chain(tables, folder)
    entries = [_entry("Root Entry", ROOT, END, 0, child=len(names) // 2 + 1 if names else NONE)]
    for number, (name, body, size) in enumerate(zip(names, bodies, sizes, strict=True)):
        left, right = _children(number, len(names))
        entries.append(_entry(name, STREAM, len(fat), len(body), left, right))
        fat += _chain(len(fat), size)
    fat += [FREE] * (tables * ENTRIES - len(fat))
    head = struct.pack(
        "<8s16x5H6x9I",
        olefile.MAGIC, 0x3E, 3, 0xFFFE, 9, 6,
        0, tables, tables, 0, LEAST, END, 0, END, 0,
    )  # fmt: skip
    places = [n if n < tables else FREE for n in range(MOST_FAT_SECTORS)]
    head += struct.pack(f"<{MOST_FAT_SECTORS}I", *places)
    directory = b"".join(entries).ljust(folder * SECTOR, b"\0")
    sectors = [body.ljust(size * SECTOR, b"\0") for body, size in zip(bodies, sizes, strict=True)]
    return b"".join([head, struct.pack(f"<{len(fat)}I", *fat), directory, *sectors])


def streams(data: bytes) -> dict[str, bytes]:
    """Return the streams of a compound file by their paths."""
    with olefile.OleFileIO(io.BytesIO(data)) as ole:
        return {"/".join(path): ole.openstream(path).read() for path in ole.listdir()}


def _chain(first: int, length: int) -> list[int]:
    return [*range(first + 1, first + length), END] if length else []


def _children(number: int, count: int) -> tuple[int, int]:
    """Neighbours in a tree of all streams: two arms from the middle one, as entries from 1."""
    middle = count // 2
    left = number if 0 < number <= middle else NONE
    right = number + 2 if middle <= number < count - 1 else NONE
    return left, right


def _entry(
    name: str, kind: int, start: int, size: int, left: int = NONE, right: int = NONE,
    child: int = NONE,
) -> bytes:  # fmt: skip
    text = name.encode("utf-16-le")
    return struct.pack(
        "<64sHBB3I16xI16xIII",
        text, len(text) + 2, kind, 1, left, right, child, 0, start, size, 0,
    )  # fmt: skip
