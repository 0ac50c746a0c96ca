"""Workbooks, .xlsx and .xls: what of their cells becomes text, tables and notices."""

from __future__ import annotations

import contextlib
import datetime as dt
import functools
import io
import random
import struct
import zipfile
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, TwoCellAnchor
from openpyxl.formatting.rule import DataBar, FormatObject, Rule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.colors import Color
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat
from openpyxl.worksheet.worksheet import Worksheet

import govreport as gr
from fixtures import converted
from fixtures.png import grey_png
from govreport.document import Alignment as Place
from govreport.document import Document, Doubt, Paragraph, Picture, Table
from govreport.errors import CorruptDocument, EncryptedDocument, GovReportError, LimitExceeded
from govreport.readers.limits import DEFAULT_LIMITS, Limits
from govreport.readers.workbook import xls
from govreport.readers.workbook.biff import look_through
from govreport.readers.workbook.book import Remarks
from govreport.readers.workbook.page import Merge
from govreport.readers.workbook.xlsx import reader as xlsx
from support.biff_files import biff5, record

THIN = Side(style="thin")
RULES = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)


def saved(workbook: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def rule(sheet: Worksheet, area: str) -> None:
    for row in sheet[area]:
        for cell in row:
            cell.border = RULES


CellValue = int | float | str | dt.date
Fill = Callable[[Worksheet], object]
#: All workbooks of one sheet: LibreOffice converts them in one go.
WORKBOOKS: list[Fill] = []


def workbook(fill: Fill) -> Fill:
    """Take a workbook among those that are also read as .xls."""
    WORKBOOKS.append(fill)
    return fill


def book(fill: Fill) -> bytes:
    """A workbook of one sheet."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "统计表"
    fill(sheet)
    return saved(workbook)


@functools.cache
def old_workbooks() -> dict[str, bytes]:
    """The workbooks as LibreOffice saves them for Excel 97."""
    return converted({f"{fill.__name__}.xlsx": book(fill) for fill in WORKBOOKS}, "xls")


def old(fill: Fill) -> bytes:
    return old_workbooks()[f"{fill.__name__}.xlsx"]


def both(fill: Fill) -> list[Document]:
    """The workbook as it is, and as LibreOffice saves it."""
    return [xlsx.read(book(fill), DEFAULT_LIMITS), xls.read(old(fill), DEFAULT_LIMITS)]


def cells(document: Document, at: int = 0) -> list[tuple[int, int, int, int, str]]:
    table = document.blocks[at]
    assert isinstance(table, Table)
    return [(c.row, c.column, c.row_span, c.column_span, c.text) for c in table.cells]


def rows(document: Document, at: int = 0) -> list[list[str]]:
    table = document.blocks[at]
    assert isinstance(table, Table)
    return [[cell.text for cell in row] for row in table.rows()]


def codes(document: Document) -> list[str]:
    return [notice.code for notice in document.notices]


@workbook
def title_and_foot(sheet: Worksheet) -> None:
    sheet["A1"] = "2018年度统计表"
    sheet["A1"].font = Font(bold=True, size=20)
    sheet["A1"].alignment = Alignment(horizontal="center")
    sheet.merge_cells("A1:C1")
    sheet["A2"], sheet["C2"] = "填报单位：某局", "单位：件"
    for values in [
        ("统计指标", "单位", "统计数"),
        ("一、主动公开情况", "——", None),
        ("数", "条", 3),
    ]:
        sheet.append(values)
    rule(sheet, "A3:C5")
    sheet["A7"], sheet["B7"] = "填报人：郑某", "电话：000-5550100"


def test_title_lines_table_and_foot() -> None:
    for document in both(title_and_foot):
        title, line, table, foot = document.blocks
        assert title == Paragraph(text="2018年度统计表", bold=True, size=20, alignment=Place.CENTER)
        assert line.text == "填报单位：某局　　单位：件"
        assert rows(document, 2) == [
            ["统计指标", "单位", "统计数"],
            ["一、主动公开情况", "——", ""],
            ["数", "条", "3"],
        ]
        assert isinstance(table, Table)
        assert foot.text == "填报人：郑某　　电话：000-5550100"
        assert document.metadata["sheets"] == "统计表"


@workbook
def merged_cells(sheet: Worksheet) -> None:
    for area, text in {"A1:A2": "项", "B1:E1": "人", "B2:C2": "甲", "D2:E2": "乙"}.items():
        sheet[area.partition(":")[0]] = text
        sheet.merge_cells(area)
    sheet["A3"], sheet["B3"], sheet["D3"] = "一", 1, 2
    sheet.merge_cells("B3:C3")
    sheet.merge_cells("D3:E3")
    rule(sheet, "A1:E3")


def test_merged_cells_are_one_and_columns_that_nothing_begins_in_are_none() -> None:
    for document in both(merged_cells):
        assert cells(document) == [
            (0, 0, 2, 1, "项"),
            (0, 1, 1, 2, "人"),
            (1, 1, 1, 1, "甲"),
            (1, 2, 1, 1, "乙"),
            (2, 0, 1, 1, "一"),
            (2, 1, 1, 1, "1"),
            (2, 2, 1, 1, "2"),
        ]


SHOWN: list[tuple[CellValue, str, str]] = [
    (3, "General", "3"),
    (0.1 + 0.2, "General", "0.3"),
    (0.339, "0.0%", "33.9%"),
    (12345.5, "#,##0.00", "12,345.50"),
    (260, '0"条"', "260条"),
    (dt.date(2019, 1, 9), 'yyyy"年"m"月"d"日"', "2019年1月9日"),
    (dt.date(2019, 1, 9), "yyyy-mm-dd", "2019-01-09"),
    (True, "General", "TRUE"),
    ("007", "@", "007"),
    ("#N/A", "General", "#N/A"),
    (1e20, "General", "100000000000000000000 [General]"),
]


@workbook
def formats(sheet: Worksheet) -> None:
    for row, (value, code, _) in enumerate(SHOWN, 1):
        sheet.cell(row, 1, "行")
        sheet.cell(row, 2, value).number_format = code
    rule(sheet, f"A1:B{len(SHOWN)}")


def test_numbers_read_as_the_sheet_shows_them() -> None:
    for document in both(formats):
        assert [row[1] for row in rows(document)] == [text for *_, text in SHOWN]
        assert codes(document) == ["sheet.format_unknown"]


@workbook
def hidden_digits(sheet: Worksheet) -> None:
    sheet.append(["甲", 12.6])
    sheet.append(["乙", 0])
    sheet["B1"].number_format = "0"
    sheet["B2"].number_format = '#,##0;-#,##0;"-"'
    rule(sheet, "A1:B2")


def test_figures_that_a_format_hides_or_shortens_are_noted_with_their_place() -> None:
    for document in both(hidden_digits):
        assert rows(document) == [["甲", "13"], ["乙", "-"]]
        masked, rounded = document.notices
        assert (masked.code, rounded.code) == ("sheet.masked", "sheet.rounded")
        assert masked.message_en.endswith("(1): 统计表!B2 0.0 → '-'")
        assert rounded.message_en.endswith("(1): 统计表!B1 12.6 → '13'")


@workbook
def formulas(sheet: Worksheet) -> None:
    sheet.append(["甲", 1])
    sheet.append(["合计", "=B1*2"])
    rule(sheet, "A1:B2")


def test_formulas_by_their_results() -> None:
    uncalculated, calculated = both(formulas)
    assert rows(uncalculated) == [["甲", "1"], ["合计", "=B1*2"]]
    assert codes(uncalculated) == ["sheet.not_calculated"]
    # LibreOffice calculates what it opens.
    assert rows(calculated) == [["甲", "1"], ["合计", "2"]]
    assert codes(calculated) == []


@workbook
def hidden_parts(sheet: Worksheet) -> None:
    for values in [("甲", "旧", 1), ("旧行", "旧", 9), ("乙", "旧", 2)]:
        sheet.append(values)
    sheet.merge_cells("A2:A3")
    rule(sheet, "A1:C3")
    sheet.row_dimensions[2].hidden = True
    sheet.column_dimensions["B"].hidden = True
    assert sheet.parent is not None
    other = sheet.parent.create_sheet("上年")
    other.append(["旧表", 5])
    other.sheet_state = "hidden"


def test_hidden_sheets_rows_and_columns_are_left_out_and_noted() -> None:
    for document in both(hidden_parts):
        # The merged cell is still shown in its last row.
        assert rows(document) == [["甲", "1"], ["旧行", "2"]]
        assert [(n.code, n.message_en) for n in document.notices] == [
            ("sheet.hidden_cells", "cells in hidden rows and columns left out (4)"),
            ("sheet.hidden_sheet", "hidden sheets left out (1): 上年"),
        ]


@workbook
def tables_without_rules(sheet: Worksheet) -> None:
    for values in [
        ("2018年度报告",),
        ("统计指标", "单位", "统计数"),
        ("一、主动公开情况",),
        ("公开数", "条", 3),
        ("二、收到申请数", "件", None),
        (),
        ("以上数据截至年底。",),
        ("负责人：周某", "审核人：吴某"),
        ("填报人：郑某", "电话：000-5550100"),
    ]:
        sheet.append(values)


def test_tables_without_rules() -> None:
    for document in both(tables_without_rules):
        assert [type(block).__name__ for block in document.blocks] == [
            *("Paragraph", "Table", "Paragraph", "Paragraph", "Paragraph")
        ]
        assert rows(document, 1) == [
            ["统计指标", "单位", "统计数"],
            ["一、主动公开情况", "", ""],
            ["公开数", "条", "3"],
            ["二、收到申请数", "件", ""],
        ]
        assert document.blocks[3].text == "负责人：周某　　审核人：吴某"


@workbook
def heading_between(sheet: Worksheet) -> None:
    for values in [
        ("甲", 1),
        ("乙", 2),
        ("三、申请情况",),
        ("丙", 3),
        ("第二十条第（一）项",),
        ("丁", 4),
    ]:
        sheet.append(values)
    sheet.merge_cells("A3:B3")
    sheet.merge_cells("A5:B5")


def test_a_numbered_heading_parts_tables_without_rules() -> None:
    for document in both(heading_between):
        assert [block.text for block in document.blocks] == [
            "甲\t1\n乙\t2",
            "三、申请情况",
            "丙\t3\n第二十条第（一）项\n丁\t4",
        ]


prose = "本年度" + "认真落实各项要求，" * 10


@workbook
def all_ruled(sheet: Worksheet) -> None:
    for row, text in {1: "2018年度统计表", 4: prose}.items():
        sheet.cell(row, 1, text)
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=2)
    for row, values in {2: ("甲", 1), 3: ("乙", 2), 5: ("丙", 3), 6: ("丁", 4)}.items():
        sheet.cell(row, 1, values[0])
        sheet.cell(row, 2, values[1])
    rule(sheet, "A1:B6")


def test_title_ruled_with_its_table_and_prose_between_tables() -> None:
    for document in both(all_ruled):
        texts = [block.text for block in document.blocks]
        assert texts == ["2018年度统计表", "甲\t1\n乙\t2", prose, "丙\t3\n丁\t4"]


@workbook
def ruled_beyond(sheet: Worksheet) -> None:
    sheet["B2"], sheet["C2"], sheet["B4"], sheet["C4"] = "甲", 1, "乙", 2
    rule(sheet, "A1:J40")


def test_rules_beyond_the_text_make_no_cells() -> None:
    for document in both(ruled_beyond):
        assert rows(document) == [["甲", "1"], ["", ""], ["乙", "2"]]


@workbook
def rich_text(sheet: Worksheet) -> None:
    sheet["A1"] = CellRichText("甲x", TextBlock(InlineFont(b=True), "乙"), "丙")
    sheet["A2"] = "一\n二"


def test_rich_text_and_escapes() -> None:
    for document in both(rich_text):
        assert [block.text for block in document.blocks] == ["甲x乙丙", "一\n二"]
    old, new = b"x</t>", b"x_x000D__x4E01_</t>"
    changed = altered(book(rich_text), "xl/worksheets/sheet1.xml", old, new)
    assert xlsx.read(changed, DEFAULT_LIMITS).blocks[0].text == "甲x\n丁乙丙"


WHITE, NAVY = "FFFFFFFF", "FF000080"


def runs(*parts: tuple[str, InlineFont] | str) -> CellRichText:
    return CellRichText(*(p if isinstance(p, str) else TextBlock(p[1], p[0]) for p in parts))


#: What a cell holds and how it is set; its text as seen, and why no figure in it is believed.
LOOKS: dict[str, tuple[object, Font | None, str | None, str, Doubt | None]] = {
    "run struck": (runs(("9", InlineFont(strike=True)), "61"), None, None, "61", None),
    "run raised": (runs("61", ("2", InlineFont(vertAlign="superscript"))), None, None, "61", None),
    "run lowered": (runs("61", ("2", InlineFont(vertAlign="subscript"))), None, None, "61", None),
    "run white": (runs("61", ("9", InlineFont(color=Color(WHITE)))), None, None, "61", None),
    "run tiny": (runs("61", ("9", InlineFont(sz=1))), None, None, "61", None),
    "power": (runs("km", ("2", InlineFont(vertAlign="superscript"))), None, None, "km²", None),
    "struck": (61, Font(strike=True), None, "", Doubt.STRUCK),
    "raised": (61, Font(vertAlign="superscript"), None, "61", Doubt.SHIFTED),
    "white": (61, Font(color=WHITE), None, "", None),
    "white on navy": (61, Font(color=WHITE), NAVY, "61", None),
    "navy on navy": (61, Font(color=NAVY), NAVY, "", None),
    "tiny": (61, Font(size=1), None, "", None),
    "red": (61, Font(color="FFFF0000"), None, "61", None),
}


@workbook
def looks(sheet: Worksheet) -> None:
    for row, (name, (value, font, ground, *_)) in enumerate(LOOKS.items(), start=1):
        sheet.cell(row, 1, name)
        cell = sheet.cell(row, 2)
        cell.value = value  # type: ignore[assignment]
        if font is not None:
            cell.font = font
        if ground is not None:
            cell.fill = PatternFill("solid", fgColor=ground)
    rule(sheet, f"A1:B{len(LOOKS)}")


def test_text_as_it_is_seen() -> None:
    for document in both(looks):
        table = document.blocks[0]
        assert isinstance(table, Table)
        read = {label.text: (cell.text, cell.doubt) for label, cell in table.rows()}
        if document.format == "xls":
            # LibreOffice does not keep it.
            read["raised"] = ("61", Doubt.SHIFTED)
        assert read == {name: (text, doubt) for name, (*_, text, doubt) in LOOKS.items()}
        assert {(n.code, n.message) for n in document.notices if n.code.startswith("text.")} == {
            ("text.struck", "划去的文字已略去：9 / 61"),
            ("text.mark", "上标或下标的注码已略去：2 / 2"),
            ("text.unseen", "看不见的文字（与底色相同）已略去：9 / 61 / 61"),
            ("text.unseen", "看不见的文字（没有大小）已略去：9 / 61"),
        }


@workbook
def crossed(sheet: Worksheet) -> None:
    sheet.append(("甲", 1, 5))
    sheet.append(("乙", 2, 6))
    rule(sheet, "A1:C2")
    line = Side(style="thin")
    sheet["A1"].border = Border(left=line, diagonal=line, diagonalDown=True)
    sheet["B1"].border = Border(left=line, diagonal=line, diagonalUp=True)
    sheet["B2"].border = Border(left=line, diagonal=line)


def test_figure_in_a_cell_with_a_diagonal_is_not_believed() -> None:
    for document in both(crossed):
        assert doubts(document) == [Doubt.COVERED, Doubt.COVERED, None, None, None, None]


@workbook
def flat_rows(sheet: Worksheet) -> None:
    for row in (("甲", 1, 5), ("乙", 99, 99), ("丙", 3, 7)):
        sheet.append(row)
    rule(sheet, "A1:C3")
    sheet.row_dimensions[2].height = 0.1
    sheet.column_dimensions["B"].width = 0.1


def test_rows_and_columns_of_no_size() -> None:
    row = struct.pack("<HHHHHH", 0x0208, 16, 1, 0, 3, 256)
    assert row in old(flat_rows)
    # LibreOffice gives the row some height.
    flat = old(flat_rows).replace(row, row[:-2] + struct.pack("<H", 2))
    for document in (xlsx.read(book(flat_rows), DEFAULT_LIMITS), xls.read(flat, DEFAULT_LIMITS)):
        assert rows(document) == [["甲", "5"], ["丙", "7"]]
        assert "sheet.hidden_cells" in codes(document)


@workbook
def no_zeros(sheet: Worksheet) -> None:
    sheet.append(("甲", 0, 5))
    rule(sheet, "A1:C1")
    sheet.append(("乙", "字", 6))
    sheet["B2"].number_format = ";;;"
    rule(sheet, "A2:C2")
    sheet.sheet_view.showZeros = False


def test_what_the_view_and_the_format_do_not_show_is_blank() -> None:
    for document in both(no_zeros):
        assert rows(document) == [["甲", "", "5"], ["乙", "", "6"]]
        assert "sheet.masked" in codes(document)


@workbook
def under_a_picture(sheet: Worksheet) -> None:
    sheet.append(("甲", 1, 5))
    sheet.append(("乙", 2, 6))
    rule(sheet, "A1:C2")
    picture = Image(io.BytesIO(grey_png()))
    corners = AnchorMarker(col=1, row=1), AnchorMarker(col=2, row=2)
    picture.anchor = TwoCellAnchor(_from=corners[0], to=corners[1])
    sheet.add_image(picture)


def doubts(document: Document) -> list[Doubt | None]:
    table = document.blocks[0]
    assert isinstance(table, Table)
    return [cell.doubt for row in table.rows() for cell in row]


def test_figure_under_a_picture_is_not_believed() -> None:
    for document in both(under_a_picture):
        assert doubts(document) == [None, None, None, None, Doubt.PICTURE, None]


XDR = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
FILL = '<a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill>'
SHAPE = """<xdr:sp><xdr:nvSpPr><xdr:cNvPr id="2" name="s"/><xdr:cNvSpPr/></xdr:nvSpPr><xdr:spPr>
    <a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{fill}</xdr:spPr>{text}</xdr:sp>"""
WRITTEN = "<xdr:txBody><a:bodyPr/><a:p><a:r><a:t>7</a:t></a:r></a:p></xdr:txBody>"
LINE = """<xdr:cxnSp><xdr:nvCxnSpPr><xdr:cNvPr id="2" name="l"/><xdr:cNvCxnSpPr/></xdr:nvCxnSpPr>
    <xdr:spPr><a:prstGeom prst="line"><a:avLst/></a:prstGeom><a:ln w="12700">
    <a:solidFill><a:srgbClr val="000000"/></a:solidFill></a:ln></xdr:spPr></xdr:cxnSp>"""
MIDDLE = 95_000
#: What is drawn, the corners that it reaches from and to, and whether it covers the second cell of
#: the second row: row, offset, column, offset.
DRAWN = {
    "filled": (SHAPE.format(fill=FILL, text=""), (1, 0, 1, 0), (2, 0, 2, 0), True),
    "written": (SHAPE.format(fill="<a:noFill/>", text=WRITTEN), (1, 0, 1, 0), (2, 0, 2, 0), True),
    "frame": (SHAPE.format(fill="<a:noFill/>", text=""), (1, 0, 1, 0), (2, 0, 2, 0), False),
    "line through": (LINE, (1, MIDDLE, 1, 0), (1, MIDDLE, 2, 0), True),
    "line between": (LINE, (1, 0, 1, 0), (1, 0, 2, 0), False),
    "line aslant": (LINE, (1, 0, 1, 0), (2, 0, 2, 0), True),
}


def drawn_over(name: str) -> bytes:
    shape, *corners, _ = DRAWN[name]
    places = "".join(
        f"<xdr:{at}><xdr:col>{column}</xdr:col><xdr:colOff>{right}</xdr:colOff>"
        f"<xdr:row>{row}</xdr:row><xdr:rowOff>{down}</xdr:rowOff></xdr:{at}>"
        for at, (row, down, column, right) in zip(("from", "to"), corners, strict=True)
    )
    drawing = f"""<xdr:wsDr xmlns:xdr="{XDR}" xmlns:a="{A}"><xdr:twoCellAnchor>{places}{shape}
        <xdr:clientData/></xdr:twoCellAnchor></xdr:wsDr>"""
    data = book(under_a_picture)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        before = archive.read("xl/drawings/drawing1.xml")
    return altered(data, "xl/drawings/drawing1.xml", before, drawing.encode())


@functools.cache
def drawn_over_old() -> dict[str, bytes]:
    return converted({f"{name}.xlsx": drawn_over(name) for name in DRAWN}, "xls")


@pytest.mark.parametrize("name", DRAWN)
def test_figure_under_what_is_drawn_is_not_believed(name: str) -> None:
    covered = Doubt.COVERED if DRAWN[name][-1] else None
    for document in (
        xlsx.read(drawn_over(name), DEFAULT_LIMITS),
        xls.read(drawn_over_old()[f"{name}.xlsx"], DEFAULT_LIMITS),
    ):
        assert doubts(document) == [None, None, None, None, covered, None]


def pale_heading(sheet: Worksheet) -> None:
    looks(sheet)
    red = DifferentialStyle(fill=PatternFill(bgColor="FFFF0000"))
    sheet.conditional_formatting.add("A1:B9", Rule(type="duplicateValues", dxf=red))


def test_white_text_where_rules_may_set_the_ground() -> None:
    table = xlsx.read(book(pale_heading), DEFAULT_LIMITS).blocks[0]
    assert isinstance(table, Table)
    read = {label.text: (cell.text, cell.doubt) for label, cell in table.rows()}
    assert read["white"] == ("61", Doubt.COLOUR)
    assert read["navy on navy"] == ("", None)


def compared(style: DifferentialStyle, operator: Any = "equal", *with_: str) -> Rule:
    return Rule(type="cellIs", dxf=style, operator=operator, formula=list(with_ or ("0",)))


PALE = DifferentialStyle(font=Font(color=WHITE))
#: The rule of each row, and why it leaves its figures, 0 and 61, in doubt.
CONDITIONS: dict[str, tuple[Rule, tuple[Doubt | None, Doubt | None]]] = {
    "white zeros": (compared(PALE), (Doubt.COLOUR, None)),
    "white above": (compared(PALE, "greaterThan", "9"), (None, Doubt.COLOUR)),
    "white between": (compared(PALE, "between", "50", "70"), (None, Doubt.COLOUR)),
    "white beside": (compared(PALE, "equal", "C1"), (Doubt.COLOUR, Doubt.COLOUR)),
    "white by formula": (
        Rule(type="expression", dxf=PALE, formula=["A1>0"]),
        (Doubt.COLOUR, Doubt.COLOUR),
    ),
    "red zeros": (compared(DifferentialStyle(font=Font(color="FFFF0000"))), (None, None)),
    "struck zeros": (compared(DifferentialStyle(font=Font(strike=True))), (Doubt.COVERED, None)),
    "black on black": (
        compared(DifferentialStyle(fill=PatternFill(bgColor="FF000000"))),
        (Doubt.COLOUR, None),
    ),
    "empty zeros": (
        compared(DifferentialStyle(numFmt=NumberFormat(164, ";;;"))),
        (Doubt.COLOUR, None),
    ),
}


@workbook
def conditions(sheet: Worksheet) -> None:
    for row, (name, (condition, _)) in enumerate(CONDITIONS.items(), start=1):
        sheet.append((name, 0, 61))
        sheet.conditional_formatting.add(f"B{row}:C{row}", condition)
    rule(sheet, f"A1:C{len(CONDITIONS)}")


def test_figure_that_a_rule_may_hide_or_strike_is_not_believed() -> None:
    for document in both(conditions):
        table = document.blocks[0]
        assert isinstance(table, Table)
        read = {row[0].text: tuple(cell.doubt for cell in row[1:]) for row in table.rows()}
        if document.format == "xls":
            # LibreOffice does not keep it.
            read["empty zeros"] = (Doubt.COLOUR, None)
        assert read == {name: doubts for name, (_, doubts) in CONDITIONS.items()}
        assert all([cell.text for cell in row[1:]] == ["0", "61"] for row in table.rows())


def bars(sheet: Worksheet) -> None:
    sheet.append(("甲", 1, 5))
    sheet.append(("乙", 2, 6))
    rule(sheet, "A1:C2")
    for area, shown in (("B1:B2", False), ("C1:C2", True)):
        ends = [FormatObject(type="min"), FormatObject(type="max")]
        bar = DataBar(cfvo=ends, color=Color("FF638EC6"), showValue=shown)
        sheet.conditional_formatting.add(area, Rule(type="dataBar", dataBar=bar))


def test_bars_and_icons_instead_of_figures() -> None:
    table = xlsx.read(book(bars), DEFAULT_LIMITS).blocks[0]
    assert isinstance(table, Table)
    assert [[cell.doubt for cell in row] for row in table.rows()] == [
        [None, Doubt.OBJECT, None]
    ] * 2


HEAD_12 = bytes(12)


def areas_of_rules(number: int, column: int) -> bytes:
    """The first two rows of a column, as CondFmt has them."""
    place = struct.pack("<4H", 0, 1, column, column)
    return struct.pack("<2H", 1, number << 1) + place + struct.pack("<H", 1) + place


def rule_of(kind: int, shown: bytes) -> bytes:
    """A bar or icons, as CF12 has them: without a format or a formula."""
    head = struct.pack("<2B2HIH", kind, 0, 0, 0, 0, 0)
    return HEAD_12 + head + bytes(2 + 1 + 2 + 2 + 1 + 16) + shown


@pytest.mark.parametrize(
    ("kind", "shown", "is_bare"),
    [
        (6, bytes([0, 0, 0, 3, 0, 1]), True),  # icons only
        (6, bytes([0, 0, 0, 3, 0, 4]), False),  # icons beside the figures, in reverse
        (4, bytes([0, 0, 0, 0, 0, 0]), True),  # bars only
        (4, bytes([0, 0, 0, 2, 0, 0]), False),
        (3, bytes([0, 0, 0, 0, 0, 1]), False),  # a scale of colours
        (6, b"", False),  # cut off
    ],
)
def test_bars_and_icons_instead_of_figures_in_xls(kind: int, shown: bytes, is_bare: bool) -> None:
    new = record(0x0879, HEAD_12 + areas_of_rules(2, 1)) + record(0x087A, rule_of(kind, shown))
    # The rule of CFEx is for the areas that the record of its number has, not for the last ones.
    old = record(0x01B0, areas_of_rules(1, 1)) + record(0x01B0, areas_of_rules(3, 2))
    more = record(0x087B, HEAD_12 + struct.pack("<IH", 1, 1))
    for rules in (new, old + more + record(0x087A, rule_of(kind, shown))):
        stream = record(0x0085, struct.pack("<IH", 0, 0)) + rules
        found = look_through(stream, DEFAULT_LIMITS, Remarks()).rules(0, lambda colour: None)
        told = [(rule.areas, rule.change.bare) for rule in found]
        assert told == ([((Merge(0, 1, 1, 1),), True)] if is_bare else [])


def extended(sheet: Worksheet) -> None:
    sheet.append(("甲", 1, 5))
    rule(sheet, "A1:C1")


def test_rules_of_the_extensions() -> None:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    rules = f"""<extLst><ext><x14:conditionalFormattings
        xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
        xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"><x14:conditionalFormatting>
        <x14:cfRule type="cellIs" operator="lessThan"><xm:f>3</xm:f><x14:dxf xmlns="{main}">
        <font><color rgb="FFFFFFFF"/></font></x14:dxf></x14:cfRule><xm:sqref>B1:C1</xm:sqref>
        </x14:conditionalFormatting></x14:conditionalFormattings></ext></extLst></worksheet>"""
    data = altered(book(extended), "xl/worksheets/sheet1.xml", b"</worksheet>", rules.encode())
    assert doubts(xlsx.read(data, DEFAULT_LIMITS)) == [None, Doubt.COLOUR, None]


def altered(data: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """The archive with one of its parts changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(out, "w") as written:
        assert part in archive.namelist()
        for name in archive.namelist():
            content = archive.read(name)
            if name == part:
                assert old in content
                content = content.replace(old, new)
            written.writestr(name, content)
    return out.getvalue()


@workbook
def drawn(sheet: Worksheet) -> None:
    sheet["A1"] = "甲"
    sheet["A1"].comment = Comment("批注", "某人")
    sheet.add_image(Image(io.BytesIO(grey_png())), "C3")


def test_what_is_drawn_on_a_sheet() -> None:
    document, before = both(drawn)
    assert document.blocks == (
        Paragraph(text="甲", size=11),
        Picture(name="Image 1", description="Picture"),
    )
    assert codes(document) == ["sheet.comments", "sheet.drawing"]
    assert [block.text for block in before.blocks] == ["甲"]
    assert codes(before) == ["sheet.comments", "sheet.drawing_left_out"]


def test_strict_workbooks() -> None:
    data = book(lambda sheet: sheet.append(["甲", 1]))
    main = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    strict = data
    for part in ("xl/workbook.xml", "xl/styles.xml", "xl/worksheets/sheet1.xml"):
        strict = altered(strict, part, main, b"http://purl.oclc.org/ooxml/spreadsheetml/main")
    assert [block.text for block in xlsx.read(strict, DEFAULT_LIMITS).blocks] == ["甲　　1"]


def test_cells_in_two_corners_cost_nothing() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet["A1"], sheet["XFD1048576"] = 1, 2

    document = xlsx.read(book(fill), DEFAULT_LIMITS)
    assert [block.text for block in document.blocks] == ["1", "2"]


@workbook
def many_cells(sheet: Worksheet) -> None:
    for number in range(30):
        sheet.append([number] * 30)


def test_bounds() -> None:
    data, before = book(many_cells), old(many_cells)
    with pytest.raises(LimitExceeded):
        xlsx.read(data, Limits(table_cells=200))
    with pytest.raises(LimitExceeded):
        xlsx.read(data, Limits(table_cells=500))
    with pytest.raises(LimitExceeded):
        xlsx.read(data, Limits(unpacked_bytes=1_000))
    with pytest.raises(LimitExceeded):
        xls.read(before, Limits(table_cells=100))
    with pytest.raises(LimitExceeded):
        xls.read(before, Limits(bytes=100))


def test_workbooks_of_excel_95() -> None:
    document = gr.read(biff5({"统计表": [["指标", "数"], ["好评率", 0.25]]}))
    assert document.format == "xls"
    assert rows(document) == [["指标", "数"], ["好评率", "25%"]]
    assert document.metadata == {"sheets": "统计表"}


def test_what_is_no_workbook() -> None:
    data = book(rich_text)
    for broken in (altered(data, "xl/workbook.xml", b"<workbook", b"<w"), data[:500]):
        with pytest.raises(CorruptDocument):
            xlsx.read(broken, DEFAULT_LIMITS)
    name, other = ("Workbook".encode("utf-16-le"), "W0rkbook".encode("utf-16-le"))
    with pytest.raises(CorruptDocument):
        xls.read(old(rich_text).replace(name, other), DEFAULT_LIMITS)


def test_a_sheet_that_is_damaged_does_not_cost_the_others() -> None:
    workbook = openpyxl.Workbook()
    assert isinstance(workbook.active, Worksheet)
    workbook.active.append(["甲"])
    workbook.create_sheet("二").append(["乙"])
    data = altered(saved(workbook), "xl/worksheets/sheet1.xml", b"</row>", b"")
    document = xlsx.read(data, DEFAULT_LIMITS)
    assert [block.text for block in document.blocks] == ["乙"]
    assert codes(document) == ["sheet.damaged"]


def test_a_password() -> None:
    data = old(rich_text)
    # The record that begins an encrypted stream, in place of the one that names the interface.
    at = data.index(b"\xe1\x00\x02\x00\xb0\x04")
    with pytest.raises(EncryptedDocument):
        xls.read(data[:at] + b"\x2f" + data[at + 1 :], DEFAULT_LIMITS)


@pytest.mark.parametrize("read", [book, old], ids=["xlsx", "xls"])
def test_mutated_workbooks_give_a_document_or_a_typed_error(read: Callable[[Fill], bytes]) -> None:
    data = read(merged_cells)
    rng = random.Random(7)
    for _ in range(150):
        mutated = bytearray(data)
        for _ in range(rng.randint(1, 8)):
            mutated[rng.randrange(len(mutated))] = rng.randrange(256)
        with contextlib.suppress(GovReportError):
            assert isinstance(gr.read(bytes(mutated[: rng.randint(1, 2 * len(mutated))])), Document)


def test_a_sheet_that_is_listed_again_is_read_once() -> None:
    data = book(tables_without_rules)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        listed = archive.read("xl/workbook.xml")
    start, end = listed.index(b"<sheet "), listed.index(b"</sheets>")
    sheet = listed[start:end]

    again = xlsx.read(altered(data, "xl/workbook.xml", sheet, sheet * 3), DEFAULT_LIMITS)

    assert again.blocks == xlsx.read(data, DEFAULT_LIMITS).blocks
    assert [(n.code, n.message_en) for n in again.notices] == [
        ("sheet.repeated", "sheets that are others again left out (2): 统计表"),
    ]
