"""Loading sources and telling their formats apart."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govreport.errors import (
    CorruptDocument,
    EncryptedDocument,
    GovReportError,
    LimitExceeded,
    SourceUnavailable,
    UnsupportedFormat,
)
from govreport.intake.source import Input, InputSource, load
from govreport.readers import file_types, identify, read_document
from govreport.readers.limits import Limits
from support.headless import OLE, compound

TITLE = "2018年度云浦区科技局政府信息公开工作年度报告"
PAGE = f'<html><head><meta charset="utf-8"></head><body><p>{TITLE}</p></body></html>'
MHT = 'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="x"\r\n\r\n--x\r\n'


def archive(*names: str) -> bytes:
    """A zip archive of empty files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for name in names:
            file.writestr(name, "")
    return buffer.getvalue()


WORD = archive("[Content_Types].xml", "word/document.xml")

FORMATS = {
    "docx": (WORD, "docx"),
    "docx-part-names-in-capitals": (archive("Word/Document.xml"), "docx"),
    "docx-main-part-elsewhere": (archive("[Content_Types].xml", "document.xml"), "docx"),
    "doc": (compound("WordDocument"), "doc"),
    "xlsx": (archive("[Content_Types].xml", "xl/workbook.xml"), "xlsx"),
    "xlsx-main-part-elsewhere": (archive("[Content_Types].xml", "xl/book.xml"), "xlsx"),
    "xls": (compound("Workbook"), "xls"),
    "xls-95": (compound("Book"), "xls"),
    "rtf": (b"{\\rtf1\\ansi", "rtf"),
    "rtf-after-a-mark": (b"\xef\xbb\xbf\r\n{\\rtf1", "rtf"),
    "ofd": (archive("OFD.xml"), "ofd"),
    "pdf": (b"%PDF-1.7\n...", "pdf"),
    "pdf-after-junk": (b"\r\n\r\nHTTP/1.1 200 OK\r\n\r\n%PDF-1.4\n...", "pdf"),
    "html": (PAGE.encode(), "html"),
    "html-gbk": (PAGE.encode("gb18030"), "html"),
    "html-bom": (PAGE.encode("utf-8-sig"), "html"),
    "html-utf-16-bom": (PAGE.encode("utf-16"), "html"),
    "html-utf-16-le": (PAGE.encode("utf-16-le"), "html"),
    "html-utf-16-be-bom": (b"\xfe\xff" + PAGE.encode("utf-16-be"), "html"),
    "html-doctype": (b"<!DOCTYPE html>\n<title>x</title>", "html"),
    "html-fragment": ("<TABLE><TR><TD>一</TD></TR></TABLE>".encode(), "html"),
    "html-after-comments": (b"<!-- saved -->\n\n<HTML lang=zh>", "html"),
    "mht": (MHT.encode(), "mht"),
    "mht-from-first": (("From: <Saved by a browser>\r\n" + MHT).encode(), "mht"),
    "mail": (b"Received: from x\r\ncontent-type: text/html\r\n\r\n<p>", "mht"),
    "html-of-excel": (
        b'<html xmlns:x="urn:schemas-microsoft-com:office:excel"><table>',
        "html",
    ),
    "html-of-excel-with-both": (
        b'<html xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><table>',
        "html",
    ),
    "text": (TITLE.encode(), "text"),
    "text-gb18030": (TITLE.encode("gb18030"), "text"),
    "text-bom": (TITLE.encode("utf-8-sig"), "text"),
    "text-utf-16-bom": (TITLE.encode("utf-16"), "text"),
    "text-utf-16-le": (TITLE.encode("utf-16-le"), "text"),
    "text-with-a-less-than": ("一、概况 <1 件>".encode(), "text"),
    "text-with-a-mail-address": ("From: 办公室\n一、概况".encode(), "text"),
}


@pytest.mark.parametrize(("data", "format"), FORMATS.values(), ids=FORMATS)
def test_format_is_told_by_content(data: bytes, format: str) -> None:
    assert identify(data).id == format
    assert file_types()[format].reader is not None


