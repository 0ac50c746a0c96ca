"""What there is to ask for: the concepts and the official forms of all kinds of reports.

>>> concepts()["不予公开"].id
'applications.refused'
>>> "fees.collected" in concepts(), "2014" in forms()
(True, True)
>>> forms()["2014"].row("fees.collected").unit
'万元'
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from operator import attrgetter
from typing import Generic, Protocol, TypeVar, overload

from govreport.errors import UnknownName
from govreport.forms.catalogue import Edition, editions
from govreport.forms.concepts import Concept
from govreport.forms.concepts import concepts as concepts_of
from govreport.forms.labels import read_label
from govreport.forms.lookup import near
from govreport.kinds import ReportKind, kinds
from govreport.shown import Shown

__all__ = ["Catalogue", "concepts", "forms"]


class _Named(Protocol):
    @property
    def id(self) -> str: ...


T = TypeVar("T", bound=_Named)


class Catalogue(Shown, Sequence[T], Generic[T]):
    """目录: things with an id and a Chinese name, by position, by id or by name.

    ``what`` says what they are, in a word.
    """

    __slots__ = ("_items", "_label", "what")

    def __init__(self, what: str, items: Sequence[T], label: Callable[[T], str]) -> None:
        self.what = what
        self._items = tuple(items)
        self._label = label

    @overload
    def __getitem__(self, key: int | str) -> T: ...
    @overload
    def __getitem__(self, key: slice) -> Sequence[T]: ...
    def __getitem__(self, key: int | str | slice) -> T | Sequence[T]:
        """Return the one at a position, or of that id or name.

        Raises:
            UnknownName: there is none (a KeyError, with those that come near).
        """
        if not isinstance(key, str):
            return self._items[key]
        for item in self._items:
            if item.id == key:
                return item
        for item in self._items:
            if _key(self._label(item)) == _key(key):
                return item
        raise UnknownName(self.what, key, near(key, [*self.ids(), *self.labels().values()]))

    def __len__(self) -> int:
        return len(self._items)

    def __iter__(self) -> Iterator[T]:
        return iter(self._items)

    def __contains__(self, value: object) -> bool:
        if not isinstance(value, str):
            return value in self._items
        try:
            return bool(self[value])
        except UnknownName:
            return False

    def ids(self) -> tuple[str, ...]:
        """Return the ids, in order."""
        return tuple(item.id for item in self._items)

    def labels(self) -> dict[str, str]:
        """Return the Chinese name of each id."""
        return {item.id: self._label(item) for item in self._items}

    def _ipython_key_completions_(self) -> list[str]:
        return [*self.ids(), *self.labels().values()]

    def _said(self) -> str:
        return f"{len(self)} {self.what}s: {', '.join(self.ids())}"


def concepts(kind: str | None = None) -> Catalogue[Concept]:
    """Return what the editions have in common and can be compared over the years.

    Args:
        kind: the id of a kind of report (``"ogi"``); ``None`` for all kinds.

    Raises:
        UnknownName: there is no such kind.
    """
    found = [each for one in _kinds(kind) for each in concepts_of(one)]
    return Catalogue("concept", found, attrgetter("label"))


def forms(kind: str | None = None) -> Catalogue[Edition]:
    """Return the editions of the official forms, with their tables, rows and columns.

    Args:
        kind: the id of a kind of report (``"ogi"``); ``None`` for all kinds.

    Raises:
        UnknownName: there is no such kind.
    """
    found = [each for one in _kinds(kind) for each in editions(one)]
    return Catalogue("form", found, attrgetter("name"))


def _kinds(id: str | None) -> Sequence[ReportKind]:
    found = [each for each in kinds() if id in (None, each.id)]
    if not found:
        ids = [each.id for each in kinds()]
        raise UnknownName("kind", str(id), near(str(id), ids) or ids)
    return found


def _key(label: str) -> str:
    return read_label(label).key
