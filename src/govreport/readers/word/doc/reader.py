"""Word 97–2003 documents (.doc, .dot, and .wps of WPS): [MS-DOC], read without any Office program.

The text is put together from its pieces, cut into paragraphs at their marks, and each paragraph
looked up in the pages of formatting: whether it stands in a table, ends a cell or a row, is
numbered or hidden. What Word computes or does not show is treated as in
:mod:`govreport.readers.word.docx.reader`, so that a document saved in both formats reads the same.
"""

from __future__ import annotations

import bisect
import contextlib
import itertools

from msgspec.structs import replace

from govreport.document import Alignment, Document, Doubt, Paragraph, Picture
from govreport.errors import LimitExceeded
from govreport.notices import counted
from govreport.readers.limits import Limits
from govreport.readers.nested import flatten, is_empty, notes_in_cells
from govreport.readers.seen import Unseen, notices
from govreport.readers.word.doc.file import Part, WordFile, open_word
from govreport.readers.word.doc.formatting import Formatting, load_formatting
from govreport.readers.word.doc.looks import grounds_of
from govreport.readers.word.doc.numbering import load_numbering
from govreport.readers.word.doc.pieces import load_pieces
from govreport.readers.word.doc.properties import ParagraphProperties, RowProperties
from govreport.readers.word.doc.runs import Inline, RunReader
from govreport.readers.word.doc.shapes import load_shapes
from govreport.readers.word.doc.styles import Styles, load_styles
from govreport.readers.word.doc.tables import Blocks, TableStack
from govreport.readers.word.looks import CUT, PAGE, Surface
from govreport.readers.word.numbering import Numbering
from govreport.readers.word.styles import Styles as NoStyles
from govreport.readers.work import rest_left
from govreport.record import evolve
from govreport.zh.numbering import labelled
from govreport.zh.patterns import lazy_pattern

__all__ = ["read"]

_MARK = lazy_pattern(r"[\r\x07\f]")
_ALIGNMENTS = (
    Alignment.LEFT,
    Alignment.CENTER,
    Alignment.RIGHT,
    Alignment.JUSTIFY,
    Alignment.JUSTIFY,
)
#: A row has no more marks than this.
_LONGEST_ROW = 4096
#: Instances up to here are lists; above are paragraphs whose number was taken away, and Word 6.
_LAST_INSTANCE, _WORD_6_LIST = 0x07FE, 0x07FF


def read(data: bytes, limits: Limits) -> Document:
    """Read a Word 97–2003 document.

    Raises:
        CorruptDocument: no compound file, no document in it, or one that is damaged.
        EncryptedDocument: protected by a password.
        LimitExceeded: larger, or nested deeper, than ``limits`` allow.
        UnsupportedFormat: written by Word 6 or 95.
    """
    if len(data) > limits.bytes:
        raise LimitExceeded.of("bytes", limits.bytes)
    file = open_word(data)
    pieces = load_pieces(file)
    formatting = load_formatting(file, pieces)
    styles = load_styles(file)
    runs = RunReader(file, pieces.text, formatting, styles)
    body = _Body(file, pieces.text, formatting, styles, runs, limits)
    blocks = body.text()
    runs.seen["doc.guessed_encoding"] += pieces.guessed
    missing = sum(file.lengths) - len(pieces.text)
    if missing > 0:
        runs.seen["doc.cut_off"] += missing
    return Document(
        format="doc",
        blocks=flatten([block for block in blocks if not is_empty(block)], limits),
        metadata=file.metadata,
        links=tuple(runs.links),
        notices=(
            *counted(runs.seen),
            *notes_in_cells(blocks, "doc.note_in_cell"),
            *notices(body.left_out),
        ),
    )


