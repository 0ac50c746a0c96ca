"""Keeping stretches of a text apart: what overlaps what was told first is left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol, TypeVar

__all__ = ["Stretch", "outside"]


class Stretch(Protocol):
    """Anything with a place."""

    @property
    def start(self) -> int:
        """Where it begins."""

    @property
    def end(self) -> int:
        """Where it ends."""


S = TypeVar("S", bound=Stretch)


def outside(stretches: Iterable[S], taken: Iterable[Stretch]) -> Iterator[S]:
    """Yield those that touch none of ``taken``; both in order, and neither overlapping itself."""
    others = iter(taken)
    other = next(others, None)
    for each in stretches:
        while other is not None and other.end <= each.start:
            other = next(others, None)
        if other is None or other.start >= each.end:
            yield each
