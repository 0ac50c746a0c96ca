"""The compound file around a Word 97–2003 document, and its head, the FIB ([MS-DOC] 2.5).

Everything a document consists of stands in three streams: ``WordDocument`` (head, text, pages of
formatting), ``0Table`` or ``1Table`` (all tables of positions), and ``Data`` (pictures, and what
was too long for its place). The FIB says where in the table stream each structure lies.
"""

from __future__ import annotations

import enum
import io
import struct

import olefile
from attrs import frozen

from govreport.errors import CorruptDocument, EncryptedDocument, UnsupportedFormat

__all__ = ["Part", "WordFile", "open_compound", "open_word", "u16", "u32"]

_HINT, _AGAIN = "save it as .docx or PDF and try again", "fetch the file again"
#: The first version of the format that this is: Word 97.
_WORD_97 = 0x00C1
#: How the head begins; before Word 97 it differed.
_MAGIC, _OLD_MAGICS = 0xA5EC, (0xA5DC, 0xA5DB, 0xA59C, 0xA59B)
_ENCRYPTED, _SECOND_TABLE = 0x0100, 0x0200
#: Where the lengths of the stories and the places of the parts stand in the FIB.
_LENGTHS, _COUNT, _PLACES = 0x4C, 0x98, 0x9A
#: Code pages of the properties; all others are named after their number.
_CODECS = {65001: "utf-8", 1200: "utf-16-le", 936: "gb18030"}
#: In the head of a compound file: the size of its sectors, how many of them are tables of sectors,
#: of small sectors, and of tables.
_SECTOR_SHIFT, _SECTOR_COUNTS = 30, (44, 64, 72)


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


@frozen(kw_only=True)
class WordFile:
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
        main = _stream(ole, "WordDocument", len(data))
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
        table = next(filter(None, (_stream(ole, name, len(data)) for name in named)), b"")
        if not table:
            raise CorruptDocument("a Word file without its table stream", hint=_AGAIN)
        return WordFile(
            main=main,
            table=table,
            data=_stream(ole, "Data", len(data)),
            lengths=struct.unpack_from("<7I", main, _LENGTHS),
            metadata=_metadata(ole),
        )


def open_compound(data: bytes) -> olefile.OleFileIO:
    """Open a compound file whose head keeps to the size of the file.

    Raises:
        CorruptDocument: it is none, or damaged.
    """
    if len(data) < 1536:
        raise CorruptDocument("a compound file, cut off", hint=_AGAIN)
    shift = u16(data, _SECTOR_SHIFT)
    sectors = len(data) >> shift if shift in (9, 12) else 0
    counts = [u32(data, at) for at in _SECTOR_COUNTS]
    # olefile follows what the head says; numbers beyond the file's own sectors only cost time.
    if max(counts) > sectors or counts[0] > 2 + sectors * 4 // (1 << shift) * 4:
        raise CorruptDocument("a compound file with a damaged head", hint=_AGAIN)
    try:
        return olefile.OleFileIO(io.BytesIO(data))
    except (OSError, ValueError, IndexError, KeyError, TypeError, struct.error) as error:
        raise CorruptDocument(f"a damaged compound file: {error}", hint=_AGAIN) from error


def _stream(ole: olefile.OleFileIO, name: str, most: int) -> bytes:
    """A stream's bytes, ``b""`` if there is none, or none to be read."""
    try:
        if not ole.exists(name) or ole.get_size(name) > most:
            return b""
        content: bytes = ole.openstream(name).read()
    except (OSError, ValueError, IndexError, KeyError, TypeError, AttributeError):
        return b""
    return content


def _metadata(ole: olefile.OleFileIO) -> dict[str, str]:
    try:
        found = ole.get_metadata()
        codec = _CODECS.get(found.codepage & 0xFFFF, f"cp{found.codepage}")
        values = {
            "title": found.title,
            "author": found.author,
            "created": found.create_time,
            "modified": found.last_saved_time,
        }
        return {key: text for key, value in values.items() if (text := _text(value, codec))}
    except Exception:
        # Whatever a damaged set of properties throws: they are not needed.
        return {}


def _text(value: object, codec: str) -> str:
    if isinstance(value, bytes):
        return value.decode(codec, "replace").strip("\0 ")
    # A time, or None; times before any file are how "never" is written.
    moment = getattr(value, "isoformat", None)
    return f"{moment()}Z" if moment and getattr(value, "year", 0) > 1990 else ""


def u16(data: bytes, at: int) -> int:
    """Return the number at a place; bytes beyond the end count as zero."""
    return int.from_bytes(data[at : at + 2], "little")


def u32(data: bytes, at: int) -> int:
    """Return the number at a place; bytes beyond the end count as zero."""
    return int.from_bytes(data[at : at + 4], "little")
