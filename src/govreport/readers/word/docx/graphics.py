"""What stands in a Word paragraph and is no text: drawings, shapes, objects and symbol fonts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lxml import etree
from msgspec import Struct

from govreport.document import Picture
from govreport.readers.held import WHOLE, Cut
from govreport.readers.opc import R, W

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

#: How many of the units that sizes are given in are a point (EMU).
_EMU = 12_700
#: How many of the units that a cut is given in are the whole picture; in VML, of those marked f.
_WHOLE, _VML_WHOLE = 100_000, 65_536
_SIDES = ("l", "t", "r", "b")
_VML_SIDES = ("cropleft", "croptop", "cropright", "cropbottom")

#: Signs of the symbol fonts that stand in forms; the rest is kept at its private code point.
_WINGDINGS = {
    0x6E: "■", 0x6F: "□", 0x71: "❑", 0xA8: "◻", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
    **{0x80 + n: "⓪①②③④⑤⑥⑦⑧⑨⑩"[n] for n in range(11)},
}  # fmt: skip
_SYMBOL_FONTS: Mapping[str, Mapping[int, str]] = {
    "wingdings": _WINGDINGS,
    "wingdings 2": {0x50: "✓", 0x51: "☒", 0x52: "☑", 0x54: "☒", 0xA3: "□"},
}


class Embedded(Struct, frozen=True):
    """The id of the relationship to a picture, what is cut off of it, and how wide and high it is
    shown, in points."""

    relationship: str
    cut: Cut = WHOLE
    shown: tuple[float, float] | None = None


class Graphic(Struct):
    """A drawing, a VML shape or an embedded object. ``boxes`` are contents of text boxes.

    ``floating``: it has a place of its own on the page; ``in_front``: there, it covers text."""

    picture: Picture | None = None
    #: Where that is held in the file, if it is one picture and shown as it is.
    embedded: Embedded | None = None
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
        embedded=_embedded(element, shown[0]) if len(shown) == 1 else None,
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


def _embedded(graphic: etree._Element, shown: etree._Element) -> Embedded | None:
    """Where a picture is held; ``None`` for a chart, one that is elsewhere, hidden or mirrored."""
    if any(_is_changed(element) for element in graphic.iter()):
        return None
    if shown.tag == _A + "blip":
        relationship = shown.get(R + "embed")
        parent = shown.getparent()
        cut = parent.find(_A + "srcRect") if parent is not None else None
        sides = [_share(cut.get(side), _WHOLE) if cut is not None else 0.0 for side in _SIDES]
    else:
        relationship = shown.get(R + "id")
        sides = [_vml_share(shown.get(side) or "") for side in _VML_SIDES]
    if not relationship or sides[0] + sides[2] >= 1 or sides[1] + sides[3] >= 1:
        return None
    extent = next(graphic.iter(_WP + "extent"), None)
    size = None
    if extent is not None:
        size = (_share(extent.get("cx"), _EMU), _share(extent.get("cy"), _EMU))
    left, top, right, bottom = sides
    return Embedded(relationship, (left, top, right, bottom), size)


def _is_changed(element: etree._Element) -> bool:
    """Whether an element of a graphic hides or mirrors it."""
    yes = ("1", "true")
    tag = str(element.tag)
    if tag.endswith("}docPr"):
        return element.get("hidden") in yes
    if tag == _A + "xfrm":
        return element.get("flipH") in yes or element.get("flipV") in yes
    style = (element.get("style") or "").replace(" ", "") if tag.startswith(_V) else ""
    return "visibility:hidden" in style or "flip:" in style


def _share(text: str | None, whole: int) -> float:
    """A number of units as a share; 0 where it is none, or below."""
    try:
        return max(0.0, int(text or "0") / whole)
    except ValueError:
        return 0.0


def _vml_share(text: str) -> float:
    try:
        return max(0.0, int(text[:-1]) / _VML_WHOLE if text.endswith("f") else float(text or "0"))
    except ValueError:
        return 0.0
