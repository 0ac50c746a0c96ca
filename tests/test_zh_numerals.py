"""Numbers: every way of writing one reads back, and what is not surely one is refused."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govreport.zh.numerals import Number, Style, find_numbers, parse_number, to_chinese

INTEGERS = st.one_of(
    st.integers(0, 10**16 - 1),
    st.integers(0, 20_000),
    # Round numbers and numbers with gaps are where the zeros go wrong.
    st.lists(st.sampled_from([0, 1, 10, 15, 101, 1000, 1010, 9999]), min_size=1, max_size=4).map(
        lambda groups: sum(group * 10_000**place for place, group in enumerate(groups))
    ),
)
JUNK = st.text(
    st.sampled_from("一二三十百千万亿两半点分之零〇OoＯ○0123９,，./-−+负廿兆壹拾佰萬 件年"),
    max_size=70,
)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        ("007", 7),
        (" 1234 ", 1234),
        ("1,234,567", 1_234_567),
        ("１，２３４", 1234),
        ("-5", -5),
        ("−５", -5),
        ("+5", 5),
        ("负三十二", -32),
        ("零", 0),
        ("〇", 0),
        ("十", 10),
        ("十五", 15),
        ("两", 2),
        ("一百零二", 102),
        ("一百〇二", 102),
        ("一百十六", 116),
        ("两千两百二十二", 2222),
        ("一万零一", 10_001),
        ("一万零二百五十", 10_250),
        ("一万二百五十", 10_250),
        ("三亿零二千", 300_002_000),
        ("一万亿", 10**12),
        ("四万万", 400_000_000),
        ("三兆", 3 * 10**12),
        ("廿三", 23),
        ("一百卅", 130),
        ("壹佰壹拾壹", 111),
        ("肆佰陸拾", 460),
        ("貳萬參仟", 23_000),
        ("兩億", 200_000_000),
        ("一万五", 15_000),
        ("三百二", 320),
        ("两千六", 2600),
        ("一万五千二", 15_200),
        ("三亿二", 320_000_000),
        ("二〇一九", 2019),
        ("二○一二", 2012),
        ("二Ｏ一二", 2012),
        ("二O一二", 2012),
        ("二0一二", 2012),
        ("一二三", 123),
        ("14万", 140_000),
        ("3万5千", 35_000),
        ("2千3百", 2300),
        ("3亿2千万", 320_000_000),
        ("1万600", 10_600),
        ("1百01", 101),
        ("25百万", 25_000_000),
        ("1,234万", 12_340_000),
        ("1.5亿", 150_000_000),
        ("8.3万", 83_000),
        ("4.78万亿", 4_780_000_000_000),
        ("一点五亿", 150_000_000),
    ],
)
def test_whole_numbers(text: str, number: int) -> None:
    value = parse_number(text)
    assert value == number
    assert type(value) is int


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12.50", "12.50"),
        ("0.00", "0.00"),
        ("1,234.5", "1234.5"),
        ("三点一四", "3.14"),
        ("零点五", "0.5"),
        ("两点五", "2.5"),
        ("十二点零", "12.0"),
        ("一七二零点一", "1720.1"),
        ("1.23456万", "12345.6"),
        ("负零点零", "-0.0"),
        ("-1.1234567890123456789012345678901", "-1.1234567890123456789012345678901"),
    ],
)
def test_decimals_keep_their_places(text: str, number: str) -> None:
    value = parse_number(text)
    assert isinstance(value, Decimal)
    assert str(value) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("三分之一", Fraction(1, 3)),
        ("百分之三十五", Fraction(35, 100)),
        ("百分之十二点五", Fraction(125, 1000)),
        ("百分之百", Fraction(1)),
        ("百分之30.5", Fraction(305, 1000)),
        ("千分之五", Fraction(5, 1000)),
        ("十万分之三", Fraction(3, 100_000)),
        ("负二分之一", Fraction(-1, 2)),
        ("1/3", Fraction(1, 3)),
        ("一又三分之一", Fraction(4, 3)),
        ("半", Fraction(1, 2)),
    ],
)
def test_fractions(text: str, number: Fraction) -> None:
    value = parse_number(text)
    assert value == number
    assert isinstance(value, Fraction)


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "-", "--1", "+-1", "百", "万", "亿", "点", "五点", "点五", "分之一", "三分之"),
        *("12,34", "1,2345", ",123", "1 2", "1.", ".5", "1.2.3", "1e5", "0x1", "1_000", "5%"),
        *("O", "o", "○", "〇O", "1O2", "O1", "万三", "百三", "三二百", "十十", "二十三十", "两十"),
        *("二十两", "一万两", "零两", "一百零", "一万零零五", "一千零二百", "一百零二十", "零十五"),
        *("一二百", "三四万", "二〇百", "10十", "三百二万", "一万亿五", "一亿亿", "三万五万"),
        *(
            "三亿二千",
            "3亿5000",
            "3万5",
            "1万50",
            "1.5亿3千",
            "1/0",
            "零分之一",
            "一又三分之四",
            "又三分之一",
            "一又二",
            "一个半",
            "三个",
        ),
        *("½", "Ⅳ", "٣", "²", "一" * 65, "1" * 65, "1" * 10_000),
    ],
)
def test_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a number"):
        parse_number(text)


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (0, "零"),
        (10, "十"),
        (15, "十五"),
        (110, "一百一十"),
        (1_005, "一千零五"),
        (10_001, "一万零一"),
        (100_000, "十万"),
        (205_000, "二十万五千"),
        (100_000_030, "一亿零三十"),
        (100_100_000, "一亿零一十万"),
        (10**12, "一万亿"),
        (-15, "负十五"),
        (Decimal("-10.50"), "负十点五零"),
        (Decimal("12E3"), "一万二千"),
    ],
)
def test_to_chinese(number: int | Decimal, written: str) -> None:
    assert to_chinese(number) == written


@pytest.mark.parametrize(
    ("style", "written"),
    [
        (Style.TRADITIONAL, "負十二萬零三十點五"),
        (Style.FINANCIAL, "负壹拾贰万零叁拾点伍"),
        (Style.DIGITS, "负一二〇〇三〇点五"),
    ],
)
def test_to_chinese_in_style(style: Style, written: str) -> None:
    assert to_chinese(Decimal("-120030.5"), style) == written


@pytest.mark.parametrize("number", [10**16, -(10**16), Decimal("NaN"), Decimal("Infinity")])
def test_to_chinese_refuses(number: int | Decimal) -> None:
    with pytest.raises(ValueError, match="cannot write"):
        to_chinese(number)


@pytest.mark.parametrize("style", Style)
@settings(max_examples=200)
@given(number=INTEGERS)
def test_every_style_reads_back(style: Style, number: int) -> None:
    assert parse_number(to_chinese(number, style)) == number
    assert parse_number(to_chinese(-number, style)) == -number


@settings(max_examples=200)
@given(number=INTEGERS)
def test_mixtures_read_back(number: int) -> None:
    assert parse_number(_mixed(number)) == number
    assert parse_number(f"{number:,}") == number


def _mixed(number: int) -> str:
    """Write it as 3亿零5000, 12万3456: digits and scales, with 零 for what is skipped."""
    yi, rest = divmod(number, 10**8)
    wan, low = divmod(rest, 10**4)
    mixed = f"{yi}亿" if yi else ""
    if wan:
        mixed += "零" * (yi > 0 and wan < 1000) + f"{wan}万"
    if low:
        skipped = low < 1000 or not wan
        mixed += "零" * (mixed != "" and skipped) + str(low)
    return mixed or "0"


@settings(max_examples=200)
@given(st.decimals(min_value=-(10**9), max_value=10**9, places=3), st.sampled_from(list(Style)))
def test_decimals_read_back(number: Decimal, style: Style) -> None:
    assert parse_number(to_chinese(number, style)) == number


@settings(max_examples=500)
@given(JUNK)
def test_junk_is_read_or_refused(text: str) -> None:
    try:
        value = parse_number(text)
    except ValueError:
        return
    assert isinstance(value, int | Decimal | Fraction)


@settings(max_examples=300)
@given(st.text(max_size=20))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        parse_number(text)
    except ValueError:
        return


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("2699户11137人", ["2699", "11137"], id="side-by-side"),
        pytest.param("从8.94%下降到5.79%", ["8.94", "5.79"], id="change"),
        pytest.param("14万余条，超2300万", ["14万", "2300万"], id="scaled"),
        pytest.param("受理3,119件，答复1，050件", ["3,119", "1，050"], id="thousands"),
        pytest.param("全年12，34件", ["12", "34"], id="comma-between"),
        pytest.param("5，1，234件", [], id="comma-unclear"),
        pytest.param("12,34件", [], id="ill-grouped"),
        pytest.param("百分之三十五，1/3", ["百分之三十五", "1/3"], id="shares"),
        pytest.param("2018/2019年，24/7", [], id="no-shares"),
        pytest.param("半年，上半年，一半", ["半"], id="half"),
        pytest.param("2019.1.9和2019/1/9", [], id="dates"),
        pytest.param("1月1日-12月31日", ["1", "1", "12", "31"], id="range-dash"),
        pytest.param("3-5件，A-1区", ["3", "5", "1"], id="dash"),
        pytest.param("同比-5.2%，（-3）", ["-5.2", "-3"], id="minus"),
        pytest.param("二〇一九年，二O二O年", ["二〇一九", "二O二O"], id="years"),
        pytest.param("七八件，三四十人，两三天，一一对应", [], id="guesses"),
        pytest.param("队伍30人，登陆三次，大陆", ["30", "三"], id="financial-in-words"),
        pytest.param("陆续，收拾，陆一", [], id="financial-not-counting"),
        pytest.param("拾六万零五百，伍拾件", ["拾六万零五百", "伍拾"], id="financial"),
        pytest.param("一又三分之一年", ["一又三分之一"], id="mixed-fraction"),
        pytest.param("二百五,二百五", ["二百五", "二百五"], id="comma-between-chinese"),
        pytest.param("之一2018年", ["2018"], id="word-before"),
        pytest.param("1.2018年我局", ["1", "2018"], id="item-and-year"),
        pytest.param("有三点一是完善制度", ["三", "一"], id="point-is-a-word"),
        pytest.param("十点五分，三点一四", ["三点一四"], id="time"),
        pytest.param("25千瓦，100兆宽带，5兆元", ["25", "100", "5兆"], id="metric"),
        pytest.param("万州区百官街道千岛湖", [], id="bare-units"),
        pytest.param("-.5，二十三十", [], id="broken"),
        pytest.param("1" * 65 + "件3件", ["3"], id="too-long"),
    ],
)
def test_find_numbers(text: str, found: list[str]) -> None:
    assert [number.text for number in find_numbers(text)] == found


@settings(max_examples=300)
@given(JUNK)
def test_found_numbers_are_in_order_and_parse(text: str) -> None:
    last = 0
    for found in find_numbers(text):
        assert last <= found.start < found.end
        assert text[found.start : found.end] == found.text
        assert parse_number(found.text) == found.value
        last = found.end


@pytest.mark.parametrize("unit", ["一", "万", "1", ",", "1,", "一点", "-", "一O", "1.", "百分之"])
def test_scanning_is_linear(unit: str) -> None:
    assert list(find_numbers(unit * 100_000)) == []


def test_written_precision_survives() -> None:
    numbers: list[Number] = [found.value for found in find_numbers("占99.50%，又33.9%")]
    assert [str(number) for number in numbers] == ["99.50", "33.9"]
