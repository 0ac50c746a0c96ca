"""The document's half of the page: sections, paragraphs and tables as they were read."""

from __future__ import annotations

from collections.abc import Sequence

from govreport.export.html.anchors import cell_id, table_id, text_id
from govreport.export.html.markup import Markup, escaped, joined, lines, tag
from govreport.export.wording import MARKS
from govreport.model import Annex, Certainty, Content, Report, Section, TablePart, TextPart

__all__ = ["document"]


def document(report: Report) -> Markup:
    """Return the text of a report in reading order, with anchors for its lines and cells."""
    return tag(
        "article",
        tag("h2", "原文"),
        _content(report.front, "front"),
        _content(report.preface),
        *(_section(section, 3) for section in report.sections),
        _content(report.signature, "signature"),
        *map(_annex, report.annexes),
        _content(report.tail, "front"),
        class_="document",
    )


def _section(section: Section, level: int, above: str | None = None) -> Markup:
    inferred = section.certainty is Certainty.INFERRED
    anchor = text_id(section.origin)
    heading = tag(
        f"h{min(level, 6)}",
        section.heading,
        tag("sup", MARKS[Certainty.INFERRED], title="编号或标题为推断") if inferred else "",
    )
    children = (_section(child, level + 1, anchor) for child in section.children)
    return tag(
        "section",
        heading,
        _content(section.content, heading=anchor),
        *children,
        id=None if anchor == above else anchor,  # two headings on one line are one place
    )


def _annex(annex: Annex) -> Markup:
    title = " ".join(part for part in (annex.label, annex.title) if part)
    return tag(
        "section", tag("h3", title or "附件"), _content(annex.content), id=text_id(annex.origin)
    )


def _content(
    parts: Sequence[Content], kind: str | None = None, heading: str | None = None
) -> Markup:
    """Content below the anchor of a heading, which is that of the text that begins on its line."""
    found = joined(
        _text(part, heading) if isinstance(part, TextPart) else _table(part) for part in parts
    )
    return tag("div", found, class_=kind) if kind and found else escaped(found)


def _text(part: TextPart, heading: str | None) -> Markup:
    anchor = text_id(part.origin)
    return tag("p", lines(part.text), id=None if anchor == heading else anchor)


def _table(part: TablePart) -> Markup:
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
                        lines(cell.text),
                        id=cell_id(part.block, row, column),
                        rowspan=str(down) if down > 1 else None,
                        colspan=str(across) if across > 1 else None,
                    )
                )
            elif grid[row][column] is None:
                cells.append(tag("td"))
        rows.append(tag("tr", *cells))
    return tag("div", tag("table", tag("tbody", *rows)), class_="wide", id=table_id(part.block))
