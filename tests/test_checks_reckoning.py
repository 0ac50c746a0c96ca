"""Sums, parts, shares and changes in the text: computed again, and told where they do not hold."""

from __future__ import annotations

import pytest
from attrs import evolve

from govreport.checks.reckoning import check_reckoning
from govreport.model import Computed, Finding, Severity
from govreport.zh.quantities import How
from support.prose_reports import report


def found(text: str, *, edition: str = "") -> list[Finding]:
    return list(check_reckoning(report(text, titles=("总体情况", "依申请公开"), edition=edition)))


@pytest.mark.parametrize(
    ("text", "code", "expected"),
    [
        # parts of a whole
        ("编发简报119期，其中市级47期、青区28期、兰县22期、竹县21期。", "parts", "118"),
        ("编发简报119期，其中市级47期、青区28期、兰县22期、竹县32期。", "parts", "129"),
        ("编发简报119期，其中市级47期、青区28期、兰县22期、竹县12期。", "parts_short", "109"),
        ("收到申请42件，其中：网络申请27件；信函申请9件；当面申请7件。", "parts", "43"),
        ("收到申请42件，其中网络申请30件，其余11件。", "sum", "41"),
        ("公开信息649条，其中，在区平台公开信息260条，在网站公开信息388条。", "parts", "648"),
        ("答复申请5件，其中同意公开8件。", "parts", "8"),
        # what the form says makes up a whole
        (
            "收到申请42件，其中当面申请5件，传真申请1件，网络申请20件，信函申请8件。",
            "sum",
            "34",
        ),
        # stated sums
        ("信函申请12件、当面申请8件、网络申请27件，合计48件。", "sum", "47"),
        ("走访企业12家、学校8家，共21家。", "sum", "20"),
        # shares
        ("在答复的805件中，予以公开258件，占33.9%。", "share", "32.0%"),
        ("在答复的805件中，不予公开35件，占4.34%。", "share", "4.35%"),
        ("答复申请805件，其中予以公开258件（33.9%）。", "share", "32.0%"),
        ("答复申请805件。予以公开258件，占答复总数的33.9%。", "share", "32.0%"),
        ("抽查的18家单位中，15家合格，合格率84.3%。", "share", "83.3%"),
        ("办结126件，按时办结120件，按时办结率96%。", "share", "95%"),
        ("答复申请805件，其中予以公开258件，占比超过42%。", "share", "32%"),
        ("答复申请800件，其中予以公开258件，占千分之三百。", "share", "323‰"),
        # changes
        ("收到申请173件，比去年的146件增加17件。", "difference", "27"),
        ("收到申请173件，比去年的146件增长19.49%。", "growth", "18.49%"),
        ("收到申请173件，比去年的146件下降18.49%。", "growth", "-18.49%"),
        ("收到申请173件，较上年增加27件，同比增长15.6%。", "growth", "18.5%"),
        ("专职人员由15人增至18人，增长25%。", "growth", "20%"),
        ("专职人员由15人增至18人，增加4人。", "difference", "3"),
        ("差评率从8.94%下降到5.79%，下降3.51个百分点。", "difference", "3.15"),
        ("网站由43家减至19家，降幅58.8%。", "growth", "55.8%"),
    ],
)
def test_what_does_not_hold_is_told(text: str, code: str, expected: str) -> None:
    findings = found(text)
    assert [(each.code, each.expected) for each in findings] == [(f"narrative.{code}", expected)]


@pytest.mark.parametrize(
    "text",
    [
        "公开信息649条，其中，在区平台公开信息260条，在网站公开信息389条。",
        "收到申请42件，其中当面申请5件，传真申请1件，网络申请27件，信函申请9件。",
        # what may be one thing several times, or not all
        "主动公开信息5280条，其中微博3500条、微信2900条、网站4800条。",
        "主动公开信息528条，其中机构类12条、规划类6条。",
        "新收86件，其中个人71件，已结80件。",
        "受理9件，其中网络8件；复议3件。",
        # whose whole is not sure
        "作出许可决定1560件、处罚决定320件，其中市级部门820件，区县1060件。",
        "受理工单25600件，日均70件，其中咨询类15000件，投诉类6000件，求助类4600件。",
        "举办新闻发布会4场、政策吹风会2场，其中市领导参加3场。",
        "办理建议提案112件，其中建议45件，提案67件，公开112件。",
        "复议214件，其中维持83件，纠正41件，其他结果62件，尚未审结28件。",
        # sums
        "上年结转6件，新收88件，共94件。",
        "受理47件，其中信函12件、当面8件，合计20件。",
        "收到申请42件，答复40件，共涉及8类事项。",
        # shares, rounded as they are written
        "在答复的805件中，予以公开258件，占32.0%；不予公开35件，占4.35%。",
        "答复申请805件，其中予以公开258件，约占三成，占比超过32%。",
        "抽查的18家单位中，15家合格，合格率83.3%，满意率92%。",
        "网络申请8件、信函申请4件，分别占66.7%、33.3%。",
        "收到申请12件，办结率100%，答复率98%。",
        "受理热线1200件，办结1190件，满意率99%。",
        "收到投诉20件，办结19件，占95%。",
        "印发公文320件，其中主动公开280件、依申请公开25件、不予公开15件，公开率87.5%。",
        "在86件申请中，按时办结85件，延期办结1件，按时办结率98.8%。",
        # changes
        "收到申请173件，比去年的146件增加27件，增幅18.49%。",
        "受理88件（2017年为79件），较上年的79件增长11.4%。",
        "收到申请42件，较上年减少8件，同比下降16%。",
        "收到申请31件，答复30件，较上年增加5件，同比增长20%。",
        "差评率从8.94%下降到5.79%，下降3.15个百分点。",
        "访问量320万人次，同比增长12.5%。",
        "粉丝12.5万人，较上年增加2.1万人，增长20.2%。",
    ],
)
def test_what_holds_or_is_not_said_is_not_told(text: str) -> None:
    assert found(text) == []


def test_arithmetic_is_shown() -> None:
    (share,) = found("在答复的805件中，不予公开35件，占4.34%。")
    assert share.severity is Severity.WARNING
    assert share.message == "正文占比不符：35 ÷ 805 = 4.3478%，应为 4.35%，正文称“4.34%”"
    assert share.message_en == (
        "a share in the text is not what its figures give: 35 / 805 = 4.3478%, so 4.35%; "
        "the text says “4.34%”"
    )
    assert [origin.raw for origin in share.origins] == ["4.34%", "35件", "805件"]
    (total,) = found("信函申请12件、当面申请8件、网络申请27件，合计48件。")
    assert total.severity is Severity.ERROR
    assert total.message == "正文合计不符：12 + 8 + 27 = 47，正文称“48件”"


def test_form_of_the_report_says_what_makes_up_a_whole() -> None:
    text = "信息公开行政复议30件，其中结果维持18件，结果纠正6件，其他结果2件。"
    assert [f.code for f in found(text)] == ["narrative.sum"]
    assert found(text.replace("2件", "6件")) == []


def test_indices_that_lead_nowhere_are_no_trouble() -> None:
    whole = report("收到申请42件，其中网络30件，信函11件。")
    first, *rest = whole.quantities
    for of in ((), (7,), (-1, 0), (1,)):
        ways = tuple(Computed(how=how, of=of) for how in How)
        changed = evolve(whole, quantities=(evolve(first, computed=ways), *rest))
        codes = {finding.code for finding in check_reckoning(changed)}
        assert codes <= {"narrative.sum", "narrative.parts"}
