"""PDF: drawn pages in, paragraphs and tables out."""

import re

from govreport.readers.filetype import FileType, Said

__all__ = ["FILE_TYPES"]

FILE_TYPES = (
    FileType(
        id="pdf",
        name=Said("PDF（.pdf）", "a PDF document"),
        endings=("pdf",),
        reader="govreport.readers.pdf.reader",
        pictures=True,
        # Some begin with what a server said before, or with blank lines.
        signatures=(re.compile(rb".{0,1019}?%PDF-", re.DOTALL),),
    ),
)
