"""Bits of lines: what a table without rules is put together from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from govreport.document import Doubt
from govreport.readers.pdf.page.lines import Line
from govreport.zh.numbering import parse_label

__all__ = [
    "LEADING",
    "Bit",
    "bits_of",
    "line_text",
    "lines_of_bits",
    "overlap",
    "stacked",
    "text_of",
]

#: Bits closer than this share of their size stand on one line.
SAME_LINE = 0.45
#: Lines of one cell lie no further apart than this, in sizes, and than this many of its steps.
LEADING, STEPS = 2.4, 1.3
#: A gap as wide as this share of the size is seen as a blank.
BLANK = 0.8


class Bit(NamedTuple):
    """A stretch of a line with nothing but ordinary gaps in it."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    doubt: Doubt | None = None

    @property
    def x(self) -> float:
        """The middle, from the left."""
        return (self.x0 + self.x1) / 2

    @property
    def y(self) -> float:
        """The middle, from the top."""
        return (self.top + self.bottom) / 2


def bits_of(line: Line) -> list[Bit]:
    """Return the bits of a line from the left."""
    return [Bit(*piece[:5], line.size, piece.doubt) for piece in line.pieces]


def overlap(upper: Sequence[Bit], lower: Sequence[Bit]) -> bool:
    """Whether some of one line stands over some of another."""
    return any(a.x0 < b.x1 and b.x0 < a.x1 for a in upper for b in lower)


def text_of(bits: Iterable[Bit]) -> str:
    """Return the text of a cell, a line for each of its lines."""
    return "\n".join(map(line_text, lines_of_bits(bits)))


def stacked(bits: Iterable[Bit]) -> list[list[Bit]]:
    """Part bits that stand one below the other into cells: at numbers, and at wide gaps."""
    lines = lines_of_bits(bits)
    if not lines:
        return []
    size = lines[0][0].size
    steps = [lower[0].y - upper[0].y for upper, lower in pairwise(lines)]
    most = min(LEADING * size, STEPS * min(steps, default=0.0))
    cells = [list(lines[0])]
    for step, line in zip(steps, lines[1:], strict=True):
        if step > most or parse_label(line_text(line)):
            cells.append([])
        cells[-1] += line
    return cells


def lines_of_bits(bits: Iterable[Bit]) -> list[list[Bit]]:
    """Return the bits line by line, each from the left."""
    lines: list[list[Bit]] = []
    for bit in sorted(bits, key=lambda bit: bit.y):
        if lines and bit.y - lines[-1][-1].y <= SAME_LINE * bit.size:
            lines[-1].append(bit)
        else:
            lines.append([bit])
    return [sorted(line, key=lambda bit: bit.x0) for line in lines]


def line_text(line: Sequence[Bit]) -> str:
    """Return the text of a line of bits."""
    out = line[0].text
    for left, right in pairwise(line):
        out += (" " if right.x0 - left.x1 > BLANK * right.size else "") + right.text
    return out
