"""The numbers of running text: quantities, what counts nothing, and the rest."""

from __future__ import annotations

import bisect
import itertools
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from govreport.document import Paragraph
from govreport.forms.labels import keys, read_label
from govreport.ledger.unread import NUMBER, Left, Unread
from govreport.model import NumberUse, Quantity
from govreport.outline.lines import Line, Part
from govreport.outline.parts import Outline
from govreport.outline.wording import wording
from govreport.zh.patterns import lazy_pattern
from govreport.zh.quantities import NumberKind, find_fixed
from govreport.zh.text import any_of, collapse
from govreport.zh.units import table_units

__all__ = ["Lines", "uses_of"]

#: Lines without a figure between a label and the figures that stand below it.
LINES_APART = 3
#: Longer lines are prose.
LABEL_LENGTH = 80
#: A label within a line is longer: a few letters may be a word of the sentence.
TELLING_LABEL = 5

_UNIT = any_of(table_units())
#: What stands behind a label on its line: figures, each with its unit before or behind it.
_FIGURES = lazy_pattern(rf"(?:{_UNIT}?[\s|]*+[\p{{Nd}},.，．]++[\s|]*+{_UNIT}?[\s|]*+)++\Z")
#: Figures that cannot be read, among those behind a label.
_DAMAGED = lazy_pattern(r"(?<=\p{Han}|[）)])[^\p{L}）)]*+\Z")
#: A row of figures alone, one of which may be damaged.
_FIGURES_ONLY = lazy_pattern(
    r"[^\p{Han}\p{Latin}\p{Nd}]*+(?:\p{Nd}++[^\p{Han}\p{Latin}\p{Nd}]*+){5,}+"
)
_FIGURE_NEXT = lazy_pattern(rf"{_UNIT}*+\p{{Nd}}")
_LAST = frozenset("".join(table_units()) + "|：:")
_BARE = lazy_pattern(rf"[\s|]*+(?:{_UNIT}|[-—–/]++|[\p{{Nd}},.，．\s|]*+){_UNIT}?[\s|]*+")

_USES = {
    NumberKind.DATE: NumberUse.DATE,
    NumberKind.TIME: NumberUse.DATE,
    NumberKind.PERIOD: NumberUse.DATE,
    NumberKind.YEAR: NumberUse.DATE,
    NumberKind.DOCUMENT_NUMBER: NumberUse.DOCUMENT_NUMBER,
    NumberKind.ARTICLE: NumberUse.ARTICLE,
    NumberKind.ORDINAL: NumberUse.NUMBERING,
    NumberKind.LIST: NumberUse.NUMBERING,
    NumberKind.PHONE: NumberUse.CONTACT,
    NumberKind.POSTCODE: NumberUse.CONTACT,
    NumberKind.URL: NumberUse.CONTACT,
}


