"""Organs: all of them by name, and one of them over the years."""

from __future__ import annotations

from govreport.serve.address import Address
from govreport.serve.data import Data, Row
from govreport.serve.pages import lines
from govreport.serve.pages.asked import Link, NoSuchPage, part
from govreport.serve.pinyin import Names
from govreport.serve.queries import findings
from govreport.serve.queries import organs as ask
from govreport.serve.sheet import Page, Sheet
from govreport.serve.words import said

__all__ = ["organ", "organs"]

#: Organs, and findings of one organ, on one page.
ORGANS, FINDINGS = 200, 50


def organs(data: Data, address: Address) -> Page:
    """Organs by name: by any part of it, or by its letters in pinyin."""
    text = address.get("q")
    found = _found(data, text)
    shown = part(address, ORGANS, len(found))
    context = {
        "q": text,
        "rows": found[shown.first : shown.first + ORGANS],
        "part": shown,
    }
    columns = ("organ", "region", "reports", "first", "last", "errors")
    return Page(
        said("organs", address.lang),
        "organs.html",
        context,
        (Sheet("organs", columns, lambda: found),),
    )


def organ(data: Data, address: Address, link: Link) -> Page:
    """One organ: figures over the years, findings by year, its reports and their versions."""
    about = ask.named(data, address.key)
    if not about:
        raise NoSuchPage
    wanted = findings.Wanted(organ=address.key)
    reports = [
        {**row, "figures": row["metrics"], "filled": row["metrics_with_value"]}
        for row in ask.reports(data, address.key)
    ]
    points = lines.points(data, about)
    context = {
        "about": about,
        **lines.shown(data, points, address, link),
        "reports": reports,
        "by_year": ask.findings_by_year(data, address.key),
        "findings": findings.find(data, wanted, "year", limit=FINDINGS),
        "total": findings.count(data, wanted),
    }
    sheets = (
        Sheet("points", lines.COLUMNS, lambda: points),
        Sheet("reports", _REPORTS, lambda: reports),
        Sheet("findings", _FINDINGS, lambda: findings.find(data, wanted, "year")),
    )
    return Page(about["organ"], "organ.html", context, sheets)


_REPORTS = (
    *("year", "title", "edition", "issued", "format", "figures", "filled", "errors", "warnings"),
    *("copies", "path", "sha256"),
)
_FINDINGS = ("organ", "year", "severity", "code", "message", "expected", "found", "path", "sha256")


def _prepared(data: Data) -> tuple[dict[str, Row], Names]:
    """The organs of a store, ready to be looked for."""
    rows = {row["organ"]: row for row in ask.every(data)}
    return rows, Names.of(rows)


def _found(data: Data, text: str) -> list[Row]:
    rows, names = data.once(_prepared, lambda: _prepared(data))
    return [rows[name] for name in names.find(text)]
