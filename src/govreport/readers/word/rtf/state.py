r"""What holds at a place of an RTF file: the properties of characters and paragraphs, and the row.

A group begins with the properties around it and gives them back at its end. The definition of a
table's row (``\trowd`` to the last ``\cellx``) is no such property: it holds until the next one.
"""

from __future__ import annotations

from attrs import define, field

from govreport.document import Alignment
from govreport.readers.word.doc.sprms import RowProperties

__all__ = ["ROW_WORDS", "STATE_WORDS", "Properties", "RowDefinition", "change", "define_row"]

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
_SWITCHES = {"b": "bold", "v": "hidden", "deleted": "deleted", "super": "raised"}

#: The words that :func:`change` and :func:`define_row` know.
STATE_WORDS = frozenset(
    (
        *(*_ALIGNMENTS, *_SWITCHES, "f", "fs", "plain", "pard", "sub", "nosupersub", "uc"),
        *("intbl", "itap", "outlinelevel", "ls"),
    )
)
ROW_WORDS = frozenset((*_MERGES, "trowd", "trleft", "cellx"))


@define
class Properties:
    """What holds for characters, and below ``in_table`` for paragraphs.

    ``depth`` is that of tables as far as it is said; ``fallback`` is how many bytes stand in for a
    character that is written as a UTF-16 unit.
    """

    font: int = 0
    bold: bool = False
    hidden: bool = False
    deleted: bool = False
    raised: bool = False
    half_points: int = 24
    fallback: int = 1
    in_table: bool = False
    depth: int | None = None
    alignment: Alignment | None = None
    outline_level: int | None = None
    numbered: bool = False

    @property
    def level(self) -> int:
        """How deep in tables the paragraph stands, 0 for in none."""
        if self.depth is not None and self.depth > 1:
            return self.depth
        return 1 if self.in_table or self.depth == 1 else 0

    def copy(self) -> Properties:
        """Return the properties for a group in this one."""
        return Properties(
            self.font,
            self.bold,
            self.hidden,
            self.deleted,
            self.raised,
            self.half_points,
            self.fallback,
            self.in_table,
            self.depth,
            self.alignment,
            self.outline_level,
            self.numbered,
        )


def change(properties: Properties, word: str, number: int | None, default_font: int) -> bool:
    """Apply a control word, and tell whether it was one of these."""
    if word in _SWITCHES:
        setattr(properties, _SWITCHES[word], number != 0)
    elif word == "f":
        properties.font = number or 0
    elif word == "fs":
        properties.half_points = number or 24
    elif word == "plain":
        properties.font = default_font
        properties.bold = properties.hidden = properties.deleted = properties.raised = False
        properties.half_points = 24
    elif word == "pard":
        properties.in_table = properties.numbered = False
        properties.depth = properties.alignment = properties.outline_level = None
    elif word in ("sub", "nosupersub"):
        properties.raised = False
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
    else:
        return False
    return True


@define
class RowDefinition:
    """A row of a table: its left edge, and each cell's right edge and way to be merged."""

    left: int = 0
    edges: list[int] = field(factory=list)
    merges: list[int] = field(factory=list)
    #: Of the cell whose right edge is still to come.
    merge: int = 0

    def row(self) -> RowProperties | None:
        """Return the row's properties, ``None`` where it does not say its cells."""
        if not self.edges:
            return None
        # What begins right of its end begins with the first cell that has one.
        left = min(self.left, self.edges[0] - 1)
        return RowProperties([left, *self.edges], list(self.merges))


def define_row(row: RowDefinition, word: str, number: int | None) -> bool:
    """Apply a control word to a row's definition, and tell whether it was one of these."""
    if word == "trowd":
        row.left, row.merge = 0, 0
        row.edges.clear()
        row.merges.clear()
    elif word == "trleft":
        row.left = number or 0
    elif word in _MERGES:
        row.merge |= _MERGES[word]
    elif word == "cellx":
        if len(row.edges) < _MOST_CELLS:
            row.edges.append(number or 0)
            row.merges.append(row.merge)
        row.merge = 0
    else:
        return False
    return True
