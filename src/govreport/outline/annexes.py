"""附件: what stands after the signature, with a label or the title of a form of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from govreport.document import Cell, Origin
from govreport.model import Annex, Name, Period
from govreport.outline.lines import Item, Line, TableItem, content
from govreport.outline.wording import wording
from govreport.zh.dates import find_periods
from govreport.zh.numerals import parse_number
from govreport.zh.text import collapse, to_simplified

__all__ = ["ReadAnnex", "find_annexes"]


class ReadAnnex(Struct, frozen=True):
    """An annex, with where its period and its 填报单位 were read."""

    annex: Annex
    period: tuple[Period, Origin] | None
    unit: Name | None


def find_annexes(items: Sequence[Item], form_titles: frozenset[str]) -> tuple[int, list[ReadAnnex]]:
    """Return where the annexes begin (the length of ``items`` if there are none), and the annexes.

    Text behind the label alone (附件2), behind label and title, or under the title of a form is an
    annex; one whose label merely lists an attachment, with nothing below it, is not.
    """
    starts = [n for n, item in enumerate(items) if _begins(items, n, item, form_titles)]
    if not starts:
        return len(items), []
    ends = [*starts[1:], len(items)]
    return starts[0], [_read(items[a:b]) for a, b in zip(starts, ends, strict=True)]


def _begins(items: Sequence[Item], index: int, item: Item, form_titles: frozenset[str]) -> bool:
    if not isinstance(item, Line):
        return False
    below = items[index + 1 : index + 8]
    if wording().annex.search(item.text):
        return bool(below)
    titled = wording().titled_annex.search(item.text) is not None
    if not (titled or item.text in form_titles):
        return False
    if not any(isinstance(other, TableItem) for other in below):
        return False
    if titled:
        return not item.text.endswith((".doc", ".docx", ".xls", ".xlsx", ".pdf"))
    above = items[index - 1] if index else None
    labelled = isinstance(above, Line) and _is_label(above.text)
    return not labelled


def _is_label(text: str) -> bool:
    return wording().annex.search(text) is not None or bool(wording().titled_annex.search(text))


def _read(items: Sequence[Item]) -> ReadAnnex:
    head = items[0]
    label, title, number = "", "", None
    match = None
    if isinstance(head, Line):
        match = wording().annex.search(head.text) or wording().titled_annex.search(head.text)
    if match is not None and isinstance(head, Line):
        title = (match.groupdict().get("title") or "").strip()
        label = head.text.removesuffix(title).rstrip("：: ") if title else head.text.rstrip("：:")
        number = int(parse_number(match["number"])) if match["number"] else None
    period: tuple[Period, Origin] | None = None
    unit: Name | None = None
    for text, origin in _captions(items[1:] if match else items):
        named = wording().reporting_unit.search(to_simplified(text))
        found = find_periods(text)
        if named and unit is None:
            # Simplifying keeps every character's place.
            name = text[named.start("name") : named.end("name")].strip()
            unit = Name(name, "reporting_unit", origin)
        elif found and period is None:
            period = Period(found[0].first, found[0].last), origin
        elif not title and not named and not found:
            title = text
    origin = head.origin if isinstance(head, Line) else Origin(block=head.block)
    return ReadAnnex(
        Annex(
            label=label,
            title=title,
            number=number,
            period=period[0] if period else None,
            reporting_unit=unit.text if unit else None,
            content=content(items[1:] if match else items),
            origin=origin,
        ),
        period,
        unit,
    )


def _captions(items: Sequence[Item]) -> Iterator[tuple[str, Origin]]:
    """The lines above the first table, and those that its first rows hold over the whole width."""
    for item in items:
        if isinstance(item, TableItem):
            for row in item.table.rows():
                cells = [cell for cell in row if cell.text.strip()]
                if len(cells) != 1:
                    return
                yield collapse(cells[0].text).text, _cell_origin(item, cells[0])
            return
        yield item.text, item.origin


def _cell_origin(item: TableItem, cell: Cell) -> Origin:
    return Origin(
        block=item.block,
        row=cell.row,
        column=cell.column,
        page=cell.page,
        box=cell.box,
        raw=cell.text,
    )
