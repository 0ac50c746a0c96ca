"""Workbooks: .xlsx and .xls, which WPS writes too."""

from govreport.readers.filetype import FileType, Said

__all__ = ["FILE_TYPES"]

FILE_TYPES = (
    FileType(
        id="xlsx",
        name=Said("Excel（.xlsx）", "an Excel workbook"),
        endings=("xlsx", "xlsm", "xltx", "xltm"),
        reader="govreport.readers.workbook.xlsx.reader",
        office_filter="Calc MS Excel 2007 XML",
        parts=("xl/workbook.xml", "xl/"),
    ),
    FileType(
        id="xls",
        name=Said("Excel 5、95、97–2003（.xls）、WPS（.et）", "an Excel file (.xls)"),
        endings=("xls", "xlt", "et", "ett"),
        reader="govreport.readers.workbook.xls",
        office="xlsx",
        streams=("Workbook", "Book"),
    ),
)
