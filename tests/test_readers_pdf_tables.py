"""Tables within a page: govreport.readers.pdf.ruled and govreport.readers.pdf.unruled."""

from __future__ import annotations

import pytest

from govreport.document import Box
from govreport.readers.pdf.reader import read
from support.pdf_blocks import only_table, rows, tables
from support.pdf_files import LEFT, RIGHT, Sheets, cells


def test_cell_has_its_place_on_the_page() -> None:
    sheets = Sheets()
    sheets.table(100, [60, 40], [20, 20], cells("规章|0", "规范性文件|12"))
    table = only_table(sheets)
    assert rows(table) == [["规章", "0"], ["规范性文件", "12"]]
    cell = table.cells[3]
    assert (cell.row, cell.column, cell.page) == (1, 1, 1)
    assert cell.box == Box(132.0, 120.0, 172.0, 140.0)
    assert table.box == Box(72.0, 100.0, 172.0, 140.0)


def test_merged_cells_are_spans() -> None:
    sheets = Sheets()
    sheets.table(
        100,
        [40, 60, 50, 50],
        [20, 20, 20],
        [
            (0, 0, "关系", 2, 2),
            (0, 2, "申请人情况", 1, 2),
            (1, 2, "自然人"),
            (1, 3, "总计"),
            (2, 0, "一"),
            (2, 1, "本年新收"),
            (2, 2, "7"),
            (2, 3, "8"),
        ],
    )
    table = only_table(sheets)
    assert (table.n_rows, table.n_columns) == (3, 4)
    spans = {c.text: (c.row, c.column, c.row_span, c.column_span) for c in table.cells}
    assert spans["关系"] == (0, 0, 2, 2)
    assert spans["申请人情况"] == (0, 2, 1, 2)
    assert spans["本年新收"] == (2, 1, 1, 1)
    assert spans["8"] == (2, 3, 1, 1)


def test_text_set_downwards_is_one_word() -> None:
    sheets = Sheets()
    stacked = "\n".join("三本年度办理结果")
    sheets.table(
        100, [24, 80, 40], [60, 60], [(0, 0, stacked, 2, 1), *_right("予以公开|3", "部分公开|4")]
    )
    assert only_table(sheets).cells[0].text == "三本年度办理结果"


def test_text_turned_sideways_is_one_word() -> None:
    sheets = Sheets()
    sheets.table(
        100, [24, 80, 40], [60, 60], [(0, 0, "", 2, 1), *_right("予以公开|3", "部分公开|4")]
    )
    sheets.canvas.saveState()
    sheets.canvas.translate(90, sheets.height - 200)
    sheets.canvas.rotate(90)
    sheets.canvas.drawString(0, 0, "办理结果")
    sheets.canvas.restoreState()
    assert rows(only_table(sheets)) == [["办理结果", "予以公开", "3"], ["部分公开", "4"]]


def _right(*lines: str) -> list[tuple[int, int, str]]:
    return [
        (row, column + 1, text)
        for row, line in enumerate(lines)
        for column, text in enumerate(line.split("|"))
    ]


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        pytest.param("123\n45", 24, "12345", id="no-room-for-the-next-digit"),
        pytest.param("1,23\n4", 28, "1,234", id="thousands"),
        pytest.param("25100\n0.50", 32, "251000.50", id="amount"),
        pytest.param("86.54万\n元", 46, "86.54万元", id="before-its-unit"),
        pytest.param("136\n3件", 26, "1363件", id="with-its-unit"),
        pytest.param("１２３\n４", 42, "1234", id="full-width"),
        pytest.param("1363\n件", 60, "1363\n件", id="room-for-the-unit"),
        pytest.param("12\n34", 60, "12\n34", id="room-enough"),
        pytest.param("商业\n企业", 24, "商业\n企业", id="words"),
    ],
)
def test_broken_number_in_narrow_cell(text: str, width: float, expected: str) -> None:
    sheets = Sheets()
    sheets.table(100, [80, width], [20, 30], [*cells("指标|数"), (1, 0, "收到"), (1, 1, text)])
    assert only_table(sheets).cells[-1].text == expected


def test_outer_verticals_missing() -> None:
    sheets = Sheets()
    grid = cells("指标|单位|数量", "收到申请|件|12", "答复申请|件|11")
    sheets.table(100, [120, 60, 60], [20, 20, 20], grid, ruled=False)
    for top in (100, 120, 140, 160):
        sheets.line(LEFT, top, LEFT + 240, top)
    for x in (LEFT + 120, LEFT + 180):
        sheets.line(x, 100, x, 160)
    assert rows(only_table(sheets)) == [
        ["指标", "单位", "数量"],
        ["收到申请", "件", "12"],
        ["答复申请", "件", "11"],
    ]


def test_horizontal_rules_only() -> None:
    sheets = Sheets()
    grid = cells("指标|单位|数量", "收到申请|件|12", "答复申请|件|11", "结转申请|件|1")
    sheets.table(100, [120, 60, 60], [20] * 4, grid, ruled=False)
    for top in (100, 120, 180):
        sheets.line(LEFT, top, LEFT + 240, top)
    table = only_table(sheets)
    assert rows(table)[0] == ["指标", "单位", "数量"]
    assert rows(table)[3] == ["结转申请", "件", "1"]


