"""What ``rich`` shows for an object of the public interface: bounded, whatever stands in it."""

from __future__ import annotations

import functools

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from govreport.document import Document
from govreport.export.language import said
from govreport.export.safe import one_line
from govreport.export.terminal.report import digest, finding_text
from govreport.forms.concepts import Concept
from govreport.forms.known import Catalogue
from govreport.model import Finding, Metrics, Report
from govreport.shown import Several, Shown

__all__ = ["view"]

#: As many of several things are shown, of the characters of one, and of a cell.
MOST, LONGEST, CELL = 20, 120, 50


@functools.singledispatch
def view(value: Shown) -> RenderableType:
    """Return what a terminal shows: a line, if nothing below says more."""
    return Text(repr(value))


@view.register
def _(report: Report) -> RenderableType:
    return digest(report)


@view.register
def _(finding: Finding) -> RenderableType:
    return finding_text(finding)


@view.register
def _(metrics: Metrics) -> RenderableType:
    table = Table(show_edge=False, pad_edge=False)
    table.add_column("id", overflow="fold")
    table.add_column("指标", overflow="fold")
    table.add_column("数值", justify="right", overflow="fold")
    table.add_column("单位", no_wrap=True)
    for metric in metrics[:MOST]:
        members = "".join(f"[{name}={member}]" for name, member in metric.dimensions.items())
        shown = metric.state if metric.value is None else f"{metric.value:,}"
        cells = (metric.label[:CELL], str(shown)[:CELL], metric.unit or "")
        id = (metric.id + members)[:LONGEST]
        table.add_row(*(Text(one_line(cell)) for cell in (id, *cells)))
    return Group(Text(repr(metrics), style="bold"), table, *_more(len(metrics)))


@view.register(Catalogue)
def _(catalogue: Catalogue[Concept]) -> RenderableType:
    table = Table(show_edge=False, pad_edge=False)
    table.add_column("id", overflow="fold")
    table.add_column("名称", overflow="fold")
    for id, label in catalogue.labels().items():
        table.add_row(Text(id), Text(one_line(label)))
    return Group(Text(f"{len(catalogue)} {catalogue.what}s", style="bold"), table)


@view.register(Several)
def _(several: Several[object]) -> RenderableType:
    lines = [
        finding_text(each) if isinstance(each, Finding) else _line(each) for each in several[:MOST]
    ]
    return Group(*lines, *_more(len(several)))


@view.register
def _(document: Document) -> RenderableType:
    lines = [_line(block) for block in document.blocks[:MOST]]
    return Group(Text(repr(document), style="bold"), *lines, *_more(len(document.blocks)))


def _line(value: object) -> Text:
    text = one_line(repr(value))
    return Text(text if len(text) <= LONGEST else text[:LONGEST] + "…")


def _more(count: int) -> list[Text]:
    return [Text(said("另有 {n} 项", "zh", n=count - MOST), style="dim")] if count > MOST else []
