"""What a reader of the page sees of one Word paragraph: its text, links, pictures and notes.

Tracked changes are read as accepted, fields by their last result, hidden text is left out, and of
alternative contents (``mc:AlternateContent``) one branch is taken.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

import regex
from lxml import etree
from msgspec import Struct, field

from govreport.document import Doubt, Link, Picture
from govreport.readers.held import Held
from govreport.readers.opc import Relationship, W
from govreport.readers.seen import PLAIN, Look
from govreport.readers.word.docx.graphics import (
    ALTERNATE,
    SHOWN,
    Embedded,
    branch,
    read_graphic,
    read_symbol,
)
from govreport.readers.word.inline import PAGE_BREAK, Inline
from govreport.readers.word.looks import AUTO_FIELDS, OFF_LINE, PAGE, Surface, look_of
from govreport.readers.word.run_style import TELLING, RunStyle, is_on, read_run_style
from govreport.readers.word.styles import ParagraphStyle, Styles, integer
from govreport.readers.work import take
from govreport.zh.patterns import lazy_pattern

__all__ = ["DocxInline", "Plain", "RunReader", "leading"]

_VAL = W + "val"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"

_RUN = W + "r"
_T = W + "t"
_RPR, _BR, _SYM = W + "rPr", W + "br", W + "sym"
#: Elements around runs that add nothing to the text themselves.
_INLINE_CONTAINERS = frozenset(
    W + name for name in ("ins", "moveTo", "smartTag", "customXml", "sdt", "sdtContent", "dir")
)
_BDO = W + "bdo"
#: Around what is set from right to left whatever it is, as plain text says it.
_BACKWARDS, _BACK = "\u202e", "\u202c"
_MATH = (_M + "oMath", _M + "oMathPara")
#: Signs between the parts of a formula, so that 1/2 does not read as 12.
_MATH_SIGNS = {_M + "den": "/", _M + "sup": "^", _M + "sub": "_"}
_OBJECT = Look(doubt=Doubt.OBJECT)

_PLAIN = {
    W + "tab": "\t",
    W + "ptab": "\t",
    W + "cr": "\n",
    W + "noBreakHyphen": "-",
}
#: Fields open at a time; more of them have lost their ends.
_MAX_FIELDS = 64
_HYPERLINK = lazy_pattern(r'\s*+HYPERLINK\s++"([^"]++)"', regex.IGNORECASE)


class _Field(Struct):
    """A complex field that is open: its code, and where its result began."""

    code: list[str] = []
    in_result: bool = False
    owner: Inline | None = None
    start: int = 0
    #: What a list or a check box of a form shows.
    value: str = ""


class DocxInline(Inline):
    """One paragraph's content. ``boxes`` are contents of text boxes, to be read after it."""

    boxes: tuple[etree._Element, ...] = ()
    #: Texts that are drawn as pictures (WordArt).
    art: tuple[str, ...] = ()
    #: (``footnote`` or ``endnote``, id)
    notes: tuple[tuple[str, str], ...] = ()
    #: Pictures that the text flows around, or that stand before or behind it.
    floating: tuple[Picture, ...] = ()
    #: Something drawn in front of the text stands at its place.
    covered: bool = False

    def take(self, first: DocxInline) -> DocxInline:
        """Put the content of a paragraph whose end was deleted before this one's."""
        self.follow(first)
        self.boxes = first.boxes + self.boxes
        self.art = first.art + self.art
        self.notes = first.notes + self.notes
        self.floating = first.floating + self.floating
        self.covered |= first.covered
        return self


class _Looks(Struct, frozen=True):
    """What the properties of a run come to. ``moved``: a distance shifts it."""

    bold: bool
    size: float | None
    look: Look
    moved: bool


class Plain(NamedTuple):
    """A paragraph that is nothing but text, with its looks as a paragraph has them."""

    text: str
    bold: bool = False
    size: float | None = None


def _no_part(name: str) -> bytes | None:
    return None


