"""The figures that rules name, and how their dimensions read."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from decimal import Decimal

from msgspec import Struct

from govreport.forms.catalogue import Edition
from govreport.forms.naming import members_called
from govreport.model import Metric
from govreport.model.bilingual import Bilingual

__all__ = ["Key", "Members", "Number", "Term", "figures", "key_of", "term", "where"]

Number = int | Decimal
Members = tuple[tuple[str, str], ...]
#: A figure's id with its dimensions.
Key = tuple[str, Members]


class Term(Struct, frozen=True):
    """A figure in a rule; ``metric`` is ``None`` where the report has none."""

    key: Key
    metric: Metric | None

    @property
    def value(self) -> Number | None:
        """The figure, ``None`` where there is none to compute with."""
        return self.metric.value if self.metric else None


def figures(metrics: Iterable[Metric], edition: Edition) -> Mapping[Key, Metric]:
    """Return the edition's figures; those that stand twice with different values answer for
    nothing."""
    known: dict[Key, Metric] = {}
    double: set[Key] = set()
    for metric in metrics:
        if metric.edition == edition.id:
            key = key_of(metric)
            if key in known:
                double.add(key)
            known[key] = metric
    return {key: metric for key, metric in known.items() if key not in double}


def key_of(metric: Metric) -> Key:
    """Return what tells a figure from all others of a form."""
    members = metric.dimensions.items()
    return metric.id, tuple(members) if len(members) < 2 else tuple(sorted(members))


def term(id: str, members: Members, known: Mapping[Key, Metric]) -> Term:
    """Return a figure of a rule, whether the report has it or not."""
    return Term((id, members), known.get((id, members)))


def where(terms: Iterable[Term], members: Members, edition: Edition) -> Bilingual:
    """Return the dimensions of figures as they are read behind the name of one: （自然人）."""
    metric = next((each.metric for each in terms if each.metric is not None), None)
    return _where(members, edition, metric.label if metric is not None else "")


@functools.lru_cache(maxsize=1_024)
def _where(members: Members, edition: Edition, beside: str) -> Bilingual:
    return members_called(dict(members), edition, beside)
