"""Rows between which a ruling is missing: labels and figures stacked in one cell.

Where each cell of a row holds as many lines, and those beside each other are a label and its
figures, they are as many rows. What cannot be told apart so stays one cell with several lines, from
which no figure is read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from govreport.readers.pdf.page.lines import Line
from govreport.readers.pdf.ruled.cells import Rectangle
from govreport.zh.numbering import parse_label
from govreport.zh.patterns import lazy_pattern

__all__ = ["split_rows"]

#: Sides of cells closer than this are one, in points.
NEAR = 3.0
#: Lines whose middles are closer than this, in sizes, stand beside each other.
BESIDE = 0.35
_FIGURE = lazy_pattern(r"[+\-－−]?+[\d０-９][\d０-９,，.．]*+(?:\p{Han}{1,2}+)?|[—–\-/／无]{1,2}+")

_WORD = lazy_pattern(r"\p{Han}{2}")

_Cells = list[tuple[Rectangle, list[Line]]]


def split_rows(cells: Sequence[Rectangle], lines: Sequence[Sequence[Line]]) -> _Cells:
    """Return the cells with their lines, those of several rows parted."""
    found: _Cells = [(cell, list(own)) for cell, own in zip(cells, lines, strict=True)]
    if not any(len(own) > 1 and all(map(_is_figure, own)) for _, own in found):
        return found
    heights = sorted({y for cell, _ in found for y in (cell[1], cell[3])})
    out: _Cells = []
    for cell, own in found:
        cuts = [y for y in heights if cell[1] + NEAR < y < cell[3] - NEAR]
        out += _cut(cell, own, cuts) if _are_rows(cell, own, cuts) else [(cell, own)]
    return [part for band in _bands(out) for part in _parted(band)]


def _is_figure(line: Line) -> bool:
    return _FIGURE.fullmatch(line.text) is not None


def _is_label(line: Line) -> bool:
    return parse_label(line.text) is not None or _WORD.search(line.text) is not None


def _are_rows(cell: Rectangle, lines: Sequence[Line], cuts: Sequence[float]) -> bool:
    """Whether a cell beside several rows holds a figure or a numbered label for each of them."""
    if not cuts or len(lines) <= len(cuts):
        return False
    slots = [own for _, own in _cut(cell, lines, cuts)]
    if all(map(_is_figure, lines)):
        return all(len(own) == 1 for own in slots)
    return all(own and parse_label(own[0].text) for own in slots)


def _cut(cell: Rectangle, lines: Sequence[Line], cuts: Sequence[float]) -> _Cells:
    """Cut a cell and its lines at these heights."""
    x0, top, x1, bottom = cell
    out: _Cells = []
    for upper, lower in pairwise([top, *cuts, bottom]):
        own = [line for line in lines if upper <= (line.top + line.bottom) / 2 < lower]
        out.append(((x0, upper, x1, lower), own))
    return out


def _bands(cells: _Cells) -> Iterator[_Cells]:
    """The cells that share their top and their bottom together."""
    bands: dict[tuple[int, int], _Cells] = {}
    for cell, lines in cells:
        bands.setdefault((round(cell[1] / NEAR), round(cell[3] / NEAR)), []).append((cell, lines))
    yield from bands.values()


def _parted(band: _Cells) -> _Cells:
    """The cells of a row, parted where they are several rows."""
    figures = [own for _, own in band if own and all(map(_is_figure, own))]
    count = max((len(own) for own in figures), default=0)
    if count < 2:
        return band
    levels = [_middle(line) for line in next(own for own in figures if len(own) == count)]
    size = figures[0][0].size
    words = [own for _, own in band if own and not all(map(_is_figure, own))]
    label = min(band, key=lambda piece: piece[0][0])[1]
    if any(_is_figure(line) for own in words for line in own) or not all(map(_is_label, label)):
        # A figure with its unit that did not fit looks like two of them.
        return band
    if 2 * sum(len(own) == count for own in figures) <= len(figures):
        # Most cells hold one figure, so the others are one that was broken.
        return band
    starts = _starts(words, count)
    if starts is None or not all(_fits(own, levels, size) for own in figures):
        return band
    cuts = _cuts(levels, starts)
    parts = [_cut(cell, own, cuts) for cell, own in band]
    whole = all(
        bool(part[row][1])
        for part, (_, own) in zip(parts, band, strict=True)
        if own in words
        for row in range(count)
    )
    return [piece for part in parts for piece in part] if whole else band


def _middle(line: Line) -> float:
    return (line.top + line.bottom) / 2


def _fits(lines: Sequence[Line], levels: Sequence[float], size: float) -> bool:
    """Whether each of the figures of a cell stands at one of the levels."""
    return all(any(abs(_middle(line) - y) <= BESIDE * size for y in levels) for line in lines)


def _starts(words: Sequence[Sequence[Line]], count: int) -> list[list[float]] | None:
    """Where the labels of each cell with words begin and end, ``None`` if they are not as many."""
    spans: list[list[float]] = [[] for _ in range(count)]
    if not words:
        return None
    for lines in words:
        first = [n for n, line in enumerate(lines) if parse_label(line.text)]
        if len(lines) == count and not first:
            first = list(range(count))
        if len(first) != count or first[0] != 0:
            return None
        for row, (start, end) in enumerate(pairwise([*first, len(lines)])):
            spans[row] += [lines[start].top, lines[end - 1].bottom]
    return spans


def _cuts(levels: Sequence[float], spans: Sequence[Sequence[float]]) -> list[float]:
    """The heights between the rows: in the middle between what stands above and below."""
    return [
        (max(*upper, one) + min(*lower, other)) / 2
        for (upper, lower), (one, other) in zip(pairwise(spans), pairwise(levels), strict=True)
    ]
