"""Characters and rulings of a PDF page, from pdfium.

pdfium's loose boxes are used (its tight ones throw punctuation off its line). They are asked for
all at once, and what is true of a whole text object once for each: the calls cost more than
anything else here.
"""

from __future__ import annotations

import ctypes
import functools
from collections.abc import Mapping, Sequence
from itertools import repeat
from typing import Any, NamedTuple

from govreport.document import Doubt
from govreport.readers.pdf.page.calls import address, places, plain
from govreport.readers.pdf.page.clips import EVERYWHERE, Sides, clipped_look
from govreport.readers.pdf.page.codes import Coded, coded_text
from govreport.readers.pdf.page.edges import Drawing, read_drawing
from govreport.readers.pdf.page.fields import read_fields
from govreport.readers.pdf.page.layers import hidden_texts
from govreport.readers.pdf.page.looks import TextObject
from govreport.readers.pdf.page.model import Char, Page, View
from govreport.readers.pdf.page.pictures import hides
from govreport.readers.pdf.page.sight import seen_text
from govreport.readers.pdf.page.styles import Placed, origin_of, styles_of
from govreport.readers.pdf.page.touched import touched
from govreport.readers.seen import PLAIN, Look, Unseen

__all__ = ["read_page"]

#: Text of which pdfium does not say when it is drawn is taken to be drawn last.
LAST = 1 << 30
#: A picture fills a page of which it covers so much.
FILLS = 0.6
#: Text under a picture: read by a program that nobody knows.
RECOGNISED = Look(doubt=Doubt.UNTOLD)


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
        buttons=len(fields.buttons),
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
        handle = ctypes.c_void_p(address(textpage))
        return _chars(handle, view, drawing, hidden, every=every)
    finally:
        pdfium.FPDFText_ClosePage(textpage)


def _chars(
    textpage: ctypes.c_void_p, view: View, drawing: Drawing, off: frozenset[int], *, every: bool
) -> _Text:
    coded = coded_text(textpage)
    styles = styles_of(textpage, coded.firsts(), view)
    if every:
        styles = {key: placed.looking(None) for key, placed in styles.items()}
    styles |= {key: styles[key].looking(Unseen.HIDDEN) for key in off & styles.keys()}
    boxes = _boxes(textpage, coded, styles, view)
    drawn = _drawn(textpage, coded, styles, boxes)
    left_out = [(str(why), "".join(texts)) for why, texts in drawn.hidden.items()]
    objects: dict[int, TextObject] = {}
    for source, (key, (style, *_)) in enumerate(styles.items(), start=1):
        if own := drawn.own[key]:
            order = drawing.texts.get(key or 0, LAST)
            objects[source] = TextObject(order, style.ink, style.alpha, own)
    return _Text(drawn.chars, objects, left_out, coded.complete)


class _Drawn(NamedTuple):
    """The characters of a page, those of each text object, and the text that is not seen."""

    chars: list[Char]
    own: dict[int | None, list[Char]]
    hidden: dict[Unseen, list[str]]


def _drawn(
    textpage: ctypes.c_void_p, coded: Coded, styles: Mapping[int | None, Placed], boxes: _Boxes
) -> _Drawn:
    drawn = _Drawn([], {key: [] for key in styles}, {})
    sources = {key: number for number, key in enumerate(styles, start=1)}
    last, certain, map_error = -1, boxes.certain, _calls().map_error
    # What is done for every character cannot be too short, and a named tuple is made in less time
    # without its own way to.
    new: Any = tuple.__new__
    each = enumerate(zip(coded.text, coded.objects, *boxes.sides, strict=True))
    for n, (char, key, x0, top, x1, bottom) in each:
        if key != last:
            (size, turn, bold, unseen, _, _, named, nameless, _), low, high, shown, _ = styles[key]
            left, above, right, below = shown or EVERYWHERE
            sideways, source, own = turn % 2, sources[key], drawn.own[key]
            last = key
        if char not in named:
            # pdfium hands out the number of a glyph that has no name, which would be a guess.
            if char in nameless or map_error(textpage, coded.indices[n]) == 1:
                nameless.add(char)
                char = "\ufffd"
            else:
                named.add(char)
        if unseen is not None:
            drawn.hidden.setdefault(unseen, []).append(char)
            continue
        if sideways:
            if low <= (x0 + x1) / 2 <= high:
                x0, x1 = low, high
        elif low <= (top + bottom) / 2 <= high:
            top, bottom = low, high
        made = new(Char, (char, x0, top, x1, bottom, size, turn, bold, PLAIN, source))
        if not (certain and left <= x0 < x1 <= right and above <= top < bottom <= below):
            made = made._replace(look=boxes.look(n, made, shown))
            if made.look.unseen:
                drawn.hidden.setdefault(made.look.unseen, []).append(char)
                continue
        drawn.chars.append(made)
        own.append(made)
    return drawn


