"""The figures of each report of a store, kept aside on disk until their organ's turn comes."""

from __future__ import annotations

import itertools
import sqlite3
import zlib
from collections.abc import Sequence
from decimal import Decimal

import msgspec

from govreport.batch.store.reading import Tables
from govreport.document import Origin
from govreport.export.arrow import text_of
from govreport.forms.catalogue import dimension_names
from govreport.forms.totals import without_total
from govreport.model import Certainty, Metric, State

__all__ = ["CELLS", "DIMENSIONS", "PLACE", "metric_of", "noted", "take_figures"]

DIMENSIONS = sorted(dimension_names())
PLACE = ("page", "block", "row", "column")
COLUMNS = ("edition", "id", text_of("value"), "unit", "state", "label", "certainty", "raw")

#: What is noted of each figure, in order.
CELLS = (*COLUMNS, *DIMENSIONS, *PLACE)

Cells = Sequence[str | int | None]


def take_figures(db: sqlite3.Connection, tables: Tables) -> None:
    """Note the figures of each report of an organ: those of a report stand together."""
    query = "SELECT sha256 FROM reports WHERE organ IS NOT NULL"
    wanted = {sha256 for (sha256,) in db.execute(query)}
    rows = tables.rows("metrics", ("sha256", *CELLS), of=wanted)
    encode = msgspec.msgpack.encode
    with db:
        for sha256, own in itertools.groupby(rows, key=lambda row: row[0]):
            data = zlib.compress(encode([row[1:] for row in own]), 1)
            db.execute("UPDATE reports SET figures = ? WHERE sha256 = ?", (data, sha256))


def noted(data: object) -> list[list[str | int | None]]:
    """Return the figures of a report as they were noted: a row of :data:`CELLS` for each."""
    rows: list[list[str | int | None]] = []
    return msgspec.msgpack.decode(zlib.decompress(data)) if isinstance(data, bytes) else rows


def metric_of(row: Sequence[str | int | None]) -> Metric:
    """Return a figure that was noted."""
    return _metric(*row)  # type: ignore[arg-type]


def _metric(
    edition: str | None,
    id: str,
    value: str | None,
    unit: str | None,
    state: str | None,
    label: str,
    certainty: str,
    raw: str | None,
    *others: str | int | None,
) -> Metric:
    members: Cells = others[: len(DIMENSIONS)]
    page, block, row, column = others[len(DIMENSIONS) :]
    said = {
        name: str(member)
        for name, member in zip(DIMENSIONS, members, strict=True)
        if member is not None
    }
    return Metric(
        id=id,
        value=None if value is None else Decimal(value) if "." in value else int(value),
        state=State(state) if state else None,
        unit=unit,
        label=label,
        label_raw="",
        edition=edition,
        dimensions=without_total(said),
        certainty=Certainty(certainty),
        origin=Origin(
            block=_int(block) or 0,
            row=_int(row),
            column=_int(column),
            page=_int(page),
            raw=raw or "",
        ),
    )


def _int(value: str | int | None) -> int | None:
    return value if isinstance(value, int) else None
