"""内容: what stands in a part of a report, each piece with its place in the document."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from govreport.document import Origin, Table
from govreport.model.figure import Figure
from govreport.model.union import union
from govreport.record import record
from govreport.shown import Shown, short

__all__ = ["Content", "OtherFigure", "TablePart", "TextPart", "tables_of", "texts_of"]


@record(kw_only=True, repr=False)
class TextPart(Shown):
    """一段文字: a paragraph, or the part of one between forced line breaks.

    ``text`` is what it says, with layout spaces folded. ``origin`` is its block and its span of
    characters there, with page and box where the format has pages; the raw text is not repeated in
    it.
    """

    text: str
    origin: Origin

    def _said(self) -> str:
        return short(self.text)


@record(kw_only=True, repr=False)
class TablePart(Shown):
    """一张表: a table and its place: the number of its ``block`` in the document."""

    table: Table
    block: int

    def _said(self) -> str:
        return f"block {self.block}: {self.table!r}"

    @property
    def origin(self) -> Origin:
        """Where the table stands: its block, with page and box where the format has pages."""
        return Origin(block=self.block, page=self.table.page, box=self.table.box)


@record(kw_only=True, repr=False)
class OtherFigure(Shown):
    """A figure of a table that follows no official form.

    ``row`` and ``column`` are what it stands beside and under, headings above one another parted by
    ``·``; empty where nothing does. ``value`` is ``None`` where the cell is no number that can be
    trusted (a struck one, one merged over several); ``unit`` is that of the cell, of its row or of
    its heading. ``origin`` has the cell as it stands in the document.
    """

    row: str
    column: str
    value: Figure | None = None
    unit: str | None = None
    origin: Origin

    def _said(self) -> str:
        figure = "none" if self.value is None else f"{self.value} {self.unit or ''}".rstrip()
        return f"{short(self.row)}, {short(self.column)} = {figure}"

    @property
    def raw(self) -> str:
        """The cell, as it stands in the document."""
        return self.origin.raw


if TYPE_CHECKING:
    Content = TextPart | TablePart
else:
    Content = union("Content", TextPart, TablePart)


def texts_of(content: Iterable[Content]) -> tuple[TextPart, ...]:
    """Return the text among a part's content, in order."""
    return tuple(part for part in content if isinstance(part, TextPart))


def tables_of(content: Iterable[Content]) -> tuple[TablePart, ...]:
    """Return the tables among a part's content, in order."""
    return tuple(part for part in content if isinstance(part, TablePart))
