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

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, get_args

from govreport.errors import missing
from govreport.export.columns import PRECISION, SCALE, ColumnType, tables
from govreport.export.frames import rows_of
from govreport.export.safe import encodable
from govreport.export.values import fixed
from govreport.model.report import What

try:
    import pyarrow as pa
except ImportError as error:  # pragma: no cover
    raise missing("a table", "pyarrow") from error
from govreport.model import NumberUse

if TYPE_CHECKING:
    from govreport.model import Report

__all__ = [
    "LISTS",
    "SCHEMAS",
    "VERSION",
    "Rows",
    "rows_by_table",
    "schema",
    "schema_of",
    "text_of",
    "to_arrow",
    "to_lists",
]

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


#: The type of the rows of a report in each table.
LISTS: Mapping[str, pa.ListType] = {
    name: pa.list_(pa.struct(list(want))) for name, want in SCHEMAS.items()
}
_FIGURES: Mapping[str, Sequence[str]] = {
    name: [column.name for column in tables()[name].columns if column.type == "figure"]
    for name in SCHEMAS
}

#: The rows of a report in a table by their columns.
Rows = Sequence[Mapping[str, object]]


def to_arrow(report: Report) -> dict[str, pa.RecordBatch]:
    """Return a report as rows of each of the tables; all columns are there, whatever it holds."""
    return {
        name: pa.RecordBatch.from_struct_array(
            to_lists(name, [rows]).flatten()
        ).replace_schema_metadata(SCHEMAS[name].metadata)
        for name, rows in rows_by_table(report).items()
    }


def rows_by_table(report: Report) -> dict[str, Rows]:
    """Return the rows of a report in each table, for :func:`to_lists`; a column that a row says
    nothing of may be missing in it."""
    parts = {name: _rows(report, name) for name in get_args(What) if name in SCHEMAS}
    return {"reports": [_about(report)], **{name: parts[name] for name in SCHEMAS if name in parts}}


def to_lists(table: str, reports: Sequence[Rows]) -> pa.ListArray:
    """Return the rows of reports in a table as an array with a list for each report."""
    try:
        return pa.array(reports, LISTS[table])
    except UnicodeEncodeError:  # half of a surrogate pair, which hardly any text has
        return pa.array([[*map(_clean, rows)] for rows in reports], LISTS[table])


def _rows(report: Report, what: What) -> Rows:
    rows = rows_of(report, what)
    figures = [(name, text_of(name)) for name in _FIGURES[what]]
    for row in rows:
        for name, text in figures:
            value = row.get(name)
            if value is not None:
                row[text] = str(value) if isinstance(value, int) else format(value, "f")
                row[name] = fixed(value)
    return rows


def _about(report: Report) -> Mapping[str, object]:
    severities = Counter(finding.severity.value for finding in report.findings)
    return {
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


def _clean(row: Mapping[str, object]) -> Mapping[str, object]:
    return {name: _encodable(value) for name, value in row.items()}


def _encodable(value: object) -> object:
    if isinstance(value, list):
        return [encodable(item) for item in value]
    return encodable(value) if isinstance(value, str) else value
