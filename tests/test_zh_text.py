"""Folding of text: what becomes one, what stays, and that every span finds its way back."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govreport.zh.text import (
    Folded,
    collapse,
    fold,
    has_traditional,
    label_key,
    squeeze,
    strip_notes,
    to_simplified,
)

#: Texts of the characters that folding acts upon, and of some that it leaves alone.
TEXTS = st.text(
    st.sampled_from("一年月报報（）()，、“”12aB　 \xa0\t\n\r\u200b\ufeff\xad⼀⻅１％Ａ①㈠〇/／-"),
    max_size=40,
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        pytest.param("２０１９．５％－Ａｂ／＋", "2019.5%-Ab/+", id="full-width"),
        pytest.param(
            "，。；：？！（）、“”‘’《》【】", "，。；：？！（）、“”‘’《》【】", id="punctuation"
        ),
        pytest.param("①㈠⒈Ⅳ", "①㈠⒈Ⅳ", id="numbering"),
        pytest.param("a\u3000b\xa0c\u2009d\te", "a b c d e", id="spaces"),
        pytest.param("一\n二\u2028三\v四", "一\n二\n三\n四", id="line-breaks"),
        pytest.param("\ufeff信\u200b息\xad公\u200e开", "信息公开", id="invisible"),
        pytest.param("⼀⼈⽬⾏⽂", "一人目行文", id="kangxi"),
        pytest.param(
            "⻅⻓⻔⻋⻛⻚⻢⻥⻦⻩⻮⻰⻳⺠⻄", "见长门车风页马鱼鸟黄齿龙龟民西", id="radicals"
        ),
        pytest.param("\uf9e9\uf98e", "里年", id="compatibility"),
        pytest.param("3﹒5﹐6｡", "3.5，6。", id="small-forms"),
        pytest.param("1\x002", "1\x002", id="control-stays"),
        pytest.param("", "", id="empty"),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text).text == folded


@pytest.mark.parametrize(
    ("text", "collapsed"),
    [
        pytest.param("2024 年 1 月 1 日", "2024年1月1日", id="date"),
        pytest.param("统　计　指　标", "统计指标", id="spread-header"),
        pytest.param("447 7  0\t0", "447 7 0 0", id="figures-stay-apart"),
        pytest.param("  受理 ，3 件 \n 答复  ", "受理，3件\n答复", id="around-punctuation"),
        pytest.param("Open  Data 平台", "Open Data平台", id="latin-words"),
        pytest.param("0 — 0", "0 — 0", id="a-dash-is-a-cell"),
        pytest.param("   ", "", id="only-spaces"),
        pytest.param("1 \u200b 2", "1 2", id="invisible-between-spaces"),
    ],
)
def test_collapse(text: str, collapsed: str) -> None:
    assert collapse(text).text == collapsed


def test_squeeze_drops_spaces_and_lines() -> None:
    assert squeeze(" 其中：\n\u3000主动 公开\r\n").text == "其中：主动公开"


@pytest.mark.parametrize(
    ("start", "end", "original"),
    [
        pytest.param(0, 0, (1, 1), id="empty-at-start"),
        pytest.param(0, 1, (1, 2), id="first"),
        pytest.param(0, 2, (1, 4), id="over-dropped"),
        pytest.param(1, 2, (3, 4), id="after-dropped"),
        pytest.param(2, 2, (5, 5), id="empty-at-end"),
    ],
)
def test_span_over_dropped_characters(start: int, end: int, original: tuple[int, int]) -> None:
    folded = fold("\ufeff公\u200b开\u200b")
    assert folded.text == "公开"
    assert folded.span(start, end) == original


@pytest.mark.parametrize("span", [(-1, 1), (1, 0), (0, 3)])
def test_span_outside_is_refused(span: tuple[int, int]) -> None:
    with pytest.raises(IndexError):
        fold("公开").span(*span)


@pytest.mark.parametrize("text", ["plain 123", "信息公开，２条"], ids=["ascii", "one-for-one"])
def test_unchanged_lengths_need_no_table(text: str) -> None:
    assert fold(text).offsets == range(len(text) + 1)


@pytest.mark.parametrize("how", [fold, collapse, squeeze])
@settings(max_examples=150)
@given(text=TEXTS)
def test_every_character_comes_from_its_place(how: object, text: str) -> None:
    assert callable(how)
    folded: Folded = how(text)
    assert len(folded.offsets) == len(folded.text) + 1
    assert folded.offsets[-1] == len(text)
    assert list(folded.offsets) == sorted(set(folded.offsets))
    for index, char in enumerate(folded.text):
        start, end = folded.span(index, index + 1)
        assert fold(text[start:end]).text == char


@pytest.mark.parametrize("how", [fold, collapse, squeeze])
@settings(max_examples=150)
@given(text=TEXTS)
def test_folding_twice_changes_nothing(how: object, text: str) -> None:
    assert callable(how)
    once: Folded = how(text)
    again: Folded = how(once.text)
    assert again.text == once.text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("本年增/减", "本年增减"),
        ("危及“三安全一稳定”", "危及三安全一稳定"),
        ('危及"三安全一稳定"', "危及三安全一稳定"),
        ("法律、法规", "法律法规"),
        ("结 果\n维持", "结果维持"),
        ("（一）予以公开", "(一)予以公开"),
        ("主動公開", "主动公开"),
        ("H5｜Ａpp", "h5app"),
    ],
)
def test_label_key_levels(one: str, other: str) -> None:
    assert label_key(one) == label_key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("其它", "其他"), ("公开数", "公开数（条）"), ("占比", "占比%")]
)
def test_label_key_keeps_apart(one: str, other: str) -> None:
    assert label_key(one) != label_key(other)


@pytest.mark.parametrize(
    ("text", "stripped"),
    [
        ("部分公开（区分处理的，只计这一情形）", "部分公开"),
        ("公开数（单位：条)", "公开数"),
        ("受理（含上年(2018)结转）数", "受理数"),
        ("总数［注1］【必填】", "总数"),
        ("收费（万元", "收费"),
        ("收费）万元", "收费）万元"),
        ("《条例》第二十条", "《条例》第二十条"),
        ("（全部）", ""),
    ],
)
def test_strip_notes(text: str, stripped: str) -> None:
    assert strip_notes(text) == stripped


def test_to_simplified() -> None:
    traditional = "關於政府信息公開工作年度報告的說明，壹萬億，乾隆"
    assert to_simplified(traditional) == "关于政府信息公开工作年度报告的说明，壹万亿，乾隆"
    assert has_traditional(traditional)
    assert not has_traditional("关于政府信息公开工作年度报告的说明，著作，覆盖，瞭望")


@settings(max_examples=200)
@given(st.text(max_size=30))
def test_to_simplified_is_one_for_one_and_stable(text: str) -> None:
    simplified = to_simplified(text)
    assert len(simplified) == len(text)
    assert to_simplified(simplified) == simplified
    assert not has_traditional(simplified)


@settings(max_examples=200)
@given(st.text(max_size=30))
def test_any_text_is_folded(text: str) -> None:
    for folded in (fold(text), collapse(text), squeeze(text)):
        assert folded.span(0, len(folded.text)) <= (len(text), len(text))
    label_key(text)
    strip_notes(text)
