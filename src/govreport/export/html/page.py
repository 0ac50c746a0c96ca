"""One self-contained page for people: the document beside its data, each figure tied to its place.

Nothing is loaded from anywhere and no script runs; a content security policy in the page says so
to the browser. All text of the document is escaped (see :mod:`govreport.export.html.markup`).
"""

from __future__ import annotations

import functools
from importlib import resources

from attrs import evolve

from govreport.document import Notice, Origin
from govreport.errors import SourceUnavailable
from govreport.export.html.anchors import Anchors, find_anchors, quantity_id
from govreport.export.html.crops import is_scanned
from govreport.export.html.document import document
from govreport.export.html.markup import Markup, page, tag, tongue
from govreport.export.html.pages import Pages
from govreport.export.html.panels import Line, Panel, figure, panels
from govreport.export.html.scanned import (
    ANCHOR,
    UNCONFIRMED,
    Shots,
    image,
    inlined,
    is_unsure,
    section,
)
from govreport.export.html.scoped import SCOPE, scoped
from govreport.export.language import Language, said
from govreport.export.stated import about, shown
from govreport.export.wording import CERTAINTIES, MARKS, SEVERITIES, facts, mark_of, noticed
from govreport.intake.source import InputSource, load
from govreport.intake.wrapped import of_hash
from govreport.kinds import kind
from govreport.language import setting
from govreport.model import (
    Certainty,
    Finding,
    Metric,
    Report,
    Severity,
    State,
)
from govreport.readers.limits import DEFAULT_LIMITS

__all__ = ["content", "header", "style", "to_html", "worded_mark"]

#: What holds for a page of its own only: it fills the window.
_ALONE = f"""
body:has(> .{SCOPE}) {{ margin: 0; }}
body > .{SCOPE} {{ min-height: 100vh; }}
"""

#: A place is quoted up to so many characters.
MAX_QUOTE = 24


def to_html(
    report: Report, lang: Language | None = None, original: InputSource | None = None
) -> str:
    """Return the page as text, to be written as UTF-8; shown within another, it changes nothing
    around it.

    Args:
        lang: the language of what the page says itself; that of the setting where none is named.
        original: the file that was parsed, opened only for a scan: the page shows what of it was
            read.

    Raises:
        GovReportError: the original cannot be opened, or is another file.
    """
    lang = lang or setting()
    title = report.title or said("（无标题）", lang)
    shots = Shots()
    if original is not None and any(map(is_scanned, report.metrics)):
        shots = inlined(report, _original(report, original))
    shown = content(report, lang=lang, shots=shots)
    return page(
        title,
        scoped(style()) + _ALONE,
        tag("div", _header(report, title, lang), shown, class_=SCOPE),
        policy="; img-src data:" if shots.by_number else "",
        lang=tongue(lang),
    )


def _original(report: Report, original: InputSource) -> bytes:
    """The bytes that were parsed: the file's own, or those of what stands in it."""
    loaded = load(original, DEFAULT_LIMITS)
    data = of_hash(loaded, report.source.sha256, DEFAULT_LIMITS)
    if data is None:
        raise SourceUnavailable("not the file that was parsed", path=loaded.path)
    return data


def content(
    report: Report, pages: Pages | None = None, lang: Language = "zh", shots: Shots | None = None
) -> Markup:
    """Return what stands below the heading: what is to be compared with a scan, findings and
    figures, and the document beside them, or the pages of the file in its place."""
    anchors = evolve(find_anchors(report), lang=lang)
    if pages is not None:
        anchors = evolve(anchors, boxes=pages.anchors)
    if shots is not None:
        own = {n: image(shot, report.metrics[n], lang) for n, shot in shots.by_number.items()}
        anchors = evolve(anchors, shots={id(report.metrics[n]): each for n, each in own.items()})
    parts = (
        section(report, shots or Shots(), lang),
        _findings(report, anchors),
        _data(report, anchors),
        _notices(report, lang),
    )
    shown = pages.shown if pages else document(report, anchors)
    return tag("main", tag("div", *parts, class_="data"), shown, class_="report")


