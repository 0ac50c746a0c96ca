"""What stands in a Word paragraph and is no text: drawings, shapes, objects and symbol fonts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lxml import etree
from msgspec import Struct

from govreport.document import Picture
from govreport.readers.opc import W

__all__ = ["ALTERNATE", "SHOWN", "Graphic", "branch", "read_graphic", "read_symbol"]

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_V = "{urn:schemas-microsoft-com:vml}"
_O = "{urn:schemas-microsoft-com:office:office}"
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"
_DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds"
_TEXT_BOX, _TEXT_PATH = W + "txbxContent", _V + "textpath"
_PICTURES = frozenset({_A + "blip", _V + "imagedata", _CHART, _DIAGRAM})

ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
#: Elements that show something that a reader of the file would miss.
SHOWN = (
    *(W + name for name in ("t", "p", "tbl", "sym", "tab", "txbxContent")),
    _M + "t",
    _TEXT_PATH,
    *_PICTURES,
)

#: Signs of the symbol fonts that stand in forms; the rest is kept at its private code point.
_WINGDINGS = {
    0x6E: "■", 0x6F: "□", 0x71: "❑", 0xA8: "◻", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
    **{0x80 + n: "⓪①②③④⑤⑥⑦⑧⑨⑩"[n] for n in range(11)},
}  # fmt: skip
_SYMBOL_FONTS: Mapping[str, Mapping[int, str]] = {
    "wingdings": _WINGDINGS,
    "wingdings 2": {0x50: "✓", 0x51: "☒", 0x52: "☑", 0x54: "☒", 0xA3: "□"},
}


class Graphic(Struct):
    """A drawing, a VML shape or an embedded object. ``boxes`` are contents of text boxes.

    ``floating``: it has a place of its own on the page; ``in_front``: there, it covers text."""

    picture: Picture | None = None
    boxes: list[etree._Element] = []
    #: Texts that are drawn as pictures (WordArt).
    art: list[str] = []
    chart: bool = False
    floating: bool = False
    in_front: bool = False


def branch(alternate: etree._Element) -> etree._Element | None:
    """Return the first branch of ``mc:AlternateContent`` that shows something readable."""
    for candidate in alternate:
        if next(candidate.iter(*SHOWN), None) is not None:
            return candidate
    return None


def read_graphic(element: etree._Element) -> Graphic:
    """Return what a graphic holds; all pictures of a group are one."""
    shapes = list(_shapes(element))
    floating, in_front = _place(element)
    shown = [node for node in shapes if node.tag in _PICTURES]
    return Graphic(
        picture=_picture(element, shown[0]) if shown else None,
        boxes=[node for node in shapes if node.tag == _TEXT_BOX],
        art=[node.get("string") or "" for node in shapes if node.tag == _TEXT_PATH],
        chart=any(node.tag in (_CHART, _DIAGRAM) for node in shown),
        floating=floating,
        in_front=in_front,
    )


def read_symbol(element: etree._Element) -> str:
    """Return the sign of a ``w:sym``, private to its font if unknown, ``""`` if it names none."""
    try:
        code = int((element.get(W + "char") or "")[:8], 16)
        sign = chr(code)
        sign.encode()  # lone surrogates are no text
    except (ValueError, OverflowError):
        return ""
    if code < 0x20:
        return ""
    font = (element.get(W + "font") or "").lower()
    if 0xF000 <= code <= 0xF0FF or code < 0x100:
        return _SYMBOL_FONTS.get(font, {}).get(code & 0xFF, sign)
    return sign


def _shapes(parent: etree._Element) -> Iterator[etree._Element]:
    """What a graphic shows: pictures, text boxes (not looked into), and text drawn as a picture."""
    for element in parent:
        tag = element.tag
        if tag == ALTERNATE:
            chosen = branch(element)
            if chosen is not None:
                yield from _shapes(chosen)
        elif tag == _TEXT_BOX:
            yield element
        else:
            if tag in _PICTURES or (tag == _TEXT_PATH and element.get("string")):
                yield element
            yield from _shapes(element)


def _place(graphic: etree._Element) -> tuple[bool, bool]:
    """Whether a graphic has a place of its own, and whether it covers text there."""
    for element in graphic.iter(_WP + "anchor", _V + "shape", _V + "rect"):
        if element.tag == _WP + "anchor":
            behind = element.get("behindDoc") in ("1", "true")
            return True, element.find(_WP + "wrapNone") is not None and not behind
        style = (element.get("style") or "").replace(" ", "")
        if "position:absolute" in style:
            wrapped = element.find("{urn:schemas-microsoft-com:office:word}wrap")
            return True, "z-index:-" not in style and wrapped is None
    return False, False


def _picture(graphic: etree._Element, shown: etree._Element) -> Picture:
    for element in graphic.iter():
        tag = str(element.tag)
        if tag.endswith(("}docPr", "}cNvPr")):
            description = element.get("descr") or element.get("title") or ""
            return Picture(name=element.get("name") or "", description=description)
        if tag == _V + "shape":
            title = shown.get(_O + "title") or ""
            return Picture(
                name=title or element.get("id") or "", description=element.get("alt") or title
            )
    return Picture()
