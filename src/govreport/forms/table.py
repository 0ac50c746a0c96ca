"""One table read by one edition: its rows and figures become metrics, the rest findings.

Every row and every column of figures is accounted for: as metrics, as a caption, or as a finding.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from govreport.document import Cell
from govreport.forms.catalogue import Edition, Row, TableForm
from govreport.forms.columns import Layout, knows
from govreport.forms.crooked import pair
from govreport.forms.figures import FoundRow, heading, read_row
from govreport.forms.grid import TableGrid
from govreport.forms.headings import Segment, infer_layout, read_headings, segments
from govreport.forms.labels import keys, read_label, squeezed
from govreport.forms.reading import (
    SURE_COLUMNS,
    WEIGHTS,
    CellUse,
    Place,
    RowReading,
    Stranger,
    TableReading,
)
from govreport.forms.rows import RowMatch, RowMatcher
from govreport.forms.shifts import end_of_labels, holds_figures, shift_of
from govreport.forms.wording import wording
from govreport.model import Certainty
from govreport.model.rules import finding
from govreport.readers.work import step
from govreport.zh.patterns import lazy_pattern

__all__ = ["Carried", "read_table"]

#: What an unknown row or column takes from the trust in an edition.
UNKNOWN_WEIGHT = -2
#: What a figure takes from the trust in an edition that stands in a row without figures.
GROUP_FIGURE_WEIGHT = -1
#: A label and its figure in one cell, the ruling between them gone.
ENDS_IN_FIGURE = lazy_pattern(r"[\s\u3000][-−]?\d[\d,.]*+\s*+\Z")


class Carried(Struct):
    """What one table hands on to the next: headings, open groups, rows already found."""

    layouts: tuple[Layout, ...] = ()
    width: int = 0
    matchers: dict[tuple[str, ...], RowMatcher] = {}

    def matcher(self, forms: tuple[TableForm, ...]) -> RowMatcher:
        """Return the matcher for these forms, which goes on where it left off."""
        return self.matchers.setdefault(tuple(form.id for form in forms), RowMatcher(forms))


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
        reader.score,
        reader.rows,
        tuple(reader.strangers),
        tuple(reader.forms),
        tuple(reader.matched),
        reader.headed,
        tuple(reader.missing),
        functools.partial(_given, reader.parts, edition.id),
    )


def _given(parts: Iterable[FoundRow | RowReading], edition: str) -> RowReading:
    """What the parts of a table give together."""
    readings = [read_row(each, edition) if isinstance(each, FoundRow) else each for each in parts]
    cells: dict[Place, CellUse] = {}
    for reading in readings:
        cells.update(reading.cells)
    return RowReading(
        tuple(metric for reading in readings for metric in reading.metrics),
        tuple(each for reading in readings for each in reading.findings),
        cells,
    )


def _layouts(
    sheet: TableGrid, segment: Segment, edition: Edition, carried: Carried, context: str
) -> tuple[Layout, ...]:
    if segment.zone:
        return read_headings(sheet, segment.zone, edition, segment.body)
    if carried.layouts and carried.width == sheet.width:
        return carried.layouts
    return infer_layout(sheet, segment.body, edition, context)


class _Reader(Struct):
    sheet: TableGrid
    edition: Edition
    #: The rows whose figures are to be read, and what is known without them.
    parts: list[FoundRow | RowReading] = []
    score: int = 0
    rows: int = 0
    strangers: list[Stranger] = []
    #: Each once, in order.
    forms: dict[TableForm, None] = {}
    matched: list[Row] = []
    headed: bool = False
    #: Each once, in order.
    missing: dict[str, None] = {}

    def use_rows(self, rows: Iterable[int]) -> None:
        """Take rows for wording: headings, captions, what stands above them."""
        for row in rows:
            self._use(self.sheet.cells(row), CellUse.WORDING)

    def _use(self, cells: Iterable[Cell | None], use: CellUse) -> None:
        used = {self.sheet.anchor(cell): use for cell in cells if cell is not None}
        self.parts.append(RowReading(cells=used))

    def score_headings(self, zone: Sequence[int], layouts: Sequence[Layout]) -> None:
        for layout in layouts:
            for form in self.edition.tables:
                if not layout.fields.get(form.id):
                    continue
                left = layout.lacking.get(form.id, ())
                self.headed |= not left and len(form.columns_of("value")) >= SURE_COLUMNS
                self.missing |= dict.fromkeys(map(heading, left))
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
        local = _local(forms)
        last: Row | None = None
        strange: list[Stranger] = []
        for row in body:
            step()
            shift = shift_of(self.sheet, row, layout)
            end = end_of_labels(self.sheet, layout, shift)
            texts = self.sheet.labels(row, [n for n in layout.labels if n < end])
            texts = texts or self._in_place_of_a_number(row, layout)
            paired = pair(self.sheet, row, layout)
            if paired is not None:
                texts = list(paired.labels)
            label = texts[-1] if texts else ""
            match = matcher.match(texts) if texts and forms else None
            if match is not None:
                self._take(FoundRow(self.sheet, row, layout, shift, match, label, paired))
                last = match.row
                self.strangers += [replace(each, after=last) for each in strange]
                strange.clear()
            elif texts and (member := self._member(row, layout, forms, label)) is not None:
                self._take(FoundRow(self.sheet, row, layout, shift, member, label, paired))
                last = member.row
            elif bare and holds_figures(self.sheet, row, layout):
                nameless = RowMatch(bare.pop(), Row(id="", label=""), Certainty.EXACT)
                found = FoundRow(self.sheet, row, layout, shift, nameless, "".join(texts), paired)
                self._take(found)
            elif self._is_caption(row):
                self.use_rows([row])
            elif texts and not local.isdisjoint(read_label(label).keys):
                self._use(self.sheet.cells(row), CellUse.OTHER)
                self._find("row.local", row, 0, found=self.sheet.plain(row))
            elif not self._stands_beside(row, layout, panels):
                self._unknown_row(row, bool(texts) and matcher.has_taken(label))
                again = matcher.repeated(label) if texts and forms else None
                if again is not None and holds_figures(self.sheet, row, layout):
                    # Where its figures are others, neither can be believed.
                    self._add(FoundRow(self.sheet, row, layout, shift, again, label))
                strange.append(Stranger(row, forms, last, None))
        self.strangers += strange

    def _in_place_of_a_number(self, row: int, layout: Layout) -> list[str]:
        """The label of a row that stands in the column of numbers: 合计 under 序号."""
        first = min(layout.figures, default=0)
        texts = self.sheet.labels(row, [n for n in layout.others if n < first])
        return [text for text in texts if not any(map(str.isdigit, text))]

    def _take(self, found: FoundRow) -> None:
        self.rows += 1
        self.score += WEIGHTS[found.match.certainty]
        self._add(found)

    def _add(self, found: FoundRow) -> None:
        self.matched.append(found.match.row)
        if not found.match.row.group:
            self.parts.append(found)
            return
        reading = read_row(found, self.edition.id)
        self.parts.append(reading)
        figures = sum(metric.value is not None for metric in reading.metrics)
        self.score += GROUP_FIGURE_WEIGHT * figures

    def _member(
        self, row: int, layout: Layout, forms: Sequence[TableForm], label: str
    ) -> RowMatch | None:
        """The row of an open form that a label makes, if its figures stand under the headings."""
        form = next((form for form in forms if form.open), None)
        if form is None or not holds_figures(self.sheet, row, layout):
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

    def _find(self, code: str, row: int, column: int, *, found: str) -> None:
        origins = (self.sheet.origin(row, column),)
        told = finding(code, {"label": ""}, found=found, origins=origins)
        self.parts.append(RowReading(findings=(told,)))


@functools.cache
def _local(forms: tuple[TableForm, ...]) -> frozenset[str]:
    """The keys of labels of rows that places add to some forms."""
    return frozenset(k for f in forms for word in f.local for k in read_label(word).keys)


def _places(layout: Layout) -> list[int]:
    """All columns of a panel."""
    unit = () if layout.unit is None else (layout.unit,)
    return sorted({*layout.labels, *unit, *layout.unknown, *layout.others, *layout.figures})
