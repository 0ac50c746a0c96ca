"""What a cell shows of a number: codes as Excel, WPS and LibreOffice write them."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govreport.readers.workbook.formats import Shown, builtin, show, show_text

#: The comma style, a button in every program.
COMMA = r'_ * #,##0.00_ ;_ * \-#,##0.00_ ;_ * "-"??_ ;_ @_ '

SHOWN = [
    (12.0, "General", "12"),
    (-12.0, "General", "-12"),
    (0.0, "General", "0"),
    (25.1, "General", "25.1"),
    (0.1 + 0.2, "General", "0.3"),
    (96.290000000000006, "General", "96.29"),
    (1234567.891, "General", "1234567.891"),
    (123456789012.0, "General", "123456789012"),
    (12.0, "G/通用格式", "12"),
    (12.0, 'General"件"', "12件"),
    (12.0, "@", "12"),
    (0.339, "0.0%", "33.9%"),
    (0.339, "0%", "34%"),
    (0.25, "0.00%", "25.00%"),
    (-0.0434, "0.00%", "-4.34%"),
    (1.5, "0.00", "1.50"),
    (2.675, "0.00", "2.68"),
    (1.005, "0.00", "1.01"),
    (12.6, "0", "13"),
    (-0.0, "0", "0"),
    (-0.0, "General", "0"),
    (-7.0, "0", "-7"),
    (999999999999999.0, "General", "999999999999999"),
    (43.0, "0%", "4300%"),
    (-0.3, "0", "0"),
    (5.0, "000", "005"),
    (0.5, "#.##", ".5"),
    (1234567.0, "#,##0", "1,234,567"),
    (12345.5, "#,##0.00", "12,345.50"),
    (12.0, "#,##0", "12"),
    (5.0, COMMA, "5.00"),
    (-5.0, COMMA, "-5.00"),
    (3.0, "0_);(0)", "3"),
    (-3.0, "0_);(0)", "(3)"),
    (-3.0, r"0_ ;[Red]\-0\ ", "-3"),
    (-3.0, "0;[红色]-0", "-3"),
    (260.0, '0"条"', "260条"),
    (260.0, "0条", "260条"),
    (-7.0, 'General;"减少"General', "减少7"),
    (7.0, '"增加"0;"减少"0', "增加7"),
    (12.0, "[$¥-804]#,##0.00", "¥12.00"),
    (12.0, "¥#,##0", "¥12"),
    (12345678.0, '0.00,,"百万"', "12.35百万"),
]


@pytest.mark.parametrize(("value", "code", "text"), SHOWN, ids=[f"{v}-{c}" for v, c, _ in SHOWN])
def test_numbers(value: float, code: str, text: str) -> None:
    shown = show(value, code)
    assert (shown.text, shown.known, shown.masked) == (text, True, False)


DATES = [
    (43474.0, "yyyy/m/d", "2019/1/9"),
    (43474.0, "yyyy-mm-dd", "2019-01-09"),
    (43474.0, 'yyyy"年"m"月"d"日"', "2019年1月9日"),
    (43474.0, r"yyyy\年m\月d\日;@", "2019年1月9日"),
    (43474.0, '[DBNum1][$-804]yyyy"年"m"月"d"日";@', "二〇一九年一月九日"),
    (43799.0, '[DBNum1][$-804]yyyy"年"m"月"d"日";@', "二〇一九年十一月三十日"),
    (43474.0, r"[$-F800]dddd\,\ mmmm\ dd\,\ yyyy", "2019年1月9日"),
    (43474.0, "m/d/yy", "1/9/19"),
    (43474.0, "aaaa", "星期三"),
    (43474.0, "d-mmm-yy", "9-Jan-19"),
    (43474.75, "yyyy/m/d h:mm", "2019/1/9 18:00"),
    (43474.75, "h:mm AM/PM", "6:00 PM"),
    (0.5, '上午/下午h"时"mm"分"', "下午12时00分"),
    (1.0, "yyyy/m/d", "1900/1/1"),
]


@pytest.mark.parametrize(("value", "code", "text"), DATES, ids=[f"{v}-{c}" for v, c, _ in DATES])
def test_days_and_times(value: float, code: str, text: str) -> None:
    assert show(value, code) == Shown(text)


def test_days_of_workbooks_that_count_from_1904() -> None:
    assert show(42012.0, "yyyy/m/d", base_1904=True).text == "2019/1/9"


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (2.5, "# ?/?"),
        (1500.0, "0.00E+00"),
        (5.0, "[>100]0;0.0"),
        (12.0, "[DBNum1]0"),
        (12345.0, '0!.0,"万元"'),
        (43474.0, "[h]:mm"),
        (-1.0, "yyyy/m/d"),
        (3e6, "yyyy/m/d"),
        (60.0, "yyyy/m/d"),
        (1e15, "0"),
        (12345678901234567.0, "General"),
        (math.inf, "0"),
        (math.nan, "General"),
        (5.0, "0" * 300),
    ],
)
def test_what_is_not_understood_is_no_number(value: float, code: str) -> None:
    shown = show(value, code)
    assert not shown.known
    assert shown.text.endswith(f" [{code[:255]}]")


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (0.0, COMMA, "-"),
        (0.0, "#,##0;-#,##0;", ""),
        (7.0, ";;;", ""),
        (0.0, "#", ""),
        (3.0, '"无"', "无"),
    ],
)
def test_numbers_that_their_format_hides_are_told(value: float, code: str, text: str) -> None:
    assert show(value, code) == Shown(text, masked=True)


@pytest.mark.parametrize(
    ("value", "code", "rounded"),
    [(12.6, "0", True), (12.0, "0", False), (1 / 3, "General", True), (0.339, "0.0%", False),
     (0.3394, "0.0%", True), (1234.0, "0,", True), (0.1 + 0.2, "General", False)],
)  # fmt: skip
def test_digits_that_are_not_shown_are_told(value: float, code: str, rounded: bool) -> None:
    assert show(value, code).rounded is rounded


def test_formats_that_have_a_number_only() -> None:
    assert [builtin(n) for n in (0, 9, 14, 49, 31, 163)] == [
        *("General", "0%", "yyyy/m/d", "@", 'yyyy"年"m"月"d"日"', None)
    ]


def test_text() -> None:
    assert show_text("无", "General") == "无"
    assert show_text("12", '@"件"') == "12件"
    assert show_text("甲", COMMA) == "甲"
    assert show_text("甲", "0;0;0;") == ""


@settings(max_examples=500, deadline=None)
@given(
    st.floats(allow_nan=True, allow_infinity=True),
    st.text(alphabet='0#?.,%;"\\[]_*@yMmdhsE+-/年月日 条G$红DBNum1>', max_size=40),
)
def test_any_code_shows_something(value: float, code: str) -> None:
    assert isinstance(show(value, code).text, str)
    assert isinstance(show_text("x", code), str)
