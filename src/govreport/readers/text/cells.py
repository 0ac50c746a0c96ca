"""What a word or a cell of flattened text looks like: a figure, a unit, a label, prose.

Letters are folded first, so radicals for ideographs, full-width digits, traditional characters and
invisible ones make no difference. Nothing here knows the official forms.

>>> is_figure("1,234"), is_figure("↑3"), is_figure("——"), is_figure("3件"), is_quantity("3件")
(True, True, True, False, True)
"""

from __future__ import annotations

import functools
from collections.abc import Sequence

import regex

from govreport.zh.patterns import lazy_pattern
from govreport.zh.tables import table_words
from govreport.zh.text import any_of, fold, to_simplified
from govreport.zh.units import table_units

__all__ = [
    "LABEL_LENGTH",
    "LINE_LENGTH",
    "WORD_LENGTH",
    "is_caption",
    "is_figure",
    "is_form_field",
    "is_label",
    "is_no_row",
    "is_note",
    "is_numbered",
    "is_odd_figure",
    "is_open",
    "is_over_all",
    "is_prose",
    "is_quantity",
    "is_rule",
    "is_section",
    "is_unit",
    "is_value",
    "plain",
]

#: A cell of flattened text, and a line that may be a row's label alone, are no longer than this.
LABEL_LENGTH = 60
#: An odd figure such as 约20, and a heading over all columns, are no longer than this.
WORD_LENGTH = 10
#: Longer lines are not looked at for words and gaps.
LINE_LENGTH = 1000

_NONE = any_of(table_words().not_applicable)
_DASH = r"(?:[-—–―]++|/)"
_SIGN = any_of((*table_words().fewer, *table_words().more))
_NUMBER = rf"(?:[-+−]|{_SIGN})?[\d〇○O][\d,.，O]*+%?"
_UNITS = any_of([*table_units(), "%"])
_HAN = "一二三四五六七八九十百"
_FIGURE = lazy_pattern(rf"{_NUMBER}|{_DASH}|{_NONE}", regex.I)
_QUANTITY = lazy_pattern(rf"(?:{_NUMBER})(?:{_UNITS})?|{_DASH}|{_NONE}", regex.I)
_UNIT = lazy_pattern(rf"{_UNITS}|{_DASH}")
_FORM_FIELD = lazy_pattern(
    r"\s*+(?:(?:填报|填表|单位)[^：:]{0,10}[：:]|(?!其\s?中)[^：:（(\d]{1,8}[：:]\s*+\S)"
)
_NUMBER_ALONE = lazy_pattern(
    rf"\s*+(?:第?[{_HAN}]++[、．.章节条]?|[（(][{_HAN}\d]++[)）]|\d++[、.)）]?|[•·●◆■-])\s*+"
)
_NUMBERED = lazy_pattern(
    rf"""
    \s*+(?:
        [{_HAN}]++ (?: \s*+ [、．.] | \s )      # 一、 and 一 before a gap
        | 第[{_HAN}\d]++[章节部编]
        | [（(] [{_HAN}\d]++ [)）]
        | \d++ (?: [、.)）] (?!\d) | \s )
        | [①-⑳㈠-㈩]
    )
    """,
    regex.VERBOSE,
)
_NOTE = lazy_pattern(rf"\s*+[（(](?![{_HAN}\d]{{1,3}}[)）])")
_PROSE_END = lazy_pattern(r"[。！？；!?;]\s*+$")
#: A reference to an article of law, alone on a line, is the caption of what follows.
_CAPTION = lazy_pattern(
    r"\s*+第[零〇一二三四五六七八九十百\d]{1,6}条\s*+"
    r"(?:第?[（(]?[一二三四五六七八九十\d]{1,3}[)）]?[款项目]\s*+){1,3}"
)
#: What a converter draws under headings: no figures that are missing.
_RULE = lazy_pattern(r"\s*+(?:[-=]{3,}+\s*+)++")
_ODD = lazy_pattern(r"\d|\A[^\p{L}\p{N}]++\Z")
_OVER_ALL = lazy_pattern(r"[\p{Han}、]++")
_SECTION = lazy_pattern(rf"\s*+[{_HAN}]{{1,3}}[、．.]")


