"""The pages of formatting in a .doc (FKPs, [MS-DOC] 2.9.23 and 2.9.174): which changes apply where.

A page of 512 bytes covers a stretch of the main stream, not of the text; so places are looked up
by offset, piece by piece.
"""

from __future__ import annotations

import bisect
import struct
from collections.abc import Callable, Iterator

from msgspec import Struct

from govreport.errors import LimitExceeded
from govreport.readers.word.doc.file import Part, WordFile, u16
from govreport.readers.word.doc.pieces import Pieces

__all__ = ["Formatting", "load_formatting"]

_PAGE = 512
_MOST_RUNS = 4_000_000
_STYLE = 0x4600


class _Runs(Struct):
    """Stretches of the main stream in their order, without overlap; each with its changes, and for
    paragraphs with the style that stands before them."""

    starts: list[int] = []
    ends: list[int] = []
    styles: list[int] = []
    changes: list[bytes] = []

    def at(self, offset: int) -> tuple[int, bytes]:
        """The style and the changes that apply at an offset; none where nothing is said."""
        index = bisect.bisect_right(self.starts, offset) - 1
        if index < 0 or offset >= self.ends[index]:
            return 0, b""
        return self.styles[index], self.changes[index]


class Formatting(Struct):
    """Formatting by position in the text. ``runs`` are starts of runs of characters, and their
    changes, from the first character to the last."""

    starts: list[int]
    changes: list[bytes]
    _pieces: Pieces
    _paragraphs: _Runs

    def paragraph(self, mark: int) -> tuple[int, bytes]:
        """Return style and changes of the paragraph that ends with the character at ``mark``."""
        offset, changed = self._pieces.locate(mark)
        style, changes = self._paragraphs.at(offset)
        if not changed:
            return style, changes
        # Of the changes that a piece brings along, a style would come first.
        return u16(changed, 2) if u16(changed, 0) == _STYLE else style, changes + changed

    def count(self, start: int, end: int) -> int:
        """Return how many runs there are from ``start`` to ``end``, which is behind it."""
        first = max(bisect.bisect_right(self.starts, start), 1)
        return bisect.bisect_left(self.starts, end, first) - first + 1

    def runs(self, start: int, end: int) -> Iterator[tuple[int, int, bytes]]:
        """Yield the runs from ``start`` to ``end`` with the changes to their characters."""
        index = max(bisect.bisect_right(self.starts, start) - 1, 0)
        while start < end:
            last = index + 1 >= len(self.starts)
            until = end if last else min(end, self.starts[index + 1])
            yield start, until, self.changes[index]
            start = until
            index += 1


def load_formatting(file: WordFile, pieces: Pieces) -> Formatting:
    """Read all pages.

    Raises:
        LimitExceeded: far more runs than a document has.
    """
    characters = _load(file, Part.CHARACTER_PAGES, _character_page)
    paragraphs = _load(file, Part.PARAGRAPH_PAGES, _paragraph_page)
    starts, changes = [], []
    for piece in pieces.items:
        stop = piece.offset + piece.width * (piece.end - piece.start)
        index = max(bisect.bisect_right(characters.starts, piece.offset) - 1, 0)
        at = piece.offset
        while at < stop:
            starts.append(piece.start + (at - piece.offset) // piece.width)
            if index >= len(characters.starts):
                changes.append(piece.changes)
                break
            if at < characters.starts[index]:  # a gap between runs
                changes.append(piece.changes)
                at = characters.starts[index]
                continue
            inside = at < characters.ends[index]
            said = characters.changes[index] if inside else b""
            changes.append(said + piece.changes if piece.changes else said)
            if inside:
                at = characters.ends[index]
            elif index + 1 < len(characters.starts):
                at = max(characters.starts[index + 1], at + 1)
            else:
                break
            index += 1
    return Formatting(starts or [0], changes or [b""], pieces, paragraphs)


_Page = Callable[[bytes], Iterator[tuple[int, int, int, bytes]]]


def _load(file: WordFile, part: Part, read: _Page) -> _Runs:
    _, items = file.positions(part, 4)
    numbers = dict.fromkeys(int.from_bytes(item, "little") & 0x3FFFFF for item in items)
    found: list[tuple[int, int, int, bytes]] = []
    for number in numbers:
        page = file.main[_PAGE * number : _PAGE * (number + 1)]
        if len(page) == _PAGE:
            found.extend(read(page))
        if len(found) > _MOST_RUNS:
            raise LimitExceeded("more formatting than any document has")
    found.sort(key=lambda run: run[0])
    runs = _Runs()
    # Equal changes are one object, whose hash is computed once.
    known: dict[bytes, bytes] = {}
    end = 0
    for start, stop, style, changes in found:
        if end <= start < stop:
            runs.starts.append(start)
            runs.ends.append(stop)
            runs.styles.append(style)
            runs.changes.append(known.setdefault(changes, changes))
            end = stop
    return runs


def _character_page(page: bytes) -> Iterator[tuple[int, int, int, bytes]]:
    count = min(page[-1], 101)
    edges = struct.unpack_from(f"<{count + 1}I", page)
    for n in range(count):
        at = 2 * page[4 * (count + 1) + n]
        changes = page[at + 1 : at + 1 + page[at]] if at else b""
        yield edges[n], edges[n + 1], 0, changes


def _paragraph_page(page: bytes) -> Iterator[tuple[int, int, int, bytes]]:
    count = min(page[-1], 29)
    edges = struct.unpack_from(f"<{count + 1}I", page)
    for n in range(count):
        at = 2 * page[4 * (count + 1) + 13 * n]
        changes = b""
        if at:
            size = 2 * page[at] - 1
            if size < 0 and at + 1 < _PAGE:
                at += 1
                size = 2 * page[at]
            changes = page[at + 1 : at + 1 + max(size, 0)]
        yield edges[n], edges[n + 1], u16(changes, 0), changes[2:]
