"""Anchors: where on the page the text, the tables and the cells of a report stand.

Content knows its place in the document, and so does a figure: an anchor is made of that place, and
a link leads to the cell, or to the line of text in which the figure stands. Figures and quantities
have anchors of their own, by their number in the report, so that a link leads back to them.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Mapping, Sequence, Set
from typing import cast

from attrs import field, frozen

from govreport.document import Box, Origin
from govreport.export.html.markup import Markup
from govreport.export.language import Language
from govreport.model import Content, Metric, Quantity, Report, TablePart, TextPart

__all__ = [
    "Anchors",
    "Back",
    "Cell",
    "cell_id",
    "figure_id",
    "find_anchors",
    "quantity_id",
    "table_id",
    "text_id",
]

Cell = tuple[int, int, int]
#: A stretch of a block, from and to which character, and the anchor of what was read there.
Back = tuple[int, int, str]


@frozen
class Anchors:
    """``tables`` are the blocks that are tables, ``cells`` the places of their cells (block, row,
    column), ``lines`` for each other block the characters at which a line of the page begins.
    ``ids`` are the anchors of the figures by the ``id()`` of each, ``read`` those by their cells,
    ``said`` what was read in each block of text, in order and without overlaps; ``boxes`` are the
    places on the pages of a PDF, where these are shown instead of the text; ``shots`` are what of a
    scan is shown beside figures, by the ``id()`` of each. ``lang`` is that of what the page says
    itself."""

    tables: Set[int]
    cells: Set[Cell]
    lines: Mapping[int, Sequence[int]]
    ids: Mapping[int, str] = field(factory=dict)
    read: Mapping[Cell, str] = field(factory=dict)
    said: Mapping[int, Sequence[Back]] = field(factory=dict)
    boxes: Mapping[tuple[int, Box], str] | None = None
    shots: Mapping[int, Markup] = field(factory=dict)
    lang: Language = "zh"

    def link(self, origin: Origin) -> str | None:
        """The anchor of the cell, the table or the line; ``None`` where the page has none of it."""
        if self.boxes is not None:
            place = (origin.page, origin.box)
            return self.boxes.get(cast("tuple[int, Box]", place))
        if origin.row is not None and origin.column is not None:
            cell = (origin.block, origin.row, origin.column)
            if cell in self.cells:
                return cell_id(*cell)
        if origin.block in self.tables:
            return table_id(origin.block)
        lines = self.lines.get(origin.block)
        if not lines:
            return None
        at = bisect.bisect_right(lines, origin.start or 0)
        return text_id(Origin(block=origin.block, start=lines[max(at - 1, 0)]))


def cell_id(block: int, row: int, column: int) -> str:
    """The anchor of a cell."""
    return f"b{block}r{row}c{column}"


def table_id(block: int) -> str:
    """The anchor of a table."""
    return f"b{block}"


def text_id(origin: Origin) -> str:
    """The anchor of a heading or of a line of text."""
    return f"b{origin.block}s{origin.start or 0}"


def figure_id(number: int) -> str:
    """The anchor of a figure, by its number in the report."""
    return f"f{number}"


def quantity_id(number: int) -> str:
    """The anchor of a quantity of the text, by its number in the report."""
    return f"q{number}"


def find_anchors(report: Report) -> Anchors:
    """Return the anchors of the page of a report."""
    tables: set[int] = set()
    cells: set[Cell] = set()
    lines: dict[int, set[int]] = {}
    for place in _places(report):
        if isinstance(place, TablePart):
            tables.add(place.block)
            cells |= {(place.block, cell.row, cell.column) for cell in place.table.cells}
        else:
            lines.setdefault(place.block, set()).add(place.start or 0)
    starts = {block: sorted(starts) for block, starts in lines.items()}
    ids = {id(metric): figure_id(n) for n, metric in enumerate(report.metrics)}
    return Anchors(tables, cells, starts, ids, _read(report), _said(report))


def _read(report: Report) -> dict[Cell, str]:
    """The first figure of each cell."""
    found: dict[Cell, str] = {}
    for n, metric in enumerate(report.metrics):
        place = metric.origin
        if place.row is not None and place.column is not None:
            found.setdefault((place.block, place.row, place.column), figure_id(n))
    return found


def _said(report: Report) -> dict[int, list[Back]]:
    """Where the text says something: quantities first, then figures that only the text says."""
    found: dict[int, list[Back]] = {}
    stated: list[tuple[str, Metric | Quantity]] = [
        *((quantity_id(n), quantity) for n, quantity in enumerate(report.quantities)),
        *((figure_id(n), metric) for n, metric in enumerate(report.metrics)),
    ]
    for anchor, each in stated:
        start, end = each.origin.start, each.origin.end
        if each.origin.row is not None or start is None or end is None or start >= end:
            continue
        own = found.setdefault(each.origin.block, [])
        if all(end <= other or start >= until for other, until, _ in own):
            own.append((start, end, anchor))
    return {block: sorted(own) for block, own in found.items()}


def _places(report: Report) -> Iterator[Origin | TablePart]:
    """Where headings and lines stand, and the tables."""
    contents: list[Sequence[Content]] = [report.front, report.preface, report.signature]
    for top in report.sections:
        for section in top.walk():
            yield section.origin
            contents.append(section.content)
    for annex in report.annexes:
        yield annex.origin
        contents.append(annex.content)
    for content in (*contents, report.tail):
        for part in content:
            yield part.origin if isinstance(part, TextPart) else part
