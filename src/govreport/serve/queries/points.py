"""Figures: of one organ over the years, of the organs in one year."""

from __future__ import annotations

from collections.abc import Sequence

from govreport.serve.data import Data, Row
from govreport.serve.queries.conditions import Conditions, in_place

__all__ = ["compared", "concepts", "lines", "types", "years"]

_WHOLE = "p.concept = ? AND p.report_kind = ? AND p.is_total"


def concepts(data: Data) -> list[Row]:
    """Return the concepts that organs of the store have figures of, in the order of the forms."""
    sql = (
        "SELECT c.report_kind, c.id, c.zh, c.en, c.unit FROM ("
        "    SELECT *, row_number() OVER () AS n FROM concepts"
        ") AS c SEMI JOIN points AS p ON p.concept = c.id AND p.report_kind = c.report_kind"
        " WHERE c.comparable ORDER BY c.report_kind DESC, c.n"
    )
    return data.once(concepts, lambda: data.rows(sql))


def lines(data: Data, organ: str, ids: Sequence[str]) -> list[Row]:
    """Return what an organ says of some concepts, in order of the years."""
    return data.rows(
        "SELECT p.*, k.path, k.title FROM points AS p"
        " LEFT JOIN (SELECT sha256, path, title FROM reports WHERE organ_id = $1) AS k"
        " USING (sha256)"
        " WHERE p.organ = $1 AND p.is_total AND p.year IS NOT NULL"
        " AND list_contains($2, p.concept) ORDER BY p.concept, p.year",
        [organ, list(ids)],
    )


def years(data: Data, concept: str, kind: str) -> list[int]:
    """Return the years in which organs have a figure."""
    sql = (
        f"SELECT DISTINCT year FROM points AS p WHERE {_WHOLE}"  # noqa: S608
        " AND p.value_text IS NOT NULL AND year IS NOT NULL ORDER BY year"
    )
    name = (years, concept, kind)
    rows = data.once(name, lambda: data.rows(sql, [concept, kind]))
    return [row["year"] for row in rows]


def types(data: Data) -> list[Row]:
    """Return the types that organs have, and how many are of each."""
    sql = (
        "SELECT type AS value, count(*) AS n FROM keys WHERE type IS NOT NULL"
        " GROUP BY type ORDER BY n DESC, type"
    )
    return data.once(types, lambda: data.rows(sql))


def compared(
    data: Data, concept: str, kind: str, year: int, *, place: str = "", type: str = ""
) -> list[Row]:
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
            SELECT k.key, k.organ, k.region, k.place, k.type, p.value, p.value_text, p.number,
                p.unit, p.relation, p.note, p.note_en, p.raw, p.sha256, p.edition, p.year
            FROM points AS p JOIN keys AS k ON k.id = p.organ
            WHERE {_WHOLE} AND p.year BETWEEN ? - 1 AND ? AND p.number IS NOT NULL
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
        [concept, kind, year, year, *wanted.parameters, year],
    )
