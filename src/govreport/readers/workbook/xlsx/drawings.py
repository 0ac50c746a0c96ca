"""What is drawn on a sheet: pictures, text boxes and charts (ISO/IEC 29500-1, 20.5)."""

from __future__ import annotations

from lxml import etree

from govreport.document import Paragraph, Picture
from govreport.readers.workbook.book import Remarks
from govreport.readers.workbook.sheet import Blocks

__all__ = ["read_drawing"]

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


def _line(paragraph: etree._Element) -> str:
    parts = []
    for element in paragraph.iter(_A + "t", _A + "br"):
        parts.append("\n" if element.tag == _A + "br" else element.text or "")
    return "".join(parts)
