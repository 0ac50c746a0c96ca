"""The pages of a PDF or a scan with a box around every figure: to see that each was read where it
stands.

One self-contained page. The pages are pictures, the boxes are drawn over them in the coordinates
of :class:`~govreport.document.Box`; hovering over a box tells what was read there.
"""

from __future__ import annotations

from importlib import resources

from govreport.errors import LimitExceeded, UnsupportedFormat
from govreport.export.html.drawn import Drawable, as_png, has_pages, open_pages
from govreport.export.html.markup import data_url, page, tag, tongue
from govreport.export.html.pages import Picture, draw, legend, numbers, unplaced
from govreport.export.language import Language, said
from govreport.model import Report

__all__ = ["MAX_PAGES", "draw_page", "sizes", "style", "to_boxes"]

#: A longer file has only the pages drawn that hold figures, and no more than these.
MAX_PAGES = 60
#: Pixels for each point.
SCALE = 1.5


def to_boxes(report: Report, data: bytes, lang: Language = "zh") -> str:
    """Return the page as text, to be written as UTF-8.

    Args:
        report: what was parsed.
        data: the bytes of the file that it was parsed from.

    Raises:
        UnsupportedFormat: the report was not read from a PDF or a picture.
        LimitExceeded: figures stand on more pages than are drawn.
        CorruptDocument, EncryptedDocument: the bytes are no file that can be opened.
    """
    path, format = report.source.path, report.source.format
    if not has_pages(format):
        detail = f"boxes are drawn over the pages of a PDF or a picture, and this is {format}"
        raise UnsupportedFormat(detail, path=path, hint="view it without --boxes")
    with open_pages(data, format) as file:
        count = file.count
        shown = range(1, count + 1) if count <= MAX_PAGES else numbers(report)
        if len(shown) > MAX_PAGES:
            detail = f"figures on {len(shown)} pages, more than {MAX_PAGES}"
            raise LimitExceeded(detail, path=path, hint="view it without --boxes")
        pictures = [_inline(file, number) for number in shown]
    placed = sum(m.origin.page is not None and m.origin.box is not None for m in report.metrics)
    title = report.title or said("（无标题）", lang)
    summary = said(
        "数字 {n} 个，画出 {placed} 个；共 {pages} 页，画出 {drawn} 页",
        lang,
        n=len(report.metrics),
        placed=placed,
        pages=count,
        drawn=len(pictures),
    )
    return page(
        said("{title}：数字的位置", lang, title=title),
        resources.files(__package__).joinpath("page.css").read_text(encoding="utf-8") + style(),
        tag("header", tag("h1", title), tag("p", summary), legend(report.metrics, lang)),
        tag(
            "main",
            *(draw(report, picture, {}, {}, lang) for picture in pictures),
            unplaced(report.metrics, lang),
        ),
        policy="; img-src data:",
        lang=tongue(lang),
    )


def style() -> str:
    """Return the styles of pages with boxes."""
    return resources.files(__package__).joinpath("boxes.css").read_text(encoding="utf-8")


def sizes(data: bytes, format: str) -> list[tuple[float, float]]:
    """Return the width and the height of each page of a file, in points; 0 for one that cannot be
    opened.

    Raises:
        UnsupportedFormat: files of the format have no pages that can be drawn.
        CorruptDocument, EncryptedDocument, LimitExceeded: it cannot be opened.
    """
    with open_pages(data, format) as file:
        return [file.size(number) for number in range(1, file.count + 1)]


def draw_page(data: bytes, format: str, number: int) -> bytes | None:
    """Return a page of a file as a PNG; ``None`` if there is none of that number or it cannot be
    drawn.

    Raises:
        UnsupportedFormat: files of the format have no pages that can be drawn.
        CorruptDocument, EncryptedDocument, LimitExceeded: it cannot be opened.
    """
    with open_pages(data, format) as file:
        drawn = file.draw(number, SCALE) if 1 <= number <= file.count else None
        return as_png(drawn.image) if drawn else None


def _inline(file: Drawable, number: int) -> Picture:
    drawn = file.draw(number, SCALE)
    if drawn is None:
        return Picture(number, None)
    return Picture(number, data_url(as_png(drawn.image)), drawn.width, drawn.height)
