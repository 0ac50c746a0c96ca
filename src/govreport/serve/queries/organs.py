"""Organs: who they are, their reports, what was found in them."""

from __future__ import annotations

from govreport.serve.data import Data, Row

__all__ = ["every", "findings_by_year", "named", "near", "reports"]


def every(data: Data) -> list[Row]:
    """Return all organs by name, with their reports, years and errors."""
    return data.rows(
        "SELECT organ, key, any_value(region) AS region, any_value(type) AS type,"
        " count(*) AS reports,"
        " min(year) AS first, max(year) AS last, sum(errors)::BIGINT AS errors"
        " FROM reports WHERE organ IS NOT NULL GROUP BY organ, key ORDER BY organ"
    )


def named(data: Data, key: str) -> Row:
    """Return an organ by its key, nothing where there is none."""
    return data.one(
        "SELECT r.organ, r.key, r.organ_id AS id, any_value(r.region) AS region,"
        " any_value(r.place) AS place, any_value(r.type) AS type, any_value(r.level) AS level,"
        " any_value(r.why) AS why, min(r.year) AS first, max(r.year) AS last,"
        " list(DISTINCT r.issuer ORDER BY r.issuer) AS names,"
        " any_value(r.report_kind) AS report_kind, any_value(o.predecessors) AS predecessors,"
        " any_value(o.succession) AS succession, any_value(o.former_names) AS former_names"
        " FROM reports AS r LEFT JOIN organs AS o ON o.id = r.organ_id"
        " WHERE r.key = ? GROUP BY r.organ, r.key, r.organ_id",
        [key],
    )


def reports(data: Data, key: str) -> list[Row]:
    """Return an organ's reports year by year; ``copies`` are other files of the same content."""
    return data.rows(
        """
        SELECT r.*, coalesce(c.n, 0) AS copies FROM reports AS r LEFT JOIN (
            SELECT sha256, count(*) AS n FROM files WHERE status = 'duplicate' GROUP BY sha256
        ) AS c USING (sha256)
        WHERE r.key = ? ORDER BY r.year DESC NULLS LAST, r.path
        """,
        [key],
    )


def findings_by_year(data: Data, key: str) -> list[Row]:
    """Return how many findings of each severity there are for each year."""
    return data.rows(
        "SELECT year, count(*) FILTER (severity = 'error') AS errors,"
        " count(*) FILTER (severity = 'warning') AS warnings,"
        " count(*) FILTER (severity = 'info') AS infos"
        " FROM findings WHERE key = ? GROUP BY year ORDER BY year",
        [key],
    )


def near(data: Data, key: str, year: int | None) -> Row:
    """Return the hashes of an organ's reports for the year before and the year after."""
    return data.one(
        "SELECT min_by(sha256, path) FILTER (year = $2 - 1) AS before,"
        " min_by(sha256, path) FILTER (year = $2 + 1) AS after FROM reports WHERE key = $1",
        [key, year],
    )
