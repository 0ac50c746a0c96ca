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
from govreport.checks.content import check_fee, check_other_year, check_power
from govreport.checks.existence import check_blanks, check_sections, check_tables, form_of, year_of
from govreport.checks.narrative import check_repeated, check_text
from govreport.checks.reckoning import check_reckoning
from govreport.checks.reuse import check_reuse
from govreport.checks.series import SERIES, check_series
from govreport.checks.structure import check_numbering, check_parts
from govreport.checks.timeliness import check_dates
from govreport.checks.values import check_values
from govreport.checks.wording import check_wording
from govreport.kinds import ReportKind, kind
from govreport.model import Finding, Report
from govreport.model.rules import rule

__all__ = ["CHECKS", "check"]

Check = Callable[[Report], Iterable[Finding]]

#: The checks of one report, by the names that ``kind.toml`` knows them by; ``series`` is another.
CHECKS: Mapping[str, Check] = {
    "identities": check_identities,
    "stated": check_stated,
    "values": check_values,
    "tables": check_text,
    "repeated": check_repeated,
    "reckoning": check_reckoning,
    "numbering": check_numbering,
    "parts": check_parts,
    "forms": check_tables,
    "blanks": check_blanks,
    "sections": check_sections,
    "dates": check_dates,
    "power": check_power,
    "fee": check_fee,
    "other_year": check_other_year,
    "wording": check_wording,
}


def check(report: Report, previous: Report | None = None) -> tuple[Finding, ...]:
    """Run every check of its kind on a report, as far as the rules hold for it.

    Args:
        previous: the organ's report for the year before; what must hold from one year to the next
            is then checked as well.
    """
    if report.is_partial:
        return ()  # what it lacks may stand in the rest
    form = form_of(report)
    edition = form.id if form is not None else None
    found = [
        finding
        for run in _checks(kind(report.kind))
        for finding in run(report)
        if rule(finding.code).holds_for(report.kind, edition, year_of(report))
    ]
    if previous is not None:
        found += check_series(report, previous)
        found += (each for each in check_reuse(report, previous) if previous.year != report.year)
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
