"""Arrow: the rows of reports as columns with a written schema, for Parquet and whatever reads it.

The tables are those of :mod:`govreport.export.frames`, and ``reports`` with a row for each report.
Every row names its report by ``sha256``, the hash of the file's content. A figure is a
``decimal128(38, 10)`` and stands beside it as text (``value``, ``value_text``): the text is exact
for every figure, the decimal is null for one that does not fit.

>>> SCHEMAS["metrics"].field("value").type
Decimal128Type(decimal128(38, 10))
>>> SCHEMAS["metrics"].metadata[b"govreport.schema"]
b'govreport.tables/1'
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from decimal import Decimal, localcontext
from typing import TYPE_CHECKING, get_args

from govreport.export.frames import PRECISION, SCALE, _columns
from govreport.export.safe import encodable
from govreport.forms.catalogue import dimension_names
from govreport.model.report import What

try:
    import pyarrow as pa
except ImportError as error:  # pragma: no cover
    raise ImportError("tables need pyarrow: pip install govreport[arrow]") from error

if TYPE_CHECKING:
    from govreport.model import Report

__all__ = ["SCHEMAS", "VERSION", "schema", "to_arrow"]

#: The version of the tables' schema, in their metadata under ``govreport.schema``. It changes when
#: a column goes or changes its meaning, not when one is added.
VERSION = "govreport.tables/1"

TEXT, INTEGER, FLAG = pa.string(), pa.int64(), pa.bool_()
FIGURE = pa.decimal128(PRECISION, SCALE)


def schema(fields: Mapping[str, pa.DataType]) -> pa.Schema:
    """Return a schema that says its version."""
    return pa.schema(list(fields.items()), metadata={"govreport.schema": VERSION})


def _figure(name: str) -> dict[str, pa.DataType]:
    return {name: FIGURE, f"{name}_text": TEXT}


_REPORT = {"sha256": TEXT, "issuer": TEXT, "year": INTEGER, "report_kind": TEXT, "edition": TEXT}
_PLACE = dict.fromkeys(("page", "block", "row", "column"), INTEGER)
_DIMENSIONS = dict.fromkeys(dimension_names(), TEXT)

#: The schema of each table.
SCHEMAS: Mapping[str, pa.Schema] = {
    "reports": schema(
        {
            "sha256": TEXT,
            "path": TEXT,
            "title": TEXT,
            "issuer": TEXT,
            "issuer_names": pa.list_(TEXT),
            "year": INTEGER,
            "report_kind": TEXT,
            "edition": TEXT,
            "issued": pa.date32(),
            "period_start": pa.date32(),
            "period_end": pa.date32(),
            "format": TEXT,
            "encoding": TEXT,
            "pages": INTEGER,
            "size": INTEGER,
            "metrics": INTEGER,
            "metrics_with_value": INTEGER,
            "sections": INTEGER,
            "quantities": INTEGER,
            "errors": INTEGER,
            "warnings": INTEGER,
            "infos": INTEGER,
            "notices": pa.list_(TEXT),
        }
    ),
    "metrics": schema(
        {
            **_REPORT,
            "id": TEXT,
            "concept": TEXT,
            "label": TEXT,
            **_DIMENSIONS,
            **_figure("value"),
            **dict.fromkeys(("unit", "state", "certainty", "parent", "label_raw", "raw"), TEXT),
            **_PLACE,
        }
    ),
    "quantities": schema(
        {
            **_REPORT,
            "section": TEXT,
            "number": INTEGER,
            "text": TEXT,
            "kind": TEXT,
            **_figure("value"),
            "unit": TEXT,
            **_figure("low"),
            **_figure("high"),
            "qualifier": TEXT,
            "change": TEXT,
            **_figure("base"),
            **_figure("result"),
            **dict.fromkeys(("subject", "predicate", "channel"), TEXT),
            "part_of": INTEGER,
            "concept": TEXT,
            **_DIMENSIONS,
            "certainty": TEXT,
            "scope": TEXT,
            "of_year": INTEGER,
            "stated_none": FLAG,
            "start": INTEGER,
            "end": INTEGER,
            **_PLACE,
        }
    ),
    "sections": schema(
        {
            **_REPORT,
            "number": TEXT,
            "level": INTEGER,
            **dict.fromkeys(("label", "title", "certainty", "text"), TEXT),
            "tables": INTEGER,
            **_PLACE,
        }
    ),
    "findings": schema(
        {
            **_REPORT,
            **dict.fromkeys(
                ("code", "severity", "message", "message_en", "expected", "found", "metrics"), TEXT
            ),
            **_PLACE,
        }
    ),
}


def to_arrow(report: Report) -> dict[str, pa.RecordBatch]:
    """Return a report as rows of each of the tables; all columns are there, whatever it holds."""
    parts = {name: _part(report, name) for name in get_args(What)}
    return {"reports": _about(report), **{name: parts[name] for name in SCHEMAS if name in parts}}


def _part(report: Report, what: What) -> pa.RecordBatch:
    columns: dict[str, list[str | int | Decimal | None]] = {}
    for column in _columns(report, what):
        if column.kind == "figure":
            columns[column.name] = [_fixed(value) for value in column.values]
            columns[f"{column.name}_text"] = [
                None if value is None else format(Decimal(value), "f") for value in column.values
            ]
        else:
            columns[column.name] = column.values
    want = SCHEMAS[what]
    height = len(columns["sha256"])
    nothing: list[str | int | Decimal | None] = [None] * height
    return pa.RecordBatch.from_arrays(
        [pa.array(columns.get(field.name, nothing), field.type) for field in want], schema=want
    )


def _fixed(value: str | int | Decimal | None) -> Decimal | None:
    """The figure with all the places of the column, ``None`` where it does not fit exactly."""
    if value is None:
        return None
    with localcontext(prec=PRECISION * 4):
        figure = Decimal(value)
        if abs(figure) >= 10 ** (PRECISION - SCALE) or figure != round(figure, SCALE):
            return None
        return round(figure, SCALE)


Scalar = str | int | dt.date | list[str] | None


def _about(report: Report) -> pa.RecordBatch:
    severities = Counter(finding.severity.value for finding in report.findings)
    row: dict[str, Scalar] = {
        "sha256": report.source.sha256,
        "path": report.source.path,
        "title": report.title,
        "issuer": report.issuer.name,
        "issuer_names": list(dict.fromkeys(name.text for name in report.issuer.names)),
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
