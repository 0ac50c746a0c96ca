"""Property changes of a .doc: lists of "sprms", a code and its operand each ([MS-DOC] 2.6)."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from attrs import define, field

from govreport.readers.word.doc.file import u16, u32

__all__ = [
    "CharacterProperties",
    "ParagraphProperties",
    "RowProperties",
    "change_character",
    "change_paragraph",
]

_SIZES = (1, 1, 2, 4, 2, 2, 0, 3)
_DEFINE_TABLE, _CHANGE_TABS = 0xD608, 0xC615
#: Word has room for 63 cells in a row.
_MOST_CELLS = 64
_TC_SIZE = 20


@define
class RowProperties:
    """A row of a table: the edges of its cells in twips, and how each cell is merged.

    ``merges`` holds the flags of each cell: bits 0 and 1 with its neighbours in the row, bit 5
    with the cell above, bits 5 and 6 first of cells merged downwards.
    """

    edges: list[int] = field(factory=list)
    merges: list[int] = field(factory=list)


@define
class ParagraphProperties:
    """A paragraph; ``depth`` is that of the table it stands in, 0 for none."""

    style: int = 0
    in_table: bool = False
    ends_row: bool = False
    depth: int | None = None
    ends_inner_cell: bool = False
    ends_inner_row: bool = False
    list_instance: int = 0
    list_level: int | None = None
    outline_level: int | None = None
    alignment: int | None = None
    row: RowProperties | None = None


@define
class CharacterProperties:
    """A run of characters; ``symbol`` is (font, character)."""

    bold: bool = False
    hidden: bool = False
    deleted: bool = False
    special: bool = False
    embedded: bool = False
    field_data: bool = False
    raised: bool = False
    half_points: int = 20
    style: int | None = None
    symbol: tuple[int, int] | None = None


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
        if code == 0x0835:
            properties.bold = _switched(operand[0], base is not None and base.bold)
        elif code == 0x083C:
            properties.hidden = _switched(operand[0], base is not None and base.hidden)
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
        elif code == 0x2A48:
            properties.raised = operand[0] == 1
        elif code in (0x080A, 0x0856):
            properties.embedded = bool(operand[0])
        elif code == 0x0806:
            properties.field_data = bool(operand[0])


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


def _switched(operand: int, styled: bool) -> bool:
    """0 and 1 are off and on, 128 what the style says, 129 the opposite."""
    if operand >= 0x80:
        return styled != bool(operand & 1)
    return bool(operand)


def _change_row(row: RowProperties, code: int, operand: bytes) -> None:
    if code == _DEFINE_TABLE and len(operand) > 3:
        count = operand[2]
        room = min(len(operand) - 3, 2 * (count + 1)) // 2
        row.edges = list(struct.unpack_from(f"<{room}h", operand, 3))
        first = 3 + 2 * (count + 1)
        row.merges = [u16(operand, first + _TC_SIZE * n) for n in range(count)]
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
        if first < len(row.edges) and len(row.merges) + count <= _MOST_CELLS:
            left = row.edges[first]
            moved = [edge + width * count for edge in row.edges[first:]]
            row.edges[first:] = [*(left + width * n for n in range(count)), *moved]
            row.merges[first:first] = [0] * count
    elif code == 0x5622:  # delete cells
        first, end = operand[0], min(operand[1], len(row.merges))
        if first < end < len(row.edges):
            gone = row.edges[end] - row.edges[first]
            row.edges[first:] = [edge - gone for edge in row.edges[end:]]
            del row.merges[first:end]
    elif code == 0x7623:  # set widths
        for n in range(operand[0], min(operand[1], len(row.edges) - 1)):
            wider = u16(operand, 2) - (row.edges[n + 1] - row.edges[n])
            row.edges[n + 1 :] = [edge + wider for edge in row.edges[n + 1 :]]
