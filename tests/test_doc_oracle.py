"""Our reading of .doc against LibreOffice's: what it makes a .docx of reads the same.

Everything is converted in three runs. Reports and a file of all that can be in one go from .docx
to .doc and back, small files written byte by byte go to .docx.
"""

from __future__ import annotations

import pytest

from fixtures import Wart, converted, make_spec, write_docx
from govreport.document import Block, Document, Paragraph, Picture, Table
from govreport.readers import file_types, read_document
from govreport.readers.limits import DEFAULT_LIMITS
from support import doc_files as d
from support import docx_files as f
from support.ogi import EDITIONS

ADDED = '<w:ins w:id="6" w:author="甲"><w:r><w:t>加了</w:t></w:r></w:ins>'
GONE = '<w:del w:id="5" w:author="甲"><w:r><w:delText>删了</w:delText></w:r></w:del>'
NOTE = '<w:r><w:footnoteReference w:id="2"/></w:r>'
NOTES = (
    '<w:footnote w:id="0" w:type="separator"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:id="1" w:type="continuationSeparator"><w:p><w:r><w:continuationSeparator/></w:r>'
    '</w:p></w:footnote><w:footnote w:id="2"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t>脚注一</w:t>'
    "</w:r></w:p></w:footnote>"
)
LINK = '<w:hyperlink r:id="rId90"><w:r><w:t>附件一</w:t></w:r></w:hyperlink>'


def table(*rows: str, columns: int = 2) -> str:
    grid = '<w:gridCol w:w="2500"/>' * columns
    width = '<w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr>'
    return f"<w:tbl>{width}<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def text_box(content: str) -> str:
    return (
        '<w:p><w:r><w:pict><v:shape id="a" type="#_x0000_t202" style="width:425pt;height:57pt">'
        f"<v:textbox><w:txbxContent>{content}</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
    )


def everything() -> bytes:
    """A file with each thing that a report may hold beside plain text."""
    inner = table(f.tr("收到", "12"), f.tr("办结", "11"))
    span, start, on = (
        '<w:gridSpan w:val="2"/>',
        '<w:vMerge w:val="restart"/>',
        "<w:vMerge/>",
    )
    merged = table(
        f.tr(f.tc("申请人", span), "合计"),
        f.tr(f.tc("自然人", start), "甲", "1"),
        f.tr(f.tc("", on), "乙", "2"),
        columns=3,
    )
    body = (
        f.p("年度报告", '<w:jc w:val="center"/>'),
        f.p(f.r("共12件") + NOTE + f.r("，见") + LINK),
        f.p(f.r("看得见") + f.r("看不见", "<w:vanish/>") + f.r("加粗", "<w:b/>")),
        f.p(GONE + ADDED + f.r("的")),
        text_box(f.p("框里的标题")),
        table(f.tr("左", "右"), f.tr("甲", f.tc(f.p("其中：") + inner + f.p("尾")))),
        f.p("两表之间"),
        merged,
        f.p("末尾", '<w:jc w:val="right"/>'),
    )
    return f.docx("".join(body), footnotes=NOTES, links={"rId90": "http://example.invalid/a.doc"})


def reports() -> dict[str, bytes]:
    files = {f"{edition}.docx": write_docx(make_spec(3, edition)) for edition in EDITIONS}
    pictures = write_docx(make_spec(4, "2021"), frozenset({Wart.TABLE_AS_PICTURE}))
    return {**files, "pictures.docx": pictures, "everything.docx": everything()}


