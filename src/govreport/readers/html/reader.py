"""Web pages (.html, .htm): the article of a government site's page as a Document.

The site's frame around the article is left out; what the page says of itself becomes metadata.

>>> page = '''<title>x</title><div class="nav"><a href="/">首页</a></div>
... <div id="zoom"><h1>云浦区科技局2018年度报告</h1><p>　　一、概述</p>
... <table><tr><td>收到申请数<td>3<tr><td>办结数<td>&nbsp;</table></div>'''
>>> document = read(page.encode(), DEFAULT_LIMITS)
>>> [block.text for block in document.blocks]
['云浦区科技局2018年度报告', '\u3000\u3000一、概述', '收到申请数\\t3\\n办结数\\t']
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import cast

from lxml import etree

from govreport.document import Block, Document, Link, Notice, Paragraph, Table
from govreport.errors import LimitExceeded
from govreport.notices import notice
from govreport.readers import seen
from govreport.readers.encoding import Decoded, decode
from govreport.readers.html.article import find_article
from govreport.readers.html.blocks import read_content
from govreport.readers.html.furniture import is_attachment, is_frame_line
from govreport.readers.html.names import TITLES
from govreport.readers.html.particulars import meta_tags, noted, take_particulars
from govreport.readers.html.tree import (
    base_style,
    declared_charset,
    folded,
    inner_text,
    is_hidden,
    names,
    parse,
)
from govreport.readers.limits import DEFAULT_LIMITS, Limits
from govreport.readers.nested import flatten
from govreport.readers.within import page_within
from govreport.zh.patterns import lazy_pattern

__all__ = ["DEFAULT_LIMITS", "read", "read_declared", "read_page"]

#: With less text than this, a page that runs scripts or has frames shows nothing by itself.
LITTLE_TEXT = 30
_LONGEST_TITLE = 120
_HEADINGS = ("h1", "h2", "h3")
_NO_TEXT = ("script", "style")
#: How the title of a report ends; 六、其他需要报告的事项 is none.
_REPORT = lazy_pattern(r"[^。]报告\s*(?:[（(][^（）()。]*+[）)])?$")
_BLANKS = lazy_pattern(r"[\s\xa0\u200b]++")
#: The name of the site behind a title.
_SITE = lazy_pattern(r"\s*+[-_|—–]++\s*+[^-_|—–]*+$")
_HAN = lazy_pattern(r"\p{Han}")


def read(data: bytes, limits: Limits) -> Document:
    """Read a page; the encoding is found from its content and what it declares.

    Raises:
        CorruptDocument: the bytes are not text, or nothing can be made of them.
        LimitExceeded: the page is larger, or a table or its nesting is, than ``limits`` allow.
    """
    return read_declared(data, limits, declared_charset(data))


def read_declared(data: bytes, limits: Limits, declared: str | None) -> Document:
    """Read a page whose encoding is declared outside of it, as in mail; ``None`` if nowhere.

    Raises:
        CorruptDocument: as :func:`read`.
        LimitExceeded: as :func:`read`.
    """
    if len(data) > limits.bytes:
        raise LimitExceeded.of("bytes", limits.bytes)
    decoded = decode(data, declared or declared_charset(data))
    return read_page(decoded.text, decoded, limits, format="html")


def read_page(page: str, decoded: Decoded, limits: Limits, *, format: str) -> Document:
    """Read a page as a string, whatever it was made from: ``decoded`` says from which bytes.

    Raises:
        CorruptDocument: as :func:`read`.
        LimitExceeded: as :func:`read`.
    """
    root, deep = parse(page_within(page, limits))
    notices = list(decoded.notices)
    if deep:
        notices.append(notice("html.too_deep"))
    body = root.find("body")
    if body is None:
        body = etree.SubElement(root, "body")
    metadata = meta_tags(root)
    article = find_article(body)
    content = read_content(body, article, limits, base_style(root))
    notices += seen.notices(content.left_out)
    outside, around = take_particulars(flatten(content.outside, limits), lines_anywhere=True)
    blocks, within = take_particulars(flatten(content.article, limits), lines_anywhere=False)
    metadata = _titled(root, noted(metadata, [*around, *within]))
    title = _title_above(blocks, outside, metadata.get("title", ""))
    if title is not None:
        outside = tuple(block for block in outside if block is not title)
        raw = [title, *content.article]
        blocks, within = take_particulars(flatten(raw, limits), lines_anywhere=False)
        metadata = noted(metadata, within)
    notices.extend(_notices(root, blocks, outside))
    return Document(
        format=format,
        blocks=blocks,
        metadata=metadata,
        links=tuple(_links(body)),
        notices=tuple(notices),
        encoding=decoded.encoding,
    )


def _titled(root: etree._Element, found: Mapping[str, str]) -> dict[str, str]:
    """Metadata with the page's title: as declared, else its ``<h1>``, else what is named so."""
    metadata = dict(found)
    page_title = " ".join((root.findtext("head/title") or root.findtext(".//title") or "").split())
    if page_title:
        metadata["page_title"] = page_title
    if "title" in metadata:
        return metadata
    named = ""
    for element in _named_or_headings(root):
        is_heading = element.tag in _HEADINGS
        if not is_heading and TITLES.isdisjoint(names(element)):
            continue
        if any(is_hidden(e) or e.tag in _NO_TEXT for e in (element, *element.iterancestors())):
            continue
        name = inner_text(element)
        if len(name) <= _LONGEST_TITLE and _REPORT.search(name):
            return metadata | {"title": name}
        if element.tag == "h1" and len(name) <= _LONGEST_TITLE:
            named = named or name
    # The name of the site stands behind the title, after a dash or a bar.
    title = named or metadata.get("name") or _SITE.sub("", page_title)
    return noted(metadata, [("title", title)])


