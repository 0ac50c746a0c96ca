"""Columns: what each column of each table is, once, for frames, Arrow schemas and the reference.

The tables of reports (``reports`` with a row for each, ``metrics``, ``quantities``, ``sections``,
``findings``) and those of a store (``files``, ``series_findings``, ``issuers``) stand in
``columns.toml``.

>>> value = tables()["metrics"].column("value")
>>> value.type, tables()["files"].column("mtime_ns").unit
('figure', 'ns')
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from govreport.forms.catalogue import dimension_names
from govreport.zh.data_files import shaped

__all__ = ["PRECISION", "REPORT", "SCALE", "Column", "ColumnType", "Table", "tables"]

#: ``figure`` is exact: an integer or a decimal; ``texts`` a list of texts, ``number`` a float.
ColumnType = Literal["text", "texts", "integer", "figure", "number", "flag", "date"]

#: Decimal digits of a figure where a column has a fixed type, and how many stand behind the point.
PRECISION, SCALE = 38, 10

#: The columns by which each row names its report.
REPORT = ("sha256", "issuer", "year", "report_kind", "edition")

#: What stands in a table's list for all dimensions of the official forms.
DIMENSIONS = "dimensions"


class Column(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A column: its heading in Chinese (in English it is its name), its meaning in both languages,
    and its unit where it is a measure (``B``, ``s``).

    ``dimension`` marks those that hold a member of a dimension, such as ``applicant``; ``known`` is
    all that may stand in it, in order.
    """

    name: str = ""
    type: ColumnType
    unit: str | None = None
    head: str = ""
    zh: str
    en: str
    dimension: bool = False
    known: tuple[str, ...] = ()


class Table(Struct, frozen=True, kw_only=True):
    """A table: its title in Chinese (in English it is its name), its meaning, its columns in
    order."""

    name: str
    title: str
    zh: str
    en: str
    columns: tuple[Column, ...]

    def column(self, name: str) -> Column:
        """Return the column of that name.

        Raises:
            KeyError: there is none.
        """
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)


class _Listed(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    title: str
    zh: str
    en: str
    columns: tuple[str, ...]


class _File(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    tables: Mapping[str, _Listed]
    columns: Mapping[str, Column] = {}


@functools.cache
def tables() -> Mapping[str, Table]:
    """Return all tables by their names."""
    file = shaped(_File, __package__, "columns.toml")
    return {
        name: Table(
            name=name,
            title=listed.title,
            zh=listed.zh,
            en=listed.en,
            columns=tuple(_columns(name, listed, file)),
        )
        for name, listed in file.tables.items()
    }


def _columns(table: str, listed: _Listed, file: _File) -> Iterator[Column]:
    for name in listed.columns:
        if name == DIMENSIONS:
            for dimension in dimension_names():
                zh, en = f"维度：{dimension}", f"dimension: {dimension}"
                column = file.columns.get(dimension) or Column(type="text", zh=zh, en=en)
                head = column.head or dimension
                yield replace(column, name=dimension, head=head, dimension=True)
        else:
            shared = file.columns.get(name)
            column = file.columns.get(f"{table}.{name}") or file.columns[name]
            head = column.head or (shared.head if shared else "") or name
            yield replace(column, name=name, head=head)
