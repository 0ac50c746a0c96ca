"""A page from pdfplumber, where pdfium cannot load it or cannot name its glyphs.

Slower by far, and it does not tell how text is drawn: invisible text is seen here as any other.
"""

from __future__ import annotations

import io
import logging
import math
from typing import Any

from govreport.document import Box
from govreport.readers.pdf_chars import BOLD_NAMES, MAX_CHARS, MAX_LEAN_DEGREES
from govreport.readers.pdf_edges import MAX_EDGES, MIN_PICTURE, edges_of_path
from govreport.readers.pdf_page import ODD, Char, Edge, Page

__all__ = ["Fallback"]

#: A colour whose every component is above this is white.
WHITE = 0.96


class Fallback:
    """pdfplumber's view of a file, opened when it is first asked."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._pages: list[Any] | None = None

    def page(self, number: int) -> Page | None:
        """Return a page, counted from 1, or ``None`` if pdfplumber cannot read it either."""
        import pdfplumber

        # pdfminer raises whatever a damaged file leads it into; any of it means the same here.
        try:
            if self._pages is None:
                # Its complaints about a damaged file are no business of the user's terminal.
                logging.getLogger("pdfminer").addHandler(logging.NullHandler())
                self._pages = []
                self._pages = list(pdfplumber.open(io.BytesIO(self._data)).pages)
            return _page(self._pages[number - 1], number)
        except Exception:
            return None


def _page(page: Any, number: int) -> Page:
    left, top, right, bottom = (float(side) for side in page.cropbox)
    chars: list[Char] = []
    hidden: list[str] = []
    for item in page.chars[:MAX_CHARS]:
        char = _char(item, left, top)
        if _is_white(item) or not (0 <= char.x <= right - left and 0 <= char.y <= bottom - top):
            hidden.append(char.text)
        else:
            chars.append(char)
    edges = _edges(page, left, top)
    pictures = [
        Box(i["x0"] - left, i["top"] - top, i["x1"] - left, i["bottom"] - top)
        for i in page.images
        if min(i["width"], i["height"]) >= MIN_PICTURE
    ]
    return Page(
        number=number,
        width=right - left,
        height=bottom - top,
        chars=chars,
        edges=edges if len(edges) <= MAX_EDGES else (),
        pictures=pictures,
        hidden="".join(hidden),
        too_complex=len(edges) > MAX_EDGES or len(page.chars) > MAX_CHARS,
        unmapped=sum(char.text.startswith("(cid:") for char in chars),
    )


def _char(item: dict[str, Any], left: float, top: float) -> Char:
    a, b, _, _, _, _ = item["matrix"]
    angle = math.degrees(math.atan2(b, a))
    quarters = round(angle / 90)
    name = str(item["fontname"]).lower()
    return Char(
        text=item["text"],
        x0=item["x0"] - left,
        top=item["top"] - top,
        x1=item["x1"] - left,
        bottom=item["bottom"] - top,
        size=item["bottom"] - item["top"] if quarters % 2 == 0 else item["x1"] - item["x0"],
        turn=quarters % 4 if abs(angle - 90 * quarters) <= MAX_LEAN_DEGREES else ODD,
        bold=any(part in name for part in BOLD_NAMES),
    )


def _is_white(item: dict[str, Any]) -> bool:
    colour = item.get("non_stroking_color")
    if not isinstance(colour, tuple) or len(colour) not in (1, 3):
        return False
    return all(isinstance(part, int | float) and part >= WHITE for part in colour)


def _edges(page: Any, left: float, top: float) -> list[Edge]:
    edges: list[Edge] = []
    for item in (*page.lines, *page.rects, *page.curves):
        points = [(float(x) - left, float(y) - top) for x, y in item["pts"]]
        if item["object_type"] == "rect" and len(points) > 1:
            points.append(points[0])
        edges += edges_of_path(points, stroked=bool(item["stroke"]))
    return edges
