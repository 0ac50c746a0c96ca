"""What a label of a heading is; :mod:`govreport.zh.numbering` reads and writes them."""

from __future__ import annotations

import enum

from govreport.record import record

__all__ = ["Label", "Style"]


class Style(enum.StrEnum):
    """How a label is written; each with an example."""

    PART = "part"  # 第一部分, 第一编
    CHAPTER = "chapter"  # 第一章
    SECTION = "section"  # 第二节
    ARTICLE = "article"  # 第三条
    CHINESE = "chinese"  # 一、
    CHINESE_PAREN = "chinese_paren"  # （一）, ㈠
    DECIMAL = "decimal"  # 1. ⒈
    DECIMAL_PATH = "decimal_path"  # 1.2.3
    DECIMAL_PAREN = "decimal_paren"  # （1）, ⑴
    DECIMAL_HALF = "decimal_half"  # 1）
    CIRCLED = "circled"  # ①
    LETTER = "letter"  # a. （a）
    ROMAN = "roman"  # I. Ⅰ、


_LEVELS = {
    Style.PART: 0,
    Style.CHAPTER: 1,
    Style.SECTION: 2,
    Style.ARTICLE: 3,
    Style.CHINESE: 3,
    Style.CHINESE_PAREN: 4,
    Style.DECIMAL: 5,
    Style.DECIMAL_PAREN: 6,
    Style.DECIMAL_HALF: 7,
    Style.CIRCLED: 7,
    Style.LETTER: 8,
    Style.ROMAN: 8,
}


@record
class Label:
    """A label as written, with its place in the text that was passed in.

    ``number`` is the last part of ``path``, which has more than one for DECIMAL_PATH only.
    ``text`` ends with the delimiter; ``end`` stands behind the blanks that follow it.
    """

    text: str
    number: int
    path: tuple[int, ...]
    style: Style
    start: int
    end: int

    @property
    def level(self) -> int:
        """Nesting rank by convention, 0 (PART) to 8 (LETTER): the smaller is the outer."""
        if self.style is Style.DECIMAL_PATH:
            return min(4 + len(self.path), 8)
        return _LEVELS[self.style]
