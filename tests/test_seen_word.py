"""What the eye sees in Word files: each way of looking, in docx, doc and rtf, in every edition."""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping, Sequence

import pytest
from attrs import frozen

import govreport as gr
from govreport.document import Doubt
from govreport.readers.word.doc.forms import form_value
from support import doc_files as d
from support import docx_files as f

Runs = Sequence[tuple[str, str]]

TITLE = "澄泊市某局{year}年政府信息公开工作年度报告"
HEADS_2014 = ("统计指标", "单位", "统计数")
HEADS_2019 = ("信息内容", "本年新制作数量", "本年新公开数量", "对外公开总数量")
HEADS_2021 = ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数")
#: Of each edition a year, a table in which X is the cell that is looked at, and its figure's id.
EDITIONS = {
    "2014": (2015, (HEADS_2014, ("（一）收到申请数", "件", "X")), "applications.received"),
    "2019": (
        2019,
        (HEADS_2019, ("规章", "X", "3", "4")),
        "rules.issued",
    ),
    "2021": (
        2022,
        (HEADS_2021, ("规章", "X", "3", "4")),
        "rules.issued",
    ),
}  # fmt: skip

#: Ways to look, in the words of each format; "" is none.
DOCX = {
    "": "",
    "struck": "<w:strike/>",
    "double struck": "<w:dstrike/>",
    "not struck": '<w:strike w:val="0"/>',
    "struck by style": '<w:rStyle w:val="Struck"/>',
    "struck by its base": '<w:rStyle w:val="Based"/>',
    "raised": '<w:vertAlign w:val="superscript"/>',
    "lowered": '<w:vertAlign w:val="subscript"/>',
    "raised by style": '<w:rStyle w:val="Raised"/>',
    "moved up": '<w:position w:val="6"/>',
    "moved down": '<w:position w:val="-6"/>',
    "hidden": "<w:vanish/>",
    "white": '<w:color w:val="FFFFFF"/>',
    "nearly white": '<w:color w:val="FDFDFD"/>',
    "of its shading": '<w:color w:val="FF0000"/><w:shd w:val="clear" w:fill="FF0000"/>',
    "of its highlight": '<w:color w:val="000000"/><w:highlight w:val="black"/>',
    "black": '<w:color w:val="000000"/>',
    "white on black": '<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="000000"/>',
    "automatic on black": '<w:shd w:val="clear" w:fill="000000"/>',
    "red": '<w:color w:val="FF0000"/>',
    "tiny": '<w:sz w:val="2"/>',
    "narrow": '<w:w w:val="1"/>',
}
DOC = {
    "": b"",
    "struck": d.sprm(0x0837, 1),
    "double struck": d.sprm(0x2A53, 1),
    "not struck": d.sprm(0x0837, 0),
    "struck by style": d.sprm(0x4A30, 3),
    "struck by its base": d.sprm(0x4A30, 4),
    "raised": d.sprm(0x2A48, 1),
    "lowered": d.sprm(0x2A48, 2),
    "raised by style": d.sprm(0x4A30, 5),
    "moved up": d.sprm(0x4845, 6),
    "moved down": d.sprm(0x4845, -6),
    "hidden": d.HIDDEN,
    "white": d.sprm(0x2A42, 8),
    "nearly white": d.sprm(0x6870, 0x00FDFDFD),
    "of its shading": d.sprm(0x2A42, 6) + d.sprm(0x4866, 6 << 5),
    "of its highlight": d.sprm(0x6870, 0) + d.sprm(0x2A0C, 1),
    "black": d.sprm(0x6870, 0),
    "white on black": d.sprm(0x2A42, 8)
    + d.sprm(0xCA71, struct.pack("<BIIH", 10, 0xFF000000, 0, 0)),
    "automatic on black": d.sprm(0x4866, 1 << 5),
    "red": d.sprm(0x2A42, 6),
    "tiny": d.sprm(0x4A43, 2),
    "narrow": d.sprm(0x4852, 1),
}
RTF = {
    "": "",
    "struck": r"\strike",
    "double struck": r"\striked1",
    "not struck": r"\strike0",
    "struck by style": r"\cs3",
    "struck by its base": r"\cs4",
    "raised": r"\super",
    "lowered": r"\sub",
    "raised by style": r"\cs5",
    "moved up": r"\up6",
    "moved down": r"\dn6",
    "hidden": r"\v",
    "white": r"\cf2",
    "nearly white": r"\cf4",
    "of its shading": r"\cf3\chcbpat3",
    "of its highlight": r"\cf1\highlight1",
    "black": r"\cf1",
    "white on black": r"\cf2\chcbpat1",
    "automatic on black": r"\chcbpat1",
    "red": r"\cf3",
    "tiny": r"\fs2",
    "narrow": r"\charscalex1",
}
DOCX_STYLES = "".join(
    f'<w:style w:type="character" w:styleId="{name}">{base}<w:rPr>{looks}</w:rPr></w:style>'
    for name, base, looks in (
        ("Struck", "", "<w:strike/>"),
        ("Based", '<w:basedOn w:val="Struck"/>', ""),
        ("Raised", "", '<w:vertAlign w:val="superscript"/>'),
    )
)
DOC_STYLES = {
    3: d.Style(name="Struck", kind=2, character=DOC["struck"]),
    4: d.Style(name="Based", kind=2, base=3),
    5: d.Style(name="Raised", kind=2, character=DOC["raised"]),
}
RTF_HEAD = (
    r"{\rtf1\ansi\ansicpg936{\colortbl;\red0\green0\blue0;\red255\green255\blue255;"
    r"\red255\green0\blue0;\red253\green253\blue253;}{\stylesheet{\s0 N;}{\*\cs3\strike A;}"
    r"{\*\cs4\sbasedon3 B;}{\*\cs5\super C;}}"
)


