"""The libraries and programs that read what we read, each asked for the text and tables of a file.

They have an environment of their own (``peers.txt``; ``make bench`` makes it), for some of them are
heavy and one is not free for every use: nothing of ours imports them. Those that are not there are
said to be so. Of our own this module needs nothing.
"""

from __future__ import annotations

import io
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

__all__ = ["PEERS", "Peer"]


class Peer(NamedTuple):
    """What reads files of some formats. A program is timed from its start to its end."""

    name: str
    formats: tuple[str, ...]
    read: Callable[[bytes], object]
    program: bool = False


def _python_docx(data: bytes) -> object:
    import docx

    document = docx.Document(io.BytesIO(data))
    return [
        *(paragraph.text for paragraph in document.paragraphs),
        *(c.text for table in document.tables for row in table.rows for c in row.cells),
    ]


def _docx2python(data: bytes) -> object:
    from docx2python import docx2python

    with docx2python(io.BytesIO(data)) as document:
        return document.text, document.body


def _markitdown(data: bytes) -> object:
    from markitdown import MarkItDown

    return MarkItDown().convert_stream(io.BytesIO(data)).text_content


def _docling(data: bytes) -> object:
    from docling.backend.msword_backend import MsWordDocumentBackend
    from docling.datamodel.base_models import InputFormat
    from docling.datamodel.document import InputDocument

    stream = io.BytesIO(data)
    source = InputDocument(
        path_or_stream=stream,
        format=InputFormat.DOCX,
        backend=MsWordDocumentBackend,
        filename="report.docx",
    )
    return MsWordDocumentBackend(source, stream).convert()


def _pdfplumber(data: bytes) -> object:
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as pdf:
        return [(page.extract_text(), page.extract_tables()) for page in pdf.pages]


def _pypdfium2(data: bytes) -> object:
    import pypdfium2

    pdf = pypdfium2.PdfDocument(data)
    return [page.get_textpage().get_text_range() for page in pdf]


def _pymupdf(data: bytes) -> object:
    import pymupdf

    pages = pymupdf.open(stream=data, filetype="pdf")
    return [(page.get_text(), [t.extract() for t in page.find_tables().tables]) for page in pages]


def _camelot(data: bytes) -> object:
    import camelot

    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(data)
        file.flush()
        return [table.data for table in camelot.read_pdf(file.name, pages="all")]


def _lxml(data: bytes) -> object:
    import lxml.html

    return [*lxml.html.fromstring(data).itertext()]


def _selectolax(data: bytes) -> object:
    from selectolax.lexbor import LexborHTMLParser

    body: Any = LexborHTMLParser(data).body
    return body.text()


def _soup(data: bytes) -> object:
    from bs4 import BeautifulSoup

    return BeautifulSoup(data, "html.parser").get_text()


def _striprtf(data: bytes) -> object:
    from striprtf.striprtf import rtf_to_text

    return rtf_to_text(data.decode("latin-1"))


def _calamine(data: bytes) -> object:
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]


def _antiword(data: bytes) -> object:
    command = ["antiword", "-w", "0", "-m", "UTF-8.txt", "-"]
    return subprocess.run(command, input=data, check=True, capture_output=True).stdout


def _libreoffice(data: bytes) -> object:
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "report"
        path.write_bytes(data)
        profile = f"-env:UserInstallation={(Path(name) / 'profile').as_uri()}"
        target = ("--convert-to", "html", "--outdir", name, str(path))
        command = ["soffice", profile, "--headless", *target]
        return subprocess.run(command, check=True, capture_output=True, timeout=120).stdout


def _cn2an(data: bytes) -> object:
    import cn2an

    return cn2an.transform(data.decode())


def _jionlp(data: bytes) -> object:
    import jionlp

    return jionlp.ner.extract_money(data.decode())


PEERS = (
    Peer("python-docx: paragraphs, row.cells", ("docx",), _python_docx),
    Peer("docx2python", ("docx",), _docx2python),
    Peer("MarkItDown", ("docx", "html", "pdf", "xlsx"), _markitdown),
    Peer("docling: docx backend", ("docx",), _docling),
    Peer("pdfplumber: text, tables", ("pdf",), _pdfplumber),
    Peer("pypdfium2: text", ("pdf",), _pypdfium2),
    Peer("PyMuPDF: text, tables", ("pdf",), _pymupdf),
    Peer("camelot: tables", ("pdf",), _camelot),
    Peer("BeautifulSoup: text", ("html",), _soup),
    Peer("lxml: text", ("html",), _lxml),
    Peer("selectolax: text", ("html",), _selectolax),
    Peer("LibreOffice (program)", ("doc", "rtf", "xls"), _libreoffice, program=True),
    Peer("antiword (program)", ("doc",), _antiword, program=True),
    Peer("striprtf: text", ("rtf",), _striprtf),
    Peer("calamine: cells", ("xls", "xlsx"), _calamine),
    Peer("cn2an: transform", ("prose",), _cn2an),
    Peer("JioNLP: extract_money", ("prose",), _jionlp),
)
