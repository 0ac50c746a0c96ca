"""Tables without rulings: govreport.readers.pdf.unruled."""

from __future__ import annotations

import pytest

from govreport.document import Paragraph, Table
from govreport.readers.pdf.reader import read
from govreport.readers.pdf.unruled.bits import Bit
from govreport.readers.pdf.unruled.heads import heads_of
from govreport.readers.pdf.unruled.labels import read_labels
from support.pdf_blocks import only_table, rows, tables, texts
from support.pdf_files import LEFT, CellSpec, Sheets, cells

Place = tuple[int, int, int, int]


def places(table: Table) -> dict[str, Place]:
    """Row, column and spans of each cell that holds text."""
    return {
        cell.text: (cell.row, cell.column, cell.row_span, cell.column_span)
        for cell in table.cells
        if cell.text
    }


#: Two heads over two and three columns, and rows under a label for several of them.
GRID: list[CellSpec] = [
    (0, 0, "指标", 2, 2),
    (0, 2, "自然人", 2, 1),
    (0, 3, "法人或其他组织", 1, 3),
    (0, 6, "总计", 2, 1),
    (1, 3, "企业"),
    (1, 4, "科研"),
    (1, 5, "其他"),
    (2, 0, "一、新收", 1, 2),
    (3, 0, "二、\n办理", 4, 1),
    (3, 1, "（一）予以公开"),
    (4, 1, "（二）部分公开，只计这\n一情形"),
    (5, 1, "（三）不予公开"),
    (6, 1, "（四）其他"),
    (7, 0, "三、结转", 1, 2),
    *(
        (row, column, str(100 * row + column))
        for row in range(2, 8)
        for column in range(2, 7)
        if (row, column) != (5, 4)
    ),
]
WIDTHS = [60.0, 130.0, 50.0, 50.0, 50.0, 50.0, 60.0]
HEIGHTS = [20.0, 20.0, 20.0, 20.0, 32.0, 20.0, 20.0, 20.0]


def test_labels_and_heads_of_several_rows_and_columns() -> None:
    sheets = Sheets()
    sheets.table(100, WIDTHS, HEIGHTS, GRID, ruled=False)
    table = only_table(sheets)
    assert (table.n_rows, table.n_columns) == (8, 7)
    found = places(table)
    assert found["指标"] == (0, 0, 2, 2)
    assert found["自然人"] == (0, 2, 2, 1)
    assert found["法人或其他组织"] == (0, 3, 1, 3)
    assert found["企业"] == (1, 3, 1, 1)
    assert found["总计"] == (0, 6, 2, 1)
    assert found["一、新收"] == (2, 0, 1, 2)
    assert found["二、\n办理"] == (3, 0, 4, 1)
    assert found["（二）部分公开，只计这\n一情形"] == (4, 1, 1, 1)
    assert found["三、结转"] == (7, 0, 1, 2)
    assert {text: place[:2] for text, place in found.items() if text.isdigit()} == {
        str(100 * row + column): (row, column)
        for row in range(2, 8)
        for column in range(2, 7)
        if (row, column) != (5, 4)
    }


def test_blank_figure_has_its_place() -> None:
    sheets = Sheets()
    sheets.table(100, WIDTHS, HEIGHTS, GRID, ruled=False)
    (blank,) = [c for c in only_table(sheets).cells if (c.row, c.column) == (5, 4)]
    assert blank.text == ""
    assert blank.box is not None
    assert 340 < blank.box.x0 < 387 < blank.box.x1 < 430
    assert 212 < blank.box.top < blank.box.bottom < 232


def test_heads_set_from_the_left() -> None:
    bits = [
        head("行政复议", 0, 0),
        head("行政诉讼", 60, 0),
        *(
            head(text, 30 * n, 16)
            for n, text in enumerate(["维持", "纠正", "维持", "纠正", "其他"])
        ),
    ]
    found = heads_of(bits, [-4, 26, 56, 86, 116, 146])
    assert [(h.bits[0].text, h.first, h.last, h.row, h.last_row) for h in found[:2]] == [
        ("行政复议", 0, 1, 0, 0),
        ("行政诉讼", 2, 4, 0, 0),
    ]


def head(text: str, x0: float, top: float) -> Bit:
    return Bit(text, x0, top, x0 + 10 * len(text) / 2, top + 10, 10)


def line(text: str, y: float, x0: float = 0.0) -> Bit:
    return Bit(text, x0, y - 4, x0 + 8 * len(text), y + 4, 8)


@pytest.mark.parametrize(
    ("bits", "expected"),
    [
        pytest.param(
            [line("1.甲的第一行", 20), line("第二行", 31), line("2.乙", 50)],
            {0: "1.甲的第一行第二行", 1: "2.乙"},
            id="middle",
        ),
        pytest.param(
            [line("1.甲的第一行", 25.5), line("第二行", 36.5), line("2.乙", 50)],
            {0: "1.甲的第一行第二行", 1: "2.乙"},
            id="top",
        ),
        pytest.param(
            [line("一、类", 10), line("1.甲", 25.5), line("二、类", 38), line("2.乙", 50)],
            {0: "1.甲", 1: "2.乙"},
            id="label-without-figures",
        ),
        pytest.param([line("2.乙", 50)], {0: "", 1: "2.乙"}, id="row-without-label"),
    ],
)
def test_lines_go_to_the_row_that_they_stand_beside(
    bits: list[Bit], expected: dict[int, str]
) -> None:
    labels = read_labels(bits, [25.5, 50.0], 0.0, 90.0)
    assert {cell.first: "".join(bit.text for bit in cell.bits) for cell in labels.cells} == expected


