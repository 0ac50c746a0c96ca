"""What pages refer to by number: fonts, colours and widths of drawing, pictures, composed graphics.

Resources stand in parts of the document and of a page; a page's own come before the document's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lxml import etree
from msgspec import Struct

from govreport.readers.ofd.package import Part, first, name_of, text_of
from govreport.readers.ofd.values import numbers
from govreport.readers.seen import Colour

__all__ = ["BLACK", "Paint", "Resources", "layer_paints", "painted", "resources_at"]

#: Draw parameters refer to others that they go on from.
DEEPEST = 8
BLACK: Colour = (0, 0, 0)


class Paint(Struct, frozen=True):
    """A colour and how opaque it is, of 255; ``colour`` is ``None`` for a pattern or a shading."""

    colour: Colour | None = BLACK
    alpha: int = 255


class Resources(Struct):
    """What is known by its ID. ``bold`` are fonts, ``media`` the paths of pictures with the part
    that they are written in."""

    bold: set[str] = set()
    params: dict[str, etree._Element] = {}
    media: dict[str, tuple[Part, str]] = {}
    composites: dict[str, etree._Element] = {}

    def over(self, other: Resources) -> Resources:
        """Return these with those of another where these have none."""
        return Resources(
            self.bold | other.bold,
            {**other.params, **self.params},
            {**other.media, **self.media},
            {**other.composites, **self.composites},
        )

    def param(self, id: str | None, name: str) -> etree._Element | None:
        """Return what a draw parameter says (``FillColor``, ``StrokeColor``), by itself or by the
        one that it goes on from."""
        for _ in range(DEEPEST):
            element = self.params.get(id or "")
            if element is None:
                return None
            found = first(element, name)
            if found is not None:
                return found
            id = element.get("Relative")
        return None


def resources_at(part: Part, paths: Iterator[str]) -> Resources:
    """Return the resources in the parts at paths written in a part; what is missing is left out."""
    found = Resources()
    for path in paths:
        other = part.at(path)
        if other is not None:
            found = found.over(_read(other))
    return found


def _read(part: Part) -> Resources:
    found = Resources()
    base = part.root.get("BaseLoc") or ""
    for element in part.root.iter():
        id = element.get("ID")
        if id is None:
            continue
        match name_of(element):
            case "Font" if element.get("Bold") == "true" or _says_bold(element):
                found.bold.add(id)
            case "DrawParam":
                found.params[id] = element
            case "MultiMedia" if file := text_of(element, "MediaFile"):
                found.media[id] = (part, f"{base}/{file}" if base else file)
            case "CompositeGraphicUnit":
                found.composites[id] = element
    return found


def _says_bold(font: etree._Element) -> bool:
    names = f"{font.get('FontName')} {font.get('FamilyName')}".lower()
    return "bold" in names or "黑体" in names or "小标宋" in names


def _colour_of(element: etree._Element | None) -> Paint:
    """Return the paint of a ``FillColor`` or ``StrokeColor``; black where there is none."""
    if element is None:
        return Paint()
    alpha = numbers(element.get("Alpha"))
    opacity = int(min(255, max(0, alpha[0]))) if alpha else 255
    if first(element, "Pattern") is not None or any(
        name_of(child).endswith("Shd") for child in element
    ):
        return Paint(None, opacity)
    values = [int(min(255, max(0, value))) for value in numbers(element.get("Value"))]
    match values:
        case [gray]:
            return Paint((gray, gray, gray), opacity)
        case [red, green, blue]:
            return Paint((red, green, blue), opacity)
        case [cyan, magenta, yellow, black]:
            ink = [255 - min(255, part + black) for part in (cyan, magenta, yellow)]
            return Paint((ink[0], ink[1], ink[2]), opacity)
    return Paint(BLACK, opacity)


def painted(
    element: etree._Element, name: str, inherited: Mapping[str, etree._Element], known: Resources
) -> Paint:
    """Return the paint of an object: its own, its draw parameter's, or what its layer says."""
    own = first(element, name)
    if own is None:
        own = known.param(element.get("DrawParam"), name)
    if own is None:
        own = inherited.get(name)
    paint = _colour_of(own)
    alpha = numbers(element.get("Alpha"))
    if alpha:
        paint = Paint(paint.colour, int(paint.alpha * min(255, max(0, alpha[0])) / 255))
    return paint


def layer_paints(layer: etree._Element, known: Resources) -> dict[str, etree._Element]:
    """Return what a layer's draw parameter says of colours."""
    found = {
        name: known.param(layer.get("DrawParam"), name) for name in ("FillColor", "StrokeColor")
    }
    return {name: element for name, element in found.items() if element is not None}
