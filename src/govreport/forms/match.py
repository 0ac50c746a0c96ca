"""From tables to metrics: each table is read by the edition that it answers to best.

An edition is recognised from the tables, not from the year: late and early adopters exist, and real
reports mix the tables of two editions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct, field

from govreport.document import Block, Origin, Paragraph, Picture, Table
from govreport.forms.catalogue import Edition, editions
from govreport.forms.columns import rows_known
from govreport.forms.english import worded
from govreport.forms.grid import TableGrid
from govreport.forms.labels import squeezed
from govreport.forms.others import other_figures
from govreport.forms.reading import TableReading
from govreport.forms.restored import restored
from govreport.forms.scanned import respelt
from govreport.forms.table import Carried, read_table
from govreport.kinds import ReportKind
from govreport.model import Finding, Metric, Metrics, OtherFigure, State
from govreport.model.rules import finding
from govreport.readers.work import rest_left, step
from govreport.record import evolve

__all__ = ["Matched", "match_tables"]

#: How much of the text above a table is looked at to tell what it is: headings that were broken to
#: lines are many.
CONTEXT_PARAGRAPHS = 48
#: Where one edition knows many rows of a table, those that know so many times fewer are not tried.
MANY, FEWER = 16, 4
#: The share of figures that may be blank before blanks are a habit, which says nothing.
MOST_BLANKS = 0.05


class Matched(Struct, frozen=True):
    """What the tables of a document say. ``edition`` is the one that most figures follow,
    ``readings`` are those of the tables that are official forms, by block."""

    metrics: Metrics
    findings: tuple[Finding, ...]
    edition: str | None
    readings: Mapping[int, TableReading]
    #: The figures of the tables that are no official forms.
    others: tuple[OtherFigure, ...] = ()


class _Attempt(Struct):
    """An edition tried on all tables in turn."""

    edition: Edition
    carried: Carried = field(default_factory=Carried)
    readings: dict[int, TableReading] = {}

    def read(self, sheet: TableGrid, context: str) -> None:
        afresh = not (self.carried.matchers or self.carried.layouts)
        reading = read_table(sheet, self.edition, self.carried, context)
        if not afresh and self.carried.matchers and (reading is None or not reading.is_form):
            # The same form again rather than its continuation: start afresh.
            again = Carried()
            fresh = read_table(sheet, self.edition, again, context)
            if fresh is not None and (reading is None or fresh.score > reading.score):
                reading, self.carried = fresh, again
        if reading is not None and reading.is_form:
            self.readings[sheet.block] = reading


def match_tables(blocks: Sequence[Block], year: int | None, kind: ReportKind) -> Matched:
    """Read every table of a document by the forms of a kind of report; ``year`` only breaks
    ties."""
    attempts = [_Attempt(edition) for edition in editions(kind)]
    context: list[str] = []
    tables: list[int] = []
    with rest_left():
        for index, block in enumerate(blocks):
            if isinstance(block, Paragraph) and block.text.strip():
                context.append(block.text)
                for attempt in attempts:
                    attempt.carried.layouts = ()
            elif isinstance(block, Table):
                step(len(block.cells))
                tables.append(index)
                above = "\n".join(context[-CONTEXT_PARAGRAPHS:])
                as_meant = restored(respelt(block, kind), year)
                sheet = TableGrid(as_meant.table, index, as_meant.moved)
                known = [rows_known(sheet, attempt.edition) for attempt in attempts]
                enough = max(known) // FEWER if max(known) >= MANY else 0
                for attempt, rows in zip(attempts, known, strict=True):
                    if rows >= enough:
                        attempt.read(sheet, above)
                context.clear()
    return _gather(blocks, tables, attempts, year, kind)


def _gather(
    blocks: Sequence[Block],
    tables: Sequence[int],
    attempts: Sequence[_Attempt],
    year: int | None,
    kind: ReportKind,
) -> Matched:
    ranked = sorted(attempts, key=lambda attempt: _rank(attempt, attempts, year), reverse=True)
    metrics: list[Metric] = []
    findings: list[Finding] = []
    chosen: dict[int, TableReading] = {}
    others: list[OtherFigure] = []
    for block in tables:
        readings = [a.readings[block] for a in ranked if block in a.readings]
        if readings:
            # max() takes the first of equals, which is the edition that ranks higher over all.
            best = max(readings, key=lambda reading: reading.score)
            chosen[block] = best
            metrics += best.metrics
            findings += best.findings
        elif (unknown := _unknown_table(blocks[block], block)) is not None:
            findings.append(unknown)
            others += other_figures(blocks[block], block)
    findings += _pictures(blocks)
    kept, repeated = _once(metrics)
    findings += _blanks(kept)
    edition = ranked[0].edition.id if kept else None
    figures = Metrics(tuple(kept), kind.id)
    return Matched(figures, (*findings, *repeated), edition, chosen, tuple(others))


def _rank(
    attempt: _Attempt, attempts: Sequence[_Attempt], year: int | None
) -> tuple[int, bool, int, int, str]:
    """By the tables that no other edition reads better, then by the year, then by the figures."""
    best = sum(
        all(
            reading.score >= other.readings[block].score
            for other in attempts
            if block in other.readings
        )
        for block, reading in attempt.readings.items()
    )
    first, *last = attempt.edition.years
    in_force = year is not None and first <= year and (not last or year <= last[0])
    score = sum(reading.score for reading in attempt.readings.values())
    return (best, in_force, score, first, attempt.edition.id)


def _unknown_table(block: Block, index: int) -> Finding | None:
    if not isinstance(block, Table) or block.n_rows < 2 or block.n_columns < 2:
        return None
    words = [squeezed(cell.text) for cell in block.cells[:8]]
    found = " | ".join(word for word in words if word)[:80]
    return finding("table.unknown", origins=(Origin(block=index, page=block.page),), found=found)


def _pictures(blocks: Sequence[Block]) -> list[Finding]:
    return [
        finding(
            "table.image",
            origins=(Origin(block=index, page=block.page, box=block.box),),
            found=block.name or block.description or None,
        )
        for index, block in enumerate(blocks)
        if isinstance(block, Picture)
    ]


def _blanks(metrics: Sequence[Metric]) -> list[Finding]:
    """Blanks among figures: where nearly all are given, one that is not may have been lost."""
    blanks = [m for m in metrics if m.state is State.BLANK]
    figures = len(metrics) - sum(m.state is State.NOT_APPLICABLE for m in metrics) if blanks else 0
    if len(blanks) > MOST_BLANKS * figures:
        return []
    return [
        finding("cell.blank", {"label": worded(m.label)}, metrics=(m.id,), origins=(m.origin,))
        for m in blanks
    ]


def _once(metrics: Sequence[Metric]) -> tuple[list[Metric], list[Finding]]:
    """Drop figures that stand twice and agree; keep and report those that do not, none of which can
    be believed."""
    seen: dict[tuple[str, frozenset[tuple[str, str]]], dict[tuple[object, ...], Metric]] = {}
    kept: list[Metric] = []
    repeated = 0
    for metric in metrics:
        key = (metric.id, frozenset(metric.dimensions.items()))
        says = (metric.value, metric.state, metric.unit)
        told = seen.setdefault(key, {})
        if says in told:
            repeated += 1
            continue
        told[says] = metric
        kept.append(metric)
    disputes = [list(told.values()) for told in seen.values() if len(told) > 1]
    findings = [
        finding(
            "metric.conflict",
            {"label": worded(same[0].label)},
            metrics=(same[0].id,),
            origins=tuple(metric.origin for metric in same),
            found="、".join(metric.raw.strip() or "空白" for metric in same),
        )
        for same in disputes
    ]
    if disputes:
        doubted = {id(m) for same in disputes for m in same}
        kept = [
            evolve(m, value=None, state=State.UNREADABLE) if id(m) in doubted else m for m in kept
        ]
    if repeated:
        findings.append(finding("metric.repeated", {"count": repeated}))
    return kept, findings
