"""The values of a table by columns, before they become those of pandas, polars or Arrow."""

from __future__ import annotations

import functools
import math
from decimal import Decimal, localcontext

from attrs import frozen

from govreport.export.columns import PRECISION, SCALE, ColumnType

__all__ = ["Filled", "Value", "fixed", "floating"]

Value = str | int | float | Decimal | None

#: No figure of a column is as large; its places, of a whole number.
_MOST, _PLACES = 10 ** (PRECISION - SCALE), "." + "0" * SCALE


@frozen
class Filled:
    """A column with its type and all its values."""

    name: str
    type: ColumnType
    values: list[Value]
    #: All that a text may be, in order, where that is known: a category.
    known: tuple[str, ...] = ()


def fixed(value: Value) -> Decimal | None:
    """Return a figure with all the places of its column, ``None`` where it does not fit exactly."""
    if isinstance(value, int):
        return Decimal(f"{value}{_PLACES}") if abs(value) < _MOST else None
    return None if value is None else _fixed(value)


@functools.lru_cache(maxsize=4096)
def _fixed(value: str | float | Decimal) -> Decimal | None:
    with localcontext(prec=PRECISION * 4):
        figure = Decimal(value)
        if abs(figure) >= _MOST or figure != round(figure, SCALE):
            return None
        return round(figure, SCALE)


def floating(value: int | Decimal | None) -> float | None:
    """Return a figure as a float, near enough to plot and rank; ``None`` where none is near it."""
    if value is None:
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None
