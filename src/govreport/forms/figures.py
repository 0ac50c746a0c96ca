"""The figures of one official row: what stands under each heading, and in which unit."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from govreport.document import FROM_PICTURES, Cell
from govreport.forms.catalogue import Column, Row, metric_id
from govreport.forms.cell_values import Figure, read_figure, read_scanned, read_unit
from govreport.forms.columns import Field, Layout
from govreport.forms.crooked import Paired
from govreport.forms.english import worded
from govreport.forms.grid import TableGrid
from govreport.forms.headings import is_figure
from govreport.forms.labels import squeezed, unit_in
from govreport.forms.reading import WEIGHTS, CellUse, Place
from govreport.forms.rows import RowMatch
from govreport.forms.shifts import end_of_labels
from govreport.model import Certainty, Finding, Metric, State
from govreport.model.rules import finding

__all__ = ["FoundRow", "RowReading", "heading", "read_row"]

#: What a figure takes from the trust in an edition that stands in a row without figures.
GROUP_FIGURE_WEIGHT = -1


class FoundRow(Struct, frozen=True):
    """An official row found in a table: its place, the headings over it, how far its figures have
    moved (``None``: nobody can tell), its label as it stands, and its cells by their headings where
    they do not stand under these."""

    sheet: TableGrid
    row: int
    layout: Layout
    shift: int | None
    match: RowMatch
    label: str
    paired: Paired | None = None

    @property
    def fields(self) -> Mapping[int, Field]:
        """The columns of the row's form, by their places."""
        return self.layout.fields[self.match.form.id]

    def find(
        self, code: str, column: int, *, label: str, found: str, expected: str | None = None
    ) -> Finding:
        """A finding about the cell in a column."""
        origins = (self.sheet.origin(self.row, column),)
        return finding(
            code, {"label": worded(label)}, expected=expected, found=found, origins=origins
        )


class RowReading(Struct, frozen=True):
    """What a row, or a figure of it, gives: ``cells`` says what each was read as, ``score`` is what
    it adds to the trust in its edition beyond its match."""

    metrics: tuple[Metric, ...]
    findings: tuple[Finding, ...]
    cells: Mapping[Place, CellUse]
    score: int


def read_row(row: FoundRow, edition: str) -> RowReading:
    """Read the figures of an official row under an edition."""
    cells = dict(_uses(row))
    findings: list[Finding] = []
    if row.match.row.group and len(row.sheet.cells(row.row)) == 1:
        # The heading of a group has no figures to lose.
        row = replace(row, shift=row.shift or 0)
    if row.shift is None:
        label = row.match.row.label or row.match.form.titles[0]
        findings.append(row.find("row.short", 0, label=label, found=row.sheet.plain(row.row)))
    metrics: list[Metric] = []
    score = 0
    for column in row.fields:
        read = _read_figure(row, column, edition)
        metrics += read.metrics
        findings += read.findings
        cells |= read.cells
        score += read.score
    return RowReading(tuple(metrics), tuple(findings), cells, score)


def heading(column: Column) -> str:
    """What a person calls a column: its heading, behind those above it."""
    return "·".join(column.path or column.labels[:1])


def _uses(row: FoundRow) -> Iterator[tuple[Place, CellUse]]:
    """What the cells of a row are read as that hold none of its figures."""
    sheet, layout = row.sheet, row.layout
    end = end_of_labels(sheet, layout, row.shift)
    labels = [column for column in layout.labels if column < end]
    if row.shift is None:
        # Figures that are not in place are told as such, every one.
        yield from ((sheet.anchor(cell), CellUse.FIGURE) for cell in sheet.cells(row.row))
    if not row.match.form.lacks(each.column for each in row.fields.values()):
        yield from _used(row, layout.unknown, CellUse.OTHER)
    yield from _used(row, layout.others, CellUse.OTHER)
    if layout.unit is not None:
        labels.append(layout.unit)
    yield from _used(row, labels, CellUse.WORDING)


def _used(row: FoundRow, columns: Iterable[int], use: CellUse) -> Iterator[tuple[Place, CellUse]]:
    cells = (row.sheet.at(row.row, column) for column in columns)
    return ((row.sheet.anchor(cell), use) for cell in cells if cell is not None)


