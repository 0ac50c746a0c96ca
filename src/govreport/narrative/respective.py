"""分别: figures told one for each of several years, 2016年、2017年分别收到30件、40件."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from govreport.narrative.context import Context
from govreport.zh.patterns import quick_pattern
from govreport.zh.quantities import QuantitySpan

__all__ = ["Turn", "turns"]

#: What stands between two figures of one list.
BETWEEN = quick_pattern(r"[、，]?[和及与]?|以及")


class Turn(Struct, frozen=True):
    """What holds of one figure of a list; ``first`` is the figure whose words name them all."""

    context: Context
    first: QuantitySpan


def turns(
    text: str,
    quantities: Sequence[QuantitySpan],
    context: Callable[[int], Context],
    year: int | None,
) -> Mapping[int, Turn]:
    """Return, by its start, each figure that is one of a year's in turn.

    Only lists with as many figures as years are told apart: of others nobody knows which is whose.
    """
    found: dict[int, Turn] = {}
    index = 0
    while index < len(quantities):
        end = index + 1
        while end < len(quantities) and _goes_on(text, quantities[end - 1], quantities[end]):
            end += 1
        now = context(quantities[index].start)
        if now.years and len(now.years) == end - index and now.own_scope:
            for said, each in zip(now.years, quantities[index:end], strict=True):
                own = said == year
                its = replace(now, years=(), year=None if own else said, own_time=own)
                found[each.start] = Turn(its, quantities[index])
        index = end
    return found


def _goes_on(text: str, one: QuantitySpan, other: QuantitySpan) -> bool:
    same = (one.kind, one.unit) == (other.kind, other.unit)
    return same and BETWEEN.fullmatch(text, one.end, other.start) is not None