@frozen
class Place:
    """What the cell, its row and its paragraph say, in the words of each format."""

    docx_cell: str = ""
    docx_row: str = ""
    docx_paragraph: str = ""
    doc_row: bytes = b""
    doc_paragraph: bytes = b""
    rtf_cell: str = ""
    rtf_row: str = ""
    rtf_paragraph: str = ""


def docx(lines: Sequence[str], rows: Sequence[Sequence[str]], runs: Runs, place: Place) -> bytes:
    body = "".join(map(f.p, lines))
    looked_at = f.p("".join(f.r(text, DOCX[look]) for text, look in runs), place.docx_paragraph)
    cells = [
        f.tr(
            *(f.tc(looked_at, place.docx_cell) if text == "X" else text for text in row),
            properties=place.docx_row if "X" in row else "",
        )
        for row in rows
    ]
    return f.docx(f"{body}<w:tbl>{''.join(cells)}</w:tbl>", styles=DOCX_STYLES)


def doc(lines: Sequence[str], rows: Sequence[Sequence[str]], runs: Runs, place: Place) -> bytes:
    pars = list(map(d.par, lines))
    changes = d.IN_TABLE + place.doc_paragraph
    looked_at = d.par(
        *(d.Run(text, DOC[look]) for text, look in runs), changes=changes, mark="\x07"
    )
    for row in rows:
        *cells, end = d.row(*(looked_at if text == "X" else text for text in row))
        own = place.doc_row if "X" in row else b""
        pars += [*cells, d.par(changes=end.changes + own, mark="\x07")]
    return d.doc(pars, styles=DOC_STYLES)


def rtf(lines: Sequence[str], rows: Sequence[Sequence[str]], runs: Runs, place: Place) -> bytes:
    def words(text: str) -> str:
        return "".join(rf"\u{ord(c)} ?" if c > "\x7f" else c for c in text)

    looked_at = "".join(
        f"{{{RTF[look] + ' ' if look else ''}{words(text)}}}" for text, look in runs
    )
    out = [RTF_HEAD, *(rf"\pard\plain {words(line)}\par " for line in lines)]
    for row in rows:
        out.append(r"\trowd" + (place.rtf_row if "X" in row else ""))
        for number, text in enumerate(row, start=1):
            out.append((place.rtf_cell if text == "X" else "") + rf"\cellx{1000 * number}")
        for text in row:
            own, content = ("", words(text)) if text != "X" else (place.rtf_paragraph, looked_at)
            out.append(rf"\pard\plain\intbl{own} {content}\cell ")
        out.append(r"\row ")
    return "".join([*out, r"\pard\plain ", words("附。"), r"\par}"]).encode("ascii")


Writer = Callable[[Sequence[str], Sequence[Sequence[str]], Runs, Place], bytes]
WRITERS: Mapping[str, Writer] = {"docx": docx, "doc": doc, "rtf": rtf}

