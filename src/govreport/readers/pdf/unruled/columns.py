"""Tables without verticals: columns told by text that stands in line.

A table is made of the blocks that :mod:`govreport.readers.pdf.unruled.blocks` finds; labels and
heads are put in place by what they stand beside. What turns out to belong to no row is handed back
as text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from attrs import define, field, frozen

from govreport.document import Doubt
from govreport.readers.pdf.page.lines import Line
from govreport.readers.pdf.page.model import Edge, Leaf
from govreport.readers.pdf.ruled.tables import Grid, GridCell
from govreport.readers.pdf.unruled.bits import Bit, bits_of, stacked, text_of
from govreport.readers.pdf.unruled.blocks import (
    Block,
    count_figures,
    find_blocks,
    is_table,
    is_title,
)
from govreport.readers.pdf.unruled.heads import Head, heads_of, limits_of
from govreport.readers.pdf.unruled.labels import Labels, read_labels
from govreport.readers.seen import doubt_of
from govreport.zh.page import is_contents_heading

__all__ = ["aligned_tables"]

#: A rule that parts rows is at least this long, in points.
RULE_LENGTH = 100.0
#: How far below the heads a line of what stands beside them may have its middle, in sizes.
BESIDE = 0.3
#: Columns of two blocks whose sides are closer than this, in sizes, are one.
SAME_SIDE = 1.0


def aligned_tables(
    leaf: Leaf, lines: Sequence[Line], edges: Sequence[Edge], above: Grid | None = None
) -> tuple[list[Grid], list[Line]]:
    """Return the tables that the lines form, and the lines that are in none.

    ``above`` is the table that the page before ended with: the first lines may go on with it.
    """
    if not any(map(count_figures, lines)):
        return [], list(lines)
    rules = sorted(e.top for e in edges if not e.vertical and e.x1 - e.x0 >= RULE_LENGTH)
    grids: list[Grid] = []
    used: set[int] = set()
    position = 0
    while position < len(lines):
        blocks, start, end = find_blocks(lines, position)
        goes_on = above is not None and start == 0 and blocks and _fits(above, blocks[0])
        if (goes_on or is_table(blocks)) and not any(
            map(_is_contents, lines[max(0, start - 1) : end])
        ):
            grid, left_out = _grid(leaf, blocks, rules)
            grids.append(grid)
            kept = set(map(id, left_out))
            used |= {n for n in range(start, end) if id(lines[n]) not in kept}
        position = max(end, position + 1)
    return grids, [line for n, line in enumerate(lines) if n not in used]


def _fits(above: Grid, block: Block) -> bool:
    """Whether the figures of a block stand below those of a table without rules."""
    places = [above.column_at((x0 + x1) / 2) for x0, x1 in block.columns]
    left, right = above.xs[0], above.xs[-1]
    inside = left <= block.sides[0] and block.columns[-1][1] <= right
    return not above.ruled and inside and len(set(places)) == len(places) and 0 not in places


def _is_contents(line: Line) -> bool:
    return is_contents_heading(line.text)


def _grid(leaf: Leaf, blocks: Sequence[Block], rules: Sequence[float]) -> tuple[Grid, list[Line]]:
    """The blocks as one table, and those of their lines that turn out to be none of it."""
    cells: list[GridCell] = []
    left_out: list[Line] = []
    left = min(block.sides[0] for block in blocks)
    right = max(block.sides[1] for block in blocks)
    xs = [left, right]
    rows = 0
    for block in blocks:
        added, outside = _block_cells(leaf, block, (left, right), rules)
        shift = _shift(xs, {x for cell in added for x in (cell.x0, cell.x1)}, block.size)
        for cell in added:
            cell.x0, cell.x1, cell.row = shift[cell.x0], shift[cell.x1], cell.row + rows
        xs = sorted({*xs, *shift.values()})
        cells += added
        left_out += outside
        rows = max(cell.row + cell.row_span for cell in cells)
    cells.sort(key=lambda cell: (cell.row, cell.x0))
    used = [line for b in blocks for line in (*b.heading, *b.rows, *b.others)]
    used = [line for line in used if line not in left_out]
    top, bottom = min(line.top for line in used), max(line.bottom for line in used)
    box = leaf.box(left, top, right, bottom)
    widths = {len(block.columns) for block in blocks}
    grid = Grid(
        xs=xs,
        n_rows=rows,
        cells=cells,
        top=top,
        bottom=bottom,
        page=leaf.page,
        box=box,
        ruled=False,
        figures=widths.pop() if len(widths) == 1 else 0,
    )
    return grid, left_out


def _shift(xs: Sequence[float], places: Iterable[float], size: float) -> dict[float, float]:
    """For each place, the side of a column that is close to it, or the place itself."""
    shift: dict[float, float] = {}
    for x in sorted(places):
        near = min(xs, key=lambda side: abs(side - x))
        taken = near in shift.values() or abs(near - x) > SAME_SIDE * size
        shift[x] = x if taken else near
    return shift


def _block_cells(
    leaf: Leaf, block: Block, sides: tuple[float, float], rules: Sequence[float]
) -> tuple[list[GridCell], list[Line]]:
    """The cells of a block, rows counted from 0, and the lines that are none of it."""
    placer = _Placer(leaf, sides)
    titles = [line for line in block.heading[:1] if is_title(line, block)]
    for line in titles:
        placer.row(bits_of(line), sides)
    heads = [bit for line in block.heading[len(titles) :] for bit in bits_of(line)]
    over = [bit for bit in heads if bit.x1 > block.left]
    limits = _limits(block, over, sides)
    sorted_ = _sorted(block, heads, (sides[0], limits[0]), rules)
    placer.heads(heads_of(over, limits), sorted_.corner, limits)
    for label in stacked(sorted_.above):
        placer.row(label, (sides[0], limits[0]))
    places: list[int] = []
    for row, bits in enumerate(sorted_.figures):
        for lone in sorted_.labels.lone.get(row, ()):
            placer.row(lone, (sides[0], limits[0]))
        places.append(placer.next)
        for (x0, x1), side in zip(block.columns, pairwise(limits), strict=True):
            inside = [bit for bit in bits if bit.x0 < x1 and bit.x1 > x0]
            placer.cell(placer.next, placer.next, side, inside, bits[0])
        placer.next += 1
    for cell in sorted_.labels.cells:
        if cell.x1 > cell.x0:
            first, last = places[cell.first], places[cell.last]
            beside = sorted_.figures[cell.first][0]
            placer.cell(first, last, (cell.x0, cell.x1), cell.bits, beside)
    for label in stacked(sorted_.below):
        placer.row(label, (sides[0], limits[0]))
    return placer.cells, sorted_.outside


@frozen
class _Sorted:
    """The bits of a block by what they are: figures of each row, their labels, what stands in the
    corner beside the heads, above the rows and below them; and the lines that are none of it."""

    figures: Sequence[Sequence[Bit]]
    labels: Labels
    corner: list[Bit]
    above: list[Bit]
    below: list[Bit]
    outside: list[Line]


def _sorted(
    block: Block, heads: Sequence[Bit], stub: tuple[float, float], rules: Sequence[float]
) -> _Sorted:
    """Sort the bits of a block whose labels stand between two verticals."""
    own = [(bits_of(line), count_figures(line)) for line in block.rows]
    figures = [bits[len(bits) - count :] for bits, count in own]
    beside = [bit for bits, count in own for bit in bits[: len(bits) - count]]
    beside += [bit for line in block.others for bit in bits_of(line)]
    middles = [(bits[0].top + bits[0].bottom) / 2 for bits in figures]
    labels = read_labels(beside, middles, *stub, rules)
    around = {*labels.above, *labels.below}
    outside = [line for line in block.others if around.issuperset(bits_of(line))]
    corner = [bit for bit in heads if bit.x1 <= block.left]
    above = labels.above
    if heads:
        foot = max(bit.bottom for bit in heads) + BESIDE * block.size
        corner += (bit for bit in above if bit.y <= foot)
        above = [bit for bit in above if bit.y > foot]
        outside = [line for line in outside if not set(labels.above).issuperset(bits_of(line))]
    lost = {bit for line in outside for bit in bits_of(line)}
    return _Sorted(
        figures,
        labels,
        corner,
        [bit for bit in above if bit not in lost],
        [bit for bit in labels.below if bit not in lost],
        outside,
    )


def _limits(block: Block, heads: Sequence[Bit], sides: tuple[float, float]) -> list[float]:
    """Where the columns of figures begin and end."""
    labels = [bit for line in block.rows for bit in bits_of(line)[: -count_figures(line)]]
    labels += [bit for line in block.others for bit in bits_of(line)]
    if not labels:
        return [sides[0], *limits_of(block.columns, heads), sides[1]]
    edge = min(max(bit.x1 for bit in labels), block.left)
    return [*limits_of([(sides[0], edge), *block.columns], heads), sides[1]]


@define
class _Placer:
    """Cells on their way into a grid; ``next`` is the row that comes next."""

    leaf: Leaf
    sides: tuple[float, float]
    cells: list[GridCell] = field(factory=list)
    next: int = 0

    def row(self, bits: Sequence[Bit], side: tuple[float, float]) -> None:
        """Add a row of one cell."""
        self.cell(self.next, self.next, side, bits, bits[0])
        self.next += 1

    def heads(self, heads: Sequence[Head], corner: Sequence[Bit], limits: Sequence[float]) -> None:
        """Add the heads, and what stands beside them over the labels."""
        deep = max((head.last_row + 1 for head in heads), default=int(bool(corner)))
        if corner:
            side = (self.sides[0], limits[0])
            self.cell(self.next, self.next + deep - 1, side, corner, corner[0])
        for head in heads:
            first, last = self.next + head.row, self.next + head.last_row
            side = (limits[head.first], limits[head.last + 1])
            self.cell(first, last, side, head.bits, head.bits[0])
        self.next += deep

    def cell(
        self, first: int, last: int, side: tuple[float, float], bits: Sequence[Bit], beside: Bit
    ) -> None:
        """Add a cell; one without text is as high as what stands ``beside`` it."""
        top = min((bit.top for bit in bits), default=beside.top)
        bottom = max((bit.bottom for bit in bits), default=beside.bottom)
        box = self.leaf.box(side[0], top, side[1], bottom)
        span = last - first + 1
        text = text_of(bit for bit in bits if bit.doubt is not Doubt.STRUCK)
        doubt = doubt_of(text, (bit.doubt for bit in bits))
        self.cells.append(GridCell(first, span, *side, text, self.leaf.page, box, doubt=doubt))
