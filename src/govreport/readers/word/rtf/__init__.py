"""Rich Text (.rtf), often named .doc."""

import regex

from govreport.readers.filetype import FileType, Said
from govreport.zh.patterns import lazy_pattern

__all__ = ["FILE_TYPES"]

#: Some programs write a mark of UTF-8 or blank lines before it, and mail may leave other bytes.
_BEGINS = lazy_pattern(
    rb"(?:\xef\xbb\xbf)?[\s\0]*+\{\\(?:rtf|urtf)|.{1,128}?\{\\rtf1\\", regex.DOTALL
)

FILE_TYPES = (
    FileType(
        id="rtf",
        name=Said("RTF（.rtf）", "Rich Text Format"),
        endings=("rtf",),
        reader="govreport.readers.word.rtf.reader",
        office="docx",
        signatures=(_BEGINS,),
    ),
)
