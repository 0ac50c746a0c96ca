"""目录: the official statistics forms as data, one TOML file an edition.

An edition lists its tables, each with columns and rows, and the identities that its figures must
satisfy. Adding an edition means adding a file to the kind's ``editions``; nothing here names a row.
Each entry exists once, so entries compare and hash by identity.

>>> from govreport.kinds import kind
>>> [edition.id for edition in editions(kind("ogi"))]
['2014', '2019', '2021']
>>> edition("2014", kind("ogi")).row("applications.received").label
'收到申请数'
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from typing import Literal

import cattrs
from attrs import field, frozen

from govreport.kinds import ReportKind, kinds

__all__ = [
    "Column",
    "Dimension",
    "Edition",
    "Identity",
    "Row",
    "Succession",
    "TableForm",
    "dimension_names",
    "edition",
    "editions",
    "metric_id",
]


@frozen(kw_only=True, eq=False)
class Column:
    """栏目: a column, known by its heading (``labels``) under the headings above it (``path``).

    ``id`` is joined to the row's id; ``dimensions`` go into the metric.
    """

    role: Literal["label", "unit", "value"] = "value"
    labels: tuple[str, ...]
    path: tuple[str, ...] = ()
    id: str = ""
    unit: str | None = None
    dimensions: Mapping[str, str] = field(factory=dict)
    signed: bool = False


@frozen(kw_only=True, eq=False)
class Row:
    """指标: a row. ``label`` is the official wording without numbering and 其中：; ``variants`` are
    other wordings seen in published reports. A ``group`` row has no figure of its own."""

    id: str
    label: str
    number: str = ""
    parent: str | None = None
    of_which: bool = False
    group: bool = False
    unit: str | None = None
    variants: tuple[str, ...] = ()


@frozen(kw_only=True, eq=False)
class TableForm:
    """统计表: an official table; one without rows has a single, unlabelled row of figures.

    ``titles`` are the captions it goes by, ``section`` the heading of the section it belongs to.
    """

    id: str
    titles: tuple[str, ...]
    section: str | None = None
    columns: tuple[Column, ...] = field(alias="column")
    rows: tuple[Row, ...] = field(alias="row", default=())

    def columns_of(self, role: str) -> tuple[Column, ...]:
        """Return the columns that play a role."""
        return tuple(column for column in self.columns if column.role == role)


@frozen(kw_only=True, eq=False)
class Identity:
    """勾稽关系: the sum of ``left`` stands in ``relation`` to the sum of ``right``, for every value
    of the dimensions."""

    left: tuple[str, ...]
    right: tuple[str, ...]
    relation: Literal["=", "<="] = "="


@frozen(kw_only=True, eq=False)
class Succession:
    """跨年关系: how a figure follows from the report for the year before, for every value of the
    dimensions: ``figure`` is the sum of ``before``, taken from that report, with ``plus`` and less
    ``minus`` of its own report.

    ``editions`` are those that the report before may follow, the edition's own if none is named.
    ``severity`` is how much it matters where it does not hold.
    """

    figure: str
    before: tuple[str, ...]
    plus: tuple[str, ...] = ()
    minus: tuple[str, ...] = ()
    editions: tuple[str, ...] = ()
    severity: Literal["error", "warning"] = "error"

    @property
    def now(self) -> tuple[str, ...]:
        """The figures of the report itself."""
        return (self.figure, *self.plus, *self.minus)


@frozen(kw_only=True, eq=False)
class Dimension:
    """维度: what the columns of a table break its figures down by. Where ``total`` is set, the
    figure without the dimension is the sum over all members."""

    name: str
    label: str
    table: str
    members: Mapping[str, str]
    total: bool = False


@frozen(kw_only=True, eq=False)
class Edition:
    """版式: one edition of the official form. ``years`` are the first and the last year that it was
    prescribed for, the last one open for the current edition; ``source`` is the rule behind it."""

    id: str = field(alias="edition")
    name: str
    years: tuple[int, ...]
    source: str
    tables: tuple[TableForm, ...] = field(alias="table")
    identities: tuple[Identity, ...] = field(alias="identity", default=())
    successions: tuple[Succession, ...] = field(alias="succession", default=())
    dimensions: tuple[Dimension, ...] = field(alias="dimension", default=())

    def row(self, id: str) -> Row:
        """Return the row of that id.

        Raises:
            KeyError: the edition has no such row.
        """
        for table in self.tables:
            for row in table.rows:
                if row.id == id:
                    return row
        raise KeyError(id)

    def metric_ids(self) -> tuple[str, ...]:
        """Return the ids of all figures and groups, in the official order, each once."""
        ids: dict[str, None] = {}
        for table in self.tables:
            for row_id in [row.id for row in table.rows] or [""]:
                for column in table.columns_of("value"):
                    ids[metric_id(row_id, column.id)] = None
        return tuple(ids)


def metric_id(row_id: str, column_id: str) -> str:
    """Join the ids of a row and a column; either may be empty."""
    return ".".join(part for part in (row_id, column_id) if part)


@functools.cache
def dimension_names() -> tuple[str, ...]:
    """Return the names of the dimensions of all forms of all kinds, each once."""
    names = (d.name for kind in kinds() for form in editions(kind) for d in form.dimensions)
    return tuple(dict.fromkeys(names))


@functools.cache
def editions(kind: ReportKind) -> tuple[Edition, ...]:
    """Return all editions of a kind of report, in the order of their ids.

    Raises:
        ValueError: a file of the catalogue contradicts itself (a fault of the package).
    """
    folder = kind.folder.joinpath("editions")
    texts = {
        entry.name: entry.read_text(encoding="utf-8")
        for entry in folder.iterdir()
        if entry.name.endswith(".toml")
    }
    return tuple(_load(name, texts[name]) for name in sorted(texts))


def edition(id: str, kind: ReportKind) -> Edition:
    """Return the edition of that id, which is one of a kind of report.

    Raises:
        KeyError: there is no such edition.
    """
    for candidate in editions(kind):
        if candidate.id == id:
            return candidate
    raise KeyError(id)


def _load(name: str, text: str) -> Edition:
    converter = cattrs.Converter(forbid_extra_keys=True, use_alias=True)
    try:
        loaded = converter.structure(tomllib.loads(text), Edition)
    except (cattrs.BaseValidationError, tomllib.TOMLDecodeError) as error:
        raise ValueError(f"{name}: {cattrs.transform_error(error)}") from error
    known = set(loaded.metric_ids())
    for table in loaded.tables:
        ids = {row.id for row in table.rows}
        if len(ids) != len(table.rows):
            raise ValueError(f"{name}: table {table.id} has a row id twice")
        orphans = {row.parent for row in table.rows if row.parent} - ids
        if orphans:
            raise ValueError(f"{name}: table {table.id} has no rows {sorted(orphans)}")
    used = {id for identity in loaded.identities for id in (*identity.left, *identity.right)}
    for rule in loaded.successions:
        # What other editions say is known only once all are loaded: see concepts.py.
        own = loaded.id in (rule.editions or (loaded.id,))
        used |= {*rule.now, *(rule.before if own else ())}
    if used - known:
        raise ValueError(f"{name}: rules use unknown ids {sorted(used - known)}")
    return loaded
