"""Tables whose cells stand on lines of their own without any mark, and text that is none."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import govreport as gr
from fixtures import Layout, make_spec, write_docx, write_text
from govreport.readers.text import stacked as text_stacked
from govreport.readers.text.rows import Row
from govreport.readers.text.tables import find_tables
from support.ogi import EDITIONS

HEADING = ("统计指标", "单位", "统计数")
HEADS = ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数")


def tables(text: str) -> list[tuple[Row, ...]]:
    return [found.rows or () for found in find_tables(text.splitlines())]


def stacked(*rows: Row, between: str = "\n") -> str:
    return between.join(cell for row in rows for cell in row)


# -- label, unit, figure -----------------------------------------------------------------------


def test_units_tell_rows() -> None:
    text = stacked(
        HEADING, ("一、情况", "——", ""), ("（一）收到申请数", "件", "3"), ("单位数", "个", "")
    )
    assert tables(f"附件\n填报单位：科技局\n{text}\n联系电话：0001") == [
        (HEADING, ("一、情况", "——"), ("（一）收到申请数", "件", "3"), ("单位数", "个"))
    ]


def test_an_empty_line_behind_every_cell() -> None:
    text = stacked(HEADING, ("一、情况", "——", ""), ("收到申请数", "件", "3"), between="\n\n")
    assert tables(text) == [(HEADING, ("一、情况", "——"), ("收到申请数", "件", "3"))]


def test_labels_of_several_lines() -> None:
    rows = ("公开数\n（相同信息计1条）", "条", "260"), ("经费（不包括\n建设经费）", "万元", "5")
    assert tables(stacked(HEADING, *rows)) == [(HEADING, *rows)]


def test_group_without_a_unit_and_rows_that_lack_one() -> None:
    text = "统计指标\n单位\n统计数\n三、申请情况\n（一）收到申请数\n件\n3\n（二）办结数\n3\n"
    rows = (("三、申请情况",), ("（一）收到申请数", "件", "3"), ("（二）办结数", "", "3"))
    assert tables(text) == [(HEADING, *rows)]


def test_headings_again_and_an_odd_figure() -> None:
    text = stacked(HEADING, ("收到申请数", "件", "约20"), HEADING, ("办结数", "件", "3"))
    assert tables(text) == [(HEADING, ("收到申请数", "件", "约20"), HEADING, ("办结数", "件", "3"))]


def test_without_headings_three_rows_tell() -> None:
    rows = (("收到申请数", "件", "3"), ("办结数", "件", "3"), ("公开数", "条", "26"))
    assert tables("标题\n一段文字在此。\n" + stacked(*rows)) == [rows]
    assert tables("标题\n一段文字在此。\n" + stacked(*rows[:2])) == []


# -- label, several figures --------------------------------------------------------------------


def test_as_many_headings_as_figures() -> None:
    text = stacked(HEADS, ("规章", "1", "0", "5"), ("规范性文件", "2", "0", "9"))
    assert tables(f"二、主动公开政府信息情况\n第二十条第（一）项\n{text}\n三、其他") == [
        (("第二十条第（一）项",), HEADS, ("规章", "1", "0", "5"), ("规范性文件", "2", "0", "9"))
    ]


def test_blocks_with_headings_of_their_own() -> None:
    first = stacked(HEADS, ("规章", "1", "0", "5"))
    second = "第二十条第（五）项\n" + stacked(
        ("信息内容", "本年处理决定数量", "另一数量"), ("许可", "7", "8")
    )
    assert tables(f"第二十条第（一）项\n{first}\n{second}")[0][3:] == (
        ("第二十条第（五）项",),
        ("信息内容", "本年处理决定数量", "另一数量"),
        ("许可", "7", "8"),
    )


def test_section_ends_a_table() -> None:
    text = stacked(HEADS, ("规章", "1", "0", "5"), ("规范性文件", "2", "0", "9"))
    more = stacked(
        ("甲甲", "乙乙", "丙丙", "丁丁"), ("收到数", "1", "2", "3"), ("办结数", "1", "2", "3")
    )
    found = find_tables(f"{text}\n三、收到申请情况\n{more}".splitlines())
    assert [(f.start, f.end) for f in found] == [(0, 12), (13, 25)]


def test_a_row_that_lacks_figures_stays_short() -> None:
    rows = (("规章", "1", "", "5"), ("规范性文件", "2", "0", "9"))
    assert tables(stacked(HEADS, *rows)) == [(HEADS, ("规章", "1", "5"), rows[1])]


def test_label_of_a_merged_cell_goes_before_the_first_row() -> None:
    first, last = ("一、收到数", "1", "2", "3"), ("", "（二）部分", "4", "5", "6")
    text = stacked(HEADS, first, ("三、结果", "（一）公开", "1", "2", "3"), last)
    rows = (("三、结果\n（一）公开", "1", "2", "3"), ("（二）部分", "4", "5", "6"))
    assert tables(text) == [(HEADS, first, *rows)]


def test_letters_that_stand_upright() -> None:
    first = ("一、收到数", "1", "2", "3")
    text = stacked(HEADS, first, ("结", "果", "甲类", "1", "2", "3"), ("乙类", "4", "5", "6"))
    rows = (("结\n果\n甲类", "1", "2", "3"), ("乙类", "4", "5", "6"))
    assert tables(text) == [(HEADS, first, *rows)]


def test_row_of_many_figures_without_a_label() -> None:
    figures = tuple(map(str, range(100, 115)))
    assert tables("四、行政复议情况\n" + "\n".join(figures) + "\n五、其他") == [(figures,)]
    assert tables("\n".join(figures[:9])) == []


@pytest.mark.parametrize(
    "text",
    [
        "首页\n上一页\n1\n2\n3\n下一页\n",
        "浏览次数\n128\n字号\n大\n",
        "一、概况\n短行\n2019\n又一行\n30\n",
        "甲类\n1\n2\n乙类\n3\n4\n",
        "2018年度云浦区科技局政府信息公开工作报告\n一、概况\n全年公开3条。\n5\n6\n",
    ],
)
def test_no_table(text: str) -> None:
    assert tables(text) == []


# -- whole reports -----------------------------------------------------------------------------


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("seed", range(3))
def test_figures_are_those_of_the_word_file(edition: str, seed: int) -> None:
    spec = make_spec(seed, edition)
    word, text = gr.parse(write_docx(spec)), gr.parse(write_text(spec, Layout.STACKED))
    assert figures(text) == figures(word)
    assert [s.title for s in text.sections] == [s.title for s in word.sections]
    assert text.findings == ()


def figures(report: gr.Report) -> dict[tuple[str, ...], object]:
    return {
        (m.id, *m.dimensions.values(), m.unit or ""): m.value if m.state is None else m.state
        for m in report.metrics
    }


LABELS = st.text(st.sampled_from("收到申请答复公开信息"), min_size=3, max_size=12)
NUMBERS = st.one_of(st.integers(0, 99999).map(str), st.sampled_from(["—", "0.5", "1,234"]))
bounded = settings(max_examples=60, deadline=None)


@bounded
@given(
    st.lists(st.tuples(LABELS, st.sampled_from(["条", "件", "万元"]), NUMBERS), min_size=1),
    st.sampled_from(["\n", "\n\n"]),
)
def test_unit_rows_round_trip(rows: list[Row], between: str) -> None:
    assert tables(stacked(HEADING, *rows, between=between)) == [(HEADING, *rows)]


@bounded
@given(st.lists(st.tuples(LABELS, *[NUMBERS] * 3), min_size=2), st.sampled_from(["\n", "\n\n"]))
def test_figure_rows_round_trip(rows: list[Row], between: str) -> None:
    assert tables(stacked(HEADS, *rows, between=between)) == [(HEADS, *rows)]


class Lines(list[str]):
    """Lines that know how far they were looked at."""

    farthest = 0

    def __getitem__(self, at: Any) -> Any:
        self.farthest = max(self.farthest, at if isinstance(at, int) else 0)
        return super().__getitem__(at)


def test_numbers_without_end_belong_to_no_heading() -> None:
    many = ("7",) * 5_000
    text = stacked(("主动公开", "依申请公开"), many)
    assert [row for table in tables(text) for row in table] == [many]
    # They are not gone through anew for each line that could be the first heading.
    lines = Lines(text.splitlines())
    assert text_stacked.stacked(lines, 0, 0) is None
    assert lines.farthest <= text_stacked.MOST_VALUES + 2
