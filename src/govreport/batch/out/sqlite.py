"""SQLite: all tables of a store in one file, with what each column says in the table ``columns``.

A figure is a number, and its exact text stands beside it (``value_text``); a list is JSON.
"""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import pyarrow as pa

from govreport.batch.store.reading import Tables
from govreport.export.columns import tables as described

__all__ = ["write_sqlite"]

_INDEXES = {
    "points": (("organ", "concept"), ("concept", "year")),
    "metrics": (("sha256",), ("id",)),
    "issuers": (("sha256",), ("organ",)),
    "reports": (("sha256",),),
    "organs": (("id",),),
    "findings": (("sha256",),),
}


def write_sqlite(path: Path, store: Tables, names: Iterable[str]) -> None:
    """Write tables of a store, row by row."""
    with closing(sqlite3.connect(path)) as db, db:
        db.execute(
            'CREATE TABLE columns ("table" TEXT, "column" TEXT, unit TEXT, zh TEXT, en TEXT)'
        )
        for name in names:
            schema = store.dataset(name).schema
            columns = ", ".join(f'"{each.name}" {_type(each.type)}' for each in schema)
            db.execute(f'CREATE TABLE "{name}" ({columns})')
            marks = ", ".join("?" for _ in schema)
            rows = store.rows(name, schema.names)
            db.executemany(
                f'INSERT INTO "{name}" VALUES ({marks})',  # noqa: S608  # a table of ours
                ([_cell(value) for value in row] for row in rows),
            )
            db.executemany(
                "INSERT INTO columns VALUES (?, ?, ?, ?, ?)",
                ((name, c.name, c.unit, c.zh, c.en) for c in described()[name].columns),
            )
            for number, of in enumerate(_INDEXES.get(name, ())):
                listed = ", ".join(f'"{each}"' for each in of)
                db.execute(f'CREATE INDEX "{name}_{number}" ON "{name}" ({listed})')


def _type(type_: pa.DataType) -> str:
    if pa.types.is_integer(type_) or pa.types.is_boolean(type_):
        return "INTEGER"
    return "NUMERIC" if pa.types.is_decimal(type_) or pa.types.is_floating(type_) else "TEXT"


def _cell(value: object) -> object:
    if isinstance(value, Decimal):
        return (
            int(value)
            if value == value.to_integral_value() and abs(value) < 2**63
            else float(value)
        )
    if isinstance(value, dt.date):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list) else value
