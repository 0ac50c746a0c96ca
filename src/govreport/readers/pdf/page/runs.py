"""Runs: the characters that a page draws, as few objects as will do.

Most text objects draw characters side by side on one line, all of them seen, and many go on where
the one before ends; some programs draw each character by itself. What stands side by side, looks
alike and is alone in its place stays together as one
:class:`~govreport.readers.pdf.page.model.Char`, so that what holds for all of it is found out once.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from operator import add, sub
from typing import Any, NamedTuple

from govreport.readers.pdf.page.clips import EVERYWHERE, Sides
from govreport.readers.pdf.page.codes import Stretch
from govreport.readers.pdf.page.edges import Drawing
from govreport.readers.pdf.page.looks import FAINT, SHADOW, WHITE, TextObject, differ
from govreport.readers.pdf.page.model import Char
from govreport.readers.pdf.page.styles import Placed
from govreport.readers.seen import PLAIN, Colour, Look, Unseen, is_lost

__all__ = ["Boxes", "Drawn", "drawn_chars"]

#: Characters of a run are no further apart than this share of their size, and lie over each other
#: by no more than this share of the narrowest of the page.
APART, OVER = 0.2, 0.4
#: Objects that begin no further from each other than this, in sizes, may be one drawn twice.
NEAR = 1.1 * SHADOW
#: Text in the colour of most of its page is no watermark; it is at least so much of the page.
PLAIN_SHARE = 0.9
#: A page on which more pairs of runs than this would have to be looked at is left in its objects.
MOST_PAIRS = 1_000_000
#: Text of which pdfium does not say when it is drawn is taken to be drawn last.
LAST = 1 << 30

# A named tuple is made in less time without its own way to.
_new: Any = tuple.__new__


class Boxes(NamedTuple):
    """The loose boxes of the characters of a page, as displayed: their left, upper, right and lower
    sides.

    ``certain`` is whether there is one for each of them that lies on the page. If not, ``look``
    tells how the character of an index looks, as far as its place tells.
    """

    sides: tuple[list[float], list[float], list[float], list[float]]
    certain: bool
    look: Callable[[int, Char, Sides | None], Look]


class Drawn(NamedTuple):
    """The characters of a page that are seen, in runs, the text objects that they are of by their
    sources, and the text that is not seen."""

    chars: list[Char]
    objects: dict[int, TextObject]
    hidden: dict[Unseen, list[str]]


#: The text objects of a page from the one of an index on to that before another, and whether they
#: stand side by side, alike.
_Run = tuple[int, int, bool]


def drawn_chars(
    text: str,
    stretches: Sequence[Stretch],
    styles: Mapping[int | None, Placed],
    boxes: Boxes,
    drawing: Drawing,
) -> Drawn:
    """Return the characters of a page whose text objects are these stretches of its text."""
    drawn = Drawn([], {}, {})
    lefts, _, rights, _ = boxes.sides
    sources = {key: number for number, key in enumerate(styles, start=1)}
    numbers = [sources[key] for key, start, end in stretches for _ in range(start, end)]
    runs = _runs(text, stretches, styles, boxes, drawing)
    for first, last, even in _alone(runs, stretches, styles, lefts):
        key, start, end = stretches[first]
        style, low, high, _, _ = placed = styles[key]
        source, order = sources[key], drawing.texts.get(key or 0, LAST)
        if even:
            end = stretches[last - 1][2]
            x0, x1, inside = lefts[start], rights[end - 1], None
            if end - start > 1:
                inside = (lefts, rights, numbers, start)
            own = (text[start:end], x0, low, x1, high, style.size, 0, style.bold, PLAIN, source)
            char = _new(Char, (*own, inside))
            drawn.chars.append(char)
            drawn.objects[source] = _new(TextObject, (order, style.ink, style.alpha, [char]))
        elif style.unseen is not None:
            drawn.hidden.setdefault(style.unseen, []).append(text[start:end])
        else:
            seen = []
            for char in _looked_at(text[start:end], start, placed, source, boxes):
                if char.look.unseen is None:
                    seen.append(char)
                else:
                    drawn.hidden.setdefault(char.look.unseen, []).append(char.text)
            if seen:
                drawn.chars.extend(seen)
                before = drawn.objects[source].chars if source in drawn.objects else []
                together = [*before, *seen]
                drawn.objects[source] = TextObject(order, style.ink, style.alpha, together)
    return drawn


def _runs(
    text: str,
    stretches: Sequence[Stretch],
    styles: Mapping[int | None, Placed],
    boxes: Boxes,
    drawing: Drawing,
) -> list[_Run]:
    lefts, tops, rights, bottoms = boxes.sides
    heights = list(map(add, tops, bottoms))
    gaps = list(map(sub, lefts[1:], rights))
    least = -OVER * min(map(sub, rights, lefts), default=0.0)
    blank = _has_blank(text)
    # An object whose characters do not follow one another is no run.
    whole = boxes.certain and len(stretches) == len(styles) and least < 0
    inks = _plain_inks(stretches, styles) if whole else set()
    orders = [area.order for area in drawing.areas]
    # Of what is shown: its top and bottom, and whether it is as wide as the text.
    shows: dict[Sides | None, tuple[float, float, bool]] = {}
    firsts: list[int] = []
    evens: list[bool] = []
    like: tuple[object, ...] | None = None
    for number, (key, start, end) in enumerate(stretches):
        style, low, high, shown, _ = styles[key]
        size = style.size
        even = whole and style.turn == 0 and style.unseen is None
        if even:
            if (show := shows.get(shown)) is None:
                show = shows[shown] = _show(shown, lefts, rights)
            above, below, wide = show
            even = wide and above <= low < high <= below
        if even and end - start == 1:
            even = 2 * low <= heights[start] <= 2 * high
        elif even:
            between, levels = gaps[start : end - 1], heights[start:end]
            even = (
                max(between) <= APART * size
                and min(between) >= least
                and 2 * low <= min(levels)
                and max(levels) <= 2 * high
                and not (blank and _has_blank(text[start:end]))
            )
        before = like
        like = None
        if even and style.ink in inks and not (blank and text[start].isspace()):
            areas = bisect_left(orders, drawing.texts.get(key or 0, LAST)) if orders else 0
            # Whatever the font: some programs give each character one of its own.
            like = (low, high, style[:6], areas)
            if (
                like == before
                and least <= gaps[start - 1] <= APART * size
                and _goes_on(text, stretches, number, lefts, NEAR * size)
            ):
                continue
        firsts.append(number)
        evens.append(even)
    return list(zip(firsts, [*firsts[1:], len(stretches)], evens, strict=True)) if firsts else []


def _plain_inks(stretches: Sequence[Stretch], styles: Mapping[int | None, Placed]) -> set[Colour]:
    """The colours of nearly all of the text, if these can be made out and told apart by nobody."""
    inks = {placed.style.ink for placed in styles.values()}
    counts = Counter(dict.fromkeys(inks, 1))
    for key, start, end in stretches if len(inks) > 1 else ():
        counts[styles[key].style.ink] += end - start
    common = max(inks, key=lambda ink: counts[ink], default=WHITE)
    plain = {ink for ink in inks if not differ(ink, common) and not is_lost(ink, WHITE)}
    most = sum(counts[ink] for ink in plain) >= PLAIN_SHARE * counts.total()
    return plain if min(common) < FAINT and most else set()


def _has_blank(text: str) -> bool:
    return text.split() != [text]


def _goes_on(
    text: str, objects: Sequence[Stretch], last: int, lefts: Sequence[float], near: float
) -> bool:
    """Whether an object is none of the two before it, drawn again."""
    _, start, end = objects[last]
    own, x = text[start:end], lefts[start]
    before = x - lefts[objects[last - 1][1]]
    if before > near:
        return True
    return before > near / 3 and not any(
        x - lefts[first] <= near and text[first:until] == own
        for _, first, until in objects[max(last - 2, 0) : last]
    )


def _alone(
    runs: Sequence[_Run],
    stretches: Sequence[Stretch],
    styles: Mapping[int | None, Placed],
    lefts: Sequence[float],
) -> Iterator[_Run]:
    """Yield the runs that have no other text near, and the objects of others one by one."""
    if len(runs) == len(stretches):
        yield from runs
        return
    places: list[tuple[float, float, float, int]] = []
    for number, (first, last, _) in enumerate(runs):
        key, start, _ = stretches[first]
        places.append((styles[key].low, lefts[start], lefts[stretches[last - 1][1]], number))
    places.sort()
    crowded: set[int] = set()
    pairs = 0
    for top, begin, end, number in places:
        first, last, _ = runs[number]
        if last - first > 1:
            near = NEAR * styles[stretches[first][0]].style.size
            level = slice(bisect_left(places, (top - near,)), bisect_left(places, (top + near,)))
            pairs += level.stop - level.start
            if pairs > MOST_PAIRS:
                crowded.update(range(len(runs)))
                break
            for _, left, right, other in places[level]:
                if other != number and left <= end + near and right >= begin - near:
                    crowded |= {number, other}
    for number, run in enumerate(runs):
        if number in crowded:
            first, last, even = run
            yield from ((index, index + 1, even) for index in range(first, last))
        else:
            yield run


def _show(
    shown: Sides | None, lefts: Sequence[float], rights: Sequence[float]
) -> tuple[float, float, bool]:
    left, above, right, below = shown or EVERYWHERE
    return above, below, left <= min(lefts) and max(rights) <= right


def _looked_at(text: str, start: int, placed: Placed, source: int, boxes: Boxes) -> Iterator[Char]:
    """Yield the characters of an object one by one, each with its look."""
    (size, turn, bold, *_), low, high, shown, _ = placed
    left, above, right, below = shown or EVERYWHERE
    for n, char in enumerate(text, start):
        x0, top, x1, bottom = (side[n] for side in boxes.sides)
        if turn % 2:
            if low <= (x0 + x1) / 2 <= high:
                x0, x1 = low, high
        elif low <= (top + bottom) / 2 <= high:
            top, bottom = low, high
        made = Char(char, x0, top, x1, bottom, size, turn, bold, PLAIN, source)
        if not (boxes.certain and left <= x0 < x1 <= right and above <= top < bottom <= below):
            made = made._replace(look=boxes.look(n, made, shown))
        yield made