@functools.cache
def style() -> str:
    """Return the styles of the page."""
    return resources.files(__package__).joinpath("page.css").read_text(encoding="utf-8")


def _header(report: Report, title: str, lang: Language) -> Markup:
    pairs = [tag("div", tag("dt", name), tag("dd", text)) for name, text in facts(report, lang)]
    return tag("header", tag("h1", title), tag("dl", *pairs))


def _findings(report: Report, anchors: Anchors) -> Markup:
    order = list(Severity)
    found = sorted(report.findings, key=lambda finding: order.index(finding.severity))
    items = [_finding(finding, anchors) for finding in found]
    content = (
        tag("ul", *items) if items else tag("p", said("未发现问题。", anchors.lang), class_="none")
    )
    return tag(
        "section",
        tag("h2", said("发现（{n}）", anchors.lang, n=len(found))),
        content,
        class_="findings",
    )


def _finding(finding: Finding, anchors: Anchors) -> Markup:
    compared = [
        tag("span", said(name, anchors.lang), tag("b", value))
        for name, value in (("应为 ", finding.expected), ("实为 ", finding.found))
        if value is not None
    ]
    links = [_place(n, origin, anchors) for n, origin in enumerate(finding.origins, start=1)]
    if finding.code == UNCONFIRMED:
        links.append(tag("a", said("逐个对照", anchors.lang), href=f"#{ANCHOR}"))
    return tag(
        "li",
        tag("span", said(SEVERITIES[finding.severity], anchors.lang), class_="badge"),
        _message(finding, anchors.lang),
        tag("p", *compared, class_="compared") if compared else "",
        _code(finding.code, *links),
        class_=finding.severity.value,
    )


def _message(of: Finding | Notice, lang: Language) -> Markup:
    """What a finding or a notice says; in the other language where it is pointed at."""
    both = (of.message, of.message_en)
    shown, other = both if lang == "zh" else both[::-1]
    return tag("p", shown, title=other)


def _notices(report: Report, lang: Language) -> Markup:
    """What was noticed while reading: no findings, and folded into a line."""
    if not report.notices:
        return Markup()
    items = [tag("li", _message(each, lang), _code(each.code)) for each in report.notices]
    line = tag("summary", noticed(report.notices, lang))
    return tag("section", tag("details", line, tag("ul", *items)), class_="findings notices")


def _code(code: str, *links: Markup) -> Markup:
    return tag("p", tag("code", code), *links, class_="where")


def _place(n: int, origin: Origin, anchors: Anchors) -> Markup:
    raw = origin.raw if len(origin.raw) <= MAX_QUOTE else origin.raw[:MAX_QUOTE] + "…"
    name = said("出处 {n}", anchors.lang, n=n) + (f"“{raw}”" if raw else "")
    anchor = anchors.link(origin)
    if anchor is None:
        return tag("span", name, title=origin.raw)
    return tag("a", name, title=origin.raw, href=f"#{anchor}")


def _data(report: Report, anchors: Anchors) -> Markup:
    found = [_panel(panel, anchors) for panel in panels(report.metrics, anchors.lang)]
    if not found:
        found = [tag("p", said("未识别出统计表。", anchors.lang), class_="none")]
    marks = {m.certainty for m in report.metrics} - {Certainty.EXACT}
    legend = [
        tag("span", f"{MARKS[c]} {said(CERTAINTIES[c], anchors.lang)}") for c in MARKS if c in marks
    ]
    return tag(
        "section",
        tag("h2", said("数据（{n}）", anchors.lang, n=len(report.metrics))),
        tag("p", *legend, class_="legend") if legend else "",
        *found,
        _quantities(report, anchors),
    )


