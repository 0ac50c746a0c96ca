"""Reading Word files: order, tables, text as shown, and hostile input."""

from __future__ import annotations

import io
import zipfile
import zlib

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from govreport.document import Alignment, Cell, Document, Link, Paragraph, Picture, Table
from govreport.errors import CorruptDocument, EncryptedDocument, GovReportError, LimitExceeded
from govreport.notices import notice
from govreport.readers.limits import DEFAULT_LIMITS
from govreport.readers.word.docx.reader import read
from support import docx_files as f

TWO_ROWS = f.tr("指标", "数") + f.tr("收到申请数", "3")


def document(
    body: str, *, styles: str | None = None, footnotes: str | None = None, core: str | None = None
) -> Document:
    return read(f.docx(body, styles=styles, footnotes=footnotes, core=core), DEFAULT_LIMITS)


def text(body: str) -> str:
    return document(body).text


def table(rows: str) -> Table:
    (block,) = document(f"<w:tbl>{rows}</w:tbl>").blocks
    assert isinstance(block, Table)
    return block


def cell_texts(found: Table) -> list[tuple[int, int, int, int, str]]:
    return [(c.row, c.column, c.row_span, c.column_span, c.text) for c in found.cells]


def codes(found: Document) -> list[str]:
    return [notice.code for notice in found.notices]


def sdt(content: str) -> str:
    return f"<w:sdt><w:sdtPr/><w:sdtContent>{content}</w:sdtContent></w:sdt>"


# --- order --------------------------------------------------------------------------------------


def test_blocks_stand_in_reading_order() -> None:
    found = document(f.p("前") + f"<w:tbl>{TWO_ROWS}</w:tbl>" + f.p() + f.p("后"))
    assert found.format == "docx"
    assert [type(block) for block in found.blocks] == [Paragraph, Table, Paragraph]
    assert found.text == "前\n指标\t数\n收到申请数\t3\n后"


def test_content_controls_are_looked_through_everywhere() -> None:
    cell = sdt(f.tc("控件"))
    rows = sdt(f"<w:tr>{cell}{f.tc(sdt(f.p('3')))}</w:tr>") + f.tr("乙", "4")
    body = sdt(f.p("前") + f"<w:tbl>{rows}</w:tbl>") + f.p(sdt(f.r("内")))
    assert text(body) == "前\n控件\t3\n乙\t4\n内"


