"""Markdown, as converters and OCR programs write it.

>>> is_markdown("# 一、概述\\n\\n无。".encode()), is_markdown("一、概述\\n无。".encode())
(True, False)
"""

import regex

from govreport.readers.filetype import FileType, Said
from govreport.zh.patterns import lazy_pattern

__all__ = ["FILE_TYPES", "is_markdown"]

_COMMENTS = lazy_pattern(rb"\A(?:\xef\xbb\xbf)?(?:\s*<!--(?:[^-]|-(?!->))*-->)+\s*")
#: A page or another file in markup, not Markdown with a table of HTML in it.
_MARKUP = lazy_pattern(
    rb"(?:\xef\xbb\xbf)?\s*+<(?:\?xml|!doctype|html|head|meta|title|body|script|style)\b", regex.I
)
#: What begins so is a page, unless a heading of Markdown stands in it.
_TAG = lazy_pattern(rb"(?:\xef\xbb\xbf)?\s*+<[a-z!]", regex.I)
_HEADING = lazy_pattern(rb"^[ ]{0,3}#{1,6}[ \t]+(?![^\r\n]*[{};])\S", regex.M)
#: A table of HTML that a converter put between lines of Markdown, with nothing around its page.
_TABLE = lazy_pattern(rb"<html><body><table\b", regex.I)
#: A line of nothing but bold text, which may be broken.
_BOLD = lazy_pattern(rb"^[ \t]*\*\*[^*\s][^*]{2,1000}\*\*[ \t]*\r?$", regex.M)
#: What plain text hardly has: each of these by itself is enough.
_SIGNS = lazy_pattern(
    rb"""
      ^[ \t]*(?:\*\*|__)[^*_\r\n]{2,200}(?:\*\*|__)[ \t]*\r?$     # a line in bold
    | !\[[^\]\r\n]{0,200}\]\([^)\s]                              # a picture
    | \[[^\]\r\n]{1,200}\]\((?:https?:|/|\#|\./|mailto:)         # a link
    | ^[ \t]*<!--[ ]                                             # what docling leaves of a picture
    | ^\|?[ ]*(?:Unnamed:[ ]\d|NaN[ ]*\|)                        # a sheet of pandas
    | \|[ ]*(?:Unnamed:[ ]\d|NaN)[ ]*\|
    | ~~[^~\s][^~\r\n]{0,80}~~
    | ^\s*---\r?\n(?:title|author|date|source|url)[ ]*:          # front matter
    | \\[_*.()\[\]-][^\r\n]*\\[_*.()\[\]-]                        # two escapes on a line
    | <t[dh]\b[^>]{0,200}>
    | ^```                                                       # a fence around all of it
    | ^[ \t]*\|?(?:[ \t]*:?-{3,}:?[ \t]*\|)+(?:[ \t]*:?-{3,}:?)?[ \t]*\r?$  # the rule of a table
    | ^[ ]{0,3}:{3,}[ ]*\w                                        # a division of pandoc
    | ^[ ]*-{4,}(?:[ ]+-{4,})+[ ]*\r?$                            # and columns drawn by it
    | \$\d[\d,.]*\$
    """,
    regex.M | regex.X,
)


def is_markdown(head: bytes) -> bool:
    """Whether a text that begins so is Markdown rather than a page or plain text."""
    head = _COMMENTS.sub(b"", head, count=1)
    if _MARKUP.match(head):
        return _TABLE.match(head) is not None and _HEADING.search(head) is not None
    if _TAG.match(head):
        return _HEADING.search(head) is not None or _BOLD.search(head) is not None
    return _HEADING.search(head) is not None or _SIGNS.search(head) is not None


FILE_TYPES = (
    FileType(
        id="markdown",
        name=Said("Markdown（.md）", "Markdown"),
        endings=("md", "markdown"),
        reader="govreport.readers.markdown.reader",
        incidental=True,
        told_by=is_markdown,
        rank=2,
    ),
)
