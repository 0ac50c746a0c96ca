"""Who issued a report: its name, completed by the report and by its path, and the place of both."""

from __future__ import annotations

import enum
from collections.abc import Iterable

from attrs import frozen
from msgspec.structs import replace

from govreport.model import Place
from govreport.organs.names import Organ, extends, organ, parts_of, places_in
from govreport.organs.places import chain, is_called, of_id
from govreport.organs.resolve import Hints, resolve
from govreport.zh.text import squeeze

__all__ = ["Named", "Node", "Why", "may_be", "named"]


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
    #: The organ was renamed since, as a reform had it.
    RENAMED = "renamed"
    #: It came out of others by a merger or a split, and goes on with none of them.
    SUCCESSOR = "successor"
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
    """Who issued a report: the name as read, and as the report and its path complete it; the place
    of both, ``None`` where it is not sure."""

    name: str
    organ: Organ
    why: Why
    place: Place | None = None

    @property
    def region(self) -> str:
        """The places by which the name is completed, or that are in it; where several places have
        those names, all that its own lies in."""
        text = "".join(self.organ.places)
        if self.place is None or resolve(text).place is not None:
            return text
        return "".join(chain(self.place.id))

    @property
    def node(self) -> Node:
        """What it is told from others by."""
        if self.place is None:
            return Node("", self.organ)
        places = self.organ.places
        at = max((n for n, text in enumerate(places, 1) if is_called(self.place, text)), default=0)
        body = replace(self.organ, places=(*chain(self.place.id), *places[at:]))
        return Node(self.place.id, body)


@frozen
class Node:
    """An organ: the id of its place, ``""`` for not known, and its name. The name of one whose
    place is known begins with the places of today that it lies in, whatever its reports say."""

    place: str
    organ: Organ

    @property
    def id(self) -> str:
        """The organ's id: place and body, or the name where the place is not known."""
        own = self.organ
        if not self.place:
            return f"{''.join(own.places)}{own.level}{own.body}"
        beyond = own.places[len(chain(self.place)) :]
        return f"{self.place}-{''.join(beyond)}{own.body}"


def may_be(fuller: Node, shorter: Node) -> bool:
    """Whether one organ's name is the other's with more said of the place."""
    return not shorter.place and extends(fuller.organ, shorter.organ)


def named(
    issuer: str | None,
    names: Iterable[str],
    path: str,
    region: str | None = None,
    path_organ: str | None = None,
    *,
    year: int | None = None,
    place: str | None = None,
) -> Named | None:
    """Return who issued a report, ``None`` if neither it nor its path says.

    Args:
        issuer: its organ's name.
        names: all forms in which the name appears.
        region, path_organ: what the path says by the user's rule.
        year: the year reported on.
        place: the id of the organ's place, as the report itself tells it.
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
    whole = by_path or own
    return Named(name, whole, why, _placed(name, whole, path, year, place))


def _placed(
    name: str, whole: Organ, path: str, year: int | None, place: str | None
) -> Place | None:
    """The place of an organ: that of its name, as the path completes it, else what its report
    tells. A report and a path that say different places say none."""
    completed = f"{''.join(whole.places)}{whole.level}{whole.body}"
    told = {
        found.id: found
        for text in dict.fromkeys((name, completed))
        if (found := resolve(text, year=year, hints=Hints(path=path)).place) is not None
    }
    if place is not None and (own := of_id(place)) is not None:
        told.setdefault(place, own)
    return next(iter(told.values())) if len(told) == 1 else None


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
