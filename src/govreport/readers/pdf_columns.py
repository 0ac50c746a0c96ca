"""Tables without verticals: columns told by text that stands in line.

Taken for a table are only lines that end in figures, at least three of them, with the figures one
below the other. A label may run over several lines, above and below its figures; where horizontal
rules part the rows, they decide what belongs together.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from attrs import define

from govreport.readers.pdf_lines import Line, Part
from govreport.readers.pdf_page import Edge, Leaf
from govreport.readers.pdf_tables import Grid, GridCell, is_figure
from govreport.zh.numbering import parse_label
from govreport.zh.text import collapse, squeeze

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

_CONTENTS = ("目录", "目次")


@define
class _Row:
    """A row on its way: its lines, from the top."""

    lines: list[Line]


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
            rest += lines[position : max(end, position + 1)]
            position = max(end, position + 1)
            continue
        header = _header(rest, lines[position], columns)
        del rest[len(rest) - len(header) :]
        rows = [_Row([line]) for line in header] + _rows(lines[position:end], rules, columns)
        grids.append(_grid(leaf, rows, columns))
        position = end
    return grids, rest


def _ends_in_figure(line: Line) -> bool:
    return len(line.parts) >= 2 and is_figure(line.parts[-1].text)


def _run(lines: Sequence[Line], start: int) -> int:
    """Where the lines of figures that begin at ``start``, with their labels between, end."""
    end = start
    index = start
    while index < len(lines) and index - end <= MAX_LABEL_LINES:
        line = lines[index]
        if index > start and line.top - lines[index - 1].bottom > MAX_GAP * line.height:
            break
        if _ends_in_figure(line):
            end = index + 1
        elif len(line.parts) != 1:
            break
        index += 1
    return end


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
    for row in rows:
        places = [_column(columns, part) for part in row.parts]
        if len(set(places)) < len(places) or places[-1] != len(columns) - 1:
            return None
    return columns


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
        near = below.top - line.bottom <= MAX_GAP * line.height
        inside = columns[0][0] - line.size <= line.x0 and line.x1 <= columns[-1][1] + line.size
        if len(line.parts) < 2 or not near or not inside:
            break
        header.insert(0, line)
        below = line
    return header


def _rows(
    lines: Sequence[Line], rules: Sequence[float], columns: Sequence[tuple[float, float]]
) -> list[_Row]:
    """The lines put together to rows, each with one line of figures."""
    rows: list[_Row] = []
    waiting: list[Line] = []
    band = -1
    for line in lines:
        place = bisect_right(rules, (line.top + line.bottom) / 2)
        if not _ends_in_figure(line):
            ruled_off = place != band
            goes_on = rows and not waiting and not ruled_off and not parse_label(line.text)
            rows[-1].lines.append(line) if goes_on else waiting.append(line)
        else:
            lacks_label = _column(columns, line.parts[0]) > 0
            if waiting and not lacks_label and place == band:
                # A label above a row that has its own: the row before it goes on, or a heading.
                rows += (_Row([label]) for label in waiting)
                waiting = []
            rows.append(_Row([*waiting, line]))
            waiting = []
        band = place
    return rows


def _grid(leaf: Leaf, rows: Sequence[_Row], columns: Sequence[tuple[float, float]]) -> Grid:
    xs = [columns[0][0]]
    xs += [(left[1] + right[0]) / 2 for left, right in zip(columns, columns[1:], strict=False)]
    xs.append(columns[-1][1])
    cells = [
        cell for number, row in enumerate(rows) for cell in _cells(leaf, row, number, xs, columns)
    ]
    lines = [line for row in rows for line in row.lines]
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
    row: _Row,
    number: int,
    xs: Sequence[float],
    columns: Sequence[tuple[float, float]],
) -> list[GridCell]:
    """The cells of a row: a part that lies over several columns spans them."""
    top, bottom = min(line.top for line in row.lines), max(line.bottom for line in row.lines)
    texts: dict[tuple[int, int], list[str]] = {}
    for line in row.lines:
        for part in line.parts:
            over = [i for i, (x0, x1) in enumerate(columns) if part.x0 < x1 and part.x1 > x0]
            place = (over[0], over[-1]) if over else (_column(columns, part),) * 2
            texts.setdefault(place, []).append(collapse(part.text).text)
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
