"""The document's half of the page: sections, paragraphs and tables as they were read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import frozen

from govreport.export.html.anchors import Anchors, Cell, cell_id, table_id, text_id
from govreport.export.html.markup import Markup, escaped, joined, lines, tag
from govreport.export.language import said
from govreport.export.wording import MARKS
from govreport.model import Annex, Certainty, Content, Report, Section, TablePart, TextPart

__all__ = ["document"]


def document(report: Report, anchors: Anchors) -> Markup:
    """Return the text of a report in reading order, with anchors for its lines and cells; what was
    read as a figure or a quantity leads to it."""
    shown = _Shown(anchors)
    return tag(
        "article",
        tag("h2", said("原文", anchors.lang)),
        shown.content(report.front, "front"),
        shown.content(report.preface),
        *(shown.section(section, 3) for section in report.sections),
        shown.content(report.signature, "signature"),
        *map(shown.annex, report.annexes),
        shown.content(report.tail, "front"),
        class_="document",
    )


@frozen
class _Shown:
    anchors: Anchors

    def section(self, section: Section, level: int, above: str | None = None) -> Markup:
        inferred = section.certainty is Certainty.INFERRED
        anchor = text_id(section.origin)
        heading = tag(
            f"h{min(level, 6)}",
            section.heading,
            tag("sup", MARKS[Certainty.INFERRED], title=said("编号或标题为推断", self.anchors.lang))
            if inferred
            else "",
        )
        children = (self.section(child, level + 1, anchor) for child in section.children)
        return tag(
            "section",
            heading,
            self.content(section.content, heading=anchor),
            *children,
            id=None if anchor == above else anchor,  # two headings on one line are one place
        )

    def annex(self, annex: Annex) -> Markup:
        title = " ".join(part for part in (annex.label, annex.title) if part)
        return tag(
            "section",
            tag("h3", title or said("附件", self.anchors.lang)),
            self.content(annex.content),
            id=text_id(annex.origin),
        )

    def content(
        self, parts: Sequence[Content], kind: str | None = None, heading: str | None = None
    ) -> Markup:
        """Content below a heading, whose anchor is that of the text that begins on its line."""
        found = joined(
            self._text(part, heading) if isinstance(part, TextPart) else self._table(part)
            for part in parts
        )
        return tag("div", found, class_=kind) if kind and found else escaped(found)

    def _text(self, part: TextPart, heading: str | None) -> Markup:
        anchor = text_id(part.origin)
        return tag("p", *self._marked(part), id=None if anchor == heading else anchor)

    def _table(self, part: TablePart) -> Markup:
        """A table with its spans. Every cell is shown, also where spans overlap."""
        table = part.table
        grid = table.grid()
        rows = []
        for row, anchored in enumerate(table.rows()):
            own = {cell.column: cell for cell in anchored}
            cells = []
            for column in range(table.n_columns):
                if (cell := own.get(column)) is not None:
                    down = min(cell.row_span, table.n_rows - row)
                    across = min(cell.column_span, table.n_columns - column)
                    cells.append(
                        tag(
                            "td",
                            self._cell(lines(cell.text), (part.block, row, column)),
                            id=cell_id(part.block, row, column),
                            rowspan=str(down) if down > 1 else None,
                            colspan=str(across) if across > 1 else None,
                        )
                    )
                elif grid[row][column] is None:
                    cells.append(tag("td"))
            rows.append(tag("tr", *cells))
        return tag("div", tag("table", tag("tbody", *rows)), class_="wide", id=table_id(part.block))

    def _cell(self, text: Markup, place: Cell) -> Markup:
        anchor = self.anchors.read.get(place)
        return tag("a", text, href=f"#{anchor}", class_="back") if anchor and text else text

    def _marked(self, part: TextPart) -> Iterator[Markup]:
        """A line of text, with what was read in it leading to where it is listed."""
        first = part.origin.start or 0
        at = 0
        for start, end, anchor in self.anchors.said.get(part.origin.block, ()):
            start, end = start - first, end - first
            if at <= start < end <= len(part.text):
                yield lines(part.text[at:start])
                yield tag("a", lines(part.text[start:end]), href=f"#{anchor}", class_="back")
                at = end
        yield lines(part.text[at:])
