"""Characters and rulings of a PDF page, from pdfium.

pdfium's loose boxes are used (its tight ones throw punctuation off its line). They are asked for
all at once, what is true of a whole text object once for each, and characters are made run by run:
one after the other is only looked at what does not stand level in its place.
"""

from __future__ import annotations

import ctypes
import functools
from collections import defaultdict
from collections.abc import Sequence
from itertools import repeat
from typing import Any, NamedTuple

from attrs import define

from govreport.document import Doubt
from govreport.readers.pdf.page.calls import address, places, plain
from govreport.readers.pdf.page.clips import EVERYWHERE, Sides, clipped_look
from govreport.readers.pdf.page.codes import coded_text
from govreport.readers.pdf.page.edges import Drawing, read_drawing
from govreport.readers.pdf.page.fields import read_fields
from govreport.readers.pdf.page.layers import hidden_texts
from govreport.readers.pdf.page.looks import TextObject
from govreport.readers.pdf.page.model import Char, Page, View
from govreport.readers.pdf.page.pictures import hides
from govreport.readers.pdf.page.sight import seen_text
from govreport.readers.pdf.page.styles import Column, Placed, Style, origin_of, styles_of
from govreport.readers.pdf.page.touched import touched
from govreport.readers.seen import PLAIN, Look, Unseen

__all__ = ["read_page"]

#: Text of which pdfium does not say when it is drawn is taken to be drawn last.
LAST = 1 << 30
#: A picture fills a page of which it covers so much.
FILLS = 0.6
#: Text under a picture: read by a program that nobody knows.
RECOGNISED = Look(doubt=Doubt.UNTOLD)
#: What a named tuple's own way of making one does, in less time.
_new: Any = functools.partial(tuple.__new__, Char)


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
        handle = ctypes.c_void_p(address(textpage))
        return _chars(handle, view, drawing, hidden, every=every)
    finally:
        pdfium.FPDFText_ClosePage(textpage)


def _chars(
    textpage: ctypes.c_void_p, view: View, drawing: Drawing, off: frozenset[int], *, every: bool
) -> _Text:
    coded = coded_text(textpage)
    firsts: dict[int | None, int] = {}
    for start, _ in coded.runs:
        firsts.setdefault(coded.objects[start], start)
    styles = styles_of(textpage, firsts, view)
    boxes = _boxes(textpage, len(coded.text), view)
    sources = {key: number for number, key in enumerate(firsts, start=1)}
    own: dict[int | None, list[Char]] = {key: [] for key in firsts}
    hidden: defaultdict[Unseen | None, list[str]] = defaultdict(list)
    chars: list[Char] = []
    for start, end in coded.runs:
        key = coded.objects[start]
        style, column = styles[key].style, styles[key].column
        text = coded.text[start:end]
        if not style.named.issuperset(text):
            text = _named(textpage, style, text, start)
        unseen = None if every else Unseen.HIDDEN if key in off else style.unseen
        if unseen is not None:
            hidden[unseen].append(text)
            continue
        if column is not None:
            boxes.stack(textpage, column, range(start, end))
        seen, lost = _run(text, sources[key], styles[key], boxes, range(start, end))
        chars += seen
        own[key] += seen
        for char in lost:
            hidden[char.look.unseen].append(char.text)
    left_out = [(str(why), "".join(texts)) for why, texts in hidden.items()]
    objects: dict[int, TextObject] = {}
    for key, (style, *_) in styles.items():
        if own[key]:
            order = drawing.texts.get(key or 0, LAST)
            objects[sources[key]] = TextObject(order, style.ink, style.alpha, own[key])
    return _Text(chars, objects, left_out, coded.complete)


def _named(textpage: ctypes.c_void_p, style: Style, text: str, start: int) -> str:
    """The text of characters from an index on, U+FFFD for those whose glyph has no name: what
    pdfium hands out for these is a number, and would be a guess."""
    named, nameless = style.named, style.nameless
    for char in set(text) - named - nameless:
        wrong = _calls().map_error(textpage, start + text.index(char)) == 1
        (nameless if wrong else named).add(char)
    return "".join("\ufffd" if char in nameless else char for char in text)


