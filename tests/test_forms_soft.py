"""Tables fail row by row: what cannot be read costs what stands beside and below it nothing."""

from __future__ import annotations

import pytest

import govreport as gr
from fixtures import Layout, make_spec, write_text
from govreport.document import Table
from govreport.forms.match import Matched
from govreport.model import Certainty, Metric
from support.ogi import edition, match_tables
from support.small_tables import small

HEADS = "项目 | 自然人 | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | 总计"
ZEROS = " | 0 | 0 | 0 | 0 | 0 | 0"
E, V, I = Certainty.EXACT, Certainty.VARIANT, Certainty.INFERRED  # noqa: E741


def match(*tables: Table, year: int | None = None) -> Matched:
    return match_tables(list(tables), year)


def totals(matched: Matched) -> dict[str, object]:
    """The figures without dimensions, by id."""
    return {m.id: m.value for m in matched.metrics if not m.dimensions and m.unit}


def codes(matched: Matched) -> list[str]:
    return [found.code for found in matched.findings]


def get(matched: Matched, id: str) -> Metric:
    metric = matched.metrics.get(id)
    assert metric is not None, id
    return metric


# A label that cannot be read.

OFFICIAL = [
    ("一、本年新收政府信息公开申请数量", "applications.received"),
    ("二、上年结转政府信息公开申请数量", "applications.carried_over_in"),
    ("（一）予以公开", "applications.granted"),
    ("（二）部分公开", "applications.granted_in_part"),
    ("1.属于国家秘密", "applications.refused.state_secret"),
    ("4.保护第三方合法权益", "applications.refused.third_party_rights"),
    ("1.本机关不掌握相关政府信息", "applications.not_provided.not_held"),
    ("（七）总计", "applications.answered"),
    ("四、结转下年度继续办理", "applications.carried_over_out"),
]


@pytest.mark.parametrize("spoilt", range(len(OFFICIAL)))
@pytest.mark.parametrize("garbage", ["（一）某某某某", "三、本年", "7.某某", "某某", "1.", ""])
def test_a_label_that_cannot_be_read_costs_its_own_row(spoilt: int, garbage: str) -> None:
    labels = [garbage if n == spoilt else label for n, (label, _) in enumerate(OFFICIAL)]
    rows = [f"{label}{ZEROS} | {n + 1}" for n, label in enumerate(labels)]
    matched = match(small(HEADS, *rows))
    want = {id: n + 1 for n, (_, id) in enumerate(OFFICIAL) if n != spoilt}
    assert totals(matched) == want
    assert "row.unknown" in codes(matched)


def test_a_label_almost_the_official_one_is_inferred() -> None:
    rows = [f"{label.replace('予以公开', '予以公开某')}{ZEROS} | 1" for label, _ in OFFICIAL]
    matched = match(small(HEADS, *rows))
    assert get(matched, "applications.granted").certainty is I
    assert get(matched, "applications.granted_in_part").certainty is E


def test_a_merged_cell_that_names_the_parent_beats_a_stranger_between() -> None:
    table = small(
        f"项目 | < | {HEADS[5:]}",
        f"（三）不予公开 | 1.属于国家秘密{ZEROS} | 1",
        f"^ | （九）某某情形{ZEROS} | 2",
        f"^ | 2.其他法律行政法规禁止公开{ZEROS} | 3",
        f"^ | 某某{ZEROS} | 4",
        f"^ | 4.保护第三方合法权益{ZEROS} | 5",
    )
    matched = match(table)
    assert totals(matched) == {
        "applications.refused.state_secret": 1,
        "applications.refused.prohibited_by_law": 3,
        "applications.refused.third_party_rights": 5,
    }
    assert get(matched, "applications.refused.prohibited_by_law").certainty is E
    assert codes(matched).count("row.unknown") == 2


def test_a_table_with_headings_or_three_rows_is_a_form_whatever_else_it_holds() -> None:
    strangers = [f"某类事项之{n}{ZEROS} | 9" for n in range(30)]
    one = f"一、本年新收政府信息公开申请数量{ZEROS} | 5"
    headed = match(small(HEADS, one, *strangers))
    assert totals(headed) == {"applications.received": 5}
    assert codes(headed).count("row.unknown") == 30
    rows = [
        one,
        f"二、上年结转政府信息公开申请数量{ZEROS} | 4",
        f"四、结转下年度继续办理{ZEROS} | 3",
    ]
    unheaded = match(small(*rows, *strangers))
    assert set(totals(unheaded).values()) == {3, 4, 5}


