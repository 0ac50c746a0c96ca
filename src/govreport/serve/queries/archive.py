"""What an archive holds: files by what became of them, reports by year, coverage by organ."""

from __future__ import annotations

from collections.abc import Sequence

from govreport.serve.data import Data, Row
from govreport.serve.queries.conditions import Conditions

__all__ = ["causes", "counts", "coverage", "editions", "failures", "formats", "organs", "years"]

#: Failures are files that gave no report, for a reason.
_FAILED = "code IS NOT NULL AND status NOT IN ('left_out', 'replaced')"


def counts(data: Data) -> list[Row]:
    """Return the number of files of each status."""
    sql = "SELECT status, count(*) AS n FROM files GROUP BY status ORDER BY n DESC"
    return data.once(counts, lambda: data.rows(sql))


def years(data: Data) -> list[Row]:
    """Return the number of reports for each year."""
    sql = (
        "SELECT year, count(*) AS n FROM reports WHERE year IS NOT NULL GROUP BY year ORDER BY year"
    )
    return data.once(years, lambda: data.rows(sql))


def editions(data: Data) -> list[Row]:
    """Return the number of reports by year and edition of the form."""
    sql = (
        "SELECT year, edition, count(*) AS n, count(DISTINCT organ) AS organs FROM reports"
        " WHERE year IS NOT NULL GROUP BY year, edition ORDER BY year, edition"
    )
    return data.once(editions, lambda: data.rows(sql))


def formats(data: Data) -> list[Row]:
    """Return the number of reports by the format of their files."""
    sql = (
        "SELECT format, count(*) AS n, count(*) FILTER (lost > 0) AS parted FROM reports"
        " GROUP BY format ORDER BY n DESC, format"
    )
    return data.once(formats, lambda: data.rows(sql))


def organs(data: Data) -> Row:
    """Return how many organs there are, and how many reports are of none or for no year."""
    sql = (
        "SELECT count(DISTINCT key) AS organs, count(*) AS reports,"
        " count(*) FILTER (organ IS NULL OR year IS NULL) AS unplaced,"
        " count(*) FILTER (lost = 0) AS whole FROM reports"
    )
    return data.once(organs, lambda: data.one(sql))


def coverage(data: Data, *, first: int = 0, limit: int | None = None) -> list[Row]:
    """Return a row for each organ and year that there is a report for, organ by organ: how many,
    how many of their figures have a value, how many errors there are, which report is first."""
    page = "LIMIT ? OFFSET ?" if limit is not None else ""
    return data.rows(
        f"""
        WITH shown AS (
            SELECT DISTINCT organ, key FROM reports WHERE organ IS NOT NULL AND year IS NOT NULL
            ORDER BY organ {page}
        ), across AS (
            SELECT key, year, count(*) AS n FROM findings
            WHERE across AND severity = 'error' GROUP BY key, year
        )
        SELECT r.organ, r.key, r.year, count(*) AS reports,
            sum(metrics_with_value)::BIGINT AS filled, sum(metrics)::BIGINT AS figures,
            (sum(errors) + coalesce(any_value(a.n), 0))::BIGINT AS errors,
            min_by(path, path) AS path, min_by(sha256, path) AS sha256
        FROM reports AS r SEMI JOIN shown USING (key) LEFT JOIN across AS a
            ON a.key = r.key AND a.year = r.year
        WHERE r.year IS NOT NULL GROUP BY r.organ, r.key, r.year ORDER BY r.organ, r.year
        """,  # noqa: S608
        [limit, first] if limit is not None else [],
    )


def causes(data: Data) -> list[Row]:
    """Return the number of files that gave no report by their cause."""
    sql = (
        f"SELECT code, count(*) AS n FROM files WHERE {_FAILED} GROUP BY code ORDER BY n DESC, code"  # noqa: S608
    )
    return data.once(causes, lambda: data.rows(sql))


def failures(data: Data, code: str, *, first: int = 0, limit: int | None = None) -> Sequence[Row]:
    """Return the files that gave no report, of one cause or of all."""
    wanted = Conditions()
    wanted.add(_FAILED)
    if code:
        wanted.add("code = ?", code)
    page = "LIMIT ? OFFSET ?" if limit is not None else ""
    return data.rows(
        f"SELECT path, status, code, detail, hint, size, format FROM files {wanted.sql}"  # noqa: S608
        f" ORDER BY code, path {page}",
        [*wanted.parameters, *([limit, first] if limit is not None else [])],
    )
