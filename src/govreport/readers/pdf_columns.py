"""Tables without verticals: columns told by text that stands in line.

Taken for a table are only lines that end in figures, at least three of them, with the figures one
below the other. A label may run over several lines, above and below its figures; where horizontal
rules part the rows, they decide what belongs together.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

import regex

from govreport.readers.pdf_lines import Line, Part
from govreport.readers.pdf_page import Edge, Leaf
from govreport.readers.pdf_tables import Grid, GridCell, is_figure
from govreport.zh.numbering import parse_label
from govreport.zh.text import squeeze

__all__ = ["aligned_tables"]

#: A table has at least so many lines of figures.
MIN_ROWS = 3
#: So many lines of label at most stand between two lines of figures.
MAX_LABEL_LINES = 3
#: A header has at most so many lines.
MAX_HEADER_LINES = 3
#: Lines further apart than this many line heights are not in one table.
MAX_GAP = 2.5
#: A rule that parts rows is at least this long, in points.
RULE_LENGTH = 100.0

_DASH = regex.compile(r"[-—–－/／]{1,8}+")
_CONTENTS = ("目录", "目次")


def aligned_tables(
    leaf: Leaf, lines: Sequence[Line], edges: Sequence[Edge]
) -> tuple[list[Grid], list[Line]]:
    """Return the tables that the lines form, and the lines that are in none."""
    rules = sorted(e.top for e in edges if not e.vertical and e.x1 - e.x0 >= RULE_LENGTH)
    grids: list[Grid] = []
    rest: list[Line] = []
    position = 0
    while position < len(lines):
        end = _run(lines, position)
        columns = _columns([line for line in lines[position:end] if _ends_in_figure(line)])
        if columns is None or (position and squeeze(lines[position - 1].text).text in _CONTENTS):
            end = max(end, position + 1)
            rest += lines[position:end]
        else:
            body = lines[position:end]
            if _column(columns, body[0].parts[0]) > 0 and rest and _near(rest[-1], body[0]):
                body = [rest.pop(), *body]
            header = _header(rest, body[0], columns)
            del rest[len(rest) - len(header) :]
            rows = [[line] for line in header] + _rows(body, rules, columns)
            grids.append(_grid(leaf, rows, columns))
        position = end
    return grids, rest


def _ends_in_figure(line: Line) -> bool:
    return len(line.parts) >= 2 and is_figure(line.parts[-1].text)


def _near(upper: Line, lower: Line) -> bool:
    return lower.top - upper.bottom <= MAX_GAP * lower.height


def _run(lines: Sequence[Line], start: int) -> int:
    """Where the lines of figures that begin at ``start``, with their labels between, end."""
    end = start
    for index in range(start, len(lines)):
        line = lines[index]
        if index - end > MAX_LABEL_LINES or (index > start and not _near(lines[index - 1], line)):
            break
        if _ends_in_figure(line):
            end = index + 1
        elif index == start or len(line.parts) != 1:
            break
    if start < end < len(lines) and _unbalanced(lines[end - 2 : end]):
        end += len(lines[end].parts) == 1
    return end


def _unbalanced(lines: Sequence[Line]) -> bool:
    text = "".join(line.text for line in lines)
    return text.count("（") + text.count("(") > text.count("）") + text.count(")")


def _columns(rows: Sequence[Line]) -> list[tuple[float, float]] | None:
    """The spans of the columns from the left, ``None`` where the lines form none."""
    if len(rows) < MIN_ROWS:
        return None
    columns: list[tuple[float, float]] = []
    for part in sorted((part for row in rows for part in row.parts), key=lambda part: part.x0):
        if columns and part.x0 < columns[-1][1]:
            columns[-1] = (columns[-1][0], max(columns[-1][1], part.x1))
        else:
            columns.append((part.x0, part.x1))
    if len(columns) < 2:
        return None
    full = 0
    for row in rows:
        places = [_column(columns, part) for part in row.parts]
        if len(set(places)) < len(places):
            return None
        if places[-1] == len(columns) - 1:
            full += 1
        elif not _DASH.fullmatch(row.parts[-1].text):
            return None
    return columns if full >= MIN_ROWS else None


def _column(columns: Sequence[tuple[float, float]], part: Part) -> int:
    middle = (part.x0 + part.x1) / 2
    return min(range(len(columns)), key=lambda i: abs(sum(columns[i]) / 2 - middle))


def _header(
    above: Sequence[Line], first: Line, columns: Sequence[tuple[float, float]]
) -> list[Line]:
    """The lines just above the figures that head their columns."""
    header: list[Line] = []
    below = first
    for line in reversed(above[-MAX_HEADER_LINES:]):
        inside = columns[0][0] - line.size <= line.x0 and line.x1 <= columns[-1][1] + line.size
        if len(line.parts) < 2 or not inside or not _near(line, below):
            break
        header.insert(0, line)
        below = line
    return header


def _rows(
    lines: Sequence[Line], rules: Sequence[float], columns: Sequence[tuple[float, float]]
) -> list[list[Line]]:
    """The lines put together to rows, each with at most one line of figures."""
    rows: list[list[Line]] = []
    waiting: list[Line] = []
    bands = [bisect_right(rules, (line.top + line.bottom) / 2) for line in lines]
    for index, line in enumerate(lines):
        same_band = index > 0 and bands[index] == bands[index - 1]
        if _ends_in_figure(line):
            lacks_label = _column(columns, line.parts[0]) > 0
            if waiting and not lacks_label:
                rows += ([label] for label in waiting)
                waiting = []
            rows.append([*waiting, line])
            waiting = []
        elif (
            rows
            and not waiting
            and not parse_label(line.text)
            and (_unbalanced(rows[-1]) or (same_band and _one_row(bands, index, lines)))
        ):
            rows[-1].append(line)
        else:
            waiting.append(line)
    return rows + [[label] for label in waiting]


def _one_row(bands: Sequence[int], index: int, lines: Sequence[Line]) -> bool:
    """Whether the rules above and below a line have a single line of figures between them."""
    inside = [line for band, line in zip(bands, lines, strict=True) if band == bands[index]]
    return sum(map(_ends_in_figure, inside)) == 1 < len(set(bands))


def _grid(
    leaf: Leaf, rows: Sequence[Sequence[Line]], columns: Sequence[tuple[float, float]]
) -> Grid:
    xs = [columns[0][0]]
    xs += [(left[1] + right[0]) / 2 for left, right in pairwise(columns)]
    xs.append(columns[-1][1])
    cells = [
        cell for number, row in enumerate(rows) for cell in _cells(leaf, row, number, xs, columns)
    ]
    lines = [line for row in rows for line in row]
    top, bottom = min(line.top for line in lines), max(line.bottom for line in lines)
    return Grid(
        xs=xs,
        n_rows=len(rows),
        cells=cells,
        top=top,
        bottom=bottom,
        page=leaf.page,
        box=leaf.box(xs[0], top, xs[-1], bottom),
    )


def _cells(
    leaf: Leaf,
    row: Sequence[Line],
    number: int,
    xs: Sequence[float],
    columns: Sequence[tuple[float, float]],
) -> list[GridCell]:
    """The cells of a row: a part that lies over several columns spans them."""
    top, bottom = min(line.top for line in row), max(line.bottom for line in row)
    texts: dict[tuple[int, int], list[str]] = {}
    for line in row:
        for part in line.parts:
            over = [i for i, (x0, x1) in enumerate(columns) if part.x0 < x1 and part.x1 > x0]
            place = (over[0], over[-1]) if over else (_column(columns, part),) * 2
            texts.setdefault(place, []).append(part.text)
    return [
        GridCell(
            row=number,
            row_span=1,
            x0=xs[first],
            x1=xs[last + 1],
            text="\n".join(lines),
            page=leaf.page,
            box=leaf.box(xs[first], top, xs[last + 1], bottom),
        )
        for (first, last), lines in sorted(texts.items())
    ]
