"""One table read by one edition: figures by row and column, all else accounted for."""

from __future__ import annotations

from decimal import Decimal

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from fixtures.compose import compose
from fixtures.manuscript import Grid
from fixtures.spec import make_spec
from govreport.document import Cell, Table
from govreport.forms.grid import TableGrid
from govreport.forms.headings import infer_layout, segments
from govreport.forms.reading import TableReading
from govreport.forms.table import Carried, read_table
from govreport.model import Certainty, Metric, Severity, State
from support.ogi import edition, match_tables
from support.small_tables import small

HEAD = "统计指标 | 单位 | 统计数"
HEADS_OF_THREE = (
    "本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和 | < | < | 申请人情况"
    + " | <" * 6,
    "^ | ^ | ^ | 自然人 | 法人或其他组织 | < | < | < | < | 总计",
    "^ | ^ | ^ | ^ | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | ^",
)


def read(*rows: str, edition_id: str = "2014", spans_known: bool = True) -> TableReading:
    table = small(*rows, spans_known=spans_known)
    reading = read_table(TableGrid(table, 4), edition(edition_id), Carried(), "")
    assert reading is not None
    return reading


def one(*rows: str) -> Metric:
    (metric,) = read(*rows).metrics
    return metric


def values(reading: TableReading) -> dict[str, object]:
    return {
        m.id + "".join(f"[{member}]" for member in m.dimensions.values()): (
            m.value if m.state is None else m.state
        )
        for m in reading.metrics
    }


def codes(reading: TableReading) -> list[str]:
    return [finding.code for finding in reading.findings]


# -- metrics -----------------------------------------------------------------------------------


def test_metric_of_a_row() -> None:
    metric = one(HEAD, "（一）收到申请数 | 件 | 12件")
    assert (metric.id, metric.value, metric.state, metric.unit) == (
        "applications.received",
        12,
        None,
        "件",
    )
    assert (metric.label, metric.label_raw, metric.raw) == (
        "收到申请数",
        "（一）收到申请数",
        "12件",
    )
    assert (metric.parent, metric.edition) == ("applications", "2014")
    assert metric.certainty is Certainty.EXACT
    origin = metric.origin
    assert (origin.block, origin.row, origin.column, origin.raw) == (4, 1, 2, "12件")


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("", State.BLANK),
        ("—", State.DASH),
        ("无", State.NOT_APPLICABLE),
        ("约20", State.UNREADABLE),
        ("O", State.UNREADABLE),
    ],
)
def test_nothing_is_never_zero(text: str, state: State) -> None:
    reading = read(HEAD, f"（一）收到申请数 | 件 | {text}")
    assert values(reading) == {"applications.received": state}
    assert codes(reading) == (["cell.unreadable"] if state is State.UNREADABLE else [])


@pytest.mark.parametrize("unit", ["——", "—", "-", "/", ""])
def test_group_row(unit: str) -> None:
    reading = read(HEAD, f"三、依申请公开情况 | {unit} |", "（一）收到申请数 | 件 | 1")
    group = reading.metrics[0]
    assert (group.id, group.value, group.state, group.unit) == (
        "applications",
        None,
        State.NOT_APPLICABLE,
        None,
    )
    assert reading.findings == ()


def test_group_row_with_a_figure() -> None:
    reading = read(HEAD, "三、依申请公开情况 | 件 | 5", "（一）收到申请数 | 件 | 1")
    assert reading.metrics[0].value == 5
    assert codes(reading) == ["row.group_value"]


# -- units -------------------------------------------------------------------------------------

FEES = "七、依申请公开信息收取的费用"


@pytest.mark.parametrize(
    ("label", "cell", "value", "unit", "found"),
    [
        pytest.param(FEES, "万元", "1.5", "万元", [], id="official"),
        pytest.param(FEES, "", "1.5", "万元", [], id="none stated"),
        pytest.param(FEES, "元", "15000", "元", ["unit.differs"], id="column"),
        pytest.param(FEES, "万元", "15000元", "元", ["unit.differs"], id="cell before column"),
        pytest.param(FEES + "（元）", "", "15000", "元", ["unit.differs"], id="label"),
        pytest.param(FEES + "（单位：元）", "——", "15000", "元", ["unit.differs"], id="note"),
        pytest.param(FEES + "（元）", "万元", "1.5", "万元", [], id="column before label"),
        pytest.param(FEES, "百元", "150", "万元", ["unit.unknown"], id="unknown"),
    ],
)
def test_nearest_unit_counts(
    label: str, cell: str, value: str, unit: str, found: list[str]
) -> None:
    reading = read(HEAD, f"{label} | {cell} | {value}")
    assert reading.metrics[0].unit == unit
    assert codes(reading) == found


