"""Tables for people: a title, headings and rows, in Chinese or in English, whatever takes them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from attrs import frozen

from govreport.export.columns import Column, Table, tables
from govreport.export.frames import columns_of
from govreport.export.language import Language, said
from govreport.export.safe import encodable
from govreport.export.wording import facts
from govreport.model import Report
from govreport.model.report import What

__all__ = ["Sheet", "Value", "about", "explained", "heading", "of_findings", "of_report", "titled"]

Value = str | int | float | Decimal | bool | dt.date | Sequence[str] | None

#: The parts of a report that are sheets, in order.
PARTS: Sequence[What] = ("metrics", "quantities", "findings", "sections", "measures", "tables")


@frozen
class Sheet:
    """A table with its ``title``, its ``heads`` and its rows, a value for each heading."""

    title: str
    heads: Sequence[str]
    rows: Iterable[Sequence[Value]]


def heading(column: Column, lang: Language) -> str:
    """Return the heading of a column: in Chinese with its unit, in English its plain name."""
    if lang == "en":
        return column.name
    return f"{column.head}（{column.unit}）" if column.unit else column.head


def titled(table: Table, lang: Language) -> str:
    """Return the title of a table."""
    return table.title if lang == "zh" else table.name


def of_report(report: Report, lang: Language) -> Iterator[Sheet]:
    """Yield a report as sheets: what it is, its figures and so on, and what each column says."""
    yield about(report, lang)
    for what in PARTS:
        table, filled = tables()[what], columns_of(report, what)
        known = {column.name: column for column in table.columns}
        heads = [heading(known[c.name], lang) if c.name in known else c.name for c in filled]
        yield Sheet(titled(table, lang), heads, zip(*(c.values for c in filled), strict=True))
    yield explained([tables()[what] for what in PARTS], lang)


def of_findings(found: Iterable[tuple[str, Report]], lang: Language) -> Iterator[Sheet]:
    """Yield the findings of reports, each behind its file's name, and what each column says."""
    table = tables()["findings"]
    heads = [said("文件", lang), *(heading(column, lang) for column in table.columns)]
    rows = (
        (path, *values)
        for path, report in found
        for values in zip(*_in_order(report, table), strict=True)
    )
    yield Sheet(titled(table, lang), heads, rows)
    yield explained([table], lang)


def _in_order(report: Report, table: Table) -> list[Sequence[Value]]:
    filled = {column.name: column.values for column in columns_of(report, "findings")}
    return [filled[column.name] for column in table.columns]


def about(report: Report, lang: Language) -> Sheet:
    """Return the key facts of a report."""
    heads = (said("项目", lang), said("内容", lang))
    title = [(said("标题", lang), report.title)] if report.title else []
    rows = [(name, encodable(text)) for name, text in (*title, *facts(report, lang)) if text]
    return Sheet(said("报告", lang), heads, rows)


def explained(described: Iterable[Table], lang: Language, *more: Sequence[Value]) -> Sheet:
    """Return what every column of tables says, and below it what else is to be said."""
    heads = [said(word, lang) for word in ("表", "列", "类型", "单位", "内容")]
    rows = [
        (
            titled(table, lang),
            heading(column, lang),
            column.type,
            column.unit,
            column.zh if lang == "zh" else column.en,
        )
        for table in described
        for column in table.columns
    ]
    wide = [(*each, *(None for _ in heads))[: len(heads)] for each in more]
    return Sheet(said("各列说明", lang), heads, [*rows, *wide])
