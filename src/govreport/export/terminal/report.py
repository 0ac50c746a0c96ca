"""A report on a terminal: what it is, what does not add up, and its figures as the form has them.

Text of the document is never taken for markup or obeyed as a terminal code (see
:mod:`govreport.export.safe`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from rich import box
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel as Frame
from rich.table import Table
from rich.text import Text

from govreport.document import Origin
from govreport.export.html.panels import Panel, figure, panels
from govreport.export.safe import one_line
from govreport.export.wording import CERTAINTIES, MARKS, SEVERITIES, facts
from govreport.model import Certainty, Finding, Metric, Report, Severity, State

__all__ = ["Language", "findings_lines", "summary", "to_table"]

Language = Literal["zh", "en"]

_STYLES: Mapping[Severity, str] = {
    Severity.ERROR: "bold red",
    Severity.WARNING: "yellow",
    Severity.INFO: "blue",
}


def summary(report: Report) -> RenderableType:
    """Return title, key facts, findings, notices and figures, one under the other."""
    about = Table.grid(padding=(0, 2))
    about.add_column(style="dim", no_wrap=True)
    about.add_column(overflow="fold")
    for name, text in facts(report):
        about.add_row(name, _text(text))
    parts: list[RenderableType] = [
        Frame(about, title=_text(report.title or "（无标题）", "bold"), title_align="left")
    ]
    for line in _findings(report):
        parts.append(Padding(line, (0, 1)))
    parts += [Text(), to_table(report)]
    if report.quantities:
        tied = sum(each.concept is not None for each in report.quantities)
        said = f"正文中的数量 {len(report.quantities)} 处，其中 {tied} 处是统计项。"
        parts.append(Text(said, style="dim"))
    return Group(*parts)


def to_table(report: Report) -> RenderableType:
    """Return the figures, a table for each of the form's tables."""
    tables = [part for panel in panels(report.metrics) for part in (_title(panel), _table(panel))]
    if not tables:
        return Text("未识别出统计表。", style="dim")
    marks = {m.certainty for m in report.metrics if m.state is not State.NOT_APPLICABLE}
    legend = "　".join(f"{MARKS[c]} {CERTAINTIES[c]}" for c in MARKS if c in marks)
    return Group(*tables, Text(legend, style="dim"))


def findings_lines(report: Report, path: str, lang: Language = "zh") -> list[str]:
    """Return a line for each finding: ``文件: 严重级别 代码 消息 (位置)``.

    Places are counted from 1. Every line is safe to print.
    """
    return [
        one_line(f"{path}: {_severity(finding, lang)} {finding.code} {_message(finding, lang)}")
        for finding in report.findings
    ]


def _severity(finding: Finding, lang: Language) -> str:
    return SEVERITIES[finding.severity] if lang == "zh" else finding.severity.value


def _message(finding: Finding, lang: Language) -> str:
    message = finding.message if lang == "zh" else finding.message_en
    places = [_place(origin, lang) for origin in finding.origins]
    return f"{message} ({'; '.join(places)})" if places else message


def _place(origin: Origin, lang: Language) -> str:
    row = None if origin.row is None else origin.row + 1
    column = None if origin.column is None else origin.column + 1
    parts = (
        (origin.page, "第{}页", "page {}"),
        (origin.block + 1, "第{}块", "block {}"),
        (row, "第{}行", "row {}"),
        (column, "第{}列", "column {}"),
    )
    words = [(zh if lang == "zh" else en).format(n) for n, zh, en in parts if n is not None]
    return ("" if lang == "zh" else ", ").join(words)


def _findings(report: Report) -> Iterator[Text]:
    for finding in report.findings:
        yield Text.assemble(
            (SEVERITIES[finding.severity], _STYLES[finding.severity]),
            " ",
            one_line(_message(finding, "zh")),
            (f"  {one_line(finding.code)}", "dim"),
        )
    for notice in report.notices:
        code = (f"  {one_line(notice.code)}", "dim")
        yield Text.assemble(("读取", "dim"), " ", one_line(notice.message), code)
    if not report.findings:
        yield Text("未发现问题。", style="green")


def _title(panel: Panel) -> RenderableType:
    unit = f"（单位：{panel.unit}）" if panel.unit else ""
    return _text(panel.title + unit, "bold")


def _table(panel: Panel) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1))
    table.add_column("", overflow="fold", ratio=3)
    for head in panel.heads:
        # The headings above it take too much room here; those in the forms are plain without.
        table.add_column(_text(head[-1] if head else ""), justify="right", overflow="fold")
    for line in panel.lines:
        label = _text("　" * line.depth + line.label, "bold" if line.is_group else "")
        table.add_row(label, *(_cell(cell, panel) for cell in line.cells))
    return table


def _cell(cell: tuple[Metric, ...], panel: Panel) -> Text:
    return Text(" / ").join(_figure(metric, panel) for metric in cell)


def _figure(metric: Metric, panel: Panel) -> Text:
    if metric.value is None:
        unreadable = metric.state is State.UNREADABLE
        said = f"“{metric.raw}”" if unreadable else figure(metric)
        text = _text(said, "red" if unreadable else "dim")
    else:
        text = _text(figure(metric))
        if panel.unit is None and metric.unit:
            text.append_text(_text(metric.unit, "dim"))
    if metric.state is not State.NOT_APPLICABLE and metric.certainty is not Certainty.EXACT:
        text.append(MARKS[metric.certainty], style="dim")
    return text


def _text(text: str, style: str = "") -> Text:
    # The full-width spaces of an indent are kept; only what is unsafe and line breaks go.
    indent = len(text) - len(text.lstrip("　"))
    return Text("　" * indent + one_line(text), style=style)