class RunReader(Struct):
    """Reads the runs of paragraphs, in the document's order: fields may span paragraphs."""

    _styles: Styles
    _relationships: Mapping[str, Relationship]
    #: Gives a part of the package by its name.
    _part: Callable[[str], bytes | None] = _no_part
    links: list[Link] = []
    #: How often each kind of thing worth a notice was met.
    seen: Counter[str] = field(default_factory=Counter)
    fields: list[_Field] = []
    _inline: DocxInline = field(default_factory=DocxInline)
    _style: ParagraphStyle = field(default_factory=ParagraphStyle)
    _surface: Surface = PAGE
    _below: RunStyle | None = None
    _uncounted: int = 0
    #: What runs come to that were met, by what is said of them; for each style and place.
    _known: dict[tuple[str | bytes, ...], _Looks] = {}
    _met: dict[tuple[int, Surface, int], dict[tuple[str | bytes, ...], _Looks]] = field(
        default_factory=dict
    )

    def read(
        self,
        paragraph: etree._Element,
        style: ParagraphStyle,
        surface: Surface = PAGE,
        below: RunStyle | None = None,
    ) -> DocxInline:
        """Read one paragraph that has the given style; ``below`` is what a table style says."""
        self._inline = DocxInline()
        self._stand(style, surface, below)
        self._walk(paragraph)
        if self.fields:
            self._drop_broken_fields()
        return self._inline

    def plain(
        self,
        elements: Sequence[etree._Element],
        style: ParagraphStyle,
        surface: Surface,
        below: RunStyle | None,
    ) -> Plain | None:
        """Read a paragraph that is one run of text, without its properties; ``None`` for any that
        is more, or does not look plain. Its run is counted by :meth:`count`."""
        if not elements:
            return Plain("")
        if len(elements) > 1 or elements[0].tag != _RUN or self.fields:
            return None
        run = [*elements[0]]
        properties = run.pop(0) if run and run[0].tag == _RPR else None
        if len(run) != 1 or run[0].tag != _T or len(run[0]):
            return None
        self._uncounted += 1
        self._stand(style, surface, below)
        looks = self._looks(properties)
        if looks.look is not PLAIN:
            return None
        text = run[0].text or ""
        return Plain(text, looks.bold, looks.size) if text.strip() else Plain(text)

    def count(self) -> None:
        """Count the runs that were plain.

        Raises:
            LimitExceeded: there are more runs than the limits allow.
        """
        if self._uncounted:
            take("runs", self._uncounted)
            self._uncounted = 0

    def _stand(self, style: ParagraphStyle, surface: Surface, below: RunStyle | None) -> None:
        """Take what a paragraph stands on for what its runs are read by."""
        if style is not self._style or surface is not self._surface or below is not self._below:
            self._style, self._surface, self._below = style, surface, below
            self._known = self._met.setdefault((id(style), surface, id(below)), {})

    def _walk(self, parent: etree._Element) -> None:
        for element in parent:
            tag = element.tag
            if tag == _RUN:
                take("runs")
                self._run(element)
            elif tag in _INLINE_CONTAINERS:
                self._walk(element)
            elif tag == _BDO:
                self._turned(element)
            elif tag == W + "hyperlink":
                self._hyperlink(element)
            elif tag == W + "fldSimple":
                self._simple_field(element)
            elif tag in _MATH:
                self._math(element)
            elif tag == ALTERNATE:
                chosen = branch(element)
                if chosen is not None:
                    self._walk(chosen)
            elif tag in (W + "del", W + "moveFrom"):
                self._inline.deleted = True
                self.seen["docx.deleted_text"] += 1
            elif tag in _ELSEWHERE:
                self._elsewhere(element)

    def _turned(self, element: etree._Element) -> None:
        backwards = element.get(_VAL) == "rtl"
        if backwards:
            self._add(_BACKWARDS)
        self._walk(element)
        if backwards:
            self._add(_BACK)

    def _hyperlink(self, element: etree._Element) -> None:
        start = len(self._inline.pieces)
        self._walk(element)
        identifier = next((v for k, v in element.attrib.items() if str(k).endswith("}id")), None)
        relationship = self._relationships.get(str(identifier))
        if relationship is not None and relationship.external:
            self._link(start, relationship.target)

    def _simple_field(self, element: etree._Element) -> None:
        start = len(self._inline.pieces)
        self._walk(element)
        found = _HYPERLINK.match(element.get(W + "instr") or "")
        if found:
            self._link(start, found[1])

    def _link(self, start: int, target: str) -> None:
        text = "".join(self._inline.pieces[start:])
        self.links.append(Link(text=text.strip(), target=target))

    def _math(self, parent: etree._Element) -> None:
        for element in parent:
            tag = element.tag
            if tag == _M + "t":
                self._add(_text_of(element), _OBJECT)
            elif tag == _RUN:
                self._run(element)
            elif tag not in (W + "del", W + "moveFrom"):
                sign = _MATH_SIGNS.get(tag)
                if sign:
                    self._add(sign, _OBJECT)
                self._math(element)

    def _run(self, run: etree._Element) -> None:
        elements = [*run]
        properties = elements[0] if elements and elements[0].tag == _RPR else None
        looks = self._looks(properties)
        if looks.look.unseen is None:
            self._content(elements if properties is None else elements[1:], looks)
        else:
            self._unseen_run(run, looks)

    def _content(self, elements: Iterable[etree._Element], looks: _Looks) -> None:
        look, moved = looks.look, looks.moved
        for element in elements:
            tag = element.tag
            if tag == _T:
                text = _text_of(element)
                if self._add(text, look, moved=moved) and not text.isspace():
                    self._inline.note(bold=looks.bold, size=looks.size)
            elif tag in _PLAIN:
                self._add(_PLAIN[tag])
            elif tag == _BR:
                paged = element.get(W + "type") in ("page", "column")
                self._add(PAGE_BREAK if paged else "\n")
            elif tag == ALTERNATE:
                chosen = branch(element)
                if chosen is not None:
                    self._content(chosen, looks)
            elif tag == _SYM:
                self._symbol(element, look)
            else:
                action = _ACTIONS.get(tag)
                if action is not None:
                    action(self, element)

    def _looks(self, properties: etree._Element | None) -> _Looks:
        """What the run looks like: most are like one before, or say nothing that tells."""
        key: tuple[str | bytes, ...] = ()
        for element in properties if properties is not None else ():
            tag = element.tag
            if tag in TELLING:
                key += (tag, *element.values())
                if len(element):
                    key += (etree.tostring(element),)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._resolve(properties)
        return known

    def _resolve(self, properties: etree._Element | None) -> _Looks:
        own = self._style.run
        if self._below is not None:
            own = self._style.said.over(self._below).over(self._styles.defaults())
        direct = read_run_style(properties)
        if direct.base is not None:
            own = self._styles.character(direct.base).toggled(own)
        style = direct.over(own)
        ink = style.ink
        look = look_of(ink, self._surface)
        moved = ink.align is None and abs(ink.rise) >= OFF_LINE
        bold = direct.bold if direct.bold is not None else own.bold
        return _Looks(bool(bold), style.size, look, moved)

    def _add(self, text: str, look: Look = PLAIN, *, moved: bool = False) -> bool:
        """Append text, unless it is part of an outer field's code."""
        if len(self.fields) > 1 and not all(f.in_result for f in self.fields[:-1]):
            return False
        if text:
            self._inline.add(text, look, moved=moved)
        return bool(text)

    def _unseen_run(self, run: etree._Element, looks: _Looks) -> None:
        """Text that is not seen is kept as such, what else is shown is left out; fields go on."""
        for element in run:
            tag = element.tag
            if tag == _T:
                self._add(_text_of(element), looks.look)
            elif tag in (W + "fldChar", W + "instrText"):
                _ACTIONS[tag](self, element)
            elif tag in (_SYM, *_PLAIN):
                self._add(" ", looks.look)
            elif next(element.iter(*SHOWN), None) is not None:
                self.seen["docx.hidden_text"] += 1

    def _field_character(self, element: etree._Element) -> None:
        kind = element.get(W + "fldCharType")
        if kind == "begin":
            self.fields.append(_Field())
            if len(self.fields) > _MAX_FIELDS:
                del self.fields[0]
                self.seen["docx.broken_field"] += 1
            data = element.find(W + "ffData")
            if data is not None:
                self.fields[-1].value = _form_value(data)
        elif kind == "separate" and self.fields:
            top = self.fields[-1]
            top.in_result, top.owner, top.start = True, self._inline, len(self._inline.pieces)
        elif kind == "end" and self.fields:
            self._end_field(self.fields.pop())

    def _end_field(self, ended: _Field) -> None:
        code = "".join(ended.code)
        start = ended.start if ended.owner is self._inline else 0
        shown = ended.in_result and any(map(str.strip, self._inline.pieces[start:]))
        if ended.value and not shown:
            self._inline.add(ended.value)
        elif not shown and code.strip().upper().startswith(AUTO_FIELDS):
            # These show something that the file does not keep as text.
            self._inline.doubt = Doubt.OBJECT
            self.seen["docx.field_without_result"] += 1
        found = _HYPERLINK.match(code)
        if found:
            self._link(start, found[1])

    def _field_code(self, element: etree._Element) -> None:
        if self.fields:
            self.fields[-1].code.append(element.text or "")

    def _drop_broken_fields(self) -> None:
        """A field whose code does not end with its paragraph must not swallow what follows."""
        for index, opened in enumerate(self.fields):
            if not opened.in_result:
                del self.fields[index:]
                self.seen["docx.broken_field"] += 1
                return

    def _symbol(self, element: etree._Element, look: Look) -> None:
        sign = read_symbol(element)
        if not sign or "\ue000" <= sign <= "\uf8ff":
            self.seen["docx.unknown_symbol"] += 1
        self._add(sign, look)

    def _reference(self, element: etree._Element) -> None:
        kind = "endnote" if element.tag == W + "endnoteReference" else "footnote"
        self._inline.notes += ((kind, element.get(W + "id") or ""),)

    def _comment(self, _element: etree._Element) -> None:
        self.seen["docx.comments"] += 1

    def _ruby(self, element: etree._Element) -> None:
        for base in element.iterchildren(W + "rubyBase"):
            self._walk(base)

    def _elsewhere(self, _element: etree._Element) -> None:
        """A document of its own, or ink in a part of its own: shown here and not kept here."""
        self._inline.doubt = Doubt.OBJECT
        self.seen["docx.embedded_object"] += 1

    def _automatic(self, _element: etree._Element) -> None:
        """The number of the page, or a part of today's date: not kept as text."""
        self._inline.doubt = Doubt.OBJECT
        self.seen["docx.field_without_result"] += 1

    def _graphic(self, element: etree._Element) -> None:
        """A drawing, a VML shape or an embedded object: text boxes, WordArt and one picture."""
        found = read_graphic(element)
        self._inline.boxes += tuple(found.boxes)
        self._inline.art += tuple(found.art)
        if found.chart:
            self.seen["docx.chart"] += 1
        if element.tag == W + "object":
            self._inline.doubt = Doubt.OBJECT
            self.seen["docx.embedded_object"] += 1
        if found.picture is not None:
            picture = self._held(found.picture, found.embedded)
            if found.floating:
                self._inline.floating += (picture,)
            else:
                self._inline.pictures += (picture,)
        self._inline.covered |= found.in_front

    def _held(self, picture: Picture, embedded: Embedded | None) -> Picture:
        """A picture with the way to its bytes, where the package has it."""
        related = self._relationships.get(embedded.relationship) if embedded is not None else None
        if embedded is None or related is None or related.external:
            return picture
        return Held(
            name=picture.name,
            description=picture.description,
            source=related.target,
            load=functools.partial(self._part, related.target),
            cut=embedded.cut,
            shown=embedded.shown,
        )


