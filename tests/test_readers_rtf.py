"""Rich Text files as Word, WPS, WordPad and programs of their own write them."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govreport.document import Alignment, Document, Doubt, Link, Paragraph, Picture, Table
from govreport.errors import CorruptDocument, GovReportError, LimitExceeded
from govreport.notices import notice
from govreport.readers.limits import DEFAULT_LIMITS, Limits
from govreport.readers.word.rtf import reader as rtf

FONTS = (
    r"{\fonttbl{\f0\froman\fcharset0\fprq2 Times New Roman;}{\f1\fnil\fcharset134 \'cb\'ce\'cc\'e5"
    r"{\*\falt SimSun};}{\f2\fnil\fcharset2 Wingdings;}{\f3\fnil Unnamed;}{\f4\fcharset136 Ming;}}"
)


def file(body: str, head: str = r"\ansi\ansicpg936\deff0\uc1") -> bytes:
    """A file around a body."""
    return (rf"{{\rtf1{head}{FONTS}" + body + "}").encode("latin-1")


def gbk(text: str) -> str:
    r"""Text as bytes in hexadecimal: \'d2\'bb."""
    return "".join(
        c if c < "\x80" else "".join(rf"\'{b:02x}" for b in c.encode("gbk")) for c in text
    )


def units(text: str, fallback: str = "?") -> str:
    """Text as UTF-16 units, signed as Word writes them."""
    data = text.encode("utf-16-le")
    numbers = (
        int.from_bytes(data[n : n + 2], "little", signed=True) for n in range(0, len(data), 2)
    )
    return "".join(rf"\u{number}{fallback}" for number in numbers)


def read(body: str, head: str = r"\ansi\ansicpg936\deff0\uc1") -> Document:
    return rtf.read(file(body, head), DEFAULT_LIMITS)


def texts(body: str) -> list[str]:
    return [block.text for block in read(body).blocks]


def codes(document: Document) -> list[str]:
    return [notice.code for notice in document.notices]


TEXT = "一、总体情况（2018）"
BYTE = r"\'c3"


@pytest.mark.parametrize(
    "body",
    [
        rf"\pard\plain \f1 {gbk(TEXT)}\par",
        rf"\pard\plain \f0 {gbk(TEXT)}\par",
        rf"\pard\plain \f3 {gbk(TEXT)}\par",
        rf"\pard\plain \f9 {gbk(TEXT)}\par",
        rf"\pard\plain \f0 {units(TEXT)}\par",
        rf"\pard\plain \f1\uc2 {units(TEXT, BYTE + BYTE)}\par",
        rf"\pard\plain \uc0 {units(TEXT, ' ')}\par",
        rf"\pard\plain {{\f1 {gbk(TEXT[:3])}}}{{\ltrch\loch\f0\hich\af0\dbch\f1 {gbk(TEXT[3:])}}}",
        "\\pard\\plain \\f1 " + gbk(TEXT).replace("\\'a1", "\\'a1\r\n") + "\\par",
        "\\pard\\plain \\f1 " + TEXT.encode("gbk").decode("latin-1") + "\\par",
    ],
    ids=[
        *("gbk", "latin-font", "font-without-charset", "unknown-font", "unicode", "uc2", "uc0"),
        *("associated-fonts", "line-ends", "raw-bytes"),
    ],
)
def test_text_in_all_its_codes(body: str) -> None:
    assert texts(body) == [TEXT]


def test_code_page_of_the_font_comes_before_that_of_the_document() -> None:
    big5 = "".join(rf"\'{byte:02x}" for byte in "統計".encode("big5"))
    assert texts(rf"\pard\f4 {big5}\f0  caf\'e9\par") == ["統計 café"]


LONG = "本年度政府信息公开工作总体情况如下，共收到申请"


@pytest.mark.parametrize("head", [r"\ansi", r"\ansi\ansicpg1252", r"\ansi\ansicpg936"])
@pytest.mark.parametrize("font", [0, 3, 9])
def test_a_chinese_file_whose_fonts_and_code_page_are_latin(head: str, font: int) -> None:
    body = rf"\pard\f{font} {gbk(LONG)}\par 12{gbk('件')}\par {gbk('朱镕基')}\par"
    assert [block.text for block in read(body, head).blocks] == [LONG, "12件", "朱镕基"]


def test_a_latin_file_is_none_for_its_accents() -> None:
    document = read(r"\pard\f0 d\'e9j\'e0 vu, it\'92s \'93no\'94 \'e8\'e9\par", r"\ansi")
    assert document.blocks[0].text == "déjà vu, it’s “no” èé"


