"""Tables inside tables: from the tree that Word and HTML have to the flat blocks of a Document.

Both formats let a cell hold paragraphs and further tables, and both are used to lay out whole
pages. A table that only lays out is dissolved into what it holds; one that carries data keeps its
cells, and tables nested in them follow it as blocks of their own.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence

from msgspec import Struct

from govreport.document import Block, Cell, Doubt, Notice, Paragraph, Picture, Table
from govreport.errors import LimitExceeded
from govreport.notices import notice
from govreport.readers.held import Held
from govreport.readers.limits import Limits
from govreport.readers.seen import doubt_of
from govreport.readers.work import rest_left

__all__ = [
    "RawCell",
    "RawTable",
    "drop_columns",
    "drop_rows",
    "flatten",
    "is_empty",
    "notes_in_cells",
    "unflatten",
]

#: A paragraph longer than this in a one-column table is running text, not a label.
PROSE_LENGTH = 60


class RawCell(Struct):
    """An anchor cell whose content may be nested."""

    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    blocks: list[Paragraph | RawTable | Picture] = []

    @property
    def text(self) -> str:
        """The cell's own paragraphs, a line each, without those of nested tables."""
        if len(self.blocks) == 1:
            (block,) = self.blocks
            return block.text.strip("\n") if isinstance(block, Paragraph) else ""
        return "\n".join(b.text for b in self.blocks if isinstance(b, Paragraph)).strip("\n")

    @property
    def doubt(self) -> Doubt | None:
        """Why no figure in it is to be believed: also that nothing but a picture, or but a table
        of several cells, stands in it."""
        blocks = self.blocks
        for block in blocks:
            if not isinstance(block, Paragraph) or block.doubt is not None:
                break
        else:
            return None
        text = self.text
        told = doubt_of(text, (b.doubt for b in blocks if isinstance(b, Paragraph)))
        if told is not None or text.strip():
            return told
        if any(isinstance(block, Picture) for block in blocks):
            return Doubt.PICTURE
        return Doubt.OBJECT if _nests(self) else None


class RawTable(Struct):
    """A table as a tree; ``cells`` are anchors in row-major order. ``spans_known`` as in
    :class:`govreport.document.Table`."""

    n_rows: int
    n_columns: int
    cells: list[RawCell] = []
    spans_known: bool = True


def flatten(blocks: Sequence[Paragraph | RawTable | Picture], limits: Limits) -> tuple[Block, ...]:
    """Return the blocks in reading order, layout tables dissolved, nested tables after their host.

    Raises:
        LimitExceeded: nested deeper, or more blocks, than ``limits`` allow.
    """
    flat = _Flat(limits)
    with rest_left():
        flat.add(blocks, None, 0)
    return tuple(flat.blocks)


def unflatten(blocks: Iterable[Block]) -> list[Paragraph | RawTable | Picture]:
    """Return the tree that :func:`flatten` made blocks of: tables stand in their hosts' cells."""
    out: list[Paragraph | RawTable | Picture] = []
    hosts: dict[int, dict[tuple[int, int], RawCell]] = {}
    for number, block in enumerate(blocks):
        if not isinstance(block, Table):
            out.append(block)
            continue
        table = RawTable(block.n_rows, block.n_columns)
        for cell in block.cells:
            text = Paragraph(text=cell.text, doubt=cell.doubt)
            table.cells.append(
                RawCell(cell.row, cell.column, cell.row_span, cell.column_span, [text])
            )
        hosts[number] = {(cell.row, cell.column): cell for cell in table.cells}
        host, *place = block.within or (-1, 0, 0)
        within = hosts.get(host, {}).get((place[0], place[1]))
        (out if within is None else within.blocks).append(table)
    return out


def drop_columns(table: RawTable, columns: set[int]) -> None:
    """Take columns out of a table, unless a cell that stands in them alone holds something."""
    places = [0]
    for column in range(table.n_columns):
        places.append(places[-1] + (column not in columns))
    alone = [c for c in table.cells if places[c.column] == places[c.column + c.column_span]]
    if any(block for cell in alone for block in cell.blocks if not is_empty(block)):
        return
    for cell in table.cells:
        start, end = places[cell.column], places[cell.column + cell.column_span]
        cell.column, cell.column_span = start, end - start
    table.cells = [cell for cell in table.cells if cell.column_span]
    table.n_columns = places[-1]


def drop_rows(table: RawTable, rows: set[int]) -> None:
    """Take rows out of a table; a cell that reaches into a row that stays is kept."""
    places = [0]
    for row in range(table.n_rows):
        places.append(places[-1] + (row not in rows))
    for cell in table.cells:
        start, end = places[cell.row], places[min(cell.row + cell.row_span, table.n_rows)]
        cell.row, cell.row_span = start, end - start
    table.cells = [cell for cell in table.cells if cell.row_span]
    table.n_rows = places[-1]


