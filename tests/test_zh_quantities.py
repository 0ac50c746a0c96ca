from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from govreport.zh.numerals import Style, to_chinese
from govreport.zh.quantities import (
    Change,
    Computed,
    Direction,
    How,
    NumberKind,
    Qualifier,
    QuantityKind,
    QuantitySpan,
    Value,
    find_none,
    find_other_numbers,
    find_quantities,
)
from govreport.zh.quantities.words import words
from labelled import score

PARAGRAPHS = score.load()


def only(text: str) -> QuantitySpan:
    found = find_quantities(text)
    assert len(found) == 1, found
    return found[0]


# --- against the labelled paragraphs ------------------------------------------------------------


@pytest.mark.parametrize(
    "aspect", ["value, unit, span", "+ kind", "+ bounds", "+ change", "+ part"]
)
def test_labelled_quantities_are_found(aspect: str) -> None:
    result = score.score(PARAGRAPHS, aspect)
    assert result.labelled > 200
    assert result.precision >= 0.97, result
    assert result.recall >= 0.97, result


def test_labelled_statements_of_none_are_found() -> None:
    result = score.score_none(PARAGRAPHS)
    assert result.precision >= 0.9, result
    assert result.recall >= 0.9, result


def test_labelled_subjects_are_found() -> None:
    assert score.score(PARAGRAPHS, "+ subject").recall >= 0.75


@pytest.mark.parametrize("paragraph", PARAGRAPHS, ids=lambda each: each.id)
def test_every_digit_is_accounted_for(paragraph: score.Paragraph) -> None:
    text = paragraph.text
    found = [(each.start, each.end) for each in find_quantities(text)]
    others = [(each.start, each.end) for each in find_other_numbers(text)]
    seen = sorted(found + others)
    assert all(one[1] <= other[0] for one, other in itertools.pairwise(seen))
    for place, char in enumerate(text):
        assert not char.isdigit() or any(start <= place < end for start, end in seen), text[place:]


# --- one by one ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value", "unit", "kind"),
    [
        ("收到申请3,119件", 3119, "件", QuantityKind.COUNT),
        ("收到申请３１１９ 件", 3119, "件", QuantityKind.COUNT),
        ("收到申请三千一百一十九件", 3119, "件", QuantityKind.COUNT),
        ("访问量3.2万人次", 32000, "人次", QuantityKind.COUNT),
        ("受理申請12個", 12, "个", QuantityKind.COUNT),
        ("推送两条微信", 2, "条", QuantityKind.COUNT),
        ("申请数量为0", 0, None, QuantityKind.COUNT),
        ("收取费用251000元", 251000, "元", QuantityKind.MONEY),
        ("收取费用25.10万元", Decimal("25.10"), "万元", QuantityKind.MONEY),
        ("收取3亿2千万元", 320_000_000, "元", QuantityKind.MONEY),
        ("收取壹拾元伍角", Decimal("10.5"), "元", QuantityKind.MONEY),
        ("收取50元6角3分", Decimal("50.63"), "元", QuantityKind.MONEY),
        ("收取壹佰元整", 100, "元", QuantityKind.MONEY),
        ("收取￥300", 300, "元", QuantityKind.MONEY),
        ("共8亿元人民币", 8, "亿元", QuantityKind.MONEY),
        ("占99.58％", Decimal("99.58"), "%", QuantityKind.PERCENT),
        ("占百分之十二点五", Decimal("12.5"), "%", QuantityKind.PERCENT),
        ("占百分之百", 100, "%", QuantityKind.PERCENT),
        ("占千分之三", 3, "‰", QuantityKind.PERMILLE),
        ("上升2.4 个百分点", Decimal("2.4"), "百分点", QuantityKind.POINTS),
        ("占三分之一", Fraction(1, 3), None, QuantityKind.FRACTION),
        ("占六成五", Fraction(13, 20), None, QuantityKind.FRACTION),
        ("比例为1：2.5", Fraction(2, 5), None, QuantityKind.RATIO),
        ("翻两番", 4, "倍", QuantityKind.MULTIPLE),
        ("历时半年", Fraction(1, 2), "年", QuantityKind.DURATION),
        ("历时两年半", Decimal("2.5"), "年", QuantityKind.DURATION),
        ("一个半小时", Decimal("1.5"), "小时", QuantityKind.DURATION),
        ("连续12个季度", 12, "季度", QuantityKind.DURATION),
        ("面积1.5万平方米", 15000, "平方米", QuantityKind.MEASURE),
        ("占百万分之五", Fraction(1, 200_000), None, QuantityKind.FRACTION),
        ("占七分之四", Fraction(4, 7), None, QuantityKind.FRACTION),
        ("装机一百千瓦", 100, "千瓦", QuantityKind.MEASURE),
        ("拨付2千零30万元", 2030, "万元", QuantityKind.MONEY),
        ("列第2位", 2, "位", QuantityKind.ORDINAL),
        ("排名全市第一。", 1, None, QuantityKind.ORDINAL),
    ],
    ids=lambda each: each if isinstance(each, str) else None,
)
def test_value_unit_and_kind(text: str, value: Value, unit: str | None, kind: QuantityKind) -> None:
    found = only(text)
    assert (found.value, found.unit, found.kind) == (value, unit, kind)
    assert (found.low, found.high, found.qualifier, found.change and found.change.base) == (
        (None,) * 4
    )


