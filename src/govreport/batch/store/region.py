"""Whose reports a region's report is put together from, as far as a store knows its organs.

By rule a government reports for itself and for all organs of its place and below: the report of a
county is its own work and the sum of the reports of its departments, towns and streets; that of a
city counts its departments and the reports of its counties, in which the organs of those are.
Vertical organs (税务, 海关), schools, hospitals, utilities and courts are led otherwise, or report
otherwise, and stand outside. Which report is on what, the guides of provinces call 报告范围.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from attrs import field, frozen

from govreport.batch.store.results import StoredOrgan
from govreport.model import Level, Scope
from govreport.organs.names import organ as taken_apart
from govreport.organs.places import chain, is_called, of_id
from govreport.organs.successions import made_in
from govreport.organs.types import government_rank

__all__ = ["Issue", "Members", "Missing", "Spot", "members", "spot"]

#: The names of places that an organ lies in, the highest first.
Spot = tuple[str, ...]

#: Types of organs whose reports no government adds up.
OUTSIDE = frozenset({"school", "hospital", "utility", "court"})
#: Years before its first report and after its last in which an organ may have been there.
GAP = 2


@frozen(kw_only=True)
class Issue:
    """The report of an organ for a year that counts."""

    organ: str
    year: int
    scope: Scope
    sha256: str = ""
    path: str = ""


@frozen(kw_only=True)
class Missing:
    """An organ without a report for the year: ``id`` is ``None`` where only its place is known,
    ``years`` are those of which there are reports. ``certain`` where it was there in that year,
    since it has earlier and later reports."""

    name: str
    id: str | None = None
    years: tuple[int, ...] = ()
    certain: bool = True


@frozen(kw_only=True)
class Members:
    """Who reports for a region in a year: ``speaker`` for the whole, ``None`` where nobody does;
    ``parts`` for themselves; ``outside`` for what no government adds up; ``missing`` not at all.
    ``below`` are organs whose figures are in those of a part already."""

    speaker: Issue | None = None
    parts: tuple[Issue, ...] = ()
    outside: tuple[Issue, ...] = ()
    below: tuple[Issue, ...] = ()
    missing: tuple[Missing, ...] = ()
    organs: Mapping[str, StoredOrgan] = field(factory=dict)


def spot(organ: StoredOrgan) -> Spot:
    """Return where an organ lies: by its place where that is known, else by its name."""
    places = taken_apart(organ.name).places
    place = of_id(organ.place) if organ.place else None
    if place is None:
        return places
    at = max((n for n, text in enumerate(places, 1) if is_called(place, text)), default=0)
    return (*chain(place.id), *places[at:])


def members(
    region: Spot, year: int, organs: Iterable[StoredOrgan], issues: Iterable[Issue]
) -> Members:
    """Return who reports for a region and in it in a year; ``issues`` are those of all years."""
    inside = [one for each in organs if (one := _One(each, spot(each))).lies_in(region)]
    reports: defaultdict[str, dict[int, Issue]] = defaultdict(dict)
    for issue in issues:
        reports[issue.organ][issue.year] = issue
    own = [one for one in inside if one.spot == region]
    speaker = _speaker(own, year, reports)
    years = {of for one in own for of in reports[one.organ.id]}
    spoke = {said.organ for each in years if (said := _speaker(own, each, reports))}
    parts: list[_One] = []
    below: list[_One] = []
    places: list[Missing] = []
    groups: defaultdict[Spot, list[_One]] = defaultdict(list)
    for one in inside:
        if one.is_outside or (speaker and one.organ.id == speaker.organ):
            continue
        if one.spot == region:
            now = reports[one.organ.id].get(year)
            # The government's own report is no part, unless it says to be on itself alone.
            parts += [one] if one.rank != 0 or (now and now.scope is Scope.OWN) else []
        else:
            groups[one.spot[: len(region) + 1]].append(one)
    for place, group in groups.items():
        heads, others = _parted(place, group, year, reports)
        parts += heads
        below += others
        if not heads:
            places.append(
                Missing(name=place[-1], certain=any(year in reports[o.organ.id] for o in group))
            )
    heirs = _heirs(inside)
    missing = [
        found
        for one in parts
        if year not in reports[one.organ.id]
        and one.organ.id not in spoke
        and (found := _missing(one.organ, year, reports[one.organ.id], heirs)) is not None
    ]
    return Members(
        speaker=speaker,
        parts=tuple(_of_year(parts, year, reports)),
        outside=tuple(_of_year([one for one in inside if one.is_outside], year, reports)),
        below=tuple(_of_year(below, year, reports)),
        missing=tuple(sorted((*missing, *places), key=lambda each: (not each.certain, each.name))),
        organs={one.organ.id: one.organ for one in inside},
    )


Reports = Mapping[str, Mapping[int, Issue]]


@frozen
class _One:
    organ: StoredOrgan
    spot: Spot

    @property
    def rank(self) -> int | None:
        return government_rank(self.organ.name)

    @property
    def is_outside(self) -> bool:
        return self.organ.vertical or self.organ.type in OUTSIDE

    def lies_in(self, region: Spot) -> bool:
        return self.spot[: len(region)] == region


def _speaker(own: Sequence[_One], year: int, reports: Reports) -> Issue | None:
    """The report for the whole: the government's, else its office's, else the only other that says
    it is put together from all."""
    found = [
        (one.rank, reports[one.organ.id][year])
        for one in own
        if year in reports[one.organ.id] and reports[one.organ.id][year].scope is Scope.REGION
    ]
    ranked = sorted(
        ((rank, issue) for rank, issue in found if rank is not None),
        key=lambda each: (each[0], each[1].organ),
    )
    if ranked:
        return ranked[0][1]
    return found[0][1] if len(found) == 1 else None


def _parted(
    place: Spot, group: Sequence[_One], year: int, reports: Reports
) -> tuple[list[_One], list[_One]]:
    """The organs of a place below that report to the region, and those whose figures are in theirs:
    the place's government alone; where it has none, each of its own, unless it is a county."""
    heads = [one for one in group if one.spot == place and one.rank is not None]
    if heads:
        head = min(
            heads, key=lambda one: (year not in reports[one.organ.id], one.rank, one.organ.id)
        )
        return [head], [one for one in group if one is not head]
    if any(one.organ.level in (Level.CITY, Level.COUNTY) for one in group):
        return [], list(group)
    return list(group), []


