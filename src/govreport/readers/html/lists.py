"""Numbers that a browser puts in front of the items of an ordered list.

>>> marker("decimal", 3), marker("lower-alpha", 28), marker("cjk-ideographic", 21)
('3.', 'ab.', '二十一、')
"""

from __future__ import annotations

from lxml import etree
from msgspec import Struct

from govreport.readers.html.tree import declarations
from govreport.zh.ooxml_numbers import format_word_number

__all__ = ["ListFrame", "marker"]

_TYPES = {
    "1": "decimal",
    "a": "lower-alpha",
    "A": "upper-alpha",
    "i": "lower-roman",
    "I": "upper-roman",
}
_CHINESE = (
    "cjk-ideographic",
    "simp-chinese-formal",
    "simp-chinese-informal",
    "trad-chinese-formal",
    "trad-chinese-informal",
)


class ListFrame(Struct):
    """An ``ol`` or ``ul`` while it is read."""

    style: str
    number: int
    step: int

    @classmethod
    def of(cls, element: etree._Element) -> ListFrame:
        """Read the attributes of a list."""
        css = declarations(element.get("style") or "")
        styled = css.get("list-style-type") or css.get("list-style", "").partition(" ")[0]
        if element.tag != "ol":
            return cls(styled if styled.endswith("decimal") else "none", 1, 1)
        style = styled or _TYPES.get(element.get("type", "1"), "decimal")
        step = -1 if element.get("reversed") is not None else 1
        first = 1
        if step < 0:
            first = sum(1 for _ in element.iterchildren("li"))
        return cls(style, _integer(element.get("start"), first), step)

    def next(self, item: etree._Element) -> str:
        """The marker of the next item; empty for bullets."""
        number = _integer(item.get("value"), self.number)
        self.number = number + self.step
        style = _TYPES.get(item.get("type", ""), self.style)
        return marker(style, number)


def marker(style: str, number: int) -> str:
    """The number as shown before an item, with its point; empty for bullets."""
    if style in ("none", "disc", "circle", "square"):
        return ""
    if style in _CHINESE:
        return format_word_number(number, "chineseCountingThousand") + "、"
    if style in ("lower-alpha", "lower-latin", "upper-alpha", "upper-latin") and number > 0:
        text = _letters(number)
        return f"{text.upper() if style.startswith('upper') else text}."
    if style in ("lower-roman", "upper-roman") and 0 < number < 4000:
        return format_word_number(number, f"{style[:5]}Roman") + "."
    if style == "decimal-leading-zero":
        return f"{number:02d}."
    return f"{number}."


def _integer(written: str | None, default: int) -> int:
    text = (written or "").strip()
    digits = text.removeprefix("-")
    if digits.isascii() and digits.isdigit() and len(digits) <= 9:
        return int(text)
    return default


def _letters(number: int) -> str:
    text = ""
    while number > 0:
        number, letter = divmod(number - 1, 26)
        text = chr(ord("a") + letter) + text
    return text
