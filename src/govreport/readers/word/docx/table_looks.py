"""What the text of a Word table stands on: the ground of its cells, and the height of its rows.

A cell's ground is its own shading, or that which the table's style gives to its place (a first row,
a band), or the table's. A style may also say how the text of such a place looks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lxml import etree
from msgspec.structs import replace

from govreport.readers.opc import W
from govreport.readers.seen import Unseen
from govreport.readers.word.looks import FLAT, Surface
from govreport.readers.word.run_style import RunStyle, is_on, read_shade
from govreport.readers.word.styles import Styles, integer, value_of

__all__ = ["TableLooks"]

_TR, _TC, _SHD, _BORDERS = W + "tr", W + "tc", W + "shd", W + "tcBorders"
_DIAGONALS = (W + "tl2br", W + "tr2bl")
#: Bits of ``w:tblLook``; the last two take bands away.
_BITS = {
    "firstRow": 0x0020,
    "lastRow": 0x0040,
    "firstColumn": 0x0080,
    "lastColumn": 0x0100,
    "noHBand": 0x0200,
    "noVBand": 0x0400,
}


class TableLooks:
    """The looks of one table's places; rows are asked for in their order."""

    def __init__(self, table: etree._Element, styles: Styles, outer: Surface) -> None:
        properties = table.find(W + "tblPr")
        name = properties.find(W + "tblStyle") if properties is not None else None
        self._style = styles.table(value_of(name))
        shade = read_shade(properties.find(W + "shd")) if properties is not None else None
        self._table = replace(outer, ground=shade) if shade else outer
        self._shaded = shade is not None
        self._row = self._table
        self._on: frozenset[str] = frozenset()
        self._rows = 0
        if self._style is not None and properties is not None:
            self._on = _switched_on(properties.find(W + "tblLook"))
            self._rows = sum(1 for _ in table.iterchildren(_TR))

    def row(self, row: etree._Element, number: int) -> bool:
        """Begin a row, and tell whether nothing of it is seen."""
        self._row = self._table
        properties = row.find(W + "trPr")
        if properties is None:
            return False
        hidden = properties.find(W + "hidden")
        if hidden is not None and is_on(hidden):
            self._row = replace(self._table, unseen=Unseen.HIDDEN)
        height = properties.find(W + "trHeight")
        if height is not None and height.get(W + "hRule") == "exact":
            twips = integer(value_of(height)) or 0
            flat = twips <= FLAT and self._row.unseen is None
            self._row = replace(self._row, height=twips)
            if flat:
                self._row = replace(self._row, unseen=Unseen.TINY)
        return self._row.unseen is not None and self._row.unseen != self._table.unseen

    def cell(
        self, cell: etree._Element, own: Mapping[str, etree._Element], row: int, column: int
    ) -> tuple[Surface, RunStyle | None]:
        """Return what the text of a cell stands on, and what the table's style says of it."""
        shade = read_shade(own[_SHD]) if _SHD in own else None
        surface = self._row
        if _BORDERS in own and _is_crossed(own[_BORDERS]):
            surface = replace(surface, crossed=True)
        if shade is None and self._style is None:
            return surface, None
        run: RunStyle | None = None
        if self._style is not None:
            for part in self._parts(cell, row, column):
                if shade is None and (part != "wholeTable" or not self._shaded):
                    shade = self._style.shades.get(part)
                said = self._style.runs.get(part)
                if said is not None:
                    run = said if run is None else run.over(said)
        return replace(surface, ground=shade) if shade else surface, run

    def _parts(self, cell: etree._Element, row: int, column: int) -> Iterator[str]:
        """The parts of the table that a cell belongs to, the strongest first."""
        first_row = "firstRow" in self._on and row == 0
        last_row = "lastRow" in self._on and row == self._rows - 1
        first = "firstColumn" in self._on and column == 0
        last = "lastColumn" in self._on and next(cell.itersiblings(_TC), None) is None
        for there, name in (
            (first_row and first, "nwCell"),
            (first_row and last, "neCell"),
            (last_row and first, "swCell"),
            (last_row and last, "seCell"),
            (first_row, "firstRow"),
            (last_row, "lastRow"),
            (first, "firstCol"),
            (last, "lastCol"),
        ):
            if there:
                yield name
        if "noHBand" not in self._on and not (first_row or last_row):
            yield f"band{1 + (row - ('firstRow' in self._on)) % 2}Horz"
        if "noVBand" not in self._on and not (first or last):
            yield f"band{1 + (column - ('firstColumn' in self._on)) % 2}Vert"
        yield "wholeTable"


def _is_crossed(borders: etree._Element) -> bool:
    return any(value_of(line) not in ("nil", "none") for line in borders.iterchildren(_DIAGONALS))


def _switched_on(look: etree._Element | None) -> frozenset[str]:
    if look is None:
        return frozenset({"noHBand", "noVBand"})
    written = look.get(W + "val") or ""
    bits = int(written, 16) if len(written) <= 8 and _is_hex(written) else 0
    return frozenset(
        name
        for name, bit in _BITS.items()
        if (look.get(W + name) in ("1", "true", "on") if look.get(W + name) else bits & bit)
    )


def _is_hex(written: str) -> bool:
    return bool(written) and all(sign in "0123456789abcdefABCDEF" for sign in written)
