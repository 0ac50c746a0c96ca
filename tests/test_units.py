"""Every unit of the data, in every layout in which plain text holds a table."""

from __future__ import annotations

import pytest

import govreport as gr
from fixtures import Layout, expected, make_spec, write_text
from govreport.zh.units import table_units

SPEC = make_spec(1, "2014")
FORM, FIRST, BEHIND = "政府信息公开情况统计表", "行政复议数量", "行政诉讼数量"


@pytest.mark.parametrize("layout", Layout)
def test_figures_counted_in_any_unit_are_read(layout: Layout) -> None:
    text = write_text(SPEC, layout).decode()
    start = text.index(FIRST, text.rindex(FORM))
    end = text.index(BEHIND, start)
    facts = [fact for fact in expected(SPEC).metrics if fact.id.startswith("reviews.")]
    assert len(facts) == 4
    for unit in sorted(table_units()):
        changed = text[:start] + text[start:end].replace("件", unit) + text[end:]
        report = gr.parse(changed.encode())
        found = {m.id: (m.value, m.unit) for m in report.metrics if m.edition}
        assert {fact.id: found[fact.id] for fact in facts} == {
            fact.id: (fact.value, unit) for fact in facts
        }, unit
