"""Lines of text from characters, and page furniture from lines.

Page furniture (页眉页脚) is what belongs to the sheet and not to the text: page numbers and running
heads. It is recognised by where it stands and by its coming back on other pages.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from operator import itemgetter
from typing import NamedTuple

from govreport.document import FROM_PICTURES, Doubt
from govreport.readers.pdf.page.model import Char, singles, turned, turned_box
from govreport.readers.pdf.page.shifts import with_marks
from govreport.readers.seen import PLAIN, Run, kept_texts, resolve
from govreport.zh.page import is_page_number
from govreport.zh.patterns import lazy_pattern
from govreport.zh.text import collapse

__all__ = [
    "NO_LINE_START",
    "Line",
    "Part",
    "first_word_width",
    "join_lines",
    "join_texts",
    "lines_of",
    "part_furniture",
]

#: Characters whose middles lie closer than this share of their size stand on one line.
ROW_TOLERANCE = 0.45
#: The same character again within this share of its width was drawn twice, for bold.
DOUBLE_SHARE = 0.5
#: A gap wider than this share of the size parts words, between Latin letters and otherwise.
LATIN_GAP = 0.2
WIDE_GAP = 0.8
#: A gap wider than this many characters parts what stands on a line, as columns do.
PART_GAP = 1.5
#: A gap wider than this many characters may be one between the cells of a table without rules.
PIECE_GAP = 0.3
#: A numeral that begins a line is a label where a gap of this share of the size follows it, twice
#: as wide as the others of the line. Arabic ones take more, as figures have a gap behind them too.
LABEL_GAP = 0.4
ARABIC_GAP = 0.8
#: Furniture stands in the outer share of the page's height.
MARGIN_SHARE = 0.12
#: How far a running head may move from page to page, in points.
HEAD_DRIFT = 3.0
#: A running head stands on at least this share of the pages, and on at least two.
HEAD_SHARE = 0.4
#: Signs that do not begin a line, and the longest run of Latin characters that is not parted.
NO_LINE_START = "，。、；：！？）》”’,.;:?!)]】〉」%％"
MAX_WORD = 24
#: Longer lines are never taken for furniture.
MAX_FURNITURE = 120

_BARE_NUMBER = lazy_pattern(r"\s*+(\d{1,4}+)\s*+")
_DIGITS = lazy_pattern(r"\d++")
_NUMERAL = lazy_pattern(r"(?:[一二三四五六七八九十]{1,3}+|(\d{1,2}+))(?=\p{Han})")


class Part(NamedTuple):
    """A stretch of a line between two gaps."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    doubt: Doubt | None = None


class Line(NamedTuple):
    """A line of text as set, layout spaces left out; a blank stands for each wide gap.

    ``parts`` are what wide gaps part, as columns are; ``pieces`` what any gap between words does,
    what was struck whole among them.
    ``left_out`` is what stands on it and is no text, with why, and ``doubt`` why no figure of it is
    to be believed: see :mod:`govreport.readers.seen`. Where nothing else stands on it, its text is
    empty.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    bold: bool = False
    parts: tuple[Part, ...] = ()
    pieces: tuple[Part, ...] = ()
    doubt: Doubt | None = None
    left_out: tuple[tuple[str, str], ...] = ()

    @property
    def height(self) -> float:
        """The height of the line's box."""
        return self.bottom - self.top


def lines_of(chars: Sequence[Char]) -> list[Line]:
    """Return the lines that the characters form, from the top; slanted characters are left out.

    Characters turned by a quarter (a label set upwards in a narrow cell) form lines among
    themselves, in the order in which they are read.
    """
    if (even := _even_line(chars)) is not None:
        return [even] if even.text else []
    upright = [char for char in chars if char.turn == 0]
    lines = [_line(row) for row in _rows(upright)]
    if len(upright) < len(chars):
        for turn in (1, 2, 3):
            lines += _turned_lines([char for char in chars if char.turn == turn], turn)
    return [line for line in lines if line.text or line.left_out]


def join_texts(texts: Sequence[str]) -> str:
    """Return the text of lines that run on; see :func:`join_lines`."""
    return join_lines(texts)[0]


def join_lines(texts: Sequence[str]) -> tuple[str, list[int]]:
    """Return the text of lines that run on, with a blank only between Latin words, and where in it
    each of them begins.

    A hyphen between letters on both sides is one that the break put there; between figures it may
    say from and to.
    """
    out, starts = texts[0], [0]
    for text in texts[1:]:
        if out[-1:] == "-" and out[-2:-1].isalpha() and text[:1].isalpha():
            out = out[:-1]
        elif out[-1:].isascii() and out[-1:].isalpha() and text[:1].isascii():
            out += " " if text[:1].isalpha() else ""
        starts.append(len(out))
        out += text
    return out, starts


