"""The layouts of tables in plain text, and prose that is none of them."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from govreport.readers.text.rows import Row
from govreport.readers.text.spaces import display_width
from govreport.readers.text.tables import find_tables
from govreport.zh.units import table_units


def tables(text: str) -> list[tuple[Row, ...]]:
    return [found.rows or () for found in find_tables(text.splitlines())]


HEADING = ("统计指标", "单位", "统计数")
RECEIVED = ("收到申请数", "件", "3")


# One cell a line.


def test_cell_lines_parted_by_blank_lines() -> None:
    text = (
        "填报单位：云浦区科技局\n"
        "\t统　计　指　标\n\t单位\n\t统计数\n\n"
        "\t一、主动公开情况\n\t——\n\t\n\n"
        "\t　　（一）主动公开政府信息数\n　　　　（计1条）\n\t条\n\t260\n\n"
        "\t　　　　　1.其他方式\n\t条\n\t16\n "
    )
    assert tables(text) == [
        (
            ("统　计　指　标", "单位", "统计数"),
            ("一、主动公开情况", "——", ""),
            ("　　（一）主动公开政府信息数\n　　　　（计1条）", "条", "260"),
            ("　　　　　1.其他方式", "条", "16"),
        )
    ]


def test_text_right_below_the_last_cell_is_no_cell() -> None:
    text = "\t指标\n\t数\n\n\t收到申请数\n\t3\n单位负责人\n\n\t按时办结数\n\t3\n"
    assert tables(text)[0] == (("指标", "数"), ("收到申请数", "3"))


def test_cell_lines_without_blank_lines() -> None:
    text = "\t统计指标\n\t单位\n\t统计数\n\t一、情况\n\t——\n\t\n\t收到申请数\n\t件\n\t3\n"
    assert tables(text) == [(HEADING, ("一、情况", "——", ""), RECEIVED)]


def test_cell_lines_whose_blank_cells_were_stripped() -> None:
    text = "\t指标\n\t单位\n\t数\n\n\t一、情况\n\t——\n\n\n\t收到申请数\n\t件\n\t3\n"
    assert tables(text) == [(("指标", "单位", "数"), ("一、情况", "——"), RECEIVED)]


# Tabs.


def test_tabs() -> None:
    text = "统计指标\t单位\t统计数\n一、情况\t——\t\n　　收到申请数\t件\t3\n合计\n收到申请数\t件\t3"
    assert tables(text) == [
        (HEADING, ("一、情况", "——", ""), ("　　收到申请数", "件", "3"), ("合计",), RECEIVED)
    ]


def test_blank_first_column_is_dropped() -> None:
    assert tables("\t统计指标\t单位\t统计数\n\t收到申请数\t件\t3") == [(HEADING, RECEIVED)]


def test_label_on_the_line_above() -> None:
    text = (
        "统计指标\t单位\t统计数\n收到申请数\n（不重复计）\t件\t3\n申请办结数（含上年\n结转）\t件\t2"
    )
    assert tables(text) == [
        (
            HEADING,
            ("收到申请数\n（不重复计）", "件", "3"),
            ("申请办结数（含上年\n结转）", "件", "2"),
        )
    ]


def test_heading_of_a_section_parts_tables() -> None:
    text = "项目\t甲\t乙\n规章\t1\t2\n三、其他情况\n项目\t甲\t乙\n规章\t3\t4"
    assert tables(text) == [
        (("项目", "甲", "乙"), ("规章", "1", "2")),
        (("项目", "甲", "乙"), ("规章", "3", "4")),
    ]


# Pipes.


def test_heading_over_all_columns_stands_above_lines_of_headings() -> None:
    heads = ["申请人情况", "自然人 法人或其他组织 总计", "企业 科研机构 公益组织 律所 其他"]
    figures = ["新收 1 2 3 4 5 6 21", "结转 0 1 0 0 0 0 1"]
    [found] = tables("\n".join(["三、申请情况", *heads, *figures]))
    assert found[0] == ("申请人情况",)
    assert found[3:] == tuple(tuple(row.split()) for row in figures)
    # Above one line of headings it may as well be a paragraph.
    [found] = tables("申请人情况\n内容 自然人 总计\n新收 1 1\n结转 0 0")
    assert found[0] == ("内容", "自然人", "总计")


def test_markdown() -> None:
    text = (
        "| 统计指标 | 单位 | 统计数 |\n|---|:-:|--:|\n| 收到<br/>申请\\|数 | 件 | |\n| - | - | - |"
    )
    assert tables(text) == [(HEADING, ("收到\n申请|数", "件", ""), ("-", "-", "-"))]


def test_rules_of_other_markups() -> None:
    rows = "| 统计指标 | 单位 | 统计数 |\n|----------+------+--------|\n| 收到申请数 | 件 | 3 |\n"
    assert tables(rows) == [(HEADING, RECEIVED)]
    assert tables(f"|===\n{rows}|===\n") == [(HEADING, RECEIVED)]
    ruled = "  统计指标    单位   统计数\n  ---------- ------ ------\n  收到申请数  件     3\n"
    later = "  按时办结数  件     3\n"
    assert [row for table in tables(ruled + later) for row in table][-2:] == [
        ("  收到申请数", "件", "3"),
        ("  按时办结数", "件", "3"),
    ]


def test_rules_may_stand_anywhere_among_rows() -> None:
    rows = ["| 收到申请数 | 件 | 3 |", "| 按时办结数 | 件 | 2 |", "| 延期办结数 | 件 | 1 |"]
    want = [tuple(row.strip("| ").split(" | ")) for row in rows]
    for place in range(4):
        lines = [*rows[:place], "|---|:--|---|", *rows[place:]]
        assert tables("\n".join(lines)) == [tuple(want)]


@pytest.mark.parametrize("end", [" ||", " | |", "|||"])
def test_cells_that_merged_ones_covered_at_the_end_of_a_row_are_none(end: str) -> None:
    text = (
        f"| 情况 | 申请人{end * 4}\n| 自然人 | 组织 | 总计{end * 3}\n"
        f"| 一、新收 | 3 |  | 4{end}\n"
        "| 三、结果 | （一）公开 | 1 | 2 | 3 |\n"
        f"| 四、结转 | 0 | 0 | {end}\n"
    )
    assert tables(text) == [
        (
            ("情况", "申请人"),
            ("自然人", "组织", "总计"),
            ("一、新收", "3", "", "4"),
            ("三、结果", "（一）公开", "1", "2", "3"),
            ("四、结转", "0", "0", ""),
        )
    ]


def test_cells_left_empty_in_place_of_merged_ones_stay() -> None:
    rows = ["| 一、新收 | | | 3 | 4 |", "| 三、结果 | 公开 | 依法 | 1 | 2 |"]
    assert tables("\n".join(rows)) == [
        (("一、新收", "", "", "3", "4"), ("三、结果", "公开", "依法", "1", "2"))
    ]


CELLS = (("信息内容", "制发", "废止"), ("规章", "1", ""), ("规范性文件", "4", "5"))


@pytest.mark.parametrize(
    ("before", "cell", "after"),
    [
        pytest.param("|\n", " {} |\n", "", id="behind, indented"),
        pytest.param("|\n", "{} |\n", "", id="behind"),
        pytest.param("|\n", " {}  | \n", "\n", id="behind, with blank lines"),
        pytest.param("", "| {}\n", "|\n", id="before"),
        pytest.param("", "|\n{}\n", "|\n", id="on the line after"),
        pytest.param("", "|\n\n{}\n\n", "|\n\n", id="on the line after a blank one"),
    ],
)
def test_cells_on_lines_of_their_own_with_a_pipe_each(before: str, cell: str, after: str) -> None:
    text = "".join(before + "".join(map(cell.format, row)) + after for row in CELLS)
    assert tables("甲、前文。\n" + text + "后文到此为止。\n") == [CELLS]


def test_cells_with_a_pipe_each_and_nothing_between_rows() -> None:
    full = (CELLS[0], ("规章", "1", "2"), CELLS[2])
    text = "\n".join(f"{cell} |" for row in full for cell in row)
    assert tables(text) == [full]


def test_rows_of_different_size_with_a_cell_a_line() -> None:
    rows = [
        ("情况", "自然人", "总计"),
        ("一、新收", "3", "3"),
        ("三、结果", "（一）公开", "1", "1"),
    ]
    text = "".join("|\n" + "".join(f" {cell} |\n" for cell in row) for row in rows)
    assert tables(text) == [tuple(rows)]


# Nothing between cells.


def test_label_unit_and_figure_without_a_gap() -> None:
    text = (
        "统计指标单位统计数\n一、主动公开情况——\n（一）主动公开数（相同信息计1条）条1,245\n"
        "（二）接受培训人员数人次4\n七、收取的费用万元0.50\n"
    )
    assert tables(text) == [
        (
            HEADING,
            ("一、主动公开情况", "——", ""),
            ("（一）主动公开数（相同信息计1条）", "条", "1,245"),
            ("（二）接受培训人员数", "人次", "4"),
            ("七、收取的费用", "万元", "0.50"),
        )
    ]


def test_three_such_rows_need_no_heading() -> None:
    assert tables("收到申请数件3\n当面申请数件2\n传真申请数件1\n") == [
        (("收到申请数", "件", "3"), ("当面申请数", "件", "2"), ("传真申请数", "件", "1"))
    ]


def test_every_unit_of_tables_is_one_of_the_reader() -> None:
    for unit in table_units():
        rows = tuple((f"第{word}类数量", unit, str(n)) for n, word in enumerate("一二三"))
        for gap in ("", " ", "  ", "\t", " | ", "\n"):
            text = "\n".join(gap.join(row) for row in rows)
            assert tables(text) == [rows], (unit, gap)


def test_boxes() -> None:
    text = (
        "+------------+------+------+\n| 统计指标   | 单位 | 数   |\n+============+======+======+\n"
        "| 收到申请数 | 件   | 3    |\n| （1件1次） |      |      |\n+------------+------+------+\n"
        "| 　办结数   | 件   |      |\n+------------+------+------+\n"
    )
    assert tables(f"前文\n\n{text}\n后文") == [
        (
            ("统计指标", "单位", "数"),
            ("收到申请数\n（1件1次）", "件", "3"),
            ("　办结数", "件", ""),
        )
    ]
    assert tables("+---+\n| 一 |\n+---+\n") == []


def test_crawled_cells_with_lost_spans() -> None:
    text = (
        "第二十条第（一）项 | |||\n"
        "信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数\n"
        "规章 | 0 | 0 | 0|\n"
        "行政规范性文件 | 1 | 0 | \n"
    )
    assert tables(text) == [
        (
            ("第二十条第（一）项", "", "", ""),
            ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"),
            ("规章", "0", "0", "0"),
            ("行政规范性文件", "1", "0", ""),
        )
    ]


# Comma-separated values.


def test_csv() -> None:
    text = '统计指标,单位,统计数\n收到申请数,件,\n"公开数\n（同一条,计1条）",条,"1,234"\n'
    assert tables(text) == [
        (HEADING, ("收到申请数", "件", ""), ("公开数\n（同一条,计1条）", "条", "1,234"))
    ]


def test_semicolons() -> None:
    assert tables("统计指标;单位;统计数\n收到申请数;件;3\n收到申请数;件;3") == [
        (HEADING, RECEIVED, RECEIVED)
    ]


# Spaces.


def test_columns_below_each_other() -> None:
    text = (
        "统  计  指  标                     单位   统计数\n"
        "一、主动公开情况                    ——\n"
        "    （一）主动公开政府信息数        条        260\n"
        "        其中：主动公开规范性文件数  条          4\n"
    )
    assert tables(text) == [
        (
            ("统  计  指  标", "单位", "统计数"),
            ("一、主动公开情况", "——"),
            ("    （一）主动公开政府信息数", "条", "260"),
            ("        其中：主动公开规范性文件数", "条", "4"),
        )
    ]


def test_blank_cell_keeps_figures_in_their_column() -> None:
    text = (
        "项目      单位    本年    上年\n"
        "公开数    条      260     173\n"
        "申请数    件              12\n"
    )
    assert tables(text)[0][2] == ("申请数", "件", "", "12")


def test_single_spaces_with_units() -> None:
    text = (
        "统计指标 单位 统计数\n一、主动公开情况 ——\n（一）主动公开政府信息数 条 260\n"
        "其中：主动公开规范性文件数　条　4\n制发规范性文件总数 件\n按时办结数 7\n"
        "七、费用 万元 0.5\n云浦区科技局 2019\n"
    )
    assert tables(text) == [
        (
            HEADING,
            ("一、主动公开情况", "——"),
            ("（一）主动公开政府信息数", "条", "260"),
            ("其中：主动公开规范性文件数", "条", "4"),
            ("制发规范性文件总数", "件"),
            ("按时办结数", "", "7"),
            ("七、费用", "万元", "0.5"),
        )
    ]


def test_labels_with_figures_and_a_label_broken_around_them() -> None:
    text = (
        "三、收到和处理政府信息公开申请情况\n"
        "（一）予以公开 1 0 0 0 0 0 1\n"
        "（二）部分公开（区分处理的，只计这一情\n447 7 0 0 0 0 454\n形，不计其他情形）\n"
        "（三）不予公开\n1.属于国家秘密 0 0 — 0 0 0 0\n"
        "2.其他法律行政法规禁止公开\n0 0 0 0 0 0 0\n"
        "四、政府信息公开行政复议、行政诉讼情况\n"
    )
    assert tables(text) == [
        (
            ("（一）予以公开", "1", "0", "0", "0", "0", "0", "1"),
            (
                "（二）部分公开（区分处理的，只计这一情\n形，不计其他情形）",
                *("447", "7", "0", "0", "0", "0", "454"),
            ),
            ("（三）不予公开",),
            ("1.属于国家秘密", "0", "0", "—", "0", "0", "0", "0"),
            ("2.其他法律行政法规禁止公开", "0", "0", "0", "0", "0", "0", "0"),
        )
    ]


def test_a_line_of_figures_is_one_row() -> None:
    text = "行政复议 行政诉讼\n0 0 0 0 0 1 0 0 0 1 0 0 0 — 0\n五、存在的主要问题\n"
    assert tables(text) == [((*"0000010001000", "—", "0"),)]


def test_known_heading_makes_one_row_a_table() -> None:
    assert tables("信息内容 本年处理决定数量\n行政许可 33\n") == [
        (("信息内容", "本年处理决定数量"), ("行政许可", "33"))
    ]


# What is no table.


@pytest.mark.parametrize(
    "text",
    [
        "共主动公开各类政府信息649条，其中，网站公开260条。\n受理申请3件，答复3件。\n",
        "公开 24 期， 刊登 112 件\n受理 3 件，答复 5 件，结转 0\n",
        "其中：主动公开规范性文件数条4\n制发规范性文件总数件19\n",
        "\t一、概况\n\t全年公开3条。\n\n\t二、申请\n\t全年收到0件。\n",
        "一、\t概况\n二、\t主动公开情况\n三、\t申请情况\n",
        "目　录\n一、概况\t1\n二、主动公开情况\t2\n三、申请情况\t3\n",
        "目录\n一、概况      1\n二、主动公开  2\n三、申请情况  3\n",
        "单位负责人：张三\t填报人：李四\n联系电话：0001\t填报日期：2019年1月9日\n",
        "索引号：A01    主题分类：公开\n发布机构：科技局    发布日期：2019-01-09\n",
        "公开,条数,如下\n另有,三条,见附表。\n其他,两条,不计\n",
        "- 3 -\n短行\n- 4 -\n短行\n- 5 -\n",
        "首页 | 公开 | 互动\n",
        "云浦区科技局\n2019 年 1 月 9 日\n",
        "3 0\n",
        "-------- ------ ------\n------ ------ ------\n",
    ],
)
def test_no_table(text: str) -> None:
    assert tables(text) == []


def test_spans_point_at_the_lines() -> None:
    lines = "标题\n\n甲乙 | 1\n甲丙 | 2\n尾\n指标\t1\t2\n数\t3\t4".splitlines()
    assert [(found.start, found.end) for found in find_tables(lines)] == [(2, 4), (5, 7)]


# Round trips.

LABELS = st.text(st.sampled_from("收到申请答复公开信息数量办结"), min_size=3, max_size=12).map(
    "公开".__add__
)
UNITS = st.sampled_from(["条", "件", "次", "万元", "——"])
FIGURES = st.one_of(st.integers(0, 99999).map(str), st.sampled_from(["—", "0.5", "1,234"]))
FORM = st.lists(st.tuples(LABELS, UNITS, FIGURES), min_size=3, max_size=8)
FORM_WITH_BLANKS = st.lists(
    st.tuples(LABELS, UNITS, st.one_of(FIGURES, st.just(""))), min_size=3, max_size=8
)


@st.composite
def grids(draw: st.DrawFn) -> list[Row]:
    """Rows of a label and up to seven cells, some blank."""
    cell = st.one_of(FIGURES, LABELS, st.just(""))
    width = draw(st.integers(2, 7))
    row = st.tuples(LABELS, *[cell] * width)
    return draw(st.lists(row, min_size=3, max_size=6))


bounded = settings(max_examples=60, deadline=None)


@bounded
@given(FORM_WITH_BLANKS)
def test_cell_lines_round_trip(rows: list[Row]) -> None:
    text = "\n\n".join("\n".join("\t" + cell for cell in row) for row in [HEADING, *rows])
    assert tables("标题\n" + text + "\n \n尾。") == [(HEADING, *rows)]


@bounded
@given(grids(), st.sampled_from(["\n", "\n\n"]))
def test_tabs_round_trip(rows: list[Row], parting: str) -> None:
    assert tables(parting.join(map("\t".join, rows))) == [tuple(rows)]


@bounded
@given(grids())
def test_markdown_round_trip(rows: list[Row]) -> None:
    lines = [f"| {' | '.join(row)} |" for row in rows]
    assert tables("\n".join([lines[0], "|---" * len(rows[0]) + "|", *lines[1:]])) == [tuple(rows)]


@bounded
@given(grids())
@example(
    [
        ("公开复开办", "", "—", ""),
        ("公开结请到信", "", "—", ""),
        ("公开公数数信公", "公开信信信", "0", ""),
    ]
)
def test_crawled_round_trip(rows: list[Row]) -> None:
    rows = [*rows, tuple("公" for _ in rows[0])]
    [found] = tables("\n".join(map(" | ".join, rows)))
    # Nothing tells blank cells at a row's end from those that a converter adds there.
    assert [_filled(row) for row in found] == [_filled(row) for row in rows]


def _filled(row: Row) -> Row:
    return row if not row or row[-1] else _filled(row[:-1])


def test_thousands_in_records_parted_by_semicolons() -> None:
    rows = [("公开信息", "1,234", "", "1,234", "0"), ("申请", "", "2,345", "1,234", "1")]
    text = "\n".join(";".join(row) for row in [*rows, *rows]) + "\n"
    assert tables(text) == [(*rows, *rows)]


@bounded
@given(grids(), st.sampled_from(",;"))
def test_csv_round_trip(rows: list[Row], mark: str) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=mark).writerows(rows)
    assert tables(out.getvalue()) == [tuple(rows)]


@bounded
@given(FORM, st.integers(2, 5))
def test_aligned_round_trip(rows: list[Row], gap: int) -> None:
    widths = [max(display_width(row[column]) for row in rows) for column in range(3)]
    text = "\n".join(
        "".join(
            cell + " " * (width - display_width(cell) + gap)
            for cell, width in zip(row, widths, strict=True)
        )
        for row in rows
    )
    assert tables(text) == [tuple(rows)]


@bounded
@given(FORM, st.sampled_from([" ", "　"]))
def test_single_spaced_round_trip(rows: list[Row], space: str) -> None:
    assert tables("\n".join(map(space.join, [HEADING, *rows]))) == [(HEADING, *rows)]


@bounded
@given(st.lists(st.tuples(LABELS, *[FIGURES] * 7), min_size=2, max_size=6))
def test_figures_round_trip(rows: list[Row]) -> None:
    assert tables("说明。\n" + "\n".join(map(" ".join, rows))) == [tuple(rows)]


ROWS = [
    "统计指标{0}单位{0}统计数",
    "收到申请数{0}件{0}3",
    "按时办结数{0}件{0}2",
    "延期办结数{0}件{0}1",
]
GAPS = {"one": " ", "several": "    ", "line": "\n", "tab": "\t"}


@pytest.mark.parametrize("gap", GAPS)
@pytest.mark.parametrize("at", [1, 2, 3])
@pytest.mark.parametrize("figure", ["■■", "??", "***", "□"])
def test_a_figure_that_cannot_be_read_stays_in_its_row(gap: str, at: int, figure: str) -> None:
    rows = [row.format(GAPS[gap]) for row in ROWS]
    rows[at] = rows[at][:-1] + figure
    (table,) = tables("\n".join(rows))
    figures = [figure if n == at else str(4 - n) for n in (1, 2, 3)]
    assert [row[-1] for row in table] == ["统计数", *figures]


@pytest.mark.parametrize("gap", ["one", "several"])
@pytest.mark.parametrize("at", [2, 3])
def test_a_row_without_its_label_is_one_of_the_table(gap: str, at: int) -> None:
    rows = [row.format(GAPS[gap]) for row in ROWS]
    rows[at] = rows[at][5:].strip()
    (table,) = tables("\n".join(rows))
    assert table[at] == ("", "件", str(4 - at))
