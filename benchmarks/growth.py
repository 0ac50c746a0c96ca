"""What a report costs by its size, for each format: a table, and a picture for the docs.

    python benchmarks/growth.py [--picture FILE] [--enough SECONDS] [FORMAT…]

Prose of 1 KB to 50 MB, PDFs of 1 to 2,000 pages, tables of 10 to 200,000 rows, each read by a
process of its own that has read a small one before, two at a time; the limits for a file are
lifted. A series is cut where the next file would take more processor time than ``--enough``. The
time is to grow as the size does: ``grows`` says by how much more it did at the last step of three
or tenfold (1.0 is in proportion). Files are made here, byte by byte where a library would take
longer to write them than we to read them.
"""

from __future__ import annotations

import argparse
import io
import itertools
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from attrs import frozen
from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).resolve().parent))

from readers import UNLIMITED, read
from samples import HEAD, WORDS, sentence

#: Seconds of the processor that a file may take, as far as can be foreseen, if not said; and how
#: many times as long by the clock before it is given up.
ENOUGH, PATIENCE = 40.0, 3
#: Series that are measured at a time.
ABREAST = 2

TEXT_SIZES = (1_000, 10_000, 100_000, 1_000_000, 3_000_000, 10_000_000, 50_000_000)
PAGES = (1, 10, 100, 500, 2_000)
ROWS = (10, 100, 1_000, 10_000, 100_000, 200_000)
#: Sentences of a paragraph, and lines of a page.
SENTENCES, LINES = 2, 25

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PARTS = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPE = "application/vnd.openxmlformats-officedocument"


@frozen
class Series:
    """A format, how a file of a size is made, and the sizes."""

    name: str
    make: Callable[[int], bytes]
    sizes: Sequence[int]
    unit: str


@frozen
class Point:
    """What a file of a size took: seconds, and megabytes beyond those for a small one; ``said`` is
    why it has none."""

    size: int
    seconds: float
    megabytes: float
    said: str = ""


