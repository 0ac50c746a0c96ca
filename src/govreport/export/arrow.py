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

import functools
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, get_args

from govreport.errors import missing
from govreport.export.columns import PRECISION, SCALE, ColumnType, tables
from govreport.export.frames import values_of
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
    "NONE",
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
_NAMES: Mapping[str, Sequence[str]] = {name: want.names for name, want in SCHEMAS.items()}
_FIGURES: Mapping[str, Sequence[str]] = {
    name: [column.name for column in tables()[name].columns if column.type == "figure"]
    for name in SCHEMAS
}

#: The rows of a report in a table: how many, and their values by columns.
Rows = tuple[int, Mapping[str, Sequence[object]]]
NONE: Rows = (0, {})


def to_arrow(report: Report) -> dict[str, pa.RecordBatch]:
    """Return a report as rows of each of the tables; all columns are there, whatever it holds."""
    return {
        name: pa.RecordBatch.from_struct_array(
            to_lists(name, [rows]).flatten()
        ).replace_schema_metadata(SCHEMAS[name].metadata)
        for name, rows in rows_by_table(report).items()
    }


def rows_by_table(report: Report) -> dict[str, Rows]:
    """Return the rows of a report in each table, for :func:`to_lists`; a column that they say
    nothing of may be missing."""
    parts = {name: _rows(report, name) for name in get_args(What) if name in SCHEMAS}
    about = {name: [value] for name, value in _about(report).items()}
    return {"reports": (1, about), **{name: parts[name] for name in SCHEMAS if name in parts}}


def to_lists(table: str, reports: Sequence[Rows]) -> pa.ListArray:
    """Return the rows of reports in a table as an array with a list for each report."""
    if not any(count for count, _ in reports):
        return _empty(table, len(reports))
    lists = [_by_rows(table, *rows) for rows in reports]
    try:
        return pa.array(lists, LISTS[table])
    except UnicodeEncodeError:  # half of a surrogate pair, which hardly any text has
        clean = [[tuple(map(_encodable, row)) for row in rows] for rows in lists]
        return pa.array(clean, LISTS[table])


@functools.lru_cache(maxsize=256)
def _empty(table: str, count: int) -> pa.ListArray:
    return pa.array([()] * count, LISTS[table])


def _by_rows(
    table: str, count: int, columns: Mapping[str, Sequence[object]]
) -> list[tuple[object, ...]]:
    """Rows with a value for each column of a table."""
    nothing = [None] * count
    return [*zip(*(columns.get(name, nothing) for name in _NAMES[table]), strict=True)]


def _rows(report: Report, what: What) -> Rows:
    count, columns = values_of(report, what)
    figures = {name: columns[name] for name in _FIGURES[what] if name in columns}
    texts = {text_of(name): [*map(_text, values)] for name, values in figures.items()}
    exact = {name: [*map(fixed, values)] for name, values in figures.items()}
    return count, {**columns, **texts, **exact}


def _text(value: object) -> str | None:
    if isinstance(value, int):
        return str(value)
    return None if value is None else format(value, "f")


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


def _encodable(value: object) -> object:
    if isinstance(value, list):
        return [encodable(item) for item in value]
    return encodable(value) if isinstance(value, str) else value