@functools.lru_cache(maxsize=4_096)
def plain(text: str) -> str:
    """Fold widths and look-alikes, and simplify, to look at letters; the text itself is kept."""
    return to_simplified(fold(text).text)


def is_figure(text: str) -> bool:
    """Whether a word is a figure, a dash in place of one, or 无."""
    return _FIGURE.fullmatch(plain(text).strip()) is not None


def is_quantity(text: str) -> bool:
    """Whether a word is a figure, with its unit or without."""
    return _QUANTITY.fullmatch(plain(text).strip()) is not None


def is_value(text: str) -> bool:
    """What stands in a column of figures: one with or without its unit, a dash, or nothing."""
    return not text.strip() or is_quantity(text)


def is_unit(text: str) -> bool:
    """单位, as a cell or word by itself; a group row has a dash there."""
    return _UNIT.fullmatch(plain(text).strip()) is not None


def is_form_field(text: str) -> bool:
    """A field of a form or page (填报人：…); labels of rows have a colon only after 其中."""
    return _FORM_FIELD.match(plain(text[:LABEL_LENGTH])) is not None


def is_numbered(text: str) -> bool:
    """Whether a text begins with a number as headings and rows do."""
    return _NUMBERED.match(plain(text[:LABEL_LENGTH])) is not None


def is_section(text: str) -> bool:
    """Whether a text begins as the heading of a section does: 三、."""
    return _SECTION.match(plain(text[:LABEL_LENGTH])) is not None


def is_note(text: str) -> bool:
    """Whether a text begins with a bracket that is no numbering."""
    return _NOTE.match(plain(text[:LABEL_LENGTH])) is not None


def is_caption(line: str) -> bool:
    """Whether a line is a reference to an article of law and nothing else."""
    return _CAPTION.fullmatch(plain(line[:LINE_LENGTH])) is not None


def is_over_all(line: str) -> bool:
    """Whether a line is one short word that may head all columns."""
    word = line.strip()
    return 1 < len(word) <= WORD_LENGTH and _OVER_ALL.fullmatch(plain(word)) is not None


def is_odd_figure(word: str) -> bool:
    """Whether a word is short and has a digit in it, as 约20 has, or nothing to be read: ■■."""
    return len(word) <= WORD_LENGTH and _ODD.search(plain(word)) is not None


def is_rule(line: str) -> bool:
    """Whether a line only rules off columns: ``--- ------ ---``."""
    return _RULE.fullmatch(line) is not None


def is_open(label: str) -> bool:
    """Whether a bracket is left open: the label goes on elsewhere."""
    opened = sum(label.count(mark) for mark in "（(")
    return opened > sum(label.count(mark) for mark in "）)")


def is_label(line: str) -> bool:
    """Whether a line is short and no sentence."""
    text = line.strip()
    return 0 < len(text) <= LABEL_LENGTH and "。" not in text and not _PROSE_END.search(text)


def is_prose(cell: str) -> bool:
    """Whether a cell is too long, or too much of a sentence, for data."""
    return len(cell.strip()) > LABEL_LENGTH or "。" in cell or _PROSE_END.search(cell) is not None


def is_no_row(cells: Sequence[str]) -> bool:
    """A heading parted from its number, or fields such as 填报人：… beside each other."""
    filled = [cell for cell in cells if cell.strip()]
    if 2 * sum(map(is_form_field, filled)) >= len(filled) > 0:
        return True
    if len(cells) == 2 and _NUMBER_ALONE.fullmatch(plain(cells[0])) and not is_value(cells[1]):
        return True
    return any(_PROSE_END.search(cell) and len(cell) > LABEL_LENGTH for cell in cells)
