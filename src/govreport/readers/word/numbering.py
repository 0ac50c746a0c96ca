r"""自动编号: the numbers that Word shows before paragraphs but does not keep in their text.

``numbering.xml`` holds abstract definitions of nine levels (``w:abstractNum``), and instances of
them (``w:num``), which may override levels. A paragraph names an instance and a level, itself or by
its style; the number results from counting all paragraphs before it (ISO/IEC 29500-1, 17.9).

As Word counts:

- all instances of one abstract definition share its counters; an instance's ``startOverride``
  restarts a level once, at the instance's first use of that level;
- a paragraph restarts all deeper levels, unless ``lvlRestart`` says otherwise;
- a level passed over counts as begun: a chapter after a lone ``1.1`` is number 2;
- bullets count but have no label.
"""

from __future__ import annotations

from collections.abc import Callable

import regex
from lxml import etree
from msgspec import Struct
from msgspec.structs import replace

from govreport.readers.opc import W
from govreport.readers.word.run_style import is_on
from govreport.readers.word.styles import Styles, integer, value_of
from govreport.zh.ooxml_numbers import format_word_number
from govreport.zh.patterns import lazy_pattern

__all__ = ["Numbering"]

_VAL = W + "val"
_LEVELS = 9
_PLACE = lazy_pattern(r"%([1-9])")
#: Word's own bound; larger values are damage, and counting must stay cheap to format.
_MAX_START = 2**31 - 1
_MAX_LABEL = 256


class _Level(Struct, frozen=True, kw_only=True):
    """One level of a definition. ``restart`` is the 1-based level after which it restarts."""

    start: int = 1
    format: str = "decimal"
    #: The width of a zero-padded custom format such as ``001, 002``.
    padding: int = 0
    text: str = ""
    restart: int | None = None
    legal: bool = False
    hidden: bool = False
    #: Whether a tab or a blank follows the label.
    spaced: bool = True
    style: str | None = None


class _Instance(Struct, frozen=True):
    """A ``w:num``: its abstract definition's id, its levels, and its own starting numbers."""

    abstract: str
    levels: dict[int, _Level]
    starts: dict[int, int]


class Numbering(Struct):
    """The counters of one document; ask for labels in the document's order."""

    #: Gives the numbering part's root, ``None`` where there is none; asked when first needed.
    _load: Callable[[], etree._Element | None]
    _styles: Styles
    _abstracts: dict[str, etree._Element] = {}
    #: Definitions by the list style that they belong to.
    _by_style: dict[str, etree._Element] = {}
    _levels: dict[str, dict[int, _Level]] = {}
    _nums: dict[str, etree._Element] = {}
    _instances: dict[str, _Instance | None] = {}
    _counters: dict[str, list[int | None]] = {}
    _begun: set[tuple[str, int]] = set()
    _loaded: bool = False

    def label(self, num_id: str, level: int | None, style_chain: tuple[str, ...]) -> str | None:
        """Count a paragraph and return its label, ``""`` where it shows none (bullets).

        A label without a mark at its end (第一章) ends in the blank that Word shows behind it.
        ``level`` is ``w:ilvl`` from 0, ``None`` to take the level linked to the paragraph's style.
        The result is ``None`` where the file does not define that numbering or level.
        """
        instance = self._instance(num_id)
        if instance is None:
            return None
        if level is None:
            level = _linked_level(instance, style_chain)
        if level not in instance.levels:
            return None
        counters = self._advance(num_id, instance, level)
        return _label(instance.levels, level, counters)

    def _instance(self, num_id: str) -> _Instance | None:
        if not self._loaded:
            self._loaded = True
            self._index(self._load())
        if num_id not in self._instances:
            self._instances[num_id] = self._load_instance(num_id)
        return self._instances[num_id]

    def _index(self, root: etree._Element | None) -> None:
        for element in root if root is not None else ():
            if element.tag == W + "abstractNum":
                self._abstracts[element.get(W + "abstractNumId") or ""] = element
                link = _value(element, "styleLink")
                if link is not None:
                    self._by_style.setdefault(link, element)
            elif element.tag == W + "num":
                self._nums[element.get(W + "numId") or ""] = element

    def _load_instance(self, num_id: str) -> _Instance | None:
        num = self._nums.get(num_id)
        if num is None:
            return None
        abstract = self._abstract_of(num)
        if abstract is None:
            return None
        identifier = abstract.get(W + "abstractNumId") or ""
        if identifier not in self._levels:
            read = map(_read_level, abstract.iterchildren(W + "lvl"))
            self._levels[identifier] = dict(filter(None, read))
        levels = dict(self._levels[identifier])
        starts = {}
        for override in num.iterchildren(W + "lvlOverride"):
            level = integer(override.get(W + "ilvl"))
            if level is None or not 0 <= level < _LEVELS:
                continue
            own = (_read_level(element, level) for element in override.iterchildren(W + "lvl"))
            levels.update(filter(None, own))
            start = integer(_value(override, "startOverride"))
            if start is not None:
                starts[level] = start
                if level in levels:
                    levels[level] = replace(levels[level], start=start)
        return _Instance(identifier, levels, starts)

    def _abstract_of(self, num: etree._Element) -> etree._Element | None:
        """The definition behind an instance, over the list style that it may refer to."""
        for _ in range(_LEVELS):
            abstract = self._abstracts.get(_value(num, "abstractNumId") or "")
            link = _value(abstract, "numStyleLink") if abstract is not None else None
            if link is None:
                return abstract
            if link in self._by_style:
                return self._by_style[link]
            linked = self._nums.get(self._styles.paragraph(link).num_id or "")
            if linked is None:
                return abstract
            num = linked
        return None

    def _advance(self, num_id: str, instance: _Instance, level: int) -> list[int | None]:
        counters = self._counters.setdefault(instance.abstract, [None] * _LEVELS)
        for upper in range(level):
            if counters[upper] is None and upper in instance.levels:
                counters[upper] = instance.levels[upper].start
        current = counters[level]
        first_use = (num_id, level) not in self._begun
        self._begun.add((num_id, level))
        if current is None or (first_use and level in instance.starts):
            counters[level] = instance.levels[level].start
        else:
            counters[level] = min(current + 1, _MAX_START)
        for deeper in range(level + 1, _LEVELS):
            definition = instance.levels.get(deeper)
            restart = definition.restart if definition is not None else None
            if restart is None or level < restart:
                counters[deeper] = None
        return counters


