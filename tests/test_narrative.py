"""The quantities of a report's text, and the figures of the forms that they are."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

import govreport as gr
from fixtures import make_spec, write_text
from govreport.document import Document, Doubt, Paragraph
from govreport.kinds import kind as find_kind
from govreport.model import Certainty, Quantity
from govreport.narrative.quantities import ReportContext, read_quantities
from govreport.outline.parts import outline
from govreport.zh.quantities import How, QuantityKind
from labelled import score_ties
from support.prose_reports import quantities

PARAGRAPHS = score_ties.load()


def tied(*paragraphs: str, **place: object) -> list[tuple[str, int | Decimal | None]]:
    """The figures that paragraphs state, with their values."""
    found = quantities(*paragraphs, **place)  # type: ignore[arg-type]
    return [(each.concept, each.value) for each in found if each.concept is not None]


# --- against the labelled paragraphs ------------------------------------------------------------


def test_labelled_ties_are_made_and_no_others() -> None:
    result = score_ties.score(PARAGRAPHS)
    assert result.labelled > 100
    assert result.precision >= 0.95, result
    assert result.recall >= 0.90, result


def test_labelled_scopes_and_years_are_found() -> None:
    assert score_ties.context_faults(PARAGRAPHS) == []


@pytest.mark.parametrize("paragraph", PARAGRAPHS, ids=lambda each: each.id)
def test_figures_of_others_are_not_tied(paragraph: score_ties.Paragraph) -> None:
    for each in paragraph.quantities():
        if each.year is not None:
            assert each.concept is None, each.text


# --- what is tied -------------------------------------------------------------------------------

APPLICATIONS = ("依申请公开政府信息情况",)


def test_answers_with_what_is_carried_over() -> None:
    text = "答复805件（含上年度结转申请18件，另有72件顺延到下年度答复）。"
    assert tied(text, titles=APPLICATIONS) == [
        ("applications.answered", 805),
        ("applications.carried_over_in", 18),
        ("applications.carried_over_out", 72),
    ]


@pytest.mark.parametrize(
    ("text", "certainty"),
    [
        ("全年主动公开政府信息649条。", Certainty.EXACT),
        ("收到申请42件。", Certainty.VARIANT),
        ("举办新闻发布会3次。", Certainty.INFERRED),
        ("未收取任何费用。", Certainty.EXACT),
    ],
)
def test_certainty_says_how_outright_the_words_are(text: str, certainty: Certainty) -> None:
    (found,) = quantities(text, titles=("依申请公开和收费情况",))
    assert found.certainty is certainty


def test_a_topic_holds_from_where_it_is_named() -> None:
    said = "共收到42件。答复申请42件，当面申请40件、其中传真申请2件。"
    found = tied("当面申请9件。" + said)
    assert ("applications.received.in_person", 9) not in found
    assert ("applications.received.in_person", 40) in found


def test_section_that_says_no_more_than_none() -> None:
    (found,) = quantities("无。", titles=("依申请公开政府信息情况",))
    assert (found.concept, found.value, found.stated_none) == ("applications.received", 0, True)
    assert found.certainty is Certainty.VARIANT
    assert quantities("无。", titles=("其他需要报告的事项",)) == ()


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("全年未收到有关政府信息公开行政复议的申请。", "reviews.total"),
        ("全年未收到政府信息公开行政诉讼的申请。", "lawsuits.total"),
    ],
)
def test_a_statement_of_none_may_part_the_noun_from_its_application(
    text: str, concept: str
) -> None:
    (found,) = quantities(text)
    assert (found.concept, found.value, found.stated_none) == (concept, 0, True)


def test_statement_of_none_about_money_is_of_money() -> None:
    (found,) = quantities("未收取任何费用。", titles=("收费情况",))
    assert (found.value, found.unit, found.kind) == (0, "万元", QuantityKind.MONEY)


@pytest.mark.parametrize(
    "text",
    [
        "去年收到申请42件。",
        "2017年收到申请42件。",
        "上半年收到申请42件。",
        "近三年收到申请42件。",
        "自条例施行以来，收到申请42件。",
        "全区各部门收到申请42件。",
        "三门县收到申请42件。",
        "申请数增加42件。",
        "2019年计划受理申请42件。",
        "收到低保申请42件。",
    ],
)
def test_figures_of_other_times_places_and_things(text: str) -> None:
    assert tied(text, titles=APPLICATIONS) == []


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("主动公开信息35条。", "财政预决算信息公开"),
        ("主动公开信息35条。", "重点领域信息公开情况"),
        ("主动公开信息35条。", "机构职能类"),
        ("一是财政信息方面，主动公开信息35条。", "主动公开情况"),
        ("财政信息：主动公开信息35条。", "主动公开情况"),
        ("计划公开政府信息35条。", "存在的问题及下一步打算"),
    ],
)
def test_what_is_disclosed_in_one_field_is_no_whole(text: str, title: str) -> None:
    assert tied(text, titles=(title,)) == []


def test_part_is_another_thing_than_its_whole() -> None:
    text = "答复申请30件，其中答复自然人28件，按时答复29件。"
    assert tied(text, titles=APPLICATIONS) == [("applications.answered", 30)]


def test_scope_and_year_are_kept() -> None:
    text = "全市收到政府信息公开申请1264件，其中市级517件；2015年收到申请1100件。"
    found = quantities(text, titles=APPLICATIONS, issuer="青澜市人民政府", year=2016)
    assert [(each.scope, each.year) for each in found] == [
        ("全市", None),
        ("市级", None),
        ("市级", 2015),
    ]
    assert [each.concept for each in found] == ["applications.received", None, None]


@pytest.mark.parametrize(
    "text",
    [
        "2016年、2017年、2018年分别收到申请20件、30件、40件。",
        "2016、2017和2018年分别收到申请20件、30件和40件。",
        "2016年、2017年和2018年，我局收到申请分别为20件，30件，40件。",
        "2016年至2018年分别收到申请20件、30件、40件。",
        "2016—2018年，收到申请数量分别为20件、30件、40件。",
        "前年、去年和今年分别收到申请20件、30件、40件。",
    ],
)
def test_years_in_turn_have_each_its_own_figure(text: str) -> None:
    found = quantities(text, titles=APPLICATIONS)
    assert [(each.value, each.year, each.concept) for each in found] == [
        (20, 2016, None),
        (30, 2017, None),
        (40, None, "applications.received"),
    ]


def test_years_in_turn_stand_in_any_order_and_for_several_lists() -> None:
    text = "2018年和2017年分别收到申请40件、30件，答复申请38件、29件，其中网络申请5件。"
    found = quantities(text, titles=APPLICATIONS)
    assert [(each.value, each.year, each.concept) for each in found] == [
        (40, None, "applications.received"),
        (30, 2017, None),
        (38, None, "applications.answered"),
        (29, 2017, None),
        (5, None, None),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "2016年、2017年、2018年分别收到申请20件、30件。",
        "2017年、2018年共收到申请70件。",
        "2017年和2018年收到申请70件。",
        "2017年、2018年，市教育局分别收到申请30件、40件。",
    ],
)
def test_figures_of_several_years_that_nobody_can_tell_apart(text: str) -> None:
    found = quantities(text, titles=APPLICATIONS)
    assert [(each.year, each.concept) for each in found] == [(None, None)] * len(found)


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("依申请公开数为0件。", [("applications.received", 0)]),
        ("依申请公开政府信息0件。", [("applications.received", 0)]),
        ("依申请公开数为零。", [("applications.received", 0)]),
        ("依申请公开数为5件。", []),
        ("未收取任何费用。", [("fees.collected", 0)]),
        ("依法不收取任何费用。", []),
        ("提供政府信息不收取费用。", []),
        ("依申请提供信息，除检索、复制等成本费用外，不收取任何费用。", []),
    ],
)
def test_what_is_none_and_what_is_a_rule(text: str, links: list[tuple[str, int]]) -> None:
    assert tied(text, titles=("依申请公开和收费情况",)) == links


@pytest.mark.parametrize(
    "text",
    [
        "与市教育局联合召开政府信息公开工作会议5次。",
        "我局与市教育局等部门一道，召开政府信息公开工作会议5次。",
        "我局联合市教育局，召开政府信息公开工作会议5次。",
        "会同市教育局召开政府信息公开工作会议5次。",
        "我局会同市教育局，召开政府信息公开工作会议5次。",
        "携手市教育局，召开政府信息公开工作会议5次。",
        "我局和市教育局共召开政府信息公开工作会议5次。",
    ],
)
def test_what_is_done_with_another_organ_is_not_surely_ours(text: str) -> None:
    assert tied(text) == []


OTHERS = (
    *("市信用办", "区扫黑办", "市优化营商环境办", "市审管办"),
    *("各镇（街道）", "各乡镇（街道）", "各县（市、区）", "各村（社区）", "村（居）委会"),
    *("区属国有企业", "市属各国有企业", "国有企业", "公共企事业单位", "供水、供电、供气企业"),
    *("中小学校", "各中小学校", "全区中小学", "中小学、幼儿园"),
    *("区档案馆与图书馆", "区档案馆、图书馆", "区档案馆及区图书馆", "档案馆和图书馆"),
    *("云台景区", "高新区", "工业园", "驻区单位", "下属事业单位"),
    *("区总工会", "区妇联", "市气象台", "市林场", "市自来水厂"),
)


@pytest.mark.parametrize("subject", OTHERS)
@pytest.mark.parametrize(
    "rest",
    ["收到申请5件。", "共收到申请5件。", "认真落实，收到申请5件。", "未收到政府信息公开申请。"],
)
def test_figures_of_other_organs_are_not_ours(subject: str, rest: str) -> None:
    assert tied(f"{subject}{rest}", titles=APPLICATIONS) == []
    assert tied(f"{subject}{rest}我局收到申请7件。", titles=APPLICATIONS) == [
        ("applications.received", 7)
    ]


def test_dimension_of_a_form_is_kept() -> None:
    text = "收到政府信息公开申请24件，其中自然人申请19件。"
    found = quantities(text, titles=APPLICATIONS)[1]
    assert dict(found.dimensions) == {"applicant": "natural_person"}


# --- what they come from ------------------------------------------------------------------------


def test_indices_are_those_of_the_whole_report() -> None:
    found = quantities(
        "公开信息9条。",
        "全年未收取任何费用，编发简报3期，其中市级2期、区级1期。",
        titles=("收费情况",),
    )
    texts = [each.text for each in found]
    assert texts == ["9条", "未收取任何费用", "3期", "2期", "1期"]
    assert [each.part_of for each in found] == [None, None, None, 2, 2]
    assert [(way.how, way.of) for way in found[2].computed] == [(How.SUM, (3, 4))]


def test_share_of_a_total_stated_before() -> None:
    found = quantities("答复申请805件。", "予以公开258件，占答复总数的32%。", titles=APPLICATIONS)
    assert [(way.of, way.concept) for way in found[2].computed] == [((1, 0), None)]


def test_share_of_a_total_that_only_the_table_has() -> None:
    found = quantities("予以公开258件，占答复总数的32%。", titles=APPLICATIONS)
    (way,) = found[1].computed
    assert (way.of, way.concept) == ((0,), "applications.answered")
    assert quantities("公开258件，占库存总数的32%。")[1].computed == ()


# --- in a report --------------------------------------------------------------------------------


def places(report: gr.Report) -> list[tuple[Quantity, str]]:
    """Each quantity with the text that its origin leads to in the document."""
    document = gr.read(write_text(make_spec(3, "2014")))
    found = []
    for each in report.quantities:
        block = document.blocks[each.origin.block]
        assert isinstance(block, gr.Paragraph)
        found.append((each, block.text[each.origin.start : each.origin.end]))
    return found


def test_origins_lead_to_the_words() -> None:
    report = gr.parse(write_text(make_spec(3, "2014")))
    assert len(report.quantities) > 10
    for quantity, text in places(report):
        assert text == quantity.text == quantity.origin.raw


def test_every_quantity_is_in_its_section() -> None:
    report = gr.parse(write_text(make_spec(3, "2014")))
    for each in report.quantities:
        if each.section:
            section = report.section(".".join(map(str, each.section)))
            assert re.sub(r"\s", "", each.text) in re.sub(r"\s", "", section.text + section.title)


def test_hostile_lines_are_read_in_bounds() -> None:
    found = quantities("9" * 5000 + "件", "1" * 63 + "件", "（" * 5000, "其中1件" * 2000)
    assert all(each.value is None or each.value < 10**30 for each in found)


@pytest.mark.slow
def test_thousands_of_figures_in_one_line() -> None:
    found = quantities("其中：当面申请1件、传真申请2件、" * 4000)
    assert [each.value for each in found] == [1, 2] * 4000


def test_figures_of_a_paragraph_that_cannot_be_made_out_are_none_of_the_report() -> None:
    blocks = [
        Paragraph(text="云浦区科技局2022年政府信息公开工作年度报告"),
        Paragraph(text="联系电话：83605210，邮编：223100。", doubt=Doubt.COVERED),
        Paragraph(text="一、总体情况"),
        Paragraph(text="全年收到政府信息公开申请61件。", doubt=Doubt.COVERED),
        Paragraph(text="全年未收取任何费用，也未发生行政复议案件。", doubt=Doubt.COVERED),
    ]
    document = Document(format="text", blocks=tuple(blocks))
    kind = find_kind("ogi")
    frame = outline(document, kind)
    quantities = read_quantities(
        frame.passages, ReportContext(kind=kind, issuer="云浦区科技局", year=2022, edition="2021")
    )
    assert [(each.value, each.concept) for each in quantities] == [(61, None)]
    [found] = [each for each in frame.findings if each.code == "text.unreadable"]
    assert found.found == "全年收到政府信息公开申请61件。"


@pytest.mark.parametrize(
    "counted",
    [
        "今年共受理审批事项117件",
        "受理群众来信117件",
        "办理热线诉求117件",
        "受理信访举报117件",
        "收到政协提案117件",
        "接听来电咨询约117人次",
    ],
)
def test_what_is_said_of_another_business_is_none_of_the_applications(counted: str) -> None:
    titles = ("依申请公开情况",)
    assert [
        each.concept for each in quantities(f"{counted}，办结116件，答复116件。", titles=titles)
    ] == [
        None,
        None,
        None,
    ]
    (*_, found) = quantities(f"{counted}，答复政府信息公开申请5件。", titles=titles)
    assert found.concept == "applications.answered"
    (*_, found) = quantities(f"{counted}。答复5件。", titles=titles)
    assert found.concept == "applications.answered"
