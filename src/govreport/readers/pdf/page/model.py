"""What is drawn on a page: characters, rulings and pictures, in the page's own plane.

Coordinates are points from the top left corner of the page as displayed. A page whose text runs
up or down the sheet is turned until it can be read (:func:`upright`), and a sheet that shows two
pages side by side is cut between them (:func:`leaves`); :meth:`Leaf.box` leads back to the page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from attrs import evolve, frozen

from govreport.document import Box
from govreport.readers.pdf.page.plane import Projection
from govreport.readers.seen import PLAIN, Look

__all__ = [
    "LAID_OVER",
    "ODD",
    "Char",
    "Edge",
    "Leaf",
    "Page",
    "View",
    "leaves",
    "singles",
    "turned",
    "turned_box",
]

#: The ``turn`` of a character that runs at an angle: a watermark or a stamp.
ODD = -1
#: The ``source`` of what stands in a text box laid over the page.
LAID_OVER = -1
#: A sheet this much wider than high may show two pages.
SPREAD_ASPECT = 1.2
#: The empty strip between two pages of a spread is at least this wide, in points.
GUTTER_WIDTH = 18.0
#: Where the middle of the gutter may lie, as a share of the sheet's width.
GUTTER_BAND = (0.42, 0.58)
#: Each page of a spread has at least this many characters in at least this many rows.
SPREAD_CHARS = 60
SPREAD_ROWS = 5


class Char(NamedTuple):
    """A character with its loose box (the height of the font, not of the glyph).

    ``turn`` counts quarter turns anticlockwise from upright. ``source`` numbers the text objects
    of the page, 0 where they are not known; :data:`LAID_OVER` is that of all text boxes.

    It may be a run: several characters of one object, or of objects that stand alone, upright and
    side by side on one line, none of them blank. ``inside`` are then lists of left sides, right
    sides and sources, and where in these its own begin; :func:`singles` parts them where one may be
    unlike another.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    turn: int = 0
    bold: bool = False
    look: Look = PLAIN
    source: int = 0
    inside: tuple[Sequence[float], Sequence[float], Sequence[int], int] | None = None

    @property
    def x(self) -> float:
        """The middle, from the left."""
        return (self.x0 + self.x1) / 2

    @property
    def y(self) -> float:
        """The middle, from the top."""
        return (self.top + self.bottom) / 2


