"""The text against the tables and against itself: what differs is told, and nothing else."""

from __future__ import annotations

import pytest
from attrs import evolve

import govreport as gr
from fixtures import Wart, make_spec, write_text
from govreport.checks import check
from govreport.checks.narrative import check_repeated, check_text
from govreport.model import Finding, Severity
from support.ogi import EDITIONS
from support.prose_reports import report

DISCLOSED = {
    "information.disclosed": 260,
    "channels.website": 173,
    "channels.weibo": 22,
    "channels.wechat": 178,
    "channels.other": 16,
}


def found(text: str, **table: int | str | None) -> list[Finding]:
    """The findings of a paragraph against figures of a table; ``__`` is a dot in their ids."""
    figures = {id.replace("__", "."): value for id, value in table.items()}
    return list(check_text(report(text, table=figures)))


def codes(findings: list[Finding]) -> list[str]:
    return [finding.code for finding in findings]


# --- what differs -------------------------------------------------------------------------------


def test_exact_figure_that_differs() -> None:
    (finding,) = found("全年受理政府信息公开申请52件。", applications__received=42)
    assert (finding.code, finding.severity) == ("narrative.mismatch", Severity.ERROR)
    assert (finding.expected, finding.found) == ("42", "52件")
    assert finding.message == "正文与统计表不符：收到申请数，正文称“52件”，统计表为 42件"
    assert finding.message_en == (
        "text and table differ: Applications received in the year is “52件” in the text, 42 in the "
        "table"
    )
    assert finding.metrics == ("applications.received",)
    assert [(o.block, o.start, o.row) for o in finding.origins] == [(0, 12, None), (99, None, 0)]


@pytest.mark.parametrize(
    ("text", "table"),
    [
        ("受理申请30余件。", 42),
        ("受理申请近30件。", 42),
        ("受理申请约30件。", 42),
        ("受理申请超过50件。", 42),
        ("受理申请不足40件。", 42),
        ("受理申请几十件。", 8),
        ("受理申请3至5件。", 6),
        ("受理申请1.2万件。", 14_000),
        ("我局全年无依申请公开政府信息情况。", 1),
        ("收到申请0件。", 1),
        ("收到申请1件。", 0),
    ],
)
def test_hedges_and_statements_of_none_that_differ(text: str, table: int) -> None:
    assert codes(found(text, applications__received=table)) == ["narrative.mismatch"]


@pytest.mark.parametrize(
    ("text", "table"),
    [
        ("受理申请42件。", 42),
        ("受理申请40余件。", 42),
        ("受理申请近50件。", 47),
        ("受理申请近45件。", 42),
        ("受理申请约40件。", 42),
        ("受理申请40件左右。", 38),
        ("受理申请超过40件。", 42),
        ("受理申请不少于42件。", 42),
        ("受理申请几十件。", 42),
        ("受理申请若干件。", 42),
        ("受理申请40至45件。", 42),
        ("受理申请1.2万件。", 12_049),
        ("受理申请1.2万件。", 12_980),
        ("受理申请1.2万余件。", 12_980),
        ("我局全年无依申请公开政府信息情况。", 0),
        ("2017年受理申请33件，今年受理申请42件。", 42),
        ("全区各部门共受理申请210件，我局受理申请42件。", 42),
        ("近三年受理申请97件。", 42),
        ("受理申请数增加5件。", 42),
        ("受理申请33件。", None),
    ],
)
def test_what_agrees_or_cannot_be_compared(text: str, table: int | None) -> None:
    assert found(text, applications__received=table) == []


