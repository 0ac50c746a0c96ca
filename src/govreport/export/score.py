"""An assessment as data, as lines and as a page."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources

from govreport.checks.assessment import Assessment, Lost
from govreport.export.html.markup import page, tag
from govreport.export.language import Language
from govreport.export.safe import one_line
from govreport.model import Report

__all__ = ["to_data", "to_lines", "to_page"]


def to_data(report: Report, found: Assessment) -> dict[str, object]:
    """Return it as JSON-safe data: each point lost with its rule, place and wording."""
    return {
        "path": report.source.path,
        "issuer": report.issuer.name,
        "year": report.year,
        "rubric": found.title,
        "points": found.points,
        "out_of": found.out_of,
        "items": [
            {
                "id": item.id,
                "label": item.label,
                "label_en": item.label_en,
                "points": item.points,
                "out_of": item.out_of,
                "lost": [_lost(each) for each in item.lost],
            }
            for item in found.items
        ],
    }


def to_lines(found: Assessment, lang: Language) -> Iterator[str]:
    """Yield a line for the whole, for each item and for each point lost."""
    yield f"{found.points}/{found.out_of}  {_in(lang, found.title, found.title_en)}"
    for item in found.items:
        yield f"{item.points:>4}/{item.out_of:<4}{_in(lang, item.label, item.label_en)}"
        for each in item.lost:
            yield one_line(f"      −{each.points}  {each.finding.code}  {_said(each, lang)}")


def to_page(report: Report, found: Assessment, lang: Language) -> str:
    """Return a page of its own: the points, item by item, and what took them."""
    title = f"{report.title or report.source.path or ''}　{found.points}/{found.out_of}"
    rows = [
        tag(
            "tr",
            tag("td", str(item.points)),
            tag("td", str(item.out_of)),
            tag("td", _in(lang, item.label, item.label_en)),
            tag(
                "td",
                *(tag("p", f"−{e.points} {e.finding.code} {_said(e, lang)}") for e in item.lost),
            ),
        )
        for item in found.items
    ]
    style = resources.files("govreport.export.html").joinpath("page.css").read_text("utf-8")
    heading = tag("h1", title)
    return page(title, style, tag("main", heading, tag("table", tag("tbody", *rows))))


def _lost(each: Lost) -> dict[str, object]:
    place = each.finding.origins[0] if each.finding.origins else None
    where = {} if place is None else {"page": place.page, "block": place.block}
    return {
        "points": each.points,
        "rule": each.finding.code,
        "rule_version": each.finding.rule_version,
        "message": each.finding.message,
        "message_en": each.finding.message_en,
        **where,
    }


def _said(each: Lost, lang: Language) -> str:
    return _in(lang, each.finding.message, each.finding.message_en)


def _in(lang: Language, zh: str, en: str) -> str:
    return zh if lang == "zh" else en or zh
