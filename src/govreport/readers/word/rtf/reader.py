r"""Rich Text Format (.rtf, often named .doc): what Word and WPS saved for other programs to read.

[RTF 1.9.1]. What Word does not show is treated as in :mod:`govreport.readers.word.docx.reader`, so
that a document saved in both formats reads the same; automatic numbers are those that the file
keeps beside each paragraph for readers that do not count.

>>> data = rb"{\rtf1\ansi\ansicpg936{\fonttbl{\f0\fcharset134 SimSun;}}\f0 \'d2\'bb\u12289 ?A\par}"
>>> read(data, DEFAULT_LIMITS).blocks[0].text
'一、A'
"""

from __future__ import annotations

from govreport.document import Document, Notice
from govreport.errors import CorruptDocument, LimitExceeded
from govreport.readers.limits import DEFAULT_LIMITS, Limits
from govreport.readers.nested import flatten, is_empty, notes_in_cells
from govreport.readers.word.rtf.groups import GroupReader
from govreport.readers.word.rtf.text import guess_page
from govreport.readers.word.rtf.tokens import tokens

__all__ = ["DEFAULT_LIMITS", "read"]

_MESSAGES = {
    "rtf.comments": "comments left out",
    "rtf.covered_text": "text in cells covered by a merged cell, which Word does not show",
    "rtf.cut_off": "the file ends in the middle; what follows is missing",
    "rtf.deleted_text": "tracked deletions left out",
    "rtf.embedded_object": "an embedded object was not looked into",
    "rtf.field_without_result": "a field that shows something the file does not keep",
    "rtf.hidden_text": "hidden text left out",
    "rtf.numbering_missing": "a paragraph's automatic number is not kept in the file",
    "rtf.undecodable": "text that no code page fits; signs in it may be wrong",
}


def read(data: bytes, limits: Limits) -> Document:
    """Read a Rich Text file.

    Raises:
        CorruptDocument: it does not begin as one.
        LimitExceeded: larger, or nested deeper, than ``limits`` allow.
    """
    if len(data) > limits.bytes:
        raise LimitExceeded(f"more than {limits.bytes} bytes")
    start = data.find(b"{\\rtf")
    if start < 0:
        raise CorruptDocument("no Rich Text Format")
    reader = GroupReader(limits, guess_page(data))
    blocks = reader.read(tokens(data[start:]))
    notices = [
        Notice(code=code, message=f"{_MESSAGES[code]} ({count})")
        for code, count in sorted(reader.seen.items())
        if count
    ]
    return Document(
        format="rtf",
        blocks=flatten([block for block in blocks if not is_empty(block)], limits),
        metadata=reader.metadata,
        links=tuple(reader.links),
        notices=(*notices, *notes_in_cells(blocks, "rtf.note_in_cell")),
        encoding=reader.encoding,
    )
