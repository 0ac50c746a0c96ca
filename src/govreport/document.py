"""The document model: what every reader produces and all later stages work on.

A :class:`Document` is a flat sequence of blocks in reading order. It knows paragraphs, tables and
pictures, and nothing about reports. Readers keep text as it stands in the file: folding of widths,
spaces and look-alikes happens later (``govreport.zh.text``), with a map back to these offsets.
"""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from govreport.record import record
from govreport.shown import Shown, count, late, short

if TYPE_CHECKING:
    import pandas

__all__ = [
    "FROM_PICTURES",
    "UNSURE",
    "Alignment",
    "Block",
    "Box",
    "Cell",
    "Document",
    "Doubt",
    "LinePlace",
    "Link",
    "Notice",
    "Origin",
    "Paragraph",
    "Picture",
    "Table",
]


@record
class Box:
    """A rectangle on a page, in points from the top left corner of the page as displayed."""

    x0: float
    top: float
    x1: float
    bottom: float


@record
class LinePlace:
    """Where a line of a paragraph stands that begins with the character ``start`` of its text."""

    start: int
    page: int
    box: Box


@record(kw_only=True, repr=False)
class Origin(Shown):
    """Where something was read.

    Either a place in running text (``block`` with ``start`` and ``end``, a half-open span of
    characters of that paragraph's text) or a cell (``block`` with ``row`` and ``column``,
    counted from 0, of its anchor). ``page`` (from 1) and ``box`` are set for paged formats; the box
    is that of the cell, or of the lines of text on that page in which it stands.
    """

    block: int
    start: int | None = None
    end: int | None = None
    row: int | None = None
    column: int | None = None
    page: int | None = None
    box: Box | None = None
    raw: str = ""

    def _said(self) -> str:
        place = ("block", "start", "end", "row", "column", "page")
        known = ((name, getattr(self, name)) for name in place)
        said = [f"{name}={value}" for name, value in known if value is not None]
        return ", ".join([*said, f"raw={short(self.raw)}"] if self.raw else said)


