"""The text of a file as another program reads it, page by page where that knows pages."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import tempfile
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import docx
import openpyxl
import xlrd

from fixtures.libreoffice import converted

__all__ = ["BY", "reading"]

#: Seconds that another program may take.
PATIENCE = 60


def reading(format: str, data: bytes) -> list[str] | None:
    """Return the pages of a file of a format, one page where there are none, ``None`` if nothing
    else here reads it."""
    read = READINGS.get(format)
    if read is None:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return read(data)
    except Exception:  # the other program may fail in whatever way: then there is no comparison
        return None


def _pdf(data: bytes) -> list[str]:
    program = shutil.which("pdftotext")
    if program is None:
        raise FileNotFoundError("pdftotext")
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(data)
        file.flush()
        done = subprocess.run(
            [program, "-enc", "UTF-8", file.name, "-"],
            capture_output=True,
            timeout=PATIENCE,
            check=True,
        )
    return done.stdout.decode(errors="replace").split("\f")


def _docx(data: bytes) -> list[str]:
    document = docx.Document(io.BytesIO(data))
    return ["\n".join(_in_body(document))]


def _in_body(container: Any) -> Iterator[str]:
    """The paragraphs of a body or a cell, and of the tables in it."""
    for block in container.iter_inner_content():
        if hasattr(block, "rows"):
            seen: set[object] = set()
            for row in block.rows:
                for cell in row.cells:
                    if cell._tc not in seen:  # a merged cell is given for each of its places
                        seen.add(cell._tc)
                        yield from _in_body(cell)
        else:
            yield block.text


def _xlsx(data: bytes) -> list[str]:
    book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    return ["\n".join(_strings(sheet.iter_rows(values_only=True))) for sheet in book.worksheets]


def _xls(data: bytes) -> list[str]:
    with Path(os.devnull).open("w") as nowhere:
        book = xlrd.open_workbook(file_contents=data, logfile=nowhere)
    return ["\n".join(_strings(map(sheet.row_values, range(sheet.nrows)))) for sheet in book]


def _strings(rows: Any) -> Iterator[str]:
    """The cells that hold text: how a number is shown is another matter."""
    return (value for row in rows for value in row if isinstance(value, str))


def _by_libreoffice(ending: str) -> Callable[[bytes], list[str]]:
    def read(data: bytes) -> list[str]:
        [text] = converted({f"a.{ending}": data}, "txt:Text (encoded):UTF8").values()
        return [text.decode("utf-8-sig", errors="replace")]

    return read


READINGS: dict[str, Callable[[bytes], list[str]]] = {
    "pdf": _pdf,
    "docx": _docx,
    "xlsx": _xlsx,
    "xls": _xls,
    "doc": _by_libreoffice("doc"),
    "rtf": _by_libreoffice("rtf"),
}
#: By what each format is read.
BY = {
    "pdf": "pdftotext",
    "docx": "python-docx",
    "xlsx": "openpyxl",
    "xls": "xlrd",
    "doc": "LibreOffice",
    "rtf": "LibreOffice",
}
