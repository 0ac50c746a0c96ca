"""A pandas frame that can be written to wherever pandas writes: to Stata, too.

Exact figures are ``Decimal`` objects, which Stata has not, and Chinese needs a format of Stata's
that is not pandas' default.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

from govreport.document import Table
from govreport.export.columns import ColumnType
from govreport.export.safe import encodable
from govreport.export.values import Filled, Value

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Frame", "frame_of", "of_arrow", "of_table", "stata_ready"]

_DTYPES: Mapping[ColumnType, str] = {
    "text": "string",
    "integer": "Int64",
    "figure": "object",
    "number": "Float64",
    "flag": "boolean",
}

#: The format of Stata 14 and later, the first in UTF-8.
UNICODE: Literal[118] = 118
#: Columns that Stata does not allow, and what pandas makes of them.
RESERVED = {"end": "_end"}
#: Bytes of a text that Stata keeps in a column of fixed width; a longer one is a ``strL``.
WIDTH = 2045


class Frame(pd.DataFrame):
    """A data frame of govreport: pandas' own, but for :meth:`to_stata`."""

    @property
    def _constructor(self) -> type[Frame]:
        return Frame

    def to_stata(
        self, path: Any, *, version: Literal[114, 117, 118, 119] | None = UNICODE, **options: Any
    ) -> None:
        """Write a Stata file, by default in UTF-8; exact figures as text beside their ``number``.

        ``options`` are those of :meth:`pandas.DataFrame.to_stata`.
        """
        ready = stata_ready(self)
        options.setdefault("convert_strl", [*_long(ready)])
        ready.to_stata(path, version=version, **options)


def frame_of(columns: Iterable[Filled]) -> Frame:
    """Return columns as a frame."""
    series: dict[str, object] = {}
    for column in columns:
        if column.known:
            found = dict.fromkeys(value for value in column.values if value is not None)
            # Frames of several reports can be put one under the other: all have the same ones.
            known = [*column.known, *(value for value in found if value not in column.known)]
            series[column.name] = pd.Categorical(column.values, known, ordered=True)
        else:
            values = map(_exact, column.values) if column.type == "figure" else column.values
            series[column.name] = pd.Series(list(values), dtype=_DTYPES[column.type])
    return Frame(series)


def of_table(table: Table, header: int = 0) -> Frame:
    """Return the texts of a table's cells; see :meth:`govreport.document.Table.to_frame`.

    Raises:
        ValueError: the table has fewer rows than its header.
    """
    if not 0 <= header <= table.n_rows:
        raise ValueError(f"a header of {header} rows: the table has {table.n_rows}")
    rows = [[cell.text if cell else None for cell in row] for row in table.grid()]
    heads = (
        "·".join(dict.fromkeys(filter(None, head))) for head in zip(*rows[:header], strict=True)
    )
    names: list[str] = list(heads)
    columns = zip(*rows[header:], strict=True) if rows[header:] else [()] * table.n_columns
    frame = frame_of(
        Filled(str(n), "text", [text and encodable(text) for text in column])
        for n, column in enumerate(columns)
    )
    frame.columns = pd.Index(names if header else range(table.n_columns))
    return frame


def of_arrow(table: pa.Table) -> Frame:
    """Return a table of Arrow as a frame: integers stay such where some are missing."""
    import pyarrow as pa

    types = {
        pa.string(): pd.StringDtype(),
        pa.int64(): pd.Int64Dtype(),
        pa.float64(): pd.Float64Dtype(),
        pa.bool_(): pd.BooleanDtype(),
    }
    return Frame(table.to_pandas(types_mapper=types.get))


def stata_ready(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame as Stata can have it: figures and lists as text, nothing as ``""``."""
    ready = pd.DataFrame(frame.copy()).rename(columns=RESERVED)
    for name in ready.columns:
        column = ready[name]
        if isinstance(column.dtype, pd.CategoricalDtype) or pd.api.types.is_string_dtype(column):
            ready[name] = column.astype("object").where(column.notna(), "").astype(str)
        elif column.dtype == object:
            ready[name] = [_text(value) for value in column]
        elif pd.api.types.is_bool_dtype(column):
            ready[name] = column.astype("Int8")
    return ready


def _exact(value: Value) -> Value:
    return Decimal(value) if isinstance(value, int) else value


def _text(value: object) -> str:
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, str) or not hasattr(value, "__iter__"):
        return "" if value is None or value is pd.NaT or value != value else str(value)
    return "；".join(map(str, value))


def _long(frame: pd.DataFrame) -> Iterator[Hashable]:
    for name in frame.columns:
        texts = frame[name]
        is_text = texts.dtype == object or pd.api.types.is_string_dtype(texts)
        if is_text and any(len(str(text).encode()) > WIDTH for text in texts):
            yield name
