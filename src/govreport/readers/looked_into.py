"""Pictures in a document of text (Word, web pages): one that shows a table is read as a page is.

Its table then stands where the picture stood; boxes are places on the picture, in its pixels. A
picture in a cell stays one: what it says belongs to that cell, which is in doubt. So does a logo, a
seal or a photograph, and every picture without a grid, unless the document says nothing but by
pictures.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from govreport.document import Block, Document, Notice, Picture, Table
from govreport.errors import GovReportError
from govreport.notices import notice
from govreport.ocr import Ocr, is_installed
from govreport.readers.held import Cut, Held
from govreport.readers.limits import Limits
from govreport.readers.scan import SCAN_TEXT, remedy
from govreport.readers.work import PAGE, step
from govreport.record import evolve

__all__ = ["looked_into"]

#: What pictures show, by their sources and what is cut off of them.
_Shown = Mapping[tuple[str, Cut], Document]


def looked_into(document: Document, limits: Limits, ocr: Ocr) -> Document:
    """Return a document with what its pictures show where that is a table, where that is wanted and
    installed; with a notice of each that was read, or of those that could be."""
    held = [block for block in document.blocks if isinstance(block, Held) and block.may_show_table]
    shown: _Shown = {}
    told: list[Notice] = []
    if held and ocr != "never" and is_installed():
        words = sum(len(b.text.strip()) for b in document.blocks if not isinstance(b, Picture))
        shown = _read(held, limits, alone=words <= SCAN_TEXT * len(held))
    elif held:
        told = [notice("picture.unread", count=len(held), quote=remedy())]
    blocks: list[Block] = []
    starts: list[int] = []
    for block in document.blocks:
        starts.append(len(blocks))
        if not isinstance(block, Held):
            blocks.append(block)
        elif (found := shown.get((block.source, block.cut))) is not None:
            told += _told(block, found, len(blocks))
            blocks += found.blocks
        else:
            blocks.append(block.plain())
    return evolve(
        document,
        blocks=tuple(_hosted(block, starts) for block in blocks) if shown else tuple(blocks),
        notices=(*(_moved(each, starts) for each in document.notices), *told),
    )


def _read(held: Sequence[Held], limits: Limits, *, alone: bool) -> _Shown:
    """What those pictures show that can be read; ``alone``: they are all that the document has."""
    from govreport.readers.picture.pictured import pictured

    shown: dict[tuple[str, Cut], Document] = {}
    seen: set[tuple[str, Cut]] = set()
    for picture in held:
        key = picture.source, picture.cut
        if key in seen or len(seen) >= limits.pages:
            continue
        seen.add(key)
        step(PAGE)
        try:
            data = picture.load()
            found = pictured(data, picture.cut, limits, gridless=alone) if data else None
        except GovReportError:
            # One that cannot be decoded stays a picture, as it would were it not looked into.
            continue
        if found is not None:
            shown[key] = found
    return shown


def _told(picture: Held, shown: Document, block: int) -> list[Notice]:
    name = picture.name or picture.description or picture.source
    told = notice("picture.read", name=name, block=block)
    return [told, *(evolve(each, block=block, page=None) for each in shown.notices)]


def _hosted(block: Block, starts: Sequence[int]) -> Block:
    """A block as it is where blocks before it have moved."""
    if not isinstance(block, Table) or block.within is None:
        return block
    host, row, column = block.within
    return evolve(block, within=(starts[host], row, column))


def _moved(told: Notice, starts: Sequence[int]) -> Notice:
    return told if told.block is None else evolve(told, block=starts[told.block])
