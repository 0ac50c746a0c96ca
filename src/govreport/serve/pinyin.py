"""Names by the letters that their characters begin with in pinyin: ``yyqkjj`` finds 云浦区科技局.

A character that is read in several ways answers to each of them (乐 is l and y).
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence, Set

from attrs import frozen
from pypinyin import Style, pinyin

__all__ = ["Names", "letters"]


@functools.cache
def letters(character: str) -> Set[str]:
    """Return the letters that a character can begin with, itself where it is no Chinese one.

    >>> sorted(letters("乐")), sorted(letters("A"))
    (['l', 'y'], ['a'])
    """
    found = pinyin(character, style=Style.FIRST_LETTER, heteronym=True, errors="ignore")
    return frozenset(one[0] for one in found[0] if one) if found else frozenset({character.lower()})


@frozen
class Names:
    """Names that can be looked for, each with what it is the name of."""

    entries: Sequence[tuple[str, Sequence[Set[str]]]]

    @classmethod
    def of(cls, names: Iterable[str]) -> Names:
        """Prepare names."""
        return cls([(name, [letters(character) for character in name]) for name in names])

    def find(self, text: str) -> list[str]:
        """Return the names that hold a text, or whose letters do: those that begin with it first.

        >>> Names.of(["云浦区科技局", "望桐区水务局"]).find("ypqk")
        ['云浦区科技局']
        """
        wanted = "".join(text.lower().split())
        if not wanted:
            return [name for name, _ in self.entries]
        found = []
        for name, initials in self.entries:
            at = name.lower().find(wanted)
            if at < 0 and wanted.isascii():
                at = _at(initials, wanted)
            if at >= 0:
                found.append((at, len(name), name))
        return [name for _, _, name in sorted(found)]


def _at(initials: Sequence[Set[str]], wanted: str) -> int:
    """Where the letters stand in a name, -1 where they do not."""
    for start in range(len(initials) - len(wanted) + 1):
        if all(letter in initials[start + n] for n, letter in enumerate(wanted)):
            return start
    return -1
