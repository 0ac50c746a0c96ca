"""Headings to a tree of sections. Numbering is evidence, not truth.

A label continues the numbering that it fits: its own style's if that is open, or, for an Arabic
number that a converter made of an automatic one (``7、`` after 六、), the series that lacks just
this number. A heading whose number is lost is found where its siblings leave a gap.
"""

from __future__ import annotations

import bisect
from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from govreport.document import Table
from govreport.forms.strewn import strewn_rows
from govreport.kinds import ReportKind
from govreport.model import Certainty, Section
from govreport.outline.lines import Item, Line, content, text_part
from govreport.zh.numbering import Label, Style, parse_label
from govreport.zh.numerals import parse_number
from govreport.zh.patterns import lazy_pattern
from govreport.zh.text import label_key

__all__ = ["Heading", "build", "sections_of"]

#: Other labels number the items of a list.
HEADING_STYLES = frozenset(
    {
        Style.PART,
        Style.CHAPTER,
        Style.SECTION,
        Style.CHINESE,
        Style.CHINESE_PAREN,
        Style.DECIMAL,
        Style.DECIMAL_PATH,
        Style.DECIMAL_PAREN,
    }
)

#: A heading on a line of its own, and one that its text follows on the same line.
MAX_TITLE = 50
MAX_RUN_IN_TITLE = 30

#: Headings deeper than this stand beside those above; no report has as many levels.
MAX_DEPTH = 10
#: No list has so many items.
MOST_ITEMS = 100

#: A heading whose characters are spread out by blanks, its number among them.
SPREAD = lazy_pattern(
    r"\s*(?P<number>[一二三四五六七八九十])\s+(?P<title>\p{Han}(?:\s{0,8}\p{Han}){1,20})\s*"
)
#: How an item of a list ends that goes on: 1.规章制度13条；
LIST_ITEM = lazy_pattern(r"[；;]$")
#: Numbers of sections, whatever stands above them.
OUTER = frozenset({Style.PART, Style.CHAPTER, Style.SECTION, Style.CHINESE})
#: A title that its text follows without a sign or a blank: 概述2015年，….
RUN_ON = lazy_pattern(
    r"(?P<title>\p{Han}[\p{Han}、“”（）]{1,26}?(?:情况|措施|事项|概述|概况)|概述|概况)"
    r"(?=(?:19|20)\d\d年|本年|全[年市区县省局]|我[局市区县省委厅院校处镇乡]|虽然|（一）|\(一\))"
)
TERMINATOR = lazy_pattern(r"[：:。]")
SENTENCE = lazy_pattern(r"[，,；;]")
#: Figures of a row, one beside the other: those of a table, and no heading's. A match begins where
#: a stretch of digits and signs does, or a long one would be gone through from each of its digits.
FIGURES = lazy_pattern(r"(?<![\d,.])[,.]*+\d[\d,.]*+(?:\s++\d[\d,.]*+){2}")
SENTENCE_SIGN = lazy_pattern(r"[，。；：:,;]")
LISTED = lazy_pattern(r"[；;]")


class Heading(Struct):
    """A heading found, with what stands under it. ``label`` is ``None`` where the text has none."""

    line: Line
    label: Label | None
    title: str
    rest: str
    is_title: bool
    number: int | None = None
    certainty: Certainty = Certainty.EXACT
    items: list[Item] = []
    children: list[Heading] = []
    child_styles: Counter[Style] = field(default_factory=Counter)
    rank: int = -1

    def add(self, child: Heading) -> None:
        """Append a child. Siblings rank alike, however their numbers are written."""
        own = child.label.level if child.label else -1
        child.rank = min((own, *(other.rank for other in self.children[:1])))
        self.children.append(child)
        if child.style is not None:
            self.child_styles[child.style] += 1

    @property
    def style(self) -> Style | None:
        """How its number is written."""
        return self.label.style if self.label else None


