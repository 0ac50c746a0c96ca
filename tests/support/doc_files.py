"""Small Word 97 files for tests, byte by byte: what LibreOffice reads but never writes.

8-bit and shuffled pieces (fast-saved files), hidden and deleted text, tables whose rows say little
or nothing of themselves, lists with overrides.

>>> from govreport import read
>>> read(doc([par("统计指标")])).text
'统计指标'
"""

from __future__ import annotations

import itertools
import struct
from collections.abc import Callable, Iterable, Mapping, Sequence

from attrs import frozen

from support.compound_files import compound
from support.doc_parts import LISTS, Level, Style, font_table, lists, style_sheet

__all__ = [
    "DELETED",
    "HIDDEN",
    "IN_TABLE",
    "ROW_END",
    "Level",
    "Par",
    "Piece",
    "Run",
    "Style",
    "cells",
    "define_row",
    "doc",
    "lists",
    "par",
    "row",
    "sprm",
]  # fmt: skip

PAGE, TEXT = 512, 2048
#: Places in the head of the parts that are written, by their number in it.
STYLES, SECTIONS, CHARACTERS, PARAGRAPHS, FONTS, PROPERTIES, TEXT_PIECES = 1, 6, 12, 13, 15, 31, 33
_SIZES = (1, 1, 2, 4, 2, 2, 0, 3)


@frozen
class Run:
    """Characters of one look."""

    text: str
    changes: bytes = b""


@frozen
class Par:
    """A paragraph and the mark that ends it."""

    runs: tuple[Run, ...]
    changes: bytes = b""
    style: int = 0
    mark: Run = Run("\r")


@frozen
class Piece:
    """The next ``length`` characters, in 1 or 2 bytes each; ``prm`` changes their properties.
    Pieces are written to the file by ``rank``."""

    length: int
    width: int = 2
    prm: int = 0
    rank: int = 0


def sprm(code: int, value: int | bytes) -> bytes:
    """Return a property change."""
    if isinstance(value, int):
        value = value.to_bytes(_SIZES[code >> 13] or 2, "little", signed=value < 0)
    return struct.pack("<H", code) + value


HIDDEN, DELETED = sprm(0x083C, 1), sprm(0x0800, 1)
IN_TABLE, ROW_END = sprm(0x2416, 1), sprm(0x2416, 1) + sprm(0x2417, 1)


def par(*runs: str | Run, changes: bytes = b"", style: int = 0, mark: str | Run = "\r") -> Par:
    """Return a paragraph."""
    return Par(tuple(map(_run, runs)), changes, style, _run(mark))


def _run(run: str | Run) -> Run:
    return run if isinstance(run, Run) else Run(run)


def define_row(*edges: int, merges: Sequence[int] = ()) -> bytes:
    """Return the change that gives a row's cells their edges and flags (sprmTDefTable)."""
    count = len(edges) - 1
    flags = [*merges, *[0] * (count - len(merges))]
    content = bytes([count]) + struct.pack(f"<{count + 1}h", *edges)
    content += b"".join(struct.pack("<H18x", flag) for flag in flags)
    return struct.pack("<HH", 0xD608, len(content) + 1) + content


def cells(*texts: str | Par, changes: bytes = IN_TABLE) -> list[Par]:
    """Return the cells of a row, without the mark that ends it; ``\\r`` parts paragraphs."""
    out = []
    for text in texts:
        if isinstance(text, Par):
            out.append(text)
            continue
        *first, last = text.split("\r")
        out += [par(line, changes=changes) for line in first]
        out.append(par(last, changes=changes, mark="\x07"))
    return out


def row(*texts: str | Par, edges: Sequence[int] = (), merges: Sequence[int] = ()) -> list[Par]:
    """Return a row of a table; of equal cells, where no edges are given."""
    count = sum(not isinstance(t, Par) or t.mark.text == "\x07" for t in texts)
    definition = define_row(*(edges or range(0, 1000 * count + 1, 1000)), merges=merges)
    return [*cells(*texts), par(changes=ROW_END + definition, mark="\x07")]