class Lines:
    """The lines of a document in order; the figures of a form may stand below their label."""

    def __init__(
        self,
        frame: Outline,
        quantities: Sequence[Quantity],
        unread: Unread,
    ) -> None:
        self._parts = {(line.block, line.start): (part, line) for part, line in frame.lines}
        self._starts: dict[int, list[int]] = defaultdict(list)
        for _, line in frame.lines:
            self._starts[line.block].append(line.start)
        self._spans = _spans(quantities)
        self._unread = unread.labels
        #: How labels begin, to tell at once that a line has none.
        self._heads = {key[:TELLING_LABEL] for key in unread.labels if len(key) >= TELLING_LABEL}
        self._order = list(dict.fromkeys(unread.labels.values()))
        self._titles = unread.titles
        #: The form that a line has the title of, be it that of a section.
        self._form: str | None = None
        self._label: str | None = None
        self._row = ""
        #: The text that stands between the label and a line, and how many such lines.
        self._between: str | None = None
        self._apart = 0
        #: Whether a figure of the row was seen.
        self._counted = False

    def read(self, paragraph: Paragraph, block: int) -> tuple[Counter[NumberUse], list[Left]]:
        """What the numbers of a paragraph were read as, and those that were read as nothing."""
        used: Counter[NumberUse] = Counter()
        left: list[Left] = []
        spans = self._spans.get(block, [])
        starts = sorted({0, *self._starts.get(block, ())})
        for offset, end in itertools.pairwise([*starts, len(paragraph.text)]):
            raw = paragraph.text[offset:end]
            part, line = self._parts.get((block, offset), (Part.TAIL, None))
            label = self._label_for(part, line)
            taken = _within(spans, offset, offset + len(raw)) if spans else []
            numbers = list(self._line(raw, offset, part, line, taken))
            if label is None and line is not None and part in (Part.TEXT, Part.ANNEX):
                open_ = any(use is NumberUse.UNACCOUNTED for *_, use in numbers)
                label = self._labels_in(line.words) if open_ else None
            for start, stop, use in numbers:
                if use is NumberUse.UNACCOUNTED and line is not None:
                    origin = line.part(start - line.start, stop - line.start)
                    left.append(Left(origin, label))
                else:
                    used[use] += 1
        return used, left

    def _line(
        self,
        raw: str,
        offset: int,
        part: Part,
        line: Line | None,
        taken: Sequence[tuple[int, int]],
    ) -> Iterator[tuple[int, int, NumberUse]]:
        numbers = [(n.start() + offset, n.end() + offset) for n in NUMBER.finditer(raw)]
        loose = list(_outside(numbers, taken))
        for start, end in taken:
            held = _within(numbers, start, end)
            yield from ((*each, NumberUse.QUANTITY) for each in held or [(start, end)])
        if not loose:
            return
        counted = len(NUMBER.findall(line.text[: line.label.end])) if line and line.label else 0
        labels = set(numbers[:counted])
        known: dict[int, NumberUse] | None = None
        for start, end in loose:
            if part is Part.TITLE:
                yield start, end, NumberUse.TITLE
            elif (start, end) in labels:
                yield start, end, NumberUse.NUMBERING
            else:
                if known is None:
                    known = uses_of([start for start, _ in loose], _fixed(raw, offset))
                yield start, end, known.get(start) or _otherwise(part, line)

    def _labels_in(self, words: str) -> str | None:
        """The labels, of rows not read elsewhere, that a line has with figures behind them."""
        text = keys(words)[0]
        if not any(text[n : n + TELLING_LABEL] in self._heads for n in range(len(text))):
            return None
        # At the end of a short line the figures are those of all its labels.
        ends = len(text) <= 2 * LABEL_LENGTH and text[-1:].isdigit()
        found = [
            label
            for key, label in self._unread.items()
            if len(key) >= TELLING_LABEL and key in text
            if ends or _FIGURE_NEXT.match(text, text.find(key) + len(key))
        ]
        return "、".join(dict.fromkeys(found)) or None

    def _label_for(self, part: Part, line: Line | None) -> str | None:
        """The row of a form, not read elsewhere, whose figures a line may hold: its label stands in
        the line or above it. Below another text, or a second unit, it is the row that follows."""
        if part not in (Part.TEXT, Part.ANNEX) or line is None or len(line.words) > LABEL_LENGTH:
            self._label = None
            return None
        words = line.words
        ends = words[-1:].isdigit() or words[-1:] in _LAST
        rest = _DAMAGED.sub("", _FIGURES.sub("", words)) if ends else words
        full, short = read_label(rest).keys
        if full in self._titles or (line.label is not None and line.label.level == 1):
            self._form = self._titles.get(full)
        row = self._unread.get(full) or self._unread.get(short)
        if row is not None:
            waiting = self._label is not None and not (self._counted or self._between)
            self._label = f"{self._label}、{row}" if waiting else row
            self._row, self._between, self._apart = row, None, 0
            self._counted = rest != words
        elif self._label is not None:
            self._go_on(words)
        if self._label is None and self._form is not None and _FIGURES_ONLY.fullmatch(words):
            return self._form
        if self._between is None or self._label is None:
            return self._label
        following = self._order[self._order.index(self._row) + 1 :][:1]
        return f"{self._between}（{'、'.join([f'{self._row}之后', *following])}）"

    def _go_on(self, words: str) -> None:
        """Take a line below a label: a figure or a unit of its row, or what begins another."""
        bare = _BARE.fullmatch(words) is not None
        number = NUMBER.search(words) is not None
        if bare and not number and self._counted:
            self._between = self._between or words.strip()
        self._counted |= bare and number
        if bare:
            return
        self._apart += 1
        self._between = words.strip()
        if self._apart > LINES_APART or number:
            self._label = self._between = None


def _spans(quantities: Sequence[Quantity]) -> Mapping[int, list[tuple[int, int]]]:
    """The stretches of each paragraph that quantities take, in order."""
    spans: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for each in quantities:
        if each.origin.start is not None and each.origin.end is not None and not each.stated_none:
            spans[each.origin.block].append((each.origin.start, each.origin.end))
    for found in spans.values():
        found.sort()
    return spans


def _otherwise(part: Part, line: Line | None) -> NumberUse:
    """What a number is that nothing is known of but the part of the report that it stands in."""
    if line is None or part not in (Part.TEXT, Part.ANNEX):
        return NumberUse.FURNITURE
    words = wording()
    # 附件2, and 附件2：….doc in a list of what is attached.
    annex = words.annex.search(line.text) or words.titled_annex.search(line.text)
    return NumberUse.NUMBERING if annex else NumberUse.UNACCOUNTED


def _within(spans: Sequence[tuple[int, int]], start: int, end: int) -> Sequence[tuple[int, int]]:
    first = bisect.bisect_left(spans, (start, start))
    last = bisect.bisect_left(spans, (end, end))
    return spans[first:last]


def _outside(
    numbers: Iterable[tuple[int, int]], taken: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    at = 0
    for number in numbers:
        while at < len(taken) and taken[at][1] <= number[0]:
            at += 1
        if at == len(taken) or number[0] < taken[at][0]:
            yield number


def uses_of(
    starts: Sequence[int], fixed: Iterable[tuple[int, int, NumberUse]]
) -> dict[int, NumberUse]:
    """What the numbers that begin there, in their order, are part of: the first that is given."""
    found: dict[int, NumberUse] = {}
    for first, end, use in fixed:
        for start in starts[bisect.bisect_left(starts, first) : bisect.bisect_left(starts, end)]:
            found.setdefault(start, use)
    return found


def _fixed(raw: str, offset: int) -> list[tuple[int, int, NumberUse]]:
    """The stretches of a line that have numerals and count nothing, and what they are."""
    folded = collapse(raw)
    found = []
    for each in find_fixed(folded.text):
        start, end = folded.span(each.start, each.end)
        found.append((start + offset, end + offset, _USES.get(each.kind, NumberUse.NAME)))
    return found
