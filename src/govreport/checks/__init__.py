"""Checks: what does not add up in a report, as findings. A finding never changes a value.

A check is a function from a report to findings; adding one means writing it and naming it in
:data:`CHECKS`. Their codes, severities and wording stand in ``findings.toml``. Findings about what
could not be read (``row.unknown``, ``cell.unreadable`` …) arise while reading and are no checks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from govreport.checks.arithmetic import check_identities, check_stated
from govreport.checks.narrative import check_repeated, check_tables
from govreport.checks.reckoning import check_reckoning
from govreport.checks.series import check_series
from govreport.checks.structure import check_numbering, check_parts
from govreport.checks.values import check_values
from govreport.model import Finding, Report

__all__ = ["CHECKS", "check"]

CHECKS: tuple[Callable[[Report], Iterable[Finding]], ...] = (
    check_identities,
    check_stated,
    check_values,
    check_tables,
    check_repeated,
    check_reckoning,
    check_numbering,
    check_parts,
)


def check(report: Report, previous: Report | None = None) -> tuple[Finding, ...]:
    """Run every check on a report. The report's own findings are not looked at.

    Args:
        previous: the organ's report for the year before; what must hold from one year to the next
            is then checked as well.
    """
    found = [finding for run in CHECKS for finding in run(report)]
    if previous is not None:
        found += check_series(report, previous)
    return tuple(found)