@pytest.mark.parametrize(
    ("text", "table", "differs"),
    [
        ("收取信息处理费3940元。", "0.39", False),
        ("收取信息处理费3940元。", "0.394", False),
        ("收取信息处理费0.394万元。", "0.39", False),
        ("收取信息处理费4940元。", "0.39", True),
        ("收取信息处理费0.40万元。", "0.39", True),
        ("收取信息处理费3940元。", 0, True),
        ("未收取任何费用。", 0, False),
        ("未收取任何费用。", "0.00", False),
        ("未收取任何费用。", "0.39", True),
    ],
)
def test_money_in_other_units_and_digits(text: str, table: int | str, *, differs: bool) -> None:
    paragraphs = report(text, titles=("收费及减免情况",), table={"fees.collected": table})
    assert codes(list(check_text(paragraphs))) == ["narrative.mismatch"] * differs


def test_one_statement_is_told_once_however_often_it_is_made() -> None:
    text = "受理申请52件。"
    paragraphs = report(text, text, "受理申请53件。", table={"applications.received": 42})
    assert [f.found for f in check_text(paragraphs)] == ["52件", "53件"]


def test_concept_that_the_table_has_in_several_rows() -> None:
    parts = {
        "applications.not_provided.not_held": 3,
        "applications.not_provided.to_be_made": 1,
        "applications.not_provided.unclear": 0,
    }
    texts = "答复申请9件，其中无法提供5件。", "答复申请9件，其中无法提供4件。"
    told = [list(check_text(report(text, edition="2021", table=parts))) for text in texts]
    assert [codes(each) for each in told] == [["narrative.mismatch"], []]
    assert told[0][0].expected == "4"


# --- what counts otherwise ----------------------------------------------------------------------


def test_text_may_count_once_for_each_channel() -> None:
    paragraphs = report("共主动公开各类政府信息649条。", table=DISCLOSED)
    (finding,) = check_text(paragraphs)
    assert (finding.code, finding.severity) == ("narrative.counted_otherwise", Severity.INFO)
    assert finding.message == (
        "正文与统计表口径不同：主动公开政府信息数，正文称“649条”（= 260 + 173 + 22 + 178 + 16），"
        "统计表为 260条"
    )
    assert finding.expected is None
    assert len(finding.origins) == 6


@pytest.mark.parametrize("stated", [389, 173, 195])
def test_text_may_count_channels_only(stated: int) -> None:
    paragraphs = report(f"共主动公开政府信息{stated}条。", table=DISCLOSED)
    assert codes(list(check_text(paragraphs))) == ["narrative.counted_otherwise"]


def test_other_numbers_of_disclosed_information_differ() -> None:
    paragraphs = report("共主动公开政府信息648条。", table=DISCLOSED)
    assert codes(list(check_text(paragraphs))) == ["narrative.mismatch"]


@pytest.mark.parametrize(
    "text",
    [
        "受理申请45件（含上年结转3件）。",
        "共受理申请45件，其中上年结转3件。",
        "收到申请45件，包括结转上年3件。",
        "收到申请45件。其中，上年结转3件，网络申请20件。",
        "加上上年结转3件，共受理申请45件。",
    ],
)
@pytest.mark.parametrize(
    ("table", "code", "said", "expected"),
    [
        (42, "narrative.counted_otherwise", "45件", None),
        (45, "narrative.counted_otherwise", "45件", None),
        (44, "narrative.mismatch", "45件 − 3件", "44"),
    ],
)
def test_text_may_count_in_what_was_carried_over(
    text: str, table: int, code: str, said: str, expected: str | None
) -> None:
    (finding,) = found(text, applications__received=table)
    assert (finding.code, finding.found, finding.expected) == (code, said, expected)


def test_table_with_what_was_carried_over_counts_it_apart() -> None:
    text = "受理申请45件（含上年结转3件）。"
    table = {"applications.received": 45, "applications.carried_over_in": 3}
    (finding,) = check_text(report(text, edition="2021", table=table))
    assert (finding.code, finding.found, finding.expected) == (
        "narrative.mismatch",
        "45件 − 3件",
        "45",
    )


def test_what_is_not_said_to_be_counted_in_is_not() -> None:
    (finding,) = check_text(
        report("受理申请45件。", "上年结转3件申请。", table={"applications.received": 42})
    )
    assert (finding.code, finding.found) == ("narrative.mismatch", "45件")


