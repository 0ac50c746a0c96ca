"""Text that lies over a PDF page: values of form fields, and text boxes (FreeText annotations).

Both are part of what a reader sees, so they are set into the page as characters of their own.
What other annotations say (notes, comments) is no text of the page and is only told.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any, NamedTuple

from govreport.document import Box
from govreport.readers.pdf.page.model import LAID_OVER, Char, View

__all__ = ["Fields", "read_fields"]

#: More annotations than this on a page are not looked at.
MAX_ANNOTATIONS = 5_000
#: Bytes of text taken from one annotation.
MAX_TEXT = 20_000
#: Text in a field is taken to be this large, in points, where the field has room.
SIZE = 12.0
_HIDDEN_FLAGS = 0x02 | 0x20


class Fields(NamedTuple):
    """The characters of fields and text boxes, what other annotations say, where they strike text
    out, where they draw on the page, each with whether that is a stamp, and the buttons and fields
    of signatures, which say what they show in no other way than by drawing it."""

    chars: list[Char]
    remarks: list[str]
    struck: list[Box]
    drawn: list[tuple[Box, bool]]
    buttons: list[Box]


def read_fields(pdf: Any, page: Any, view: View) -> Fields:
    """Return the text laid over a pypdfium2 page; forms must have been initialised for fields."""
    import pypdfium2.raw as pdfium

    fields = Fields([], [], [], [], [])
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page), MAX_ANNOTATIONS)):
        annotation = pdfium.FPDFPage_GetAnnot(page, index)
        if annotation:
            try:
                fields.struck.extend(_struck(pdfium, annotation, view))
                fields.drawn.extend(_drawn(pdfium, annotation, view))
                fields.buttons.extend(_buttons(pdfium, pdf, annotation, view))
                chars, remark = _read(pdfium, pdf, annotation, view)
                fields.chars.extend(chars)
                fields.remarks.extend([remark] if remark else [])
            finally:
                pdfium.FPDFPage_CloseAnnot(annotation)
    return fields


def _read(pdfium: Any, pdf: Any, annotation: Any, view: View) -> tuple[list[Char], str]:
    """The text laid over the page by one annotation, or the remark that it makes."""
    kind = pdfium.FPDFAnnot_GetSubtype(annotation)
    if kind in (pdfium.FPDF_ANNOT_LINK, pdfium.FPDF_ANNOT_POPUP):
        return [], ""
    shown = not pdfium.FPDFAnnot_GetFlags(annotation) & _HIDDEN_FLAGS
    if kind == pdfium.FPDF_ANNOT_WIDGET:
        text = _value(pdfium, pdf, annotation)
    else:
        text = _contents(pdfium, annotation)
        shown = shown and kind == pdfium.FPDF_ANNOT_FREETEXT
    if not text.strip():
        return [], ""
    rectangle = pdfium.FS_RECTF()
    if shown and pdfium.FPDFAnnot_GetRect(annotation, rectangle):
        box = view.box(rectangle.left, rectangle.bottom, rectangle.right, rectangle.top)
        source = LAID_OVER if kind == pdfium.FPDF_ANNOT_FREETEXT else 0
        return [char._replace(source=source) for char in _set(text, *box)], ""
    return [], text


def _struck(pdfium: Any, annotation: Any, view: View) -> Iterator[Box]:
    """The places where an annotation strikes text out: those that it marks, or else its own."""
    if pdfium.FPDFAnnot_GetSubtype(annotation) != pdfium.FPDF_ANNOT_STRIKEOUT:
        return
    if pdfium.FPDFAnnot_GetFlags(annotation) & _HIDDEN_FLAGS:
        return
    quad, rectangle = pdfium.FS_QUADPOINTSF(), pdfium.FS_RECTF()
    count = min(pdfium.FPDFAnnot_CountAttachmentPoints(annotation), MAX_ANNOTATIONS)
    for index in range(count):
        if pdfium.FPDFAnnot_GetAttachmentPoints(annotation, index, quad):
            xs, ys = (quad.x1, quad.x2, quad.x3, quad.x4), (quad.y1, quad.y2, quad.y3, quad.y4)
            yield Box(*view.box(min(xs), min(ys), max(xs), max(ys)))
    if not count and pdfium.FPDFAnnot_GetRect(annotation, rectangle):
        yield Box(*view.box(rectangle.left, rectangle.bottom, rectangle.right, rectangle.top))


def _drawn(pdfium: Any, annotation: Any, view: View) -> Iterator[tuple[Box, bool]]:
    """Where an annotation draws a shape or a stamp on the page."""
    kind = pdfium.FPDFAnnot_GetSubtype(annotation)
    shapes = (
        pdfium.FPDF_ANNOT_LINE,
        pdfium.FPDF_ANNOT_SQUARE,
        pdfium.FPDF_ANNOT_CIRCLE,
        pdfium.FPDF_ANNOT_POLYGON,
        pdfium.FPDF_ANNOT_POLYLINE,
        pdfium.FPDF_ANNOT_INK,
        pdfium.FPDF_ANNOT_REDACT,
        pdfium.FPDF_ANNOT_STAMP,
    )
    rectangle = pdfium.FS_RECTF()
    shown = not pdfium.FPDFAnnot_GetFlags(annotation) & _HIDDEN_FLAGS
    if kind in shapes and shown and pdfium.FPDFAnnot_GetRect(annotation, rectangle):
        box = view.box(rectangle.left, rectangle.bottom, rectangle.right, rectangle.top)
        yield Box(*box), kind == pdfium.FPDF_ANNOT_STAMP


def _buttons(pdfium: Any, pdf: Any, annotation: Any, view: View) -> Iterator[Box]:
    """Where an annotation is a button or the field of a signature that shows something."""
    if pdf.formenv is None or pdfium.FPDFAnnot_GetFlags(annotation) & _HIDDEN_FLAGS:
        return
    kind = pdfium.FPDFAnnot_GetFormFieldType(pdf.formenv, annotation)
    rectangle = pdfium.FS_RECTF()
    normal = pdfium.FPDF_ANNOT_APPEARANCEMODE_NORMAL
    if (
        kind in (pdfium.FPDF_FORMFIELD_PUSHBUTTON, pdfium.FPDF_FORMFIELD_SIGNATURE)
        and pdfium.FPDFAnnot_GetAP(annotation, normal, None, 0) > len("\0".encode("utf-16-le"))
        and pdfium.FPDFAnnot_GetRect(annotation, rectangle)
    ):
        box = Box(*view.box(rectangle.left, rectangle.bottom, rectangle.right, rectangle.top))
        if box.x1 > box.x0 and box.bottom > box.top:
            yield box


def _value(pdfium: Any, pdf: Any, annotation: Any) -> str:
    """The value of a field that holds text, ``""`` for buttons and boxes to tick."""
    if pdf.formenv is None:
        return ""
    kind = pdfium.FPDFAnnot_GetFormFieldType(pdf.formenv, annotation)
    textual = (
        pdfium.FPDF_FORMFIELD_TEXTFIELD,
        pdfium.FPDF_FORMFIELD_COMBOBOX,
        pdfium.FPDF_FORMFIELD_LISTBOX,
    )
    if kind not in textual:
        return ""
    units = (ctypes.c_ushort * (MAX_TEXT // 2))()
    length = pdfium.FPDFAnnot_GetFormFieldValue(pdf.formenv, annotation, units, MAX_TEXT)
    return _decoded(units, length)


def _contents(pdfium: Any, annotation: Any) -> str:
    units = (ctypes.c_ushort * (MAX_TEXT // 2))()
    length = pdfium.FPDFAnnot_GetStringValue(annotation, b"Contents", units, MAX_TEXT)
    return _decoded(units, length)


def _decoded(units: Any, length: int) -> str:
    if not 2 <= length <= MAX_TEXT:
        return ""
    return bytes(units)[: length - 2].decode("utf-16-le", errors="replace")


def _set(text: str, x0: float, top: float, x1: float, bottom: float) -> Iterator[Char]:
    """Set the text into its box, line by line, as wide as the box allows."""
    lines = [line for line in text.replace("\r", "\n").split("\n") if line.strip()]
    size = max(1.0, min(SIZE, (bottom - top) / len(lines)))
    y = (top + bottom - size * len(lines)) / 2
    for line in lines:
        widths = [size / 2 if char.isascii() else size for char in line]
        scale = min(1.0, (x1 - x0) / sum(widths)) if x1 > x0 else 0.0
        x = x0
        for char, width in zip(line, widths, strict=True):
            yield Char(char, x, y, x + width * scale, y + size, size)
            x += width * scale
        y += size
