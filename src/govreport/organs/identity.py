"""Whether two names can be of one organ: shortened, moved with its place, or renamed by a reform.

镇海区经济合作局 is 宁波市镇海区经济合作局; 余杭市教育局 went on as 杭州市余杭区教育局, since the
place did; 环境保护局 went on as 生态环境局. What a merger or a split left behind is another organ.
"""

from __future__ import annotations

from msgspec import Struct

from govreport.model import Place, Report
from govreport.organs.names import Organ, extends, organ
from govreport.organs.successions import Succession, continues, succession

__all__ = ["Bearer", "bearer_of", "is_renamed", "led_to", "may_be_one"]


class Bearer(Struct, frozen=True):
    """Who issued a report for a year: a name with its place, ``None`` for what is not known."""

    name: str
    place: Place | None = None
    year: int | None = None

    @property
    def organ(self) -> Organ:
        """The name taken apart."""
        return organ(self.name)


def bearer_of(report: Report) -> Bearer | None:
    """Return who issued a report, ``None`` where it names nobody."""
    issuer = report.issuer
    return None if issuer.name is None else Bearer(issuer.name, issuer.place, report.year)


def may_be_one(one: Report, other: Report) -> bool:
    """Whether two reports can be of one organ. Where a report names none, nothing speaks against
    it."""
    mine, theirs = bearer_of(one), bearer_of(other)
    if mine is None or theirs is None:
        return True
    if mine.place is not None and theirs.place is not None and mine.place.id != theirs.place.id:
        return False
    return not is_renamed(mine, theirs) or _went_on(mine, theirs)


def is_renamed(one: Bearer, other: Bearer) -> bool:
    """Whether two names are not the same, nor one short for the other."""
    mine, theirs = one.organ, other.organ
    return not (mine == theirs or extends(mine, theirs) or extends(theirs, mine))


def led_to(one: Bearer, other: Bearer) -> Succession | None:
    """Return the reform that made the organ of the earlier report into that of the later, ``None``
    where they are of two places or none is known."""
    if one.year is None or other.year is None or not _are_of_one_place(one, other):
        return None
    first, then = sorted((one, other), key=lambda each: each.year or 0)
    return succession(first.name, then.name, years=(first.year or 0, then.year or 0))


def _went_on(one: Bearer, other: Bearer) -> bool:
    if one.place is not None and other.place is not None and one.organ.body == other.organ.body:
        return True
    reform = led_to(one, other)
    if reform is None:
        return False
    first, then = sorted((one, other), key=lambda each: each.year or 0)
    years = (first.year or 0, then.year or 0)
    return continues(first.name, then.name, years=years, others=frozenset())


def _are_of_one_place(one: Bearer, other: Bearer) -> bool:
    if one.place is not None and other.place is not None:
        return one.place.id == other.place.id
    mine, theirs = (Organ(each.organ.places, each.organ.level, "") for each in (one, other))
    return mine == theirs or extends(mine, theirs) or extends(theirs, mine)
