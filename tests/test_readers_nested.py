"""Tables in cells: which become part of the cell, and which cast doubt on it."""

from __future__ import annotations

from govreport.document import Doubt, Paragraph, Picture, Table
from govreport.readers.limits import DEFAULT_LIMITS
from govreport.readers.nested import RawCell, RawTable, drop_rows, flatten
from govreport.readers.seen import is_lost

Raw = Paragraph | RawTable | Picture


def text(words: str, doubt: Doubt | None = None) -> Paragraph:
    return Paragraph(text=words, doubt=doubt)


def table(*texts: str) -> RawTable:
    cells = [RawCell(0, n, blocks=[text(words)]) for n, words in enumerate(texts)]
    return RawTable(1, len(texts), cells)


def row(*contents: list[Raw]) -> list[Raw]:
    cells = [RawCell(0, n, blocks=blocks) for n, blocks in enumerate(contents)]
    return [RawTable(1, len(contents), cells)]


FIGURES: list[list[Raw]] = [[text(figure)] for figure in "789"]


def first_table(blocks: list[Raw]) -> Table:
    return next(block for block in flatten(blocks, DEFAULT_LIMITS) if isinstance(block, Table))


def test_nested_table_of_one_cell_is_its_value() -> None:
    inner = RawTable(1, 1, [RawCell(0, 0, blocks=[table("4314")])])
    read = first_table(row([text("新收")], [inner], [text("7")]))
    assert [cell.text for cell in read.cells] == ["新收", "4314", "7"]
    assert read.cells[1].doubt is None


def test_nested_table_of_several_cells_is_no_blank() -> None:
    blocks = flatten(row([text("新收")], [table("43", "14")], *FIGURES), DEFAULT_LIMITS)
    assert isinstance(blocks[0], Table)
    assert (blocks[0].cells[1].text, blocks[0].cells[1].doubt) == ("", Doubt.OBJECT)
    assert isinstance(blocks[1], Table)
    assert blocks[1].within == (0, 0, 1)


def test_struck_paragraph_keeps_the_place_of_a_figure_only() -> None:
    struck = text("", Doubt.STRUCK)
    assert flatten([struck, text("无。")], DEFAULT_LIMITS) == (text("无。"),)
    assert first_table(row([text("新收")], [struck], [text("7")])).cells[1].doubt is Doubt.STRUCK


def test_colours_that_cannot_be_told_apart() -> None:
    assert is_lost((250, 250, 245), (255, 255, 255))
    assert not is_lost((200, 200, 200), (255, 255, 255))


def grid(*rows: str) -> RawTable:
    cells = [
        RawCell(r, c, blocks=[text(words)])
        for r, row in enumerate(rows)
        for c, words in enumerate(row.split())
    ]
    return RawTable(len(rows), max(cell.column for cell in cells) + 1, cells)


def test_rows_are_taken_out() -> None:
    raw = grid("甲 乙", "1 2", "3 4")
    raw.cells[2].row_span = 2
    del raw.cells[4]
    drop_rows(raw, {1})
    assert [(c.row, c.column, c.row_span, c.text) for c in raw.cells] == [
        (0, 0, 1, "甲"), (0, 1, 1, "乙"), (1, 0, 1, "1"), (1, 1, 1, "4")
    ]  # fmt: skip
    assert raw.n_rows == 2
