"""The frame of whole documents: every block in one part, and what the parts state."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govreport.document import Block, Document, Origin, Paragraph, Table
from govreport.model import Annex, Certainty, Section, TablePart
from govreport.outline.parts import Outline
from govreport.zh.numbering import Style
from support.contents import said
from support.ogi import outline
from support.small_tables import document, small

ORGAN = "青澜市云浦区科技局"
TITLE = f"2018年度{ORGAN}政府信息公开工作报告"
FORM = "政府信息公开情况统计表"
TABLE = small("统计指标 | 单位 | 统计数", "收到申请数 | 件 | 3")
BODY = ("一、概述", "我局按规定公开信息。", "二、其他", "无。")
SIGNED = (ORGAN, "2019年1月9日")


def read(*blocks: str | Block, metadata: dict[str, str] | None = None) -> Outline:
    base = document(*blocks)
    whole = Document(format="text", blocks=base.blocks, metadata=metadata or {})
    return outline(whole, frozenset({FORM}))


def codes(frame: Outline) -> list[str]:
    return [finding.code for finding in frame.findings]


# -- parts -------------------------------------------------------------------------------------


def test_all_parts() -> None:
    frame = read(
        "索引号：000014349/2019-00012",
        TITLE,
        "目录",
        "一、概述……1",
        "二、其他……1",
        "根据有关规定，现公布云浦区科技局年度报告。",
        *BODY,
        "附件：1.统计表.doc",
        *SIGNED,
        "（此件公开发布）",
        "附件2",
        FORM,
        "（2018年1月1日至2018年12月31日）",
        "填报单位（盖章）：云浦区科技局",
        TABLE,
        "责任编辑：周某",
        "打印本页",
    )
    assert frame.title == TITLE
    assert said(frame.front) == (
        "索引号：000014349/2019-00012",
        "目录",
        "一、概述……1",
        "二、其他……1",
    )
    assert said(frame.preface) == ("根据有关规定，现公布云浦区科技局年度报告。",)
    assert [s.title for s in frame.sections] == ["概述", "其他"]
    assert said(frame.signature) == SIGNED
    assert [(a.label, a.title, a.number) for a in frame.annexes] == [("附件2", FORM, 2)]
    assert said(frame.tail) == (
        "附件：1.统计表.doc",
        "（此件公开发布）",
        "责任编辑：周某",
        "打印本页",
    )
    assert (frame.year, frame.issued) == (2018, dt.date(2019, 1, 9))
    assert frame.period is not None
    assert frame.period.end == dt.date(2018, 12, 31)
    assert frame.findings == ()


@pytest.mark.parametrize("number", ["- 1 -", "—3—", "第 3 页", "第1页 共3页", "第1页/共3页"])
def test_page_number_below_the_signature(number: str) -> None:
    frame = read(TITLE, *BODY, *SIGNED, number)
    assert frame.issued == dt.date(2019, 1, 9)
    assert (said(frame.signature), len(frame.tail)) == (SIGNED, 1)


def test_evidence_points_to_the_lines() -> None:
    frame = read(TITLE, "统计期限为2018年1月1日至2018年12月31日。", *BODY, *SIGNED)
    assert {key: e.origin.block for key, e in frame.evidence.items()} == {
        "title": 0,
        "year": 0,
        "period": 1,
        "issued": 7,
    }


def test_text_and_tables_know_where_they_stand() -> None:
    blocks = (
        Paragraph(text=TITLE, page=1),
        Paragraph(text="一、概述：公开信息 5条。\n  另办结3件。", page=2),
        TABLE,
        Paragraph(text="（一） 其他。无。", page=3),
    )
    whole = Document(format="text", blocks=blocks)
    (section,) = outline(whole).sections
    assert [(p.text, p.origin) for p in section.paragraphs] == [
        ("公开信息5条。", Origin(block=1, start=5, end=13, page=2)),
        ("另办结3件。", Origin(block=1, start=14, end=22, page=2)),
    ]
    assert [(part.block, part.table) for part in section.tables] == [(2, TABLE)]
    (child,) = section.children
    assert (child.label and child.label.style, child.heading) == (Style.CHINESE_PAREN, "（一）其他")
    assert [p.origin for p in child.paragraphs] == [Origin(block=3, start=7, end=9, page=3)]


def test_nothing_at_all() -> None:
    frame = read()
    assert (frame.title, frame.year, frame.issued, frame.period) == (None, None, None, None)
    assert (frame.sections, frame.annexes, frame.preface) == ((), (), ())
    assert frame.issuer.name is None


# -- year and period ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "year",
    [
        "2012年",
        "2012年度",
        "二〇一二年",
        "二○一二年",
        "二Ｏ一二年",
        "二O一二年",
        "二零一二年",
        "2 0 1 2 年",
        "２０１２年",
    ],
)
def test_year_of_the_title_in_every_writing(year: str) -> None:
    frame = read(f"{ORGAN}{year}政府信息公开工作年度报告", *BODY)
    assert frame.year == 2012
    assert frame.evidence["year"].certainty is Certainty.EXACT
    assert frame.issuer.name == ORGAN


def test_short_year_is_a_variant() -> None:
    frame = read(f"{ORGAN}12年政府信息公开工作年度报告", *BODY)
    assert frame.year == 2012
    assert frame.evidence["year"].certainty is Certainty.VARIANT


def test_year_only_in_the_period_is_inferred() -> None:
    frame = read(
        f"{ORGAN}政府信息公开工作报告", "统计期限为2018年1月1日至2018年12月31日。", *BODY, *SIGNED
    )
    assert frame.year == 2018
    assert frame.evidence["year"].certainty is Certainty.INFERRED


def test_year_of_issue_is_not_the_year_reported_on() -> None:
    assert read(f"{ORGAN}政府信息公开工作报告", *BODY, *SIGNED).year is None


@pytest.mark.parametrize(
    "text",
    [
        "统计期限为2022年1月1日-2022年12月31日。",
        "数据统计自2022年1月1日始至2022年12月31日止。",
        "本报告中所列数据的统计时限自2022年1月1日至2022年12月31日。",
        "统计期限从2022年1月1日到12月31日止。",
        "（2022年1月1日至2022年12月31日）",
        "数据的统计期限为2022 年 1 月 1 日至 2022 年 12 月 31 日。",
    ],
)
def test_period_in_the_preface(text: str) -> None:
    frame = read(TITLE.replace("2018", "2022"), text, *BODY)
    assert frame.period is not None
    assert (frame.period.start, frame.period.end) == (dt.date(2022, 1, 1), dt.date(2022, 12, 31))


@pytest.mark.parametrize(
    "text",
    [
        "活动自2022年3月1日至2022年3月5日举行。",
        "统计自2022年1月1日至2022年3月31日的来访。",
        "2022年1月1日起施行。",
    ],
    ids=["event", "quarter", "one day"],
)
def test_other_spans_are_no_period(text: str) -> None:
    assert read(TITLE, text, *BODY).period is None


def test_periods_that_differ() -> None:
    frame = read(
        TITLE,
        "统计期限为2017年1月1日至2017年12月31日。",
        *BODY,
        *SIGNED,
        "附件",
        FORM,
        "（2018年1月1日至2018年12月31日）",
        TABLE,
    )
    assert frame.period is not None
    assert frame.period.start.year == 2018
    (finding,) = frame.findings
    assert (finding.code, finding.expected, finding.found) == (
        "period.mismatch",
        "2018-01-01—2018-12-31",
        "2017-01-01—2017-12-31",
    )
    assert len(finding.origins) == 2


# -- date of issue -----------------------------------------------------------------------------


def test_impossible_date_is_a_finding_and_no_date() -> None:
    frame = read(TITLE, *BODY, ORGAN, "2019年2月30日")
    assert frame.issued is None
    (finding,) = frame.findings
    assert (finding.code, finding.found) == ("date.impossible", "2019年2月30日")


@pytest.mark.parametrize(
    ("blocks", "metadata", "issued"),
    [
        (("发布日期：2019-01-31 10:22", TITLE, *BODY), {}, dt.date(2019, 1, 31)),
        ((TITLE, *BODY), {"published": "2019-01-31 10:22"}, dt.date(2019, 1, 31)),
        ((TITLE, *BODY, *SIGNED), {"published": "2019-02-14"}, dt.date(2019, 1, 9)),
        ((TITLE, *BODY, ORGAN, "2019年2月30日"), {"published": "2019-03-01"}, None),
        ((TITLE, *BODY), {"published": "近日"}, None),
    ],
    ids=["front", "metadata", "signature first", "impossible", "no date"],
)
def test_where_the_date_is_taken_from(
    blocks: tuple[str, ...], metadata: dict[str, str], issued: dt.date | None
) -> None:
    assert read(*blocks, metadata=metadata).issued == issued


# -- issuer ------------------------------------------------------------------------------------


def test_every_form_of_the_name() -> None:
    frame = read(
        TITLE,
        "现公布云浦区科技局年度报告。",
        *BODY,
        *SIGNED,
        "附件",
        FORM,
        "填报单位：区科技局",
        TABLE,
        metadata={"source": "青澜市云浦区人民政府"},
    )
    assert frame.issuer.name == ORGAN
    assert [(n.text, n.role) for n in frame.issuer.names] == [
        (ORGAN, "title"),
        (ORGAN, "signature"),
        ("区科技局", "reporting_unit"),
        ("青澜市云浦区人民政府", "metadata"),
        ("云浦区科技局", "preface"),
    ]


def test_fuller_name_of_the_signature() -> None:
    frame = read("2018年云浦区科技局政府信息公开工作报告", *BODY, *SIGNED)
    assert frame.issuer.name == ORGAN


def test_name_only_in_metadata() -> None:
    title = "2018年政府信息公开工作报告"
    assert read(title, *BODY, metadata={"publisher": ORGAN}).issuer.name == ORGAN
    assert read(title, *BODY, metadata={"source": "本站原创"}).issuer.name is None


# -- copies ------------------------------------------------------------------------------------


def test_traditional_text_is_a_copy() -> None:
    frame = read("2009青瀾市政府信息公開工作年度報告", "一、總體情況", "我們認真開展工作。")
    assert codes(frame) == ["text.traditional"]
    assert frame.year == 2009


def test_single_traditional_characters_are_not() -> None:
    assert codes(read(TITLE, *BODY, "與會人員名單", "无。")) == []


# -- nothing is lost ---------------------------------------------------------------------------

LINES = [
    TITLE,
    ORGAN,
    "2018年",
    "目录",
    "一、概述……1",
    "一、概述",
    "（一）主动公开：按规定公开。",
    "二、其他",
    "1.网站",
    "3.微信。",
    "无。",
    "总体情况",
    "2019年1月9日",
    "2019年2月30日",
    "附件",
    "附件2：工作清单",
    "附件：1.统计表.doc",
    FORM,
    "（2018年1月1日至2018年12月31日）",
    "填报单位：区科技局",
    "责任编辑：周某",
    "（此件公开发布）",
    "名 称：某报告",
]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from([*LINES, ""]), max_size=30))
def test_every_line_and_every_table_lands_in_one_part(texts: list[str]) -> None:
    blocks = [text or TABLE for text in texts]
    frame = read(*blocks)
    tables = Counter(isinstance(block, Table) for block in blocks)[True]
    assert sum(_tables(frame)) == tables
    wanted = "".join(block for block in blocks if isinstance(block, str))
    assert Counter(_letters(wanted)) == Counter(_letters("".join(_texts(frame))))


def _letters(text: str) -> str:
    """Colon, full stop and blanks part a heading from its text and are not kept."""
    return "".join(char for char in text if char not in "：:。 \t")


def _texts(frame: Outline) -> list[str]:
    contents = [frame.front, frame.preface, frame.signature, frame.tail]
    out = [frame.title or ""]
    out += [part for content in contents for part in said(content) if isinstance(part, str)]
    for section in _walk(frame):
        out += [section.heading, *(part.text for part in section.paragraphs)]
    for annex in frame.annexes:
        out += _of_annex(annex)
    return out


def _of_annex(annex: Annex) -> list[str]:
    texts = [part for part in said(annex.content) if isinstance(part, str)]
    # A title may stand on a line of its own, which is part of the content then.
    return [annex.label, *([] if annex.title in texts else [annex.title]), *texts]


def _walk(frame: Outline) -> list[Section]:
    return [section for top in frame.sections for section in top.walk()]


def _tables(frame: Outline) -> list[int]:
    contents = [frame.front, frame.preface, frame.signature, frame.tail]
    contents += [annex.content for annex in frame.annexes]
    contents += [section.content for section in _walk(frame)]
    return [sum(isinstance(part, TablePart) for part in content) for content in contents]


def test_many_short_paragraphs() -> None:
    frame = outline(
        Document(format="text", blocks=tuple(Paragraph(text=f"第{n}行") for n in range(20_000)))
    )
    assert len(frame.preface) == 20_000
