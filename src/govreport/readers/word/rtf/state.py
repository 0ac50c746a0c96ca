r"""What holds at a place of an RTF file: the properties of characters and paragraphs, and the row.

A group begins with the properties around it and gives them back at its end. The definition of a
table's row (``\trowd`` to the last ``\cellx``) is no such property: it holds until the next one.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy

from msgspec import Struct
from msgspec.structs import replace

from govreport.document import Alignment
from govreport.readers.seen import Colour, Shift
from govreport.readers.word.doc.properties import RowProperties
from govreport.readers.word.looks import Ink, Surface, cell_surface, mixed

__all__ = [
    "LOOK_WORDS",
    "ROW_WORDS",
    "STATE_WORDS",
    "Properties",
    "RowDefinition",
    "change",
    "define_row",
]

#: As in a .doc: the first of cells merged sideways, and the rest; the same downwards.
_FIRST, _REST, _TOP, _BELOW = 0x01, 0x02, 0x60, 0x20
_MERGES = {"clmgf": _FIRST, "clmrg": _REST, "clvmgf": _TOP, "clvmrg": _BELOW}
#: Word has room for 63 cells in a row.
_MOST_CELLS = 1_000
_ALIGNMENTS = {
    "ql": Alignment.LEFT,
    "qc": Alignment.CENTER,
    "qr": Alignment.RIGHT,
    "qj": Alignment.JUSTIFY,
    "qd": Alignment.JUSTIFY,
}
_SWITCHES = {
    "b": "bold", "v": "hidden", "deleted": "deleted", "mvf": "moved_away", "strike": "struck",
    "striked": "double",
}  # fmt: skip
_ALIGNS = {"super": Shift.RAISED, "sub": Shift.LOWERED, "nosupersub": None}
#: Words with a number, and what it is without one.
_NUMBERS = {
    "cf": ("colour", 0), "cb": ("back", 0), "chcbpat": ("back", 0), "highlight": ("highlight", 0),
    "chcfpat": ("front", 0), "chshdng": ("share", 0), "charscalex": ("scale", 100),
    "cbpat": ("paragraph_back", 0), "cfpat": ("paragraph_front", 0),
    "shading": ("paragraph_share", 0), "sl": ("line", 0), "slmult": ("line_multiple", 0),
}  # fmt: skip
#: Words of a style that say how its text looks.
LOOK_WORDS = frozenset(
    (
        *("v", "strike", "striked", "super", "sub", "nosupersub", "up", "dn", "cf", "cb", "fs"),
        *("chcbpat", "chcfpat", "chshdng", "highlight", "charscalex", "cbpat", "cfpat", "shading"),
    )
)

#: The words that :func:`change` and :func:`define_row` know.
STATE_WORDS = frozenset(
    (
        *(*_ALIGNMENTS, *_SWITCHES, *_ALIGNS, *_NUMBERS, "f", "fs", "plain", "pard", "uc"),
        *("up", "dn"),
        *("intbl", "itap", "outlinelevel", "ls"),
    )
)
_GROUNDS = {
    "clcbpat": "back",
    "clcfpat": "front",
    "clshdng": "share",
    "cldglu": "crossed",
    "cldgll": "crossed",
}
ROW_WORDS = frozenset((*_MERGES, *_GROUNDS, "trowd", "trleft", "trrh", "cellx", "cldel"))


#: Sizes and widths that deserve a look; half points, per cent.
_SMALL, _THIN = 8, 20
#: The colours of the file's table, ``None`` where they are automatic.
Colours = Mapping[int, Colour | None]


class Properties(Struct):
    """What holds for characters, and below ``in_table`` for paragraphs.

    ``depth`` is that of tables as far as it is said; ``fallback`` is how many bytes stand in for a
    character that is written as a UTF-16 unit.
    """

    font: int = 0
    bold: bool = False
    hidden: bool = False
    deleted: bool = False
    moved_away: bool = False
    struck: bool = False
    double: bool = False
    align: Shift | None = None
    rise: int = 0
    scale: int = 100
    colour: int = 0
    back: int = 0
    front: int = 0
    share: int = 0
    highlight: int = 0
    half_points: int = 24
    fallback: int = 1
    #: Whether a paragraph style said how characters look.
    styled: bool = False
    in_table: bool = False
    depth: int | None = None
    alignment: Alignment | None = None
    outline_level: int | None = None
    numbered: bool = False
    paragraph_back: int = 0
    paragraph_front: int = 0
    paragraph_share: int = 0
    line: int = 0
    line_multiple: int = 0

    @property
    def level(self) -> int:
        """How deep in tables the paragraph stands, 0 for in none."""
        if self.depth is not None and self.depth > 1:
            return self.depth
        return 1 if self.in_table or self.depth == 1 else 0

    def copy(self) -> Properties:
        """Return the properties for a group in this one."""
        return copy(self)

    @property
    def is_gone(self) -> bool:
        """Whether a tracked change took the text away."""
        return self.deleted or self.moved_away

    @property
    def is_plain(self) -> bool:
        """Whether nothing is said that could keep text from being seen, or part of a figure."""
        return not (
            self.colour
            or self.hidden
            or self.struck
            or self.double
            or self.align
            or self.rise
            or self.line < 0
            or self.half_points < _SMALL
            or self.scale < _THIN
        )

    def ink(self, colours: Colours) -> Ink:
        """What all formats of Word say of a run."""
        return Ink(
            struck=self.struck or self.double,
            hidden=self.hidden,
            align=self.align,
            rise=self.rise,
            half_points=self.half_points,
            scale=self.scale,
            colour=colours.get(self.colour),
            untold=bool(self.colour and colours) and self.colour not in colours,
            ground=colours.get(self.highlight)
            or mixed(self.share // 100, colours.get(self.front), colours.get(self.back)),
        )

    def surface(self, cell: Surface, colours: Colours) -> Surface:
        """What a run stands on in a paragraph, itself in a cell or on the page."""
        front, back = colours.get(self.paragraph_front), colours.get(self.paragraph_back)
        ground = mixed(self.paragraph_share // 100, front, back)
        if ground is not None:
            cell = replace(cell, ground=ground)
        if self.line < 0 and not self.line_multiple:
            cell = replace(cell, height=min(-self.line, cell.height or -self.line))
        return cell

    def reset_looks(self) -> None:
        """Take back what was said of how characters look."""
        self.hidden = self.struck = self.double = False
        self.align, self.rise, self.scale = None, 0, 100
        self.colour = self.back = self.front = self.share = self.highlight = 0
        self.half_points = 24

    def reset_paragraph(self) -> None:
        """Take back what was said of the paragraph, and what its style said of characters."""
        if self.styled:
            self.styled = False
            self.reset_looks()
        self.in_table = self.numbered = False
        self.paragraph_back = self.paragraph_front = self.paragraph_share = 0
        self.line = self.line_multiple = 0
        self.depth = self.alignment = self.outline_level = None


def change(properties: Properties, word: str, number: int | None, default_font: int) -> None:
    """Apply a control word that is one of :data:`STATE_WORDS`."""
    if word in _SWITCHES:
        setattr(properties, _SWITCHES[word], number != 0)
    elif word == "f":
        properties.font = number or 0
    elif word == "fs":
        properties.half_points = number or 24
    elif word in _NUMBERS:
        name, unsaid = _NUMBERS[word]
        setattr(properties, name, unsaid if number is None else number)
    elif word in _ALIGNS:
        properties.align = _ALIGNS[word]
    elif word in ("up", "dn"):
        rise = 6 if number is None else number
        properties.rise = rise if word == "up" else -rise
    elif word == "plain":
        properties.font = default_font
        properties.bold = properties.deleted = properties.moved_away = False
        properties.reset_looks()
    elif word == "pard":
        properties.reset_paragraph()
    elif word == "uc":
        properties.fallback = min(max(number or 0, 0), 8)
    elif word == "intbl":
        properties.in_table = True
    elif word == "itap":
        properties.depth = max(number or 0, 0)
    elif word in _ALIGNMENTS:
        properties.alignment = _ALIGNMENTS[word]
    elif word == "outlinelevel":
        properties.outline_level = number
    elif word == "ls":
        properties.numbered = bool(number)


class RowDefinition(Struct):
    """A row of a table: its left edge, its height, and each cell's right edge, way to be merged and
    pattern: its colours, and how much of it is the first of them. ``gone`` are deleted cells."""

    left: int = 0
    height: int = 0
    edges: list[int] = []
    merges: list[int] = []
    grounds: list[dict[str, int]] = []
    gone: set[int] = set()
    #: Of the cell whose right edge is still to come.
    merge: int = 0
    ground: dict[str, int] = {}
    deleted: bool = False

    @property
    def is_plain(self) -> bool:
        """Whether plain text in its cells is seen: it grows with it, and no diagonal crosses it."""
        return self.height >= 0 and not any("crossed" in said for said in self.grounds)

    def row(self) -> RowProperties | None:
        """Return the row's properties, ``None`` where it does not say its cells."""
        if not self.edges:
            return None
        # What begins right of its end begins with the first cell that has one.
        left = min(self.left, self.edges[0] - 1)
        row = RowProperties([left, *self.edges], list(self.merges), gone=set(self.gone))
        row.height = -self.height if self.height < 0 else None
        return row

    def surface(self, cell: int, page: Surface, colours: Colours) -> Surface:
        """What the text of a cell stands on."""
        said = self.grounds[cell] if cell < len(self.grounds) else {}
        front, back = colours.get(said.get("front", 0)), colours.get(said.get("back", 0))
        ground = mixed(said.get("share", 0) // 100, front, back)
        surface = cell_surface(page, ground, -self.height if self.height < 0 else None)
        return replace(surface, crossed=True) if "crossed" in said else surface


def define_row(row: RowDefinition, word: str, number: int | None) -> None:
    """Apply a control word that is one of :data:`ROW_WORDS` to a row's definition."""
    if word == "trowd":
        row.left = row.merge = row.height = 0
        row.deleted = False
        for said in (row.edges, row.merges, row.grounds, row.gone):
            said.clear()
        row.ground = {}
    elif word == "trleft":
        row.left = number or 0
    elif word == "trrh":
        row.height = number or 0
    elif word in _MERGES:
        row.merge |= _MERGES[word]
    elif word in _GROUNDS:
        row.ground[_GROUNDS[word]] = number or 0
    elif word == "cldel":
        row.deleted = True
    elif word == "cellx":
        if len(row.edges) < _MOST_CELLS:
            if row.deleted:
                row.gone.add(len(row.edges))
            row.edges.append(number or 0)
            row.merges.append(row.merge)
            row.grounds.append(row.ground)
        row.merge, row.ground, row.deleted = 0, {}, False