def test_text_box_is_read_once_and_after_its_anchor() -> None:
    box = f"<w:txbxContent>{f.p('框内')}</w:txbxContent>"
    drawing = (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><a:graphic>'
        f"<a:graphicData><wps:wsp><wps:txbx>{box}</wps:txbx></wps:wsp></a:graphicData></a:graphic>"
        f"</wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>{box}"
        "</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert text(f.p(f.r("锚") + drawing + f.r("后")) + f.p("下")) == "锚后\n框内\n下"


def test_word_art_is_text() -> None:
    art = '<w:r><w:pict><v:shape><v:textpath string="青澜市云浦区科技局"/></v:shape></w:pict></w:r>'
    assert text(f.p(art)) == "青澜市云浦区科技局"


def test_pictures_stand_in_place() -> None:
    drawing = (
        '<w:r><w:drawing><wp:inline><wp:docPr id="1" name="图片 1" descr="统计表"/><a:graphic>'
        '<a:graphicData><pic:pic><pic:blipFill><a:blip r:embed="x"/></pic:blipFill></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )
    picture = Picture(name="图片 1", description="统计表")
    assert document(f.p("前") + f.p(drawing)).blocks[1:] == (picture,)
    in_cell = document(f"<w:tbl>{TWO_ROWS}{f.tr(f.tc(f.p(drawing)), '甲')}</w:tbl>")
    assert in_cell.blocks[1:] == (picture,)


# --- text ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("runs", "expected"),
    [
        pytest.param(
            "<w:r><w:t>一</w:t><w:br/><w:t>二</w:t><w:cr/></w:r>", "一\n二\n", id="breaks"
        ),
        pytest.param("<w:r><w:t>一</w:t><w:tab/><w:t>二</w:t></w:r>", "一\t二", id="tab"),
        pytest.param(
            '<w:r><w:t>5</w:t><w:br w:type="page"/><w:t>6</w:t></w:r>', "5\n6", id="page break"
        ),
        pytest.param(
            '<w:r><w:br w:type="page"/><w:t>6</w:t></w:r>', "6", id="page break at the edge"
        ),
        pytest.param(
            "<w:r><w:t>A</w:t><w:noBreakHyphen/><w:t>B</w:t><w:softHyphen/></w:r>",
            "A-B",
            id="hyphens",
        ),
        pytest.param(f"<w:ins>{f.r('增')}</w:ins><w:del>{f.r('删')}</w:del>", "增", id="tracked"),
        pytest.param(
            f"<w:moveTo>{f.r('到')}</w:moveTo><w:moveFrom>{f.r('从')}</w:moveFrom>",
            "到",
            id="moved",
        ),
        pytest.param(f"<w:smartTag>{f.r('标')}</w:smartTag>", "标", id="smart tag"),
        pytest.param('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>', "☑", id="symbol"),
        pytest.param('<w:r><w:sym w:font="Wingdings" w:char="F083"/></w:r>', "③", id="circled"),
        pytest.param('<w:r><w:sym w:font="Any" w:char="2460"/></w:r>', "①", id="plain symbol"),
        pytest.param(
            f.r("10") + f.r("4", '<w:vertAlign w:val="superscript"/>'), "10⁴", id="superscript"
        ),
        pytest.param(
            "<w:r><w:ruby><w:rt><w:r><w:t>qīng</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>青</w:t>"
            "</w:r></w:rubyBase></w:ruby></w:r>",
            "青",
            id="ruby",
        ),
        pytest.param(
            "<m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r>"
            "</m:den></m:f></m:oMath>",
            "1/2",
            id="fraction",
        ),
        pytest.param("<w:r><w:t>12<!-- c -->34</w:t></w:r>", "1234", id="comment inside"),
    ],
)
def test_text_is_what_the_page_shows(runs: str, expected: str) -> None:
    assert text(f.p(runs)) == expected


def char(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def code(instruction: str) -> str:
    return f"<w:r><w:instrText>{instruction}</w:instrText></w:r>"


def test_fields_show_their_result() -> None:
    inner = char("begin") + code("PAGE") + char("separate") + f.r("7") + char("end")
    outer = char("begin") + code("IF") + inner + char("separate") + f.r("果") + char("end")
    simple = f'<w:fldSimple w:instr="DATE">{f.r("今")}</w:fldSimple>'
    assert text(f.p(f.r("前") + outer + simple + f.r("后"))) == "前果今后"


def test_field_without_end_does_not_swallow_the_text() -> None:
    page = char("begin") + code("PAGE") + char("separate") + f.r("7") + char("end")
    found = document(f.p(char("begin") + code("TOC") + f.r("前")) + f.p(page))
    assert found.text == "前\n7"
    assert codes(found) == ["docx.broken_field"]


def test_hidden_text_is_left_out_and_noted() -> None:
    found = document(f.p(f.r("明") + f.r("暗", "<w:vanish/>")))
    assert found.text == "明"
    [left_out] = found.notices
    assert (left_out.code, left_out.message) == (
        "text.unseen",
        "看不见的文字（设为隐藏）已略去：暗",
    )


def test_paragraph_with_a_deleted_end_joins_the_next() -> None:
    body = f.p(f.r("共3"), "<w:rPr><w:del/></w:rPr>") + f.p("件")
    assert text(body) == "共3件"


def test_links_are_kept_and_not_followed() -> None:
    link = f'<w:hyperlink r:id="L1">{f.r("附件1")}</w:hyperlink>'
    field = (
        char("begin")
        + code('HYPERLINK "https://example.org/b.doc"')
        + char("separate")
        + f.r("附件2")
        + char("end")
    )
    found = read(
        f.docx(f.p(link + field), links={"L1": "https://example.org/a.doc"}), DEFAULT_LIMITS
    )
    assert found.text == "附件1附件2"
    assert found.links == (
        Link(text="附件1", target="https://example.org/a.doc"),
        Link(text="附件2", target="https://example.org/b.doc"),
    )


def test_notes_belong_to_their_paragraph() -> None:
    notes = f'<w:footnote w:id="2">{f.p("数据截至年底")}</w:footnote>'
    body = f.p(f.r("共3件") + '<w:r><w:footnoteReference w:id="2"/></w:r>')
    (block,) = document(body, footnotes=notes).blocks
    assert block == Paragraph(text="共3件", notes=("数据截至年底",))
    rows = TWO_ROWS + f.tr(f.tc(body), "4")
    found = document(f"<w:tbl>{rows}</w:tbl>", footnotes=notes)
    assert list(found.notices) == [notice("docx.note_in_cell", text="数据截至年底")]


def test_looks_of_a_paragraph() -> None:
    styles = (
        "<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val='21'/></w:rPr></w:rPrDefault>"
        "</w:docDefaults>"
        + f.style("Base", '<w:pPr><w:jc w:val="center"/></w:pPr><w:rPr><w:b/></w:rPr>')
        + f.style("2", name="heading 2", based_on="Base")
    )
    body = (
        f.p("标题", '<w:pStyle w:val="2"/>')
        + f.p(f.r("正文", '<w:sz w:val="32"/>'), '<w:jc w:val="end"/>')
        + f.p(f.r("粗", "<w:b/>") + f.r("细"), '<w:outlineLvl w:val="0"/>')
        + f.p(f.r("细", '<w:b w:val="0"/>'), '<w:pStyle w:val="2"/><w:outlineLvl w:val="9"/>')
    )
    center, right = Alignment.CENTER, Alignment.RIGHT
    assert document(body, styles=styles).blocks == (
        Paragraph(text="标题", heading_level=2, alignment=center, bold=True, size=10.5),
        Paragraph(text="正文", alignment=right, size=16.0),
        Paragraph(text="粗细", heading_level=1, size=10.5),
        Paragraph(text="细", alignment=center, size=10.5),
    )


def test_metadata_as_written() -> None:
    core = (
        "<dc:title>年度报告</dc:title><dc:creator>甲</dc:creator>"
        "<dcterms:created>2019-01-09T08:00:00Z</dcterms:created><dcterms:modified/>"
    )
    assert document(f.p("正文"), core=core).metadata == {
        "title": "年度报告",
        "author": "甲",
        "created": "2019-01-09T08:00:00Z",
    }


def test_strict_files_read_alike() -> None:
    strict = f.package(
        {
            "word/document.xml": (
                b'<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"><w:body>'
                b"<w:p><w:r><w:t>ok</w:t></w:r></w:p></w:body></w:document>"
            )
        }
    )
    assert read(strict, DEFAULT_LIMITS).text == "ok"


# --- tables -------------------------------------------------------------------------------------


LOOKS = [
    *("", '<w:sz w:val="16"/>', "<w:b/>", "<w:strike/>", "<w:vanish/>", '<w:sz w:val="2"/>'),
    *('<w:color w:val="FFFFFF"/>', '<w:vertAlign w:val="superscript"/>'),
]


@pytest.mark.parametrize("looks", LOOKS)
@pytest.mark.parametrize("paragraph", ["", '<w:jc w:val="center"/>', '<w:shd w:fill="FFFFFF"/>'])
def test_a_cell_of_one_run_is_read_as_one_of_several(looks: str, paragraph: str) -> None:
    label, unit = (f.tc(f.p(f.r(word))) for word in ("收到申请数", "件"))
    one = f.tr(label, unit, f.tc(f.p(f.r("61", looks), paragraph)))
    more = f.tr(label, unit, f.tc(f.p(f.r("6", looks) + f.r("1", looks), paragraph)))
    assert table(one) == table(more)


def test_a_frame_of_one_cell_keeps_the_looks_of_its_text() -> None:
    paragraph = f.p(f.r("一、概述", '<w:b/><w:sz w:val="32"/>'), '<w:jc w:val="center"/>')
    framed = document(f"<w:tbl>{f.tr(f.tc(paragraph))}</w:tbl>").blocks
    assert framed == document(paragraph).blocks


def test_merged_cells() -> None:
    found = table(
        f.tr(
            f.tc("三", '<w:vMerge w:val="restart"/>'),
            f.tc("申请人", '<w:gridSpan w:val="2"/>'),
            f.tc("总计"),
        )
        + f.tr(f.tc("", "<w:vMerge/>"), "甲", "乙", "3")
        + f.tr(f.tc("四", '<w:vMerge w:val="restart"/>'), "丙", "丁", "4")
    )
    assert (found.n_rows, found.n_columns) == (3, 4)
    assert cell_texts(found)[:3] == [
        (0, 0, 2, 1, "三"),
        (0, 1, 1, 2, "申请人"),
        (0, 3, 1, 1, "总计"),
    ]
    assert [c.row for c in found.cells if c.column == 0] == [0, 2]


def test_continued_cell_without_a_start_is_its_own() -> None:
    found = table(f.tr(f.tc("甲", "<w:vMerge/>"), "1") + f.tr(f.tc("", "<w:vMerge/>"), "2"))
    assert cell_texts(found)[0] == (0, 0, 2, 1, "甲")


def grid(*widths: int) -> str:
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return f"<w:tblGrid>{columns}</w:tblGrid>"


def test_columns_that_only_rounding_makes_are_none() -> None:
    wide = '<w:gridSpan w:val="2"/>'
    found = table(
        grid(600, 1, 600) + f.tr("复议", f.tc("诉讼", wide)) + f.tr(f.tc("总计", wide), "维持")
    )
    assert cell_texts(found) == [
        (0, 0, 1, 1, "复议"),
        (0, 1, 1, 1, "诉讼"),
        (1, 0, 1, 1, "总计"),
        (1, 1, 1, 1, "维持"),
    ]
    assert found.n_columns == 2
    # A column that holds something stays, however narrow it is said to be.
    assert table(grid(600, 1, 600) + f.tr("甲", "乙", "丙")).n_columns == 3
    assert table(grid(600, 1, 600) + f.tr("甲", "", "丙")).n_columns == 2


def test_rows_may_start_late_and_merge_sideways() -> None:
    found = table(
        f.tr("甲", "乙", properties='<w:gridBefore w:val="1"/>')
        + f.tr(f.tc("丙", '<w:hMerge w:val="restart"/>'), f.tc("", "<w:hMerge/>"), "丁")
    )
    assert cell_texts(found) == [
        (0, 1, 1, 1, "甲"),
        (0, 2, 1, 1, "乙"),
        (1, 0, 1, 2, "丙"),
        (1, 2, 1, 1, "丁"),
    ]


def test_deleted_row_is_left_out() -> None:
    assert table(TWO_ROWS + f.tr("删", "9", properties="<w:del/>")).n_rows == 2


def test_cell_keeps_its_lines() -> None:
    found = table(f.tr(f.tc(f.p("甲") + f.p() + f.p("丙")), "1") + f.tr("乙", "2"))
    assert found.cells[0] == Cell(row=0, column=0, text="甲\n\n丙")


def test_nested_table_follows_its_host() -> None:
    inner = f"<w:tbl>{TWO_ROWS}</w:tbl>{f.p()}"
    rows = f.tr("甲", "1") + f.tr("乙", "2") + f.tr(f.tc(inner), "3")
    host, nested = document(f"<w:tbl>{rows}</w:tbl>").blocks
    assert isinstance(host, Table)
    assert isinstance(nested, Table)
    assert (host.n_rows, nested.within) == (3, (0, 2, 0))


# --- damage and attacks -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"PK\x03\x04 no zip", id="not a zip"),
        pytest.param(f.package({"a.txt": b"a"}), id="no document"),
        pytest.param(f.docx(f.p("x"))[:-40], id="cut off"),
        pytest.param(f.docx("", parts={"word/document.xml": b"<w:doc"}), id="broken XML"),
        pytest.param(f.docx("", parts={"word/document.xml": b"<html/>"}), id="other XML"),
        pytest.param(
            f.docx("", parts={"word/document.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}),
            id="document type",
        ),
        pytest.param(
            f.docx("", parts={"word/document.xml": "<!DOCTYPE a><a/>".encode("utf-16")}),
            id="document type in UTF-16",
        ),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), id="OLE"),
    ],
)
def test_damage_is_reported(data: bytes) -> None:
    with pytest.raises(CorruptDocument):
        read(data, DEFAULT_LIMITS)


