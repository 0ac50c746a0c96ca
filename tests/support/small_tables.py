"""Small tables written down as rows of texts, and documents around them.

>>> small("甲 | 1", "乙 | 2").grid()[1][1].text
'2'
>>> [(c.text, c.column_span) for c in small("甲 | < | 1").cells]
[('甲', 2), ('1', 1)]
"""

from __future__ import annotations

from collections.abc import Sequence

from govreport.document import Block, Cell, Document, Paragraph, Table

__all__ = ["document", "lines", "small"]


def small(*rows: str, spans_known: bool = True) -> Table:
    """A table, its cells parted by ``|``; ``<`` and ``^`` continue the cell to the left and above,
    ``!`` is a place without any cell, ``¶`` breaks a line."""
    places = [[text.strip() for text in row.split("|")] for row in rows]
    width = max(map(len, places))
    cells = []
    for r, row in enumerate(places):
        for c, text in enumerate(row):
            if text not in ("<", "^", "!"):
                across = _run(row[c + 1 :], "<")
                below = [line[c] if c < len(line) else "" for line in places[r + 1 :]]
                cells.append(
                    Cell(
                        row=r,
                        column=c,
                        text=text.replace("¶", "\n"),
                        row_span=1 + _run(below, "^"),
                        column_span=1 + across,
                    )
                )
    return Table(n_rows=len(rows), n_columns=width, cells=tuple(cells), spans_known=spans_known)


def document(*blocks: str | Block) -> Document:
    """A document of paragraphs and other blocks."""
    return Document(
        format="text",
        blocks=tuple(Paragraph(text=b) if isinstance(b, str) else b for b in blocks),
    )


def lines(text: str) -> list[str]:
    """The lines of a text without their indents."""
    return [line.strip() for line in text.strip().splitlines()]


def _run(places: Sequence[str], mark: str) -> int:
    count = 0
    for place in places:
        if place != mark:
            break
        count += 1
    return count
