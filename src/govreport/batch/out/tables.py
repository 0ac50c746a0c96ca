"""The tables of a store as sheets, gone through row by row; organs by years for main concepts."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

import pyarrow.dataset as ds

from govreport.batch.store.reading import Tables
from govreport.export.columns import tables as described
from govreport.export.language import Language, said
from govreport.export.sheets import Sheet, Value, heading, titled
from govreport.export.wording import STATES
from govreport.kinds import kinds
from govreport.model import State

__all__ = ["ORDER", "by_years", "sheet_of"]

#: The tables, what people look for first.
ORDER = (
    *("organs", "points", "concepts", "series_findings", "versions", "findings", "reports"),
    *("metrics", "measures", "quantities", "sections", "reuse", "issuers", "files"),
)


def sheet_of(store: Tables, table: str, lang: Language, *, labelled: bool = True) -> Sheet:
    """Return a table of a store: its columns without those that say a figure again as text.
    ``labelled`` points also say what each concept is called."""
    about = described()[table]
    names = [column.name for column in about.columns]
    heads = [heading(column, lang) for column in about.columns]
    rows: Iterator[Sequence[Value]] = store.rows(table, names)  # type: ignore[assignment]
    if table == "points" and labelled:
        said_as = "zh" if lang == "zh" else "en"
        labels = {row["id"]: str(row[said_as]) for row in store.dicts("concepts")}
        at = names.index("concept") + 1
        heads.insert(at, heading(described()["concepts"].column(said_as), lang))
        rows = ((*row[:at], labels.get(row[at - 1]), *row[at:]) for row in rows)
    return Sheet(titled(about, lang), heads, rows)


def by_years(store: Tables, lang: Language) -> Iterator[Sheet]:
    """Yield a sheet for each main concept: a row an organ, a column a year. A year without a report
    is empty; a figure that cannot be read says so."""
    years = sorted({y for (y,) in store.rows("points", ("year",)) if isinstance(y, int)})
    organs = {str(row["id"]): row for row in store.dicts("organs")}
    known = {str(row["id"]): row for row in store.dicts("concepts")}
    heads = [said(word, lang) for word in ("机关", "行政区划", "类型")]
    held = {kind for (kind,) in store.rows("points", ("report_kind",))}
    for id in dict.fromkeys(id for kind in kinds() if kind.id in held for id in kind.compared):
        if id in known:
            name = str(known[id]["zh" if lang == "zh" else "en"])
            rows = _rows(store, id, years, organs, lang)
            yield Sheet(name, [*heads, *map(str, years)], rows)


def _rows(
    store: Tables,
    id: str,
    years: Sequence[int],
    organs: Mapping[str, Mapping[str, object]],
    lang: Language,
) -> Iterator[Sequence[Value]]:
    wanted = (ds.field("concept") == id) & ds.field("is_total") & ds.field("year").is_valid()
    rows = store.rows("points", ("organ", "year", "value", "state"), where=wanted)
    for organ, of_organ in itertools.groupby(rows, key=lambda row: str(row[0])):
        cells: dict[object, Value] = {
            year: value if isinstance(value, Decimal) else _nothing(state, lang)
            for _, year, value, state in of_organ
        }
        about = organs[organ]
        place, type_ = (about[name] for name in ("place_name", "type"))
        yield (
            str(about["name"]),
            None if place is None else str(place),
            None if type_ is None else str(type_),
            *(cells.get(year) for year in years),
        )


def _nothing(state: object, lang: Language) -> str | None:
    """What stands for a figure that there is none of."""
    return None if state is None else said(STATES[State(str(state))], lang) or None
