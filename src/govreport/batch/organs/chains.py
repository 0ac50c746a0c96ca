"""What became of the organs of an archive in the reforms: one over its renamings, and no more.

环境保护局 and 生态环境局 of one place are one organ where the one ends before the other begins and
a renaming is known for those years. What a merger or a split made is an organ of its own, which
names those that it came out of. Only organs count that say of which place they are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping

from attrs import field, frozen

from govreport.batch.organs.names import Node
from govreport.organs.successions import continues, succession

__all__ = ["Chains", "Life", "Past", "chains"]


@frozen
class Life:
    """A name in an archive: how it is shown, and the years that its reports are for."""

    name: str
    years: Collection[int]

    @property
    def first(self) -> int:
        """The first of the years."""
        return min(self.years)

    @property
    def last(self) -> int:
        """The last of the years."""
        return max(self.years)


@frozen
class Past:
    """Out of what an organ came: the nodes, and how: ``merger`` or ``split``."""

    nodes: tuple[Node, ...] = ()
    how: str = ""


@frozen
class Chains:
    """Which names go on as which others (``following``), and the ``past`` of those that do not."""

    following: Mapping[Node, Node] = field(factory=dict)
    past: Mapping[Node, Past] = field(factory=dict)

    def last(self, node: Node) -> Node:
        """Return the name under which an organ is known last."""
        while node in self.following:
            node = self.following[node]
        return node


def chains(lives: Mapping[Node, Life]) -> Chains:
    """Return what reforms made of the organs of each place."""
    by_place: defaultdict[tuple[str, tuple[str, ...]], list[Node]] = defaultdict(list)
    for node, life in lives.items():
        if node.organ.places and life.years:
            by_place[node.place, node.organ.places].append(node)
    following: dict[Node, Node] = {}
    past: dict[Node, Past] = {}
    for nodes in by_place.values():
        if len(nodes) > 1:
            of_place = {node: lives[node] for node in nodes}
            found = dict(_origins(of_place))
            heirs = [past.nodes[0] for past in found.values() if past.how == "renaming"]
            for node, origin in found.items():
                if origin.how != "renaming":
                    past[node] = origin
                elif heirs.count(origin.nodes[0]) == 1:
                    following[origin.nodes[0]] = node
    return Chains(following, past)


def _origins(lives: Mapping[Node, Life]) -> Iterator[tuple[Node, Past]]:
    """Out of what each organ of a place came, where a reform is known."""
    for node, life in lives.items():
        if found := dict(_before(node, life, lives)):
            hows = set(found.values())
            how = "renaming" if hows == {"renaming"} and len(found) == 1 else ""
            how = how or ("split" if hows == {"split"} else "merger")
            yield node, Past(tuple(found), how)


def _before(node: Node, life: Life, lives: Mapping[Node, Life]) -> Iterator[tuple[Node, str]]:
    """The organs that a reform turned into this one, and how it says so."""
    earlier = {other: one for other, one in lives.items() if one.first < life.first}
    names = frozenset(one.name for one in earlier.values())
    for other, one in earlier.items():
        years = (min(one.last, life.first), life.first)
        reform = succession(one.name, life.name, years=years)
        if reform is None or (one.last >= life.first and reform.type != "split"):
            continue
        if not reform.continues:
            yield other, reform.type
        elif continues(one.name, life.name, years=years, others=names):
            yield other, "renaming"
        else:
            yield other, "merger"
