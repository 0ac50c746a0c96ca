"""Rows of figures that stand one below the other, and the heads above them.

A block is what looks like a table without rules: lines that end in figures, the figures in columns,
with the labels between. Blocks that follow each other closely, each below heads of its own, are
parts of one table.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from attrs import define, field

from govreport.readers.pdf.page.lines import Line
from govreport.readers.pdf.ruled.tables import is_figure
from govreport.readers.pdf.unruled.bits import bits_of, overlap
from govreport.zh.numbering import parse_label

__all__ = ["Block", "count_figures", "find_blocks", "is_table", "is_title"]

#: A table has at least so many rows of figures, but for one with heads.
MIN_ROWS = 3
#: No table without rules has more lines on a page.
MAX_LINES = 300
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


@define
class Block:
    """Rows of figures: ``columns`` are the sides of their figures, ``others`` the lines between."""

    rows: list[Line]
    columns: list[tuple[float, float]]
    others: list[Line] = field(factory=list)
    heading: list[Line] = field(factory=list)
    above: Block | None = None

    @property
    def size(self) -> float:
        return self.rows[0].size

    @property
    def left(self) -> float:
        """Where the first column of figures begins."""
        return self.columns[0][0]

    @property
    def labelled(self) -> bool:
        """Whether rows have labels."""
        return bool(self.others) or any(len(r.pieces) > count_figures(r) for r in self.rows)

    @property
    def sides(self) -> tuple[float, float]:
        """The left and right end of the table so far; columns reach as far on either side of their
        figures."""
        lines = (*self.rows, *self.others, *self.heading)
        left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
        if len(self.columns) > 1:
            right = max(right, _beyond(*self.columns[-2:]))
            if not self.labelled:
                left = min(left, _beyond(self.columns[1], self.columns[0]))
        if self.above is None:
            return (left, right)
        others = self.above.sides
        return (min(left, others[0]), max(right, others[1]))


def _beyond(inner: tuple[float, float], outer: tuple[float, float]) -> float:
    """The outer side of a column beside another."""
    return (3 * sum(outer) - sum(inner)) / 4


def count_figures(line: Line) -> int:
    """Return how many figures a line ends with, 0 if it is no row of a table."""
    if not line.parts or not is_figure(line.parts[-1].text):
        return 0
    count = next(
        (n for n, piece in enumerate(reversed(line.pieces)) if not is_figure(piece.text)),
        len(line.pieces),
    )
    return count if len(line.parts) > 1 or count >= MIN_BARE else 0


def find_blocks(lines: Sequence[Line], position: int) -> tuple[list[Block], int, int]:
    """Return the next blocks that follow each other closely, and where they begin and end."""
    first = next((n for n in range(position, len(lines)) if count_figures(lines[n])), len(lines))
    if first == len(lines):
        return [], first, first
    block, end = _body(lines, first)
    start = _find_heading(lines, first, position, block)
    blocks = [block]
    while (following := _following(lines, end, block)) is not None:
        block, end = following
        blocks.append(block)
    titled = len(blocks) > 1 and is_title(blocks[1].heading[0], blocks[1])
    if titled and start > position and _belongs(lines[start - 1], lines[start], blocks[0]):
        start -= 1
        blocks[0].heading.insert(0, lines[start])
    return blocks, start, end


def _body(lines: Sequence[Line], first: int) -> tuple[Block, int]:
    """The rows that begin at a line, with the labels between and just below, and where they end."""
    bits = bits_of(lines[first])[-count_figures(lines[first]) :]
    block = Block([lines[first]], [(bit.x0, bit.x1) for bit in bits])
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


def _goes_on(upper: Line, lower: Line, block: Block) -> bool:
    """Whether a line below the last row may be more of its label."""
    row = block.rows[-1]
    near = [line for line in (row, *block.others) if abs(line.top - row.top) <= 2 * block.size]
    bits = [bit for line in near for bit in bits_of(line) if bit.x1 <= block.left]
    return lower.top - upper.bottom < block.size and overlap(bits, bits_of(lower))


def _with_figures(
    columns: Sequence[tuple[float, float]], line: Line
) -> list[tuple[float, float]] | None:
    """The columns with the figures of one more line, ``None`` if it is no row of theirs."""
    count = count_figures(line)
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


def _find_heading(lines: Sequence[Line], first: int, floor: int, block: Block) -> int:
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


def _following(lines: Sequence[Line], end: int, above: Block) -> tuple[Block, int] | None:
    """The block just below another, if heads stand between, and where it ends."""
    first = end
    while first < len(lines) and not count_figures(lines[first]):
        if first - end >= MAX_HEADING or not _belongs(lines[first], lines[first - 1], above):
            return None
        first += 1
    if first in (end, len(lines)) or not _near(lines[first - 1], lines[first]):
        return None
    block, last = _body(lines, first)
    block.above = above
    start = _find_heading(lines, first, end, block)
    if start == end + 1 and is_title(lines[end], block):
        block.heading.insert(0, lines[end])
        start = end
    return (block, last) if start == end and _is_headed(block) else None


def _near(upper: Line, lower: Line) -> bool:
    return lower.top - upper.bottom <= MAX_GAP * lower.height


def _belongs(line: Line, other: Line, block: Block) -> bool:
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


def _is_label(line: Line, block: Block) -> bool:
    return line.x1 <= block.left and abs(line.size - block.size) <= SIZE_TOLERANCE


def _is_head(line: Line, block: Block) -> bool:
    """Whether a line holds heads of columns: several, or one that stands over figures only."""
    if count_figures(line):
        return False
    if len(line.parts) > 1:
        return line.x1 > block.left
    left, right = block.sides
    narrow = line.x1 - line.x0 <= (right - left) / 2 or len(line.pieces) >= len(block.columns)
    return line.x0 >= block.left - 2 * block.size and narrow and parse_label(line.text) is None


def is_title(line: Line, block: Block) -> bool:
    """Whether a line above a block's heads can be its title, alone in its row."""
    left, right = block.sides
    if len(line.parts) != 1 or line.x0 - left <= INDENT * block.size:
        return False
    middle = (line.x0 + line.x1) / 2
    return line.x1 <= block.left or abs(middle - (left + right) / 2) < abs(
        middle - (block.left + right) / 2
    )


def is_table(blocks: Sequence[Block]) -> bool:
    """Whether blocks are rows of a table, and not lines that happen to end in figures."""
    lines = sum(len(block.rows) + len(block.others) for block in blocks)
    if not blocks or lines > MAX_LINES:
        return False
    full = sum(
        count_figures(line) >= 1 and bits_of(line)[-1].x1 > block.columns[-1][0]
        for block in blocks
        for line in block.rows
    )
    wide = all(len(block.columns) > 1 or len(block.rows[0].pieces) > 1 for block in blocks)
    several = len(blocks) > 1 or max(len(blocks[0].rows), len(blocks[0].columns)) > 1
    return wide and (full >= MIN_ROWS or (several and all(map(_is_headed, blocks))))


def _is_headed(block: Block) -> bool:
    """Whether each column of figures, and that of the labels, has something above it."""
    bits = [bit for line in block.heading for bit in bits_of(line)]
    return (
        any(len(line.pieces) > 1 for line in block.heading)
        and (not block.labelled or any(bit.x1 <= block.left for bit in bits))
        and all(any(b.x0 < x1 and b.x1 > x0 for b in bits) for x0, x1 in block.columns)
    )
