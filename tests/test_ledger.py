"""The ledger: every number of a document accounted for once, and what of a form was not read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pytest
import regex

import govreport as gr
from fixtures import Wart, applies, make_spec, write_docx, write_html, write_text
from fixtures.write_text import Layout
from govreport.document import Cell, Document, Paragraph, Table
from govreport.forms.grid import TableGrid
from govreport.ledger import text
from govreport.model import Coverage, NumberUse
from support.ogi import EDITIONS

DIGITS = regex.compile(r"\p{Nd}+")


def digits(document: Document) -> int:
    """Runs of digits in all that a document says."""
    texts = [block.text for block in document.blocks if isinstance(block, Paragraph)]
    tables = [block for block in document.blocks if isinstance(block, Table)]
    texts += [cell.text for table in tables for cell in table.cells]
    return sum(len(DIGITS.findall(text)) for text in texts)


def chinese(report: gr.Report) -> int:
    """Figures and quantities that are written without a digit."""
    raw = {q.origin: q.origin.raw for q in report.quantities if not q.stated_none}
    raw |= {m.origin: m.origin.raw for m in report.metrics if m.edition and m.value is not None}
    return sum(not DIGITS.search(text) for text in raw.values())


def check(data: bytes) -> tuple[gr.Report, Coverage]:
    """Parse a report, and hold that its numbers are accounted for once."""
    report, document = gr.parse(data), gr.read(data)
    coverage = report.coverage
    assert coverage.total == digits(document) + chinese(report)
    assert len(coverage.unaccounted) == coverage.counts.get(NumberUse.UNACCOUNTED, 0)
    figures = {
        (m.origin.block, m.origin.row, m.origin.column): m.origin.raw
        for m in report.metrics
        if m.edition and m.unit
    }
    stand = Counter(NumberUse.FIGURE for raw in figures.values() for _ in DIGITS.findall(raw))
    # Figures that the same form states twice are counted, and kept once.
    assert coverage.counts.get(NumberUse.FIGURE, 0) >= stand[NumberUse.FIGURE]
    return report, coverage


CASES = [
    pytest.param(edition, wart, id=f"{edition}-{wart or 'clean'}")
    for edition in EDITIONS
    for wart in (None, *Wart)
    if wart is None or applies(wart, edition, "docx")
]


@pytest.mark.parametrize(("edition", "wart"), CASES)
def test_every_number_of_a_report_is_accounted_for(edition: str, wart: Wart | None) -> None:
    warts = frozenset({wart}) if wart else frozenset[Wart]()
    spec = make_spec(0, edition)
    in_html = len(wart or "") % 2
    data = write_html(spec, warts=warts) if in_html else write_docx(spec, warts)
    report, coverage = check(data)
    assert coverage.unaccounted == coverage.lost == ()
    assert coverage.whole
    assert "coverage.figures" not in {found.code for found in report.findings}


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("layout", Layout)
def test_text_layouts_are_read_whole(layout: Layout, edition: str) -> None:
    _, coverage = check(write_text(make_spec(1, edition), layout))
    assert coverage.whole


TITLE = "云浦区科技局2023年政府信息公开工作年度报告\n"


def read(text: str) -> tuple[gr.Report, Coverage]:
    return check((TITLE + text).encode())


def test_uses_are_told() -> None:
    text = (
        "索引号：A01-2\n一、概况\n1.根据第二十条和〔2019〕60号，2023年1月共公开信息45条，培训三次。\n"
        "（电话：0517-83605210，邮编：223001）\n附件1：名单.doc\n云浦区科技局\n2024年1月9日\n"
    )
    _, coverage = read(text)
    assert coverage.counts == {
        NumberUse.QUANTITY: 2,
        NumberUse.NUMBERING: 1,
        NumberUse.DATE: 5,
        NumberUse.DOCUMENT_NUMBER: 2,
        NumberUse.CONTACT: 3,
        NumberUse.NAME: 2,
        NumberUse.TITLE: 1,
        NumberUse.FURNITURE: 1,
    }


def test_number_that_says_nothing_is_listed_with_its_place() -> None:
    _, coverage = read("一、概况\n本年情况见 7 8 所列。\n")
    assert [(o.block, o.raw) for o in coverage.unaccounted] == [(2, "7"), (2, "8")]
    assert coverage.whole


def test_table_of_another_kind_is_no_loss() -> None:
    _, coverage = read("一、概况\n部门\t人数\n甲处\t3\n乙处\t4\n")
    assert coverage.counts[NumberUse.TABLE] == 2
    assert coverage.whole


HEADS = "| 项目 | 自然人 | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | 总计 |\n"
RECEIVED = "| 一、本年新收政府信息公开申请数量 | 5 | 0 | 0 | 0 | 0 | 0 | 5 |\n"
GRANTED = "| （一）予以公开 | 1 | 0 | 0 | 0 | 0 | 0 | 1 |\n"
CARRIED = "| 四、结转下年度继续办理 | 4 | 0 | 0 | 0 | 0 | 0 | 4 |\n"


def losses(report: gr.Report) -> list[str]:
    return [f.message for f in report.findings if f.code == "coverage.figures"]


def test_unknown_row_in_place_of_an_official_one_is_an_error() -> None:
    rows = [RECEIVED, GRANTED.replace("予以公开", "某类情形"), CARRIED]
    report, coverage = read("三、收到和处理政府信息公开申请情况\n" + HEADS + "".join(rows))
    assert len(coverage.lost) == 7
    [found] = [f for f in report.findings if f.code == "coverage.figures"]
    assert found.severity is gr.Severity.ERROR
    assert "（一）某类情形" in found.message
    assert found.origins == coverage.lost


def test_local_row_beside_all_official_ones_is_none_lost() -> None:
    text = (
        "统计指标\t单位\t统计数\n五、行政诉讼数量\t件\t6\n（一）维持具体行政行为或者驳回原告诉讼请求数\t件\t1\n"
        "（二）被依法纠错数\t件\t2\n（三）其他情形数\t件\t3\n本级另行统计数\t件\t7\n六、举报投诉数量\t件\t9\n"
    )
    report, coverage = read(text)
    assert coverage.whole
    assert coverage.counts[NumberUse.TABLE] == 1
    assert [f.code for f in report.findings if f.code.startswith("row")] == ["row.unknown"]


def test_rows_of_a_form_that_stand_as_text_are_lost() -> None:
    report, _ = read("附件\n政府信息公开情况统计表\n收到申请数：3\n行政复议数量\n\n4\n")
    assert losses(report) == ["报告未读全，以下各处的数字未能归入统计项：收到申请数；行政复议数量"]


def test_headings_without_figures_are_an_error() -> None:
    report, _ = read(
        "三、收到和处理政府信息公开申请情况\n" + HEADS + "|---|---|---|---|---|---|---|---|\n"
    )
    [found] = losses(report)
    assert "收到和处理政府信息公开申请情况（只有表头）" in found


def test_tables_run_together_in_a_line_are_lost_and_give_no_numbers() -> None:
    report, coverage = read(
        "一、概况\n本年共公开信息26条。"
        "统计指标单位统计数（一）收到申请数件21其中：1.当面申请数件182.网络申请数件3"
        "四、行政复议数量件00五、行政诉讼数量件00\n"
    )
    [found] = losses(report)
    for label in ("收到申请数", "当面申请数", "网络申请数", "行政复议数量", "行政诉讼数量"):
        assert label in found
    assert [q.value for q in report.quantities] == [26]
    assert coverage.lost


def test_a_row_among_the_headings_makes_no_figures() -> None:
    text = (
        "二、主动公开政府信息情况\n信息内容\t本年处理决定数量\t行政处罚\n行政强制\t581\t495\n"
        "信息内容\t本年处理决定数量\n行政许可\t7\n"
    )
    report, coverage = read(text)
    assert [(m.id, m.value) for m in report.metrics] == [("permits.decisions", 7)]
    assert len(coverage.lost) == 2


def test_official_rows_of_a_table_that_is_not_read_are_lost_with_their_unit_in_the_label() -> None:
    report, coverage = read("甲栏\t乙栏\n收到申请数    件\t3\n行政复议数量    件\t4\n")
    [found] = losses(report)
    assert "收到申请数" in found
    assert "行政复议数量" in found
    assert len(coverage.lost) == 2


def gaps(report: gr.Report) -> list[str]:
    return [f.message for f in report.findings if f.code == "row.missing"]


def test_row_missing_between_others_is_named() -> None:
    text = (
        "统计指标\t单位\t统计数\n五、行政诉讼数量\t件\t6\n（一）维持具体行政行为或者驳回原告诉讼请求数\t件\t1\n"
        "（三）其他情形数\t件\t3\n六、举报投诉数量\t件\t9\n"
    )
    report, _ = read(text)
    [found] = [f for f in report.findings if f.code == "row.missing"]
    assert found.severity is gr.Severity.WARNING
    assert found.message == "统计表中没有读到以下各行：行政诉讼数量·被依法纠错数"


TRAININGS = ("召开政府信息公开工作会议或专题会议数", "举办各类培训班数", "接受培训人员数")


@pytest.mark.parametrize("read_rows", [None, 0, 1, 2, 3])
def test_a_table_may_stop_early_but_not_within_a_group(read_rows: int | None) -> None:
    rows = ["七、依申请公开信息收取的费用\t万元\t4\n"]
    if read_rows is not None:
        rows.append("九、政府信息公开会议和培训情况\t——\t\n")
        rows += [f"{label}\t次\t5\n" for label in TRAININGS[:read_rows]]
    report, _ = read("统计指标\t单位\t统计数\n六、举报投诉数量\t件\t1\n" + "".join(rows))
    told = "".join(gaps(report))
    missing = TRAININGS[read_rows:] if read_rows is not None else ()
    assert [label for label in TRAININGS if label in told] == list(missing)


@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_form_of_one_row_that_is_not_there_is_named(edition: str) -> None:
    data = write_text(make_spec(1, edition), layout=Layout.PIPES).decode()
    assert gaps(gr.parse(data.encode())) == []
    lines = [line for line in data.splitlines(keepends=True) if "行政事业性收费" not in line]
    assert gaps(gr.parse("".join(lines).encode())) == ["统计表中没有读到以下各行：行政事业性收费"]


def test_a_row_of_thousands_of_numbers_is_named_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Otherwise time grows with the square of its cells."""
    asked: Counter[int] = Counter()
    cells = TableGrid.cells

    def counted(sheet: TableGrid, row: int) -> Sequence[Cell]:
        asked[row] += 1
        return cells(sheet, row)

    monkeypatch.setattr(TableGrid, "cells", counted)
    label = "<td>主动公开政府信息数</td>"
    rows = "".join(f"<tr>{label}{'<td>7</td>' * 500}</tr>" for _ in range(3))
    page = f"<h1>2018年度青澜市水务局政府信息公开工作年度报告</h1><table>{rows}</table>"
    report = gr.parse(page.encode())
    assert report.coverage.total == 1500 + 1
    assert max(asked.values(), default=0) < 20


def test_number_is_part_of_the_first_stretch_that_holds_it() -> None:
    stretches = [(0, 6, NumberUse.DATE), (4, 10, NumberUse.NAME)]
    uses = text.uses_of([1, 5, 9, 12], stretches)
    assert uses == {1: NumberUse.DATE, 5: NumberUse.DATE, 9: NumberUse.NAME}