def _of_year(ones: Iterable[_One], year: int, reports: Reports) -> Iterator[Issue]:
    for one in sorted(ones, key=lambda one: one.organ.id):
        if (issue := reports[one.organ.id].get(year)) is not None:
            yield issue


def _heirs(inside: Sequence[_One]) -> Mapping[str, Sequence[StoredOrgan]]:
    """The organs that each organ became by a merger or a split."""
    found: defaultdict[str, list[StoredOrgan]] = defaultdict(list)
    for one in inside:
        for id in one.organ.predecessors:
            found[id].append(one.organ)
    return found


def _missing(
    organ: StoredOrgan,
    year: int,
    own: Mapping[int, Issue],
    heirs: Mapping[str, Sequence[StoredOrgan]],
) -> Missing | None:
    """An organ without a report for a year, ``None`` if there was none to report then."""
    years = tuple(sorted(own))
    if not years:
        return None
    first, last = years[0], years[-1]
    if year > last:
        ended = any(heir.first_year and heir.first_year <= year for heir in heirs.get(organ.id, ()))
        if ended or year - last > GAP:
            return None
    if year < first:
        made = made_in(organ.name)
        if (made is not None and year < made) or first - year > GAP:
            return None
    return Missing(name=organ.name, id=organ.id, years=years, certain=first < year < last)
