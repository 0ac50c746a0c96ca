"""Whole reports made by hand from the catalogue, for the tests of what is done with a report."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator
from decimal import Decimal

from govreport.document import Cell, Origin, Table
from govreport.forms.catalogue import Row, TableForm, metric_id
from govreport.model import (
    Annex,
    Certainty,
    Computed,
    Content,
    Evidence,
    Finding,
    Issuer,
    Metric,
    Metrics,
    Name,
    Period,
    Quantity,
    Report,
    Section,
    Severity,
    Source,
    State,
    TablePart,
)
from govreport.notices import notice
from govreport.zh.numbering import Label, Style, parse_label
from govreport.zh.quantities import How
from support.contents import text_part
from support.ogi import edition

#: What the cells of a table say, in turn: values of both kinds and every kind of nothing.
FIGURES: tuple[tuple[str, int | Decimal | None, State | None], ...] = (
    ("649", 649, None),
    ("0", 0, None),
    ("1,204", 1204, None),
    ("", None, State.BLANK),
    ("12.50", Decimal("12.50"), None),
    ("——", None, State.DASH),
    ("约20", None, State.UNREADABLE),
    ("7", 7, None),
)

CERTAINTIES = (*itertools.repeat(Certainty.EXACT, 8), Certainty.VARIANT, Certainty.INFERRED)


def report_2014() -> Report:
    """One long table in an annex; figures of every kind, two findings."""
    form = edition("2014").tables[0]
    table, metrics = _filled("2014", form, block=14)
    own = "我局按规定梳理并公开本部门信息。"
    return Report(
        kind="ogi",
        title="2018年度青澜市云浦区科技局政府信息公开工作报告",
        year=2018,
        edition="2014",
        issuer=Issuer(
            name="青澜市云浦区科技局",
            names=(
                Name(text="青澜市云浦区科技局", role="title", origin=Origin(block=0)),
                Name(text="区科技局", role="reporting_unit"),
            ),
        ),
        issued=dt.date(2019, 1, 9),
        period=Period(start=dt.date(2018, 1, 1), end=dt.date(2018, 12, 31)),
        preface=(text_part("现公布云浦区科技局2018年度报告。", 1),),
        sections=(
            Section(
                title="概况",
                number=(1,),
                label=parse_label("一、"),
                content=(text_part(own, 3),),
                origin=Origin(block=2),
            ),
            Section(
                title="主动公开政府信息情况",
                number=(2,),
                label=parse_label("二、"),
                content=(text_part("共公开信息650条，其中网站公开260余条。", 5),),
                children=(
                    Section(
                        title="公开渠道",
                        number=(2, 1),
                        label=parse_label("（一）"),
                        content=(text_part("通过网站与窗口公开。", 7),),
                        origin=Origin(block=6),
                    ),
                ),
                origin=Origin(block=4),
            ),
            Section(
                title="存在问题",
                number=(3,),
                label=parse_label("7、"),
                certainty=Certainty.INFERRED,
                content=(text_part("更新不够及时。", 9),),
                origin=Origin(block=8),
            ),
        ),
        signature=(text_part("青澜市云浦区科技局", 10), text_part("2019年1月9日", 11)),
        annexes=(
            Annex(
                label="附件",
                title="政府信息公开情况统计表",
                period=Period(start=dt.date(2018, 1, 1), end=dt.date(2018, 12, 31)),
                reporting_unit="区科技局",
                content=(text_part("填报单位：区科技局", 13), TablePart(table=table, block=14)),
                origin=Origin(block=12),
            ),
        ),
        metrics=metrics,
        quantities=(
            Quantity(
                value=650,
                unit="条",
                section=(2,),
                origin=Origin(block=5, start=5, end=9, raw="650条"),
            ),
            Quantity(
                value=None,
                unit="条",
                low=260,
                high=269,
                section=(2,),
                origin=Origin(block=5, start=16, end=21, raw="260余条"),
            ),
        ),
        findings=(
            Finding(
                code="narrative.mismatch",
                severity=Severity.ERROR,
                message="正文称公开650条，统计表为649条",
                message_en="the text states 650 pieces, the table 649",
                expected="650",
                found="649",
                metrics=("information.disclosed",),
                origins=(Origin(block=5, start=5, end=9, raw="650条"), metrics[1].origin),
            ),
            Finding(
                code="numbering.gap",
                severity=Severity.WARNING,
                message="章节编号“7、”与前后不连续",
                message_en="the number 7、 does not follow the one before",
                origins=(Origin(block=8),),
            ),
        ),
        notices=(notice("docx.comments", count=1),),
        evidence={"title": Evidence(origin=Origin(block=0, start=0, end=24))},
        source=Source(
            path="云浦区科技局2018.docx",
            sha256="3f" * 32,
            size=20480,
            format="docx",
            metadata={"author": "办公室"},
        ),
    )


def report_2021() -> Report:
    """Three sections with tables, one of them by kinds of applicant; one thing to know."""
    form = edition("2021")
    blocks = itertools.count(6)
    metrics: list[Metric] = []
    sections = [
        Section(
            title="总体情况",
            number=(1,),
            label=parse_label("一、"),
            content=(text_part("2023年，云浦区各单位认真落实公开要求。", 3),),
            origin=Origin(block=2),
        )
    ]
    for n, title in enumerate(dict.fromkeys(t.section for t in form.tables if t.section), start=2):
        content: list[Content] = []
        heading = next(blocks)
        for table_form in form.tables:
            if table_form.section == title:
                block = next(blocks)
                table, found = _filled("2021", table_form, block=block)
                content.append(TablePart(table=table, block=block))
                metrics.extend(found)
        label = "一二三四五六"[n - 1] + "、"
        sections.append(
            Section(
                title=title or "",
                number=(n,),
                label=parse_label(label),
                content=tuple(content),
                origin=Origin(block=heading),
            )
        )
    return Report(
        kind="ogi",
        title="青澜市云浦区人民政府2023年政府信息公开工作年度报告",
        year=2023,
        edition="2021",
        issuer=Issuer(name="青澜市云浦区人民政府"),
        issued=dt.date(2024, 1, 31),
        period=None,
        sections=tuple(sections),
        metrics=Metrics(tuple(metrics)),
        findings=(
            Finding(
                code="structure.period_missing",
                severity=Severity.INFO,
                message="未写明统计期限",
                message_en="no period is stated",
            ),
        ),
        source=Source(path=None, sha256="a1" * 32, size=99, format="pdf", pages=6),
    )


def report_empty() -> Report:
    """A document in which nothing was recognised."""
    return Report(
        kind="ogi",
        title=None,
        year=None,
        edition=None,
        issuer=Issuer(name=None),
        issued=None,
        period=None,
        source=Source(path=None, sha256="00" * 32, size=0, format="text"),
    )


def report_hostile() -> Report:
    """Markup, terminal escapes, half a surrogate pair and broken spans where text is expected."""
    bad = '<script>alert("1")</script>&\x1b[31m\u202e\ud800\x00'
    cells = (
        Cell(row=0, column=0, text=bad, row_span=9, column_span=2),
        Cell(row=1, column=1, text="内层"),
    )
    origin = Origin(block=1, row=1, column=1, raw=bad)
    metric = Metric(
        id="unknown.one",
        value=None,
        state=State.UNREADABLE,
        unit=bad,
        label=bad,
        label_raw=bad,
        edition="1999",
        dimensions={"applicant": bad, "region": bad},
        origin=origin,
    )
    quantity = Quantity(
        value=None,
        unit=bad,
        subject=bad,
        predicate=bad,
        channel=bad,
        part_of=7,
        computed=tuple(Computed(how=how, of=(0, 9), concept=bad) for how in How),
        concept=bad,
        dimensions={"applicant": bad},
        scope=bad,
        year=1999,
        section=(9, 9),
        origin=Origin(block=7, start=9, end=3, raw=bad),
    )
    return Report(
        kind="ogi",
        title=bad,
        year=2020,
        edition="1999",
        issuer=Issuer(name=bad),
        issued=None,
        period=None,
        sections=(
            Section(
                title=bad,
                label=Label(text=bad, number=1, path=(1,), style=Style.CHINESE, start=0, end=9),
                content=(
                    text_part(bad),
                    TablePart(table=Table(n_rows=2, n_columns=2, cells=cells), block=1),
                ),
                origin=Origin(block=0),
            ),
        ),
        metrics=Metrics((metric,)),
        quantities=(quantity,),
        findings=(
            Finding(
                code="x.y",
                severity=Severity.ERROR,
                message=bad + "\n第二行",
                message_en=bad,
                expected=bad,
                found=bad,
                metrics=(bad,),
                origins=(origin,),
            ),
        ),
        source=Source(path=bad, sha256="ff" * 32, size=1, format="html"),
    )


def _filled(edition_id: str, form: TableForm, *, block: int) -> tuple[Table, Metrics]:
    """An official table with its header, every row filled, and the metrics read from it."""
    figures = itertools.cycle(FIGURES)
    certainties = itertools.cycle(CERTAINTIES)
    columns = [column for column in form.columns if form.rows or column.role == "value"]
    cells = [Cell(row=0, column=n, text=column.labels[0]) for n, column in enumerate(columns)]
    metrics: list[Metric] = []
    rows = form.rows or (Row(id="", label=""),)
    for at, row in enumerate(rows, start=1):
        for n, column in enumerate(columns):
            if column.role == "label":
                mark = "其中：" if row.of_which else ""
                cells.append(Cell(row=at, column=n, text=row.number + mark + row.label))
            elif column.role == "unit":
                cells.append(Cell(row=at, column=n, text=row.unit or "——"))
            else:
                raw, value, state = next(figures)
                if row.group:
                    raw, value, state = "", None, State.NOT_APPLICABLE
                cells.append(Cell(row=at, column=n, text=raw))
                metrics.append(
                    Metric(
                        id=metric_id(row.id, column.id),
                        value=value,
                        state=state,
                        unit=None if row.group else row.unit or column.unit,
                        label=row.label or column.labels[0],
                        label_raw=row.number + row.label,
                        edition=edition_id,
                        parent=row.parent,
                        dimensions=dict(column.dimensions),
                        certainty=next(certainties),
                        origin=Origin(block=block, row=at, column=n, raw=raw),
                    )
                )
    table = Table(n_rows=len(rows) + 1, n_columns=len(columns), cells=tuple(cells))
    return table, Metrics(tuple(metrics))


def samples() -> Iterator[tuple[str, Report]]:
    """Yield each report under a readable name."""
    yield "2014", report_2014()
    yield "2021", report_2021()
    yield "empty", report_empty()
    yield "hostile", report_hostile()
