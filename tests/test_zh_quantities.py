from __future__ import annotations

import itertools
import time
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govreport.zh.numerals import Style, to_chinese
from govreport.zh.quantities import (
    Change,
    Direction,
    Found,
    Kind,
    NumberKind,
    Qualifier,
    Value,
    find_none,
    find_other_numbers,
    find_quantities,
)
from labelled import score

PARAGRAPHS = score.load()


def only(text: str) -> Found:
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
        ("收到申请3,119件", 3119, "件", Kind.COUNT),
        ("收到申请３１１９ 件", 3119, "件", Kind.COUNT),
        ("收到申请三千一百一十九件", 3119, "件", Kind.COUNT),
        ("访问量3.2万人次", 32000, "人次", Kind.COUNT),
        ("受理申請12個", 12, "个", Kind.COUNT),
        ("推送两条微信", 2, "条", Kind.COUNT),
        ("申请数量为0", 0, None, Kind.COUNT),
        ("收取费用251000元", 251000, "元", Kind.MONEY),
        ("收取费用25.10万元", Decimal("25.10"), "万元", Kind.MONEY),
        ("收取3亿2千万元", 320_000_000, "元", Kind.MONEY),
        ("收取壹拾元伍角", Decimal("10.5"), "元", Kind.MONEY),
        ("收取50元6角3分", Decimal("50.63"), "元", Kind.MONEY),
        ("收取壹佰元整", 100, "元", Kind.MONEY),
        ("收取￥300", 300, "元", Kind.MONEY),
        ("共8亿元人民币", 8, "亿元", Kind.MONEY),
        ("占99.58％", Decimal("99.58"), "%", Kind.PERCENT),
        ("占百分之十二点五", Decimal("12.5"), "%", Kind.PERCENT),
        ("占百分之百", 100, "%", Kind.PERCENT),
        ("占千分之三", 3, "‰", Kind.PERMILLE),
        ("上升2.4 个百分点", Decimal("2.4"), "百分点", Kind.POINTS),
        ("占三分之一", Fraction(1, 3), None, Kind.FRACTION),
        ("占六成五", Fraction(13, 20), None, Kind.FRACTION),
        ("比例为1：2.5", Fraction(2, 5), None, Kind.RATIO),
        ("翻两番", 4, "倍", Kind.MULTIPLE),
        ("历时半年", Fraction(1, 2), "年", Kind.DURATION),
        ("历时两年半", Decimal("2.5"), "年", Kind.DURATION),
        ("一个半小时", Decimal("1.5"), "小时", Kind.DURATION),
        ("连续12个季度", 12, "季度", Kind.DURATION),
        ("面积1.5万平方米", 15000, "平方米", Kind.MEASURE),
        ("列第2位", 2, "位", Kind.ORDINAL),
        ("排名全市第一。", 1, None, Kind.ORDINAL),
    ],
    ids=lambda each: each if isinstance(each, str) else None,
)
def test_value_unit_and_kind(text: str, value: Value, unit: str | None, kind: Kind) -> None:
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
        ("3至5万条", None, 30_000, 50_000, None),
        ("3至5万元", None, 3, 5, None),
    ],
    ids=lambda each: each if isinstance(each, str) else None,
)
def test_bounds(
    text: str, value: Value | None, low: Value | None, high: Value | None, qualifier: Qualifier
) -> None:
    found = only(f"办理{text}。")
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
    assert found.subject_span is not None
    assert text[slice(*found.subject_span)] == subject


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

WAYS: dict[str, Callable[[int], str]] = {
    "digits": str,
    "grouped": "{:,}".format,
    "wide": lambda n: str(n).translate(str.maketrans("0123456789", "０１２３４５６７８９")),
    "simplified": to_chinese,
    "traditional": lambda n: to_chinese(n, Style.TRADITIONAL),
    "financial": lambda n: to_chinese(n + 10, Style.FINANCIAL),  # one such sign alone is a word
    "ten_thousands": lambda n: f"{n // 10_000}万{n % 10_000:04}" if n >= 10_000 else str(n),
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


JUNK = st.text(
    st.sampled_from(
        "0123456789０１一二三肆拾十百千万亿两半几数余多约近超第年月日号条件个元%‰.，,。、：:-—至从由其中"
        "（）“”《》无未 \n翻番成分之比Aa\u200b"
    ),
    max_size=60,
)


@settings(max_examples=400, deadline=None)
@given(JUNK)
def test_junk_never_raises_and_spans_are_in_order(text: str) -> None:
    found = find_quantities(text)
    last = 0
    for index, each in enumerate(found):
        assert last <= each.start < each.end <= len(text)
        assert text[each.start : each.end] == each.text
        assert each.part_of is None or each.part_of < index
        assert each.low is None or each.high is None or each.low <= each.high
        last = each.end
    others = [(each.start, each.end) for each in find_other_numbers(text)]
    seen = sorted([*others, *((each.start, each.end) for each in found)])
    assert all(one[1] <= other[0] for one, other in itertools.pairwise(seen))
    find_none(text)


@pytest.mark.parametrize("unit", ["1", "一", "其中（", "从1件", "1-", "a", "无", "“1", "几十"])
def test_time_is_linear(unit: str) -> None:
    def seconds(length: int) -> float:
        text = unit * (length // len(unit))
        start = time.process_time()
        find_quantities(text)
        find_none(text)
        return time.process_time() - start

    seconds(1_000)
    assert seconds(16_000) < 20 * seconds(4_000) + 0.2
