"""The styles of a .doc, and the properties of paragraphs and runs that build on them.

([MS-DOC] 2.9.271: STSH.) What a style does not set comes from the style that it is based on.
"""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from govreport.readers.word.doc.file import Part, WordFile, u16
from govreport.readers.word.doc.properties import CharacterProperties, ParagraphProperties
from govreport.readers.word.doc.sprms import change_character, change_paragraph

__all__ = ["Styles", "load_styles"]

_NO_STYLE = 0x0FFF
_MOST_STYLES = 4096
#: Longer chains of styles are cycles.
_LONGEST_CHAIN = 32
_PARAGRAPH_STYLE, _CHARACTER_STYLE = 1, 2


class _Style(Struct, frozen=True):
    """``heading`` is the level of a built-in heading style, from 0."""

    base: int
    heading: int | None
    paragraph: bytes
    character: bytes


class Styles(Struct):
    """Resolved properties, each combination computed once."""

    _styles: dict[int, _Style]
    _data: bytes
    _paragraphs: dict[tuple[int, bytes], ParagraphProperties] = {}
    _bases: dict[int, CharacterProperties] = {}
    _characters: dict[tuple[int, bytes], CharacterProperties] = {}

    def paragraph(self, style: int, changes: bytes) -> ParagraphProperties:
        """Return a paragraph's properties; they are shared, not to be changed."""
        known = self._paragraphs.get((style, changes))
        if known is None:
            known = ParagraphProperties(style=style)
            for ancestor in reversed(self._chain(style)):
                if ancestor.heading is not None:
                    known.outline_level = ancestor.heading
                change_paragraph(known, ancestor.paragraph, self._data)
            change_paragraph(known, changes, self._data)
            self._paragraphs[style, changes] = known
        return known

    def character(self, style: int, changes: bytes) -> CharacterProperties:
        """Return the properties of a run in a paragraph of that style; shared likewise."""
        known = self._characters.get((style, changes))
        if known is None:
            base = self._base(style)
            known = replace(base)
            change_character(known, changes, base)
            if known.style is not None:
                # The character style stands below the run's own changes.
                known = replace(base)
                change_character(known, changes, base)
                for ancestor in reversed(self._chain(known.style or 0)):
                    change_character(known, ancestor.character, base)
                change_character(known, changes, base)
            known.telling = known.is_telling()
            self._characters[style, changes] = known
        return known

    def _base(self, style: int) -> CharacterProperties:
        known = self._bases.get(style)
        if known is None:
            known = self._bases[style] = CharacterProperties()
            for ancestor in reversed(self._chain(style)):
                change_character(known, ancestor.character, replace(known))
        return known

    def chain(self, style: int) -> tuple[str, ...]:
        """Return the style and those it is based on, as names for :class:`Numbering`."""
        names = []
        for _ in range(_LONGEST_CHAIN):
            names.append(str(style))
            found = self._styles.get(style)
            if found is None or found.base == _NO_STYLE:
                break
            style = found.base
        return tuple(names)

    def _chain(self, style: int) -> list[_Style]:
        found: list[_Style] = []
        while style in self._styles and len(found) < _LONGEST_CHAIN:
            found.append(self._styles[style])
            style = found[-1].base
        return found


def load_styles(file: WordFile) -> Styles:
    """Read the style sheet; a damaged one gives the styles before the damage."""
    sheet = file.part(Part.STYLES)
    head = u16(sheet, 0)
    count, base_size = u16(sheet, 2), u16(sheet, 4)
    styles: dict[int, _Style] = {}
    at = 2 + head
    for number in range(min(count, _MOST_STYLES)):
        length = u16(sheet, at)
        if length >= base_size + 2:
            styles[number] = _style(sheet[at + 2 : at + 2 + length], base_size)
        at += 2 + length
        if at >= len(sheet):
            break
    return Styles(styles, file.data)


def _style(std: bytes, base_size: int) -> _Style:
    identifier, kind_and_base, counts = u16(std, 0) & 0x0FFF, u16(std, 2), u16(std, 4)
    kind = kind_and_base & 0xF
    at = base_size + 2 + 2 * u16(std, base_size) + 2
    parts = []
    for _ in range(min(counts & 0xF, 3)):
        size = u16(std, at)
        parts.append(std[at + 2 : at + 2 + size])
        at += 2 + size + (size & 1)
    paragraph = character = b""
    if kind == _PARAGRAPH_STYLE:
        paragraph = parts[0][2:] if parts else b""
        character = parts[1] if len(parts) > 1 else b""
    elif kind == _CHARACTER_STYLE:
        character = parts[0] if parts else b""
    heading = identifier - 1 if kind == _PARAGRAPH_STYLE and 1 <= identifier <= 9 else None
    return _Style(kind_and_base >> 4, heading, paragraph, character)