def small() -> dict[str, bytes]:
    """Files that LibreOffice reads and does not write."""
    parts, behind = d.lists(
        [[d.Level(text="%1、", format=39), d.Level(text="（%2）", format=37)]],
        [(0, {}), (0, {0: 5})],
    )
    places = ((1, 0), (1, 1), (1, 1), (1, 0), (2, 0), (2, 1), (2, 0))
    pars = [
        d.par("甲", changes=d.sprm(0x260A, level) + d.sprm(0x460B, instance))
        for instance, level in places
    ]
    rows = [
        *d.row("申请人", "合计", edges=(0, 2000, 3000)),
        *d.row("自然人", "法人", "1", edges=(0, 1000, 2000, 3000), merges=(0x60,)),
        *d.row("", "其他", "2", edges=(0, 1000, 2000, 3000), merges=(0x20,)),
    ]
    shuffled = [d.Piece(4, rank=1), d.Piece(6, width=1, rank=3), d.Piece(9, rank=0)]
    looks = d.par("共", d.Run("19", d.HIDDEN), "“23”", d.Run("粗", d.sprm(0x0835, 1)))
    return {
        "pieces.doc": d.doc(
            [d.par("旧标题"), d.par('"1234"条，共五件'), d.par("末尾")], pieces=shuffled
        ),
        "numbers.doc": d.doc(pars, parts=parts, behind=behind),
        "tables.doc": d.doc([d.par("表"), *rows, d.par("完")]),
        "looks.doc": d.doc([looks, d.par("居中", changes=d.sprm(0x2461, 1))]),
    }


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    return {**converted(reports(), "doc"), **small()}


@pytest.fixture(scope="module")
def back(made: dict[str, bytes]) -> dict[str, bytes]:
    named = {f"{name.rpartition('.')[0]}.doc": data for name, data in made.items()}
    return dict(zip(made, converted(named, "docx").values(), strict=True))


def read(format: str, data: bytes) -> Document:
    return read_document(file_types()[format], data, DEFAULT_LIMITS)


def view(block: Block) -> tuple[object, ...]:
    """What both formats say of a block."""
    if isinstance(block, Paragraph):
        looks = (block.auto_label.strip(), block.heading_level, block.alignment, block.bold)
        return ("".join(block.text.split()), *looks, block.size, block.notes)
    if isinstance(block, Table):
        # Columns are left out: LibreOffice rounds edges, so that one may become two.
        cells = ((c.row, c.row_span, c.text) for c in block.cells)
        return (block.n_rows, block.within, *cells)
    return (Picture,)


@pytest.mark.parametrize("name", [*reports(), *small()])
def test_reads_as_libreoffice_does(
    name: str, made: dict[str, bytes], back: dict[str, bytes]
) -> None:
    ours, theirs = read("doc", made[name]), read("docx", back[name])
    assert [view(block) for block in ours.blocks] == [view(block) for block in theirs.blocks]
    assert [(link.text, link.target) for link in ours.links] == [
        (link.text, link.target) for link in theirs.links
    ]


@pytest.mark.parametrize("name", reports())
def test_reads_as_the_docx_that_it_was_made_from(name: str, made: dict[str, bytes]) -> None:
    before, after = read("docx", reports()[name]), read("doc", made[name])
    assert [block.text for block in after.blocks] == [block.text for block in before.blocks]
    grids = [
        [
            (
                t.n_rows,
                t.n_columns,
                t.within,
                [(c.row, c.column, c.row_span, c.column_span) for c in t.cells],
            )
            for t in document.blocks
            if isinstance(t, Table)
        ]
        for document in (before, after)
    ]
    assert grids[0] == grids[1]


def test_everything_is_there(made: dict[str, bytes]) -> None:
    document = read("doc", made["everything.docx"])
    assert [block.text for block in document.blocks] == [
        "年度报告",
        "共12件，见附件一",
        "看得见加粗",
        "加了的",
        "框里的标题",
        "左\t右\n甲\t其中：尾",
        "收到\t12\n办结\t11",
        "两表之间",
        "申请人\t合计\n自然人\t甲\t1\n乙\t2",
        "末尾",
    ]
    first = document.blocks[1]
    assert isinstance(first, Paragraph)
    assert first.notes == ("脚注一",)
    assert [notice.code for notice in document.notices] == ["doc.deleted_text", "text.unseen"]


def test_metadata(made: dict[str, bytes]) -> None:
    spec = make_spec(3, "2014")
    metadata = read("doc", made["2014.docx"]).metadata
    assert metadata["author"] == spec.organ
    assert metadata["title"].startswith(f"{spec.year}年度{spec.organ}")
    assert metadata["created"] == f"{spec.issued.isoformat()}T08:00:00Z"
