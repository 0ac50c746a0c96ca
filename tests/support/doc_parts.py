"""Parts of the Word 97 files that tests write: style sheet, fonts, lists."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence

from attrs import frozen

__all__ = ["LISTS", "Level", "Style", "font_table", "lists", "style_sheet"]

#: Places in the head of the file.
LISTS, INSTANCES = 73, 74


@frozen(kw_only=True)
class Style:
    """A paragraph style (kind 1) or character style (kind 2)."""

    name: str
    identifier: int = 0x0FFE
    kind: int = 1
    base: int = 0x0FFF
    paragraph: bytes = b""
    character: bytes = b""


@frozen(kw_only=True)
class Level:
    """A level of a list; in ``text`` ``%1`` is the number of the first level. What follows it is a
    tab (0), a blank (1) or nothing (2)."""

    text: str
    format: int = 0
    start: int = 1
    flags: int = 0
    restart: int = 0
    follow: int = 2
    character: bytes = b""


def style_sheet(styles: Mapping[int, Style]) -> bytes:
    """Return the styles by their numbers; 0 is there without being asked for."""
    styles = {0: Style(name="Normal", identifier=0), **styles}
    count = max(15, *(number + 1 for number in styles))
    out = struct.pack("<H9H", 18, count, 10, 1, 91, 15, 0, 0, 0, 0)
    for number in range(count):
        std = _style(styles[number]) if number in styles else b""
        out += struct.pack("<H", len(std)) + std
    return out


def _style(style: Style) -> bytes:
    parts = [style.character]
    if style.kind == 1:
        parts = [struct.pack("<H", 0) + style.paragraph, style.character]
    out = struct.pack("<5H", style.identifier, style.kind | style.base << 4, len(parts), 0, 0)
    out += struct.pack("<H", len(style.name)) + (style.name + "\0").encode("utf-16-le")
    for part in parts:
        out += struct.pack("<H", len(part)) + part + bytes(len(part) & 1)
    return out


def font_table(*names: str) -> bytes:
    """Return the fonts, numbered from 0."""
    out = struct.pack("<2H", len(names), 0)
    for name in names:
        entry = bytes(39) + (name + "\0").encode("utf-16-le")
        out += bytes([len(entry)]) + entry
    return out


def lists(
    definitions: Sequence[Sequence[Level]],
    instances: Sequence[tuple[int, Mapping[int, int | Level]]],
    *,
    linked: Mapping[tuple[int, int], int] | None = None,
) -> tuple[dict[int, bytes], bytes]:
    """Return the parts of lists and what stands behind them, for :func:`doc`.

    Instances name a definition, and levels to begin anew at a number or to replace. ``linked`` are
    the styles of levels, by definition and level.
    """
    heads, behind = b"", b""
    for number, levels in enumerate(definitions):
        styles = [(linked or {}).get((number, level), 0x0FFF) for level in range(9)]
        heads += struct.pack("<2I9H2B", 100 + number, 0, *styles, len(levels) == 1, 0)
        full = levels if len(levels) in (1, 9) else [*levels, *[Level(text="")] * (9 - len(levels))]
        behind += b"".join(map(_level, full))
    table, overrides = struct.pack("<I", len(instances)), b""
    for definition, changed in instances:
        table += struct.pack("<3I4B", 100 + definition, 0, 0, len(changed), 0, 0, 0)
        overrides += struct.pack("<I", 0xFFFFFFFF)
        for level, change in changed.items():
            if isinstance(change, Level):
                overrides += struct.pack("<2I", change.start, level | 0x30) + _level(change)
            else:
                overrides += struct.pack("<2I", change, level | 0x10)
    parts = {LISTS: struct.pack("<H", len(definitions)) + heads, INSTANCES: table + overrides}
    return parts, behind


def _level(level: Level) -> bytes:
    text, places = "", []
    rest = level.text
    while rest:
        if rest[0] == "%" and rest[1:2].isdigit():
            text += chr(int(rest[1]) - 1)
            places.append(len(text))
            rest = rest[2:]
        else:
            text, rest = text + rest[0], rest[1:]
    out = struct.pack("<I2B", level.start, level.format, level.flags)
    out += bytes(places).ljust(9, b"\0") + bytes([level.follow]) + bytes(8)
    out += bytes([len(level.character), 0, level.restart, 0]) + level.character
    return out + struct.pack("<H", len(text)) + text.encode("utf-16-le")
