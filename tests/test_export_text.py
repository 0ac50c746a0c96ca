"""A report on a terminal."""

from __future__ import annotations

import io

import pytest
import regex
from rich.console import Console

import govreport as gr
from fixtures import make_spec, write_docx
from govreport.export.html.panels import panels
from govreport.export.language import Language
from govreport.export.terminal.report import findings_lines, summary, to_table
from govreport.model import Report
from support import prose_reports
from support.sample_reports import report_2014, report_2021, report_empty, samples

SAMPLES = [pytest.param(report, id=name) for name, report in samples()]


def _shown(report: Report, width: int = 120) -> str:
    console = Console(file=io.StringIO(), width=width, color_system=None)
    console.print(summary(report))
    written = console.file
    assert isinstance(written, io.StringIO)
    return written.getvalue()


@pytest.mark.parametrize("report", SAMPLES)
@pytest.mark.parametrize("width", [20, 80, 200])
def test_anything_can_be_shown_and_encoded(report: Report, width: int) -> None:
    shown = _shown(report, width)
    assert shown.encode("utf-8")
    assert not regex.search(r"[\p{Cc}--\n]|\u202e", shown, regex.V1)


def test_hierarchy_units_and_kinds_of_nothing() -> None:
    rows = _shown(report_2014()).splitlines()
    row = next(row for row in rows if "主动公开规范性文件数" in row)
    assert row.startswith(" 　　其中：")
    assert row.rstrip().endswith("1,204条")
    assert next(r for r in rows if "制发规范性文件总数" in r).rstrip().endswith("空白")
    assert next(r for r in rows if "传真申请数" in r).rstrip().endswith("“约20”")


def test_matrix_of_applicants() -> None:
    shown = _shown(report_2021(), 140)
    assert "收到和处理政府信息公开申请情况（单位：件）" in shown
    header = next(row for row in shown.splitlines() if "商业企业" in row)
    assert header.split() == [
        *("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
    ]


def test_quantities_of_the_text_are_counted() -> None:
    shown = _shown(prose_reports.report("收到申请24件，其中网上申请19件；培训20余次。"))
    assert "正文中的数量 3 处，其中 2 处是统计项。" in shown
    assert "正文中的数量" not in _shown(report_empty())


def test_nothing_found_is_said() -> None:
    shown = _shown(report_empty())
    assert "（无标题）" in shown
    assert "未识别出统计表" in shown
    assert to_table(report_empty())


@pytest.mark.parametrize(
    ("lang", "lines"),
    [
        (
            "zh",
            [
                ("甲: 错误 narrative.mismatch 正文称公开650条，统计表为649条"),
                "甲: 警告 numbering.gap 章节编号“7、”与前后不连续",
            ],
        ),
        (
            "en",
            [
                ("甲: error narrative.mismatch the text states 650 pieces, the table 649"),
                "甲: warning numbering.gap the number 7、 does not follow the one before",
            ],
        ),
    ],
)
def test_findings_in_a_line_each(lang: Language, lines: list[str]) -> None:
    assert findings_lines(report_2014(), "甲", lang) == lines


def test_a_finding_stays_on_its_line() -> None:
    (line,) = findings_lines(dict(samples())["hostile"], "a\nb\x1b.docx")
    assert line.startswith("a b\ufffd.docx: 错误 x.y ")
    assert line.endswith("第二行")


def test_a_figure_without_a_unit_is_not_put_under_its_neighbours() -> None:
    report = gr.parse(write_docx(make_spec(1, "2019")))
    shown = [panel for panel in panels(report.metrics) if "第（九）项" in panel.title]
    assert [panel.unit for panel in shown] == [None]


@pytest.mark.parametrize("edition", ["2014", "2019", "2021"])
def test_tables_of_the_forms_are_in_english_where_that_is_asked_for(edition: str) -> None:
    facts = gr.parse(write_docx(make_spec(3, edition)))
    for panel in panels(facts.metrics, "en"):
        words = [panel.title, *(text for head in panel.heads for text in head)]
        words += [
            regex.sub(r"^[（(]?[一二三四五六七八九十]{1,2}[）)、]", "", r.label)
            for r in panel.lines
        ]
        assert not [each for each in words if regex.search(r"[\u4e00-\u9fff]", each)]