HERE = Place()
#: (name, runs, what the cell says, "" for nothing, and the notice about what was left out)
TRAITS: Sequence[tuple[str, Runs, object, str | None]] = [
    ("struck", [("9", "struck"), ("61", "")], 61, "text.struck"),
    ("double struck", [("9", "double struck"), ("61", "")], 61, "text.struck"),
    ("struck by style", [("9", "struck by style"), ("61", "")], 61, "text.struck"),
    ("struck by its base", [("9", "struck by its base"), ("61", "")], 61, "text.struck"),
    ("struck no more", [("9", "not struck"), ("61", "")], 961, None),
    ("all struck", [("61", "struck")], gr.State.UNREADABLE, "text.struck"),
    ("raised", [("61", ""), ("2", "raised")], 61, "text.mark"),
    ("lowered", [("61", ""), ("2", "lowered")], 61, "text.mark"),
    ("raised by style", [("61", ""), ("2", "raised by style")], 61, "text.mark"),
    ("moved up", [("61", ""), ("2", "moved up")], 61, "text.mark"),
    ("moved down", [("61", ""), ("2", "moved down")], 61, "text.mark"),
    ("all moved alike", [("61", "moved up"), ("2", "moved up")], 612, None),
    ("all raised", [("2", "raised")], gr.State.UNREADABLE, None),
    ("a power of ten", [("10", ""), ("2", "raised")], gr.State.UNREADABLE, None),
    ("hidden", [("9", "hidden"), ("61", "")], 61, "text.unseen"),
    ("all hidden", [("9", "hidden")], gr.State.BLANK, "text.unseen"),
    ("white", [("9", "white"), ("61", "")], 61, "text.unseen"),
    ("nearly white", [("9", "nearly white"), ("61", "")], 61, "text.unseen"),
    ("of its shading", [("9", "of its shading"), ("61", "")], 61, "text.unseen"),
    ("of its highlight", [("9", "of its highlight"), ("61", "")], 61, "text.unseen"),
    ("white on black", [("9", "white on black"), ("61", "")], 961, None),
    ("automatic on black", [("9", "automatic on black"), ("61", "")], 961, None),
    ("red", [("9", "red"), ("61", "")], 961, None),
    ("tiny", [("9", "tiny"), ("61", "")], 61, "text.unseen"),
    ("narrow", [("9", "narrow"), ("61", "")], 61, "text.unseen"),
]
BLACK_CELL = Place(
    docx_cell='<w:shd w:val="clear" w:fill="000000"/>',
    doc_row=d.sprm(0xD612, struct.pack("<B", 40))
    + struct.pack("<IIH", 0xFF000000, 0, 0) * 4,
    rtf_cell=r"\clcbpat1",
)  # fmt: skip
FLAT_LINE = Place(
    docx_paragraph='<w:spacing w:line="10" w:lineRule="exact"/>',
    doc_paragraph=d.sprm(0x6412, struct.pack("<hH", -10, 0)),
    rtf_paragraph=r"\sl-10\slmult0",
)
CUT_LINE = Place(
    docx_paragraph='<w:spacing w:line="90" w:lineRule="exact"/>',
    doc_paragraph=d.sprm(0x6412, struct.pack("<hH", -90, 0)),
    rtf_paragraph=r"\sl-90\slmult0",
)
BLACK_PARAGRAPH = Place(
    docx_paragraph='<w:shd w:val="clear" w:fill="000000"/>',
    doc_paragraph=d.sprm(0x442D, 1 << 5),
    rtf_paragraph=r"\cbpat1",
)
CUT_ROW = Place(
    docx_row='<w:trHeight w:val="90" w:hRule="exact"/>',
    doc_row=d.sprm(0x9407, -90),
    rtf_row=r"\trrh-90",
)


def doc_borders(sides: int, kind: int) -> bytes:
    """Borders of all cells of a row, as Word writes them."""
    brc = struct.pack("<IBBH", 0, 4, kind, 0)
    return d.sprm(0xD62F, struct.pack("<BBBB", 11, 0, 63, sides) + brc)


CROSSED_CELL = Place(
    docx_cell='<w:tcBorders><w:tl2br w:val="single"/></w:tcBorders>',
    rtf_cell=r"\cldglu\brdrs",
    doc_row=doc_borders(0x10, 1),
)
CROSSED_CELL_97 = Place(
    doc_row=d.sprm(0xD620, struct.pack("<BBBBBBBB", 7, 0, 63, 0x20, 4, 1, 0, 0))
)
UNCROSSED_CELL = Place(
    docx_cell='<w:tcBorders><w:tl2br w:val="nil"/></w:tcBorders>',
    doc_row=doc_borders(0x10, 1) + doc_borders(0x30, 0xFF) + doc_borders(0x0F, 1),
)
PLACES: Sequence[tuple[str, Place, Runs, object, str | None]] = [
    ("white in a black cell", BLACK_CELL, [("61", "white")], 61, None),
    ("black in a black cell", BLACK_CELL, [("9", "black"), ("61", "")], 61, "text.unseen"),
    ("white in a black paragraph", BLACK_PARAGRAPH, [("61", "white")], 61, None),
    ("a line without height", FLAT_LINE, [("61", "")], gr.State.BLANK, "text.unseen"),
    ("a line that is cut", CUT_LINE, [("61", "")], gr.State.UNREADABLE, None),
    ("a row that is cut", CUT_ROW, [("61", "")], gr.State.UNREADABLE, None),
]  # fmt: skip


def figure(report: gr.Report, identifier: str) -> object:
    metric = report.metrics[identifier]
    return metric.value if metric.state is None else metric.state