def doc(
    pars: Iterable[Par],
    *,
    pieces: Sequence[Piece] | None = None,
    changes: Sequence[bytes] = (),
    styles: Mapping[int, Style] | None = None,
    parts: Mapping[int, bytes] | None = None,
    behind: bytes = b"",
    data: bytes = b"",
    version: int = 0xC1,
    flags: int = 0,
    magic: int = 0xA5EC,
) -> bytes:
    """Return a Word file.

    Without ``pieces`` the text is one of UTF-16. ``changes`` are what pieces refer to by number,
    ``parts`` further parts of the table stream by their number in the head, and ``behind`` what
    follows the part of lists without being counted to it.
    """
    pars = list(pars)
    text = "".join(run.text for p in pars for run in (*p.runs, p.mark))
    pieces = list(pieces or [Piece(len(text))])
    assert sum(piece.length for piece in pieces) == len(text)
    offsets, stored = _stored(text, pieces)
    looks, shapes, at = [], [], 0
    for p in pars:
        start = at
        for run in (*p.runs, p.mark):
            looks.append((at, at + len(run.text), run.changes))
            at += len(run.text)
        shapes.append((start, at, struct.pack("<H", p.style) + p.changes))
    pages = -(-(TEXT + len(stored)) // PAGE)
    body = bytearray((bytes(TEXT) + stored).ljust(PAGE * pages, b"\0"))
    tables: dict[int, bytes] = {}
    for part, items, write in (
        (CHARACTERS, looks, _character_entry),
        (PARAGRAPHS, shapes, _paragraph_entry),
    ):
        places = sorted(_places(items, pieces, offsets))
        first = len(body) // PAGE
        edges, found = _pages(places, write)
        numbers = range(first, first + len(found))
        tables[part] = struct.pack(f"<{2 * len(found) + 1}I", *edges, *numbers)
        body += b"".join(found)
    tables[TEXT_PIECES] = _piece_table(pieces, offsets, changes)
    tables[STYLES] = style_sheet(styles or {})
    tables[SECTIONS] = struct.pack("<2I", 0, len(text)) + struct.pack("<HIHI", 0, 0xFFFFFFFF, 0, 0)
    tables[FONTS] = font_table("Times New Roman", "SimSun", "Wingdings", "Symbol")
    tables[PROPERTIES] = bytes(544)
    head = bytearray(900)
    head[:32] = struct.pack(
        "<6HH4x2B4x2I", magic, version, 0, 0x0804, 0, 0x1200 | flags, 0xC1, 0, 0, TEXT,
        TEXT + len(stored),
    )  # fmt: skip
    struct.pack_into("<H", head, 0x20, 14)
    struct.pack_into("<2H", head, 0x3C, 0x0804, 22)
    struct.pack_into("<I", head, 0x4C, len(text))
    struct.pack_into("<H", head, 0x98, 93)
    table = b""
    for part, content in {**tables, **(parts or {})}.items():
        struct.pack_into("<2I", head, 0x9A + 8 * part, len(table), len(content))
        table += content + (behind if part == LISTS else b"")
    body[: len(head)] = head
    struct.pack_into("<I", body, 0x40, len(body))
    streams = {"WordDocument": bytes(body), "1Table": table}
    return compound({**streams, "Data": data} if data else streams)


def _stored(text: str, pieces: Sequence[Piece]) -> tuple[list[int], bytes]:
    """The bytes of all pieces by rank, and where each of them begins."""
    starts = [0, *itertools.accumulate(piece.length for piece in pieces)]
    offsets, out = [0] * len(pieces), b""
    for n in sorted(range(len(pieces)), key=lambda n: pieces[n].rank):
        part = text[starts[n] : starts[n + 1]]
        offsets[n] = TEXT + len(out)
        # UTF-16 as it is, halves of pairs too; bytes that Windows-1252 lacks as they are.
        out += b"".join(_unit(sign, pieces[n].width) for sign in part)
    return offsets, out


def _unit(sign: str, width: int) -> bytes:
    if width == 2:
        return struct.pack("<H", ord(sign))
    return sign.encode("latin-1" if sign <= "\xff" else "cp1252")


Entry = tuple[int, int, bytes]


def _places(
    items: Sequence[Entry], pieces: Sequence[Piece], offsets: Sequence[int]
) -> Iterable[Entry]:
    """Stretches of the text as stretches of the file."""
    start = 0
    for piece, offset in zip(pieces, offsets, strict=True):
        end = start + piece.length
        for first, last, changes in items:
            a, b = max(first, start), min(last, end)
            if a < b:
                yield (
                    offset + (a - start) * piece.width,
                    offset + (b - start) * piece.width,
                    changes,
                )
        start = end


def _pages(
    places: Sequence[Entry], write: Callable[[bytes], tuple[bytes, int]]
) -> tuple[list[int], list[bytes]]:
    """Fill pages of formatting; returns the edges between them too."""
    edges, pages = [], []
    batch: list[Entry] = []
    room = PAGE - 5
    for place in places:
        blob, width = write(place[2])
        need = 4 + width + len(blob) + 1
        if batch and (need > room or place[0] != batch[-1][1]):
            edges.append(batch[0][0])
            pages.append(_page(batch, write))
            batch, room = [], PAGE - 5
        batch.append(place)
        room -= need
    edges += [batch[0][0], batch[-1][1]]
    pages.append(_page(batch, write))
    return edges, pages


def _page(batch: Sequence[Entry], write: Callable[[bytes], tuple[bytes, int]]) -> bytes:
    page = bytearray(PAGE)
    bounds = [start for start, _, _ in batch] + [batch[-1][1]]
    struct.pack_into(f"<{len(bounds)}I", page, 0, *bounds)
    at, end = 4 * len(bounds), PAGE - 1
    for _, _, changes in batch:
        blob, width = write(changes)
        if blob:
            end = (end - len(blob)) & ~1
            page[end : end + len(blob)] = blob
            page[at] = end // 2
        at += width
    page[-1] = len(batch)
    return bytes(page)


def _character_entry(changes: bytes) -> tuple[bytes, int]:
    return (bytes([len(changes)]) + changes if changes else b""), 1


def _paragraph_entry(changes: bytes) -> tuple[bytes, int]:
    half, odd = divmod(len(changes), 2)
    return (bytes([half + 1]) if odd else bytes([0, half])) + changes, 13


def _piece_table(
    pieces: Sequence[Piece], offsets: Sequence[int], changes: Sequence[bytes]
) -> bytes:
    bounds = [0, *itertools.accumulate(piece.length for piece in pieces)]
    table = struct.pack(f"<{len(bounds)}I", *bounds)
    for piece, offset in zip(pieces, offsets, strict=True):
        place = offset if piece.width == 2 else 2 * offset | 0x40000000
        table += struct.pack("<HIH", 0, place, piece.prm)
    out = b"".join(struct.pack("<BH", 1, len(change)) + change for change in changes)
    return out + struct.pack("<BI", 2, len(table)) + table