class Alignment(enum.StrEnum):
    """How a paragraph is set on its line, as far as the format says."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"
    JUSTIFY = "justify"


class Doubt(enum.StrEnum):
    """Why what a cell or a paragraph says may not be what its text says.

    Where there are several, the first by name is told: what was misread outranks what was scanned.
    """

    STRUCK = "struck"  # nothing in it but struck text
    SHIFTED = "shifted"  # all of it is raised or lowered
    COVERED = "covered"  # partly covered by something drawn over it
    COLOUR = "colour"  # in a colour that may be that of its ground
    PICTURE = "picture"  # a picture in it may say more
    OBJECT = "object"  # an equation, a table or another object in it may say more
    SCANNED = "scanned"  # read from a picture, surely and twice alike
    MISREAD = "misread"  # read from a picture, and perhaps wrongly
    UNTOLD = (
        "untold"  # read from a picture: of few pixels, or by a program that does not say how surely
    )


#: What was read from a picture, by this library or by whoever made the file.
FROM_PICTURES = frozenset({Doubt.SCANNED, Doubt.MISREAD, Doubt.UNTOLD})
#: What of that may have been misread.
UNSURE = FROM_PICTURES - {Doubt.SCANNED}


@record(kw_only=True, repr=False)
class Paragraph(Shown):
    """段落: a run of text up to a paragraph end; line breaks inside it are ``\\n``.

    ``text`` is what a reader of the page sees. Where the format numbers paragraphs by itself, the
    computed number is the start of ``text`` and repeated in ``auto_label``. ``heading_level`` is
    what the format declares (an HTML ``h2`` or Word's outline level 2 is 2), ``None`` where it
    declares nothing. ``size`` is the font size in points where known. ``notes`` are foot- and
    endnotes anchored in it. ``lines`` are the lines as set, where the format has them: a paragraph
    may go on over pages, ``page`` and ``box`` are those of its beginning. ``doubt`` says why no
    figure in it is to be believed.
    """

    text: str
    auto_label: str = ""
    heading_level: int | None = None
    alignment: Alignment | None = None
    bold: bool = False
    size: float | None = None
    notes: tuple[str, ...] = ()
    page: int | None = None
    box: Box | None = None
    lines: tuple[LinePlace, ...] = ()
    doubt: Doubt | None = None

    def _said(self) -> str:
        level = f", heading {self.heading_level}" if self.heading_level else ""
        return short(self.text) + level


@record(kw_only=True, repr=False)
class Cell(Shown):
    """单元格: an anchor cell; the grid places that its spans cover hold no cell of their own.

    ``text`` joins the cell's lines and paragraphs with ``\\n``; a nested table is another block.
    ``doubt`` says why no figure in it is to be believed.
    """

    row: int
    column: int
    text: str
    row_span: int = 1
    column_span: int = 1
    doubt: Doubt | None = None
    page: int | None = None
    box: Box | None = None

    def _said(self) -> str:
        return f"{self.row}, {self.column}: {short(self.text)}"


@record(kw_only=True, repr=False)
class Table(Shown):
    """表格: anchor cells in row-major order.

    ``spans_known`` is false where the source has lost merged cells (flattened text). ``within`` is
    the (block, row, column) of the cell that this table was nested in; the block follows its host.
    """

    n_rows: int
    n_columns: int
    cells: tuple[Cell, ...]
    spans_known: bool = True
    within: tuple[int, int, int] | None = None
    page: int | None = None
    box: Box | None = None

    def _said(self) -> str:
        first = ", ".join(short(cell.text, 12) for cell in self.cells[:4])
        more = ", …" if len(self.cells) > 4 else ""
        return f"{self.n_rows} × {self.n_columns}: {first}{more}"

    def rows(self) -> Iterator[tuple[Cell, ...]]:
        """Yield each row's anchor cells, also for rows that hold none."""
        by_row: list[list[Cell]] = [[] for _ in range(self.n_rows)]
        for cell in self.cells:
            by_row[cell.row].append(cell)
        return map(tuple, by_row)

    def grid(self) -> list[list[Cell | None]]:
        """Return the full grid, where each spanned place holds the cell that covers it."""
        grid: list[list[Cell | None]] = [[None] * self.n_columns for _ in range(self.n_rows)]
        for cell in self.cells:
            if cell.row_span == cell.column_span == 1 and cell.column < self.n_columns:
                if cell.row < self.n_rows and grid[cell.row][cell.column] is None:
                    grid[cell.row][cell.column] = cell
                continue
            for row in range(cell.row, min(cell.row + cell.row_span, self.n_rows)):
                for column in range(
                    cell.column, min(cell.column + cell.column_span, self.n_columns)
                ):
                    if grid[row][column] is None:
                        grid[row][column] = cell
        return grid

    def to_frame(self, *, header: int = 0) -> pandas.DataFrame:
        """Return the texts of the cells as a pandas frame; a merged cell stands in each place that
        it covers.

        Args:
            header: so many rows at the top name the columns, parted by ``·``.

        Raises:
            ImportError: pandas is not installed.
            ValueError: the table has fewer rows.
        """
        frame: pandas.DataFrame = late("export.frames.table_frame")(self, header)
        return frame

    @property
    def text(self) -> str:
        """The table as lines of cells parted by tabs."""
        return "\n".join("\t".join(c.text.replace("\n", "") for c in row) for row in self.rows())


@record(kw_only=True, repr=False)
class Picture(Shown):
    """图片: something shown that this library does not look into."""

    name: str = ""
    description: str = ""
    page: int | None = None
    box: Box | None = None

    def _said(self) -> str:
        return short(self.name or self.description)

    @property
    def text(self) -> str:
        """The alternative text, if any."""
        return self.description


Block = Paragraph | Table | Picture


@record(kw_only=True, repr=False)
class Link(Shown):
    """附件链接: a link from the document to another file, not followed."""

    text: str
    target: str

    def _said(self) -> str:
        return f"{short(self.text)}, {short(self.target)}"


@record(kw_only=True, repr=False)
class Notice(Shown):
    """Something the reader noticed that a user should know, such as text that could not be read.

    ``code`` is stable English (``docx.numbering_missing``, ``text.undecodable``); ``message``
    (Chinese) and ``message_en`` say it to a person. ``block`` is the index of the block concerned,
    ``page`` its page, ``None`` where neither applies.
    """

    code: str
    message: str
    message_en: str
    block: int | None = None
    page: int | None = None

    def _said(self) -> str:
        return f"{self.code}: {self.message_en}"


@record(kw_only=True, repr=False)
class Document(Shown):
    """文档: one file, read.

    ``metadata`` holds what the file says of itself outside its text (``title``, ``author``,
    ``created``, ``published``, ``source``, ``index_number`` …), as written.
    """

    format: str
    blocks: tuple[Block, ...]
    metadata: dict[str, str] = {}  # noqa: RUF012  # each gets its own
    links: tuple[Link, ...] = ()
    notices: tuple[Notice, ...] = ()
    pages: int | None = None
    encoding: str | None = None

    def _said(self) -> str:
        kinds = Counter(type(block) for block in self.blocks)
        counts = [
            count(kinds[Paragraph], "paragraph"),
            count(kinds[Table], "table"),
            count(kinds[Picture], "picture"),
            count(len(self.notices), "notice"),
        ]
        return f"{self.format}: {', '.join(counts)}"

    @property
    def text(self) -> str:
        """All text in reading order, a line for each paragraph and each row of a table."""
        return "\n".join(block.text for block in self.blocks)