def first_word_width(line: Line) -> float:
    """The width of what cannot be parted at the start of a line: a word, and signs that close."""
    text = line.text
    if len(text) == 1:
        return line.x1 - line.x0
    count = 1
    while count < min(len(text), MAX_WORD) and (text[count - 1] + text[count]).isascii():
        if text[count].isspace():
            break
        count += 1
    while count < len(text) and text[count] in NO_LINE_START:
        count += 1
    return (line.x1 - line.x0) * count / len(text)


def part_furniture(
    sheets: Sequence[Sequence[Line]], heights: Sequence[float], *, tables: bool = False
) -> tuple[list[list[Line]], list[list[Line]]]:
    """Part the lines of each sheet into text and furniture.

    ``sheets`` holds the lines of each page from the top, ``heights`` the heights of the pages;
    ``tables`` is whether the pages hold tables as well.
    """
    outer = [_outer_lines(lines, height) for lines, height in zip(sheets, heights, strict=True)]
    heads = _running_heads(outer)
    numbers = _page_numbers(outer)
    kept: list[list[Line]] = []
    parted: list[list[Line]] = []
    for index, lines in enumerate(sheets):
        furniture = [
            line
            for line in outer[index]
            if is_page_number(line.text, in_margin=True)
            or (index, line) in heads
            or (index, line) in numbers
            or _is_own_number(line, index + 1)
        ]
        parted.append(furniture)
        kept.append([line for line in lines if line not in furniture])
    if not any(kept) and not tables:
        # The same on every page and nothing else: that is the text.
        labels = [
            [line for line in lines if is_page_number(line.text, in_margin=True)]
            for lines in parted
        ]
        pages = zip(sheets, labels, strict=True)
        kept = [[line for line in lines if line not in own] for lines, own in pages]
        return kept, labels
    return kept, parted


def _is_own_number(line: Line, page: int) -> bool:
    """Whether a line of a scan is the number of its page: the dashes beside it may be lost."""
    number = _BARE_NUMBER.fullmatch(line.text)
    return number is not None and line.doubt in FROM_PICTURES and int(number[1]) == page


def _even_line(chars: Sequence[Char]) -> Line | None:
    """The line of characters that stand side by side in this order, as those of most cells do.

    ``None`` where they have to be looked at more closely: it is what :func:`_line` would say.
    """
    if not chars:
        return None
    _, first, top, _, bottom, size, *_ = chars[0]
    middle, gap, room = (top + bottom) / 2, LATIN_GAP * size, ROW_TOLERANCE * max(size, 1.0) / 2
    upper, lower = top, bottom
    texts: list[str] = []
    heavy = count = 0
    left = right = first
    for text, x0, above, x1, below, own, turn, bold, look, _, inside in chars:
        # Boxes may overlap a little; what was drawn twice overlaps by half.
        if turn or look is not PLAIN or own != size:
            return None
        if not right - 0.4 * (right - left) <= x0 <= right + gap:
            return None
        if above != top or below != bottom:
            if abs((above + below) / 2 - middle) > room:
                return None
            upper, lower = min(upper, above), max(lower, below)
        texts.append(text)
        if inside is None:
            heavy += bold
            count += 1
            left = x0
        else:
            heavy += bold * len(text)
            count += len(text)
            left = inside[0][inside[3] + len(text) - 1]
        right = x1
    joined = "".join(texts)
    if joined.split() != [joined]:
        return None
    # Most cells hold a number: there is nothing to collapse in it.
    plain = joined.isascii() and joined.isalnum()
    part = Part(joined if plain else collapse(joined).text, first, upper, right, lower)
    bold = 2 * heavy > count
    return Line(part.text, first, upper, right, lower, round(size, 1), bold, (part,), (part,))


def _rows(chars: Iterable[Char]) -> list[list[Char]]:
    rows: list[list[Char]] = []
    middle, size = 0.0, 0.0
    for char in sorted(chars, key=_twice_y):
        y = (char.top + char.bottom) / 2
        if rows and y - middle <= ROW_TOLERANCE * max(min(size, char.size), 1.0):
            rows[-1].append(char)
        else:
            rows.append([char])
        middle, size = y, char.size
    sizes = {size for row in rows for _, _, _, _, _, size, *_ in row}
    return with_marks(rows) if len(sizes) > 1 or _is_rough(rows) else rows


