"""English names: every official row, column, dimension and concept has one."""

from __future__ import annotations

import re

import pytest

import govreport as gr
from fixtures import Layout, Wart, make_spec, write_text
from fixtures.enforcement import compose_enforcement, make_enforcement
from fixtures.write_docx import render_docx
from govreport.forms.catalogue import Edition, editions
from govreport.forms.concepts import concepts
from govreport.kinds import ReportKind, kinds
from govreport.model.rules import rules

FORMS = [(kind, form) for kind in kinds() for form in editions(kind)]
CHINESE = re.compile("[\u3000-\u9fff\uff00-\uffef]")
#: Between these, an English message quotes what stands in the document.
QUOTED = re.compile("“[^”]*”")


@pytest.mark.parametrize(("kind", "form"), FORMS, ids=[form.id for _, form in FORMS])
def test_everything_official_has_an_english_name(kind: ReportKind, form: Edition) -> None:
    names: dict[str, str] = {}
    for table in form.tables:
        names |= {table.titles[0]: table.title_en}
        names |= {table.section: table.section_en} if table.section else {}
        names |= {row.label: row.label_en for row in table.rows}
        for column in table.columns_of("value"):
            if column.id:
                names[f"{table.id} {column.labels[0]}"] = column.label_en
    for dimension in form.dimensions:
        names |= {dimension.label: dimension.label_en}
        names |= {label: dimension.members_en[id] for id, label in dimension.members.items()}
    assert {wording for wording, name in names.items() if not name} == set()
    assert {name for name in names.values() if CHINESE.search(name)} == set()


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.id)
def test_every_concept_has_an_english_name(kind: ReportKind) -> None:
    assert [each.id for each in concepts(kind) if not each.label_en] == []


def messages() -> dict[str, str]:
    """English messages by code, of reports with much to say."""
    mixtures = [
        ("2014", {Wart.BROKEN_SUM, Wart.VALUE_BLANK, Wart.ROW_UNKNOWN, Wart.NUMBER_TWICE}),
        ("2014", {Wart.NARRATIVE_MISMATCH, Wart.ROWS_DROPPED, Wart.UNIT_DIFFERS}),
        ("2019", {Wart.TOTALS_BLANK, Wart.NUMBER_SKIPPED, Wart.LAST_SECTION_NONE}),
        ("2021", {Wart.BROKEN_SUM, Wart.NO_SIGNATURE, Wart.LABEL_FLATTENED}),
    ]
    reports = [
        gr.parse(write_text(make_spec(3, edition), Layout.TABS, frozenset(warts)))
        for edition, warts in mixtures
    ]
    reports.append(gr.parse(render_docx(compose_enforcement(make_enforcement(2, "zhejiang")))))
    return {finding.message_en: finding.code for report in reports for finding in report.findings}


def test_english_messages_are_english_but_for_what_they_quote() -> None:
    told = messages()
    assert len(set(told.values())) > 8
    assert {text: code for text, code in told.items() if CHINESE.search(QUOTED.sub("", text))} == {}


def test_wordings_of_rules_quote_what_stands_in_the_document() -> None:
    for rule in rules():
        assert not CHINESE.search(rule.message_en), rule.code
