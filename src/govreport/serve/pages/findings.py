"""Findings: what does not add up, by rule, severity, place and year."""

from __future__ import annotations

from govreport.serve.address import Address
from govreport.serve.data import Data
from govreport.serve.pages.asked import chosen, integer, part
from govreport.serve.queries import findings as ask
from govreport.serve.sheet import Page, Sheet
from govreport.serve.words import said

__all__ = ["findings"]

#: Findings on one page.
ROWS = 50
COLUMNS = (
    *("organ", "year", "severity", "code", "message", "message_en", "expected", "found"),
    *("metrics", "path", "sha256"),
)


def findings(data: Data, address: Address) -> Page:
    """A page of findings that are filtered and sorted as the address says."""
    choices = ask.choices(data)
    severities = ("", *(row["value"] for row in choices["severity"]))
    wanted = ask.Wanted(
        code=address.get("code"),
        severity=chosen(address, "severity", severities),
        place=address.get("place"),
        year=integer(address, "year", 1900, 2100),
        organ=address.get("organ"),
        report=address.get("report"),
    )
    sort = chosen(address, "sort", ask.SORTS)
    total = ask.count(data, wanted)
    shown = part(address, ROWS, total)
    context = {
        "wanted": wanted,
        "sort": sort,
        "sorts": list(ask.SORTS),
        "choices": choices,
        "total": total,
        "part": shown,
        "rows": ask.find(data, wanted, sort, first=shown.first, limit=ROWS),
    }
    sheet = Sheet("findings", COLUMNS, lambda: ask.find(data, wanted, sort))
    return Page(said("findings", address.lang), "findings.html", context, (sheet,))
