"""SQL over a store: its tables as views of DuckDB, nothing else of the machine in reach."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from govreport.export.arrow import SCHEMAS
from govreport.export.frames import require_pandas

if TYPE_CHECKING:
    import pandas

    from govreport.batch.store.reading import Tables

__all__ = ["frame_of"]


def frame_of(tables: Tables, query: str, parameters: object = None) -> pandas.DataFrame:
    """Return what a query gives.

    Raises:
        ImportError: duckdb or pandas is not installed.
    """
    require_pandas()
    from govreport.export.frame import of_arrow

    try:
        import duckdb
    except ImportError as error:
        raise ImportError("sql() needs duckdb: pip install 'duckdb>=1.0'") from error
    with duckdb.connect() as db:
        for name in tables.names:
            db.register(f"_{name}" if name in SCHEMAS else name, tables.dataset(name))
        for name in SCHEMAS:
            db.execute(
                f"CREATE VIEW {name} AS SELECT t.*, i.organ, i.preferred"  # noqa: S608
                f" FROM _{name} t LEFT JOIN issuers i USING (sha256)"
            )
        db.execute("SET enable_external_access = false")
        db.execute("SET lock_configuration = true")
        found = db.sql(query, params=parameters)
        if found is None:  # a statement that gives no rows, such as PRAGMA
            return of_arrow(pa.table({}))
        return of_arrow(found.to_arrow_table())
