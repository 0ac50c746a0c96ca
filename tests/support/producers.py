"""One manuscript through many programs that make PDFs: what each does to it, a function.

Those that start from a page get the same HTML; those that work on a PDF get ours or LibreOffice's.
"""

from __future__ import annotations

import html
import io
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from attrs import frozen

from fixtures import ReportSpec, Wart, compose, converted, write_docx, write_pdf
from fixtures.manuscript import Grid, Heading, Line, Manuscript, Role

__all__ = ["PRODUCERS", "Producer"]

#: A font with the characters of a report that fpdf2 can open.
FONTS = ("/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",)
STYLE = """
@page { size: A4; margin: 2.5cm }
body { font-family: 'Noto Serif CJK SC', 'WenQuanYi Zen Hei', serif; font-size: 12pt }
h1 { text-align: center; font-size: 18pt }
p { text-indent: 2em; margin: 4pt 0 }
table { border-collapse: collapse; width: 100%; font-size: 8pt; page-break-inside: auto }
td { border: 0.5pt solid black; padding: 2pt; text-align: center }
"""


@frozen
class Producer:
    """A program, whether a test takes it on every run, and the tool that it needs."""

    make: Callable[[ReportSpec], bytes]
    quick: bool = False
    tool: str = ""

    @property
    def is_there(self) -> bool:
        """Whether the tool is installed."""
        return not self.tool or shutil.which(self.tool) is not None


def page(manuscript: Manuscript) -> str:
    """The manuscript as a page with real tables."""
    body = "\n".join(_elements(manuscript))
    return (
        f"<!DOCTYPE html><html lang=zh><head><meta charset=utf-8><style>{STYLE}</style></head>"
        f"<body>{body}</body></html>"
    )


def _elements(manuscript: Manuscript) -> Iterator[str]:
    for item in manuscript.items:
        if isinstance(item, Grid):
            yield "<table>" + "".join(f"<tr>{row}</tr>" for row in _rows(item)) + "</table>"
        elif isinstance(item, Heading):
            yield f"<p><b>{html.escape(item.text)}</b></p>"
        elif item.role in (Role.TITLE, Role.ANNEX_TITLE):
            yield f"<h1>{html.escape(item.text)}</h1>"
        else:
            yield f"<p{_side(item)}>{html.escape(item.text)}</p>"


def _side(line: Line) -> str:
    return ' style="text-align: right"' if line.role is Role.SIGNATURE else ""


def _rows(grid: Grid) -> Iterator[str]:
    for row in grid.rows():
        yield "".join(
            f"<td rowspan={cell.row_span} colspan={cell.column_span}>"
            f"{html.escape(cell.text).replace(chr(10), '<br>')}</td>"
            for cell in row
            if cell is not None
        )


def _run(command: list[str], data: bytes, name: str) -> bytes:
    """What a program makes of a file: it is told ``IN`` and ``OUT``."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, name), Path(folder, "out.pdf")
        source.write_bytes(data)
        words = [w.replace("IN", str(source)).replace("OUT", str(target)) for w in command]
        subprocess.run(words, check=True, capture_output=True, timeout=120)
        return target.read_bytes()


def libreoffice(options: str = "") -> Callable[[ReportSpec], bytes]:
    """LibreOffice, with a filter's options."""

    def make(spec: ReportSpec) -> bytes:
        to = f"pdf:writer_pdf_Export:{options}" if options else "pdf"
        return converted({"report.docx": write_docx(spec)}, to)["report.docx"]

    return make


def from_page(*command: str) -> Callable[[ReportSpec], bytes]:
    """A program that prints pages."""
    return lambda spec: _run([*command], page(compose(spec)).encode(), "page.html")


def redistilled(*command: str) -> Callable[[ReportSpec], bytes]:
    """A program that writes a PDF anew, given LibreOffice's."""
    return lambda spec: _run([*command], libreoffice()(spec), "in.pdf")


def weasyprint(spec: ReportSpec) -> bytes:
    """WeasyPrint."""
    from weasyprint import HTML

    return bytes(HTML(string=page(compose(spec))).write_pdf())


