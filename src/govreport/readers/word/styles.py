"""Word's styles: what a paragraph inherits from its style and from the document's defaults.

A property that a style does not set comes from the style it is based on. Switches such as bold
(toggle properties) set both by the paragraph's and by the character style cancel each other out.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping, Sequence

from lxml import etree
from msgspec import Struct, field

from govreport.document import Alignment
from govreport.errors import CorruptDocument
from govreport.readers.opc import W, parse_part
from govreport.readers.seen import Colour
from govreport.readers.word.run_style import RunStyle, read_run_style, read_shade

__all__ = [
    "ParagraphStyle",
    "Styles",
    "TableStyle",
    "alignment_of",
    "exact_line",
    "integer",
    "outline_level",
    "value_of",
]

_ALIGNMENTS = {
    "left": Alignment.LEFT,
    "start": Alignment.LEFT,
    "center": Alignment.CENTER,
    "right": Alignment.RIGHT,
    "end": Alignment.RIGHT,
    "both": Alignment.JUSTIFY,
    "distribute": Alignment.JUSTIFY,
}
_VAL = W + "val"
_NUM_PR = W + "numPr"
#: Cutting styles out pays for parts up to this size, and for so many styles.
_MAX_CUT = 4_000_000
_MAX_CUTS = 64
#: Longer basedOn chains than this are cycles or attacks.
_MAX_CHAIN = 32


class ParagraphStyle(Struct, frozen=True, kw_only=True):
    """What a paragraph style says, its basedOn chain included.

    ``chain`` holds the style's id and the ids that it is based on. ``num_id`` is ``None`` where
    the style does not number; ``level`` where it numbers without naming a level. ``run`` is what
    it and the document's defaults say of characters, ``said`` what it says itself.
    """

    chain: tuple[str, ...] = ()
    heading_level: int | None = None
    alignment: Alignment | None = None
    num_id: str | None = None
    level: int | None = None
    run: RunStyle = field(default_factory=RunStyle)
    said: RunStyle = field(default_factory=RunStyle)
    shade: Colour | None = None
    line: int | None = None


class TableStyle(Struct, frozen=True, kw_only=True):
    """What a table style says of the grounds and the characters of its cells: of ``wholeTable``,
    and of parts of the table by the names that the format has for them."""

    shades: Mapping[str, Colour] = {}
    runs: Mapping[str, RunStyle] = {}


class Styles(Struct):
    """The styles of one document, read as they are asked for.

    A styles part is mostly made of styles that the document does not use, and can be ten times as
    long as the text; so a style is cut out of the part's bytes and parsed by itself where that is
    plainly possible, and else the part is parsed as a whole.
    """

    #: The styles part as far as it was not parsed; ``None`` where there is none.
    _data: bytes | None = None
    #: What is wrong with the part, once that was found out.
    error: CorruptDocument | None = None
    _defaults: etree._Element | None = None
    _default_run: RunStyle | None = None
    _elements: dict[str | None, etree._Element | None] = {}
    _paragraph: dict[str | None, ParagraphStyle] = {}
    _character: dict[str | None, RunStyle] = {}
    _table: dict[str, TableStyle | None] = {}

    def paragraph(self, identifier: str | None) -> ParagraphStyle:
        """Return the resolved paragraph style; the document's default one for ``None``."""
        known = self._paragraph.get(identifier)
        if known is None:
            known = self._paragraph[identifier] = self._resolve(identifier)
        return known

    def character(self, identifier: str | None) -> RunStyle:
        """Return the resolved character style; an empty one for ``None``."""
        known = self._character.get(identifier)
        if known is None:
            chain = list(self._chain(identifier)) if identifier is not None else []
            known = self._character[identifier] = _run_style(chain)
        return known

    def _resolve(self, identifier: str | None) -> ParagraphStyle:
        chain = list(self._chain(identifier)) or list(self._chain(None))
        said = _run_style(chain)
        own = [_paragraph_properties(style) for style in chain]
        lists = [numbering for each in own if (numbering := each.get(_NUM_PR)) is not None]
        shades = (read_shade(each.get(W + "shd")) for each in own)
        lines = (exact_line(each.get(W + "spacing")) for each in own)
        return ParagraphStyle(
            chain=tuple(style.get(W + "styleId") or "" for style in chain),
            heading_level=_heading_level(chain),
            alignment=alignment_of(_first_value(each.get(W + "jc") for each in own)),
            num_id=_first_value(each.find(W + "numId") for each in lists),
            level=integer(_first_value(each.find(W + "ilvl") for each in lists)),
            run=said.over(self.defaults()),
            said=said,
            shade=next((shade for shade in shades if shade is not None), None),
            line=next((line for line in lines if line is not None), None),
        )

    def table(self, identifier: str | None) -> TableStyle | None:
        """Return the resolved table style; ``None`` where it says nothing of how text looks."""
        if identifier is None:
            return None
        if identifier not in self._table:
            self._table[identifier] = _table_style(list(self._chain(identifier)))
        return self._table[identifier]

    def _chain(self, identifier: str | None) -> Iterator[etree._Element]:
        for _ in range(_MAX_CHAIN):
            style = self._element(identifier)
            if style is None:
                return
            yield style
            identifier = value_of(style.find(W + "basedOn"))
            if identifier is None:
                return

    def _element(self, identifier: str | None) -> etree._Element | None:
        """A style by its id; the default paragraph style for ``None``."""
        if identifier not in self._elements:
            style = self._fragment(_mark(identifier), b"<w:style ", b"</w:style>")
            if style is not None and _is_wanted(style, identifier):
                self._elements[identifier] = style
            else:
                self._parse_all()
        return self._elements.get(identifier)

    def defaults(self) -> RunStyle:
        """Return what the document says of all characters."""
        if self._default_run is None:
            mark = b"<w:docDefaults>"
            defaults = self._fragment(mark, mark, b"</w:docDefaults>")
            if defaults is None:
                self._parse_all()
                defaults = self._defaults
            path = f"{W}rPrDefault/{W}rPr"
            self._default_run = read_run_style(
                defaults.find(path) if defaults is not None else None
            )
        return self._default_run

    def _fragment(self, mark: bytes, opening: bytes, closing: bytes) -> etree._Element | None:
        """The element with the mark in its bytes, parsed by itself if that is plainly possible."""
        data = self._data
        if data is None or len(data) > _MAX_CUT or len(self._elements) > _MAX_CUTS:
            return None
        at = data.find(mark)
        start = data.rfind(opening, 0, at + len(mark))
        end = data.find(closing, at)
        root_end = data.find(b">", data.find(b"<w:styles")) + 1
        if at < 0 or not 0 < root_end <= start or end < 0:
            return None
        try:
            root = parse_part(data[:root_end] + data[start:end] + closing + b"</w:styles>")
        except CorruptDocument:
            return None
        return root[0] if len(root) == 1 else None

    def _parse_all(self) -> None:
        """Index the whole part."""
        data, self._data = self._data, None
        if data is None:
            return
        try:
            root = parse_part(data)
        except CorruptDocument as error:
            self.error = error
            return
        self._defaults = root.find(W + "docDefaults")
        for style in root.iterchildren(W + "style"):
            identifier = style.get(W + "styleId")
            if identifier is not None:
                self._elements.setdefault(identifier, style)
            if _is_wanted(style, None):
                self._elements.setdefault(None, style)


