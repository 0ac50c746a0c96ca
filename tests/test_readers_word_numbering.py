"""Automatic numbers of Word, where LibreOffice is no judge; see ``test_numbering_oracle``."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from govreport.document import Document, Paragraph
from govreport.readers.limits import DEFAULT_LIMITS
from govreport.readers.word.docx.reader import read
from support import docx_files as f

CHAPTERS = f.abstract(
    1, f.level(0, "%1、", "chineseCounting"), f.level(1, "（%2）", "chineseCounting")
)


def document(body: str, numbering: str, styles: str | None = None) -> Document:
    return read(f.docx(body, numbering=numbering, styles=styles), DEFAULT_LIMITS)


def labels(levels: Sequence[int], *definition: str) -> list[str]:
    numbering = f.abstract(1, *definition) + f.num(1, 1)
    found = document("".join(f.numbered("事项", 1, n) for n in levels), numbering)
    return [block.auto_label for block in found.blocks if isinstance(block, Paragraph)]


def test_label_stands_before_the_text() -> None:
    found = document(f.numbered("机构建设"), CHAPTERS + f.num(1, 1))
    assert found.blocks == (Paragraph(text="一、机构建设", auto_label="一、"),)


def test_suffix_is_no_part_of_the_label() -> None:
    numbering = f.abstract(1, f.level(0, "%1.", extra='<w:suff w:val="space"/>')) + f.num(1, 1)
    assert document(f.numbered("事项"), numbering).text == "1.事项"


@pytest.mark.parametrize(
    ("suffix", "expected"),
    [
        pytest.param("", "第一章 总则", id="a tab is what Word puts unasked"),
        pytest.param('<w:suff w:val="space"/>', "第一章 总则", id="space"),
        pytest.param('<w:suff w:val="nothing"/>', "第一章总则", id="nothing"),
    ],
)
def test_blank_behind_a_label_that_ends_without_a_mark(suffix: str, expected: str) -> None:
    numbering = f.abstract(1, f.level(0, "第%1章", "chineseCounting", suffix)) + f.num(1, 1)
    [paragraph] = document(f.numbered("总则"), numbering).blocks
    assert paragraph == Paragraph(text=expected, auto_label="第一章")


@pytest.mark.parametrize("suffix", ["", '<w:suff w:val="nothing"/>'])
@pytest.mark.parametrize(
    ("form", "number_format", "text", "expected"),
    [
        ("%1", "decimal", "2018年公开", "1 2018年公开"),
        ("%1.", "decimal", "5件提案", "1. 5件提案"),
        ("%1．", "decimal", "5件提案", "1． 5件提案"),
        ("第%1", "chineseCounting", "二季度", "第一 二季度"),
        ("%1、", "decimal", "5件提案", "1、5件提案"),
        ("（%1）", "decimal", "5件提案", "（1）5件提案"),
    ],
)
def test_label_and_figure_never_run_into_one_number(
    form: str, number_format: str, text: str, expected: str, suffix: str
) -> None:
    numbering = f.abstract(1, f.level(0, form, number_format, suffix)) + f.num(1, 1)
    assert document(f.numbered(text), numbering).text == expected


def test_legal_numbering_is_decimal_on_all_levels() -> None:
    found = labels(
        [0, 1], f.level(0, "%1、", "upperRoman"), f.level(1, "%1.%2", "chineseCounting", LEGAL)
    )
    assert found == ["I、", "1.1"]


LEGAL = "<w:isLgl/>"


@pytest.mark.parametrize(
    ("restart", "expected"),
    [
        pytest.param(0, ["1", "1.1", "1.2", "2", "2.3"], id="never"),
        pytest.param(1, ["1", "1.1", "1.2", "2", "2.1"], id="after level 1"),
        pytest.param(5, ["1", "1.1", "1.2", "2", "2.1"], id="deeper level is ignored"),
    ],
)
def test_restart_level(restart: int, expected: list[str]) -> None:
    second = f.level(1, "%1.%2", extra=f'<w:lvlRestart w:val="{restart}"/>')
    assert labels([0, 1, 1, 0, 1], f.level(0, "%1"), second) == expected


def test_restart_only_after_the_first_level() -> None:
    third = f.level(2, "%1.%2.%3", extra='<w:lvlRestart w:val="1"/>')
    levels = (f.level(0, "%1"), f.level(1, "%1.%2"), third)
    assert labels([0, 1, 2, 1, 2, 0, 2], *levels)[2::2] == ["1.1.1", "1.2.2", "2.1.1"]


def test_bullets_are_no_labels() -> None:
    assert labels([0, 1, 0], f.level(0, "●", "bullet"), f.level(1, "%2.")) == ["", "1.", ""]


def test_hidden_number_counts_and_is_not_shown() -> None:
    hidden = f.level(0, "%1、").replace("</w:lvl>", "<w:rPr><w:vanish/></w:rPr></w:lvl>")
    assert labels([0, 0, 1], hidden, f.level(1, "%1.%2")) == ["", "", "2.1"]


def test_empty_numbered_paragraph_counts() -> None:
    body = f.numbered("甲") + f.numbered("") + f.numbered("丙")
    assert document(body, CHAPTERS + f.num(1, 1)).text == "一、甲\n二、\n三、丙"


def test_zero_removes_a_number() -> None:
    body = f.numbered("甲") + f.numbered("乙", 0) + f.numbered("丙")
    assert document(body, CHAPTERS + f.num(1, 1)).text == "一、甲\n乙\n二、丙"


def test_undefined_numbering_is_noted() -> None:
    found = document(f.numbered("甲", 7), CHAPTERS + f.num(1, 1))
    assert found.text == "甲"
    assert [notice.code for notice in found.notices] == ["docx.numbering_missing"]


def test_level_linked_to_the_style() -> None:
    styles = "".join(
        f.style(name, '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>')
        for name in ("Chapter", "Part")
    )
    numbering = f.abstract(
        1,
        f.level(0, "%1、", "chineseCounting", '<w:pStyle w:val="Chapter"/>'),
        f.level(1, "（%2）", "chineseCounting", '<w:pStyle w:val="Part"/>'),
    ) + f.num(1, 1)
    body = "".join(f.p("甲", f'<w:pStyle w:val="{s}"/>') for s in ("Chapter", "Part", "Part"))
    assert document(body, numbering, styles).text == "一、甲\n（一）甲\n（二）甲"


def test_list_style_is_followed() -> None:
    numbering = (
        '<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="List"/></w:abstractNum>'
        '<w:abstractNum w:abstractNumId="2"><w:styleLink w:val="List"/>'
        f"{f.level(0, '第%1条')}</w:abstractNum>{f.num(1, 1)}{f.num(2, 2)}"
    )
    assert (
        document(f.numbered("甲", 1) + f.numbered("乙", 2), numbering).text == "第1条 甲\n第2条 乙"
    )


def test_list_styles_in_a_circle_end() -> None:
    numbering = (
        '<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="List"/></w:abstractNum>'
        + f.num(1, 1)
    )
    styles = f.style("List", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>')
    assert document(f.numbered("甲"), numbering, styles).text == "甲"


def test_custom_format_is_zero_padded() -> None:
    custom = (
        '<mc:AlternateContent><mc:Choice Requires="w14">'
        '<w:numFmt w:val="custom" w:format="001, 002, 003, ..."/></mc:Choice>'
        '<mc:Fallback><w:numFmt w:val="decimal"/></mc:Fallback></mc:AlternateContent>'
    )
    level = f.level(0, "%1 ").replace('<w:numFmt w:val="decimal"/>', custom)
    assert labels([0, 0], level) == ["001", "002"]


def test_numbers_in_cells() -> None:
    row = f.tr(f.tc(f.numbered("")), "甲") + f.tr(f.tc(f.numbered("")), "乙")
    found = document(f"<w:tbl>{row}</w:tbl>", CHAPTERS + f.num(1, 1))
    assert found.text == "一、\t甲\n二、\t乙"


def test_inserted_number_of_a_deleted_paragraph_does_not_count() -> None:
    deleted = (
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
        "<w:rPr><w:del/></w:rPr></w:pPr><w:del><w:r><w:delText>乙</w:delText></w:r></w:del></w:p>"
    )
    body = f.numbered("甲") + deleted + f.numbered("丙")
    assert document(body, CHAPTERS + f.num(1, 1)).text == "一、甲\n二、丙"


@pytest.mark.parametrize("start", ["-5", "99999999999999999999", "x", ""])
def test_absurd_starts_do_no_harm(start: str) -> None:
    extra = f'<w:start w:val="{start}"/>'
    assert len(labels([0, 0], f.level(0, "%1.", "upperRoman", extra))) == 2
