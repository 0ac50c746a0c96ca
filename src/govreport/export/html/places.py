"""Where in the report's own text a figure stands: blocks of the document found in its sections.

Sections hold their tables without block numbers. A table is the one a figure names if it stands in
the same part of the report and says, at each place that figures name, what they say it says.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Mapping, Sequence, Set

from attrs import frozen

from govreport.document import Origin, Table
from govreport.model import Annex, Content, Report, Section

__all__ = ["Places", "cell_id", "find_places", "part_id"]


@frozen
class Places:
    """``blocks`` gives the block number of a table by its ``id()``; ``cells`` are the places of all
    their cells (block, row, column), ``starts`` the blocks where sections and annexes begin."""

    blocks: Mapping[int, int]
    cells: Set[tuple[int, int, int]]
    starts: Sequence[int]

    def link(self, origin: Origin) -> str | None:
        """The anchor nearest to an origin: its cell, or the section or annex it stands in."""
        if origin.row is not None and origin.column is not None:
            place = (origin.block, origin.row, origin.column)
            if place in self.cells:
                return cell_id(*place)
        at = bisect.bisect_right(self.starts, origin.block)
        return part_id(self.starts[at - 1]) if at else None


def cell_id(block: int, row: int, column: int) -> str:
    """The anchor of a cell."""
    return f"b{block}r{row}c{column}"


def part_id(block: int) -> str:
    """The anchor of a section or annex, by the block that it begins with."""
    return f"b{block}"


def find_places(report: Report) -> Places:
    """Find which table is which block."""
    parts: Sequence[Section | Annex] = [s for top in report.sections for s in top.walk()]
    parts = [*parts, *report.annexes]
    starts = sorted({part.origin.block for part in parts})
    cells: dict[int, list[Origin]] = {}
    for metric in report.metrics:
        if metric.origin.row is not None and metric.origin.column is not None:
            cells.setdefault(metric.origin.block, []).append(metric.origin)
    tables = [
        (part_block, table, {(cell.row, cell.column): cell.text for cell in table.cells})
        for part_block, content in _contents(report)
        for table in content
        if isinstance(table, Table)
    ]
    blocks: dict[int, int] = {}
    places: set[tuple[int, int, int]] = set()
    next_table = 0
    for block in sorted(cells):
        at = bisect.bisect_right(starts, block)
        part = starts[at - 1] if at else -1
        for n in range(next_table, len(tables)):
            part_block, table, texts = tables[n]
            if part_block == part and _says(texts, cells[block]):
                blocks[id(table)] = block
                places.update((block, *place) for place in texts)
                next_table = n + 1
                break
    return Places(blocks, places, starts)


def _contents(report: Report) -> Iterator[tuple[int, tuple[Content, ...]]]:
    """All content in reading order, with the first block of the part that it belongs to."""
    yield -1, report.front
    yield -1, report.preface
    last = -1
    for top in report.sections:
        for section in top.walk():
            last = section.origin.block
            yield last, section.content
    yield last, report.signature
    for annex in report.annexes:
        last = annex.origin.block
        yield last, annex.content
    yield last, report.tail


def _says(texts: Mapping[tuple[int, int], str], origins: Sequence[Origin]) -> bool:
    places = [((origin.row or 0, origin.column or 0), origin.raw) for origin in origins]
    return all(place in texts and raw in texts[place] for place, raw in places)