class _Body:
    """Reads stretches of the text into blocks."""

    def __init__(
        self,
        file: WordFile,
        text: str,
        formatting: Formatting,
        styles: Styles,
        runs: RunReader,
        limits: Limits,
    ) -> None:
        self._file = file
        self._text = text
        self._formatting = formatting
        self._styles = styles
        self._runs = runs
        self._limits = limits
        #: Text that was left out, and why.
        self.left_out: list[tuple[str, str]] = []
        #: What is read belongs to a text box; what that is filled with is not looked at.
        self._in_box = False
        #: The row that was looked for last: from where to where it was found, how deep, and itself.
        self._last_row = 0, -1, 0, RowProperties()
        self._numbering = Numbering(lambda: load_numbering(file), NoStyles())
        self._section_ends = frozenset(file.positions(Part.SECTIONS, 12)[0])
        self._shapes = load_shapes(file)
        lengths = file.lengths
        #: Anchors of notes in the text, and where each note's own text stands.
        self._notes = sorted(
            [
                *self._note_places(Part.FOOTNOTE_REFERENCES, Part.FOOTNOTES, lengths[0]),
                *self._note_places(Part.ENDNOTE_REFERENCES, Part.ENDNOTES, sum(lengths[:5])),
            ]
        )

    def text(self) -> Blocks:
        """Read the document's main story."""
        blocks = self.blocks(0, min(self._file.lengths[0], len(self._text)))
        for start, end in self._shapes.lost:
            self._runs.seen["doc.text_box_moved"] += 1
            blocks += self._box(start, end, 1)
        return blocks

    def blocks(self, start: int, end: int, depth: int = 0) -> Blocks:
        """Read the paragraphs and tables from ``start`` to ``end``."""
        if depth > self._limits.depth:
            raise LimitExceeded.of("depth", self._limits.depth, "content nested {} deep")
        stack = TableStack([], self._limits)
        with contextlib.nullcontext() if depth else rest_left():
            self._paragraphs(start, end, stack, depth)
            stack.enter(0)
        self._runs.seen["doc.covered_text"] += stack.covered
        self._runs.seen["doc.rows_unmarked"] += stack.guessed
        return stack.body

    def _paragraphs(self, start: int, end: int, stack: TableStack, depth: int) -> None:
        held: tuple[int, Inline] | None = None
        at = start
        count = 0
        for match in _MARK.finditer(self._text, start, end):
            mark, sign = match.start(), match[0]
            if sign == "\f" and mark + 1 not in self._section_ends:
                continue
            count += 1
            if count > self._limits.blocks:
                raise LimitExceeded.of("blocks", self._limits.blocks, "{} paragraphs")
            held = self._paragraph(at, mark, held, stack, depth)
            at = mark + 1
        if at < end:
            self._paragraph(at, end, held, stack, depth)

    def _paragraph(
        self,
        start: int,
        mark: int,
        held: tuple[int, Inline] | None,
        stack: TableStack,
        depth: int,
    ) -> tuple[int, Inline] | None:
        """Read one paragraph. One whose mark is deleted is held, to be joined with the next."""
        properties, level = self._at(mark)
        sign = self._text[mark : mark + 1]
        nested = level > 1
        into = stack.enter(level)
        if level and (properties.ends_inner_row if nested else properties.ends_row):
            deleted = self._runs.read(mark, mark, properties.style).mark.deleted
            if properties.row is not None and not deleted:
                self._flatten(stack, properties.row)
                self._cross(stack, properties.row)
            stack.end_row(properties.row, deleted=deleted)
            return None
        column = stack.column(level) if level else 0
        inline = self._runs.read(
            start,
            mark,
            properties.style,
            lambda: self._surface(mark, properties, level, column),
            low=properties.line is not None and properties.line <= CUT,
        )
        looks = inline.mark
        if held is not None:
            start = held[0]
            inline.follow(held[1])
            inline.shapes = held[1].shapes + inline.shapes
        ends_cell = level and (properties.ends_inner_cell if nested else sign == "\x07")
        if looks.deleted and not ends_cell and sign == "\r":
            return start, inline
        into += self._emit(start, mark, inline, properties, depth, hidden=looks.hidden)
        if ends_cell:
            stack.end_cell()
        return None

    def _at(self, mark: int) -> tuple[ParagraphProperties, int]:
        """The properties of the paragraph that ends there, and how deep in tables it stands."""
        properties = self._styles.paragraph(*self._formatting.paragraph(mark))
        level = properties.depth if properties.depth is not None else int(properties.in_table)
        if self._text[mark : mark + 1] == "\x07":
            level = max(level, 1)  # whatever the paragraph says: outside of tables there is none
        return properties, level

    def _surface(
        self, mark: int, properties: ParagraphProperties, level: int, column: int
    ) -> Surface:
        """What the text of a paragraph stands on: what a row is like is said at its end."""
        surface = Surface(ground=None) if self._in_box else PAGE
        if level:
            row = self._row(mark, level)
            surface = replace(surface, ground=grounds_of(row).get(column, surface.ground))
        if properties.ground is not None:
            surface = replace(surface, ground=properties.ground)
        return surface if properties.line is None else replace(surface, height=properties.line)

    def _row(self, mark: int, level: int) -> RowProperties:
        first, last, depth, row = self._last_row
        if depth == level and first <= mark <= last:
            return row
        row, last = RowProperties(), mark
        for match in itertools.islice(_MARK.finditer(self._text, mark), _LONGEST_ROW):
            last = match.start()
            properties, depth = self._at(last)
            ends = properties.ends_inner_row if level > 1 else properties.ends_row
            if depth < level:
                break
            if depth == level and ends:
                row = properties.row or row
                break
        self._last_row = mark, last, level, row
        return row

    def _flatten(self, stack: TableStack, row: RowProperties) -> None:
        """A row too low for its text shows nothing of it, or nothing that can be trusted."""
        if row.height is None or row.height > CUT:
            return
        for cell in stack.row():
            for number, block in enumerate(cell):
                if not isinstance(block, Paragraph) or not block.text.strip():
                    continue
                if row.is_flat:
                    self.left_out.append((str(Unseen.TINY), block.text.strip()))
                else:
                    cell[number] = evolve(block, doubt=block.doubt or Doubt.COVERED)

    def _cross(self, stack: TableStack, row: RowProperties) -> None:
        """What a diagonal rules through cannot be trusted."""
        for column, cell in enumerate(stack.row()) if row.crossed else ():
            for number, block in enumerate(cell):
                if column in row.crossed and isinstance(block, Paragraph) and block.text.strip():
                    cell[number] = evolve(block, doubt=block.doubt or Doubt.COVERED)

    def _emit(
        self,
        start: int,
        mark: int,
        inline: Inline,
        properties: ParagraphProperties,
        depth: int,
        *,
        hidden: bool,
    ) -> Blocks:
        seen = inline.content()
        text = seen.text
        self.left_out += seen.left_out
        label = "" if hidden and not text else self._label(properties)
        if not text and seen.left_out:
            label = ""
        notes = self._notes_in(start, mark) if self._notes else ()
        outline, alignment = properties.outline_level, properties.alignment
        if inline.size is None:
            size = self._styles.character(properties.style, b"").half_points / 2
        else:
            size = inline.size
        blocks: Blocks = [
            Paragraph(
                text=labelled(label, text) if label else text,
                auto_label=label.rstrip(),
                heading_level=outline + 1 if outline is not None and outline < 9 else None,
                alignment=(
                    _ALIGNMENTS[alignment]
                    if alignment is not None and alignment < len(_ALIGNMENTS)
                    else None
                ),
                bold=bool(inline.bold),
                size=size,
                notes=notes,
                doubt=seen.doubt,
            ),
            *inline.pictures,
        ]
        for anchor in inline.shapes:
            if anchor in self._shapes.boxes:
                # Taken, so that a shape that names itself in its own text is read once.
                blocks += self._box(*self._shapes.boxes.pop(anchor), depth + 1)
            elif anchor in self._shapes.pictures:
                blocks.append(Picture())
        return blocks

    def _label(self, properties: ParagraphProperties) -> str:
        instance = properties.list_instance
        if not instance or instance > _WORD_6_LIST:
            return ""
        found = None
        if instance <= _LAST_INSTANCE:
            chain = self._styles.chain(properties.style)
            found = self._numbering.label(str(instance), properties.list_level, chain)
        if found is None:
            self._runs.seen["doc.numbering_missing"] += 1
        return found or ""

    def _note_places(
        self, references: Part, texts: Part, base: int
    ) -> list[tuple[int, tuple[int, int]]]:
        anchors, _ = self._file.positions(references, 2)
        starts, _ = self._file.positions(texts, 0)
        stretches = itertools.pairwise(starts)
        return [
            (anchor, (base + start, base + end))
            for anchor, (start, end) in zip(anchors, stretches, strict=False)
            if start < end
        ]

    def _notes_in(self, start: int, mark: int) -> tuple[str, ...]:
        first = bisect.bisect_left(self._notes, (start, (0, 0)))
        last = bisect.bisect_left(self._notes, (mark + 1, (0, 0)))
        texts = (self._note(*stretch) for _, stretch in self._notes[first:last])
        return tuple(filter(None, texts))

    def _note(self, start: int, end: int) -> str:
        lines = []
        fields, self._runs.fields = self._runs.fields, []
        at = start
        for match in _MARK.finditer(self._text, start, min(end, len(self._text))):
            lines.append(self._runs.read(at, match.start(), 0).content().text)
            at = match.end()
        self._runs.fields = fields
        return "\n".join(lines).strip()

    def _box(self, start: int, end: int, depth: int) -> Blocks:
        """A text box is a story of its own: a field around its anchor does not reach into it."""
        base = sum(self._file.lengths[:6])
        outer = self._runs.fields, self._in_box
        self._runs.fields, self._in_box = [], True
        blocks = self.blocks(base + start, min(base + end, len(self._text)), depth)
        self._runs.fields, self._in_box = outer
        return blocks