def test_password_is_reported() -> None:
    stream = "EncryptedPackage".encode("utf-16-le")
    with pytest.raises(EncryptedDocument):
        read(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + stream, DEFAULT_LIMITS)


@pytest.mark.parametrize("kind", ["numbering", "styles", "footnotes"])
def test_damage_beside_the_text_is_noted(kind: str) -> None:
    body = f.p(f.r("正文") + '<w:r><w:footnoteReference w:id="2"/></w:r>') + f.numbered("项")
    data = f.docx(body, numbering="", styles="", footnotes="", parts={f"word/{kind}.xml": b"<w:x"})
    found = read(data, DEFAULT_LIMITS)
    assert found.text == "正文\n项"
    assert f"docx.{kind}_unreadable" in codes(found)


def test_damaged_picture_does_not_matter() -> None:
    data = f.docx(f.p("正文"), parts={"word/media/a.png": b"\x00picture" * 50})
    damaged = bytearray(data)
    at = data.index(b"word/media/a.png") + len(b"word/media/a.png")
    damaged[at + 3] ^= 0xFF
    assert read(bytes(damaged), DEFAULT_LIMITS).text == "正文"


def test_what_unpacks_to_too_much_is_refused() -> None:
    bomb = f.docx(f.p("x"), parts={"word/document.xml": b" " * 5_000_000})
    with pytest.raises(LimitExceeded):
        read(bomb, evolve(DEFAULT_LIMITS, unpacked_bytes=1_000_000))


