"""Heading labels and list numbering (层次序数), read and written.

GB/T 9704-2012 sets the order 一、 （一） 1. （1）; real reports add part and chapter titles,
decimal paths, circled figures and letters, mix the widths and put layout spaces between the signs.

A label must be sure: a figure, a date or a name that merely begins like one is none. So

- 第二条 is one only before a blank, a colon or the end (but not before 第, 规定, 款, 项): a
  sentence about an article begins the same way;
- a Chinese numeral without a point needs a blank behind it, an Arabic one two, and then a word
  that is no unit;
- 1.1 needs a blank or 、 behind it, for 1.1万 is a figure; 1.1.1 does not;
- numbers end at 99 (ROMAN at 39, LETTER at 26; 第…条 and the like at 999). A single small letter
  is a LETTER, a single capital I, V or X is ROMAN.

>>> label = parse_label("（ 二 ）改进措施")
>>> label.number, label.style, label.end
(2, <Style.CHINESE_PAREN: 'chinese_paren'>, 5)
>>> parse_label("2018年度报告") is None
True
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Mapping

import regex

from govreport.zh.labels import Label, Style
from govreport.zh.numerals import parse_number
from govreport.zh.ooxml_numbers import CIRCLES, ROMANS, row
from govreport.zh.patterns import lazy_pattern
from govreport.zh.text import fold

__all__ = ["Label", "Style", "labelled", "parse_label"]


def parse_label(text: str) -> Label | None:
    """Read the label that ``text`` begins with, after blanks; ``None`` if there is none."""
    if "一" <= text[:1] <= "鿿" and text[0] not in _HAN_FIRST:
        return None
    return _short(text) if len(text) <= _WINDOW else _read(text)


def _read(text: str) -> Label | None:
    start = _blanks(text, 0)
    head = text[start : start + _WINDOW]
    if not head:
        return None
    glyph = _GLYPHS.get(head[0])
    if glyph is not None:
        style, number = glyph
        if style is Style.DECIMAL and not _NO_FIGURE.match(fold(head[1:]).text):
            return None
        path: tuple[int, ...] = (number,)
        stop = 1
    else:
        folded = fold(head)
        match = _LABEL.match(folded.text)
        if match is None:
            return None
        style = Style[match.lastgroup or ""]
        path = _path(match, style)
        if not all(1 <= number <= _LARGEST.get(style, 99) for number in path):
            return None
        stop = folded.span(*match.span())[1]
    delimiter = _LATE_DELIMITER.match(text, start + stop)
    if style in _LATE and delimiter:
        stop = delimiter.end() - start
    end = _blanks(text, start + stop)
    return Label(text[start : start + stop], path[-1], path, style, start, end)


def labelled(label: str, text: str) -> str:
    """Put a computed label before a text, apart where both would read as one number.

    >>> labelled("一、", "概况"), labelled("2.", "5件提案"), labelled("1", "2018年")
    ('一、概况', '2. 5件提案', '1 2018年')
    """
    return f"{label} {text}" if _OPEN.search(label) and _GOES_ON.match(text) else label + text


# --- reading ------------------------------------------------------------------------------------

#: A label and what must be seen behind it lie within so many characters.
_WINDOW = 64
#: The same headings and rows of forms stand in one report after another.
_short = functools.lru_cache(maxsize=4096)(_read)
_BLANKS = lazy_pattern(r"[\s\p{Cf}\uFE00-\uFE0F]*+")

_B = r"\s{0,4}+"
_HAN = "一二三四五六七八九"
_TO_99 = rf"(?:(?:[{_HAN}]{_B})?+十(?:{_B}[{_HAN}])?+|[{_HAN}])"
_FINANCIAL = (
    "(?:[壹贰貳叁參肆伍陆陸柒捌玖]?拾[壹贰貳叁參肆伍陆陸柒捌玖]?|[壹贰貳叁參肆伍陆陸柒捌玖])"
)
#: 001、 as Word counts it.
_ZEROS = "(?:0{1,3}(?=[0-9]))?+"
_TO_999 = rf"(?:(?:[{_HAN}十百零〇]\s?+){{1,7}}+|[0-9]{{1,3}}+)"
_POINT = r"[、.．﹒]"
#: Days that go by their date: 三.八, 五.一.
_HOLIDAY = rf"(?!(?:三{_POINT}八|[五六七八十]{_POINT}一|五{_POINT}四)(?:国|劳|青|儿|建|节|妇))"
#: Neighbours in an enumeration: 一、二季度 is no heading.
_PAIR = "|".join(f"{one}、{next_}" for one, next_ in itertools.pairwise(_HAN + "十"))
_ENUMERATION = rf"(?!(?:{_PAIR})(?:、|季度|[级类线产期月楼层审等]))"
#: Units make a numeral before a blank a figure; some words begin like a unit.
_NO_TITLE = r"""(?!其中 | 季度 | 小时 | 平方 | 公[里顷斤] | 方面 | [一二三四五六七八九〇零]
  | (?! 条例 | 人[员民才事大] | 名称 | 个[人别] | 户籍 | 场所 | 台账 | 项目 | 部[门署] | 类[型别]
      | 年[度报] | 日常 | 分析 | 版面 | 批复 | 位置 )
    [件条次个户家人名位份篇期册场类项宗起批万亿元千百十余多年月日号天分秒倍部座台套届辆只种款版是般些]
)"""
#: A range of labels, or a reference: （一）至（三）, （五）项.
_REFERENCE = rf"(?!{_B}(?:[至到—–\-~～和、]{_B}[（(]|项(?!目)))"
#: The figure goes on, unless a year or the hotline begins the title.
_FIGURE = rf"(?!\s*+(?:[%‰]|(?!(?:19|20)[0-9]{{2}}{_B}年|12345[\p{{Han}}“])[0-9]))"

#: The Chinese characters that a label begins with.
_HAN_FIRST = frozenset(f"第{_HAN}十壹贰貳叁參肆伍陆陸柒捌玖拾")

_LABEL = lazy_pattern(
    rf"""
    (?:
      第{_B}(?:
          (?P<PART>{_TO_999}){_B}(?:部{_B}分|[编篇](?=\s|\Z))
        | (?P<CHAPTER>{_TO_999}){_B}章
        | (?P<SECTION>{_TO_999}){_B}节
      )(?=[\s、:：.（(《“]|\Z|(?:19|20)\d\d年|(?![的规内中所至到和及与或课之为是节程])\p{{Han}})
    | 第{_B}(?P<ARTICLE>{_TO_999}){_B}条(?=[:：]|\s*+\Z|\s++(?![第规款项的和至、]))

    | {_HOLIDAY}{_ENUMERATION}(?P<CHINESE>{_TO_99}){_B}(?:、|[.．﹒]{_FIGURE})
    | (?P<CHINESE>{_FINANCIAL}){_B}、
    | (?P<CHINESE>{_TO_99})(?=\s++{_NO_TITLE}\p{{Han}})
        (?!(?P<gap>\s++)\p{{Han}}(?P=gap))              # 三 门 县 is a name spread out
    | [（(\[［【〔]{_B}(?P<CHINESE_PAREN>{_TO_99}){_B}[）)\]］】〕]{_REFERENCE}
    | (?P<CHINESE_PAREN>{_TO_99}){_B}[）)]

    | (?P<DECIMAL_PATH>[0-9]{{1,2}}(?:{_B}[.．]{_B}[0-9]{{1,2}}){{2,4}}+)
        (?:[.．、](?![0-9])|(?=\s|\Z|(?![年月日号至到版以])\p{{Han}}))
    | (?P<DECIMAL_PATH>[0-9]{{1,2}}[.．][0-9]{{1,2}})
        (?:、|[.．](?![0-9])|(?=\s++{_NO_TITLE}\p{{Han}}))
    | {_ZEROS}(?P<DECIMAL>[0-9]{{1,2}}){_B}、(?!{_B}[0-9]{{1,2}}{_B}(?:[月号日级类期楼层、.]|季度))
    | {_ZEROS}(?P<DECIMAL>[0-9]{{1,2}}){_B}[.．﹒]{_FIGURE}
    | (?P<DECIMAL>[0-9]{{1,2}})(?=\s\s++{_NO_TITLE}\p{{Han}})
    | [（(]{_B}(?P<DECIMAL_PAREN>[0-9]{{1,2}}){_B}[）)]{_REFERENCE}
    | (?P<DECIMAL_HALF>[0-9]{{1,2}}){_B}[）)]

    | (?P<ROMAN>[IVX]++|[ivx]{{2,}}+|[Ⅰ-Ⅻⅰ-ⅻ]){_B}{_POINT}(?![0-9A-Za-z])
    | [（(]{_B}(?P<LETTER>[A-Za-z]){_B}[）)]
    | (?P<LETTER>[A-Za-z]){_B}(?:{_POINT}(?![0-9A-Za-z])|[）)])
    )
    """,
    regex.VERBOSE,
)
_NO_FIGURE = lazy_pattern(_FIGURE)
_NUMERAL = r"\p{N}○百千万亿"
_OPEN = lazy_pattern(rf"[{_NUMERAL}{_HAN}十.．·,，/／-]\Z")
_GOES_ON = lazy_pattern(rf"[{_NUMERAL}{_HAN}十.．点%％‰]")
#: （一）、 and 第一章、 carry a point of their own kind behind the label.
_LATE_DELIMITER = lazy_pattern(r"[\s\p{Cf}]{0,4}+[、.．](?![0-9０-９])")
_LATE = frozenset(
    {Style.PART, Style.CHAPTER, Style.SECTION, Style.CHINESE_PAREN, Style.DECIMAL_PAREN}
    | {Style.DECIMAL_HALF, Style.CIRCLED}
)
_LARGEST = {
    Style.PART: 999,
    Style.CHAPTER: 999,
    Style.SECTION: 999,
    Style.ARTICLE: 999,
    Style.ROMAN: 39,
}


def _blanks(text: str, start: int) -> int:
    """Where the blanks and invisible characters from ``start`` on end."""
    match = _BLANKS.match(text, start)
    return match.end() if match else start


def _path(match: regex.Match[str], style: Style) -> tuple[int, ...]:
    """The number or numbers of a match, ``(0,)`` where the signs make no number."""
    written = "".join(match[style.name].split())
    if style is Style.DECIMAL_PATH:
        return tuple(int(part) for part in regex.split(r"[.．]", written))
    if style is Style.LETTER:
        return (ord(written.lower()) - ord("a") + 1,)
    if style is Style.ROMAN:
        return (ROMANS.get(written.upper(), 0),)
    try:
        return (int(parse_number(written)),)
    except ValueError:
        return (0,)


#: Single characters that are a label of their own.
_GLYPHS: Mapping[str, tuple[Style, int]] = {
    sign: (style, number)
    for style, signs in (
        (Style.CIRCLED, CIRCLES),
        *((Style.CIRCLED, row(first, 10)) for first in "⓵❶➀➊㊀"),
        (Style.CIRCLED, " " * 10 + row("⓫", 10)),
        (Style.CHINESE_PAREN, row("㈠", 10)),
        (Style.DECIMAL, row("⒈", 20)),
        (Style.DECIMAL_PAREN, row("⑴", 20)),
        (Style.LETTER, row("⒜", 26)),
        (Style.LETTER, row("ⓐ", 26)),
        (Style.LETTER, row("Ⓐ", 26)),
    )
    for number, sign in enumerate(signs, 1)
    if sign != " "
}