@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize("count", [1, 2])
def test_few_rows_without_headings_are_read_where_they_are_all_rows_of_a_form(
    count: int, known: bool
) -> None:
    rows = [f"{label}{ZEROS} | {n}" for n, (label, _) in enumerate(OFFICIAL[:count])]
    matched = match(small(*rows, spans_known=known))
    assert totals(matched) == {id: n for n, (_, id) in enumerate(OFFICIAL[:count])}
    assert {m.certainty for m in matched.metrics} == {I}
    assert totals(match(small(*rows, f"某某{ZEROS} | 9", spans_known=known))) == {}


# Headings in pieces.


@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        ("商业 | 科研 | 社会公益组织 | 法律服务机构 | 其他", "企业 | 机构"),
        ("商业 | 科研 | 社会公益 | 法律服务 | 其他", "企业 | 机构 | 组织 | 机构"),
        ("商业企 | 科研机 | 社会公益组织 | 法律服务机构 | 其他", "业 | 构"),
        ("商业企业 | 科研机构 | 社会公益 | 法律服务机构 | 其他", "组织"),
    ],
)
def test_headings_broken_over_rows_are_whole_again(upper: str, lower: str) -> None:
    table = small(
        "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和） | 申请人情况",
        "自然人 | 法人或其他组织 | 总计",
        upper,
        lower,
        f"一、本年新收政府信息公开申请数量 | 6{' | ' * 6}6",
        f"三、本年度办理结果 | （一）予以公开 | 7{' | ' * 6}7",
        spans_known=False,
    )
    rows = [cell for cell in table.cells if cell.text or cell.row > 3]
    widths = {0: 2, 1: 3, 2: 5, 3: len(lower.split("|")), 4: 8, 5: 9}
    table = Table(
        n_rows=6,
        n_columns=9,
        cells=tuple(c for c in rows if c.column < widths[c.row]),
        spans_known=False,
    )
    matched = match(table)
    assert totals(matched) == {"applications.received": 6, "applications.granted": 7}
    assert {m.state for m in matched.metrics if m.dimensions.get("applicant") == "other"} == {
        "blank"
    }
    assert codes(matched) == []


# Crooked grids.

FEES = "第二十条第（五）项 | < | < | < | <"


@pytest.mark.parametrize(
    ("heads", "figures"),
    [
        ("信息内容 | 上一年项目数量 | 本年增/减 | < | 处理决定数量", "行政许可 | 7 | < | 2 | 9"),
        ("信息内容 | 上一年项目数量 | < | 本年增/减 | 处理决定数量", "行政许可 | 7 | 2 | < | 9"),
        ("信息内容 | < | 上一年项目数量 | 本年增/减 | 处理决定数量", "行政许可 | 7 | < | 2 | 9"),
        ("信息内容 | 上一年项目数量 | 本年增/减 | 处理决定数量 | <", "行政许可 | 7 | 2 | < | 9"),
    ],
)
def test_as_many_figures_as_headings_are_paired_in_order(heads: str, figures: str) -> None:
    matched = match(small(FEES, heads, figures))
    assert [(m.id, m.value, m.certainty) for m in matched.metrics] == [
        ("permits.previous", 7, V),
        ("permits.change", 2, V),
        ("permits.decisions", 9, V),
    ]
    assert codes(matched) == []


@pytest.mark.parametrize(
    "figures",
    [
        "行政许可 | 7 | < | < | 9",  # two for three
        "行政许可 | < | < | 7 | 9",
    ],
)
def test_fewer_figures_than_headings_are_not_told_apart(figures: str) -> None:
    heads = "信息内容 | 上一年项目数量 | 本年增/减 | < | 处理决定数量"
    values = [m.value for m in match(small(FEES, heads, figures)).metrics]
    assert values.count(None) >= 2
    assert set(values) <= {None, 9}


# Rows that share their cells.


