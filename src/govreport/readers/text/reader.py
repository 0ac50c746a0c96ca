"""Plain text to a Document: one line one paragraph, except where lines were clearly broken.

Text that a converter broke to the width of a page is put together again under this rule, and only
under it: no line of the file is wider than :data:`WIDEST_PAGE`; several lines reach the same
greatest width, within :data:`RAGGED` columns; and of two adjacent lines the first reaches it
without ending a sentence, while the second has neither indent nor numbering. Titles and headings
are short, so they stay by themselves.

>>> from govreport.readers.limits import DEFAULT_LIMITS
>>> [block.text for block in read("一、概况\\r\\n\\r\\n　　无。".encode(), DEFAULT_LIMITS).blocks]
['一、概况', '　　无。']
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from msgspec import Struct

from govreport.document import Block, Cell, Document, Paragraph, Table
from govreport.errors import CorruptDocument, LimitExceeded
from govreport.readers.encoding import decode
from govreport.readers.limits import Limits
from govreport.readers.text.rows import Found, Row
from govreport.readers.text.spaces import display_width
from govreport.readers.text.tables import find_tables
from govreport.readers.within import text_within
from govreport.zh.patterns import lazy_pattern

__all__ = ["read", "read_lines"]

#: Columns of the widest page whose lines are taken to be broken by a converter (45 Han).
WIDEST_PAGE = 90
#: Columns that a full line may lack: punctuation is not allowed to start a line.
RAGGED = 4
#: Lines that must reach the greatest width before it counts as the width of the page.
FULL_LINES = 3
#: A page narrower than this is a list of short lines.
NARROWEST_PAGE = 36

_SENTENCE_END = lazy_pattern(r"[。！？：；!?:;][”’」』）)\"]?$")
_INDENT_OR_NUMBER = lazy_pattern(
    r"[\s\u3000]|第?[一二三四五六七八九十百⼀⼆⼋⼗]++\s*+[、．.章节条部]|[（(][一二三四五六七八九十百⼀⼆⼋⼗\d]++[)）]"
    r"|\d++[、．.)）](?!\d)|[①-⑳⒈-⒛㈠-㈩•·●◆■]|附件"
)


def read(data: bytes, limits: Limits) -> Document:
    """Read plain text in any Chinese encoding.

    Text is kept as it stands, line ends apart; space at the end of a line is dropped, an indent is
    not. Tables have ``spans_known`` false.

    Raises:
        CorruptDocument: the bytes are not text, or nothing but space.
        LimitExceeded: more bytes, blocks or table cells than ``limits`` allow.
    """
    if len(data) > limits.bytes:
        raise LimitExceeded.of("bytes", limits.bytes)
    decoded = decode(data)
    # Not rstrip: a tab at the end of a line is an empty cell.
    (blocks,) = read_lines([text_within(decoded.text, limits).splitlines()], limits)
    if not blocks:
        raise CorruptDocument("no text in it")
    return Document(
        format="text",
        blocks=blocks,
        notices=decoded.notices,
        encoding=decoded.encoding,
    )


def read_lines(parts: Sequence[Sequence[str]], limits: Limits) -> list[tuple[Block, ...]]:
    """Return the blocks of each of several stretches of a text that was broken to one width.

    Raises:
        LimitExceeded: more blocks or table cells than ``limits`` allow.
    """
    found = [find_tables(lines) for lines in parts]
    outside = [list(_between(lines, tables)) for lines, tables in zip(parts, found, strict=True)]
    # The rows of a table are wider than the page that its text was broken to.
    width = _page_width([line for stretches in outside for lines in stretches for line in lines])
    read = []
    for stretches, tables in zip(outside, found, strict=True):
        blocks = _Blocks(limits)
        for above, table in zip(stretches, tables, strict=False):
            blocks.add_lines(above, width)
            blocks.add_table(table.rows or ())
        blocks.add_lines(stretches[-1], width)
        read.append(tuple(blocks.items))
    return read


def _between(lines: Sequence[str], tables: Sequence[Found]) -> Iterator[Sequence[str]]:
    """The lines above, between and below tables."""
    ends = [0, *(found.end for found in tables)]
    starts = [*(found.start for found in tables), len(lines)]
    return (lines[end:start] for end, start in zip(ends, starts, strict=True))


class _Blocks(Struct):
    """Blocks as they come, within limits."""

    limits: Limits
    items: list[Block] = []

    def add_table(self, rows: Sequence[Row]) -> None:
        n_columns = max(map(len, rows))
        if len(rows) * n_columns > self.limits.table_cells:
            raise LimitExceeded.of("table_cells", self.limits.table_cells, "a table of {} cells")
        cells = tuple(
            Cell(row=row, column=column, text=text)
            for row, texts in enumerate(rows)
            for column, text in enumerate(texts)
        )
        self._add(Table(n_rows=len(rows), n_columns=n_columns, cells=cells, spans_known=False))

    def add_lines(self, lines: Sequence[str], width: int | None) -> None:
        """Add paragraphs; ``width`` is that of the page if lines were broken, else ``None``."""
        parts: list[str] = []
        for line in (*map(str.rstrip, lines), ""):
            if parts and not (width and line and _goes_on(parts[-1], line, width)):
                self._add(Paragraph(text=_put_together(parts)))
                parts.clear()
            if line:
                parts.append(line)

    def _add(self, block: Block) -> None:
        if len(self.items) >= self.limits.blocks:
            raise LimitExceeded.of("blocks", self.limits.blocks)
        self.items.append(block)


def _page_width(lines: Sequence[str]) -> int | None:
    """The width that lines were broken to, ``None`` where nothing says that they were."""
    if any(len(line) > WIDEST_PAGE for line in lines):
        return None
    widths = [display_width(line.rstrip()) for line in lines]
    widest = max(widths, default=0)
    full = sum(width >= widest - RAGGED for width in widths)
    return widest if NARROWEST_PAGE <= widest <= WIDEST_PAGE and full >= FULL_LINES else None


def _goes_on(line: str, following: str, width: int) -> bool:
    return (
        display_width(line) >= width - RAGGED
        and not _SENTENCE_END.search(line)
        and not _INDENT_OR_NUMBER.match(following)
    )


def _put_together(parts: Sequence[str]) -> str:
    """Join broken lines; a break between letters or figures stays visible as ``\\n``."""
    text = [parts[0]]
    for before, after in itertools.pairwise(parts):
        doubtful = before[-1].isascii() and after[0].isascii()
        text.append("\n" + after if doubtful else after)
    return "".join(text)
