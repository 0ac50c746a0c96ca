"""The libraries and programs that read what we read, each asked for the text and tables of a file.

Those that are not installed are left out of what is measured, and named.
"""

from __future__ import annotations

import importlib.util
import io
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from attrs import frozen

__all__ = ["PEERS", "Peer"]


@frozen
class Peer:
    """What reads files of some formats. ``needs`` is the module or, with ``program``, the command
    that must be there; a program is timed from its start to its end."""

    name: str
    formats: tuple[str, ...]
    needs: str
    read: Callable[[bytes], object]
    program: bool = False

    @property
    def is_there(self) -> bool:
        """Whether it can be measured here."""
        if self.program:
            return shutil.which(self.needs) is not None
        try:
            return importlib.util.find_spec(self.needs) is not None
        except ModuleNotFoundError:
            return False


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


def _markitdown(ending: str) -> Callable[[bytes], object]:
    def read(data: bytes) -> object:
        from markitdown import MarkItDown

        return MarkItDown().convert_stream(io.BytesIO(data), file_extension=ending).text_content

    return read


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
    from selectolax.parser import HTMLParser

    body: Any = HTMLParser(data).body
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


def _libreoffice(ending: str) -> Callable[[bytes], object]:
    def read(data: bytes) -> object:
        with tempfile.TemporaryDirectory() as name:
            path = Path(name) / f"report.{ending}"
            path.write_bytes(data)
            profile = f"-env:UserInstallation={(Path(name) / 'profile').as_uri()}"
            target = ("--convert-to", "html", "--outdir", name, str(path))
            command = ["soffice", profile, "--headless", *target]
            return subprocess.run(command, check=True, capture_output=True, timeout=120).stdout

    return read


def _cn2an(data: bytes) -> object:
    import cn2an

    return cn2an.transform(data.decode())


def _jionlp(data: bytes) -> object:
    import jionlp

    return jionlp.ner.extract_money(data.decode())


#: The first of a format is the one that the budget is about.
PEERS = (
    Peer("python-docx: paragraphs, row.cells", ("docx",), "docx", _python_docx),
    Peer("docx2python", ("docx",), "docx2python", _docx2python),
    Peer("MarkItDown", ("docx",), "mammoth", _markitdown(".docx")),
    Peer("docling: docx backend", ("docx",), "docling", _docling),
    Peer("pdfplumber: text, tables", ("pdf",), "pdfplumber", _pdfplumber),
    Peer("pypdfium2: text", ("pdf",), "pypdfium2", _pypdfium2),
    Peer("PyMuPDF: text, tables", ("pdf",), "pymupdf", _pymupdf),
    Peer("camelot: tables", ("pdf",), "camelot", _camelot),
    Peer("BeautifulSoup: text", ("html",), "bs4", _soup),
    Peer("lxml: text", ("html",), "lxml", _lxml),
    Peer("selectolax: text", ("html",), "selectolax", _selectolax),
    Peer("LibreOffice (program)", ("doc",), "soffice", _libreoffice("doc"), program=True),
    Peer("antiword (program)", ("doc",), "antiword", _antiword, program=True),
    Peer("striprtf: text", ("rtf",), "striprtf", _striprtf),
    Peer("calamine: cells", ("xls", "xlsx"), "python_calamine", _calamine),
    Peer("cn2an: transform", ("prose",), "cn2an", _cn2an),
    Peer("JioNLP: extract_money", ("prose",), "jionlp", _jionlp),
)
