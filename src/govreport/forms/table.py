"""One table read by one edition: its rows and figures become metrics, the rest findings.

Every row and every column of figures is accounted for: as metrics, as a caption, or as a finding.
"""

from __future__ import annotations

import enum
import functools
from collections.abc import Iterable, Mapping, Sequence

from attrs import define, evolve, field, frozen

from govreport.document import Cell
from govreport.forms.catalogue import Column, Edition, Row, TableForm, metric_id
from govreport.forms.cell_values import Figure, read_figure, read_unit
from govreport.forms.columns import Field, Layout, knows
from govreport.forms.crooked import Paired, pair
from govreport.forms.grid import TableGrid
from govreport.forms.headings import Segment, infer_layout, is_figure, read_headings, segments
from govreport.forms.labels import keys, read_label, squeezed, unit_in
from govreport.forms.rows import RowMatch, RowMatcher
from govreport.forms.wording import wording
from govreport.model import Certainty, Finding, Metric, State
from govreport.model.rules import finding
from govreport.zh.patterns import lazy_pattern

__all__ = ["Carried", "CellUse", "Stranger", "TableReading", "read_table"]

#: What a row or a column recognised adds to the trust in an edition.
WEIGHTS = {Certainty.EXACT: 3, Certainty.VARIANT: 2, Certainty.INFERRED: 1}
#: What an unknown one takes from it.
UNKNOWN_WEIGHT = -2
#: What a figure takes from it that stands in a row without figures.
GROUP_FIGURE_WEIGHT = -1
#: So many rows, or a row under all headings of a form that has so many, make a table that form's.
SURE_ROWS = 3
SURE_COLUMNS = 3
#: A label and its figure in one cell, the ruling between them gone.
ENDS_IN_FIGURE = lazy_pattern(r"[\s\u3000][-−]?\d[\d,.]*+\s*+\Z")


@define
class Carried:
    """What one table hands on to the next: headings, open groups, rows already found."""

    layouts: tuple[Layout, ...] = ()
    width: int = 0
    matchers: dict[tuple[str, ...], RowMatcher] = field(factory=dict)

    def matcher(self, forms: tuple[TableForm, ...]) -> RowMatcher:
        """Return the matcher for these forms, which goes on where it left off."""
        return self.matchers.setdefault(tuple(form.id for form in forms), RowMatcher(forms))


class CellUse(enum.Enum):
    """What a cell of an official form was read as."""

    FIGURE = enum.auto()
    WORDING = enum.auto()  # a heading, a label, a unit, a caption
    OTHER = enum.auto()  # under a heading that the form does not have beside all of its own


@frozen
class Stranger:
    """A row that no official one answers to, between two that do, as far as there are such."""

    row: int
    forms: tuple[TableForm, ...]
    before: Row | None
    after: Row | None


@frozen
class TableReading:
    """What a table gives under one edition. ``score`` compares editions; ``rows`` counts the rows
    matched, 0 for a table that holds headings only. ``cells`` says by the place of its anchor what
    each cell was read as that was read; ``forms`` are those that the headings answer to,
    ``matched`` the rows found; ``headed`` is set where all columns of a form with several were,
    ``missing`` are the headings of those that were not."""

    metrics: tuple[Metric, ...]
    findings: tuple[Finding, ...]
    score: int
    rows: int
    cells: Mapping[tuple[int, int], CellUse]
    strangers: tuple[Stranger, ...]
    forms: tuple[TableForm, ...]
    matched: tuple[Row, ...]
    headed: bool
    missing: tuple[str, ...]

    @property
    def is_form(self) -> bool:
        """Whether the table is an official form, be there ever so much in it that is not."""
        return self.score > 0 or self.rows >= SURE_ROWS or (self.headed and self.rows > 0)