def _named_or_headings(root: etree._Element) -> Iterable[etree._Element]:
    """The headings of a page, and elements that have a name, in order; these only where one of all
    the names is that of a title."""
    written = {name for find in _names() for name in cast("list[str]", find(root))}
    if all(TITLES.isdisjoint(folded(name)) for name in written):
        return root.iter(*_HEADINGS)
    return cast("list[etree._Element]", _finder()(root))


@functools.cache
def _names() -> tuple[etree.XPath, ...]:
    return tuple(etree.XPath(f"//@{name}", smart_strings=False) for name in ("id", "class"))


@functools.cache
def _finder() -> etree.XPath:
    headings = " or ".join(f"self::{tag}" for tag in _HEADINGS)
    return etree.XPath(f"descendant-or-self::*[@id or @class or {headings}]")


def _title_above(blocks: Sequence[Block], outside: Sequence[Block], title: str) -> Paragraph | None:
    """The title line that stands just outside of the article, unless the article repeats it."""
    start = _squeeze("".join(block.text for block in blocks[:4])[:1_000])
    for block in reversed(outside):
        if isinstance(block, Table):
            lines = [(cell.text, False) for cell in block.cells]
        else:
            lines = [(block.text, isinstance(block, Paragraph) and bool(block.heading_level))]
        for line, heading in lines:
            text = _squeeze(line)
            named = text == _squeeze(title) or heading
            if named and len(text) <= _LONGEST_TITLE and _REPORT.search(text):
                if text in start:
                    return None
                return block if isinstance(block, Paragraph) else Paragraph(text=line)
    return None


def _squeeze(text: str) -> str:
    return _BLANKS.sub("", text)


def _links(body: etree._Element) -> Iterator[Link]:
    seen = set()
    for element in body.iter("a"):
        target = (element.get("href") or "").strip()
        if is_attachment(target) and target not in seen:
            seen.add(target)
            text = inner_text(element)
            yield Link(text=text or element.get("title") or "", target=target)


def _notices(
    root: etree._Element, blocks: Sequence[Block], outside: Sequence[Block]
) -> Iterator[Notice]:
    frames = [str(e.get("src") or "") for e in root.iter("iframe", "frame") if not is_hidden(e)]
    for source in frames[:20]:
        yield notice("html.frame", source=source[:200])
    shown = sum(len(block.text.strip()) for block in blocks)
    if shown < LITTLE_TEXT and not any(isinstance(block, Table) for block in blocks):
        scripts = any(True for _ in root.iter("script"))
        why = "scripts" if scripts else "frames" if frames else "empty"
        yield notice("html.no_content", why=why)
    lost = [b.text for b in outside if b.text and _HAN.search(b.text) and not is_frame_line(b.text)]
    if lost:
        sample = " / ".join(" ".join(text.split())[:40] for text in lost[:5])
        yield notice("html.left_out", count=len(lost), quote=sample)