def test_unit_in_the_heading() -> None:
    heads = "信息内容 | 采购项目数量 | 采购总金额（单位：元）"
    reading = read(heads, "政府集中采购 | 3项 | 251000", edition_id="2019")
    assert [(m.id, m.value, m.unit) for m in reading.metrics] == [
        ("procurement.projects", 3, "项"),
        ("procurement.amount", 251000, "元"),
    ]


def test_unit_that_the_form_leaves_open() -> None:
    heads = "信息内容 | 采购项目数量 | 采购总金额"
    told = read(heads, "政府集中采购 | 3 | 25.1万元", edition_id="2019").metrics[1]
    assert (told.value, told.unit) == (Decimal("25.1"), "万元")
    untold = read(heads, "政府集中采购 | 3 | 251000", edition_id="2019")
    assert untold.metrics[1].unit is None
    assert untold.findings == ()


# -- rows and columns that are not the form's --------------------------------------------------


def test_unknown_row() -> None:
    reading = read(HEAD, "（一）收到申请数 | 件 | 3", "（九）转送申请数 | 件 | 8")
    assert values(reading) == {"applications.received": 3}
    (finding,) = reading.findings
    assert (finding.code, finding.found) == ("row.unknown", "（九）转送申请数 | 件 | 8")


def test_repeated_row() -> None:
    rows = ("（一）收到申请数 | 件 | 3", "（一）收到申请数 | 件 | 8")
    assert codes(read(HEAD, *rows)) == ["row.duplicate"]
    matched = match_tables([small(HEAD, *rows)], None)
    assert [(m.value, m.state, m.raw) for m in matched.metrics] == [
        (None, State.UNREADABLE, "3"),
        (None, State.UNREADABLE, "8"),
    ]
    assert [finding.code for finding in matched.findings] == ["row.duplicate", "metric.conflict"]


@pytest.mark.parametrize(
    "row",
    [
        pytest.param("规章 | 1 | ! | 2 | 3", id="one-too-many"),
        pytest.param("规章 | 1 | 2 | ! | !", id="one-too-few"),
        pytest.param("规章 | 1 | | 3 |", id="a-blank-one-too-many-and-one-blank"),
    ],
)
def test_row_that_does_not_fit_its_headings(row: str) -> None:
    head = "信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 | !"
    reading = read(head, row, "行政规范性文件 | 4 | 5 | 6 | !", edition_id="2021")
    assert list(values(reading).values()) == [State.UNREADABLE] * 3 + [4, 5, 6]
    assert codes(reading) == ["row.short"]


def test_row_with_a_blank_cell_behind_all_its_figures() -> None:
    head = "信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 | !"
    reading = read(head, "规章 | 1 | 2 | 3 |", edition_id="2021")
    assert list(values(reading).values()) == [1, 2, 3]
    assert codes(reading) == []


def test_unknown_column() -> None:
    reading = read(f"{HEAD} | 备注", "（一）收到申请数 | 件 | 3 | 8")
    assert values(reading) == {"applications.received": 3}
    (finding,) = reading.findings
    assert (finding.code, finding.found) == ("column.unknown", "备注")


def test_title_and_foot_of_the_form_are_no_rows() -> None:
    reading = read(
        "政府信息公开情况统计表 | < | <",
        "（2018年1月1日至2018年12月31日） | < | <",
        HEAD,
        "（一）收到申请数 | 件 | 3",
        "单位负责人：周某 审核人：吴某 | < | <",
    )
    assert values(reading) == {"applications.received": 3}
    assert reading.findings == ()


# -- merged cells ------------------------------------------------------------------------------


def test_value_merged_over_rows_belongs_to_none() -> None:
    reading = read(HEAD, "1.当面申请数 | 件 | 7", "2.传真申请数 | 件 | ^")
    assert {m.state for m in reading.metrics} == {State.UNREADABLE}
    assert codes(reading) == ["cell.merged", "cell.merged"]


