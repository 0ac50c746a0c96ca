"""The catalogue on a terminal: the editions, and the rows and columns of a form."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from govreport.export.language import Language, said
from govreport.forms.catalogue import Edition, Row, TableForm

__all__ = ["edition_list", "form_table", "hierarchy"]


def edition_list(editions: Sequence[Edition], lang: Language = "zh") -> RenderableType:
    """Return a line for each edition."""
    table = Table(show_edge=False, pad_edge=False)
    for head in ("版式", "名称", "年度", "表", "行", "指标", "依据"):
        table.add_column(said(head, lang), overflow="fold")
    for one in editions:
        rows = sum(len(form.rows) for form in one.tables)
        counts = (str(len(one.tables)), str(rows), str(len(one.metric_ids())))
        table.add_row(one.id, one.name, years(one), *counts, one.source)
    return table


def years(edition: Edition) -> str:
    """Return the years that an edition was prescribed for: ``2014–2018``, ``2021–``."""
    first, *last = edition.years
    return f"{first}–{last[0] if last else ''}"


def form_table(form: TableForm, lang: Language = "zh") -> RenderableType:
    """Return a form's rows in their hierarchy, then its columns where it has several."""
    title = _in(lang, form.titles[0], form.title_en)
    section = _in(lang, form.section or "", form.section_en)
    if section not in ("", title):
        title = said("{section}：{title}", lang, section=section, title=title)
    table = Table(title=title, title_justify="left", show_edge=False, pad_edge=False)
    for head in ("项目", "id", "单位"):
        table.add_column(said(head, lang), overflow="fold")
    for depth, row in hierarchy(form):
        of_which = said("其中：", lang) if row.of_which else ""
        name = _in(lang, row.label, row.label_en)
        label = "　" * depth + of_which + row.number + name
        table.add_row(label, row.id, "" if row.group else row.unit or "")
    table.add_section()
    for column in form.columns_of("value"):
        id = "." * bool(form.rows and column.id) + column.id
        members = "".join(f"[{name}={member}]" for name, member in column.dimensions.items())
        if id + members:
            label = "／".join(column.path or column.labels[:1])
            label = _in(lang, label, column.label_en)
            table.add_row(
                said("栏：{label}", lang, label=label), Text(id + members), column.unit or ""
            )
    return table


def _in(lang: Language, chinese: str, english: str) -> str:
    return english if lang == "en" and english else chinese


def hierarchy(form: TableForm) -> list[tuple[int, Row]]:
    """Return the rows, each with how many rows stand above it in the hierarchy."""
    depths: dict[str | None, int] = {None: -1}
    for row in form.rows:
        depths[row.id] = depths[row.parent] + 1
    return [(depths[row.id], row) for row in form.rows]
