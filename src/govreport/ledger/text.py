"""The numbers of running text: quantities, what counts nothing, and the rest."""

from __future__ import annotations

import bisect
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import regex

from govreport.document import Paragraph
from govreport.forms.labels import read_label
from govreport.ledger.unread import NUMBER, Left
from govreport.model import NumberUse, Quantity
from govreport.outline.lines import Line, Part
from govreport.outline.parts import Outline
from govreport.outline.wording import wording
from govreport.zh.quantities import NumberKind, find_fixed
from govreport.zh.text import collapse
from govreport.zh.units import table_units

__all__ = ["Lines"]

#: Lines without a figure between a label and the figures that stand below it.
LINES_APART = 3
#: Longer lines are prose.
LABEL_LENGTH = 80

_UNITS = "|".join(sorted(table_units(), key=len, reverse=True))
#: What stands behind a label on its line: figures, each with its unit before or behind it.
_FIGURES = regex.compile(
    rf"(?:(?:{_UNITS})?[\s|]*+[\p{{Nd}},.，．]++[\s|]*+(?:{_UNITS})?[\s|]*+)++\Z"
)
_LAST = frozenset("".join(table_units()) + "|：:")
_BARE = regex.compile(rf"[\s|]*+(?:{_UNITS}|[-—–/]++|[\p{{Nd}},.，．\s|]*+)(?:{_UNITS})?[\s|]*+")

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
        unread: Mapping[str, str],
    ) -> None:
        self._parts = {(line.block, line.start): (part, line) for part, line in frame.lines}
        self._spans = _spans(quantities)
        self._unread = unread
        self._label: str | None = None
        self._apart = 0

    def read(self, paragraph: Paragraph, block: int) -> tuple[Counter[NumberUse], list[Left]]:
        """What the numbers of a paragraph were read as, and those that were read as nothing."""
        used: Counter[NumberUse] = Counter()
        left: list[Left] = []
        spans = self._spans.get(block, [])
        offset = 0
        for raw in paragraph.text.split("\n"):
            part, line = self._parts.get((block, offset), (Part.TAIL, None))
            label = self._label_for(part, line)
            taken = _within(spans, offset, offset + len(raw)) if spans else []
            for start, end, use in self._line(raw, offset, part, line, taken):
                if use is NumberUse.UNACCOUNTED and line is not None:
                    origin = line.part(start - line.start, end - line.start)
                    left.append(Left(origin, label))
                else:
                    used[use] += 1
            offset += len(raw) + 1
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
        known: list[tuple[int, int, NumberUse]] | None = None
        for start, end in loose:
            if part is Part.TITLE:
                yield start, end, NumberUse.TITLE
            elif (start, end) in labels:
                yield start, end, NumberUse.NUMBERING
            else:
                known = known or _fixed(raw, offset) or [(0, 0, NumberUse.NAME)]
                use = next((u for a, b, u in known if a <= start < b), None)
                yield start, end, use or _otherwise(part, line)

    def _label_for(self, part: Part, line: Line | None) -> str | None:
        """The label of the row of a form, not read elsewhere, whose figures a line may hold."""
        if part not in (Part.TEXT, Part.ANNEX) or line is None:
            self._label = None
            return None
        words = line.words
        if len(words) > LABEL_LENGTH:
            self._label = None
            return None
        rest = _FIGURES.sub("", words) if words[-1:].isdigit() or words[-1:] in _LAST else words
        keys = read_label(rest).keys
        row = self._unread.get(keys[0]) or self._unread.get(keys[1])
        if row is not None:
            self._label, self._apart = row, 0
        elif self._label is not None and not _BARE.fullmatch(words):
            self._apart += 1
            if self._apart > LINES_APART or NUMBER.search(words):
                self._label = None
        return self._label


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


def _fixed(raw: str, offset: int) -> list[tuple[int, int, NumberUse]]:
    """The stretches of a line that have numerals and count nothing, and what they are."""
    folded = collapse(raw)
    found = []
    for each in find_fixed(folded.text):
        start, end = folded.span(each.start, each.end)
        found.append((start + offset, end + offset, _USES.get(each.kind, NumberUse.NAME)))
    return found
