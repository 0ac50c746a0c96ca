"""Anchors: where on the page the text, the tables and the cells of a report stand.

Content knows its place in the document, and so does a figure: an anchor is made of that place, and
a link leads to the cell, or to the line of text in which the figure stands.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Mapping, Sequence, Set

from attrs import frozen

from govreport.document import Origin
from govreport.model import Content, Report, TablePart, TextPart

__all__ = ["Anchors", "cell_id", "find_anchors", "table_id", "text_id"]

Cell = tuple[int, int, int]


@frozen
class Anchors:
    """``tables`` are the blocks that are tables, ``cells`` the places of their cells (block, row,
    column), ``lines`` for each other block the characters at which a line of the page begins."""

    tables: Set[int]
    cells: Set[Cell]
    lines: Mapping[int, Sequence[int]]

    def link(self, origin: Origin) -> str | None:
        """The anchor of the cell, the table or the line; ``None`` where the page has none of it."""
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
    return Anchors(tables, cells, {block: sorted(starts) for block, starts in lines.items()})


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