def build(items: Sequence[Item], kind: ReportKind) -> Heading:
    """Return the tree of headings under a nameless root, whose items are the preface."""
    nowhere = Line(text="", label=None, block=0, start=0, end=0, raw="")
    root = Heading(nowhere, None, "", "", is_title=True)
    path = [root]
    candidates = _candidates(items, kind)
    coming = _Coming(candidates)
    for index, (item, heading) in enumerate(zip(items, candidates, strict=True)):
        depth = min(_depth(path, heading, index, coming), MAX_DEPTH) if heading else 0
        if heading is None or not depth:
            path[-1].items.append(item)
            continue
        del path[depth:]
        path[-1].add(heading)
        path.append(heading)
    _demote(root)
    _infer_numbers(root)
    return root


def sections_of(heading: Heading, above: tuple[int, ...] = ()) -> tuple[Section, ...]:
    """Return the children of a heading as sections."""
    return tuple(_section(child, above) for child in heading.children)


def _section(heading: Heading, above: tuple[int, ...]) -> Section:
    number = (*above, heading.number) if heading.number is not None else ()
    rest = text_part(heading.rest, heading.line.end_with(heading.rest))
    return Section(
        title=heading.title,
        number=number,
        label=heading.label,
        certainty=heading.certainty,
        content=((rest,) if heading.rest else ()) + content(heading.items),
        children=sections_of(heading, number or above),
        origin=heading.line.origin,
    )


# -- candidates --------------------------------------------------------------------------------


def _candidates(items: Sequence[Item], kind: ReportKind) -> list[Heading | None]:
    """What of the items may be a heading; the items of a list that is written out are none, nor
    are rows of an official form that stand as lines."""
    candidates: list[Heading | None] = []
    listed: Style | None = None
    rows = strewn_rows([_said(item, kind) for item in items], kind)
    for number, item in enumerate(items):
        heading = _candidate(item, kind) if number not in rows else None
        label = item.label if isinstance(item, Line) else None
        if label is not None and isinstance(item, Line):
            goes_on = LIST_ITEM.search(item.text) is not None
            if goes_on or (listed is label.style and label.style not in OUTER):
                heading = None
            listed = label.style if goes_on else None
        candidates.append(heading)
    return candidates


def _said(item: Item, kind: ReportKind) -> str | Table | None:
    """What may be a row of a form: a table, or a line that no section is called by."""
    if not isinstance(item, Line):
        return item.table
    called = label_key(item.words) in kind.sections or item.heading_level is not None
    return None if called else item.text


def _candidate(item: Item, kind: ReportKind) -> Heading | None:
    if isinstance(item, Line) and item.label is None:
        item = _with_spread_label(item, kind)
    if not isinstance(item, Line):
        return None
    if item.label is None:
        return _unnumbered(item, kind)
    if item.label.style not in HEADING_STYLES:
        return None
    title, rest, is_title = _split(item.words)
    if FIGURES.search(title):
        return None
    return Heading(item, item.label, title, rest, is_title, number=item.label.number)


def _with_spread_label(line: Line, kind: ReportKind) -> Line:
    """一  概  述: a title of sections spread out is none of the names that are (三 门 县)."""
    match = SPREAD.fullmatch(line.raw)
    title = label_key(match["title"]) if match else ""
    known = title in kind.sections or any(each.search(title) for each in kind.topics.values())
    if match is None or not known:
        return line
    written = match["number"]
    number = int(parse_number(written))
    return replace(line, label=Label(written, number, (number,), Style.CHINESE, 0, len(written)))


def _unnumbered(line: Line, kind: ReportKind) -> Heading | None:
    """A heading by its style or its wording alone."""
    bare = len(line.text) <= MAX_TITLE and not SENTENCE_SIGN.search(line.text)
    declared = line.heading_level is not None or label_key(line.text) in kind.sections
    return Heading(line, None, line.text, "", is_title=True) if bare and declared else None


