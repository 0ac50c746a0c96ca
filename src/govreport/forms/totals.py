"""合计: which figures are the total of a breakdown, so that nobody adds a total to its parts.

The total over all kinds of applicant and its parts share an id. Where a form breaks a figure down
beside its total, the figure without that dimension is the member ``total`` of it, in every edition:
the form of 2014 asks for the total alone.

>>> from govreport.kinds import kind
>>> members("applications.received", {}, kind("ogi"))["applicant"]
'total'
>>> members("applications.received", {"applicant": "business"}, kind("ogi"))["applicant"]
'business'
>>> is_total("applications.received", {"applicant": "business"}, kind("ogi"))
False
>>> members("applications.refused", {}, kind("ogi"))["applicant"]
'total'
>>> "applicant" in members("complaints.total", {}, kind("ogi"))
False
"""

from __future__ import annotations

import functools
from collections.abc import Mapping

from govreport.forms.catalogue import Row, editions, metric_id
from govreport.forms.concepts import concepts
from govreport.kinds import ReportKind

__all__ = ["TOTAL", "is_total", "members", "without_total"]

#: The member of a dimension that stands for all others.
TOTAL = "total"


def members(id: str, dimensions: Mapping[str, str], kind: ReportKind) -> dict[str, str]:
    """Return the dimensions of a figure or a concept, with ``total`` in those that it is the total
    of."""
    broken = _broken_down(kind).get(id, ())
    return {
        **dict.fromkeys((name for name in broken if name not in dimensions), TOTAL),
        **dimensions,
    }


def is_total(id: str, dimensions: Mapping[str, str], kind: ReportKind) -> bool:
    """Whether a figure is no part of another one of its id: those can be added up over reports."""
    broken = _broken_down(kind).get(id, ())
    return not any(dimensions.get(name, TOTAL) != TOTAL for name in broken)


def without_total(dimensions: Mapping[str, str]) -> dict[str, str]:
    """Return the dimensions as a figure of a form has them: the total has none."""
    return {name: member for name, member in dimensions.items() if member != TOTAL}


@functools.cache
def _broken_down(kind: ReportKind) -> Mapping[str, tuple[str, ...]]:
    """The dimensions by which a form breaks a figure down beside its total, by the figure's id; of
    a concept, those of the figures that say it."""
    found: dict[str, dict[str, None]] = {}
    for form in editions(kind):
        for table in form.tables:
            names = [each.name for each in form.dimensions if each.total and each.table == table.id]
            for row in table.rows or (Row(id="", label=""),):
                for column in table.columns_of("value"):
                    found.setdefault(metric_id(row.id, column.id), {}).update(dict.fromkeys(names))
    for concept in concepts(kind):
        for link in concept.links:
            for term in link.figures:
                names = [name for name in found.get(term.id, ()) if name not in term.dimensions]
                found.setdefault(concept.id, {}).update(dict.fromkeys(names))
    return {id: tuple(names) for id, names in found.items() if names}
