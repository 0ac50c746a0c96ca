"""Figures in PDFs that do not look plain: each trait is drawn over or beside one figure."""

from __future__ import annotations

import io
from collections.abc import Callable

import pikepdf
from attrs import define, frozen
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFString

from fixtures import ReportSpec, write_pdf
from fixtures.compose import compose
from fixtures.png import grey_png
from fixtures.warts import Wart
from fixtures.write_ofd import OfdPages
from fixtures.write_pdf import CELL, FONT, HEIGHT, WIDTH, Pages, render_pdf

__all__ = ["LAYERED", "TRAITS", "Trait", "ofd_with_trait", "turned", "with_layer", "with_trait"]

Draw = Callable[["Marked", str, float, float, float], None]


@frozen
class Trait:
    """How one figure is drawn; ``notice`` is the code of what is said of it, ``sure`` whether the
    figure can be read."""

    draw: Draw
    notice: str = ""
    sure: bool = True


@define
class Marked(Pages):
    """Pages on which one figure has a trait."""

    figure: str = ""
    trait: Trait | None = None
    done: bool = False

    def draw(self, line: str, x: float, y: float, size: float) -> None:
        if self.trait is None or self.done or line != self.figure or size != CELL:
            super().draw(line, x, y, size)
            return
        self.done = True
        self.canvas.saveState()
        self.trait.draw(self, line, x, HEIGHT - y, size)
        self.canvas.restoreState()

    def set(self, text: str, x: float, base: float, size: float) -> float:
        """Set text on a base line, from the bottom of the page; return where it ends."""
        self.canvas.setFont(FONT, size)
        self.canvas.drawString(x, base, text)
        return x + float(pdfmetrics.stringWidth(text, FONT, size))

    def box(self, x0: float, base: float, x1: float, size: float, gray: float) -> None:
        """Fill the place of a line of text."""
        self.canvas.setFillGray(gray)
        self.canvas.rect(x0, base - 0.2 * size, x1 - x0, 1.1 * size, stroke=0, fill=1)
        self.canvas.setFillGray(0)

    def annotate(
        self,
        kind: str,
        x0: float,
        base: float,
        x1: float,
        size: float,
        more: dict[str, object] | None = None,
    ) -> None:
        """Lay an annotation over a place."""
        low, high = base - 0.2 * size, base + 0.9 * size
        entries = {
            "Type": PDFName("Annot"),
            "Subtype": PDFName(kind),
            "Rect": PDFArray([x0, low, x1, high]),
            "QuadPoints": PDFArray([x0, high, x1, high, x0, low, x1, low]),
            "Contents": PDFString("77" if kind == "FreeText" else ""),
            "F": 4,
            **(more or {}),
        }
        self.canvas._addAnnotation(PDFDictionary(entries))


def with_trait(
    spec: ReportSpec, trait: Trait, figure: str, warts: frozenset[Wart] = frozenset()
) -> bytes:
    """Write a report in which the first cell that holds this figure has the trait."""

    def make(out: io.BytesIO, warts: frozenset[Wart]) -> Pages:
        return Marked(out, warts, figure=figure, trait=trait)

    return write_pdf(spec, warts, make)


class MarkedOfd(Marked, OfdPages):
    """The same pages as OFD."""


def ofd_with_trait(spec: ReportSpec, trait: Trait, figure: str) -> bytes:
    """Write a report as OFD in which the first cell that holds this figure has the trait."""

    def make(out: io.BytesIO, warts: frozenset[Wart]) -> Pages:
        return MarkedOfd(out, warts, figure=figure, trait=trait)

    return render_pdf(compose(spec), frozenset(), make)


def _before(mark: Callable[[Marked, float, float, float, float], None]) -> Draw:
    """Other digits before the figure, and what is done to them."""

    def draw(pages: Marked, text: str, x: float, base: float, size: float) -> None:
        end = pages.set("99", x - 8.0, base, size)
        mark(pages, x - 8.0, base, end, size)
        pages.set(text, end + 0.1, base, size)

    return draw


