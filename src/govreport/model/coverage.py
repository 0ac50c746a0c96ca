"""覆盖: what became of every number that stands in a document."""

from __future__ import annotations

import enum
from collections.abc import Mapping

from govreport.document import Origin
from govreport.record import record
from govreport.shown import Shown, count

__all__ = ["Coverage", "NumberUse"]


class NumberUse(enum.StrEnum):
    """What a number of the document was read as."""

    FIGURE = "figure"  # a figure of an official form, readable or not
    QUANTITY = "quantity"  # of the text
    LABEL = "label"  # wording of a form: headings, labels of rows, notes in them
    TABLE = "table"  # a cell of a table, or a column or row of a form, that is no form's
    NUMBERING = "numbering"
    DATE = "date"
    DOCUMENT_NUMBER = "document_number"
    ARTICLE = "article"
    CONTACT = "contact"  # telephone, postcode, URL
    NAME = "name"  # 三门县, “十四五”, an id
    TITLE = "title"  # of the report and of its sections
    FURNITURE = "furniture"  # of the page around the report
    UNACCOUNTED = "unaccounted"


@record(kw_only=True, repr=False)
class Coverage(Shown):
    """覆盖: every number of the document, accounted for once.

    A number is a run of digits, or a Chinese numeral that counts something. ``counts`` says how
    many were read as what, by :class:`NumberUse`. ``unaccounted`` are those that were read as
    nothing, ``lost`` the ones of them that stand where an official form has its figures: a report
    with any of them was not read whole. Both lists end after a thousand; ``counts`` goes on.
    """

    counts: Mapping[str, int] = {}
    unaccounted: tuple[Origin, ...] = ()
    lost: tuple[Origin, ...] = ()

    def _said(self) -> str:
        read = ", ".join(f"{n} {use}" for use, n in self.counts.items() if n)
        lost = f"; {len(self.lost)} lost" if self.lost else ""
        return f"{count(self.total, 'number')}: {read}{lost}" if read else "0 numbers"

    @property
    def total(self) -> int:
        """How many numbers the document has."""
        return sum(self.counts.values())

    @property
    def whole(self) -> bool:
        """Whether nothing was left that stands where a form has its figures."""
        return not self.lost