def test_characters_beyond_the_first_plane() -> None:
    assert texts(rf"\pard {units('𠮷')}x\par") == ["𠮷x"]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (r"\uc1 \u28548\'3f\u27850\'3f", "澄泊"),
        (r"\uc1 \u28548 \'3f\u27850\'3fA", "澄泊A"),
        (r"\uc1 \u28548\'3f\'41\u27850\'3f", "澄A泊"),
        (r"\uc0 \u28548\'41\u27850\'42", "澄A泊B"),
        (r"\uc0 \u28548\'d2\'bb", "澄一"),
        (r"\uc2 \u28548\'d2\'bb\u27850\'d2\'bbA", "澄泊A"),
        (r"\uc1 \u-10174\'3f\u-8265\'3f", "𠮷"),
        (r"\uc1 {\v \u28548\'3f}\u27850\'3f", "泊"),
        (r"\uc1 61{\super \u50\'3f\u51\'3f}", "61"),
    ],
    ids=[
        "run",
        "spaced",
        "byte-between",
        "no-fallback",
        "wide-byte",
        "two",
        "pair",
        "hidden",
        "mark",
    ],
)
def test_bytes_that_stand_in_for_units(body: str, text: str) -> None:
    assert texts(rf"\pard\plain \f1 {body}\par") == [text]


def test_deleted_units_are_counted_each() -> None:
    (told,) = read(r"\pard\plain {\deleted \u28548\'3f\u27850\'3f}A\par").notices
    assert told == notice("rtf.deleted_text", count=2)


def test_bytes_that_no_code_page_has_are_noted() -> None:
    document = read(r"\pard\f1 1\'ff\'ff2\par")
    assert document.blocks[0].text.startswith("1")
    assert "rtf.undecodable" in codes(document)


def test_signs_and_breaks() -> None:
    assert texts(
        r"\pard a\~b\_c\-d\\\{\}\tab e\line f\emdash\ldblquote g\rdblquote\bullet\par"
    ) == ["a\xa0b-cd\\{}\te\nf—“g”•"]
    assert texts("\\pard a\\\nb\\sect c") == ["a", "b", "c"]
    assert texts(r"\pard\page a\page b\par") == ["a\nb"]


def test_signs_of_symbol_fonts() -> None:
    assert texts(r"\pard {\f2 \'fe}1{\f2 \u-3842?}\par") == ["☑1☑"]


def test_properties_of_paragraphs() -> None:
    first, second = read(
        rf"\pard\plain\s1\qc\outlinelevel0\b\f1\fs44 {gbk('报告')}\par"
        rf"\pard\plain\qr\f1\fs32 {gbk('落款')}\par"
    ).blocks
    assert first == Paragraph(
        text="报告", heading_level=1, alignment=Alignment.CENTER, bold=True, size=22
    )
    assert second == Paragraph(text="落款", alignment=Alignment.RIGHT, size=16)


def test_automatic_numbers_are_those_kept_in_the_file() -> None:
    body = (
        rf"\pard\plain {{\listtext\pard\plain\f1 {gbk('一、')}\tab}}\ls1\f1 {gbk('概述')}\par"
        rf"\pard\plain {{\pntext\f0 2.\tab}}{{\*\pn\pnlvlbody\pnstart1{{\pntxta.}}}}b\par"
        r"\pard\plain {\listtext\f2 \'6c\tab}\ls2 c\par"
        r"\pard\plain {\listtext \'b7\tab}\ls2 d\par"
        r"\pard\plain\ls3 e\par"
    )
    document = read(body)
    assert [(b.text, b.auto_label) for b in document.blocks if isinstance(b, Paragraph)] == [
        ("一、概述", "一、"),
        ("2.b", "2."),
        ("c", ""),
        ("d", ""),
        ("e", ""),
    ]
    assert codes(document) == ["rtf.numbering_missing"]


def test_what_the_page_does_not_show() -> None:
    document = read(
        r"{\header\pard head\par}{\footer\pard - 1 -\par}{\*\generator X;}{\stylesheet{\s0 N;}}"
        r"\pard a{\v hidden}b{\deleted gone}c{\*\bkmkstart _GoBack}{\*\bkmkend _GoBack}"
        r"{\*\atnid 1}{\chatn{\*\annotation\pard note\par}}{\xe index}{\*\unknown x{y}}\par"
    )
    assert [block.text for block in document.blocks] == ["abc"]
    assert codes(document) == ["rtf.comments", "rtf.deleted_text", "text.unseen"]


def test_a_paragraph_whose_end_is_deleted_goes_on() -> None:
    assert texts(r"\pard a{\deleted\par}b\par c\par") == ["ab", "c"]


