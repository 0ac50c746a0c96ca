"""An HTML page as a tree of elements with computed styles, whatever the markup.

Only what the page itself says is known, in attributes and in ``<style>``; nothing is fetched. Of
style sheets only what decides whether text is seen counts (:mod:`govreport.readers.html.sheets`).
All walks over the tree are loops, so that nesting costs no stack.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from typing import Protocol, cast

import regex
from lxml import etree
from msgspec import Struct
from msgspec.structs import replace

from govreport.document import Alignment
from govreport.errors import CorruptDocument, LimitExceeded
from govreport.readers.html.looks import DEFAULTS, INK, MAY_BE_ANY, PROPERTIES, Ink
from govreport.readers.html.names import BLOCK
from govreport.readers.html.sheets import apply_sheets
from govreport.readers.seen import Look
from govreport.zh.patterns import lazy_pattern

__all__ = [
    "LINKED",
    "PLAIN",
    "Style",
    "base_style",
    "declarations",
    "declared_charset",
    "folded",
    "inner_text",
    "is_hidden",
    "names",
    "parse",
    "walk",
]

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_OUTLINE_LEVELS = ("1", "2", "3", "4", "5", "6", "7", "8", "9")
#: Elements with a style of their own.
_STYLED = frozenset(
    [*_HEADINGS, *DEFAULTS, "a", "b", "strong", "pre", "xmp", "listing", "center", "font"]
)
#: Elements that may have a ground of their own.
_GROUNDS = frozenset(["body", "table", "thead", "tbody", "tfoot", "tr", "td", "th"])
_ALIGNMENTS = {
    "left": Alignment.LEFT,
    "start": Alignment.LEFT,
    "center": Alignment.CENTER,
    "middle": Alignment.CENTER,
    "-webkit-center": Alignment.CENTER,
    "right": Alignment.RIGHT,
    "end": Alignment.RIGHT,
    "justify": Alignment.JUSTIFY,
}
#: Points of the sizes 1 to 7 of ``<font size>``.
_FONT_SIZES = (7.5, 10.0, 12.0, 13.5, 18.0, 24.0, 36.0)
_SIZE = lazy_pattern(r"(?<![\w.])(\d{1,3}(?:\.\d{1,3})?)(pt|px)\b")
_CHARSET = lazy_pattern(
    rb"<meta\b[^>]{0,300}?\bcharset\s{0,5}=\s{0,5}[\"']?\s{0,5}([\w.:-]{2,30})", regex.I
)
_XML_ENCODING = lazy_pattern(
    rb"^\s{0,20}<\?xml\b[^>]{0,100}?\bencoding\s{0,5}=\s{0,5}[\"']([\w.:-]{2,30})"
)
_COMMENT = lazy_pattern(rb"<!--.*?-->", regex.S)
_MARKUP = lazy_pattern(r"<[^>]*+>?")
#: A start tag, or a stretch that only looks like tags; matches to the end of what is not closed.
_TAG = lazy_pattern(
    r"""
    <(?:script|style)\b [^>]*+ > (?: [^<]++ | <(?!/(?:script|style)) )*+
    | <!-- (?: [^-]++ | -(?!->) )*+
    | <[a-z] (?: [^"'>=]++ | = \s*+ (?: "[^"]*+"?+ | '[^']*+'?+ )?+ | ["'] )*+
    """,
    regex.I | regex.X,
)
_RAW = lazy_pattern(r"<(?:script|style|!--)", regex.I)
_ATTRIBUTE = lazy_pattern(r"""[^\s=/]++(?:\s*+=\s*+(?:"[^"]*+"?|'[^']*+'?|[^\s"']*+))?+""")
#: The parser's time grows with the square of an element's attributes.
MOST_ATTRIBUTES = 2_000
_LONG_PAGE, _LONG_TAG = 100_000, 5_000
#: Where a declaration of the encoding is looked for.
_HEAD_BYTES = 16_384
_LONGEST_STYLE = 2_000
_HIDING = lazy_pattern(r"none|mso-hide|collapse", regex.I)
_ROWS = frozenset(["tr", "thead", "tbody", "tfoot"])


class Style(Struct, frozen=True, cache_hash=True):
    """What an element inherits and its text is shown with."""

    bold: bool = False
    size: float | None = None
    alignment: Alignment | None = None
    heading: int | None = None
    preformatted: bool = False
    ink: Ink = INK
    #: Inside a list marker that Word wrote out.
    marker: bool = False
    link: bool = False

    def of(self, element: etree._Element) -> Style:
        """The style of a child element."""
        tag = str(element.tag)
        if tag not in _STYLED and not element.keys():
            return self
        css = element.get("style") or ""
        if tag in DEFAULTS:
            css = DEFAULTS[tag] + css
        elif tag == "font" and (colour := element.get("color")):
            css = f"color:{colour};{css}"
        elif tag in _GROUNDS and (ground := element.get("bgcolor")):
            css = f"background:{ground};{css}"
        align = element.get("align") or "" if tag in BLOCK else ""
        own = tag in _STYLED
        if not (css or align or own):
            return self
        size = element.get("size") or "" if tag == "font" else ""
        link = tag == "a" and bool(element.get("href"))
        return _styled(self, tag if own else "", size, link, align, css, tag in BLOCK)

    @property
    def look(self) -> Look:
        """How its text looks: struck, off the line, unseen."""
        return self.ink.look


@functools.lru_cache(maxsize=4096)
def _styled(
    style: Style, tag: str, size: str, link: bool, align: str, css: str, block: bool
) -> Style:
    """Apply what an element says; pages say the same over and over."""
    if tag in ("b", "strong"):
        style = replace(style, bold=True)
    elif tag in _HEADINGS:
        style = replace(style, heading=_HEADINGS[tag])
    elif tag in ("pre", "xmp", "listing"):
        style = replace(style, preformatted=True)
    elif tag == "center":
        style = replace(style, alignment=Alignment.CENTER)
    elif size in ("1", "2", "3", "4", "5", "6", "7"):
        style = replace(style, size=_FONT_SIZES[int(size) - 1])
    elif link:
        style = replace(style, link=True)
    if aligned := _ALIGNMENTS.get(align.lower()):
        style = replace(style, alignment=aligned)
    declared = declarations(css)
    for name, value in declared.items():
        style = _declared(style, name, value, block)
    if size:
        style = replace(style, ink=replace(style.ink, tiny=False))
    if not PROPERTIES.isdisjoint(declared):
        style = replace(style, ink=style.ink.after(declared, inline=not block))
    return style


def _declared(style: Style, name: str, value: str, block: bool) -> Style:
    """Apply one declaration of a ``style`` attribute."""
    if name in ("font-size", "font"):
        if name == "font" and regex.search(r"\bbold\b", value):
            style = replace(style, bold=True)
        if found := _SIZE.search(value):
            points = float(found[1]) * (0.75 if found[2] == "px" else 1)
            style = replace(style, size=points)
    elif name == "font-weight":
        style = replace(style, bold=value in ("bold", "bolder", "600", "700", "800", "900"))
    elif name == "text-align" and block:
        style = replace(style, alignment=_ALIGNMENTS.get(value, style.alignment))
    elif name == "white-space" and block:
        style = replace(style, preformatted=value in ("pre", "pre-wrap", "break-spaces"))
    elif name == "mso-list":
        style = replace(style, marker=value == "ignore")
    elif name == "mso-outline-level" and value in _OUTLINE_LEVELS:
        style = replace(style, heading=int(value))
    return style


PLAIN = Style()
#: On a page whose linked style sheets may set any colours.
LINKED = Style(ink=MAY_BE_ANY)


def parse(text: str) -> tuple[etree._Element, bool]:
    """Return the root element, and whether the parser gave up on what is nested too deep.

    Raises:
        CorruptDocument: the parser cannot make anything of it.
        LimitExceeded: an element has more than ``MOST_ATTRIBUTES``.
    """
    _bound_attributes(text)
    parser = etree.HTMLParser(
        encoding="utf-8",
        huge_tree=True,
        no_network=True,
        recover=True,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        # What holds no element at all is an error to the parser, and an empty page to a browser.
        root = None
        if regex.search(r"[\p{L}\p{N}]", _MARKUP.sub("", text[:10_000])):
            raise CorruptDocument(f"not readable as HTML: {error}") from error
    if root is None:
        root = etree.Element("html")
    apply_sheets(root)
    deep = any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log)
    return root, deep


def declared_charset(data: bytes) -> str | None:
    """The encoding that a page's ``<meta>`` or XML declaration states, or ``None``."""
    head = data[:_HEAD_BYTES]
    found = _XML_ENCODING.search(head) or _CHARSET.search(_COMMENT.sub(b"", head))
    return found[1].decode("ascii", "replace") if found else None


def _bound_attributes(text: str) -> None:
    if len(text) < _LONG_PAGE:
        return
    for tag in _TAG.finditer(text):
        if tag.end() - tag.start() > _LONG_TAG and not _RAW.match(tag[0]):
            count = sum(1 for _ in _ATTRIBUTE.finditer(tag[0]))
            if count > MOST_ATTRIBUTES:
                raise LimitExceeded(f"an element with more than {MOST_ATTRIBUTES} attributes")


class Walk(Protocol):
    """Elements as they begin (``start``) and end (``end``), in reading order."""

    def __iter__(self) -> Iterator[tuple[str, etree._Element]]: ...

    def skip_subtree(self) -> None:
        """Leave out what is in the element just begun; its end is reported still."""


def walk(root: etree._Element) -> Walk:
    """Walk a tree in a loop."""
    walker = etree.iterwalk(root, events=("start", "end"))
    return cast(Walk, walker)


def is_hidden(element: etree._Element) -> bool:
    """Whether an element with all that is in it takes no room on the page."""
    css = element.get("style")
    if css and _hides(css, is_row=element.tag in _ROWS):
        return True
    return element.get("hidden") is not None


@functools.lru_cache(maxsize=4096)
def _hides(css: str, *, is_row: bool) -> bool:
    if not _HIDING.search(css):
        return False
    declared = declarations(css)
    if declared.get("display") == "none" or declared.get("mso-hide") == "all":
        return True
    return is_row and declared.get("visibility") == "collapse"


def base_style(root: etree._Element) -> Style:
    """The style that a page begins with."""
    links = (e for e in root.iter("link") if "stylesheet" in (e.get("rel") or "").lower())
    return LINKED if any(link.get("href") for link in links) else PLAIN


def names(element: etree._Element) -> Sequence[str]:
    """An element's id and classes, folded: ``TRS_Editor`` and ``trs-editor`` are one name."""
    return folded(f"{element.get('id') or ''} {element.get('class') or ''}"[:500])


@functools.lru_cache(maxsize=4096)
def folded(written: str) -> Sequence[str]:
    """The names of an ``id`` or ``class`` attribute, as :func:`names` gives them."""
    return written.lower().replace("_", "").replace("-", "").split()


def inner_text(element: etree._Element) -> str:
    """An element's text on one line."""
    return " ".join("".join(map(str, element.itertext())).split())


@functools.lru_cache(maxsize=4096)
def declarations(css: str) -> dict[str, str]:
    """The declarations of a ``style`` attribute; do not change the result."""
    found = {}
    for part in css[:_LONGEST_STYLE].lower().split(";"):
        name, colon, value = part.partition(":")
        if colon:
            found[name.strip()] = value.replace("!important", "").strip()
    return found
