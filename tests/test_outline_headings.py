"""Headings to a tree: numbering is evidence, wording and neighbours decide."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govreport.document import Document, Paragraph
from govreport.model import Certainty, Section
from govreport.outline.headings import sections_of
from govreport.outline.lines import Line, content, items_of
from support.contents import said
from support.ogi import build
from support.small_tables import document, lines, small

LONG = (
    "本年度围绕重点工作推进各项公开事务，及时回应社会关切，并按规定更新各栏目内容，做到应公开尽公开"
)


def tree(text: str) -> list[str]:
    """The sections as lines: number, label and title, indented by depth."""
    return list(_shown(sections(text), 0))


def sections(text: str) -> tuple[Section, ...]:
    return sections_of(build(items_of(document(*lines(text)))))


def _shown(level: tuple[Section, ...], depth: int) -> Iterator[str]:
    for section in level:
        number = ".".join(map(str, section.number)) or "-"
        label = section.label.text if section.label else ""
        yield f"{'  ' * depth}{number} {label}|{section.title}"
        yield from _shown(section.children, depth + 1)


# -- each way of writing -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("一、概述", "二、其他"),
        ("一．概述", "二．其他"),
        ("一  概述", "二  其他"),
        ("一.概述", "二.其他"),
        ("第一部分 概述", "第二部分 其他"),
        ("第一章 概述", "第二章 其他"),
        ("第一节 概述", "第二节 其他"),
        ("（一）概述", "（二）其他"),
        ("(一)概述", "(二)其他"),
        ("（一)概述", "（二)其他"),
        ("㈠概述", "㈡其他"),
        ("一）概述", "二）其他"),
        ("1.概述", "2.其他"),
        ("1、概述", "2、其他"),
        ("1．概述", "2．其他"),
        ("（1）概述", "（2）其他"),
        ("⒈概述", "⒉其他"),
    ],
)
def test_numbering(first: str, second: str) -> None:
    found = sections(f"{first}\n我局概况。\n{second}\n无。")
    assert [(s.number, s.title, s.text) for s in found] == [
        ((1,), "概述", "我局概况。"),
        ((2,), "其他", "无。"),
    ]


@pytest.mark.parametrize(
    ("second", "title", "text"),
    [
        (
            "（二）改进措施：一是加强学习；二是完善机制。",
            "改进措施",
            "一是加强学习；二是完善机制。",
        ),
        ("（二）改进措施。加强学习，完善机制。", "改进措施", "加强学习，完善机制。"),
        ("（二）改进措施。", "改进措施", ""),
        ("（二）改进措施：", "改进措施", ""),
        ("（二）改进措施方面", "改进措施方面", ""),
        ("（二）行政复议、行政诉讼情况", "行政复议、行政诉讼情况", ""),
    ],
)
def test_heading_that_its_text_follows(second: str, title: str, text: str) -> None:
    (section,) = sections(f"一、工作情况\n（一）主动公开\n按规定公开。\n{second}")
    assert [c.title for c in section.children] == ["主动公开", title]
    assert section.children[1].text == text


def test_all_numbers_alike_are_siblings() -> None:
    """Some converters write 1. for every automatic number."""
    found = sections("1.概述\n1.主动公开\n1.其他")
    assert [(s.title, s.children) for s in found] == [("概述", ()), ("主动公开", ()), ("其他", ())]


def test_list_begun_anew_under_an_item_of_the_same_style() -> None:
    assert tree("1.甲\n2.乙\n3.丙\n1.子\n2.丑\n4.丁") == [
        "1 1.|甲",
        "2 2.|乙",
        "3 3.|丙",
        "  3.1 1.|子",
        "  3.2 2.|丑",
        "4 4.|丁",
    ]


def test_three_levels() -> None:
    assert tree(
        """一、概述
        （一）主动公开
        1.网站
        2.微信
        （二）依申请公开
        1.当面
        二、其他"""
    ) == [
        "1 一、|概述",
        "  1.1 （一）|主动公开",
        "    1.1.1 1.|网站",
        "    1.1.2 2.|微信",
        "  1.2 （二）|依申请公开",
        "    1.2.1 1.|当面",
        "2 二、|其他",
    ]


def test_run_in_arabic_children_of_a_chinese_section() -> None:
    assert tree(
        """五、存在的主要问题及改进情况
        1、主动公开：进一步完善公开目录，丰富内容。
        2、依申请公开：进一步规范答复流程，提高质量。
        六、其他需要报告的事项
        无。"""
    ) == [
        "5 五、|存在的主要问题及改进情况",
        "  5.1 1、|主动公开",
        "  5.2 2、|依申请公开",
        "6 六、|其他需要报告的事项",
    ]


def test_arabic_above_chinese_in_brackets() -> None:
    assert tree(
        """1、总体情况
        （一）主动公开
        （二）依申请公开
        2、存在问题
        （一）不足
        （二）措施"""
    ) == [
        "1 1、|总体情况",
        "  1.1 （一）|主动公开",
        "  1.2 （二）|依申请公开",
        "2 2、|存在问题",
        "  2.1 （一）|不足",
        "  2.2 （二）|措施",
    ]


def test_children_restart_under_each_section() -> None:
    found = sections("一、甲\n（一）子\n（二）丑\n二、乙\n（一）寅\n三、丙")
    assert [[c.number for c in s.children] for s in found] == [[(1, 1), (1, 2)], [(2, 1)], []]


# -- numbers lost and changed ------------------------------------------------------------------


def test_automatic_number_flattened_and_first_child_lost() -> None:
    """As converters leave a Word file: ``7、`` behind 六、, and four spaces for （一）."""
    found = sections(
        """五、收费情况
        本年度未收取费用。
        六、复议情况
        本年度未发生。
        7、存在的主要问题和改进情况
        存在的主要问题。公开栏目更新不够及时，个别内容不够完整。
        （二）改进措施。落实专人负责，按月检查更新。
        八、其他
        无。"""
    )
    assert [(s.number, s.label and s.label.text) for s in found] == [
        ((5,), "五、"),
        ((6,), "六、"),
        ((7,), "7、"),
        ((8,), "八、"),
    ]
    first, second = found[2].children
    assert (first.number, first.label, first.certainty) == ((7, 1), None, Certainty.INFERRED)
    assert first.title == "存在的主要问题"
    assert first.text == "公开栏目更新不够及时，个别内容不够完整。"
    assert (second.number, second.certainty) == ((7, 2), Certainty.EXACT)
    assert second.heading == "（二）改进措施"


def test_second_of_two_equal_numbers_fills_the_gap_behind_it() -> None:
    found = sections("一、甲\n二、乙\n二、丙\n四、丁")
    assert [s.number for s in found] == [(1,), (2,), (3,), (4,)]
    assert found[2].certainty is Certainty.INFERRED
    assert found[2].heading == "二、丙"


def test_skipped_number_is_not_invented() -> None:
    assert [s.number for s in sections("一、甲\n正文。\n三、乙\n正文。")] == [(1,), (3,)]


def test_lost_heading_is_not_guessed_among_several_paragraphs() -> None:
    text = "一、甲\n先是总的情况。再说其他。\n另有一些情况。也说一下。\n（二）乙。正文在此。"
    (section,) = sections(text)
    assert [c.number for c in section.children] == [(1, 2)]
    assert len(section.paragraphs) == 2


def test_first_heading_that_runs_on_behind_the_one_above() -> None:
    text = "一、总体\n（一）监督：1.培训：请人讲解。\n附一句话。\n2.评议：公布电话。\n（二）其他"
    (section,) = sections(text)
    first, second = section.children[0].children
    assert tree(text)[1:4] == ["  1.1 （一）|监督", "    1.1.1 1.|培训", "    1.1.2 2.|评议"]
    assert (said(first.content), said(second.content)) == (
        ("请人讲解。", "附一句话。"),
        ("公布电话。",),
    )
    assert section.children[0].content == ()


def test_list_within_a_paragraph_stays_text() -> None:
    text = "一、总体\n（一）监督：1.培训：讲解。2.评议：公布电话。\n（二）其他"
    assert tree(text) == ["1 一、|总体", "  1.1 （一）|监督", "  1.2 （二）|其他"]


def test_headings_by_style_alone() -> None:
    blocks = (
        Paragraph(text="总体情况", heading_level=1),
        Paragraph(text="我局概况。"),
        Paragraph(text="主动公开", heading_level=2),
        Paragraph(text="其他", heading_level=1),
    )
    found = sections_of(build(items_of(Document(format="html", blocks=blocks))))
    assert [(s.title, s.number, len(s.children)) for s in found] == [
        ("总体情况", (), 1),
        ("其他", (), 0),
    ]


def test_headings_by_their_official_words_alone() -> None:
    found = sections("总体情况\n我局概况。\n主动公开政府信息情况\n见下。\n其他需要报告的事项\n无。")
    assert [(s.title, s.number) for s in found] == [
        ("总体情况", ()),
        ("主动公开政府信息情况", ()),
        ("其他需要报告的事项", ()),
    ]


# -- what is no heading ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "paragraph",
    [
        "一是加强学习；二是完善机制；三是严格考核。",
        "一方面内容不全，另一方面更新不勤。",
        "2019年，我局公开信息649条。",
        "649条信息全部上网。",
        "第二十条第（一）项规定的内容已公开。",
        f"（一）{LONG}。",
        f"1.{LONG}，{LONG}。",
        "①网站②微信③其他",
    ],
)
def test_paragraph_that_begins_like_a_heading(paragraph: str) -> None:
    found = sections(f"一、概述\n{paragraph}\n二、其他\n无。")
    assert [(s.number, s.text, s.children) for s in found] == [
        ((1,), paragraph, ()),
        ((2,), "无。", ()),
    ]


def test_numbered_sentences_are_text() -> None:
    found = sections(f"一、概述\n1.{LONG}。\n2.{LONG}，{LONG}。\n3.{LONG}。\n二、其他")
    assert [len(s.paragraphs) for s in found] == [3, 0]
    assert not any(s.children for s in found)


def test_tables_go_to_the_section_they_stand_in() -> None:
    table = small("甲 | 1")
    found = sections_of(build(items_of(document("一、甲", table, "（一）子", table, "二、乙"))))
    assert [(len(s.tables), [len(c.tables) for c in s.children]) for s in found] == [
        (1, [1]),
        (0, []),
    ]


# -- nothing is lost, nothing doubled ----------------------------------------------------------

HEADS = [
    "一、",
    "二、",
    "三、",
    "五、",
    "（一）",
    "（二）",
    "（四）",
    "1.",
    "2、",
    "7、",
    "（1）",
    "第一章 ",
]
TAILS = ["概述", "概述。", "概述：详见下。", "情况。如下所述。", f"{LONG}。", "总体情况", ""]
PLAIN = ["总体情况", "无。", "一是甲，二是乙。", "其他方面。我局如此。", LONG]


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.tuples(st.sampled_from(HEADS), st.sampled_from(TAILS)).map("".join),
            st.sampled_from(PLAIN),
        ),
        max_size=25,
    )
)
def test_every_line_lands_in_one_place(texts: list[str]) -> None:
    items = items_of(document(*texts))
    root = build(items)
    out: list[str] = [str(text) for text in said(content(root.items))]
    for top in sections_of(root):
        for section in top.walk():
            out += [section.origin.raw] if section.origin.raw else []
            rest = [p.text for p in section.paragraphs if p.text not in section.origin.raw]
            own = [p.text for p in section.paragraphs if p.text in section.origin.raw]
            out += rest
            # Text behind a heading stands in the heading's line; equal lines below count.
            out += own[1:] if own and _runs_in(section) else own
    wanted = [item.text for item in items if isinstance(item, Line)]
    assert Counter(map(_bare, out)) == Counter(map(_bare, wanted))


def _runs_in(section: Section) -> bool:
    return len(_bare(section.origin.raw)) > len(_bare(section.heading)) + 1


def _bare(text: str) -> str:
    return "".join(text.split())


@pytest.mark.slow
def test_very_many_headings() -> None:
    texts = [f"{n % 99 + 1}、概述" for n in range(20_000)]
    found = sections_of(build(items_of(document(*texts))))
    assert sum(1 for top in found for _ in top.walk()) == 20_000


@pytest.mark.slow
def test_series_within_series_without_end() -> None:
    root = build(items_of(document(*["1.甲", "1.甲", "2.乙"] * 2_000)))
    assert sum(1 for top in sections_of(root) for _ in top.walk()) == 6_000


@pytest.mark.parametrize(
    "label",
    ["一、", "（一）", "1.", "（二）", "第一章 "],
    ids=["一", "（一）", "1", "（二）", "章"],
)
def test_one_label_over_and_over(label: str) -> None:
    root = build(items_of(document(*[f"{label}概述"] * 5_000)))
    assert sum(1 for top in sections_of(root) for _ in top.walk()) + len(root.items) == 5_000


def test_labels_nested_as_deep_as_they_go() -> None:
    texts = [
        "第一部分 甲",
        "第一章 甲",
        "第一节 甲",
        "一、甲",
        "（一）甲",
        "1.甲",
        "1.1 甲",
        "（1）甲",
    ]
    (top,) = sections_of(build(items_of(document(*texts, *texts))))[:1]
    assert sum(1 for _ in top.walk()) >= 8


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("一、概述2015年，在上级指导下，取得了一定成效。", "概述"),
        ("三、依申请公开工作情况全年未收到申请。", "依申请公开工作情况"),
        ("六、主要问题和改进措施虽然取得成效，仍有不足。", "主要问题和改进措施"),
        ("二、主动公开政府信息情况（一）数量全年公开3条。", "主动公开政府信息情况"),
        ("一、2015年工作概述", "2015年工作概述"),
        ("一、全年工作情况", "全年工作情况"),
    ],
)
def test_a_title_ends_where_its_text_begins(line: str, title: str) -> None:
    (section,) = sections(f"{line}\n说明如下。")
    assert section.title == title