def _mark(identifier: str | None) -> bytes:
    if identifier is None:
        return b'w:type="paragraph" w:default="1"'
    return f'w:styleId="{identifier}"'.encode(errors="replace")


def _is_wanted(style: etree._Element, identifier: str | None) -> bool:
    if identifier is not None:
        return style.get(W + "styleId") == identifier
    return style.get(W + "type") == "paragraph" and style.get(W + "default") in ("1", "true")


def alignment_of(value: str | None) -> Alignment | None:
    """Return the alignment that ``w:jc`` names."""
    return _ALIGNMENTS.get(value) if value else None


def value_of(element: etree._Element | None) -> str | None:
    """Return ``w:val`` of an element, ``None`` if there is no such element."""
    return None if element is None else element.get(_VAL)


def integer(value: str | None) -> int | None:
    """Return a small decimal number as Word writes it, ``None`` for anything else."""
    if value is None or len(value) > 9:
        return None
    try:
        return int(value)
    except ValueError:
        return None


def _heading_level(chain: list[etree._Element]) -> int | None:
    for style in chain:
        outline = style.find(f"{W}pPr/{W}outlineLvl")
        if outline is not None:
            return outline_level(outline.get(_VAL))
        words = (value_of(style.find(W + "name")) or "").lower().split()
        if len(words) == 2 and words[0] in ("heading", "标题") and words[1] in "123456789":
            return int(words[1])
    return None


def outline_level(value: str | None) -> int | None:
    """Return the heading level (from 1) of ``w:outlineLvl``; its 9 is body text."""
    level = integer(value)
    return level + 1 if level is not None and 0 <= level < 9 else None


def exact_line(spacing: etree._Element | None) -> int | None:
    """Return the height of lines in twips where it does not grow with their text."""
    if spacing is None or spacing.get(W + "lineRule") != "exact":
        return None
    return integer(spacing.get(W + "line"))


def _run_style(chain: Sequence[etree._Element]) -> RunStyle:
    styles = (read_run_style(style.find(W + "rPr")) for style in chain)
    return functools.reduce(RunStyle.over, styles, RunStyle())


def _table_style(chain: Sequence[etree._Element]) -> TableStyle | None:
    shades: dict[str, Colour] = {}
    runs: dict[str, RunStyle] = {}
    for style in reversed(chain):
        for part in (style, *style.iterchildren(W + "tblStylePr")):
            name = part.get(W + "type") or "" if part is not style else "wholeTable"
            of_table = read_shade(part.find(f"{W}tblPr/{W}shd"))
            shade = read_shade(part.find(f"{W}tcPr/{W}shd")) or of_table
            if shade is not None:
                shades[name] = shade
            run = read_run_style(part.find(W + "rPr"))
            if run.is_telling:
                runs[name] = run.over(runs.get(name, RunStyle()))
    return TableStyle(shades=shades, runs=runs) if shades or runs else None


def _paragraph_properties(style: etree._Element) -> Mapping[object, etree._Element]:
    """What a style says of paragraphs, by tag."""
    found: dict[object, etree._Element] = {}
    for properties in style.iterchildren(W + "pPr"):
        for each in properties:
            found.setdefault(each.tag, each)
    return found


def _first_value(elements: Iterable[etree._Element | None]) -> str | None:
    """``w:val`` of the first element that is there."""
    return value_of(next((each for each in elements if each is not None), None))
