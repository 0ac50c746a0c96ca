"""Figures: of one organ over the years, of the organs in one year."""

from __future__ import annotations

from govreport.serve.data import Data, Row
from govreport.serve.queries.conditions import Conditions, in_place

__all__ = ["compared", "concepts", "lines", "types", "years"]


def concepts(data: Data) -> list[Row]:
    """Return the concepts that organs of the store have figures of, in the order of the forms."""
    sql = (
        "SELECT nth, report_kind, id, zh, en, unit FROM shared SEMI JOIN lines"
        " ON lines.concept = shared.nth ORDER BY report_kind DESC, nth"
    )
    return data.once(concepts, lambda: data.rows(sql))


def lines(data: Data, organ: str) -> list[Row]:
    """Return what an organ, told by its id, says of all concepts, in order of the years."""
    return data.rows(
        "SELECT l.* REPLACE (c.id AS concept), c.zh AS name, c.en AS name_en, r.sha256, r.path"
        " FROM lines AS l JOIN shared AS c ON c.nth = l.concept"
        " LEFT JOIN reports AS r ON r.nth = l.report"
        " WHERE l.organ = (SELECT nth FROM keys WHERE id = ?) ORDER BY c.nth, l.year",
        [organ],
    )


def years(data: Data, concept: Row) -> list[int]:
    """Return the years in which organs have a figure."""
    sql = (
        "SELECT DISTINCT year FROM lines WHERE concept = ? AND value_text IS NOT NULL ORDER BY year"
    )
    rows = data.once((years, concept["nth"]), lambda: data.rows(sql, [concept["nth"]]))
    return [row["year"] for row in rows]


def types(data: Data) -> list[Row]:
    """Return the types that organs have, and how many are of each."""
    sql = (
        "SELECT type AS value, count(*) AS n FROM keys WHERE type IS NOT NULL"
        " GROUP BY type ORDER BY n DESC, type"
    )
    return data.once(types, lambda: data.rows(sql))


def compared(data: Data, concept: Row, year: int, *, place: str = "", type: str = "") -> list[Row]:
    """Return a figure of all organs in a year, the largest first, with the one of the year before.

    ``rank`` and ``percentile`` are among those in the unit that most of them are in; the others
    have none, and no figure of theirs stands beside one in another unit.
    """
    wanted = Conditions()
    if place:
        piece, parameters = in_place(place)
        wanted.add(piece, *parameters)
    if type:
        wanted.add("type = ?", type)
    return data.rows(
        f"""
        WITH said AS (
            SELECT k.key, k.organ, k.region, k.place, k.type, l.value, l.value_text, l.number,
                l.unit, l.relation, l.note, l.note_en, l.raw, r.sha256, l.edition, l.year
            FROM lines AS l JOIN keys AS k ON k.nth = l.organ
            LEFT JOIN reports AS r ON r.nth = l.report
            WHERE l.concept = ? AND l.year BETWEEN ? - 1 AND ? AND l.number IS NOT NULL
        ), now AS (SELECT * FROM said {wanted.sql + " AND" if wanted.sql else "WHERE"} year = ?
        ), common AS (
            SELECT unit FROM now GROUP BY unit ORDER BY count(*) DESC, unit LIMIT 1
        ), ranked AS (
            SELECT key, rank() OVER (ORDER BY number DESC) AS rank,
                100 * cume_dist() OVER (ORDER BY number) AS percentile
            FROM now WHERE unit IS NOT DISTINCT FROM (SELECT unit FROM common)
        )
        SELECT now.*, r.rank, round(r.percentile, 1) AS percentile,
            b.value AS before, b.value_text AS before_text,
            CASE WHEN b.unit IS NOT DISTINCT FROM now.unit THEN now.value - b.value END AS change
        FROM now LEFT JOIN ranked AS r USING (key)
        LEFT JOIN said AS b ON b.key = now.key AND b.year = now.year - 1
        ORDER BY r.rank NULLS LAST, now.organ
        """,  # noqa: S608
        [concept["nth"], year, year, *wanted.parameters, year],
    )