def _linked_level(instance: _Instance, style_chain: tuple[str, ...]) -> int:
    for style in style_chain:
        for number, level in instance.levels.items():
            if level.style == style:
                return number
    return 0


def _label(levels: dict[int, _Level], level: int, counters: list[int | None]) -> str:
    own = levels[level]
    if own.hidden or own.format == "bullet":
        return ""

    def number(match: regex.Match[str]) -> str:
        place = int(match[1]) - 1
        definition, count = levels.get(place), counters[place]
        if definition is None or count is None or place > level:
            return ""
        if own.legal:
            return str(count)
        if definition.format in ("none", "bullet"):
            return ""
        if definition.padding:
            return str(count).zfill(definition.padding)
        return format_word_number(count, definition.format)

    label = _PLACE.sub(number, own.text)
    return f"{label} " if own.spaced and label[-1:].isalnum() else label


def _read_level(element: etree._Element, number: int | None = None) -> tuple[int, _Level] | None:
    """Read a ``w:lvl``, ``None`` if it names no level; an override takes its number from the
    element around it."""
    if number is None:
        number = integer(element.get(W + "ilvl"))
    if number is None or not 0 <= number < _LEVELS:
        return None
    restart = integer(_value(element, "lvlRestart"))
    format_, padding = _format(element)
    legal = element.find(W + "isLgl")
    vanish = element.find(f"{W}rPr/{W}vanish")
    start = integer(_value(element, "start"))
    level = _Level(
        # Word takes a level without w:start to begin at 0.
        start=start if start is not None else 0,
        format=format_,
        padding=padding,
        text=(_value(element, "lvlText") or "")[:_MAX_LABEL],
        # A restart after the level itself or a deeper one is to be ignored.
        restart=restart if restart is None or restart <= number else None,
        legal=legal is not None and is_on(legal),
        hidden=vanish is not None and is_on(vanish),
        spaced=_value(element, "suff") != "nothing",
        style=_value(element, "pStyle"),
    )
    return number, level


def _format(level: etree._Element) -> tuple[str, int]:
    """The number format, and the width of a custom zero-padded one (``001, 002, …``).

    A custom format stands in the first branch of ``mc:AlternateContent``, beside the nearest
    format that older programs know in the second.
    """
    name = "decimal"
    for element in level.iter(W + "numFmt"):
        name = element.get(_VAL) or "decimal"
        first = (element.get(W + "format") or "").partition(",")[0].strip()
        if name == "custom" and first.isascii() and first.isdigit() and len(first) <= _LEVELS:
            return "decimal", len(first)
        if name != "custom" and element.getparent() is level:
            break
    return ("decimal" if name == "custom" else name), 0


def _value(parent: etree._Element, name: str) -> str | None:
    return value_of(parent.find(W + name))
