"""Which rows of a table are headings, and which layout the rows below them follow.

Headings may recur, stand once, come in a table of their own, lose their merged cells, or be lost
altogether; the last two are settled by what remains, and the certainty says so.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from msgspec import Struct

from govreport.forms.catalogue import Column, Edition, TableForm
from govreport.forms.cell_values import read_figure, read_unit
from govreport.forms.columns import (
    Field,
    Layout,
    is_header_row,
    is_row_label,
    join_headings,
    parts_headings,
    read_layout,
)
from govreport.forms.grid import TableGrid
from govreport.forms.labels import keys
from govreport.forms.rows import RowMatcher
from govreport.model import Certainty, State

__all__ = ["Segment", "infer_layout", "is_figure", "read_headings", "segments"]

#: A table whose headings are lost is taken for an official one if this many rows answer.
MIN_ROWS_WITHOUT_HEADINGS = 3
#: Fewer will do where they are all rows of it, and each has so many figures.
TELLING_FIGURES = 5
#: Rows that headings broken over cells are looked for among.
HEADING_ROWS = 12


class Segment(Struct, frozen=True):
    """Rows of headings and the rows under them; either may be empty."""

    zone: tuple[int, ...]
    body: tuple[int, ...]


def segments(sheet: TableGrid, edition: Edition) -> Iterator[Segment]:
    """Cut a table into its segments."""
    zone: list[int] = []
    body: list[int] = []
    broken = _broken_headings(sheet, edition)
    rows = range(sheet.table.n_rows)
    heads = [is_header_row(sheet, row, edition) for row in rows]
    for row, is_head in enumerate(heads):
        above_heads = any(heads[row + 1 : row + 2])
        if is_head or row in broken or (above_heads and _leads(sheet, row)):
            if body:
                yield Segment(tuple(zone), tuple(body))
                zone, body = [], []
            zone.append(row)
        elif zone or body or not _is_above(sheet, row, edition):
            body.append(row)
    if zone or body:
        yield Segment(tuple(zone), tuple(body))


def _leads(sheet: TableGrid, row: int) -> bool:
    """Whether a row above headings holds what stands over them: no figure, and a cell that reaches
    down among them."""
    cells = sheet.cells(row)
    reaches = any(cell.row + cell.row_span > row + 1 for cell in cells)
    return reaches and not any(read_figure(cell.text).value is not None for cell in cells)


def _is_above(sheet: TableGrid, row: int, edition: Edition) -> bool:
    """What stands alone above the headings: the form's title, its period or its unit."""
    cells = sheet.cells(row)
    return len(cells) < 2 and not any(is_row_label(cell.text, edition) for cell in cells)


def _broken_headings(sheet: TableGrid, edition: Edition) -> frozenset[int]:
    """Rows among which headings are parted: 商业 and 科研 above 企业 and 机构."""
    found: set[int] = set()
    for row in range(min(sheet.table.n_rows, HEADING_ROWS) - 1):
        if parts_headings(sheet, row, edition):
            found |= {row, row + 1}
    return frozenset(found)


def read_headings(
    sheet: TableGrid, zone: Sequence[int], edition: Edition, body: Sequence[int] = ()
) -> tuple[Layout, ...]:
    """Return the layouts that rows of headings spell out; none if they name no form's columns.

    ``body`` are the rows below, which show where the figures stand if the headings have slipped.
    """
    if not any(sheet.missing(row) for row in zone):
        layouts = read_layout(sheet, zone, edition)
        if sheet.table.spans_known or _are_whole(layouts, edition):
            return layouts
        return _where_they_stand(sheet, body, layouts, _in_full(sheet, zone, edition))
    if len(zone) == 1:
        # From the heading of the labels on, one row of headings has the cells of the rows below it,
        # though other parts of the table have more.
        layouts = read_layout(sheet, zone, edition)
        if layouts and all(layout.labels for layout in layouts):
            return layouts
    # Cells are lost, so places mean nothing; a complete set of headings still tells the form.
    return _in_full(sheet, zone, edition)


def _in_full(sheet: TableGrid, zone: Sequence[int], edition: Edition) -> tuple[Layout, ...]:
    """The layout of the form whose headings are all there in the official order, at the right."""
    named = {key for row in zone for cell in sheet.cells(row) for key in keys(cell.text)}
    for upper, lower in itertools.pairwise(zone):
        above, below = ([cell.text for cell in sheet.cells(row)] for row in (upper, lower))
        named |= {key for whole in join_headings(above, below, edition) for key in keys(whole)}
    for form in edition.tables:
        columns = form.columns_of("value")
        complete = all(named & _keys(column) for column in columns)
        if len(columns) <= sheet.width and complete and _in_order(sheet, zone, columns):
            # Rows have a label too: where none is longer than the headings, each lacks a figure.
            width = max(sheet.width, len(columns) + bool(form.rows))
            return (_trailing(form, width, Certainty.VARIANT),)
    return ()


def _are_whole(layouts: Sequence[Layout], edition: Edition) -> bool:
    """Whether each form found has all its columns, right of a label where its rows have one."""
    return all(
        len(fields) == len(form.columns_of("value")) and (not form.rows or min(fields) > 0)
        for layout in layouts
        for form in edition.tables
        if (fields := layout.fields.get(form.id))
    )