@pytest.mark.parametrize("known", [True, False])
def test_rows_stacked_in_one_cell_are_rows_again(known: bool) -> None:
    table = small(
        HEADS,
        "一、本年新收政府信息公开申请数量¶二、上年结转政府信息公开申请数量" + " | 3¶1" * 7,
        f"四、结转下年度继续办理{ZEROS} | 2",
        spans_known=known,
    )
    matched = match(table)
    assert totals(matched) == {
        "applications.received": 3,
        "applications.carried_over_in": 1,
        "applications.carried_over_out": 2,
    }
    origins = {m.origin.row for m in matched.metrics}
    assert origins == {1, 2}
    assert codes(matched) == []


def test_stacked_labels_may_take_several_lines_and_units_are_stacked_too() -> None:
    table = small(
        "统计指标 | 单位 | 统计数",
        "（一）维持具体行政行为¶数¶（二）被依法纠错数 | 件¶件 | 3¶——",
        "六、举报投诉¶数量 | 件 | 4",
    )
    matched = match(table)
    assert totals(matched)["reviews.upheld"] == 3
    assert totals(matched)["complaints.total"] == 4
    assert get(matched, "reviews.corrected").state == "dash"


@pytest.mark.parametrize("figures", ["3¶1¶2", "3", "约3¶1"])
def test_lines_that_are_not_as_many_are_not_parted(figures: str) -> None:
    table = small(
        "统计指标 | 单位 | 统计数", f"（一）收到申请数¶（二）申请办结数 | 件¶件 | {figures}"
    )
    assert [m for m in match(table).metrics if m.value is not None] == []


# Columns of other years.


@pytest.mark.parametrize(
    "heads",
    [
        "指标名称 | 计量单位 | 2018年度 | 历年累计",
        "指标名称 | 计量单位 | 2018年 | 累计数",
        "指标名称 | 计量单位 | 历年累计 | 2018年度",
        "统计指标 | 单位 | 统计数 | 统计数（历年累计）",
        "统计指标 | 单位 | 本年度 | 上年度",
        "统计指标 | 单位 | 2017年度 | 2018年度",
        "统计指标 | 单位 | 当年 | 累计",
        "统计指标 | 单位 | 历年累计数 | 其中：2018年数",
        "指标名称 | 计量单位 | 2008年以来累计 | 当年度",
    ],
)
def test_only_the_column_of_the_year_has_values(heads: str) -> None:
    own = heads.split(" | ").index(next(h for h in heads.split(" | ")[2:] if h in OWN))
    figures = [460, 460]
    figures[own - 2] = 45
    rows = [
        f"主动公开政府信息数 | 条 | {figures[0]} | {figures[1]}",
        f"收到申请数 | 件 | {figures[0]} | {figures[1]}",
    ]
    for known in (True, False):
        matched = match(small(heads, *rows, spans_known=known), year=2018)
        assert totals(matched) == {"information.disclosed": 45, "applications.received": 45}
        assert codes(matched) == []


OWN = ("2018年度", "2018年", "统计数", "本年度", "当年", "当年度", "其中：2018年数")


def test_a_year_that_the_report_does_not_name_is_no_column_of_it() -> None:
    table = small("指标名称 | 计量单位 | 2018年度 | 历年累计", "收到申请数 | 件 | 3 | 21")
    assert match(table, year=None).metrics.select("applications.received") == ()


def test_official_headings_that_speak_of_the_year_before_stay() -> None:
    columns = {c.labels[0] for t in edition("2019").tables for c in t.columns}
    assert "上一年项目数量" in columns
    table = small("信息内容 | 上一年项目数量 | 本年增/减 | 处理决定数量", "行政许可 | 7 | 2 | 9")
    assert get(match(table), "permits.previous").value == 7


@pytest.mark.parametrize("heads", ["总计 | ", "合计", "某栏 | 总计", "总计 | 统计数（累计）"])
def test_a_heading_that_many_tables_have_is_no_form(heads: str) -> None:
    for known in (True, False):
        assert match(small(heads, "甲 | 3", "乙 | 4", spans_known=known)).metrics.items == ()


@pytest.mark.parametrize(
    "head", ["本年收费金额（单位：万元）", "本年收费总金额（万元）", "收费总额", "收费金额"]
)
def test_headings_of_charges(head: str) -> None:
    matched = match(small(f"信息内容 | {head}", "行政事业性收费 | 1.25"))
    assert str(get(matched, "charges.amount").value) == "1.25"