def test_money_keeps_the_decimals_written() -> None:
    assert str(only("收取费用25.10万元").value) == "25.10"


@pytest.mark.parametrize(
    ("text", "value", "low", "high", "qualifier"),
    [
        ("20余次", 20, 20, 29, Qualifier.MORE_THAN),
        ("5500余条", 5500, 5500, 5599, Qualifier.MORE_THAN),
        ("14万余条", 140_000, 140_000, 149_999, Qualifier.MORE_THAN),
        ("14余万条", 140_000, 140_000, 149_999, Qualifier.MORE_THAN),
        ("2136余条", 2136, 2136, None, Qualifier.MORE_THAN),
        ("五百余万册", 5_000_000, 5_000_000, 5_999_999, Qualifier.MORE_THAN),
        ("30余万元", 30, 30, 40, Qualifier.MORE_THAN),
        ("十余家", 10, 10, 19, Qualifier.MORE_THAN),
        ("百余家", 100, 100, 199, Qualifier.MORE_THAN),
        ("近3万册", 30_000, None, 30_000, Qualifier.NEARLY),
        ("近万人", 10_000, None, 10_000, Qualifier.NEARLY),
        ("上百人", 100, 100, None, Qualifier.AT_LEAST),
        ("约20件", 20, None, None, Qualifier.ABOUT),
        ("20件左右", 20, None, None, Qualifier.ABOUT),
        ("超过20件", 20, 20, None, Qualifier.MORE_THAN),
        ("不少于4次", 4, 4, None, Qualifier.AT_LEAST),
        ("4次以上", 4, 4, None, Qualifier.AT_LEAST),
        ("不超过20个工作日", 20, None, 20, Qualifier.AT_MOST),
        ("20日内", 20, None, 20, Qualifier.AT_MOST),
        ("不足20篇", 20, None, 20, Qualifier.LESS_THAN),
        ("几十件", None, 20, 99, None),
        ("十几件", None, 11, 19, None),
        ("二十几万条", None, 210_000, 299_999, None),
        ("七八次", None, 7, 8, None),
        ("四五十个", None, 40, 50, None),
        ("若干件", None, None, None, None),
        ("3至5件", None, 3, 5, None),
        ("3—5件", None, 3, 5, None),
        ("1-2次", None, 1, 2, None),
        ("95%～98%", None, 95, 98, None),
        ("一百零几件", None, 101, 109, None),
        ("一百零几万件", None, 1_010_000, 1_099_999, None),
        ("百分之十到百分之二十", None, 10, 20, None),
        ("百分之十至二十", None, 10, 20, None),
        ("三至五成", None, Fraction(3, 10), Fraction(1, 2), None),
        ("20元以上200元以下", None, 20, 200, None),
        ("不少于3次、不超过5次", None, 3, 5, None),
        ("3000元与5000元", None, 3000, 5000, None),
        ("两倍多", 2, 2, 3, Qualifier.MORE_THAN),
        ("3至5万条", None, 30_000, 50_000, None),
        ("3至5万元", None, 3, 5, None),
    ],
    ids=lambda each: each if isinstance(each, str) else None,
)
def test_bounds(
    text: str, value: Value | None, low: Value | None, high: Value | None, qualifier: Qualifier
) -> None:
    between = "之间" if "与" in text else ""
    for end in ("。", ""):
        found = only(f"办理{text}{between}{end}")
        assert found.text == text
    assert (found.value, found.low, found.high, found.qualifier) == (value, low, high, qualifier)


