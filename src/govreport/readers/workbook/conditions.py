"""Rules that set cells otherwise than their style does (条件格式), in whichever format.

What such a rule asks for is not reckoned, but for a comparison with a number. Where it may hold
and would strike the text, lose it in its ground or write it otherwise, the text is in doubt.

>>> white = Change(colour=(255, 255, 255))
>>> zeros = Rule((Merge(0, 0, 9, 9),), white, Test("equal", (0.0,)))
>>> [
...     Rules([zeros]).applied(SheetCell(text, Style().look), 0, 0, Style(), float(text)).doubt
...     for text in "07"
... ]
[<Doubt.COLOUR: 'colour'>, None]
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from govreport.document import Doubt
from govreport.errors import LimitExceeded
from govreport.readers.seen import Colour
from govreport.readers.workbook.formats import show, show_text
from govreport.readers.workbook.ink import Font, Style, look_of
from govreport.readers.workbook.page import Merge, SheetCell

__all__ = ["Change", "Rule", "Rules", "Test"]

#: Rules are looked through for those of a row; hostile ones are for all rows, many times.
_MOST_LOOKS = 20_000_000

_COMPARED: dict[str, Callable[[float, float], bool]] = {
    "equal": operator.eq,
    "notEqual": operator.ne,
    "greaterThan": operator.gt,
    "greaterThanOrEqual": operator.ge,
    "lessThan": operator.lt,
    "lessThanOrEqual": operator.le,
}


class Change(Struct, frozen=True):
    """What a rule makes of a cell; ``None`` leaves it as it is.

    ``ground`` counts where ``fills`` is set; ``bare``: icons or bars stand instead of the value.
    """

    struck: bool | None = None
    colour: Colour | str | None = None
    fills: bool = False
    ground: Colour | str | None = None
    code: str | None = None
    bare: bool = False

    def doubt(self, style: Style, text: str, value: float | None) -> Doubt | None:
        """Why the text of a cell is not to be believed if the rule holds for it."""
        if self.bare:
            return Doubt.OBJECT
        was = style.font
        struck = was.struck if self.struck is None else self.struck
        font = Font(struck, was.shift, self.colour or was.colour, was.size, was.bold)
        look = look_of(font, self.ground if self.fills else style.ground, crossed=style.crossed)
        if look.struck:
            return Doubt.COVERED
        if look.unseen:
            return Doubt.COLOUR
        if self.code is not None:
            written = show_text(text, self.code) if value is None else show(value, self.code).text
            return Doubt.COLOUR if written != text else look.doubt
        return look.doubt


class Test(Struct, frozen=True):
    """A comparison of a cell with numbers: two of them for ``between`` and ``notBetween``."""

    name: str
    numbers: tuple[float, ...]

    def fails(self, value: float | None) -> bool:
        """Whether it surely does not hold; it may for a text."""
        if value is None:
            return False
        if self.name in _COMPARED and self.numbers:
            return not _COMPARED[self.name](value, self.numbers[0])
        if self.name in ("between", "notBetween") and len(self.numbers) == 2:
            inside = min(self.numbers) <= value <= max(self.numbers)
            return inside == (self.name == "notBetween")
        return False


class Rule(Struct, frozen=True):
    """A rule, the areas that it is for, and its test where it is one that can be reckoned."""

    areas: tuple[Merge, ...]
    change: Change
    test: Test | None = None


class Rules:
    """The rules of one sheet."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = [(area, rule) for rule in rules for area in rule.areas]
        self._row, self._of_row = -1, list[tuple[Merge, Rule]]()
        self._looks = 0

    def applied(
        self, cell: SheetCell, row: int, column: int, style: Style, value: float | None
    ) -> SheetCell:
        """The cell, in doubt if a rule may hide, strike or rewrite its text.

        Raises:
            LimitExceeded: rules for too many rows.
        """
        for area, rule in self._for(row):
            if area.left <= column <= area.right and not (rule.test and rule.test.fails(value)):
                doubt = rule.change.doubt(style, cell.text, value)
                if doubt is not None and cell.text.strip() and cell.doubt is None:
                    return replace(cell, doubt=doubt)
        return cell

    def __bool__(self) -> bool:
        return bool(self._rules)

    def _for(self, row: int) -> list[tuple[Merge, Rule]]:
        if row != self._row:
            self._looks += len(self._rules)
            if self._looks > _MOST_LOOKS:
                raise LimitExceeded("conditional formats for too many rows")
            self._row = row
            self._of_row = [(a, rule) for a, rule in self._rules if a.top <= row <= a.bottom]
        return self._of_row