def test_statements_of_parts_are_added_up() -> None:
    table = {"briefings.total": 5}
    texts = ("参加新闻发布会2次，举办新闻发布会3次。", "举办新闻发布会3次。", "举办新闻发布会6次。")
    told = [codes(list(check_text(report(text, table=table)))) for text in texts]
    assert told == [[], [], ["narrative.mismatch"]]


def test_office_may_speak_of_the_whole_place() -> None:
    text, table = "全市受理政府信息公开申请1264件。", {"applications.received": 93}
    government = report(text, issuer="青澜市人民政府", table=table)
    office = report(text, issuer="青澜市人民政府办公室", table=table)
    assert codes(list(check_text(government))) == ["narrative.mismatch"]
    (finding,) = check_text(office)
    assert (finding.code, finding.severity) == ("narrative.scope", Severity.INFO)


# --- twice differently --------------------------------------------------------------------------


def test_figure_that_the_text_states_twice_and_differently() -> None:
    (finding,) = check_repeated(report("受理申请31件。", "2018年，收到申请33件。"))
    assert (finding.code, finding.severity) == ("narrative.conflict", Severity.ERROR)
    assert finding.message == "正文前后不一：收到申请数，31件、33件"
    assert [origin.block for origin in finding.origins] == [0, 1]


@pytest.mark.parametrize(
    "texts",
    [
        ("受理申请31件。", "收到申请31件。"),
        ("受理申请31件。", "收到申请30余件。"),
        ("受理申请约30件。", "收到申请30余件。"),
        ("参加新闻发布会2次，举办新闻发布会3次。",),
        ("受理申请31件。", "去年受理申请33件。"),
        ("受理申请31件。", "一季度受理申请9件。"),
        ("收取信息处理费3940元。", "收取信息处理费0.394万元。"),
        ("答复申请30件，其中按时答复28件。",),
    ],
)
def test_statements_that_can_all_be_so(texts: tuple[str, ...]) -> None:
    assert list(check_repeated(report(*texts))) == []


def test_what_a_table_has_is_compared_with_it_alone() -> None:
    paragraphs = report("受理申请31件。", "收到申请33件。", table={"applications.received": 31})
    assert list(check_repeated(paragraphs)) == []
    assert [f.found for f in check_text(paragraphs)] == ["33件"]


# --- whole reports ------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("edition", EDITIONS)
def test_built_reports_are_without_findings_until_text_and_table_differ(edition: str) -> None:
    for seed in range(25):
        spec = make_spec(seed, edition)
        clean = gr.parse(write_text(spec))
        assert [f.code for f in clean.findings if f.code.startswith("narrative")] == []
        wart = gr.parse(write_text(spec, warts=frozenset({Wart.NARRATIVE_MISMATCH})))
        assert "narrative.mismatch" in {f.code for f in wart.findings}


def test_figures_of_unknown_forms_are_no_trouble() -> None:
    paragraphs = report("受理申请31件。", "收到申请33件。")
    strange = tuple(evolve(each, concept="no.such") for each in paragraphs.quantities)
    (finding,) = check_repeated(evolve(paragraphs, quantities=strange))
    assert finding.message == "正文前后不一：no.such，31件、33件"


def test_check_gives_the_same_again_from_json() -> None:
    paragraphs = report("受理申请52件，其中网上申请60件。", table={"applications.received": 42})
    again = gr.Report.from_json(paragraphs.to_json())
    assert check(again) == check(paragraphs)
    assert {"narrative.mismatch", "narrative.parts"} <= {f.code for f in check(again)}


def test_figure_against_what_is_left_of_another() -> None:
    text = "共受理政府信息公开申请59件（含上年结转12件）。新收政府信息公开申请{}件。"
    (finding,) = check_repeated(report(text.format(46)))
    assert (finding.code, finding.found) == ("narrative.conflict", "46件、59件−12件")
    assert list(check_repeated(report(text.format(47)))) == []
