"""Property changes of a .doc that decide how text looks, and what it stands on."""

from __future__ import annotations

from govreport.readers.seen import Colour, Shift
from govreport.readers.word.doc.file import u16
from govreport.readers.word.doc.properties import (
    MOST_CELLS,
    CharacterProperties,
    ParagraphProperties,
    RowProperties,
)
from govreport.readers.word.looks import COLOURS, mixed

__all__ = [
    "LOOKS",
    "PARAGRAPH_LOOKS",
    "ROW_LOOKS",
    "change_look",
    "change_paragraph_look",
    "change_row_look",
    "grounds_of",
    "switched",
]


def change_look(
    properties: CharacterProperties, code: int, operand: bytes, base: CharacterProperties | None
) -> None:
    """Apply a change to how characters look; switches may refer to ``base``."""
    if code == 0x083C:
        properties.hidden = switched(operand[0], base is not None and base.hidden)
    elif code == 0x0837:
        properties.struck = switched(operand[0], base is not None and base.struck)
    elif code == 0x2A53:
        properties.double = bool(operand[0])
    elif code == 0x2A48:
        properties.align = {1: Shift.RAISED, 2: Shift.LOWERED}.get(operand[0])
    elif code == 0x4845:
        properties.rise = int.from_bytes(operand, "little", signed=True)
    elif code == 0x4852:
        properties.scale = u16(operand, 0)
    elif code == 0x2A42:
        properties.colour = _numbered(operand[0])
    elif code == 0x6870:
        properties.colour = _colour(operand)
    elif code == 0x2A0C:
        properties.highlight = _numbered(operand[0])
    elif code in (0x4866, 0xCA71):
        properties.ground = _shade(operand if code == 0x4866 else operand[1:])


#: Changes to how characters look that decide whether they are seen as part of a figure.
LOOKS = frozenset(
    (0x083C, 0x0837, 0x2A53, 0x2A48, 0x4845, 0x4852, 0x2A42, 0x6870, 0x2A0C, 0x4866, 0xCA71)
)
#: Patterns of grounds by number: how much of each is its first colour, in per cent.
_SHARES = (0, 100, 5, 10, 20, 25, 30, 40, 50, 60, 70, 75, 80, 90)


def _numbered(number: int) -> Colour | None:
    return COLOURS[number] if number < len(COLOURS) else None


def _colour(reference: bytes) -> Colour | None:
    """A COLORREF, ``None`` for the automatic colour."""
    return None if reference[3:4] != b"\0" else (reference[0], reference[1], reference[2])


def _shade(written: bytes) -> Colour | None:
    """The ground that a Shd80 of two bytes or a Shd of ten gives; ``None`` for none."""
    if len(written) >= 10:
        front, back = _colour(written[:4]), _colour(written[4:8])
        pattern = u16(written, 8)
    else:
        packed = u16(written, 0)
        front, back = _numbered(packed & 0x1F), _numbered(packed >> 5 & 0x1F)
        pattern = packed >> 10
    return mixed(_SHARES[pattern] if pattern < len(_SHARES) else 0, front, back)


def change_paragraph_look(properties: ParagraphProperties, code: int, operand: bytes) -> None:
    """Apply a change to what the text of a paragraph stands on."""
    if code == 0x6412:
        line = int.from_bytes(operand[:2], "little", signed=True)
        properties.line = -line if line < 0 else None
    else:
        properties.ground = _shade(operand if code == 0x442D else operand[1:])


def change_row_look(row: RowProperties, code: int, operand: bytes) -> None:
    """Apply a change to the height of a row, or the grounds and diagonals of its cells."""
    if code == 0x9407:
        height = int.from_bytes(operand, "little", signed=True)
        row.height = -height if height < 0 else None
    elif code in _CELL_BORDERS:
        _change_diagonals(row, operand[1:], _CELL_BORDERS[code])
    else:
        row.shading.append((code, operand))


def _change_diagonals(row: RowProperties, operand: bytes, kind: int) -> None:
    """Apply borders to cells: which cells, which borders, and how they are drawn."""
    if len(operand) <= kind or not operand[2] & _DIAGONALS:
        return
    cells = range(operand[0], min(operand[1], MOST_CELLS))
    if operand[kind] in _NO_BORDER:
        row.crossed.difference_update(cells)
    else:
        row.crossed.update(cells)


def grounds_of(row: RowProperties) -> dict[int, Colour]:
    """Return the grounds of a row's cells, of those that have any of their own."""
    grounds: dict[int, Colour | None] = {}
    for code, operand in row.shading:
        if code in _CELL_SHADES:
            first, size = _CELL_SHADES[code]
            for n in range((len(operand) - 1) // size):
                grounds[first + n] = _shade(operand[1 + size * n : 1 + size * (n + 1)])
        else:
            operand = operand[1:] if code == 0xD62D else operand
            first, end = (*operand[:2], 0, 0)[:2]
            ground = _shade(operand[2:])
            grounds |= dict.fromkeys(range(first, min(end, MOST_CELLS)), ground)
    return {cell: ground for cell, ground in grounds.items() if ground is not None}


PARAGRAPH_LOOKS = frozenset((0x442D, 0xC64D, 0x6412))
#: The first cell that each list of grounds is about, and the size of its items.
_CELL_SHADES = {0xD609: (0, 2), 0xD612: (0, 10), 0xD616: (22, 10), 0xD60C: (44, 10)}
#: Where the borders of cells that a change sets ([MS-DOC] 2.9.307) say how they are drawn.
_CELL_BORDERS = {0xD620: 4, 0xD62F: 8}
_DIAGONALS, _NO_BORDER = 0x30, (0x00, 0xFF)
ROW_LOOKS = frozenset((0x9407, 0x7627, 0xD62D, *_CELL_SHADES, *_CELL_BORDERS))


def switched(operand: int, styled: bool) -> bool:
    """0 and 1 are off and on, 128 what the style says, 129 the opposite."""
    if operand >= 0x80:
        return styled != bool(operand & 1)
    return bool(operand)
