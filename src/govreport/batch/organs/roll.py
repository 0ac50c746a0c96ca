"""The roll of organs of an archive: each with its place, its type and the names that it had."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from attrs import define, field

from govreport.batch.organs.groups import Groups
from govreport.batch.organs.names import Named
from govreport.organs.identity import Bearer, is_renamed
from govreport.organs.places import of_id
from govreport.organs.types import organ_type

__all__ = ["Roll"]


@define
class _Entry:
    """An organ: how many reports it has, and for each name and place the years."""

    reports: int = 0
    years: set[int] = field(factory=set)
    names: dict[str, int] = field(factory=dict)
    places: set[str] = field(factory=set)


class Roll:
    """Who issued the reports of an archive, gathered report by report."""

    def __init__(self) -> None:
        self._entries: defaultdict[str, _Entry] = defaultdict(_Entry)

    def add(self, group: str, report: Named, year: int | None) -> None:
        """Count a report to its organ."""
        entry = self._entries[group]
        entry.reports += 1
        if report.place is not None:
            entry.places.add(report.place.id)
        if year is not None:
            entry.years.add(year)
        entry.names[report.name] = max(year or 0, entry.names.get(report.name, 0))

    def rows(self, groups: Groups) -> Iterator[Mapping[str, object]]:
        """Yield the rows of ``organs``, by id."""
        for group, entry in sorted(self._entries.items()):
            latest = max(entry.names, key=lambda each: (entry.names[each], each))
            name = groups.name(group) or latest
            (id,) = entry.places if len(entry.places) == 1 else (None,)
            place = of_id(id) if id else None
            about = organ_type(name, place)
            predecessors, how = groups.past(group)
            former = _former(name, entry)
            yield {
                "id": group,
                "name": name,
                "place": id,
                "place_name": place.name if place else None,
                "level": about.level,
                "type": about.type,
                "field": about.field,
                "vertical": about.vertical,
                "predecessors": list(predecessors),
                "succession": how or ("renaming" if former else None),
                "former_names": former,
                "first_year": min(entry.years, default=None),
                "last_year": max(entry.years, default=None),
                "reports": entry.reports,
            }


def _former(name: str, entry: _Entry) -> list[str]:
    """Other names than the present one, in the order of the years in which they were used last."""
    in_order = sorted(entry.names, key=lambda each: (entry.names[each], each))
    return [each for each in in_order if is_renamed(Bearer(each), Bearer(name))]
