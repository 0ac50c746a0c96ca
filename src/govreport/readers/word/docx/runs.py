"""What a reader of the page sees of one Word paragraph: its text, links, pictures and notes.

Tracked changes are read as accepted, fields by their last result, hidden text is left out, and of
alternative contents (``mc:AlternateContent``) one branch is taken.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping

import regex
from attrs import define, field
from lxml import etree

from govreport.document import Link, Picture
from govreport.readers.opc import Relationship, W
from govreport.readers.word.docx.graphics import ALTERNATE, SHOWN, branch, read_graphic, read_symbol
from govreport.readers.word.styles import ParagraphStyle, RunStyle, Styles, integer, is_on

__all__ = ["Inline", "RunReader", "leading"]

_VAL = W + "val"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"

_RUN = W + "r"
_T = W + "t"
_RPR = W + "rPr"
_BOLD, _SIZE, _VANISH = W + "b", W + "sz", W + "vanish"
_RAISED, _R_STYLE = W + "vertAlign", W + "rStyle"
#: Elements around runs that add nothing to the text themselves.
_INLINE_CONTAINERS = frozenset(
    W + name
    for name in ("ins", "moveTo", "smartTag", "customXml", "sdt", "sdtContent", "bdo", "dir")
)
_MATH = (_M + "oMath", _M + "oMathPara")
#: Signs between the parts of a formula, so that 1/2 does not read as 12.
_MATH_SIGNS = {_M + "den": "/", _M + "sup": "^", _M + "sub": "_"}

#: A page break parts words like a line break does, but counts for nothing at a paragraph's ends.
_PAGE_BREAK = "\f"
_PLAIN = {
    W + "tab": "\t",
    W + "ptab": "\t",
    W + "cr": "\n",
    W + "noBreakHyphen": "-",
}
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
#: Fields open at a time; more of them have lost their ends.
_MAX_FIELDS = 64
_HYPERLINK = regex.compile(r'\s*+HYPERLINK\s++"([^"]++)"', regex.IGNORECASE)


@define
class _Field:
    """A complex field that is open: its code, and where its result began."""

    code: list[str] = field(factory=list)
    in_result: bool = False
    owner: Inline | None = None
    start: int = 0


@define
class Inline:
    """One paragraph's content. ``boxes`` are contents of text boxes, to be read after it."""

    pieces: list[str] = field(factory=list)
    pictures: list[Picture] = field(factory=list)
    boxes: list[etree._Element] = field(factory=list)
    #: Texts that are drawn as pictures (WordArt).
    art: list[str] = field(factory=list)
    #: (``footnote`` or ``endnote``, id)
    notes: list[tuple[str, str]] = field(factory=list)
    bold: bool | None = None
    size: float | None = None

    @property
    def text(self) -> str:
        """The paragraph's text without its automatic number."""
        text = "".join(self.pieces)
        if _PAGE_BREAK in text:
            text = text.strip(_PAGE_BREAK).replace(_PAGE_BREAK, "\n")
        return text


