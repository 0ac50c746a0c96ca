"""A quantity in the making."""

from __future__ import annotations

from msgspec import Struct

from govreport.zh.types import Qualifier, QuantityKind, Value

__all__ = ["Amount"]


class Amount(Struct, gc=False):
    """A quantity in the making, by offsets of the collapsed text.

    ``number`` is where its numeral begins. ``weak``: it may be an article or a name (一个), and
    counts only where something else shows that it is a quantity. ``doubled``: 翻番.
    """

    start: int
    end: int
    number: int
    value: Value | None
    unit: str | None
    kind: QuantityKind
    low: Value | None = None
    high: Value | None = None
    qualifier: Qualifier | None = None
    weak: bool = False
    doubled: bool = False