SCAN = 'a scan: govreport parse --ocr auto, or gr.parse(…, ocr="auto")'
DJVU = "a scan: save it as PDF or as pictures"
OFFICE = "save it as .docx or PDF and try again"
CONVERT = "save it as .docx or .xlsx and try again, or pass --via libreoffice"
UNPACK = "unpack it and pass the files inside"
AGAIN = "fetch the file again"


def open_document(kind: str) -> bytes:
    """An OpenDocument file, which says in its first member what it is."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        file.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        file.writestr("content.xml", "<x/>")
    return buffer.getvalue()


def xml(root: str, namespace: str) -> bytes:
    return f'<?xml version="1.0"?>\n<{root} xmlns:w="{namespace}"><w:p/><Table/></{root}>'.encode()


WORD_2003 = "http://schemas.microsoft.com/office/word/2003/wordml"

REFUSED: dict[str, tuple[bytes, type[GovReportError], str, str]] = {
    "nothing": (b"", CorruptDocument, "empty: nothing in it", AGAIN),
    "blanks": (b" \r\n\t\0" * 9, CorruptDocument, "empty: nothing in it", AGAIN),
    "docx-cut-off": (
        WORD[: len(WORD) // 2],
        CorruptDocument,
        "a Word file, cut off or damaged",
        AGAIN,
    ),
    "zip-cut-off": (
        archive("a.txt")[:30],
        CorruptDocument,
        "a zip archive, cut off or damaged",
        AGAIN,
    ),
    "xlsb": (
        archive("[Content_Types].xml", "xl/workbook.bin"),
        UnsupportedFormat,
        "a binary Excel workbook (.xlsb)",
        CONVERT,
    ),
    "pptx": (
        archive("ppt/presentation.xml"),
        UnsupportedFormat,
        "a PowerPoint file (.pptx)",
        OFFICE,
    ),
    "odt": (open_document("text"), UnsupportedFormat, "an OpenDocument text (.odt)", CONVERT),
    "ods": (
        open_document("spreadsheet"),
        UnsupportedFormat,
        "an OpenDocument spreadsheet (.ods)",
        CONVERT,
    ),
    "odg": (open_document("graphics"), UnsupportedFormat, "an OpenDocument file", OFFICE),
    "zip": (archive("a.txt"), UnsupportedFormat, "a zip archive", UNPACK),
    "encrypted": (
        compound("EncryptedPackage"),
        EncryptedDocument,
        "protected by a password",
        "remove the password and try again",
    ),
    "ppt": (compound("PowerPoint Document"), UnsupportedFormat, "a PowerPoint file (.ppt)", OFFICE),
    "msg": (
        compound("__properties_version1.0"),
        UnsupportedFormat,
        "an Outlook message (.msg)",
        "save what is attached to it, and pass that",
    ),
    "ole": (compound("x"), UnsupportedFormat, "an OLE compound file of unknown kind", OFFICE),
    "word-2003-xml": (
        xml("w:wordDocument", WORD_2003),
        UnsupportedFormat,
        "a Word 2003 XML document",
        CONVERT,
    ),
    "word-2003-xml-utf-16": (
        xml("w:wordDocument", WORD_2003).decode().encode("utf-16"),
        UnsupportedFormat,
        "a Word 2003 XML document",
        CONVERT,
    ),
    "word-flat-xml": (
        xml("pkg:package", "http://schemas.microsoft.com/office/2006/xmlPackage"),
        UnsupportedFormat,
        "a Word XML document",
        CONVERT,
    ),
    "excel-2003-xml": (
        xml("Workbook", "urn:schemas-microsoft-com:office:spreadsheet"),
        UnsupportedFormat,
        "an Excel 2003 XML workbook",
        CONVERT,
    ),
    "png": (b"\x89PNG\r\n\x1a\n", UnsupportedFormat, "a picture", SCAN),
    "jpeg": (b"\xff\xd8\xff\xe0", UnsupportedFormat, "a picture", SCAN),
    "gif": (b"GIF89a", UnsupportedFormat, "a picture", SCAN),
    "bmp": (b"BM\x36\0\1\0\0\0\0\0\x36", UnsupportedFormat, "a picture", SCAN),
    "tiff-le": (b"II*\x00", UnsupportedFormat, "a picture", SCAN),
    "tiff-be": (b"MM\x00*", UnsupportedFormat, "a picture", SCAN),
    "webp": (b"RIFF\x24\0\0\0WEBPVP8 ", UnsupportedFormat, "a picture", SCAN),
    "djvu": (b"AT&TFORM\0\0", UnsupportedFormat, "a scan (DjVu)", DJVU),
    "7z": (b"7z\xbc\xaf\x27\x1c\x00", UnsupportedFormat, "a 7z archive", UNPACK),
    "rar": (b"Rar!\x1a\x07\x00", UnsupportedFormat, "a RAR archive", UNPACK),
    "gzip": (b"\x1f\x8b\x08", UnsupportedFormat, "a gzip archive", UNPACK),
}


@pytest.mark.parametrize(("data", "kind", "detail", "hint"), REFUSED.values(), ids=REFUSED)
def test_what_no_reader_takes_is_named(
    data: bytes, kind: type[GovReportError], detail: str, hint: str
) -> None:
    with pytest.raises(kind) as caught:
        read_document(identify(data), data, Limits())
    assert (caught.value.detail, caught.value.hint) == (detail, hint)


@settings(max_examples=200)
@given(st.sampled_from([b"", b"PK\x03\x04", OLE, b"\xff\xfe", b"<html>"]), st.binary(max_size=300))
def test_any_bytes_have_a_format_or_a_typed_error(head: bytes, tail: bytes) -> None:
    try:
        answer = identify(head + tail).id
    except GovReportError as error:
        answer = error.code
    assert answer in file_types() or answer.startswith("input.")


@pytest.mark.parametrize("kind", [str, Path])
def test_a_path_keeps_its_name(tmp_path: Path, kind: type[str] | type[Path]) -> None:
    file = tmp_path / "报告.txt"
    file.write_bytes(b"x")
    assert load(kind(file), Limits()) == Input(b"x", str(file))


def test_bytes_are_data_and_never_a_path() -> None:
    assert load(b"README.md", Limits()) == Input(b"README.md", None)


def test_binary_files_are_read_from_where_they_stand(tmp_path: Path) -> None:
    file = tmp_path / "报告.txt"
    file.write_bytes(b"0123")
    with file.open("rb") as opened:
        opened.seek(2)
        assert load(opened, Limits()) == Input(b"23", str(file))
    assert load(io.BytesIO(b"x"), Limits()) == Input(b"x", None)


@pytest.mark.parametrize(
    "source",
    [io.StringIO("x"), None, 3, bytearray(b"x")],
    ids=["text-file", "None", "int", "bytearray"],
)
def test_other_types_are_a_type_error(source: InputSource) -> None:
    with pytest.raises(TypeError, match=r"^a (path, bytes or a )?binary file"):
        load(source, Limits())


def test_a_missing_file(tmp_path: Path) -> None:
    path = str(tmp_path / "缺.docx")
    with pytest.raises(SourceUnavailable) as caught:
        load(path, Limits())
    assert str(caught.value) == f"{path}: no such file (check the name)"
    assert caught.value.code == "input.unavailable"


def test_a_directory(tmp_path: Path) -> None:
    with pytest.raises(SourceUnavailable) as caught:
        load(tmp_path, Limits())
    hint = "name a file in it; govreport.parse_many() takes folders"
    assert str(caught.value) == f"{tmp_path}: a directory, not a file ({hint})"


def test_a_link_to_itself(tmp_path: Path) -> None:
    loop = tmp_path / "loop"
    loop.symlink_to("loop")
    with pytest.raises(SourceUnavailable, match="cannot be opened: "):
        load(loop, Limits())


def test_a_name_that_no_system_takes() -> None:
    with pytest.raises(SourceUnavailable, match="cannot be opened: embedded null byte"):
        load("a\0b", Limits())


def test_a_source_over_the_limit_is_refused_whatever_it_is(tmp_path: Path) -> None:
    file = tmp_path / "big.txt"
    file.write_bytes(b"12345")
    for source in (file, b"12345", io.BytesIO(b"12345")):
        with pytest.raises(LimitExceeded, match="larger than 4 bytes"):
            load(source, Limits(bytes=4))
        assert load(source if source is file else b"12345", Limits(bytes=5)).data == b"12345"
