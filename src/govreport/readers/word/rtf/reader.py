r"""Rich Text Format (.rtf, often named .doc): what Word and WPS saved for other programs to read.

[RTF 1.9.1]. What Word does not show is treated as in :mod:`govreport.readers.word.docx.reader`, so
that a document saved in both formats reads the same; automatic numbers are those that the file
keeps beside each paragraph for readers that do not count.

>>> data = rb"{\rtf1\ansi\ansicpg936{\fonttbl{\f0\fcharset134 SimSun;}}\f0 \'d2\'bb\u12289 ?A\par}"
>>> read(data, DEFAULT_LIMITS).blocks[0].text
'一、A'
"""

from __future__ import annotations

from govreport.document import Document
from govreport.errors import CorruptDocument, LimitExceeded
from govreport.notices import counted
from govreport.readers.limits import DEFAULT_LIMITS, Limits
from govreport.readers.nested import flatten, is_empty, notes_in_cells
from govreport.readers.seen import notices
from govreport.readers.word.rtf.groups import MEANT, GroupReader
from govreport.readers.word.rtf.text import guess_page
from govreport.readers.word.rtf.tokens import tokens

__all__ = ["DEFAULT_LIMITS", "read"]


def read(data: bytes, limits: Limits) -> Document:
    """Read a Rich Text file.

    Raises:
        CorruptDocument: it does not begin as one.
        LimitExceeded: larger, or nested deeper, than ``limits`` allow.
    """
    if len(data) > limits.bytes:
        raise LimitExceeded.of("bytes", limits.bytes)
    start = data.find(b"{\\rtf")
    if start < 0:
        raise CorruptDocument("no Rich Text Format")
    reader = GroupReader(limits, guess_page(data))
    blocks = reader.read(tokens(data[start:], MEANT))
    return Document(
        format="rtf",
        blocks=flatten([block for block in blocks if not is_empty(block)], limits),
        metadata=reader.metadata,
        links=tuple(reader.links),
        notices=(
            *counted(reader.seen),
            *notes_in_cells(blocks, "rtf.note_in_cell"),
            *notices(reader.left_out),
        ),
        encoding=reader.encoding,
    )