def check(data: bytes, identifier: str, says: object, left_out: str | None) -> None:
    report = gr.parse(data)
    assert figure(report, identifier) == says
    codes = [notice.code for notice in gr.read(data).notices if notice.code.startswith("text.")]
    assert codes == ([left_out] if left_out else [])
    unreadable = any(found.code == "cell.unreadable" for found in report.findings)
    assert unreadable is (says is gr.State.UNREADABLE)


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("format", WRITERS)
@pytest.mark.parametrize(
    ("runs", "says", "left_out"), [t[1:] for t in TRAITS], ids=[t[0] for t in TRAITS]
)
def test_text_of_a_look(
    format: str, edition: str, runs: Runs, says: object, left_out: str | None
) -> None:
    year, rows, identifier = EDITIONS[edition]
    data = WRITERS[format]([TITLE.format(year=year)], rows, runs, HERE)
    check(data, identifier, says, left_out)


@pytest.mark.parametrize("format", WRITERS)
@pytest.mark.parametrize(
    ("place", "runs", "says", "left_out"), [p[1:] for p in PLACES], ids=[p[0] for p in PLACES]
)
def test_text_on_a_ground(
    format: str, place: Place, runs: Runs, says: object, left_out: str | None
) -> None:
    year, rows, identifier = EDITIONS["2019"]
    data = WRITERS[format]([TITLE.format(year=year)], rows, runs, place)
    check(data, identifier, says, left_out)


@pytest.mark.parametrize(
    ("format", "place", "says"),
    [
        ("docx", CROSSED_CELL, gr.State.UNREADABLE),
        ("rtf", CROSSED_CELL, gr.State.UNREADABLE),
        ("doc", CROSSED_CELL, gr.State.UNREADABLE),
        ("doc", CROSSED_CELL_97, gr.State.UNREADABLE),
        ("docx", UNCROSSED_CELL, 61),
        ("doc", UNCROSSED_CELL, 61),
    ],
    ids=["docx", "rtf", "doc", "doc of 97", "docx without a line", "doc without a line"],
)
def test_cell_with_a_diagonal(format: str, place: Place, says: object) -> None:
    year, rows, identifier = EDITIONS["2019"]
    data = WRITERS[format]([TITLE.format(year=year)], rows, [("61", "")], place)
    check(data, identifier, says, None)


def test_figure_set_backwards() -> None:
    year, (heads, row), identifier = EDITIONS["2019"]
    turned = f.tc(f'<w:p><w:bdo w:val="rtl">{f.r("16", "")}</w:bdo></w:p>', "")
    rows = (heads, tuple(turned if text == "X" else text for text in row))
    body = f.p(TITLE.format(year=year)) + f"<w:tbl>{''.join(f.tr(*row) for row in rows)}</w:tbl>"
    check(f.docx(body), identifier, gr.State.UNREADABLE, None)


FLAT_ROW = Place(
    docx_row='<w:trHeight w:val="1" w:hRule="exact"/>',
    doc_row=d.sprm(0x9407, -1),
    rtf_row=r"\trrh-1",
)
HIDDEN_ROW = Place(docx_row="<w:hidden/>")


@pytest.mark.parametrize(
    ("format", "place"),
    [("docx", HIDDEN_ROW), *((name, FLAT_ROW) for name in WRITERS)],
    ids=["docx hidden", *WRITERS],
)
def test_row_that_is_not_seen(format: str, place: Place) -> None:
    year, (heads, _), identifier = EDITIONS["2019"]
    rows = (heads, ("规章", "X", "7", "7"), ("规章", "61", "3", "4"))
    data = WRITERS[format]([TITLE.format(year=year)], rows, [("9999", "")], place)
    report = gr.parse(data)
    assert figure(report, identifier) == 61
    assert report.findings.count(None) == 0
    assert not [x.code for x in report.findings if x.code in ("row.duplicate", "metric.conflict")]
    [left_out] = [n for n in gr.read(data).notices if n.code == "text.unseen"]
    assert "9999" in left_out.message


@pytest.mark.parametrize("format", WRITERS)
def test_text_of_a_paragraph_is_seen_alike(format: str) -> None:
    runs = [("收到申请", ""), ("9", "struck"), ("61", ""), ("[1]", "raised"), ("件。", "")]
    rows = (("甲", "X"), ("乙", "2"))
    data = WRITERS[format](["首段。"], rows, runs, HERE)
    table = next(b for b in gr.read(data).blocks if isinstance(b, gr.document.Table))
    assert table.cells[1].text == "收到申请61件。"
    assert table.cells[1].doubt is None


# -- what a cell holds instead of text ---------------------------------------------------------


