"""变化: which quantities are a change, and from what to what."""

from __future__ import annotations

import re
from collections.abc import Sequence

from govreport.zh.patterns import quick_pattern
from govreport.zh.quantities.amount import Amount
from govreport.zh.quantities.words import words
from govreport.zh.types import Change, Direction, Value

__all__ = ["find_changes", "has_origin"]

#: A change's two values stand in one clause, not far apart.
REACH = 14
STOPS = quick_pattern(r"[，。；：、,;！？\n（）()]")
ORIGIN = quick_pattern(
    r"(?:(?<![服跟顺听遵])从(?![事而严业])|(?<![理自缘])由(?!于))[^，。；：、,;！？\n（）()从由]*+\Z"
)


def find_changes(text: str, amounts: Sequence[Amount]) -> list[tuple[Amount, Change | None]]:
    """Join the two values of one change, and tell for each quantity what change it is."""
    changed: list[tuple[Amount, Change | None]] = []
    last = 0
    for amount in amounts:
        start = max(last, amount.start - REACH)
        match = words().change.search(text, start, amount.start)
        base = changed[-1][0] if match and changed else None
        floor = changed[-2][0].end if len(changed) > 1 else 0
        joined = _joined(text, base, amount, match, floor) if base and match else None
        if joined is not None:
            changed[-1] = joined
        else:
            changed.append((amount, _change(amount, match)))
        last = amount.end
    return changed


def has_origin(text: str, start: int) -> int | None:
    """Where 从 or 由 stands before a place in its clause, ``None`` where it does not."""
    match = ORIGIN.search(text, max(0, start - REACH), start)
    return match.start() if match else None


def _joined(
    text: str, base: Amount, amount: Amount, match: re.Match[str], floor: int
) -> tuple[Amount, Change] | None:
    if amount.start - base.end > REACH or not (match["to"] or match["moved"]):
        return None
    if STOPS.search(text, base.end, amount.start):
        return None
    origin = has_origin(text, base.start)
    if origin is None or origin < floor or (base.unit is not None and base.unit != amount.unit):
        return None
    if base.value is None or amount.value is None:
        return None
    base_value: Value = base.value
    direction = _direction(match)
    if direction is None and amount.value != base_value:
        direction = Direction.UP if amount.value > base_value else Direction.DOWN
    amount.start = origin
    amount.number = origin
    amount.weak = False
    return amount, Change(direction, base_value, amount.value)


def _change(amount: Amount, match: re.Match[str] | None) -> Change | None:
    if amount.doubled:
        return Change(Direction.UP, None, amount.value)
    if match is None or match["moved"]:
        return None
    direction = _direction(match)
    return Change(direction, None, amount.value if match["to"] else None)


def _direction(match: re.Match[str]) -> Direction | None:
    return next((each for each in Direction if match.groupdict().get(each)), None)