UP, DOWN = Direction.UP, Direction.DOWN


@pytest.mark.parametrize(
    ("text", "span", "change"),
    [
        ("率从8.94%下降到5.79%", "从8.94%下降到5.79%", (DOWN, Decimal("8.94"), Decimal("5.79"))),
        ("由上年的120件增至156件", "由上年的120件增至156件", (UP, 120, 156)),
        ("从3个调整为5个", "从3个调整为5个", (UP, 3, 5)),
        ("从12到15件", "从12到15件", (UP, 12, 15)),
        ("同比增长12.3%", "12.3%", (UP, None, None)),
        ("增加13人", "13人", (UP, None, None)),
        ("增加到13人", "13人", (UP, None, 13)),
        ("较去年回落12.3%", "12.3%", (DOWN, None, None)),
        ("翻一番", "翻一番", (UP, None, 2)),
    ],
    ids=lambda each: each if isinstance(each, str) else None,
)
def test_changes(
    text: str, span: str, change: tuple[Direction, Value | None, Value | None]
) -> None:
    found = only(text)
    assert found.text == span
    assert found.change == Change(*change)


def test_two_quantities_run_together() -> None:
    found = find_quantities("帮扶2699户11137人脱贫")
    assert [(each.value, each.unit) for each in found] == [(2699, "户"), (11137, "人")]


def test_length_of_time_in_several_units() -> None:
    found = find_quantities("历时一年零三个月又5天")
    assert [(each.value, each.unit) for each in found] == [(1, "年"), (3, "个月"), (5, "天")]


@pytest.mark.parametrize(
    ("text", "whole", "how", "of"),
    [
        ("公开信息649条，其中平台260条，网站389条。", 0, How.SUM, (1, 2)),
        ("公开信息649条，其中平台260条，网站388条。", 0, How.CHANNELS, (1, 2)),
        ("编发119期，其中市级47期、青区28期、兰县22期。", 0, How.LISTED, (1, 2, 3)),
        ("收到42件，其中网络30件，其余11件。", 0, How.SUM, (1, 2)),
        ("收到42件，其中：网络申请30件；信函申请11件。", 0, How.LISTED, (1, 2)),
        ("答复5件，其中同意公开8件。", 0, How.LISTED, (1,)),
        ("信函12件、当面8件、网络27件，合计48件。", 3, How.SUM, (0, 1, 2)),
        ("在答复的805件中，同意258件，占32%。", 2, How.SHARE, (1, 0)),
        ("抽查的18家单位中，15家合格，合格率83.3%。", 2, How.SHARE, (1, 0)),
        ("收到173件，比去年的146件增加27件。", 2, How.DIFFERENCE, (0, 1)),
        ("收到173件，比去年的146件增加27件，增幅18.49%。", 3, How.GROWTH, (0, 1)),
        ("收到173件，较上年增加27件，增长18.5%。", 2, How.GROWTH, (0, 1)),
        ("由15人增至18人，增长20%。", 1, How.GROWTH, (0,)),
        ("从8.94%下降到5.79%，下降3.15个百分点。", 1, How.DIFFERENCE, (0,)),
    ],
)
def test_what_a_quantity_comes_from(text: str, whole: int, how: How, of: tuple[int, ...]) -> None:
    assert find_quantities(text)[whole].computed == (Computed(how, of),)


def test_share_of_a_total_that_is_only_named() -> None:
    found = find_quantities("予以公开258件，占答复总数的33.9%；不予公开35件，占4.34%。")
    assert found[1].computed == (Computed(How.SHARE, (0,), "答复"),)
    assert found[3].computed == (Computed(How.SHARE, (2,), "答复"),)


