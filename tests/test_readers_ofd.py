"""OFD: govreport.readers.ofd. What each producer writes its own way, read the same."""

from __future__ import annotations

import pytest
from lxml import etree

from fixtures.write_ofd import NAMESPACE, package
from govreport.document import Document, Doubt, Paragraph, Table
from govreport.errors import CorruptDocument, LimitExceeded, NotAReport, UnsupportedFormat
from govreport.pipeline import parse, read
from govreport.readers.limits import Limits
from govreport.readers.ofd.drawing import POINTS
from govreport.readers.ofd.painted import painted_page
from govreport.readers.ofd.resources import Resources

TITLE = "2022年度云浦区科技局政府信息公开工作年度报告"


def text(
    words: str,
    x: float = 20,
    y: float = 30,
    *,
    size: float = 5,
    attributes: str = "",
    code: str = "",
    inner: str = "",
) -> str:
    """A text object whose first character stands at a place, in millimetres."""
    return (
        f'<ofd:TextObject ID="1" Boundary="{x} {y - size} 180 {size * 2}" Font="3" Size="{size}"'
        f" {attributes}>{inner}"
        f'<ofd:TextCode X="0" Y="{size}" {code}>{words}</ofd:TextCode></ofd:TextObject>'
    )


def lines(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def codes(document: Document) -> list[str]:
    return [notice.code for notice in document.notices]


def table(x: float = 20, y: float = 60) -> str:
    """A table of two by two cells, each a frame of its own, with 甲 乙 over 12 34."""
    cells = []
    for n, words in enumerate(("甲", "乙", "12", "34")):
        left, top = x + 30 * (n % 2), y + 10 * (n // 2)
        cells.append(
            f'<ofd:PathObject ID="9" Boundary="{left} {top} 30 10">'
            "<ofd:AbbreviatedData>M 0 0 L 30 0 L 30 10 L 0 10 C</ofd:AbbreviatedData>"
            "</ofd:PathObject>"
        )
        cells.append(text(words, left + 5, top + 7, size=4))
    return "".join(cells)


def grid(document: Document) -> list[list[str]]:
    [only] = [block for block in document.blocks if isinstance(block, Table)]
    return [[cell.text for cell in row] for row in only.rows()]


def test_a_page_is_read_in_points_from_its_top_left() -> None:
    document = read(package([text("统计期限", 25.4, 50.8)]))
    [paragraph] = [block for block in document.blocks if isinstance(block, Paragraph)]
    assert document.format == "ofd"
    assert paragraph.box is not None
    assert paragraph.box.x0 == pytest.approx(72, abs=0.2)
    assert paragraph.box.top < 144 < paragraph.box.bottom


def test_what_the_file_says_of_itself() -> None:
    info = {"DocID": "abc", "Title": "报告", "CreationDate": "2023-01-09", "Author": "某局"}
    custom = "<ofd:CustomDatas><ofd:CustomData Name='索引号'>X-1</ofd:CustomData></ofd:CustomDatas>"
    data = package([text("统计期限")], info=info)
    assert read(data).metadata == {
        "document_id": "abc",
        "title": "报告",
        "created": "2023-01-09",
        "author": "某局",
    }
    more = {
        "OFD.xml": f"<ofd:OFD {NAMESPACE}><ofd:DocBody><ofd:DocInfo>{custom}</ofd:DocInfo>"
        "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
    }
    assert read(package([text("统计期限")], more=more)).metadata == {"索引号": "X-1"}


@pytest.mark.parametrize(
    "options",
    [
        {"separator": "\\"},
        {"namespace": 'xmlns:ofd="http://www.ofdspec.org"'},
        {"namespace": 'xmlns:ofd="urn:another"'},
    ],
    ids=["backslashes", "an old namespace", "another namespace"],
)
def test_paths_and_namespaces_are_as_each_producer_has_them(options: dict[str, str]) -> None:
    assert lines(read(package([text("统计期限"), text("其他事项")], **options))) == [  # type: ignore[arg-type]
        "统计期限",
        "其他事项",
    ]


def test_paths_from_the_root_and_in_another_case() -> None:
    data = package([text("统计期限")])
    more = {
        "OFD.xml": f"<ofd:OFD {NAMESPACE}><ofd:DocBody><ofd:DocRoot>/DOC_0/document.XML"
        "</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
    }
    assert lines(read(package([text("统计期限")], more=more))) == lines(read(data))


def test_distances_between_characters() -> None:
    near = text("统计期限", code='DeltaX="g 3 5"')
    # Every character apart: still one line, in its order.
    down = text("统计", code='DeltaX="0" DeltaY="9"')
    none = text("收到12件")
    assert lines(read(package([near]))) == ["统计期限"]
    assert lines(read(package([down]))) == ["统", "计"]
    assert lines(read(package([none]))) == ["收到12件"]


def test_a_negative_distance_breaks_the_line() -> None:
    words = text("统计期限", code='DeltaX="5 -5 5" DeltaY="0 9 0"')
    assert lines(read(package([words]))) == ["统计", "期限"]


def test_text_that_says_no_place_goes_on() -> None:
    codes = '<ofd:TextCode X="0" Y="5">收到</ofd:TextCode><ofd:TextCode>12件</ofd:TextCode>'
    page = (
        f'<ofd:TextObject ID="1" Boundary="20 30 90 9" Font="3" Size="5">{codes}</ofd:TextObject>'
    )
    assert lines(read(package([page]))) == ["收到12件"]


def test_matrix_then_boundary() -> None:
    half = text("统计期限", size=20, attributes='CTM="0.25 0 0 0.25 0 0"', x=20, y=60)
    [paragraph] = [b for b in read(package([half])).blocks if isinstance(b, Paragraph)]
    assert paragraph.size == pytest.approx(14.2, abs=0.2)
    assert paragraph.box is not None
    assert paragraph.box.x0 == pytest.approx(56.7, abs=0.3)


def test_a_table_of_frames() -> None:
    assert grid(read(package([table()]))) == [["甲", "乙"], ["12", "34"]]


#: Shapes that are no rulings.
BACKGROUND = (
    '<ofd:PathObject ID="9" Boundary="20 60 60 20" Stroke="false" Fill="true">'
    '<ofd:FillColor Value="240 240 240"/><ofd:AbbreviatedData>'
    "M 0 0 L 60 0 L 60 20 L 0 20 C</ofd:AbbreviatedData></ofd:PathObject>"
)
UNDRAWN = (
    '<ofd:PathObject ID="9" Boundary="20 60 60 20" Stroke="false">'
    "<ofd:AbbreviatedData>M 0 5 L 60 5</ofd:AbbreviatedData></ofd:PathObject>"
)
INVISIBLE = (
    '<ofd:PathObject ID="9" Boundary="0 0 9 9" Visible="false">'
    "<ofd:AbbreviatedData>M 40 40 L 40 99</ofd:AbbreviatedData></ofd:PathObject>"
)
CURVES = (
    '<ofd:PathObject ID="9" Boundary="20 100 60 20"><ofd:AbbreviatedData>'
    "M 0 0 Q 1 1 9 9 B 1 1 2 2 9 9 A 5 5 0 0 1 9 0 C</ofd:AbbreviatedData></ofd:PathObject>"
)
CLIP = (
    "<ofd:Clips><ofd:Clip><ofd:Area><ofd:Path Boundary='0 0 1 1'><ofd:AbbreviatedData>"
    "M 0 0 L 1 0 L 1 1 C</ofd:AbbreviatedData></ofd:Path></ofd:Area></ofd:Clip></ofd:Clips>"
)


@pytest.mark.parametrize(
    "path",
    [BACKGROUND, UNDRAWN, INVISIBLE, CURVES],
    ids=["background", "neither filled nor stroked", "invisible", "curves"],
)
def test_what_rules_nothing_leaves_a_table_whole(path: str) -> None:
    assert grid(read(package([path + table()]))) == [["甲", "乙"], ["12", "34"]]


def test_templates_stand_under_the_page() -> None:
    document = read(
        package(
            [text("正文第一段", y=80)],
            templates={"7": text("表头栏", y=40)},
            page_extra='<ofd:Template TemplateID="7" ZOrder="Background"/>',
        )
    )
    assert lines(document) == ["表头栏", "正文第一段"]


def test_layers_blocks_and_composed_graphics() -> None:
    unit = (
        '<ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="50" Width="90" Height="20">'
        f"<ofd:Content>{text('在图元中', 0, 5)}</ofd:Content></ofd:CompositeGraphicUnit>"
        "</ofd:CompositeGraphicUnits>"
    )
    page = (
        f'<ofd:PageBlock ID="5"><ofd:PageBlock ID="6">{text("在块中", y=40)}</ofd:PageBlock>'
        '</ofd:PageBlock><ofd:CompositeObject ID="7" ResourceID="50" Boundary="20 60 90 20"/>'
    )
    assert lines(read(package([page], resources=unit))) == ["在块中", "在图元中"]


@pytest.mark.parametrize(
    ("attributes", "inner", "code"),
    [
        ('Visible="false"', "", "text.unseen"),
        ('Fill="false"', "", "text.unseen"),
        ('Alpha="0"', "", "text.unseen"),
        ("", '<ofd:FillColor Value="0 0 0" Alpha="0"/>', "text.unseen"),
        ("", '<ofd:FillColor Value="255 255 255"/>', "text.unseen"),
        (
            "",
            CLIP,
            "text.unseen",
        ),
    ],
    ids=["invisible", "unfilled", "alpha of the object", "alpha of the colour", "white", "clipped"],
)
def test_text_that_is_not_seen(attributes: str, inner: str, code: str) -> None:
    page = text("统计期限") + text("不见的999", y=60, attributes=attributes, inner=inner)
    document = read(package([page]))
    assert lines(document) == ["统计期限"]
    assert code in codes(document)


def test_text_under_a_later_box_is_not_seen() -> None:
    box = (
        '<ofd:PathObject ID="9" Boundary="10 50 150 20" Stroke="false" Fill="true">'
        '<ofd:FillColor Value="255 255 255"/><ofd:AbbreviatedData>'
        "M 0 0 L 150 0 L 150 20 L 0 20 C</ofd:AbbreviatedData></ofd:PathObject>"
    )
    document = read(package([text("统计期限") + text("盖住999", y=60) + box]))
    assert lines(document) == ["统计期限"]
    assert "text.unseen" in codes(document)


def test_colours_of_layers_and_draw_params() -> None:
    params = (
        '<ofd:DrawParams><ofd:DrawParam ID="60"><ofd:FillColor Value="255 255 255"/>'
        '</ofd:DrawParam><ofd:DrawParam ID="61" Relative="60"/></ofd:DrawParams>'
    )
    white = text("白字999", y=60, attributes='DrawParam="61"')
    assert lines(read(package([text("统计期限") + white], resources=params))) == ["统计期限"]


def test_pages_of_their_own_size() -> None:
    wide = "<ofd:Area><ofd:PhysicalBox>0 0 297 210</ofd:PhysicalBox></ofd:Area>"
    document = read(package([text("在右边的一段", 200, 30)], page_extra=wide))
    assert lines(document) == ["在右边的一段"]


def test_outlines_have_no_text_layer() -> None:
    outline = (
        '<ofd:PathObject ID="9" Boundary="20 60 5 5" Stroke="false" Fill="true">'
        "<ofd:AbbreviatedData>M 0 0 L 3 1 L 5 5 L 0 4 C</ofd:AbbreviatedData></ofd:PathObject>"
    )
    document = read(package([outline * 50]), ocr="never")
    assert "pdf.no_text_layer" in codes(document)
    with pytest.raises(UnsupportedFormat, match="a scan: no text layer, but 1 picture"):
        parse(package([outline * 50]), ocr="never")
    # A drawing of a few shapes is none.
    with pytest.raises(NotAReport, match="no text in it"):
        parse(package([outline * 4]))


def shape(data: str, attributes: str = 'Stroke="false" Fill="true"', inner: str = "") -> str:
    """A path on a page of 20 by 20 millimetres."""
    return (
        f'<ofd:PathObject ID="9" Boundary="0 0 20 20" {attributes}>{inner}'
        f"<ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>"
    )


SQUARE = "M 2 2 L 18 2 L 18 18 L 2 18 C"
CLIP = (
    '<ofd:Clips><ofd:Clip><ofd:Area><ofd:Path Boundary="0 0 20 20"><ofd:AbbreviatedData>'
    "M 0 0 L 10 0 L 10 20 L 0 20 C</ofd:AbbreviatedData></ofd:Path></ofd:Area></ofd:Clip>"
    "</ofd:Clips>"
)


@pytest.mark.parametrize(
    ("drawn", "black", "white"),
    [
        (shape(SQUARE), [(10, 10), (3, 3)], [(1, 1), (19, 10)]),
        (shape(f"{SQUARE} M 6 6 L 6 14 L 14 14 L 14 6 C"), [(4, 4)], [(10, 10)]),
        (shape(f"{SQUARE} M 6 6 L 14 6 L 14 14 L 6 14 C"), [(4, 4), (10, 10)], []),
        (
            shape(
                f"{SQUARE} M 6 6 L 14 6 L 14 14 L 6 14 C",
                'Stroke="false" Fill="true" Rule="Even-Odd"',
            ),
            [(4, 4)],
            [(10, 10)],
        ),
        (shape("M 2 18 Q 10 -10 18 18 C"), [(10, 8)], [(10, 2), (3, 3)]),
        (shape("M 2 18 B 2 2 18 2 18 18 C"), [(10, 8)], [(10, 3), (3, 3)]),
        (shape(SQUARE, 'LineWidth="1"'), [(2, 10), (10, 18)], [(10, 10)]),
        (shape(SQUARE, inner=CLIP, attributes='Fill="true"'), [(5, 10)], [(15, 10)]),
        (shape(SQUARE, 'Fill="true" Alpha="0" Stroke="false"'), [], [(10, 10)]),
        (f'<ofd:PageBlock Visible="false">{shape(SQUARE)}</ofd:PageBlock>', [], [(10, 10)]),
    ],
    ids=[
        "filled",
        "hole",
        "overlap",
        "even-odd",
        "quadratic",
        "cubic",
        "stroked",
        "clipped",
        "clear",
        "hidden",
    ],
)
def test_paths_as_they_are_painted(
    drawn: str, black: list[tuple[int, int]], white: list[tuple[int, int]]
) -> None:
    layer = etree.fromstring(f"<ofd:Layer {NAMESPACE}>{drawn}</ofd:Layer>")
    size = (20 * POINTS, 20 * POINTS)
    page, finest = painted_page([layer], Resources(), size, 10 / POINTS)
    assert (page.shape, finest) == ((200, 200), None)
    assert {int(page[10 * y, 10 * x]) for x, y in black} <= {0}
    assert {int(page[10 * y, 10 * x]) for x, y in white} <= {255}


def test_seals_are_told() -> None:
    more: dict[str, str | bytes] = {
        "Doc_0/Signs/Signatures.xml": f"<ofd:Signatures {NAMESPACE}><ofd:Signature ID='1'"
        " BaseLoc='Sign_0/Signature.xml'/></ofd:Signatures>",
        "Doc_0/Signs/Sign_0/Signature.xml": f"<ofd:Signature {NAMESPACE}><ofd:SignedInfo>"
        "<ofd:Provider ProviderName='签章' Company='云浦区科技局'/><ofd:SignatureDateTime>"
        "2023-01-09T10:00:00</ofd:SignatureDateTime></ofd:SignedInfo></ofd:Signature>",
    }
    data = package(
        [text(TITLE)],
        more=more,
        body_extra="<ofd:Signatures>Doc_0/Signs/Signatures.xml</ofd:Signatures>",
    )
    [seal] = [notice for notice in read(data).notices if notice.code == "ofd.seal"]
    assert seal.message == "印章：云浦区科技局，2023-01-09T10:00:00"


def test_a_report_of_nothing_but_its_title() -> None:
    report = parse(package([text(TITLE)]))
    assert (report.year, report.issuer.name, report.source.format) == (2022, "云浦区科技局", "ofd")


@pytest.mark.parametrize(
    "more",
    [
        {"OFD.xml": f"<ofd:OFD {NAMESPACE}/>"},
        {"OFD.xml": "<ofd:OFD"},
        {"Doc_0/Document.xml": "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"},
        {"Doc_0/Pages/Page_0/Content.xml": "<broken"},
    ],
    ids=["no document", "not XML", "an entity", "a broken page"],
)
def test_broken_packages_are_corrupt(more: dict[str, str | bytes]) -> None:
    with pytest.raises(CorruptDocument):
        read(package([text("统计期限")], more=more))


def test_pages_are_bounded() -> None:
    with pytest.raises(LimitExceeded):
        read(package([text("统计期限")] * 3), limits=Limits(pages=2))


def test_a_distance_repeated_without_end_is_bounded() -> None:
    document = read(package([text("统计期限", code='DeltaX="g 99999999999 5"')]))
    assert lines(document) == ["统计期限"]


def test_a_graphic_that_holds_itself_ends() -> None:
    unit = (
        '<ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="50"><ofd:Content>'
        '<ofd:CompositeObject ID="7" ResourceID="50" Boundary="0 0 9 9"/></ofd:Content>'
        "</ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits>"
    )
    page = '<ofd:CompositeObject ID="7" ResourceID="50" Boundary="20 60 90 20"/>' + text("统计期限")
    assert lines(read(package([page], resources=unit))) == ["统计期限"]


def annotation(inner: str, kind: str = "Path", attributes: str = "") -> str:
    """An annotation whose appearance is a box of 100 by 50 millimetres at 20, 60."""
    return (
        f'<ofd:Annot ID="7" Type="{kind}" {attributes}><ofd:Appearance Boundary="20 60 100 50">'
        f"{inner}</ofd:Appearance></ofd:Annot>"
    )


def stroke(x0: float, y0: float, x1: float, y1: float) -> str:
    """A line, in millimetres from where the appearance begins."""
    return (
        '<ofd:PathObject ID="8" Boundary="0 0 100 50"><ofd:AbbreviatedData>'
        f"M {x0} {y0} L {x1} {y1}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def white(x: float, y: float, width: float, height: float) -> str:
    return (
        f'<ofd:PathObject ID="8" Boundary="{x} {y} {width} {height}" Stroke="false" Fill="true">'
        '<ofd:FillColor Value="255 255 255"/><ofd:AbbreviatedData>'
        f"M 0 0 L {width} 0 L {width} {height} L 0 {height} C</ofd:AbbreviatedData>"
        "</ofd:PathObject>"
    )


@pytest.mark.parametrize(
    ("annotations", "cell", "code"),
    [
        (annotation(stroke(5, 15.7, 9, 15.7)), ("", Doubt.STRUCK), "text.struck"),
        (annotation(stroke(4, 18, 10, 12)), ("12", Doubt.COVERED), ""),
        (annotation(white(4, 12, 8, 7)), ("", None), "text.unseen"),
        (annotation(stroke(4, 18, 10, 12), attributes='Visible="false"'), ("12", None), ""),
        (annotation(text("7", 6, 17, size=4)), ("12", None), "pdf.annotations"),
        (annotation(text("样本", 6, 17, size=4), "Watermark"), ("12", None), "pdf.overlay"),
        (annotation(text("收文", 6, 17, size=4), "Stamp"), ("12", None), "pdf.overlay"),
    ],
    ids=["struck", "crossed", "covered", "not shown", "text box", "watermark", "stamp"],
)
def test_annotations_draw_over_the_page(
    annotations: str, cell: tuple[str, Doubt | None], code: str
) -> None:
    document = read(package([table()], annotations=annotations))
    [only] = [block for block in document.blocks if isinstance(block, Table)]
    [found] = [each for each in only.cells if (each.row, each.column) == (1, 0)]
    assert (found.text, found.doubt) == cell
    assert codes(document) == ([code] if code else [])


def test_text_of_an_annotation_in_an_empty_place_is_text() -> None:
    document = read(package([text("统计期限")], annotations=annotation(text("补记", 0, 20))))
    assert lines(document) == ["统计期限", "补记"]
