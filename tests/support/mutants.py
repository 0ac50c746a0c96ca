"""Mutants of the fixtures: one label, cell or ruling of a table deleted or garbled.

    PYTHONPATH=src:tests python -m support.mutants 5000

What a mutant states must come out right, or be named by a finding of at least warning: no figure is
lost in silence, and none is wrong.
"""

from __future__ import annotations

import functools
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from unittest import mock

import attrs
import regex
from attrs import frozen

import govreport as gr
from fixtures import (
    Dialect,
    Layout,
    compose,
    make_spec,
    write_docx,
    write_html,
    write_markdown,
    write_ofd,
    write_pdf,
    write_rtf,
    write_text,
    write_xlsx,
)
from fixtures.manuscript import Fact, Grid, GridCell, Manuscript
from fixtures.spec import ReportSpec
from govreport.forms.catalogue import Row, metric_id
from govreport.forms.labels import squeezed
from support.ogi import edition, editions

__all__ = ["FORMATS", "Mutant", "faults", "mutants", "written"]

EDITIONS = tuple(each.id for each in editions())
FORMATS: dict[str, Callable[[ReportSpec], bytes]] = {
    "docx": write_docx,
    "html": write_html,
    **{f"markdown-{d}": functools.partial(write_markdown, dialect=d) for d in Dialect},
    "ofd": write_ofd,
    "pdf": write_pdf,
    "rtf": write_rtf,
    "xlsx": write_xlsx,
    **{f"text-{layout}": functools.partial(write_text, layout=layout) for layout in Layout},
}
GARBAGE = "■"
#: Findings that show a row as it stands.
ROWS = ("row.unknown", "row.short", "row.group_value", "coverage.figures")


@frozen
class Mutant:
    """A report with one fault; ``cell`` is the one that it befell."""

    name: str
    edition: str
    data: bytes
    facts: tuple[Fact, ...]
    cell: GridCell


def mutants(seed: int) -> Iterator[Mutant]:
    """Yield mutants without end, the same for the same seed."""
    chance = random.Random(seed)
    while True:
        edition_id, format = chance.choice(EDITIONS), chance.choice([*FORMATS])
        spec = make_spec(chance.randrange(20), edition_id)
        manuscript = compose(spec)
        index = chance.choice([n for n, i in enumerate(manuscript.items) if isinstance(i, Grid)])
        grid = manuscript.items[index]
        assert isinstance(grid, Grid)
        kind = chance.choice([*KINDS])
        cell = chance.choice([c for c in grid.cells if c.text.strip()])
        changed = KINDS[kind](grid, cell, chance)
        if changed is None:
            continue
        items = (*manuscript.items[:index], changed, *manuscript.items[index + 1 :])
        mutated = attrs.evolve(manuscript, items=items)
        yield Mutant(
            f"{edition_id} {format} {kind} of {cell.text[:30]!r} at {cell.row}, {cell.column}",
            edition_id,
            written(spec, format, mutated),
            manuscript.facts(),
            cell,
        )


def written(spec: ReportSpec, format: str, manuscript: Manuscript) -> bytes:
    """Write a manuscript in one of the formats, ``spec`` being what else the writer asks for."""
    write = FORMATS[format]
    module = f"fixtures.write_{format.partition('-')[0]}"
    with mock.patch(f"{module}.compose", return_value=manuscript):
        return write(spec)


# Faults. Each returns the grid with it, None where it cannot befall the cell.


def _replaced(grid: Grid, *cells: GridCell, without: tuple[GridCell, ...] = ()) -> Grid:
    places = {(cell.row, cell.column): cell for cell in cells}
    kept = [places.pop((c.row, c.column), c) for c in grid.cells if c not in without]
    return attrs.evolve(grid, cells=tuple(kept))


def _blanked(grid: Grid, cell: GridCell, chance: random.Random) -> Grid | None:
    return _replaced(grid, attrs.evolve(cell, text=""))


def _garbled(grid: Grid, cell: GridCell, chance: random.Random) -> Grid | None:
    at = chance.randrange(len(cell.text))
    return _replaced(grid, attrs.evolve(cell, text=cell.text[:at] + GARBAGE + cell.text[at + 1 :]))


def _ruined(grid: Grid, cell: GridCell, chance: random.Random) -> Grid | None:
    return _replaced(grid, attrs.evolve(cell, text=GARBAGE * 2))


