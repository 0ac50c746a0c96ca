"""Which reports are of one organ: by the names in a report, by its path, and by what else there is.

A name may say less than the whole: 区经济合作局 is 宁波市镇海区经济合作局 where the report, or its
path, says so; else where the archive holds one such organ and it has no report for that year
itself. A short name that could be several organs is of none, and its reports are not compared.
"""

from __future__ import annotations

import enum
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping

from attrs import define, evolve, field, frozen

from govreport.organs.names import Organ, extends, organ, parts_of, places_in
from govreport.zh.text import squeeze

__all__ = ["Choice", "Groups", "Named", "Why", "named"]

#: Organs that are named where a short name could be any of them.
OTHERS = 5


class Why(enum.StrEnum):
    """By what a report was given to its group, or why to none."""

    #: Its name, as it is.
    NAME = "name"
    #: A fuller name in the same report.
    REPORT = "report"
    #: A place or an organ in its path.
    PATH = "path"
    #: The only organ of the archive whose name this can be short for.
    ARCHIVE = "archive"
    #: A file of the user's.
    FILE = "file"
    #: Several organs whose name this can be short for.
    AMBIGUOUS = "ambiguous"
    #: Several reports for one year under a name that says of no place.
    REPEATED = "repeated"
    #: No name at all.
    UNNAMED = "unnamed"


@frozen
class Named:
    """Who issued a report: the name as read, and as the report and its path complete it."""

    name: str
    organ: Organ
    why: Why

    @property
    def region(self) -> str:
        """The places by which the name is completed, or that are in it."""
        return "".join(self.organ.places)


@frozen
class Choice:
    """The group of a name, ``None`` for none; ``others`` are the organs that it could be too."""

    group: str | None
    why: Why
    others: tuple[str, ...] = ()


def named(
    issuer: str | None,
    names: Iterable[str],
    path: str,
    region: str | None = None,
    path_organ: str | None = None,
) -> Named | None:
    """Return who issued a report, ``None`` if neither it nor its path says.

    Args:
        issuer: its organ's name.
        names: all forms in which the name appears.
        region, path_organ: what the path says by the user's rule.
    """
    name = squeeze(issuer or path_organ or "").text
    if not name:
        return None
    own = organ(name)
    by_report = _fullest(own, (organ(each) for each in names))
    if by_report is not None:
        own = by_report
    by_path = _fullest(own, _in_path(own, path, region, path_organ))
    why = Why.PATH if by_path or not issuer else Why.REPORT if by_report else Why.NAME
    return Named(name, by_path or own, why)


def _fullest(own: Organ, others: Iterable[Organ]) -> Organ | None:
    """The one name that says most beyond the own one, ``None`` if none or several do."""
    found = set()
    for other in others:
        if own.level and other.places and other.places[-1].endswith(own.level):
            other = Organ(other.places, "", own.body)  # the place of 镇海区人民政府 is the organ's
        if other.places and extends(other, own):
            found.add(other)
    most = [one for one in found if not any(extends(other, one) for other in found)]
    return most[0] if len(most) == 1 else None


def _in_path(own: Organ, path: str, region: str | None, path_organ: str | None) -> list[Organ]:
    """The names that a path suggests, each perhaps."""
    if path_organ and extends(organ(path_organ), own):
        return [organ(path_organ)]
    if region and (places := places_in(region) or places_in(region + own.level)):
        return [Organ(places, "", own.body)]
    if not own.level and not own.places:
        return [organ(part) for part in parts_of(path)]
    places = places_in(path)
    return [Organ(places[: n + 1], "", own.body) for n in range(len(places))]


@define
class _Node:
    """An organ by its completed name: how many reports it has for a year, and what they call it."""

    years: Counter[Hashable] = field(factory=Counter)
    names: Counter[str] = field(factory=Counter)


class Groups:
    """The organs of an archive. Add all reports first, then ask."""

    def __init__(self, chosen: Mapping[tuple[str, str], str | None] | None = None) -> None:
        """``chosen`` are groups that the user has set, by name and region; a region of ``""`` is
        that of any report of the name which has no entry of its own."""
        self._chosen = chosen or {}
        self._nodes: defaultdict[Organ, _Node] = defaultdict(_Node)
        self._choices: dict[Organ, Choice] = {}

    def add(self, report: Named, year: Hashable | None) -> None:
        """Count a report; of each ``year``, or kind and year, an organ has one."""
        node = self._nodes[report.organ]
        if year is not None:
            node.years[year] += 1
        node.names[report.name] += 1

    def choice(self, report: Named | None) -> Choice:
        """Return the group of a report."""
        if report is None:
            return Choice(None, Why.UNNAMED)
        for key in ((report.name, report.region), (report.name, "")):
            if key in self._chosen:
                return Choice(self._chosen[key], Why.FILE)
        if not self._choices:
            self._choices = dict(_decide(self._nodes))
        choice = self._choices[report.organ]
        return evolve(choice, why=report.why) if choice.why is Why.NAME else choice


def _decide(nodes: Mapping[Organ, _Node]) -> Iterator[tuple[Organ, Choice]]:
    """Choose a group for each name, the fullest first: shorter ones join them."""
    fuller = _Fuller(nodes)
    roots: dict[Organ, Organ] = {}
    years: defaultdict[Organ, Counter[Hashable]] = defaultdict(Counter)
    for own in sorted(nodes, key=lambda one: (not one.places, -len(one.places), _order(one))):
        found = sorted({roots.get(other, other) for other in fuller.of(own)}, key=_order)
        others = tuple(_shown(other, nodes[other]) for other in found[:OTHERS])
        others += ("…",) if len(found) > OTHERS else ()
        root = found[0] if found else own
        together = years[root] + nodes[own].years
        if len(found) > 1 or (found and not own.places and not own.level):
            yield own, Choice(None, Why.AMBIGUOUS, others)
        elif not own.places and max(together.values(), default=0) > 1:
            yield own, Choice(None, Why.REPEATED, others)
        else:
            roots[own], years[root] = root, together
            why = Why.ARCHIVE if found else Why.NAME
            yield own, Choice(_shown(root, nodes[root]), why)


class _Fuller:
    """The names of an archive that say of which place they are, by what they can be short for."""

    def __init__(self, organs: Iterable[Organ]) -> None:
        self._by_body: defaultdict[str, list[Organ]] = defaultdict(list)
        self._by_place: defaultdict[tuple[str, str], list[Organ]] = defaultdict(list)
        for one in organs:
            if one.places:
                self._by_body[one.body].append(one)
                self._by_place[one.body, one.places[-1]].append(one)

    def of(self, own: Organ) -> list[Organ]:
        """Return the names that extend one."""
        key = own.body, own.places[-1] if own.places else ""
        near = self._by_place[key] if own.places else self._by_body[own.body]
        return [other for other in near if extends(other, own)]


def _order(one: Organ) -> tuple[tuple[str, ...], str, str]:
    return one.places, one.level, one.body


def _shown(one: Organ, node: _Node) -> str:
    """An organ's name as its reports write it, the places put before it where they leave them."""
    whole = [name for name in node.names if organ(name) == one]
    names = sorted(whole or node.names, key=lambda name: (-node.names[name], -len(name), name))
    if whole:
        return names[0]
    short = organ(names[0])
    return "".join(one.places) + names[0].removeprefix("".join(short.places) or short.level)
