"""指标: what is computed from the figures of a report: 公开率, 复议诉讼率."""

from __future__ import annotations

from fractions import Fraction

from govreport.model.figure import Figure
from govreport.record import record
from govreport.shown import Shown

__all__ = ["MeasureValue"]


@record(kw_only=True, repr=False)
class MeasureValue(Shown):
    """One measure of a report: ``value`` is exact, ``numerator`` over ``denominator``.

    ``value`` is ``None`` where a figure that it needs is blank or not there, or where the
    denominator is zero; so are those of the two that cannot be summed. ``n`` is of how many cases
    it is: the denominator, where that is a count. ``unit`` is ``%`` for a share: a value of 1/4 is
    25%. ``comparable`` says whether it means the same in all editions, ``note`` why not.
    """

    id: str
    label: str
    label_en: str
    value: Fraction | None
    numerator: Figure | None
    denominator: Figure | None
    n: int | None
    unit: str
    comparable: bool
    note: str = ""
    note_en: str = ""

    @property
    def percent(self) -> float | None:
        """The value times 100, to be shown."""
        return None if self.value is None else float(self.value * 100)

    def _said(self) -> str:
        if self.value is None:
            return f"{self.id}: none"
        shown = f"{self.percent:.1f}%" if self.unit == "%" else f"{float(self.value):.2f}"
        return f"{self.id}: {shown} ({self.numerator}/{self.denominator})"
