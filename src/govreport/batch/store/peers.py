"""同类: where a report's figures stand among those of organs of its type and level, in one year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import pyarrow.dataset as ds
from attrs import field, frozen

from govreport.batch.store.answers import organ, stored_organs, unknown
from govreport.batch.store.results import StoredOrgan
from govreport.export.arrow import text_of
from govreport.forms.catalogue import dimension_names
from govreport.forms.totals import without_total
from govreport.shown import Several, Shown, late

if TYPE_CHECKING:
    import pandas

    from govreport.batch.store.reading import Tables

__all__ = ["LEAST", "Peer", "Peers", "peers"]

#: Of fewer reports nothing is said.
LEAST = 10

Number = int | Decimal
_COLUMNS = ("organ", "concept", "unit", "relation", "edition", text_of("value"))


@frozen(kw_only=True, repr=False)
class Peer(Shown):
    """A figure among its like: ``n`` reports state it, this one included; ``below`` of them state
    less and ``equal`` the same, itself included. ``percentile`` is the share below, with half of
    the equal ones, in hundredths: 50 in the middle, and where all are equal."""

    id: str
    label: str
    label_en: str
    dimensions: Mapping[str, str] = field(factory=dict)
    value: Number
    unit: str | None = None
    n: int
    below: int
    equal: int

    @property
    def percentile(self) -> float:
        """The percentile, from just over 0 to just under 100."""
        return float(Fraction(100 * (2 * self.below + self.equal), 2 * self.n))

    def _said(self) -> str:
        return f"{self.id}: {self.value}, percentile {self.percentile:.1f} of {self.n}"


class Peers(Several[Peer]):
    """同类: the figures of one organ's report for a ``year``, each among those of the organs of its
    type, field and level, which are ``of`` in all; figures that fewer than ten of them state are
    left out."""

    organ: StoredOrgan
    year: int
    of: int

    def to_frame(self) -> pandas.DataFrame:
        """Return a row a figure.

        Raises:
            ImportError: pandas is not installed.
        """
        frame: pandas.DataFrame = late("export.peers.to_frame")(self)
        return frame


def peers(tables: Tables, name: str, year: int, kind: str) -> Peers:
    """Return where the figures of an organ's report for a year stand."""
    own = organ(tables, name)
    years = sorted(_years(tables, own.id, kind))
    if year not in years:
        raise unknown("year", str(year), [str(each) for each in years])
    like = [each.id for each in stored_organs(tables) if _sort(each) == _sort(own)]
    rows = [*_rows(tables, like, year, kind)] if own.type and own.level else []
    labels = {
        str(id): (str(zh), str(en))
        for id, of_kind, zh, en in tables.rows("concepts", ("id", "report_kind", "zh", "en"))
        if of_kind == kind
    }
    made = Peers(_standings(own.id, rows, labels))
    made.organ, made.year, made.of = own, year, len({row.organ for row in rows})
    return made


@frozen
class _Row:
    organ: str
    key: tuple[str, tuple[tuple[str, str], ...], str | None]
    relation: str
    edition: str | None
    value: Number


def _sort(organ: StoredOrgan) -> tuple[str | None, str | None, str | None, bool]:
    return organ.type, organ.field, organ.level, organ.vertical


def _years(tables: Tables, organ: str, kind: str) -> set[int]:
    where = (ds.field("organ") == organ) & (ds.field("report_kind") == kind)
    return {
        year for (year,) in tables.rows("points", ("year",), where=where) if isinstance(year, int)
    }


def _rows(tables: Tables, organs: Sequence[str], year: int, kind: str) -> Iterator[_Row]:
    """The totals that organs state in a year."""
    where = (
        ds.field("organ").isin(list(organs))
        & (ds.field("year") == year)
        & (ds.field("report_kind") == kind)
        & ds.field("is_total")
        & ds.field(text_of("value")).is_valid()
    )
    names = sorted(dimension_names())
    for row in tables.rows("points", (*_COLUMNS, *names), where=where):
        of, concept, unit, relation, edition, text = row[: len(_COLUMNS)]
        members = zip(names, row[len(_COLUMNS) :], strict=True)
        said = without_total({name: str(member) for name, member in members if member is not None})
        yield _Row(
            organ=str(of),
            key=(str(concept), tuple(sorted(said.items())), str(unit) if unit else None),
            relation=str(relation),
            edition=str(edition) if edition else None,
            value=Decimal(str(text)) if "." in str(text) else int(str(text)),
        )


def _standings(
    organ: str, rows: Sequence[_Row], labels: Mapping[str, tuple[str, str]]
) -> Iterator[Peer]:
    by_key: defaultdict[object, list[_Row]] = defaultdict(list)
    for row in rows:
        by_key[row.key].append(row)
    for mine in rows:
        if mine.organ != organ:
            continue
        values = [each.value for each in by_key[mine.key] if _are_comparable(each, mine)]
        if len(values) < LEAST:
            continue
        id, members, unit = mine.key
        zh, en = labels.get(id, (id, id))
        yield Peer(
            id=id,
            label=zh,
            label_en=en,
            dimensions=dict(members),
            value=mine.value,
            unit=unit,
            n=len(values),
            below=sum(value < mine.value for value in values),
            equal=sum(value == mine.value for value in values),
        )


def _are_comparable(one: _Row, other: _Row) -> bool:
    """Whether two forms ask for the same; what is only near is so in one form alone."""
    return one.edition == other.edition or "near" not in (one.relation, other.relation)