@pytest.mark.parametrize(
    "text",
    [
        "公开528条，其中机构类12条，更新栏目信息60条。",
        "新收86件，其中个人71件，已结80件。",
        "许可1560件、处罚320件，其中市级120件，区级60件。",
        "编发约119期，其中市级47期、青区28期。",
        "收到42件，答复40件，共12类。",
        "网络8件、信函4件，分别占66.7%、33.3%。",
        "收到31件，答复30件，比上年增加5件。",
        "办结率100%，同比增长12.5%。",
    ],
)
def test_what_is_not_said_to_come_from_others(text: str) -> None:
    assert [each.computed for each in find_quantities(text) if each.computed] == []


@pytest.mark.parametrize(
    ("text", "wholes"),
    [
        ("公开649条，其中网站260条，其他389条。", [None, 0, 0]),
        ("共119期，其中，市级47期、区级28期、县级44期，另编3期。", [None, 0, 0, 0, None]),
        ("答复3050件（含上年结转34件，另有103件顺延）", [None, 0, None]),
        ("受理12件，其中网络3件。答复9件。", [None, 0, None]),
        ("受理12件。其中：网络3件，信函9件。", [None, 0, 0]),
        ("举办4次，其中领导参加1次，开展访谈2次。", [None, 0, None]),
        ("受理9件，其中网络2件；复议3件。", [None, 0, None]),
        ("受理9条，其中网络5件。", [None, None]),
        (
            "新收86件，其中个人71件（其中当面20件、在线51件），法人15件，已结80件",
            [None, 0, 1, 1, 0, None],
        ),
    ],
    ids=lambda each: each if isinstance(each, str) else None,
)
def test_parts_of_a_whole(text: str, wholes: list[int | None]) -> None:
    assert [each.part_of for each in find_quantities(text)] == wholes


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("公开规范性文件4件", "规范性文件"),
        ("全年共主动公开各类政府信息649条", "政府信息"),
        ("在门户网站公开信息260条", "信息"),
        ("设立3个查阅点", "查阅点"),
        ("推送两条微信", "微信"),
    ],
)
def test_subject(text: str, subject: str) -> None:
    found = only(text)
    assert found.subject == subject


@pytest.mark.parametrize(
    ("text", "subject", "predicate", "channel"),
    [
        (
            "在区平台、政务微博及各级媒体上公开信息389条",
            "信息",
            "公开",
            "区平台、政务微博及各级媒体",
        ),
        ("通过政府网站主动公开各类信息260条", "信息", "主动公开", "政府网站"),
        ("政务微博公开41条", None, None, "政务微博"),
        ("公开规范性文件4件", "规范性文件", "公开", None),
        ("答复805件", None, "答复", None),
        ("占答复总数的33.9%", None, "答复", None),
        ("法定期限为20个工作日", "法定期限", None, None),
        ("领导小组由7人组成", None, None, None),
    ],
)
def test_what_was_done_with_it_and_through_what(
    text: str, subject: str | None, predicate: str | None, channel: str | None
) -> None:
    found = only(text)
    assert (found.subject, found.predicate, found.channel) == (subject, predicate, channel)


def test_spans_are_of_the_text_passed_in() -> None:
    text = "  公 开\u200b１２ 条，共 ３ 万 元"
    assert [(each.text, text[each.start : each.end]) for each in find_quantities(text)] == [
        ("１２ 条", "１２ 条"),
        ("３ 万 元", "３ 万 元"),
    ]


