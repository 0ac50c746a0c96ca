"""What is under an address: a page, one of its tables, all of them, or a picture."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from attrs import frozen

from govreport.serve.address import Address, Lang
from govreport.serve.data import Data
from govreport.serve.original import Originals
from govreport.serve.pages.archive import archive, failures
from govreport.serve.pages.asked import Link, NoSuchPage
from govreport.serve.pages.compare import compare
from govreport.serve.pages.findings import findings
from govreport.serve.pages.organs import organ, organs
from govreport.serve.pages.report import pages, picture, report
from govreport.serve.render import Links, to_html
from govreport.serve.sheet import Page, to_csv, to_xlsx
from govreport.serve.words import said

__all__ = ["Answer", "answer", "error_page"]

_BY_NAME: Mapping[str, Callable[[Data, Address, Link], Page]] = {
    "archive": lambda data, address, _: archive(data, address),
    "failures": lambda data, address, _: failures(data, address),
    "organs": lambda data, address, _: organs(data, address),
    "findings": lambda data, address, _: findings(data, address),
    "organ": organ,
    "compare": compare,
}


@frozen
class Answer:
    """What is found under an address, and the name of the file where it is one to be saved."""

    body: bytes
    type: str
    name: str = ""


def answer(data: Data, originals: Originals, address: Address, links: Links) -> Answer:
    """Return what is under an address.

    Raises:
        NoSuchPage: nothing is.
        BadAddress: its query says what it cannot.
    """
    if address.form == "png":
        if address.page != "pages":
            raise NoSuchPage
        return Answer(picture(data, originals, address), "image/png")
    page = _page(data, originals, address, links)
    if address.form == "html":
        text = to_html(page, address, links)
        return Answer(text.encode("utf-8", "replace"), "text/html; charset=utf-8")
    name = address.page + (f"-{address.key[:12]}" if address.key else "")
    if address.form == "xlsx":
        type_ = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        return Answer(to_xlsx(page, address.lang), type_, f"{name}.xlsx")
    sheet = page.sheet(address.get("table"))
    if sheet is None:
        raise NoSuchPage
    return Answer(to_csv(sheet, address.lang), "text/csv; charset=utf-8", f"{name}-{sheet.id}.csv")


def error_page(status: int, lang: Lang) -> Page:
    """Return the page for an address under which there is nothing."""
    title = said(f"error.{status}", lang)
    return Page(title, "error.html", {"status": status})


def _page(data: Data, originals: Originals, address: Address, links: Links) -> Page:
    if address.page == "report":
        return report(data, originals, address, links.to)
    if address.page == "pages":
        return pages(data, originals, address, links.to)
    return _BY_NAME[address.page](data, address, links.to)
