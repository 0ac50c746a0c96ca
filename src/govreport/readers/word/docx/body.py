"""The block level of a Word document: paragraphs and tables in reading order, as a tree.

Content controls, tracked insertions and other elements around blocks are looked through wherever
they stand: around paragraphs, rows or cells. The paragraphs of a text box follow the paragraph
that it is anchored in.
"""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from lxml import etree
from msgspec import Struct, field
from msgspec.structs import force_setattr, replace

from govreport.document import Alignment, Doubt, Paragraph, Picture
from govreport.errors import LimitExceeded
from govreport.readers.limits import Limits
from govreport.readers.nested import RawCell, RawTable, drop_columns, drop_rows
from govreport.readers.opc import R, W
from govreport.readers.seen import Colour
from govreport.readers.word.docx.graphics import ALTERNATE, branch
from govreport.readers.word.docx.runs import DocxInline, RunReader, leading
from govreport.readers.word.docx.table_looks import TableLooks
from govreport.readers.word.looks import PAGE, Surface
from govreport.readers.word.numbering import Numbering
from govreport.readers.word.run_style import RunStyle, is_on, read_shade
from govreport.readers.word.styles import (
    ParagraphStyle,
    Styles,
    alignment_of,
    exact_line,
    integer,
    outline_level,
    value_of,
)
from govreport.readers.work import rest_left, step
from govreport.zh.numbering import labelled

__all__ = ["BodyReader"]

_VAL = W + "val"
_P, _TBL, _TR, _TC, _SDT = W + "p", W + "tbl", W + "tr", W + "tc", W + "sdt"
_P_PR, _TR_PR, _TC_PR = W + "pPr", W + "trPr", W + "tcPr"
_CELL_DEL, _CELL_MERGE, _SHD, _SPACING = W + "cellDel", W + "cellMerge", W + "shd", W + "spacing"
_GRID_SPAN, _V_MERGE, _H_MERGE = W + "gridSpan", W + "vMerge", W + "hMerge"
_MERGES = frozenset((_CELL_MERGE, _V_MERGE, _H_MERGE))
#: The properties of cells that are looked at.
_TELLING = _MERGES | {_CELL_DEL, _GRID_SPAN, _SHD, W + "tcBorders"}
_NOTHING: Mapping[str, etree._Element] = {}
_BLOCK_CONTAINERS = frozenset(
    W + name for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo")
)
_DELETED = (W + "del", W + "moveFrom")
#: What a container's children are looked through for, or passed over.
_LOOKED_THROUGH = frozenset((*_BLOCK_CONTAINERS, *_DELETED, ALTERNATE))
#: Word allows 63 columns; converters write more, damage a great many more.
_MAX_SPAN = 10_000

#: A column of 1.5 points or less stands where rows drawn by hand, or rounded, do not quite meet.
_NARROW = 30

_Blocks = list[Paragraph | RawTable | Picture]


class _Properties(Struct, frozen=True, kw_only=True):
    """What ``w:pPr`` says. ``mark_deleted``: the end of the paragraph is a tracked deletion.
    ``is_plain``: nothing is said of more than the style and where the text stands on its line."""

    style: ParagraphStyle = field(default_factory=ParagraphStyle)
    num_id: str | None = None
    level: int | None = None
    alignment: Alignment | None = None
    heading_level: int | None = None
    shade: Colour | None = None
    line: int | None = None
    mark_deleted: bool = False
    mark_hidden: bool = False
    is_plain: bool = False

    def __post_init__(self) -> None:
        set_apart = self.num_id is not None or self.shade is not None or self.line is not None
        force_setattr(self, "is_plain", not (set_apart or self.mark_deleted))


