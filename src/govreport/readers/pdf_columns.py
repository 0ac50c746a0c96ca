"""Tables without verticals: columns told by text that stands in line.

A table is made of blocks: rows of figures one below the other, with the heads above them. Taken
for one are only three rows at least, or fewer below heads that name each column; blocks that follow
each other closely are one table. Labels and heads are put in place by what they stand beside.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from attrs import define, field

from govreport.readers.pdf_heads import Head, heads_of, limits_of
from govreport.readers.pdf_labels import Bit, bits_of, overlap, read_labels, text_of
from govreport.readers.pdf_lines import Line
from govreport.readers.pdf_page import Edge, Leaf
from govreport.readers.pdf_tables import Grid, GridCell, is_figure
from govreport.zh.numbering import parse_label
from govreport.zh.text import squeeze

__all__ = ["aligned_tables"]

#: A table has at least so many rows of figures, but for one with heads.
MIN_ROWS = 3
#: So many figures on a line are a row without a label.
MIN_BARE = 4
#: A heading has at most so many lines.
MAX_HEADING = 12
#: Lines further apart than this many line heights are not in one table.
MAX_GAP = 2.5
#: Sizes that differ by more than this, in points, are not of one table.
SIZE_TOLERANCE = 0.8
#: A title row's text begins at least so far from the left side, in sizes.
INDENT = 2.0
#: How far a head may reach over the sides of what it stands above, in sizes.
HEAD_ROOM = 4.0
#: A rule that parts rows is at least this long, in points.
RULE_LENGTH = 100.0
#: Columns of two blocks whose sides are closer than this, in sizes, are one.
SAME_SIDE = 1.0

_CONTENTS = ("目录", "目次")


@define
class _Block:
    """Rows of figures: ``columns`` are the sides of their figures, ``others`` the lines between."""

    rows: list[Line]
    columns: list[tuple[float, float]]
    others: list[Line] = field(factory=list)
    heading: list[Line] = field(factory=list)
    above: _Block | None = None

    @property
    def size(self) -> float:
        return self.rows[0].size

    @property
    def left(self) -> float:
        """Where the first column of figures begins."""
        return self.columns[0][0]

    @property
    def sides(self) -> tuple[float, float]:
        """The left and right end of the table so far; columns reach as far behind their figures as
        they do before."""
        lines = (*self.rows, *self.others, *self.heading)
        left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
        if len(self.columns) > 1:
            (a, b), (c, d) = self.columns[-2:]
            right = max(right, (3 * (c + d) - a - b) / 4)
        if self.above is None:
            return (left, right)
        others = self.above.sides
        return (min(left, others[0]), max(right, others[1]))


def aligned_tables(
    leaf: Leaf, lines: Sequence[Line], edges: Sequence[Edge], above: Grid | None = None
) -> tuple[list[Grid], list[Line]]:
    """Return the tables that the lines form, and the lines that are in none.

    ``above`` is the table that the page before ended with: the first lines may go on with it.
    """
    if not any(map(_figures, lines)):
        return [], list(lines)
    rules = sorted(e.top for e in edges if not e.vertical and e.x1 - e.x0 >= RULE_LENGTH)
    grids: list[Grid] = []
    used: set[int] = set()
    position = 0
    while position < len(lines):
        blocks, start, end = _blocks(lines, position)
        goes_on = above is not None and start == 0 and blocks and _fits(above, blocks[0])
        if (goes_on or _is_table(blocks)) and not any(map(_is_contents, lines[max(0, start - 1) : end])):
            grid, left_out = _grid(leaf, blocks, rules)
            grids.append(grid)
            kept = set(map(id, left_out))
            used |= {n for n in range(start, end) if id(lines[n]) not in kept}
        position = max(end, position + 1)
    return grids, [line for n, line in enumerate(lines) if n not in used]


def _figures(line: Line) -> int:
    """How many figures a line ends with, 0 if it is no row of a table."""
    if not line.parts or not is_figure(line.parts[-1].text):
        return 0
    count = next(
        (n for n, piece in enumerate(reversed(line.pieces)) if not is_figure(piece.text)),
        len(line.pieces),
    )
    return count if len(line.parts) > 1 or count >= MIN_BARE else 0


def _blocks(lines: Sequence[Line], position: int) -> tuple[list[_Block], int, int]:
    """The next blocks that follow each other closely, with the lines that they begin and end at."""
    first = next((n for n in range(position, len(lines)) if _figures(lines[n])), len(lines))
    if first == len(lines):
        return [], first, first
    block, end = _body(lines, first)
    start = _find_heading(lines, first, position, block)
    blocks = [block]
    while (following := _following(lines, end, block)) is not None:
        block, end = following
        blocks.append(block)
    titled = len(blocks) > 1 and _is_title(blocks[1].heading[0], blocks[1])
    if titled and start > position and _belongs(lines[start - 1], lines[start], blocks[0]):
        start -= 1
        blocks[0].heading.insert(0, lines[start])
    return blocks, start, end


def _body(lines: Sequence[Line], first: int) -> tuple[_Block, int]:
    """The rows that begin at a line, with the labels between and just below, and where they end."""
    bits = bits_of(lines[first])[-_figures(lines[first]) :]
    block = _Block([lines[first]], [(bit.x0, bit.x1) for bit in bits])
    end = n = first + 1
    while n < len(lines) and _near(lines[n - 1], lines[n]):
        columns = _with_figures(block.columns, lines[n])
        if columns is not None:
            block.columns = columns
            block.rows.append(lines[n])
            block.others += lines[end:n]
            end = n + 1
        elif not _is_label(lines[n], block):
            break
        n += 1
    while end < n and _goes_on(lines[end - 1], lines[end], block):
        block.others.append(lines[end])
        end += 1
    return block, end


def _goes_on(upper: Line, lower: Line, block: _Block) -> bool:
    """Whether a line below the last row may be more of its label."""
    row = block.rows[-1]
    near = [line for line in (row, *block.others) if abs(line.top - row.top) <= 2 * block.size]
    bits = [bit for line in near for bit in bits_of(line) if bit.x1 <= block.left]
    return lower.top - upper.bottom < block.size and overlap(bits, bits_of(lower))


def _with_figures(
    columns: Sequence[tuple[float, float]], line: Line
) -> list[tuple[float, float]] | None:
    """The columns with the figures of one more line, ``None`` if it is no row of theirs."""
    count = _figures(line)
    out = list(columns)
    seen: set[int] = set()
    for bit in bits_of(line)[len(line.pieces) - count :]:
        over = [n for n, (x0, x1) in enumerate(out) if bit.x0 < x1 and bit.x1 > x0]
        if len(over) > 1 or seen.intersection(over):
            return None
        if over:
            x0, x1 = out[over[0]]
            out[over[0]] = (min(x0, bit.x0), max(x1, bit.x1))
            seen.add(over[0])
        else:
            at = bisect_left(out, (bit.x0, bit.x1))
            out.insert(at, (bit.x0, bit.x1))
            seen = {n + (n >= at) for n in seen} | {at}
    return out if count and len(out) <= len(columns) + max(0, count - len(columns)) else None


def _find_heading(lines: Sequence[Line], first: int, floor: int, block: _Block) -> int:
    """Give a block the lines that head it, and the labels just above it; say where it begins."""
    start = n = first
    while n > floor and first - n < MAX_HEADING and _belongs(lines[n - 1], lines[n], block):
        n -= 1
        if _is_head(lines[n], block):
            start = n
        elif not _is_label(lines[n], block):
            break
    end = first
    while end > start and not _is_head(lines[end - 1], block):
        end -= 1
    block.heading = list(lines[start:end])
    if start == first:
        while n < start and _is_label(lines[start - 1], block):
            start -= 1
    block.others = [*lines[end if block.heading else start : first], *block.others]
    return start


def _following(lines: Sequence[Line], end: int, above: _Block) -> tuple[_Block, int] | None:
    """The block just below another, if heads stand between, and where it ends."""
    first = end
    while first < len(lines) and not _figures(lines[first]):
        if first - end >= MAX_HEADING or not _belongs(lines[first], lines[first - 1], above):
            return None
        first += 1
    if first in (end, len(lines)) or not _near(lines[first - 1], lines[first]):
        return None
    block, last = _body(lines, first)
    block.above = above
    start = _find_heading(lines, first, end, block)
    if start == end + 1 and _is_title(lines[end], block):
        block.heading.insert(0, lines[end])
        start = end
    return (block, last) if start == end and _is_headed(block) else None


def _near(upper: Line, lower: Line) -> bool:
    return lower.top - upper.bottom <= MAX_GAP * lower.height


def _belongs(line: Line, other: Line, block: _Block) -> bool:
    """Whether a line beside another one of a block can be of the same table."""
    upper, lower = sorted((line, other), key=lambda line: line.top)
    left, right = block.sides
    room = HEAD_ROOM * block.size
    return (
        _near(upper, lower)
        and abs(line.size - block.size) <= SIZE_TOLERANCE
        and left - room <= line.x0
        and line.x1 <= right + room
    )


def _is_label(line: Line, block: _Block) -> bool:
    return line.x1 <= block.left and abs(line.size - block.size) <= SIZE_TOLERANCE


def _is_head(line: Line, block: _Block) -> bool:
    """Whether a line holds heads of columns: several, or one that stands over figures only."""
    if _figures(line):
        return False
    if len(line.parts) > 1:
        return line.x1 > block.left
    left, right = block.sides
    narrow = line.x1 - line.x0 <= (right - left) / 2 or len(line.pieces) >= len(block.columns)
    return line.x0 >= block.left - 2 * block.size and narrow and parse_label(line.text) is None


def _is_title(line: Line, block: _Block) -> bool:
    return len(line.parts) == 1 and line.x0 - block.sides[0] > INDENT * block.size


def _is_table(blocks: Sequence[_Block]) -> bool:
    """Whether blocks are rows of a table and not lines that happen to end in figures."""
    if not blocks:
        return False
    full = sum(
        _figures(line) >= 1 and bits_of(line)[-1].x1 > block.columns[-1][0]
        for block in blocks
        for line in block.rows
    )
    wide = all(len(block.columns) > 1 or len(block.rows[0].pieces) > 1 for block in blocks)
    return wide and (full >= MIN_ROWS or all(map(_is_headed, blocks)))


def _fits(above: Grid, block: _Block) -> bool:
    """Whether the figures of a block stand below those of a table without rules."""
    places = [above.column_at((x0 + x1) / 2) for x0, x1 in block.columns]
    left, right = above.xs[0], above.xs[-1]
    inside = left <= block.sides[0] and block.columns[-1][1] <= right
    return not above.ruled and inside and len(set(places)) == len(places) and 0 not in places


def _is_headed(block: _Block) -> bool:
    """Whether each column of figures, and that of the labels, has something above it."""
    bits = [bit for line in block.heading for bit in bits_of(line)]
    labelled = any(len(line.pieces) > _figures(line) for line in block.rows)
    return (
        any(len(line.pieces) > 1 for line in block.heading)
        and (not labelled or any(bit.x1 <= block.left for bit in bits))
        and all(any(b.x0 < x1 and b.x1 > x0 for b in bits) for x0, x1 in block.columns)
    )


def _is_contents(line: Line) -> bool:
    return squeeze(line.text).text in _CONTENTS


def _grid(
    leaf: Leaf, blocks: Sequence[_Block], rules: Sequence[float]
) -> tuple[Grid, list[Line]]:
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
    leaf: Leaf, block: _Block, sides: tuple[float, float], rules: Sequence[float]
) -> tuple[list[GridCell], list[Line]]:
    """The cells of a block, rows counted from 0, and the lines that are none of it."""
    own = [(line, bits_of(line)) for line in block.rows]
    figures = [(line, bits[len(bits) - _figures(line) :]) for line, bits in own]
    labels = [bit for line, bits in own for bit in bits[: len(bits) - _figures(line)]]
    labels += [bit for line in block.others for bit in bits_of(line)]
    titles = [line for line in block.heading[:1] if _is_title(line, block)]
    heads = [bit for line in block.heading[len(titles) :] for bit in bits_of(line)]
    over = [bit for bit in heads if bit.x1 > block.left]
    edge = max((bit.x1 for bit in labels), default=sides[0])
    limits = limits_of([(sides[0], min(edge, block.left)), *block.columns], over)
    if not labels:
        limits[0] = sides[0]
    limits.append(sides[1])
    read = read_labels(labels, [(b[0].top + b[0].bottom) / 2 for _, b in figures], sides[0], limits[0], rules)
    found = heads_of(over, limits)
    deep = max((head.last_row + 1 for head in found), default=0)
    corner = [bit for bit in heads if bit.x1 <= block.left]
    stray = [bit for bit in (*read.above, *read.below)]
    if deep:
        corner += read.above
        stray = read.below
    deep = max(deep, bool(corner))

    def cell(row: int, last: int, x0: float, x1: float, bits: Sequence[Bit], line: Line) -> GridCell:
        top = min((bit.top for bit in bits), default=line.top)
        bottom = max((bit.bottom for bit in bits), default=line.bottom)
        box = leaf.box(x0, top, x1, bottom)
        return GridCell(row, last - row + 1, x0, x1, text_of(bits), leaf.page, box)

    cells = [cell(0, 0, *sides, bits_of(line), line) for line in titles]
    start = len(cells)
    if corner:
        cells.append(cell(start, start + deep - 1, sides[0], limits[0], corner, block.heading[0]))
    for head in found:
        x0, x1 = limits[head.first], limits[head.last + 1]
        cells.append(cell(start + head.row, start + head.last_row, x0, x1, head.bits, block.rows[0]))
    start += deep
    places: list[int] = []
    for row in range(len(figures)):
        for bits in read.lone.get(row, ()):
            cells.append(cell(start, start, sides[0], limits[0], bits, block.rows[row]))
            start += 1
        places.append(start)
        start += 1
    for label in read.cells:
        if label.x1 > label.x0:
            first, last = places[label.first], places[label.last]
            cells.append(cell(first, last, label.x0, label.x1, label.bits, block.rows[label.first]))
    for row, (line, bits) in zip(places, figures, strict=True):
        for (x0, x1), (side, other) in zip(block.columns, pairwise(limits), strict=True):
            inside = [bit for bit in bits if bit.x0 < x1 and bit.x1 > x0]
            cells.append(cell(row, row, side, other, inside, line))
    lost = set(stray)
    outside = [line for line in block.others if lost.issuperset(bits_of(line))]
    return cells, outside
