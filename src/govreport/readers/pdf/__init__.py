"""PDF: drawn pages in, paragraphs and tables out."""

import regex

from govreport.readers.filetype import FileType, Said
from govreport.zh.patterns import lazy_pattern

__all__ = ["FILE_TYPES"]

FILE_TYPES = (
    FileType(
        id="pdf",
        name=Said("PDF（.pdf）", "a PDF document"),
        endings=("pdf",),
        reader="govreport.readers.pdf.reader",
        pictures=True,
        # Some begin with what a server said before, or with blank lines.
        signatures=(lazy_pattern(rb".{0,1019}?%PDF-", regex.DOTALL),),
    ),
)
