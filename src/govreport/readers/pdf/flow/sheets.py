"""What a drawn page holds: leaves with lines, ruled tables and pictures; what is left out."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

import regex
from attrs import define, evolve

from govreport.document import Box, Notice
from govreport.notices import notice
from govreport.readers import seen
from govreport.readers.pdf.flow.breaks import Sheet
from govreport.readers.pdf.page.asides import Free, free_lines
from govreport.readers.pdf.page.looks import OVERLAY
from govreport.readers.pdf.page.model import ODD, Page, leaves
from govreport.readers.pdf.ruled.tables import Grid, ruled_tables
from govreport.zh.patterns import lazy_pattern

__all__ = ["Content", "content_of"]

#: So many private or control characters, and such a share of the page, are no bullets.
MAX_PRIVATE = 2
PRIVATE_SHARE = 0.01
#: Slanted text that is more of a page than this is no stamp: the page itself stands aslant.
SLANTED = 0.5
_PRIVATE = lazy_pattern(r"[\p{Co}\p{Cn}\p{Cc}--[\t\n]]", regex.VERSION1)


@define
class Content:
    """What was found on a page; ``damage`` is how much of its text has no known meaning."""

    sheets: list[Sheet]
    notices: list[Notice]
    damage: int


def content_of(page: Page | None, number: int) -> Content:
    """Part a page into leaves with their lines and ruled tables; ``None`` is a page that cannot be
    read."""
    if page is None:
        return Content([], [notice("pdf.unreadable_page", page=number)], sys.maxsize)
    text = "".join(char.text for char in page.chars)
    private = len(_PRIVATE.findall(text))
    content = Content([], [], text.count("\N{REPLACEMENT CHARACTER}"))
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
    if page.buttons:
        yield notice("pdf.buttons", count=page.buttons, page=page.number)
    unseen = [(why, text) for why, text in page.left_out if why != OVERLAY and text.strip()]
    yield from seen.notices(unseen, page=page.number)
    slanted = "".join(char.text for char in page.chars if char.turn == ODD)
    letters = len("".join(slanted.split()))
    if letters > SLANTED * len("".join(text.split())):
        yield notice("pdf.slanted", quote=slanted, page=page.number, count=letters)
    elif letters:
        yield notice("pdf.furniture", quote=slanted, page=page.number)
    over = " ".join(text for why, text in page.left_out if why == OVERLAY)
    if over.strip():
        yield notice("pdf.overlay", quote=over, page=page.number)
    if page.too_complex:
        yield notice("pdf.page_too_complex", page=page.number)
