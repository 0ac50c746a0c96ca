"""Plain text, with the layouts in which converters and crawlers leave tables."""

from govreport.readers.filetype import FileType, Said

__all__ = ["FILE_TYPES"]

FILE_TYPES = (
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
