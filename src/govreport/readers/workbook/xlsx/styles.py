"""How the cells of a workbook are set: ``xl/styles.xml`` (ISO/IEC 29500-1, 18.8)."""

from __future__ import annotations

from typing import TypeVar

from lxml import etree

from govreport.document import Alignment
from govreport.readers.seen import Colour, Shift
from govreport.readers.workbook.conditions import Change
from govreport.readers.workbook.formats import GENERAL, builtin
from govreport.readers.workbook.ink import BLACK, WHITE, Font, Style, look_of
from govreport.readers.workbook.page import Look
from govreport.zh.patterns import lazy_pattern

__all__ = ["S", "Style", "Styles", "read_change", "read_changes", "read_font", "read_styles"]

#: The namespace of SpreadsheetML as lxml writes it in tags.
S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"

_ALIGNMENTS = {
    "left": Alignment.LEFT,
    "center": Alignment.CENTER,
    "centerContinuous": Alignment.CENTER,
    "right": Alignment.RIGHT,
    "justify": Alignment.JUSTIFY,
    "distributed": Alignment.JUSTIFY,
}
_SHIFTS = {"superscript": Shift.RAISED, "subscript": Shift.LOWERED}
_RGB = lazy_pattern(r"(?:[0-9A-Fa-f]{2})?[0-9A-Fa-f]{6}")
_KNOWN = {
    ("theme", "0"): WHITE,
    ("theme", "1"): BLACK,
    ("indexed", "0"): BLACK,
    ("indexed", "1"): WHITE,
    ("indexed", "8"): BLACK,
    ("indexed", "9"): WHITE,
    ("indexed", "64"): BLACK,
    ("indexed", "65"): WHITE,
}
_SIDES = ("left", "right", "start", "end")


Styles = list[Style]
T = TypeVar("T")


def read_styles(root: etree._Element | None) -> Styles:
    """Return the styles in the order in which cells name them."""
    if root is None:
        return []
    codes = {e.get("numFmtId"): e.get("formatCode") or GENERAL for e in root.iter(S + "numFmt")}
    fonts = [read_font(element) for element in _children(root, "fonts", "font")]
    grounds = [_ground(element) for element in _children(root, "fills", "fill")]
    boxes = [_is_boxed(element) for element in _children(root, "borders", "border")]
    crosses = [_is_crossed(element) for element in _children(root, "borders", "border")]
    styles = []
    for element in _children(root, "cellXfs", "xf"):
        number = element.get("numFmtId") or "0"
        known = builtin(int(number)) if number.isascii() and number.isdigit() else None
        font = _at(fonts, element.get("fontId"), Font())
        ground = _at(grounds, element.get("fillId"), WHITE)
        crossed = _at(crosses, element.get("borderId"), False)
        alignment = element.find(S + "alignment")
        look = Look(
            boxed=_at(boxes, element.get("borderId"), False),
            alignment=(
                _ALIGNMENTS.get(alignment.get("horizontal") or "")
                if alignment is not None
                else None
            ),
            bold=font.bold,
            size=font.size,
            ink=look_of(font, ground, crossed=crossed),
        )
        code = codes.get(number) or known or GENERAL
        styles.append(Style(code, look, font, ground, crossed))
    return styles


def read_changes(root: etree._Element | None) -> list[Change]:
    """Return what rules make of cells, in the order in which they name it."""
    return [] if root is None else [read_change(e) for e in _children(root, "dxfs", "dxf")]


def read_change(element: etree._Element) -> Change:
    """What a rule makes of a cell (``dxf``); a solid ground is named as the one behind."""
    font, fill = element.find(S + "font"), element.find(S + "fill")
    code = element.find(S + "numFmt")
    struck = font.find(S + "strike") if font is not None else None
    return Change(
        struck=_is_on(struck) if struck is not None else None,
        colour=_colour(font.find(S + "color")) if font is not None else None,
        fills=fill is not None,
        ground=_ground(fill, solid="bgColor") if fill is not None else None,
        code=code.get("formatCode") if code is not None else None,
    )


def read_font(element: etree._Element) -> Font:
    """A font, or the properties of a run, which say the same."""
    size = element.find(S + "sz")
    try:
        points = float(size.get("val") or "") if size is not None else None
    except ValueError:
        points = None
    aligned = element.find(S + "vertAlign")
    return Font(
        struck=_is_on(element.find(S + "strike")),
        shift=_SHIFTS.get(aligned.get("val") or "") if aligned is not None else None,
        colour=_colour(element.find(S + "color")) or BLACK,
        size=points,
        bold=_is_on(element.find(S + "b")),
    )


def _is_on(element: etree._Element | None) -> bool:
    return element is not None and element.get("val") not in ("0", "false")


def _ground(fill: etree._Element, solid: str = "fgColor") -> Colour | str | None:
    """What stands behind the text; ``None`` where it is a pattern or runs from color to color."""
    pattern = fill.find(S + "patternFill")
    if pattern is None:
        return None if len(fill) else WHITE
    colour = pattern.find(S + solid)
    kind = pattern.get("patternType") or (
        "none" if solid == "fgColor" or colour is None else "solid"
    )
    if kind == "none":
        return WHITE
    return _colour(colour) or BLACK if kind == "solid" else None


def _colour(element: etree._Element | None) -> Colour | str | None:
    """A color; of those that a theme or a palette gives, white and black are known."""
    if element is None or element.get("auto") in ("1", "true"):
        return None
    written = element.get("rgb") or ""
    if _RGB.fullmatch(written):
        digits = written[-6:]
        return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)
    for name in ("theme", "indexed"):
        if (number := element.get(name)) is not None:
            tint = element.get("tint") or "0"
            known = _KNOWN.get((name, number))
            return known if known and tint in ("0", "0.0") else f"{name} {number} {tint}"
    return None


def _children(root: etree._Element, group: str, name: str) -> list[etree._Element]:
    return [child for parent in root.iterchildren(S + group) for child in parent.iter(S + name)]


def _is_boxed(element: etree._Element) -> bool:
    sides = (element.find(S + side) for side in _SIDES)
    return any(side is not None and side.get("style") not in (None, "none") for side in sides)


def _is_crossed(element: etree._Element) -> bool:
    """Whether a diagonal rules through the cell, up or down."""
    diagonal = element.find(S + "diagonal")
    ways = (element.get(name) in ("1", "true") for name in ("diagonalUp", "diagonalDown"))
    drawn = diagonal is not None and diagonal.get("style") not in (None, "none")
    return drawn and any(ways)


def _at(values: list[T], index: str | None, default: T) -> T:
    if index is None or not (index.isascii() and index.isdigit()) or len(index) > 9:
        return default
    return values[int(index)] if int(index) < len(values) else default
