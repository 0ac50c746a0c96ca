"""The PDF reader: pages in, one flow of paragraphs and tables out.

Characters and rulings come from pdfium (:mod:`govreport.readers.pdf.page.chars`), page by page from
pdfplumber where pdfium cannot give them. What follows is a chain: leaves, ruled tables, lines,
page furniture, aligned tables, then paragraphs and tables joined over the pages.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import Any

import regex
from attrs import define, evolve

from govreport.document import Block, Box, Document, Notice, Picture
from govreport.errors import LimitExceeded
from govreport.notices import notice
from govreport.readers import seen
from govreport.readers.limits import DEFAULT_LIMITS, Limits
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
from govreport.readers.pdf.page.asides import Free, free_lines
from govreport.readers.pdf.page.fallback import plumbed_pages
from govreport.readers.pdf.page.layers import may_have_layers
from govreport.readers.pdf.page.lines import Line, part_furniture
from govreport.readers.pdf.page.looks import OVERLAY
from govreport.readers.pdf.page.model import ODD, Leaf, Page, leaves
from govreport.readers.pdf.page.pdfium import open_pdf
from govreport.readers.pdf.ruled.tables import Grid, ruled_tables
from govreport.readers.pdf.unruled.columns import aligned_tables

__all__ = ["read"]

#: So many private or control characters, and such a share of the page, are no bullets.
MAX_PRIVATE = 2
PRIVATE_SHARE = 0.01
_PRIVATE = regex.compile(r"[\p{Co}\p{Cn}\p{Cc}--[\t\n]]", regex.VERSION1)
_METADATA = {
    "Title": "title",
    "Author": "author",
    "CreationDate": "created",
    "Producer": "producer",
}


@define
class _Content:
    """What was found on a page, and how much of it has no known meaning."""

    sheets: list[Sheet]
    notices: list[Notice]
    damage: int


def read(data: bytes, limits: Limits = DEFAULT_LIMITS) -> Document:
    """Read a PDF file.

    Raises:
        CorruptDocument: the bytes are no PDF that can be opened.
        EncryptedDocument: it opens with a password only.
        LimitExceeded: it has more pages, blocks or cells than ``limits`` allow.
    """
    if len(data) > limits.bytes:
        raise LimitExceeded(f"more than {limits.bytes} bytes")
    with open_pdf(data) as pdf:
        count = len(pdf)
        if count > limits.pages:
            raise LimitExceeded(f"{count} pages, more than {limits.pages}")
        layered = may_have_layers(data)
        pages = [
            _content(_page(pdf, number, layered=layered), number) for number in range(1, count + 1)
        ]
        metadata = _metadata(pdf)
    damaged = [number for number, page in enumerate(pages, start=1) if page.damage]
    for number, other in plumbed_pages(data, damaged).items():
        again = _content(other, number)
        if again.damage < pages[number - 1].damage:
            pages[number - 1] = again
    sheets = [sheet for page in pages for sheet in page.sheets]
    notices = [one for page in pages for one in page.notices]
    notices += _part_furniture(sheets)
    adopt_rows(sheets)
    blocks, repeated = _blocks(sheets, limits)
    notices += repeated
    return Document(
        format="pdf",
        blocks=blocks,
        metadata=metadata,
        notices=tuple(sorted(notices, key=lambda one: one.page or 0)),
        pages=count,
    )


def _metadata(pdf: Any) -> dict[str, str]:
    found = ((ours, pdf.get_metadata_value(theirs)) for theirs, ours in _METADATA.items())
    return {key: value for key, value in found if value}


def _page(pdf: Any, number: int, *, layered: bool) -> Page | None:
    """The page from pdfium, ``None`` if it cannot give it."""
    import pypdfium2

    from govreport.readers.pdf.page.chars import read_page

    try:
        page = pdf[number - 1]
    except pypdfium2.PdfiumError:
        return None
    try:
        return read_page(pdf, page, number, layered=layered)
    except ValueError:
        return None
    finally:
        page.close()


def _content(page: Page | None, number: int) -> _Content:
    """Part a page into leaves with their lines and ruled tables."""
    if page is None:
        return _Content([], [notice("pdf.unreadable_page", page=number)], sys.maxsize)
    text = "".join(char.text for char in page.chars)
    private = len(_PRIVATE.findall(text))
    content = _Content([], [], text.count("\N{REPLACEMENT CHARACTER}"))
    if private > max(MAX_PRIVATE, PRIVATE_SHARE * len(text)):
        content.damage += private
    content.notices += _notices(page, text, content.damage)
    for leaf in leaves(page):
        ruled = ruled_tables(leaf)
        if ruled.too_complex:
            content.notices.append(notice("pdf.page_too_complex", page=page.number))
        places = [Box(grid.xs[0], grid.top, grid.xs[-1], grid.bottom) for grid in ruled.grids]
        free = free_lines(ruled.free, places)
        lines = [line for line in free.lines if line.text]
        content.notices += _left_out(page.number, free, ruled.grids)
        lines.sort(key=lambda line: (line.top, line.x0))
        content.sheets.append(Sheet(evolve(leaf, chars=()), lines, ruled.grids, ruled.frames))
    return content


def _left_out(page: int, free: Free, grids: Sequence[Grid]) -> Iterator[Notice]:
    """Yield notices of what stands on the page and is no part of its text."""
    cells = [cell for grid in grids for cell in grid.cells]
    yield from seen.notices(
        [part for holder in (free.lines, cells) for one in holder for part in one.left_out],
        page=page,
    )
    if free.turned:
        quote = " / ".join(line.text for line in free.turned)
        yield notice("pdf.furniture", quote=quote, page=page)
    laid = [*(line.text for line in free.laid), *(cell.laid for cell in cells if cell.laid)]
    if laid:
        yield notice("pdf.annotations", quote=" / ".join(laid), page=page)


def _notices(page: Page, text: str, damage: int) -> Iterator[Notice]:
    if not text.strip():
        yield notice("pdf.no_text_layer", page=page.number)
    if damage:
        yield notice("pdf.garbled_text", count=damage, page=page.number)
    if page.remarks:
        yield notice("pdf.annotations", quote=" / ".join(page.remarks), page=page.number)
    unseen = [(why, text) for why, text in page.left_out if why != OVERLAY and text.strip()]
    yield from seen.notices(unseen, page=page.number)
    slanted = "".join(char.text for char in page.chars if char.turn == ODD)
    if slanted.strip():
        yield notice("pdf.furniture", quote=slanted, page=page.number)
    over = " ".join(text for why, text in page.left_out if why == OVERLAY)
    if over.strip():
        yield notice("pdf.overlay", quote=over, page=page.number)
    if page.too_complex:
        yield notice("pdf.page_too_complex", page=page.number)


_Item = Line | Grid | Box


def _part_furniture(sheets: Sequence[Sheet]) -> list[Notice]:
    """Take the page furniture from the lines of the sheets, and say what it was."""
    kept, furniture = part_furniture([s.lines for s in sheets], [s.leaf.height for s in sheets])
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
            raise LimitExceeded(f"more than {limits.blocks} blocks")
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
        raise LimitExceeded(f"a table of more than {limits.table_cells} cells")