def _where_they_stand(
    sheet: TableGrid,
    body: Sequence[int],
    straight: tuple[Layout, ...],
    slipped: tuple[Layout, ...],
) -> tuple[Layout, ...]:
    """Return the layout that the figures follow: that of the headings as they stand, or that of the
    last columns, if a converter filled the rows of headings up at their end, where merged cells
    were lost. None if the figures are blank that would tell.
    """
    if not slipped or not straight:
        return straight or slipped
    (fields,) = slipped[0].fields.values()
    first = min(fields)
    texts = [_texts(sheet, row) for row in body]
    figures = [[n for n, t in enumerate(row) if t.strip() and is_figure(t)] for row in texts]
    if any(n < first for row in figures for n in row) or not all(
        is_figure(text) for row in texts for text in row[first:]
    ):
        return straight
    named = {n for layout in straight for places in layout.fields.values() for n in places}
    if any(n > max(named) for row in figures for n in row):
        return slipped
    alike = min(named) >= first
    told = alike or not any(figures) or _has_figures(sheet, range(min(named), first))
    return straight if told else ()


def _texts(sheet: TableGrid, row: int) -> list[str]:
    return [cell.text if (cell := sheet.at(row, n)) else "" for n in range(sheet.width)]


def _has_figures(sheet: TableGrid, columns: range) -> bool:
    """Whether any row of a table has a figure in some columns."""
    cells = (sheet.at(row, column) for row in range(sheet.table.n_rows) for column in columns)
    return any(cell is not None and cell.text.strip() and is_figure(cell.text) for cell in cells)


def infer_layout(
    sheet: TableGrid, body: Sequence[int], edition: Edition, context: str
) -> tuple[Layout, ...]:
    """Return the layout of a table without headings, from its rows and its number of figures."""
    best: tuple[int, Layout] | None = None
    for form in edition.tables:
        count = len(form.columns_of("value"))
        if count > sheet.width or not _all_figures(sheet, body, count):
            continue
        layout = _without_headings(sheet, body, form)
        if form.rows:
            answers = _answers(sheet, body, form, len(layout.labels))
        else:
            answers = _is_bare(sheet, body, form, context)
        if answers and (best is None or answers > best[0]):
            best = (answers, layout)
    return (best[1],) if best is not None else ()


def is_figure(text: str) -> bool:
    """Whether a cell holds a figure or one of the ways to say that there is none."""
    return read_figure(text).state is not State.UNREADABLE


def _keys(column: Column) -> set[str]:
    return {key for word in column.labels for key in keys(word) if key}


def _in_order(sheet: TableGrid, zone: Sequence[int], columns: Sequence[Column]) -> bool:
    """Whether no row of headings names columns in another order than the form's."""
    for row in zone:
        places = []
        for cell in sheet.cells(row):
            named = set(keys(cell.text))
            found = [place for place, column in enumerate(columns) if named & _keys(column)]
            # 总计 stands three times in table 四: it tells nothing.
            places += found if len(found) == 1 else []
        if places != sorted(places):
            return False
    return True


def _without_headings(sheet: TableGrid, body: Sequence[int], form: TableForm) -> Layout:
    layout = _trailing(form, sheet.width, Certainty.INFERRED)
    *labels, last = layout.labels or (-1,)
    if labels and form.columns_of("unit") and _is_unit_column(sheet, body, last):
        return Layout(tuple(labels), last, layout.fields, layout.width)
    return layout


def _trailing(form: TableForm, width: int, certainty: Certainty) -> Layout:
    """The last of ``width`` columns are the form's, in the official order."""
    columns = form.columns_of("value")
    first = width - len(columns)
    fields = {
        place: Field(column, certainty, None, place + 1)
        for place, column in enumerate(columns, start=first)
    }
    return Layout(tuple(range(first)), None, {form.id: fields}, width)


def _all_figures(sheet: TableGrid, body: Sequence[int], count: int) -> bool:
    """Whether the last ``count`` cells of every row are figures or blank."""
    for row in body:
        end = sheet.width - sheet.missing(row)
        cells = [sheet.at(row, column) for column in range(end - count, end)]
        if count > 1 and any(cell is not None and not is_figure(cell.text) for cell in cells):
            return False
    return True


def _answers(sheet: TableGrid, body: Sequence[int], form: TableForm, end: int) -> int:
    """How many rows, labelled left of ``end``, are the form's, 0 if too few to tell."""
    matcher = RowMatcher((form,))
    labels = [sheet.labels(row, range(end - sheet.missing(row))) for row in body]
    answers = sum(matcher.match(texts) is not None for texts in labels if texts)
    telling = len(form.columns_of("value")) >= TELLING_FIGURES and answers == len(body)
    return answers if telling or answers >= MIN_ROWS_WITHOUT_HEADINGS else 0


def _is_bare(sheet: TableGrid, body: Sequence[int], form: TableForm, context: str) -> bool:
    """A line of as many figures as the form has, under a text that names the form."""
    above = keys(context)[0]
    named = any(key and key in above for title in form.titles for key in keys(title))
    return named and len(body) == 1 and sheet.width == len(form.columns_of("value"))


def _is_unit_column(sheet: TableGrid, body: Sequence[int], column: int) -> bool:
    texts = [cell.text for row in body if (cell := sheet.at(row, column)) is not None]
    nothing = (State.BLANK, State.DASH)
    return any(map(read_unit, texts)) and all(
        read_unit(text) or read_figure(text).state in nothing for text in texts
    )
