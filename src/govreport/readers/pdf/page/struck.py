"""Struck text: characters with a line through them, drawn or laid over by an annotation.

A line that is as long as the characters under it strikes them out and rules nothing. What a ruling
that runs on beyond the text means, or a slanted line across it, cannot be told.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from govreport.document import Box, Doubt
from govreport.readers.pdf.page.edges import Slant
from govreport.readers.pdf.page.looks import CORE_BOTTOM, CORE_TOP, TextObject
from govreport.readers.pdf.page.model import Char, Edge, singles
from govreport.readers.seen import Look

__all__ = ["strike"]

#: A line strikes text where it lies between these shares of its height, from its top.
UPPER, LOWER = 0.33, 0.77
#: How far a line may reach over the text that it strikes, in sizes.
REACH = 0.5
STRUCK = Look(struck=True)
CROSSED = Look(doubt=Doubt.COVERED)


def strike(
    chars: Sequence[Char],
    objects: Sequence[TextObject],
    edges: Sequence[Edge],
    *,
    slants: Sequence[Slant] = (),
    boxes: Sequence[Box] = (),
) -> tuple[list[Char], list[Edge]]:
    """Return the characters with those that are struck marked, and the edges that strike none.

    ``objects`` are what the characters were drawn as, ``boxes`` where annotations strike text out.
    """
    hits: dict[int, list[Char]] = {}
    for sideways in (False, True):
        place = 0 if sideways else 1
        along = sorted((e[place], n) for n, e in enumerate(edges) if (e[0] == e[2]) == sideways)
        places = [place for place, _ in along]
        # Text on one line has the same rulings near.
        near: dict[tuple[int, float, float], list[tuple[float, int]]] = {}
        for drawn in objects if along else ():
            first = drawn.chars[0]
            turn = first[6]
            if turn < 0 or turn % 2 != sideways:
                continue
            line = (turn, first[1], first[3]) if sideways else (turn, first[2], first[4])
            if (crossing := near.get(line)) is None:
                upper, lower = _zone(first)
                low, high = bisect_left(places, upper), bisect_right(places, lower)
                crossing = near[line] = along[low:high]
            for _, number in crossing:
                start, end = _ends(edges[number])
                beside = first[10] is not None and (end <= first[1] or start >= first[3])
                own = () if beside else singles(drawn.chars)
                under = [c for c in own if start < (c.y if sideways else c.x) < end]
                if under:
                    hits.setdefault(number, []).extend(under)
    looks: dict[tuple[int, float, float], Look] = {}
    kept = list(edges)
    for number in sorted(hits, reverse=True):
        under, (start, end) = hits[number], _ends(edges[number])
        ends = [_ends(char) for char in under]
        reach = REACH * max(char.size for char in under)
        alone = start >= min(ends)[0] - reach and end <= max(last for _, last in ends) + reach
        if alone:
            del kept[number]
        for char in under:
            if alone or _place(char) not in looks:
                looks[_place(char)] = STRUCK if alone else CROSSED
    if looks or slants or boxes:
        chars = singles(chars)
    for slant in slants:
        crossed = (_place(char) for char in chars if _crosses(slant, char))
        looks = {**dict.fromkeys(crossed, CROSSED), **looks}
    for box in boxes:
        inside = (c for c in chars if box.x0 <= c.x <= box.x1 and box.top <= c.y <= box.bottom)
        looks.update({_place(char): STRUCK for char in inside})
    if not looks:
        return list(chars), kept
    return [
        char._replace(look=_with(char.look, looks[_place(char)])) if _place(char) in looks else char
        for char in chars
    ], kept


def _crosses(slant: Slant, char: Char) -> bool:
    """Whether a slanted line runs through the part of a character in which its strokes are."""
    (x0, y0), (x1, y1) = slant
    height = char.bottom - char.top
    top, bottom = char.top + CORE_TOP * height, char.top + CORE_BOTTOM * height
    across = sorted(((char.x0 - x0) / (x1 - x0), (char.x1 - x0) / (x1 - x0)))
    down = sorted(((top - y0) / (y1 - y0), (bottom - y0) / (y1 - y0)))
    return max(across[0], down[0], 0.0) < min(across[1], down[1], 1.0)


def _place(char: Char) -> tuple[int, float, float]:
    return (char.source, char.x0, char.top)


def _zone(char: Char) -> tuple[float, float]:
    """Between which places a line strikes a character, across the direction of its text."""
    low, high = (char.x0, char.x1) if char.turn % 2 else (char.top, char.bottom)
    height = high - low
    if char.turn >= 2:
        return high - LOWER * height, high - UPPER * height
    return low + UPPER * height, low + LOWER * height


def _ends(thing: Char | Edge) -> tuple[float, float]:
    """The ends of a ruling, or of a character in the direction of its text."""
    upright = thing.vertical if isinstance(thing, Edge) else thing.turn % 2 == 1
    return (thing.top, thing.bottom) if upright else (thing.x0, thing.x1)


def _with(look: Look, new: Look) -> Look:
    return Look(struck=new.struck, doubt=look.doubt or new.doubt)