def read_table(
    sheet: TableGrid, edition: Edition, carried: Carried, context: str
) -> TableReading | None:
    """Read a table by the forms of an edition; ``None`` if nothing in it is theirs.

    ``context`` is the text above the table; ``carried`` is brought up to date.
    """
    if not knows(sheet, edition):
        return None
    reader = _Reader(sheet, edition)
    parts = list(segments(sheet, edition))
    left: list[int] = []
    within = {row for part in parts for row in (*part.zone, *part.body)}
    reader.use_rows(row for row in range(sheet.table.n_rows) if row not in within)
    for segment in parts:
        reader.use_rows(segment.zone)
        layouts = _layouts(sheet, segment, edition, carried, context)
        if segment.zone:
            width = max((layout.width for layout in layouts), default=sheet.width)
            carried.layouts = layouts
            carried.width = width if sheet.table.spans_known else sheet.width
            reader.score_headings(segment.zone, layouts)
        for layout in layouts:
            reader.read_rows(segment.body, layout, carried, layouts)
        if not layouts:
            left += segment.body
    headings_only = bool(carried.layouts) and not any(part.body for part in parts)
    if not reader.rows and not headings_only:
        return None
    reader.leave(left)
    return TableReading(
        tuple(reader.metrics),
        tuple(reader.findings),
        reader.score,
        reader.rows,
        reader.cells,
        tuple(reader.strangers),
        tuple(reader.forms),
        tuple(reader.matched),
        reader.headed,
        tuple(reader.missing),
    )


def _layouts(
    sheet: TableGrid, segment: Segment, edition: Edition, carried: Carried, context: str
) -> tuple[Layout, ...]:
    if segment.zone:
        return read_headings(sheet, segment.zone, edition, segment.body)
    if carried.layouts and carried.width == sheet.width:
        return carried.layouts
    return infer_layout(sheet, segment.body, edition, context)


