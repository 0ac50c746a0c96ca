"""What a file is, told by its bytes; its name is never believed.

Old archives hold docx named .doc, pages named .xls, Rich Text named .doc, pictures named .docx.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable

import regex
from attrs import frozen

from govreport.errors import CorruptDocument, EncryptedDocument

__all__ = ["AGAIN", "SCAN", "FileType", "identify", "zip_file_type"]

#: How much of a file is looked at to tell text, pages and mail apart.
HEAD = 4096


@frozen
class FileType:
    """A kind of file.

    ``id`` is a key of :data:`govreport.readers.READERS`, or of no reader; ``name`` is what it is
    called in messages, ``hint`` what to do with one that nothing reads. ``office`` is the format in
    which LibreOffice can save it for us to read.
    """

    id: str
    name: str = ""
    hint: str = ""
    office: str | None = None


AGAIN = "fetch the file again"
SCAN = "a scan: run OCR first and pass the text or a searchable PDF"
OFFICE = "save it as .docx or PDF and try again"
CONVERT = "save it as .docx or .xlsx and try again, or pass --via libreoffice"
UNPACK = "unpack it and pass the files inside"

SIGNATURES = (
    (b"\x89PNG\r\n", FileType("png", "a picture (PNG)", SCAN)),
    (b"\xff\xd8\xff", FileType("jpeg", "a picture (JPEG)", SCAN)),
    (b"GIF8", FileType("gif", "a picture (GIF)", SCAN)),
    (b"BM", FileType("bmp", "a picture (BMP)", SCAN)),
    (b"II*\x00", FileType("tiff", "a picture (TIFF)", SCAN)),
    (b"MM\x00*", FileType("tiff", "a picture (TIFF)", SCAN)),
    (b"AT&TFORM", FileType("djvu", "a scan (DjVu)", SCAN)),
    (b"7z\xbc\xaf\x27\x1c", FileType("7z", "a 7z archive", UNPACK)),
    (b"Rar!\x1a\x07", FileType("rar", "a RAR archive", UNPACK)),
    (b"\x1f\x8b", FileType("gzip", "a gzip archive", UNPACK)),
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

DOCX, XLSX, ZIP = FileType("docx"), FileType("xlsx"), FileType("zip", "a zip archive", UNPACK)
OFD = FileType("ofd", "an OFD document", "save it as PDF or .docx and try again")
#: What begins the names of a package's parts, and the main part, by what has them.
PARTS = (
    ("word/", "word/document.xml", DOCX),
    (
        "xl/workbook.bin",
        "xl/workbook.bin",
        FileType("xlsb", "a binary Excel workbook (.xlsb)", CONVERT, "xlsx"),
    ),
    ("xl/", "xl/workbook.xml", XLSX),
    ("ppt/", "ppt/presentation.xml", FileType("pptx", "a PowerPoint file (.pptx)", OFFICE)),
)
OPEN_DOCUMENT = b"application/vnd.oasis.opendocument."
TEXT_ODF = FileType("odt", "an OpenDocument text (.odt)", CONVERT, "docx")
SHEET_ODF = FileType("ods", "an OpenDocument spreadsheet (.ods)", CONVERT, "xlsx")
OTHER_ODF = FileType("odf", "an OpenDocument file", OFFICE)

#: Streams of a compound file by what has them.
STREAMS = {
    "WordDocument": FileType("doc", "a Word file (.doc)", CONVERT, "docx"),
    "Workbook": FileType("xls", "an Excel 97–2003 file (.xls)", CONVERT, "xlsx"),
    "Book": FileType("xls", "an Excel 5 or 95 file (.xls)", CONVERT, "xlsx"),
    "PowerPoint Document": FileType("ppt", "a PowerPoint file (.ppt)", OFFICE),
    "__properties_version1.0": FileType(
        "msg", "an Outlook message (.msg)", "save what is attached to it, and pass that"
    ),
}
COMPOUND = FileType("ole", "an OLE compound file of unknown kind", OFFICE)

#: Namespaces and roots of files that are XML without being a page.
XML = (
    (b"schemas.microsoft.com/office/word/2003/wordml", "a Word 2003 XML document", "docx"),
    (b"schemas.microsoft.com/office/2006/xmlPackage", "a Word XML document", "docx"),
    (b"urn:schemas-microsoft-com:office:spreadsheet", "an Excel 2003 XML workbook", "xlsx"),
    (b"urn:oasis:names:tc:opendocument", "a flat OpenDocument file", "docx"),
)
#: A page that Word or Excel saved names their namespaces too.
PAGE_ROOT = regex.compile(rb"<(?:!doctype\s+html|html|body|head)\b", regex.IGNORECASE)
PAGE = regex.compile(
    rb"<(?:!doctype\s+html|html|head|meta|body|title|div|table|p|span|center|font)\b",
    regex.IGNORECASE,
)
#: Some programs write a mark of UTF-8 or blank lines before it.
RICH_TEXT = regex.compile(rb"(?:\xef\xbb\xbf)?[\s\0]*+\{\\(?:rtf|urtf)")
MAIL = regex.compile(
    rb"(?:\xef\xbb\xbf)?\s*+"
    rb"(?:MIME-Version|From|To|Content-Type|Subject|Date|Received|Return-Path|Message-ID|X-[\w-]+"
    rb"|Delivered-To|Reply-To|Snapshot-Content-Location):",
    regex.IGNORECASE,
)


def identify(data: bytes) -> FileType:
    """Tell what a file is.

    Raises:
        CorruptDocument: nothing in it, or a broken archive.
        EncryptedDocument: an Office file with a password.
    """
    if not data.strip(b"\0 \t\r\n"):
        raise CorruptDocument("empty: nothing in it", hint=AGAIN)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip(data)
    if data.startswith(OLE):
        return _compound(data)
    if b"%PDF-" in data[:1024]:
        return FileType("pdf")
    if RICH_TEXT.match(data):
        return FileType("rtf", "Rich Text Format", CONVERT, "docx")
    for signature, kind in SIGNATURES:
        if data.startswith(signature):
            return kind
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return FileType("webp", "a picture (WebP)", SCAN)
    return _text(data)


def _zip(data: bytes) -> FileType:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        begins = ((b"word/", "a Word file"), (b"xl/", "an Excel workbook"))
        what = next((name for part, name in begins if part in data[:HEAD]), "a zip archive")
        raise CorruptDocument(f"{what}, cut off or damaged", hint=AGAIN) from error
    return zip_file_type(names, data[:HEAD])


def zip_file_type(names: Iterable[str], head: bytes = b"") -> FileType:
    """Tell what a zip archive is by the names in it, and for some by its beginning."""
    folded = {name.lower().replace("\\", "/") for name in names}
    if {"mimetype", "content.xml"} <= folded:
        # The kind stands uncompressed in the first member.
        told = head.partition(OPEN_DOCUMENT)[2]
        if told.startswith(b"text"):
            return TEXT_ODF
        return SHEET_ODF if told.startswith(b"spreadsheet") else OTHER_ODF
    if "ofd.xml" in folded:
        return OFD
    package = "[content_types].xml" in folded
    for beginning, main, kind in PARTS:
        if main in folded or (package and any(name.startswith(beginning) for name in folded)):
            return kind
    return DOCX if package else ZIP


def _compound(data: bytes) -> FileType:
    names = _streams(data)
    if "EncryptedPackage" in names:
        raise EncryptedDocument("protected by a password", hint="remove the password and try again")
    return next((kind for stream, kind in STREAMS.items() if stream in names), COMPOUND)


def _streams(data: bytes) -> set[str]:
    """The names of the streams that do not belong to something embedded.

    Of a file that cannot be opened, those that stand anywhere in it: its reader says what is wrong.
    """
    from govreport.readers.ole import open_compound, top_streams

    try:
        with open_compound(data) as ole:
            return top_streams(ole)
    except CorruptDocument:
        known = (*STREAMS, "EncryptedPackage")
        return {name for name in known if f"{name}\0".encode("utf-16-le") in data}


def _text(data: bytes) -> FileType:
    head = data[:HEAD]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or head.count(0) * 4 > len(head):
        # UTF-16: every other byte of its ASCII is a NUL.
        head = head.replace(b"\0", b"")
    if MAIL.match(head) and b"content-type:" in data[: 4 * HEAD].replace(b"\0", b"").lower():
        return FileType("mht")
    if not PAGE_ROOT.search(head):
        for namespace, name, office in XML:
            if namespace in head:
                sheet = OPEN_DOCUMENT + b"spreadsheet" in head
                return FileType("xml", name, CONVERT, "xlsx" if sheet else office)
    return FileType("html" if PAGE.search(head) else "text")