@pytest.mark.parametrize(
    ("text", "span", "kind"),
    [
        ("国办公开办〔2019〕60号文件", "〔2019〕60号", NumberKind.DOCUMENT_NUMBER),
        ("国令第 711 号", "第 711 号", NumberKind.DOCUMENT_NUMBER),
        ("依据第二十条规定", "第二十条", NumberKind.ARTICLE),
        ("2019年1月9日", "1月9日", NumberKind.DATE),
        ("2018年度", "2018年度", NumberKind.YEAR),
        ("12年度报告", "12年度", NumberKind.YEAR),
        ("第四季度", "第四季度", NumberKind.PERIOD),
        ("近三年来", "近三年来", NumberKind.PERIOD),
        ("上午8:30开始", "8:30", NumberKind.TIME),
        ("电话：0599-86300012", "0599-86300012", NumberKind.PHONE),
        ("邮编：315299", "315299", NumberKind.POSTCODE),
        ("https://a.example/2019/1条.html", "https://a.example/2019/1条.html", NumberKind.URL),
        ("八一路439号B座107室", "439号", NumberKind.NAME),
        ("在三门县", "三门县", NumberKind.NAME),
        ("廿三里街道", "廿三里街道", NumberKind.NAME),
        ("落实“十四五”规划", "“十四五”", NumberKind.NAME),
        ("24小时热线", "24小时热线", NumberKind.FIXED),
        ("三个“100”行动", "三个“100”", NumberKind.FIXED),
        ("最多跑一次", "最多跑一次", NumberKind.FIXED),
        ("：一是健全机制", "一是", NumberKind.LIST),
        ("不足：（3）人员少", "（3）", NumberKind.LIST),
        ("客户端2.0版", "2.0版", NumberKind.VERSION),
        ("第七期简报", "第七", NumberKind.ORDINAL),
        ("推出H5作品", "H5", NumberKind.ID),
        ("邮编223001", "223001", NumberKind.POSTCODE),
        ("电话0517-83605210", "0517-83605210", NumberKind.PHONE),
        ("手机13805171234", "13805171234", NumberKind.PHONE),
        ("热线4008-123-456", "4008-123-456", NumberKind.PHONE),
        ("拨打12345热线", "12345", NumberKind.PHONE),
        ("索引号：014321/2019-00012", "014321/2019-00012", NumberKind.ID),
        ("统一社会信用代码11320800014321", "11320800014321", NumberKind.ID),
        ("邮箱a1@b2.example", "a1@b2.example", NumberKind.URL),
        ("深化一网通办", "一", NumberKind.FIXED),
        ("推进五公开", "五", NumberKind.FIXED),
        ("危及三安全一稳定", "三", NumberKind.FIXED),
        ("严守“四最”", "“四最”", NumberKind.NAME),
        ("探索“1+X”模式", "“1+X”", NumberKind.NAME),
        ("二十届三中全会", "二十届三中全会", NumberKind.FIXED),
        ("“十四五”时期", "“十四五”", NumberKind.NAME),
        ("2024版目录", "2024版", NumberKind.VERSION),
        ("第711号令", "第711号令", NumberKind.DOCUMENT_NUMBER),
        ("第二十条第（一）项", "第二十条", NumberKind.ARTICLE),
        ("2018-12-31", "2018-12-31", NumberKind.DATE),
        ("10:22发布", "10:22", NumberKind.TIME),
        ("九龙坡区", "九龙坡区", NumberKind.NAME),
        ("二郎街道", "二郎街道", NumberKind.NAME),
        ("百官街道", "百官街道", NumberKind.NAME),
        ("六安市", "六安", NumberKind.NAME),
        ("怀远二中", "二中", NumberKind.NAME),
        ("万州区", "万州区", NumberKind.NAME),
        ("千岛湖", "千岛湖", NumberKind.NAME),
        ("第三人民医院", "第三", NumberKind.ORDINAL),
        ("一号公路", "一号公路", NumberKind.NAME),
        ("二是强化监督", "二是", NumberKind.LIST),
        ("市本级公开4 567条", "567", NumberKind.UNREAD),
    ],
    ids=lambda each: each if isinstance(each, str) else None,
)
def test_what_is_no_quantity(text: str, span: str, kind: NumberKind) -> None:
    assert find_quantities(text) == ()
    assert (span, kind) in [(each.text, each.kind) for each in find_other_numbers(text)]


@pytest.mark.parametrize(
    "text",
    [
        "作为一项长期工作",
        "每一个环节",
        "形成一批经验",
        "进一步统一标准",
        "十分重要",
        "两部门联合",
        "二级巡视员",
        "我一看",
        "四川、百色、万年县",
        "危及“三安全一稳定”",
        "属于四类过程性信息",
        "三年行动计划",
        "A202107条",
        "百分之3.2k",
        "3-5-7件",
        "10:22",
        "1/2/2020",
        "192.168.1.1",
        "邮编为315299。",
        "第一次会议",
    ],
)
def test_nothing_is_counted(text: str) -> None:
    assert find_quantities(text) == ()


