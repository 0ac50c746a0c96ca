"""From elements to paragraphs, raw tables and pictures, in the order a browser shows them.

One loop over the page; what is open stands on stacks. White space collapses as in a browser, but
ideographic and no-break spaces stay, for indents carry meaning in Chinese reports.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from typing import cast

from lxml import etree
from msgspec import Struct, field
from msgspec.structs import replace

from govreport.document import Doubt, Paragraph, Picture
from govreport.errors import CorruptDocument, LimitExceeded
from govreport.readers.html.article import Article
from govreport.readers.html.fields import is_equation, shown_text, value_of
from govreport.readers.html.lines import LeftOut, Run, paragraphs
from govreport.readers.html.lists import ListFrame
from govreport.readers.html.names import BLOCK, FIELDS, OBJECTS, UNSHOWN
from govreport.readers.html.tables import TableFrame
from govreport.readers.html.tree import PLAIN, Style, walk
from govreport.readers.limits import Limits
from govreport.readers.nested import RawTable
from govreport.readers.seen import PLAIN as SEEN
from govreport.readers.seen import Run as LookedAt
from govreport.readers.seen import Unseen, resolve
from govreport.readers.text import reader as text_reader
from govreport.readers.work import paced, rest_left
from govreport.record import evolve

__all__ = ["Content", "read_content"]

Raw = Paragraph | RawTable | Picture

#: What parts lines, or stands in one without text.
_BREAKS = BLOCK | {"br", "img"}
_PRE = frozenset(["pre", "xmp", "listing"])
_SECTIONS = frozenset(["thead", "tbody", "tfoot"])
#: A picture beside a text no longer than this in a cell may be a part of a figure.
_FIGURE_LENGTH = 12
#: Stretches left out that are kept to be told of.
_MOST_LEFT_OUT = 1_000


class Content(Struct):
    """The blocks of a page: those of its article, and those around it. ``left_out`` is what of the
    article is not seen, and why."""

    article: list[Raw] = []
    outside: list[Raw] = []
    left_out: list[LeftOut] = []


def read_content(
    body: etree._Element, article: Article, limits: Limits, base: Style = PLAIN
) -> Content:
    """Read what a page shows, parted by its article; ``base`` is the style that it begins with.

    Raises:
        LimitExceeded: a table has more places than ``limits`` allow.
    """
    return _Builder(article, limits, base).run(body)


class _Open(Struct):
    """An element that has begun; ``style`` is ``None`` where its content is left out."""

    style: Style | None
    table: TableFrame | None = None
    list: ListFrame | None = None
    sink: bool = False


class _Builder(Struct):
    where: Article
    limits: Limits
    base: Style
    content: Content = field(default_factory=Content)
    sinks: list[list[Raw]] = []
    tables: list[TableFrame | None] = []
    lists: list[ListFrame] = []
    runs: list[Run] = []
    pictures: list[Picture] = []
    label: str = ""
    pre: int = 0
    inside: bool = False
    #: What is left out wherever it stands.
    unread: Set[etree._Element] = frozenset()

    def __post_init__(self) -> None:
        self.sinks = [self.content.outside]
        self.unread = self.where.skip | self.where.hidden

    def run(self, body: etree._Element) -> Content:
        with rest_left():
            self._walk(body)
        return self.content

    def _walk(self, body: etree._Element) -> None:
        walker = walk(body)
        stack = [_Open(self.base)]
        for event, element in paced(walker):
            tag = str(element.tag)
            if event == "start":
                parent = stack[-1].style or self.base
                if self._left_out(element, tag):
                    if element in self.where.skip:
                        self._flush()
                    elif self.inside:
                        self._show_instead(element, tag, parent)
                    stack.append(_Open(None))
                    walker.skip_subtree()
                    continue
                style = parent.of(element)
                if tag == "bdo" or (tag == "math" and is_equation(element)):
                    style = replace(style, ink=replace(style.ink, doubt=Doubt.OBJECT))
                opened = _Open(style)
                stack.append(opened)
                if tag in _BREAKS or element is self.where.element:
                    self._begin(element, tag, opened)
                if text := element.text:
                    self._add(text, style)
            else:
                opened = stack.pop()
                if opened.style is not None and (tag in BLOCK or opened.sink):
                    self._end(element, tag, opened)
                if (tail := element.tail) and element is not body:
                    self._add(tail, stack[-1].style or self.base)
        self._flush()

    def _add(self, text: str, style: Style) -> None:
        if self.runs or style.preformatted or text.strip(" \t\r\n\f"):
            self.runs.append((text, style))

    def _left_out(self, element: etree._Element, tag: str) -> bool:
        where = self.where
        around = bool(where.skip_around) and not self.inside and element in where.skip_around
        out = tag in UNSHOWN or around or (bool(self.unread) and element in self.unread)
        return out and element is not where.element

    def _show_instead(self, element: etree._Element, tag: str, style: Style) -> None:
        """What an element shows whose content is no text of the page, or what it hides."""
        if element in self.where.hidden or tag in ("rt", "rtc"):
            if tag not in UNSHOWN or tag.startswith("rt"):
                self._leave_out([(str(Unseen.HIDDEN), shown_text(element))])
        elif tag in FIELDS and (self.runs or self._in_cell()):
            # By itself it belongs to the site.
            if value := value_of(element):
                self._add(value, style.of(element))
        elif self._in_cell() and (tag in OBJECTS or _is_numbered_button(element, tag)):
            self._flush()
            self.sinks[-1].append(Paragraph(text="", doubt=Doubt.OBJECT))

    def _in_cell(self) -> bool:
        return bool(self.tables) and self.tables[-1] is not None

    def _leave_out(self, left_out: Iterable[LeftOut]) -> None:
        if self.inside and len(self.content.left_out) < _MOST_LEFT_OUT:
            self.content.left_out += [(why, text) for why, text in left_out if text]

    def _begin(self, element: etree._Element, tag: str, opened: _Open) -> None:
        if element is self.where.element:
            self._flush()
            self.sinks.append(self.content.article)
            self.tables.append(None)
            self.inside = True
            opened.sink = True
        if tag == "br":
            self.runs.append(("\n", None))
        elif tag == "img":
            self._picture(element)
        elif tag in BLOCK:
            self._flush()
            self._begin_block(element, tag, opened)

    def _begin_block(self, element: etree._Element, tag: str, opened: _Open) -> None:
        table = self.tables[-1] if self.tables else None
        if tag == "table":
            self._flush_label()
            opened.table = TableFrame(spans_known=element.get("data-spans") != "lost")
            self.tables.append(opened.table)
        elif tag in ("ol", "ul", "menu", "dir"):
            opened.list = ListFrame.of(element)
            self.lists.append(opened.list)
        elif tag == "li" and self.lists:
            self.label += self.lists[-1].next(element)
        elif tag in _PRE:
            self.pre += 1
        elif table is None:
            return
        elif tag in _SECTIONS:
            table.open_group(tag)
        elif tag == "tr":
            table.open_row()
        elif tag in ("td", "th"):
            if table.count >= self.limits.table_cells:
                most = self.limits.table_cells
                raise LimitExceeded.of("table_cells", most, "a table of {} cells")
            self.sinks.append(table.open_cell(element.get("rowspan"), element.get("colspan")))
            opened.sink = True

    def _end(self, element: etree._Element, tag: str, opened: _Open) -> None:
        self._flush()
        if opened.table is not None:
            self.tables.pop()
            table = opened.table.form(self.limits.table_cells)
            if table.cells:
                self.sinks[-1].append(table)
        elif tag in _SECTIONS and self.tables and (table_frame := self.tables[-1]) is not None:
            table_frame.close_group()
        elif opened.list is not None:
            self.lists.pop()
        elif tag == "li":
            self.label = ""
        elif tag in _PRE:
            self.pre -= 1
        if opened.sink:
            self.sinks.pop()
        if element is self.where.element:
            self.tables.pop()
            self.inside = False

    def _picture(self, element: etree._Element) -> None:
        if _is_spacer(element.get("width")) or _is_spacer(element.get("height")):
            return
        source = element.get("src") or ""
        name = "" if source.startswith("data:") else source.partition("?")[0].rpartition("/")[2]
        alt = element.get("alt") or element.get("title") or ""
        self.pictures.append(Picture(name=name[-200:], description=alt))

    def _flush_label(self) -> None:
        """A marker whose item begins with no text stands alone."""
        if self.label:
            self.sinks[-1].append(Paragraph(text=self.label, auto_label=self.label))
            self.label = ""

    def _flush(self) -> None:
        """End the line: what was gathered becomes paragraphs, its pictures follow."""
        if self.runs:
            found, left_out = self._plain_text() if self.pre else self._text()
            self._leave_out(left_out)
            self.runs.clear()
            if found:
                self.label = ""
                self.sinks[-1].extend(found)
        if self.pictures:
            self.sinks[-1].extend(self.pictures)
            self.pictures.clear()

    def _text(self) -> tuple[list[Raw], Sequence[LeftOut]]:
        found, left_out = paragraphs(self.runs, self.label)
        if not (self.pictures and self._in_cell()):
            return [*found], left_out
        beside = Doubt.PICTURE
        return [
            evolve(p, doubt=p.doubt or (beside if len(p.text) <= _FIGURE_LENGTH else None))
            for p in found
        ], left_out

    def _plain_text(self) -> tuple[list[Raw], Sequence[LeftOut]]:
        """Preformatted lines, read as a text file is: broken lines joined, tables found."""
        looks = [LookedAt(text, style.look if style else SEEN) for text, style in self.runs]
        seen = resolve(looks)
        if "\n" in seen.text.strip() and seen.doubt is None:
            try:
                blocks = text_reader.read(
                    f"\ufeff{seen.text}".encode("utf-8", "replace"), self.limits
                ).blocks
            except CorruptDocument:
                blocks = ()
            if blocks:
                # A finished table passes through ``flatten`` as it is.
                return [cast(Raw, block) for block in blocks], seen.left_out
        return self._text()


def _is_numbered_button(element: etree._Element, tag: str) -> bool:
    """Whether this is a button that shows a number; others are the site's."""
    return tag == "button" and any(sign.isdigit() for sign in shown_text(element))


def _is_spacer(written: str | None) -> bool:
    return bool(written) and (written or "").removesuffix("px") in ("0", "1", "2", "3")
