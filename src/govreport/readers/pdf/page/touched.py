"""Characters that annotations draw over: a line by hand, a shape, a stamp.

What an annotation draws is known to pdfium alone. The page is therefore drawn with and without
them: where the strokes of a character are gone, or others run through it, it cannot be read.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from govreport.document import Box, Doubt
from govreport.readers.pdf.page.looks import CORE_BOTTOM, CORE_TOP
from govreport.readers.pdf.page.model import Char, singles
from govreport.readers.pdf.page.rendered import ANNOTATIONS, Rendering, render
from govreport.readers.seen import Look

__all__ = ["touched"]

#: Pixels a point of the pictures that are compared.
SCALE = 2.0
#: What is darker than this, of 255, is a stroke.
DARK = 128
#: A character is touched where so much of its strokes is gone, or so much of its place is strokes
#: that were none before. What a stamp adds does not count: it is drawn to be read through.
GONE, NEW = 0.15, 0.04
#: The room on each side of a character in which it has no strokes, of its width: the border of a
#: frame around a figure may stand there.
SIDE = 0.15
TOUCHED = Look(doubt=Doubt.COVERED)


def touched(page: Any, chars: Sequence[Char], drawn: Sequence[tuple[Box, bool]]) -> list[Char]:
    """Return the characters of a pypdfium2 page, those that annotations draw over in doubt.

    ``drawn`` is where they draw, each with whether it is a stamp.
    """
    chars = singles(chars) if drawn else chars
    places = [[_within(char, box) for box, _ in drawn] for char in chars] if drawn else []
    if not any(map(any, places)):
        return list(chars)
    before = render(page, SCALE, grey=True)
    after = render(page, SCALE, grey=True, flags=ANNOTATIONS)
    out = []
    for char, inside in zip(chars, places, strict=True):
        kinds = [stamp for (_, stamp), within in zip(drawn, inside, strict=True) if within]
        over = kinds and _is_touched(_strokes(char, before), _strokes(char, after), all(kinds))
        out.append(char._replace(look=TOUCHED) if over else char)
    return out


def _within(char: Char, box: Box) -> bool:
    return box.x0 < char.x1 and box.x1 > char.x0 and box.top < char.bottom and box.bottom > char.top


def _is_touched(before: Sequence[bool], after: Sequence[bool], stamps: bool) -> bool:
    strokes = sum(before)
    gone = sum(was and not now for was, now in zip(before, after, strict=True))
    new = sum(now and not was for was, now in zip(before, after, strict=True))
    return gone > GONE * strokes or (not stamps and new > NEW * len(before))


def _strokes(char: Char, drawn: Rendering) -> list[bool]:
    """Which pixels of a character's core are dark, however it is turned."""
    upper, lower = (
        (CORE_TOP, 1 - CORE_BOTTOM) if char.turn in (0, 1) else (1 - CORE_BOTTOM, CORE_TOP)
    )
    across, down = (SIDE, SIDE), (upper, lower)
    if char.turn % 2:
        across, down = down, across
    wide, high = char.x1 - char.x0, char.bottom - char.top
    left, right = char.x0 + across[0] * wide, char.x1 - across[1] * wide
    top, bottom = char.top + down[0] * high, char.bottom - down[1] * high
    left, right = (max(0, round(x * drawn.scale)) for x in (left, right))
    return [
        pixel < DARK
        for row in range(max(0, int(top * drawn.scale)), int(bottom * drawn.scale))
        for pixel in drawn.pixels[row * drawn.stride + left : row * drawn.stride + right]
    ]