class BodyReader(Struct):
    """Reads containers of blocks, in the document's order: numbers are counted on the way.

    ``note_text`` gives the text of a footnote or endnote by kind and id, ``chunk`` the blocks of a
    part in another format by the id of its relationship.
    """

    _styles: Styles
    _numbering: Numbering
    _runs: RunReader
    _note_text: Callable[[str, str], str | None]
    _chunk: Callable[[str], _Blocks]
    _limits: Limits
    #: Text that was left out, and why.
    left_out: list[tuple[str, str]] = []
    #: What the blocks that are read stand on, and what a table style says of their text.
    surface: Surface = PAGE
    _below: RunStyle | None = None
    _in_cell: bool = False
    _plain: dict[str | None, _Properties] = {}

    def blocks(self, container: etree._Element, depth: int = 0) -> _Blocks:
        """Return the container's blocks.

        Raises:
            LimitExceeded: nested deeper than ``limits.depth``, or a table with too many cells.
        """
        if depth > self._limits.depth:
            raise LimitExceeded.of("depth", self._limits.depth, "content nested {} deep")
        out: _Blocks = []
        # Of a cell or a text box, half is worth nothing.
        with contextlib.nullcontext() if depth else rest_left():
            for made in self._read(container, depth):
                out += made
        return out

    def _read(self, container: etree._Element, depth: int) -> Iterator[_Blocks]:
        held: DocxInline | None = None
        for element, level in self._elements(container, depth):
            step()
            tag = element.tag
            if tag == _P:
                held, made = self._paragraph(element, held, level)
                yield made
            elif tag == _TBL:
                if held is not None:
                    yield self._emit(held, _Properties(), depth)
                    held = None
                yield [self._table(element, level)]
            elif tag == W + "altChunk":
                yield self._chunk(element.get(R + "id") or "")
        if held is not None:
            yield self._emit(held, _Properties(), depth)

    def _elements(
        self, container: etree._Element, depth: int
    ) -> Iterable[tuple[etree._Element, int]]:
        """Children with their depth, looking through elements that only wrap."""
        if depth > self._limits.depth:
            raise LimitExceeded.of("depth", self._limits.depth, "content nested {} deep")
        children = [*container]
        if _LOOKED_THROUGH.isdisjoint([child.tag for child in children]):
            return zip(children, itertools.repeat(depth), strict=False)
        return self._within(children, depth)

    def _within(
        self, children: Iterable[etree._Element], depth: int
    ) -> Iterator[tuple[etree._Element, int]]:
        for element in children:
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
        self, element: etree._Element, held: DocxInline | None, depth: int
    ) -> tuple[DocxInline | None, _Blocks]:
        """Read one paragraph. One whose end is deleted is held, to be joined with the next."""
        properties = self._properties(leading(element, _P_PR))
        surface = self.surface
        if properties.shade is not None:
            surface = replace(surface, ground=properties.shade)
        if properties.line is not None:
            surface = replace(
                surface, height=min(properties.line, surface.height or properties.line)
            )
        inline = self._runs.read(element, properties.style, surface, self._below)
        if held is not None:
            inline = inline.take(held)
        if properties.mark_deleted:
            return inline, []
        return None, self._emit(inline, properties, depth)

    def _plain_paragraph(self, content: Sequence[etree._Element]) -> Paragraph | None:
        """The paragraph of a cell that holds nothing else, of one run and without a number, as most
        do; ``None`` for all others."""
        if len(content) != 1 or content[0].tag != _P:
            return None
        elements = [*content[0]]
        first = elements.pop(0) if elements and elements[0].tag == _P_PR else None
        properties = self._properties(first)
        if not properties.is_plain:
            return None
        style = properties.style
        plain = self._runs.plain(elements, style, self.surface, self._below)
        return plain and Paragraph(
            text=plain.text,
            heading_level=properties.heading_level,
            alignment=properties.alignment,
            bold=plain.bold,
            size=style.run.size if plain.size is None else plain.size,
        )

    def _emit(self, inline: DocxInline, properties: _Properties, depth: int) -> _Blocks:
        seen = inline.seen()
        text, label = seen.text, ""
        if seen.left_out:
            self.left_out += seen.left_out
        if properties.mark_hidden and not text:
            properties = replace(properties, num_id=None)
        if properties.num_id not in (None, "0"):
            found = self._numbering.label(
                properties.num_id or "", properties.level, properties.style.chain
            )
            if found is None:
                self._runs.seen["docx.numbering_missing"] += 1
            # Of a paragraph that is not seen neither is its number, which counts all the same.
            label = found if found and (text or not seen.left_out) else ""
        doubt = seen.doubt
        if doubt is None and inline.covered and text.strip() and self._in_cell:
            doubt = Doubt.COVERED
        found_notes = (self._note_text(kind, number) for kind, number in inline.notes)
        size = properties.style.run.size if inline.size is None else inline.size
        out: _Blocks = [
            Paragraph(
                text=labelled(label, text) if label else text,
                auto_label=label.rstrip(),
                heading_level=properties.heading_level,
                alignment=properties.alignment,
                bold=bool(inline.bold),
                size=size,
                notes=tuple(filter(None, found_notes)) if inline.notes else (),
                doubt=doubt,
            )
        ]
        if inline.pictures or inline.floating or inline.art:
            out += (*inline.pictures, *inline.floating)
            out += (Paragraph(text=text) for text in inline.art)
        if inline.boxes:
            # A text box is a story of its own: a field around its anchor does not reach into it.
            outer = self._runs.fields, self.surface, self._below
            # What a box is filled with is not looked at.
            self._runs.fields, self.surface, self._below = [], Surface(ground=None), None
            for box in inline.boxes:
                out.extend(self.blocks(box, depth + 1))
            self._runs.fields, self.surface, self._below = outer
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
            shade=read_shade(own.get(_SHD)) or properties.shade,
            line=exact_line(own[_SPACING]) if _SPACING in own else properties.line,
            mark_deleted=mark is not None and any(mark.find(tag) is not None for tag in _DELETED),
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
                shade=style.shade,
                line=style.line,
            )
        return known

    def _table(self, table: etree._Element, depth: int) -> RawTable:
        raw = RawTable(n_rows=0, n_columns=0)
        outer = self.surface, self._below, self._in_cell
        self._in_cell = True
        looks = TableLooks(table, self._styles, self.surface)
        unseen = set()
        #: By first column: the merged cell that the next row may continue.
        merging: Mapping[int, RawCell] = {}
        for row, level in self._elements(table, depth + 1):
            if row.tag == _TR:
                if looks.row(row, raw.n_rows):
                    unseen.add(raw.n_rows)
                merging = self._row(row, raw, merging, level, looks)
        self.surface, self._below, self._in_cell = outer
        grid = table.find(W + "tblGrid")
        widths = [integer(column.get(W + "w")) for column in grid] if grid is not None else []
        narrow = {n for n, width in enumerate(widths) if width and width <= _NARROW}
        if narrow:
            drop_columns(raw, narrow)
        if unseen:
            drop_rows(raw, unseen)
        return raw

    def _row(
        self,
        row: etree._Element,
        table: RawTable,
        merging: Mapping[int, RawCell],
        depth: int,
        looks: TableLooks,
    ) -> Mapping[int, RawCell]:
        """Read one row into the table; return the cells that the row below may continue."""
        open_cells: dict[int, RawCell] = {}
        last: RawCell | None = None
        column = 0
        self._check_size(table, column)
        for element, level in self._elements(row, depth):
            tag = element.tag
            if tag == _TR_PR:
                if element.find(W + "del") is not None:
                    self._runs.seen["docx.deleted_text"] += 1
                    return merging
                column = _span(element.find(W + "gridBefore"), 0)
            if tag != _TC:
                continue
            content = [*element]
            own = _NOTHING
            if content and content[0].tag == _TC_PR:
                own = _told(content.pop(0))
            span = 1
            vertical = horizontal = None
            if own:
                if _CELL_DEL in own:
                    self._runs.seen["docx.deleted_text"] += 1
                    continue
                if _GRID_SPAN in own:
                    span = _span(own[_GRID_SPAN], 1)
                if not _MERGES.isdisjoint(own):
                    vertical, horizontal = _vertical(own), _merge(own.get(_H_MERGE))
            if column + span > table.n_columns:
                self._check_size(table, column + span)
            self.surface, self._below = looks.cell(element, own, table.n_rows, column)
            plain = self._plain_paragraph(content)
            blocks: _Blocks = self.blocks(element, level) if plain is None else [plain]
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
        self._runs.count()
        table.n_columns = max(table.n_columns, column)
        table.n_rows += 1
        return open_cells

    def _check_size(self, table: RawTable, columns: int) -> None:
        if max(columns, table.n_columns) * (table.n_rows + 1) > self._limits.table_cells:
            raise LimitExceeded.of("table_cells", self._limits.table_cells, "a table with {} cells")

    def _covered(self, blocks: _Blocks) -> None:
        """Word shows nothing of what a covered cell holds; it is left out, and noted."""
        if any(not isinstance(b, Paragraph) or b.text.strip() for b in blocks):
            self._runs.seen["docx.covered_text"] += 1


def _told(properties: etree._Element) -> Mapping[str, etree._Element]:
    """The properties of a cell, where any of them tells: most have their width alone."""
    tags = [child.tag for child in properties]
    if _TELLING.isdisjoint(tags):
        return _NOTHING
    return dict(zip(tags, properties, strict=True))


def _value(elements: Mapping[str, etree._Element], name: str) -> str | None:
    return value_of(elements.get(W + name))


def _span(element: etree._Element | None, default: int) -> int:
    value = integer(value_of(element))
    if value is None or value < default:
        return default
    if value > _MAX_SPAN:
        raise LimitExceeded(f"a table cell over {value} columns")
    return value


def _vertical(own: Mapping[str, etree._Element]) -> str | None:
    """How a cell is merged downwards, a tracked change of that taken as accepted."""
    if _CELL_MERGE not in own:
        return _merge(own.get(_V_MERGE))
    said = own[_CELL_MERGE].get(W + "vMerge")
    return {"cont": "continue", "rest": "restart"}.get(said or "") or _merge(own.get(_V_MERGE))


def _merge(element: etree._Element | None) -> str | None:
    if element is None:
        return None
    return "restart" if element.get(_VAL) == "restart" else "continue"
