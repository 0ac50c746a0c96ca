"""A report: its figures beside the text of the document, or beside the pages of its PDF."""

from __future__ import annotations

from govreport.export.html.page import content
from govreport.export.html.pages import Pages, Picture, numbers
from govreport.export.html.pages import pages as paged
from govreport.export.wording import facts
from govreport.model import Report
from govreport.serve.address import Address
from govreport.serve.data import Data
from govreport.serve.original import Original, Originals
from govreport.serve.pages.asked import Link, NoSuchPage, integer
from govreport.serve.queries import findings as ask_findings
from govreport.serve.queries import organs as ask
from govreport.serve.queries import reports as ask_reports
from govreport.serve.sheet import Page, Sheet

__all__ = ["PICTURES", "pages", "picture", "report"]

#: Of a longer file only the pages with figures are drawn, and no more than these.
PICTURES = 60

_METRICS = (
    *("year", "edition", "id", "label", "dimensions", "value", "unit", "state", "certainty"),
    *("raw", "page", "block", "row", "column"),
)
_FINDINGS = ("severity", "code", "message", "message_en", "expected", "found", "metrics", "page")


def report(data: Data, originals: Originals, address: Address) -> Page:
    """A report: findings, figures, and the text, each leading to the other."""
    found = _found(data, originals, address)
    return _page(data, found, address, None)


def pages(data: Data, originals: Originals, address: Address, link: Link) -> Page:
    """A report read from a PDF: its pages with a box over each figure in the place of the text."""
    found = _found(data, originals, address)
    sizes = originals.sizes(data, address.key) if found.is_whole else []
    shown = _shown(found.report, len(sizes))
    if not shown:
        raise NoSuchPage
    pictures = [_picture(address, number, sizes[number - 1], link) for number in shown]
    return _page(data, found, address, paged(found.report, pictures, address.lang))


def picture(data: Data, originals: Originals, address: Address) -> bytes:
    """A page of a PDF as a PNG."""
    number = integer(address, "page", 1, 10_000)
    found = originals.picture(data, address.key, number) if number else None
    if found is None:
        raise NoSuchPage
    return found


def _found(data: Data, originals: Originals, address: Address) -> Original:
    found = originals.get(data, address.key)
    if found is None:
        raise NoSuchPage
    return found


def _page(data: Data, found: Original, address: Address, drawn: Pages | None) -> Page:
    row, own = found.row, found.report
    sha256 = row["sha256"]
    near = ask.near(data, row["key"], row["year"]) if row["key"] else {}
    wanted = ask_findings.Wanted(report=sha256)
    everything = ask_findings.find(data, wanted)
    context = {
        "row": row,
        "facts": facts(own, address.lang),
        "is_whole": found.is_whole,
        "is_paged": drawn is not None,
        "has_pages": found.is_whole and row["format"] == "pdf",
        "before": near.get("before"),
        "after": near.get("after"),
        "across": [finding for finding in everything if finding["across"]],
        # Only the page itself needs it, not the tables that are taken along.
        "content": lambda: content(own, drawn, address.lang),
    }
    sheets = (
        Sheet("metrics", _METRICS, lambda: ask_reports.metrics(data, row)),
        Sheet("findings", _FINDINGS, lambda: everything),
    )
    return Page(own.title or row["path"], "report.html", context, sheets)


def _shown(report: Report, count: int) -> list[int]:
    if count <= PICTURES:
        return list(range(1, count + 1))
    return [number for number in numbers(report) if number <= count][:PICTURES]


def _picture(address: Address, number: int, size: tuple[float, float], link: Link) -> Picture:
    if not all(size):
        return Picture(number, None)
    href = link(Address("pages", address.key, (("page", str(number)),), "zh", "png"))
    return Picture(number, href, *size)
