"""What a reader of the page sees of one paragraph of a .doc: text, pictures, places of notes.

As in :mod:`govreport.readers.word.docx.runs`: fields by their last result, hidden and deleted text
left out. Everything that is no text is one control character ([MS-DOC] 2.4.1 and 2.6.1,
sprmCFSpec).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import regex
from lxml import etree
from msgspec import Struct, field

from govreport.document import Doubt, Link, Picture
from govreport.readers.opc import W
from govreport.readers.seen import PLAIN, Look, Seen
from govreport.readers.word import inline
from govreport.readers.word.doc.file import Part, WordFile, u16
from govreport.readers.word.doc.formatting import Formatting
from govreport.readers.word.doc.forms import form_value
from govreport.readers.word.doc.pieces import FILLER
from govreport.readers.word.doc.properties import CharacterProperties
from govreport.readers.word.doc.styles import Styles
from govreport.readers.word.docx.graphics import read_symbol
from govreport.readers.word.inline import PAGE_BREAK
from govreport.readers.word.looks import AUTO_FIELDS, OFF_LINE, PAGE, Surface, look_of
from govreport.readers.work import take
from govreport.zh.patterns import lazy_pattern

__all__ = ["Inline", "RunReader"]

_PLAIN = {
    "\t": "\t", "\x0b": "\n", "\f": PAGE_BREAK, "\x0e": PAGE_BREAK, "\x1e": "-", "\n": "\n",
}  # fmt: skip
_PICTURE, _SHAPE, _COMMENT = "\x01", "\x08", "\x05"
_FIELD_BEGIN, _FIELD_RESULT, _FIELD_END = "\x13", "\x14", "\x15"
_CONTROL = lazy_pattern(r"[\x00-\x1f]")
_UNITS = lazy_pattern(rf"[\ud800-\udfff{FILLER}]")
_HYPERLINK = lazy_pattern(r'\s*+HYPERLINK\s++"([^"]++)"', regex.IGNORECASE)
_MAX_FIELDS = 64
#: Fields whose result is an object.
_OBJECTS = ("EMBED", "CONTROL")
_PLAIN_MARK = CharacterProperties()
_MOST_FONTS = 4096


class _Field(Struct):
    """A field that is open: its code, and where its result began."""

    code: list[str] = []
    in_result: bool = False
    start: int = 0
    pictures: int = 0
    #: What a list or a check box of a form shows.
    value: str = ""


class Inline(inline.Inline):
    """One paragraph's content. ``shapes`` are the positions of drawn objects, ``mark`` the looks of
    the mark that ends it."""

    mark: CharacterProperties = field(default_factory=lambda: _PLAIN_MARK)
    shapes: list[int] = field(default_factory=list)

    def content(self) -> Seen:
        """What is seen of it."""
        return self.seen(_joined)


class RunReader(Struct):
    """Reads paragraphs in the document's order: fields may span them."""

    _file: WordFile
    _text: str
    _formatting: Formatting
    _styles: Styles
    links: list[Link] = []
    #: How often each kind of thing worth a notice was met.
    seen: Counter[str] = field(default_factory=Counter)
    fields: list[_Field] = []
    _fonts: list[str] | None = None
    _looks: dict[tuple[int, Surface], Look] = {}
    #: What the paragraph stands on, asked for where that counts.
    _surface: Callable[[], Surface] = lambda: PAGE
    _low: bool = False

    def read(
        self,
        start: int,
        end: int,
        style: int,
        surface: Callable[[], Surface] = lambda: PAGE,
        *,
        low: bool = False,
    ) -> Inline:
        """Read the paragraph from ``start`` to its mark at ``end``; ``low`` lines may cut text."""
        inline = Inline()
        self._surface, self._low = surface, low
        take("runs", self._formatting.count(start, end + 1))
        for first, last, changes in self._formatting.runs(start, end + 1):
            properties = self._styles.character(style, changes)
            if last > end:
                inline.mark, last = properties, end
            if first < last:
                self._run(inline, first, last, properties)
        if self.fields:
            self._drop_broken_fields()
        return inline

    def _run(self, inline: Inline, start: int, end: int, properties: CharacterProperties) -> None:
        text = self._text[start:end]
        look = self._look(properties) if properties.telling or self._low else PLAIN
        if properties.deleted:
            visible = text.strip("\r\x07\x13\x14\x15 ")
            if visible and (not self.fields or all(f.in_result for f in self.fields)):
                inline.deleted = True
                self.seen["doc.deleted_text"] += 1
        shown = look.unseen is None and not properties.deleted
        if properties.symbol is not None and properties.special:
            if shown:
                sign = self._symbol(*properties.symbol)
                self._add(inline, sign * len(text), properties, look)
            return
        at = 0
        for match in _CONTROL.finditer(text):
            self._add(inline, text[at : match.start()], properties, look)
            self._control(inline, match[0], start + match.start(), properties, shown=shown)
            at = match.end()
        self._add(inline, text[at:] if at else text, properties, look)

    def _look(self, properties: CharacterProperties) -> Look:
        surface = self._surface()
        known = self._looks.get((id(properties), surface))
        if known is None:
            known = self._looks[id(properties), surface] = look_of(properties.ink, surface)
        return known

    def _add(
        self, inline: Inline, text: str, properties: CharacterProperties, look: Look = PLAIN
    ) -> None:
        """Append text, to the code of a field if one is open; not what a tracked change deleted."""
        if not text or properties.deleted:
            return
        for opened in self.fields:
            if not opened.in_result:
                self.fields[-1].code.append(text)
                return
        if look is PLAIN:
            inline.add(text)
        else:
            moved = properties.align is None and abs(properties.rise) >= OFF_LINE
            inline.add(text, look, moved=moved)
            if look.unseen is not None:
                return
        if not text.isspace():
            inline.note(bold=properties.bold, size=properties.half_points / 2)

    def _control(
        self,
        inline: Inline,
        sign: str,
        position: int,
        properties: CharacterProperties,
        *,
        shown: bool,
    ) -> None:
        if sign == _FIELD_BEGIN:
            self.fields.append(_Field())
            if len(self.fields) > _MAX_FIELDS:
                del self.fields[0]
                self.seen["doc.broken_field"] += 1
        elif sign == _FIELD_RESULT and self.fields:
            top = self.fields[-1]
            top.in_result, top.start = True, len(inline.pieces)
            top.pictures = len(inline.pictures)
        elif sign == _FIELD_END and self.fields:
            self._end_field(inline)
        elif not shown:
            return
        elif sign == _SHAPE:
            # Also in the code of a SHAPE field.
            inline.shapes.append(position)
        elif not all(f.in_result for f in self.fields):
            if sign == _PICTURE and properties.field_data and properties.data is not None:
                self.fields[-1].value = form_value(self._file.data, properties.data)
        elif sign in _PLAIN:
            self._add(inline, _PLAIN[sign], properties)
        elif sign == _COMMENT:
            self.seen["doc.comments"] += 1
        elif sign == _PICTURE and properties.special and not properties.field_data:
            if properties.embedded:
                inline.doubt = Doubt.OBJECT
                self.seen["doc.embedded_object"] += 1
            inline.pictures += (Picture(),)

    def _end_field(self, inline: Inline) -> None:
        ended = self.fields.pop()
        code = _joined("".join(ended.code))
        found = _HYPERLINK.match(code)
        if found and ended.in_result:
            text = _joined("".join(inline.pieces[ended.start :]))
            self.links.append(Link(text=text.strip(), target=found[1]))
        elif ended.in_result and code.strip().upper().startswith("SHAPE"):
            # The picture is how programs without shapes show the one in the field.
            inline.pictures = inline.pictures[: ended.pictures]
        shown = ended.in_result and any(map(str.strip, inline.pieces[ended.start :]))
        name = code.strip().upper()
        if ended.value and not shown:
            inline.add(ended.value)
        elif name.startswith(_OBJECTS):
            inline.doubt = Doubt.OBJECT
        elif not shown and name.startswith(AUTO_FIELDS):
            # These show something that the file does not keep as text.
            inline.doubt = Doubt.OBJECT
            self.seen["doc.field_without_result"] += 1

    def _drop_broken_fields(self) -> None:
        """A field whose code does not end with its paragraph must not swallow what follows."""
        for index, opened in enumerate(self.fields):
            if not opened.in_result:
                del self.fields[index:]
                self.seen["doc.broken_field"] += 1
                return

    def _symbol(self, font: int, character: int) -> str:
        if self._fonts is None:
            self._fonts = _fonts(self._file.part(Part.FONTS))
        element = etree.Element(W + "sym")
        element.set(W + "font", self._fonts[font] if font < len(self._fonts) else "")
        element.set(W + "char", f"{character:04X}")
        sign = read_symbol(element)
        if not sign or "\ue000" <= sign <= "\uf8ff":
            self.seen["doc.unknown_symbol"] += 1
        return sign


def _joined(units: str) -> str:
    """The text that the units stand for: each was kept apart as long as positions counted."""
    if not _UNITS.search(units):
        return units
    text = units.replace(FILLER, "").encode("utf-16-le", "surrogatepass")
    return text.decode("utf-16-le", "replace")


def _fonts(table: bytes) -> list[str]:
    """The names of the fonts ([MS-DOC] 2.9.286 and 2.9.79); no more than a document may have."""
    names: list[str] = []
    at = 4
    for _ in range(min(u16(table, 0), _MOST_FONTS)):
        if at >= len(table):
            break
        raw = table[at + 40 : at + 1 + table[at]]
        name = raw[: len(raw) & ~1].decode("utf-16-le", "replace").partition("\0")[0]
        # XML has no place for control characters.
        names.append(_CONTROL.sub("", name) if name.isprintable() else "")
        at += 1 + table[at]
    return names
