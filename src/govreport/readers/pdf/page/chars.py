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
from govreport.readers.pdf.page.clips import Sides, clipped_look
from govreport.readers.pdf.page.codes import Coded, Stretch, coded_text
from govreport.readers.pdf.page.edges import Drawing, outlined, read_drawing
from govreport.readers.pdf.page.fields import read_fields
from govreport.readers.pdf.page.layers import hidden_texts
from govreport.readers.pdf.page.looks import TextObject
from govreport.readers.pdf.page.model import Char, Page, View
from govreport.readers.pdf.page.pictures import hides
from govreport.readers.pdf.page.runs import Boxes, drawn_chars
from govreport.readers.pdf.page.sight import seen_text
from govreport.readers.pdf.page.styles import Placed, origin_of, styles_of
from govreport.readers.pdf.page.touched import touched
from govreport.readers.seen import PLAIN, Look, Unseen

__all__ = ["read_page"]

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
        pictures=drawing.pictures or ([] if chars else outlined(drawing.areas)),
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
    stretches = coded.stretches()
    firsts = {key: coded.indices[start] for key, start, _ in reversed(stretches)}
    styles = styles_of(textpage, {key: firsts[key] for key, *_ in stretches}, view)
    text = _named(textpage, coded, stretches, styles)
    if every:
        styles = {key: placed.looking(None) for key, placed in styles.items()}
    styles |= {key: styles[key].looking(Unseen.HIDDEN) for key in off & styles.keys()}
    boxes = _boxes(textpage, coded, styles, view)
    drawn = drawn_chars(text, stretches, styles, boxes, drawing)
    left_out = [(str(why), "".join(texts)) for why, texts in drawn.hidden.items()]
    return _Text(drawn.chars, drawn.objects, left_out, coded.complete)


def _named(
    textpage: ctypes.c_void_p,
    coded: Coded,
    stretches: Sequence[Stretch],
    styles: Mapping[int | None, Placed],
) -> str:
    """The text as far as its characters have names: pdfium hands out the number of a glyph that has
    none, which would be a guess."""
    found: list[str] = []
    last, map_error = 0, _calls().map_error
    every = coded.text
    for key, start, end in stretches:
        style = styles[key][0]
        if (named := style.named).issuperset(text := every[start:end]):
            continue
        nameless = style.nameless
        for char, index in zip(text, coded.indices[start:end], strict=True):
            if char not in named and char not in nameless:
                unknown = map_error(textpage, index) == 1
                (nameless if unknown else named).add(char)
        if not nameless.isdisjoint(text):
            found += coded.text[last:start], *("\ufffd" if c in nameless else c for c in text)
            last = end
    return "".join((*found, coded.text[last:]))


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


def _boxes(
    textpage: ctypes.c_void_p, coded: Coded, styles: Mapping[int | None, Placed], view: View
) -> Boxes:
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

    def look(n: int, char: Char, shown: Sides | None) -> Look:
        if not known[n]:
            return Look(unseen=Unseen.HIDDEN)
        if not (0 <= (x0[n] + x1[n]) / 2 <= width and 0 <= (top[n] + bottom[n]) / 2 <= height):
            return Look(unseen=Unseen.CLIPPED)
        return PLAIN if shown is None else clipped_look(char, shown)

    return Boxes((x0, top, x1, bottom), all(known) and inside, look)
