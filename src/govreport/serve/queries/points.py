"""Figures: of one organ over the years, of the organs in one year."""

from __future__ import annotations

from attrs import frozen

from govreport.serve.data import Data, Row
from govreport.serve.queries.conditions import Conditions, in_place

__all__ = ["Asked", "both", "compared", "concepts", "lines", "spread", "types", "years"]


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


@frozen
class Asked:
    """Which figures are compared: a concept in a year, of the organs in a place and of a type."""

    concept: Row
    year: int
    place: str = ""
    type: str = ""

    def sql(self) -> tuple[str, list[object]]:
        """The rows ``now`` and ``ranked``, to be put before a question, with their parameters.

        ``rank`` and ``percentile`` are among those in the unit that most of them are in; the others
        have none, and no figure of theirs stands beside one in another unit.
        """
        wanted = Conditions()
        wanted.add("l.concept = ? AND l.year = ? AND l.number IS NOT NULL")
        wanted.parameters += [self.concept["nth"], self.year]
        if self.place:
            piece, parameters = in_place(self.place)
            wanted.add(piece, *parameters)
        if self.type:
            wanted.add("type = ?", self.type)
        return (
            f"""
            WITH now AS (
                SELECT k.nth, k.key, k.organ AS name, k.region, k.type, l.* EXCLUDE (organ)
                FROM lines AS l JOIN keys AS k ON k.nth = l.organ {wanted.sql}
            ), common AS (
                SELECT unit FROM now GROUP BY unit ORDER BY count(*) DESC, unit LIMIT 1
            ), ranked AS (
                SELECT *, rank() OVER (ORDER BY number DESC) AS rank,
                    round(100 * cume_dist() OVER (ORDER BY number), 1) AS percentile
                FROM now WHERE unit IS NOT DISTINCT FROM (SELECT unit FROM common)
            )
            """,  # noqa: S608
            wanted.parameters,
        )


def compared(data: Data, asked: Asked, *, first: int = 0, limit: int | None = None) -> list[Row]:
    """Return a figure of all organs in a year, the largest first, with the one of the year before;
    those in another unit than most come last and have no ``rank``."""
    begin, parameters = asked.sql()
    page = "LIMIT ? OFFSET ?" if limit is not None else ""
    return data.rows(
        f"""
        {begin}, shown AS (
            SELECT n.*, r.rank, r.percentile FROM now AS n LEFT JOIN ranked AS r USING (nth)
            ORDER BY r.rank NULLS LAST, n.name {page}
        )
        SELECT s.* EXCLUDE (name, nth), s.name AS organ, o.sha256, b.value_text AS before_text,
            b.value AS before,
            CASE WHEN b.unit IS NOT DISTINCT FROM s.unit THEN s.value - b.value END AS change
        FROM shown AS s LEFT JOIN reports AS o ON o.nth = s.report
        LEFT JOIN lines AS b ON b.organ = s.nth AND b.concept = s.concept AND b.year = s.year - 1
        ORDER BY s.rank NULLS LAST, s.name
        """,  # noqa: S608
        [*parameters, *([limit, first] if limit is not None else [])],
    )


def spread(data: Data, asked: Asked) -> Row:
    """Return how many organs have the figure, how many of them are ranked and in which unit, the
    quartiles, and all that are ranked as floats."""
    begin, parameters = asked.sql()
    return data.one(
        f"""
        {begin} SELECT (SELECT count(*) FROM now) AS n, count(*) AS ranked,
            any_value(unit) AS unit, quantile_cont(number, [0.25, 0.5, 0.75]) AS quartiles,
            list(number) AS numbers
        FROM ranked
        """,  # noqa: S608
        parameters,
    )


def both(data: Data, one: Asked, other: Asked) -> list[Row]:
    """Return the organs that have two figures, each in the unit that most have it in."""
    (first, own), (second, theirs) = one.sql(), other.sql()
    return data.rows(
        f"WITH a AS ({first} SELECT * FROM ranked), b AS ({second} SELECT * FROM ranked)"  # noqa: S608
        " SELECT a.key, a.name, a.value AS x, b.value AS y, a.unit AS x_unit, b.unit AS y_unit"
        " FROM a JOIN b USING (nth) ORDER BY a.rank, a.name",
        [*own, *theirs],
    )