def _split(words: str) -> tuple[str, str, bool]:
    """Part a heading from the text that runs on behind it; the last says if it is a heading."""
    run_on = RUN_ON.match(words)
    if run_on is not None:
        return run_on["title"], words[run_on.end() :], True
    end = TERMINATOR.search(words)
    if end is None:
        return words, "", len(words) <= MAX_TITLE
    title, rest = words[: end.start()].strip(), words[end.end() :].strip()
    if rest:
        fits = 0 < len(title) <= MAX_RUN_IN_TITLE and not LISTED.search(title)
        return (title, rest, True) if fits else ("", words, False)
    fits = 0 < len(title) <= MAX_TITLE and not (end.group() == "。" and SENTENCE.search(title))
    return (title, "", True) if fits else ("", words, False)


# -- levels ------------------------------------------------------------------------------------


class _Coming:
    """The headings that may follow, by style."""

    def __init__(self, candidates: Sequence[Heading | None]) -> None:
        self._places: dict[Style, list[int]] = {}
        self._headings = candidates
        for index, heading in enumerate(candidates):
            if heading is not None and heading.style is not None:
                self._places.setdefault(heading.style, []).append(index)

    def goes_on(self, style: Style | None, index: int, last: int) -> bool:
        """Whether the series that stood at ``last`` goes on behind one that begins anew at a place;
        if not, the two stand side by side."""
        places = self._places.get(style, []) if style is not None else []
        number = 1
        for place in places[bisect.bisect_right(places, index) :][:MOST_ITEMS]:
            heading = self._headings[place]
            following = heading.number if heading is not None else None
            if following == number + 1 and following != last + 1:
                number += 1
            else:
                return following == last + 1 and number > 1
        return False

    def next_number(self, style: Style | None, index: int) -> int | None:
        """The number of the next heading of a style after a place, ``None`` if none follows."""
        places = self._places.get(style, []) if style is not None else []
        at = bisect.bisect_right(places, index)
        heading = self._headings[places[at]] if at < len(places) else None
        return heading.number if heading is not None else None


def _depth(path: Sequence[Heading], heading: Heading, index: int, coming: _Coming) -> int:
    """Where in the open path a heading belongs: 1 for the top; 0 if it is no heading."""
    if heading.label is None or heading.number is None:
        return _unnumbered_depth(path, heading)
    styles = [_style(parent) for parent in path]
    own = [depth for depth in range(len(path), 0, -1) if styles[depth - 1] is heading.style]
    for depth in own:
        if _last(path[depth - 1]) + 1 == heading.number:
            return depth
    mixed = _mixed_depth(path, styles, heading, index, coming)
    if mixed:
        return mixed
    lost = _beside_unnumbered(path, heading)
    if lost:
        return lost
    if not heading.is_title and heading.number != 1:
        # A sentence that happens to begin like a heading.
        return 0
    if own:
        # A series begins anew, and goes on: the items under the heading before.
        below = heading.number == 1 and coming.goes_on(
            heading.style, index, _last(path[own[0] - 1])
        )
        return len(path) if below else own[0]
    if heading.number == 1:
        for depth in range(len(path), 1, -1):
            before = path[depth - 2].children[-2:-1]
            if before and heading.style in before[0].child_styles:
                # As under the sibling before.
                return depth
    current = path[-1]
    follower = coming.next_number(current.style, index)
    if heading.number == 1 and current.number is not None and follower == current.number + 1:
        # 1、 may stand above （一）: a series that goes on later holds what comes between.
        return len(path)
    level = heading.label.level
    return 1 + max((n for n in range(1, len(path)) if path[n].rank < level), default=0)


def _beside_unnumbered(path: Sequence[Heading], heading: Heading) -> int:
    """The level of a heading that has lost its number, which this one follows: 总体情况, 二、….

    0 if there is none.
    """
    for depth in range(1, len(path)):
        parent = path[depth - 1]
        if heading.number == 2 and len(parent.children) == 1 and not parent.child_styles:
            return depth
    return 0


def _unnumbered_depth(path: Sequence[Heading], heading: Heading) -> int:
    level = heading.line.heading_level
    for depth in range(len(path) - 1, 0, -1):
        above = path[depth].line.heading_level
        if level is not None and above is not None and above <= level:
            return depth if above == level else depth + 1
    numbered = bool(path[0].child_styles)
    if level is None:
        return 0 if numbered else 1
    return len(path) if numbered else 1


