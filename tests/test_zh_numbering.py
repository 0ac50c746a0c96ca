"""Labels as written, written back, and as Word counts them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govreport.zh.numbering import Style, parse_label
from govreport.zh.ooxml_numbers import format_word_number

LABELS = [
    # text, label as written, path, style, end
    ("第一部分 概述", "第一部分", (1,), Style.PART, 5),
    ("第一部分2024年度数据表", "第一部分", (1,), Style.PART, 4),
    ("第三编 附则", "第三编", (3,), Style.PART, 4),
    ("第二章 主动公开", "第二章", (2,), Style.CHAPTER, 4),
    ("第 十 二 章 附则", "第 十 二 章", (12,), Style.CHAPTER, 8),
    ("第2章总则", "第2章", (2,), Style.CHAPTER, 3),
    ("第四章（附则）", "第四章", (4,), Style.CHAPTER, 3),
    ("第二节", "第二节", (2,), Style.SECTION, 3),
    ("第三条  本机关", "第三条", (3,), Style.ARTICLE, 5),
    ("第一百零二条：", "第一百零二条", (102,), Style.ARTICLE, 6),
    ("一、概况", "一、", (1,), Style.CHINESE, 2),
    ("二．概况", "二．", (2,), Style.CHINESE, 2),
    ("三.概况", "三.", (3,), Style.CHINESE, 2),
    ("十一 、 概况", "十一 、", (11,), Style.CHINESE, 5),
    ("一  概述", "一", (1,), Style.CHINESE, 3),
    ("十 概述", "十", (10,), Style.CHINESE, 2),
    ("四　行政复议情况", "四", (4,), Style.CHINESE, 2),
    ("一、三级联动更加顺畅", "一、", (1,), Style.CHINESE, 2),
    ("二、“一网通办”", "二、", (2,), Style.CHINESE, 2),
    ("三、8项制度", "三、", (3,), Style.CHINESE, 2),
    ("　　五、问题", "五、", (5,), Style.CHINESE, 4),
    ("\ufeff\u200b六、其他", "六、", (6,), Style.CHINESE, 4),
    ("⼀、总体情况", "⼀、", (1,), Style.CHINESE, 2),
    ("（一）主动公开", "（一）", (1,), Style.CHINESE_PAREN, 3),
    ("(二) 主动公开", "(二)", (2,), Style.CHINESE_PAREN, 4),
    ("（三)主动公开", "（三)", (3,), Style.CHINESE_PAREN, 3),
    ("（ 四 ）主动公开", "（ 四 ）", (4,), Style.CHINESE_PAREN, 5),
    ("五）主动公开", "五）", (5,), Style.CHINESE_PAREN, 2),
    ("［六］主动公开", "［六］", (6,), Style.CHINESE_PAREN, 3),
    ("[七]主动公开", "[七]", (7,), Style.CHINESE_PAREN, 3),
    ("【八】主动公开", "【八】", (8,), Style.CHINESE_PAREN, 3),
    ("㈨主动公开", "㈨", (9,), Style.CHINESE_PAREN, 1),
    ("（十）、主动公开", "（十）、", (10,), Style.CHINESE_PAREN, 4),
    ("（二十一）项目建设", "（二十一）", (21,), Style.CHINESE_PAREN, 5),
    ("（一）", "（一）", (1,), Style.CHINESE_PAREN, 3),
    ("1.当面申请数", "1.", (1,), Style.DECIMAL, 2),
    ("2、传真申请数", "2、", (2,), Style.DECIMAL, 2),
    ("３．网络申请数", "３．", (3,), Style.DECIMAL, 2),
    ("⒋信函申请数", "⒋", (4,), Style.DECIMAL, 1),
    ("7、其他", "7、", (7,), Style.DECIMAL, 2),
    ("1.2018年的工作", "1.", (1,), Style.DECIMAL, 2),
    ("3.12345热线", "3.", (3,), Style.DECIMAL, 2),
    ("1  概述", "1", (1,), Style.DECIMAL, 3),
    ("1.1 概述", "1.1", (1, 1), Style.DECIMAL_PATH, 4),
    ("2.3、概述", "2.3、", (2, 3), Style.DECIMAL_PATH, 4),
    ("1.2.3概述", "1.2.3", (1, 2, 3), Style.DECIMAL_PATH, 5),
    ("（1）专职", "（1）", (1,), Style.DECIMAL_PAREN, 3),
    ("(12) 专职", "(12)", (12,), Style.DECIMAL_PAREN, 5),
    ("⑶专职", "⑶", (3,), Style.DECIMAL_PAREN, 1),
    ("1）专职", "1）", (1,), Style.DECIMAL_HALF, 2),
    ("2)专职", "2)", (2,), Style.DECIMAL_HALF, 2),
    ("①专职", "①", (1,), Style.CIRCLED, 1),
    ("①5个专职", "①", (1,), Style.CIRCLED, 1),
    ("❷ 专职", "❷", (2,), Style.CIRCLED, 2),
    ("➂专职", "➂", (3,), Style.CIRCLED, 1),
    ("⓬专职", "⓬", (12,), Style.CIRCLED, 1),
    ("a. 专职", "a.", (1,), Style.LETTER, 3),
    ("B、专职", "B、", (2,), Style.LETTER, 2),
    ("(c)专职", "(c)", (3,), Style.LETTER, 3),
    ("Ⅰ、概况", "Ⅰ、", (1,), Style.ROMAN, 2),
    ("IV. 概况", "IV.", (4,), Style.ROMAN, 4),
    ("ⅱ.概况", "ⅱ.", (2,), Style.ROMAN, 2),
]


@pytest.mark.parametrize(
    ("text", "written", "path", "style", "end"), LABELS, ids=[repr(case[0]) for case in LABELS]
)
def test_label(text: str, written: str, path: tuple[int, ...], style: Style, end: int) -> None:
    label = parse_label(text)
    assert label is not None
    assert (label.text, label.path, label.style, label.end) == (written, path, style, end)
    assert label.number == path[-1]
    assert text[label.start : label.start + len(label.text)] == written


@pytest.mark.parametrize(
    "text",
    [
        *("", "　", "概况", "、", "（）", "第条", "0.", "00、"),
        *("2019年1月9日", "2018年度报告", "2019.1.9", "（2018年1月1日至2018年12月31日）"),
        *(
            "3.5万元",
            "1.5亿",
            "1.5",
            "12.5 万元",
            "1,234",
            "100%",
            "3. 5万元",
            "3.      5万元",
            "三.5",
            "1.2万条",
            "2.0版",
        ),
        *("5 件", "5  件", "12  其中：网络申请数", "1 概述", "1概述", "25"),
        *("12345热线", "0517-83605210", "(2019)60号", "〔2019〕60号", "（100）专职"),
        *("一是完善制度", "一 是完善制度", "一方面", "一般", "一网通办", "一概述", "十四五"),
        *("二郎街道", "三门县", "三　门　县　人　民　政　府", "二 〇 一 九 年", "百官街道"),
        *("三 件", "十 万元", "五.一劳动节", "三.八妇女节"),
        *("一、二季度", "二、三产业", "一、二、三", "1、2月份", "1、2、3"),
        *("第三人民医院", "第一，完善制度", "第一编辑部", "第一节课", "第二章规定"),
        *(
            "第二十条规定",
            "第二十条第（一）项",
            "第二十条 第（一）项",
            "第三条、第四条",
            "第三条的",
        ),
        *(
            "（以下简称《条例》）",
            "（一）至（三）",
            "（一）、（二）",
            "（五）项",
            "一百、概况",
            "（一百）",
        ),
        *("U.S.", "H.264", "A、B两类", "Ⅱ级响应", "IIII.概况", "WORD"),
    ],
)
def test_no_label(text: str) -> None:
    assert parse_label(text) is None


def test_levels_follow_the_official_order() -> None:
    texts = ["第一章 x", "第一节 x", "一、", "（一）", "1.", "（1）", "①"]
    levels = [label.level for text in texts if (label := parse_label(text))]
    assert levels == sorted(set(levels))
    assert len(levels) == len(texts)


@pytest.mark.parametrize(("text", "level"), [("1.2 概述", 6), ("1.2.3 x", 7), ("1.2.3.4.5 x", 8)])
def test_a_longer_path_lies_deeper(text: str, level: int) -> None:
    label = parse_label(text)
    assert label is not None
    assert label.level == level


#: How each style is written: the number format that Word has for it, what stands around it, and
#: the largest number.
WRITTEN = {
    Style.PART: ("chineseCountingThousand", "第{}部分", 99),
    Style.CHAPTER: ("chineseCountingThousand", "第{}章", 99),
    Style.SECTION: ("chineseCountingThousand", "第{}节", 99),
    Style.ARTICLE: ("chineseCountingThousand", "第{}条", 99),
    Style.CHINESE: ("chineseCountingThousand", "{}、", 99),
    Style.CHINESE_PAREN: ("chineseCountingThousand", "（{}）", 99),
    Style.DECIMAL: ("decimal", "{}.", 99),
    Style.DECIMAL_PAREN: ("decimal", "（{}）", 99),
    Style.DECIMAL_HALF: ("decimal", "{}）", 99),
    Style.CIRCLED: ("decimalEnclosedCircle", "{}", 50),
    Style.LETTER: ("lowerLetter", "{}.", 26),
    Style.ROMAN: ("upperRoman", "{}.", 39),
}


@pytest.mark.parametrize("style", [style for style in Style if style is not Style.DECIMAL_PATH])
def test_what_is_written_reads_back(style: Style) -> None:
    format, pattern, last = WRITTEN[style]
    for number in range(1, last + 1):
        written = pattern.format(format_word_number(number, format))
        label = parse_label(f"　{written} 概述")
        assert label is not None, written
        assert (label.text, label.number, label.style) == (written, number, style)
        assert label.end == len(written) + 2


@settings(max_examples=300, deadline=None)
@given(st.text("一二三十百〇第章节条部分、.．（）() \u3000\u200b0123459①⒈ⅠaVx年月概", max_size=24))
def test_junk_gives_a_label_in_place_or_none(text: str) -> None:
    label = parse_label(text)
    if label is not None:
        assert 0 <= label.start < label.end <= len(text)
        assert text.startswith(label.text, label.start)
        assert label.number >= 1


@given(st.text(max_size=40))
def test_any_text_is_read(text: str) -> None:
    parse_label(text)


@pytest.mark.parametrize("sign", ["　", "一", "1.", "（", "第", "1", "十"])
def test_long_text_is_cheap(sign: str) -> None:
    assert parse_label(sign * 500_000) is None


WORD = [
    ("decimal", {1: "1", 100: "100"}),
    ("decimalZero", {1: "01", 10: "10"}),
    ("decimalFullWidth", {12: "１２"}),
    ("decimalHalfWidth", {12: "12"}),
    ("numberInDash", {3: "- 3 -"}),
    ("hex", {31: "1F"}),
    ("none", {1: ""}),
    ("bullet", {1: ""}),
    ("noSuchFormat", {7: "7"}),
    ("ordinal", {1: "1st", 2: "2nd", 3: "3rd", 11: "11th", 21: "21st", 112: "112th"}),
    ("cardinalText", {1: "One", 20: "Twenty", 21: "Twenty-one", 100: "100"}),
    ("upperRoman", {4: "IV", 1994: "MCMXCIV", 0: "0"}),
    ("lowerRoman", {19: "xix"}),
    ("upperLetter", {1: "A", 26: "Z", 27: "AA", 53: "AAA"}),
    ("lowerLetter", {28: "bb", 0: "0"}),
    ("decimalEnclosedCircle", {1: "①", 21: "㉑", 50: "㊿", 51: "51"}),
    ("decimalEnclosedCircleChinese", {20: "⑳", 36: "㊱"}),
    ("decimalEnclosedParen", {20: "⒇", 21: "21"}),
    ("decimalEnclosedFullstop", {1: "⒈"}),
    ("ideographEnclosedCircle", {1: "㈠", 10: "㈩", 11: "11"}),
    ("ideographTraditional", {1: "甲", 10: "癸", 11: "11"}),
    ("ideographZodiac", {1: "子", 12: "亥", 13: "13"}),
    ("ideographZodiacTraditional", {1: "甲子", 60: "癸亥", 61: "61"}),
    ("ideographDigital", {1: "一", 10: "一〇", 105: "一〇五"}),
    ("japaneseDigitalTenThousand", {12: "一二"}),
    ("taiwaneseDigital", {10: "一○"}),
    ("chineseCounting", {1: "一", 10: "十", 11: "十一", 20: "二十", 99: "九十九", 100: "一○○"}),
    ("taiwaneseCounting", {21: "二十一", 101: "一○一"}),
    ("chineseCountingThousand", {10: "十", 101: "一百零一", 110: "一百一十", 1001: "一千零一"}),
    ("taiwaneseCountingThousand", {12: "十二", 120: "一百二十"}),
    ("japaneseCounting", {11: "十一", 101: "百一", 1210: "千二百十"}),
    ("chineseLegalSimplified", {1: "壹", 2: "贰", 10: "壹拾", 21: "贰拾壹"}),
    ("ideographLegalTraditional", {2: "貳", 36: "參拾陸"}),
]


@pytest.mark.parametrize(("number_format", "expected"), WORD, ids=[case[0] for case in WORD])
def test_word_number(number_format: str, expected: dict[int, str]) -> None:
    assert {n: format_word_number(n, number_format) for n in expected} == expected


@pytest.mark.parametrize("number_format", [case[0] for case in WORD])
def test_word_shows_any_number(number_format: str) -> None:
    for number in (-1, 0, 781, 9999, 10_000, 32_768, 10**9, 10**20):
        assert isinstance(format_word_number(number, number_format), str)
