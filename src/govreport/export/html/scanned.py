"""What the page says of a scan: which figures are to be compared with it, each with its picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import field, frozen

from govreport.errors import GovReportError
from govreport.export.html.anchors import figure_id
from govreport.export.html.crops import Crop, crops, is_scanned
from govreport.export.html.markup import Markup, data_url, tag
from govreport.export.html.panels import figure
from govreport.export.language import Language, said
from govreport.forms.naming import full_name
from govreport.kinds import kind
from govreport.model import Certainty, Metric, Report, State

__all__ = [
    "ABSENT",
    "ANCHOR",
    "GONE",
    "UNCONFIRMED",
    "UNDRAWN",
    "Shot",
    "Shots",
    "image",
    "inlined",
    "is_unsure",
    "section",
    "shown",
]

#: Where the section stands on the page.
ANCHOR = "scan"
#: The finding that counts figures that no identity confirms.
UNCONFIRMED = "ocr.unconfirmed"
#: How large parts of pages are shown, of their pixels.
SHOWN = 0.6
#: A picture wider than this, of a line of text, stands below the name of its figure.
WIDE = 240
#: As many figures are listed; the others are marked where they stand.
MOST = 100
#: How figures of a scan stand, worst first.
STANDINGS: Mapping[str, str] = {
    "unreadable": "无法辨读",
    "unconfirmed": "没有勾稽关系印证",
    "blank": "空白",
    "confirmed": "勾稽关系印证",
}
#: Those that are to be compared with the page.
_LISTED = ("unreadable", "unconfirmed")
#: Why there are no pictures.
ABSENT = "原件不在手边，没有剪图：用 govreport view 看，或者 report.to_html(original=文件)。"
GONE = "存档里没有这个文件了，没有剪图。"
UNDRAWN = "这种文件（{format}）的页面画不出来，没有剪图。"


@frozen
class Shot:
    """Where the picture of a figure is, and how large it is shown."""

    href: str
    width: int
    height: int


@frozen
class Shots:
    """The pictures of the figures of a scan by their numbers in the report; ``absent`` is why there
    are none."""

    by_number: Mapping[int, Shot] = field(factory=dict)
    absent: str = ABSENT


def inlined(report: Report, data: bytes) -> Shots:
    """Return the pictures within the page itself; ``data`` are the bytes that were parsed."""
    try:
        found = crops(report, data)
    except GovReportError:  # it was read before: its pages cannot be drawn
        return Shots(absent=UNDRAWN)
    return Shots({n: shown(crop, data_url(crop.png)) for n, crop in found.items()})


def shown(crop: Crop, href: str) -> Shot:
    """Return a picture as it is shown."""
    return Shot(href, round(crop.width * SHOWN), round(crop.height * SHOWN))


def image(shot: Shot, metric: Metric, lang: Language) -> Markup:
    """Return the picture of a figure."""
    return tag(
        "img",
        src=shot.href,
        width=str(shot.width),
        height=str(shot.height),
        alt=said("原件：{raw}", lang, raw=metric.raw or said("（空）", lang)),
        loading="lazy",
        class_="crop",
    )


def is_unsure(metric: Metric) -> bool:
    """Whether a figure of a scan is to be compared with it."""
    return is_scanned(metric) and _standing(metric) in _LISTED


def section(report: Report, shots: Shots, lang: Language) -> Markup:
    """Return what is to be compared with the scan, nothing of a report that was read from none."""
    by_standing: dict[str, list[tuple[int, Metric]]] = {name: [] for name in STANDINGS}
    for n, metric in enumerate(report.metrics):
        if is_scanned(metric) and metric.state is not State.NOT_APPLICABLE:
            by_standing[_standing(metric)].append((n, metric))
    count = sum(map(len, by_standing.values()))
    if not count:
        return Markup()
    counts = [_count(name, found, lang) for name, found in by_standing.items() if found]
    listed = [
        _group(name, by_standing[name], report, shots, lang)
        for name in _LISTED
        if by_standing[name]
    ]
    absent = said(shots.absent, lang, format=report.source.format)
    return tag(
        "section",
        tag("h2", said("扫描件：读出 {n} 个数字", lang, n=count)),
        tag("p", *counts, class_="legend"),
        tag("p", absent, class_="none") if not shots.by_number else "",
        _only(lang) if listed else "",
        tag("div", tag("table", *listed), class_="wide scan-list") if listed else "",
        id=ANCHOR,
        class_="scan",
    )


def _standing(metric: Metric) -> str:
    if metric.state is State.UNREADABLE:
        return "unreadable"
    if metric.value is None:
        return "blank"
    return "confirmed" if metric.certainty is Certainty.OCR_CONFIRMED else "unconfirmed"


def _count(name: str, found: Sequence[tuple[int, Metric]], lang: Language) -> Markup:
    """How many there are, leading to the list, or to the first of them."""
    href = f"#{ANCHOR}-{name}" if name in _LISTED else f"#{figure_id(found[0][0])}"
    text = f"{said(STANDINGS[name], lang)} {len(found)}"
    return tag("a", text, href=href)


def _only(lang: Language) -> Markup:
    """What leaves only the rows of the tables below that have a figure to be compared."""
    box = Markup('<input type="checkbox" class="only">')
    words = said("数据里只看要对照的行", lang)
    return tag("p", tag("label", box, f" {words}"), class_="legend")


def _group(
    name: str,
    found: Sequence[tuple[int, Metric]],
    report: Report,
    shots: Shots,
    lang: Language,
) -> Markup:
    heading = said(STANDINGS[name], lang) + said("（{n}）", lang, n=len(found))
    rows = [_row(n, metric, report, shots, lang) for n, metric in found[:MOST]]
    more = said("另有 {n} 项", lang, n=len(found) - MOST) if len(found) > MOST else ""
    return tag(
        "tbody",
        tag("tr", tag("th", heading, colspan="3", scope="rowgroup"), class_="group"),
        *rows,
        tag("tr", tag("td", more, colspan="3")) if more else "",
        id=f"{ANCHOR}-{name}",
        class_=name,
    )


def _row(n: int, metric: Metric, report: Report, shots: Shots, lang: Language) -> Markup:
    shot = shots.by_number.get(n)
    name = full_name(metric, kind(report.kind))
    unread = metric.state is State.UNREADABLE
    text = (metric.raw or said("（空）", lang)) if unread else figure(metric)
    page = said("第 {n} 页", lang, n=metric.origin.page) if metric.origin.page else ""
    picture = image(shot, metric, lang) if shot else ""
    is_wide = shot is not None and shot.width > WIDE
    return tag(
        "tr",
        tag("td", "" if is_wide else picture),
        tag("td", tag("a", text, href=f"#{figure_id(n)}", class_=metric.state or "value")),
        tag(
            "td",
            name.zh if lang == "zh" else name.en,
            tag("small", f" {page}") if page else "",
            picture if is_wide else "",
        ),
    )
