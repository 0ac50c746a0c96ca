"""Tables as they were meant: rows that share a cell are rows again, and years name columns.

A ruling that is missing leaves labels and figures stacked in one cell, as many lines in each. Where
every cell of a row has so many, and those of the figures one figure a line, these are rows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from govreport.document import Cell, Table
from govreport.forms.cell_values import read_figure, read_unit
from govreport.forms.labels import read_label, squeezed
from govreport.forms.wording import wording, year_heading
from govreport.model import State
from govreport.record import evolve

__all__ = ["Restored", "restored"]

Place = tuple[int, int]

#: A cell holds no more rows than this.
MOST_LINES = 64


class Restored(Struct, frozen=True):
    """A table, and where the cells stand in the document that do not stand there in it."""

    table: Table
    moved: Mapping[Place, Place]


def restored(table: Table, year: int | None) -> Restored:
    """Part rows that share their cells, and name columns headed by a year alone: those of ``year``
    as the year's own, others as another's."""
    cells = [_with_year_named(c, year) if "年" in c.text else c for c in table.cells]
    named = table if cells == list(table.cells) else evolve(table, cells=tuple(cells))
    counts: dict[int, int] = {}
    if any("\n" in cell.text for cell in cells):
        rows = enumerate(named.rows())
        counts = {row: count for row, texts in rows if (count := _rows_in(texts))}
    if not counts:
        return Restored(named, {})
    starts: list[int] = []
    total = 0
    for row in range(table.n_rows):
        starts.append(total)
        total += counts.get(row, 1)
    starts.append(total)
    moved: dict[Place, Place] = {}
    found: list[Cell] = []
    for cell in named.cells:
        place = (cell.row, cell.column)
        span = starts[min(cell.row + cell.row_span, table.n_rows)] - starts[cell.row]
        count = counts.get(cell.row, 1)
        lines = _lines(cell.text, count) if count > 1 and cell.row_span == 1 else None
        for number, text in enumerate(lines or [cell.text]):
            row = starts[cell.row] + number
            moved[row, cell.column] = place
            found.append(evolve(cell, row=row, text=text, row_span=1 if lines else span))
    found.sort(key=lambda cell: (cell.row, cell.column))
    return Restored(evolve(named, n_rows=total, cells=tuple(found)), moved)


def _with_year_named(cell: Cell, year: int | None) -> Cell:
    text = squeezed(cell.text) if len(cell.text) <= 2 * MOST_LINES else ""
    named = year_heading().fullmatch(text)
    if named is None:
        return cell
    own = year is not None and named["year"] == str(year)
    return evolve(cell, text=wording().this_year if own else wording().another_year)


def _rows_in(cells: Sequence[Cell]) -> int:
    """How many rows the cells of a row hold; 0 for one that is as it should be."""
    figures = [cell for cell in cells if _count_figures(cell.text) > 1]
    if not figures:
        return 0
    count = _count_figures(figures[0].text)
    others = [cell for cell in cells if cell.row_span == 1 and cell.text.strip()]
    labelled = any(not _count_figures(cell.text) for cell in others)
    fits = labelled and count <= MOST_LINES and all(_lines(c.text, count) for c in others)
    return count if fits else 0


def _count_figures(text: str) -> int:
    """How many lines of a cell there are, where each of them is a figure or a dash; else 0."""
    if "\n" not in text:
        return int(_is_figure(text))
    lines = text.strip().split("\n")
    return len(lines) if all(map(_is_figure, lines)) else 0


def _is_figure(line: str) -> bool:
    figure = read_figure(line)
    return figure.value is not None or figure.state is State.DASH


def _lines(text: str, count: int) -> list[str] | None:
    """The lines of a cell, one a row; ``None`` if they are not as many.

    Labels of more lines begin with their numbers.
    """
    lines = [line for line in text.split("\n") if line.strip()]
    if len(lines) == count:
        return lines
    if all(_is_figure(line) or read_unit(line) for line in lines):
        return None
    labels: list[str] = []
    for line in lines:
        if read_label(line).number is not None or read_label(line).of_which or not labels:
            labels.append(line)
        else:
            labels[-1] += "\n" + line
    return labels if len(labels) == count else None
