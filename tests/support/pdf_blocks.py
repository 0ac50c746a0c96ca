"""What tests of the PDF reader look at in a document."""

from __future__ import annotations

from govreport.document import Document, Paragraph, Table
from govreport.readers.pdf.reader import read
from support.pdf_files import Sheets

__all__ = ["LONG", "only_table", "rows", "tables", "texts"]

#: 37 characters fill a line of the test pages.
LONG = (
    "青澜市云浦区科技局围绕全年重点任务，持续做好政府信息主动公开，及时回应群众关切的问题，"
    "不断完善工作制度，提升信息发布的数量和质量，扩大公众参与的渠道，各项工作取得明显成效"
)


def texts(document: Document) -> list[str]:
    """The texts of a document's paragraphs."""
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def tables(document: Document) -> list[Table]:
    """Its tables."""
    return [block for block in document.blocks if isinstance(block, Table)]


def rows(table: Table) -> list[list[str]]:
    """The texts of a table's cells."""
    return [[cell.text for cell in row] for row in table.rows()]


def only_table(sheets: Sheets) -> Table:
    """The table of a PDF that has one."""
    (table,) = tables(read(sheets.save()))
    return table
