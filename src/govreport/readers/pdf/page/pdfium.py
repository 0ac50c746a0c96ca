"""Opening a PDF with pdfium, which serves one thread at a time."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from typing import Any

from govreport.errors import CorruptDocument, EncryptedDocument
from govreport.readers.pdf.page.fonts import stand_in_fonts
from govreport.readers.said import listen

__all__ = ["is_xfa", "open_pdf"]

_PASSWORD_ERROR = 4
_lock = threading.Lock()


def is_xfa(pdf: Any) -> bool:
    """Whether it is a form of XFA, whose content is no page that pdfium draws."""
    import pypdfium2.raw as pdfium

    return pdf.get_formtype() in (pdfium.FORMTYPE_XFA_FULL, pdfium.FORMTYPE_XFA_FOREGROUND)


@contextlib.contextmanager
def open_pdf(data: bytes, *, fonts: bool = False) -> Iterator[Any]:
    """Open a PDF file, its form fields filled in, for this thread alone.

    Args:
        data: the file.
        fonts: whether the machine's fonts serve for those that the file does not bring, as is
            needed to draw a page; see :func:`stand_in_fonts` for reading.

    Raises:
        CorruptDocument: the bytes are no PDF that can be opened.
        EncryptedDocument: it opens with a password only.
    """
    import pypdfium2

    listen()
    with _lock, contextlib.nullcontext() if fonts else stand_in_fonts():
        try:
            pdf = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            if getattr(error, "err_code", None) == _PASSWORD_ERROR:
                raise EncryptedDocument("the PDF asks for a password") from error
            raise CorruptDocument("the PDF cannot be opened") from error
        try:
            # Fields have values only in a form; pdfium is built without scripts: nothing is run.
            with contextlib.suppress(pypdfium2.PdfiumError):
                if pdf.get_formtype():
                    pdf.init_forms()
            yield pdf
        finally:
            pdf.close()
