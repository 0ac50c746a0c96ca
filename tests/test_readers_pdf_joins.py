"""Tables over several pages: govreport.readers.pdf.flow.joins."""

from __future__ import annotations

from collections.abc import Sequence

from govreport.document import Document
from govreport.readers.pdf.reader import read
from support.pdf_blocks import rows, tables
from support.pdf_files import LEFT, CellSpec, Sheets, cells

WIDTHS = [60.0, 120.0, 40.0, 40.0]


def over_two_pages(
    upper: Sequence[CellSpec],
    lower: Sequence[CellSpec],
    *,
    lower_widths: Sequence[float] = WIDTHS,
    lower_x: float = LEFT,
) -> Document:
    """Draw one table at the foot of a page and one at the head of the next."""
    sheets = Sheets()
    sheets.prose(72, "三、收到和处理政府信息公开申请情况")
    n_rows = 1 + max(cell[0] for cell in upper)
    sheets.table(750 - 24 * n_rows, WIDTHS, [24] * n_rows, upper)
    sheets.centred(790, "- 1 -", 10)
    sheets.next_page()
    n_rows = 1 + max(cell[0] for cell in lower)
    sheets.table(72, lower_widths, [24] * n_rows, lower, x=lower_x)
    sheets.centred(790, "- 2 -", 10)
    return read(sheets.save())


def spanned(*specs: CellSpec) -> list[CellSpec]:
    return list(specs)


def test_one_table_over_two_pages() -> None:
    document = over_two_pages(
        cells("一|本年新收|1|2", "二|上年结转|3|4"), cells("三|办理结果|5|6", "四|结转下年|7|8")
    )
    (table,) = tables(document)
    assert rows(table) == [
        ["一", "本年新收", "1", "2"],
        ["二", "上年结转", "3", "4"],
        ["三", "办理结果", "5", "6"],
        ["四", "结转下年", "7", "8"],
    ]
    assert [cell.page for cell in table.cells if cell.column == 0] == [1, 1, 2, 2]
    assert [n.message_en for n in document.notices if n.code == "pdf.furniture"] == [
        "page furniture was left out: - 1 -",
        "page furniture was left out: - 2 -",
    ]


def test_text_between_keeps_tables_apart() -> None:
    sheets = Sheets()
    sheets.table(700, WIDTHS, [24] * 2, cells("一|本年新收|1|2", "二|上年结转|3|4"))
    sheets.next_page()
    end = sheets.prose(72, "四、行政复议情况")
    sheets.table(end, WIDTHS, [24] * 2, cells("三|维持|5|6", "四|纠正|7|8"))
    assert len(tables(read(sheets.save()))) == 2


def test_label_of_several_rows_cut_by_the_page() -> None:
    document = over_two_pages(
        spanned(
            (0, 0, "（三）不予\n公开", 1, 1),
            (0, 1, "8.属于行政查询事项"),
            (0, 2, "1"),
            (0, 3, "1"),
            (1, 0, "（四）无"),
            (1, 1, "1.本机关不掌握相关信息"),
            (1, 2, "2"),
            (1, 3, "2"),
        ),
        spanned(
            (0, 0, "法提供", 2, 1),
            (0, 1, "2.没有现成信息"),
            (0, 2, "3"),
            (0, 3, "3"),
            (1, 1, "3.补正后仍不明确"),
            (1, 2, "4"),
            (1, 3, "4"),
        ),
    )
    (table,) = tables(document)
    cut = next(cell for cell in table.cells if cell.text.startswith("（四）"))
    assert (cut.text, cut.row, cut.row_span, cut.page) == ("（四）无\n法提供", 1, 3, 1)
    assert [cell.text for cell in table.cells if cell.column == 2] == ["1", "2", "3", "4"]


def test_row_cut_by_the_page() -> None:
    document = over_two_pages(
        cells("一|本年新收|1|2", "二|部分公开（区分处理的，|3|4"),
        cells("|只计这一情形）||", "三|不予公开|5|6"),
    )
    (table,) = tables(document)
    assert rows(table) == [
        ["一", "本年新收", "1", "2"],
        ["二", "部分公开（区分处理的，\n只计这一情形）", "3", "4"],
        ["三", "不予公开", "5", "6"],
    ]


def test_row_cut_before_its_last_character_below_a_repeated_header() -> None:
    head = "序号|情况|自然人|总计"
    document = over_two_pages(
        cells(head, "一|未按期缴纳费用不再处理|1|2"), cells(head, "|的||", "二|其他|5|6")
    )
    (table,) = tables(document)
    assert rows(table) == [
        head.split("|"),
        ["一", "未按期缴纳费用不再处理\n的", "1", "2"],
        ["二", "其他", "5", "6"],
    ]