def test_label_without_figures_is_a_row() -> None:
    sheets = Sheets()
    lines = ["指标|单位|数", "一、主动公开情况||", "（一）公开数|条|12", "二、申请情况||"]
    lines += ["（一）收到数|件|7", "（二）答复数|件|6"]
    sheets.table(100, [180, 60, 60], [20] * 6, cells(*lines), ruled=False)
    assert rows(only_table(sheets)) == [
        ["指标", "单位", "数"],
        ["一、主动公开情况"],
        ["（一）公开数", "条", "12"],
        ["二、申请情况"],
        ["（一）收到数", "件", "7"],
        ["（二）答复数", "件", "6"],
    ]


def titled_block(number: str, heads: str, *lines: str) -> list[CellSpec]:
    """Heads and rows below a title in the middle; the last of them reaches to the end."""
    width = heads.count("|") + 1
    below = [(*cell[:2], cell[2]) for cell in cells(heads, *lines)]
    return [
        (0, 0, f"第二十条第（{number}）项", 1, 4),
        *(
            (row + 1, column, text, 1, 5 - width if column == width - 1 else 1)
            for row, column, text in below
        ),
    ]


def test_blocks_with_titles_are_one_table() -> None:
    sheets = Sheets()
    widths = [100.0, 110.0, 110.0, 110.0]
    top = sheets.prose(72, "二、主动公开政府信息情况", 14)
    for block in (
        titled_block("一", "信息内容|本年制发件数|本年废止件数|现行有效件数", "规章|1|2|3"),
        titled_block("五", "信息内容|本年处理决定数量", "行政许可|4"),
        titled_block("八", "信息内容|上一年项目数量|本年增减", "行政事业性收费|5|-6"),
    ):
        top = sheets.table(top, widths, [18, 18, 18], block, ruled=False)
    sheets.prose(top + 10, "三、收到和处理政府信息公开申请情况", 14)
    document = read(sheets.save())
    (table,) = tables(document)
    assert rows(table) == [
        ["第二十条第（一）项"],
        ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
        ["规章", "1", "2", "3"],
        ["第二十条第（五）项"],
        ["信息内容", "本年处理决定数量"],
        ["行政许可", "4"],
        ["第二十条第（八）项"],
        ["信息内容", "上一年项目数量", "本年增减"],
        ["行政事业性收费", "5", "-6"],
    ]
    assert texts(document) == ["二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况"]


def test_row_of_figures_alone_below_heads() -> None:
    sheets = Sheets()
    heads = [(0, 0, "行政复议", 1, 3), (0, 3, "行政诉讼", 1, 2)]
    low = [
        (1, n, text) for n, text in enumerate(["维\n持", "纠\n正", "总\n计", "维\n持", "总\n计"])
    ]
    figures = [(2, n, text) for n, text in enumerate(["13", "2", "15", "7", "7"])]
    sheets.table(100, [80.0] * 5, [20, 32, 20], [*heads, *low, *figures], ruled=False)
    table = only_table(sheets)
    assert rows(table) == [
        ["行政复议", "行政诉讼"],
        ["维\n持", "纠\n正", "总\n计", "维\n持", "总\n计"],
        ["13", "2", "15", "7", "7"],
    ]
    assert [(c.column, c.column_span) for c in table.cells[:2]] == [(0, 3), (3, 2)]


def test_last_row_on_the_next_page() -> None:
    sheets = Sheets()
    lines = ["指标|单位|数", "一、收到申请的总件数|件|12", "二、答复数|件|11", "三、结转数|件|1"]
    sheets.table(690, [180, 60, 60], [20] * 4, cells(*lines), ruled=False)
    sheets.centred(800, "- 1 -", 9)
    sheets.next_page()
    end = sheets.table(72, [180, 60, 60], [20], cells("四、投诉|次|2"), ruled=False)
    sheets.prose(end + 30, "以上为全年数据。")
    sheets.centred(800, "- 2 -", 9)
    document = read(sheets.save())
    (table,) = tables(document)
    assert rows(table)[3:] == [["三、结转数", "件", "1"], ["四、投诉", "次", "2"]]
    assert texts(document) == ["以上为全年数据。"]


def test_label_of_several_rows_cut_by_the_page_without_rules() -> None:
    """Of what the page cut off, the label's middle tells nothing."""
    bits = [
        *(line(f"{n}.某项", 20.0 * n, 60.0) for n in range(1, 5)),
        line("（五）不予", 72.0),
        line("处理", 83.0),
    ]
    labels = read_labels(bits, [20.0 * n for n in range(1, 5)], 0.0, 120.0)
    (group,) = [cell for cell in labels.cells if cell.x0 == 0.0 and cell.last > cell.first]
    assert (group.first, group.last) == (0, 3)


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(["单位负责人：张某|审核人：李某", "联系电话：|0000-0000"], id="signatures"),
        pytest.param(["全年收到申请|12件，答复", "较上年增长|3"], id="prose"),
        pytest.param(["一、总体情况|1", "二、主动公开|2"], id="too-few"),
    ],
)
def test_lines_that_are_no_table(lines: list[str]) -> None:
    sheets = Sheets()
    for number, text in enumerate(lines):
        left, right = text.split("|")
        sheets.text(LEFT, 100 + 20 * number, left)
        sheets.text(330, 100 + 20 * number, right)
    assert all(isinstance(block, Paragraph) for block in read(sheets.save()).blocks)