def test_value_merged_over_columns_belongs_to_none() -> None:
    heads = "信息内容 | 本年新制作数量 | 本年新公开数量 | 对外公开总数量"
    reading = read(heads, "规章 | 7 | < | 9", edition_id="2019")
    assert values(reading) == {
        "rules.issued": State.UNREADABLE,
        "rules.newly_disclosed": State.UNREADABLE,
        "rules.disclosed_total": 9,
    }


def test_blank_merged_over_rows_is_blank() -> None:
    reading = read(HEAD, "1.当面申请数 | 件 |", "2.传真申请数 | 件 | ^")
    assert {m.state for m in reading.metrics} == {State.BLANK}


def test_two_figures_under_one_heading() -> None:
    reading = read("统计指标 | 单位 | 统计数 | <", "1.当面申请数 | 件 | 7 | 8")
    assert values(reading) == {"applications.received.in_person": State.UNREADABLE}


def test_labels_merged_over_rows() -> None:
    reading = read(
        *HEADS_OF_THREE,
        "三、本年度办理结果 | （一）予以公开 | < | 1 | 2 | 3 | 4 | 5 | 6 | 21",
        "^ | （三）不予公开 | 1.属于国家秘密 | 7 | 0 | 0 | 0 | 0 | 0 | 7",
        "^ | ^ | 3.危及“三安全一稳定” | 8 | 0 | 0 | 0 | 0 | 0 | 8",
        "^ | （七）总计 | < | 16 | 2 | 3 | 4 | 5 | 6 | 36",
        edition_id="2019",
    )
    found = values(reading)
    assert len(found) == 28
    assert found["applications.granted[business]"] == 2
    assert found["applications.refused.state_secret[natural_person]"] == 7
    assert found["applications.refused.security"] == 8
    assert found["applications.answered"] == 36
    assert reading.findings == ()


def test_labels_of_a_row_that_lost_cells_end_before_its_figures() -> None:
    reading = read(
        "申请人情况",
        " | | | 自然人 | 法人或其他组织 | 总计",
        " | | | | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 |",
        "三、本年度办理结果 | （一）予以公开 | 1 | 2 | 3 | 4 | 5 | 6 | 21",
        " | （三）不予公开 | 1.属于国家秘密 | 7 | 0 | 0 | 0 | 0 | 0 | 7",
        "四、结转下年度继续办理 | 8 | 0 | 0 | 0 | 0 | 0 | 8",
        edition_id="2019",
        spans_known=False,
    )
    found = values(reading)
    assert len(found) == 21
    assert found["applications.granted[business]"] == 2
    assert found["applications.refused.state_secret"] == 7
    assert found["applications.carried_over_out[natural_person]"] == 8
    assert reading.findings == ()


# -- headings ----------------------------------------------------------------------------------


def test_header_repeated() -> None:
    reading = read(HEAD, "1.当面申请数 | 件 | 7", HEAD, "2.传真申请数 | 件 | 8")
    assert list(values(reading).values()) == [7, 8]
    assert reading.findings == ()


def test_header_as_a_table_of_its_own() -> None:
    carried = Carried()
    form = edition("2014")
    head = read_table(TableGrid(small(HEAD), 1), form, carried, "")
    assert head is not None
    assert (head.metrics, head.rows) == ((), 0)
    body = read_table(TableGrid(small("1.当面申请数 | 件 | 7"), 2), form, carried, "")
    assert body is not None
    assert values(body) == {"applications.received.in_person": 7}


def test_blocks_of_flattened_text_are_as_wide_as_their_headings() -> None:
    reading = read(
        "信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数",
        "规章 | 1 | 2 | 3",
        "行政规范性文件 | 4 | 6",
        "第二十条第（六）项",
        "信息内容 | 本年处理决定数量",
        "行政处罚 | 7",
        "行政强制 | 8 | 9",
        edition_id="2021",
        spans_known=False,
    )
    assert values(reading) == {
        "rules.issued": 1,
        "rules.repealed": 2,
        "rules.in_force": 3,
        "normative_documents.issued": State.UNREADABLE,
        "normative_documents.repealed": State.UNREADABLE,
        "normative_documents.in_force": State.UNREADABLE,
        "penalties.decisions": 7,
        "enforcement.decisions": State.UNREADABLE,
    }


