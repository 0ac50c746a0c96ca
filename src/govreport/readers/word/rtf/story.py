"""A stretch of an RTF file's text as blocks: its body, a footnote or a text box, each its own.

What the page does not show is treated as in :mod:`govreport.readers.word.doc.runs`.
"""

from __future__ import annotations

from collections import Counter

from govreport.document import Doubt, Paragraph, Picture
from govreport.errors import LimitExceeded
from govreport.readers.limits import Limits
from govreport.readers.word.doc.properties import RowProperties
from govreport.readers.word.doc.tables import Blocks, TableStack
from govreport.readers.word.inline import Inline
from govreport.readers.word.looks import OFF_LINE, PAGE, Surface, look_of
from govreport.readers.word.rtf.state import Colours, Properties, RowDefinition
from govreport.zh.numbering import labelled
from govreport.zh.patterns import lazy_pattern

__all__ = ["Story"]

#: What a number consists of, be it of letters; a label without any is a bullet.
_NUMBER = lazy_pattern(r"[\p{L}\p{N}]")


class Story:
    """Text while it is read; ``seen`` is how often each kind of thing worth a notice was met in all
    the file's stories, ``colours`` are those of the file's table, ``page`` is what it stands on."""

    def __init__(
        self, limits: Limits, seen: Counter[str], *, colours: Colours, page: Surface = PAGE
    ) -> None:
        self._limits = limits
        self.seen = seen
        self.colours = colours
        self.page = page
        self.inline = Inline()
        #: Text that was left out, and why.
        self.left_out: list[tuple[str, str]] = []
        self._tables = TableStack([], limits)
        self._label = ""
        self._numbered = False
        self._notes: list[str] = []
        self._boxes: Blocks = []
        self._paragraphs = 0

    def add(self, text: str, properties: Properties, row: RowDefinition) -> None:
        """Append text of the paragraph; ``row`` is the one that it may stand in."""
        if properties.is_gone:
            if text.strip():
                self.inline.deleted = True
                self.seen["rtf.deleted_text"] += 1
            return
        if properties.is_plain and (row.is_plain or not properties.level):
            self.inline.add(text)
        else:
            ink = properties.ink(self.colours)
            moved = ink.align is None and abs(ink.rise) >= OFF_LINE
            look = look_of(ink, self._surface(properties, row))
            self.inline.add(text, look, moved=moved)
            if look.unseen is not None:
                return
        if not text.isspace():
            self.inline.note(bold=properties.bold, size=properties.half_points / 2)

    def _surface(self, properties: Properties, row: RowDefinition) -> Surface:
        surface, level = self.page, properties.level
        if level:
            surface = row.surface(self._tables.column(level), surface, self.colours)
        return properties.surface(surface, self.colours)

    def number(self, text: str) -> None:
        """Take the paragraph's automatic number, as the file keeps it."""
        label = text.strip()
        spaced = f"{label} " if label[-1:].isalnum() and text.rstrip() != text else label
        self._label = spaced if _NUMBER.search(label) else ""
        self._numbered = True

    def picture(self, picture: Picture) -> None:
        """Take a picture that stands in the paragraph."""
        self.inline.pictures += (picture,)

    def object(self) -> None:
        """Take something that stands in the paragraph and that nobody looks into."""
        self.inline.doubt = Doubt.OBJECT

    def note(self, blocks: Blocks) -> None:
        """Take a foot- or endnote anchored in the paragraph."""
        lines = [block.text for block in blocks if isinstance(block, Paragraph)]
        text = "\n".join(lines).strip()
        if text:
            self._notes.append(text)

    def box(self, blocks: Blocks) -> None:
        """Take the content of a text box anchored in the paragraph, which it will follow."""
        self._boxes += blocks

    def end_paragraph(self, properties: Properties) -> None:
        """End the paragraph; one whose end is deleted goes on in the next."""
        if not properties.is_gone:
            self._emit(properties, properties.level)

    def end_cell(self, properties: Properties, *, nested: bool) -> None:
        """End a cell and the last paragraph in it."""
        level = max(properties.level, 2) if nested else 1
        self._emit(properties, level)
        self._tables.end_cell()

    def end_row(self, row: RowProperties | None, properties: Properties, *, nested: bool) -> None:
        """End a row, of an inner table or of an outer one."""
        self._tables.enter(max(properties.level, 2) if nested else 1)
        self._tables.end_row(row, deleted=properties.is_gone)
        if properties.is_gone:
            self.seen["rtf.deleted_text"] += 1

    @property
    def body(self) -> Blocks:
        """Its blocks so far, without a table that has not ended."""
        return self._tables.body

    def finish(self, properties: Properties) -> Blocks:
        """End the story."""
        if self.inline.pieces or self.inline.pictures or self._boxes or self._notes:
            self._emit(properties, properties.level)
        self._tables.enter(0)
        self.seen["rtf.covered_text"] += self._tables.covered
        return self._tables.body

    def _emit(self, properties: Properties, level: int) -> None:
        self._paragraphs += 1
        if self._paragraphs > self._limits.blocks:
            raise LimitExceeded.of("blocks", self._limits.blocks, "{} paragraphs")
        inline, self.inline = self.inline, Inline()
        seen = inline.seen(_joined)
        text = seen.text
        self.left_out += seen.left_out
        unseen = not text and (properties.hidden or bool(seen.left_out))
        label = "" if unseen else self._label
        if properties.numbered and not self._numbered and text.strip():
            self.seen["rtf.numbering_missing"] += 1
        outline = properties.outline_level
        size = inline.size if inline.size is not None else properties.half_points / 2
        into = self._tables.enter(level)
        into.append(
            Paragraph(
                text=labelled(label, text) if label else text,
                auto_label=label.rstrip(),
                heading_level=outline + 1 if outline is not None and 0 <= outline < 9 else None,
                alignment=properties.alignment,
                bold=bool(inline.bold),
                size=size,
                notes=tuple(self._notes),
                doubt=seen.doubt,
            )
        )
        into += inline.pictures
        into += self._boxes
        self._label, self._numbered = "", False
        self._notes, self._boxes = [], []


def _joined(units: str) -> str:
    """Text whose characters may be halves of one."""
    return units.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
