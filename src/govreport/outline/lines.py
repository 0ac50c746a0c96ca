"""A document as lines: what the outline works on.

A line is a paragraph, or the part of one between forced line breaks, with converters' markers cut
out and layout spaces folded; it knows its span in the paragraph. Tables keep their place.
"""

from __future__ import annotations

import bisect
import enum
from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from govreport.document import Box, Document, Doubt, LinePlace, Origin, Paragraph, Table
from govreport.model import Content, TablePart, TextPart
from govreport.outline.run_on import pieces
from govreport.outline.wording import wording
from govreport.readers.work import step
from govreport.record import evolve
from govreport.zh.numbering import Label, parse_label
from govreport.zh.text import collapse

__all__ = ["Item", "Line", "Part", "TableItem", "content", "items_of", "part_line", "text_part"]


class Part(enum.Enum):
    """The parts of a report that a line may stand in."""

    TITLE = enum.auto()
    FRONT = enum.auto()
    TEXT = enum.auto()
    SIGNATURE = enum.auto()
    ANNEX = enum.auto()
    TAIL = enum.auto()


class Line(Struct, frozen=True, kw_only=True):
    """One line of text: ``text`` is folded, ``raw`` as in the paragraph from ``start`` to ``end``.

    ``label`` is the numbering it begins with; its span counts in ``text``. ``counted`` is how much
    of ``raw`` a number takes that the format counts by itself. ``doubtful`` lines may not say what
    the page shows: no figure in them is to be believed.
    """

    text: str
    label: Label | None
    block: int
    start: int
    end: int
    raw: str
    counted: int = 0
    heading_level: int | None = None
    bold: bool = False
    doubtful: bool = False
    page: int | None = None
    places: Sequence[LinePlace] = ()

    @property
    def words(self) -> str:
        """The text without its numbering."""
        return self.text[self.label.end :] if self.label else self.text

    @property
    def origin(self) -> Origin:
        """Where the line stands."""
        return self.part(0, len(self.raw))

    @property
    def place(self) -> Origin:
        """Where the line stands, its text not repeated."""
        if self.places:
            return evolve(self.origin, raw="")
        end = self.start + len(self.raw)
        return Origin(block=self.block, start=self.start, end=end, page=self.page)

    def end_with(self, words: str) -> Origin:
        """Where the words stand that ``text`` ends with; the whole line where that is not sure."""
        folded = collapse(self.raw)
        start = folded.text.rfind(words)
        if start < 0:
            return self.origin
        return self.part(*folded.span(start, start + len(words)))

    def part(self, first: int, last: int) -> Origin:
        """Where a part of ``raw`` stands, on the page that it begins on."""
        start, end = self.start + first, self.start + last
        raw = self.raw[first:last]
        if not self.places:
            return Origin(block=self.block, start=start, end=end, page=self.page, raw=raw)
        at = max(bisect.bisect_right(self.places, start, key=lambda place: place.start) - 1, 0)
        page = self.places[at].page
        boxes = [
            p.box for p in self.places[at:] if p.start < max(end, start + 1) and p.page == page
        ]
        return Origin(
            block=self.block, start=start, end=end, page=page, box=_around(boxes), raw=raw
        )


class TableItem(Struct, frozen=True, kw_only=True):
    """A table in its place among the lines."""

    table: Table
    block: int


Item = Line | TableItem


def items_of(document: Document) -> list[Item]:
    """Return the document's lines and tables in order; blank lines and pictures are left out."""
    items: list[Item] = []
    for index, block in enumerate(document.blocks):
        step()
        if isinstance(block, Paragraph):
            items += _lines(block, index)
        elif isinstance(block, Table):
            items.append(TableItem(table=block, block=index))
    return items


def content(items: Sequence[Item]) -> tuple[Content, ...]:
    """Return items as the content of a part of the report."""
    return tuple(
        TextPart(text=item.text, origin=item.place)
        if isinstance(item, Line)
        else TablePart(table=item.table, block=item.block)
        for item in items
    )


def text_part(text: str, origin: Origin) -> TextPart:
    """Return text as content; its origin does not repeat it."""
    return TextPart(text=text, origin=evolve(origin, raw=""))


def part_line(line: Line, first: int) -> tuple[Line, Line]:
    """Part a line in two at a place of its ``raw`` text."""
    before, behind = line.raw[:first], line.raw[first:]
    cut = line.start + first
    text = collapse(wording().markers.sub("", behind)).text
    return (
        replace(line, text=collapse(wording().markers.sub("", before)).text, end=cut, raw=before),
        replace(
            line,
            text=text,
            label=_label(behind, text, ""),
            start=cut,
            raw=behind,
            counted=0,
            heading_level=None,
        ),
    )


def _lines(paragraph: Paragraph, block: int) -> Iterator[Line]:
    offset = 0
    for whole in paragraph.text.split("\n"):
        for first, last in pieces(whole):
            line = _line(paragraph, block, offset + first, whole[first:last])
            if line is not None:
                yield line if first == 0 else replace(line, heading_level=None)
        offset += len(whole) + 1


def _line(paragraph: Paragraph, block: int, offset: int, raw: str) -> Line | None:
    cleaned = wording().markers.sub("", raw)
    text = collapse(cleaned).text
    if not text:
        return None
    counted = len(paragraph.auto_label) if not offset else 0
    return Line(
        text=text,
        label=_label(cleaned, text, cleaned[:counted]),
        block=block,
        start=offset,
        end=offset + len(raw),
        raw=raw,
        counted=counted,
        heading_level=paragraph.heading_level,
        bold=paragraph.bold,
        doubtful=paragraph.doubt not in (None, Doubt.SCANNED),
        page=paragraph.page,
        places=paragraph.lines,
    )


def _around(boxes: Sequence[Box]) -> Box:
    return Box(
        min(box.x0 for box in boxes),
        min(box.top for box in boxes),
        max(box.x1 for box in boxes),
        max(box.bottom for box in boxes),
    )


def _label(cleaned: str, text: str, counted: str) -> Label | None:
    """Read the label before spaces fold (一  概况 needs them), and place it in the folded text.

    A label that was counted needs no sign behind it, and is one before any text: 1. before 5件.
    One of its kind that is typed after it says the same again.
    """
    label = parse_label(f"{counted}  题" if counted[-1:].isalnum() else counted or cleaned)
    if label is None:
        return None
    written = collapse(label.text).text
    end = len(counted) or label.end
    again = parse_label(cleaned[end:]) if counted else None
    if again is not None and again.style is label.style:
        end += again.end
    # What stands behind the label is the same in both; only the label's own length may differ.
    rest = collapse(cleaned[end:]).text
    if not text.endswith(rest):
        return None
    return evolve(label, text=written, start=0, end=len(text) - len(rest))