def test_declared_size_is_not_believed() -> None:
    data = bytearray(f.docx(f.p("x"), parts={"word/document.xml": b" " * 2_000_000}))
    size = (2_000_000).to_bytes(4, "little")
    data = bytearray(bytes(data).replace(size, (100).to_bytes(4, "little")))
    with pytest.raises(GovReportError):
        read(bytes(data), evolve(DEFAULT_LIMITS, unpacked_bytes=1_000_000))


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("<w:sdt><w:sdtContent>" * 100 + "</w:sdtContent></w:sdt>" * 100, id="sdt"),
        pytest.param("<w:tbl><w:tr><w:tc>" * 70 + "</w:tc></w:tr></w:tbl>" * 70, id="tables"),
        pytest.param("<w:ins>" * 5000 + "</w:ins>" * 5000, id="anything"),
        pytest.param(
            "<w:p>" + "<w:smartTag>" * 5000 + "</w:smartTag>" * 5000 + "</w:p>", id="inline"
        ),
    ],
)
def test_deep_nesting_is_refused(body: str) -> None:
    with pytest.raises(LimitExceeded):
        read(f.docx(body), DEFAULT_LIMITS)


@pytest.mark.parametrize("span", ["600000", "9999"])
def test_huge_tables_are_refused(span: str) -> None:
    rows = f.tr(f.tc("甲", f'<w:gridSpan w:val="{span}"/>')) * 60
    with pytest.raises(LimitExceeded):
        read(f.docx(f"<w:tbl>{rows}</w:tbl>"), DEFAULT_LIMITS)


