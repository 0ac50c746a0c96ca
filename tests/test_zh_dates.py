"""Dates, periods, cutoffs and years in running text."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govreport.zh.dates import (
    DateSpan,
    PeriodSpan,
    YearSpan,
    find_dates,
    find_periods,
    find_years,
    parse_date,
)
from govreport.zh.numerals import Style, to_chinese

Day = tuple[int, int, int | None]

DATES: list[tuple[str, str, Day]] = [
    ("于2019年1月9日公开", "2019年1月9日", (2019, 1, 9)),
    ("２０１９年１月９日", "２０１９年１月９日", (2019, 1, 9)),
    ("日期：2 0 1 9 年 1 2 月 3 1 日", "2 0 1 9 年 1 2 月 3 1 日", (2019, 12, 31)),
    ("2024　年　1　月　1　日", "2024　年　1　月　1　日", (2024, 1, 1)),
    ("2019年\n1月9日", "2019年\n1月9日", (2019, 1, 9)),
    ("201\u200b9年1月9日", "201\u200b9年1月9日", (2019, 1, 9)),
    ("2019年⼀⽉九⽇", "2019年⼀⽉九⽇", (2019, 1, 9)),
    ("2019年1月9号", "2019年1月9号", (2019, 1, 9)),
    ("二〇一九年一月九日", "二〇一九年一月九日", (2019, 1, 9)),
    ("二○一九年十二月三十一日", "二○一九年十二月三十一日", (2019, 12, 31)),
    ("二Ｏ一九年十月二十日", "二Ｏ一九年十月二十日", (2019, 10, 20)),
    ("二O一九年元月廿一日", "二O一九年元月廿一日", (2019, 1, 21)),
    ("二零一零年一月", "二零一零年一月", (2010, 1, None)),
    ("2O19年1月9日", "2O19年1月9日", (2019, 1, 9)),
    ("附件二2018年1月", "2018年1月", (2018, 1, None)),
    ("发布日期：2020-01-31 10:22", "2020-01-31", (2020, 1, 31)),
    ("2019.1.9", "2019.1.9", (2019, 1, 9)),
    ("2019. 01. 09", "2019. 01. 09", (2019, 1, 9)),
    ("2019/1/9", "2019/1/9", (2019, 1, 9)),
    ("（２０１９－０１－０９）", "２０１９－０１－０９", (2019, 1, 9)),
]


@pytest.mark.parametrize(("text", "written", "day"), DATES, ids=[repr(case[0]) for case in DATES])
def test_date(text: str, written: str, day: Day) -> None:
    (span,) = find_dates(text)
    assert (span.text, (span.year, span.month, span.day)) == (written, day)
    assert text[span.start : span.end] == written
    year, month, number = day
    assert span.date == (None if number is None else datetime.date(year, month, number))


@pytest.mark.parametrize(
    "text",
    [
        *("", "年月日", "2019年 月 日", "  年  月  日", "1月9日", "2018年度"),
        *("2.0版", "1.2.3 概述", "0517-83605210", "〔2019〕60号", "192.168.1.1", "2019.1.9.5"),
        *("12019年1月9日", "3000年1月1日", "一二〇一九年一月九日", "2019-13-01", "20190109"),
        *("1.2019.1.9", "2019.1万元", "/2019/1/9", "2019-1.9"),
        "农历2019年十月",
    ],
)
def test_no_date(text: str) -> None:
    assert find_dates(text) == ()


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2019年2月30日", (2019, 2, 30)),
        ("2019年13月1日", (2019, 13, 1)),
        ("2019-02-29", (2019, 2, 29)),
    ],
)
def test_impossible_date_is_kept_and_not_corrected(text: str, day: Day) -> None:
    (span,) = find_dates(text)
    assert (span.year, span.month, span.day) == day
    assert span.date is None
    assert parse_date(text) is None


def han(year: int, month: int, day: int) -> str:
    return f"{to_chinese(year, Style.DIGITS)}年{to_chinese(month)}月{to_chinese(day)}日"


def full_width(text: str) -> str:
    return text.translate({ord("0") + n: ord("０") + n for n in range(10)})


WRITERS: dict[str, Callable[[int, int, int], str]] = {
    "arabic": lambda y, m, d: f"{y}年{m}月{d}日",
    "arabic, padded": lambda y, m, d: f"{y}年{m:02}月{d:02}日",
    "spaced": lambda y, m, d: " ".join(f"{y}年{m}月{d}日"),
    "spaced, wide": lambda y, m, d: "　".join((f"{y}", "年", f"{m}", "月", f"{d}", "日")),
    "full width": lambda y, m, d: full_width(f"{y}年{m}月{d}日"),
    "han": han,
    "han, circle": lambda y, m, d: han(y, m, d).replace("〇", "○"),
    "han, letter": lambda y, m, d: han(y, m, d).replace("〇", "Ｏ"),
    "han, 零": lambda y, m, d: han(y, m, d).replace("〇", "零"),
    "hyphen": lambda y, m, d: f"{y}-{m:02}-{d:02}",
    "point": lambda y, m, d: f"{y}.{m}.{d}",
    "slash": lambda y, m, d: f"{y}/{m}/{d}",
}


@pytest.mark.parametrize("writer", WRITERS)
@settings(max_examples=120, deadline=None)
@given(date=st.dates(datetime.date(1990, 1, 1), datetime.date(2050, 12, 31)))
def test_every_date_reads_back(writer: str, date: datetime.date) -> None:
    written = WRITERS[writer](date.year, date.month, date.day)
    text = f"青澜市云浦区科技局，{written}。"
    (span,) = find_dates(text)
    assert (span.date, span.text) == (date, written)
    assert parse_date(written) == date


PERIODS = [
    ("（2018年1月1日至2018年12月31日）", "2018-01-01", "2018-12-31"),
    ("2018年1月1日至12月31日", "2018-01-01", "2018-12-31"),
    ("2018年1月1日至31日", "2018-01-01", "2018-01-31"),
    ("2022年1月1日-2022年12月31日", "2022-01-01", "2022-12-31"),
    ("2022年1月1日——2022年12月31日", "2022-01-01", "2022-12-31"),
    ("自2022年1月1日始至2022年12月31日止", "2022-01-01", "2022-12-31"),
    ("自2022年1月1日起至12月31日止", "2022-01-01", "2022-12-31"),
    ("从2019年1月1日到12月31日止", "2019-01-01", "2019-12-31"),
    ("2 0 1 8 年 1 月 1 日 至 1 2 月 3 1 日", "2018-01-01", "2018-12-31"),
    ("二〇一二年一月一日至十二月三十一日", "2012-01-01", "2012-12-31"),
    ("2018.1.1—2018.12.31", "2018-01-01", "2018-12-31"),
    ("2018.1.1-12.31", "2018-01-01", "2018-12-31"),
    ("2018-01-01至2018-12-31", "2018-01-01", "2018-12-31"),
    ("2018-01-01-2018-12-31", "2018-01-01", "2018-12-31"),
    ("2018年1月至12月", "2018-01-01", "2018-12-31"),
    ("2018年1-6月", "2018-01-01", "2018-06-30"),
    ("2019年11月至2020年2月", "2019-11-01", "2020-02-29"),
    ("2018年上半年", "2018-01-01", "2018-06-30"),
    ("2018年度下半年", "2018-07-01", "2018-12-31"),
    ("2018年第一季度", "2018-01-01", "2018-03-31"),
    ("2018年4季度", "2018-10-01", "2018-12-31"),
    ("2018年前三季度", "2018-01-01", "2018-09-30"),
    ("2014—2018年", "2014-01-01", "2018-12-31"),
    ("2014年至2018年", "2014-01-01", "2018-12-31"),
]


@pytest.mark.parametrize(("text", "first", "last"), PERIODS, ids=[case[0] for case in PERIODS])
def test_period(text: str, first: str, last: str) -> None:
    (span,) = find_periods(text)
    assert (span.first.isoformat(), span.last.isoformat()) == (first, last)
    assert span.text == text[span.start : span.end] == text.strip("（）自从止")


@pytest.mark.parametrize(
    "text",
    [
        *("", "2018年度", "2018年1月1日", "2018年1月1日，2018年12月31日", "1月1日至12月31日"),
        *("2018年12月31日至2018年1月1日", "2018年12月1日至1月3日", "2018年2月1日至2月30日"),
        *("2018年1月1日至目前", "2018-2018号", "2018年度假区"),
        *("2018年1月至2019年", "2014年—2018年初", "2018年1月1日至19年2月3日"),
    ],
)
def test_no_period(text: str) -> None:
    assert find_periods(text) == ()


def test_periods_come_in_order() -> None:
    text = "2017年上半年和2018年1月1日至12月31日，另2019年1-3月"
    assert [span.first.year for span in find_periods(text)] == [2017, 2018, 2019]


YEARS_FOUND = [
    # text, year, written, short, bare
    ("2018年度报告", 2018, "2018年度", False, False),
    ("2018年，", 2018, "2018年", False, False),
    ("2018年度假区", 2018, "2018年", False, False),
    ("二〇一二年报告", 2012, "二〇一二年", False, False),
    ("二Ｏ一二年度", 2012, "二Ｏ一二年度", False, False),
    ("二O一二年", 2012, "二O一二年", False, False),
    ("2 0 1 2 年", 2012, "2 0 1 2 年", False, False),
    ("２０１２年", 2012, "２０１２年", False, False),
    ("云浦区科技局12年信息公开", 2012, "12年", True, False),
    ("09年度报告", 2009, "09年度", True, False),
    ("2018青澜市政府信息公开", 2018, "2018", False, True),
    ("二〇一二青澜市报告", 2012, "二〇一二", False, True),
]


@pytest.mark.parametrize(
    ("text", "year", "written", "short", "bare"), YEARS_FOUND, ids=[case[0] for case in YEARS_FOUND]
)
def test_year(text: str, year: int, written: str, short: bool, bare: bool) -> None:
    (span,) = find_years(text)
    assert (span.year, span.text, span.short, span.bare) == (year, written, short, bare)
    assert text[span.start : span.end] == written


@pytest.mark.parametrize(
    "text",
    [
        *("", "5年", "近10年", "12年来", "12年间", "第12年", "连续12年", "工作满20年", "50年"),
        *("2018件", "共2018户", "2018", "3000年", "1900年", "2018年1月", "2018年上半年"),
        *("2018年第一季度", "2019年 月 日", "2019-01-09"),
    ],
)
def test_no_year(text: str) -> None:
    assert find_years(text) == ()


@pytest.mark.parametrize(
    ("text", "date"),
    [
        (" 2019 年 1 月 9 日 ", datetime.date(2019, 1, 9)),
        ("填报日期：2019.1.9", datetime.date(2019, 1, 9)),
        ("2018年1月起，2019年1月9日", datetime.date(2019, 1, 9)),
        ("2019年1月", None),
        ("2019年1月9日和2019年1月10日", None),
        ("", None),
    ],
)
def test_parse_date(text: str, date: datetime.date | None) -> None:
    assert parse_date(text) == date


@settings(max_examples=300, deadline=None)
@given(st.text("0123 9二〇○Oo一十廿卅元年月日度至-.—/截至上半第季度\n\u3000\u200b", max_size=40))
def test_junk_gives_spans_in_place(text: str) -> None:
    spans: list[DateSpan | PeriodSpan | YearSpan] = [*find_dates(text), *find_periods(text)]
    spans += find_years(text)
    for span in spans:
        assert span.text == text[span.start : span.end] != ""
    parse_date(text)


@given(st.text(max_size=60))
def test_any_text_is_read(text: str) -> None:
    find_dates(text), find_periods(text), find_years(text)


@pytest.mark.parametrize("sign", ["1", "年", " ", "二〇", "2 ", "1 月", "截至"])
def test_long_text_is_read_in_linear_time(sign: str) -> None:
    text = sign * (50_000 // len(sign))
    assert not find_dates(text)
    assert not find_periods(text)
