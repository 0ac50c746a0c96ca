"""Which reports are of one organ: by the names in a report, by its path, and by what else there is.

A name may say less than the whole: 区经济合作局 is 宁波市镇海区经济合作局 where the report, or its
path, says so; else where the archive holds one such organ and it has no report for that year
itself. A short name that could be several organs is of none, and its reports are not compared.

Where the place of an organ is known, an organ is its place and its body: 余杭市教育局 and
杭州市余杭区教育局 are one, 鼓楼区教育局 of two cities are two. What became of organs in the reforms
is for :mod:`govreport.batch.organs.chains`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping

from attrs import define, evolve, field, frozen

from govreport.batch.organs.chains import Chains, Life, Past, chains
from govreport.batch.organs.names import Named, Node, Why, may_be
from govreport.organs.names import organ

__all__ = ["Choice", "Groups"]

#: Organs that are named where a short name could be any of them.
OTHERS = 5


@frozen
class Choice:
    """The group of a name, ``None`` for none; ``others`` are the organs that it could be too."""

    group: str | None
    why: Why
    others: tuple[str, ...] = ()


@define
class _Member:
    """An organ by its completed name: how many reports it has for a year, what they call it, and
    the places by which that is completed."""

    counts: Counter[Hashable] = field(factory=Counter)
    names: Counter[str] = field(factory=Counter)
    places: Counter[str] = field(factory=Counter)
    years: set[int] = field(factory=set)


Members = Mapping[Node, _Member]


class Groups:
    """The organs of an archive. Add all reports first, then ask."""

    def __init__(self, chosen: Mapping[tuple[str, str], str | None] | None = None) -> None:
        """``chosen`` are groups that the user has set, by name and region; a region of ``""`` is
        that of any report of the name which has no entry of its own."""
        self._chosen = chosen or {}
        self._members: defaultdict[Node, _Member] = defaultdict(_Member)
        self._choices: dict[Node, Choice] = {}
        self._past: dict[str, tuple[tuple[str, ...], str]] = {}
        self._names: dict[str, str] = {}
        self._ids: dict[str, set[str]] = {}

    def add(self, report: Named, year: int | None, kind: str = "") -> None:
        """Count a report; of each kind and year, an organ has one."""
        member = self._members[report.node]
        if year is not None:
            member.counts[kind, year] += 1
            member.years.add(year)
        member.names[report.name] += 1
        member.places["".join(report.organ.places)] += 1

    def choice(self, report: Named | None) -> Choice:
        """Return the group of a report."""
        if not self._choices:
            self._decide()
        if report is None:
            return Choice(None, Why.UNNAMED)
        for region in (report.region, "".join(report.organ.places), ""):
            if (report.name, region) in self._chosen:
                return Choice(self._id(self._chosen[report.name, region]), Why.FILE)
        choice = self._choices[report.node]
        return evolve(choice, why=report.why) if choice.why is Why.NAME else choice

    def name(self, group: str) -> str:
        """Return what an organ is called by its latest reports, ``""`` for one of the user's."""
        self.choice(None)
        return self._names.get(group, "")

    def past(self, group: str) -> tuple[tuple[str, ...], str]:
        """Return the ids of the organs that one came out of, and how: by a ``merger`` or a
        ``split``."""
        return self._past.get(group, ((), ""))

    def _id(self, chosen: str | None) -> str | None:
        """The group that a user means, who may call it by its name."""
        ids = self._ids.get(chosen or "", set())
        return next(iter(ids)) if len(ids) == 1 else chosen

    def _decide(self) -> None:
        decided = dict(_decide(self._members))
        roots = {node: each for node, each in decided.items() if isinstance(each, Node)}
        lives = _lives(self._members, roots)
        found = chains(lives)
        for node, each in decided.items():
            self._choices[node] = (
                each if isinstance(each, Choice) else _choice(node, each, lives, found)
            )
        for node, past in found.past.items():
            ids = tuple(found.last(each).id for each in past.nodes)
            self._past[found.last(node).id] = ids, past.how
        for root in lives:
            last = found.last(root)
            self._names[last.id] = lives[last].name
            self._ids.setdefault(lives[last].name, set()).add(last.id)


def _lives(members: Members, roots: Mapping[Node, Node]) -> dict[Node, Life]:
    """The organs that other names joined, with what they are called and their years."""
    years: defaultdict[Node, set[int]] = defaultdict(set)
    for node, root in roots.items():
        years[root] |= members[node].years
    return {root: Life(_shown(root, members[root]), years[root]) for root in years}


def _choice(node: Node, root: Node, lives: Mapping[Node, Life], found: Chains) -> Choice:
    last = found.last(root)
    if last != root:
        return Choice(last.id, Why.RENAMED)
    past = found.past.get(root, Past())
    if past.nodes:
        return Choice(last.id, Why.SUCCESSOR, tuple(lives[each].name for each in past.nodes))
    return Choice(last.id, Why.NAME if root == node else Why.ARCHIVE)


def _decide(members: Members) -> Iterator[tuple[Node, Node | Choice]]:
    """Choose for each name the organ that it is of, the fullest first: shorter ones join them; or
    say why there is none."""
    fuller = _Fuller(members)
    roots: dict[Node, Node] = {}
    counts: defaultdict[Node, Counter[Hashable]] = defaultdict(Counter)
    for own in sorted(members, key=_fullest_first):
        found = sorted({roots.get(other, other) for other in fuller.of(own)}, key=_order)
        others = tuple(_shown(other, members[other]) for other in found[:OTHERS])
        others += ("…",) if len(found) > OTHERS else ()
        root = found[0] if found else own
        together = counts[root] + members[own].counts
        bare = not own.organ.places
        if len(found) > 1 or (found and bare and not own.organ.level):
            yield own, Choice(None, Why.AMBIGUOUS, others)
        elif bare and max(together.values(), default=0) > 1:
            yield own, Choice(None, Why.REPEATED, others)
        else:
            roots[own], counts[root] = root, together
            yield own, root


class _Fuller:
    """The names of an archive that say of which place they are, by what they can be short for."""

    def __init__(self, nodes: Iterable[Node]) -> None:
        self._by_body: defaultdict[str, list[Node]] = defaultdict(list)
        self._by_place: defaultdict[tuple[str, str], list[Node]] = defaultdict(list)
        for node in nodes:
            if node.organ.places:
                self._by_body[node.organ.body].append(node)
                self._by_place[node.organ.body, node.organ.places[-1]].append(node)

    def of(self, own: Node) -> list[Node]:
        """Return the names that extend one."""
        body, places = own.organ.body, own.organ.places
        near = self._by_place[body, places[-1]] if places else self._by_body[body]
        return [other for other in near if may_be(other, own)]


def _fullest_first(node: Node) -> tuple[bool, bool, int, object]:
    return not node.place, not node.organ.places, -len(node.organ.places), _order(node)


def _order(node: Node) -> tuple[tuple[str, ...], str, str, str]:
    return node.organ.places, node.organ.level, node.organ.body, node.place


def _shown(node: Node, member: _Member) -> str:
    """An organ's name as its reports write it, the fullest and then the commonest; the places put
    before it where they leave them."""
    names = sorted(
        member.names,
        key=lambda name: (-len(organ(name).places), -member.names[name], -len(name), name),
    )
    short = organ(names[0])
    if short.places or not node.organ.places:
        return names[0]
    places = max(member.places, key=lambda each: (len(each), each))
    return places + names[0].removeprefix(short.level)
