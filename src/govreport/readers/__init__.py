"""Readers: one module a format, each ``read(data: bytes, limits: Limits) -> Document``.

To add a format, write such a module, add it to :data:`READERS`, and teach
:func:`govreport.intake.source.sniff` to know its bytes.
"""

from __future__ import annotations

import importlib
import warnings
from typing import Protocol, cast

from attrs import evolve

from govreport.document import Document
from govreport.errors import CorruptDocument, GovReportError, LimitExceeded
from govreport.notices import notice
from govreport.readers.limits import Limits

__all__ = ["READERS", "read_document"]

#: Format id to the module that reads it; loaded when first needed, for some are slow to import.
READERS = {
    "doc": "govreport.readers.word.doc.reader",
    "docx": "govreport.readers.word.docx.reader",
    "html": "govreport.readers.html.reader",
    "mht": "govreport.readers.html.mht",
    "pdf": "govreport.readers.pdf.reader",
    "rtf": "govreport.readers.word.rtf.reader",
    "text": "govreport.readers.text.reader",
    "xls": "govreport.readers.workbook.xls",
    "xlsx": "govreport.readers.workbook.xlsx.reader",
}


class Reader(Protocol):
    """What a reader's module offers."""

    def read(self, data: bytes, limits: Limits) -> Document:
        """Read a file's bytes; pure, raises nothing but :class:`GovReportError`."""
        ...


def read_document(format: str, data: bytes, limits: Limits) -> Document:
    """Read bytes by the reader of a format; libraries' warnings become notices.

    Raises:
        GovReportError: the bytes cannot be read.
    """
    reader = cast(Reader, importlib.import_module(READERS[format]))
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            document = reader.read(data, limits)
        except GovReportError:
            raise
        except (MemoryError, RecursionError) as error:
            raise LimitExceeded(f"reading it as {format} takes too much memory or depth") from error
        except Exception as error:
            # The readers translate what they foresee. Whatever else a library throws at a damaged
            # file must not take down a batch; the cause stays chained for who debugs it.
            detail = f"reading it as {format} failed: {type(error).__name__}: {error}"
            raise CorruptDocument(detail) from error
    notices = tuple(notice("library.warning", text=w.message) for w in caught)
    return evolve(document, notices=(*document.notices, *notices)) if notices else document
