r"""The style sheet of an RTF file, as far as it says how text looks.

Word says again at each run what its styles say; others leave it at the style's number.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from govreport.readers.word.rtf.state import LOOK_WORDS

__all__ = ["BASE", "STYLE_WORDS", "Style", "StyleSheet"]

#: Words that name a paragraph style or a character style.
STYLE_WORDS = frozenset(("s", "cs"))
BASE = "sbasedon"
#: Longer chains of styles are cycles.
_LONGEST_CHAIN = 32
_MOST = 10_000


class Style(Struct):
    """A style while it is read: its number, that of the one it is based on, and its words."""

    number: int = 0
    base: int | None = None
    looks: list[tuple[str, int | None]] = []

    def take(self, word: str, number: int | None) -> None:
        """Take a word of its definition."""
        if word in STYLE_WORDS:
            self.number = number or 0
        elif word == BASE:
            self.base = number
        elif word in LOOK_WORDS:
            self.looks.append((word, number))


class StyleSheet(Struct):
    """Styles by their number, which those of paragraphs and of characters share."""

    _styles: dict[int, Style] = {}

    def add(self, style: Style) -> None:
        """Add a style."""
        if len(self._styles) < _MOST:
            self._styles[style.number] = style

    def looks(self, word: str, number: int) -> Iterator[tuple[str, int | None]]:
        """Yield the words that a style says of how text looks, its base's first."""
        chain: list[Style] = []
        style = self._styles.get(number)
        while style is not None and len(chain) < _LONGEST_CHAIN:
            chain.append(style)
            style = self._styles.get(style.base) if style.base is not None else None
        for each in reversed(chain):
            yield from each.looks
