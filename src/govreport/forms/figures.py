"""The figures of one official row: what stands under each heading, and in which unit."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from govreport.document import FROM_PICTURES, UNSURE, Cell
from govreport.forms.catalogue import Column, Row, metric_id
from govreport.forms.cell_values import Figure, read_figure, read_scanned, read_unit
from govreport.forms.columns import Field, Layout
from govreport.forms.crooked import Paired
from govreport.forms.english import worded
from govreport.forms.grid import TableGrid
from govreport.forms.headings import is_figure
from govreport.forms.labels import squeezed, unit_in
from govreport.forms.reading import WEIGHTS, CellUse, Place, RowReading
from govreport.forms.rows import RowMatch
from govreport.forms.shifts import end_of_labels
from govreport.model import Certainty, Finding, Metric, State
from govreport.model.rules import finding

__all__ = ["FoundRow", "heading", "read_row"]

BLANK, UNREADABLE = Figure(None, State.BLANK), Figure(None, State.UNREADABLE)


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


def read_row(row: FoundRow, edition: str) -> RowReading:
    """Read the figures of an official row under an edition."""
    cells = _uses(row)
    findings: list[Finding] = []
    if row.match.row.group and len(row.sheet.cells(row.row)) == 1:
        # The heading of a group has no figures to lose.
        row = replace(row, shift=row.shift or 0)
    if row.shift is None:
        label = row.match.row.label or row.match.form.titles[0]
        findings.append(row.find("row.short", 0, label=label, found=row.sheet.plain(row.row)))
    metrics: list[Metric] = []
    beside, shift, fields = _beside(row), row.shift or 0, row.fields
    for column, field in fields.items():
        place = column + shift
        cells_under = row.sheet.covering(row.row, place, field.stop + shift)
        if row.paired is None:
            cell, sure = row.sheet.one_of(cells_under)
            figure = _figure(cell, fields)
        else:
            cell, sure = row.paired.cells[column], True
            figure, place = _read(cell), cell.column
            cells_under.append(cell)
        for each in cells_under:
            cells[row.sheet.anchor(each)] = CellUse.FIGURE
        if row.shift is None or not sure:
            figure = UNREADABLE
        if row.match.row.group and len(fields) > 1 and _is_nothing(figure):
            continue
        metric, doubts = _metric(_Placed(row, field, place, cell), figure, beside, edition)
        metrics.append(metric)
        findings += doubts
    return RowReading(tuple(metrics), tuple(findings), cells)


class _Placed(NamedTuple):
    """The cell of a row under a heading, and its column."""

    row: FoundRow
    field: Field
    place: int
    cell: Cell | None


class _Beside(Struct, frozen=True):
    """What stands beside the figures of a row: their unit, the nearest to them first, or a word
    that is none; and what the row adds to their dimensions."""

    unit: str | None
    unknown: str | None
    members: Mapping[str, str]


def heading(column: Column) -> str:
    """What a person calls a column: its heading, behind those above it."""
    return "·".join(column.path or column.labels[:1])


def _uses(row: FoundRow) -> dict[Place, CellUse]:
    """What the cells of a row are read as that hold none of its figures."""
    sheet, layout = row.sheet, row.layout
    end = end_of_labels(sheet, layout, row.shift)
    labels = [column for column in layout.labels if column < end]
    used: dict[Place, CellUse] = {}
    if row.shift is None:
        # Figures that are not in place are told as such, every one.
        used |= {sheet.anchor(cell): CellUse.FIGURE for cell in sheet.cells(row.row)}
    if row.match.form.id not in layout.lacking:
        used |= _used(row, layout.unknown, CellUse.OTHER)
    used |= _used(row, layout.others, CellUse.OTHER)
    if layout.unit is not None:
        labels.append(layout.unit)
    return used | _used(row, labels, CellUse.WORDING)


def _used(row: FoundRow, columns: Iterable[int], use: CellUse) -> dict[Place, CellUse]:
    cells = [row.sheet.at(row.row, column) for column in columns]
    return {row.sheet.anchor(cell): use for cell in cells if cell is not None}


def _metric(
    at: _Placed, figure: Figure, beside: _Beside, edition: str
) -> tuple[Metric, Sequence[Finding]]:
    """The figure under a heading, and what is to be said of it."""
    row, field, place, cell = at.row, at.field, at.place, at.cell
    match, column = row.match, field.column
    name = _name(match.row, column)
    findings: list[Finding] = []
    group = match.row.group and _is_nothing(figure)
    if figure.state is State.UNREADABLE:
        if row.shift is not None:
            findings.append(_unreadable(row, place, cell, name))
    elif match.row.group and not group and cell is not None:
        findings.append(row.find("row.group_value", place, label=name, found=squeezed(cell.text)))
    unit: str | None = None
    if not group:
        official = column.unit or match.row.unit
        stated = figure.unit or beside.unit or field.unit
        unit = stated or official
        if stated is None and beside.unknown is not None:
            words = beside.unknown
            findings.append(
                row.find("unit.unknown", place, label=name, expected=official, found=words)
            )
        elif stated and official and stated != official:
            findings.append(
                row.find("unit.differs", place, label=name, expected=official, found=stated)
            )
    certainty = _least(match.certainty, field.certainty)
    if row.paired is not None:
        certainty = _least(certainty, Certainty.VARIANT)
    if cell is not None and cell.doubt in FROM_PICTURES:
        certainty = Certainty.OCR
    metric = Metric(
        id=metric_id(match.row.id, column.id),
        value=figure.value,
        state=State.NOT_APPLICABLE if group else figure.state,
        unit=unit,
        label=name,
        label_raw=row.label,
        edition=edition,
        parent=match.row.parent,
        dimensions={**column.dimensions, **beside.members},
        certainty=certainty,
        origin=row.sheet.origin_of(cell) if cell else row.sheet.origin(row.row, place),
    )
    return metric, findings


def _is_nothing(figure: Figure) -> bool:
    return figure.value is None and figure.state is not State.UNREADABLE


def _least(one: Certainty, other: Certainty) -> Certainty:
    return other if WEIGHTS[other] < WEIGHTS[one] else one


def _figure(cell: Cell | None, fields: Mapping[int, Field]) -> Figure:
    if cell is None:
        return BLANK
    figure = _read(cell)
    if cell.column_span == cell.row_span == 1:
        return figure
    covered = sum(cell.column <= column < cell.column + cell.column_span for column in fields)
    if (covered > 1 or cell.row_span > 1) and figure.state is not State.BLANK:
        # Merged over several figures, it belongs to none of them for sure.
        return UNREADABLE
    return figure


def _read(cell: Cell) -> Figure:
    if cell.doubt in FROM_PICTURES:
        return read_scanned(cell.text)
    return UNREADABLE if cell.doubt else read_figure(cell.text)


def _unreadable(row: FoundRow, column: int, cell: Cell | None, name: str) -> Finding:
    merged = cell is not None and cell.row_span * cell.column_span > 1
    code = "cell.merged" if merged else "cell.unreadable"
    return row.find(code, column, label=name, found=cell.text.strip() if cell else "")


def _beside(row: FoundRow) -> _Beside:
    layout = row.layout
    cell = row.sheet.at(row.row, layout.unit) if layout.unit is not None else None
    unit = (read_unit(cell.text) if cell else None) or unit_in(row.label)
    # A cell that reaches over both columns is the label alone.
    apart = cell is not None and cell.text != row.label and not is_figure(cell.text)
    # A unit that was misread is none that the report has.
    misread = cell is not None and cell.doubt in UNSURE
    unknown = cell.text.strip() if cell is not None and apart and not misread else None
    return _Beside(unit, unknown, _members(row.match))


def _members(match: RowMatch) -> Mapping[str, str]:
    """What a row adds to the dimensions of its figures: the member of an open form's."""
    own = match.form.open is None or match.row in match.form.rows
    return {} if own or match.form.open is None else {match.form.open: match.row.label}


@functools.lru_cache(maxsize=4_096)
def _name(row: Row, column: Column) -> str:
    """What a person calls the figure: the row's label, and the column's where it has an id."""
    parts = (row.label, heading(column) if column.id else "")
    return "·".join(part for part in parts if part)
