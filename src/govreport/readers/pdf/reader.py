"""The PDF reader: pages from pdfium, and from pdfplumber where pdfium cannot give them.

What is done with the pages is the same for every format that draws them: they are parted into
sheets (:mod:`govreport.readers.pdf.flow.sheets`), and these are joined to one flow of paragraphs
and tables (:mod:`govreport.readers.pdf.flow.document`).
"""

from __future__ import annotations

from typing import Any

from govreport.document import Document
from govreport.errors import LimitExceeded
from govreport.readers.limits import DEFAULT_LIMITS, Limits
from govreport.readers.pdf.flow.document import document_of
from govreport.readers.pdf.flow.sheets import content_of
from govreport.readers.pdf.page.fallback import plumbed_pages
from govreport.readers.pdf.page.layers import may_have_layers
from govreport.readers.pdf.page.model import Page
from govreport.readers.pdf.page.pdfium import open_pdf

__all__ = ["read"]

_METADATA = {
    "Title": "title",
    "Author": "author",
    "CreationDate": "created",
    "Producer": "producer",
}


def read(data: bytes, limits: Limits = DEFAULT_LIMITS) -> Document:
    """Read a PDF file.

    Raises:
        CorruptDocument: the bytes are no PDF that can be opened.
        EncryptedDocument: it opens with a password only.
        LimitExceeded: it has more pages, blocks or cells than ``limits`` allow.
    """
    if len(data) > limits.bytes:
        raise LimitExceeded(f"more than {limits.bytes} bytes")
    with open_pdf(data) as pdf:
        count = len(pdf)
        if count > limits.pages:
            raise LimitExceeded(f"{count} pages, more than {limits.pages}")
        layered = may_have_layers(data)
        pages = [
            content_of(_page(pdf, number, layered=layered), number)
            for number in range(1, count + 1)
        ]
        metadata = _metadata(pdf)
    damaged = [number for number, page in enumerate(pages, start=1) if page.damage]
    for number, other in plumbed_pages(data, damaged).items():
        again = content_of(other, number)
        if again.damage < pages[number - 1].damage:
            pages[number - 1] = again
    return document_of("pdf", pages, limits, metadata=metadata)


def _metadata(pdf: Any) -> dict[str, str]:
    found = ((ours, pdf.get_metadata_value(theirs)) for theirs, ours in _METADATA.items())
    return {key: value for key, value in found if value}


def _page(pdf: Any, number: int, *, layered: bool) -> Page | None:
    """The page from pdfium, ``None`` if it cannot give it."""
    import pypdfium2

    from govreport.readers.pdf.page.chars import read_page

    try:
        page = pdf[number - 1]
    except pypdfium2.PdfiumError:
        return None
    try:
        return read_page(pdf, page, number, layered=layered)
    except ValueError:
        return None
    finally:
        page.close()
