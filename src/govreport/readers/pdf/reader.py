"""The PDF reader: pages from pdfium, and from pdfplumber where pdfium cannot give them.

What is done with the pages is the same for every format that draws them: they are parted into
sheets (:mod:`govreport.readers.pdf.flow.sheets`), and these are joined to one flow of paragraphs
and tables (:mod:`govreport.readers.pdf.flow.document`).
"""

from __future__ import annotations

from typing import Any

from govreport.document import Document
from govreport.errors import LimitExceeded, UnsupportedFormat
from govreport.notices import notice
from govreport.ocr import Ocr, is_installed
from govreport.readers.limits import DEFAULT_LIMITS, Limits
from govreport.readers.pdf.flow.document import document_of
from govreport.readers.pdf.flow.sheets import content_of
from govreport.readers.pdf.page.fallback import plumbed_pages
from govreport.readers.pdf.page.layers import may_have_layers
from govreport.readers.pdf.page.model import Page
from govreport.readers.pdf.page.pdfium import is_xfa, open_pdf
from govreport.readers.scan import MAX_SIDE, SCAN_DPI, STRAY, advice
from govreport.readers.work import page_numbers, paused, until_limit

__all__ = ["read"]


_METADATA = {
    "Title": "title",
    "Author": "author",
    "CreationDate": "created",
    "Producer": "producer",
}


def read(data: bytes, limits: Limits = DEFAULT_LIMITS, *, ocr: Ocr = "never") -> Document:
    """Read a PDF file; ``ocr`` is whether pages are read that are pictures.

    Raises:
        CorruptDocument: the bytes are no PDF that can be opened.
        EncryptedDocument: it opens with a password only.
        LimitExceeded: it has more pages, blocks or cells than ``limits`` allow.
        UnsupportedFormat: all pages are to be read as pictures, and nothing is installed for that.
    """
    if ocr == "always" and not is_installed():
        raise UnsupportedFormat("OCR is not installed", hint=advice(ocr).en)
    if len(data) > limits.bytes:
        raise LimitExceeded.of("bytes", limits.bytes)
    with open_pdf(data) as pdf:
        layered = may_have_layers(data)
        pages = until_limit(
            content_of(_page(pdf, number, layered=layered, ocr=ocr), number)
            for number in page_numbers(len(pdf), limits)
        )
        metadata = _metadata(pdf)
        notices = [notice("pdf.xfa")] if is_xfa(pdf) else []
    damaged = [number for number, page in enumerate(pages, start=1) if page.damage]
    for number, other in plumbed_pages(data, damaged).items():
        again = content_of(other, number)
        if again.damage < pages[number - 1].damage:
            pages[number - 1] = again
    return document_of("pdf", pages, limits, metadata=metadata, notices=notices)


def _metadata(pdf: Any) -> dict[str, str]:
    found = ((ours, pdf.get_metadata_value(theirs)) for theirs, ours in _METADATA.items())
    return {key: value for key, value in found if value}


def _page(pdf: Any, number: int, *, layered: bool, ocr: Ocr) -> Page | None:
    """The page from pdfium, ``None`` if it cannot give it; from its picture where that is all."""
    import pypdfium2

    from govreport.readers.pdf.page.chars import read_page

    try:
        page = pdf[number - 1]
    except pypdfium2.PdfiumError:
        return None
    try:
        found = read_page(pdf, page, number, layered=layered)
        if not _is_scan(found, ocr):
            return found
        with paused():
            scanned = _scanned(page, number)
        # A picture in which there is nothing to read stays one.
        enough = 0 if ocr == "always" else sum(len(char.text) for char in found.chars)
        return scanned if len(scanned.chars) > enough else found
    except ValueError:
        return None
    finally:
        page.close()


def _is_scan(page: Page, ocr: Ocr) -> bool:
    """Whether a page is to be read from its picture."""
    if ocr != "auto":
        return ocr == "always"
    text = sum(len(char.text) for char in page.chars if not char.text.isspace())
    return bool(page.pictures) and text <= STRAY and is_installed()


def _scanned(page: Any, number: int) -> Page:
    from govreport.readers.pdf.scanned.page import scanned_page

    scale = min(SCAN_DPI / 72, MAX_SIDE / max(page.get_width(), page.get_height(), 1.0))
    picture = page.render(scale=scale, grayscale=True).to_numpy()
    picture = picture.reshape(picture.shape[:2])
    return scanned_page(picture, number, scale, resolved=_resolved(page))


def _resolved(page: Any) -> float | None:
    """How many pixels a point the pictures of a page have that are as wide or as high as half of
    it, the finest; ``None`` for a page without any, which is drawn as fine as is wanted."""
    import pypdfium2.raw as pdfium

    found = []
    for image in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE]):
        left, bottom, right, top = image.get_bounds()
        wide, high = right - left, top - bottom
        if 2 * wide >= page.get_width() or 2 * high >= page.get_height():
            sides = sorted((wide, high))
            pixels = sorted(image.get_px_size())
            found += [had / side for had, side in zip(pixels, sides, strict=True) if side > 0]
    return max(found, default=None)