def _line(at: float, width: float) -> Draw:
    def mark(pages: Marked, x0: float, base: float, x1: float, size: float) -> None:
        pages.canvas.setLineWidth(width)
        pages.canvas.line(x0, base + at * size, x1, base + at * size)

    return _before(mark)


def _thin_box(pages: Marked, x0: float, base: float, x1: float, size: float) -> None:
    pages.canvas.rect(x0, base + 0.3 * size, x1 - x0, 0.8, stroke=0, fill=1)


def _double(pages: Marked, x0: float, base: float, x1: float, size: float) -> None:
    for at in (0.2, 0.35):
        pages.canvas.line(x0, base + at * size, x1, base + at * size)


def _whole_struck(pages: Marked, text: str, x: float, base: float, size: float) -> None:
    end = pages.set(text, x, base, size)
    pages.canvas.line(x, base + 0.3 * size, end, base + 0.3 * size)


def _crossed(lines: int) -> Draw:
    """Slanted lines through the figure, as by hand."""

    def draw(pages: Marked, text: str, x: float, base: float, size: float) -> None:
        end = pages.set(text, x, base, size)
        low, high = base - 0.1 * size, base + 0.9 * size
        for left, right in ((x, end), (end, x))[:lines]:
            pages.canvas.line(left, low, right, high)

    return draw


def _underlined(pages: Marked, text: str, x: float, base: float, size: float) -> None:
    end = pages.set(text, x, base, size)
    pages.canvas.line(x, base - 0.15 * size, end, base - 0.15 * size)


def _drawn_over(kind: str, more: dict[str, object]) -> Draw:
    """The figure with a shape drawn over it by an annotation."""

    def draw(pages: Marked, text: str, x: float, base: float, size: float) -> None:
        end = pages.set(text, x, base, size)
        pages.annotate(kind, x - 1, base, end + 1, size, more)

    return draw


def _mark(at: float, share: float) -> Draw:
    """A small digit behind the figure."""

    def draw(pages: Marked, text: str, x: float, base: float, size: float) -> None:
        end = pages.set(text, x, base, size)
        pages.set("1", end, base + at * size, share * size)

    return draw


def _hidden(prepare: Callable[[Marked, float, float], None], size: float = CELL) -> Draw:
    """Other digits before the figure, set after the canvas was prepared for them."""

    def draw(pages: Marked, text: str, x: float, base: float, own: float) -> None:
        pages.canvas.saveState()
        prepare(pages, x - 8.0, base)
        pages.set("99", x - 8.0, base, size)
        pages.canvas.restoreState()
        pages.set(text, x + 0.3, base, own)

    return draw


def _clip(pages: Marked, x: float, base: float) -> None:
    path = pages.canvas.beginPath()
    path.rect(x - 20, base, 10, 10)
    pages.canvas.clipPath(path, stroke=0, fill=0)


def _mode(pages: Marked, text: str, x: float, base: float, size: float) -> None:
    drawn = pages.canvas.beginText(x - 8.0, base)
    drawn.setFont(FONT, size)
    drawn.setTextRenderMode(3)
    drawn.textOut("99")
    pages.canvas.saveState()
    pages.canvas.drawText(drawn)
    pages.canvas.restoreState()
    pages.set(text, x + 0.3, base, size)


def _picture(pages: Marked, x0: float, base: float, x1: float, size: float) -> None:
    image = ImageReader(io.BytesIO(grey_png()))
    pages.canvas.drawImage(image, x0, base - 0.2 * size, x1 - x0, 1.1 * size)


def _in_layer(pages: Marked, text: str, x: float, base: float, size: float) -> None:
    """Other digits before the figure, in the layer ``Off``: see :func:`with_layer`."""
    pages.canvas._code.append("/OC /Off BDC")
    end = pages.set("99", x - 8.0, base, size)
    pages.canvas._code.append("EMC")
    pages.set(text, end + 0.1, base, size)


