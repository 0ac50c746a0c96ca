"""The block level of a Word document: paragraphs and tables in reading order, as a tree.

Content controls, tracked insertions and other elements around blocks are looked through wherever
they stand: around paragraphs, rows or cells. The paragraphs of a text box follow the paragraph
that it is anchored in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from attrs import define, evolve, field, frozen
from lxml import etree

from govreport.document import Alignment, Paragraph, Picture
from govreport.errors import LimitExceeded
from govreport.readers.limits import Limits
from govreport.readers.nested import RawCell, RawTable, drop_columns
from govreport.readers.opc import W
from govreport.readers.word.docx.graphics import ALTERNATE, branch
from govreport.readers.word.docx.runs import Inline, RunReader, leading
from govreport.readers.word.numbering import Numbering
from govreport.readers.word.styles import (
    ParagraphStyle,
    Styles,
    alignment_of,
    integer,
    is_on,
    outline_level,
    value_of,
)
from govreport.zh.numbering import labelled

__all__ = ["BodyReader"]

_VAL = W + "val"
_P, _TBL, _TR, _TC, _SDT = W + "p", W + "tbl", W + "tr", W + "tc", W + "sdt"
_P_PR, _TR_PR, _TC_PR = W + "pPr", W + "trPr", W + "tcPr"
_GRID_SPAN, _V_MERGE, _H_MERGE = W + "gridSpan", W + "vMerge", W + "hMerge"
_BLOCK_CONTAINERS = frozenset(
    W + name for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo")
)
_DELETED = (W + "del", W + "moveFrom")
#: Word allows 63 columns; converters write more, damage a great many more.
_MAX_SPAN = 10_000

#: A column of 1.5 points or less stands where rows drawn by hand, or rounded, do not quite meet.
_NARROW = 30

_Blocks = list[Paragraph | RawTable | Picture]


@frozen(kw_only=True)
class _Properties:
    """What ``w:pPr`` says. ``mark_deleted``: the end of the paragraph is a tracked deletion."""

    style: ParagraphStyle = field(factory=ParagraphStyle)
    num_id: str | None = None
    level: int | None = None
    alignment: Alignment | None = None
    heading_level: int | None = None
    mark_deleted: bool = False
    mark_hidden: bool = False


@define
class BodyReader:
    """Reads containers of blocks, in the document's order: numbers are counted on the way.

    ``note_text`` gives the text of a footnote or endnote by kind and id.
    """

    _styles: Styles
    _numbering: Numbering
    _runs: RunReader
    _note_text: Callable[[str, str], str | None]
    _limits: Limits
    _plain: dict[str | None, _Properties] = field(factory=dict)

    def blocks(self, container: etree._Element, depth: int = 0) -> _Blocks:
        """Return the container's blocks.

        Raises:
            LimitExceeded: nested deeper than ``limits.depth``, or a table with too many cells.
        """
        if depth > self._limits.depth:
            raise LimitExceeded(f"content nested more than {self._limits.depth} deep")
        out: _Blocks = []
        held: Inline | None = None
        for element, level in self._elements(container, depth):
            tag = element.tag
            if tag == _P:
                held, made = self._paragraph(element, held, level)
                out += made
            elif tag == _TBL:
                out.append(self._table(element, level))
            elif tag == W + "altChunk":
                self._runs.seen["docx.alt_chunk"] += 1
        if held is not None:
            out += self._emit(held, _Properties(), depth)
        return out

    def _elements(
        self, container: etree._Element, depth: int
    ) -> Iterator[tuple[etree._Element, int]]:
        """Children with their depth, looking through elements that only wrap."""
        if depth > self._limits.depth:
            raise LimitExceeded(f"content nested more than {self._limits.depth} deep")
        for element in container:
            tag = element.tag
            if tag in _BLOCK_CONTAINERS:
                yield from self._elements(element, depth + (tag == _SDT))
            elif tag == ALTERNATE:
                chosen = branch(element)
                if chosen is not None:
                    yield from self._elements(chosen, depth + 1)
            elif tag in _DELETED:
                self._runs.seen["docx.deleted_text"] += 1
            else:
                yield element, depth

    def _paragraph(
        self, element: etree._Element, held: Inline | None, depth: int
    ) -> tuple[Inline | None, _Blocks]:
        """Read one paragraph. One whose end is deleted is held, to be joined with the next."""
        properties = self._properties(leading(element, _P_PR))
        inline = self._runs.read(element, properties.style)
        if held is not None:
            inline = _joined(held, inline)
        if properties.mark_deleted:
            return inline, []
        if properties.mark_hidden and not inline.text:
            properties = evolve(properties, num_id=None)
        return None, self._emit(inline, properties, depth)

    def _emit(self, inline: Inline, properties: _Properties, depth: int) -> _Blocks:
        """The blocks that a paragraph makes: itself, and what is anchored in it."""
        label = ""
        if properties.num_id not in (None, "0"):
            found = self._numbering.label(
                properties.num_id or "", properties.level, properties.style.chain
            )
            if found is None:
                self._runs.seen["docx.numbering_missing"] += 1
            label = found or ""
        found_notes = (self._note_text(kind, number) for kind, number in inline.notes)
        size = inline.size if inline.size is not None else properties.style.run.size
        out: _Blocks = [
            Paragraph(
                text=labelled(label, inline.text) if label else inline.text,
                auto_label=label.rstrip(),
                heading_level=properties.heading_level,
                alignment=properties.alignment,
                bold=bool(inline.bold),
                size=size,
                notes=tuple(filter(None, found_notes)) if inline.notes else (),
            )
        ]
        out.extend(inline.pictures)
        out.extend(Paragraph(text=text) for text in inline.art)
        if inline.boxes:
            # A text box is a story of its own: a field around its anchor does not reach into it.
            outer, self._runs.fields = self._runs.fields, []
            for box in inline.boxes:
                out.extend(self.blocks(box, depth + 1))
            self._runs.fields = outer
        return out

    def _properties(self, element: etree._Element | None) -> _Properties:
        if element is None or not len(element):
            return self._styled(None)
        own: dict[str, etree._Element] = {child.tag: child for child in element}
        properties = self._styled(_value(own, "pStyle"))
        if len(own) == 1 and W + "pStyle" in own:
            return properties
        num_id, level = properties.num_id, properties.level
        numbering = own.get(W + "numPr")
        if numbering is not None:
            parts = {child.tag: child for child in numbering}
            direct_level = integer(_value(parts, "ilvl"))
            if W + "numId" in parts:
                num_id, level = _value(parts, "numId"), direct_level
            elif direct_level is not None:
                level = direct_level
        outline = own.get(W + "outlineLvl")
        mark = own.get(W + "rPr")
        vanish = mark.find(W + "vanish") if mark is not None else None
        return _Properties(
            style=properties.style,
            num_id=num_id,
            level=level,
            alignment=alignment_of(_value(own, "jc")) or properties.alignment,
            heading_level=(
                properties.heading_level if outline is None else outline_level(outline.get(_VAL))
            ),
            mark_deleted=mark is not None and mark.find(W + "del") is not None,
            mark_hidden=vanish is not None and is_on(vanish),
        )

    def _styled(self, identifier: str | None) -> _Properties:
        known = self._plain.get(identifier)
        if known is None:
            style = self._styles.paragraph(identifier)
            known = self._plain[identifier] = _Properties(
                style=style,
                num_id=style.num_id,
                level=style.level,
                alignment=style.alignment,
                heading_level=style.heading_level,
            )
        return known

    def _table(self, table: etree._Element, depth: int) -> RawTable:
        raw = RawTable(n_rows=0, n_columns=0)
        #: By first column: the merged cell that the next row may continue.
        merging: Mapping[int, RawCell] = {}
        for row, level in self._elements(table, depth + 1):
            if row.tag == _TR:
                merging = self._row(row, raw, merging, level)
        grid = table.find(W + "tblGrid")
        widths = [integer(column.get(W + "w")) for column in grid] if grid is not None else []
        narrow = {n for n, width in enumerate(widths) if width and width <= _NARROW}
        if narrow:
            drop_columns(raw, narrow)
        return raw

    def _row(
        self, row: etree._Element, table: RawTable, merging: Mapping[int, RawCell], depth: int
    ) -> Mapping[int, RawCell]:
        """Read one row into the table; return the cells that the row below may continue."""
        open_cells: dict[int, RawCell] = {}
        last: RawCell | None = None
        column = 0
        for element, level in self._elements(row, depth):
            if element.tag == _TR_PR:
                if element.find(W + "del") is not None:
                    self._runs.seen["docx.deleted_text"] += 1
                    return merging
                column = _span(element.find(W + "gridBefore"), 0)
            if element.tag != _TC:
                continue
            properties = leading(element, _TC_PR)
            own = {} if properties is None else {child.tag: child for child in properties}
            span = _span(own.get(_GRID_SPAN), 1)
            self._check_size(table, column + span)
            blocks = self.blocks(element, level)
            vertical, horizontal = _merge(own.get(_V_MERGE)), _merge(own.get(_H_MERGE))
            above = merging.get(column) if vertical == "continue" else None
            if above is not None and above.column_span == span:
                above.row_span += 1
                open_cells[column] = above
                self._covered(blocks)
            elif horizontal == "continue" and last is not None:
                last.column_span += span
                self._covered(blocks)
            else:
                last = RawCell(row=table.n_rows, column=column, column_span=span, blocks=blocks)
                table.cells.append(last)
                if vertical is not None:
                    open_cells[column] = last
            column += span
        table.n_columns = max(table.n_columns, column)
        table.n_rows += 1
        return open_cells

    def _check_size(self, table: RawTable, columns: int) -> None:
        if max(columns, table.n_columns) * (table.n_rows + 1) > self._limits.table_cells:
            raise LimitExceeded(f"a table with more than {self._limits.table_cells} cells")

    def _covered(self, blocks: _Blocks) -> None:
        """Word shows nothing of what a covered cell holds; it is left out, and noted."""
        if any(not isinstance(b, Paragraph) or b.text.strip() for b in blocks):
            self._runs.seen["docx.covered_text"] += 1


def _joined(first: Inline, second: Inline) -> Inline:
    return Inline(
        pieces=first.pieces + second.pieces,
        pictures=first.pictures + second.pictures,
        boxes=first.boxes + second.boxes,
        art=first.art + second.art,
        notes=first.notes + second.notes,
        bold=second.bold if first.bold is None else first.bold and second.bold is not False,
        size=second.size if first.size is None else first.size,
    )


def _value(elements: Mapping[str, etree._Element], name: str) -> str | None:
    return value_of(elements.get(W + name))


def _span(element: etree._Element | None, default: int) -> int:
    value = integer(value_of(element))
    if value is None or value < default:
        return default
    if value > _MAX_SPAN:
        raise LimitExceeded(f"a table cell over {value} columns")
    return value


def _merge(element: etree._Element | None) -> str | None:
    if element is None:
        return None
    return "restart" if element.get(_VAL) == "restart" else "continue"