def cell_of_docx(content: str, **parts: bytes) -> tuple[str, Doubt | None]:
    body = f"<w:tbl>{f.tr('甲', f.tc(content))}{f.tr('乙', '2')}</w:tbl>"
    document = gr.read(f.docx(body))
    table = next(b for b in document.blocks if isinstance(b, gr.document.Table))
    return table.cells[1].text, table.cells[1].doubt


def field(code: str, form: str = "", result: str | None = None) -> str:
    middle = "" if result is None else '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' + result
    return (
        f'<w:p><w:r><w:fldChar w:fldCharType="begin"><w:ffData>{form}</w:ffData></w:fldChar></w:r>'
        f"<w:r><w:instrText>{code}</w:instrText></w:r>{middle}"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )


LIST = '<w:ddList><w:result w:val="1"/><w:listEntry w:val="3"/><w:listEntry w:val="61"/></w:ddList>'
DROP_DOWN = (
    "<w:p><w:sdt><w:sdtPr><w:dropDownList/></w:sdtPr>"
    f"<w:sdtContent>{f.r('61')}</w:sdtContent></w:sdt></w:p>"
)
INLINE = (
    '<w:p><w:r><w:drawing><wp:inline><a:blip r:embed="x"/></wp:inline></w:drawing></w:r>{}</w:p>'
)
FLOATING = (
    '<w:p><w:r><w:drawing><wp:anchor behindDoc="{}"><wp:wrapNone/><a:blip r:embed="x"/></wp:anchor>'
    "</w:drawing></w:r>{}</w:p>"
)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(DROP_DOWN, ("61", None), id="drop-down list"),
        pytest.param(field("FORMDROPDOWN", LIST), ("61", None), id="list of a form"),
        pytest.param(
            field("FORMCHECKBOX", '<w:checkBox><w:default w:val="0"/><w:checked/></w:checkBox>'),
            ("☒", None),
            id="check box of a form",
        ),
        pytest.param(
            field("FORMTEXT", "<w:textInput/>", f.r("61")), ("61", None), id="text of a form"
        ),
        pytest.param(field("EQ \\f(1,2)"), ("", Doubt.OBJECT), id="formula as a field"),
        pytest.param(
            "<w:p><m:oMath><m:r><m:t>61</m:t></m:r></m:oMath></w:p>",
            ("61", Doubt.OBJECT),
            id="formula",
        ),
        pytest.param("<w:p><w:r><w:object/></w:r></w:p>", ("", Doubt.OBJECT), id="object"),
        pytest.param("<w:p><w:subDoc/></w:p>", ("", Doubt.OBJECT), id="document"),
        pytest.param("<w:p><w:r><w:contentPart/></w:r></w:p>", ("", Doubt.OBJECT), id="ink"),
        pytest.param("<w:p><w:r><w:pgNum/></w:r></w:p>", ("", Doubt.OBJECT), id="number of page"),
        pytest.param("<w:p><w:r><w:dayLong/></w:r></w:p>", ("", Doubt.OBJECT), id="day of today"),
        pytest.param(INLINE.format(""), ("", Doubt.PICTURE), id="picture"),
        pytest.param(INLINE.format(f.r("61")), ("61", Doubt.PICTURE), id="picture beside figures"),
        pytest.param(
            FLOATING.format("0", f.r("61")), ("61", Doubt.COVERED), id="picture before the text"
        ),
        pytest.param(FLOATING.format("1", f.r("61")), ("61", None), id="picture behind the text"),
        pytest.param(
            f"<w:tbl>{f.tr('61')}</w:tbl><w:p/>", ("61", None), id="table of a single cell"
        ),
        pytest.param(
            f"<w:p><w:del>{f.r('61').replace('w:t', 'w:delText')}</w:del></w:p>",
            ("", Doubt.STRUCK),
            id="deleted whole",
        ),
        pytest.param(
            f.p(f.r("61", '<w:b/><w:rPrChange w:id="1"><w:rPr><w:strike/></w:rPr></w:rPrChange>')),
            ("61", None),
            id="struck before a change",
        ),
        pytest.param(
            f.p(f.r("61", '<w:color w:val="FFFFFF" w:themeColor="text1"/>')),
            ("61", None),
            id="a colour of the theme stands over the one beside it",
        ),
        pytest.param(
            f.p(f.r("9", '<w:color w:val="000000" w:themeColor="background1"/>') + f.r("61")),
            ("61", None),
            id="the theme's ground",
        ),
    ],
)
def test_cell_that_holds_something_else(content: str, expected: tuple[str, Doubt | None]) -> None:
    assert cell_of_docx(content) == expected


# -- styles ------------------------------------------------------------------------------------


def styled(styles: str, cell: str, *, table: str = "", look: str = "") -> str:
    properties = f"<w:tblPr>{table}{look}</w:tblPr>"
    body = f"<w:tbl>{properties}{f.tr(f.tc(cell), '甲')}{f.tr('乙', '2')}</w:tbl>"
    table_read = gr.read(f.docx(body, styles=styles)).blocks[0]
    assert isinstance(table_read, gr.document.Table)
    return table_read.cells[0].text


