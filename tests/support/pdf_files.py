"""Small PDFs made for the tests, drawn with reportlab from the top of the page down."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

SONG = "STSong-Light"
WIDTH, HEIGHT = 595.0, 842.0
LEFT, RIGHT = 72.0, 523.0

pdfmetrics.registerFont(UnicodeCIDFont(SONG))

#: Row, column, text, and the spans where they are not 1.
CellSpec = tuple[int, int, str] | tuple[int, int, str, int, int]


class Sheets:
    """A PDF being drawn; all coordinates are points from the top left corner."""

    def __init__(self, *, width: float = WIDTH, height: float = HEIGHT, **options: object) -> None:
        self._buffer = io.BytesIO()
        self.width, self.height = width, height
        self.canvas = canvas.Canvas(
            self._buffer, pagesize=(width, height), invariant=True, **options
        )

    def text(self, x: float, top: float, text: str, size: float = 12, font: str = SONG) -> None:
        """Set a line whose characters begin about ``top``."""
        self.canvas.setFont(font, size)
        self.canvas.drawString(x, self.height - top - 0.86 * size, text)

    def centred(self, top: float, text: str, size: float = 12) -> None:
        """Set a line in the middle of the page."""
        self.text((self.width - _width(text, size)) / 2, top, text, size)

    def prose(self, top: float, text: str, size: float = 12, *, indent: int = 2) -> float:
        """Set a paragraph between the margins; return where the next line would be."""
        x, room = LEFT + indent * size, RIGHT - LEFT - indent * size
        while text:
            count = 1
            while count < len(text) and _width(text[: count + 1], size) <= room:
                count += 1
            while count < len(text) and (
                text[count] in "，。、；：！？）" or (text[count - 1 : count + 1].isdigit())
            ):
                count -= 1
            self.text(x, top, text[:count].strip(), size)
            x, room, text = LEFT, RIGHT - LEFT, text[count:]
            top += size * 1.6
        return top

    def line(self, x0: float, top: float, x1: float, bottom: float) -> None:
        """Draw a ruling."""
        self.canvas.setLineWidth(0.5)
        self.canvas.line(x0, self.height - top, x1, self.height - bottom)

    def frame(self, x0: float, top: float, x1: float, bottom: float) -> None:
        """Draw an empty rectangle."""
        self.canvas.setLineWidth(0.5)
        self.canvas.rect(x0, self.height - bottom, x1 - x0, bottom - top)

    def table(
        self,
        top: float,
        widths: Sequence[float],
        heights: Sequence[float],
        cells: Iterable[CellSpec],
        *,
        x: float = LEFT,
        size: float = 10,
        ruled: bool = True,
    ) -> float:
        """Draw a table of cells with their text; return where it ends."""
        xs = [x + sum(widths[:i]) for i in range(len(widths) + 1)]
        ys = [top + sum(heights[:i]) for i in range(len(heights) + 1)]
        for cell in cells:
            row, column, text = cell[:3]
            rows, columns = cell[3:] if len(cell) == 5 else (1, 1)
            x0, x1, y0, y1 = xs[column], xs[column + columns], ys[row], ys[row + rows]
            if ruled:
                self.frame(x0, y0, x1, y1)
            lines = text.split("\n") if text else []
            start = (y0 + y1) / 2 - len(lines) * size * 0.6
            for index, line in enumerate(lines):
                width = _width(line, size)
                self.text((x0 + x1 - width) / 2, start + index * size * 1.2, line, size)
        return ys[-1]

    def next_page(self) -> None:
        """Go on to a new page."""
        self.canvas.showPage()

    def save(self) -> bytes:
        """Finish the file."""
        self.canvas.save()
        return self._buffer.getvalue()


def cells(*rows: str) -> list[CellSpec]:
    """Cells without spans: a string a row, its cells parted by ``|``."""
    return [
        (index, column, text)
        for index, row in enumerate(rows)
        for column, text in enumerate(row.split("|"))
    ]


def _width(text: str, size: float) -> float:
    return float(pdfmetrics.stringWidth(text, SONG, size))


def raw_pdf(content: bytes, *objects: bytes, resources: bytes = b"<< >>") -> bytes:
    """A one-page file from hand-written parts: ``objects`` are numbered from 5 up."""
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources "
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        page + resources + b" >>",
        stream(content),
        *objects,
    ]
    out, places = b"%PDF-1.7\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(parts) + 1
    return (
        out
        + b"xref\n0 %d\n0000000000 65535 f \n%btrailer\n<< /Size %d /Root 1 0 R >>\n"
        % (
            size,
            table,
            size,
        )
        + b"startxref\n%d\n%%%%EOF\n" % len(out)
    )


def stream(data: bytes, entries: bytes = b"") -> bytes:
    """A stream object."""
    return b"<< /Length %d %b >>\nstream\n%b\nendstream" % (len(data), entries, data)
