"""Character properties of a Word document (``w:rPr``), of a run or of a style."""

from __future__ import annotations

from typing import Any, Literal

from lxml import etree
from msgspec import Struct
from msgspec.structs import replace

from govreport.readers.opc import W
from govreport.readers.seen import Colour, Shift
from govreport.readers.word.looks import COLOURS, Ink, colour_of, mixed

__all__ = ["TELLING", "RunStyle", "is_on", "read_run_style", "read_shade"]

_VAL = W + "val"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_TEXT_FILL = _W14 + "textFill"
_ALIGNS: dict[str | None, Shift | Literal["baseline"]] = {
    "superscript": Shift.RAISED,
    "subscript": Shift.LOWERED,
}
_HIGHLIGHTS = (
    *("none", "black", "blue", "cyan", "green", "magenta", "red", "yellow", "white", "darkBlue"),
    *("darkCyan", "darkGreen", "darkMagenta", "darkRed", "darkYellow", "darkGray", "lightGray"),
)
#: The colours of a theme that are white and black in all but a very few.
_THEME: dict[str, Colour] = {
    **dict.fromkeys(("background1", "light1", "bg1", "lt1"), (255, 255, 255)),
    **dict.fromkeys(("text1", "dark1", "tx1", "dk1"), (0, 0, 0)),
}
#: Text of which less than a tenth is opaque; in thousandths of a per cent.
_CLEAR = 90_000
Auto = Literal["auto"]


class RunStyle(Struct, frozen=True, kw_only=True):
    """Character properties; ``None`` where nothing is said. ``base`` is the character style."""

    bold: bool | None = None
    hidden: bool | None = None
    struck: bool | None = None
    double: bool | None = None
    align: Shift | Literal["baseline"] | None = None
    rise: int | None = None
    size: float | None = None
    scale: int | None = None
    colour: Colour | Auto | None = None
    shade: Colour | Auto | None = None
    highlight: Colour | Auto | None = None
    clear: bool | None = None
    base: str | None = None

    @property
    def is_telling(self) -> bool:
        """Whether anything is said."""
        return self != _NOTHING

    def over(self, lower: RunStyle) -> RunStyle:
        """Return these properties, and the lower ones where they say nothing."""
        if lower is _NOTHING or self is lower:
            return self
        said = {name: value for name, value in _items(self) if value is not None}
        return replace(lower, **said) if said else lower

    def toggled(self, lower: RunStyle) -> RunStyle:
        """As :meth:`over`, for a character style over a paragraph style: of switches, two that are
        on cancel each other out."""
        return replace(
            self.over(lower),
            bold=_toggled(self.bold, lower.bold),
            hidden=_toggled(self.hidden, lower.hidden),
            struck=_toggled(self.struck, lower.struck),
        )

    @property
    def ink(self) -> Ink:
        """What all formats of Word say of a run."""
        ground = next((g for g in (self.highlight, self.shade) if g and g != "auto"), None)
        return Ink(
            struck=bool(self.struck or self.double),
            hidden=bool(self.hidden),
            align=self.align if isinstance(self.align, Shift) else None,
            rise=self.rise or 0,
            half_points=2 * self.size if self.size else 20,
            scale=100 if self.scale is None else self.scale,
            colour=self.colour if self.colour != "auto" else None,
            ground=ground,
            clear=bool(self.clear),
        )


_NOTHING = RunStyle()


def read_run_style(properties: etree._Element | None) -> RunStyle:
    """Read a ``w:rPr``; what it was before a tracked change (``w:rPrChange``) does not count."""
    said: dict[str, Any] = {}
    for element in properties if properties is not None else ():
        tag = element.tag
        if tag in _SWITCHES:
            said[_SWITCHES[tag]] = is_on(element)
        elif tag in _READ:
            name, read = _READ[tag]
            said[name] = read(element)
        elif tag == _TEXT_FILL:
            said |= _text_fill(element)
    return RunStyle(**said) if said else _NOTHING


