"""How text looks in Word, the same for its three formats: what each of them says becomes an
:class:`Ink` on a :class:`Surface`, and :func:`look_of` tells whether it is seen as written.

>>> look_of(Ink(colour=(255, 255, 255)), PAGE).unseen
<Unseen.COLOUR: 'colour'>
>>> look_of(Ink(), Surface(ground=(0, 0, 0))) is PLAIN  # Word writes white on a dark ground
True
"""

from __future__ import annotations

import functools

from msgspec import Struct

from govreport.document import Doubt
from govreport.readers.seen import PLAIN, Colour, Look, Shift, Unseen, is_lost

__all__ = [
    "AUTO_FIELDS",
    "COLOURS",
    "CUT",
    "FLAT",
    "OFF_LINE",
    "PAGE",
    "Ink",
    "Surface",
    "cell_surface",
    "colour_of",
    "look_of",
    "mixed",
]

WHITE, BLACK = (255, 255, 255), (0, 0, 0)
#: The sixteen colours of highlights and of old files, by their number; 0 is automatic.
COLOURS: tuple[Colour | None, ...] = (
    None, BLACK, (0, 0, 255), (0, 255, 255), (0, 255, 0), (255, 0, 255), (255, 0, 0),
    (255, 255, 0), WHITE, (0, 0, 128), (0, 128, 128), (0, 128, 0), (128, 0, 128), (128, 0, 0),
    (128, 128, 0), (128, 128, 128), (192, 192, 192),
)  # fmt: skip
#: Text of 2 points, or drawn together to a twentieth of its width, is a hairline.
TINY, NARROW = 4, 5
#: Text moved by 1.5 points, in half points, stands off its line.
OFF_LINE = 3
#: A line or row of 2 points, in twips, shows nothing; one of 5 cuts through all text.
FLAT, CUT = 40, 100
#: Fields that show something that the file need not keep as text.
AUTO_FIELDS = ("EQ", "LISTNUM", "AUTONUM", "SYMBOL", "=", "FORMDROPDOWN", "FORMCHECKBOX")


class Ink(Struct, frozen=True, kw_only=True, cache_hash=True):
    """What is said of a run: ``align`` is super- or subscript, ``rise`` how far it is moved up in
    half points, ``scale`` its width in per cent. A ``colour`` of ``None`` is the automatic one, a
    ``ground`` of ``None`` none of its own. ``clear`` text is drawn without any colour, ``untold``
    text in one that the file does not define."""

    struck: bool = False
    hidden: bool = False
    align: Shift | None = None
    rise: int = 0
    half_points: float = 20
    scale: int = 100
    colour: Colour | None = None
    ground: Colour | None = None
    clear: bool = False
    untold: bool = False


class Surface(Struct, frozen=True, kw_only=True, cache_hash=True):
    """What a run stands on. A ``ground`` of ``None`` may be any; ``height`` is that of a line or
    row that does not grow with its text, in twips; ``crossed``: a diagonal rules through the cell;
    ``unseen`` why nothing on it is seen."""

    ground: Colour | None = WHITE
    height: int | None = None
    crossed: bool = False
    unseen: Unseen | None = None


PAGE = Surface()


@functools.lru_cache(maxsize=4096)
def look_of(ink: Ink, surface: Surface) -> Look:
    """Return how a run looks; :data:`~govreport.readers.seen.PLAIN` for most."""
    unseen, doubt = _unseen(ink, surface), None
    ground = ink.ground or surface.ground
    if ink.untold or (ground is None and ink.colour is not None and is_lost(ink.colour, WHITE)):
        doubt = Doubt.COLOUR
    elif surface.crossed or (surface.height is not None and surface.height <= CUT):
        doubt = Doubt.COVERED
    shift = ink.align
    if shift is None and abs(ink.rise) >= OFF_LINE:
        shift = Shift.RAISED if ink.rise > 0 else Shift.LOWERED
    look = Look(ink.struck, shift, unseen, doubt)
    return PLAIN if look == PLAIN else look


def _unseen(ink: Ink, surface: Surface) -> Unseen | None:
    if surface.unseen is not None:
        return surface.unseen
    if ink.hidden:
        return Unseen.HIDDEN
    flat = surface.height is not None and surface.height <= FLAT
    if flat or ink.half_points <= TINY or ink.scale <= NARROW:
        return Unseen.TINY
    if ink.clear:
        return Unseen.TRANSPARENT
    ground = ink.ground or surface.ground
    if ink.colour is not None and ground is not None and is_lost(ink.colour, ground):
        return Unseen.COLOUR
    return None


def cell_surface(outer: Surface, ground: Colour | None, height: int | None) -> Surface:
    """Return what the text of a cell stands on, by its own ground and the height of its row, where
    that does not grow with its text; ``None``: that of ``outer``."""
    if ground is None and height is None:
        return outer
    flat = Unseen.TINY if height is not None and height <= FLAT else None
    return Surface(ground=ground or outer.ground, height=height, unseen=outer.unseen or flat)


@functools.lru_cache(maxsize=1024)
def colour_of(written: str | None) -> Colour | None:
    """Return a colour written as ``RRGGBB``, ``None`` for the automatic one and what is none."""
    digits = (written or "").lstrip("#")
    if len(digits) != 6:
        return None
    try:
        red, green, blue = bytes.fromhex(digits)
    except ValueError:
        return None
    return red, green, blue


def mixed(share: int, front: Colour | None, back: Colour | None) -> Colour | None:
    """Return the ground of a pattern that is ``share`` per cent ``front`` on ``back``; ``None``
    for no ground at all."""
    if share <= 0:
        return back
    front, back = front or BLACK, back or WHITE
    red, green, blue = (
        b + (f - b) * min(share, 100) // 100 for f, b in zip(front, back, strict=True)
    )
    return red, green, blue
