"""What is drawn on a sheet: pictures, text boxes and charts (ISO/IEC 29500-1, 20.5)."""

from __future__ import annotations

from lxml import etree

from govreport.document import Doubt, Paragraph, Picture
from govreport.readers.workbook.book import Remarks
from govreport.readers.workbook.page import SheetPage
from govreport.readers.workbook.sheet import Blocks

__all__ = ["cover_cells", "read_drawing"]

#: What is drawn reaches into a cell if by more than this, in the units of drawings (2 points).
_EDGE = 25_400

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_XDR = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"


def read_drawing(root: etree._Element, remarks: Remarks) -> Blocks:
    """Return the pictures, and the paragraphs of the text boxes, in the file's order."""
    blocks: Blocks = []
    for element in root.iter(_XDR + "pic", _XDR + "sp", _XDR + "graphicFrame"):
        if element.tag == _XDR + "pic":
            named = element.find(f"{_XDR}nvPicPr/{_XDR}cNvPr")
            blocks.append(
                Picture()
                if named is None
                else Picture(name=named.get("name") or "", description=named.get("descr") or "")
            )
        elif element.tag == _XDR + "sp":
            lines = [_line(paragraph) for paragraph in element.iter(_A + "p")]
            blocks += [Paragraph(text=line) for line in lines if line.strip()]
        else:
            remarks.add("sheet.chart")
    return blocks


def cover_cells(root: etree._Element, page: SheetPage) -> None:
    """Note which cells stand under a picture, a chart, a line between no cells, or a shape that is
    filled or holds text."""
    for anchor in root.iter(_XDR + "twoCellAnchor", _XDR + "oneCellAnchor"):
        if anchor.find(_XDR + "pic") is not None:
            doubt = Doubt.PICTURE
        elif (
            any(_is_opaque(shape) for shape in anchor.iter(_XDR + "sp"))
            or anchor.find(_XDR + "graphicFrame") is not None
            or (anchor.find(f".//{_XDR}cxnSp") is not None and not _is_ruling(anchor))
        ):
            doubt = Doubt.COVERED
        else:
            continue
        first, last = _place(anchor, "from"), _place(anchor, "to")
        if first is not None:
            (top, left), (bottom, right) = first, last or (first[0] + 1, first[1] + 1)
            page.cover(range(top, max(bottom, top + 1)), range(left, max(right, left + 1)), doubt)


def _place(anchor: etree._Element, corner: str) -> tuple[int, int] | None:
    """The row and column of a corner; of the last one, the first that it leaves free."""
    marker = anchor.find(_XDR + corner)
    if marker is None:
        return None
    numbers = []
    for name, free in (("row", "rowOff"), ("col", "colOff")):
        written = marker.findtext(_XDR + name) or ""
        if not (written.isascii() and written.isdigit()) or len(written) > 7:
            return None
        reaches = corner == "to" and _size(anchor, corner, free) > _EDGE
        numbers.append(int(written) + reaches)
    return numbers[0], numbers[1]


def _is_ruling(anchor: etree._Element) -> bool:
    """Whether a line is level or upright, and between two cells."""
    for cell, offset in (("row", "rowOff"), ("col", "colOff")):
        starts, ends = (
            (anchor.findtext(f"{_XDR}{corner}/{_XDR}{cell}"), _size(anchor, corner, offset))
            for corner in ("from", "to")
        )
        if starts[0] == ends[0] and max(starts[1], ends[1]) <= _EDGE:
            return True
    return False


def _size(anchor: etree._Element, corner: str, name: str) -> int:
    written = anchor.findtext(f"{_XDR}{corner}/{_XDR}{name}") or ""
    return int(written) if written.isascii() and written.isdigit() else 0


def _is_opaque(shape: etree._Element) -> bool:
    """Whether a shape hides what is under it, or writes over it."""
    properties = shape.find(_XDR + "spPr")
    empty = properties is not None and properties.find(_A + "noFill") is not None
    return not empty or any((text.text or "").strip() for text in shape.iter(_A + "t"))


def _line(paragraph: etree._Element) -> str:
    parts = []
    for element in paragraph.iter(_A + "t", _A + "br"):
        parts.append("\n" if element.tag == _A + "br" else element.text or "")
    return "".join(parts)
