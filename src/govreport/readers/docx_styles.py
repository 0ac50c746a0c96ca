"""Word's styles: what a paragraph inherits from its style and from the document's defaults.

A property that a style does not set comes from the style it is based on. Switches such as bold
(toggle properties) set both by the paragraph's and by the character style cancel each other out.
"""

from __future__ import annotations

from collections.abc import Iterator

from attrs import define, field, frozen
from lxml import etree

from govreport.document import Alignment
from govreport.readers.docx_package import W

__all__ = ["ParagraphStyle", "RunStyle", "Styles", "alignment_of", "integer", "is_on"]

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
#: Longer basedOn chains than this are cycles or attacks.
_MAX_CHAIN = 32


@frozen(kw_only=True)
class RunStyle:
    """Character properties; ``None`` where nothing is said."""

    bold: bool | None = None
    hidden: bool | None = None
    size: float | None = None


@frozen(kw_only=True)
class ParagraphStyle:
    """What a paragraph style says, its basedOn chain included.

    ``chain`` holds the style's id and the ids that it is based on. ``num_id`` is ``None`` where
    the style does not number; ``level`` where it numbers without naming a level.
    """

    chain: tuple[str, ...] = ()
    heading_level: int | None = None
    alignment: Alignment | None = None
    num_id: str | None = None
    level: int | None = None
    run: RunStyle = field(factory=RunStyle)


@define
class Styles:
    """The styles of one document; ``root`` is ``None`` where there are none to be read."""

    _by_id: dict[str, etree._Element] = field(factory=dict)
    _default: str | None = None
    _default_size: float | None = None
    _paragraph: dict[str | None, ParagraphStyle] = field(factory=dict)
    _character: dict[str | None, RunStyle] = field(factory=dict)

    @classmethod
    def load(cls, root: etree._Element | None) -> Styles:
        """Index the styles part."""
        styles = cls()
        if root is None:
            return styles
        size = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}sz")
        styles._default_size = _points(size)
        for style in root.iterchildren(W + "style"):
            identifier = style.get(W + "styleId")
            if identifier is None:
                continue
            styles._by_id.setdefault(identifier, style)
            if style.get(W + "type") == "paragraph" and style.get(W + "default") in ("1", "true"):
                styles._default = identifier
        return styles

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
            known = self._character[identifier] = _run_style(list(self._chain(identifier)))
        return known

    def _resolve(self, identifier: str | None) -> ParagraphStyle:
        chain = list(self._chain(identifier if identifier in self._by_id else self._default))
        run = _run_style(chain)
        if run.size is None:
            run = RunStyle(bold=run.bold, hidden=run.hidden, size=self._default_size)
        return ParagraphStyle(
            chain=tuple(style.get(W + "styleId") or "" for style in chain),
            heading_level=_heading_level(chain),
            alignment=alignment_of(_nearest(chain, f"{W}pPr/{W}jc")),
            num_id=_nearest(chain, f"{W}pPr/{W}numPr/{W}numId"),
            level=integer(_nearest(chain, f"{W}pPr/{W}numPr/{W}ilvl")),
            run=run,
        )

    def _chain(self, identifier: str | None) -> Iterator[etree._Element]:
        for _ in range(_MAX_CHAIN):
            style = self._by_id.get(identifier) if identifier is not None else None
            if style is None:
                return
            yield style
            based_on = style.find(W + "basedOn")
            identifier = None if based_on is None else based_on.get(_VAL)


def alignment_of(value: str | None) -> Alignment | None:
    """Return the alignment that ``w:jc`` names."""
    return _ALIGNMENTS.get(value) if value else None


def integer(value: str | None) -> int | None:
    """Return a small decimal number as Word writes it, ``None`` for anything else."""
    if value is None or len(value) > 9:
        return None
    try:
        return int(value)
    except ValueError:
        return None


def is_on(element: etree._Element) -> bool:
    """Return the state of a switch such as ``<w:b/>`` or ``<w:b w:val="0"/>``."""
    return element.get(_VAL) not in ("0", "false", "off", "none")


def _heading_level(chain: list[etree._Element]) -> int | None:
    for style in chain:
        outline = style.find(f"{W}pPr/{W}outlineLvl")
        if outline is not None:
            return outline_level(outline.get(_VAL))
        name = style.find(W + "name")
        words = ((name.get(_VAL) or "") if name is not None else "").lower().split()
        if len(words) == 2 and words[0] in ("heading", "标题") and words[1] in "123456789":
            return int(words[1])
    return None


def outline_level(value: str | None) -> int | None:
    """Return the heading level (from 1) of ``w:outlineLvl``; its 9 is body text."""
    level = integer(value)
    return level + 1 if level is not None and 0 <= level < 9 else None


def _run_style(chain: list[etree._Element]) -> RunStyle:
    return RunStyle(
        bold=_switch(chain, f"{W}rPr/{W}b"),
        hidden=_switch(chain, f"{W}rPr/{W}vanish"),
        size=next(
            (s for s in (_points(style.find(f"{W}rPr/{W}sz")) for style in chain) if s), None
        ),
    )


def _switch(chain: list[etree._Element], path: str) -> bool | None:
    for style in chain:
        element = style.find(path)
        if element is not None:
            return is_on(element)
    return None


def _nearest(chain: list[etree._Element], path: str) -> str | None:
    for style in chain:
        element = style.find(path)
        if element is not None:
            return element.get(_VAL)
    return None


def _points(element: etree._Element | None) -> float | None:
    half_points = integer(element.get(_VAL)) if element is not None else None
    return half_points / 2 if half_points else None
