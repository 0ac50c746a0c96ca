"""Word 97–2003 documents (.doc, .dot, and .wps of WPS): [MS-DOC], read without any Office program.

The text is put together from its pieces, cut into paragraphs at their marks, and each paragraph
looked up in the pages of formatting: whether it stands in a table, ends a cell or a row, is
numbered or hidden. What Word computes or does not show is treated as in
:mod:`govreport.readers.word.docx.reader`, so that a document saved in both formats reads the same.
"""

from __future__ import annotations

import bisect
import itertools

import regex
from attrs import define, evolve, field

from govreport.document import Alignment, Document, Paragraph, Picture
from govreport.errors import LimitExceeded
from govreport.notices import counted
from govreport.readers.limits import Limits
from govreport.readers.nested import flatten, is_empty, notes_in_cells
from govreport.readers.word.doc.file import Part, WordFile, open_word
from govreport.readers.word.doc.formatting import Formatting, load_formatting
from govreport.readers.word.doc.numbering import load_numbering
from govreport.readers.word.doc.pieces import load_pieces
from govreport.readers.word.doc.runs import Inline, RunReader
from govreport.readers.word.doc.shapes import Shapes, load_shapes
from govreport.readers.word.doc.sprms import ParagraphProperties
from govreport.readers.word.doc.styles import Styles, load_styles
from govreport.readers.word.doc.tables import Blocks, TableStack
from govreport.readers.word.numbering import Numbering
from govreport.readers.word.styles import Styles as NoStyles
from govreport.zh.numbering import labelled

__all__ = ["read"]

_MARK = regex.compile(r"[\r\x07\f]")
_ALIGNMENTS = (
    Alignment.LEFT,
    Alignment.CENTER,
    Alignment.RIGHT,
    Alignment.JUSTIFY,
    Alignment.JUSTIFY,
)
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
        raise LimitExceeded(f"more than {limits.bytes} bytes")
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
        notices=(*counted(runs.seen), *notes_in_cells(blocks, "doc.note_in_cell")),
    )


@define
class _Body:
    """Reads stretches of the text into blocks."""

    _file: WordFile
    _text: str
    _formatting: Formatting
    _styles: Styles
    _runs: RunReader
    _limits: Limits
    _numbering: Numbering = field(init=False)
    _section_ends: frozenset[int] = field(init=False)
    _shapes: Shapes = field(init=False)
    #: Anchors of notes in the text, and where each note's own text stands.
    _notes: list[tuple[int, tuple[int, int]]] = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._numbering = Numbering(lambda: load_numbering(self._file), NoStyles())
        self._section_ends = frozenset(self._file.positions(Part.SECTIONS, 12)[0])
        self._shapes = load_shapes(self._file)
        lengths = self._file.lengths
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
            raise LimitExceeded(f"content nested more than {self._limits.depth} deep")
        stack = TableStack([], self._limits)
        held: tuple[int, Inline] | None = None
        at = start
        count = 0
        for match in _MARK.finditer(self._text, start, end):
            mark, sign = match.start(), match[0]
            if sign == "\f" and mark + 1 not in self._section_ends:
                continue
            count += 1
            if count > self._limits.blocks:
                raise LimitExceeded(f"more than {self._limits.blocks} paragraphs")
            held = self._paragraph(at, mark, held, stack, depth)
            at = mark + 1
        if at < end:
            self._paragraph(at, end, held, stack, depth)
        stack.enter(0)
        self._runs.seen["doc.covered_text"] += stack.covered
        self._runs.seen["doc.rows_unmarked"] += stack.guessed
        return stack.body

    def _paragraph(
        self,
        start: int,
        mark: int,
        held: tuple[int, Inline] | None,
        stack: TableStack,
        depth: int,
    ) -> tuple[int, Inline] | None:
        """Read one paragraph. One whose mark is deleted is held, to be joined with the next."""
        style, changes = self._formatting.paragraph(mark)
        properties = self._styles.paragraph(style, changes)
        sign = self._text[mark : mark + 1]
        level = properties.depth if properties.depth is not None else int(properties.in_table)
        if sign == "\x07":
            level = max(level, 1)  # whatever the paragraph says: outside of tables there is none
        nested = level > 1
        into = stack.enter(level)
        if level and (properties.ends_inner_row if nested else properties.ends_row):
            deleted = self._runs.read(mark, mark, properties.style).mark.deleted
            stack.end_row(properties.row, deleted=deleted)
            return None
        inline = self._runs.read(start, mark, properties.style)
        looks = inline.mark
        if held is not None:
            start, inline = held[0], _joined(held[1], inline)
        ends_cell = level and (properties.ends_inner_cell if nested else sign == "\x07")
        if looks.deleted and not ends_cell and sign == "\r":
            return start, inline
        into += self._emit(start, mark, inline, properties, depth, hidden=looks.hidden)
        if ends_cell:
            stack.end_cell()
        return None

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
        text = inline.text
        label = "" if hidden and not text else self._label(properties)
        notes = self._notes_in(start, mark) if self._notes else ()
        outline, alignment = properties.outline_level, properties.alignment
        if inline.half_points is None:
            half_points = self._styles.character(properties.style, b"").half_points
        else:
            half_points = inline.half_points
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
                size=half_points / 2,
                notes=notes,
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
            lines.append(self._runs.read(at, match.start(), 0).text)
            at = match.end()
        self._runs.fields = fields
        return "\n".join(lines).strip()

    def _box(self, start: int, end: int, depth: int) -> Blocks:
        """A text box is a story of its own: a field around its anchor does not reach into it."""
        base = sum(self._file.lengths[:6])
        fields, self._runs.fields = self._runs.fields, []
        blocks = self.blocks(base + start, min(base + end, len(self._text)), depth)
        self._runs.fields = fields
        return blocks


def _joined(first: Inline, second: Inline) -> Inline:
    return evolve(
        second,
        pieces=first.pieces + second.pieces,
        pictures=first.pictures + second.pictures,
        shapes=first.shapes + second.shapes,
        bold=second.bold if first.bold is None else first.bold and second.bold is not False,
        half_points=second.half_points if first.half_points is None else first.half_points,
    )
