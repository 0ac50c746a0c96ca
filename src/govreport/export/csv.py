"""CSV: the figures or the findings of reports, a line each, for spreadsheets and other programs.

The columns are those of the frames (:mod:`govreport.export.columns`), behind the file's name, and
the same for every report, so that one table can go on over many. A dimension that no form has is in
the last column. Text that a spreadsheet would take for a formula begins with ``'``.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from govreport.export.columns import tables
from govreport.export.frames import columns_of
from govreport.export.safe import inert, visible
from govreport.export.values import Filled
from govreport.model import Report

__all__ = ["findings_csv", "metrics_csv"]

PATH, OTHERS = "path", "dimensions"


def metrics_csv(report: Report, path: str, *, head: bool = True) -> str:
    """Return a line for each figure; ``head`` says whether the line of column names goes before."""
    filled = columns_of(report, "metrics")
    names = [column.name for column in tables()["metrics"].columns]
    others = [column for column in filled if column.name not in names]
    known = {column.name: column for column in filled}
    columns = [known.get(name) for name in names]
    rows = _rows(columns, len(report.metrics))
    whole = ([*row, _told(others, number)] for number, row in enumerate(rows))
    return _written([PATH, *names, OTHERS], whole, path, head=head)


def findings_csv(report: Report, path: str, *, head: bool = True) -> str:
    """Return a line for each finding."""
    filled = columns_of(report, "findings")
    names = [column.name for column in filled]
    return _written([PATH, *names], _rows([*filled], len(report.findings)), path, head=head)


def _rows(columns: list[Filled | None], count: int) -> Iterator[list[str]]:
    for number in range(count):
        yield ["" if each is None else _cell(each, number) for each in columns]


def _cell(column: Filled, number: int) -> str:
    value = column.values[number]
    if value is None:
        return ""
    return inert(visible(value)) if isinstance(value, str) else str(value)


def _told(others: list[Filled], number: int) -> str:
    members = ((each.name, each.values[number]) for each in others)
    told = " ".join(f"{name}={member}" for name, member in members if member is not None)
    return inert(visible(told))


def _written(names: list[str], rows: Iterator[list[str]], path: str, *, head: bool) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    if head:
        writer.writerow(names)
    writer.writerows([inert(visible(path)), *row] for row in rows)
    return text.getvalue()
