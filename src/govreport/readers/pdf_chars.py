"""Characters and rulings of a PDF page, from pdfium.

pdfium's loose boxes are used (its tight ones throw punctuation off its line), and what is true of
a whole text object (font, size, colour, direction) is asked once per object: the calls cost more
than anything else here.
"""

from __future__ import annotations

import ctypes
import math
from typing import Any, NamedTuple

from govreport.document import Box
from govreport.readers.pdf_edges import WHITE, Drawing, read_drawing
from govreport.readers.pdf_page import ODD, Char, Page, View

__all__ = ["read_page"]

#: A page with more characters than this is cut off there.
MAX_CHARS = 200_000
#: Text smaller than this cannot be read.
MIN_SIZE = 1.0
#: Degrees by which a line of text may lean and still be straight.
MAX_LEAN_DEGREES = 4.0
#: Text render modes that show nothing: invisible, and clipping only.
UNSEEN_MODES = (3, 7)
#: Filled and stroked at once: how a regular font is made bold.
STROKED_MODE = 2
BOLD_NAMES = ("bold", "heavy", "black")


class _Style(NamedTuple):
    """What all characters of a text object share."""

    size: float
    turn: int
    bold: bool
    unseen: bool
    white: bool


def read_page(page: Any, number: int) -> Page:
    """Return what is drawn on a pypdfium2 page; ``number`` counts from 1."""
    view = _view(page)
    width, height = view.size()
    drawing = read_drawing(page, view)
    chars, hidden, unmapped, complete = _text(page, view, drawing)
    return Page(
        number=number,
        width=width,
        height=height,
        chars=chars,
        edges=drawing.edges,
        pictures=drawing.pictures,
        hidden=hidden,
        too_complex=drawing.too_complex or not complete,
        unmapped=unmapped,
    )


def _view(page: Any) -> View:
    import pypdfium2.raw as pdfium

    rectangle = pdfium.FS_RECTF()
    if not pdfium.FPDF_GetPageBoundingBox(page, rectangle):
        return View(0.0, 0.0, page.get_width(), page.get_height(), 0)
    return View(
        rectangle.left,
        rectangle.bottom,
        rectangle.right,
        rectangle.top,
        pdfium.FPDFPage_GetRotation(page) % 4,
    )


def _text(page: Any, view: View, drawing: Drawing) -> tuple[list[Char], str, int, bool]:
    """The characters seen, the text not seen, how many have no Unicode value, and if all came."""
    import pypdfium2.raw as pdfium

    textpage = pdfium.FPDFText_LoadPage(page)
    if not textpage:
        raise ValueError("pdfium cannot read the text of the page")
    try:
        return _chars(pdfium, textpage, view, drawing)
    finally:
        pdfium.FPDFText_ClosePage(textpage)


def _chars(
    pdfium: Any, textpage: Any, view: View, drawing: Drawing
) -> tuple[list[Char], str, int, bool]:
    text_object = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)(
        ctypes.cast(pdfium.FPDFText_GetTextObject, ctypes.c_void_p).value or 0
    )
    handle = ctypes.cast(textpage, ctypes.c_void_p)
    rectangle = pdfium.FS_RECTF()
    loose_box, unicode_of = pdfium.FPDFText_GetLooseCharBox, pdfium.FPDFText_GetUnicode
    map_error, generated = pdfium.FPDFText_HasUnicodeMapError, pdfium.FPDFText_IsGenerated
    width, height = view.size()
    chars: list[Char] = []
    hidden: list[str] = []
    unmapped = 0
    styles: dict[int | None, _Style] = {}
    fonts: dict[int, bool] = {}
    count = pdfium.FPDFText_CountChars(textpage)
    high = 0
    for index in range(min(count, MAX_CHARS)):
        code = unicode_of(textpage, index)
        if code <= 0x20 and (code != 0x20 or generated(textpage, index)):
            # pdfium makes up blanks and line ends where it sees gaps; we look at gaps ourselves.
            if code and (code in (0x0A, 0x0D, 0x20) or generated(textpage, index)):
                continue
            unmapped += 1
            code = 0xFFFD
        if 0xD800 <= code < 0xE000:
            if code < 0xDC00:
                high = code
                continue
            code = 0x10000 + ((high - 0xD800) << 10) + code - 0xDC00 if high else 0xFFFD
            high = 0
        key = text_object(handle, index)
        style = styles.get(key)
        if style is None:
            style = styles[key] = _style(pdfium, textpage, index, view.rotation, fonts)
        if not loose_box(textpage, index, rectangle):
            unmapped += 1
            continue
        unmapped += map_error(textpage, index) == 1
        box = view.box(rectangle.left, rectangle.bottom, rectangle.right, rectangle.top)
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        text = chr(code)
        if (
            style.unseen
            or not (0 <= x <= width and 0 <= y <= height)
            or (style.white and not any(_holds(fill, x, y) for fill in drawing.fills))
        ):
            hidden.append(text)
        else:
            chars.append(Char(text, *box, style.size, style.turn, style.bold))
    return chars, "".join(hidden), unmapped, count <= MAX_CHARS


def _style(pdfium: Any, textpage: Any, index: int, rotation: int, fonts: dict[int, bool]) -> _Style:
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(textpage, index, matrix)
    size = pdfium.FPDFText_GetFontSize(textpage, index) * math.hypot(matrix.c, matrix.d)
    angle = math.degrees(math.atan2(matrix.b, matrix.a)) - 90 * rotation
    quarters = round(angle / 90)
    turn = quarters % 4 if abs(angle - 90 * quarters) <= MAX_LEAN_DEGREES else ODD
    text_object = pdfium.FPDFText_GetTextObject(textpage, index)
    if not text_object:
        return _Style(size, turn, False, size < MIN_SIZE, False)
    mode = pdfium.FPDFTextObj_GetTextRenderMode(text_object)
    colour = [ctypes.c_uint(0) for _ in range(4)]
    known = pdfium.FPDFPageObj_GetFillColor(text_object, *colour)
    red, green, blue, alpha = (part.value for part in colour)
    return _Style(
        size=size,
        turn=turn,
        bold=mode == STROKED_MODE or _is_bold(pdfium, text_object, fonts),
        unseen=mode in UNSEEN_MODES or size < MIN_SIZE or bool(known and alpha == 0),
        white=bool(known and mode == 0 and min(red, green, blue) >= WHITE),
    )


def _is_bold(pdfium: Any, text_object: Any, fonts: dict[int, bool]) -> bool:
    font = pdfium.FPDFTextObj_GetFont(text_object)
    if not font:
        return False
    key = ctypes.cast(font, ctypes.c_void_p).value or 0
    if key not in fonts:
        buffer = ctypes.create_string_buffer(256)
        length = pdfium.FPDFFont_GetBaseFontName(font, buffer, len(buffer))
        name = buffer.raw[: max(0, min(length, len(buffer)) - 1)].decode("latin-1").lower()
        fonts[key] = any(part in name for part in BOLD_NAMES)
    return fonts[key]


def _holds(box: Box, x: float, y: float) -> bool:
    return box.x0 <= x <= box.x1 and box.top <= y <= box.bottom
