"""What stands beside the text of a page or lies over it, and is no part of it.

Text turned by a quarter in the margin (a volume's number, a file mark) and text boxes laid over the
page are read by themselves. Where they stand beside text, they never run into it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from govreport.document import Box
from govreport.readers.pdf.page.lines import Line, lines_of
from govreport.readers.pdf.page.model import LAID_OVER, Char

__all__ = ["Free", "free_lines", "within_cell"]

#: Turned text in the margin is at least so far from the text, in sizes.
MARGIN = 1.5


class Free(NamedTuple):
    """The lines outside of tables, those in the margin, and those laid over others."""

    lines: list[Line]
    turned: list[Line]
    laid: list[Line]


def free_lines(chars: Sequence[Char], tables: Sequence[Box]) -> Free:
    """Return the lines that the characters outside of tables form."""
    if all(char.turn <= 0 and char.source != LAID_OVER for char in chars):
        return Free(lines_of(chars), [], [])
    laid = [char for char in chars if char.source == LAID_OVER]
    turned = [char for char in chars if char.turn > 0 and char.source != LAID_OVER]
    free = Free(lines_of([c for c in chars if c.turn <= 0 and c.source != LAID_OVER]), [], [])
    places = [*tables, *(Box(*line[1:5]) for line in free.lines if line.text)]
    kept: list[Line] = []
    for line in lines_of(turned):
        beside = _is_in_margin(line, places) or _lies_over(line, places)
        (free.turned if places and beside else kept).append(line)
    for line in lines_of(laid):
        level = any(box.top < line.bottom and line.top < box.bottom for box in places)
        (free.laid if level else kept).append(line)
    return free._replace(lines=[*free.lines, *kept])


def within_cell(chars: Sequence[Char]) -> tuple[Sequence[Char], str]:
    """Part the characters of a cell into its own and the text of what was laid over it.

    A text box in an empty cell fills it; beside other text it is none of that.
    """
    laid = [char for char in chars if char[9] == LAID_OVER]
    if not laid:
        return chars, ""
    own = [char for char in chars if char.source != LAID_OVER]
    if not any(char.text.strip() for char in own):
        return chars, ""
    return own, "".join(char.text for char in laid)


def _is_in_margin(line: Line, places: Sequence[Box]) -> bool:
    left = min((box.x0 for box in places), default=0.0)
    right = max((box.x1 for box in places), default=0.0)
    room = MARGIN * line.size
    return line.x1 <= left - room or line.x0 >= right + room


def _lies_over(line: Line, places: Sequence[Box]) -> bool:
    return any(
        box.x0 < line.x1 and line.x0 < box.x1 and box.top < line.bottom and line.top < box.bottom
        for box in places
    )