def test_fields_by_their_result() -> None:
    document = read(
        r'\pard {\field{\*\fldinst {HYPERLINK "http://a.example/1.doc"}}{\fldrslt {annex}}} '
        r"{\field{\*\fldinst PAGE}{\fldrslt 3}}{\field\flddirty{\*\fldinst EQ \\o(a,b)}}\par"
    )
    assert document.blocks[0].text == "annex 3"
    assert document.links == (Link(text="annex", target="http://a.example/1.doc"),)
    assert codes(document) == ["rtf.field_without_result"]


def test_notes_of_a_paragraph() -> None:
    document = read(
        r"\pard a{\super\chftn}{\footnote\pard\plain {\super\chftn} one\par two}b"
        r"{\footnote\ftnalt\pard end}\par c\par"
    )
    first, second = document.blocks
    assert first == Paragraph(text="ab", size=12, notes=("one\ntwo", "end"))
    assert second.text == "c"


def test_pictures_objects_and_text_boxes() -> None:
    document = read(
        r"\pard a{\*\shppict{\pict{\*\picprop{\sp{\sn wzName}{\sv P}}{\sp{\sn wzDescription}"
        r"{\sv chart}}}\pngblip 89504e470d0a}}{\nonshppict{\pict\wmetafile8 0100}}\par"
        r"\pard b{\shp{\*\shpinst{\sp{\sn shapeType}{\sv 202}}{\shptxt\pard boxed\par}}"
        r"{\shprslt{\*\do\dptxbx{\dptxbxtext\pard boxed\par}}}}\par"
        r"\pard {\*\do\dobxpage{\dptxbxtext\pard old box\par}}\par"
        r"\pard {\object\objemb{\*\objdata 0105}{\result{\pict\wmetafile8 00}}}c\par"
    )
    assert document.blocks == (
        Paragraph(text="a", size=12),
        Picture(name="P", description="chart"),
        Paragraph(text="b", size=12),
        Paragraph(text="boxed", size=12),
        Paragraph(text="old box", size=12),
        Paragraph(text="c", size=12, doubt=Doubt.OBJECT),
        Picture(),
    )
    assert codes(document) == ["rtf.embedded_object"]


def test_bytes_of_a_picture_are_no_text() -> None:
    data = file(r"\pard a{\pict\wmetafile8\bin5 ")[:-1] + b"}{\\x}" + b"}\\par b}"
    assert [b.text for b in rtf.read(data, DEFAULT_LIMITS).blocks] == ["a", "", "b"]


def test_metadata_in_bytes_and_in_unicode() -> None:
    document = read(
        rf"{{\info{{\upr{{\title ??}}{{\*\ud{{\title {units('年报')}}}}}}}{{\author {gbk('某局')}}}"
        r"{\creatim\yr2019\mo1\dy9\hr8\min5}{\revtim\yr0}{\nofpages2}}\pard\f1 x\par"
    )
    # The author stands in the default font, which is Latin.
    assert document.metadata == {
        "title": "年报",
        "author": "某局",
        "created": "2019-01-09T08:05:00",
    }


def row(cells: str, *edges: str, nested: bool = False) -> str:
    """A row: the definition before the cells and once more behind them, as Word writes it."""
    definition = r"\trowd\trgaph108\trleft-108" + "".join(edges)
    if nested:
        return rf"{cells}{{\*\nesttableprops{definition}\nestrow}}{{\nonesttables\par}}"
    return rf"{definition}\pard\intbl {cells}{definition}\row"


def table(document: Document, at: int = 0) -> list[tuple[int, int, int, int, str]]:
    block = document.blocks[at]
    assert isinstance(block, Table)
    return [(c.row, c.column, c.row_span, c.column_span, c.text) for c in block.cells]


def test_cells_by_their_edges() -> None:
    document = read(
        row(r"a\cell b\cell ", r"\cellx2000", r"\cellx6000")
        + row(r"c\cell d\cell e\cell ", r"\cellx2000", r"\cellx4000", r"\cellx6000")
        + r"\pard after\par"
    )
    assert table(document) == [
        (0, 0, 1, 1, "a"),
        (0, 1, 1, 2, "b"),
        (1, 0, 1, 1, "c"),
        (1, 1, 1, 1, "d"),
        (1, 2, 1, 1, "e"),
    ]
    assert document.blocks[1].text == "after"


def test_merged_cells() -> None:
    document = read(
        row(r"a\cell b\cell \cell ", r"\clvmgf\cellx2000", r"\clmgf\cellx4000", r"\clmrg\cellx6000")
        + row(r"\cell c\par d\cell e\cell ", r"\clvmrg\cellx2000", r"\cellx4000", r"\cellx6000")
    )
    assert table(document) == [
        (0, 0, 2, 1, "a"),
        (0, 1, 1, 2, "b"),
        (1, 1, 1, 1, "c\nd"),
        (1, 2, 1, 1, "e"),
    ]


