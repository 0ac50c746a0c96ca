"""What a notebook shows for an object: a bounded fragment with styles of its own inline, so that
nothing around it changes, in the language that is set."""

from __future__ import annotations

import functools
from collections.abc import Mapping

from govreport.document import Document, Paragraph, Table
from govreport.export.html.markup import Markup, joined, tag, tongue
from govreport.export.html.page import header, worded_mark
from govreport.export.html.panels import Line, Panel, figure, panels
from govreport.export.language import said
from govreport.export.wording import CERTAINTIES, MARKS, SEVERITIES, facts, mark_of, noticed
from govreport.forms.concepts import Concept
from govreport.forms.known import Catalogue
from govreport.language import setting
from govreport.model import (
    Certainty,
    Finding,
    Metric,
    Metrics,
    Report,
    Section,
    Severity,
    State,
    TablePart,
)
from govreport.shown import Several, Shown

__all__ = ["fragment"]

# Colours that are read on white and on black: a notebook's theme is not known here.
_COLOURS: Mapping[Severity, str] = {
    Severity.ERROR: "#d64545",
    Severity.WARNING: "#c07a12",
    Severity.INFO: "#4a90d9",
}
_RULE = "1px solid rgba(128,128,128,.35)"
_TABLE = "border-collapse:collapse;margin:4px 0 14px"
_HEAD = f"text-align:right;font-weight:normal;opacity:.7;padding:2px 8px;border-bottom:{_RULE}"
_LABEL = f"text-align:left;font-weight:normal;padding:2px 8px;border-bottom:{_RULE}"
_FIGURE = f"text-align:right;white-space:nowrap;padding:2px 8px;border-bottom:{_RULE}"
_TEXT = f"text-align:left;padding:2px 8px;border-bottom:{_RULE}"
_BLANK = "opacity:.6;border:1px dashed;border-radius:3px;padding:0 4px;font-size:85%"
_SOFT = "opacity:.75"

#: As many are shown: items of a list, parts of a section, figures, columns of a table.
MOST, FEW, MOST_FIGURES, MOST_COLUMNS = 20, 3, 500, 15
#: Characters of one text, and of a cell.
LONGEST, CELL = 200, 60


@functools.singledispatch
def fragment(value: Shown) -> str:
    """Return what a notebook shows: a line, if nothing below says more."""
    return tag("code", repr(value))


@fragment.register
def _(report: Report) -> str:
    lang = setting()
    passed = {said(name, lang) for name in ("来源文件", "SHA-256")}
    shown = [(name, text) for name, text in facts(report, lang) if name not in passed]
    about = "　".join(_pair(name, _cut(text)) for name, text in shown)
    order = list(Severity)
    findings = sorted(report.findings, key=lambda finding: order.index(finding.severity))
    notices = tag("div", _cut(noticed(report.notices, lang)), style=_SOFT) if report.notices else ""
    title = _cut(report.title or said("（无标题）", lang))
    return tag(
        "div",
        tag("div", title, style="font-size:120%;font-weight:600"),
        tag("div", about, style=_SOFT),
        _findings(findings) if findings else tag("div", said("未发现问题。", lang)),
        _metrics(report.metrics),
        notices,
        lang=tongue(setting()),
        style="line-height:1.6",
    )


@fragment.register
def _(metrics: Metrics) -> str:
    return _metrics(metrics)


@fragment.register
def _(finding: Finding) -> str:
    return _findings([finding])


@fragment.register(Catalogue)
def _(catalogue: Catalogue[Concept]) -> str:
    rows = [
        tag("tr", tag("td", tag("code", id), style=_TEXT), tag("td", label, style=_TEXT))
        for id, label in catalogue.labels().items()
    ]
    return tag("table", tag("tbody", *rows), style=_TABLE)


@fragment.register(Several)
def _(several: Several[object]) -> str:
    found = [each for each in several if isinstance(each, Finding)]
    if found:
        return _findings(found)
    items = [tag("li", tag("code", repr(each))) for each in several[:MOST]]
    return tag("ul", *items, *_more(len(several), "li"), style="margin:6px 0")


@fragment.register
def _(section: Section) -> str:
    return tag(
        "div",
        tag("div", _cut(section.heading), style="font-weight:600"),
        *(
            _grid(part.table) if isinstance(part, TablePart) else tag("p", _cut(part.text))
            for part in section.content[:FEW]
        ),
        *_more(len(section.content), "div", FEW),
        *(tag("div", tag("code", repr(child))) for child in section.children[:MOST]),
        lang="zh-CN",  # what the report says
    )