def test_too_many_blocks_are_refused() -> None:
    with pytest.raises(LimitExceeded):
        read(f.docx(f.p("甲") * 11), evolve(DEFAULT_LIMITS, blocks=10))


def sample() -> bytes:
    numbering = f.abstract(1, f.level(0, "%1、", "chineseCounting")) + f.num(1, 1)
    body = (
        f.numbered("概况")
        + f.p(f.r("共3件") + '<w:r><w:footnoteReference w:id="2"/></w:r>', '<w:pStyle w:val="A"/>')
        + f"<w:tbl>{TWO_ROWS}</w:tbl>"
    )
    return f.docx(
        body,
        numbering=numbering,
        styles=f.style("A"),
        footnotes=f'<w:footnote w:id="2">{f.p("注")}</w:footnote>',
        core="<dc:title>题</dc:title>",
    )


SAMPLE = sample()
with zipfile.ZipFile(io.BytesIO(SAMPLE)) as _archive:
    MEMBERS = {name: _archive.read(name) for name in _archive.namelist()}


def reads_or_refuses(data: bytes) -> None:
    try:
        found = read(data, DEFAULT_LIMITS)
    except GovReportError:
        return
    assert isinstance(found, Document)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_mutated_bytes_read_or_are_refused(data: st.DataObject) -> None:
    mutated = bytearray(SAMPLE)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(mutated) - 1))
        match data.draw(st.sampled_from(["flip", "cut", "splice", "remove"])):
            case "flip":
                mutated[at] ^= data.draw(st.integers(1, 255))
            case "cut":
                del mutated[max(at, 1) :]
            case "splice":
                mutated[at:at] = data.draw(st.binary(max_size=40))
            case _:
                del mutated[at : at + 30]
                mutated = mutated or bytearray(b"P")
    reads_or_refuses(bytes(mutated))


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(sorted(MEMBERS)), st.data())
def test_mutated_parts_read_or_are_refused(name: str, data: st.DataObject) -> None:
    content = MEMBERS[name]
    start = data.draw(st.integers(0, len(content)))
    end = data.draw(st.integers(start, min(len(content), start + 60)))
    tokens = st.sampled_from(
        [
            b"",
            b"<w:tbl>",
            b"<w:p/>",
            b"</w:p>",
            b'w:val="-1"',
            b'"99999999999"',
            b"&#9;",
            b"<!-- -->",
        ]
    )
    inserted = data.draw(st.one_of(st.binary(max_size=8), tokens))
    reads_or_refuses(f.package({**MEMBERS, name: content[:start] + inserted + content[end:]}))


def test_zip_errors_are_translated() -> None:
    """zlib's own error, not only the archive's."""
    data = bytearray(SAMPLE)
    at = SAMPLE.index(b"word/document.xml") + len(b"word/document.xml")
    data[at : at + 20] = b"\xff" * 20
    with pytest.raises(CorruptDocument) as caught:
        read(bytes(data), DEFAULT_LIMITS)
    assert isinstance(caught.value.__cause__, zlib.error | zipfile.BadZipFile)