def test_rows_of_flattened_text_that_all_lack_a_figure() -> None:
    heads = "自然人 | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | 总计"
    row = "一、本年新收政府信息公开申请数量 | 1 | 2 | 3 | 4 | 5 | 6"
    reading = read("申请人情况", heads, row, edition_id="2019", spans_known=False)
    assert [m.state for m in reading.metrics] == [State.UNREADABLE] * 7
    assert [m.raw for m in reading.metrics] == ["1", "2", "3", "4", "5", "6", ""]
    # One finding for the row, not one for each figure.
    [short] = reading.findings
    assert (short.code, short.found) == ("row.short", row)


def test_two_panels() -> None:
    reading = read(
        f"{HEAD} | {HEAD}",
        "四、行政复议数量 | 件 | 3 | 五、行政诉讼数量 | 件 | 5",
        "（二）被依法纠错数 | 件 | 3 | （二）被依法纠错数 | 件 | 5",
    )
    assert values(reading) == {
        "reviews.total": 3,
        "reviews.corrected": 3,
        "lawsuits.total": 5,
        "lawsuits.corrected": 5,
    }


def test_panel_that_is_shorter_than_the_one_beside_it() -> None:
    reading = read(
        f"{HEAD} | {HEAD}",
        "（一）收到申请数 | 件 | 3 | 六、举报投诉数量 | 件 | 5",
        "1.当面申请数 | 件 | 3 |  |  | ",
        "增加的一行 | 件 | 4 |  |  | ",
    )
    assert values(reading) == {
        "applications.received": 3,
        "applications.received.in_person": 3,
        "complaints.total": 5,
    }
    assert [f.found for f in reading.findings] == ["增加的一行 | 件 | 4"]


def test_label_over_the_column_of_units_is_no_unit() -> None:
    reading = read(HEAD, "（一）收到申请数 | < | 3")
    assert [(m.value, m.unit) for m in reading.metrics] == [(3, "件")]
    assert codes(reading) == []


def test_headings_lost() -> None:
    rows = ("1.当面申请数 | 件 | 7", "2.传真申请数 | 件 | 8", "3.网络申请数 | 件 | 9")
    reading = read(*rows)
    assert list(values(reading).values()) == [7, 8, 9]
    assert {m.certainty for m in reading.metrics} == {Certainty.INFERRED}
    form = edition("2014")
    assert read_table(TableGrid(small(*rows[:2]), 0), form, Carried(), "") is None


def test_line_of_fifteen_figures_under_its_title() -> None:
    figures = " | ".join(str(n) for n in range(1, 16))
    form = edition("2019")
    title = "四、政府信息公开行政复议、行政诉讼情况"
    sheet = TableGrid(small(figures, spans_known=False), 0)
    assert len(infer_layout(sheet, [0], form, title)) == 1
    assert infer_layout(sheet, [0], form, "四、其他") == ()


def test_segments() -> None:
    sheet = TableGrid(small("某表 | <", HEAD, "甲 | 件 | 1", HEAD, "乙 | 件 | 2", "丙 | 件 | 3"), 0)
    assert [(s.zone, s.body) for s in segments(sheet, edition("2014"))] == [
        ((1,), (2,)),
        ((3,), (4, 5)),
    ]


def test_cells_lost_in_a_row_of_flattened_text() -> None:
    heads = "| 自然人 | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | 总计"
    short = read(
        heads,
        "一、本年新收政府信息公开申请数量 | 1 | 2 | 3 | 4 | 5 | 6 | 21",
        "二、上年结转政府信息公开申请数量 | 1 | 2 | ! | ! | ! | ! | !",
        edition_id="2019",
        spans_known=False,
    )
    found = values(short)
    assert found["applications.received"] == 21
    # Two figures for seven places: nobody can tell which.
    carried = [v for k, v in found.items() if k.startswith("applications.carried_over_in")]
    assert set(carried) <= {State.UNREADABLE, State.BLANK}


FLAT = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")


def test_headings_of_flattened_text_whose_corner_is_lost() -> None:
    row = "一、本年新收政府信息公开申请数量 | 1 | 2 | 3 | 4 | 5 | 6 | 21"
    reading = read(" | ".join((*FLAT, "!")), row, edition_id="2019", spans_known=False)
    assert [m.value for m in reading.metrics] == [1, 2, 3, 4, 5, 6, 21]
    assert {m.certainty for m in reading.metrics} == {Certainty.VARIANT}