@fragment.register
def _(table: Table) -> str:
    return _grid(table)


@fragment.register
def _(document: Document) -> str:
    return tag(
        "div",
        tag("div", tag("code", repr(document))),
        *(
            tag("p", _cut(block.text)) if isinstance(block, Paragraph) else tag("p", repr(block))
            for block in document.blocks[:MOST]
        ),
        *_more(len(document.blocks), "div"),
    )


def _findings(findings: list[Finding]) -> Markup:
    lang = setting()
    items = [
        tag(
            "li",
            tag(
                "b",
                said(SEVERITIES[finding.severity], lang),
                style=f"color:{_COLOURS[finding.severity]}",
            ),
            " ",
            _cut(finding.message if lang == "zh" else finding.message_en),
            title=finding.code,
        )
        for finding in findings[:MOST]
    ]
    return tag("ul", *items, *_more(len(findings), "li"), style="margin:6px 0")


def _metrics(metrics: Metrics) -> Markup:
    """The metrics, laid out as in their form and folded away."""
    shown = Metrics(metrics.items[:MOST_FIGURES], metrics.kind)
    return tag(
        "details",
        tag("summary", said("指标（{n}）", setting(), n=len(metrics)), style="cursor:pointer"),
        joined(map(_panel, panels(shown, setting()))),
        *_more(len(metrics), "div", MOST_FIGURES),
        lang=tongue(setting()),
    )


def _panel(panel: Panel) -> Markup:
    lang = setting()
    title = panel.title + (said("（单位：{unit}）", lang, unit=panel.unit) if panel.unit else "")
    variant = any(panel.is_worded(line) for line in panel.lines) or panel.worded_columns
    legend = f"{MARKS[Certainty.VARIANT]} {said(CERTAINTIES[Certainty.VARIANT], lang)}"
    table = tag(
        "table",
        tag("caption", tag("b", title), style="text-align:left;padding:4px 8px"),
        tag("thead", *header(panel, lang, _HEAD)),
        tag("tbody", *(_row(line, panel) for line in panel.lines)),
        style=_TABLE,
    )
    return joined((table, tag("div", legend, style=_SOFT) if variant else ""))


def _row(line: Line, panel: Panel) -> Markup:
    indent = f"{_LABEL};padding-left:{0.5 + 1.3 * line.depth:.1f}em"
    cells = [tag("td", _figures(cell, panel), style=_FIGURE) for cell in line.cells]
    mark = worded_mark(setting()) if panel.is_worded(line) else ""
    return tag("tr", tag("th", _cut(line.label), mark, scope="row", style=indent), *cells)


def _figures(cell: tuple[Metric, ...], panel: Panel) -> Markup:
    return Markup(" / ".join(_figure(metric, panel) for metric in cell[:MOST]))


def _figure(metric: Metric, panel: Panel) -> Markup:
    lang = setting()
    text = figure(metric) if metric.value is not None else said(figure(metric), lang)
    if metric.value is not None and panel.unit is None and metric.unit:
        text += f" {metric.unit}"
    text += mark_of(metric)
    raw = said("原文：{raw}", lang, raw=_cut(metric.raw) or said("（空）", lang))
    return tag(
        "span",
        _cut(text),
        title=f"{raw}\n{metric.id}\n{said(CERTAINTIES[metric.certainty], lang)}",
        style=_BLANK if metric.state is State.BLANK else None,
    )


def _grid(table: Table) -> Markup:
    rows = []
    for row in list(table.rows())[:MOST]:
        cells = [
            tag(
                "td",
                _cut(cell.text, CELL),
                rowspan=str(cell.row_span) if cell.row_span > 1 else None,
                colspan=str(cell.column_span) if cell.column_span > 1 else None,
                style=_TEXT,
            )
            for cell in row[:MOST_COLUMNS]
        ]
        rows.append(tag("tr", *cells))
    body = tag("table", tag("tbody", *rows), style=_TABLE)
    return joined((body, *_more(table.n_rows, "div")))


def _more(count: int, name: str, most: int = MOST) -> list[Markup]:
    more = said("另有 {n} 项", setting(), n=count - most)
    return [tag(name, more, style=_SOFT)] if count > most else []


def _pair(name: str, text: str) -> str:
    return f"{name}：{text}" if setting() == "zh" else f"{name}: {text}"


def _cut(text: str, most: int = LONGEST) -> str:
    return text if len(text) <= most else text[:most] + "…"
