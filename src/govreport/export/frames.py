"""Tidy data frames: one row a figure, a quantity, a finding or a section.

Each row names its report (``issuer``, ``year``, ``report_kind``, ``edition``, ``sha256``), so the
frames of many reports can be put one under the other: columns and types are those of its kind.
A dimension is a column of its own (``applicant``, ``route``), empty where a figure has none. No
figure becomes a binary float: pandas holds ``int`` and ``Decimal`` objects, polars decimals of ten
places.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal, localcontext
from typing import TYPE_CHECKING, get_args

from attrs import frozen

from govreport.document import Origin
from govreport.export.columns import PRECISION, REPORT, SCALE, Column, ColumnType, tables
from govreport.export.safe import encodable
from govreport.forms.catalogue import dimension_names
from govreport.forms.concepts import said_by
from govreport.forms.totals import is_total, members
from govreport.kinds import ReportKind, kind
from govreport.model import Metric, Quantity, Report
from govreport.model.report import What

if TYPE_CHECKING:
    import pandas
    import polars

__all__ = [
    "Filled",
    "Value",
    "columns_of",
    "fixed",
    "floating",
    "pandas_of",
    "to_pandas",
    "to_polars",
]

Value = str | int | float | Decimal | None

_DTYPES: Mapping[ColumnType, str] = {
    "text": "string",
    "integer": "Int64",
    "figure": "object",
    "number": "Float64",
    "flag": "boolean",
}


@frozen
class Filled:
    """A column with its type and all its values."""

    name: str
    type: ColumnType
    values: list[Value]


def to_pandas(report: Report, what: What = "metrics") -> pandas.DataFrame:
    """Return one part of a report as a pandas frame: ``string``, ``Int64`` and ``object`` columns.

    Raises:
        ImportError: pandas is not installed.
        ValueError: there is no such part.
    """
    return pandas_of(columns_of(report, what))


def pandas_of(columns: Iterable[Filled]) -> pandas.DataFrame:
    """Return columns as a pandas frame.

    Raises:
        ImportError: pandas is not installed.
    """
    try:
        import pandas as pd
    except ImportError as error:
        raise ImportError("to_frame() needs pandas: pip install govreport[pandas]") from error
    return pd.DataFrame({c.name: pd.Series(c.values, dtype=_DTYPES[c.type]) for c in columns})


def to_polars(report: Report, what: What = "metrics") -> polars.DataFrame:
    """Return one part of a report as a polars frame: ``String``, ``Int64`` and ``Decimal`` columns.

    Raises:
        ImportError: polars is not installed.
        ValueError: there is no such part, or a figure has more digits than a column can hold.
    """
    columns = columns_of(report, what)
    try:
        import polars as pl
    except ImportError as error:
        raise ImportError("to_frame() needs polars: pip install govreport[polars]") from error
    dtypes = {
        "text": pl.String(),
        "integer": pl.Int64(),
        "figure": pl.Decimal(PRECISION, SCALE),
        "number": pl.Float64(),
        "flag": pl.Boolean(),
    }
    return pl.DataFrame(
        [
            pl.Series(
                c.name,
                [_fitting(value) for value in c.values] if c.type == "figure" else c.values,
                dtype=dtypes[c.type],
            )
            for c in columns
        ]
    )


def fixed(value: Value) -> Decimal | None:
    """Return a figure with all the places of its column, ``None`` where it does not fit exactly."""
    if value is None:
        return None
    with localcontext(prec=PRECISION * 4):
        figure = Decimal(value)
        if abs(figure) >= 10 ** (PRECISION - SCALE) or figure != round(figure, SCALE):
            return None
        return round(figure, SCALE)


def floating(value: int | Decimal | None) -> float | None:
    """Return a figure as a float, near enough to plot and rank; ``None`` where none is near it."""
    if value is None:
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None


def _fitting(value: Value) -> Decimal | None:
    figure = fixed(value)
    if figure is None and value is not None:
        raise ValueError(f"{value!s:.60} does not fit Decimal({PRECISION}, {SCALE}): use pandas")
    return figure


def columns_of(report: Report, what: What) -> list[Filled]:
    """Return the columns of a part: those of :mod:`govreport.export.columns`, issuer first.

    A dimension that no form has comes behind the others.

    Raises:
        ValueError: there is no such part.
    """
    if what not in get_args(What):
        raise ValueError(f"no frame of {what!r}; there are {', '.join(get_args(What))}")
    about: dict[str, Value] = {
        "issuer": report.issuer.name,
        "year": report.year,
        "report_kind": report.kind,
        "edition": report.edition,
        "sha256": report.source.sha256,
    }
    data = [{**about, **row} for row in _PARTS[what](report)]
    return [
        Filled(name, type, [_clean(row.get(name)) for row in data])
        for name, type in _types(what, report).items()
    ]


def _types(what: What, report: Report) -> dict[str, ColumnType]:
    """Each column's type. A person looks for the issuer first, not for the hash of the file."""
    mine = dimension_names(kind(report.kind))
    own = [
        column
        for column in tables()[what].columns
        if column.name not in REPORT and (not column.dimension or column.name in mine)
    ]
    about = [tables()[what].column(name) for name in (*REPORT[1:], REPORT[0])]
    last = max((n for n, column in enumerate(own, start=1) if column.dimension), default=0)
    found: Sequence[Metric | Quantity] = ()
    if what in ("metrics", "quantities"):
        found = report.metrics.items if what == "metrics" else report.quantities
    others = {name for each in found for name in each.dimensions}
    others -= {column.name for column in own}
    types = _named(about) | _named(own[:last])
    return types | dict.fromkeys(sorted(others), "text") | _named(own[last:])


