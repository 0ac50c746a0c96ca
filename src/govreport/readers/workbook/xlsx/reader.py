"""Workbooks (.xlsx, .xlsm, and what WPS saves as such): SpreadsheetML, ISO/IEC 29500.

What is read is what the sheets show: numbers by the formats of their cells, formulas by the results
that the file keeps, merged cells as one. Hidden sheets, rows and columns are left out, with a
notice. The names of the sheets are metadata.

Libraries that read workbooks give binary numbers and drop the formats, or blanks for errors; and
one of 5 KB with cells in two corners of a sheet makes them ask for hundreds of gigabytes.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree
from msgspec import Struct, field

from govreport.document import Document
from govreport.errors import CorruptDocument
from govreport.readers.limits import Limits
from govreport.readers.opc import (
    Package,
    R,
    Relationship,
    core_properties,
    main_part,
    open_package,
    parse_part,
)
from govreport.readers.work import until_limit
from govreport.readers.workbook.book import Remarks, Sheet, document_of
from govreport.readers.workbook.xlsx.cells import CellReader, bound_cells, shared_strings
from govreport.readers.workbook.xlsx.drawings import cover_cells, read_drawing
from govreport.readers.workbook.xlsx.styles import S, read_changes, read_styles

__all__ = ["read"]


def read(data: bytes, limits: Limits) -> Document:
    """Read a workbook.

    Raises:
        CorruptDocument: no zip archive, no workbook in it, or one that is damaged.
        EncryptedDocument: protected by a password.
        LimitExceeded: larger, or with more cells, than ``limits`` allow.
    """
    package = open_package(data, limits)
    name = main_part(package, "/xl/workbook.xml")
    main = package.part(name)
    if main is None:
        raise CorruptDocument("a zip archive without a workbook in it")
    root = parse_part(main)
    if root.tag != S + "workbook":
        raise CorruptDocument("the main part is no workbook")
    book = _Workbook(package, name, limits)
    sheets = until_limit(book.sheets(root))
    return document_of("xlsx", sheets, book.remarks, _metadata(package), limits)


def _metadata(package: Package) -> dict[str, str]:
    try:
        return core_properties(package)
    except CorruptDocument:
        return {}


class _Workbook(Struct):
    _package: Package
    _name: str
    _limits: Limits
    remarks: Remarks = field(default_factory=Remarks)
    _relationships: dict[str, Relationship] = {}

    def __post_init__(self) -> None:
        self._relationships = self._package.relationships(self._name)

    def sheets(self, root: etree._Element) -> Iterator[Sheet]:
        """Yield the sheets that are shown."""
        properties = root.find(S + "workbookPr")
        styles = self._part("styles")
        cells = CellReader(
            shared_strings(self._part("sharedStrings")),
            read_styles(styles),
            read_changes(styles),
            self.remarks,
            properties is not None and properties.get("date1904") in ("1", "true"),
        )
        read: set[str] = set()
        for element in root.iterfind(f"{S}sheets/{S}sheet"):
            name = element.get("name") or ""
            related = self._relationships.get(element.get(R + "id") or "")
            if (element.get("state") or "visible") != "visible":
                self.remarks.add("sheet.hidden_sheet", name)
            elif related is None or related.external:
                self.remarks.add("sheet.damaged", name)
            elif related.kind != "worksheet":
                self.remarks.add("sheet.no_cells", name)
            elif related.target in read:
                self.remarks.add("sheet.repeated", name)
            else:
                read.add(related.target)
                yield from self._sheet(cells, related.target, name)

    def _sheet(self, cells: CellReader, target: str, name: str) -> Iterator[Sheet]:
        try:
            data = self._package.part(target)
            if data is None:
                raise CorruptDocument("a sheet without its part")
            bound_cells(data, self._limits)
            sheet = Sheet(cells.read(parse_part(data), name))
        except CorruptDocument:
            self.remarks.add("sheet.damaged", name)
            return
        try:
            for related in self._package.relationships(target).values():
                if related.kind == "comments":
                    self.remarks.add("sheet.comments", name)
                elif related.kind == "drawing":
                    drawing = self._package.part(related.target)
                    if drawing is not None:
                        drawn = parse_part(drawing)
                        sheet.drawn += read_drawing(drawn, self.remarks)
                        cover_cells(drawn, sheet.page)
        except CorruptDocument:
            self.remarks.add("sheet.drawing_left_out", name)
        yield sheet

    def _part(self, kind: str) -> etree._Element | None:
        """A part of the workbook that there is one of; without it, cells stand as they are."""
        for related in self._relationships.values():
            if related.kind == kind and not related.external:
                data = self._package.part(related.target)
                return None if data is None else parse_part(data)
        return None