STRUCK = "<w:rPr><w:strike/></w:rPr>"
OFF = '<w:strike w:val="0"/>'
DEFAULTS = f"<w:docDefaults><w:rPrDefault>{STRUCK}</w:rPrDefault></w:docDefaults>"
FIRST_ROW = (
    '<w:style w:type="table" w:styleId="Dark"><w:tblStylePr w:type="firstRow"><w:tcPr>'
    '<w:shd w:val="clear" w:fill="000080"/></w:tcPr></w:tblStylePr></w:style>'
)
DARK = '<w:tblStyle w:val="Dark"/>'
WHITE = f.p(f.r("61", DOCX["white"]))


@pytest.mark.parametrize(
    ("styles", "cell", "expected"),
    [
        pytest.param(
            f.style("S", STRUCK),
            f.p(f.r("9") + f.r("61", OFF), '<w:pStyle w:val="S"/>'),
            "61",
            id="paragraph style, toggled off",
        ),
        pytest.param(
            f.style("S", STRUCK) + f.style("T", based_on="S"),
            f.p(f.r("9") + f.r("61", OFF), '<w:pStyle w:val="T"/>'),
            "61",
            id="style that it is based on",
        ),
        pytest.param(
            f.style("S", STRUCK) + DOCX_STYLES,
            f.p(f.r("9") + f.r("61", DOCX["struck by style"]), '<w:pStyle w:val="S"/>'),
            "61",
            id="two switches that are on cancel each other out",
        ),
    ],
)
def test_struck_by_a_style(styles: str, cell: str, expected: str) -> None:
    assert styled(styles, cell) == expected


def test_struck_by_the_defaults_of_the_document() -> None:
    body = f.p(f.r("9") + f.r("61", OFF))
    assert gr.read(f.docx(body, styles=DEFAULTS)).text == "61"


@pytest.mark.parametrize(
    ("look", "expected"),
    [
        ('<w:tblLook w:firstRow="1"/>', "61"),
        ('<w:tblLook w:val="0020"/>', "61"),
        ('<w:tblLook w:firstRow="0"/>', ""),
    ],
)
def test_ground_by_a_table_style(look: str, expected: str) -> None:
    assert styled(FIRST_ROW, WHITE, table=DARK, look=look) == expected


# -- tracked changes ---------------------------------------------------------------------------


def rows_of(data: bytes) -> list[list[str]]:
    table = next(b for b in gr.read(data).blocks if isinstance(b, gr.document.Table))
    return [[cell.text for cell in row] for row in table.rows()]


def test_deleted_cells_make_room_for_those_beside_them() -> None:
    gone, added = f.tc("9", '<w:cellDel w:id="1"/>'), f.tc("3", '<w:cellIns w:id="2"/>')
    data = f.docx(f"<w:tbl>{f.tr('甲', '乙', '丙')}{f.tr('子', gone, '2', added)}</w:tbl>")
    assert rows_of(data) == [["甲", "乙", "丙"], ["子", "2", "3"]]
    row = r"\trowd{}\cellx1000{}\cellx2000\cellx3000{}".format
    text = (
        row("", "", "") + r"\pard\intbl a\cell b\cell c\cell\row"
        + row("", r"\cldel", r"\cellx4000") + r"\pard\intbl d\cell 9\cell 2\cell 3\cell\row"
    )  # fmt: skip
    assert rows_of((RTF_HEAD + text + r"\pard e\par}").encode()) == [
        ["a", "b", "c"],
        ["d", "2", "3"],
    ]


def test_cells_merged_by_a_change() -> None:
    first = f.tc("甲", '<w:vMerge w:val="restart"/>')
    below = f.tc("乙", '<w:cellMerge w:id="1" w:vMerge="cont"/>')
    assert rows_of(f.docx(f"<w:tbl>{f.tr(first, '1')}{f.tr(below, '2')}</w:tbl>")) == [
        ["甲", "1"],
        ["2"],
    ]


def test_moved_paragraph_is_read_where_it_went() -> None:
    gone = (
        "<w:p><w:pPr><w:rPr><w:moveFrom/></w:rPr></w:pPr>"
        f"<w:moveFrom>{f.r('一、概况')}</w:moveFrom></w:p>"
    )
    body = gone + f.p("甲。") + f"<w:p><w:moveTo>{f.r('一、概况')}</w:moveTo></w:p>"
    assert gr.read(f.docx(body)).text == "甲。\n一、概况"
    held = f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{f.r('甲')}</w:p>"
    table = f"<w:tbl>{f.tr('1', '2')}{f.tr('3', '4')}</w:tbl>"
    assert [b.text for b in gr.read(f.docx(held + table + f.p("乙"))).blocks] == [
        "甲",
        "1\t2\n3\t4",
        "乙",
    ]


