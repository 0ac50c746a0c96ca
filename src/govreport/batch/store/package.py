"""``datapackage.json``: what the tables of a store are, for programs that know Frictionless data.

See https://datapackage.org: a resource a table, a field a column, with its type and its meaning.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from govreport.export.arrow import VERSION, text_of
from govreport.export.columns import Column, ColumnType, Table
from govreport.export.columns import tables as described

__all__ = ["PACKAGE", "data_package", "resource"]

PACKAGE = "datapackage.json"

_TYPES: Mapping[ColumnType, str] = {
    "text": "string",
    "texts": "list",
    "integer": "integer",
    "figure": "number",
    "number": "number",
    "flag": "boolean",
    "date": "date",
}
_KEYS: Mapping[str, Sequence[str]] = {
    "reports": ["sha256"],
    "issuers": ["sha256"],
    "organs": ["id"],
    "concepts": ["report_kind", "id"],
}
#: The columns of each table that lead to a row of another.
_LINKS = {"sha256": ("reports", "sha256"), "organ": ("organs", "id")}


def data_package(resources: Iterable[Mapping[str, object]]) -> dict[str, object]:
    """Return the description of a store, or of what was written of one."""
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "govreport",
        "title": "政府信息公开工作年度报告",
        "govreport": VERSION,
        "resources": list(resources),
    }


def resource(
    name: str, path: str | Sequence[str], format: str, among: Iterable[str]
) -> dict[str, object]:
    """Return the description of a table.

    Args:
        name: the table.
        path: its file or files.
        format: ``parquet`` or ``csv``; only the first has figures as text, too.
        among: the tables that are described beside it, to which its columns may lead.
    """
    table = described()[name]
    schema: dict[str, object] = {"fields": [*_fields(table, texts=format == "parquet")]}
    if name in _KEYS:
        schema["primaryKey"] = _KEYS[name]
    links = [
        {"fields": [column], "reference": {"resource": to, "fields": [field]}}
        for column, (to, field) in _LINKS.items()
        if to in among and to != name and any(each.name == column for each in table.columns)
    ]
    if links:
        schema["foreignKeys"] = links
    return {
        "name": name,
        "title": table.title,
        "description": f"{table.zh}\n{table.en}",
        "path": path,
        "format": format,
        "schema": schema,
    }


def _fields(table: Table, *, texts: bool) -> Iterable[dict[str, object]]:
    for column in table.columns:
        yield _field(column)
        if texts and column.type == "figure":
            yield {"name": text_of(column.name), "type": "string"}


def _field(column: Column) -> dict[str, object]:
    field: dict[str, object] = {
        "name": column.name,
        "title": column.head,
        "type": _TYPES[column.type],
        "description": f"{column.zh}\n{column.en}",
    }
    if column.unit:
        field["unit"] = column.unit
    if column.known:
        field["constraints"] = {"enum": list(column.known)}
    return field
