r"""Markdown to a Document: as the page that it is short for.

>>> document = read("# 一、概述\n\n收到申请 **3** 件。".encode(), DEFAULT_LIMITS)
>>> [block.text for block in document.blocks]
['一、概述', '收到申请 3 件。']
"""

from __future__ import annotations

from govreport.document import Document
from govreport.errors import CorruptDocument, LimitExceeded
from govreport.readers.encoding import decode
from govreport.readers.html.reader import read_page
from govreport.readers.limits import DEFAULT_LIMITS, Limits
from govreport.readers.markdown.blocks import to_html
from govreport.readers.within import text_within

__all__ = ["DEFAULT_LIMITS", "read"]


def read(data: bytes, limits: Limits) -> Document:
    """Read Markdown, with HTML in it or without, in any Chinese encoding.

    Tables in pipes or drawn have lost their merged cells (``spans_known`` false).

    Raises:
        CorruptDocument: the bytes are not text, or nothing but space.
        LimitExceeded: more bytes, blocks or table cells than ``limits`` allow.
    """
    if len(data) > limits.bytes:
        raise LimitExceeded.of("bytes", limits.bytes)
    decoded = decode(data)
    page = to_html(text_within(decoded.text, limits), limits)
    document = read_page(page, decoded, limits, format="markdown")
    if not document.blocks:
        raise CorruptDocument("no text in it")
    return document
