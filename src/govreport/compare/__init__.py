"""Reports against each other: one figure over the years, and what moved from one to another.

What the editions have in common is told by their crosswalk (:mod:`govreport.forms.concepts`): a
point or a difference says whether the figures mean the same (``exact``), are a sum (``sum``) or
come only close (``near``, with a note). What a form does not ask for has no point.
"""

from govreport.compare.differences import Difference, Differences, diff
from govreport.compare.measures import MeasurePoint, measure_series
from govreport.compare.points import Point
from govreport.compare.series import Series, series

__all__ = [
    "Difference",
    "Differences",
    "MeasurePoint",
    "Point",
    "Series",
    "diff",
    "measure_series",
    "series",
]
