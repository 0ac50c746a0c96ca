"""A report on a terminal: what it is, what does not add up, and its figures as the form has them.

Text of the document is never taken for markup or obeyed as a terminal code (see
:mod:`govreport.export.safe`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rich import box
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel as Frame
from rich.table import Table
from rich.text import Text

from govreport.export.html.panels import Panel, figure, panels
from govreport.export.language import Language, said
from govreport.export.safe import one_line
from govreport.export.wording import CERTAINTIES, MARKS, SEVERITIES, facts, mark_of, noticed
from govreport.model import Certainty, Finding, Metric, Report, Severity, State

__all__ = ["digest", "finding_text", "findings_lines", "summary", "to_table"]

#: So many pages of a finding are named.
MOST_PAGES = 5

_STYLES: Mapping[Severity, str] = {
    Severity.ERROR: "bold red",
    Severity.WARNING: "yellow",
    Severity.INFO: "blue",
}

#: As many findings and sections are in a digest.
MOST = 8


def summary(report: Report, lang: Language = "zh") -> RenderableType:
    """Return title, key facts, findings and figures, one under the other; notices last."""
    return Group(
        _head(report, lang),
        *_findings(report, lang, None),
        Text(),
        to_table(report, lang),
        *_tail(report, lang),
    )


def digest(report: Report, lang: Language = "zh") -> RenderableType:
    """Return what fits on a screen: as :func:`summary`, with the first findings and, of tables and
    sections, how much they hold."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column(overflow="fold")
    grid.add_column(justify="right", style="dim")
    for panel in panels(report.metrics, lang)[:MOST]:
        figures = [m for line in panel.lines for cell in line.cells for m in cell]
        known = sum(m.value is not None for m in figures)
        grid.add_row(_text(panel.title), said("{n} 个数", lang, n=known))
    for section in report.sections[:MOST]:
        grid.add_row(_text(section.heading[:40]), "")
    return Group(
        _head(report, lang),
        *_findings(report, lang, MOST),
        Padding(grid, (0, 1)),
        *_tail(report, lang),
    )


def to_table(report: Report, lang: Language = "zh") -> RenderableType:
    """Return the figures, a table for each of the form's tables."""
    laid_out = panels(report.metrics, lang)
    tables = [p for panel in laid_out for p in (_title(panel, lang), _table(panel, lang))]
    if not tables:
        return Text(said("未识别出统计表。", lang), style="dim")
    marks = {m.certainty for m in report.metrics if m.state is not State.NOT_APPLICABLE}
    legend = "　".join(f"{MARKS[c]} {said(CERTAINTIES[c], lang)}" for c in MARKS if c in marks)
    return Group(*tables, Text(legend, style="dim"))


def findings_lines(report: Report, path: str, lang: Language = "zh") -> list[str]:
    """Return a line for each finding: ``文件: 严重级别 代码 消息（第 3 页）``.

    Every line is safe to print.
    """
    return [
        one_line(f"{path}: {_severity(finding, lang)} {finding.code} {_message(finding, lang)}")
        for finding in report.findings
    ]


def finding_text(finding: Finding, lang: Language = "zh") -> Text:
    """Return a finding as a line, without its places."""
    return Text.assemble(
        (_severity(finding, lang), _STYLES[finding.severity]),
        " ",
        one_line(finding.message if lang == "zh" else finding.message_en),
        (f"  {one_line(finding.code)}", "dim"),
    )


def _severity(finding: Finding, lang: Language) -> str:
    return SEVERITIES[finding.severity] if lang == "zh" else finding.severity.value


def _message(finding: Finding, lang: Language) -> str:
    """The message, with the pages that it is about; rows and columns stay in the origins."""
    message = finding.message if lang == "zh" else finding.message_en
    pages = list(dict.fromkeys(each.page for each in finding.origins if each.page is not None))
    if not pages:
        return message
    named = ("、" if lang == "zh" else ", ").join(map(str, pages[:MOST_PAGES]))
    return f"{message}（第 {named} 页）" if lang == "zh" else f"{message} (page {named})"


def _head(report: Report, lang: Language) -> RenderableType:
    about = Table.grid(padding=(0, 2))
    about.add_column(style="dim", no_wrap=True)
    about.add_column(overflow="fold")
    for name, text in facts(report, lang):
        about.add_row(name, _text(text))
    title = report.title or said("（无标题）", lang)
    return Frame(about, title=_text(title, "bold"), title_align="left")


def _findings(report: Report, lang: Language, most: int | None) -> Iterator[RenderableType]:
    order = list(Severity)
    found = sorted(report.findings, key=lambda finding: order.index(finding.severity))
    lines = [finding_text(finding, lang) for finding in found[:most]]
    if len(found) > len(lines):
        lines.append(Text(said("另有 {n} 项", lang, n=len(found) - len(lines)), style="dim"))
    if not found:
        lines.append(Text(said("未发现问题。", lang), style="green"))
    return (Padding(line, (0, 1)) for line in lines)


def _tail(report: Report, lang: Language) -> Iterator[Text]:
    if report.quantities:
        tied = sum(each.concept is not None for each in report.quantities)
        words = "正文中的数量 {n} 处，其中 {tied} 处是统计项。"
        yield Text(said(words, lang, n=len(report.quantities), tied=tied), style="dim")
    if report.notices:
        yield Text(one_line(noticed(report.notices, lang)), style="dim")


def _title(panel: Panel, lang: Language) -> RenderableType:
    unit = said("（单位：{unit}）", lang, unit=panel.unit) if panel.unit else ""
    return _text(panel.title + unit, "bold")


def _table(panel: Panel, lang: Language) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1))
    table.add_column("", overflow="fold", ratio=3)
    for column, head in enumerate(panel.heads):
        # The headings above it take too much room here; those in the forms are plain without.
        words = _text(head[-1] if head else "")
        table.add_column(
            _marked(words) if column in panel.worded_columns else words,
            justify="right",
            overflow="fold",
        )
    for line in panel.lines:
        label = _text("　" * line.depth + line.label, "bold" if line.is_group else "")
        label = _marked(label) if panel.is_worded(line) else label
        table.add_row(label, *(_cell(cell, panel, lang) for cell in line.cells))
    return table


def _marked(label: Text) -> Text:
    return Text.assemble(label, (MARKS[Certainty.VARIANT], "dim"))


def _cell(cell: tuple[Metric, ...], panel: Panel, lang: Language) -> Text:
    return Text(" / ").join(_figure(metric, panel, lang) for metric in cell)


def _figure(metric: Metric, panel: Panel, lang: Language) -> Text:
    if metric.value is None:
        unreadable = metric.state is State.UNREADABLE
        shown = f"“{metric.raw}”" if unreadable else said(figure(metric), lang)
        text = _text(shown, "red" if unreadable else "dim")
    else:
        text = _text(figure(metric))
        if panel.unit is None and metric.unit:
            text.append_text(_text(metric.unit, "dim"))
    return text.append(mark_of(metric), style="dim")


def _text(text: str, style: str = "") -> Text:
    # The full-width spaces of an indent are kept; only what is unsafe and line breaks go.
    indent = len(text) - len(text.lstrip("　"))
    return Text("　" * indent + one_line(text), style=style)
