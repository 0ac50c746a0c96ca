"""要求: what a report of a kind must have beside its tables, by when, and what it may not say.

The data stands in the kind's ``asked.toml``; a kind without that file asks for nothing.

>>> from govreport.kinds import kind
>>> [each.id for each in asked(kind("ogi")).sections_of(2022)]
['overview', 'disclosed', 'applications', 'disputes', 'faults', 'others']
>>> asked(kind("ogi")).deadline(2022, "department").day_of(2022)
datetime.date(2023, 1, 31)
"""

from __future__ import annotations

import datetime as dt
import functools
from typing import Literal

from msgspec import Struct, field

from govreport.kinds import ReportKind
from govreport.kinds.data import loaded

__all__ = ["Asked", "Basis", "Deadline", "Fee", "Power", "SectionAsked", "TopicAsked", "asked"]

Info = Literal["info"]


class _Years(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The years reported on that something is asked for."""

    since: int | None = None
    until: int | None = None

    def covers(self, year: int) -> bool:
        """Whether a year is one of them."""
        return (self.since or year) <= year <= (self.until or year)


class Deadline(_Years, frozen=True, kw_only=True):
    """期限: the day, in the year after the one reported on, until which a report is published.

    ``types`` are those of organs that it is for, none for all others. ``severity`` is set where a
    finding matters less than its rule says.
    """

    month: int
    day: int
    types: tuple[str, ...] = ()
    source: str
    article: str
    article_en: str
    severity: Info | None = None

    def day_of(self, year: int) -> dt.date:
        """The day for the report on a year."""
        return dt.date(year + 1, self.month, self.day)


class SectionAsked(_Years, frozen=True, kw_only=True):
    """章节: one that must be there, known by its heading; see the comments in ``asked.toml``."""

    id: str
    label: str
    label_en: str
    heading: str
    text: str | None = None
    none: str | None = None
    tables: bool = False
    severity: Info | None = None


class TopicAsked(_Years, frozen=True, kw_only=True):
    """要点: what a section must speak of, under a heading of its own or in its text."""

    section: str
    label: str
    label_en: str
    heading: str
    text: str


class FeeYear(_Years, frozen=True, kw_only=True):
    """The years for which the fee must be stated."""

    severity: Info | None = None


class Fee(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """信息处理费: where it is stated, by which words, and of which amounts (元) it is made up."""

    section: str
    there: str
    anywhere: str
    step: int
    years: tuple[FeeYear, ...] = field(name="year")


class Power(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """权限: figures that organs at these levels cannot have."""

    figures: tuple[str, ...]
    levels: tuple[str, ...]


class Basis(_Years, frozen=True, kw_only=True):
    """依据: a document that is out of force in these years, unless its successor is named too."""

    pattern: str
    unless: str
    label: str
    label_en: str
    successor: str
    successor_en: str


class Asked(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All that is asked for of reports of a kind."""

    deadlines: tuple[Deadline, ...] = field(name="deadline", default=())
    sections: tuple[SectionAsked, ...] = field(name="section", default=())
    topics: tuple[TopicAsked, ...] = field(name="topic", default=())
    fee: Fee | None = None
    power: Power | None = None
    bases: tuple[Basis, ...] = field(name="basis", default=())

    def deadline(self, year: int, type_: str | None) -> Deadline | None:
        """Return the deadline of an organ of a type for its report on a year."""
        for each in self.deadlines:
            if each.covers(year) and (not each.types or type_ in each.types):
                return each
        return None

    def sections_of(self, year: int) -> tuple[SectionAsked, ...]:
        """Return the sections that a report on a year must have."""
        return tuple(each for each in self.sections if each.covers(year))

    def topics_of(self, section: str, year: int) -> tuple[TopicAsked, ...]:
        """Return what a section of a report on a year must speak of."""
        return tuple(each for each in self.topics if each.section == section and each.covers(year))


@functools.cache
def asked(kind: ReportKind) -> Asked:
    """Return what is asked for of reports of a kind.

    Raises:
        ValueError: its ``asked.toml`` lacks something, or says something unknown.
    """
    file = kind.folder.joinpath("asked.toml")
    if not file.is_file():
        return Asked()
    name = f"{kind.id}/asked.toml"
    return loaded(file.read_text(encoding="utf-8"), Asked, name)