def typst(spec: ReportSpec) -> bytes:
    """Typst, its tables with spans."""
    import typst as compiler

    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "report.typ")
        source.write_text("\n".join(_typst(compose(spec))), encoding="utf-8")
        return bytes(compiler.compile(str(source)))


def _typst(manuscript: Manuscript) -> Iterator[str]:
    yield '#set page(paper: "a4", margin: 2.5cm)'
    yield '#set text(font: ("Noto Serif CJK SC", "WenQuanYi Zen Hei"), size: 11pt)'
    for item in manuscript.items:
        if isinstance(item, Grid):
            cells = ", ".join(
                f"table.cell(x: {c.column}, y: {c.row}, colspan: {c.column_span}, "
                f"rowspan: {c.row_span})[#{_quoted(c.text)}]"
                for c in item.cells
            )
            columns = ", ".join(["1fr"] * item.n_columns)
            yield f"#[#set text(size: 8pt)\n#table(columns: ({columns}), {cells})]"
        elif isinstance(item, Heading):
            yield f"#par[#strong({_quoted(item.text)})]\n"
        elif item.role in (Role.TITLE, Role.ANNEX_TITLE):
            yield f"#align(center, text(size: 18pt, {_quoted(item.text)}))\n"
        elif item.role is Role.SIGNATURE:
            yield f"#align(right, {_quoted(item.text)})\n"
        else:
            yield f"#par(first-line-indent: 2em)[#{_quoted(item.text)}]\n"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def fpdf(spec: ReportSpec) -> bytes:
    """fpdf2, its tables with spans."""
    from fpdf import FPDF
    from fpdf.enums import TableBordersLayout

    pdf = FPDF()
    pdf.add_font("zh", fname=next(font for font in FONTS if Path(font).exists()))
    pdf.set_font("zh", size=11)
    pdf.add_page()
    for item in compose(spec).items:
        if isinstance(item, Grid):
            pdf.set_font("zh", size=7)
            layout = TableBordersLayout.ALL
            with pdf.table(first_row_as_headings=False, borders_layout=layout) as table:
                for cells in item.rows():
                    row = table.row()
                    for cell in cells:
                        if cell is not None:
                            row.cell(cell.text, colspan=cell.column_span, rowspan=cell.row_span)
            pdf.set_font("zh", size=11)
        elif isinstance(item, Line) and item.role in (Role.TITLE, Role.ANNEX_TITLE):
            pdf.set_font("zh", size=16)
            pdf.multi_cell(0, 10, item.text, align="C", new_x="LMARGIN", new_y="NEXT")
            pdf.set_font("zh", size=11)
        else:
            right = isinstance(item, Line) and item.role is Role.SIGNATURE
            text = item.text if right else f"　　{item.text}"
            pdf.multi_cell(0, 8, text, align="R" if right else "L", new_x="LMARGIN", new_y="NEXT")
    return bytes(pdf.output())


def rewritten(
    change: Callable[[Any, Any], Any] | None = None, **options: Any
) -> Callable[[ReportSpec], bytes]:
    """Our PDF, changed and saved by pikepdf (qpdf)."""

    def make(spec: ReportSpec) -> bytes:
        import pikepdf

        with pikepdf.open(io.BytesIO(write_pdf(spec))) as pdf:
            changed = (change(pikepdf, pdf) if change else None) or pdf
            out = io.BytesIO()
            changed.save(out, **options)
        return out.getvalue()

    return make


def merged(pikepdf: Any, pdf: Any) -> Any:
    """The pages of the file, each from a file of its own."""
    out = pikepdf.new()
    for sheet in pdf.pages:
        single = pikepdf.new()
        single.pages.append(sheet)
        parted = io.BytesIO()
        single.save(parted)
        parted.seek(0)
        out.pages.extend(pikepdf.open(parted).pages)
    return out


def in_forms(pikepdf: Any, pdf: Any) -> Any:
    """Each page as a form that is drawn on a new page."""
    out = pikepdf.new()
    for sheet in pdf.pages:
        out.add_blank_page(page_size=(595, 842))
        form = out.copy_foreign(sheet.as_form_xobject())
        out.pages[-1].add_resource(form, pikepdf.Name.XObject, pikepdf.Name.Fx0)
        out.pages[-1].contents_add(b"q 1 0 0 1 0 0 cm /Fx0 Do Q")
    return out


