"""Organs side by side: one figure in one year, or two of them against each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from attrs import evolve

from govreport.export.plots.chart import Bar, BarChart, Dot, Scatter, ticks
from govreport.serve.address import Address, Lang
from govreport.serve.data import Data, Row
from govreport.serve.pages.asked import Link, chosen, integer, part
from govreport.serve.queries import points as ask
from govreport.serve.sheet import Page, Sheet
from govreport.serve.words import said

__all__ = ["compare"]

#: Organs on one page, dots of a scatter plot, columns of a histogram.
ROWS, DOTS, COLUMNS = 100, 1000, 12

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
    asked = None
    if year is not None:
        asked = ask.Asked(concept, year, address.get("place"), _type(data, address))
    spread = ask.spread(data, asked) if asked else {}
    total, ranked = spread.get("n", 0), spread.get("ranked", 0)
    shown = part(address, ROWS, total)
    context = {
        "concept": concept,
        "concepts": concepts,
        "name": lambda row: row["zh"] if address.lang == "zh" else row["en"],
        "years": years,
        "year": year,
        "place": address.get("place"),
        "type": _type(data, address),
        "types": ask.types(data),
        "rows": ask.compared(data, asked, first=shown.first, limit=ROWS) if asked else [],
        "ranked": ranked,
        "unit": spread.get("unit") or concept["unit"],
        "apart": total - ranked,
        "part": shown,
        # Of fewer they mean nothing.
        "quartiles": [_plain(each) for each in spread["quartiles"]] if ranked >= 4 else [],
        "histogram": _histogram(spread.get("numbers") or [], concept, address.lang),
        **_against(data, address, concepts, asked, link),
    }
    sheet = Sheet("compare", _COLUMNS, lambda: ask.compared(data, asked) if asked else [])
    return Page(title, "compare.html", context, (sheet,))


def _type(data: Data, address: Address) -> str:
    """The type of organ that is asked for, ``""`` for any."""
    return chosen(address, "type", ["", *(row["value"] for row in ask.types(data))])


def _id(row: Row) -> str:
    return str(row["id"])


def _plain(number: float) -> float | int:
    return int(number) if number.is_integer() else round(number, 2)


def _histogram(values: Sequence[float], concept: Row, lang: Lang) -> BarChart | None:
    """How many organs stand between which figures."""
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
    asked: ask.Asked | None,
    link: Link,
) -> dict[str, object]:
    """The other figure, and the plot of both; only of organs that have them in one unit each."""
    id = chosen(address, "with", ["", *concepts])
    found = ask.both(data, asked, evolve(asked, concept=concepts[id])) if id and asked else []
    if not found or asked is None:
        return {"other": id, "scatter": None}
    label = "zh" if address.lang == "zh" else "en"
    x = f"{asked.concept[label]} ({found[0]['x_unit']})"
    y = f"{concepts[id][label]} ({found[0]['y_unit']})"
    dots = [
        Dot(
            name=row["name"],
            x=row["x"],
            y=row["y"],
            href=link(Address("organ", row["key"], lang=address.lang)),
        )
        for row in found[:DOTS]
    ]
    scatter = Scatter(title=f"{x} · {y}", x=x, y=y, dots=dots)
    return {"other": id, "scatter": scatter, "both": len(found)}