@define
class _Reader:
    sheet: TableGrid
    edition: Edition
    metrics: list[Metric] = field(factory=list)
    findings: list[Finding] = field(factory=list)
    score: int = 0
    rows: int = 0
    cells: dict[tuple[int, int], CellUse] = field(factory=dict)
    strangers: list[Stranger] = field(factory=list)
    #: Each once, in order.
    forms: dict[TableForm, None] = field(factory=dict)
    matched: list[Row] = field(factory=list)
    headed: bool = False
    #: Each once, in order.
    missing: dict[str, None] = field(factory=dict)

    def use_rows(self, rows: Iterable[int]) -> None:
        """Take rows for wording: headings, captions, what stands above them."""
        for row in rows:
            self._use(self.sheet.cells(row), CellUse.WORDING)

    def _use(self, cells: Iterable[Cell | None], use: CellUse) -> None:
        self.cells |= {self.sheet.anchor(cell): use for cell in cells if cell is not None}

    def score_headings(self, zone: Sequence[int], layouts: Sequence[Layout]) -> None:
        for layout in layouts:
            for form in self.edition.tables:
                official, fields = form.columns_of("value"), layout.fields.get(form.id, {})
                left = form.lacks(each.column for each in fields.values())
                self.headed |= bool(fields) and not left and len(official) >= SURE_COLUMNS
                if fields:
                    self.missing |= dict.fromkeys(map(_heading, left))
            for fields in layout.fields.values():
                self.score += sum(WEIGHTS[found.certainty] for found in fields.values())
            for column in layout.unknown:
                self.score += UNKNOWN_WEIGHT
                texts = self.sheet.labels(zone[-1], [column])
                self._find("column.unknown", zone[-1], column, found=squeezed("".join(texts)))

    def read_rows(
        self, body: Sequence[int], layout: Layout, carried: Carried, panels: Sequence[Layout]
    ) -> None:
        """Read rows by one layout, which is that of one of the ``panels`` side by side."""
        forms = tuple(f for f in self.edition.tables if f.id in layout.fields and f.rows)
        bare = [f for f in self.edition.tables if f.id in layout.fields and not f.rows]
        matcher = carried.matcher(forms)
        self.forms |= dict.fromkeys((*forms, *bare))
        local = {k for f in forms for word in f.local for k in read_label(word).keys}
        last: Row | None = None
        strange: list[Stranger] = []
        for row in body:
            shift = self._shift(row, layout)
            end = self._end(layout, shift)
            texts = self.sheet.labels(row, [n for n in layout.labels if n < end])
            paired = pair(self.sheet, row, layout)
            if paired is not None:
                texts = list(paired.labels)
            match = matcher.match(texts) if texts and forms else None
            if match is not None:
                self._read_row(row, layout, shift, match, texts[-1], paired=paired)
                last = match.row
                self.strangers += [evolve(each, after=last) for each in strange]
                strange.clear()
            elif texts and (member := self._member(row, layout, forms, texts[-1])) is not None:
                self._read_row(row, layout, shift, member, texts[-1], paired=paired)
                last = member.row
            elif bare and self._holds_figures(row, layout):
                nameless = RowMatch(bare.pop(), Row(id="", label=""), Certainty.EXACT)
                self._read_row(row, layout, shift, nameless, "".join(texts), paired=paired)
            elif self._is_caption(row):
                self.use_rows([row])
            elif texts and not local.isdisjoint(read_label(texts[-1]).keys):
                self._use(self.sheet.cells(row), CellUse.OTHER)
                self._find("row.local", row, 0, found=self.sheet.plain(row))
            elif not self._stands_beside(row, layout, panels):
                self._unknown_row(row, bool(texts) and matcher.has_taken(texts[-1]))
                again = matcher.repeated(texts[-1]) if texts and forms else None
                if again is not None and self._holds_figures(row, layout):
                    # Where its figures are others, neither can be believed.
                    self._read_row(row, layout, shift, again, texts[-1], again=True)
                strange.append(Stranger(row, forms, last, None))
        self.strangers += strange

    def _member(
        self, row: int, layout: Layout, forms: Sequence[TableForm], label: str
    ) -> RowMatch | None:
        """The row of an open form that a label makes, if its figures stand under the headings."""
        form = next((form for form in forms if form.open), None)
        if form is None or not self._holds_figures(row, layout):
            return None
        return RowMatch(form, Row(id="", label=squeezed(label)), Certainty.EXACT)

    def _stands_beside(self, row: int, layout: Layout, panels: Sequence[Layout]) -> bool:
        """Whether a row is blank in this panel and another one has it."""
        return not self.sheet.labels(row, _places(layout)) and any(
            self.sheet.labels(row, _places(panel)) for panel in panels
        )

    def leave(self, body: Sequence[int]) -> None:
        """Account for rows under headings that are no form's."""
        for row in body:
            if self._is_caption(row):
                self.use_rows([row])
            else:
                self._unknown_row(row, repeats=False)

    def _shift(self, row: int, layout: Layout) -> int | None:
        """How far left the figures of a row stand that has lost cells; ``None``: nobody can tell.

        A row with one figure loses it at its end. Of several, only a full set is sure.
        """
        columns = _columns(layout)
        if self.sheet.table.spans_known:
            return 0 if self._fits(row, layout, sorted(columns)) else None
        missing = self.sheet.missing(row) - (self.sheet.width - layout.width)
        if not missing or (len(columns) == 1 and missing > 0):
            return 0
        if missing < 0 or max(columns) != layout.width - 1:
            return None
        cells = [self.sheet.at(row, column - missing) for column in columns]
        full = all(cell is not None and is_figure(cell.text) for cell in cells)
        return -missing if full else None

    def _fits(self, row: int, layout: Layout, columns: Sequence[int]) -> bool:
        """Whether a row has its cells under the headings: as many places as these, or others of
        which no figure can have slipped."""
        reach = self.sheet.reach(row)
        if reach == layout.width or not self._holds_figures(row, layout):
            return True
        if reach > layout.width:
            cells = [self.sheet.at(row, column) for column in columns]
            full = all(cell is not None and cell.text.strip() for cell in cells)
            return full and not self.sheet.labels(row, range(layout.width, reach))
        return len(columns) == 1 or columns[-1] < reach

    def _end(self, layout: Layout, shift: int | None) -> int:
        """Where the labels of a row end at the latest: before figures that are not in place."""
        if shift is None:
            return min(_columns(layout)) if self.sheet.table.spans_known else 1
        return min(_columns(layout)) + shift if shift else self.sheet.width

    def _holds_figures(self, row: int, layout: Layout) -> bool:
        return bool(self.sheet.labels(row, _columns(layout)))

    def _is_caption(self, row: int) -> bool:
        """A row that is one text over the whole width, a form's title, or numbers the columns."""
        cells = self.sheet.cells(row)
        marks = wording().column_marks
        if cells and cells[0].text.strip() in marks:
            return all(c.text.strip().isdecimal() or c.text.strip() in marks for c in cells)
        if len(cells) == self.sheet.width > 1 and not self.sheet.table.spans_known:
            # A converter repeated the text in every place that it covered.
            return len({squeezed(cell.text) for cell in cells}) == 1
        return not cells or (
            len(cells) == 1
            and not ENDS_IN_FIGURE.search(cells[0].text)
            and (cells[0].column_span == self.sheet.width or self._is_title(cells[0].text))
        )

    def _is_title(self, text: str) -> bool:
        named = set(keys(text)) - {""}
        titles = (title for form in self.edition.tables for title in form.titles)
        return any(named & set(keys(title)) for title in titles)

    def _unknown_row(self, row: int, repeats: bool) -> None:
        self.score += UNKNOWN_WEIGHT
        code = "row.duplicate" if repeats else "row.unknown"
        self._find(code, row, 0, found=self.sheet.plain(row))

    # -- figures -------------------------------------------------------------------------------

    def _read_row(
        self,
        row: int,
        layout: Layout,
        shift: int | None,
        match: RowMatch,
        label: str,
        *,
        again: bool = False,
        paired: Paired | None = None,
    ) -> None:
        if not again:
            self.rows += 1
            self.score += WEIGHTS[match.certainty]
        self.matched.append(match.row)
        fields = layout.fields[match.form.id]
        self._use_row(row, layout, shift, match.form, fields)
        unit_cell = self.sheet.at(row, layout.unit) if layout.unit is not None else None
        if match.row.group and len(self.sheet.cells(row)) == 1:
            # The heading of a group has no figures to lose.
            shift = shift or 0
        if shift is None:
            label_of = match.row.label or match.form.titles[0]
            self._find("row.short", row, 0, label=label_of, found=self.sheet.plain(row))
        for column, found in fields.items():
            name = _name(match.row, found.column)
            place = column + (shift or 0)
            under = range(place, found.stop + (shift or 0))
            cell, sure = self.sheet.one_of(row, under)
            figure = self._figure(cell, fields)
            certainty = min(match.certainty, found.certainty, key=WEIGHTS.__getitem__)
            if paired is not None:
                cell, sure = paired.cells[column], True
                figure = Figure(None, State.UNREADABLE) if cell.doubt else read_figure(cell.text)
                place = cell.column
                certainty = min(certainty, Certainty.VARIANT, key=WEIGHTS.__getitem__)
            self._use((self.sheet.at(row, n) for n in (place, *under)), CellUse.FIGURE)
            if shift is None or not sure:
                figure = Figure(None, State.UNREADABLE)
            group = match.row.group and figure.value is None and figure.state != State.UNREADABLE
            if group and len(fields) > 1:
                continue
            if figure.state is State.UNREADABLE:
                if shift is not None:
                    self._unreadable(row, place, cell, name)
            elif match.row.group and not group and cell is not None:
                self.score += GROUP_FIGURE_WEIGHT
                self._find("row.group_value", row, place, label=name, found=squeezed(cell.text))
            unit = None if group else self._unit(row, place, figure, unit_cell, label, found, match)
            self.metrics.append(
                Metric(
                    id=metric_id(match.row.id, found.column.id),
                    value=figure.value,
                    state=State.NOT_APPLICABLE if group else figure.state,
                    unit=unit,
                    label=name,
                    label_raw=label,
                    edition=self.edition.id,
                    parent=match.row.parent,
                    dimensions={**found.column.dimensions, **_members(match)},
                    certainty=certainty,
                    origin=self.sheet.origin(row, cell.column if cell else place),
                )
            )

    def _use_row(
        self,
        row: int,
        layout: Layout,
        shift: int | None,
        form: TableForm,
        fields: Mapping[int, Field],
    ) -> None:
        end = self._end(layout, shift)
        labels = [column for column in layout.labels if column < end]
        if shift is None:
            # Figures that are not in place are told as such, every one.
            self._use(self.sheet.cells(row), CellUse.FIGURE)
        if not form.lacks(each.column for each in fields.values()):
            self._use((self.sheet.at(row, column) for column in layout.unknown), CellUse.OTHER)
        self._use((self.sheet.at(row, column) for column in layout.others), CellUse.OTHER)
        if layout.unit is not None:
            labels.append(layout.unit)
        self._use((self.sheet.at(row, column) for column in labels), CellUse.WORDING)

    def _figure(self, cell: Cell | None, fields: Mapping[int, Field]) -> Figure:
        if cell is None:
            return Figure(None, State.BLANK)
        if cell.doubt is not None:
            return Figure(None, State.UNREADABLE)
        figure = read_figure(cell.text)
        if cell.column_span == cell.row_span == 1:
            return figure
        covered = sum(cell.column <= column < cell.column + cell.column_span for column in fields)
        if (covered > 1 or cell.row_span > 1) and figure.state is not State.BLANK:
            # Merged over several figures, it belongs to none of them for sure.
            return Figure(None, State.UNREADABLE)
        return figure

    def _unreadable(self, row: int, column: int, cell: Cell | None, name: str) -> None:
        merged = cell is not None and cell.row_span * cell.column_span > 1
        code = "cell.merged" if merged else "cell.unreadable"
        self._find(code, row, column, label=name, found=cell.text.strip() if cell else "")

    def _unit(
        self,
        row: int,
        column: int,
        figure: Figure,
        unit_cell: Cell | None,
        label: str,
        found: Field,
        match: RowMatch,
    ) -> str | None:
        """The unit that this document states, the nearest to the figure first; else the form's."""
        official = found.column.unit or match.row.unit
        beside = read_unit(unit_cell.text) if unit_cell else None
        stated = figure.unit or beside or unit_in(label) or found.unit
        name = _name(match.row, found.column)
        # A cell that reaches over both columns is the label alone.
        apart = unit_cell is not None and unit_cell.text != label
        if stated is None and unit_cell is not None and apart and not is_figure(unit_cell.text):
            text = unit_cell.text.strip()
            self._find("unit.unknown", row, column, label=name, expected=official, found=text)
        elif stated and official and stated != official:
            self._find("unit.differs", row, column, label=name, expected=official, found=stated)
        return stated or official

    def _find(
        self,
        code: str,
        row: int,
        column: int,
        *,
        found: str,
        expected: str | None = None,
        label: str = "",
    ) -> None:
        origins = (self.sheet.origin(row, column),)
        words = {"label": label}
        self.findings.append(finding(code, words, expected=expected, found=found, origins=origins))


def _members(match: RowMatch) -> Mapping[str, str]:
    """What a row adds to the dimensions of its figures: the member of an open form's."""
    own = match.form.open is None or match.row in match.form.rows
    return {} if own or match.form.open is None else {match.form.open: match.row.label}


def _columns(layout: Layout) -> set[int]:
    return {column for fields in layout.fields.values() for column in fields}


def _places(layout: Layout) -> list[int]:
    """All columns of a panel."""
    unit = () if layout.unit is None else (layout.unit,)
    return sorted({*layout.labels, *unit, *layout.unknown, *layout.others, *_columns(layout)})


@functools.lru_cache(maxsize=4_096)
def _name(row: Row, column: Column) -> str:
    """What a person calls the figure: the row's label, and the column's where it has an id."""
    heading = _heading(column) if column.id else ""
    return "·".join(part for part in (row.label, heading) if part)


def _heading(column: Column) -> str:
    return "·".join(column.path or column.labels[:1])
