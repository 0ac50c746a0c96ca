"""Tidy data frames: one row a figure, a quantity, a finding or a section.

Each row names its report (``issuer``, ``year``, ``report_kind``, ``edition``, ``sha256``), so the
frames of many reports can be put one under the other: columns and types are those of its kind.
A dimension is a column of its own (``applicant``, ``route``), empty where a figure has none. No
exact ``value`` becomes a binary float: pandas holds ``Decimal`` objects, polars decimals of ten
places; beside it stands the float ``number``, to plot and rank.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, get_args

from govreport.document import Origin, Table
from govreport.errors import missing
from govreport.export.columns import PRECISION, REPORT, SCALE, Column, ColumnType, tables
from govreport.export.safe import encodable
from govreport.export.values import Filled, Value, fixed, floating
from govreport.forms.catalogue import dimension_names
from govreport.forms.concepts import said_by
from govreport.forms.totals import is_total, members
from govreport.kinds import kind as find_kind
from govreport.model import Metric, Quantity, Report
from govreport.model.report import What

if TYPE_CHECKING:
    import pandas
    import polars

__all__ = [
    "Columns",
    "columns_of",
    "require_pandas",
    "table_frame",
    "to_pandas",
    "to_polars",
    "values_of",
]

#: A row by its columns.
Row = dict[str, Value]
#: Rows by columns, all of one length.
Columns = Mapping[str, list[Value]]


def to_pandas(report: Report, what: What = "metrics") -> pandas.DataFrame:
    """Return one part of a report as a pandas frame: ``string``, ``Int64``, ``Float64`` and
    ``boolean`` columns, ordered categories where all that may stand there is known (``severity``),
    and ``Decimal`` objects for exact figures.

    Raises:
        ImportError: pandas is not installed.
        ValueError: there is no such part.
    """
    columns = columns_of(report, what)
    require_pandas()
    from govreport.export.frame import frame_of

    return frame_of(columns)


def table_frame(table: Table, header: int) -> pandas.DataFrame:
    """Return the texts of a table's cells; see :meth:`govreport.document.Table.to_frame`."""
    require_pandas()
    from govreport.export.frame import of_table

    return of_table(table, header)


def require_pandas() -> None:
    """Do nothing if pandas is installed.

    Raises:
        ImportError: it is not; the message says how to install it.
    """
    try:
        import pandas  # noqa: F401
    except ImportError as error:
        raise missing("to_frame()", "pandas") from error


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
        raise missing("to_frame(polars=True)", "polars") from error
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
    count, columns = values_of(report, what)
    nothing: list[Value] = [None] * count
    return [
        Filled(name, type, _clean(columns.get(name, nothing), type), _known(what, name))
        for name, type in _types(what, report).items()
    ]


def values_of(report: Report, what: What) -> tuple[int, Columns]:
    """Return the number of rows of a part and their values by columns, with what names the report;
    a column that no row says anything of is not there.

    Raises:
        ValueError: there is no such part.
    """
    if what not in get_args(What):
        raise ValueError(f"no frame of {what!r}; there are {', '.join(get_args(What))}")
    about: Row = {
        "issuer": report.issuer.name,
        "year": report.year,
        "report_kind": report.kind,
        "edition": report.edition,
        "sha256": report.source.sha256,
    }
    if what == "metrics":
        count, columns = len(report.metrics.items), _metrics(report)
    else:
        rows = [*_PARTS[what](report)]
        count, columns = len(rows), _by_columns(rows)
    return count, {name: [value] * count for name, value in about.items()} | columns


def _by_columns(rows: Sequence[Row]) -> dict[str, list[Value]]:
    names = dict.fromkeys(name for row in rows for name in row)
    return {name: [row.get(name) for row in rows] for name in names}


def _types(what: What, report: Report) -> dict[str, ColumnType]:
    """Each column's type. A person looks for the issuer first, not for the hash of the file."""
    mine = dimension_names(find_kind(report.kind))
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


@functools.cache
def _known(what: What, name: str) -> tuple[str, ...]:
    columns = (column for column in tables()[what].columns if column.name == name)
    return next((column.known for column in columns), ())


def _named(columns: Sequence[Column]) -> dict[str, ColumnType]:
    return {column.name: column.type for column in columns}


def _clean(values: list[Value], type: ColumnType) -> list[Value]:
    if type != "text":
        return values
    return [encodable(value) if isinstance(value, str) else value for value in values]


def _metrics(report: Report) -> dict[str, list[Value]]:
    """By columns from the first: there are hundreds in a report."""
    metrics = report.metrics.items
    same = [_same_everywhere(report.kind, m.edition, m.id, *m.dimensions.items()) for m in metrics]
    values = [metric.value for metric in metrics]
    origins = [metric.origin for metric in metrics]
    return _by_columns(same) | {
        "label": [metric.label for metric in metrics],
        "value": [*values],
        "number": [*map(floating, values)],
        "unit": [metric.unit for metric in metrics],
        "state": [metric.state.value if metric.state else None for metric in metrics],
        "certainty": [metric.certainty.value for metric in metrics],
        "parent": [metric.parent for metric in metrics],
        "label_raw": [metric.label_raw for metric in metrics],
        "raw": [metric.raw for metric in metrics],
        "page": [origin.page for origin in origins],
        "block": [origin.block for origin in origins],
        "row": [origin.row for origin in origins],
        "column": [origin.column for origin in origins],
    }


@functools.lru_cache(maxsize=65_536)
def _same_everywhere(kind: str, edition: str | None, id: str, *dimensions: tuple[str, str]) -> Row:
    """What is the same for a figure in all reports of an edition."""
    own, of = find_kind(kind), dict(dimensions)
    return {
        **members(id, of, own),
        "edition": edition,
        "id": id,
        "concept": said_by(edition, id, of, own),
        "is_total": is_total(id, of, own),
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


def _measures(report: Report) -> Iterator[Row]:
    return (
        {
            "measure": each.id,
            "label": each.label,
            "number": None if each.value is None else float(each.value),
            "unit": each.unit,
            "numerator": each.numerator,
            "denominator": each.denominator,
            "n": each.n,
            "comparable": each.comparable,
            "note": each.note or None,
            "note_en": each.note_en or None,
        }
        for each in report.measures
    )


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
    "quantities": _quantities,
    "findings": _findings,
    "sections": _sections,
    "measures": _measures,
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
