"""How SpreadsheetML names cells and areas: ``B2``, ``$A$1:C3`` (ISO/IEC 29500-1, 18.18.62).

>>> position("B2"), position("2B"), area("C3:A1")
((1, 1), None, Merge(top=0, left=0, bottom=2, right=2))
"""

from __future__ import annotations

import functools

from govreport.readers.workbook.page import Merge
from govreport.zh.patterns import lazy_pattern

__all__ = ["LAST_COLUMN", "LAST_ROW", "area", "position"]

LAST_ROW, LAST_COLUMN = 1_048_575, 16_383

_REFERENCE = lazy_pattern(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")


# Cells have the same names in all sheets.
@functools.lru_cache(maxsize=16_384)
def position(reference: str) -> tuple[int, int] | None:
    """The row and the column of a cell, from 0; ``None`` for what names none."""
    match = _REFERENCE.fullmatch(reference)
    if match is None or int(match[2]) == 0:
        return None
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]) - 1, column - 1


def area(reference: str) -> Merge | None:
    """The cells from one to another, or one of them; ``None`` for what names none."""
    first, _, last = reference.partition(":")
    one, other = position(first), position(last or first)
    if one is None or other is None:
        return None
    (top, bottom), (left, right) = (sorted(pair) for pair in zip(one, other, strict=True))
    return Merge(top, left, bottom, right)