def test_no_rules_and_a_label_around_its_figures() -> None:
    sheets = Sheets()
    for top, label, figures in [
        (100, "指标", ("自然人", "总计")),
        (120, "（一）予以公开", ("3", "12")),
        (140, "（二）部分公开（区分处理的，只计这一情", ()),
        (150, "", ("447", "454")),
        (160, "形，不计其他情形）", ()),
        (180, "（三）不予公开", ("0", "0")),
    ]:
        sheets.text(LEFT, top, label, 9)
        for index, figure in enumerate(figures):
            sheets.text(330 + 80 * index, top, figure, 9)
    assert rows(only_table(sheets)) == [
        ["指标", "自然人", "总计"],
        ["（一）予以公开", "3", "12"],
        ["（二）部分公开（区分处理的，只计这一情\n形，不计其他情形）", "447", "454"],
        ["（三）不予公开", "0", "0"],
    ]


def test_lines_that_end_in_no_figures_are_no_table() -> None:
    sheets = Sheets()
    for index in range(4):
        sheets.text(LEFT, 100 + 20 * index, "单位负责人")
        sheets.text(330, 100 + 20 * index, "审核人")
    assert tables(read(sheets.save())) == []


def test_table_of_contents_is_no_table() -> None:
    sheets = Sheets()
    sheets.centred(80, "目 录")
    for index in range(4):
        sheets.text(LEFT, 100 + 20 * index, f"第{'一二三四'[index]}部分情况")
        sheets.text(480, 100 + 20 * index, str(index + 2))
    assert tables(read(sheets.save())) == []


def test_frame_around_text_is_no_table() -> None:
    sheets = Sheets()
    sheets.frame(LEFT - 10, 70, RIGHT + 10, 300)
    sheets.frame(LEFT - 10, 300, RIGHT + 10, 500)
    sheets.prose(80, "云浦区科技局全年主动公开各类信息六百余条，其中通过门户网站公开二百余条。")
    sheets.prose(320, "以上数据截至年底。")
    document = read(sheets.save())
    assert tables(document) == []
    assert [block.text for block in document.blocks] == [
        "云浦区科技局全年主动公开各类信息六百余条，其中通过门户网站公开二百余条。",
        "以上数据截至年底。",
    ]


def test_background_boxes_are_no_table() -> None:
    sheets = Sheets()
    sheets.canvas.setFillGray(0.9)
    for top in (100, 140):
        for x in (LEFT, LEFT + 200):
            sheets.canvas.rect(x, sheets.height - top - 40, 200, 40, stroke=0, fill=1)
    sheets.canvas.setFillGray(0)
    sheets.text(LEFT + 4, 110, "主动公开情况")
    document = read(sheets.save())
    assert [block.text for block in document.blocks] == ["主动公开情况"]


def test_lines_drawn_as_thin_filled_boxes() -> None:
    sheets = Sheets()
    sheets.table(100, [80, 60], [20, 20], cells("收到申请|12", "答复申请|11"), ruled=False)
    for top in (100, 120, 140):
        sheets.canvas.rect(LEFT, sheets.height - top, 140, 0.7, stroke=0, fill=1)
    for x in (LEFT, LEFT + 80, LEFT + 140):
        sheets.canvas.rect(x, sheets.height - 140, 0.7, 40, stroke=0, fill=1)
    assert rows(only_table(sheets)) == [["收到申请", "12"], ["答复申请", "11"]]


def test_lines_inside_a_form_with_a_matrix() -> None:
    sheets = Sheets()
    sheets.table(100, [80, 60], [20, 20], cells("收到申请|12", "答复申请|11"), ruled=False)
    sheets.canvas.beginForm("rules")
    for i in range(3):
        sheets.canvas.line(0, 10 * i, 70, 10 * i)
    for x in (0, 40, 70):
        sheets.canvas.line(x, 0, x, 20)
    sheets.canvas.endForm()
    sheets.canvas.translate(LEFT, sheets.height - 140)
    sheets.canvas.scale(2, 2)
    sheets.canvas.doForm("rules")
    assert rows(only_table(sheets)) == [["收到申请", "12"], ["答复申请", "11"]]


def test_two_tables_on_a_page_stay_two() -> None:
    sheets = Sheets()
    end = sheets.table(100, [80, 60], [20, 20], cells("规章|1", "文件|2"))
    sheets.table(end + 12, [80, 60], [20, 20], cells("许可|3", "处罚|4"))
    first, second = tables(read(sheets.save()))
    assert rows(first) == [["规章", "1"], ["文件", "2"]]
    assert rows(second) == [["许可", "3"], ["处罚", "4"]]


def test_page_frame_beside_a_table_is_no_column_of_it() -> None:
    sheets = Sheets()
    sheets.line(LEFT - 6, 100, LEFT - 6, 180)
    sheets.line(LEFT - 6, 100, LEFT, 100)
    sheets.line(LEFT - 6, 180, LEFT, 180)
    sheets.table(100, [120, 60], [40, 40], cells("收到申请|12", "答复申请|11"))
    table = only_table(sheets)
    assert table.n_columns == 2
    assert rows(table) == [["收到申请", "12"], ["答复申请", "11"]]


def test_a_head_too_long_for_its_column_runs_over_its_neighbour() -> None:
    heads = ["自然人", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
    widths = [60.0, 40.0, 30.0, 30.0, 40.0, 60.0]
    sheets = Sheets()
    sheets.table(100, widths, [20, 20], cells("|||||", "1|2|3|4|5|15"))
    left = LEFT
    for width, head in zip(widths, heads, strict=True):
        sheets.text(left + 2, 105, head, 8)
        left += width
    assert rows(only_table(sheets)) == [heads, ["1", "2", "3", "4", "5", "15"]]
