"""Tables in pieces: their labels head no sections, and no figure of theirs is another."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import attrs
import pytest

import govreport as gr
from fixtures import compose, make_spec, write_html
from fixtures.manuscript import Grid, Item, Line, Role
from govreport.document import Table
from govreport.forms.strewn import strewn_rows
from govreport.model import Section
from govreport.outline.headings import sections_of
from govreport.outline.lines import items_of
from support.mutants import FORMATS, written
from support.ogi import EDITIONS, OGI, build
from support.small_tables import document, lines, small


def titles(sections: Sequence[Section]) -> list[object]:
    return [(each.number, each.title, titles(each.children)) for each in sections]


def cell_by_cell(grid: Grid) -> Iterator[str]:
    return (cell.text for cell in grid.cells if cell.text.strip())


def row_by_row(grid: Grid) -> Iterator[str]:
    for row in range(grid.n_rows):
        cells = [cell.text for cell in grid.cells if cell.row == row and cell.text.strip()]
        yield "  ".join(text.replace("\n", "") for text in cells)


def labels_first(grid: Grid) -> Iterator[str]:
    """As a PDF without order: all labels, then all figures."""
    texts = list(cell_by_cell(grid))
    return iter(sorted(texts, key=lambda text: text.strip("-.").isdigit()))


WAYS: list[Callable[[Grid], Iterator[str]]] = [cell_by_cell, row_by_row, labels_first]
#: Each format with one edition and one way, all pairs of these among them.
CASES = [
    (format, EDITIONS[n % len(EDITIONS)], WAYS[(n + n // len(EDITIONS)) % len(WAYS)])
    for n, format in enumerate(each for each in FORMATS if each != "xlsx")
]


@pytest.mark.parametrize(("format", "edition", "way"), CASES)
def test_tables_in_pieces_give_no_headings(
    format: str, edition: str, way: Callable[[Grid], Iterator[str]]
) -> None:
    spec = make_spec(4, edition)
    whole = compose(spec)
    items: list[Item] = []
    for item in whole.items:
        pieces = way(item) if isinstance(item, Grid) else ()
        items += [Line(text, Role.BODY) for text in pieces] or [item]
    report = gr.parse(written(spec, format, attrs.evolve(whole, items=tuple(items))))
    assert titles(report.sections) == titles(gr.parse(write_html(spec)).sections)
    facts = {(fact.id, fact.dims): fact.value for fact in whole.facts()}
    for metric in report.metrics:
        if metric.edition and metric.value is not None:
            assert metric.value == facts[metric.id, tuple(metric.dimensions.items())]


def said(text: str, *tables: Table) -> list[str]:
    """Which of some lines are rows; ``▦`` stands for the next table."""
    held = iter(tables)
    items = [next(held) if line == "▦" else line for line in lines(text)]
    return [str(items[n]) for n in sorted(strewn_rows(items, OGI))]


ROWS = """
（一）收到申请数 件 3
1.当面申请数
■■
2.传真申请数
"""


def test_rows_near_each_other_are_a_form() -> None:
    assert said(ROWS) == lines(ROWS)
    assert said("（一）收到申请数\n1.当面申请数\n情况如下") == []


def test_a_label_broken_over_lines_ends_a_form() -> None:
    rows = "（一）予以公\n开\n1.属于国家秘密\n2.重复申请\n3.要求提供公开出版物"
    rows += "\n（六）其\n0 0 0\n他处理)"
    assert said(f"{rows}\n二、概况") == lines(rows)


def test_a_sentence_between_parts_rows_from_each_other() -> None:
    text = "（一）收到申请数\n全年都通过网络收到。\n1.当面申请数\n没有。\n2.传真申请数\n没有。"
    assert said(text) == []


def test_groups_alone_may_head_sections() -> None:
    text = "一、主动公开情况\n二、回应解读情况\n三、依申请公开情况\n八、机构建设和保障经费情况"
    assert said(text) == []


def test_a_label_left_out_of_a_table_is_its_row() -> None:
    table = small("1.属于国家秘密 | 0", "2.其他法律行政法规禁止公开 | 0", "3.重复申请 | 1")
    assert said("（二）部分公开\n（三）不予公开\n▦", table) == ["（二）部分公开", "（三）不予公开"]


def test_a_heading_above_a_table_that_has_its_words_stays() -> None:
    table = small("一、主动公开情况 | —", "收到申请数 | 3", "当面申请数 | 2", "传真申请数 | 1")
    assert said("一、主动公开情况\n▦", table) == []


def test_a_title_of_a_section_has_no_row_of_figures() -> None:
    text = "三、结转情况\n（一）本年情况 3 0 0\n（二）上年情况 4件\n说明。"
    sections = sections_of(build(items_of(document(*lines(text)))))
    assert titles(sections) == [((3,), "结转情况", [((3, 2), "上年情况4件", [])])]
