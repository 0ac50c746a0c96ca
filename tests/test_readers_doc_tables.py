"""Tables of Word 97–2003 files: rows with edges and merges, and rows that say little."""

from __future__ import annotations

import struct
from collections.abc import Iterable

import pytest

from govreport.document import Cell, Document, Paragraph, Table
from govreport.errors import LimitExceeded
from govreport.readers.limits import DEFAULT_LIMITS, Limits
from govreport.readers.word.doc.reader import read
from support import doc_files as d

FIRST, MERGED = 1, 2
GOES_ON, STARTS = 0x20, 0x60


def document(pars: Iterable[d.Par], data: bytes = b"") -> Document:
    return read(d.doc([*pars, d.par("后文")], data=data), DEFAULT_LIMITS)


def tables(pars: Iterable[d.Par], data: bytes = b"") -> list[Table]:
    return [block for block in document(pars, data).blocks if isinstance(block, Table)]


def shape(table: Table) -> list[tuple[int, int, int, int, str]]:
    """Row, column, row span, column span and text of each cell."""
    return [(c.row, c.column, c.row_span, c.column_span, c.text) for c in table.cells]


def codes(found: Document) -> list[str]:
    return [notice.code for notice in found.notices]


def test_rows_of_equal_cells() -> None:
    [table] = tables([*d.row("指标", "单位", "数"), *d.row("收到申请", "件", "12")])
    assert (table.n_rows, table.n_columns) == (2, 3)
    assert [cell.text for cell in table.cells] == ["指标", "单位", "数", "收到申请", "件", "12"]
    assert table.cells[5] == Cell(row=1, column=2, text="12")


def test_text_around_tables() -> None:
    pars = [d.par("前文"), *d.row("甲"), *d.row("乙"), d.par("中间"), *d.row("丙", "丁")]
    assert [block.text for block in document(pars).blocks] == [
        "前文", "甲\n乙", "中间", "丙\t丁", "后文",
    ]  # fmt: skip


def test_cells_merge_by_their_edges() -> None:
    """What Word calls merged cells is a row with fewer of them."""
    [table] = tables(
        [
            *d.row("申请人", "合计", edges=(0, 3000, 4000)),
            *d.row("自然人", "法人", "", edges=(0, 1000, 3000, 4000)),
            *d.row("1", "2", "3", "4", edges=(0, 1000, 2000, 3000, 4000)),
        ]
    )
    assert (table.n_rows, table.n_columns) == (3, 4)
    assert shape(table)[:5] == [
        (0, 0, 1, 3, "申请人"),
        (0, 3, 1, 1, "合计"),
        (1, 0, 1, 1, "自然人"),
        (1, 1, 1, 2, "法人"),
        (1, 3, 1, 1, ""),
    ]


def test_edges_that_differ_by_hand_are_one() -> None:
    [table] = tables(
        [*d.row("甲", "1", edges=(0, 1000, 2000)), *d.row("乙", "2", edges=(-8, 1015, 1990))]
    )
    assert shape(table) == [
        (0, 0, 1, 1, "甲"),
        (0, 1, 1, 1, "1"),
        (1, 0, 1, 1, "乙"),
        (1, 1, 1, 1, "2"),
    ]


def test_narrow_columns_stay_apart() -> None:
    [table] = tables([*d.row("甲", "1", "2", edges=(0, 1000, 1020, 1040))])
    assert [(c.column, c.text) for c in table.cells] == [(0, "甲"), (1, "1"), (2, "2")]


def test_a_row_that_is_set_in() -> None:
    [table] = tables([*d.row("甲", "1", edges=(0, 1000, 2000)), *d.row("2", edges=(1000, 2000))])
    assert shape(table) == [(0, 0, 1, 1, "甲"), (0, 1, 1, 1, "1"), (1, 1, 1, 1, "2")]


def test_cells_merged_by_flags() -> None:
    """As Word did before 2000: covered cells stay in the row."""
    [table] = tables(
        [
            *d.row("甲", "", "乙", "", "", merges=(FIRST, MERGED, FIRST, MERGED, MERGED)),
            *d.row("1", "2", "3", "4", "5"),
        ]
    )
    assert shape(table)[:2] == [(0, 0, 1, 2, "甲"), (0, 2, 1, 3, "乙")]
    assert [c.text for c in table.cells[2:]] == ["1", "2", "3", "4", "5"]


def test_cells_merged_downwards() -> None:
    [table] = tables(
        [
            *d.row("三、办理结果", "予以公开", "1", merges=(STARTS,)),
            *d.row("", "不予公开", "2", merges=(GOES_ON,)),
            *d.row("", "其他", "3", merges=(GOES_ON,)),
            *d.row("四、结转", "", "4", merges=(STARTS,)),
            *d.row("", "", "5", merges=(GOES_ON,)),
        ]
    )
    assert shape(table)[:3] == [
        (0, 0, 3, 1, "三、办理结果"), (0, 1, 1, 1, "予以公开"), (0, 2, 1, 1, "1"),
    ]  # fmt: skip
    assert (3, 0, 2, 1, "四、结转") in shape(table)
    assert len(table.cells) == 12


