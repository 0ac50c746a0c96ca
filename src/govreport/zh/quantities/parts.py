"""其中: which quantities are parts of which whole."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

import regex
from attrs import define, field

from govreport.zh.quantities.amount import Amount
from govreport.zh.quantities.types import Change, Kind, Value

__all__ = ["find_parts"]

TOKEN = regex.compile(
    r"(?P<open>[（(])|(?P<close>[）)])|(?P<end>[。！？\n])|(?P<semicolon>[；;])|(?P<among>其中)"
    r"|(?<=[，；,;、])(?P<leave>另|共|累计|全年|同时|此外|同比|比|较|办结|答复|回复|受理|收到|全部|上年)"
    r"|(?<=[，,])(?P<verb>开展|举办|召开|发布|组织|编发|制作|参加|接受|接待|推送|印发|制发|回应)"
)
COUNTED = (Kind.COUNT, Kind.MONEY, Kind.MEASURE)
Quantity = tuple[Amount, Change | None]

#: How far back in its sentence a whole is looked for.
BACK = 4


@define
class _Level:
    """The sentence, or what is in one pair of brackets."""

    seen: list[int] = field(factory=list)
    open: bool = False
    whole: int | None = None
    total: Value = 0
    #: Parts behind a semicolon, which are parts only if they make up the whole.
    pending: list[int] | None = None

    def close(self) -> None:
        self.open, self.whole, self.total, self.pending = False, None, 0, None


def find_parts(text: str, found: Sequence[Quantity]) -> dict[int, int]:
    """The index of the whole, by that of the part. ``text`` and spans are of one folding.

    A list begins with 其中, or with a bracket that begins with 含 or 包括, and ends with its
    sentence, at a word such as 另 or 答复, or where its parts make up the whole. Behind a
    semicolon, or a verb that begins a clause, a quantity is a part only if the parts make up the
    whole exactly.
    """
    parts: dict[int, int] = {}
    levels = [_Level()]
    marks = sorted(
        itertools.chain(
            ((match.start(), -1, match.lastgroup or "") for match in TOKEN.finditer(text)),
            ((each.start, index, "") for index, (each, _) in enumerate(found)),
        )
    )
    for position, index, mark in marks:
        level = levels[-1]
        if index >= 0:
            _add(found, levels, index, parts)
        elif mark == "open":
            including = text.startswith(("含", "包括", "包含", "其中含"), position + 1)
            levels.append(_Level(open=including))
        elif mark == "close":
            if len(levels) > 1:
                levels.pop()
        elif mark == "end":
            levels = [_Level(seen=level.seen[-BACK:])] if _goes_on(text, position) else [_Level()]
        elif mark in ("semicolon", "verb"):
            if level.open and level.whole is not None:
                level.pending = level.pending or []
            elif mark == "semicolon":
                level.seen.clear()
        elif mark == "among":
            level.close()
            level.open = True
        else:
            level.close()
    return parts


def _goes_on(text: str, position: int) -> bool:
    """Whether the next sentence begins with 其中."""
    return text.startswith("其中", position + 1)


def _add(
    found: Sequence[Quantity], levels: list[_Level], index: int, parts: dict[int, int]
) -> None:
    level, (part, change) = levels[-1], found[index]
    if part.kind not in COUNTED or change is not None:
        return
    if level.open and level.whole is None:
        outer = levels[-2].seen[-BACK:] if len(levels) > 1 else []
        level.whole = next(
            (
                each
                for each in reversed(outer + level.seen)
                if found[each][0].unit == part.unit and found[each][0].value is not None
            ),
            None,
        )
        if level.whole is None:
            level.open = False
    level.seen.append(index)
    whole = found[level.whole][0] if level.open and level.whole is not None else None
    if whole is None or whole.value is None or part.value is None or part.unit != whole.unit:
        return
    if part.value > whole.value:
        level.close()
        return
    level.total = _sum(level.total, part.value)
    if level.pending is None:
        parts[index] = level.whole or 0
    else:
        level.pending.append(index)
    if level.total == whole.value:
        for each in level.pending or ():
            parts[each] = level.whole or 0
        level.close()


def _sum(one: Value, other: Value) -> Value:
    if isinstance(one, Decimal) or isinstance(other, Decimal):
        return Fraction(one) + Fraction(other)
    return one + other
