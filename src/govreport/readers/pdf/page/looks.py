"""What of a page's text is seen, as far as its place, its colour and the order of drawing tell.

Text is not seen where something opaque was drawn over it later, where it has the colour of its
ground, or where it is too small to read. A watermark or a stamp is seen, but stands over the text
and is none of it. A shadow is the same text drawn twice.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from govreport.document import Box, Doubt
from govreport.readers.pdf.page.edges import Area
from govreport.readers.pdf.page.model import ODD, Char, Edge, singles
from govreport.readers.seen import Colour, Look, Unseen, is_lost

__all__ = ["FAINT", "OVERLAY", "SHADOW", "WHITE", "TextObject", "differ", "look_over"]

#: Why a watermark or a stamp is left out.
OVERLAY = "overlay"
#: Text of so few points cannot be read beside text that is so many times as large.
TINY, TINY_SHARE = 2.5, 3.0
#: A character is covered where at least so much of its core is, and not where at most so much is.
COVERED, CLEAR = 0.85, 0.2
#: The part of a character's box, from its top, in which its strokes are.
CORE_TOP, CORE_BOTTOM = 0.2, 0.85
#: A shadow is at most so far off, in sizes.
SHADOW = 0.45
#: It may be a number set tight where it is no higher or lower than this share of the size, and
#: aside by more than this share of a character.
LEVEL, BESIDE = 0.02, 0.25
#: Two characters overlap where they share so much of the smaller one, each way.
OVERLAP = 0.3
#: Colours that differ by more than this in one of red, green and blue are two.
OTHER_COLOUR = 60
#: What is faint is at least this light in red, green and blue.
FAINT = 128
#: Watermarks and stamps of a page have at most so many characters, repetitions aside, or a tenth of
#: what its text has.
MOST_OVERLAID = 120
#: Faint text that stands so often, and off the lines of the page, is a watermark.
TILES = 2
#: Areas are looked up by strips of the page this high, in points.
STRIP = 24.0
WHITE: Colour = (255, 255, 255)
SHADED = Look(doubt=Doubt.COVERED)


class TextObject(NamedTuple):
    """What is drawn in one go: when, in which colour, how opaque that is, of 255, and which
    characters."""

    order: int
    ink: Colour
    alpha: int
    chars: Sequence[Char] = ()


_Objects = Mapping[int, TextObject]


def look_over(
    chars: Sequence[Char],
    objects: _Objects,
    areas: Sequence[Area],
    edges: Sequence[Edge],
    *,
    is_opaque: Callable[[int], bool],
) -> tuple[list[Char], list[tuple[str, str]]]:
    """Return the characters that are seen as text of the page, and the others with why not.

    ``objects`` are the text objects by the ``source`` of their characters. ``is_opaque`` says
    whether an image hides what is under it; it is asked only where it matters.
    """
    shadows, doubtful = _shadows(objects)
    out = {**_tiny(objects), **shadows}
    inks = {drawn.ink for drawn in objects.values()}
    looks = _Looks(_that_matter(areas, objects, inks), is_opaque)
    lost, partly = looks.of({each: drawn for each, drawn in objects.items() if each not in out})
    out.update(lost)
    if len(inks) > 1:
        rest = {each: drawn for each, drawn in objects.items() if each not in out}
        out.update(_overlays(rest, edges))
    if not (out or doubtful or partly):
        return list(chars), []
    kept: list[Char] = []
    left: dict[int, tuple[str, str]] = {}
    parted = [
        one for char in chars for one in (singles((char,)) if char[9] in looks.mixed else (char,))
    ]
    for index, char in enumerate(parted):
        key = char.source
        why = out.get(key)
        look = partly.get((key, char.x0, char.top))
        if why is None and look is not None and look.unseen is not None:
            why, key = str(look.unseen), -1 - index
        if why is None:
            look = SHADED if char.source in doubtful else look
            kept.append(char if look is None else char._replace(look=look))
        elif why:
            was = left.get(key, (why, ""))[1]
            left[key] = (why, was + char.text)
    return kept, _joined(list(left.values()))


def _joined(left: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """What was left out for one reason after another, together."""
    return [
        (why, (" " if why == OVERLAY else "").join(text for _, text in group))
        for why, group in itertools.groupby(left, key=lambda part: part[0])
    ]


def _shadows(objects: _Objects) -> tuple[dict[int, str], set[int]]:
    """Text that was drawn twice, a little off, is left out: the fainter, or else the earlier one.

    Two single characters beside each other may be a number set tight: these come second.
    """
    out: dict[int, str] = {}
    alike: dict[tuple[str, int, float, int], list[tuple[float, float, int]]] = {}
    for source, (_, _, _, chars) in objects.items():
        text, x0, top, _, _, size, turn, _, _, _, inside = chars[0]
        count = len(chars) if inside is None else len(text)
        text = text if inside is None else text[0]
        alike.setdefault((text, count, round(size, 1), turn), []).append((top, x0, source))
    doubtful: set[int] = set()
    for (_, length, size, _), places in alike.items():
        if len(places) < 2:
            continue
        places.sort()
        for index, (top, x0, source) in enumerate(places):
            for n in range(index + 1, len(places)):
                other_top, other_x0, other = places[n]
                if other_top - top > SHADOW * size:
                    break
                if abs(other_x0 - x0) > SHADOW * size or source in out or other in out:
                    continue
                one, two = objects[source], objects[other]
                if _text(one) != _text(two):
                    continue
                first = singles(one.chars[:1])[0]
                width = first.x1 - first.x0
                beside = other_top - top <= LEVEL * size and abs(other_x0 - x0) > BESIDE * width
                if beside and length == 1 and one.ink == two.ink:
                    doubtful |= {source, other}
                else:
                    # The notices are for text, and this is text that is there.
                    out[_fainter(source, other, one, two)] = ""
    return out, doubtful


def _text(drawn: TextObject) -> str:
    return "".join(char.text for char in drawn.chars)


def _fainter(source: int, other: int, one: TextObject, two: TextObject) -> int:
    if sum(one.ink) == sum(two.ink):
        return min(source, other)
    return source if sum(one.ink) > sum(two.ink) else other


def _tiny(objects: _Objects) -> dict[int, str]:
    small = [source for source, drawn in objects.items() if drawn.chars[0].size < TINY]
    if not small:
        return {}
    sizes = sorted(char.size for drawn in objects.values() for char in singles(drawn.chars))
    legible = sizes[len(sizes) // 2] >= TINY_SHARE * TINY
    return dict.fromkeys(small, str(Unseen.TINY)) if legible else {}


def _that_matter(
    areas: Sequence[Area], objects: _Objects, inks: Iterable[Colour]
) -> Sequence[Area]:
    """The areas on which text may be lost, or under which it may lie."""
    grounds = {area.colour for area in areas if area.colour is not None} | {WHITE}
    if any(is_lost(ink, ground) for ink in inks for ground in grounds):
        return areas
    first = min((drawn.order for drawn in objects.values()), default=0)
    return [area for area in areas if area.opaque and area.order > first]


class _Looks:
    """How characters look on what is drawn under them and under what is drawn over them."""

    def __init__(self, areas: Sequence[Area], is_opaque: Callable[[int], bool]) -> None:
        self.strips = _strips(areas)
        self.levels: dict[tuple[int, int], list[tuple[float, float, Area]]] = {}
        self.is_opaque = is_opaque
        self.opaque: dict[int, bool] = {}
        self.lost: dict[tuple[Colour, Colour], bool] = {}
        #: The sources of runs that do not look alike throughout.
        self.mixed: set[int] = set()

    def of(self, objects: _Objects) -> tuple[dict[int, str], dict[tuple[int, float, float], Look]]:
        """Return the text objects that are lost on the page, with why, and the look of the
        characters of others, by source and place, that are not seen plainly."""
        out: dict[int, str] = {}
        looks: dict[tuple[int, float, float], Look] = {}
        faint = {ink for ink in {drawn.ink for drawn in objects.values()} if is_lost(ink, WHITE)}
        for source, drawn in objects.items():
            areas = self._near(drawn.chars) if self.strips else ()
            if not areas:
                if drawn.ink in faint:
                    out[source] = _lost(drawn)
                continue
            top = min([char[2] for char in drawn.chars])
            bottom = max([char[4] for char in drawn.chars])
            later = [
                area
                for area in areas
                if area.order > drawn.order
                and area.opaque
                and area.box.top < bottom
                and area.box.bottom > top
            ]
            grounds = {area.colour for area in areas} - {None, WHITE}
            if not (later or grounds or drawn.ink in faint):
                continue
            if any(char[10] is not None and _is_mixed(char, areas) for char in drawn.chars):
                self.mixed.add(source)
            for char in singles(drawn.chars) if source in self.mixed else drawn.chars:
                if (look := self._look(char, drawn, areas, later)) is not None:
                    looks[char.source, char.x0, char.top] = look
        return out, looks

    def _near(self, chars: Sequence[Char]) -> Sequence[Area]:
        _, left, upper, right, lower, *_ = chars[0]
        _, x0, top, x1, bottom, *_ = chars[-1]
        x0, x1 = min(left, x0), max(right, x1)
        level = (int(min(upper, top) // STRIP), int(max(lower, bottom) // STRIP))
        if level not in self.levels:
            strips = (self.strips.get(strip, {}) for strip in range(level[0], level[1] + 1))
            every = {number: area for strip in strips for number, area in strip.items()}
            self.levels[level] = [(area.box.x0, area.box.x1, area) for area in every.values()]
        return [area for start, end, area in self.levels[level] if start < x1 and end > x0]

    def _look(
        self, char: Char, drawn: TextObject, areas: Sequence[Area], later: Sequence[Area]
    ) -> Look | None:
        covered = 0.0
        for area in later:
            if (share := _share_of(char, area.box)) > covered:
                covered = share if self._hides(area) else covered
        if covered >= COVERED:
            return Look(unseen=Unseen.COVERED)
        x, y, order = char.x, char.y, -1
        colour: Colour | None = WHITE
        for area in areas:
            if order <= area.order < drawn.order:
                box = area.box
                if box.x0 <= x <= box.x1 and box.top <= y <= box.bottom:
                    order, colour = area.order, area.colour
        if colour is not None and self._is_lost(drawn.ink, colour):
            return Look(unseen=Unseen(_lost(drawn)))
        return SHADED if covered > CLEAR else None

    def _is_lost(self, ink: Colour, ground: Colour) -> bool:
        known = self.lost.get((ink, ground))
        if known is None:
            known = self.lost[ink, ground] = is_lost(ink, ground)
        return known

    def _hides(self, area: Area) -> bool:
        if area.image is None:
            return True
        if area.image not in self.opaque:
            self.opaque[area.image] = self.is_opaque(area.image)
        return self.opaque[area.image]


def _is_mixed(run: Char, areas: Sequence[Area]) -> bool:
    """Whether an area ends within a run."""
    _, x0, top, x1, bottom, *_ = run
    return any(
        not (box.x0 <= x0 and x1 <= box.x1 and box.top <= top and bottom <= box.bottom)
        and box.x0 < x1
        and box.x1 > x0
        and box.top < bottom
        and box.bottom > top
        for _, box, *_ in areas
    )


def _lost(drawn: TextObject) -> str:
    return str(Unseen.TRANSPARENT if drawn.alpha < 255 else Unseen.COLOUR)


def _strips(areas: Sequence[Area]) -> dict[int, dict[int, Area]]:
    """The areas in each strip by their number."""
    strips: dict[int, dict[int, Area]] = {}
    for number, area in enumerate(areas):
        first, last = int(area.box.top // STRIP), int(area.box.bottom // STRIP)
        for strip in range(max(first, 0), min(last, 1_000) + 1):
            strips.setdefault(strip, {})[number] = area
    return strips


def _share_of(char: Char, box: Box) -> float:
    """How much of the part of a character in which its strokes are lies within a box."""
    _, x0, top, x1, bottom, *_ = char
    height = bottom - top
    if char.turn == 0:
        top, bottom = top + CORE_TOP * height, top + CORE_BOTTOM * height
    across = min(x1, box.x1) - max(x0, box.x0)
    down = min(bottom, box.bottom) - max(top, box.top)
    if across <= 0 or down <= 0:
        return 0.0
    return across / max(x1 - x0, 0.01) * down / max(bottom - top, 0.01)


def differ(one: Colour, other: Colour) -> bool:
    """Whether two colours are told apart at a glance."""
    return any(abs(a - b) > OTHER_COLOUR for a, b in zip(one, other, strict=True))


def _overlays(objects: _Objects, edges: Sequence[Edge]) -> dict[int, str]:
    """Watermarks and stamps: text in another colour than most of the page, that stands
    over other text or over rulings, and with it what is written alike elsewhere on the page."""
    counts: defaultdict[Colour, int] = defaultdict(int)
    for drawn in objects.values():
        counts[drawn.ink] += sum([len(char[0]) for char in drawn.chars])
    if not counts:
        return {}
    # Watermarks that fill the page may hold more characters than its text.
    dark = {ink: count for ink, count in counts.items() if min(ink) < FAINT}
    common = max(dark or counts, key=lambda ink: counts[ink])
    other = {ink for ink in counts if differ(ink, common)}
    others: defaultdict[tuple[str, Colour], list[int]] = defaultdict(list)
    upright = [each for each in objects.items() if each[1].chars[0].turn != ODD]
    for source, drawn in upright if other else ():
        if drawn.ink in other:
            others[_text(drawn), drawn.ink].append(source)
    if not others:
        return {}
    plain: dict[int, list[Char]] = {}
    for _, drawn in upright:
        for char in singles(drawn.chars) if drawn.ink not in other else ():
            for strip in range(int(char.top // STRIP), int(char.bottom // STRIP) + 1):
                plain.setdefault(strip, []).append(char)
    if sum(len(text) for text, _ in others) > max(MOST_OVERLAID, counts[common] / 10):
        # So much that is not said again and again is text of the page.
        return {}
    out: dict[int, str] = {}
    for (_, ink), sources in others.items():
        faint = min(ink) >= FAINT
        groups = [objects[source].chars for source in sources]
        tiled = faint and len(groups) >= TILES and _is_off_line(groups, plain)
        if tiled or any(_stands_over(chars, plain, edges, faint=faint) for chars in groups):
            out.update(dict.fromkeys(sources, OVERLAY))
    return out


def _is_off_line(groups: Sequence[Sequence[Char]], plain: Mapping[int, list[Char]]) -> bool:
    """Whether text that stands several times is beside other text somewhere, and on a line with it
    nowhere, as the tiles of a watermark are."""
    found = 0
    for chars in groups:
        _, _, top, _, bottom, size, *_ = chars[0]
        for strip in range(int(top // STRIP), int(bottom // STRIP) + 1):
            for other in plain.get(strip, ()):
                if other.top < bottom and other.bottom > top:
                    if abs(other.bottom - bottom) <= LEVEL * size:
                        return False
                    found += 1
    return found > 0


def _stands_over(
    chars: Sequence[Char],
    plain: Mapping[int, list[Char]],
    edges: Sequence[Edge],
    *,
    faint: bool,
) -> bool:
    for char in singles(chars):
        if char.text.isspace():
            continue
        for strip in range(int(char[2] // STRIP), int(char[4] // STRIP) + 1):
            if any(_overlap(char, other) for other in plain.get(strip, ())):
                return True
    if not faint:
        # It may be a figure that is too long for its cell.
        return False
    x0, x1 = min(c[1] for c in chars), max(c[3] for c in chars)
    top, bottom = min(c[2] for c in chars), max(c[4] for c in chars)
    size = chars[0].size
    room = CLEAR * size
    return any(
        edge.x0 < x1 - room
        and edge.x1 > x0 + room
        and edge.top < bottom - 2 * room
        and edge.bottom > top + 2 * room
        # Text that is itself crossed out or underlined has a line no longer than it is.
        and (edge.vertical or edge.x1 - edge.x0 > x1 - x0 + 2 * size)
        for edge in edges
    )


def _overlap(one: Char, other: Char) -> bool:
    _, ax0, atop, ax1, abottom, *_ = one
    _, bx0, btop, bx1, bbottom, *_ = other
    across, down = min(ax1, bx1) - max(ax0, bx0), min(abottom, bbottom) - max(atop, btop)
    return across > OVERLAP * min(ax1 - ax0, bx1 - bx0) and down > OVERLAP * min(
        abottom - atop, bbottom - btop
    )
