"""Bytes in: paths, bytes and binary files are loaded, and their format is told by content.

A file's name is never believed: old archives hold docx named .doc, pages named .doc and pictures
named .docx.
"""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path
from typing import BinaryIO

import regex
from attrs import frozen

from govreport.errors import (
    CorruptDocument,
    EncryptedDocument,
    LimitExceeded,
    SourceUnavailable,
    UnsupportedFormat,
)
from govreport.readers.limits import Limits

__all__ = ["Input", "InputSource", "load", "sniff"]

InputSource = str | os.PathLike[str] | bytes | BinaryIO

#: How much of a file is looked at to tell text, pages and mail apart.
HEAD = 4096

SIGNATURES = (
    (b"\x89PNG\r\n", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"BM", "a picture (BMP)"),
    (b"II*\x00", "a picture (TIFF)"),
    (b"MM\x00*", "a picture (TIFF)"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\x1f\x8b", "a gzip archive"),
)
#: Streams of a compound file by the format that has them.
STREAMS = {"WordDocument": "doc", "Workbook": "xls", "Book": "xls"}
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

HINT_PICTURE = "a scan: run OCR first and pass the text or a searchable PDF"
HINT_OFFICE = "save it as .docx or PDF and try again"
HINT_ARCHIVE = "unpack it and pass the files inside"

PAGE = regex.compile(
    rb"<(?:!doctype\s+html|html|head|meta|body|title|div|table|p|span|center|font)\b",
    regex.IGNORECASE,
)
#: Some programs write a mark of UTF-8 or blank lines before it.
RICH_TEXT = regex.compile(rb"(?:\xef\xbb\xbf)?[\s\0]*+\{\\(?:rtf|urtf)")
MAIL = regex.compile(
    rb"^(?:MIME-Version|From|Content-Type|Subject|Date|X-[\w-]+|Snapshot-Content-Location):",
    regex.IGNORECASE | regex.MULTILINE,
)


@frozen
class Input:
    """A source loaded: its bytes, and its path where it has one."""

    data: bytes
    path: str | None


def load(source: InputSource, limits: Limits) -> Input:
    """Load a path, bytes or a binary file.

    Raises:
        SourceUnavailable: there is no such file, it is a directory, or it may not be read.
        LimitExceeded: larger than ``limits.bytes``.
        TypeError: ``source`` is none of these.
    """
    if isinstance(source, bytes):
        return Input(_bounded(source, limits, None), None)
    if isinstance(source, str | os.PathLike):
        path = os.fspath(source)
        return Input(_bounded(_read_path(path, limits), limits, path), path)
    if not hasattr(source, "read"):
        raise TypeError(f"a path, bytes or a binary file, not {type(source).__name__}")
    data = source.read(limits.bytes + 1)
    if not isinstance(data, bytes):
        raise TypeError("a binary file: open it with mode 'rb'")
    name = getattr(source, "name", None)
    file_name = name if isinstance(name, str) else None
    return Input(_bounded(data, limits, file_name), file_name)


def _read_path(path: str, limits: Limits) -> bytes:
    try:
        if Path(path).is_dir():
            raise SourceUnavailable("a directory, not a file", path=path, hint="name a file in it")
        with Path(path).open("rb") as file:
            return file.read(limits.bytes + 1)
    except FileNotFoundError as error:
        raise SourceUnavailable("no such file", path=path, hint="check the name") from error
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise SourceUnavailable(f"cannot be opened: {reason}", path=path) from error


def _bounded(data: bytes, limits: Limits, path: str | None) -> bytes:
    if len(data) > limits.bytes:
        raise LimitExceeded(f"larger than {limits.bytes} bytes", path=path)
    return data


def sniff(data: bytes) -> str:
    """Tell the format of bytes by their content: a key of :data:`govreport.readers.READERS`.

    Raises:
        CorruptDocument: nothing in it, or a broken archive.
        EncryptedDocument: an Office file with a password.
        UnsupportedFormat: something that no reader takes; the hint says what to do.
    """
    if not data.strip(b"\0 \t\r\n"):
        raise CorruptDocument("empty: nothing in it", hint="fetch the file again")
    if data.startswith(b"PK\x03\x04"):
        return _sniff_zip(data)
    if data.startswith(OLE):
        return _sniff_compound(data)
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if RICH_TEXT.match(data):
        return "rtf"
    for signature, name in SIGNATURES:
        if data.startswith(signature):
            raise UnsupportedFormat(name, hint=_hint(name))
    return _sniff_text(data)


def _hint(name: str) -> str:
    if "picture" in name:
        return HINT_PICTURE
    return HINT_ARCHIVE if "archive" in name else HINT_OFFICE


def _sniff_zip(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        what = "a Word file" if b"word/" in data[:HEAD] else "a zip archive"
        raise CorruptDocument(f"{what}, cut off or damaged", hint="fetch the file again") from error
    if any(name.lower().startswith("word/") for name in names):
        return "docx"
    if any(name.lower() == "xl/workbook.xml" for name in names):
        return "xlsx"
    for part, name in (
        ("xl/workbook.bin", "a binary Excel workbook (.xlsb)"),
        ("ppt/", "a PowerPoint file (.pptx)"),
        ("OFD.xml", "an OFD document"),
        ("content.xml", "an OpenDocument file"),
    ):
        if any(entry.startswith(part) for entry in names):
            raise UnsupportedFormat(name, hint=HINT_OFFICE)
    if "[Content_Types].xml" in names:
        return "docx"
    raise UnsupportedFormat("a zip archive", hint=HINT_ARCHIVE)


def _sniff_compound(data: bytes) -> str:
    """What an OLE compound file is: the names of its streams tell."""
    names = _streams(data)
    if "EncryptedPackage" in names:
        raise EncryptedDocument("protected by a password", hint="remove the password and try again")
    for stream, format in STREAMS.items():
        if stream in names:
            return format
    if "PowerPoint Document" in names:
        raise UnsupportedFormat("a PowerPoint file (.ppt)", hint=HINT_OFFICE)
    raise UnsupportedFormat("an OLE compound file of unknown kind", hint=HINT_OFFICE)


def _streams(data: bytes) -> set[str]:
    """The names of the streams that do not belong to something embedded.

    Of a file that cannot be opened, those that stand anywhere in it: its reader says what is wrong.
    """
    from govreport.readers.compound import open_compound

    try:
        with open_compound(data) as ole:
            return {path[0] for path in ole.listdir() if len(path) == 1}
    except CorruptDocument:
        known = (*STREAMS, "EncryptedPackage", "PowerPoint Document")
        return {name for name in known if f"{name}\0".encode("utf-16-le") in data}


def _sniff_text(data: bytes) -> str:
    head = data[:HEAD]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or head.count(0) * 4 > len(head):
        # UTF-16: every other byte of its ASCII is a NUL.
        head = head.replace(b"\0", b"")
    if MAIL.match(head) and b"Content-Type:" in data[: 4 * HEAD].replace(b"\0", b""):
        return "mht"
    return "html" if PAGE.search(head) else "text"