def _run(
    text: str, source: int, placed: Placed, boxes: _Boxes, indices: range
) -> tuple[list[Char], list[Char]]:
    """The characters of one object that follow each other; apart from them those that are not
    seen, their looks say why."""
    (size, turn, bold, *_), low, high, shown, _ = placed
    sideways, certain = turn % 2 == 1, boxes.certain
    left, above, right, below = shown or EVERYWHERE
    seen: list[Char] = []
    lost: list[Char] = []
    start, end = indices.start, indices.stop
    x0s, tops = boxes.x0[start:end], boxes.top[start:end]
    x1s, bottoms = boxes.x1[start:end], boxes.bottom[start:end]
    for char, x0, top, x1, bottom in zip(text, x0s, tops, x1s, bottoms, strict=True):
        if sideways:
            if low <= (x0 + x1) / 2 <= high:
                x0, x1 = low, high
        elif low <= (top + bottom) / 2 <= high:
            top, bottom = low, high
        made = _new((char, x0, top, x1, bottom, size, turn, bold, PLAIN, source))
        if certain and left <= x0 < x1 <= right and above <= top < bottom <= below:
            seen.append(made)
            continue
        look = boxes.look(indices[len(seen) + len(lost)], made, shown)
        if look is not PLAIN:
            made = made._replace(look=look)
        (lost if look.unseen else seen).append(made)
    return seen, lost


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


@define
class _Boxes:
    """The loose boxes of the characters of a page, as displayed, by index.

    ``known`` is whether there is one for each of them; ``certain`` is whether all are, and each on
    the page.
    """

    view: View
    x0: list[float]
    top: list[float]
    x1: list[float]
    bottom: list[float]
    known: Sequence[int]
    certain: bool

    def stack(self, textpage: ctypes.c_void_p, column: Column, indices: range) -> None:
        """Put characters down the column in which they stand."""
        self.certain = False
        for n in indices:
            base = column.above(*origin_of(textpage, n))
            self.x0[n], self.top[n], self.x1[n], self.bottom[n] = column.box(base, self.view)

    def look(self, index: int, char: Char, shown: Sides | None) -> Look:
        """How a character looks, as far as its place tells."""
        if not self.known[index]:
            return Look(unseen=Unseen.HIDDEN)
        width, height = self.view.size()
        x, y = (self.x0[index] + self.x1[index]) / 2, (self.top[index] + self.bottom[index]) / 2
        if not (0 <= x <= width and 0 <= y <= height):
            return Look(unseen=Unseen.CLIPPED)
        return PLAIN if shown is None else clipped_look(char, shown)


def _boxes(textpage: ctypes.c_void_p, count: int, view: View) -> _Boxes:
    calls = _calls()
    values: list[float] = []
    known: list[int] = []
    for first in range(0, count, calls.LOT):
        lot = range(first, min(first + calls.LOT, count))
        known += map(calls.loose_box, repeat(textpage), lot, calls.slots)
        values += calls.corners[: 4 * len(lot)].tolist()
    x0, top, x1, bottom = (values[side::4] for side in range(4))
    left, upper = view.left, view.top
    if view.rotation:
        sides = [view.box(*box) for box in zip(x0, bottom, x1, top, strict=True)]
        x0, top, x1, bottom = ([box[side] for box in sides] for side in range(4))
    else:
        x0, x1 = [x - left for x in x0], [x - left for x in x1]
        top, bottom = [upper - y for y in top], [upper - y for y in bottom]
    width, height = view.size()
    certain = all(known) and bool(
        count and min(x0) >= 0 and min(top) >= 0 and max(x1) <= width and max(bottom) <= height
    )
    return _Boxes(view, x0, top, x1, bottom, known, certain)