def _shortened(grid: Grid, cell: GridCell, chance: random.Random) -> Grid | None:
    """A label that lost its beginning or its end; a figure cut would be another figure."""
    if cell.fact is not None or len(cell.text) < 3:
        return None
    at = chance.randrange(1, len(cell.text))
    return _replaced(grid, attrs.evolve(cell, text=chance.choice((cell.text[:at], cell.text[at:]))))


def _unruled_below(grid: Grid, cell: GridCell, chance: random.Random) -> Grid | None:
    """The ruling below a row is gone: its cells and those below are one, line above line."""
    above = [c for c in grid.cells if c.row == cell.row]
    below = [c for c in grid.cells if c.row == cell.row + 1]
    shapes = [[(c.column, c.column_span, c.row_span) for c in row] for row in (above, below)]
    if not below or shapes[0] != shapes[1] or any(span > 1 for *_, span in shapes[0]):
        return None
    joined = [
        attrs.evolve(a, text=f"{a.text}\n{b.text}".strip(), row_span=2, fact=None)
        for a, b in zip(above, below, strict=True)
    ]
    return _replaced(grid, *joined, without=tuple(below))


def _unruled_beside(grid: Grid, cell: GridCell, chance: random.Random) -> Grid | None:
    """The ruling to the right of a cell is gone: it and the next are one."""
    beside = next(
        (c for c in grid.cells if c.row == cell.row and c.column == cell.column + cell.column_span),
        None,
    )
    if beside is None or beside.row_span != cell.row_span:
        return None
    span = cell.column_span + beside.column_span
    joined = attrs.evolve(cell, text=f"{cell.text} {beside.text}".strip(), column_span=span)
    return _replaced(grid, joined, without=(beside,))


KINDS: dict[str, Callable[[Grid, GridCell, random.Random], Grid | None]] = {
    "blank": _blanked,
    "garble": _garbled,
    "ruin": _ruined,
    "shorten": _shortened,
    "no ruling below": _unruled_below,
    "no ruling beside": _unruled_beside,
}


# What came of it.


def faults(mutant: Mutant) -> list[str]:
    """Say which figures are wrong, or lost in silence, a line each."""
    try:
        report = gr.parse(mutant.data)
    except gr.GovReportError as error:
        return [f"not read: {error}"]
    found = {(m.id, tuple(sorted(m.dimensions.items()))): m for m in report.metrics}
    out = []
    for fact in mutant.facts:
        metric = found.get((fact.id, tuple(sorted(dict(fact.dims).items()))))
        if metric is not None and (metric.value, metric.state) == (fact.value, fact.state):
            continue
        if metric is not None and metric.value is not None:
            out.append(f"wrong: {fact} read as {metric!r}")
        elif fact.value is not None and not _is_told(report, mutant.edition, fact, metric):
            out.append(f"lost in silence: {fact} {metric!r}")
    return out


def _is_told(report: gr.Report, edition_id: str, fact: Fact, metric: gr.Metric | None) -> bool:
    """Whether a finding of at least warning names the row: by its label, or by its figures."""
    grave = [f for f in report.findings if f.severity is not gr.Severity.INFO]
    label = metric.label if metric is not None else _labels(edition_id).get(fact.id, "")
    names = {squeezed(label.partition("·")[0])[:12]} - {""}
    said = [squeezed(f.message) for f in grave]
    value = str(fact.value)
    rows = [f.message for f in grave if f.code in ROWS]
    return any(name in text for text in said for name in names) or any(
        value in regex.findall(r"-?[\d.]+", text) for text in rows
    )


@functools.cache
def _labels(edition_id: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for form in edition(edition_id).tables:
        for row in form.rows or (Row(id="", label=form.titles[0]),):
            found |= {metric_id(row.id, c.id): row.label for c in form.columns_of("value")}
    return found


def main(count: int, seed: int = 0) -> None:
    """Try so many mutants and print what is wrong, and a table of what came."""
    told: Counter[str] = Counter()
    for number, mutant in zip(range(count), mutants(seed), strict=False):
        found = faults(mutant)
        kind = "wrong" if any(f.startswith("wrong") for f in found) else "silent" if found else "ok"
        told[kind] += 1
        if found:
            print(f"{number}: {mutant.name}: {found[0][:300]} (+{len(found) - 1})", flush=True)
    print(dict(told))


if __name__ == "__main__":
    main(int(sys.argv[1]), *map(int, sys.argv[2:]))