# -- containers --------------------------------------------------------------------------------

CHUNK_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/aFChunk"


def with_chunk(chunk: bytes, name: str) -> bytes:
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="c1" Type="{CHUNK_TYPE}" Target="{name}"/></Relationships>'
    )
    parts = {"word/_rels/document.xml.rels": relations.encode(), f"word/{name}": chunk}
    return f.docx(f'{f.p("前。")}<w:altChunk r:id="c1"/>{f.p("后。")}', parts=parts)


LINE = "2022年，我局主动公开各类政府信息共61件，比上年增加。"
TABLE_ROWS = f"<w:tbl>{f.tr('1', '2')}{f.tr('3', '4')}</w:tbl>"


@pytest.mark.parametrize(
    ("chunk", "name", "expected"),
    [
        (f"<html><body><p>{LINE}</p></body></html>".encode(), "a.htm", [LINE]),
        (rb"{\rtf1\ansi\ansicpg936 \'d6\'d0\'a1\'a3\par}", "a.rtf", ["中。"]),
        ("中。".encode(), "a.txt", ["中。"]),
        (f.docx(f.p("中。") + TABLE_ROWS), "a.docx", ["中。", "1\t2\n3\t4"]),
        (with_chunk("中。".encode(), "b.txt"), "a.docx", ["前。", "中。", "后。"]),
    ],
    ids=["html", "rtf", "text", "docx", "chunk in a chunk"],
)
def test_part_in_another_format(chunk: bytes, name: str, expected: list[str]) -> None:
    document = gr.read(with_chunk(chunk, name))
    assert [block.text for block in document.blocks] == ["前。", *expected, "后。"]
    assert document.notices == ()


def test_part_that_cannot_be_read_is_said() -> None:
    document = gr.read(with_chunk(b"\x89PNG\r\n", "a.png"))
    assert [notice.code for notice in document.notices] == ["docx.alt_chunk"]


def test_parts_in_parts_without_end_are_refused() -> None:
    data = f.docx(f.p("中。"))
    for _ in range(8):
        data = with_chunk(data, "a.docx")
    with pytest.raises(gr.LimitExceeded):
        gr.read(data)


@pytest.mark.parametrize("format", WRITERS)
def test_bytes_before_the_file(format: str) -> None:
    data = WRITERS[format](["甲。"], (("1", "2"), ("3", "4")), (), HERE)
    assert gr.read(b"\r\nX-Junk: 1\r\n" + data).format == format


# -- automatic numbers -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number_format", "text", "typed"),
    [
        ("chineseLegalSimplified", "%1、", ""),
        ("ideographLegalTraditional", "%1、", ""),
        ("decimalZero", "%1、", ""),
        ("decimalFullWidth", "%1、", ""),
        ("chineseCounting", "%1、", "{}、"),
        ("decimal", "%1.", "{}."),
    ],
)
def test_numbered_headings(number_format: str, text: str, typed: str) -> None:
    names = ["总体情况", "主动公开情况", "存在的主要问题及改进情况"]
    counted = "一二三" if number_format == "chineseCounting" else "123"
    headings = [typed.format(counted[n]) + name for n, name in enumerate(names)]
    body = f.p(TITLE.format(year=2022)) + "".join(
        f.numbered(heading) + f.p("按要求做好各项工作，没有发生问题。") for heading in headings
    )
    numbering = f.abstract(1, f.level(0, text, number_format)) + f.num(1, 1)
    report = gr.parse(f.docx(body, numbering=numbering))
    assert [section.title for section in report.sections] == names


# -- what a cell of an old file holds instead of text ------------------------------------------