def _panel(panel: Panel, anchors: Anchors) -> Markup:
    unit = said("（单位：{unit}）", anchors.lang, unit=panel.unit) if panel.unit else ""
    rows = [
        tag(
            "tr",
            tag(
                "th",
                *_label(line, panel, anchors.lang),
                scope="row",
                class_=f"d{min(line.depth, 5)}",
            ),
            *_cells(line, panel, anchors),
            class_="group" if line.is_group else None,
        )
        for line in panel.lines
    ]
    table = tag(
        "table",
        tag("caption", panel.title, tag("small", unit)),
        tag("thead", *header(panel, anchors.lang)),
        tag("tbody", *rows),
        class_="matrix" if len(panel.heads) > 1 else "list",
    )
    return tag("div", table, class_="wide")


def _label(line: Line, panel: Panel, lang: Language) -> tuple[str, ...]:
    return (line.label, worded_mark(lang)) if panel.is_worded(line) else (line.label,)


def worded_mark(lang: Language) -> Markup:
    """Return the mark at a label that the document has in another known wording."""
    title = said(CERTAINTIES[Certainty.VARIANT], lang)
    return tag("sup", MARKS[Certainty.VARIANT], title=title)


def header(panel: Panel, lang: Language, style: str | None = None) -> list[Markup]:
    """Return the rows of headings over a panel's columns; the corner over the labels is empty."""
    rows = panel.header()
    found = []
    for n, row in enumerate(rows):
        corner = tag("td", rowspan=str(len(rows))) if n == 0 else ""
        cells = [
            tag(
                "th",
                heading.text,
                worded_mark(lang) if heading.worded else "",
                scope="col" if heading.across == 1 else "colgroup",
                colspan=str(heading.across) if heading.across > 1 else None,
                rowspan=str(heading.down) if heading.down > 1 else None,
                style=style,
            )
            for heading in row
        ]
        found.append(tag("tr", corner, *cells))
    return found


def _cells(line: Line, panel: Panel, anchors: Anchors) -> list[Markup]:
    return [
        tag("td", *(_metric(m, panel, anchors) for m in cell), class_=None if cell else "absent")
        for cell in line.cells
    ]


def _metric(metric: Metric, panel: Panel, anchors: Anchors) -> Markup:
    """A figure, or its kind of nothing, linked to its cell in the document."""
    lang = anchors.lang
    raw = metric.raw or said("（空）", lang)
    notes = [said("原文：{raw}", lang, raw=raw), metric.label_raw, metric.id]
    if metric.certainty is not Certainty.EXACT:
        notes.append(said(CERTAINTIES[metric.certainty], lang))
    text = metric.raw if metric.state is State.UNREADABLE and metric.raw else figure(metric)
    if metric.value is None and text != metric.raw:
        text = said(text, lang)
    unit = metric.unit if metric.value is not None and panel.unit is None else None
    mark = mark_of(metric)
    anchor = anchors.link(metric.origin)
    link = tag(
        "a",
        text,
        tag("small", f" {unit}") if unit else "",
        href=f"#{anchor}" if anchor else None,
        class_=metric.state.value if metric.state else "value",
        title="\n".join(notes),
    )
    return tag(
        "span",
        link,
        tag("sup", mark) if mark else "",
        anchors.shots.get(id(metric), ""),
        class_="figure unsure" if is_unsure(metric) else "figure",
        id=anchors.ids.get(id(metric)),
    )


def _quantities(report: Report, anchors: Anchors) -> Markup:
    if not report.quantities:
        return Markup()
    rows = []
    for n, quantity in enumerate(report.quantities):
        anchor = anchors.link(quantity.origin)
        name, notes = about(quantity, kind(report.kind))
        sure = MARKS.get(quantity.certainty) if quantity.certainty else None
        rows.append(
            tag(
                "tr",
                tag("td", tag("a", quantity.text, href=f"#{anchor}" if anchor else None)),
                tag("td", shown(quantity), tag("small", f" {quantity.unit or ''}")),
                tag(
                    "td",
                    tag("b" if quantity.concept else "span", name, title=quantity.concept),
                    tag("sup", sure) if sure else "",
                    tag("small", f" {notes}") if notes else "",
                ),
                id=quantity_id(n),
            )
        )
    return tag(
        "details",
        tag("summary", said("正文中的数量（{n}）", anchors.lang, n=len(report.quantities))),
        tag("table", tag("tbody", *rows), class_="stated"),
    )
