"""Text with its places on the page, as ``pdftohtml -xml`` writes it (``<pdf2xml>``): set in lines.

>>> page = '''<pdf2xml><page number="1"><text top="10" left="60" width="12" height="12">3</text>
... <text top="10" left="0" width="36" height="12">收到数</text>
... <text top="30" left="0" width="12" height="12"><b>无</b></text></page></pdf2xml>'''
>>> document = read(page.encode(), DEFAULT_LIMITS)
>>> [block.text for block in document.blocks]
['收到数            3', '无']
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml import etree
from msgspec import Struct

from govreport.document import Document
from govreport.errors import CorruptDocument, LimitExceeded
from govreport.readers.limits import DEFAULT_LIMITS, Limits
from govreport.readers.opc import parse_part
from govreport.readers.text.reader import read_lines

__all__ = ["DEFAULT_LIMITS", "read"]

#: What pdftohtml itself writes; any other is refused.
_DOCTYPE = b'<!DOCTYPE pdf2xml SYSTEM "pdf2xml.dtd">'
#: Places of a line, in widths of the narrowest letter, at most.
_WIDEST = 400


class _Piece(Struct, frozen=True, order=True):
    left: float
    right: float
    middle: float
    height: float
    text: str


def read(data: bytes, limits: Limits) -> Document:
    """Read the pages' text in lines, what stands apart parted by spaces.

    Raises:
        CorruptDocument: the XML is broken, or holds no text.
        LimitExceeded: more bytes, blocks or table cells than ``limits`` allow.
    """
    if len(data) > limits.bytes:
        raise LimitExceeded.of("bytes", limits.bytes)
    lines: list[str] = []
    pages = 0
    for page in parse_part(data.replace(_DOCTYPE, b"", 1)).iter("page"):
        pages += 1
        lines += [*_lines(sorted(_pieces(page), key=lambda piece: piece.middle)), ""]
    (blocks,) = read_lines([lines], limits)
    if not blocks:
        raise CorruptDocument("no text in it")
    return Document(format="pdf2xml", blocks=blocks, pages=pages)


def _pieces(page: etree._Element) -> Iterator[_Piece]:
    for element in page.iter("text"):
        text = "".join(map(str, element.itertext()))
        try:
            top, left, width, height = (
                float(element.get(name) or "") for name in ("top", "left", "width", "height")
            )
        except ValueError:
            continue
        if text.strip():
            yield _Piece(left, left + width, top + height / 2, height, text.strip("\n"))


def _lines(pieces: Sequence[_Piece]) -> Iterator[str]:
    """The lines of a page, from the top."""
    unit = max(min((p.height for p in pieces), default=1.0) / 3, 1.0)
    line: list[_Piece] = []
    for piece in pieces:
        if line and piece.middle - line[0].middle > min(piece.height, line[0].height) / 2:
            yield _set(sorted(line), unit)
            line = []
        line.append(piece)
    if line:
        yield _set(sorted(line), unit)


def _set(line: Sequence[_Piece], unit: float) -> str:
    text, right = "", line[0].left
    for piece in line:
        if piece.left - right > unit:
            place = min(int(piece.left / unit), _WIDEST)
            text += " " * max(place - len(text), 2)
        text += piece.text
        right = piece.right
    return text
