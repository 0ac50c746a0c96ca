"""How the quantities of the text are shown: value with hedge or change, and what they are of."""

from __future__ import annotations

from collections.abc import Mapping

from govreport.kinds import ReportKind
from govreport.model import Quantity
from govreport.narrative.quantities import label
from govreport.zh.types import Direction

__all__ = ["about", "shown"]

ARROWS: Mapping[Direction | None, str] = {Direction.UP: "↑", Direction.DOWN: "↓", None: ""}


def shown(quantity: Quantity) -> str:
    """Return the value without its unit: 649, 20–29, ≥ 20, 8.94 → 5.79."""
    change, value, low, high = quantity.change, quantity.value, quantity.low, quantity.high
    if change is not None and change.base is not None and change.result is not None:
        return f"{change.base:,} → {change.result:,}"
    if low is not None and high is not None:
        text = f"{low:,}–{high:,}"
    elif low is not None:
        text = f"≥ {low:,}"
    elif high is not None:
        text = f"≤ {high:,}"
    else:
        text = "" if value is None else f"{value:,}"
    return text + (ARROWS[change.direction] if change is not None else "")


def about(quantity: Quantity, kind: ReportKind) -> tuple[str, str]:
    """Return the figure of the forms that it is, else what it counts; and what else is known."""
    notes = [
        quantity.scope or "",
        f"{quantity.year} 年" if quantity.year else "",
        "其中" if quantity.part_of is not None else "",
        *quantity.dimensions.values(),
    ]
    if quantity.concept is None:
        return quantity.subject or "", " · ".join(filter(None, notes))
    return label(quantity.concept, kind), " · ".join(filter(None, notes))
