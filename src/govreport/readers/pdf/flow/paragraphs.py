"""Paragraphs from lines: across lines, across pages, and past a table that stands between.

A line goes on with the one above it where that one is full, so that its break was forced, and the
new one is neither indented nor numbered. What a full line is follows from the measure of the page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from attrs import define, frozen

from govreport.document import Alignment, Box, LinePlace, Paragraph
from govreport.readers.pdf.page.lines import NO_LINE_START, Line, first_word_width, join_lines
from govreport.readers.pdf.page.model import Leaf
from govreport.readers.pdf.ruled.tables import is_figure
from govreport.readers.seen import doubt_of
from govreport.zh.numbering import parse_label
from govreport.zh.patterns import lazy_pattern

__all__ = ["Measure", "Placed", "Running", "goes_on", "measure_of", "to_paragraph"]

#: Shares of the character size: how far in a line is indented, and how far out of the middle it
#: may stand and be centred.
INDENT = 1.2
CENTRE = 0.8
EXACT = 0.15
#: The first line of a paragraph is indented by less than this many characters.
FIRST_INDENT = 2.8
#: A line whose rest is smaller than what comes next, by this share of the size, was broken there.
FULL_SLACK = 0.6
#: The share of the measure that a line may leave where the next one shows that it goes on.
LOOSE_SHARE = 0.15
#: Sizes that differ by more than this, in points, do not share a paragraph.
SIZE_TOLERANCE = 0.8
#: A gap between lines of more than this many line heights ends a paragraph.
MAX_GAP = 2.4

#: The end of a line of a table of contents.
_LEADER = lazy_pattern(r"[….·]{3}\s?\d{1,4}$")
#: Such as （此件公开发布）.
_BRACKETED = lazy_pattern(r"[（(][^（()）]++[)）]")
_SENTENCE_END = "。！？；：…!?;:"


@frozen
class Measure:
    """版心: the left and right sides between which a page's text runs."""

    left: float
    right: float


@frozen
class Placed:
    """A line with the leaf that it stands on and that leaf's measure."""

    line: Line
    leaf: Leaf
    measure: Measure

    @property
    def indented(self) -> bool:
        """Whether it begins to the right of the text's left side."""
        return self.line.x0 - self.measure.left > INDENT * self.line.size

    @property
    def centred(self) -> bool:
        """Whether it stands in the middle and away from both sides."""
        left, right = self.line.x0 - self.measure.left, self.measure.right - self.line.x1
        off = abs(left - right) / 2
        # Next to the margin it could as well be a first line, so there it must be exact.
        near = min(left, right) < FIRST_INDENT * self.line.size
        return self.indented and off <= (EXACT if near else CENTRE) * self.line.size

    @property
    def set_apart(self) -> bool:
        """Whether it begins further in than a first line does, and not in the middle."""
        left = self.line.x0 - self.measure.left
        return left > FIRST_INDENT * self.line.size and not self.centred

    @property
    def loose(self) -> float:
        """How much room a line may leave that is not the last of its paragraph."""
        return LOOSE_SHARE * (self.measure.right - self.measure.left)


@define
class Running:
    """A paragraph on its way: its lines so far."""

    lines: list[Placed]

    @property
    def last(self) -> Placed:
        """The line that it ends with for now."""
        return self.lines[-1]


