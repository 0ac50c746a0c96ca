"""Tidy data frames: one row a figure, a quantity, a finding or a section.

Each row names its report (``issuer``, ``year``, ``report_kind``, ``edition``, ``sha256``), so the
frames of many reports can be put one under the other: columns and their types are always the same.
A dimension is a column of its own (``applicant``, ``route``), empty where a figure has none. No
figure becomes a binary float: pandas holds ``int`` and ``Decimal`` objects, polars decimals of ten
places.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, localcontext
from typing import TYPE_CHECKING, Literal, get_args

from attrs import frozen

from govreport.document import Origin
from govreport.export.safe import encodable
from govreport.forms.catalogue import dimension_names
from govreport.forms.concepts import said_by
from govreport.kinds import ReportKind, kind
from govreport.model import Metric, Quantity, Report
from govreport.model.report import What

if TYPE_CHECKING:
    import pandas
    import polars

__all__ = ["to_pandas", "to_polars"]

ColumnType = Literal["text", "integer", "figure", "flag"]
Value = str | int | Decimal | None

#: Decimal digits of a figure in polars, and how many of them stand behind the point.
PRECISION, SCALE = 38, 10


@frozen
class Column:
    """A column with its type and all its values."""

    name: str
    kind: ColumnType
    values: list[Value]


def to_pandas(report: Report, what: What = "metrics") -> pandas.DataFrame:
    """Return one part of a report as a pandas frame: ``string``, ``Int64`` and ``object`` columns.

    Raises:
        ImportError: pandas is not installed.
        ValueError: there is no such part.
    """
    columns = _columns(report, what)
    try:
        import pandas as pd
    except ImportError as error:
        raise ImportError("to_frame() needs pandas: pip install govreport[pandas]") from error
    dtypes = {"text": "string", "integer": "Int64", "figure": "object", "flag": "boolean"}
    return pd.DataFrame({c.name: pd.Series(c.values, dtype=dtypes[c.kind]) for c in columns})


def to_polars(report: Report, what: What = "metrics") -> polars.DataFrame:
    """Return one part of a report as a polars frame: ``String``, ``Int64`` and ``Decimal`` columns.

    Raises:
        ImportError: polars is not installed.
        ValueError: there is no such part, or a figure has more digits than a column can hold.
    """
    columns = _columns(report, what)
    try:
        import polars as pl
    except ImportError as error:
        raise ImportError("to_frame() needs polars: pip install govreport[polars]") from error
    dtypes = {
        "text": pl.String(),
        "integer": pl.Int64(),
        "figure": pl.Decimal(PRECISION, SCALE),
        "flag": pl.Boolean(),
    }
    return pl.DataFrame(
        [
            pl.Series(
                c.name,
                [_fixed(value) for value in c.values] if c.kind == "figure" else c.values,
                dtype=dtypes[c.kind],
            )
            for c in columns
        ]
    )


def _fixed(value: Value) -> Decimal | None:
    """The figure with all the places of the column, exactly."""
    if value is None:
        return None
    with localcontext(prec=PRECISION * 4):
        figure = Decimal(value)
        if abs(figure) >= 10 ** (PRECISION - SCALE) or figure != round(figure, SCALE):
            raise ValueError(
                f"{value!s:.60} does not fit Decimal({PRECISION}, {SCALE}): use pandas"
            )
        return round(figure, SCALE)


def _columns(report: Report, what: What) -> list[Column]:
    if what not in get_args(What):
        raise ValueError(f"no frame of {what!r}; there are {', '.join(get_args(What))}")
    about: dict[str, Value] = {
        "issuer": report.issuer.name,
        "year": report.year,
        "report_kind": report.kind,
        "edition": report.edition,
        "sha256": report.source.sha256,
    }
    kinds, rows = _PARTS[what](report)
    own: dict[str, ColumnType] = {**dict.fromkeys(about, "text"), "year": "integer"}
    kinds = {**own, **kinds}
    data = [{**about, **row} for row in rows]
    return [
        Column(name, kind, [_clean(row.get(name)) for row in data]) for name, kind in kinds.items()
    ]


def _clean(value: Value) -> Value:
    return encodable(value) if isinstance(value, str) else value


Part = tuple[dict[str, ColumnType], Iterator[dict[str, Value]]]


def _metrics(report: Report) -> Part:
    found = report.metrics.items
    kinds: dict[str, ColumnType] = {
        "id": "text",
        "concept": "text",
        "label": "text",
        **dict.fromkeys(_dimensions(found), "text"),
        "value": "figure",
        "unit": "text",
        "state": "text",
        "certainty": "text",
        "parent": "text",
        "label_raw": "text",
        "raw": "text",
        **_PLACE,
    }
    return kinds, (_metric(metric, kind(report.kind)) for metric in found)


def _metric(metric: Metric, kind: ReportKind) -> dict[str, Value]:
    return {
        **metric.dimensions,
        "edition": metric.edition,
        "id": metric.id,
        "concept": said_by(metric, kind),
        "label": metric.label,
        "value": metric.value,
        "unit": metric.unit,
        "state": metric.state.value if metric.state else None,
        "certainty": metric.certainty.value,
        "parent": metric.parent,
        "label_raw": metric.label_raw,
        "raw": metric.raw,
        **_place(metric.origin),
    }


def _quantities(report: Report) -> Part:
    """``number`` counts them, so that ``part_of`` leads to the whole; ``of_year`` is set where it
    is another year than the report's."""
    kinds: dict[str, ColumnType] = {
        "section": "text",
        "number": "integer",
        "text": "text",
        "kind": "text",
        "value": "figure",
        "unit": "text",
        "low": "figure",
        "high": "figure",
        "qualifier": "text",
        "change": "text",
        "base": "figure",
        "result": "figure",
        **dict.fromkeys(("subject", "predicate", "channel"), "text"),
        "part_of": "integer",
        "concept": "text",
        **dict.fromkeys(_dimensions(report.quantities), "text"),
        "certainty": "text",
        "scope": "text",
        "of_year": "integer",
        "stated_none": "flag",
        "start": "integer",
        "end": "integer",
        **_PLACE,
    }
    return kinds, (_quantity(number, each) for number, each in enumerate(report.quantities))


