r"""The text of a .doc: pieces of the file, put together in the order of the document.

A piece is a stretch of 8-bit (Windows-1252) or UTF-16 characters. A file that was "fast saved"
keeps old text in place and adds what is new at its end, so that order and file differ, and a piece
may bring along formatting of its own ([MS-DOC] 2.8.35 and 2.9.177). Some programs put GBK where
8-bit characters belong; that is told by the characters.
"""

from __future__ import annotations

import array
import bisect
import sys

from msgspec import Struct

from govreport.errors import CorruptDocument, LimitExceeded
from govreport.readers.word.doc.file import Part, WordFile, u16, u32

__all__ = ["FILLER", "Piece", "Pieces", "load_pieces"]

#: Stands behind a character of two bytes, so that positions are those of the file.
FILLER = "\uffff"

_AGAIN = "fetch the file again"
_COMPRESSED = 0x40000000
#: Single changes that a piece names by number instead of spelling them out ([MS-DOC] 2.9.214).
_SHORT_SPRMS = {
    0x05: 0x2403, 0x0C: 0x260A, 0x18: 0x2416, 0x19: 0x2417, 0x41: 0x0800, 0x42: 0x0801,
    0x4D: 0x2A0C, 0x55: 0x0835, 0x57: 0x0837, 0x5C: 0x083C, 0x62: 0x2A42, 0x68: 0x2A48,
    0x73: 0x2A53, 0x75: 0x0855, 0x78: 0x2640,
}  # fmt: skip


#: 8-bit text is GBK if so many different characters of the first level of GB 2312 are in it, and
#: such a share of what is not ASCII in GB 2312 at all.
_FEWEST, _USUAL = 3, 0.9
_FIRST_LEVEL = b"\xb0\xa1", b"\xd7\xf9"


class Piece(Struct, frozen=True):
    """Characters ``start`` to ``end`` of the document, ``width`` bytes each, from ``offset``;
    ``changes`` are property changes on top of what stands in the pages of formatting."""

    start: int
    end: int
    offset: int
    width: int
    changes: bytes


class Pieces(Struct):
    """The whole text, one item a UTF-16 unit or byte, and the pieces that it came from; ``guessed``
    counts those that are GBK against the rule."""

    text: str
    items: list[Piece]
    guessed: int = 0
    _starts: list[int] = []

    def __post_init__(self) -> None:
        self._starts = [piece.start for piece in self.items]

    def locate(self, position: int) -> tuple[int, bytes]:
        """Return where in the main stream a character stands, and its piece's changes."""
        piece = self.items[max(bisect.bisect_right(self._starts, position) - 1, 0)]
        return piece.offset + (position - piece.start) * piece.width, piece.changes


def load_pieces(file: WordFile) -> Pieces:
    """Put the text together.

    Raises:
        CorruptDocument: there is no piece table, or one that points outside of the file.
        LimitExceeded: it makes more of the file than there is.
    """
    table, changes = _split(file.part(Part.PIECES))
    count = max(len(table) - 4, 0) // 12
    if not count:
        raise CorruptDocument("a Word file without a piece table", hint=_AGAIN)
    positions = [u32(table, 4 * n) for n in range(count + 1)]
    items, texts = [], []
    at = 0
    for number in range(count):
        start, end = positions[number : number + 2]
        if start != at or end < start:
            raise CorruptDocument("a Word file with a damaged piece table", hint=_AGAIN)
        descriptor = 4 * (count + 1) + 8 * number
        place, modifier = u32(table, descriptor + 2), u16(table, descriptor + 6)
        width = 1 if place & _COMPRESSED else 2
        offset = (place & (_COMPRESSED - 1)) // (2 if width == 1 else 1)
        raw = file.main[offset : offset + width * (end - start)]
        if len(raw) < width * (end - start):
            if not raw:
                break  # the file is cut off here; the caller notes what is missing
            end = start + len(raw) // width
        if end > len(file.main):
            raise LimitExceeded("more text than the file is long: its pieces overlap")
        items.append(Piece(start, end, offset, width, _changes(modifier, changes)))
        texts.append(_decoded(raw[: width * (end - start)], width))
        at = end
        if end < positions[number + 1]:
            break
    if not items:
        raise CorruptDocument("a Word file whose text is missing", hint=_AGAIN)
    text = "".join(texts)
    guessed = [FILLER in part for part, item in zip(texts, items, strict=True) if item.width == 1]
    return Pieces(text, items, sum(guessed))


def _split(clx: bytes) -> tuple[bytes, list[bytes]]:
    """The table of pieces, and the property changes that stand before it."""
    changes = []
    at = 0
    while at + 3 <= len(clx) and clx[at] == 1:
        length = u16(clx, at + 1)
        changes.append(clx[at + 3 : at + 3 + length])
        at += 3 + length
    if at + 5 > len(clx) or clx[at] != 2:
        return b"", []
    return clx[at + 5 : at + 5 + u32(clx, at + 1)], changes


def _changes(modifier: int, changes: list[bytes]) -> bytes:
    if modifier & 1:
        index = modifier >> 1
        return changes[index] if index < len(changes) else b""
    sprm = _SHORT_SPRMS.get(modifier >> 1 & 0x7F)
    return sprm.to_bytes(2, "little") + bytes([modifier >> 8]) if sprm else b""


def _decoded(raw: bytes, width: int) -> str:
    """One character each unit: surrogates stay apart, so that positions are those of the file."""
    if width == 1:
        # Five places of Windows-1252 are not defined.
        return _gbk(raw) or raw.decode("cp1252", "replace")
    text = raw.decode("utf-16-le", "surrogatepass")
    if 2 * len(text) == len(raw):
        return text
    units = array.array("H", raw)
    if sys.byteorder == "big":
        units.byteswap()
    return "".join(map(chr, units))


def _gbk(raw: bytes) -> str:
    """The text if it is GBK, each Chinese character with a filler; else ``""``."""
    if raw.isascii():
        return ""
    try:
        text = raw.decode("gbk")
    except UnicodeDecodeError:
        return ""
    high = [sign for sign in text if sign > "\x7f"]
    usual = [code for sign in high if (code := sign.encode("gb2312", "ignore"))]
    hanzi = {code for code in usual if _FIRST_LEVEL[0] <= code <= _FIRST_LEVEL[1]}
    if len(hanzi) < _FEWEST or len(usual) < _USUAL * len(high):
        return ""
    return "".join(sign if sign <= "\x7f" else sign + FILLER for sign in text)
