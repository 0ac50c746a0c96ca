"""Figures that only the text states, as metrics: inferred, and never over a table's."""

from __future__ import annotations

from decimal import Decimal

import pytest

import govreport as gr
from govreport.model import Certainty, Computed
from govreport.zh.quantities import How
from support.ogi import official
from support.prose_reports import report

TITLES = ("依申请公开和收费情况",)


def stated(*texts: str, **table: int | None) -> dict[str, int | Decimal | None]:
    """The metrics that a report has from its text alone."""
    whole = report(*texts, titles=TITLES, table={k.replace("__", "."): v for k, v in table.items()})
    return {metric.id: metric.value for metric in whole.metrics if metric.edition is None}


def test_metric_says_where_it_is_from() -> None:
    whole = report("全年共受理政府信息公开申请859件。", titles=TITLES)
    metric = whole.metrics["applications.received"]
    assert (metric.value, metric.unit, metric.label) == (859, "件", "收到申请数")
    assert (metric.certainty, metric.edition) == (Certainty.INFERRED, None)
    assert (metric.raw, metric.label_raw) == ("859件", "政府信息公开申请")
    assert (metric.origin.block, metric.origin.start, metric.origin.end) == (0, 13, 17)


@pytest.mark.parametrize("value", [42, 0, None])
def test_table_has_the_word(value: int | None) -> None:
    assert stated("受理申请859件。", applications__received=value) == {}
    assert stated("受理申请859件。", applications__received__online=value) == {}


@pytest.mark.parametrize(
    "texts",
    [
        ("受理申请40余件。",),
        ("受理申请约40件。",),
        ("受理申请几十件。",),
        ("受理申请3至5件。",),
        ("受理申请31件。", "收到申请33件。"),
        ("参加新闻发布会2次，举办新闻发布会3次。",),
        ("全区受理申请31件。",),
        ("去年受理申请31件。",),
    ],
)
def test_what_is_not_sure_is_no_metric(texts: tuple[str, ...]) -> None:
    assert stated(*texts) == {}


@pytest.mark.parametrize(
    ("texts", "metrics"),
    [
        (("受理申请31件。", "收到申请31件。"), {"applications.received": 31}),
        (("收取信息处理费3940元。",), {"fees.collected": 3940}),
        (("收取信息处理费3940元。", "收取信息处理费0.394万元。"), {"fees.collected": 3940}),
        (("无依申请公开政府信息情况。",), {"applications.received": 0}),
        (("受理申请五件，其中网上申请两件。",), None),
    ],
)
def test_what_is_stated(texts: tuple[str, ...], metrics: dict[str, int] | None) -> None:
    wanted = metrics or {"applications.received": 5, "applications.received.online": 2}
    assert stated(*texts) == wanted


@pytest.mark.parametrize(
    ("text", "received", "carried"),
    [
        ("受理申请45件（含上年结转3件）。", 42, 3),
        ("共受理申请45件，其中上年结转3件。", 42, 3),
        ("收到申请45件（其中结转上年3件）。", 42, 3),
        ("加上上年结转3件，共受理申请45件。", 42, 3),
        ("受理申请59件，其中新收47件、上年结转12件。", 47, 12),
        ("受理申请42件，加上上年结转3件，共受理申请45件。", 42, 3),
        ("结转上年12件后新收47件政府信息公开申请。", 47, 12),
    ],
)
def test_received_is_what_is_left_without_what_was_carried_over(
    text: str, received: int, carried: int
) -> None:
    assert stated(text) == {
        "applications.received": received,
        "applications.carried_over_in": carried,
    }


@pytest.mark.parametrize(
    "texts",
    [
        ("受理申请40余件（含上年结转3件）。",),
        ("受理申请45件（含上年结转3件）。", "收到申请43件。"),
    ],
)
def test_received_is_not_inferred_from_hedges_or_against_the_text(texts: tuple[str, ...]) -> None:
    assert stated(*texts) == {"applications.carried_over_in": 3}


def test_number_that_counts_more_in_says_what_it_holds() -> None:
    whole, part = report("受理申请45件（含上年结转3件）。").quantities
    assert (whole.concept, part.concept) == (None, "applications.carried_over_in")
    assert whole.computed == (Computed(how=How.SUM, of=(1,), concept="applications.received"),)


def test_report_before_there_was_a_form() -> None:
    text = """青澜市云浦区卫生局2010年政府信息公开工作年度报告

一、主动公开政府信息情况
2010年，我局主动公开政府信息219条，其中网站公开180条。
二、依申请公开政府信息情况
共受理政府信息公开申请5件，其中书面申请2件，网上申请3件。
三、收费情况
未收取任何费用。
"""
    whole = gr.parse(text.encode())
    assert whole.edition is None
    assert {metric.id: metric.value for metric in whole.metrics} == {
        "information.disclosed": 219,
        "channels.website": 180,
        "applications.received": 5,
        "applications.received.letter": 2,
        "applications.received.online": 3,
        "fees.collected": 0,
    }
    assert {metric.certainty for metric in whole.metrics} == {Certainty.INFERRED}


def test_official_words_are_the_concept_s_or_the_form_s() -> None:
    assert (official("applications.received").label, official("fees.collected").unit) == (
        "收到申请数",
        "万元",
    )
    with pytest.raises(KeyError):
        official("no.such")


def test_figure_that_a_hedged_statement_excludes_is_none() -> None:
    assert stated("收到政府信息公开申请46件。", "收到政府信息公开申请40余件。") == {
        "applications.received": 46
    }
    assert stated("收到政府信息公开申请46件。", "收到政府信息公开申请120余件。") == {}
