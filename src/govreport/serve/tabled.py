"""A report as far as the tables of a store tell of it: all but the tables of the document."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from govreport.document import Notice, Origin
from govreport.forms.catalogue import dimension_names
from govreport.forms.totals import without_total
from govreport.model import (
    Certainty,
    Finding,
    Issuer,
    Metric,
    Metrics,
    Quantity,
    Report,
    Section,
    Severity,
    Source,
    State,
    TextPart,
)
from govreport.model.figure import Figure
from govreport.model.quantity import Change
from govreport.serve.data import Data, Row
from govreport.zh.types import Direction, Qualifier, QuantityKind

__all__ = ["from_tables"]


def from_tables(data: Data, about: Row) -> Report:
    """Return a report by its row of ``reports``: its figures, quantities, findings and the text of
    its sections. The cells in which figures stood are known by number only."""
    own = [about["sha256"]]
    metrics = data.of_report("metrics", about, 'block, "row", "column"')
    quantities = data.of_report("quantities", about, "position")
    findings = data.rows("SELECT * FROM findings WHERE sha256 = ? AND NOT across ORDER BY n", own)
    sections = data.of_report("sections", about, "block")
    return Report(
        kind=about["report_kind"],
        title=about["title"],
        year=about["year"],
        edition=about["edition"],
        issuer=Issuer(about["issuer"]),
        issued=about["issued"],
        period=None,
        sections=tuple(map(_section, sections)),
        metrics=Metrics(tuple(map(_metric, metrics)), about["report_kind"]),
        quantities=tuple(map(_quantity, quantities)),
        findings=tuple(map(_finding, findings)),
        notices=tuple(map(_notice, about["notices"] or ())),
        source=Source(
            path=about["path"],
            sha256=about["sha256"],
            size=about["size"],
            format=about["format"],
            encoding=about["encoding"],
            pages=about["pages"],
        ),
    )


def _section(row: Row) -> Section:
    lines = [line for line in row["text"].split("\n") if line]
    return Section(
        title=(row["label"] or "") + row["title"],
        certainty=Certainty(row["certainty"]),
        content=tuple(TextPart(text=line, origin=_origin(row)) for line in lines),
        origin=_origin(row),
    )


def _metric(row: Row) -> Metric:
    return Metric(
        id=row["id"],
        value=_figure(row["value_text"]),
        state=State(row["state"]) if row["state"] else None,
        unit=row["unit"],
        label=row["label"],
        label_raw=row["label_raw"],
        edition=row["edition"],
        parent=row["parent"],
        dimensions=_dimensions(row),
        certainty=Certainty(row["certainty"]),
        origin=_origin(row, row["raw"]),
    )


def _quantity(row: Row) -> Quantity:
    change = row["change"], row["base_text"], row["result_text"]
    return Quantity(
        value=_figure(row["value_text"]),
        unit=row["unit"],
        kind=QuantityKind(row["kind"]),
        low=_figure(row["low_text"]),
        high=_figure(row["high_text"]),
        qualifier=Qualifier(row["qualifier"]) if row["qualifier"] else None,
        change=Change(
            direction=Direction(change[0]) if change[0] else None,
            base=_figure(change[1]),
            result=_figure(change[2]),
        )
        if any(change)
        else None,
        subject=row["subject"],
        predicate=row["predicate"],
        channel=row["channel"],
        part_of=row["part_of"],
        concept=row["concept"],
        dimensions=_dimensions(row),
        certainty=Certainty(row["certainty"]) if row["certainty"] else None,
        scope=row["scope"],
        year=row["of_year"],
        stated_none=bool(row["stated_none"]),
        origin=_origin(row, row["text"]),
    )


def _finding(row: Row) -> Finding:
    has_place = row["block"] is not None
    return Finding(
        code=row["code"],
        severity=Severity(row["severity"]),
        message=row["message"],
        message_en=row["message_en"],
        expected=row["expected"],
        found=row["found"],
        metrics=tuple((row["metrics"] or "").split()),
        origins=(_origin(row),) if has_place else (),
    )


def _notice(text: str) -> Notice:
    code, _, message = text.partition(": ")
    return Notice(code=code, message=message, message_en=message)


def _dimensions(row: Mapping[str, Any]) -> dict[str, str]:
    # The tables name the total of what is broken down; a report leaves it out.
    said = {name: row[name] for name in dimension_names() if row.get(name) is not None}
    return dict(without_total(said))


def _figure(text: str | None) -> Figure | None:
    if text is None:
        return None
    return Decimal(text) if "." in text else int(text)


def _origin(row: Row, raw: str | None = "") -> Origin:
    return Origin(
        block=row["block"] or 0,
        row=row["row"],
        column=row["column"],
        page=row["page"],
        start=row.get("start"),
        end=row.get("end"),
        raw=raw or "",
    )