class _Calls:
    """The calls made for every character, and the places that they write to."""

    #: So many boxes are asked for at a time.
    LOT = 1024

    def __init__(self) -> None:
        import pypdfium2.raw as pdfium

        pointer, integer = ctypes.c_void_p, ctypes.c_int
        self.loose_box = plain(pdfium.FPDFText_GetLooseCharBox, integer)
        self.map_error = plain(pdfium.FPDFText_HasUnicodeMapError, integer, pointer, integer)
        corners = (ctypes.c_float * (4 * self.LOT))()  # left, top, right, bottom of each
        self.slots = list(map(pointer, places(corners, 4)))
        self.corners: memoryview[float] = memoryview(corners).cast("B").cast("f")


_calls = functools.cache(_Calls)


class _Boxes(NamedTuple):
    """The loose boxes of the characters of a page, as displayed: their left, upper, right and lower
    sides.

    ``known`` is whether there is one for each of them; ``certain`` is whether all are, and each on
    the page.
    """

    view: View
    sides: tuple[list[float], list[float], list[float], list[float]]
    known: Sequence[int]
    certain: bool

    def look(self, index: int, char: Char, shown: Sides | None) -> Look:
        """How a character looks, as far as its place tells."""
        if not self.known[index]:
            return Look(unseen=Unseen.HIDDEN)
        width, height = self.view.size()
        x0, top, x1, bottom = (side[index] for side in self.sides)
        if not (0 <= (x0 + x1) / 2 <= width and 0 <= (top + bottom) / 2 <= height):
            return Look(unseen=Unseen.CLIPPED)
        return PLAIN if shown is None else clipped_look(char, shown)


def _boxes(
    textpage: ctypes.c_void_p, coded: Coded, styles: Mapping[int | None, Placed], view: View
) -> _Boxes:
    calls = _calls()
    values: list[float] = []
    known: list[int] = []
    for first in range(0, len(coded.indices), calls.LOT):
        lot = coded.indices[first : first + calls.LOT]
        known += map(calls.loose_box, repeat(textpage), lot, calls.slots)
        values += calls.corners[: 4 * len(lot)].tolist()
    x0, top, x1, bottom = (values[side::4] for side in range(4))
    if view.rotation:
        boxes = [view.box(*box) for box in zip(x0, bottom, x1, top, strict=True)]
        x0, top, x1, bottom = ([box[side] for box in boxes] for side in range(4))
    else:
        left, upper = view.left, view.top
        x0, x1 = [x - left for x in x0], [x - left for x in x1]
        top, bottom = [upper - y for y in top], [upper - y for y in bottom]
    if any(placed.column for placed in styles.values()):
        for n, (index, key) in enumerate(zip(coded.indices, coded.objects, strict=True)):
            if (column := styles[key].column) is not None:
                base = column.above(*origin_of(textpage, index))
                x0[n], top[n], x1[n], bottom[n] = column.box(base, view)
    width, height = view.size()
    inside = not known or (
        min(x0) >= 0 and min(top) >= 0 and max(x1) <= width and max(bottom) <= height
    )
    return _Boxes(view, (x0, top, x1, bottom), known, all(known) and inside)
