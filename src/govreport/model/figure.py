"""数: a number as a report holds it, exact."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from govreport.model.union import union

__all__ = ["Figure"]

if TYPE_CHECKING:
    Figure = int | Decimal
else:
    Figure = union("Figure", int, Decimal)
