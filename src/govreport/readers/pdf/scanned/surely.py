"""What lines say, and whether that is sure: figures are read several times, each time another way.

A reading is sure if each of its characters is likely and a second reading says the same. Where
they differ a third decides, with thinner strokes, unless one of the three speaks against it. On a
page that was copied so often that its figures fall apart when strokes are thinned, strokes are
gone already (a 9 is a 4 then, surely and twice alike): nothing on it is sure. Nor is a figure that
was read without the dash that stands before it: a short minus is lost surely and twice alike, too.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import cv2
import numpy as np

from govreport.ocr.engine import Glyph, Reading, read_lines
from govreport.ocr.picture import Picture, ink_of
from govreport.zh.patterns import lazy_pattern

__all__ = ["Line", "read_surely"]

#: Each character of a reading that is sure is at least so likely, those of the second so likely;
#: what speaks against it is at least so likely.
SURE, SECOND, AGAINST = 0.95, 0.8, 0.5
#: Texts of cells that may be figures that were misread are at most so long.
SHORT = 4
#: Strokes are thinned by this much, in points.
THINNED = 0.7
#: Of a page of which more of the figures than this are not read twice alike, all are read with
#: thinner strokes; nothing is sure of a page of which more than that are lost then.
UNLIKE, LOST = 0.05, 0.3
#: A dash is at most so high and at least so wide, of the height of the figure, so much wider than
#: it is high, and stands about its middle.
DASH_HIGH, DASH_WIDE, DASH_LONG, DASH_MIDDLE = 0.3, 0.2, 1.3, (0.3, 0.8)
#: What stands for ink in a cell of which nothing could be made: the cell is not blank.
UNKNOWN = Reading((Glyph("?", 0.0, 0.5),))
_FIGURE = lazy_pattern(r"[+\-－−–—]?\d(?:[\d,，]*+(?<=\d))?(?:[.．]\d++)?[％%]?")
_HAN = lazy_pattern(r"\p{Han}")


class Line(NamedTuple):
    """The picture of a line, and whether it stands in a cell."""

    picture: Picture
    in_cell: bool


def read_surely(lines: Sequence[Line], scale: float) -> list[tuple[Reading, bool]]:
    """Return what each line says and whether that is sure; ``scale`` is pixels a point."""
    readings = read_lines([line.picture for line in lines])
    out = [(each, each.lowest >= SURE) for each in readings]
    short = [n for n, line in enumerate(lines) if line.in_cell and _may_be_figure(readings[n])]
    seconds = _again(lines, short, _smaller)
    unlike = [n for n in short if not _agree(readings[n], seconds[n])]
    figures = [n for n in short if _is_figure(readings[n])]
    shaky = len(set(unlike).intersection(figures)) > UNLIKE * len(figures) + 1
    thirds = _again(lines, short if shaky else unlike, lambda line: _thinner(line, scale))
    for n in unlike:
        out[n] = _decided(readings[n], _moved(seconds[n], lines[n]), thirds[n])
    lost = sum(thirds[n].text != readings[n].text for n in figures) if shaky else 0
    if lost > LOST * len(figures) + 1:
        for n in short:
            out[n] = (out[n][0], False)
    return [
        (
            reading if reading.glyphs or not line.in_cell else UNKNOWN,
            sure and not (line.in_cell and _has_lost_sign(reading, line.picture)),
        )
        for line, (reading, sure) in zip(lines, out, strict=True)
    ]


def _again(
    lines: Sequence[Line], numbers: Sequence[int], way: Callable[[Picture], Picture]
) -> dict[int, Reading]:
    """Some of the lines read in another way."""
    pictures = [way(lines[n].picture) for n in numbers]
    return dict(zip(numbers, read_lines(pictures), strict=True))


def _may_be_figure(reading: Reading) -> bool:
    if _HAN.search(reading.text):
        return reading.lowest < SURE and len(reading.text) <= SHORT
    return True


def _is_figure(reading: Reading) -> bool:
    return _FIGURE.fullmatch(reading.text) is not None


def _has_lost_sign(reading: Reading, line: Picture) -> bool:
    """Whether a figure was read without a sign, and there is a dash before it."""
    if not (_is_figure(reading) and reading.text[0].isdigit()):
        return False
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink_of(line))
    parts = sorted(stats[1:, : cv2.CC_STAT_AREA].tolist())
    if len(parts) < 2:
        return False
    left, top, width, high = parts[0]
    first = min(part[1] for part in parts)
    whole = max(part[1] + part[3] for part in parts) - first
    low, deep = DASH_MIDDLE
    return bool(
        high <= DASH_HIGH * whole
        and width >= max(DASH_WIDE * whole, DASH_LONG * high)
        and low <= (top + high / 2 - first) / whole <= deep
        # Nothing of a digit that is broken stands right above or below.
        and left + width <= parts[1][0] + 1
    )


def _agree(first: Reading, second: Reading) -> bool:
    return first.text == second.text and first.lowest >= SURE and second.lowest >= SECOND


def _decided(*readings: Reading) -> tuple[Reading, bool]:
    """The reading that most have, of several the likeliest, and whether it is sure."""
    texts = [each.text for each in readings]
    best = max(
        readings,
        key=lambda each: (_is_figure(each), texts.count(each.text), each.lowest),
    )
    against = max((each.lowest for each in readings if each.text != best.text), default=0.0)
    sure = (
        _is_figure(best)
        and texts.count(best.text) > 1
        and best.lowest >= SURE
        and against < AGAINST
    )
    return best, sure


def _smaller(line: Picture) -> Picture:
    """The same line with more room, and drawn smaller."""
    above, aside = line.shape[0] // 6, line.shape[0] // 3
    wider = cv2.copyMakeBorder(line, above, above, aside, aside, cv2.BORDER_CONSTANT, value=255)
    return cv2.resize(wider, None, fx=0.8, fy=0.8, interpolation=cv2.INTER_AREA)


def _moved(reading: Reading, line: Line) -> Reading:
    """A reading of the smaller line, its places those on the line itself."""
    height, width = line.picture.shape
    aside = height // 3
    return Reading(
        tuple(
            glyph._replace(middle=(glyph.middle * (width + 2 * aside) - aside) / width)
            for glyph in reading.glyphs
        )
    )


def _thinner(line: Picture, scale: float) -> Picture:
    """The same line with thinner strokes."""
    side = max(2, round(THINNED * scale))
    return cv2.GaussianBlur(cv2.dilate(line, np.ones((side, side), np.uint8)), (0, 0), 0.7)