_ELSEWHERE = (W + "contentPart", W + "subDoc")
_AUTOMATIC = ("pgNum", "dayShort", "monthShort", "yearShort", "dayLong", "monthLong", "yearLong")
_ACTIONS: Mapping[object, Callable[[RunReader, etree._Element], None]] = {
    W + "fldChar": RunReader._field_character,
    W + "instrText": RunReader._field_code,
    W + "footnoteReference": RunReader._reference,
    W + "endnoteReference": RunReader._reference,
    W + "commentReference": RunReader._comment,
    W + "ruby": RunReader._ruby,
    W + "drawing": RunReader._graphic,
    W + "pict": RunReader._graphic,
    W + "object": RunReader._graphic,
    **dict.fromkeys(_ELSEWHERE, RunReader._elsewhere),
    **dict.fromkeys(map(W.__add__, _AUTOMATIC), RunReader._automatic),
}


def leading(element: etree._Element, tag: str) -> etree._Element | None:
    """Return the first child if it has this tag: where properties stand."""
    first = next(iter(element), None)
    return first if first is not None and first.tag == tag else None


def _form_value(data: etree._Element) -> str:
    """What a form shows in a field that keeps it beside the text: a list, or a check box."""
    entries = data.find(W + "ddList")
    if entries is not None:
        words = [e.get(_VAL) or "" for e in entries.iterchildren(W + "listEntry")]
        chosen = entries.find(W + "result")
        if chosen is None:
            chosen = entries.find(W + "default")
        number = integer(chosen.get(_VAL)) if chosen is not None else 0
        return words[number] if number is not None and 0 <= number < len(words) else ""
    box = data.find(W + "checkBox")
    if box is None:
        return ""
    state = box.find(W + "checked")
    if state is None:
        state = box.find(W + "default")
    return "☒" if state is not None and is_on(state) else "☐"


def _text_of(element: etree._Element) -> str:
    text = element.text or ""
    if len(element):  # comments inside of w:t
        text += "".join(child.tail or "" for child in element)
    return text