@pytest.mark.parametrize(
    ("text", "statement", "subject"),
    [
        ("我局全年无依申请公开政府信息情况。", "无依申请公开政府信息情况", "依申请公开政府信息"),
        ("未收取任何费用。", "未收取任何费用", "费用"),
        ("全年没有发生行政诉讼，", "没有发生行政诉讼", "行政诉讼"),
        ("行政复议均为零。", "行政复议均为零", "行政复议"),
        ("不存在收费情况。", "不存在收费情况", "收费"),
        ("无其他需要报告的事项。", "无其他需要报告的事项", "其他需要报告的事项"),
        ("无。", "无", None),
    ],
)
def test_statements_of_none(text: str, statement: str, subject: str | None) -> None:
    found = find_none(text)
    assert [(each.text, each.subject) for each in found] == [(statement, subject)]
    assert text[found[0].start : found[0].end] == statement


@pytest.mark.parametrize(
    "text",
    [
        "无法提供",
        "无正当理由大量反复申请",
        "未能及时更新",
        "未经复议直接起诉",
        "信息不存在",
        "申请信息不存在3件",
        "没有形成合力",
        "无障碍浏览",
        "未成年人保护",
    ],
)
def test_no_statement_of_none(text: str) -> None:
    assert find_none(text) == ()


# --- properties ---------------------------------------------------------------------------------

FIGURES = str.maketrans("一二三四五六七八九", "123456789")
WIDE = str.maketrans("0123456789,", "０１２３４５６７８９，")
WAYS: dict[str, Callable[[int], str]] = {
    "digits": str,
    "grouped": "{:,}".format,
    "wide": lambda n: str(n).translate(WIDE),
    "simplified": to_chinese,
    "traditional": lambda n: to_chinese(n, Style.TRADITIONAL),
    "financial": lambda n: to_chinese(n + 10, Style.FINANCIAL),  # one such sign alone is a word
    "ten_thousands": lambda n: f"{n // 10_000}万{n % 10_000:04}" if n >= 10_000 else str(n),
    "hundred_millions": lambda n: f"{n // 10**8}亿{n % 10**8:08}" if n >= 10**8 else str(n),
    "figures_and_units": lambda n: to_chinese(n).translate(FIGURES),
    "wide_figures_and_units": lambda n: to_chinese(n).translate(FIGURES).translate(WIDE),
    "circles": lambda n: to_chinese(n).replace("零", "〇"),
    "pairs": lambda n: re.sub("(?<![十零])二(?=[百千万亿])", "两", to_chinese(n)),
    "wide_grouped": lambda n: f"{n:,}".translate(WIDE),
    "decimals": lambda n: f"{Decimal(n).scaleb(-4):f}万",
}


@pytest.mark.parametrize("way", WAYS)
@settings(max_examples=60, deadline=None)
@given(
    n=st.one_of(st.integers(0, 10**16 - 11), st.integers(0, 99_999)), unit=st.sampled_from("件次")
)
def test_any_integer_reads_back(way: str, n: int, unit: str) -> None:
    found = find_quantities(f"共收到申请{WAYS[way](n)}{unit}，")
    expected = n + 10 if way == "financial" else n
    assert [(each.value, each.unit) for each in found] == [(expected, unit)]


SIGNS = (
    "0123456789０１一二三肆拾十百千万亿兆零几两半数余多约近超第年月日号条件个元%‰.，,。、：:-—至从由"
    "（）“”《》无未 \n翻番成分之比又点折间岁倍角Aa\u200b"
)
WORDS = [
    "其中",
    "以上",
    "以下",
    "以内",
    "左右",
    "及以上",
    "不少于",
    "不超过",
    "超过",
    "大约",
    "合计",
    "共",
    "占",
    "增长",
    "下降到",
    "增至",
    "减少",
    "同比",
    "较去年的",
    "个百分点",
    "百分之",
    "千分之",
    "分之",
    "之间",
    "人民币",
    "万元",
    "亿元",
    "小时",
    "工作日",
    "个半",
    "上百",
    "若干",
    "翻两番",
    "没有",
    "未收取",
    "情况",
    "为零",
    "第十",
    "〔2019〕60号",
    "第二十条",
    "一是",
    "（3）",
    "率",
    "其余",
    "含",
    "与",
    "和",
]
JUNK = st.lists(st.sampled_from([*SIGNS, *WORDS]), max_size=40).map("".join)