@define
class RunReader:
    """Reads the runs of paragraphs, in the document's order: fields may span paragraphs."""

    _styles: Styles
    _relationships: Mapping[str, Relationship]
    links: list[Link] = field(factory=list)
    #: How often each kind of thing worth a notice was met.
    seen: Counter[str] = field(factory=Counter)
    fields: list[_Field] = field(factory=list)
    _inline: Inline = field(factory=Inline)
    _style: ParagraphStyle = field(factory=ParagraphStyle)

    def read(self, paragraph: etree._Element, style: ParagraphStyle) -> Inline:
        """Read one paragraph that has the given style."""
        self._inline, self._style = Inline(), style
        self._walk(paragraph)
        if self.fields:
            self._drop_broken_fields()
        return self._inline

    def _walk(self, parent: etree._Element) -> None:
        for element in parent:
            tag = element.tag
            if tag == _RUN:
                self._run(element)
            elif tag in _INLINE_CONTAINERS:
                self._walk(element)
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
                self.seen["docx.deleted_text"] += 1

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
                self._add(_text_of(element))
            elif tag == _RUN:
                self._run(element)
            elif tag not in (W + "del", W + "moveFrom"):
                sign = _MATH_SIGNS.get(tag)
                if sign:
                    self._add(sign)
                self._math(element)

    def _run(self, run: etree._Element) -> None:
        looks, raised = self._looks(leading(run, _RPR))
        if looks.hidden:
            self._hidden_run(run)
            return
        self._content(run, looks, raised=raised)

    def _content(self, run: etree._Element, looks: RunStyle, *, raised: bool) -> None:
        for element in run:
            tag = element.tag
            if tag == _T:
                text = _text_of(element)
                if raised and text.isdecimal():
                    text = text.translate(_SUPERSCRIPTS)
                if self._add(text) and not text.isspace():
                    self._note_looks(looks)
            elif tag in _PLAIN:
                self._add(_PLAIN[tag])
            elif tag == W + "br":
                paged = element.get(W + "type") in ("page", "column")
                self._add(_PAGE_BREAK if paged else "\n")
            elif tag == ALTERNATE:
                chosen = branch(element)
                if chosen is not None:
                    self._content(chosen, looks, raised=raised)
            else:
                action = _ACTIONS.get(tag)
                if action is not None:
                    action(self, element)

    def _looks(self, properties: etree._Element | None) -> tuple[RunStyle, bool]:
        """What the run looks like, and whether it is a superscript."""
        own = self._style.run
        if properties is None or not len(properties):
            return own, False
        bold = hidden = size = None
        raised = False
        base = None
        for element in properties:
            tag = element.tag
            if tag == _BOLD:
                bold = is_on(element)
            elif tag == _SIZE:
                size = integer(element.get(_VAL))
            elif tag == _VANISH:
                hidden = is_on(element)
            elif tag == _RAISED:
                raised = element.get(_VAL) == "superscript"
            elif tag == _R_STYLE:
                base = self._styles.character(element.get(_VAL))
        if base is not None:
            bold = _toggled(base.bold, own.bold) if bold is None else bold
            hidden = _toggled(base.hidden, own.hidden) if hidden is None else hidden
        looks = RunStyle(
            bold=own.bold if bold is None else bold,
            hidden=own.hidden if hidden is None else hidden,
            size=size / 2 if size else (base.size if base is not None else None) or own.size,
        )
        return looks, raised

    def _note_looks(self, looks: RunStyle) -> None:
        inline = self._inline
        if inline.bold is None:
            inline.size = looks.size
        inline.bold = bool(looks.bold) and inline.bold is not False

    def _add(self, text: str) -> bool:
        """Append text, unless it is part of an outer field's code."""
        if len(self.fields) > 1 and not all(f.in_result for f in self.fields[:-1]):
            return False
        if text:
            self._inline.pieces.append(text)
        return bool(text)

    def _hidden_run(self, run: etree._Element) -> None:
        """Hidden runs still open and close fields."""
        for element in run:
            if element.tag in (W + "fldChar", W + "instrText"):
                _ACTIONS[element.tag](self, element)
            elif element.tag in SHOWN:
                self.seen["docx.hidden_text"] += 1

    def _field_character(self, element: etree._Element) -> None:
        kind = element.get(W + "fldCharType")
        if kind == "begin":
            self.fields.append(_Field())
            if len(self.fields) > _MAX_FIELDS:
                del self.fields[0]
                self.seen["docx.broken_field"] += 1
            data = element.find(W + "ffData")
            if data is not None and data.find(W + "textInput") is None:
                self.seen["docx.form_field"] += 1
        elif kind == "separate" and self.fields:
            top = self.fields[-1]
            top.in_result, top.owner, top.start = True, self._inline, len(self._inline.pieces)
        elif kind == "end" and self.fields:
            ended = self.fields.pop()
            found = _HYPERLINK.match("".join(ended.code))
            if found:
                start = ended.start if ended.owner is self._inline else 0
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

    def _symbol(self, element: etree._Element) -> None:
        sign = read_symbol(element)
        if not sign or "\ue000" <= sign <= "\uf8ff":
            self.seen["docx.unknown_symbol"] += 1
        self._add(sign)

    def _reference(self, element: etree._Element) -> None:
        kind = "endnote" if element.tag == W + "endnoteReference" else "footnote"
        self._inline.notes.append((kind, element.get(W + "id") or ""))

    def _comment(self, _element: etree._Element) -> None:
        self.seen["docx.comments"] += 1

    def _ruby(self, element: etree._Element) -> None:
        for base in element.iterchildren(W + "rubyBase"):
            self._walk(base)

    def _graphic(self, element: etree._Element) -> None:
        """A drawing, a VML shape or an embedded object: text boxes, WordArt and one picture."""
        found = read_graphic(element)
        self._inline.boxes += found.boxes
        self._inline.art += found.art
        if found.chart:
            self.seen["docx.chart"] += 1
        if element.tag == W + "object":
            self.seen["docx.embedded_object"] += 1
        if found.picture is not None:
            self._inline.pictures.append(found.picture)


_ACTIONS: Mapping[object, Callable[[RunReader, etree._Element], None]] = {
    W + "fldChar": RunReader._field_character,
    W + "instrText": RunReader._field_code,
    W + "sym": RunReader._symbol,
    W + "footnoteReference": RunReader._reference,
    W + "endnoteReference": RunReader._reference,
    W + "commentReference": RunReader._comment,
    W + "ruby": RunReader._ruby,
    W + "drawing": RunReader._graphic,
    W + "pict": RunReader._graphic,
    W + "object": RunReader._graphic,
}


def leading(element: etree._Element, tag: str) -> etree._Element | None:
    """Return the first child if it has this tag: where properties stand."""
    if not len(element):
        return None
    first = element[0]
    return first if first.tag == tag else None


def _toggled(character: bool | None, paragraph: bool | None) -> bool | None:
    if character is None:
        return paragraph
    return character != bool(paragraph)


def _text_of(element: etree._Element) -> str:
    text = element.text or ""
    if len(element):  # comments inside of w:t
        text += "".join(child.tail or "" for child in element)
    return text
