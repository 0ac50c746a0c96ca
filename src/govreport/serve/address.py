"""Addresses of pages: one shape for what a server answers and for the files of a static site.

An address says which page, of what, narrowed how, in which language and as what. What is written
out and read back is the same:

>>> here = Address("findings", query=(("year", "2019"),), lang="en")
>>> here.served()
'/findings?year=2019&lang=en'
>>> read_address("/findings", [("lang", "en"), ("year", "2019")]) == here
True
>>> here.file(), Address("organ", "7c3f").file()
('en/findings_year-2019.html', 'organ/7c3f.html')
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Literal, cast, get_args
from urllib.parse import quote, urlencode

import regex
from attrs import evolve, field, frozen

from govreport.language import Language
from govreport.zh.patterns import lazy_pattern

__all__ = ["FORMS", "PAGES", "Address", "Form", "Lang", "read_address"]

Lang = Language
#: ``html`` is the page, the others what it shows: a table, all its tables, the picture of a page.
Form = Literal["html", "csv", "xlsx", "png"]

FORMS: tuple[Form, ...] = get_args(Form)

#: The pages, and whether each is of something that has a key.
PAGES: Mapping[str, bool] = {
    "archive": False,
    "failures": False,
    "organs": False,
    "organ": True,
    "report": True,
    "pages": True,
    "findings": False,
    "compare": False,
}

_PATH = lazy_pattern(r"/(?P<page>[a-z]+)(?:/(?P<key>[0-9a-f]{1,64}))?(?:\.(?P<form>[a-z]+))?")
#: A longer address is none of ours.
_LONGEST = 200


def _in_order(query: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(query))


@frozen
class Address:
    """``page`` is one of :data:`PAGES`, ``key`` the organ's or the report's, ``query`` what it is
    narrowed to, sorted by, and which part of it is shown; in order of the names."""

    page: str
    key: str = ""
    query: tuple[tuple[str, str], ...] = field(default=(), converter=_in_order)
    lang: Lang = "zh"
    form: Form = "html"

    def get(self, name: str) -> str:
        """Return what the query says of a name, ``""`` where it says nothing."""
        return dict(self.query).get(name, "")

    def with_query(self, **changes: object) -> Address:
        """Return the address with parts of its query changed; ``None`` or ``""`` take one out."""
        query = dict(self.query) | {name: str(value or "") for name, value in changes.items()}
        return evolve(self, query=tuple((name, value) for name, value in query.items() if value))

    def served(self) -> str:
        """Return the path and query under which a server answers it."""
        if self == Address("archive", lang=self.lang, query=self.query):
            path = "/"
        else:
            form = "" if self.form == "html" else f".{self.form}"
            path = f"/{self.page}" + (f"/{quote(self.key, safe='')}" if self.key else "") + form
        query = [*self.query, *([("lang", self.lang)] if self.lang != "zh" else [])]
        return path + (f"?{urlencode(query)}" if query else "")

    def file(self) -> str:
        """Return the file of a static site in which it stands, with ``/`` between folders."""
        folder = "" if self.lang == "zh" else f"{self.lang}/"
        query = "".join(f"_{name}-{_plain(value)}" for name, value in self.query)
        page = "index" if (self.page, self.form) == ("archive", "html") else self.page
        stem = f"{page}/{self.key}{query}" if self.key else f"{page}{query}"
        return f"{folder}{stem}.{self.form}"


def read_address(path: str, query: Iterable[tuple[str, str]]) -> Address | None:
    """Return the address of a path and a query, ``None`` where there is no such page."""
    match = _PATH.fullmatch("/archive" if path == "/" else path)
    if match is None:
        return None
    page, key, form = match["page"], match["key"] or "", match["form"] or "html"
    if page not in PAGES or PAGES[page] != bool(key) or form not in FORMS:
        return None
    given = {name: value for name, value in query if len(name) + len(value) <= _LONGEST}
    lang: Lang = "en" if given.pop("lang", "") == "en" else "zh"
    said = tuple((name, value) for name, value in given.items() if value)
    return Address(page, key, said, lang, cast(Form, form))


def _plain(value: str) -> str:
    """A value as a part of a file's name; what is no plain word is told by its hash."""
    if regex.fullmatch(r"[A-Za-z0-9._]{1,60}", value):
        return value
    return hashlib.sha256(value.encode()).hexdigest()[:12]
