"""The main figures of an organ over the years: a chart each, and all of them as a table."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from govreport.export.html.anchors import cell_id
from govreport.export.plots.chart import LineChart, Mark
from govreport.export.wording import STATES
from govreport.kinds import kind
from govreport.model import State
from govreport.serve.address import Address
from govreport.serve.data import Data, Row
from govreport.serve.pages.asked import Link
from govreport.serve.queries import points as ask

__all__ = ["COLUMNS", "points", "shown"]

#: Charts on the page of an organ.
CHARTS = 12

COLUMNS = (
    *("concept", "name", "year", "value", "unit", "state", "relation", "note", "edition", "raw"),
    *("path", "sha256"),
)


def points(data: Data, about: Row) -> list[Row]:
    """Return what an organ says of the concepts that all editions share, those that the kind of
    report holds to be the main ones first."""
    main = list(kind(about["report_kind"]).compared)
    rows = ask.lines(data, about["id"]) if about["id"] else []
    order = dict.fromkeys([*main, *(row["concept"] for row in rows)])
    place = {id: n for n, id in enumerate(order)}
    return sorted(rows, key=lambda row: (place[row["concept"]], row["year"]))


def shown(data: Data, points: Sequence[Row], address: Address, link: Link) -> dict[str, object]:
    """Return the charts, and the rows of the table: the concept, its unit, a point a year."""
    charts, table = [], []
    years = sorted({row["year"] for row in points})
    for _, group in itertools.groupby(points, key=lambda row: row["concept"]):
        own = list(group)
        unit = _unit(own)
        name = own[0]["name" if address.lang == "zh" else "name_en"]
        marks = [_mark(row, unit, address, link) for row in _one_a_year(own)]
        by_year = {
            mark.year: (mark, row) for mark, row in zip(marks, _one_a_year(own), strict=True)
        }
        table.append((own[0]["concept"], name, unit, [by_year.get(year) for year in years]))
        if any(mark.value is not None for mark in marks):
            charts.append((own[0]["concept"], LineChart(title=name, unit=unit, marks=marks)))
    return {"charts": charts[:CHARTS], "table": table, "years": years}


def _one_a_year(rows: Sequence[Row]) -> list[Row]:
    return list({row["year"]: row for row in rows}.values())


def _unit(rows: Sequence[Row]) -> str:
    """The unit that most of the figures are in."""
    units = Counter(row["unit"] for row in rows if row["value_text"] is not None and row["unit"])
    return units.most_common(1)[0][0] if units else ""


def _mark(row: Row, unit: str, address: Address, link: Link) -> Mark:
    text = row["value_text"]
    value = None if text is None else Decimal(text) if "." in text else int(text)
    fits = value is not None and (row["unit"] or "") == unit
    said = f"{value:,} {row['unit'] or ''}".strip() if value is not None else _state(row)
    note = row["note"] if address.lang == "zh" else row["note_en"]
    lines = [f"{row['year']}: {said}", row["raw"], note, row["path"]]
    href = link(Address("report", row["sha256"], lang=address.lang))
    if row["row"] is not None and row["block"] is not None and row["relation"] != "sum":
        href += f"#{cell_id(row['block'], row['row'], row['column'])}"
    return Mark(
        year=row["year"],
        value=value if fits else None,
        relation=row["relation"],
        edition=row["edition"],
        note="\n".join(line for line in lines if line),
        href=href,
    )


def _state(row: Row) -> str:
    return STATES[State(row["state"])] if row["state"] else ""
