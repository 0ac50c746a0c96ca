"""Characters and rulings of a PDF page, from pdfium.

pdfium's loose boxes are used (its tight ones throw punctuation off its line), and what is true of
a whole text object (font, size, colour, direction) is asked once per object: the calls cost more
than anything else here.
"""

from __future__ import annotations

import ctypes
import functools
import math
from collections.abc import Sequence
from typing import Any, NamedTuple

from govreport.document import Doubt
from govreport.readers.pdf.page.calls import address, plain
from govreport.readers.pdf.page.clips import clipped_look, shown_part
from govreport.readers.pdf.page.edges import Drawing, blended, read_drawing
from govreport.readers.pdf.page.fields import read_fields
from govreport.readers.pdf.page.layers import hidden_texts
from govreport.readers.pdf.page.looks import TextObject
from govreport.readers.pdf.page.model import ODD, Char, Page, View
from govreport.readers.pdf.page.pictures import hides
from govreport.readers.pdf.page.sight import seen_text
from govreport.readers.pdf.page.touched import touched
from govreport.readers.seen import PLAIN, Colour, Look, Unseen

__all__ = ["BOLD_NAMES", "DOWN_SHARE", "MAX_CHARS", "MAX_LEAN_DEGREES", "em_span", "read_page"]

#: A page with more characters than this is cut off there.
MAX_CHARS = 200_000
#: Text smaller than this cannot be read.
MIN_SIZE = 1.0
#: Degrees by which a line of text may lean and still be straight.
MAX_LEAN_DEGREES = 4.0
#: Text render modes that show nothing: invisible, and clipping only.
UNSEEN_MODES = (3, 7)
#: Filled and stroked at once, how a regular font is made bold; and stroked only.
STROKED_MODE = 2
OUTLINED_MODE = 1
#: What pdfium makes of a hyphen that ends a line within a word.
HYPHEN = 0xFFFE
#: The share of a character's size that stands above its base line.
ASCENT = 0.88
#: A base line this share of the size below the start of its text object is that of text set
#: downwards; a raised or lowered one is the start's own.
DOWN_SHARE = 0.5
#: Text of which pdfium does not say when it is drawn is taken to be drawn last.
LAST = 1 << 30
#: A picture fills a page of which it covers so much.
FILLS = 0.6
#: Text under a picture: read by a program that nobody knows.
RECOGNISED = Look(doubt=Doubt.UNTOLD)
BOLD_NAMES = ("bold", "heavy", "black")


class _Style(NamedTuple):
    """What all characters of a text object share.

    ``source`` is its number, ``own`` its characters, ``shown`` what a clipping path leaves of the
    page for it. ``names`` are the texts of its font's codes so far, ``low`` and ``high`` are of
    :func:`em_span`.
    ``column`` is where its characters stand if they run downwards: see :class:`_Column`.
    """

    size: float
    turn: int
    bold: bool
    unseen: Unseen | None
    source: int
    own: list[Char]
    drawn: TextObject
    shown: tuple[float, float, float, float] | None
    names: dict[int, str]
    low: float
    high: float
    column: _Column | None = None


class _Column(NamedTuple):
    """竖排: the line down which a text object in vertical writing runs.

    It starts at ``(x, y)`` in user space; ``(a, b)`` is one character to the right of it and
    ``(c, d)`` one up.
    """

    x: float
    y: float
    a: float
    b: float
    c: float
    d: float

    def above(self, x: float, y: float) -> float:
        """How far up from the start a place is, in characters."""
        return ((x - self.x) * self.c + (y - self.y) * self.d) / (self.c**2 + self.d**2)

    def box(self, base: float, view: View) -> tuple[float, float, float, float]:
        """The place on the page of a character whose base line is that far up."""
        top, bottom = base + ASCENT, base - (1 - ASCENT)
        corners = [
            view.point(
                self.x + side * self.a + up * self.c,
                self.y + side * self.b + up * self.d,
            )
            for side in (-0.5, 0.5)
            for up in (top, bottom)
        ]
        xs, ys = [corner[0] for corner in corners], [corner[1] for corner in corners]
        return (min(xs), min(ys), max(xs), max(ys))


def em_span(base: tuple[float, float], size: float, turn: int) -> tuple[float, float]:
    """Return how far characters on this base line reach across it, whatever their fonts say.

    Fonts on one line differ in the heights that they claim, by as much as half a line. The span is
    of heights, or of places from the left where ``turn`` is odd; it is empty for slanted text.
    """
    if turn == ODD:
        return (math.inf, -math.inf)
    above, below = (ASCENT * size, (1 - ASCENT) * size)
    place = base[turn % 2 == 0]
    return (place - above, place + below) if turn < 2 else (place - below, place + above)


