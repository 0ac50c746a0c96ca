"""Labels: numbering, 其中：, widths and punctuation go; the words stay."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govreport.forms.labels import keys, keys_joined, read_label, unit_in
from govreport.zh.numbering import Style
from support.ogi import editions


@pytest.mark.parametrize(
    ("text", "number", "style"),
    [
        ("（一）收到申请数", 1, Style.CHINESE_PAREN),
        ("(一)收到申请数", 1, Style.CHINESE_PAREN),
        ("（一)收到申请数", 1, Style.CHINESE_PAREN),
        ("㈠收到申请数", 1, Style.CHINESE_PAREN),
        ("　（一）　收到 申请数", 1, Style.CHINESE_PAREN),
        ("三、收到申请数", 3, Style.CHINESE),
        ("三．收到申请数", 3, Style.CHINESE),
        ("2.收到申请数", 2, Style.DECIMAL),
        ("2、收到申请数", 2, Style.DECIMAL),
        ("2．收到申请数", 2, Style.DECIMAL),
        ("⒉收到申请数", 2, Style.DECIMAL),
        ("２．收到申请数", 2, Style.DECIMAL),
        ("2）收到申请数", 2, Style.DECIMAL_HALF),
        ("（2）收到申请数", 2, Style.DECIMAL_PAREN),
        ("②收到申请数", 2, Style.CIRCLED),
    ],
)
def test_numbering_is_taken_off(text: str, number: int, style: Style) -> None:
    label = read_label(text)
    assert label.number is not None
    assert (label.number.number, label.number.style) == (number, style)
    assert label.keys == ("收到申请数", "收到申请数")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("其中：涉及国家秘密", None),
        ("其中:涉及国家秘密", None),
        ("其中涉及国家秘密", None),
        ("　　其中：涉及国家秘密", None),
        ("其中：1.涉及国家秘密", 1),
        ("1.其中：涉及国家秘密", 1),
    ],
)
def test_of_which_is_taken_off(text: str, number: int | None) -> None:
    label = read_label(text)
    assert label.of_which
    assert label.key == "涉及国家秘密"
    assert (label.number.number if label.number else None) == number


@pytest.mark.parametrize(
    "text",
    [
        "（一）主动公开政府信息数（不同渠道和方式公开相同信息计1条）",
        "（一）主动公开政府信息数(不同渠道和方式公开相同信息计1条）",
        "（一）主动公开政府信息数\n（不同渠道和方式公开相同信息计1条）",
        "（一）主动公开政府信息数（不同渠道和方式公开相同信息计1条",
    ],
    ids=["full", "mixed brackets", "second line", "left open"],
)
def test_notes_are_in_the_full_key_only(text: str) -> None:
    label = read_label(text)
    assert label.key == "主动公开政府信息数不同渠道和方式公开相同信息计1条"
    assert label.short_key == "主动公开政府信息数"


@pytest.mark.parametrize(
    "text",
    [
        "危及“三安全一稳定”",
        '危及"三安全一稳定"',
        "危及三安全一稳定",
        "危及‘三安全一稳定’",
        "危 及「三安全一稳定」",
    ],
)
def test_quotes_do_not_tell_labels_apart(text: str) -> None:
    assert read_label(text).key == "危及三安全一稳定"


def test_one_character_a_line() -> None:
    label = read_label("三\n、\n本\n年\n度\n办\n理\n结\n果")
    assert label.number is not None
    assert label.number.number == 3
    assert label.key == "本年度办理结果"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("同意公开答复数", "不同意公开答复数"),
        ("同意公开答复数", "同意部分公开答复数"),
        ("行政许可", "行政处罚"),
        ("本年新收政府信息公开申请数量", "上年结转政府信息公开申请数量"),
    ],
)
def test_other_words_are_other_labels(one: str, other: str) -> None:
    assert not set(read_label(one).keys) & set(read_label(other).keys)


def test_nothing_but_a_number() -> None:
    assert read_label("（三）").keys == ("", "")
    assert read_label("").keys == ("", "")


def test_traditional_letters_spread_over_the_cell() -> None:
    assert keys("統　計　指　標") == ("统计指标", "统计指标")


def test_every_official_label_keeps_its_words_behind_its_number() -> None:
    for edition in editions():
        for table in edition.tables:
            for row in table.rows:
                assert read_label(row.number + row.label).keys == keys(row.label), row.label
                assert all(read_label("其中：" + row.label).keys), row.label


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("采购总金额（单位：万元）", "万元"),
        ("采购总金额(单位:元)", "元"),
        ("采购总金额（单位 万 元）", "万元"),
        ("采购总金额（万元）", "万元"),
        ("培训人员数[人次]", "人次"),
        ("单位：件", "件"),
        ("计量单位：件", "件"),
        ("主动公开政府信息数（不同渠道计1条）（单位：条）", "条"),
        ("采购总金额", None),
        ("单位", None),
        ("（单位：篇次）", None),
        ("（单位：万元/元）", None),
        ("填报单位：次坪镇", None),
        ("填报单位：件河县某局", None),
        ("主动公开政府信息数（不同渠道和方式公开相同信息计1条）", None),
        ("政府集中采购（项目）", None),
    ],
)
def test_unit_in_a_note(text: str, unit: str | None) -> None:
    assert unit_in(text) == unit


@given(st.text(max_size=300))
def test_any_text_has_keys_without_spaces(text: str) -> None:
    label = read_label(text)
    assert all(" " not in key and "\n" not in key for key in label.keys)
    unit_in(text)


@pytest.mark.parametrize(
    "text", ["（" * 100_000, "其中：" * 100_000, "1." * 100_000, "一" * 100_000]
)
def test_long_cells_are_cheap(text: str) -> None:
    assert len(read_label(text).key) <= 200
    assert unit_in(text) is None


@given(st.text("商业（()）[件1：", max_size=6), st.text("企业（()）]件1,", max_size=6))
def test_keys_of_two_texts_are_those_of_the_whole(one: str, other: str) -> None:
    assert keys_joined(one, other) == keys(one + other)
