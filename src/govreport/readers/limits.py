"""Bounds that every reader keeps to, so that a hostile file costs little and fails clearly."""

from __future__ import annotations

from govreport.record import record

__all__ = ["DEFAULT_LIMITS", "Limits"]


@record(kw_only=True)
class Limits:
    """Upper bounds for one input; breaking one raises :class:`~govreport.errors.LimitExceeded`,
    which names it.

    All but ``seconds`` are counts: whether a file keeps to them depends on nothing but its bytes.
    Each is many times what the longest report that was met needs.
    """

    bytes: int = 256 * 1024 * 1024
    #: Bytes that compressed parts may unpack to, all together.
    unpacked_bytes: int = 512 * 1024 * 1024
    #: Bytes that one of them may unpack to, and all those of XML together: a tree of it takes some
    #: times as much.
    part_bytes: int = 100 * 1024 * 1024
    pages: int = 2_000
    #: Paragraphs, tables and pictures, lines of a plain text.
    blocks: int = 50_000
    #: Places in the grid of one table, spans included.
    table_cells: int = 200_000
    #: Nesting of tables, content controls, HTML elements.
    depth: int = 64
    #: Elements of XML and HTML, as many pairs of attributes, records of a workbook (.xls).
    elements: int = 1_000_000
    #: Stretches of text set alike, tokens of Rich Text.
    runs: int = 1_000_000
    #: Cells of all tables together.
    cells: int = 200_000
    #: Characters of text, those of cells included.
    characters: int = 3_000_000
    #: Numbers in the text, those of cells included, be they of figures or of characters.
    figures: int = 100_000
    #: Parts of a mail or a web archive, files in an archive.
    parts: int = 10_000
    #: Seconds of the processor that reading and understanding may take, without the recognition of
    #: pictures and other programs.
    seconds: float = 120


DEFAULT_LIMITS = Limits()
