"""What a table gives under one edition of the official forms."""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping

from msgspec import Struct

from govreport.forms.catalogue import Row, TableForm
from govreport.model import Certainty, Finding, Metric

__all__ = ["SURE_COLUMNS", "WEIGHTS", "CellUse", "Place", "RowReading", "Stranger", "TableReading"]

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


class RowReading(Struct, frozen=True):
    """What rows give: their figures, what is to be said of them, and what each cell was read as."""

    metrics: tuple[Metric, ...] = ()
    findings: tuple[Finding, ...] = ()
    cells: Mapping[Place, CellUse] = {}


class TableReading(Struct):
    """What a table gives under one edition. ``score`` compares editions; ``rows`` counts the rows
    matched, 0 for a table that holds headings only. ``cells`` says by the place of its anchor what
    each cell was read as that was read; ``forms`` are those that the headings answer to,
    ``matched`` the rows found; ``headed`` is set where all columns of a form with several were,
    ``missing`` are the headings of those that were not.

    Of the editions that a table is tried by, one is taken: figures are read when they are asked
    for.
    """

    score: int
    rows: int
    strangers: tuple[Stranger, ...]
    forms: tuple[TableForm, ...]
    matched: tuple[Row, ...]
    headed: bool
    missing: tuple[str, ...]
    read: Callable[[], RowReading]
    _given: RowReading | None = None

    @property
    def given(self) -> RowReading:
        """What its rows give."""
        if self._given is None:
            self._given = self.read()
        return self._given

    @property
    def metrics(self) -> tuple[Metric, ...]:
        """The figures, in reading order."""
        return self.given.metrics

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is to be said of the table."""
        return self.given.findings

    @property
    def cells(self) -> Mapping[Place, CellUse]:
        """What each cell was read as."""
        return self.given.cells

    @property
    def is_form(self) -> bool:
        """Whether the table is an official form, be there ever so much in it that is not."""
        return self.score > 0 or self.rows >= SURE_ROWS or (self.headed and self.rows > 0)