def _mixed_depth(
    path: Sequence[Heading],
    styles: Sequence[Style | None],
    heading: Heading,
    index: int,
    coming: _Coming,
) -> int:
    """The series of another style that lacks just this number, 0 if there is none."""
    if heading.number is None or heading.number < 2 or not heading.is_title:
        return 0
    for depth in range(len(path), 0, -1):
        series = styles[depth - 1]
        if series is None or Style.DECIMAL not in (series, heading.style):
            continue
        if series is heading.style or _last(path[depth - 1]) + 1 != heading.number:
            continue
        follower = coming.next_number(series, index)
        own = coming.next_number(heading.style, index)
        if follower == heading.number + 1:
            return depth
        if follower is None and (not heading.rest or own == heading.number + 1):
            return depth
    return 0


def _style(parent: Heading) -> Style | None:
    """The style that most of the children are numbered in."""
    styles = parent.child_styles
    return max(styles, key=styles.__getitem__, default=None)


def _last(parent: Heading) -> int:
    return next((c.number for c in reversed(parent.children) if c.number is not None), 0)


# -- afterthoughts -----------------------------------------------------------------------------


def _demote(parent: Heading) -> None:
    """Numbered paragraphs, few of which are headings, are text."""
    for child in parent.children:
        _demote(child)
    titles = sum(child.is_title for child in parent.children)
    if 2 * titles >= len(parent.children):
        return
    for child in parent.children:
        parent.items += _items(child)
    parent.children.clear()


def _items(heading: Heading) -> Iterator[Item]:
    yield heading.line
    yield from heading.items
    for child in heading.children:
        yield from _items(child)


def _infer_numbers(parent: Heading) -> None:
    """Give numbers to headings that have lost theirs, where the siblings leave just one out."""
    index = 0
    previous = 0
    while index < len(parent.children):
        child = parent.children[index]
        after = parent.children[index + 1].number if index + 1 < len(parent.children) else None
        if child.number in (None, previous) and after == previous + 2:
            child.number, child.certainty = previous + 1, Certainty.INFERRED
        elif child.number == previous + 2:
            before = parent.children[index - 1] if index else parent
            found = _lost_sibling(before, child) if not (index and before.children) else None
            if found is None and not index:
                found = _first_on_the_line(parent, child)
            if found is not None:
                found.number = previous + 1
                parent.children.insert(index, found)
                index += 1
        previous = child.number if child.number is not None else previous
        index += 1
    for child in parent.children:
        _infer_numbers(child)


def _lost_sibling(before: Heading, sibling: Heading) -> Heading | None:
    """The one paragraph before a heading that has its shape but no number."""
    found = [
        (index, heading)
        for index, item in enumerate(before.items)
        if isinstance(item, Line) and (heading := _shaped_like(item, sibling)) is not None
    ]
    if len(found) != 1:
        return None
    index, heading = found[0]
    heading.items = before.items[index + 1 :]
    del before.items[index:]
    return heading


def _first_on_the_line(parent: Heading, second: Heading) -> Heading | None:
    """The first heading of a series, which runs on behind the one above: 二、监督：（1）培训：…"""
    label = parse_label(parent.rest)
    if label is None or (label.style, label.number) != (second.style, 1):
        return None
    title, rest, is_title = _split(parent.rest[label.end :])
    if not is_title or parent.children[0] is not second:
        return None
    found = Heading(parent.line, label, title, rest, is_title, items=parent.items)
    parent.rest, parent.items = "", []
    return found


def _shaped_like(line: Line, sibling: Heading) -> Heading | None:
    if line.label is not None:
        return None
    title, rest, is_title = _split(line.text)
    if not is_title or bool(rest) != bool(sibling.rest) or len(title) > MAX_RUN_IN_TITLE:
        return None
    if not rest and line.text != title:
        # A short sentence is no heading.
        return None
    if not rest and sibling.line.bold != line.bold:
        return None
    return Heading(line, None, title, rest, is_title=True, certainty=Certainty.INFERRED)