def _named(columns: Sequence[Column]) -> dict[str, ColumnType]:
    return {column.name: column.type for column in columns}


def _clean(value: Value) -> Value:
    return encodable(value) if isinstance(value, str) else value


Row = dict[str, Value]


def _metrics(report: Report) -> Iterator[Row]:
    return (_metric(metric, kind(report.kind)) for metric in report.metrics)


def _metric(metric: Metric, kind: ReportKind) -> Row:
    return {
        **members(metric.id, metric.dimensions, kind),
        "edition": metric.edition,
        "id": metric.id,
        "concept": said_by(metric, kind),
        "label": metric.label,
        "is_total": is_total(metric.id, metric.dimensions, kind),
        "value": metric.value,
        "number": floating(metric.value),
        "unit": metric.unit,
        "state": metric.state.value if metric.state else None,
        "certainty": metric.certainty.value,
        "parent": metric.parent,
        "label_raw": metric.label_raw,
        "raw": metric.raw,
        **_place(metric.origin),
    }


def _quantities(report: Report) -> Iterator[Row]:
    """``position`` counts them, so that ``part_of`` leads to the whole."""
    return (_quantity(position, each) for position, each in enumerate(report.quantities))


def _quantity(position: int, quantity: Quantity) -> Row:
    change = quantity.change
    return {
        **quantity.dimensions,
        "section": _dotted(quantity.section),
        "position": position,
        "text": quantity.text,
        "kind": quantity.kind.value,
        "value": quantity.value,
        "number": floating(quantity.value),
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


def _findings(report: Report) -> Iterator[Row]:
    return (
        {
            "code": finding.code,
            "severity": finding.severity.value,
            "rule_version": finding.rule_version,
            "message": finding.message,
            "message_en": finding.message_en,
            "expected": finding.expected,
            "found": finding.found,
            "metrics": " ".join(finding.metrics),
            **(_place(finding.origins[0]) if finding.origins else {}),
        }
        for finding in report.findings
    )


def _sections(report: Report) -> Iterator[Row]:
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


def _other_figures(report: Report) -> Iterator[Row]:
    return (
        {
            "row_label": each.row,
            "column_label": each.column,
            "value": each.value,
            "number": floating(each.value),
            "unit": each.unit,
            "raw": each.raw,
            **_place(each.origin),
        }
        for each in report.other_figures
    )


_PARTS: Mapping[What, Callable[[Report], Iterator[Row]]] = {
    "metrics": _metrics,
    "quantities": _quantities,
    "findings": _findings,
    "sections": _sections,
    "tables": _other_figures,
}


def _place(origin: Origin) -> Row:
    return {
        "page": origin.page,
        "block": origin.block,
        "row": origin.row,
        "column": origin.column,
    }


def _dotted(number: tuple[int, ...]) -> str | None:
    return ".".join(map(str, number)) or None
