"""The pages of a file as pictures: those of a PDF as pdfium draws them, of a picture its frames."""

from __future__ import annotations

import io
import math
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple, Protocol

from PIL import Image

from govreport.errors import CorruptDocument, UnsupportedFormat
from govreport.readers.pdf.page.pdfium import open_pdf
from govreport.readers.picture import FILE_TYPES
from govreport.readers.picture import frames as of_picture

__all__ = ["Drawable", "Drawn", "as_png", "has_pages", "open_pages"]

#: Pixels of a page at most; more are not drawn.
MAX_PIXELS = 4_000_000
#: Formats whose pages can be drawn; a camera's JPEG with more pictures in it is an MPO.
_PICTURES = frozenset({*(each.id for each in FILE_TYPES), "mpo"})


class Drawn(NamedTuple):
    """The picture of a page, and how large the page is in points."""

    image: Image.Image
    width: float
    height: float

    @property
    def scale(self) -> float:
        """Pixels for each point."""
        return self.image.width / self.width


class Drawable(Protocol):
    """A file whose pages, counted from 1, can be drawn."""

    count: int

    def size(self, number: int) -> tuple[float, float]:
        """Return the width and the height of a page in points; 0 for one that cannot be opened."""
        ...

    def draw(self, number: int, scale: float) -> Drawn | None:
        """Return a page with at most so many pixels a point; ``None`` if it cannot be drawn."""
        ...


def has_pages(format: str) -> bool:
    """Whether the pages of files of a format can be drawn."""
    return format == "pdf" or format in _PICTURES


@contextmanager
def open_pages(data: bytes, format: str) -> Iterator[Drawable]:
    """Open a file to draw its pages.

    Raises:
        UnsupportedFormat: files of the format have no pages that can be drawn.
        CorruptDocument, EncryptedDocument, LimitExceeded: it cannot be opened.
    """
    if not has_pages(format):
        raise UnsupportedFormat(f"{format} has no pages that can be drawn")
    if format != "pdf":
        yield _Frames(data)
        return
    with open_pdf(data, fonts=True) as pdf:
        yield _Pdf(pdf)


def as_png(image: Image.Image) -> bytes:
    """Return a picture as PNG."""
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


def _bounded(scale: float, width: float, height: float) -> float:
    return min(scale, math.sqrt(MAX_PIXELS / max(width * height, 1.0)))


class _Pdf:
    def __init__(self, pdf: Any) -> None:
        self._pdf = pdf
        self.count = len(pdf)

    def size(self, number: int) -> tuple[float, float]:
        import pypdfium2

        try:
            width, height = self._pdf.get_page_size(number - 1)
        except pypdfium2.PdfiumError:
            return 0, 0
        return width, height

    def draw(self, number: int, scale: float) -> Drawn | None:
        import pypdfium2

        try:
            page = self._pdf[number - 1]
        except (pypdfium2.PdfiumError, IndexError):
            return None
        try:
            width, height = page.get_size()
            drawn = page.render(scale=_bounded(scale, width, height))
            return Drawn(drawn.to_pil().convert("RGB"), width, height)
        finally:
            page.close()


class _Frames:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self.count = of_picture.count(data)

    def size(self, number: int) -> tuple[float, float]:
        drawn = self.draw(number, math.inf)
        return (drawn.width, drawn.height) if drawn else (0, 0)

    def draw(self, number: int, scale: float) -> Drawn | None:
        try:
            image, own = of_picture.frame(self._data, number)
        except CorruptDocument:
            return None
        width, height = image.width / own, image.height / own
        most = _bounded(scale, width, height)
        if own > most:
            image = image.resize(
                (max(1, round(width * most)), max(1, round(height * most))),
                Image.Resampling.BOX,
            )
        return Drawn(image, width, height)
