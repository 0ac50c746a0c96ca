"""Types of files that nothing here reads, each with what to do about it.

Some of them LibreOffice can save for us to read (``via="libreoffice"``).
"""

from __future__ import annotations

from collections.abc import Callable

from govreport.readers.filetype import COMPOUND, HEAD, SAVE, UNPACK, ZIP, FileType, Said
from govreport.readers.html import PAGE_ROOT

__all__ = ["FILE_TYPES"]

DJVU = Said("扫描件：另存为 PDF 或图片", "a scan: save it as PDF or as pictures")
CONVERT = Said(
    "另存为 .docx 或 .xlsx，或用 --via libreoffice",
    "save it as .docx or .xlsx and try again, or pass --via libreoffice",
)


def _archive(id: str, called: str, *signatures: bytes) -> FileType:
    name = Said(f"压缩包（{id}）", f"a {called} archive")
    return FileType(id=id, name=name, endings=(id,), advice=UNPACK, signatures=signatures)


def _markup(id: str, name: Said, office: str, *found: bytes) -> FileType:
    """XML that is no page; a page that Word or Excel saved names their namespaces too."""
    return FileType(
        id=id,
        name=name,
        endings=("xml",),
        advice=CONVERT,
        office=office,
        told_by=_all_in_head(*found),
        rank=2,
    )


def _all_in_head(*found: bytes) -> Callable[[bytes], bool]:
    return lambda head: (
        all(text in head[:HEAD] for text in found) and not PAGE_ROOT.search(head, 0, HEAD)
    )


_FLAT = b"urn:oasis:names:tc:opendocument"
_FLAT_NAME = Said("单文件的 OpenDocument", "a flat OpenDocument file")

FILE_TYPES = (
    FileType(
        id="djvu",
        name=Said("扫描件（DjVu）", "a scan (DjVu)"),
        endings=("djvu",),
        advice=DJVU,
        signatures=(b"AT&TFORM",),
    ),
    ZIP,
    _archive("7z", "7z", b"7z\xbc\xaf\x27\x1c"),
    _archive("rar", "RAR", b"Rar!\x1a\x07"),
    _archive("gzip", "gzip", b"\x1f\x8b"),
    FileType(
        id="xlsb",
        name=Said("二进制的 Excel 工作簿（.xlsb）", "a binary Excel workbook (.xlsb)"),
        endings=("xlsb",),
        advice=CONVERT,
        office="xlsx",
        parts=("xl/workbook.bin",),
    ),
    FileType(
        id="odt",
        name=Said("OpenDocument 文本（.odt）", "an OpenDocument text (.odt)"),
        endings=("odt",),
        advice=CONVERT,
        office="docx",
        mimetype="application/vnd.oasis.opendocument.text",
    ),
    FileType(
        id="ods",
        name=Said("OpenDocument 电子表格（.ods）", "an OpenDocument spreadsheet (.ods)"),
        endings=("ods",),
        advice=CONVERT,
        office="xlsx",
        mimetype="application/vnd.oasis.opendocument.spreadsheet",
    ),
    FileType(
        id="odf",
        name=Said("别的 OpenDocument 文件", "an OpenDocument file"),
        advice=SAVE,
        mimetype="",
    ),
    FileType(
        id="pptx",
        name=Said("PowerPoint（.pptx）", "a PowerPoint file (.pptx)"),
        endings=("pptx",),
        advice=SAVE,
        parts=("ppt/presentation.xml", "ppt/"),
    ),
    FileType(
        id="ppt",
        name=Said("PowerPoint（.ppt）", "a PowerPoint file (.ppt)"),
        endings=("ppt",),
        advice=SAVE,
        streams=("PowerPoint Document",),
    ),
    FileType(
        id="msg",
        name=Said("Outlook 邮件（.msg）", "an Outlook message (.msg)"),
        endings=("msg",),
        advice=Said("另存其中的附件，传入附件", "save what is attached to it, and pass that"),
        streams=("__properties_version1.0",),
    ),
    COMPOUND,
    _markup(
        "word-xml",
        Said("Word 2003 的 XML", "a Word 2003 XML document"),
        "docx",
        b"schemas.microsoft.com/office/word/2003/wordml",
    ),
    _markup(
        "word-flat",
        Said("Word 的单文件 XML", "a Word XML document"),
        "docx",
        b"schemas.microsoft.com/office/2006/xmlPackage",
    ),
    _markup(
        "excel-xml",
        Said("Excel 2003 的 XML", "an Excel 2003 XML workbook"),
        "xlsx",
        b"urn:schemas-microsoft-com:office:spreadsheet",
    ),
    _markup("fods", _FLAT_NAME, "xlsx", _FLAT, b"application/vnd.oasis.opendocument.spreadsheet"),
    _markup("fodt", _FLAT_NAME, "docx", _FLAT),
)