def _quantity(number: int, quantity: Quantity) -> dict[str, Value]:
    change = quantity.change
    return {
        **quantity.dimensions,
        "section": _dotted(quantity.section),
        "number": number,
        "text": quantity.text,
        "kind": quantity.kind.value,
        "value": quantity.value,
        "unit": quantity.unit,
        "low": quantity.low,
        "high": quantity.high,
        "qualifier": quantity.qualifier.value if quantity.qualifier else None,
        "change": change.direction.value if change and change.direction else None,
        "base": change.base if change else None,
        "result": change.result if change else None,
        "subject": quantity.subject,
        "predicate": quantity.predicate,
        "channel": quantity.channel,
        "part_of": quantity.part_of,
        "concept": quantity.concept,
        "certainty": quantity.certainty.value if quantity.certainty else None,
        "scope": quantity.scope,
        "of_year": quantity.year,
        "stated_none": quantity.stated_none,
        "start": quantity.origin.start,
        "end": quantity.origin.end,
        **_place(quantity.origin),
    }


def _dimensions(found: Sequence[Metric | Quantity]) -> tuple[str, ...]:
    """Those of the catalogue are always columns, so that every report has the same."""
    seen = sorted({name for each in found for name in each.dimensions})
    return tuple(dict.fromkeys((*dimension_names(), *seen)))


def _findings(report: Report) -> Part:
    names = ("code", "severity", "message", "message_en", "expected", "found", "metrics")
    rows: Iterator[dict[str, Value]] = (
        {
            "code": finding.code,
            "severity": finding.severity.value,
            "message": finding.message,
            "message_en": finding.message_en,
            "expected": finding.expected,
            "found": finding.found,
            "metrics": " ".join(finding.metrics),
            **(_place(finding.origins[0]) if finding.origins else {}),
        }
        for finding in report.findings
    )
    return {**dict.fromkeys(names, "text"), **_PLACE}, rows


def _sections(report: Report) -> Part:
    kinds: dict[str, ColumnType] = {
        "number": "text",
        "level": "integer",
        "label": "text",
        "title": "text",
        "certainty": "text",
        "text": "text",
        "tables": "integer",
        **_PLACE,
    }

    def rows() -> Iterator[dict[str, Value]]:
        stack = [(section, 1) for section in reversed(report.sections)]
        while stack:
            section, level = stack.pop()
            yield {
                "number": _dotted(section.number),
                "level": level,
                "label": section.label.text if section.label else "",
                "title": section.title,
                "certainty": section.certainty.value,
                "text": section.text,
                "tables": len(section.tables),
                **_place(section.origin),
            }
            stack += [(child, level + 1) for child in reversed(section.children)]

    return kinds, rows()


_PLACE: Mapping[str, ColumnType] = dict.fromkeys(("page", "block", "row", "column"), "integer")

_PARTS = {
    "metrics": _metrics,
    "quantities": _quantities,
    "findings": _findings,
    "sections": _sections,
}


def _place(origin: Origin) -> dict[str, Value]:
    return {
        "page": origin.page,
        "block": origin.block,
        "row": origin.row,
        "column": origin.column,
    }


def _dotted(number: tuple[int, ...]) -> str | None:
    return ".".join(map(str, number)) or None