def test_a_label_in_the_column_of_numbers_is_that_of_its_row() -> None:
    rows = ["序号 | 统计指标 | 单位 | 统计数", "1 | 收到申请数 | 件 | 3", "2 | 申请答复数 | 件 | 2"]
    matched = match(small(*rows, "行政复议数量 | | 件 | 1", "4 | | 件 | 9"))
    assert totals(matched) == {
        "applications.received": 3,
        "applications.answered": 2,
        "reviews.total": 1,
    }
    assert codes(matched) == ["row.unknown"]


# Forms of a place's own.


@pytest.mark.parametrize("year", [2015, 2018])
def test_form_of_fujian_gives_the_figures_of_the_year(year: int) -> None:
    table = small(
        f"指标名称 | 计量单位 | {year}年度 | 历年累计",
        "主动公开文件数 | 条 | 269 | 1206",
        "其中：1.政府网站公开数 | 条 | 268 | 1205",
        "2.政府公报公开数 | 条 | 1 | 7",
        "受理依申请公开信息总数 | 条 | 21 | 30",
        "其中：1.当面申请数 | 条 | 18 | 20",
        "2.网上申请数 | 条 | 3 | 4",
        "3.信函、传真申请数 | 条 | 0 | 6",
        "对申请的答复总数 | 条 | 20 | 29",
        "其中：1.同意公开答复数 | 条 | 17 | 19",
        "2.同意部分公开答复数 | 条 | 2 | 5",
        "3.不予公开答复数 | 条 | 1 | 3",
        "4.其他类型答复数 | 条 | 0 | 2",
        "政府信息公开收费减免金额 | 元 | 0 | 0",
        "接受行政诉讼、举报数 | 件 | 0 | 1",
        "行政复议数 | 件 | 8 | 9",
        "行政诉讼数 | 件 | 6 | 10",
        "政府文件数 | 件 | 5 | 11",
    )
    matched = match(table, year=year)
    assert totals(matched) == {
        "information.disclosed": 269,
        "channels.website": 268,
        "channels.gazette": 1,
        "applications.received": 21,
        "applications.received.in_person": 18,
        "applications.received.online": 3,
        "applications.received.letter_or_fax": 0,
        "applications.answered": 20,
        "applications.granted": 17,
        "applications.granted_in_part": 2,
        "applications.refused": 1,
        "applications.answered_otherwise": 0,
        "fees.reduced": 0,
        "complaints.received": 0,
        "reviews.total": 8,
        "lawsuits.total": 6,
    }
    assert codes(matched) == ["row.local"]


@pytest.mark.parametrize("received", ["受理依申请公开信息总数", "受理政府信息依申请公开总数"])
@pytest.mark.parametrize("year", [2011, 2013])
def test_the_earlier_form_of_fujian_tells_the_ways_of_applying_apart(
    year: int, received: str
) -> None:
    labels = [
        ("主动公开信息数", "information.disclosed"),
        ("其中：1.网站公开", "channels.website"),
        ("2.政府公报公开", "channels.gazette"),
        (received, "applications.received"),
        ("其中：1.当面申请数", "applications.received.in_person"),
        ("2.传真申请数", "applications.received.fax"),
        ("3.电子邮件申请数", "applications.received.email"),
        ("4.网上申请数", "applications.received.online"),
        ("5.信函申请数", "applications.received.letter"),
        ("6.其它形式申请数", "applications.received.other"),
        ("对申请的答复数", "applications.answered"),
        ("其中：1.同意公开答复数", "applications.granted"),
        ("2.同意部分公开答复数", "applications.granted_in_part"),
        ("3.否决公开答复数", "applications.denied"),
        ("行政复议数", "reviews.total"),
        ("行政诉讼数", "lawsuits.total"),
        ("行政申诉数", "appeals.total"),
    ]
    rows = [f"{label} | 条 | {n} | {9 * n}" for n, (label, _) in enumerate(labels, start=1)]
    table = small(f"指标名称 | 计量单位 | {year}年度 | 历年累计", *rows)
    matched = match(table, year=year)
    assert totals(matched) == {id: n for n, (_, id) in enumerate(labels, start=1)}
    assert set(codes(matched)) <= {"unit.differs"}


