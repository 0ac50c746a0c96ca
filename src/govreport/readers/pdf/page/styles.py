"""What all characters of a text object share: font, size, colour, direction, and what is shown.

pdfium is asked once for each object of a page, and what they have alike is worked out once.
"""

from __future__ import annotations

import ctypes
import functools
import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import repeat
from typing import Any, NamedTuple

from govreport.readers.pdf.page.calls import listed, places, plain
from govreport.readers.pdf.page.clips import Sides, shown_parts
from govreport.readers.pdf.page.edges import blended
from govreport.readers.pdf.page.model import ODD, View
from govreport.readers.pdf.page.plane import Matrix
from govreport.readers.seen import Colour, Unseen

__all__ = [
    "BOLD_NAMES",
    "DOWN_SHARE",
    "MAX_LEAN_DEGREES",
    "Column",
    "Placed",
    "Style",
    "em_span",
    "origin_of",
    "styles_of",
]

#: Text smaller than this cannot be read.
MIN_SIZE = 1.0
#: Degrees by which a line of text may lean and still be straight.
MAX_LEAN_DEGREES = 4.0
#: Text render modes that show nothing: invisible, and clipping only.
UNSEEN_MODES = (3, 7)
#: Filled and stroked at once, how a regular font is made bold; and stroked only.
STROKED_MODE = 2
OUTLINED_MODE = 1
#: The share of a character's size that stands above its base line.
ASCENT = 0.88
#: A base line this share of the size below the start of its text object is that of text set
#: downwards; a raised or lowered one is the start's own.
DOWN_SHARE = 0.5
BOLD_NAMES = ("bold", "heavy", "black")
BLACK: Colour = (0, 0, 0)

#: The handle of a text object, ``None`` for characters of none.
_Key = int | None


class Column(NamedTuple):
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

    def box(self, base: float, view: View) -> Sides:
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


class Style(NamedTuple):
    """What many text objects share.

    ``ink`` is the colour in which they are seen on white; ``named`` are the characters of the font
    that are known to have names, ``nameless`` those that are known to have none.
    """

    size: float
    turn: int
    bold: bool
    unseen: Unseen | None
    ink: Colour
    alpha: int
    named: set[str]
    nameless: set[str]
    downwards: bool


class Placed(NamedTuple):
    """The style of a text object, and its own place.

    ``low`` and ``high`` are of :func:`em_span`, ``shown`` is what a clipping path leaves of the
    page for it, ``column`` where its characters stand if they run downwards.
    """

    style: Style
    low: float
    high: float
    shown: Sides | None
    column: Column | None

    def looking(self, unseen: Unseen | None) -> Placed:
        """The same for text that is seen, or not, whatever its style says."""
        return self._replace(style=self.style._replace(unseen=unseen))


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


def origin_of(textpage: ctypes.c_void_p, index: int) -> tuple[float, float]:
    """Return where the base line of a character begins, in user space."""
    place = (ctypes.c_double * 2)()
    _calls().origin(textpage, index, *places(place))
    x, y = place
    return (x, y)


def styles_of(
    textpage: ctypes.c_void_p, firsts: Mapping[_Key, int], view: View
) -> dict[_Key, Placed]:
    """Return the style of each text object; ``firsts`` has the index of a character of each."""
    calls = _calls()
    objects = [key for key in firsts if key]
    paints: dict[_Key, _Paint] = dict(zip(objects, _paints(calls, objects), strict=True))
    shown = shown_parts(objects, view)
    a, b, c, d, xs, ys = _matrices(calls, textpage, firsts)
    nominal = map(calls.size, repeat(textpage), firsts.values())
    likes = list(
        zip(a, b, c, d, nominal, map(paints.get, firsts, repeat(NOT_PAINTED)), strict=True)
    )
    fonts = _Fonts(calls, textpage)
    known: dict[tuple[object, ...], Style] = {}
    for n, (key, index) in enumerate(firsts.items()):
        if (like := likes[n]) not in known:
            *four, size, paint = like
            matrix = (*four, xs[n], ys[n])
            style = _style(matrix, size, paint, view.rotation)
            if key is not None:
                style = fonts.styled(style, paint[0], matrix, index)
            known[like] = style
    styles = list(map(known.__getitem__, likes))
    columns: list[Column | None] = [None] * len(styles)
    if view.rotation or any(style.turn or style.downwards for style in known.values()):
        spans = [
            em_span(view.point(x, y), style.size, ODD if style.downwards else style.turn)
            for style, x, y in zip(styles, xs, ys, strict=True)
        ]
        for n, style in enumerate(styles):
            if style.downwards:
                columns[n] = _column((a[n], b[n], c[n], d[n], xs[n], ys[n]), style.size)
    else:
        # The same, in less time.
        reaches = {size: (ASCENT * size, (1 - ASCENT) * size) for size, *_ in known.values()}
        reach = [reaches[style[0]] for style in styles]
        bases = [view.top - y for y in ys]
        spans = [(y - up, y + down) for y, (up, down) in zip(bases, reach, strict=True)]
    placed = zip(styles, *zip(*spans, strict=True), map(shown.get, firsts), columns, strict=True)
    return dict(zip(firsts, map(_placed, placed), strict=True)) if spans else {}


