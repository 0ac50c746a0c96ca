"""How the text of a cell looks, in whichever format: its fonts and its ground, as runs.

>>> shown_runs([("61", Font()), ("2", Font(shift=Shift.RAISED))], WHITE).text
'61'
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from govreport.document import Doubt
from govreport.readers.seen import (
    PLAIN,
    Colour,
    Look,
    Run,
    Seen,
    Shift,
    Unseen,
    is_lost,
    resolve,
)
from govreport.readers.workbook import page
from govreport.readers.workbook.formats import GENERAL

__all__ = ["BLACK", "NO_HEIGHT", "NO_WIDTH", "WHITE", "Font", "Style", "look_of", "shown_runs"]

WHITE: Colour = (255, 255, 255)
BLACK: Colour = (0, 0, 0)
#: Points of a hairline: of text, and of a row; and columns that are no wider than this.
HAIRLINE, NO_HEIGHT, NO_WIDTH = 2.0, 2.0, 0.3


class Font(Struct, frozen=True):
    """What of a font decides whether its text is seen; a colour may be one by an unknown name."""

    struck: bool = False
    shift: Shift | None = None
    colour: Colour | str | None = BLACK
    size: float | None = None
    bold: bool = False


PLAIN_FONT = Font()


class Style(Struct, frozen=True):
    """What many cells share: their format code, how they are set, and what the runs of their text
    need to be told apart."""

    code: str = GENERAL
    look: page.Look = page.PLAIN
    font: Font = PLAIN_FONT
    ground: Colour | str | None = WHITE
    crossed: bool = False


def look_of(font: Font, ground: Colour | str | None, *, crossed: bool = False) -> Look:
    """How text in a font looks on a ground, ``None`` if that is not known; ``crossed``: in a cell
    that a diagonal rules through."""
    unseen, doubt = None, Doubt.COVERED if crossed else None
    if font.size is not None and font.size <= HAIRLINE:
        unseen = Unseen.TINY
    elif isinstance(font.colour, tuple) and isinstance(ground, tuple):
        unseen = Unseen.COLOUR if is_lost(font.colour, ground) else None
    elif ground is None:
        pale = isinstance(font.colour, tuple) and is_lost(font.colour, WHITE)
        doubt = Doubt.COLOUR if pale else doubt
    elif font.colour is not None and font.colour == ground:
        unseen = Unseen.COLOUR
    if font.struck or font.shift or unseen or doubt:
        return Look(struck=font.struck, shift=font.shift, unseen=unseen, doubt=doubt)
    return PLAIN


def shown_runs(
    runs: Iterable[tuple[str, Font]], ground: Colour | str | None, *, crossed: bool = False
) -> Seen:
    """What is seen of the text of a cell."""
    return resolve([Run(text, look_of(font, ground, crossed=crossed)) for text, font in runs])