def test_two_labels_in_a_cell_are_not_the_first_of_them() -> None:
    both = "（一）召开政府信息公开工作会议或专题会议数（二）举办各类培训班数"
    table = small("统计指标 | 单位 | 统计数", "六、举报投诉数量 | 件 | 4", f"{both} | 次次 | 73143")
    assert totals(match(table)) == {"complaints.total": 4}


@pytest.mark.parametrize("garbage", ["", "■■"])
@pytest.mark.parametrize("column", [0, 7, 14])
def test_a_heading_lost_costs_its_own_column(column: int, garbage: str) -> None:
    form = next(t for t in edition("2021").tables if not t.rows)
    official = form.columns_of("value")
    leaves = [c.labels[0] for c in official]
    leaves[column] = garbage
    table = small(
        "行政复议" + " | <" * 4 + " | 行政诉讼" + " | <" * 9,
        "行政复议" + " | <" * 4 + " | 未经复议直接起诉" + " | <" * 4 + " | 复议后起诉" + " | <" * 4,
        " | ".join(leaves),
        " | ".join(str(n + 1) for n in range(15)),
    )
    values = sorted(m.value for m in match(table).metrics if isinstance(m.value, int))
    assert values == [n + 1 for n in range(15) if n != column]
    assert "column.unknown" in codes(match(table))


# Figures that are blank where cells at the ends of rows are those of merged ones.

BLOCK = ["信息内容 | 上一年项目数量 | 本年增/减 | 处理决定数量", "行政许可 | 1 | 2 | 3"]
CHARGES = "信息内容 | 上一年项目数量 | 本年增/减 |"
PROCUREMENT = "信息内容 | 采购项目数量 | 采购总金额 |"


@pytest.mark.parametrize(
    ("heads", "row", "first", "second"),
    [
        (CHARGES, "行政事业性收费 | 4 | 5 |", 4, 5),
        (CHARGES, "行政事业性收费 | | 5 |", None, 5),
        (CHARGES, "行政事业性收费 | 4 | |", 4, None),
        (CHARGES, "行政事业性收费 | | |", None, None),
        (PROCUREMENT, "政府集中采购 | | 5 |", None, 5),
        (PROCUREMENT, "政府集中采购 | 4 | |", 4, None),
    ],
)
def test_a_blank_figure_does_not_move_the_one_beside_it(
    heads: str, row: str, first: int | None, second: int | None
) -> None:
    matched = match(small(*BLOCK, heads, row, spans_known=False))
    charged = ("charges.previous", "charges.change")
    ids = charged if heads is CHARGES else ("procurement.projects", "procurement.amount")
    assert [get(matched, id).value for id in ids] == [first, second]


def test_headings_whose_merged_cells_were_lost_are_those_of_the_last_columns() -> None:
    table = small(CHARGES, "行政事业性收费 | | 4 | 5", spans_known=False)
    matched = match(table)
    assert totals(matched) == {"charges.previous": 4, "charges.change": 5}
    # With a blank among the two, nobody can tell whose the other is.
    assert totals(match(small(CHARGES, "行政事业性收费 | | 4 |", spans_known=False))) == {}


@pytest.mark.parametrize("blank", ["procurement.projects", "procurement.amount", "charges.change"])
def test_a_blank_among_figures_is_named_be_its_unit_in_the_heading_or_not(blank: str) -> None:
    spec = make_spec(2, "2019")
    lines = write_text(spec, layout=Layout.PIPES).decode().splitlines()
    label, place = {
        "procurement.projects": ("政府集中采购", 2),
        "procurement.amount": ("政府集中采购", 3),
        "charges.change": ("行政事业性收费", 3),
    }[blank]
    at = next(n for n, line in enumerate(lines) if line.startswith(f"| {label}"))
    cells = lines[at].split("|")
    lines[at] = "|".join("  " if n == place else cell for n, cell in enumerate(cells))
    report = gr.parse("\n".join(lines).encode())
    [found] = [f for f in report.findings if f.code == "cell.blank"]
    assert found.metrics == (blank,)
    assert found.severity is gr.Severity.WARNING