def two_on_one(pikepdf: Any, pdf: Any) -> Any:
    """Two pages side by side on a sheet, at the size of the sheet."""
    out = pikepdf.new()
    for number, sheet in enumerate(pdf.pages):
        if number % 2 == 0:
            out.add_blank_page(page_size=(1190, 842))
        form = out.copy_foreign(sheet.as_form_xobject())
        name = pikepdf.Name(f"/Fx{number % 2}")
        out.pages[-1].add_resource(form, pikepdf.Name.XObject, name)
        place = f"q 1 0 0 1 {595 * (number % 2)} 0 cm {name} Do Q"
        out.pages[-1].contents_add(place.encode())
    return out


def turned_pages(pikepdf: Any, pdf: Any) -> None:
    """Every page turned by a quarter, as scanners' programs leave them."""
    for sheet in pdf.pages:
        sheet.rotate(90, relative=True)


def without_fonts(spec: ReportSpec) -> bytes:
    """LibreOffice's PDF with its fonts taken out."""
    return _stripped(spec, "FontFile", "FontFile2", "FontFile3")


def without_names(spec: ReportSpec) -> bytes:
    """LibreOffice's PDF without what its glyphs mean."""
    return _stripped(spec, "ToUnicode")


def _stripped(spec: ReportSpec, *keys: str) -> bytes:
    import pikepdf

    with pikepdf.open(io.BytesIO(libreoffice()(spec))) as pdf:
        for item in pdf.objects:
            if isinstance(item, pikepdf.Dictionary):
                for key in keys:
                    if f"/{key}" in item:
                        del item[f"/{key}"]
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


_CHROMIUM = (
    "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
    "--print-to-pdf=OUT", "file://IN",
)  # fmt: skip
_GHOSTSCRIPT = ("gs", "-q", "-dNOPAUSE", "-dBATCH", "-sDEVICE=pdfwrite", "-sOutputFile=OUT", "IN")

PRODUCERS: dict[str, Producer] = {
    "reportlab": Producer(write_pdf, quick=True),
    "reportlab，竖排": Producer(
        lambda spec: write_pdf(spec, frozenset({Wart.VERTICAL_WRITING})), quick=True
    ),
    "fpdf2": Producer(fpdf, quick=True),
    "Typst": Producer(typst, quick=True),
    "WeasyPrint": Producer(weasyprint, quick=True),
    "pikepdf 线性化": Producer(rewritten(linearize=True), quick=True),
    "pikepdf 对象流": Producer(
        lambda spec: rewritten(object_stream_mode=_generate())(spec), quick=True
    ),
    "pikepdf 拆开再合": Producer(rewritten(merged), quick=True),
    "pikepdf 表单对象": Producer(rewritten(in_forms), quick=True),
    "pikepdf 两页一张": Producer(rewritten(two_on_one), quick=True),
    "pikepdf 转页": Producer(rewritten(turned_pages), quick=True),
    "LibreOffice": Producer(libreoffice(), tool="soffice"),
    "LibreOffice PDF/A": Producer(
        libreoffice('{"SelectPdfVersion":{"type":"long","value":"2"}}'), tool="soffice"
    ),
    "LibreOffice 带标签": Producer(
        libreoffice('{"UseTaggedPDF":{"type":"boolean","value":"true"}}'), tool="soffice"
    ),
    "LibreOffice，去字体": Producer(without_fonts, tool="soffice"),
    "LibreOffice，去 ToUnicode": Producer(without_names, tool="soffice"),
    "Chromium 打印": Producer(from_page(*_CHROMIUM), tool="chromium"),
    "wkhtmltopdf": Producer(from_page("wkhtmltopdf", "-q", "IN", "OUT"), tool="wkhtmltopdf"),
    "Ghostscript 重制": Producer(redistilled(*_GHOSTSCRIPT), tool="gs"),
    "cairo 重制": Producer(redistilled("pdftocairo", "-pdf", "IN", "OUT"), tool="pdftocairo"),
}


def _generate() -> Any:
    import pikepdf

    return pikepdf.ObjectStreamMode.generate