def with_layer(data: bytes, *, on: bool) -> bytes:
    """Give a file the layer that its pages name ``Off``, shown or not."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        layer = pdf.make_indirect(
            pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name=pikepdf.String("旧稿"))
        )
        pdf.Root.OCProperties = pikepdf.Dictionary(
            OCGs=pikepdf.Array([layer]),
            D=pikepdf.Dictionary({"/ON" if on else "/OFF": pikepdf.Array([layer])}),
        )
        for page in pdf.pages:
            page.resources.Properties = pikepdf.Dictionary({"/Off": layer})
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def turned(data: bytes, degrees: int) -> bytes:
    """A file whose pages are shown turned clockwise."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            page.Rotate = degrees
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def _whiteout(pages: Marked, text: str, x: float, base: float, size: float) -> None:
    end = pages.set("8" * len(text), x, base, size)
    pages.box(x - 1, base, end + 1, size, 1)
    pages.set(text, x, base, size)


def _half(pages: Marked, text: str, x: float, base: float, size: float) -> None:
    end = pages.set(text, x, base, size)
    pages.canvas.setFillGray(1)
    pages.canvas.rect(x, base + 0.3 * size, end - x, size, stroke=0, fill=1)
    pages.canvas.setFillGray(0)


def _on_black(pages: Marked, text: str, x: float, base: float, size: float) -> None:
    pages.box(x - 1, base, x + 4 * size, size, 0)
    pages.canvas.setFillGray(1)
    pages.set(text, x, base, size)
    pages.canvas.setFillGray(0)


def _shadow(dx: float, dy: float, gray: float) -> Draw:
    def draw(pages: Marked, text: str, x: float, base: float, size: float) -> None:
        pages.canvas.setFillGray(gray)
        pages.set(text, x + dx, base + dy, size)
        pages.canvas.setFillGray(0)
        pages.set(text, x, base, size)

    return draw


def _tight(pages: Marked, text: str, x: float, base: float, size: float) -> None:
    drawn = pages.canvas.beginText(x, base)
    drawn.setFont(FONT, size)
    drawn.setCharSpace(-0.25 * size)
    drawn.textOut(text)
    drawn.setCharSpace(0)
    pages.canvas.drawText(drawn)


def _over(text: str, size: float, colour: tuple[float, float, float], times: int) -> Draw:
    """A watermark or a stamp over the figure, and the same elsewhere."""

    def draw(pages: Marked, figure: str, x: float, base: float, own: float) -> None:
        pages.set(figure, x, base, own)
        pages.canvas.setFillColorRGB(*colour)
        for n in range(times):
            left = x - 2 * size - 45 * n
            if n == 0 or left > 0:
                pages.set(text, left, base - 0.3 * size + 31 * n, size)
        pages.canvas.setFillGray(0)

    return draw


def _aside(turn: int, x: float) -> Draw:
    """Text turned by a quarter in the margin."""

    def draw(pages: Marked, text: str, at: float, base: float, size: float) -> None:
        pages.set(text, at, base, size)
        pages.canvas.saveState()
        pages.canvas.translate(x, base)
        pages.canvas.rotate(turn)
        pages.set("2020-0001", 0, 0, size)
        pages.canvas.restoreState()

    return draw


def _annotated(kind: str, struck: bool) -> Draw:
    def draw(pages: Marked, text: str, x: float, base: float, size: float) -> None:
        end = pages.set("99", x - 8.0, base, size) if struck else x - 1.0
        pages.annotate(kind, x - 8.0, base, end, size)
        pages.set(text, end + 0.1 if struck else x, base, size)

    return draw


