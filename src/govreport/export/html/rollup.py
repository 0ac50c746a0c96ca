"""The audit of a region as a page: the region's figures as the form lays them out, each beside the
sum where it is another one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from govreport.export.html.markup import Markup, page, tag, tongue
from govreport.export.html.page import style
from govreport.export.language import Language, said
from govreport.export.rollup import (
    NO_REPORT,
    STATUSES,
    absent,
    coverage,
    label,
    notes,
)
from govreport.forms.catalogue import Column, Edition, Row, TableForm, edition, metric_id
from govreport.forms.naming import members_called
from govreport.kinds import kind

if TYPE_CHECKING:
    from govreport.batch.store.cells import Cell
    from govreport.batch.store.rollup import RollUp

__all__ = ["to_html"]

#: What the sum looks like where it is another figure.
_STYLE = """
.sums { display: block; font-size: 12px; color: var(--soft); }
.differs, .doubtful { background: color-mix(in srgb, var(--error) 14%, transparent); }
.open { background: color-mix(in srgb, var(--warning) 12%, transparent); }
"""

Members = frozenset[tuple[str, str]]
Cells = Mapping[tuple[str, Members], "Cell"]


def to_html(found: RollUp, lang: Language = "zh") -> str:
    """Return the page as text, to be written as UTF-8."""
    title = said("{place} {year} 年度汇总核对", lang, place=found.region[-1], year=found.year)
    sections = [_differing(found, lang), _organs(found, lang)]
    if found.edition is not None:
        sections.append(_tables(found, lang, edition(found.edition, kind(found.kind))))
    body = tag("main", tag("div", *sections, class_="data"))
    return page(title, style() + _STYLE, _header(found, title, lang), body, lang=tongue(lang))


def _header(found: RollUp, title: str, lang: Language) -> Markup:
    report, who = found.report, found.speaker
    facts = {
        "地区": " ".join(found.region),
        "报告": f"{who.name} {report.path}" if report and who else said(NO_REPORT, lang),
        "表格版式": found.edition,
        "机关": coverage(found, lang),
    }
    pairs = [
        tag("div", tag("dt", said(name, lang)), tag("dd", text))
        for name, text in facts.items()
        if text
    ]
    return tag("header", tag("h1", title), tag("dl", *pairs))


def _differing(found: RollUp, lang: Language) -> Markup:
    items = [_item(found, each, lang) for each in found.differing]
    shown = tag("ul", *items) if items else tag("p", said("未发现问题。", lang), class_="none")
    title = said("不符的数字（{n}）", lang, n=len(items))
    return tag("section", tag("h2", title), shown, class_="findings")


def _item(found: RollUp, each: Cell, lang: Language) -> Markup:
    badge = said(STATUSES[each.status], lang)
    values = said(
        "报告 {value}，各机关之和 {sum}，相差 {difference}",
        lang,
        value=_number(each.value),
        sum=_number(each.sum),
        difference=_number(each.difference),
    )
    return tag(
        "li",
        tag("span", badge, class_="badge"),
        tag("p", label(found, each, lang)),
        tag("p", values, class_="compared"),
        *(tag("p", text) for text in notes(found, each, lang)),
        class_="error" if each.status == "differs" else "warning",
    )


def _organs(found: RollUp, lang: Language) -> Markup:
    lists = {
        "没有报告的机关（{n}）": [absent(each, lang) for each in found.missing],
        "有报告的机关（{n}）": [each.name for each in found.known],
        "不在汇总之列的机关（{n}）": [each.name for each in found.outside],
    }
    shown = [
        tag(
            "details",
            tag("summary", said(title, lang, n=len(names))),
            tag("ul", *(tag("li", name) for name in names)),
            open="open" if title.startswith("没有") else None,
        )
        for title, names in lists.items()
        if names
    ]
    return tag("section", tag("h2", coverage(found, lang)), *shown)


def _tables(found: RollUp, lang: Language, form: Edition) -> Markup:
    cells = {
        (each.metric.id, frozenset(each.metric.dimensions.items())): each for each in found.cells
    }
    used = {each.status for each in found.cells}
    legend = [
        tag("span", said(STATUSES[each], lang), class_=each) for each in STATUSES if each in used
    ]
    shown = [_table(found, table, cells, form, lang) for table in form.tables]
    title = said("数据（{n}）", lang, n=len(found.cells))
    return tag("section", tag("h2", title), tag("p", *legend, class_="legend"), *shown)


def _table(found: RollUp, table: TableForm, cells: Cells, form: Edition, lang: Language) -> Markup:
    columns = table.columns_of("value")
    rows = [
        (row, own)
        for row in (*table.rows, *(() if table.rows else (None,)))
        if any(own := [_of(row, column, cells) for column in columns]) or (row and row.group)
    ]
    if not any(any(own) for _, own in rows):
        return Markup()
    heads = [tag("th", text, scope="col") for text in _heads(columns, form, lang)]
    lines = [
        tag(
            "tr",
            tag("th", _named(row, lang), scope="row"),
            *(_cell(found, each, lang) for each in own),
            class_="group" if row is not None and row.group else None,
        )
        for row, own in rows
    ]
    title = table.titles[0] if lang == "zh" else table.title_en or table.titles[0]
    shown = tag(
        "table",
        tag("caption", title),
        tag("thead", tag("tr", tag("td"), *heads)),
        tag("tbody", *lines),
        class_="matrix" if len(columns) > 1 else "list",
    )
    return tag("div", shown, class_="wide")


def _of(row: Row | None, column: Column, cells: Cells) -> Cell | None:
    id = metric_id(row.id if row else "", column.id)
    return cells.get((id, frozenset(column.dimensions.items())))


def _named(row: Row | None, lang: Language) -> str:
    if row is None:
        return ""
    return row.number + (row.label if lang == "zh" else row.label_en or row.label)


def _heads(columns: Sequence[Column], form: Edition, lang: Language) -> Iterator[str]:
    labels = [column.labels[0] for column in columns]
    for column, text in zip(columns, labels, strict=True):
        if lang == "zh":
            yield text if labels.count(text) == 1 else "·".join((*column.path, text))
        else:
            members = members_called(column.dimensions, form).en.strip(" ()")
            yield ", ".join(dict.fromkeys(filter(None, (column.label_en, members)))) or text


def _cell(found: RollUp, each: Cell | None, lang: Language) -> Markup:
    if each is None:
        return tag("td")
    if each.status == "equal":
        return tag("td", _number(each.value))
    return tag(
        "td",
        _number(each.value),
        tag("span", said("和 {sum}", lang, sum=_number(each.sum)), class_="sums"),
        class_=each.status.value,
        title="\n".join((said(STATUSES[each.status], lang), *notes(found, each, lang))),
    )


def _number(value: object) -> str:
    return "—" if value is None else f"{value:,}"
