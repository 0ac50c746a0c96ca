"""What tables head their columns with: one list, which holds what the forms call theirs."""

from __future__ import annotations

import pytest

import govreport as gr
from govreport.document import Table
from govreport.forms.catalogue import editions
from govreport.forms.cell_values import Figure, read_figure
from govreport.kinds import kinds
from govreport.model import State
from govreport.readers.text.cells import is_figure
from govreport.zh.tables import heads_labels, heads_units, table_words

#: The headings over labels, in the tables that have a column of units.
LABELS = sorted(
    {
        label
        for kind in kinds()
        for edition in editions(kind)
        for table in edition.tables
        if any(column.role == "unit" for column in table.columns)
        for column in table.columns
        if column.role == "label"
        for label in column.labels
    }
)


def test_the_forms_have_such_tables() -> None:
    assert "统计指标" in LABELS


@pytest.mark.parametrize("label", LABELS)
def test_headings_of_the_forms_are_known(label: str) -> None:
    assert heads_labels(label)


@pytest.mark.parametrize("unit", table_words().units)
def test_headings_over_units_are_known_in_every_layout(unit: str) -> None:
    assert heads_units(unit)
    rows = [("统计指标", unit, "统计数"), ("收到申请数", "件", "45"), ("按时办结数", "件", "4")]
    for between in ("    ", "", "\t", "|"):
        text = "\n".join(between.join(row) for row in rows) + "\n"
        (table,) = gr.read(text.encode()).blocks
        assert isinstance(table, Table)
        assert [tuple(cell.text for cell in row) for row in table.rows()] == rows


@pytest.mark.parametrize("word", table_words().not_applicable)
def test_a_figure_that_does_not_apply_is_a_cell_in_every_layout(word: str) -> None:
    assert read_figure(word) == Figure(None, State.NOT_APPLICABLE)
    rows = [("统计指标", "单位", "统计数"), ("收到申请数", "件", word), ("按时办结数", "件", "4")]
    for between in ("    ", "", "\t", "|"):
        text = "\n".join(between.join(row) for row in rows) + "\n"
        (table,) = gr.read(text.encode()).blocks
        assert isinstance(table, Table)
        assert [tuple(cell.text for cell in row) for row in table.rows()] == rows


@pytest.mark.parametrize("word", table_words().fewer)
def test_fewer_is_negative(word: str) -> None:
    assert is_figure(f"{word}3")
    assert read_figure(f"{word}3") == Figure(-3)


@pytest.mark.parametrize("word", table_words().more)
def test_more_is_positive(word: str) -> None:
    assert is_figure(f"{word}3")
    assert read_figure(f"{word}3") == Figure(3)
