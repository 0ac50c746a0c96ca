"""HTML that is escaped by construction: all text passes through :func:`tag` or :func:`escaped`.

>>> tag("p", "a < b", tag("b", "c"), class_="x", title=None)
'<p class="x">a &lt; b<b>c</b></p>'
"""

from __future__ import annotations

import base64
import hashlib
import html
from collections.abc import Iterable
from typing import Literal

from govreport.export.safe import visible
from govreport.language import Language

__all__ = ["Markup", "data_url", "escaped", "joined", "lines", "page", "tag", "tongue"]


#: Nothing is loaded, and nothing runs but the script of the page itself, if it has one.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


class Markup(str):
    """Text that is HTML already, for templates too."""

    __slots__ = ()

    def __html__(self) -> str:
        return str(self)


def tag(name: str, *content: str, **attributes: str | None) -> Markup:
    """Return an element. An attribute of ``None`` is left out; ``class_`` and ``data_x`` lose and
    change their underscore."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{html.escape(visible(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    return Markup(f"<{name}{written}>{joined(content)}</{name}>")


def escaped(text: str) -> Markup:
    """Return text as HTML; markup stays as it is."""
    return text if isinstance(text, Markup) else Markup(html.escape(visible(text)))


def joined(parts: Iterable[str]) -> Markup:
    """Return the parts one after the other, each escaped."""
    return Markup("".join(map(escaped, parts)))


def lines(text: str) -> Markup:
    """Return text with its line breaks."""
    return Markup("<br>".join(map(escaped, text.split("\n"))))


def tongue(lang: Language) -> Literal["zh-CN", "en"]:
    """Return a language as HTML names it."""
    return "zh-CN" if lang == "zh" else "en"


def data_url(png: bytes) -> str:
    """Return a PNG as an address that holds it."""
    return f"data:image/png;base64,{base64.b64encode(png).decode('ascii')}"


def page(
    title: str,
    style: str,
    *body: str,
    policy: str = "",
    script: str = "",
    lang: Literal["zh-CN", "en"] = "zh-CN",
) -> str:
    """Return a self-contained page, to be written as UTF-8; ``policy`` adds to what the browser
    may show, ``script`` is the only one that it runs, ``lang`` is the language of its words."""
    if script:
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode("ascii")
        policy += f"; script-src 'sha256-{digest}'"
        body = (*body, tag("script", Markup(script)))
    head = (
        Markup('<meta charset="utf-8">'),
        Markup(f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}{policy}">'),
        Markup('<meta name="viewport" content="width=device-width, initial-scale=1">'),
        tag("title", title),
        tag("style", Markup(style)),
    )
    whole = tag("html", tag("head", *head), tag("body", *body), lang=lang)
    return f"<!DOCTYPE html>\n{whole}\n"
