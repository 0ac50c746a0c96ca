"""Reports: the figures of one."""

from __future__ import annotations

from govreport.forms.catalogue import dimension_names
from govreport.serve.data import Data, Row

__all__ = ["metrics"]


def metrics(data: Data, report: Row) -> list[Row]:
    """Return a report's figures in the order in which they stand; ``dimensions`` in one column."""
    rows = data.of_report("metrics", report, 'block, "row", "column"')
    return [{**row, "dimensions": _members(row)} for row in rows]


def _members(row: Row) -> str:
    said = ((name, row.get(name)) for name in dimension_names())
    return " ".join(f"{name}={member}" for name, member in said if member is not None)
