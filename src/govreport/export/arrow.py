"""Arrow: the rows of reports as columns with a written schema, for Parquet and whatever reads it.

The tables are those of :mod:`govreport.export.columns`.
Every row names its report by ``sha256``, the hash of the file's content. A figure is a
``decimal128(38, 10)`` and stands beside it as text (``value``, ``value_text``): the text is exact
for every figure, the decimal is null for one that does not fit.

>>> SCHEMAS["metrics"].field("value").type
Decimal128Type(decimal128(38, 10))
>>> SCHEMAS["metrics"].metadata[b"govreport.schema"]
b'govreport.tables/2'
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, get_args

from govreport.errors import missing
from govreport.export.columns import PRECISION, SCALE, ColumnType, tables
from govreport.export.frames import columns_of
from govreport.export.safe import encodable
from govreport.export.values import Value, fixed
from govreport.model.report import What

try:
    import pyarrow as pa
except ImportError as error:  # pragma: no cover
    raise missing("a table", "pyarrow") from error
from govreport.model import NumberUse

if TYPE_CHECKING:
    from govreport.model import Report

__all__ = ["SCHEMAS", "VERSION", "schema", "schema_of", "text_of", "to_arrow"]

#: The version of the tables' schema, in their metadata under ``govreport.schema``. It changes when
#: a column goes or changes its meaning, not when one is added.
VERSION = "govreport.tables/2"

TEXT, INTEGER = pa.string(), pa.int64()
FIGURE = pa.decimal128(PRECISION, SCALE)


_TYPES: Mapping[ColumnType, pa.DataType] = {
    "text": TEXT,
    "texts": pa.list_(TEXT),
    "integer": INTEGER,
    "figure": FIGURE,
    "number": pa.float64(),
    "flag": pa.bool_(),
    "date": pa.date32(),
}


def schema(fields: Mapping[str, pa.DataType]) -> pa.Schema:
    """Return a schema that says its version."""
    return pa.schema(list(fields.items()), metadata={"govreport.schema": VERSION})


def schema_of(table: str) -> pa.Schema:
    """Return the schema of a table of :mod:`govreport.export.columns`."""
    fields: dict[str, pa.DataType] = {}
    for column in tables()[table].columns:
        fields[column.name] = _TYPES[column.type]
        if column.type == "figure":
            fields[text_of(column.name)] = TEXT
    return schema(fields)


def text_of(figure: str) -> str:
    """Return the name of the column that says a figure as text."""
    return f"{figure}_text"


#: The schema of each table of reports.
SCHEMAS: Mapping[str, pa.Schema] = {
    name: schema_of(name)
    for name in ("reports", "metrics", "quantities", "sections", "findings", "measures")
}


def to_arrow(report: Report) -> dict[str, pa.RecordBatch]:
    """Return a report as rows of each of the tables; all columns are there, whatever it holds."""
    parts = {name: _part(report, name) for name in get_args(What) if name in SCHEMAS}
    return {"reports": _about(report), **{name: parts[name] for name in SCHEMAS if name in parts}}


def _part(report: Report, what: What) -> pa.RecordBatch:
    columns: dict[str, list[Value]] = {}
    for column in columns_of(report, what):
        if column.type == "figure":
            columns[column.name] = [fixed(value) for value in column.values]
            columns[text_of(column.name)] = [
                None if value is None else format(Decimal(value), "f") for value in column.values
            ]
        else:
            columns[column.name] = column.values
    want = SCHEMAS[what]
    height = len(columns["sha256"])
    nothing: list[Value] = [None] * height
    return pa.RecordBatch.from_arrays(
        [pa.array(columns.get(field.name, nothing), field.type) for field in want], schema=want
    )


Scalar = str | int | dt.date | list[str] | None


def _about(report: Report) -> pa.RecordBatch:
    severities = Counter(finding.severity.value for finding in report.findings)
    row: dict[str, Scalar] = {
        "sha256": report.source.sha256,
        "path": report.source.path,
        "title": report.title,
        "issuer": report.issuer.name,
        "issuer_names": list(dict.fromkeys(name.text for name in report.issuer.names)),
        "place": report.issuer.place.id if report.issuer.place else None,
        "place_name": report.issuer.place.name if report.issuer.place else None,
        "scope": report.scope.value,
        "year": report.year,
        "report_kind": report.kind,
        "edition": report.edition,
        "issued": report.issued,
        "period_start": report.period.start if report.period else None,
        "period_end": report.period.end if report.period else None,
        "format": report.source.format,
        "encoding": report.source.encoding,
        "pages": report.source.pages,
        "size": report.source.size,
        "metrics": len(report.metrics),
        "metrics_with_value": sum(metric.value is not None for metric in report.metrics),
        "sections": sum(1 for section in report.sections for _ in section.walk()),
        "quantities": len(report.quantities),
        "numbers": report.coverage.total,
        "unaccounted": report.coverage.counts.get(NumberUse.UNACCOUNTED, 0),
        "lost": len(report.coverage.lost),
        "errors": severities["error"],
        "warnings": severities["warning"],
        "infos": severities["info"],
        "notices": [f"{notice.code}: {notice.message}" for notice in report.notices],
    }
    return pa.RecordBatch.from_pylist(
        [{name: _clean(value) for name, value in row.items()}], schema=SCHEMAS["reports"]
    )


def _clean(value: Scalar) -> Scalar:
    if isinstance(value, list):
        return [encodable(item) for item in value]
    return encodable(value) if isinstance(value, str) else value
