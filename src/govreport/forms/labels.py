"""Labels of rows and columns, made comparable.

Numbering, 其中：, widths, spaces, quotation marks and punctuation do not tell one official label
from another; the words do.
"""

from __future__ import annotations

import functools

from msgspec import Struct

from govreport.forms.wording import wording
from govreport.zh.numbering import Label, parse_label
from govreport.zh.patterns import lazy_pattern
from govreport.zh.text import OPENING, label_key, squeeze, strip_notes, to_simplified
from govreport.zh.units import table_units

__all__ = ["RowLabel", "keys", "keys_joined", "read_label", "squeezed", "unit_in"]

#: Longer texts are prose, not labels; the bound also keeps hostile cells cheap.
MAX_LENGTH = 200
BRACKETS = frozenset(OPENING)

#: （单位：万元）, 单位：件, （万元）
UNIT_NOTE = lazy_pattern(r"(?:单位[:：]?|[(（\[])(?P<unit>\p{Han}{1,3})(?=[)）\]]|$)")


class RowLabel(Struct, frozen=True):
    """A row's label taken apart: its numbering, 其中：, the words, and the words without notes."""

    number: Label | None
    of_which: bool
    key: str
    short_key: str

    @property
    def keys(self) -> tuple[str, str]:
        """The keys to look it up by, the fuller first."""
        return (self.key, self.short_key)


@functools.lru_cache(maxsize=16_384)
def read_label(text: str) -> RowLabel:
    """Take a row's label apart."""
    words = squeezed(text[:MAX_LENGTH])
    number = parse_label(words)
    if number is not None:
        words = words[number.end :]
    of_which = False
    for word in wording().of_which:
        if words.startswith(word):
            of_which = True
            words = words.removeprefix(word).lstrip("：:，,")
            break
    if of_which and number is None:
        # 其中：1.… carries its number behind the mark.
        number = parse_label(words)
        words = words[number.end :] if number else words
    return RowLabel(number, of_which, *keys(words))


# The cells of a row are compared for each layout that is tried.
@functools.lru_cache(maxsize=4_096)
def squeezed(text: str) -> str:
    """Return a cell's text without spaces and line breaks, to compare or to show."""
    return squeeze(text).text


@functools.lru_cache(maxsize=16_384)
def keys(text: str) -> tuple[str, str]:
    """Return the comparison keys of a label without numbering: in full, and without notes."""
    return label_key(text), label_key(strip_notes(text))


def keys_joined(one: str, other: str) -> tuple[str, str]:
    """Return the keys of two texts one behind the other.

    >>> keys_joined("商业", "企业") == keys("商业企业")
    True
    """
    if not (BRACKETS.isdisjoint(one) and BRACKETS.isdisjoint(other)):
        return keys(one + other)
    key = keys(one)[0] + keys(other)[0]
    return key, key


@functools.lru_cache(maxsize=16_384)
def unit_in(text: str) -> str | None:
    """Return the unit that a label or heading states in a note（单位：万元）, ``None`` if none."""
    notes = UNIT_NOTE.finditer(to_simplified(squeezed(text[:MAX_LENGTH])))
    return next((note["unit"] for note in notes if note["unit"] in table_units()), None)
