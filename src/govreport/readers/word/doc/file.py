"""The compound file around a Word 97–2003 document, and its head, the FIB ([MS-DOC] 2.5).

Everything a document consists of stands in three streams: ``WordDocument`` (head, text, pages of
formatting), ``0Table`` or ``1Table`` (all tables of positions), and ``Data`` (pictures, and what
was too long for its place). The FIB says where in the table stream each structure lies.
"""

from __future__ import annotations

import enum
import struct

from msgspec import Struct

from govreport.errors import CorruptDocument, EncryptedDocument, UnsupportedFormat
from govreport.readers.ole import compound_metadata, open_compound, stream_of

__all__ = ["Part", "WordFile", "open_word", "u16", "u32"]

_HINT, _AGAIN = "save it as .docx or PDF and try again", "fetch the file again"
#: The first version of the format that this is: Word 97.
_WORD_97 = 0x00C1
#: How the head begins; before Word 97 it differed.
_MAGIC, _OLD_MAGICS = 0xA5EC, (0xA5DC, 0xA5DB, 0xA59C, 0xA59B)
_ENCRYPTED, _SECOND_TABLE = 0x0100, 0x0200
#: Where the lengths of the stories and the places of the parts stand in the FIB.
_LENGTHS, _COUNT, _PLACES = 0x4C, 0x98, 0x9A


class Part(enum.IntEnum):
    """Structures in the table stream, by their index in the FIB."""

    STYLES = 1
    FOOTNOTE_REFERENCES = 2
    FOOTNOTES = 3
    SECTIONS = 6
    CHARACTER_PAGES = 12
    PARAGRAPH_PAGES = 13
    FONTS = 15
    PIECES = 33
    SHAPES = 40
    ENDNOTE_REFERENCES = 46
    ENDNOTES = 47
    DRAWINGS = 50
    TEXT_BOXES = 56
    LISTS = 73
    LIST_INSTANCES = 74


class WordFile(Struct, frozen=True, kw_only=True):
    """The streams of a document. ``lengths`` are those of its stories, in characters: text,
    footnotes, headers, (unused), comments, endnotes, text boxes."""

    main: bytes
    table: bytes
    data: bytes
    lengths: tuple[int, ...]
    metadata: dict[str, str]

    def place(self, part: Part) -> tuple[int, int]:
        """Return where a part begins and ends in the table stream; ``(0, 0)`` if there is none."""
        if part >= u16(self.main, _COUNT):
            return 0, 0
        start = u32(self.main, _PLACES + 8 * part)
        length = u32(self.main, _PLACES + 8 * part + 4)
        if not length or start + length > len(self.table):
            return 0, 0
        return start, start + length

    def part(self, part: Part) -> bytes:
        """Return a part's bytes, ``b""`` if there is none."""
        start, end = self.place(part)
        return self.table[start:end]

    def positions(self, part: Part, width: int) -> tuple[list[int], list[bytes]]:
        """Return a table of positions (PLC): one more position than items of ``width`` bytes."""
        data = self.part(part)
        count = max(len(data) - 4, 0) // (4 + width)
        if not count:
            return [], []
        positions = list(struct.unpack_from(f"<{count + 1}I", data))
        first = 4 * (count + 1)
        items = [data[first + width * n : first + width * (n + 1)] for n in range(count)]
        return positions, items


def open_word(data: bytes) -> WordFile:
    """Open the document's streams.

    Raises:
        CorruptDocument: no compound file, no Word document in it, or one that is damaged.
        EncryptedDocument: protected by a password.
        UnsupportedFormat: written by a Word before 97.
    """
    with open_compound(data) as ole:
        main = stream_of(ole, "WordDocument", len(data))
        if len(main) < _COUNT + 2:
            raise CorruptDocument("a Word file without a document in it", hint=_AGAIN)
        flags = u16(main, 10)
        if u16(main, 0) not in (_MAGIC, *_OLD_MAGICS):
            raise CorruptDocument("a Word file with a damaged head", hint=_AGAIN)
        if u16(main, 0) != _MAGIC or u16(main, 2) < _WORD_97:
            raise UnsupportedFormat("a Word 6 or 95 file (.doc)", hint=_HINT)
        if flags & _ENCRYPTED:
            raise EncryptedDocument(
                "protected by a password", hint="remove the password and try again"
            )
        named = ("1Table", "0Table") if flags & _SECOND_TABLE else ("0Table", "1Table")
        # Where the one that the head names is missing, the other one must be meant.
        table = next(filter(None, (stream_of(ole, name, len(data)) for name in named)), b"")
        if not table:
            raise CorruptDocument("a Word file without its table stream", hint=_AGAIN)
        return WordFile(
            main=main,
            table=table,
            data=stream_of(ole, "Data", len(data)),
            lengths=struct.unpack_from("<7I", main, _LENGTHS),
            metadata=compound_metadata(ole),
        )


def u16(data: bytes, at: int) -> int:
    """Return the number at a place; bytes beyond the end count as zero."""
    return int.from_bytes(data[at : at + 2], "little")


def u32(data: bytes, at: int) -> int:
    """Return the number at a place; bytes beyond the end count as zero."""
    return int.from_bytes(data[at : at + 4], "little")