def test_block_merged_both_ways() -> None:
    [table] = tables(
        [
            *d.row("甲", "", "1", merges=(FIRST | STARTS, MERGED | STARTS, 0)),
            *d.row("", "", "2", merges=(FIRST | GOES_ON, MERGED | GOES_ON, 0)),
        ]
    )
    assert shape(table) == [(0, 0, 2, 2, "甲"), (0, 2, 1, 1, "1"), (1, 2, 1, 1, "2")]


def test_merge_without_a_beginning() -> None:
    [table] = tables([*d.row("甲", "1", merges=(GOES_ON,)), *d.row("", "2", merges=(GOES_ON,))])
    assert shape(table)[0] == (0, 0, 2, 1, "甲")


def test_text_in_covered_cells_is_told() -> None:
    found = document(
        [
            *d.row("甲", "藏", merges=(FIRST, MERGED)),
            *d.row("乙", "1", merges=(STARTS, 0)),
            *d.row("也藏", "2", merges=(GOES_ON, 0)),
        ]
    )
    assert codes(found) == ["doc.covered_text"]
    assert found.notices[0].message_en.endswith("which Word does not show (2)")


@pytest.mark.parametrize(
    ("change", "wanted"),
    [
        (d.sprm(0x5624, 1 | 3 << 8), [(0, 0, 1, "甲"), (0, 1, 2, "乙")]),
        (d.sprm(0x7621, 1 | 1 << 8 | 500 << 16), None),
        (
            d.sprm(0x7623, 0 | 1 << 8 | 2000 << 16),
            [(0, 0, 2, "甲"), (0, 2, 1, "乙"), (0, 3, 1, "丙")],
        ),
    ],
    ids=["merge", "insert", "width"],
)
def test_changes_on_top_of_a_row(
    change: bytes, wanted: list[tuple[int, int, int, str]] | None
) -> None:
    """Programs that change a table may keep its definition and add what is new."""
    definition = d.define_row(0, 1000, 2000, 3000)
    end = d.par(changes=d.ROW_END + definition + change, mark="\x07")
    inserted = ["新"] if wanted is None else []
    first = d.cells("甲", *inserted, "乙", "丙")
    [table] = tables([*first, end, *d.row("1", "2", "3", "4", edges=(0, 1000, 2000, 3000, 4000))])
    if wanted is None:
        # 甲, a cell of 500, and the others moved by it.
        wanted = [(0, 0, 1, "甲"), (0, 1, 1, "新"), (0, 2, 2, "乙"), (0, 4, 2, "丙")]
    assert [(c.row, c.column, c.column_span, c.text) for c in table.cells if c.row == 0] == wanted


def test_cells_deleted_split_and_merged_downwards_afterwards() -> None:
    definition = d.define_row(0, 1000, 2000, 3000, merges=(FIRST, MERGED, 0))
    split, deleted = d.sprm(0x5625, 0 | 2 << 8), d.sprm(0x5622, 2 | 3 << 8)
    below = d.sprm(0xD62B, b"\x02\x00\x03"), d.sprm(0xD62B, b"\x02\x00\x01")
    pars = []
    for texts, merge in zip((("甲", "1"), ("", "2")), below, strict=True):
        end = d.par(changes=d.ROW_END + definition + split + deleted + merge, mark="\x07")
        pars += [*d.cells(*texts), end]
    [table] = tables(pars)
    assert shape(table) == [(0, 0, 2, 1, "甲"), (0, 1, 1, 1, "1"), (1, 1, 1, 1, "2")]


def test_a_definition_too_long_for_its_place_stands_in_the_data_stream() -> None:
    columns = 30
    definition = d.define_row(*range(0, 300 * columns + 1, 300))
    data = bytes(6) + struct.pack("<H", len(definition)) + definition
    end = d.par(changes=d.ROW_END + d.sprm(0x6646, 6), mark="\x07")
    numbers = [str(n) for n in range(columns)]
    wide = d.row("合计", "7", edges=(0, 6000, 9000))
    [table] = tables([*d.cells(*numbers), end, *wide], data)
    assert [c.text for c in table.cells][:30] == numbers
    assert shape(table)[30:] == [(1, 0, 1, 20, "合计"), (1, 20, 1, 10, "7")]


def test_paragraphs_in_a_cell() -> None:
    [table] = tables([*d.row("第一行\r第二行", "1")])
    assert [c.text for c in table.cells] == ["第一行\n第二行", "1"]


