"""Text tables whose cells are parted by spaces, one or more: rows told by units and figures.

A row is a label with figures behind it; several of them make a table, or a line of headings with as
many words as the row has cells. Blank cells are gone: a row that lacks figures stays short, and
nothing here says which of them are missing.

>>> lines = ["信息内容 本年制发件数 本年废止件数", "规章 1 0", "规范性文件 2"]
>>> with_figures(lines, 0, 0).rows
(('信息内容', '本年制发件数', '本年废止件数'), ('规章', '1', '0'))
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence

from msgspec import Struct

from govreport.readers.text.cells import (
    LINE_LENGTH,
    is_caption,
    is_form_field,
    is_label,
    is_numbered,
    is_odd_figure,
    is_open,
    is_over_all,
    is_prose,
    is_quantity,
    is_rule,
    is_unit,
    plain,
)
from govreport.readers.text.rows import LONE_LABELS, Found, Run, follow, is_lone_label, joined
from govreport.zh.page import is_page_number
from govreport.zh.patterns import lazy_pattern
from govreport.zh.tables import heads_labels

__all__ = ["in_panels", "with_figures", "with_units"]

#: Rows of label, unit and figure that a run needs; rows of label and several figures.
UNIT_RUN = 3
FIGURES_RUN = 2
#: Figures that make a line a row of a table by itself, or stand under several lines of headings.
LONE_FIGURES = 5
#: Lines that headings take at most.
HEADING_LINES = 4

_WORD = lazy_pattern(r"\S++")
_GAP = lazy_pattern(r"[ \xa0\u3000]{2,}+")


# Label, unit, figure.


def with_units(lines: Sequence[str], at: int, floor: int) -> Found | None:
    headed = len(_known_heading(lines[at])) == 3
    if not headed and not _unit_row(lines[at]):
        return None
    run = follow(lines, at, lambda n: 3 if n == at or _loose_unit_row(lines[n]) else 0)
    reached = run.end
    _end_with(run, lambda n: bool(_unit_row(lines[n]) or _without_label(lines[n])))
    cells = {n: _loose_unit_row(lines[n]) or _heading(lines[n]) for n in run.rows}
    again = [n for n in run.labels if len(_known_heading(lines[n])) == 3]
    run.rows += again
    cells |= {n: _heading(lines[n]) for n in again}
    run.labels = [n for n in run.labels if n not in cells]
    complete = sum(len(row) == 3 and bool(_unit_row(lines[n])) for n, row in cells.items())
    if complete < (1 if headed else UNIT_RUN):
        return Found(at, run.end if complete else reached)
    return joined(run, lines, cells)


def _unit_row(line: str) -> list[str]:
    """Cut ``label 条 260`` (three cells), a group row ``label ——`` or ``label 条`` (two)."""
    label, figures = _cut_figures(line)
    words = label.rsplit(None, 2)
    row: list[str] = []
    if len(words) > 1 and len(figures) <= 1 and is_unit(words[-1]):
        row = [label[: -len(words[-1])].rstrip(), words[-1], *figures]
    elif len(figures) in (1, 2) and is_unit(figures[0]):
        row = [label, *figures]
    elif len(words) == 3 and not figures and is_unit(words[1]) and is_odd_figure(words[2]):
        row = [words[0], words[1], words[2]]
    return row if row and row[0].strip() and is_label(row[0]) else []


def _loose_unit_row(line: str) -> list[str]:
    """The same within a table, where a row may also lack its unit, or its label."""
    label, *figures = _figure_row(line) or [""]
    without = [label, "", *figures] if label and len(figures) == 1 else []
    return _unit_row(line) or _without_label(line) or without


def _without_label(line: str) -> list[str]:
    """A unit and a figure, and nothing else on the line."""
    words = line.split()
    alone = len(words) == 2 and is_unit(words[0]) and is_quantity(words[1])
    return ["", *words] if alone else []


# The same in panels side by side.


def in_panels(lines: Sequence[str], at: int, floor: int) -> Found | None:
    """Rows of two panels, each of label, unit and figure, or of label and figure."""
    words = _known_heading(lines[at])
    width = len(words) // 2
    if width not in (2, 3) or words[:width] != words[width:]:
        return None
    run = follow(lines, at, lambda n: 1 if n == at or _panels(lines[n], width) else 0)
    reached = run.end
    _end_with(run, lambda n: any(_panels(lines[n], width)[1::width]))
    if len(run.rows) < 2:
        return Found(at, reached)
    return joined(run, lines, {n: _panels(lines[n], width) or words for n in run.rows})


def _panels(line: str, width: int) -> list[str]:
    """The cells of a row in two panels, blank ones filled in; ``[]`` if it is none."""
    if len(line) > LINE_LENGTH:
        return []
    panels: list[list[str]] = []
    for word in line.split():
        here = panels[-1] if panels else []
        if here and len(here) == 1 and width == 3 and is_unit(word):
            here.append(word)
        elif here and len(here) < width and is_quantity(word):
            here += [*[""] * (width - 1 - len(here)), word]
        elif is_quantity(word) or is_unit(word):
            return []
        elif len(here) == 1 and not is_numbered(word):
            here[0] += " " + word
        else:
            panels.append([word])
    labelled = all(is_label(panel[0]) for panel in panels)
    if not labelled or not 0 < len(panels) <= 2 or all(len(panel) == 1 for panel in panels):
        return []
    cells = [cell for panel in panels for cell in [*panel, *[""] * (width - len(panel))]]
    return cells + [""] * (2 * width - len(cells))


# Label and figures, under headings or many of them.


class _Sizes(Struct):
    """How many cells the rows have: as many as the headings last seen, or somewhat fewer."""

    lines: Sequence[str]
    width: int

    def __call__(self, number: int) -> int:
        words = _heading(self.lines[number])
        if words and _fits(words, self.lines, number + 1):
            self.width = len(words)
            return 1
        size = len(_figure_row(self.lines[number]))
        short = 3 <= size < self.width <= 2 * size
        return 1 if size > 1 and (size == self.width or short) else 0


def with_figures(lines: Sequence[str], at: int, floor: int) -> Found | None:
    top, headings = _headings(lines, at)
    first = headings[-1] if headings else at
    if not headings and (top > at or len(_figure_row(lines[at])) < 2):
        return None
    size = _first_size(lines, first, headings)
    run = follow(lines, first, _Sizes(lines, size))
    _end_with(run, lambda n: bool(_figure_row(lines[n])))
    figures = [n for n in run.rows if _figure_row(lines[n])]
    if not figures:
        return None
    cells = {n: _figure_row(lines[n]) or _heading(lines[n]) for n in run.rows}
    if not headings:
        lone = len(figures) == 1 and not cells[figures[0]][0] and size > LONE_FIGURES
        if not lone and (size < 3 or len(figures) < FIGURES_RUN):
            # Headings further down may make a table of what follows them.
            return Found(at, next((n for n in run.rows if not _figure_row(lines[n])), run.end))
        if not cells[at][0]:
            _take_label_above(run, lines, floor)
    if not any(cells[n][0] for n in figures) and not run.labels:
        cells |= {n: cells[n][1:] for n in figures}
    for number in headings[:-1]:
        run.rows.append(number)
        cells[number] = _heading(lines[number])
    run.labels += range(at, top)
    run.start = min(run.start, at)
    return joined(run, lines, cells)


def _headings(lines: Sequence[str], at: int) -> tuple[int, list[int]]:
    """The line after a caption, if one stands at ``at``, and the lines of headings from there.

    They are headings if the first row below has as many cells; or, over several lines, if they are
    no fewer than its figures, which are many. Over these a heading of all columns may stand.
    """
    if not is_over_all(lines[at]):
        top = at + 1 if is_caption(lines[at]) else at
        return top, _lines_of_headings(lines, top)
    below = _below(lines, at)
    found = _lines_of_headings(lines, below)
    return (below, found) if len(found) > 1 else (at, [])


def _lines_of_headings(lines: Sequence[str], top: int) -> list[int]:
    found: list[int] = []
    here, words = top, 0
    while len(found) <= HEADING_LINES and here < len(lines) and (now := _heading(lines[here])):
        found.append(here)
        words += len(now)
        here = _below(lines, here)
    if not found or len(found) > HEADING_LINES:
        return []
    if len(found) == 1:
        return found if _fits(_heading(lines[found[0]]), lines, here) else []
    figures = len(_figure_row(lines[here])) - 1 if here < len(lines) else 0
    return found if LONE_FIGURES <= figures <= words else []


def _fits(words: Sequence[str], lines: Sequence[str], at: int) -> bool:
    """Whether a row from line ``at`` on has as many cells as there are headings.

    Under a known heading it may be somewhat shorter, or follow labels of groups.
    """
    known = _is_known(words[0])
    if len(words) == 2 and not known:
        return False
    for _ in range(LONE_LABELS + 1):
        at = _below(lines, at - 1)
        if at >= len(lines):
            return False
        size = len(_figure_row(lines[at]))
        if size:
            return size == len(words) or (known and 3 <= size < len(words) <= 2 * size)
        if not known or not is_lone_label(lines[at]):
            return False
        at += 1
    return False


def _first_size(lines: Sequence[str], first: int, headings: Sequence[int]) -> int:
    if len(headings) == 1:
        return len(_heading(lines[first]))
    return len(_figure_row(lines[_below(lines, first) if headings else first]))


def _below(lines: Sequence[str], at: int) -> int:
    """The next line, over at most one blank line."""
    return at + 2 if at + 1 < len(lines) and not lines[at + 1].strip() else at + 1


def _take_label_above(run: Run, lines: Sequence[str], floor: int) -> None:
    """Take the line above a first row of bare figures, if rows and labels take turns."""
    above = run.start - 1
    takes_turns = len(run.rows) > 1 and bool(run.labels) and run.labels[0] < run.rows[1]
    if above < floor or not is_label(lines[above]):
        return
    if takes_turns or is_open(lines[above]):
        run.labels.append(above)
        run.start = above


# Lines.


def _figure_row(line: str) -> list[str]:
    """Cut a line into its label, ``""`` if it has none, and the figures at its end."""
    label, figures = _cut_figures(line)
    return [label, *figures] if figures and (not label or is_label(label)) else []


# Each of the layouts asks for the same line, some of them several times.
@functools.lru_cache(maxsize=4_096)
def _cut_figures(line: str) -> tuple[str, tuple[str, ...]]:
    skipped = len(line) > LINE_LENGTH or is_page_number(line) or is_rule(line)
    words = [] if skipped else list(_WORD.finditer(line))
    count = len(words)
    while count and is_quantity(words[count - 1].group()):
        count -= 1
    label = line[: words[count - 1].end()] if count else ""
    if is_form_field(label):
        return "", ()
    return label, tuple(word.group() for word in words[count:])


@functools.lru_cache(maxsize=4_096)
def _heading(line: str) -> list[str]:
    """The words of a line that may be headings, two or more and no figure; else ``[]``.

    Where gaps part words, single spaces do not; letters spread over a heading are one word.
    """
    if len(line) > LINE_LENGTH or "\t" in line or is_numbered(line) or is_form_field(line):
        return []
    words: list[str] = []
    text = line.strip()
    for word in _GAP.split(text) if _GAP.search(text) else text.split():
        if words and len(plain(word)) == 1 and _is_spread(words[-1]) and _is_spread(word):
            words[-1] += " " + word
        else:
            words.append(word)
    no_heading = any(
        is_prose(word) or is_quantity(word) or word[-1] in "，,、：:" for word in words
    )
    return words if len(words) > 1 and not no_heading else []


def _known_heading(line: str) -> list[str]:
    """Headings of which the first is one that tables of any kind have: 项目, 统计指标."""
    words = _heading(line)
    return words if words and _is_known(words[0]) else []


def _is_known(word: str) -> bool:
    return heads_labels(plain("".join(word.split())))


def _is_spread(text: str) -> bool:
    """Whether each letter stands alone, as in 统 计 数."""
    return all(len(part) == 1 and "\u4e00" <= part <= "\u9fff" for part in plain(text).split())


def _end_with(run: Run, is_row: Callable[[int], bool]) -> None:
    """Drop what follows the last true row of a run; its first line stays."""
    while len(run.rows) > 1 and not is_row(run.rows[-1]):
        run.rows.pop()
    run.end = run.rows[-1] + 1
    run.labels = [number for number in run.labels if number < run.end]
