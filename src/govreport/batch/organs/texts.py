"""What an archive's texts have in common: with the year before, and between different organs.

Sentences stand in a table by their hashes. Each is held against the report before it that has the
same sentence, so the work is linear in the sentences of the archive: of a hundred reports with one
text each is found beside the one before it.
"""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from govreport.batch.store.reading import Tables
from govreport.checks.reuse import hashed

__all__ = ["reuse_rows", "take_sentences"]

#: Two reports may be one text if this many sentences lead from one to the other; they are told as
#: near-duplicates where this share of the later one stands in the other.
FEWEST, ALIKE = 4, Fraction(8, 10)

Row = tuple[str, Mapping[str, object]]


def take_sentences(db: sqlite3.Connection, tables: Tables) -> None:
    """Take the sentences of all sections into the database, each once for a report."""
    db.execute("CREATE TABLE sentences (report INTEGER, hash INTEGER, length INTEGER)")
    rows = tables.rows("sections", ("sha256", "text"))
    with db:
        for sha256, sections in itertools.groupby(rows, key=lambda row: row[0]):
            number = db.execute("SELECT rowid FROM reports WHERE sha256 = ?", (sha256,)).fetchone()
            if number is not None:
                found = hashed(str(text or "") for _, text in sections)
                db.executemany(
                    "INSERT INTO sentences VALUES (?, ?, ?)",
                    ((*number, key, length) for key, length in found.items()),
                )
        db.execute("CREATE INDEX of_report ON sentences (report, hash)")


def reuse_rows(db: sqlite3.Connection) -> Iterator[Row]:
    """Yield the rows of ``reuse``: each report against its organ's for the year before, and each
    two of different organs that are nearly one text."""
    columns = "a.sha256, a.organ, a.year, b.sha256, b.organ, b.year"
    years = db.execute(
        f"SELECT {columns} FROM reports a JOIN reports b"  # noqa: S608
        " ON a.organ = b.organ AND a.kind = b.kind AND a.year = b.year + 1"
        " WHERE a.preferred AND b.preferred ORDER BY a.organ, a.year, a.sha256"
    )
    for pair in years:
        yield from _row(db, pair, Fraction(0))
    organs = db.execute(
        f"SELECT {columns} FROM ("  # noqa: S608
        "  SELECT before, report, COUNT(*) AS n FROM ("
        "    SELECT report, LAG(report) OVER (PARTITION BY hash ORDER BY report) AS before"
        "    FROM sentences) WHERE before IS NOT NULL GROUP BY before, report HAVING n >= ?"
        ") JOIN reports a ON a.rowid = report JOIN reports b ON b.rowid = before"
        " WHERE a.organ IS NOT NULL AND b.organ IS NOT NULL AND a.organ <> b.organ"
        " AND a.kind = b.kind ORDER BY a.organ, a.year, a.sha256, b.organ, b.year, b.sha256",
        (FEWEST,),
    )
    for pair in organs:
        yield from _row(db, pair, ALIKE)


def _row(db: sqlite3.Connection, pair: Sequence[object], least: Fraction) -> Iterator[Row]:
    sha256, organ, year, other, other_organ, other_year = pair
    share, sentences = _shared(db, sha256, other)
    if sentences and share >= least:
        yield (
            "reuse",
            {
                "organ": organ,
                "year": year,
                "sha256": sha256,
                "other_organ": other_organ,
                "other_year": other_year,
                "other_sha256": other,
                "share": float(share),
                "sentences": sentences,
            },
        )


def _shared(db: sqlite3.Connection, one: object, other: object) -> tuple[Fraction, int]:
    """The share of a report's text that stands in another, and how many sentences it has."""
    told, whole, count = db.execute(
        "SELECT SUM(CASE WHEN b.hash IS NULL THEN 0 ELSE a.length END), SUM(a.length), COUNT(*)"
        " FROM sentences a LEFT JOIN sentences b ON b.hash = a.hash AND b.report ="
        " (SELECT rowid FROM reports WHERE sha256 = ?)"
        " WHERE a.report = (SELECT rowid FROM reports WHERE sha256 = ?)",
        (other, one),
    ).fetchone()
    return (Fraction(told, whole) if whole else Fraction(0)), int(count)
