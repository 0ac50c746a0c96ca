"""One flow of paragraphs and tables from the sheets of all pages.

Page furniture is taken out, tables without rulings are found among the lines, and what goes on from
line to line and from page to page is joined.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from govreport.document import Block, Box, Document, Notice, Picture
from govreport.errors import LimitExceeded
from govreport.notices import notice
from govreport.readers.limits import Limits
from govreport.readers.pdf.flow.breaks import Sheet, adopt_rows, in_series, titled_apart
from govreport.readers.pdf.flow.joins import join_grids, joins, to_table
from govreport.readers.pdf.flow.paragraphs import (
    Measure,
    Placed,
    Running,
    goes_on,
    measure_of,
    to_paragraph,
)
from govreport.readers.pdf.flow.sheets import Content
from govreport.readers.pdf.page.lines import Line, part_furniture
from govreport.readers.pdf.page.model import Leaf
from govreport.readers.pdf.ruled.tables import Grid
from govreport.readers.pdf.unruled.columns import aligned_tables

__all__ = ["document_of"]


def document_of(
    format: str,
    pages: Sequence[Content],
    limits: Limits,
    *,
    metadata: Mapping[str, str],
    notices: Sequence[Notice] = (),
) -> Document:
    """Join what stands on the pages of a file to a document.

    Raises:
        LimitExceeded: there are more blocks or cells than ``limits`` allow.
    """
    sheets = [sheet for page in pages for sheet in page.sheets]
    found = [*notices, *(one for page in pages for one in page.notices), *_part_furniture(sheets)]
    adopt_rows(sheets)
    blocks, repeated = _blocks(sheets, limits)
    found += repeated
    return Document(
        format=format,
        blocks=blocks,
        metadata=dict(metadata),
        notices=tuple(sorted(found, key=lambda one: one.page or 0)),
        pages=len(pages),
    )


_Item = Line | Grid | Box


def _part_furniture(sheets: Sequence[Sheet]) -> list[Notice]:
    """Take the page furniture from the lines of the sheets, and say what it was."""
    kept, furniture = part_furniture(
        [sheet.lines for sheet in sheets],
        [sheet.leaf.height for sheet in sheets],
        tables=any(sheet.grids for sheet in sheets),
    )
    for sheet, lines in zip(sheets, kept, strict=True):
        sheet.lines = lines
    return [
        notice("pdf.furniture", quote=line.text, page=sheet.leaf.page)
        for sheet, parted in zip(sheets, furniture, strict=True)
        for line in parted
    ]


def _flow(sheets: Sequence[Sheet]) -> Iterator[tuple[Leaf, Measure, _Item]]:
    """Yield lines, tables and pictures in reading order."""
    whole = measure_of([line for sheet in sheets for line in sheet.lines], _margins(sheets))
    last: _Item | None = None
    for sheet in sheets:
        measure = measure_of(sheet.lines, whole)
        above = last if isinstance(last, Grid) else None
        aligned, lines = aligned_tables(sheet.leaf, sheet.lines, sheet.leaf.edges, above)
        items: list[tuple[float, _Item]] = [(line.top, line) for line in lines]
        items += ((grid.top, grid) for grid in (*sheet.grids, *aligned))
        items += ((box.top, box) for box in sheet.leaf.pictures)
        for _, item in sorted(items, key=lambda item: item[0]):
            yield sheet.leaf, measure, item
            last = item


def _margins(sheets: Sequence[Sheet]) -> Measure:
    """The measure of a text too short to show it: as much margin on the right as on the left."""
    width = max((sheet.leaf.width for sheet in sheets), default=0.0)
    left = min((line.x0 for sheet in sheets for line in sheet.lines), default=0.0)
    return Measure(left, width - left)


def _blocks(sheets: Sequence[Sheet], limits: Limits) -> tuple[tuple[Block, ...], list[Notice]]:
    """Join what goes on from line to line and from page to page."""
    parts: list[Running | Grid | Picture] = []
    notices: list[Notice] = []
    last_leaf: Leaf | None = None
    apart = in_series(sheets)
    for leaf, measure, item in _flow(sheets):
        if len(parts) > limits.blocks:
            raise LimitExceeded.of("blocks", limits.blocks)
        last = parts[-1] if parts else None
        if isinstance(item, Line):
            placed = Placed(item, leaf, measure)
            between = isinstance(last, Grid) and len(parts) > 1
            running = parts[-2] if between else last
            if isinstance(running, Running) and goes_on(running, placed, past_table=between):
                running.lines.append(placed)
            else:
                parts.append(Running([placed]))
        elif isinstance(item, Box):
            box = leaf.box(item.x0, item.top, item.x1, item.bottom)
            parts.append(Picture(page=leaf.page, box=box))
        elif (
            isinstance(last, Grid)
            and last_leaf is not leaf
            and joins(last, item)
            and not (apart and titled_apart(last, item))
        ):
            notices += join_grids(last, item)
        else:
            parts.append(item)
        if isinstance(parts[-1], Grid):
            _bound(parts[-1], limits)
        last_leaf = leaf
    return tuple(map(_block, parts)), notices


def _block(part: Running | Grid | Picture) -> Block:
    if isinstance(part, Running):
        return to_paragraph(part)
    return to_table(part) if isinstance(part, Grid) else part


def _bound(grid: Grid, limits: Limits) -> None:
    if grid.n_rows * len(grid.xs) > limits.table_cells:
        raise LimitExceeded.of("table_cells", limits.table_cells, "a table of {} cells")
