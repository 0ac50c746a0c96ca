"""Workbooks as Excel 95 wrote them: text in bytes of GBK, and the stream called Book."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence

from support.compound_files import compound

__all__ = ["biff5", "record"]

BEGIN = 0x0809
#: The number of the format of cells that shows a percentage, and of the one that shows as is.
RATE, PLAIN = 16, 15


def biff5(sheets: Mapping[str, Sequence[Sequence[str | float]]]) -> bytes:
    """Write a workbook of these sheets; numbers below 1 are shown as percentages."""
    begin, end = struct.pack("<4H", 0x0500, 5, 0, 1995), record(0x000A, b"")
    # Font, format, kind, and no borders.
    looks = [struct.pack("<3H10x", 0, number, 1) for number in [0] * 16 + [9]]
    head = record(BEGIN, begin) + record(0x42, b"\xa8\x03")
    head += record(0x31, struct.pack("<5H4xB", 200, 0, 0x7FFF, 400, 0, 0)) * 5
    head += b"".join(record(0xE0, look) for look in looks)
    names = [name.encode("gbk") for name in sheets]
    at = len(head) + sum(4 + 7 + len(name) for name in names) + len(end)
    pages = [_sheet(rows) + end for rows in sheets.values()]
    for name, page in zip(names, pages, strict=True):
        head += record(0x85, struct.pack("<IHB", at, 0, len(name)) + name)
        at += len(page)
    return compound({"Book": (head + end + b"".join(pages)).ljust(4096, b"\0")})


def _sheet(rows: Sequence[Sequence[str | float]]) -> bytes:
    cells = (
        _cell(row, column, value)
        for row, values in enumerate(rows)
        for column, value in enumerate(values)
    )
    return record(BEGIN, struct.pack("<4H", 0x0500, 16, 0, 1995)) + b"".join(cells)


def _cell(row: int, column: int, value: str | float) -> bytes:
    if isinstance(value, str):
        raw = value.encode("gbk")
        return record(0x0204, struct.pack("<4H", row, column, PLAIN, len(raw)) + raw)
    look = RATE if value < 1 else PLAIN
    return record(0x0203, struct.pack("<3Hd", row, column, look, value))


def record(kind: int, content: bytes) -> bytes:
    """A record of a stream."""
    return struct.pack("<2H", kind, len(content)) + content