def read_page(pdf: Any, page: Any, number: int, *, layered: bool = True) -> Page:
    """Return what is drawn on a pypdfium2 page; ``number`` counts from 1.

    ``layered`` is whether the file may have layers, some of which may be off.

    Raises:
        ValueError: pdfium has no text of it.
    """
    view = _view(page)
    width, height = view.size()
    drawing = read_drawing(page, view)
    hidden = hidden_texts(page, drawing.texts) if layered else frozenset[int]()
    text = _text(page, view, drawing, hidden)
    fields = read_fields(pdf, page, view)
    sight = seen_text(
        text.chars,
        text.objects,
        drawing.areas,
        drawing.edges,
        is_opaque=lambda image: hides(pdf, page, image),
        slants=drawing.slants,
        struck=fields.struck,
    )
    chars = touched(page, sight.chars, fields.drawn)
    if not chars and _is_under_picture(drawing, width, height):
        layer = _text(page, view, drawing, frozenset(), every=True)
        chars = [char._replace(look=RECOGNISED) for char in layer.chars]
        text, sight = layer, sight._replace(unseen=[])
    return Page(
        number=number,
        width=width,
        height=height,
        chars=[*chars, *fields.chars],
        edges=sight.edges,
        pictures=drawing.pictures,
        left_out=[*text.left_out, *sight.unseen],
        too_complex=drawing.too_complex or not text.complete,
        remarks=fields.remarks,
    )


