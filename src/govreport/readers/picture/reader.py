"""The reader of pictures: each frame is a page, read by OCR where that is asked for."""

from __future__ import annotations

from govreport.document import Document
from govreport.errors import LimitExceeded, UnsupportedFormat
from govreport.ocr import Ocr, is_installed
from govreport.readers.limits import DEFAULT_LIMITS, Limits
from govreport.readers.pdf.flow.document import document_of
from govreport.readers.pdf.flow.sheets import content_of
from govreport.readers.scan import advice
from govreport.readers.work import paused, rest_left

__all__ = ["read"]


def read(data: bytes, limits: Limits = DEFAULT_LIMITS, *, ocr: Ocr = "never") -> Document:
    """Read a picture of one page or of several.

    Raises:
        UnsupportedFormat: it is not to be read, or nothing that reads it is installed.
        CorruptDocument: it cannot be decoded.
        LimitExceeded: it is larger, or has more pages, than ``limits`` allow.
    """
    if len(data) > limits.bytes:
        raise LimitExceeded.of("bytes", limits.bytes)
    if ocr == "never" or not is_installed():
        raise UnsupportedFormat("a picture", hint=advice(ocr).en)
    import numpy

    from govreport.readers.pdf.scanned.page import scanned_page
    from govreport.readers.picture.frames import frames

    format, contents = "", []
    with rest_left():
        for number, (kind, picture, scale) in enumerate(frames(data), start=1):
            if number > limits.pages:
                raise LimitExceeded.of("pages", limits.pages)
            format = kind
            with paused():
                page = scanned_page(numpy.asarray(picture), number, scale)
            contents.append(content_of(page, number))
    return document_of(format, contents, limits, metadata={})
