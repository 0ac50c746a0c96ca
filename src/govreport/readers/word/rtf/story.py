"""A stretch of an RTF file's text as blocks: its body, a footnote or a text box, each its own.

What the page does not show is treated as in :mod:`govreport.readers.word.doc.runs`.
"""

from __future__ import annotations

from collections import Counter

import regex
from attrs import define, field

from govreport.document import Paragraph, Picture
from govreport.errors import LimitExceeded
from govreport.readers.limits import Limits
from govreport.readers.word.doc.sprms import RowProperties
from govreport.readers.word.doc.tables import Blocks, TableStack
from govreport.readers.word.rtf.state import Properties

__all__ = ["Story"]

_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
#: What a number consists of, be it of letters; a label without any is a bullet.
_NUMBER = regex.compile(r"[\p{L}\p{N}]")


_PAGE_BREAK = "\f"


@define
class _Inline:
    """The content of a paragraph."""

    pieces: list[str] = field(factory=list)
    pictures: list[Picture] = field(factory=list)
    bold: bool | None = None
    half_points: int | None = None

    @property
    def text(self) -> str:
        """The paragraph's text without its automatic number; halves of a character are one."""
        text = "".join(self.pieces).strip(_PAGE_BREAK).replace(_PAGE_BREAK, "\n")
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


@define
class Story:
    """Text while it is read."""

    _limits: Limits
    #: How often each kind of thing worth a notice was met; of all the file's stories.
    seen: Counter[str]
    _tables: TableStack = field(init=False)
    inline: _Inline = field(factory=_Inline)
    _label: str = ""
    _numbered: bool = False
    _notes: list[str] = field(factory=list)
    _boxes: Blocks = field(factory=list)
    _paragraphs: int = 0

    def __attrs_post_init__(self) -> None:
        self._tables = TableStack([], self._limits)

    def add(self, text: str, properties: Properties) -> None:
        """Append text of the paragraph."""
        if properties.hidden or properties.deleted:
            if text.strip():
                name = "rtf.deleted_text" if properties.deleted else "rtf.hidden_text"
                self.seen[name] += 1
            return
        if properties.raised and text.isdecimal():
            text = text.translate(_SUPERSCRIPTS)
        inline = self.inline
        inline.pieces.append(text)
        if not text.isspace():
            if inline.bold is None:
                inline.half_points = properties.half_points
            inline.bold = properties.bold and inline.bold is not False

    def number(self, text: str) -> None:
        """Take the paragraph's automatic number, as the file keeps it."""
        label = text.strip()
        self._label = label if _NUMBER.search(label) else ""
        self._numbered = True

    def picture(self, picture: Picture) -> None:
        """Take a picture that stands in the paragraph."""
        self.inline.pictures.append(picture)

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
        if not properties.deleted:
            self._emit(properties, properties.level)

    def end_cell(self, properties: Properties, *, nested: bool) -> None:
        """End a cell and the last paragraph in it."""
        level = max(properties.level, 2) if nested else 1
        self._emit(properties, level)
        self._tables.end_cell()

    def end_row(self, row: RowProperties | None, properties: Properties, *, nested: bool) -> None:
        """End a row, of an inner table or of an outer one."""
        self._tables.enter(max(properties.level, 2) if nested else 1)
        self._tables.end_row(row, deleted=properties.deleted)
        if properties.deleted:
            self.seen["rtf.deleted_text"] += 1

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
            raise LimitExceeded(f"more than {self._limits.blocks} paragraphs")
        inline, self.inline = self.inline, _Inline()
        text = inline.text
        label = "" if properties.hidden and not text else self._label
        if properties.numbered and not self._numbered and text.strip():
            self.seen["rtf.numbering_missing"] += 1
        outline = properties.outline_level
        size = inline.half_points if inline.half_points is not None else properties.half_points
        into = self._tables.enter(level)
        into.append(
            Paragraph(
                text=label + text,
                auto_label=label,
                heading_level=outline + 1 if outline is not None and 0 <= outline < 9 else None,
                alignment=properties.alignment,
                bold=bool(inline.bold),
                size=size / 2,
                notes=tuple(self._notes),
            )
        )
        into += inline.pictures
        into += self._boxes
        self._label, self._numbered = "", False
        self._notes, self._boxes = [], []
