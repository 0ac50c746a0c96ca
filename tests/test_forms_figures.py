"""A figure's cell: a value only where it is surely one, else which kind of nothing."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govreport.forms.cell_values import MAX_LENGTH, Figure, read_figure, read_unit
from govreport.model import State


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("0", 0, None),
        ("260", 260, None),
        (" 260\n", 260, None),
        ("１２", 12, None),
        ("1,234", 1234, None),
        ("1，234", 1234, None),
        ("1,234,567", 1_234_567, None),
        ("0件", 0, "件"),
        ("260条", 260, "条"),
        ("260 条", 260, "条"),
        ("3人次", 3, "人次"),
        ("１,２３４件", 1234, "件"),
        ("251000元", 251_000, "元"),
        ("二", 2, None),
        ("十二", 12, None),
        ("十二件", 12, "件"),
        ("一百二十三", 123, None),
        ("〇", 0, None),
        ("零", 0, None),
        ("-3", -3, None),
        ("－3", -3, None),
        ("−3", -3, None),
        ("﹣3", -3, None),
        ("减3", -3, None),
        ("减少3", -3, None),
        ("减 3", -3, None),
        ("减十二", -12, None),
        ("↓3", -3, None),
        ("▼3", -3, None),
        ("+3", 3, None),
        ("增3", 3, None),
        ("增加3", 3, None),
        ("↑3", 3, None),
    ],
)
def test_whole_number(text: str, value: int, unit: str | None) -> None:
    figure = read_figure(text)
    assert figure == Figure(value, None, unit)
    assert type(figure.value) is int


@pytest.mark.parametrize(
    ("text", "written", "unit"),
    [
        ("0.00", "0.00", None),
        ("０．５", "0.5", None),
        ("25.1万元", "25.1", "万元"),
        ("1,234.50元", "1234.50", "元"),
        ("-0.3", "-0.3", None),
        ("减0.3", "-0.3", None),
    ],
)
def test_decimals_keep_their_places(text: str, written: str, unit: str | None) -> None:
    figure = read_figure(text)
    assert isinstance(figure.value, Decimal)
    assert (str(figure.value), figure.unit) == (written, unit)


@pytest.mark.parametrize("text", ["", " ", "　", "\t\n", "\u200b", "\ufeff", "\xa0\u3000"])
def test_blank_is_no_zero(text: str) -> None:
    assert read_figure(text) == Figure(None, State.BLANK)


@pytest.mark.parametrize(
    "text",
    [*"-－—–―─−/／\\*…", "——", "──", "--", "------", " — "],
)
def test_dash(text: str) -> None:
    assert read_figure(text) == Figure(None, State.DASH)


@pytest.mark.parametrize("text", ["无", " 无 ", "不适用", "不涉及", "N/A", "n/a"])
def test_not_applicable(text: str) -> None:
    assert read_figure(text) == Figure(None, State.NOT_APPLICABLE)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("约20", id="hedged"),
        pytest.param("20余", id="lower bound"),
        pytest.param("5500余条", id="lower bound with unit"),
        pytest.param("O", id="letter O"),
        pytest.param("Ｏ", id="wide letter O"),
        pytest.param("O件", id="letter O with unit"),
        pytest.param("l0", id="letter l"),
        pytest.param("一", id="one or a dash"),
        pytest.param("一一", id="eleven or two dashes"),
        pytest.param("1 2", id="two numbers"),
        pytest.param("1\n2", id="two lines"),
        pytest.param("3-5", id="range"),
        pytest.param("12,34", id="comma out of place"),
        pytest.param("1,2345", id="four digits behind a comma"),
        pytest.param("10,000,00", id="two digits behind a comma"),
        pytest.param("0,123", id="decimal comma"),
        pytest.param("1.5.2", id="two points"),
        pytest.param("3.", id="point without decimals"),
        pytest.param(".5", id="decimals without a whole"),
        pytest.param("减-3", id="two signs"),
        pytest.param("--3", id="two minus signs"),
        pytest.param("- 3", id="dash and number"),
        pytest.param("3/4", id="fraction"),
        pytest.param("3%", id="per cent"),
        pytest.param("1e5", id="exponent"),
        pytest.param("0x1F", id="hexadecimal"),
        pytest.param("（3）", id="label"),
        pytest.param("①", id="enclosed"),
        pytest.param("10²", id="superscript"),
        pytest.param("½", id="vulgar fraction"),
        pytest.param("第3", id="ordinal"),
        pytest.param("3万", id="scale"),
        pytest.param("百", id="scale alone"),
        pytest.param("件", id="unit alone"),
        pytest.param("2019年", id="year"),
        pytest.param("nan", id="nan"),
        pytest.param("Infinity", id="infinity"),
        pytest.param("见附表", id="words"),
        pytest.param("1" * (MAX_LENGTH + 1), id="too long"),
        pytest.param("1" * 1_000_000, id="far too long"),
        pytest.param("十" * 1_000_000, id="far too long in Chinese"),
    ],
)
def test_what_is_not_surely_a_number_is_unreadable(text: str) -> None:
    assert read_figure(text) == Figure(None, State.UNREADABLE)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("件", "件"),
        (" 万 元 ", None),
        ("万元", "万元"),
        ("人次", "人次"),
        ("——", None),
        ("", None),
        ("篇次", None),
        ("条\n", "条"),
    ],
)
def test_unit_of_a_cell(text: str, unit: str | None) -> None:
    assert read_unit(text) == unit


@given(st.integers(min_value=-(10**12), max_value=10**12))
def test_every_number_reads_as_itself_however_it_is_grouped(number: int) -> None:
    assert read_figure(str(number)).value == number
    assert read_figure(f"{number:,}").value == number


@given(st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=0, max_value=10**9))
def test_every_amount_reads_as_itself(amount: Decimal) -> None:
    assert str(read_figure(f"{amount}万元").value) == str(amount)


@settings(max_examples=300)
@given(st.text(alphabet="0123456789０,，.-－+/约余一十百千万〇O件条元无 \n", max_size=12))
def test_a_value_or_a_state_and_never_both(text: str) -> None:
    figure = read_figure(text)
    assert (figure.value is None) == (figure.state is not None)
    if figure.value is None:
        assert figure.unit is None