def _read_figure(row: FoundRow, column: int, edition: str) -> RowReading:
    """Read the figure under the heading in a column."""
    sheet, match, field = row.sheet, row.match, row.fields[column]
    name = _name(match.row, field.column)
    place = column + (row.shift or 0)
    under = range(place, field.stop + (row.shift or 0))
    cell, sure = sheet.one_of(row.row, under)
    figure = _figure(cell, row.fields)
    certainty = min(match.certainty, field.certainty, key=WEIGHTS.__getitem__)
    if row.paired is not None:
        cell, sure = row.paired.cells[column], True
        figure = _read(cell)
        place = cell.column
        certainty = min(certainty, Certainty.VARIANT, key=WEIGHTS.__getitem__)
    if cell is not None and cell.doubt in FROM_PICTURES:
        certainty = Certainty.OCR
    used = dict(_used(row, (place, *under), CellUse.FIGURE))
    if row.shift is None or not sure:
        figure = Figure(None, State.UNREADABLE)
    group = match.row.group and figure.value is None and figure.state != State.UNREADABLE
    if group and len(row.fields) > 1:
        return RowReading((), (), used, 0)
    findings: list[Finding] = []
    score = 0
    if figure.state is State.UNREADABLE:
        if row.shift is not None:
            findings.append(_unreadable(row, place, cell, name))
    elif match.row.group and not group and cell is not None:
        score = GROUP_FIGURE_WEIGHT
        findings.append(row.find("row.group_value", place, label=name, found=squeezed(cell.text)))
    unit: str | None = None
    if not group:
        unit, doubt = _unit(row, place, figure, field)
        findings += doubt
    metric = Metric(
        id=metric_id(match.row.id, field.column.id),
        value=figure.value,
        state=State.NOT_APPLICABLE if group else figure.state,
        unit=unit,
        label=name,
        label_raw=row.label,
        edition=edition,
        parent=match.row.parent,
        dimensions={**field.column.dimensions, **_members(match)},
        certainty=certainty,
        origin=sheet.origin(row.row, cell.column if cell else place),
    )
    return RowReading((metric,), tuple(findings), used, score)


def _figure(cell: Cell | None, fields: Mapping[int, Field]) -> Figure:
    if cell is None:
        return Figure(None, State.BLANK)
    figure = _read(cell)
    if cell.column_span == cell.row_span == 1:
        return figure
    covered = sum(cell.column <= column < cell.column + cell.column_span for column in fields)
    if (covered > 1 or cell.row_span > 1) and figure.state is not State.BLANK:
        # Merged over several figures, it belongs to none of them for sure.
        return Figure(None, State.UNREADABLE)
    return figure


def _read(cell: Cell) -> Figure:
    if cell.doubt in FROM_PICTURES:
        return read_scanned(cell.text)
    return Figure(None, State.UNREADABLE) if cell.doubt else read_figure(cell.text)


def _unreadable(row: FoundRow, column: int, cell: Cell | None, name: str) -> Finding:
    merged = cell is not None and cell.row_span * cell.column_span > 1
    code = "cell.merged" if merged else "cell.unreadable"
    return row.find(code, column, label=name, found=cell.text.strip() if cell else "")


def _unit(
    row: FoundRow, column: int, figure: Figure, field: Field
) -> tuple[str | None, list[Finding]]:
    """The unit that this document states, the nearest to the figure first, else the form's; and
    what is to be said of it."""
    layout = row.layout
    cell = row.sheet.at(row.row, layout.unit) if layout.unit is not None else None
    official = field.column.unit or row.match.row.unit
    beside = read_unit(cell.text) if cell else None
    stated = figure.unit or beside or unit_in(row.label) or field.unit
    name = _name(row.match.row, field.column)
    doubt: list[Finding] = []
    # A cell that reaches over both columns is the label alone.
    apart = cell is not None and cell.text != row.label
    if stated is None and cell is not None and apart and not is_figure(cell.text):
        text = cell.text.strip()
        doubt = [row.find("unit.unknown", column, label=name, expected=official, found=text)]
    elif stated and official and stated != official:
        doubt = [row.find("unit.differs", column, label=name, expected=official, found=stated)]
    return stated or official, doubt


def _members(match: RowMatch) -> Mapping[str, str]:
    """What a row adds to the dimensions of its figures: the member of an open form's."""
    own = match.form.open is None or match.row in match.form.rows
    return {} if own or match.form.open is None else {match.form.open: match.row.label}


@functools.lru_cache(maxsize=4_096)
def _name(row: Row, column: Column) -> str:
    """What a person calls the figure: the row's label, and the column's where it has an id."""
    parts = (row.label, heading(column) if column.id else "")
    return "·".join(part for part in parts if part)
