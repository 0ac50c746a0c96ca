"""What a notebook shows for a report or its metrics: a fragment with styles of its own inline."""

from __future__ import annotations

from collections.abc import Mapping

from govreport.export.html.markup import Markup, joined, tag
from govreport.export.html.page import header
from govreport.export.html.panels import Line, Panel, figure, panels
from govreport.export.wording import CERTAINTIES, MARKS, SEVERITIES, facts
from govreport.model import Metric, Metrics, Report, Severity, State

__all__ = ["metrics_fragment", "report_fragment"]

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
_BLANK = "opacity:.6;border:1px dashed;border-radius:3px;padding:0 4px;font-size:85%"


def report_fragment(report: Report) -> str:
    """Return title, key facts, findings, and the metrics folded away."""
    shown = [(name, text) for name, text in facts(report) if name not in ("来源文件", "SHA-256")]
    about = "　".join(f"{name}：{text}" for name, text in shown)
    findings = [
        tag(
            "li",
            tag("b", SEVERITIES[finding.severity], style=f"color:{_COLOURS[finding.severity]}"),
            " ",
            finding.message,
            title=finding.code,
        )
        for finding in report.findings
    ]
    return tag(
        "div",
        tag("div", report.title or "（无标题）", style="font-size:120%;font-weight:600"),
        tag("div", about, style="opacity:.75"),
        tag("ul", *findings, style="margin:6px 0") if findings else tag("div", "未发现问题。"),
        metrics_fragment(report.metrics),
        lang="zh-CN",
        style="line-height:1.6",
    )


def metrics_fragment(metrics: Metrics) -> str:
    """Return the metrics, laid out as in their form and folded away."""
    return tag(
        "details",
        tag("summary", f"指标（{len(metrics)}）", style="cursor:pointer"),
        joined(map(_panel, panels(metrics))),
        lang="zh-CN",
    )


def _panel(panel: Panel) -> Markup:
    title = panel.title + (f"（单位：{panel.unit}）" if panel.unit else "")
    return tag(
        "table",
        tag("caption", tag("b", title), style="text-align:left;padding:4px 8px"),
        tag("thead", *header(panel, _HEAD)),
        tag("tbody", *(_row(line, panel) for line in panel.lines)),
        style=_TABLE,
    )


def _row(line: Line, panel: Panel) -> Markup:
    indent = f"{_LABEL};padding-left:{0.5 + 1.3 * line.depth:.1f}em"
    cells = [tag("td", _figures(cell, panel), style=_FIGURE) for cell in line.cells]
    return tag("tr", tag("th", line.label, scope="row", style=indent), *cells)


def _figures(cell: tuple[Metric, ...], panel: Panel) -> Markup:
    return Markup(" / ".join(_figure(metric, panel) for metric in cell))


def _figure(metric: Metric, panel: Panel) -> Markup:
    text = figure(metric)
    if metric.value is not None and panel.unit is None and metric.unit:
        text += f" {metric.unit}"
    if metric.state is not State.NOT_APPLICABLE:
        text += MARKS.get(metric.certainty, "")
    return tag(
        "span",
        text,
        title=f"原文：{metric.raw or '（空）'}\n{metric.id}\n{CERTAINTIES[metric.certainty]}",
        style=_BLANK if metric.state is State.BLANK else None,
    )
