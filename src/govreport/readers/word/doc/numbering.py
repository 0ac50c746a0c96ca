"""Automatic numbering of a .doc, handed to the module that counts for Word files of both kinds.

Definitions (LST, [MS-DOC] 2.9.147) and instances of them (LFO, 2.9.131) are what
``numbering.xml`` calls abstractNum and num. They are written as such elements, so that
:class:`~govreport.readers.word.numbering.Numbering` counts and formats them.
"""

from __future__ import annotations

from lxml import etree

from govreport.readers.opc import W
from govreport.readers.word.doc.file import Part, WordFile, u16, u32
from govreport.readers.word.doc.properties import CharacterProperties
from govreport.readers.word.doc.sprms import change_character

__all__ = ["load_numbering"]

_VAL = W + "val"
_LST_SIZE, _LFO_SIZE, _LEVEL_HEAD = 28, 16, 28
_LEVELS = 9
_MOST_LISTS = 4096
_NO_STYLE = 0x0FFF
_LEGAL, _NO_RESTART = 0x04, 0x08
_STARTS, _FORMATS = 0x10, 0x20
#: What follows a label where neither a tab nor a blank does.
_NOTHING = 2

#: Number formats of [MS-OSHARED] 2.2.1.3 by the names that docx has for them.
_FORMAT_NAMES = {
    0: "decimal", 1: "upperRoman", 2: "lowerRoman", 3: "upperLetter", 4: "lowerLetter",
    5: "ordinal", 6: "cardinalText", 7: "ordinalText", 8: "hex", 9: "chicago",
    10: "ideographDigital", 11: "japaneseCounting", 12: "aiueo", 13: "iroha",
    14: "decimalFullWidth", 15: "decimalHalfWidth", 16: "japaneseLegal",
    17: "japaneseDigitalTenThousand", 18: "decimalEnclosedCircle", 19: "decimalFullWidth2",
    22: "decimalZero", 23: "bullet", 26: "decimalEnclosedFullstop", 27: "decimalEnclosedParen",
    28: "decimalEnclosedCircleChinese", 29: "ideographEnclosedCircle",
    30: "ideographTraditional", 31: "ideographZodiac", 32: "ideographZodiacTraditional",
    33: "taiwaneseCounting", 34: "ideographLegalTraditional", 35: "taiwaneseCountingThousand",
    36: "taiwaneseDigital", 37: "chineseCounting", 38: "chineseLegalSimplified",
    39: "chineseCountingThousand", 57: "numberInDash", 255: "none",
}  # fmt: skip


def load_numbering(file: WordFile) -> etree._Element:
    """Return the lists as ``w:numbering``; instances are named by their number from 1."""
    root = etree.Element(W + "numbering")
    _instances(file, root, _lists(file, root))
    return root


def _lists(file: WordFile, root: etree._Element) -> set[int]:
    """Write the definitions and return their ids."""
    start, end = file.place(Part.LISTS)
    table = file.table
    count = min(u16(table, start), _MOST_LISTS) if end else 0
    # The levels of all lists follow behind the part, which ends before them.
    at = start + 2 + _LST_SIZE * count
    identifiers = set()
    for number in range(count):
        head = table[start + 2 + _LST_SIZE * number :][:_LST_SIZE]
        if len(head) < _LST_SIZE:
            break
        identifier = u32(head, 0)
        identifiers.add(identifier)
        abstract = etree.SubElement(root, W + "abstractNum")
        abstract.set(W + "abstractNumId", str(identifier))
        for level in range(1 if head[26] & 1 else _LEVELS):
            at = _level(table, at, level, u16(head, 8 + 2 * level), abstract)
            if at > len(table):
                return identifiers
    return identifiers


def _instances(file: WordFile, root: etree._Element, identifiers: set[int]) -> None:
    start, end = file.place(Part.LIST_INSTANCES)
    table = file.table[:end]
    count = min(u32(table, start), _MOST_LISTS) if end else 0
    at = start + 4 + _LFO_SIZE * count
    for number in range(count):
        head = table[start + 4 + _LFO_SIZE * number :][:_LFO_SIZE]
        if len(head) < _LFO_SIZE:
            break
        num = etree.Element(W + "num")
        num.set(W + "numId", str(number + 1))
        _add(num, "abstractNumId", str(u32(head, 0)))
        if u32(head, 0) in identifiers:
            root.append(num)
        at += 4
        for _ in range(min(head[12], _LEVELS)):
            at = _override(table, at, num)


def _override(table: bytes, at: int, num: etree._Element) -> int:
    start, flags = u32(table, at), u32(table, at + 4)
    at += 8
    level = flags & 0xF
    override = etree.SubElement(num, W + "lvlOverride")
    override.set(W + "ilvl", str(level))
    if flags & _FORMATS:
        if flags & _STARTS:
            start = u32(table, at)
        at = _level(table, at, level, _NO_STYLE, override)
    if flags & _STARTS:
        _add(override, "startOverride", str(start))
    return at


def _level(table: bytes, at: int, number: int, style: int, parent: etree._Element) -> int:
    """Write one level and return where the next one stands."""
    head = table[at : at + _LEVEL_HEAD]
    if len(head) < _LEVEL_HEAD:
        return len(table) + 1
    format_, flags, places, follow = head[4], head[5], head[6:15], head[15]
    looks, paragraph, restart = head[24], head[25], head[26]
    at += _LEVEL_HEAD + paragraph
    character = CharacterProperties()
    change_character(character, table[at : at + looks])
    at += looks
    length = u16(table, at)
    text = table[at + 2 : at + 2 + 2 * length].decode("utf-16-le", "replace")
    level = etree.SubElement(parent, W + "lvl")
    level.set(W + "ilvl", str(number))
    _add(level, "start", str(u32(head, 0)))
    _add(level, "numFmt", _FORMAT_NAMES.get(format_, "decimal"))
    _add(level, "lvlText", _text(text, places))
    if follow == _NOTHING:
        _add(level, "suff", "nothing")
    if flags & _NO_RESTART:
        _add(level, "lvlRestart", str(restart))
    if flags & _LEGAL:
        _add(level, "isLgl", "1")
    if character.hidden:
        etree.SubElement(etree.SubElement(level, W + "rPr"), W + "vanish")
    if style != _NO_STYLE:
        _add(level, "pStyle", str(style))
    return at + 2 + 2 * length


def _text(text: str, places: bytes) -> str:
    """The level's text with its numbers as ``%1``: in the file they are characters 0 to 8."""
    out = []
    for index, sign in enumerate(text, start=1):
        if index in places and sign <= "\x08":
            out.append(f"%{ord(sign) + 1}")
        elif sign >= " " and not "\ud800" <= sign <= "\udfff" and sign not in "\ufffe\uffff":
            out.append(sign)
    return "".join(out)


def _add(parent: etree._Element, name: str, value: str) -> None:
    etree.SubElement(parent, W + name).set(_VAL, value)