def is_empty(block: Paragraph | RawTable | Picture) -> bool:
    """Whether a block shows nothing: a paragraph without text, and without doubt of that."""
    return isinstance(block, Paragraph) and not (block.text or block.notes) and block.doubt is None


def notes_in_cells(
    blocks: Sequence[Paragraph | RawTable | Picture], code: str
) -> tuple[Notice, ...]:
    """A table's cell is plain text and has no place for notes: return them as notices."""
    notices: list[Notice] = []
    waiting = [block for block in blocks if isinstance(block, RawTable)]
    while waiting:
        for cell in waiting.pop().cells:
            for block in cell.blocks:
                if isinstance(block, RawTable):
                    waiting.append(block)
                elif isinstance(block, Paragraph) and block.notes:
                    notices += (notice(code, text=note) for note in block.notes)
    return tuple(notices)


class _Flat(Struct):
    """Blocks as they are laid flat, one behind the other."""

    _limits: Limits
    blocks: list[Block] = []

    def add(
        self,
        blocks: Iterable[Paragraph | RawTable | Picture],
        within: tuple[int, int, int] | None,
        depth: int,
    ) -> None:
        """Add blocks and all that they hold; ``within`` is the cell that they stand in."""
        if depth > self._limits.depth:
            raise LimitExceeded.of("depth", self._limits.depth, "tables nested {} deep")
        for block in blocks:
            if len(self.blocks) >= self._limits.blocks:
                raise LimitExceeded.of("blocks", self._limits.blocks)
            if isinstance(block, Paragraph) and block.doubt and not (block.text or block.notes):
                # Struck whole: only in a cell does it keep the place of a figure.
                continue
            if isinstance(block, Held) and within is not None:
                # What it shows belongs to the cell, and is not looked into.
                self.blocks.append(block.plain())
                continue
            if not isinstance(block, RawTable):
                self.blocks.append(block)
                continue
            for cell in block.cells if len(block.cells) > 1 else ():
                if _nests(cell):
                    cell.blocks = _dissolved(cell.blocks, self._limits, depth)
            if _is_layout(block):
                for cell in block.cells:
                    self.add(cell.blocks, within, depth + 1)
            else:
                self._keep(block, within, depth)

    def _keep(self, table: RawTable, within: tuple[int, int, int] | None, depth: int) -> None:
        host = len(self.blocks)
        cells = tuple(
            Cell(
                row=cell.row,
                column=cell.column,
                row_span=cell.row_span,
                column_span=cell.column_span,
                text=cell.text,
                doubt=cell.doubt,
            )
            for cell in table.cells
        )
        self.blocks.append(
            Table(
                n_rows=table.n_rows,
                n_columns=table.n_columns,
                cells=cells,
                spans_known=table.spans_known,
                within=within,
            )
        )
        for cell in table.cells:
            inner = [b for b in cell.blocks if not isinstance(b, Paragraph)]
            if inner:
                self.add(inner, (host, cell.row, cell.column), depth + 1)


def _dissolved(
    blocks: Iterable[Paragraph | RawTable | Picture], limits: Limits, depth: int
) -> list[Paragraph | RawTable | Picture]:
    """The blocks of a cell, those of a table with a single filled cell in its place."""
    if depth > limits.depth:
        raise LimitExceeded.of("depth", limits.depth, "tables nested {} deep")
    found: list[Paragraph | RawTable | Picture] = []
    for block in blocks:
        if isinstance(block, RawTable) and len(_filled(block)) <= 1:
            inner = (b for cell in block.cells for b in cell.blocks)
            found += _dissolved(inner, limits, depth + 1)
        else:
            found.append(block)
    return found


def _filled(table: RawTable) -> list[RawCell]:
    """The cells that show something, or that nobody can tell of."""
    return [c for c in table.cells if c.blocks and (c.text.strip() or c.doubt or _nests(c))]


def _is_layout(table: RawTable) -> bool:
    """A frame around content rather than rows and columns of data."""
    if table.n_columns > 1 and not any(map(_nests, table.cells)):
        shown = (cell for cell in table.cells if cell.text.strip())
        return len([*itertools.islice(shown, 2)]) < 2
    filled = [cell for cell in _filled(table) if cell.text.strip() or _nests(cell)]
    if len(filled) <= 1:
        return True
    nesting = sum(map(_nests, filled))
    if nesting:
        return len(filled) - nesting <= 2 * nesting
    return table.n_columns == 1 and any(
        isinstance(block, Paragraph) and len(block.text) > PROSE_LENGTH
        for cell in filled
        for block in cell.blocks
    )


def _nests(cell: RawCell) -> bool:
    return RawTable in map(type, cell.blocks)
