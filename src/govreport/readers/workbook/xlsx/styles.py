"""How the cells of a workbook are set: ``xl/styles.xml`` (ISO/IEC 29500-1, 18.8)."""

from __future__ import annotations

from typing import TypeVar

from attrs import frozen
from lxml import etree

from govreport.document import Alignment
from govreport.readers.workbook.formats import GENERAL, builtin
from govreport.readers.workbook.page import PLAIN, Look

__all__ = ["S", "Style", "Styles", "read_styles"]

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
_SIDES = ("left", "right", "start", "end")


@frozen
class Style:
    """A format code and a look, shared by many cells."""

    code: str = GENERAL
    look: Look = PLAIN


Styles = list[Style]
T = TypeVar("T")


def read_styles(root: etree._Element | None) -> Styles:
    """Return the styles in the order in which cells name them."""
    if root is None:
        return []
    codes = {e.get("numFmtId"): e.get("formatCode") or GENERAL for e in root.iter(S + "numFmt")}
    fonts = [_font(element) for element in _children(root, "fonts", "font")]
    boxes = [_is_boxed(element) for element in _children(root, "borders", "border")]
    styles = []
    for element in _children(root, "cellXfs", "xf"):
        number = element.get("numFmtId") or "0"
        known = builtin(int(number)) if number.isascii() and number.isdigit() else None
        bold, size = _at(fonts, element.get("fontId"), (False, None))
        alignment = element.find(S + "alignment")
        look = Look(
            boxed=_at(boxes, element.get("borderId"), False),
            alignment=(
                _ALIGNMENTS.get(alignment.get("horizontal") or "")
                if alignment is not None
                else None
            ),
            bold=bold,
            size=size,
        )
        styles.append(Style(codes.get(number) or known or GENERAL, look))
    return styles


def _children(root: etree._Element, group: str, name: str) -> list[etree._Element]:
    return [child for parent in root.iterchildren(S + group) for child in parent.iter(S + name)]


def _font(element: etree._Element) -> tuple[bool, float | None]:
    bold = element.find(S + "b")
    size = element.find(S + "sz")
    try:
        points = float(size.get("val") or "") if size is not None else None
    except ValueError:
        points = None
    return bold is not None and bold.get("val") not in ("0", "false"), points


def _is_boxed(element: etree._Element) -> bool:
    sides = (element.find(S + side) for side in _SIDES)
    return any(side is not None and side.get("style") not in (None, "none") for side in sides)


def _at(values: list[T], index: str | None, default: T) -> T:
    if index is None or not (index.isascii() and index.isdigit()) or len(index) > 9:
        return default
    return values[int(index)] if int(index) < len(values) else default
