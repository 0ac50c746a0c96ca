"""Plain text, with the layouts in which converters and crawlers leave tables."""

import re

from govreport.readers.filetype import FileType, Said

__all__ = ["FILE_TYPES"]

FILE_TYPES = (
    FileType(
        id="pdf2xml",
        name=Said("pdftohtml 写出的 XML", "the XML of pdftohtml"),
        endings=("xml",),
        reader="govreport.readers.text.placed",
        told_by=lambda head: re.search(rb"<(?:!DOCTYPE\s+)?pdf2xml\b", head) is not None,
    ),
    FileType(
        id="text",
        name=Said("纯文本（.txt、.csv 等）", "text"),
        endings=("txt", "csv", "tsv"),
        reader="govreport.readers.text.reader",
        incidental=True,
        told_by=lambda head: True,
        rank=9,
    ),
)