def test_headings_of_flattened_text_in_another_order() -> None:
    """Places are lost and the order is not the form's: no figure is sure."""
    row = "一、本年新收政府信息公开申请数量 | 21 | 1 | 2 | 3 | 4 | 5 | 6"
    table = small(" | ".join((FLAT[-1], *FLAT[:-1], "!")), row, spans_known=False)
    reading = read_table(TableGrid(table, 0), edition("2019"), Carried(), "")
    assert reading is None or not reading.metrics


# -- never a wrong number ----------------------------------------------------------------------


def reshuffled(grid: Grid, rows: list[int], columns: list[int]) -> Table:
    """A table without merged cells, its rows and columns in another order."""
    cells = [
        Cell(row=rows.index(c.row), column=columns.index(c.column), text=c.text) for c in grid.cells
    ]
    ordered = tuple(sorted(cells, key=lambda cell: (cell.row, cell.column)))
    return Table(n_rows=grid.n_rows, n_columns=grid.n_columns, cells=ordered)


STATISTICS = make_spec(1, "2014")


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_figures_go_with_their_row_and_column_wherever_these_stand(data: st.DataObject) -> None:
    (grid,) = compose(STATISTICS).grids()
    rows = [0, *data.draw(st.permutations(range(1, grid.n_rows)))]
    # Labels stand left of their figures.
    columns = data.draw(st.sampled_from([[0, 1, 2], [1, 0, 2], [0, 2, 1]]))
    matched = match_tables([reshuffled(grid, rows, columns)], None)
    truth = {f.id: f.value for f in compose(STATISTICS).facts()}
    assert len(matched.metrics) >= 58
    for metric in matched.metrics:
        if metric.id.split(".")[0] in ("reviews", "lawsuits") and metric.parent:
            # Two rows bear these labels each; torn from their groups, they cannot be told apart.
            continue
        assert metric.value == truth[metric.id], metric


APPLICATIONS = make_spec(2, "2019")


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(st.data())
def test_columns_of_applicants_in_any_order(data: st.DataObject) -> None:
    grid = next(g for g in compose(APPLICATIONS).grids() if g.n_rows > 20)
    heads = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
    first = grid.n_columns - len(heads)
    order = data.draw(st.permutations(range(len(heads))))
    bare = [
        Cell(row=0, column=first + place, text=heads[column]) for place, column in enumerate(order)
    ]
    moved = [
        evolve(
            Cell(row=c.row, column=c.column, text=c.text, row_span=c.row_span),
            column=first + order.index(c.column - first) if c.column >= first else c.column,
            column_span=c.column_span,
            row=c.row - grid.headers + 1,
        )
        for c in grid.cells
        if c.row >= grid.headers
    ]
    cells = sorted([*bare, *moved], key=lambda cell: (cell.row, cell.column))
    n_rows = grid.n_rows - grid.headers + 1
    table = Table(n_rows=n_rows, n_columns=grid.n_columns, cells=tuple(cells))
    matched = match_tables([table], 2019)
    truth = {(f.id, f.dims): f.value for f in compose(APPLICATIONS).facts()}
    assert len(matched.metrics) == 23 * 7
    for metric in matched.metrics:
        assert metric.value == truth[metric.id, tuple(metric.dimensions.items())], metric
    assert all(f.severity is not Severity.ERROR for f in matched.findings)


WORDS = (
    "统计指标",
    "单位",
    "统计数",
    "收到申请数",
    "总计",
    "其他",
    "自然人",
    "件",
    "3",
    "约",
    "规章",
    "",
)


@pytest.mark.slow
@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.lists(
            st.sampled_from(WORDS),
            min_size=3,
            max_size=3,
        ),
        min_size=1,
        max_size=8,
    ),
    st.booleans(),
)
def test_any_table_is_read_without_inventing(rows: list[list[str]], spans_known: bool) -> None:
    table = small(*(" | ".join(row) for row in rows), spans_known=spans_known)
    for metric in match_tables([table], None).metrics:
        if metric.value is not None:
            assert rows[metric.origin.row or 0][metric.origin.column or 0] == "3"
