"""Checks: what does not add up in a report, as findings. A finding never changes a value.

A check is a function from a report to findings; adding one means writing it and naming it in
:data:`CHECKS`. A kind of report may go without some (``without_checks`` in its ``kind.toml``).
The rules that they compute, with their severities, wording and sources, stand in ``rules/*.toml``
(:mod:`govreport.model.rules`). Findings about what could not be
read (``row.unknown``, ``cell.unreadable`` …) arise while reading and are no checks.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping

from govreport.checks.arithmetic import check_identities, check_stated
from govreport.checks.narrative import check_repeated, check_tables
from govreport.checks.reckoning import check_reckoning
from govreport.checks.series import SERIES, check_series
from govreport.checks.structure import check_numbering, check_parts
from govreport.checks.values import check_values
from govreport.kinds import ReportKind, kind
from govreport.model import Finding, Report

__all__ = ["CHECKS", "check"]

Check = Callable[[Report], Iterable[Finding]]

#: The checks of one report, by the names that ``kind.toml`` knows them by; ``series`` is another.
CHECKS: Mapping[str, Check] = {
    "identities": check_identities,
    "stated": check_stated,
    "values": check_values,
    "tables": check_tables,
    "repeated": check_repeated,
    "reckoning": check_reckoning,
    "numbering": check_numbering,
    "parts": check_parts,
}


def check(report: Report, previous: Report | None = None) -> tuple[Finding, ...]:
    """Run every check of its kind on a report. The report's own findings are not looked at.

    Args:
        previous: the organ's report for the year before; what must hold from one year to the next
            is then checked as well.
    """
    found = [finding for run in _checks(kind(report.kind)) for finding in run(report)]
    if previous is not None:
        found += check_series(report, previous)
    return tuple(found)


@functools.cache
def _checks(kind: ReportKind) -> tuple[Check, ...]:
    unknown = kind.without_checks - {*CHECKS, SERIES}
    if unknown:
        named, known = ", ".join(sorted(unknown)), ", ".join([*CHECKS, SERIES])
        raise ValueError(
            f"{kind.id}/kind.toml: without_checks: no check {named}; there are {known}"
        )
    return tuple(run for name, run in CHECKS.items() if name not in kind.without_checks)