def cell_of(data: bytes) -> tuple[str, Doubt | None]:
    table = next(b for b in gr.read(data).blocks if isinstance(b, gr.document.Table))
    return table.cells[1].text, table.cells[1].doubt


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(
            r"{\field{\*\fldinst FORMDROPDOWN {\*\formfield{\fftype2\ffres25\ffdefres1"
            r"{\*\ffname L}{\*\ffl 3}{\*\ffl 61}}}}{\fldrslt }}",
            ("61", None),
            id="list of a form",
        ),
        pytest.param(
            r"{\field{\*\fldinst FORMCHECKBOX {\*\formfield{\fftype1\ffres1}}}{\fldrslt }}",
            ("☒", None),
            id="check box of a form",
        ),
        pytest.param(
            r"{\field{\*\fldinst FORMTEXT {\*\formfield{\fftype0}}}{\fldrslt 61}}",
            ("61", None),
            id="text of a form",
        ),
        pytest.param(
            r"{\field{\*\fldinst EQ \\f(1,2)}{\fldrslt }}", ("", Doubt.OBJECT), id="formula"
        ),
        pytest.param(r"{\object\objemb{\*\objdata 01}}", ("", Doubt.OBJECT), id="object"),
        pytest.param(r"{\pict\wmetafile8 00}", ("", Doubt.PICTURE), id="picture"),
        pytest.param(r"{\pict\wmetafile8 00}61", ("61", Doubt.PICTURE), id="picture and figures"),
        pytest.param(r"{\deleted 61}", ("", Doubt.STRUCK), id="deleted whole"),
        pytest.param(r"{\mvf 9}61", ("61", None), id="moved away"),
        pytest.param(r"{\cf9 9}61", ("961", Doubt.COLOUR), id="colour that there is not"),
        pytest.param(
            r"{\mmath{\*\moMath{\msSup{\me{\mr 6}}{\msup{\mr 1}}}}}",
            ("61", Doubt.OBJECT),
            id="power",
        ),
        pytest.param(r"{\chpgn}", ("", Doubt.OBJECT), id="number of page"),
        pytest.param(r"\chdate  61", (" 61", Doubt.OBJECT), id="date of today"),
        pytest.param(r"{\pntext 1.\tab}61", ("1. 61", None), id="numbered"),
        pytest.param(
            r"{\listtext\pard\plain 1\tab}61", ("1 61", None), id="numbered without a dot"
        ),
    ],
)
def test_cell_of_rich_text_that_holds_something_else(
    content: str, expected: tuple[str, Doubt | None]
) -> None:
    rows = (
        rf"\trowd\cellx1000\cellx2000\pard\intbl a\cell {content}\cell\row"
        r"\pard\intbl b\cell 2\cell\row\pard c\par}"
    )
    assert cell_of((RTF_HEAD + rows).encode()) == expected


def form_data(kind: int, chosen: int, default: int, *entries: str) -> bytes:
    """A field of a form as the data stream has it (NilPICFAndBinData)."""

    def string(text: str) -> bytes:
        return struct.pack("<H", len(text)) + text.encode("utf-16-le") + bytes(2)

    form = struct.pack("<IBBHH", 0xFFFFFFFF, kind | chosen << 2, 0, 0, 0) + string("L")
    form += struct.pack("<H", default) + string("") * 5
    form += struct.pack("<HHH", 0xFFFF, len(entries), 0)
    form += b"".join(struct.pack("<H", len(e)) + e.encode("utf-16-le") for e in entries)
    return struct.pack("<IH62x", 68 + len(form), 68) + form


FIELD_DATA = d.sprm(0x6A03, 0) + d.sprm(0x0806, 1) + d.sprm(0x0855, 1)


@pytest.mark.parametrize(
    ("runs", "data", "expected"),
    [
        pytest.param(
            [d.Run("\x13 FORMDROPDOWN "), d.Run("\x01", FIELD_DATA), d.Run("\x14\x15")],
            form_data(2, 1, 0, "3", "61"),
            ("61", None),
            id="list of a form",
        ),
        pytest.param(
            [d.Run("\x13 FORMCHECKBOX "), d.Run("\x01", FIELD_DATA), d.Run("\x14\x15")],
            form_data(1, 25, 1),
            ("☒", None),
            id="check box of a form",
        ),
        pytest.param([d.Run("\x13 EQ \\f(1,2) \x15")], b"", ("", Doubt.OBJECT), id="formula"),
        pytest.param(
            [d.Run("\x01", d.sprm(0x0855, 1) + d.sprm(0x080A, 1))],
            b"",
            ("", Doubt.OBJECT),
            id="object",
        ),
        pytest.param(
            [d.Run("\x13 FORMDROPDOWN "), d.Run("\x01", FIELD_DATA), d.Run("\x14\x15")],
            b"",
            ("", Doubt.OBJECT),
            id="list that is lost",
        ),
        pytest.param([d.Run("\x01", d.sprm(0x0855, 1))], b"", ("", Doubt.PICTURE), id="picture"),
        pytest.param([d.Run("61", d.DELETED)], b"", ("", Doubt.STRUCK), id="deleted whole"),
    ],
)
def test_cell_of_an_old_file_that_holds_something_else(
    runs: list[d.Run], data: bytes, expected: tuple[str, Doubt | None]
) -> None:
    looked_at = d.par(*runs, changes=d.IN_TABLE, mark="\x07")
    pars = [*d.row("甲", looked_at), *d.row("乙", "2"), d.par("附")]
    assert cell_of(d.doc(pars, data=data)) == expected


@pytest.mark.parametrize("kind", range(4))
def test_damaged_field_of_a_form_shows_nothing(kind: int) -> None:
    whole = form_data(kind, 1, 0, "3", "61")
    for end in range(len(whole)):
        assert form_value(whole[:end], 0) == ""
