"""The pages of a PDF as pictures, with a box over every place at which figures were read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from attrs import frozen

from govreport.document import Box
from govreport.export.html.anchors import figure_id
from govreport.export.html.markup import Markup, tag
from govreport.export.html.panels import figure
from govreport.export.language import Language, said
from govreport.export.wording import CERTAINTIES
from govreport.model import Metric, Report, State

__all__ = ["Pages", "Picture", "draw", "legend", "numbers", "pages", "unplaced"]

#: What the colours mean, by the class that the style sheet gives them.
KEY: Mapping[str, str] = {
    **{certainty.value: name for certainty, name in CERTAINTIES.items()},
    "nothing": "没有数字：空白、——、不适用",
    "unreadable": "无法辨读",
}


@frozen
class Picture:
    """A page: its number from 1, where its picture is and how large the page is in points; no
    ``href`` where it cannot be drawn."""

    number: int
    href: str | None
    width: float = 0
    height: float = 0


@frozen
class Pages:
    """Pages that stand in the place of a report's text, and the anchors of the boxes on them."""

    shown: Markup
    anchors: Mapping[tuple[int, Box], str]


def pages(report: Report, pictures: Sequence[Picture], lang: Language = "zh") -> Pages:
    """Return the pages of a report, each box leading to its figure."""
    anchors: dict[tuple[int, Box], str] = {}
    ids: dict[str, str] = {}
    drawn = {picture.number for picture in pictures if picture.href}
    for n, metric in enumerate(report.metrics):
        page, box = metric.origin.page, metric.origin.box
        if page in drawn and box is not None and (page, box) not in anchors:
            anchors[page, box] = f"x{n}"
            ids[f"x{n}"] = figure_id(n)
    shown = tag(
        "article",
        tag("h2", said("原件", lang)),
        legend(report.metrics, lang),
        *(draw(report, picture, anchors, ids, lang) for picture in pictures),
        unplaced(report.metrics, lang),
        class_="document pages",
    )
    return Pages(shown, anchors)


def numbers(report: Report) -> list[int]:
    """Return the numbers of the pages on which figures were read."""
    found = {m.origin.page for m in report.metrics if m.origin.page and m.origin.box}
    return sorted(found)


def draw(
    report: Report,
    picture: Picture,
    anchors: Mapping[tuple[int, Box], str],
    ids: Mapping[str, str],
    lang: Language = "zh",
) -> Markup:
    """Return a page with its boxes; those that have an anchor lead to what ``ids`` says of it."""
    boxes: dict[Box, list[Metric]] = {}
    for metric in report.metrics:
        if metric.origin.page == picture.number and metric.origin.box is not None:
            boxes.setdefault(metric.origin.box, []).append(metric)
    head = tag(
        "h3",
        said(
            "第 {n} 页（{figures}）", lang, n=picture.number, figures=sum(map(len, boxes.values()))
        ),
    )
    if picture.href is None:
        return tag("section", head, tag("p", said("这一页画不出来。", lang), class_="none"))
    size = {"width": f"{picture.width:g}", "height": f"{picture.height:g}"}
    image = tag("image", href=picture.href, **size)
    rectangles = []
    for box, same in boxes.items():
        anchor = anchors.get((picture.number, box))
        rectangle = _rectangle(box, same, anchor, lang)
        leads = anchor and ids.get(anchor)
        rectangles.append(tag("a", rectangle, href=f"#{leads}") if leads else rectangle)
    view = f"0 0 {picture.width:g} {picture.height:g}"
    return tag("section", head, tag("svg", image, *rectangles, viewBox=view, class_="sheet"))


def _rectangle(box: Box, metrics: Sequence[Metric], anchor: str | None, lang: Language) -> Markup:
    return tag(
        "rect",
        tag("title", "\n".join(_about(each, lang) for each in metrics)),
        id=anchor,
        x=f"{box.x0:g}",
        y=f"{box.top:g}",
        width=f"{box.x1 - box.x0:g}",
        height=f"{box.bottom - box.top:g}",
        class_=f"box {_kind(metrics[0])}",
    )


def _about(metric: Metric, lang: Language) -> str:
    members = "".join(f"[{name}={member}]" for name, member in metric.dimensions.items())
    shown = figure(metric) if metric.value is not None else said(figure(metric), lang)
    value = f"{shown} {metric.unit or ''}".strip() or str(metric.state)
    raw = metric.raw or said("空", lang)
    return f"{metric.id}{members} = {value}" + said("（原文：{raw}）", lang, raw=raw)


def _kind(metric: Metric) -> str:
    if metric.value is not None:
        return metric.certainty.value
    return "unreadable" if metric.state is State.UNREADABLE else "nothing"


def legend(metrics: Sequence[Metric], lang: Language = "zh") -> Markup:
    """Return what the colours of the boxes mean, and how many there are of each."""
    counts = Counter(map(_kind, metrics))
    keys = [
        tag("span", f"{said(name, lang)} {counts[kind]}", class_=f"key {kind}")
        for kind, name in KEY.items()
        if counts[kind]
    ]
    return tag("p", *keys, class_="legend")


def unplaced(metrics: Sequence[Metric], lang: Language = "zh") -> Markup:
    """Return the figures whose place on a page is not known, nothing where there are none."""
    missing = [m for m in metrics if m.origin.page is None or m.origin.box is None]
    if not missing:
        return Markup()
    items = [tag("li", _about(metric, lang)) for metric in missing]
    return tag(
        "section", tag("h3", said("没有位置的数字（{n}）", lang, n=len(missing))), tag("ul", *items)
    )
