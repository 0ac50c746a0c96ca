"""What a table gives under one edition of the official forms."""

from __future__ import annotations

import enum
from collections.abc import Mapping

from msgspec import Struct

from govreport.forms.catalogue import Row, TableForm
from govreport.model import Certainty, Finding, Metric

__all__ = ["SURE_COLUMNS", "WEIGHTS", "CellUse", "Place", "Stranger", "TableReading"]

#: The row and column of a cell's anchor.
Place = tuple[int, int]

#: What a row or a column recognised adds to the trust in an edition.
WEIGHTS = {Certainty.EXACT: 3, Certainty.VARIANT: 2, Certainty.INFERRED: 1, Certainty.OCR: 0}
#: So many rows, or a row under all headings of a form that has so many, make a table that form's.
SURE_ROWS = 3
SURE_COLUMNS = 3


class CellUse(enum.Enum):
    """What a cell of an official form was read as."""

    FIGURE = enum.auto()
    WORDING = enum.auto()  # a heading, a label, a unit, a caption
    OTHER = enum.auto()  # under a heading that the form does not have beside all of its own


class Stranger(Struct, frozen=True):
    """A row that no official one answers to, between two that do, as far as there are such."""

    row: int
    forms: tuple[TableForm, ...]
    before: Row | None
    after: Row | None


class TableReading(Struct, frozen=True):
    """What a table gives under one edition. ``score`` compares editions; ``rows`` counts the rows
    matched, 0 for a table that holds headings only. ``cells`` says by the place of its anchor what
    each cell was read as that was read; ``forms`` are those that the headings answer to,
    ``matched`` the rows found; ``headed`` is set where all columns of a form with several were,
    ``missing`` are the headings of those that were not."""

    metrics: tuple[Metric, ...]
    findings: tuple[Finding, ...]
    score: int
    rows: int
    cells: Mapping[Place, CellUse]
    strangers: tuple[Stranger, ...]
    forms: tuple[TableForm, ...]
    matched: tuple[Row, ...]
    headed: bool
    missing: tuple[str, ...]

    @property
    def is_form(self) -> bool:
        """Whether the table is an official form, be there ever so much in it that is not."""
        return self.score > 0 or self.rows >= SURE_ROWS or (self.headed and self.rows > 0)
