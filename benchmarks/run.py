"""govreport beside its peers, in one run: ``make bench``.

Medians over several rounds. Times are of this process alone (or of the child, for the import), so
other work on the machine disturbs them little.
"""

from __future__ import annotations

import io
import resource
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import docx
from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

import doc
import govreport
from fixtures import make_spec, write_docx, write_pdf
from fixtures.libreoffice import converted
from pdf import plumb

ROUNDS = 15


def main() -> None:
    """Time everything and print one table."""
    table = Table("what", "govreport", "peer", "ratio", "the peer does")
    rows = (*_docx_rows(), *_import_rows(), *_pdf_rows())
    for what, ours, theirs, does in rows:
        table.add_row(what, _shown(ours), _shown(theirs), f"{ours / theirs:.2f}", does)
    Console(width=110).print(table)
    doc.main()


Row = tuple[str, float, float, str]


def _docx_rows() -> list[Row]:
    """All of our parse against opening a docx and reading the cells of its table."""
    report = write_docx(make_spec(1, "2014", year=2018))
    form = _without_text(report)
    [table] = docx.Document(io.BytesIO(form)).tables
    what = f"docx, a table of {len(table.rows)} rows"
    ours = _median(lambda: govreport.parse(form))
    slow = _median(lambda: _table_cells(form), rounds=3)
    return [
        (what, ours, _median(lambda: _row_cells(form)), "python-docx: open, row.cells"),
        (what, ours, slow, "python-docx: open, table.cell(i, j)"),
        (
            "docx, the same below a report's text",
            _median(lambda: govreport.parse(report)),
            _median(lambda: _row_cells(report)),
            "python-docx: open, row.cells",
        ),
    ]


def _without_text(data: bytes) -> bytes:
    """The report's title and its annex."""
    document = docx.Document(io.BytesIO(data))
    _title, *rest = document.paragraphs
    for paragraph in rest:
        if paragraph.text.startswith("附件"):
            break
        document.element.body.remove(paragraph._p)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _row_cells(data: bytes) -> list[str]:
    return [
        cell.text
        for table in docx.Document(io.BytesIO(data)).tables
        for row in table.rows
        for cell in row.cells
    ]


def _table_cells(data: bytes) -> list[str]:
    return [
        table.cell(i, j).text
        for table in docx.Document(io.BytesIO(data)).tables
        for i in range(len(table.rows))
        for j in range(len(table.columns))
    ]


def _import_rows() -> list[Row]:
    """What ``import govreport`` adds to an empty program, and to one that parses a report."""
    bare = _child("pass")
    return [
        ("import govreport, beyond Python", _child("import govreport") - bare, bare, "bare Python"),
        (
            "import govreport.pipeline, beyond Python",
            _child("import govreport.pipeline") - bare,
            bare,
            "bare Python",
        ),
    ]


def _child(code: str) -> float:
    """The processor time of a fresh interpreter that runs this code, start included."""
    times = []
    for _ in range(ROUNDS):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-c", code], check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return statistics.median(times)


def _pdf_rows() -> list[Row]:
    """All of our parse, against pdfplumber's text and tables of every page.

    Offices draw a table's lines in long strokes, reportlab a frame around each cell.
    """
    reports = {
        edition: make_spec(1, edition, year=year)
        for edition, year in (("2014", 2018), ("2019", 2020), ("2021", 2022))
    }
    files = {
        f"edition {edition}, by reportlab": write_pdf(spec) for edition, spec in reports.items()
    }
    if shutil.which("soffice"):
        named = {f"edition {e}, by LibreOffice": write_docx(s) for e, s in reports.items()}
        files |= converted({f"{name}.docx": data for name, data in named.items()}, "pdf")
    rows = []
    for name, data in files.items():
        pages = govreport.read(data).pages
        ours = _median(lambda data=data: govreport.parse(data), rounds=5)  # type: ignore[misc]
        theirs = _median(lambda data=data: plumb(data), rounds=5)  # type: ignore[misc]
        what = f"PDF of {pages} pages, {name.removesuffix('.docx')}"
        rows.append((what, ours, theirs, "pdfplumber: extract_text, extract_tables"))
    return rows


def _median(action: Callable[[], object], rounds: int = ROUNDS) -> float:
    """The median processor time of an action, after one round that does not count."""
    action()
    times = []
    for _ in range(rounds):
        start = time.process_time()
        action()
        times.append(time.process_time() - start)
    return statistics.median(times)


def _shown(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms"


if __name__ == "__main__":
    main()