def _is_under_picture(drawing: Drawing, width: float, height: float) -> bool:
    """Whether a picture fills the page: text that nobody sees is then what somebody read in it."""
    return any(
        (box.x1 - box.x0) * (box.bottom - box.top) > FILLS * width * height
        for box in drawing.pictures
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


class _Text(NamedTuple):
    """The characters of a page with the text objects that they are of, what is not seen of them
    whatever else is on the page, and whether these are all."""

    chars: list[Char]
    objects: dict[int, TextObject]
    left_out: list[tuple[str, str]]
    complete: bool


def _text(
    page: Any, view: View, drawing: Drawing, hidden: frozenset[int], *, every: bool = False
) -> _Text:
    """The text of a page; that which is not rendered too, if ``every`` text is asked for."""
    import pypdfium2.raw as pdfium

    textpage = pdfium.FPDFText_LoadPage(page)
    if not textpage:
        raise ValueError("pdfium cannot read the text of the page")
    try:
        return _chars(textpage, view, drawing, hidden, every=every)
    finally:
        pdfium.FPDFText_ClosePage(textpage)


def _chars(
    textpage: Any, view: View, drawing: Drawing, off: frozenset[int], *, every: bool
) -> _Text:
    calls = _calls()
    handle = address(textpage)
    # Two calls for each character cannot be spared; all else here is kept as short as it can be.
    object_of, loose_box, corners = calls.text_object, calls.loose_box, calls.box
    read_corners: Any = calls.rectangle.tolist
    # What a named tuple's own way of making one does, in less time.
    new: Any = tuple.__new__
    width, height = view.size()
    left, upper, rotation = view.left, view.top, view.rotation
    chars: list[Char] = []
    hidden: dict[Unseen, list[str]] = {}
    styles: dict[int | None, _Style] = {}
    fonts = _Fonts(calls)
    codes, complete = _codes(calls, handle)
    for index, code in enumerate(codes):
        if code <= 0x20 or 0xD800 <= code < 0xE000 or code == HYPHEN:
            code = _told_code(calls, handle, index, code)
            if code < 0:
                continue
        key = object_of(handle, index)
        style = styles.get(key)
        if style is None:
            order = drawing.texts.get(key or 0, LAST)
            style = _style(calls, handle, index, view, fonts, order, len(styles) + 1)
            styles[key] = style = _shown(style, every=every, off=key in off)
        size, turn, bold, unseen, source, own, _, shown, names, low, high, column = style
        text = names.get(code)
        if text is None:
            # pdfium hands out the number of a glyph that has no name, which would be a guess.
            text = "\ufffd" if calls.map_error(handle, index) == 1 else chr(code)
            names[code] = text
        if unseen or not loose_box(handle, index, corners):
            hidden.setdefault(unseen or Unseen.HIDDEN, []).append(text)
            continue
        x0, top, x1, bottom = read_corners()
        if rotation:
            x0, top, x1, bottom = view.box(x0, bottom, x1, top)
        else:
            x0, top, x1, bottom = x0 - left, upper - top, x1 - left, upper - bottom
        if column is not None:
            x0, top, x1, bottom = column.box(column.above(*calls.origin_of(handle, index)), view)
        x, y = (x0 + x1) / 2, (top + bottom) / 2
        if turn % 2:
            if low <= x <= high:
                x0, x1 = low, high
        elif low <= y <= high:
            top, bottom = low, high
        if not (0 <= x <= width and 0 <= y <= height):
            hidden.setdefault(Unseen.CLIPPED, []).append(text)
            continue
        char = new(Char, (text, x0, top, x1, bottom, size, turn, bold, PLAIN, source))
        if shown is not None:
            look = clipped_look(char, shown)
            if look.unseen:
                hidden.setdefault(look.unseen, []).append(text)
                continue
            char = char if look is PLAIN else char._replace(look=look)
        chars.append(char)
        own.append(char)
    left_out = [(str(why), "".join(texts)) for why, texts in hidden.items()]
    objects = {
        style.source: TextObject(*style.drawn[:3], style.own)
        for style in styles.values()
        if style.own
    }
    return _Text(chars, objects, left_out, complete)


def _shown(style: _Style, *, every: bool, off: bool) -> _Style:
    """A style of text that is shown whatever it is, or not, as its layer is off."""
    if every:
        return style._replace(unseen=None)
    return style._replace(unseen=Unseen.HIDDEN) if off else style


def _codes(calls: _Calls, handle: int | None) -> tuple[Sequence[int], bool]:
    """The code of each character, and whether these are all."""
    count = min(calls.count(handle), MAX_CHARS)
    buffer = (ctypes.c_ushort * (count + 1))()
    # All at once where the text has one unit for each character, which is nearly always.
    if calls.all_units(handle, 0, count, ctypes.addressof(buffer)) == count + 1:
        return buffer[:count], calls.count(handle) <= MAX_CHARS
    codes = [calls.unicode(handle, index) for index in range(count)]
    return codes, calls.count(handle) <= MAX_CHARS


class _Calls:
    """The calls made for every character and text object, and the places they write to."""

    def __init__(self) -> None:
        import pypdfium2.raw as pdfium

        pointer, integer, real = ctypes.c_void_p, ctypes.c_int, ctypes.c_double
        by_index = (pointer, integer)
        self.count = plain(pdfium.FPDFText_CountChars, integer, pointer)
        self.unicode = plain(pdfium.FPDFText_GetUnicode, ctypes.c_uint, *by_index)
        self.all_units = plain(pdfium.FPDFText_GetText, integer, *by_index, integer, pointer)
        self.hyphen = plain(pdfium.FPDFText_IsHyphen, integer, *by_index)
        self.generated = plain(pdfium.FPDFText_IsGenerated, integer, *by_index)
        self.map_error = plain(pdfium.FPDFText_HasUnicodeMapError, integer, *by_index)
        self.loose_box = plain(pdfium.FPDFText_GetLooseCharBox, integer, *by_index, pointer)
        self.text_object = plain(pdfium.FPDFText_GetTextObject, pointer, *by_index)
        self.size = plain(pdfium.FPDFText_GetFontSize, real, *by_index)
        self.matrix = plain(pdfium.FPDFText_GetMatrix, integer, *by_index, pointer)
        self.origin = plain(pdfium.FPDFText_GetCharOrigin, integer, *by_index, pointer, pointer)
        self.mode = plain(pdfium.FPDFTextObj_GetTextRenderMode, integer, pointer)
        self.stroke = plain(pdfium.FPDFPageObj_GetStrokeColor, integer, pointer, *4 * (pointer,))
        self.fill = plain(pdfium.FPDFPageObj_GetFillColor, integer, pointer, *4 * (pointer,))
        self.font = plain(pdfium.FPDFTextObj_GetFont, pointer, pointer)
        name_arguments = (pointer, ctypes.c_char_p, ctypes.c_size_t)
        self.font_name = plain(pdfium.FPDFFont_GetBaseFontName, ctypes.c_size_t, *name_arguments)
        corners = (ctypes.c_float * 4)()  # left, top, right, bottom
        self.box = ctypes.addressof(corners)
        self.rectangle: memoryview[float] = memoryview(corners).cast("B").cast("f")
        self.transform = (ctypes.c_float * 6)()
        self.transform_at = ctypes.addressof(self.transform)
        self.place = (ctypes.c_double * 2)()
        self.place_at = [ctypes.addressof(self.place) + 8 * i for i in range(2)]
        self.colour = (ctypes.c_uint * 4)()
        self.channels = [ctypes.addressof(self.colour) + 4 * i for i in range(4)]

    def origin_of(self, handle: int | None, index: int) -> tuple[float, float]:
        """Where the base line of a character begins, in user space."""
        self.origin(handle, index, *self.place_at)
        x, y = self.place
        return (x, y)


_calls = functools.cache(_Calls)


def _told_code(calls: _Calls, handle: int | None, index: int, code: int) -> int:
    """The code point of what is no plain character, -1 where it is none.

    pdfium makes up blanks and line ends where it sees gaps; we look at gaps ourselves.
    """
    if code in (0x0A, 0x0D) or calls.generated(handle, index) == 1:
        return -1
    if calls.hyphen(handle, index) == 1:
        return 0x2D
    return _odd_code(code, calls.unicode(handle, index + 1))


def _odd_code(code: int, following: int) -> int:
    """The code point of a control character or of a surrogate with the unit that follows it.

    It is -1 for a low surrogate, which was told with the one before it.
    """
    if code <= 0x20:
        return code if code in (0x09, 0x20) else 0xFFFD
    if code >= 0xDC00:
        return -1
    if 0xDC00 <= following < 0xE000:
        return 0x10000 + ((code - 0xD800) << 10) + following - 0xDC00
    return 0xFFFD


def _style(
    calls: _Calls,
    handle: int | None,
    index: int,
    view: View,
    fonts: _Fonts,
    order: int,
    source: int,
) -> _Style:
    calls.matrix(handle, index, calls.transform_at)
    a, b, c, d, *start = calls.transform
    size = nominal = calls.size(handle, index)
    turn = -view.rotation % 4
    if b == c == 0 and a > 0:
        size *= d if d > 0 else -d
    else:
        size *= math.hypot(c, d)
        angle = math.degrees(math.atan2(b, a)) - 90 * view.rotation
        quarters = round(angle / 90)
        turn = quarters % 4 if abs(angle - 90 * quarters) <= MAX_LEAN_DEGREES else ODD
    low, high = em_span(view.point(*start), size, turn)
    text_object = calls.text_object(handle, index)
    unseen = Unseen.TINY if min(size, nominal * math.hypot(a, b)) < MIN_SIZE else None
    if not text_object:
        drawn = TextObject(order, (0, 0, 0), 255)
        return _Style(size, turn, False, unseen, source, [], drawn, None, {}, low, high)
    mode = calls.mode(text_object)
    red, green, blue, alpha = 0, 0, 0, 255
    paint = calls.stroke if mode == OUTLINED_MODE else calls.fill
    if paint(text_object, *calls.channels):
        red, green, blue, alpha = calls.colour
    if mode in UNSEEN_MODES:
        unseen = Unseen.HIDDEN
    elif alpha == 0 and mode != STROKED_MODE:
        unseen = Unseen.TRANSPARENT
    font = fonts.of(text_object, handle, index, size)
    if font.downwards and turn != ODD:
        # It is read as text is that was turned to run down the page.
        turn, (low, high) = (turn + 3) % 4, (math.inf, -math.inf)
    return _Style(
        size,
        turn,
        mode == STROKED_MODE or font.bold,
        unseen,
        source,
        [],
        TextObject(order, _ink((red, green, blue), alpha, mode), alpha),
        shown_part(text_object, view),
        font.names,
        low,
        high,
        _column(calls, size) if font.downwards else None,
    )


class _Font(NamedTuple):
    bold: bool
    names: dict[int, str]
    downwards: bool


class _Fonts:
    """The fonts of a page, each looked at once."""

    def __init__(self, calls: _Calls) -> None:
        self._calls = calls
        self._known: dict[int | None, _Font] = {}

    def of(self, text_object: int, handle: int | None, index: int, size: float) -> _Font:
        """Return the font of a text object, one of whose characters has that index."""
        key = self._calls.font(text_object)
        if key not in self._known:
            downwards = _runs_down(self._calls, handle, index, size)
            self._known[key] = _Font(_is_bold(self._calls, key), {}, downwards)
        return self._known[key]


def _runs_down(calls: _Calls, handle: int | None, index: int, size: float) -> bool:
    """Whether a character is of a font for vertical writing.

    Its base line is then below the place where its text object starts, whatever the font's size:
    pdfium does not say so, and its boxes are of no use there (it leaves out the text matrix).
    """
    *_, c, d, x, y = calls.transform
    height = math.hypot(c, d)
    if not height or not size:
        return False
    at_x, at_y = calls.origin_of(handle, index)
    return ((x - at_x) * c + (y - at_y) * d) / height > DOWN_SHARE * size


def _column(calls: _Calls, size: float) -> _Column:
    a, b, c, d, x, y = calls.transform
    across, up = size / (math.hypot(a, b) or 1.0), size / (math.hypot(c, d) or 1.0)
    return _Column(x, y, a * across, b * across, c * up, d * up)


def _is_bold(calls: _Calls, font: int | None) -> bool:
    if not font:
        return False
    name = ctypes.create_string_buffer(256)
    length = calls.font_name(font, name, len(name))
    known = name.raw[: max(0, min(length, len(name)) - 1)].decode("latin-1").lower()
    return any(part in known for part in BOLD_NAMES)


def _ink(colour: Colour, alpha: int, mode: int) -> Colour:
    """The colour in which text is seen on white. What is stroked as well is seen by its outline,
    whatever fills it."""
    if mode == STROKED_MODE:
        return (0, 0, 0)
    return colour if alpha == 255 else blended(colour, alpha)