STRUCK, MARK, UNSEEN = "text.struck", "text.mark", "text.unseen"
TRAITS = {
    "struck by a line": Trait(_line(0.3, 0.5), STRUCK),
    "struck low by a thick line": Trait(_line(0.18, 1.2), STRUCK),
    "struck by a thin box": Trait(_before(_thin_box), STRUCK),
    "struck twice": Trait(_before(_double), STRUCK),
    "struck by an annotation": Trait(_annotated("StrikeOut", struck=True), STRUCK),
    "struck whole": Trait(_whole_struck, STRUCK, sure=False),
    "crossed by a slanted line": Trait(_crossed(1), sure=False),
    "crossed out": Trait(_crossed(2), sure=False),
    "underlined": Trait(_underlined),
    "underlined by an annotation": Trait(_drawn_over("Underline", {})),
    "highlighted by an annotation": Trait(_drawn_over("Highlight", {"C": PDFArray([1, 1, 0])})),
    "under a white square": Trait(
        _drawn_over("Square", {"IC": PDFArray([1, 1, 1]), "C": PDFArray([1, 1, 1])}), sure=False
    ),
    "in a red frame": Trait(_drawn_over("Square", {"C": PDFArray([1, 0, 0])})),
    "raised": Trait(_mark(0.35, 0.6), MARK),
    "raised high": Trait(_mark(0.6, 0.5), MARK),
    "raised and as large": Trait(_mark(0.35, 1.0), MARK),
    "lowered": Trait(_mark(-0.15, 0.6), MARK),
    "white": Trait(_hidden(lambda p, x, y: p.canvas.setFillGray(1)), UNSEEN),
    "all but white": Trait(_hidden(lambda p, x, y: p.canvas.setFillGray(0.97)), UNSEEN),
    "all but transparent": Trait(_hidden(lambda p, x, y: p.canvas.setFillAlpha(0.03)), UNSEEN),
    "transparent": Trait(_hidden(lambda p, x, y: p.canvas.setFillAlpha(0)), UNSEEN),
    "hairline": Trait(_hidden(lambda p, x, y: None, size=1.2), UNSEEN),
    "of no size": Trait(_hidden(lambda p, x, y: None, size=0.1), UNSEEN),
    "not rendered": Trait(_mode, UNSEEN),
    "clipped": Trait(_hidden(_clip), UNSEEN),
    "under a white box": Trait(_before(lambda p, *at: p.box(*at, 1)), UNSEEN),
    "under a gray box": Trait(_before(lambda p, *at: p.box(*at, 0.93)), UNSEEN),
    "under a black box": Trait(_before(lambda p, *at: p.box(*at, 0)), UNSEEN),
    "under a picture": Trait(_before(_picture), UNSEEN),
    "painted over and set anew": Trait(_whiteout, UNSEEN),
    "half covered": Trait(_half, sure=False),
    "white on black": Trait(_on_black),
    "shadow": Trait(_shadow(2.0, 1.0, 0)),
    "shadow further off": Trait(_shadow(3.0, 1.5, 0)),
    "gray shadow": Trait(_shadow(1.5, -1.5, 0.6)),
    "drawn twice to be bold": Trait(_shadow(0.3, 0, 0)),
    "tight": Trait(_tight),
    "level watermark": Trait(_over("2020 样本", 40, (0.8, 0.8, 0.8), 1), "pdf.overlay"),
    "red watermark": Trait(_over("2020", 40, (1, 0.7, 0.7), 1), "pdf.overlay"),
    "tiled watermark": Trait(_over("2020", CELL, (0.7, 0.7, 0.7), 6), "pdf.overlay"),
    "stamp": Trait(_over("收文12", 14, (0.9, 0, 0), 1), "pdf.overlay"),
    "turned text in the right margin": Trait(_aside(90, WIDTH - 20), "pdf.furniture"),
    "turned text in the left margin": Trait(_aside(270, 20), "pdf.furniture"),
    "text box beside": Trait(_annotated("FreeText", struck=False), "pdf.annotations"),
}
LAYERED = Trait(_in_layer, UNSEEN)