class Edge(NamedTuple):
    """A ruling: horizontal where ``top == bottom``, else vertical with ``x0 == x1``."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def vertical(self) -> bool:
        """Whether it runs up and down."""
        return self.x0 == self.x1


@frozen(kw_only=True)
class Page:
    """One page as drawn.

    A character that the file gives no Unicode value for is U+FFFD. ``left_out`` is text that no
    reader of the page takes for its own, each with why: an :class:`~govreport.readers.seen.Unseen`,
    or ``overlay`` for a watermark. ``remarks`` is what annotations say, ``buttons`` how many
    buttons and fields of signatures show what is not read. ``back`` leads from a page that was
    straightened to the one that is displayed, where these are not the same.
    """

    number: int
    width: float
    height: float
    chars: Sequence[Char]
    edges: Sequence[Edge]
    pictures: Sequence[Box] = ()
    left_out: Sequence[tuple[str, str]] = ()
    too_complex: bool = False
    remarks: Sequence[str] = ()
    buttons: int = 0
    back: Projection | None = None


@frozen(kw_only=True)
class Leaf:
    """A page, or half of a spread, turned upright. ``turns`` is how often the page was turned,
    ``back`` how it was straightened before that."""

    page: int
    width: float
    height: float
    chars: Sequence[Char]
    edges: Sequence[Edge]
    pictures: Sequence[Box] = ()
    turns: int = 0
    back: Projection | None = None

    def box(self, x0: float, top: float, x1: float, bottom: float) -> Box:
        """Return the place of a rectangle of this leaf on the page as displayed."""
        if self.turns:
            width, height = self.width, self.height
            if self.turns % 2:
                width, height = height, width
            x0, top, x1, bottom = turned_box((x0, top, x1, bottom), self.turns, width, height)
        if self.back is not None:
            x0, top, x1, bottom = self.back.box((x0, top, x1, bottom))
        return Box(round(x0, 1), round(top, 1), round(x1, 1), round(bottom, 1))

    def boxes(self, places: Sequence[tuple[float, float, float, float]]) -> list[Box]:
        """Return the places of rectangles that have many sides in common."""
        if self.turns or self.back is not None:
            return [self.box(*place) for place in places]
        tenths = {side: round(side, 1) for place in places for side in place}
        return [Box(*map(tenths.__getitem__, place)) for place in places]


class View(NamedTuple):
    """The part of the user space that is displayed, and how it is turned (in quarters)."""

    left: float
    bottom: float
    right: float
    top: float
    rotation: int

    def size(self) -> tuple[float, float]:
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if self.rotation % 2 else (width, height)

    def point(self, x: float, y: float) -> tuple[float, float]:
        match self.rotation:
            case 0:
                return (x - self.left, self.top - y)
            case 1:
                return (y - self.bottom, x - self.left)
            case 2:
                return (self.right - x, y - self.bottom)
            case _:
                return (self.top - y, self.right - x)

    def box(self, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        ax, ay = self.point(x0, y0)
        bx, by = self.point(x1, y1)
        return (min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))


def singles(chars: Sequence[Char]) -> Sequence[Char]:
    """Return the characters one by one."""
    if all(char[10] is None for char in chars):
        return chars
    out: list[Char] = []
    for char in chars:
        if char.inside is None:
            out.append(char)
            continue
        every, _, top, _, bottom, size, turn, bold, look, *_ = char
        lefts, rights, sources, start = char.inside
        for n, text in enumerate(every, start):
            sides = (lefts[n], top, rights[n], bottom)
            out.append(Char(text, *sides, size, turn, bold, look, sources[n]))
    return out


def leaves(page: Page) -> tuple[Leaf, ...]:
    """Return the page as one leaf that can be read, or as two where it is a spread."""
    leaf = _upright(page)
    if _is_wide(leaf):
        leaf = evolve(leaf, chars=singles(leaf.chars))
    gutter = _gutter(leaf)
    if gutter is None:
        return (leaf,)
    return (_side(leaf, 0.0, gutter), _side(leaf, gutter, leaf.width))


def turned(chars: Iterable[Char], turns: int, width: float, height: float) -> list[Char]:
    """Return the characters of a plane of that size after as many quarter turns clockwise."""
    turns %= 4
    out = list(chars)
    if turns:
        out = list(singles(out))
    for _ in range(turns):
        out = [Char(c.text, *_turn_box(c[1:5], height), c.size, _less(c.turn), *c[7:]) for c in out]
        width, height = height, width
    return out


def turned_box(
    box: tuple[float, float, float, float], turns: int, width: float, height: float
) -> tuple[float, float, float, float]:
    """Return where a rectangle was before its plane, of that size then, was turned clockwise."""
    turns %= 4
    if turns % 2:
        width, height = height, width
    for _ in range(-turns % 4):
        box = _turn_box(box, height)
        width, height = height, width
    return box


def _upright(page: Page) -> Leaf:
    counts: Counter[int] = Counter()
    for char in page.chars:
        counts[char[6]] += len(char[0])
    del counts[ODD]
    turns = counts.most_common(1)[0][0] if counts else 0
    width, height = page.width, page.height
    edges = list(page.edges)
    pictures = [(b.x0, b.top, b.x1, b.bottom) for b in page.pictures]
    chars = turned(page.chars, turns, width, height)
    for _ in range(turns):
        edges = [Edge(*_turn_box(edge, height)) for edge in edges]
        pictures = [_turn_box(box, height) for box in pictures]
        width, height = height, width
    return Leaf(
        page=page.number,
        width=width,
        height=height,
        chars=chars,
        edges=edges,
        pictures=[Box(*box) for box in pictures],
        turns=turns,
        back=page.back,
    )


def _turn_box(
    box: tuple[float, float, float, float], height: float
) -> tuple[float, float, float, float]:
    """Turn a rectangle with its plane by a quarter clockwise; ``height`` is the plane's before."""
    x0, top, x1, bottom = box
    return (height - bottom, x0, height - top, x1)


def _less(turn: int) -> int:
    return ODD if turn == ODD else (turn - 1) % 4


def _is_wide(leaf: Leaf) -> bool:
    """Whether a leaf may be a spread."""
    return leaf.width >= SPREAD_ASPECT * leaf.height


def _gutter(leaf: Leaf) -> float | None:
    """Where to cut a spread of single characters, ``None`` if the leaf is a single page."""
    if not _is_wide(leaf):
        return None
    low, high = (leaf.width * share for share in GUTTER_BAND)
    spans = sorted((c.x0, c.x1) for c in leaf.chars if c.turn != ODD and not c.text.isspace())
    gap, right = (0.0, 0.0), 0.0
    for x0, x1 in spans:
        if low <= (right + x0) / 2 <= high and x0 - right > gap[1] - gap[0]:
            gap = (right, x0)
        right = max(right, x1)
    middle = (gap[0] + gap[1]) / 2
    if gap[1] - gap[0] < GUTTER_WIDTH or any(e.x0 < gap[0] and e.x1 > gap[1] for e in leaf.edges):
        return None
    for side in ([c for c in leaf.chars if c.x < middle], [c for c in leaf.chars if c.x > middle]):
        if len(side) < SPREAD_CHARS or len({round(c.y / 6) for c in side}) < SPREAD_ROWS:
            return None
    return middle


def _side(leaf: Leaf, x0: float, x1: float) -> Leaf:
    """The part of a leaf between two verticals, in the coordinates of the whole."""
    return evolve(
        leaf,
        chars=[c for c in leaf.chars if x0 <= c.x < x1],
        edges=[e for e in leaf.edges if x0 <= (e.x0 + e.x1) / 2 < x1],
        pictures=[b for b in leaf.pictures if x0 <= (b.x0 + b.x1) / 2 < x1],
    )
