"""Word 97–2003 (.doc), which WPS writes too."""

from govreport.readers.filetype import FileType, Said

__all__ = ["FILE_TYPES"]

FILE_TYPES = (
    FileType(
        id="doc",
        name=Said("Word 97–2003（.doc）、WPS（.wps）", "a Word file (.doc)"),
        endings=("doc", "dot", "wps", "wpt"),
        reader="govreport.readers.word.doc.reader",
        office="docx",
        streams=("WordDocument",),
    ),
)
