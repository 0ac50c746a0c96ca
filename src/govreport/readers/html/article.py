"""The article inside a site's frame: which element holds it, and what is frame.

Government sites are built by a handful of systems, whose names for the frame's parts and for the
article are known. Names alone mislead, so text decides: the article is the smallest element that
leaves out nothing but links, furniture and a title line. Where that is in doubt, more is kept.
"""

from __future__ import annotations

from collections.abc import Set

from lxml import etree
from msgspec import Struct

from govreport.readers.html.furniture import is_attachment, is_frame_line
from govreport.readers.html.names import (
    BLOCK,
    CONTAINERS,
    FRAME,
    FRAME_ROLES,
    FRAME_TAGS,
    HOSTS,
    UNSHOWN,
    VAGUE,
)
from govreport.readers.html.tree import is_hidden, names, walk
from govreport.zh.numbering import parse_label
from govreport.zh.page import any_label, labels
from govreport.zh.patterns import lazy_pattern

__all__ = ["Article", "find_article"]

#: The article holds at least this share of the page's Han text that is not linked …
ARTICLE_SHARE = 0.85
#: … or this, where the element's name says that it is the article.
NAMED_SHARE = 0.4
#: What holds more than this share is not the frame, whatever its name.
FRAME_SHARE = 0.4

_PLACES = BLOCK | UNSHOWN | {"a", "br"}
_HAN = lazy_pattern(r"[\p{Han}〇]")

#: Labels of a page's particulars; a table of those is not data.
_INFO = lazy_pattern(
    any_label(
        labels(
            "index_number",
            "publisher",
            "document_number",
            "created",
            "written",
            "published",
            "name",
            "subject",
        )
    )
)


class Article(Struct, frozen=True):
    """Where the article is: its ``element``, and the elements to ``skip`` all over the page.

    ``skip_around`` are left out only outside of the article; ``hidden`` ones take no room on the
    page.
    """

    element: etree._Element
    skip: frozenset[etree._Element]
    skip_around: frozenset[etree._Element]
    hidden: Set[etree._Element]


def find_article(body: etree._Element) -> Article:
    """Choose the element that holds the article."""
    survey = _Survey(frozenset())
    survey.run(body)
    if misnamed := survey.misnamed():
        survey = _Survey(misnamed)
        survey.run(body)
    return survey.choose(body)


class _Open(Struct):
    """An element that has begun."""

    element: etree._Element
    chunk: int
    #: Han characters outside of links and of the frame; the same with the frame; in links.
    han: int = 0
    whole: int = 0
    linked: int = 0
    links: int = 0
    filled: bool = False
    cells: int = 0
    rows: int = 0
    tables: int = 0
    all_tables: int = 0
    frame: bool = False
    skipped: bool = False


class _Candidate(Struct, frozen=True):
    element: etree._Element
    first: int
    last: int
    han: int
    tables: int