def test_row_cut_with_its_figures_below() -> None:
    document = over_two_pages(
        cells("一|本年新收|1|2", "二|部分公开（区分处理的，||"),
        cells("|只计这一情形）|3|4", "三|不予公开|5|6"),
    )
    assert rows(tables(document)[0])[1] == [
        "二",
        "部分公开（区分处理的，\n只计这一情形）",
        "3",
        "4",
    ]


def test_row_cut_without_a_rule_at_the_foot() -> None:
    sheets = Sheets()
    sheets.prose(72, "三、收到和处理政府信息公开申请情况")
    sheets.table(700, WIDTHS, [24], cells("一|本年新收|1|2"))
    sheets.table(724, WIDTHS, [30], cells("二|不予|3|4"), ruled=False)
    for x in (72, 132, 252, 292, 332):
        sheets.line(x, 724, x, 754)
    sheets.next_page()
    sheets.table(72, WIDTHS, [24, 24], cells("|公开||", "三|无法提供|5|6"))
    (table,) = tables(read(sheets.save()))
    assert rows(table) == [
        ["一", "本年新收", "1", "2"],
        ["二", "不予\n公开", "3", "4"],
        ["三", "无法提供", "5", "6"],
    ]


def test_blank_row_at_the_foot_is_no_cut_row() -> None:
    document = over_two_pages(
        cells("一|行政许可|1|2", "二|行政强制||"), cells("|总计|3|4", "三|其他|5|6")
    )
    assert rows(tables(document)[0]) == [
        ["一", "行政许可", "1", "2"],
        ["二", "行政强制", "", ""],
        ["", "总计", "3", "4"],
        ["三", "其他", "5", "6"],
    ]


def test_repeated_header_is_dropped_and_told() -> None:
    head = "序号|情况|自然人|总计"
    document = over_two_pages(cells(head, "一|本年新收|1|2"), cells(head, "二|上年结转|3|4"))
    (table,) = tables(document)
    assert rows(table) == [
        ["序号", "情况", "自然人", "总计"],
        ["一", "本年新收", "1", "2"],
        ["二", "上年结转", "3", "4"],
    ]
    (notice,) = [n for n in document.notices if n.code == "pdf.repeated_header"]
    assert notice.page == 2
    assert "序号 情况 自然人 总计" in notice.message


def test_first_column_lost_on_the_next_page() -> None:
    document = over_two_pages(
        spanned(
            (0, 0, "三、本年\n度办理", 2, 1),
            (0, 1, "予以公开"),
            (0, 2, "1"),
            (0, 3, "2"),
            (1, 1, "部分公开"),
            (1, 2, "3"),
            (1, 3, "4"),
        ),
        cells("不予公开|5|6", "其他处理|7|8"),
        lower_widths=WIDTHS[1:],
        lower_x=LEFT + WIDTHS[0],
    )
    (table,) = tables(document)
    assert (table.n_rows, table.n_columns) == (4, 4)
    assert [(c.column, c.text) for c in table.cells if c.row == 2] == [
        (1, "不予公开"),
        (2, "5"),
        (3, "6"),
    ]
    assert table.cells[0].row_span == 4


def test_empty_part_of_a_spanning_cell_belongs_to_it() -> None:
    document = over_two_pages(
        spanned(
            (0, 0, "三、办理", 2, 1),
            (0, 1, "予以公开"),
            (0, 2, "1"),
            (0, 3, "2"),
            (1, 1, "部分公开"),
            (1, 2, "3"),
            (1, 3, "4"),
        ),
        spanned(
            (0, 0, "", 2, 1),
            (0, 1, "不予公开"),
            (0, 2, "5"),
            (0, 3, "6"),
            (1, 1, "其他处理"),
            (1, 2, "7"),
            (1, 3, "8"),
        ),
    )
    (table,) = tables(document)
    assert (table.cells[0].text, table.cells[0].row_span) == ("三、办理", 4)
    assert [cell.text for cell in table.cells if cell.column == 0] == ["三、办理"]


def test_blank_value_cells_are_not_merged_upwards() -> None:
    document = over_two_pages(
        cells("一|本年新收|1|2", "二|上年结转|3|4"), cells("三|办理结果||", "四|结转下年|7|8")
    )
    (table,) = tables(document)
    assert rows(table)[2] == ["三", "办理结果", "", ""]


def test_label_goes_on_below_the_break_where_nothing_else_does() -> None:
    sheets = Sheets()
    sheets.table(700, [200, 60, 60], [20, 20], cells("指标|单位|数量", "（7）法律法|件|3"))
    sheets.next_page()
    rest = cells("规规定的其他情形||", "（五）不属于本机关公开|件|1")
    sheets.table(72, [200, 60, 60], [20, 20], rest)
    (table,) = tables(read(sheets.save()))
    assert rows(table) == [
        ["指标", "单位", "数量"],
        ["（7）法律法\n规规定的其他情形", "件", "3"],
        ["（五）不属于本机关公开", "件", "1"],
    ]
