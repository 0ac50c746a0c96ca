"""The document's half of the page: sections, paragraphs and tables as they were read."""

from __future__ import annotations

from collections.abc import Sequence

from govreport.document import Table
from govreport.export.html.markup import Markup, escaped, joined, lines, tag
from govreport.export.html.places import Places, cell_id, part_id
from govreport.export.wording import MARKS
from govreport.model import Annex, Certainty, Content, Report, Section

__all__ = ["document"]


def document(report: Report, places: Places) -> Markup:
    """Return the text of a report in reading order, with anchors for its parts and cells."""
    return tag(
        "article",
        tag("h2", "原文"),
        _content(report.front, places, "front"),
        _content(report.preface, places),
        *(_section(section, places, 3) for section in report.sections),
        _content(report.signature, places, "signature"),
        *(_annex(annex, places) for annex in report.annexes),
        _content(report.tail, places, "front"),
        class_="document",
    )


def _section(section: Section, places: Places, level: int) -> Markup:
    inferred = section.certainty is Certainty.INFERRED
    heading = tag(
        f"h{min(level, 6)}",
        section.label + section.title,
        tag("sup", MARKS[Certainty.INFERRED], title="编号或标题为推断") if inferred else "",
    )
    children = (_section(child, places, level + 1) for child in section.children)
    return tag(
        "section",
        heading,
        _content(section.content, places),
        *children,
        id=part_id(section.origin.block),
    )


def _annex(annex: Annex, places: Places) -> Markup:
    title = " ".join(part for part in (annex.label, annex.title) if part)
    return tag(
        "section",
        tag("h3", title or "附件"),
        _content(annex.content, places),
        id=part_id(annex.origin.block),
    )


def _content(parts: Sequence[Content], places: Places, kind: str | None = None) -> Markup:
    found = joined(
        tag("p", lines(part)) if isinstance(part, str) else _table(part, places) for part in parts
    )
    return tag("div", found, class_=kind) if kind and found else escaped(found)


def _table(table: Table, places: Places) -> Markup:
    """A table with its spans. Every cell is shown, also where spans overlap."""
    block = places.blocks.get(id(table))
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
                        lines(cell.text),
                        id=None if block is None else cell_id(block, row, column),
                        rowspan=str(down) if down > 1 else None,
                        colspan=str(across) if across > 1 else None,
                    )
                )
            elif grid[row][column] is None:
                cells.append(tag("td"))
        rows.append(tag("tr", *cells))
    return tag("div", tag("table", tag("tbody", *rows)), class_="wide")