def test_deleted_row_is_left_out() -> None:
    *cells, end = d.row("旧", "1")
    gone = d.Par(end.runs, end.changes, mark=d.Run("\x07", d.DELETED))
    [table] = tables([*d.row("新", "2"), *cells, gone])
    assert [c.text for c in table.cells] == ["新", "2"]


# --- nested tables ---

DEPTH_1, DEPTH_2 = d.sprm(0x6649, 1), d.sprm(0x6649, 2)
INNER_CELL, INNER_ROW = d.sprm(0x244B, 1), d.sprm(0x244C, 1)


def inner(*texts: str) -> list[d.Par]:
    """A row of a table in a cell: paragraph marks that end cells and rows."""
    within = d.IN_TABLE + DEPTH_2
    edges = d.define_row(*range(0, 500 * len(texts) + 1, 500))
    end = d.par(changes=within + INNER_CELL + INNER_ROW + edges)
    return [*(d.par(text, changes=within + INNER_CELL) for text in texts), end]


def test_table_in_a_cell_follows_its_host() -> None:
    outer = d.IN_TABLE + DEPTH_1
    pars = [
        *d.row("左", "右"),
        *d.cells("甲", changes=outer),
        d.par("其中：", changes=outer),
        *inner("收到", "12"),
        *inner("办结", "11"),
        *d.cells("尾", changes=outer),
        d.par(changes=d.ROW_END + DEPTH_1 + d.define_row(0, 1000, 2000), mark="\x07"),
    ]
    host, nested = tables(pars)
    assert [c.text for c in host.cells] == ["左", "右", "甲", "其中：\n尾"]
    assert nested.within == (0, 1, 1)
    assert [c.text for c in nested.cells] == ["收到", "12", "办结", "11"]


def test_nesting_is_bounded() -> None:
    deep = d.par("深", changes=d.IN_TABLE + d.sprm(0x6649, 100))
    with pytest.raises(LimitExceeded, match="nested more than 64 deep"):
        document([deep])


def test_cells_are_bounded() -> None:
    data = d.doc([*d.row("1", "2", "3"), *d.row("4", "5", "6"), d.par()])
    with pytest.raises(LimitExceeded, match="more than 5 cells"):
        read(data, Limits(table_cells=5))


# --- rows that say little ---


def test_rows_without_edges_are_counted_by_their_cells() -> None:
    end = d.par(changes=d.ROW_END, mark="\x07")
    [table] = tables([*d.cells("甲", "1"), end, *d.cells("乙", "2"), end])
    assert [(c.row, c.column, c.text) for c in table.cells] == [
        (0, 0, "甲"), (0, 1, "1"), (1, 0, "乙"), (1, 1, "2"),
    ]  # fmt: skip


def test_more_edges_than_cells_are_not_followed() -> None:
    end = d.par(changes=d.ROW_END + d.define_row(0, 500, 1000, 1500), mark="\x07")
    [table] = tables([*d.cells("甲", "1"), end, *d.row("乙", "2", edges=(0, 1000, 1500))])
    assert [(c.row, c.column) for c in table.cells] == [(0, 0), (0, 1), (1, 0), (1, 1)]


def bare(*texts: str) -> list[d.Par]:
    """Cells and the end of a row that are marks and nothing else."""
    return [*d.cells(*texts, changes=b""), d.par(mark="\x07")]


def test_marks_alone_tell_a_table() -> None:
    pars = [
        d.par("表"),
        *bare("指标", "单位", "数"),
        *bare("收到", "件", ""),
        *bare("办结", "件", "11"),
    ]
    found = document(pars)
    [table] = [block for block in found.blocks if isinstance(block, Table)]
    assert [[cell.text for cell in row] for row in table.rows()] == [
        ["指标", "单位", "数"],
        ["收到", "件", ""],
        ["办结", "件", "11"],
    ]
    assert codes(found) == ["doc.rows_unmarked"]


def test_marks_that_fit_no_width_keep_their_text() -> None:
    pars = [*bare("甲", "1"), *bare("乙", "2", "3"), *bare("丙")]
    found = document(pars)
    assert [block.text for block in found.blocks] == [
        "\n".join(["甲", "1", "", "乙", "2", "3", "", "丙", ""]), "后文",
    ]  # fmt: skip
    assert codes(found) == ["doc.rows_unmarked"]


def test_table_cut_off_in_a_row() -> None:
    first = d.row("收到", "12")
    [table] = tables([*first, *d.cells("办结", "11")])
    assert [c.text for c in table.cells] == ["收到", "12", "办结", "11"]


def test_end_of_a_row_outside_of_its_table() -> None:
    end = d.par(changes=d.ROW_END + d.define_row(0, 1000), mark="\x07")
    assert document([d.par("前文"), end, end]).blocks[:1] == (Paragraph(text="前文", size=10.0),)