def measure_of(lines: Sequence[Line], default: Measure) -> Measure:
    """Return the sides of the text: the commonest left end, and the right end of the long lines.

    ``default`` is the measure of the document, taken where a page has too little text.
    """
    long = [line for line in lines if len(line.text) >= 15]
    if len(long) < 3:
        return default
    lefts = Counter(round(line.x0 / 2) for line in long)
    often = [left for left, count in lefts.items() if 5 * count >= len(long)]
    left = min(often or lefts) * 2.0
    left = min(line.x0 for line in long if abs(line.x0 - left) <= 3)
    # A mark at the end of a line may hang over the margin.
    within = [line for line in long if line.text[-1] not in NO_LINE_START]
    rights = sorted(line.x1 for line in (within if len(within) >= 3 else long))
    return Measure(left, rights[-max(1, len(rights) // 10)])


def goes_on(running: Running, new: Placed, *, past_table: bool) -> bool:
    """Whether a line goes on with a paragraph. ``past_table``: a table stands between them."""
    last = running.last
    if abs(last.line.size - new.line.size) > SIZE_TOLERANCE or last.line.bold != new.line.bold:
        return False
    if _LEADER.search(last.line.text) or _is_tabular(last.line) or _is_tabular(new.line):
        return False
    if _begins(running, new, past_table=past_table):
        return False
    same_leaf = last.leaf is new.leaf
    if same_leaf and not past_table:
        gap = new.line.top - last.line.bottom
        if gap > MAX_GAP * last.line.height:
            return False
        if new.line.top < last.line.top:
            return False
    ended = last.line.text[-1] in _SENTENCE_END
    if last.set_apart or not (_is_full(last, new) or (not ended and _hangs(running, new))):
        return False
    if new.indented:
        # Only a title that is set in the middle goes on in the middle.
        return new.centred and not ended and all(p.centred or _fills(p) for p in running.lines)
    return not (ended and (past_table or not same_leaf))


def to_paragraph(running: Running) -> Paragraph:
    """Return the lines as one paragraph; its page and box are those of its first page's lines."""
    first = running.lines[0]
    here = [p.line for p in running.lines if p.leaf is first.leaf]
    sizes = Counter(round(p.line.size, 1) for p in running.lines)
    box: Box = first.leaf.box(
        min(line.x0 for line in here),
        min(line.top for line in here),
        max(line.x1 for line in here),
        max(line.bottom for line in here),
    )
    text, starts = join_lines([p.line.text for p in running.lines])
    return Paragraph(
        text=text,
        alignment=_alignment(running),
        bold=all(p.line.bold for p in running.lines),
        size=sizes.most_common(1)[0][0],
        page=first.leaf.page,
        box=box,
        doubt=doubt_of(text, [p.line.doubt for p in running.lines]),
        lines=tuple(
            LinePlace(start, p.leaf.page, p.leaf.box(*p.line[1:5]))
            for start, p in zip(starts, running.lines, strict=True)
        ),
    )


def _begins(running: Running, new: Placed, *, past_table: bool) -> bool:
    """Whether a line's number is a new paragraph's, or brackets around the line set it apart."""
    label = parse_label(new.line.text)
    if label is None:
        bracketed = _BRACKETED.fullmatch(new.line.text) is not None
        return bracketed and running.last.line.text[-1] in _SENTENCE_END
    if new.indented or past_table or running.last.line.text[-1] in _SENTENCE_END:
        return True
    first = parse_label(running.lines[0].line.text)
    return first is not None and (first.style, first.number + 1) == (label.style, label.number)


def _is_full(last: Placed, new: Placed) -> bool:
    """Whether the next line's first word would not have fitted on the line."""
    rest = last.measure.right - last.line.x1
    if last.centred and new.centred:
        rest += last.line.x0 - last.measure.left
        if rest <= last.loose and new.line.x1 - new.line.x0 < last.line.x1 - last.line.x0:
            return True
    return first_word_width(new.line) > rest - FULL_SLACK * last.line.size


def _hangs(running: Running, new: Placed) -> bool:
    """Whether the first line's indent shows that a line at the margin goes on with it.

    The line before it may then be short by what some programs will not part, such as 92条.
    """
    first, rest = running.lines[0], running.last.measure.right - running.last.line.x1
    inset = first.line.x0 - first.measure.left
    hanging = first.indented and inset <= FIRST_INDENT * first.line.size and not new.indented
    return hanging and rest <= running.last.loose


def _is_tabular(line: Line) -> bool:
    """Whether wide gaps part the line, as in a row of a table or of signatures."""
    return len(line.parts) > 2 or (len(line.parts) == 2 and is_figure(line.parts[1].text))


def _fills(placed: Placed) -> bool:
    rest = placed.measure.right - placed.line.x1
    return rest <= (1 + FULL_SLACK) * placed.line.size


def _alignment(running: Running) -> Alignment | None:
    first = running.lines[0]
    if all(p.centred for p in running.lines):
        return Alignment.CENTER
    away = first.line.x0 > (first.measure.left + first.measure.right) / 2
    if away and len(running.lines) == 1:
        return Alignment.RIGHT
    return None
