"""Property changes of a .doc: lists of "sprms", a code and its operand each ([MS-DOC] 2.6)."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from govreport.readers.word.doc.file import u16, u32
from govreport.readers.word.doc.looks import (
    LOOKS,
    PARAGRAPH_LOOKS,
    ROW_LOOKS,
    change_look,
    change_paragraph_look,
    change_row_look,
    switched,
)
from govreport.readers.word.doc.properties import (
    MOST_CELLS,
    CharacterProperties,
    ParagraphProperties,
    RowProperties,
)

__all__ = ["change_character", "change_paragraph"]

_SIZES = (1, 1, 2, 4, 2, 2, 0, 3)
_DEFINE_TABLE, _CHANGE_TABS = 0xD608, 0xC615
_TC_SIZE = 20


def change_paragraph(
    properties: ParagraphProperties, changes: bytes, data: bytes, depth: int = 0
) -> None:
    """Apply changes in their order; ``data`` is the stream that long ones are kept in."""
    for code, operand in _sprms(changes):
        if code == 0x2416:
            properties.in_table = bool(operand[0])
        elif code == 0x2417:
            properties.ends_row = bool(operand[0])
        elif code == 0x6649:
            properties.depth = u32(operand, 0)
        elif code == 0x244B:
            properties.ends_inner_cell = bool(operand[0])
        elif code == 0x244C:
            properties.ends_inner_row = bool(operand[0])
        elif code == 0x460B:
            properties.list_instance = u16(operand, 0)
        elif code == 0x260A:
            properties.list_level = operand[0]
        elif code == 0x2640:
            properties.outline_level = operand[0]
        elif code in (0x2403, 0x2461):
            properties.alignment = operand[0]
        elif code in PARAGRAPH_LOOKS:
            change_paragraph_look(properties, code, operand)
        elif code in (0x6646, 0x646B) and depth < 2:
            place = u32(operand, 0)
            kept = data[place + 2 : place + 2 + u16(data, place)]
            change_paragraph(properties, kept, data, depth + 1)
        elif code >> 10 & 7 == 5:
            if properties.row is None:
                properties.row = RowProperties()
            _change_row(properties.row, code, operand)


def change_character(
    properties: CharacterProperties, changes: bytes, base: CharacterProperties | None = None
) -> None:
    """Apply changes in their order; switches may refer to what the style, ``base``, says."""
    for code, operand in _sprms(changes):
        if code in LOOKS:
            change_look(properties, code, operand, base)
        elif code == 0x0835:
            properties.bold = switched(operand[0], base is not None and base.bold)
        elif code == 0x0800:
            properties.deleted = bool(operand[0])
        elif code == 0x0855:
            properties.special = bool(operand[0])
        elif code == 0x4A43:
            properties.half_points = u16(operand, 0) or properties.half_points
        elif code == 0x4A30:
            properties.style = u16(operand, 0)
        elif code == 0x6A09:
            properties.symbol = (u16(operand, 0), u16(operand, 2))
            properties.special = True
        elif code in (0x080A, 0x0856):
            properties.embedded = bool(operand[0])
        elif code == 0x0806:
            properties.field_data = bool(operand[0])
        elif code == 0x6A03:
            properties.data = u32(operand, 0)


def _sprms(changes: bytes) -> Iterator[tuple[int, bytes]]:
    """Codes with whole operands; what is cut off at the end is left out."""
    at, end = 0, len(changes)
    while at + 3 <= end:
        code = changes[at] | changes[at + 1] << 8
        at += 2
        size = _SIZES[code >> 13]
        if not size:
            size = 1 + changes[at]
            if code == _DEFINE_TABLE:
                size = 1 + u16(changes, at)
            elif code == _CHANGE_TABS and size == 256:
                gone = changes[at + 1]
                size = 3 + 4 * gone + 3 * (u16(changes, at + 2 + 4 * gone) & 0xFF)
        operand = changes[at : at + size]
        if len(operand) < size or not operand:
            return
        yield code, operand
        at += size


def _change_row(row: RowProperties, code: int, operand: bytes) -> None:
    if code == _DEFINE_TABLE and len(operand) > 3:
        count = operand[2]
        room = min(len(operand) - 3, 2 * (count + 1)) // 2
        row.edges = list(struct.unpack_from(f"<{room}h", operand, 3))
        first = 3 + 2 * (count + 1)
        row.merges = [u16(operand, first + _TC_SIZE * n) for n in range(count)]
    elif code in ROW_LOOKS:
        change_row_look(row, code, operand)
    elif code == 0x5624:  # merge cells of the row
        first, end = operand
        for n in range(first, min(end, len(row.merges))):
            row.merges[n] = row.merges[n] & ~3 | (1 if n == first else 2)
    elif code == 0x5625:  # split them again
        for n in range(operand[0], min(operand[1], len(row.merges))):
            row.merges[n] &= ~3
    elif code == 0xD62B and len(operand) >= 3 and operand[1] < len(row.merges):
        kept = row.merges[operand[1]] & ~0x60
        row.merges[operand[1]] = kept | {1: 0x20, 3: 0x60}.get(operand[2], 0)
    elif code == 0x7621:  # insert cells
        first, count, width = operand[0], operand[1], u16(operand, 2)
        if first < len(row.edges) and len(row.merges) + count <= MOST_CELLS:
            left = row.edges[first]
            moved = [edge + width * count for edge in row.edges[first:]]
            row.edges[first:] = [*(left + width * n for n in range(count)), *moved]
            row.merges[first:first] = [0] * count
    elif code == 0x5622:  # delete cells
        row.take_out(operand[0], min(operand[1], len(row.merges)))
    elif code == 0x7623:  # set widths
        for n in range(operand[0], min(operand[1], len(row.edges) - 1)):
            wider = u16(operand, 2) - (row.edges[n + 1] - row.edges[n])
            row.edges[n + 1 :] = [edge + wider for edge in row.edges[n + 1 :]]
