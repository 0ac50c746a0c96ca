"""What is said of the rows, paragraphs and characters of a .doc, all changes applied."""

from __future__ import annotations

from msgspec import Struct

from govreport.readers.seen import Colour, Shift
from govreport.readers.word.looks import FLAT, Ink

__all__ = ["MOST_CELLS", "CharacterProperties", "ParagraphProperties", "RowProperties"]

#: Word has room for 63 cells in a row.
MOST_CELLS = 64
#: Sizes and widths that deserve a look; half points, per cent.
_SMALL, _THIN = 8, 20


class RowProperties(Struct):
    """A row of a table: the edges of its cells in twips, and how each cell is merged.

    ``merges`` holds the flags of each cell: bits 0 and 1 with its neighbours in the row, bit 5
    with the cell above, bits 5 and 6 first of cells merged downwards.
    """

    edges: list[int] = []
    merges: list[int] = []
    #: Changes to the grounds of cells, which few runs ask for.
    shading: list[tuple[int, bytes]] = []
    #: Cells that a diagonal rules through.
    crossed: set[int] = set()
    #: Where the row does not grow with its text.
    height: int | None = None
    #: Cells that a tracked change deleted.
    gone: set[int] = set()

    @property
    def is_flat(self) -> bool:
        """Whether nothing of it is seen."""
        return self.height is not None and self.height <= FLAT

    def take_out(self, first: int, end: int) -> None:
        """Take cells out; those right of them move to their place."""
        if first < end < len(self.edges):
            gone = self.edges[end] - self.edges[first]
            self.edges[first:] = [edge - gone for edge in self.edges[end:]]
            del self.merges[first:end]


class ParagraphProperties(Struct):
    """A paragraph; ``depth`` is that of the table it stands in, 0 for none."""

    style: int = 0
    in_table: bool = False
    ends_row: bool = False
    depth: int | None = None
    ends_inner_cell: bool = False
    ends_inner_row: bool = False
    list_instance: int = 0
    list_level: int | None = None
    outline_level: int | None = None
    alignment: int | None = None
    ground: Colour | None = None
    #: The height of lines that do not grow with their text, in twips.
    line: int | None = None
    row: RowProperties | None = None


class CharacterProperties(Struct):
    """A run of characters; ``symbol`` is (font, character), ``data`` the place of a picture or of a
    form's field."""

    bold: bool = False
    hidden: bool = False
    deleted: bool = False
    special: bool = False
    embedded: bool = False
    field_data: bool = False
    struck: bool = False
    double: bool = False
    align: Shift | None = None
    rise: int = 0
    scale: int = 100
    colour: Colour | None = None
    ground: Colour | None = None
    highlight: Colour | None = None
    half_points: int = 20
    style: int | None = None
    symbol: tuple[int, int] | None = None
    data: int | None = None

    #: Whether anything is said that could keep it from being seen, or part of a figure.
    telling: bool = False

    def is_telling(self) -> bool:
        """What ``telling`` should be once all changes are applied."""
        return bool(
            self.hidden
            or self.struck
            or self.double
            or self.align
            or self.rise
            or self.colour
            or self.half_points < _SMALL
            or self.scale < _THIN
        )

    @property
    def ink(self) -> Ink:
        """What all formats of Word say of a run."""
        return Ink(
            struck=self.struck or self.double,
            hidden=self.hidden,
            align=self.align,
            rise=self.rise,
            half_points=self.half_points,
            scale=self.scale,
            colour=self.colour,
            ground=self.highlight or self.ground,
        )