def test_text_of_covered_cells_is_noted() -> None:
    document = read(
        row(r"a\cell ", r"\clvmgf\cellx2000")
        + row(r"lost\cell ", r"\clvmrg\cellx2000")
        + row(r"b\cell ", r"\cellx2000")
    )
    assert [text for *_, text in table(document)] == ["a", "b"]
    assert codes(document) == ["rtf.covered_text"]


def test_deleted_rows_are_left_out() -> None:
    gone = r"\trowd\cellx9\pard\intbl b\cell{\deleted\row}"
    document = read(row(r"a\cell x\cell ", r"\cellx9", r"\cellx99") + gone)
    assert [text for *_, text in table(document)] == ["a", "x"]
    assert codes(document) == ["rtf.deleted_text"]


def test_tables_in_tables() -> None:
    inner = row(r"\pard\intbl\itap2 x\nestcell y\nestcell ", r"\cellx50", r"\cellx90", nested=True)
    outer = row(
        rf"a\cell {inner}\pard\intbl\itap1 b\cell c\cell ", *(rf"\cellx{n}00" for n in (1, 2, 3))
    )
    document = read(outer + row(r"d\cell e\cell f\cell ", *(rf"\cellx{n}00" for n in (1, 2, 3))))
    assert [text for *_, text in table(document)] == ["a", "b", "c", "d", "e", "f"]
    assert [text for *_, text in table(document, 1)] == ["x", "y"]
    nested = document.blocks[1]
    assert isinstance(nested, Table)
    assert nested.within == (0, 0, 1)


def test_rows_without_a_definition_keep_their_cells() -> None:
    document = read(r"\pard\intbl a\cell b\cell\row \pard\intbl c\cell d\cell\row \pard e\par")
    assert [text for *_, text in table(document)] == ["a", "b", "c", "d"]
    assert document.blocks[1].text == "e"


def test_notes_in_cells_are_notices() -> None:
    document = read(row(r"a{\footnote\pard note}\cell b\cell ", r"\cellx9", r"\cellx99"))
    assert list(document.notices) == [notice("rtf.note_in_cell", text="note")]


def test_a_file_cut_off_is_read_as_far_as_it_goes() -> None:
    whole = file(r"\pard one\par\pard {\b two}")
    for end in (len(whole) - 1, len(whole) - 2):
        document = rtf.read(whole[:end], DEFAULT_LIMITS)
        assert [block.text for block in document.blocks] == ["one", "two"]
        assert codes(document) == ["rtf.cut_off"]


def test_bounds() -> None:
    with pytest.raises(CorruptDocument):
        rtf.read(b"no", DEFAULT_LIMITS)
    with pytest.raises(LimitExceeded):
        rtf.read(file("x" * 100), Limits(bytes=100))
    with pytest.raises(LimitExceeded):
        rtf.read(b"{\\rtf1" + b"{" * 100_000, DEFAULT_LIMITS)
    with pytest.raises(LimitExceeded):
        rtf.read(file(r"x\par " * 20), Limits(blocks=10))
    with pytest.raises(LimitExceeded):
        rtf.read(file(r"\pard\itap900 x\nestcell"), DEFAULT_LIMITS)
    with pytest.raises(LimitExceeded):
        rtf.read(
            file(row(r"\cell " * 30, *[rf"\cellx{n}" for n in range(30)]) * 30),
            Limits(table_cells=500),
        )
    assert rtf.read(file(r"\pard\fs99999999999999\u99999999999999 ?x\par"), DEFAULT_LIMITS).blocks


EVERYTHING = file(
    rf"{{\info{{\title x}}}}\pard {{\listtext {gbk('一、')}\tab}}\ls1 {gbk('概述')}{{\v h}}\par"
    + row(r"a\cell b\cell \cell ", r"\clvmgf\cellx2000", r"\clmgf\cellx4000", r"\clmrg\cellx6000")
    + row(r"\cell c\par d\cell e\cell ", r"\clvmrg\cellx2000", r"\cellx4000", r"\cellx6000")
    + r'{\field{\*\fldinst {HYPERLINK "x"}}{\fldrslt y}}{\footnote\pard n}'
    + r"{\shp{\*\shpinst{\shptxt\pard b\par}}}{\*\shppict{\pict 00}}\par"
)


@given(st.integers(0, len(EVERYTHING)), st.integers(0, 60), st.binary(max_size=12))
@settings(max_examples=300, deadline=None)
def test_mutated_files_give_a_document_or_a_typed_error(at: int, n: int, new: bytes) -> None:
    with contextlib.suppress(GovReportError):
        mutated = EVERYTHING[:at] + new + EVERYTHING[at + n :]
        assert isinstance(rtf.read(mutated, DEFAULT_LIMITS), Document)
