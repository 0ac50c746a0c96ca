"""Passages: what of a report is prose, and where it stands."""

from __future__ import annotations

import pytest

import govreport as gr
from govreport.document import Document, Paragraph
from govreport.outline.passages import Passage
from support import docx_files as f
from support.ogi import outline
from support.small_tables import document

TITLE = "2018年度云浦区科技局政府信息公开工作报告"


def passages(found: Document) -> list[Passage]:
    return list(outline(found).passages)


def test_sections_and_titles_go_with_each_line() -> None:
    found = passages(document(TITLE, "前言。", "一、概况", "正文。", "（一）制度", "办法。"))
    assert [(p.line.text, p.section, p.titles) for p in found] == [
        ("前言。", (), ()),
        ("正文。", (1,), ("概况",)),
        ("办法。", (1, 1), ("概况", "制度")),
    ]


@pytest.mark.parametrize(
    ("heading", "said"),
    [
        ("二、概况", False),
        ("二、依申请公开情况：全年收到申请9件。", True),
        ("二、全年无行政诉讼。", True),
        ("二、办理建议提案12件", True),
        ("2、概况", False),
    ],
)
def test_heading_that_says_something_is_prose(heading: str, said: bool) -> None:
    found = passages(document(TITLE, "一、开头", "话。", heading, "话。"))
    assert (heading in [p.line.text for p in found]) is said


def test_line_of_two_headings_comes_once() -> None:
    line = "（一）监督2次：1.培训：讲解3次。"
    found = passages(document(TITLE, "一、开头", line, "2.评议：公布。", "（二）其他"))
    assert [(p.section, p.titles) for p in found if p.line.text == line] == [
        ((1, 1, 1), ("开头", "监督2次", "培训"))
    ]


def test_number_that_was_counted_is_no_part_of_the_text() -> None:
    item = Paragraph(text="1. 5件提案办结。", auto_label="1.")
    blocks = (Paragraph(text=TITLE), Paragraph(text="一、概况"), item)
    [found] = passages(Document(format="docx", blocks=blocks))
    assert (found.line.raw, found.line.start, found.line.end) == (" 5件提案办结。", 2, 10)


@pytest.mark.parametrize("form", ["%1", "%1.", "%1．", "%1)", "%1、", "（%1）"])
def test_quantities_of_numbered_items_are_those_of_their_words(form: str) -> None:
    numbering = f.abstract(1, f.level(0, form)) + f.num(1, 1)
    items = "".join(map(f.numbered, ("2018年公开信息649条。", "5件提案全部办结。")))
    data = f.docx(f.p(TITLE) + f.p("一、概述") + items, numbering=numbering)
    report, blocks = gr.parse(data), gr.read(data).blocks
    assert [(q.text, q.value) for q in report.quantities] == [("649条", 649), ("5件", 5)]
    for quantity in report.quantities:
        place = quantity.origin
        assert blocks[place.block].text[place.start : place.end] == quantity.text


def test_figure_in_a_numbered_cell_is_not_sure() -> None:
    rows = f.tr("统计指标", "单位", "统计数") + f.tr("收到申请数", "件", f.tc(f.numbered("260")))
    numbering = f.abstract(1, f.level(0, "%1.")) + f.num(1, 1)
    report = gr.parse(f.docx(f.p(TITLE) + f"<w:tbl>{rows}</w:tbl>", numbering=numbering))
    metric = report.metrics["applications.received"]
    assert (metric.value, metric.state, metric.raw) == (None, gr.State.UNREADABLE, "1. 260")
