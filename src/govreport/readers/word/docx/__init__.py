"""Word documents (.docx), and what Word calls macros and templates."""

from govreport.readers.filetype import CONTENT_TYPES, FileType, Said

__all__ = ["FILE_TYPES"]

FILE_TYPES = (
    FileType(
        id="docx",
        name=Said("Word（.docx）", "a Word file"),
        endings=("docx", "docm", "dotx", "dotm"),
        reader="govreport.readers.word.docx.reader",
        pictures=True,
        office_filter="MS Word 2007 XML",
        # A package of which nothing else is known: its reader looks for the main part.
        parts=("word/document.xml", "word/", CONTENT_TYPES),
    ),
)