def main() -> None:
    """Measure, print, and draw."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("formats", nargs="*")
    parser.add_argument("--picture", type=Path)
    parser.add_argument("--enough", type=float, default=ENOUGH, metavar="SECONDS")
    asked = parser.parse_args()
    wanted = [one for one in SERIES if not asked.formats or one.name in asked.formats]
    with ThreadPoolExecutor(ABREAST) as pool:
        measured = pool.map(lambda one: [*_measured(one, asked.enough)], wanted)
        found = dict(zip(wanted, measured, strict=True))
    _print(found)
    if asked.picture:
        _draw(found, asked.picture)


def _measured(series: Series, enough: float) -> Iterator[Point]:
    with tempfile.TemporaryDirectory() as folder:
        small, path = Path(folder) / "small", Path(folder) / "file"
        small.write_bytes(series.make(series.sizes[0]))
        before: Point | None = None
        for size in series.sizes:
            ahead = before.seconds * size / before.size if before else 0
            if ahead > enough:
                yield Point(size, 0, 0, f"cut: about {ahead:.0f} s")
                return
            path.write_bytes(series.make(size))
            done = read(UNLIMITED, {"small": small, "": path}, patience=PATIENCE * enough)
            seconds, held = done.seconds[-1], done.megabytes[-1]
            print(f"… {series.name}, {_shown(size)}: {seconds}", file=sys.stderr, flush=True)
            if isinstance(seconds, str):
                yield Point(size, 0, 0, seconds)
                return
            before = Point(size, seconds, held or 0)
            yield before


# -- files -------------------------------------------------------------------------------------


def _paragraphs(size: int) -> Iterator[str]:
    """Paragraphs, a third of them sentences full of figures, so many bytes together."""
    written = len(HEAD.encode())
    for number in itertools.count(0, SENTENCES):
        if written >= size:
            return
        text = "".join(sentence(n) + WORDS + WORDS for n in range(number, number + SENTENCES))
        written += len(text.encode())
        yield text


def _text(size: int) -> bytes:
    return (HEAD + "\n".join(_paragraphs(size))).encode()


def _html(size: int) -> bytes:
    return _page("".join(f"<p>{each}</p>\n" for each in _paragraphs(size)))


def _html_rows(count: int) -> bytes:
    rows = "".join(f"<tr><td>{a}</td><td>{b}</td></tr>\n" for a, b in _rows(count))
    return _page(f"<p>各单位数据见下表。</p><table>{rows}</table>")


def _page(body: str) -> bytes:
    title, *lines = HEAD.splitlines()
    head = f"<h1>{title}</h1>" + "".join(f"<p>{line}</p>" for line in lines)
    return f'<html><meta charset="utf-8"><title>{title}</title><body>{head}{body}'.encode()


def _docx(size: int) -> bytes:
    return _word("".join(map(_word_line, _paragraphs(size))))


def _docx_rows(count: int) -> bytes:
    rows = (
        "<w:tr>" + "".join(f"<w:tc>{_word_line(cell)}</w:tc>" for cell in row) + "</w:tr>"
        for row in _rows(count)
    )
    return _word(f"<w:tbl>{''.join(rows)}</w:tbl>")


def _word_line(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def _word(body: str) -> bytes:
    head = "".join(map(_word_line, HEAD.splitlines()))
    document = f'<w:document xmlns:w="{WORD}"><w:body>{head}{body}</w:body></w:document>'
    return _package("word/document.xml", f"{TYPE}.wordprocessingml.document.main", document)


def _xlsx_rows(count: int) -> bytes:
    cell = '<c t="inlineStr"><is><t>{}</t></is></c>'
    lines = [[line] for line in HEAD.splitlines()]
    rows = "".join(
        "<row>" + "".join(cell.format(value) for value in row) + "</row>"
        for row in itertools.chain(lines, _rows(count))
    )
    sheet = f'<worksheet xmlns="{SHEET}"><sheetData>{rows}</sheetData></worksheet>'
    book = (
        f'<workbook xmlns="{SHEET}" xmlns:r="{OFFICE}"><sheets>'
        '<sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )
    links = _links("worksheet", "worksheets/sheet1.xml")
    return _package(
        "xl/workbook.xml",
        f"{TYPE}.spreadsheetml.sheet.main",
        book,
        {"xl/worksheets/sheet1.xml": sheet, "xl/_rels/workbook.xml.rels": links},
    )


def _package(main: str, type: str, text: str, others: Mapping[str, str] | None = None) -> bytes:
    """An Office file: its main part, of a type, and others."""
    types = (
        f'<Types xmlns="{PARTS}/content-types">'
        '<Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/{main}" ContentType="{type}+xml"/></Types>'
    )
    parts = {
        "[Content_Types].xml": types,
        "_rels/.rels": _links("officeDocument", main),
        main: text,
        **(others or {}),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return out.getvalue()


def _links(type: str, target: str) -> str:
    link = f'<Relationship Id="rId1" Type="{OFFICE}/{type}" Target="{target}"/>'
    return f'<Relationships xmlns="{PARTS}/relationships">{link}</Relationships>'


def _rtf(size: int) -> bytes:
    lines = itertools.chain(HEAD.splitlines(), _paragraphs(size))
    body = "\\par\n".join(
        "".join(f"\\'{byte:02x}" if byte > 127 else chr(byte) for byte in line.encode("gb18030"))
        for line in lines
    )
    return rf"{{\rtf1\ansi\ansicpg936 {body}\par}}".encode()


def _csv_rows(count: int) -> bytes:
    return (HEAD + "".join(f"{a},{b}\n" for a, b in _rows(count))).encode()


def _rows(count: int) -> Iterator[tuple[str, str]]:
    yield "单位", "公开信息（条）"
    for number in range(count):
        yield f"第{number % 97 + 1}科室", str(number * 7 % 9_973)


def _pdf(pages: int) -> bytes:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    out = io.BytesIO()
    canvas = Canvas(out, (595, 842))
    text = (line for n in itertools.count() for line in (sentence(n), WORDS))
    lines = itertools.chain(HEAD.splitlines(), text)
    for _ in range(pages):
        canvas.setFont("STSong-Light", 10)
        for n, line in enumerate(itertools.islice(lines, LINES)):
            canvas.drawString(72, 770 - 28 * n, line[:40])
        canvas.showPage()
    canvas.save()
    return out.getvalue()


SERIES = (
    Series("text", _text, TEXT_SIZES, "bytes"),
    Series("html", _html, TEXT_SIZES, "bytes"),
    Series("docx", _docx, TEXT_SIZES, "bytes"),
    Series("rtf", _rtf, TEXT_SIZES, "bytes"),
    Series("pdf", _pdf, PAGES, "pages"),
    Series("csv rows", _csv_rows, ROWS, "rows"),
    Series("html rows", _html_rows, ROWS, "rows"),
    Series("docx rows", _docx_rows, ROWS, "rows"),
    Series("xlsx rows", _xlsx_rows, ROWS, "rows"),
)


# -- what is said ------------------------------------------------------------------------------


def _print(found: Mapping[Series, Sequence[Point]]) -> None:
    console = Console(width=110)
    for unit in dict.fromkeys(series.unit for series in found):
        of_unit = {series: points for series, points in found.items() if series.unit == unit}
        table = Table(title=f"seconds and memory by {unit}")
        table.add_column("format")
        for size in next(iter(of_unit)).sizes:
            table.add_column(_shown(size), justify="right")
        table.add_column("grows", justify="right")
        for series, points in of_unit.items():
            cells = [p.said or f"{p.seconds:.3g} s\n{p.megabytes:.0f} MB" for p in points]
            cells += [""] * (len(series.sizes) - len(points))
            table.add_row(series.name, *cells, _grows(points))
        console.print(table)


def _grows(points: Sequence[Point]) -> str:
    """By how much more than the size the time grew from one of the last points to the last."""
    good = [point for point in points if not point.said]
    if len(good) < 2:
        return ""
    last = good[-1]
    before = next(point for point in reversed(good) if point.size * 3 <= last.size)
    return f"{(last.seconds / before.seconds) / (last.size / before.size):.2f} ×"


def _draw(found: Mapping[Series, Sequence[Point]], path: Path) -> None:
    """Seconds by size, both by powers of ten: what is in proportion is a line at 45 degrees."""
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = "growth"
    mpl.rcParams["svg.fonttype"] = "none"
    from matplotlib.figure import Figure

    units = [*dict.fromkeys(series.unit for series in found)]
    figure = Figure(figsize=(10, 3.6), layout="constrained")
    for axes, unit in zip(figure.subplots(1, len(units), squeeze=False)[0], units, strict=True):
        for series, points in found.items():
            good = [point for point in points if not point.said]
            if series.unit == unit and good:
                sizes, seconds = [p.size for p in good], [p.seconds for p in good]
                axes.loglog(sizes, seconds, "o-", markersize=3, label=series.name)
        axes.set_xlabel(unit)
        axes.set_ylabel("seconds")
        axes.grid(alpha=0.3)
        axes.legend(frameon=False, fontsize="small")
    figure.savefig(path, metadata={"Date": None})


def _shown(size: int) -> str:
    return f"{size:,}"


if __name__ == "__main__":
    main()