@example("0人民币0人民币")
@example("从0条0至0")
@settings(max_examples=600, deadline=None)
@given(JUNK)
def test_junk_never_raises_and_spans_are_in_order(text: str) -> None:
    found = find_quantities(text)
    last = 0
    for index, each in enumerate(found):
        assert last <= each.start < each.end <= len(text)
        assert text[each.start : each.end] == each.text
        assert each.part_of is None or each.part_of < index
        assert all(0 <= other < len(found) for way in each.computed for other in way.of)
        assert each.low is None or each.high is None or each.low <= each.high
        last = each.end
    others = [(each.start, each.end) for each in find_other_numbers(text)]
    seen = sorted([*others, *((each.start, each.end) for each in found)])
    assert all(one[1] <= other[0] for one, other in itertools.pairwise(seen))
    find_none(text)


def test_straight_quotation_marks_are_taken_in_pairs() -> None:
    text = '落实"加强信息公开和政务服务工作的若干意见"公开信息30条，推出"新政20条"'
    assert [each.text for each in find_quantities(text)] == ["30条"]
    assert [each.text for each in find_quantities('身高5"，公开30条')] == ["30条"]


@pytest.mark.parametrize(
    "text",
    [
        "一、本年新收政府信息公开申请数量0000000三、本年度办理结果",
        "信函、传真申请数条00对申请的答复总数条00其中",
        "信函、传真申请数条01对申请的答复总数条11对申请",
        "受理申请数量件3对公众公开，依申请公开信息收取的费用万元5个",
        "其中：1.当面申请数条002.网上申请数条003.信函申请数",
        "构建三位一体的公开格局",
        "形成多位一体的平台",
        "统筹推进五位一体总体布局，双随机、一公开监管，一网通办，四议两公开",
        "委托第三方评估三公经费和一般公共预算，统一部署，以防万一",
        "“十四五”规划、十四五时期、第十四个五年规划和二〇三五年远景目标",
        "文化发展规划（2021-2035）、产业规划（2021—2025年）",
        "出台《关于深化政务公开的若干意见》和〈若干规定〉",
        "印发「若干措施」、『三十条』和‘五个一’方案",
        "地址：行政中心主楼14层；3号楼5层；110联动、12345热线",
        "各部门实行两张清单，四套班子带头",
        '解读"创业富民30条"、"强农惠农富农"等政策，推进"三个一"工程',
        "把材料放在一起。",
        "与业务工作一起部署、一起检查",
        "放在一处集中办理",
    ],
)
def test_cells_run_together_and_set_phrases_count_nothing(text: str) -> None:
    assert find_quantities(text) == ()


#: Units that measure nothing behind such a numeral: 三度, 三分, 三日, 三百 and 分点.
NOT_ALONE = {"度", "分", "日", "百分点"}
UNITS = sorted({word for those in words().units.values() for word, _ in those} - NOT_ALONE)


def test_a_numeral_before_any_unit_is_looked_at() -> None:
    """Texts that cannot hold a quantity are passed over; none of these is."""
    lost = [unit for unit in UNITS if not find_quantities(f"共有三{unit}，")]
    assert lost == []


@pytest.mark.parametrize(
    "text",
    [
        *("几件申请", "数十次", "若干条", "翻了一番", "全市第一，", "，三比一的比例", "百分之五"),
        *("共三万", "九成", "二十余名", "二三件"),
    ],
)
def test_a_quantity_without_a_figure_is_looked_at(text: str) -> None:
    assert find_quantities(text) != ()


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("联系电话：62345678", [NumberKind.PHONE]),
        ("电话号码为123456件", [NumberKind.PHONE]),
        ("邮政编码：315200", [NumberKind.POSTCODE]),
        ("索引号：123456", [NumberKind.ID]),
        ("微信号为:ab12", [NumberKind.ID]),
        ("文号为12345", [NumberKind.ID]),
        ("书号码12345", []),
    ],
)
def test_what_a_number_is_behind_says_what_it_is(text: str, kinds: list[NumberKind]) -> None:
    found = find_other_numbers(text)
    assert [each.kind for each in found if each.kind is not NumberKind.LABEL] == kinds
