"""The pages of a PDF with a box around every figure: to see that each was read where it stands.

One self-contained page. The pages are pictures, the boxes are drawn over them in the coordinates
of :class:`~govreport.document.Box`; hovering over a box tells what was read there.
"""

from __future__ import annotations

import base64
import io
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from importlib import resources
from typing import Any

from govreport.document import Box
from govreport.errors import LimitExceeded, UnsupportedFormat
from govreport.export.html.markup import Markup, page, tag
from govreport.export.html.panels import figure
from govreport.export.wording import CERTAINTIES
from govreport.model import Metric, Report, State
from govreport.readers.pdf.page.pdfium import open_pdf

__all__ = ["to_boxes"]

#: A longer file has only the pages drawn that hold figures, and no more than these.
MAX_PAGES = 60
#: Pixels for each point; fewer where a page would have more pixels than this.
SCALE = 1.5
MAX_PIXELS = 4_000_000

#: What the colours mean, by the class that the style sheet gives them.
KEY: Mapping[str, str] = {
    **{certainty.value: name for certainty, name in CERTAINTIES.items()},
    "nothing": "没有数字：空白、——、不适用",
    "unreadable": "无法辨读",
}


def to_boxes(report: Report, data: bytes) -> str:
    """Return the page as text, to be written as UTF-8.

    Args:
        report: what was parsed.
        data: the bytes of the PDF that it was parsed from.

    Raises:
        UnsupportedFormat: the report was not read from a PDF.
        LimitExceeded: figures stand on more pages than are drawn.
        CorruptDocument, EncryptedDocument: the bytes are no PDF that can be opened.
    """
    path, format = report.source.path, report.source.format
    if format != "pdf":
        detail = f"boxes are drawn over the pages of a PDF, and this is {format}"
        raise UnsupportedFormat(detail, path=path, hint="view it without --boxes")
    found: dict[int, dict[Box, list[Metric]]] = {}
    for metric in report.metrics:
        if metric.origin.page is not None and metric.origin.box is not None:
            on_page = found.setdefault(metric.origin.page, {})
            on_page.setdefault(metric.origin.box, []).append(metric)
    with open_pdf(data, fonts=True) as pdf:
        count = len(pdf)
        numbers = range(1, count + 1) if count <= MAX_PAGES else sorted(found)
        if len(numbers) > MAX_PAGES:
            detail = f"figures on {len(numbers)} pages, more than {MAX_PAGES}"
            raise LimitExceeded(detail, path=path, hint="view it without --boxes")
        pages = [_page(pdf, number, found.get(number, {})) for number in numbers]
    placed = sum(len(same) for boxes in found.values() for same in boxes.values())
    title = report.title or "（无标题）"
    summary = (
        f"数字 {len(report.metrics)} 个，画出 {placed} 个；共 {count} 页，画出 {len(pages)} 页"
    )
    return page(
        f"{title}：数字的位置",
        _style(),
        tag("header", tag("h1", title), tag("p", summary), _legend(report.metrics)),
        tag("main", *pages, _unplaced(report.metrics)),
        policy="; img-src data:",
    )


def _style() -> str:
    files = resources.files(__package__)
    names = ("page.css", "boxes.css")
    return "".join(files.joinpath(name).read_text(encoding="utf-8") for name in names)


def _page(pdf: Any, number: int, boxes: Mapping[Box, Sequence[Metric]]) -> Markup:
    """A page as a picture, its boxes over it."""
    head = tag("h2", f"第 {number} 页（{sum(map(len, boxes.values()))}）")
    drawn = _picture(pdf, number)
    if drawn is None:
        return tag("section", head, tag("p", "这一页画不出来。", class_="none"))
    picture, width, height = drawn
    size = {"width": f"{width:g}", "height": f"{height:g}"}
    image = tag("image", href=f"data:image/png;base64,{picture}", **size)
    rectangles = (_rectangle(box, same) for box, same in boxes.items())
    view = f"0 0 {width:g} {height:g}"
    return tag("section", head, tag("svg", image, *rectangles, viewBox=view))


def _picture(pdf: Any, number: int) -> tuple[str, float, float] | None:
    """A page as a PNG in base64, and its size in points; ``None`` if pdfium cannot give it."""
    import pypdfium2

    try:
        drawn = pdf[number - 1]
    except pypdfium2.PdfiumError:
        return None
    try:
        width, height = drawn.get_size()
        scale = min(SCALE, math.sqrt(MAX_PIXELS / max(width * height, 1.0)))
        image = drawn.render(scale=scale).to_pil().convert("RGB")
    finally:
        drawn.close()
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return base64.b64encode(buffer.getvalue()).decode("ascii"), width, height


def _rectangle(box: Box, metrics: Sequence[Metric]) -> Markup:
    return tag(
        "rect",
        tag("title", "\n".join(map(_about, metrics))),
        x=f"{box.x0:g}",
        y=f"{box.top:g}",
        width=f"{box.x1 - box.x0:g}",
        height=f"{box.bottom - box.top:g}",
        class_=f"box {_kind(metrics[0])}",
    )


def _about(metric: Metric) -> str:
    members = "".join(f"[{name}={member}]" for name, member in metric.dimensions.items())
    value = f"{figure(metric)} {metric.unit or ''}".strip() or str(metric.state)
    return f"{metric.id}{members} = {value}（原文：{metric.raw or '空'}）"


def _kind(metric: Metric) -> str:
    if metric.value is not None:
        return metric.certainty.value
    return "unreadable" if metric.state is State.UNREADABLE else "nothing"


def _legend(metrics: Sequence[Metric]) -> Markup:
    counts = Counter(map(_kind, metrics))
    keys = [
        tag("span", f"{name} {counts[kind]}", class_=f"key {kind}")
        for kind, name in KEY.items()
        if counts[kind]
    ]
    return tag("p", *keys, class_="legend")


def _unplaced(metrics: Sequence[Metric]) -> Markup:
    missing = [m for m in metrics if m.origin.page is None or m.origin.box is None]
    if not missing:
        return Markup()
    items = [tag("li", _about(metric)) for metric in missing]
    return tag("section", tag("h2", f"没有位置的数字（{len(missing)}）"), tag("ul", *items))
