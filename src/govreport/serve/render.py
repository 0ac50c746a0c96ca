"""A page as HTML: its template, filled in, in one language, with links as its place needs them."""

from __future__ import annotations

import functools
from decimal import Decimal
from typing import Any, Protocol

import jinja2
from attrs import evolve

from govreport.export.html.markup import Markup
from govreport.export.plots.svg import to_svg
from govreport.export.wording import CERTAINTIES, SEVERITIES
from govreport.model import Certainty, Severity
from govreport.serve.address import Address, Form, Lang
from govreport.serve.sheet import Page
from govreport.serve.words import said

__all__ = ["Links", "to_html"]


class Links(Protocol):
    """How an address is written into a page that stands at another one."""

    #: Whether a server answers: then there are forms to fill in.
    live: bool

    def to(self, address: Address) -> str:
        """Return the link to a page."""
        ...

    def static(self, name: str) -> str:
        """Return the link to a file that all pages share."""
        ...


def to_html(page: Page, here: Address, links: Links) -> str:
    """Return the page as text, to be written as UTF-8."""
    lang = here.lang

    def link(name: str, key: str = "", **query: object) -> str:
        return links.to(Address(name, key, lang=lang).with_query(**query))

    def t(key: str, **parts: object) -> str:
        return said(key, lang, **parts)

    context: dict[str, Any] = {
        "page": page,
        "here": here,
        "lang": lang,
        "live": links.live,
        "t": t,
        "link": link,
        "static": links.static,
        # Of this page: with another part of its query, in another language, as another thing.
        "changed": lambda **query: links.to(here.with_query(**query)),
        "translated": links.to(evolve(here, lang="en" if lang == "zh" else "zh")),
        "taken": lambda form, table="": links.to(_taken(here, form, table)),
        "severity": lambda value: _severity(value, lang),
        "certainty": lambda value: CERTAINTIES[Certainty(value)],
        "drawn": to_svg,
    }
    return _templates().get_template(page.template).render(context | dict(page.context))


def _taken(here: Address, form: Form, table: str) -> Address:
    """The address of what the page shows: all of it, so the part that is shown does not count."""
    whole = here.with_query(page=None, table=table)
    return evolve(whole, form=form)


def _severity(value: str, lang: Lang) -> str:
    return SEVERITIES[Severity(value)] if lang == "zh" else value


@functools.cache
def _templates() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader(__package__),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["n"] = _number
    environment.filters["visible"] = _visible
    environment.filters["figure"] = _figure
    environment.filters["signed"] = _signed
    return environment


def _number(value: object) -> str:
    return "" if value is None else f"{value:,}"


def _figure(text: str | None) -> str:
    """A figure with its thousands parted and all the places that it was written with."""
    return "" if text is None else f"{Decimal(text):,f}"


def _signed(change: Decimal | None) -> str:
    """A change with its sign, without the zeros of the column's places."""
    if change is None:
        return ""
    return f"{change.normalize():+,f}" if change else "0"


def _visible(value: object) -> Markup:
    from govreport.export.html.markup import escaped

    return escaped("" if value is None else str(value))
