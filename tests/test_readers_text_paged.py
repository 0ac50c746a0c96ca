"""Text as a page was printed, as pdftotext and pdftohtml leave it: labels broken over lines, one
set upright, headings in halves; a figure that is broken itself is never read."""

from __future__ import annotations

import pytest

import govreport as gr
from govreport.model import State
from govreport.readers import identify
from govreport.readers.text.tables import find_tables

TITLE = (
    "云浦区科技局2020年政府信息公开工作年度报告\n一、总体情况\n无。\n"
    "三、收到和处理政府信息公开申请情况\n"
)
RAW = (
    "（本列数据的勾稽关系为：第一项加第二\n项之和，等于第三项加第四项之和）\n申请人情况\n"
    "自然人 法人或其他组织 总计\n商业企\n业\n科研机\n构\n社会公\n益组织\n法律服\n务机构\n其他\n"
    "一、本年新收政府信息公开申请数量 1 2 3 4 5 6 21\n三\n、\n本\n年\n度\n办\n理\n结\n果\n"
    "（一）予以公开 1 1 1 1 1 1 6\n（二）部分公开（区分处理的，只\n计这一情形，不计其他情形）\n"
    "2 2 2 2 2 2 12\n（三）不\n予公开\n1.属于国家秘密 3 0 0 0 0 0 3\n2.其他法律行政法规\n禁止公开\n"
    "0 4 0 0 0 0 4\n3.危及“三安全一稳\n定”\n0 0 5 0 0 0 5\n（七）总计 6 7 8 3 3 3 30\n"
)
LAYOUT = (
    "（本列数据的勾稽关系为：第一项加第二         申请人情况\n"
    "项之和，等于第三项加第四项之和）           自然人     法人或其他组织                  总计\n"
    "                                   商业企     科研机    社会公    法律服    其他\n"
    "                                   业       构      益组织    务机构\n"
    "一、本年新收政府信息公开申请数量           1       2       3      4      5     6     21\n"
    "三   （一）予以公开                1       1       1      1      1     1     6\n"
    "、   （二）部分公开（区分处理的，只        2       2       2      2      2     2     12\n"
    "本   计这一情形，不计其他情形）\n"
    "年   （三）不    1.属于国家秘密       3       0       0      0      0     0     3\n"
    "度   予公开     2.其他法律行政法规     0       4       0      0      0     0     4\n"
    "办           禁止公开\n"
    "理           3.危及“三安全一稳     0       0       5      0      0     0     5\n"
    "结           定”\n"
    "果   （七）总计                  6       7       8      3      3     3     30\n"
)
WANT = {
    "applications.received": 21,
    "applications.granted": 6,
    "applications.granted_in_part": 12,
    "applications.refused.state_secret": 3,
    "applications.refused.prohibited_by_law": 4,
    "applications.refused.security": 5,
    "applications.answered": 30,
}


def pdf2xml(text: str) -> str:
    """The same as pdftohtml writes it: each stretch of text with its place."""
    pieces = []
    for number, line in enumerate(text.splitlines()):
        at = 0
        for part in line.split("  "):
            if stripped := part.strip():
                left = 6 * (at + len(part) - len(part.lstrip()))
                place = f'top="{20 * number}" left="{left}" width="{6 * len(stripped)}" height="18"'
                pieces.append(f'<text {place} font="0">{stripped}</text>')
            at += len(part) + 2
    doctype = '<!DOCTYPE pdf2xml SYSTEM "pdf2xml.dtd">'
    page = f'<page number="1">{"".join(pieces)}</page>'
    return f'<?xml version="1.0"?>\n{doctype}\n<pdf2xml>{page}</pdf2xml>'


TEXTS = {"raw": TITLE + RAW, "layout": TITLE + LAYOUT, "xml": pdf2xml(TITLE + LAYOUT)}


@pytest.mark.parametrize("text", TEXTS.values(), ids=list(TEXTS))
def test_table_of_a_printed_page(text: str) -> None:
    report = gr.parse(text.encode())
    totals = {m.id: m.value for m in report.metrics if not m.dimensions}
    assert {id: totals.get(id) for id in WANT} == WANT
    parts = [m.value for m in report.metrics if m.id == "applications.received"]
    assert parts == [1, 2, 3, 4, 5, 6, 21]
    assert not any(m.state is State.UNREADABLE for m in report.metrics)


@pytest.mark.parametrize("text", [TITLE + RAW, TITLE + LAYOUT], ids=["raw", "layout"])
def test_digits_below_a_row_of_figures_leave_none_of_them_to_believe(text: str) -> None:
    row = next(line for line in text.splitlines() if "（七）总计" in line)
    cut = row.rstrip()[:-1]
    report = gr.parse(text.replace(row, f"{cut}\n{' ' * (len(cut) - 1)}0").encode())
    values = {m.value for m in report.metrics if m.id == "applications.answered"}
    assert values <= {None}
    assert {f.code for f in report.findings} & {"cell.unreadable", "coverage.figures", "row.short"}


def test_pages_of_pdftohtml_are_told_by_their_root() -> None:
    assert identify(pdf2xml(TITLE).encode()).id == "pdf2xml"


def test_section_and_its_text_are_no_headings_of_a_table() -> None:
    text = f"{TITLE}（一）收到申请\n按规定办理\n如下\n{RAW}"
    assert [s.title for s in gr.parse(text.encode()).sections][:2] == [
        "总体情况",
        "收到和处理政府信息公开申请情况",
    ]


@pytest.mark.parametrize("label", ["四）无法提供 1.不掌握", "法提供", "■■■", "某类申请"])
def test_a_label_without_its_number_is_that_of_its_own_row(label: str) -> None:
    text = (
        "7.属于行政执法案卷 1 1 1 1 1 1 6\n8.属于行政查\n询事项\n2 2 2 2 2 2 12\n"
        f"{label} 3 3 3 3 3 3 18\n2.没有现成信息\n需要另行制作\n4 4 4 4 4 4 24\n"
    )
    (found,) = find_tables(text.splitlines())
    assert [(row[0], row[1]) for row in found.rows or ()] == [
        ("7.属于行政执法案卷", "1"),
        ("8.属于行政查\n询事项", "2"),
        (label, "3"),
        ("2.没有现成信息\n需要另行制作", "4"),
    ]