def is_on(element: etree._Element) -> bool:
    """Return the state of a switch such as ``<w:b/>`` or ``<w:b w:val="0"/>``."""
    return element.get(_VAL) not in ("0", "false", "off", "none")


def read_shade(element: etree._Element | None) -> Colour | None:
    """Return the ground that a ``w:shd`` gives; ``None`` where it gives none."""
    if element is None:
        return None
    pattern = element.get(_VAL) or "clear"
    if pattern == "nil":
        return None
    share = 100 if pattern == "solid" else _number(pattern.removeprefix("pct")) or 0
    front = _themed(element, "color", "theme")
    return mixed(share, front, _themed(element, "fill", "themeFill"))


def _items(style: RunStyle) -> list[tuple[str, Any]]:
    return [(name, getattr(style, name)) for name in _NAMES]


_NAMES = RunStyle.__struct_fields__


def _toggled(character: bool | None, paragraph: bool | None) -> bool | None:
    if character is None:
        return paragraph
    return character != bool(paragraph)


def _number(written: str | None) -> int | None:
    digits = (written or "").partition(".")[0].removesuffix("%")
    return int(digits) if digits.lstrip("-").isdecimal() and len(digits) < 9 else None


def _themed(element: etree._Element, name: str, theme: str) -> Colour | None:
    """A colour by its name in the theme, where that is sure, or else as it was when saved."""
    named = _THEME.get(element.get(W + theme + ("Color" if theme == "theme" else "")) or "")
    turned = any(element.get(W + theme + how) is not None for how in ("Shade", "Tint"))
    return colour_of(element.get(W + name)) if named is None or turned else named


def _colour(element: etree._Element) -> Colour | Auto:
    return _themed(element, "val", "theme") or "auto"


def _shade(element: etree._Element) -> Colour | Auto:
    return read_shade(element) or "auto"


def _highlight(element: etree._Element) -> Colour | Auto:
    name = element.get(_VAL) or "none"
    return (COLOURS[_HIGHLIGHTS.index(name)] if name in _HIGHLIGHTS else None) or "auto"


def _align(element: etree._Element) -> Shift | Literal["baseline"]:
    return _ALIGNS.get(element.get(_VAL), "baseline")


def _size(element: etree._Element) -> float | None:
    half_points = _number(element.get(_VAL))
    return half_points / 2 if half_points else None


def _integer(element: etree._Element) -> int | None:
    return _number(element.get(_VAL))


def _text_fill(element: etree._Element) -> dict[str, Any]:
    """Word's own fill of letters stands over their colour."""
    if element.find(_W14 + "noFill") is not None:
        return {"clear": True}
    for fill in element.iterchildren(_W14 + "solidFill"):
        for colour in fill:
            alpha = colour.find(_W14 + "alpha")
            value = colour.get(_W14 + "val")
            known = colour_of(value) or _THEME.get(value or "")
            plain = not len(colour) or (len(colour) == 1 and alpha is not None)
            said: dict[str, Any] = {"colour": known} if known and plain else {}
            if alpha is not None and (_number(alpha.get(_W14 + "val")) or 0) >= _CLEAR:
                said["clear"] = True
            return said
    return {}


_SWITCHES = {
    W + "b": "bold",
    W + "vanish": "hidden",
    W + "strike": "struck",
    W + "dstrike": "double",
}
_READ = {
    W + "vertAlign": ("align", _align),
    W + "position": ("rise", _integer),
    W + "sz": ("size", _size),
    W + "w": ("scale", _integer),
    W + "color": ("colour", _colour),
    W + "shd": ("shade", _shade),
    W + "highlight": ("highlight", _highlight),
    W + "rStyle": ("base", lambda element: element.get(_VAL)),
}
#: The elements that tell something.
TELLING = frozenset((*_SWITCHES, *_READ, _TEXT_FILL))
