"""The figures of a report laid out as its official form lays them out, for people to look at.

A panel is a table of the form: its rows in their hierarchy, a column for each kind of figure or
member of a dimension. What no form knows comes last, so that every metric is shown once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from attrs import frozen

from govreport.export.language import Language, said
from govreport.export.wording import STATES
from govreport.forms.catalogue import Column, Edition, Row, TableForm, editions, metric_id
from govreport.forms.english import english
from govreport.forms.naming import name_of
from govreport.kinds import kind
from govreport.model import Certainty, Metric, Metrics, State

__all__ = ["Heading", "Line", "Panel", "figure", "panels"]


@frozen
class Heading:
    """A heading with the columns and the rows of headings that it spans; ``worded`` where the
    document has another known wording for it."""

    text: str
    across: int
    down: int
    worded: bool = False


@frozen
class Line:
    """A row: its label with number, how deep it stands, and what each column holds (nothing, one
    metric, or several where the document repeats a figure)."""

    label: str
    depth: int
    cells: tuple[tuple[Metric, ...], ...]

    @property
    def is_group(self) -> bool:
        """Whether the row only heads others."""
        return all(m.state is State.NOT_APPLICABLE for cell in self.cells for m in cell)


@frozen
class Panel:
    """A table: ``heads`` are the headings over each column from the top, ``unit`` that of all its
    figures, ``None`` where they differ."""

    title: str
    heads: tuple[tuple[str, ...], ...]
    unit: str | None
    lines: tuple[Line, ...]

    @property
    def worded_columns(self) -> frozenset[int]:
        """The columns that the document calls by another known wording: all their figures were
        recognised so, and those of other columns were not."""
        columns = list(zip(*(line.cells for line in self.lines), strict=False))
        found = {n for n, cells in enumerate(columns) if all(map(_by_wording, filter(None, cells)))}
        few = sum(1 for line in self.lines if any(line.cells)) < 2
        return frozenset() if few or len(found) == len(columns) else frozenset(found)

    def is_worded(self, line: Line) -> bool:
        """Whether the document has another known wording for a row."""
        columns = self.worded_columns
        return any(_by_wording(c) for n, c in enumerate(line.cells) if n not in columns and c)

    def header(self) -> list[list[Heading]]:
        """The rows of headings: equal neighbours joined, those that end early reaching down."""
        depth = max((len(head) for head in self.heads), default=0)
        rows: list[list[Heading]] = [[] for _ in range(depth)]
        last: tuple[str, ...] = ()
        worded = self.worded_columns
        for column, head in enumerate(self.heads):
            for level, text in enumerate(head):
                leaf = level == len(head) - 1
                if not leaf and head[: level + 1] == last[: level + 1] != last:
                    joined = rows[level][-1]
                    rows[level][-1] = Heading(text, joined.across + 1, 1)
                else:
                    rows[level].append(
                        Heading(text, 1, depth - level if leaf else 1, leaf and column in worded)
                    )
            last = head
        return rows


def panels(metrics: Metrics, lang: Language = "zh") -> tuple[Panel, ...]:
    """Lay out metrics by the forms of their editions; each stands in exactly one panel."""
    forms = editions(kind(metrics.kind)) if metrics.kind else ()
    known = {edition.id: edition for edition in forms}
    found = []
    rest: list[Metric] = []
    by_edition: dict[str, list[Metric]] = {}
    for metric in metrics:
        by_edition.setdefault(metric.edition or "", []).append(metric)
    for id, own in by_edition.items():
        if id in known:
            laid_out, own = _by_form(known[id], own, _Names(metrics.kind, lang))
            found += laid_out
        rest += own
    if rest:
        rows: dict[tuple[str, str], list[Metric]] = {}
        for metric in rest:
            rows.setdefault((_label(metric, metrics.kind, lang), metric.id), []).append(metric)
        lines = tuple(Line(label, 0, (tuple(own),)) for (label, _), own in rows.items())
        found.append(_panel(said("其他指标", lang), ((said("统计数", lang),),), lines))
    return tuple(found)


def figure(metric: Metric) -> str:
    """Return a value with its thousands parted, or the word for its state."""
    if metric.value is not None:
        return f"{metric.value:,}"
    return STATES[metric.state] if metric.state else ""


def _by_wording(cell: tuple[Metric, ...]) -> bool:
    return any(
        m.certainty is Certainty.VARIANT and m.state is not State.NOT_APPLICABLE for m in cell
    )


@frozen
class _Names:
    """What the entries of a kind's forms are called in a language; in Chinese where they have no
    other name."""

    kind: str
    lang: Language

    def title(self, form: TableForm) -> str:
        return self._of(form.titles[0], form.title_en)

    def row(self, row: Row) -> str:
        of_which = said("其中：", self.lang) if row.of_which else ""
        return row.number + of_which + self._of(row.label, row.label_en)

    def label(self, column: Column) -> str:
        label = column.labels[0]
        return column.label_en if self.lang == "en" and column.label_en else said(label, self.lang)

    def path(self, column: Column) -> tuple[str, ...]:
        names = {} if self.lang == "zh" else english(kind(self.kind))
        return tuple(names.get(each, each) for each in column.path[:-1])

    def _of(self, zh: str, en: str) -> str:
        return en if self.lang == "en" and en else zh


def _by_form(
    edition: Edition, metrics: list[Metric], names: _Names
) -> tuple[list[Panel], list[Metric]]:
    """The panels of an edition, and the metrics that it has no place for."""
    places: dict[tuple[str, frozenset[tuple[str, str]]], list[Metric]] = {}
    for metric in metrics:
        places.setdefault((metric.id, frozenset(metric.dimensions.items())), []).append(metric)

    def take(id: str, dimensions: Mapping[str, str]) -> tuple[Metric, ...]:
        return tuple(places.pop((id, frozenset(dimensions.items())), ()))

    found = []
    for form in edition.tables:
        told = {frozenset(metric.dimensions.items()) for metric in metrics}
        local = (c for c in form.local_columns if c.dimensions)
        columns = form.columns_of("value")
        columns += tuple(c for c in local if frozenset(c.dimensions.items()) in told)
        if form.rows:
            heads = tuple((*names.path(column), names.label(column)) for column in columns)
            cells = {
                row.id: tuple(take(metric_id(row.id, c.id), c.dimensions) for c in columns)
                for row in form.rows
            }
            lines = tuple(_lines(form, cells, names))
        else:
            heads = tuple(dict.fromkeys(names.path(column) for column in columns))
            by_place = {
                (names.label(column), names.path(column)): take(column.id, column.dimensions)
                for column in columns
            }
            lines = tuple(
                Line(label, 0, tuple(by_place.get((label, head), ()) for head in heads))
                for label in dict.fromkeys(map(names.label, columns))
            )
        if any(cell for line in lines for cell in line.cells):
            found.append(_panel(names.title(form), heads, lines))
    return found, [metric for left in places.values() for metric in left]


def _lines(
    form: TableForm, cells: Mapping[str, tuple[tuple[Metric, ...], ...]], names: _Names
) -> Iterator[Line]:
    """The rows that hold something, and those above them."""
    rows = {row.id: row for row in form.rows}
    wanted: set[str] = set()
    for row in form.rows:
        if any(cells[row.id]):
            wanted.update((row.id, *_above(row, rows)))
    for row in form.rows:
        if row.id in wanted:
            yield Line(names.row(row), len(_above(row, rows)), cells[row.id])


def _above(row: Row, rows: Mapping[str, Row]) -> list[str]:
    found: list[str] = []
    while row.parent and row.parent not in found:
        found.append(row.parent)
        row = rows[row.parent]
    return found


def _panel(title: str, heads: tuple[tuple[str, ...], ...], lines: tuple[Line, ...]) -> Panel:
    figures = (metric for line in lines for cell in line.cells for metric in cell)
    # A figure without a unit must not seem to be in its neighbours'.
    units = {m.unit for m in figures if m.unit or m.value is not None}
    common = min((len(head) - 1 for head in heads), default=0)
    while any(head[:common] != heads[0][:common] for head in heads):
        common -= 1
    # What stands over every column tells none from another.
    heads = tuple(head[common:] for head in heads)
    return Panel(title, heads, units.pop() if len(units) == 1 else None, lines)


def _label(metric: Metric, of: str, lang: Language) -> str:
    english = lang == "en" and bool(of)
    label = name_of(metric, kind(of)).en if english else metric.label
    return " · ".join((label, *metric.dimensions.values()))
