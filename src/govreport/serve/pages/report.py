"""A report: its figures beside the text of the document, or beside the pages of its file."""

from __future__ import annotations

from govreport.export.html.crops import is_scanned
from govreport.export.html.drawn import has_pages
from govreport.export.html.page import content
from govreport.export.html.pages import Pages, Picture, numbers
from govreport.export.html.pages import pages as paged
from govreport.export.html.scanned import GONE, UNDRAWN, Shots, shown
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
#: What of an address says which figure a picture is of.
_FIGURE = "figure"

_METRICS = (
    *("year", "edition", "id", "label", "dimensions", "value", "unit", "state", "certainty"),
    *("raw", "page", "block", "row", "column"),
)
_FINDINGS = ("severity", "code", "message", "message_en", "expected", "found", "metrics", "page")


def report(data: Data, originals: Originals, address: Address, link: Link) -> Page:
    """A report: findings, figures, and the text, each leading to the other; beside each figure of a
    scan the part of the page in which it was read."""
    found = _found(data, originals, address)
    return _page(data, found, address, None, _shots(data, originals, found, link))


def pages(data: Data, originals: Originals, address: Address, link: Link) -> Page:
    """A report read from a PDF or from pictures: its pages, with a box over each figure, in the
    place of the text."""
    found = _found(data, originals, address)
    sizes = originals.sizes(data, address.key) if found.is_whole else []
    shown = _shown(found.report, len(sizes))
    if not shown:
        raise NoSuchPage
    pictures = [_picture(address, number, sizes[number - 1], link) for number in shown]
    drawn = paged(found.report, pictures, address.lang)
    return _page(data, found, address, drawn, _shots(data, originals, found, link))


def picture(data: Data, originals: Originals, address: Address) -> bytes:
    """A page of a file as a PNG, or the part of it in which a figure of a scan was read."""
    if address.get(_FIGURE):
        return _part(data, originals, address)
    number = integer(address, "page", 1, 10_000)
    found = originals.picture(data, address.key, number) if number else None
    if found is None:
        raise NoSuchPage
    return found


def _part(data: Data, originals: Originals, address: Address) -> bytes:
    own = _found(data, originals, address).report
    parts = originals.crops(data, own) or {}
    part = parts.get(integer(address, _FIGURE, 0, 1_000_000) or 0)
    if part is None:
        raise NoSuchPage
    return part.png


def _shots(data: Data, originals: Originals, found: Original, link: Link) -> Shots:
    """The pictures of the figures of a scan, each under an address of its own."""
    if not found.is_whole or not any(map(is_scanned, found.report.metrics)):
        return Shots(absent=GONE)
    parts = originals.crops(data, found.report)
    if parts is None:
        return Shots(absent=UNDRAWN if has_pages(found.report.source.format) is False else GONE)
    key = found.report.source.sha256

    def to(n: int) -> str:
        return link(Address("pages", key, ((_FIGURE, str(n)),), "zh", "png"))

    return Shots({n: shown(part, to(n)) for n, part in parts.items()})


def _found(data: Data, originals: Originals, address: Address) -> Original:
    found = originals.get(data, address.key)
    if found is None:
        raise NoSuchPage
    return found


def _page(data: Data, found: Original, address: Address, drawn: Pages | None, shots: Shots) -> Page:
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
        "has_pages": found.is_whole and has_pages(row["format"]),
        "before": near.get("before"),
        "after": near.get("after"),
        "across": [finding for finding in everything if finding["across"]],
        # Only the page itself needs it, not the tables that are taken along.
        "content": lambda: content(own, drawn, address.lang, shots),
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