def _is_rough(rows: Sequence[Sequence[Char]]) -> bool:
    """Whether characters of one row stand at different heights."""
    return any(row[-1][4] - row[0][4] >= LATIN_GAP * row[0][5] for row in rows if len(row) > 1)


def _twice_y(char: Char) -> float:
    return char.top + char.bottom


def _line(row: list[Char]) -> Line:
    if any(char[8] is not PLAIN for char in row):
        return _looked(singles(row))
    if (even := _even_line(sorted(row, key=itemgetter(1)))) is not None:
        return even
    row = sorted(singles(row), key=itemgetter(1))
    out: list[str] = []
    seen: list[Char] = []
    starts = [(0, 0)]
    words = [(0, 0)]
    for char in row:
        text, x0, _, _, _, size, *_ = char
        if text.isspace():
            if out and not out[-1].isspace():
                out.append(" ")
            continue
        if seen:
            last = seen[-1]
            # Only what overlaps can have been drawn twice.
            if x0 < last[3] and any(_doubles(one, char) for one in seen[-2:]):
                continue
            gap = x0 - last[3]
            if gap > LATIN_GAP * size:
                if out[-1] != " " and _parted(last, char):
                    out.append(" ")
                if gap > PIECE_GAP * max(size, last[5]):
                    words.append((len(out), len(seen)))
                if gap > PART_GAP * max(size, last[5]):
                    starts.append(words[-1])
        out.append(text)
        seen.append(char)
    if not seen:
        return Line("", *row[0][1:5], round(row[0].size, 1))
    parts = tuple(_parts(out, seen, starts))
    return Line(
        text=" ".join(part.text for part in parts),
        x0=seen[0].x0,
        top=min(map(itemgetter(2), seen)),
        x1=max(map(itemgetter(3), seen[-2:])),
        bottom=max(map(itemgetter(4), seen)),
        size=round(seen[len(seen) // 2].size, 1),
        bold=2 * sum(map(itemgetter(7), seen)) > len(seen),
        parts=parts,
        pieces=parts if len(words) == len(starts) else tuple(_parts(out, seen, words)),
    )


def _looked(row: Sequence[Char]) -> Line:
    """The line of what is seen of characters that do not all look plain."""
    row = sorted(row, key=itemgetter(1))
    runs = [(look, list(group)) for look, group in groupby(row, key=itemgetter(8))]
    told = [Run("".join(char.text for char in chars), look) for look, chars in runs]
    seen = resolve(told)
    plain = [
        char._replace(text=text, look=PLAIN)
        for (_, chars), kept in zip(runs, kept_texts(told), strict=True)
        if kept
        for char, text in zip(chars, kept, strict=True)
    ]
    first = row[0]
    line = _line(plain) if plain else Line("", *first[1:5], round(first.size, 1))
    pieces = sorted((*line.pieces, *_struck_pieces(row, line.pieces)), key=itemgetter(1))
    line = line._replace(pieces=tuple(pieces))
    if seen.doubt is None:
        return line._replace(left_out=seen.left_out)
    doubtful = [char for char in row if char.look is not PLAIN]
    return line._replace(
        doubt=seen.doubt,
        left_out=seen.left_out,
        parts=tuple(_doubted(part, doubtful, seen.doubt) for part in line.parts),
        pieces=tuple(_doubted(part, doubtful, seen.doubt) for part in line.pieces),
    )


def _struck_pieces(row: Sequence[Char], pieces: Sequence[Part]) -> Iterator[Part]:
    """What was struck whole between two gaps: in a table without rules, a cell's whole text."""
    for struck, group in groupby(row, key=lambda char: char.look.struck):
        chars = list(group)
        gap = PIECE_GAP * chars[0].size
        x0, x1 = chars[0].x0 - gap, max(char.x1 for char in chars) + gap
        if struck and pieces and not any(x0 < part.x1 and part.x0 < x1 for part in pieces):
            top, bottom = min(char.top for char in chars), max(char.bottom for char in chars)
            text = "".join(char.text for char in chars)
            yield Part(text, x0 + gap, top, x1 - gap, bottom, Doubt.STRUCK)


def _doubted(part: Part, chars: Sequence[Char], doubt: Doubt) -> Part:
    """A part with the doubt of its line, if one of these characters is in it."""
    return part._replace(doubt=doubt) if any(part.x0 <= c.x <= part.x1 for c in chars) else part


def _parts(
    out: Sequence[str], seen: Sequence[Char], starts: Sequence[tuple[int, int]]
) -> Iterator[Part]:
    """The stretches that begin at these places of the text and of the characters."""
    for (start, first), (end, last) in pairwise([*starts, (len(out), len(seen))]):
        text = collapse("".join(out[start:end])).text
        if first == 0:
            text = _labelled(text, seen[:last])
        inside = seen[first:last]
        top, bottom = min(map(itemgetter(2), inside)), max(map(itemgetter(4), inside))
        yield Part(text, inside[0].x0, top, inside[-1].x1, bottom)


def _labelled(text: str, seen: Sequence[Char]) -> str:
    """The text with the blanks behind its first numeral, where they make it a label."""
    numeral = _NUMERAL.match(text)
    if numeral is None or numeral.end() >= len(seen):
        return text
    gaps = [right.x0 - left.x1 for left, right in pairwise(seen)]
    gap = gaps.pop(numeral.end() - 1)
    share, blanks = (LABEL_GAP, " ") if numeral[1] is None else (ARABIC_GAP, "  ")
    if gap < share * seen[0].size or gap < 2 * max(gaps, default=0.0):
        return text
    return f"{numeral[0]}{blanks}{text[numeral.end() :]}"


def _doubles(one: Char, other: Char) -> bool:
    # What is drawn in one go stands as it should, however tight.
    if one.source and one.source == other.source:
        return False
    return one.text == other.text and other.x0 - one.x0 < DOUBLE_SHARE * (one.x1 - one.x0)


def _parted(left: Char, right: Char) -> bool:
    """Whether the gap between two neighbours on a line is seen as a blank."""
    latin = left.text.isascii() and right.text.isascii()
    letters = latin and (left.text.isalpha() or right.text.isalpha())
    share = LATIN_GAP if letters else WIDE_GAP
    return right.x0 - left.x1 > share * max(left.size, right.size)


def _turned_lines(chars: list[Char], turn: int) -> Iterator[Line]:
    """Lines of characters set sideways, with the boxes that they have on the page."""
    if not chars:
        return
    right, bottom = max(c.x1 for c in chars), max(c.bottom for c in chars)
    for row in _rows(turned(chars, turn, right, bottom)):
        line = _line(row)
        box = turned_box(line[1:5], turn, right, bottom)
        part = Part(line.text, *box, line.doubt)
        yield line._replace(
            x0=box[0], top=box[1], x1=box[2], bottom=box[3], parts=(part,), pieces=(part,)
        )


def _outer_lines(lines: Sequence[Line], height: float) -> list[Line]:
    """The lines in the margins, as long as nothing but margin lines is further out."""
    band = MARGIN_SHARE * height
    top = [line for line in lines if line.bottom <= band]
    bottom = [line for line in lines if line.top >= height - band]
    return [line for line in (*top, *bottom) if len(line.text) <= MAX_FURNITURE]


def _running_heads(outer: Sequence[Sequence[Line]]) -> set[tuple[int, Line]]:
    """The lines that stand in the same place, digits aside, on enough of the pages."""
    places: defaultdict[str, list[tuple[int, Line]]] = defaultdict(list)
    for index, lines in enumerate(outer):
        for line in lines:
            places[_DIGITS.sub("0", line.text)].append((index, line))
    enough = max(2, round(HEAD_SHARE * len(outer)))
    heads: set[tuple[int, Line]] = set()
    for found in places.values():
        found.sort(key=lambda place: place[1].top)
        groups: list[list[tuple[int, Line]]] = [[found[0]]]
        for one, other in pairwise(found):
            if other[1].top - one[1].top <= HEAD_DRIFT:
                groups[-1].append(other)
            else:
                groups.append([other])
        for group in groups:
            if len({index for index, _ in group}) >= enough:
                heads.update(group)
    return heads


def _page_numbers(outer: Sequence[Sequence[Line]]) -> set[tuple[int, Line]]:
    """Bare numbers that count on with the pages; a single page's must be 1."""
    by_offset: defaultdict[int, list[tuple[int, Line]]] = defaultdict(list)
    for index, lines in enumerate(outer):
        for line in lines:
            if match := _BARE_NUMBER.fullmatch(line.text):
                by_offset[int(match[1]) - index].append((index, line))
    numbers: set[tuple[int, Line]] = set()
    for offset, found in by_offset.items():
        if len({index for index, _ in found}) >= 2 or (len(outer) == 1 and offset == 1):
            numbers.update(found)
    return numbers
