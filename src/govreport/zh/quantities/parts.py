"""其中: which quantities are parts of which whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from msgspec import Struct

from govreport.zh.patterns import quick_pattern
from govreport.zh.quantities.amount import Amount
from govreport.zh.types import Change, QuantityKind, Value

__all__ = ["PartList", "Quantity", "find_parts"]

TOKEN = quick_pattern(
    r"(?P<open>[（(])|(?P<close>[）)])|(?P<end>[。！？\n])|(?P<semicolon>[；;])|(?P<among>其中)"
    r"|(?<=[，；,;、])(?P<leave>另|共|累计|全年|同时|此外|同比|比|较|办结|答复|回复|受理|收到|全部|上年)"
    r"|(?<=[，,])(?P<verb>开展|举办|召开|发布|组织|编发|制作|参加|接受|接待|推送|印发|制发|回应)"
)
INCLUDING = quick_pattern(r"(?:其中)?(?:包?含|包括)")
#: What may stand between a whole and its first part, for the two to be compared.
BETWEEN = quick_pattern(r"[，,；;。：:（(]{0,2}(?:其中|包?含|包括)*")
COUNTED = (QuantityKind.COUNT, QuantityKind.MONEY, QuantityKind.MEASURE)
Quantity = tuple[Amount, Change | None]

#: How far back in its sentence a whole is looked for.
BACK = 4


class PartList(Struct, frozen=True):
    """其中 and what follows it: the parts of one whole, by their indices.

    ``start`` is where the list begins, behind 其中. ``loose`` are those further on, behind a
    semicolon or a verb, with which the parts do not make up the whole. Where ``exceeds``, what
    stands first in it is more than the number right before it, and is no part of it by that. It is
    ``sure`` of its whole where no other number in the sentence could be that.
    """

    whole: int
    start: int
    parts: tuple[int, ...]
    loose: tuple[int, ...] = ()
    exceeds: bool = False
    sure: bool = True


class _Level(Struct):
    """The sentence, or what is in one pair of brackets."""

    seen: list[int] = []
    open: bool = False
    start: int = 0
    whole: int | None = None
    sure: bool = True
    total: Value = 0
    parts: list[int] = []
    #: Parts behind a semicolon, which are parts only if they make up the whole.
    pending: list[int] | None = None

    def begin(self, start: int) -> None:
        self.open, self.start = True, start

    def close(self) -> PartList | None:
        made = None
        if self.whole is not None and self.parts:
            made = PartList(
                self.whole,
                self.start,
                tuple(self.parts),
                tuple(self.pending or ()),
                sure=self.sure,
            )
        self.open, self.whole, self.total, self.parts, self.pending = False, None, 0, [], None
        return made


def find_parts(text: str, found: Sequence[Quantity]) -> list[PartList]:
    """The lists of parts, in the order of their ends. ``text`` and spans are of one folding.

    A list begins with 其中, or with a bracket that begins with 含 or 包括, and ends with its
    sentence, at a word such as 另 or 答复, or where its parts make up the whole. Behind a
    semicolon, or a verb that begins a clause, a quantity is a part only if the parts make up the
    whole exactly.
    """
    if not ("其中" in text or "含" in text or "包括" in text):
        return []
    lists: list[PartList | None] = []
    levels = [_Level()]
    for index, match in _marks(text, found):
        level = levels[-1]
        mark = match.lastgroup if match else None
        if match is None:
            lists.append(_add(text, found, levels, index))
        elif mark == "open":
            levels.append(_Level())
            if including := INCLUDING.match(text, match.end()):
                levels[-1].begin(including.end())
        elif mark == "close":
            if len(levels) > 1:
                lists.append(levels.pop().close())
        elif mark == "end":
            lists += [each.close() for each in levels]
            goes_on = text.startswith("其中", match.end())
            levels = [_Level(seen=level.seen[-BACK:])] if goes_on else [_Level()]
        elif mark in ("semicolon", "verb"):
            if level.open and level.whole is not None:
                level.pending = level.pending or []
            elif mark == "semicolon":
                level.seen.clear()
        else:
            lists.append(level.close())
            if mark == "among":
                level.begin(match.end())
    lists += [each.close() for each in levels]
    return [each for each in lists if each is not None]


def _marks(text: str, found: Sequence[Quantity]) -> Iterator[tuple[int, re.Match[str] | None]]:
    """The quantities, by their index, and the words that begin and end lists, in order."""
    index, count = 0, len(found)
    for match in TOKEN.finditer(text):
        while index < count and found[index][0].start < match.start():
            yield index, None
            index += 1
        yield index, match
    for rest in range(index, count):
        yield rest, None


def _add(text: str, found: Sequence[Quantity], levels: list[_Level], index: int) -> PartList | None:
    """Put a quantity where it belongs; returns the list that it ends, if it does."""
    level, (part, change) = levels[-1], found[index]
    if part.kind not in COUNTED or change is not None:
        return None
    if level.open and level.whole is None:
        outer = levels[-2].seen[-BACK:] if len(levels) > 1 else []
        able = [
            each
            for each in outer + level.seen[-4 * BACK :]
            if found[each][0].unit == part.unit and found[each][0].value is not None
        ]
        level.whole = able[-1] if able else None
        # 答复805件（含…）: what a bracket stands right behind is its whole.
        bracketed = level.whole == index - 1 and level.whole in outer
        level.sure = len(able) == 1 or bracketed
        if level.whole is None:
            level.open = False
    level.seen.append(index)
    whole = found[level.whole][0] if level.open and level.whole is not None else None
    if whole is None or whole.value is None or part.value is None or part.unit != whole.unit:
        return None
    if part.value > whole.value:
        first = not level.parts and level.whole == index - 1 and level.sure
        adjacent = first and BETWEEN.fullmatch(text, whole.end, level.start) is not None
        exceeding = PartList(index - 1, level.start, (index,), exceeds=True) if adjacent else None
        return level.close() or exceeding
    level.total = _sum(level.total, part.value)
    if level.pending is None:
        level.parts.append(index)
    else:
        level.pending.append(index)
    if level.total == whole.value:
        level.parts += level.pending or ()
        level.pending = None
        return level.close()
    return None


def _sum(one: Value, other: Value) -> Value:
    if isinstance(one, Decimal) or isinstance(other, Decimal):
        return Fraction(one) + Fraction(other)
    return one + other