class _Calls:
    """The calls made for every text object."""

    def __init__(self) -> None:
        import pypdfium2.raw as pdfium

        pointer, integer, real = ctypes.c_void_p, ctypes.c_int, ctypes.c_double
        by_index = (pointer, integer)
        self.size = plain(pdfium.FPDFText_GetFontSize, real)
        self.matrix = plain(pdfium.FPDFText_GetMatrix, integer, *by_index, pointer)
        self.origin = plain(pdfium.FPDFText_GetCharOrigin, integer, *by_index, pointer, pointer)
        self.mode = plain(pdfium.FPDFTextObj_GetTextRenderMode, integer, pointer)
        self.stroke = plain(pdfium.FPDFPageObj_GetStrokeColor, integer, pointer, *4 * (pointer,))
        self.fill = plain(pdfium.FPDFPageObj_GetFillColor, integer, pointer, *4 * (pointer,))
        self.font = plain(pdfium.FPDFTextObj_GetFont, pointer, pointer)
        name_arguments = (pointer, ctypes.c_char_p, ctypes.c_size_t)
        self.font_name = plain(pdfium.FPDFFont_GetBaseFontName, ctypes.c_size_t, *name_arguments)


_calls = functools.cache(_Calls)
# A named tuple is made in less time without its own way to.
_placed: Any = functools.partial(tuple.__new__, Placed)


def _matrices(
    calls: _Calls, textpage: ctypes.c_void_p, firsts: Mapping[_Key, int]
) -> list[list[float]]:
    """The six values of the matrix of each object."""
    values = (ctypes.c_float * (6 * len(firsts)))()
    list(map(calls.matrix, repeat(textpage), firsts.values(), places(values, 6)))
    every = listed(values)
    return [every[n::6] for n in range(6)]


#: Font, render mode and colour of a text object.
_Paint = tuple[int | None, int, tuple[int, ...]]
NOT_PAINTED: _Paint = (None, 0, (0, 0, 0, 255))


def _paints(calls: _Calls, objects: Sequence[int]) -> Iterator[_Paint]:
    modes = list(map(calls.mode, objects))
    channels = (ctypes.c_uint * (4 * len(objects)))()
    at = places(channels)
    filled = list(map(calls.fill, objects, at[0::4], at[1::4], at[2::4], at[3::4]))
    pairs = zip(modes, filled, strict=True)
    for n in [n for n, (mode, fill) in enumerate(pairs) if mode == OUTLINED_MODE or not fill]:
        own = slice(4 * n, 4 * n + 4)
        if modes[n] == OUTLINED_MODE:
            filled[n] = calls.stroke(objects[n], *at[own])
        if not filled[n]:
            channels[own] = [*NOT_PAINTED[2]]
    return zip(
        map(calls.font, objects),
        modes,
        zip(*[iter(listed(channels))] * 4, strict=True),
        strict=True,
    )


def _style(matrix: Matrix, nominal: float, paint: _Paint, rotation: int) -> Style:
    """The style of an object, of what is not its font's."""
    a, b, c, d, *_ = matrix
    _, mode, (red, green, blue, alpha) = paint
    size, turn = nominal, -rotation % 4
    if b == c == 0 and a > 0:
        size *= d if d > 0 else -d
    else:
        size *= math.hypot(c, d)
        angle = math.degrees(math.atan2(b, a)) - 90 * rotation
        quarters = round(angle / 90)
        turn = quarters % 4 if abs(angle - 90 * quarters) <= MAX_LEAN_DEGREES else ODD
    unseen = Unseen.TINY if min(size, nominal * math.hypot(a, b)) < MIN_SIZE else None
    stroked = mode == STROKED_MODE
    if mode in UNSEEN_MODES:
        unseen = Unseen.HIDDEN
    elif alpha == 0 and not stroked:
        unseen = Unseen.TRANSPARENT
    # What is stroked as well is seen by its outline, whatever fills it.
    ink = BLACK if stroked else (red, green, blue)
    ink = ink if stroked or alpha == 255 else blended(ink, alpha)
    return Style(size, turn, stroked, unseen, ink, alpha, set(), set(), False)


class _Fonts:
    """The fonts of a page, each looked at once: whether it is bold, its characters so far that have
    names, and whether it is for vertical writing."""

    def __init__(self, calls: _Calls, textpage: ctypes.c_void_p) -> None:
        self._calls, self._textpage = calls, textpage
        self._known: dict[int | None, tuple[bool, set[str], set[str], bool]] = {}

    def styled(self, style: Style, font: int | None, matrix: Matrix, index: int) -> Style:
        """Return the style of an object of this font, one of whose characters has that index."""
        if font not in self._known:
            downwards = _runs_down(matrix, origin_of(self._textpage, index), style.size)
            self._known[font] = (_is_bold(self._calls, font), set(), set(), downwards)
        bold, named, nameless, downwards = self._known[font]
        turn = style.turn
        if downwards and turn != ODD:
            # It is read as text is that was turned to run down the page.
            turn = (turn + 3) % 4
        return style._replace(
            turn=turn,
            bold=style.bold or bold,
            named=named,
            nameless=nameless,
            downwards=downwards,
        )


def _runs_down(matrix: Matrix, origin: tuple[float, float], size: float) -> bool:
    """Whether a character is of a font for vertical writing.

    Its base line is then below the place where its text object starts, whatever the font's size:
    pdfium does not say so, and its boxes are of no use there (it leaves out the text matrix).
    """
    *_, c, d, x, y = matrix
    height = math.hypot(c, d)
    if not height or not size:
        return False
    at_x, at_y = origin
    return ((x - at_x) * c + (y - at_y) * d) / height > DOWN_SHARE * size


def _column(matrix: Matrix, size: float) -> Column:
    a, b, c, d, x, y = matrix
    across, up = size / (math.hypot(a, b) or 1.0), size / (math.hypot(c, d) or 1.0)
    return Column(x, y, a * across, b * across, c * up, d * up)


def _is_bold(calls: _Calls, font: int | None) -> bool:
    if not font:
        return False
    name = ctypes.create_string_buffer(256)
    length = calls.font_name(font, name, len(name))
    known = name.raw[: max(0, min(length, len(name)) - 1)].decode("latin-1").lower()
    return any(part in known for part in BOLD_NAMES)
