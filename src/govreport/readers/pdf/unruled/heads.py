"""The heads of a table without rules: which columns each of them stands over.

Nothing but its place says so. A head over several columns stands in their middle or at their left
end, and what they have below it is of one level: 法人或其他组织 over 商业企业 … 其他.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from math import inf

from attrs import define

from govreport.readers.pdf.unruled.bits import Bit

__all__ = ["Head", "heads_of", "limits_of"]

#: Lines of one head lie no further apart than this share of their size.
LINE_GAP = 0.5
#: Heads whose middles or tops differ by no more than this share of their size are of one level.
LEVEL = 0.5
#: What is closer than this, in points, is at one height.
SAME = 0.5
#: A head stands over a column if they share this much of the narrower one.
SHARED = 0.25

Span = tuple[float, float]


@define
class Head:
    """A cell of the heading: its columns and rows, both counted from 0, the last ones included."""

    bits: list[Bit]
    first: int = 0
    last: int = 0
    row: int = 0
    last_row: int = 0

    @property
    def top(self) -> float:
        return min(bit.top for bit in self.bits)

    @property
    def bottom(self) -> float:
        return max(bit.bottom for bit in self.bits)

    @property
    def y(self) -> float:
        """The middle, from the top."""
        return (self.top + self.bottom) / 2

    @property
    def x0(self) -> float:
        return min(bit.x0 for bit in self.bits)

    @property
    def x1(self) -> float:
        return max(bit.x1 for bit in self.bits)


def limits_of(columns: Sequence[Span], bits: Sequence[Bit]) -> list[float]:
    """Return where columns meet: in the widest room between their figures that no head takes."""
    limits = []
    for left, right in itertools.pairwise(columns):
        low, high = left[1], right[0]
        taken = sorted((b.x0, b.x1) for b in bits if b.x0 < high and b.x1 > low)
        # What lies over the whole room stands over both columns.
        taken = [span for span in taken if not (span[0] <= low and span[1] >= high)]
        best, start = (low, low), low
        for x0, x1 in [*taken, (high, high)]:
            if x0 - start > best[1] - best[0]:
                best = (start, x0)
            start = max(start, x1)
        limits.append(sum(best) / 2 if best[1] > best[0] else (low + high) / 2)
    return limits


def heads_of(bits: Sequence[Bit], limits: Sequence[float]) -> list[Head]:
    """Return the heads over columns that meet at ``limits``, those at the ends included."""
    heads = _stacked(bits)
    for head in heads:
        head.first, head.last = _over(head, limits)
    by_top = _by_top(heads)
    # From the lowest up, so that what a head has below it is known.
    for head in sorted(heads, key=lambda head: -head.y):
        below = _below(heads, head)
        if below:
            levels = {column: _level(lower, by_top=by_top) for column, lower in below.items()}
            _widen(head, heads, levels, limits)
    _number(heads)
    return heads


def _stacked(bits: Iterable[Bit]) -> list[Head]:
    heads: list[Head] = []
    for bit in sorted(bits, key=lambda bit: (bit.y, bit.x0)):
        above = [
            head
            for head in heads
            if bit.y > head.bits[-1].y
            and bit.top - head.bottom <= LINE_GAP * bit.size
            and min(bit.x1, head.x1) - max(bit.x0, head.x0) > 0
        ]
        if len(above) == 1:
            above[0].bits.append(bit)
        else:
            heads.append(Head([bit]))
    return heads


def _over(head: Head, limits: Sequence[float]) -> tuple[int, int]:
    """The columns that a head's text reaches over."""
    shares = [
        min(head.x1, right) - max(head.x0, left) for left, right in itertools.pairwise(limits)
    ]
    most = max(range(len(shares)), key=lambda column: shares[column])
    wide = [
        column
        for column, share in enumerate(shares)
        if share >= SHARED * min(head.x1 - head.x0, limits[column + 1] - limits[column])
    ]
    return (min(wide, default=most), max(wide, default=most))


def _below(heads: Sequence[Head], head: Head) -> dict[int, list[Head]]:
    """The heads below in each column, from the top."""
    size = head.bits[0].size
    found: dict[int, list[Head]] = {}
    for other in sorted((h for h in heads if h.y - head.y > LEVEL * size), key=lambda h: h.y):
        for column in range(other.first, other.last + 1):
            found.setdefault(column, []).append(other)
    return found


def _by_top(heads: Sequence[Head]) -> bool:
    """Whether heads of several lines share their tops with their neighbours, not their middles."""
    pairs = list(itertools.combinations(heads, 2))
    tops = sum(abs(a.top - b.top) < SAME for a, b in pairs)
    return tops > sum(abs(a.y - b.y) < SAME for a, b in pairs)


def _level(heads: Sequence[Head], *, by_top: bool) -> float:
    """The top or the middle of heads that stand one below the other."""
    top = min(head.top for head in heads)
    return top if by_top else (top + max(head.bottom for head in heads)) / 2


def _widen(
    head: Head, heads: Sequence[Head], levels: Mapping[int, float], limits: Sequence[float]
) -> None:
    """Let a head stand over all columns that have the same level below it, up to its neighbours."""
    size = head.bits[0].size
    own = [column for column in range(head.first, head.last + 1) if column in levels]
    if not own:
        return
    level = levels[own[len(own) // 2]]
    beside = [h for h in heads if h is not head and abs(h.y - head.y) <= LEVEL * size]
    low = max((h.last + 1 for h in beside if h.x1 <= head.x0), default=0)
    high = min((h.first - 1 for h in beside if h.x0 >= head.x1), default=len(limits) - 2)
    first, last = own[0], own[-1]
    while first - 1 >= low and abs(levels.get(first - 1, inf) - level) <= LEVEL * size:
        first -= 1
    while last + 1 <= high and abs(levels.get(last + 1, inf) - level) <= LEVEL * size:
        last += 1
    spans = [(a, b) for a in range(first, own[0] + 1) for b in range(own[-1], last + 1)]
    head.first, head.last = min(spans, key=lambda s: (_misfit(head, s, limits), s[0] - s[1]))


def _misfit(head: Head, span: tuple[int, int], limits: Sequence[float]) -> int:
    """How far a head's text is from the middle of its columns or from their left, in half sizes."""
    left, right = limits[span[0]], limits[span[1] + 1]
    size = head.bits[0].size
    off = min(abs(head.x0 + head.x1 - left - right) / 2, max(0.0, head.x0 - left - size))
    return round(off / (size / 2))


def _number(heads: Sequence[Head]) -> None:
    """Give heads their rows: each stands below those over its columns, the lowest to the end."""
    for head in sorted(heads, key=lambda head: head.y):
        above = [h for h in heads if h.y < head.y and h.last >= head.first and h.first <= head.last]
        head.row = max((h.row + 1 for h in above), default=0)
    end = max((head.row for head in heads), default=0)
    for head in heads:
        below = _below(heads, head)
        own = range(head.first, head.last + 1)
        lower = [h.row for column in own for h in below.get(column, ())]
        head.last_row = max(head.row, min(lower, default=end + 1) - 1)
