"""Organs side by side: one figure in one year, or two of them against each other."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal

from govreport.export.plots.chart import Bar, BarChart, Dot, Scatter, ticks
from govreport.serve.address import Address, Lang
from govreport.serve.data import Data, Row
from govreport.serve.pages.asked import Link, chosen, integer, part
from govreport.serve.queries import points as ask
from govreport.serve.sheet import Page, Sheet
from govreport.serve.words import said

__all__ = ["compare"]

#: Organs on one page, dots of a scatter plot, columns of a histogram.
ROWS, DOTS, COLUMNS = 100, 2000, 12

_COLUMNS = (
    *("rank", "organ", "region", "type", "value", "unit", "percentile", "before", "change"),
    *("relation", "note", "raw", "edition", "sha256"),
)


def compare(data: Data, address: Address, link: Link) -> Page:
    """A figure of all organs in a year: who stands where, and how it is spread."""
    concepts = {_id(row): row for row in ask.concepts(data)}
    title = said("compare", address.lang)
    if not concepts:
        return Page(title, "compare.html", {"concept": None})
    concept = concepts[chosen(address, "concept", concepts)]
    years = ask.years(data, concept)
    year = integer(address, "year", 1900, 2100) or (years[-1] if years else None)
    place, type_ = address.get("place"), chosen_type(data, address)
    rows = _rows(data, concept, year, place, type_)
    ranked = [row for row in rows if row["rank"] is not None]
    shown = part(address, ROWS, len(rows))
    context = {
        "concept": concept,
        "concepts": concepts,
        "name": lambda row: row["zh"] if address.lang == "zh" else row["en"],
        "years": years,
        "year": year,
        "place": place,
        "type": type_,
        "types": ask.types(data),
        "rows": rows[shown.first : shown.first + ROWS],
        "ranked": len(ranked),
        "unit": ranked[0]["unit"] if ranked else concept["unit"],
        "apart": len(rows) - len(ranked),
        "part": shown,
        "spread": _spread(ranked),
        "histogram": _histogram(ranked, concept, address.lang),
        **_against(data, address, concepts, ranked, year, link),
    }
    sheet = Sheet("compare", _COLUMNS, lambda: rows)
    return Page(title, "compare.html", context, (sheet,))


def chosen_type(data: Data, address: Address) -> str:
    """The type of organ that is asked for, ``""`` for any."""
    return chosen(address, "type", ["", *(row["value"] for row in ask.types(data))])


def _id(row: Row) -> str:
    return str(row["id"])


def _rows(data: Data, concept: Row, year: int | None, place: str, type_: str) -> list[Row]:
    if year is None:
        return []
    return ask.compared(data, concept, year, place=place, type=type_)


def _spread(ranked: Sequence[Row]) -> Mapping[str, Decimal] | None:
    """The median and the quartiles, where there are enough organs for them to mean something."""
    values = [row["value"] for row in ranked]
    if len(values) < 4:
        return None
    low, middle, high = statistics.quantiles(values, n=4, method="inclusive")
    # Without the zeros of the column's places.
    return {
        name: Decimal(f"{value.normalize():f}")
        for name, value in (("low", low), ("middle", middle), ("high", high))
    }


def _histogram(ranked: Sequence[Row], concept: Row, lang: Lang) -> BarChart | None:
    """How many organs stand between which figures."""
    values = [float(row["value"]) for row in ranked]
    if len(values) < 10 or min(values) < 0 or min(values) == max(values):
        return None
    # A few that are far above all others must not leave one column for the rest.
    steps = ticks(sorted(values)[int(0.95 * (len(values) - 1))], COLUMNS - 2)
    counts = Counter(_step(value, steps) for value in values)
    bars = []
    for n, low in enumerate(steps):
        name = f"{low:,}–{steps[n + 1]:,}" if n + 1 < len(steps) else f"≥ {low:,}"
        if counts[n] or n + 1 < len(steps):
            bars.append(Bar(name=name, value=counts[n], note=f"{name}: {counts[n]}"))
    return BarChart(title=concept["zh" if lang == "zh" else "en"], unit="", bars=bars)


def _step(value: float, steps: Sequence[float]) -> int:
    return sum(value >= step for step in steps) - 1


def _against(
    data: Data,
    address: Address,
    concepts: Mapping[str, Row],
    ranked: Sequence[Row],
    year: int | None,
    link: Link,
) -> dict[str, object]:
    """The other figure, and the plot of both; only of organs that have them in one unit each."""
    id = chosen(address, "with", ["", *concepts])
    if not id:
        return {"other": "", "scatter": None}
    place, type_ = address.get("place"), address.get("type")
    found = _rows(data, concepts[id], year, place, type_)
    beside = {row["key"]: row for row in found if row["rank"] is not None}
    both = [(row, beside[row["key"]]) for row in ranked if row["key"] in beside][:DOTS]
    if not both:
        return {"other": id, "scatter": None}
    label = "zh" if address.lang == "zh" else "en"
    names = [
        f"{concepts[own][label]} ({row['unit']})"
        for own, row in zip((chosen(address, "concept", concepts), id), both[0], strict=True)
    ]
    dots = [
        Dot(
            name=one["organ"],
            x=one["value"],
            y=two["value"],
            href=link(Address("organ", one["key"], lang=address.lang)),
        )
        for one, two in both
    ]
    return {
        "other": id,
        "scatter": Scatter(title=" · ".join(names), x=names[0], y=names[1], dots=dots),
    }