class _Survey(Struct):
    """One pass over a page that counts what each element holds."""

    kept: frozenset[etree._Element]
    chunks: list[str] = []
    candidates: list[_Candidate] = []
    frames: list[_Open] = []
    link_lists: list[etree._Element] = []
    hidden: set[etree._Element] = set()
    total: int = 0
    everything: int = 0
    _pending: list[str] = []
    _frame_depth: int = 0
    _link_depth: int = 0

    def run(self, body: etree._Element) -> None:
        walker = walk(body)
        stack: list[_Open] = []
        for event, element in walker:
            if event == "start":
                opened = self._open(element, stack[-1] if stack else None)
                stack.append(opened)
                if opened.skipped:
                    walker.skip_subtree()
                elif element.text:
                    self._add(element.text, opened)
            else:
                opened = stack.pop()
                inline = bool(stack) and opened is stack[-1]
                if not (opened.skipped or inline):
                    self._close(opened, stack[-1] if stack else None)
                if element.tail and stack:
                    self._add(element.tail, stack[-1])

    def _open(self, element: etree._Element, parent: _Open | None) -> _Open:
        """What an element counts into: inline markup, into what it stands in."""
        # Most elements say nothing: then there is nothing to look up.
        tag, says = element.tag, bool(element.keys())
        hidden = says and is_hidden(element)
        if hidden:
            self.hidden.add(element)
        if tag in BLOCK or tag == "br" or (says and tag in HOSTS and element.get("id")):
            self._break()
        named = says and (element.get("id") or element.get("class"))
        if parent is not None and tag not in _PLACES and not named and not hidden:
            return parent
        opened = _Open(element, len(self.chunks))
        if tag in UNSHOWN or (hidden and parent is not None):
            opened.skipped = True
            return opened
        framed = tag in FRAME_TAGS or (says and _is_frame(element))
        if framed and parent is not None and element not in self.kept:
            opened.frame = True
            self._frame_depth += 1
        if tag == "a" and _leads_away(element):
            self._link_depth += 1
            opened.links = 1
        return opened

    def _add(self, text: str, opened: _Open) -> None:
        text = text.strip()
        if not text:
            return
        opened.filled = True
        han = 0 if text.isascii() else len(_HAN.findall(text))
        if self._link_depth:
            opened.linked += han
            return
        self.everything += han
        opened.han += han
        opened.whole += han
        if not self._frame_depth:
            self.total += han
            self._pending.append(text)

    def _break(self) -> None:
        if self._pending:
            self.chunks.append("".join(self._pending))
            self._pending.clear()

    def _close(self, opened: _Open, parent: _Open | None) -> None:
        element, tag = opened.element, opened.element.tag
        if tag in BLOCK or (tag in HOSTS and element.get("id")):
            self._break()
        if tag == "a" and opened.links:
            self._link_depth -= 1
        if tag in ("td", "th"):
            opened.cells = int(opened.filled)
        elif tag == "tr":
            opened.rows += opened.cells >= 2
            opened.cells = 0
        elif tag == "table":
            if not opened.all_tables and opened.rows >= 2 and self._is_data(opened):
                opened.tables += 1
                opened.all_tables += 1
            opened.rows = opened.cells = 0
        if opened.frame:
            self._frame_depth -= 1
            self.frames.append(opened)
            opened.han = opened.tables = 0
        elif not self._frame_depth and parent is not None:
            self._weigh(opened)
        if parent is not None:
            parent.han += opened.han
            parent.whole += opened.whole
            parent.linked += opened.linked
            parent.links += opened.links
            parent.filled |= opened.filled
            parent.tables += opened.tables
            parent.all_tables += opened.all_tables
            if parent.element.tag in ("tr", "table", "tbody", "thead", "tfoot"):
                parent.cells += opened.cells
                parent.rows += opened.rows

    def _is_data(self, opened: _Open) -> bool:
        """Rows and columns of data, not of links, and not the page's own particulars."""
        if opened.linked > opened.han:
            return False
        chunks = self.chunks[opened.chunk : opened.chunk + 60]
        text = " ".join(chunks) if len(chunks) < 60 else ""
        return len(text) > 1_500 or len(set(_INFO.findall(text))) < 3

    def _weigh(self, opened: _Open) -> None:
        """Keep an element that may be the article, or that is a list of links."""
        element, tag = opened.element, opened.element.tag
        # The total only grows: what falls short of it now does so in the end.
        if tag in HOSTS and opened.han and opened.han >= NAMED_SHARE * self.total:
            self.candidates.append(
                _Candidate(element, opened.chunk, len(self.chunks), opened.han, opened.tables)
            )
        few = opened.links >= 3 and opened.han * 5 <= opened.linked and not opened.tables
        if few and tag in BLOCK and tag not in ("body", "tbody", "td", "tr", "html"):
            self.link_lists.append(element)

    def misnamed(self) -> frozenset[etree._Element]:
        """Elements that are named like the frame and hold what only an article does."""
        return frozenset(
            opened.element
            for opened in self.frames
            if opened.all_tables or opened.whole > FRAME_SHARE * self.everything
        )

    def choose(self, body: etree._Element) -> Article:
        skip = frozenset(opened.element for opened in self.frames)
        ahead, behind = range(len(self.chunks)), range(len(self.chunks) - 1, -1, -1)
        first = next((i for i in ahead if _kind(self.chunks[i]) == 2), len(self.chunks))
        last = next((i for i in behind if _kind(self.chunks[i]) == 2), -1)
        last_line = next((i for i in behind if _kind(self.chunks[i])), -1)
        tables = max((c.tables for c in self.candidates), default=0)
        # Innermost first, as elements end in that order; prose and tables are never left out.
        fitting = [
            candidate
            for candidate in self.candidates
            if candidate.han >= NAMED_SHARE * self.total
            and candidate.tables == tables
            and candidate.first <= first
            and candidate.last > last
        ]
        links = frozenset(self.link_lists)
        for candidate in fitting:
            found = CONTAINERS.intersection((candidate.element.tag, *names(candidate.element)))
            if found:
                also = links if found <= VAGUE else frozenset()
                return Article(candidate.element, skip | also, links, self.hidden)
        for candidate in fitting:
            most = candidate.han >= ARTICLE_SHARE * self.total
            if most and candidate.last > last_line:
                return Article(candidate.element, skip | links, links, self.hidden)
        return Article(body, skip | links, links, self.hidden)


def _is_frame(element: etree._Element) -> bool:
    """Whether what an element says of itself makes it part of the frame."""
    if element.get("role") in FRAME_ROLES:
        return True
    if element.get("id") is None and element.get("class") is None:
        return False
    return element.tag != "body" and not FRAME.isdisjoint(names(element))


def _leads_away(element: etree._Element) -> bool:
    """Whether a link is one of the site's, not of the article's own notes and attachments."""
    href = element.get("href") or ""
    return bool(href) and not href.startswith("#") and not is_attachment(href)


def _kind(chunk: str) -> int:
    """0: furniture; 1: a line; 2: what reads like part of a report."""
    if is_frame_line(chunk) or not any(map(str.isalnum, chunk)):
        return 0
    return 2 if "。" in chunk or parse_label(chunk) is not None else 1
