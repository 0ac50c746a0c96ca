"""Raised and lowered characters, told by their size and their base line against their neighbours.

They are put on the line of those neighbours, as a note mark is read with what it stands beside.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from govreport.readers.pdf.page.model import Char, singles
from govreport.readers.seen import Look, Shift
from govreport.zh.patterns import lazy_pattern

__all__ = ["with_marks"]

#: What is at most so large beside its neighbour may be a mark.
SMALLER = 0.86
#: So much above the neighbour's base line, in the neighbour's size, it is raised; so much below,
#: lowered. What is as large as its neighbour takes more.
RAISED, LOWERED, SAME = 0.14, 0.07, 0.2
#: No mark is further off.
FURTHEST = 0.95
#: How near a mark is to what it marks, in the size of that.
GAP = 0.6
#: A box reaches this share of the size below the base line.
DESCENT = 0.12
#: Words set small beside others are text.
_WORDS = lazy_pattern(r"\p{Han}")


def with_marks(rows: Sequence[list[Char]]) -> list[list[Char]]:
    """Return rows of characters, from the top, with the marks set beside what they mark."""
    out = [_within(row) for row in rows]
    for upper, lower in pairwise(range(len(out))):
        for marks, text in ((upper, lower), (lower, upper)):
            if out[marks] and out[text]:
                out[marks], out[text] = _moved(out[marks], out[text])
    return [row for row in out if row]


def _within(row: list[Char]) -> list[Char]:
    """A row with those of its characters marked that are off its line."""
    if len(row) < 2:
        return row
    size = max(char.size for char in row)
    if all(char.size > SMALLER * size for char in row) and not _is_uneven(row, size):
        return row
    row = list(singles(row))
    text = _on_line(row, size)
    return [char if char in text else _marked(char, text) for char in row]


def _is_uneven(row: Sequence[Char], size: float) -> bool:
    bases = [_base(char) for char in row]
    return max(bases) - min(bases) >= SAME * size


def _on_line(row: Sequence[Char], size: float) -> list[Char]:
    """The characters that most of the large ones of a row share their base line with."""
    large = [char for char in row if char.size > SMALLER * size]
    bases = sorted(_base(char) for char in large)
    base = bases[len(bases) // 2]
    return [char for char in large if abs(_base(char) - base) < SAME * size]


def _moved(marks: list[Char], text: list[Char]) -> tuple[list[Char], list[Char]]:
    """Two rows after those characters of one that mark the other have gone over to it."""
    size = max(char.size for char in text)
    if min(char.size for char in marks) > size:
        return marks, text
    if not _may_mark(marks, text):
        return marks, text
    marks, text = list(singles(marks)), list(singles(text))
    line = _on_line(text, size)
    top, bottom = min(c.top for c in line), max(c.bottom for c in line)
    over: list[Char] = []
    for char in marks:
        if top < char.y < bottom and not char.text.isspace():
            marked = _marked(char, line + over)
            if marked is not char:
                over.append(marked)
    if not over:
        return marks, text
    gone = {(char.text, char.x0) for char in over}
    stay = [char for char in marks if (char.text, char.x0) not in gone]
    return stay, [*text, *over]


def _may_mark(marks: Sequence[Char], text: Sequence[Char]) -> bool:
    """Whether any of the one row stands at the height of the other."""
    top, bottom = min([char[2] for char in text]), max([char[4] for char in text])
    return any(top < (above + below) / 2 < bottom for _, _, above, _, below, *_ in marks)


def _marked(char: Char, text: Sequence[Char]) -> Char:
    """The character, raised or lowered where it stands beside one of the text, and off its line."""
    if _WORDS.search(char.text) or char.look.shift:
        return char
    near = [c for c in text if _gap(c, char) <= GAP * c.size and _gap(c, char) >= -0.35 * c.size]
    if not near:
        return char
    beside = min(near, key=lambda c: abs(_gap(c, char)))
    if beside.look.shift:
        return _shifted(char, beside, beside.look.shift)
    lift = (_base(beside) - _base(char)) / beside.size
    same = char.size > SMALLER * beside.size
    if (SAME if same else RAISED) <= lift <= FURTHEST:
        return _shifted(char, beside, Shift.RAISED)
    if (SAME if same else LOWERED) <= -lift <= FURTHEST:
        return _shifted(char, beside, Shift.LOWERED)
    return char


def _shifted(char: Char, beside: Char, shift: Shift) -> Char:
    look = Look(char.look.struck, shift, char.look.unseen, char.look.doubt)
    return char._replace(look=look, top=beside.top, bottom=beside.bottom)


def _gap(one: Char, other: Char) -> float:
    """How far apart two characters stand, less than nothing where they overlap."""
    return max(other.x0 - one.x1, one.x0 - other.x1)


def _base(char: Char) -> float:
    return char.bottom - DESCENT * char.size
