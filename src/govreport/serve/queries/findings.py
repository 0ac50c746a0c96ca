"""Findings: what does not add up, filtered, sorted and page by page."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from govreport.serve.data import Data, Row
from govreport.serve.queries.conditions import Conditions, in_place

__all__ = ["SORTS", "Wanted", "choices", "count", "find"]

_SEVERITY = "array_position(['error', 'warning', 'info'], severity)"

#: By what findings can be sorted.
SORTS: Mapping[str, str] = {
    "severity": f"{_SEVERITY}, code, n",
    "code": "code, n",
    "organ": "organ, year, n",
    "year": "year DESC, n",
}


@frozen(kw_only=True)
class Wanted:
    """Which findings; ``None`` and ``""`` are any."""

    code: str = ""
    severity: str = ""
    place: str = ""
    year: int | None = None
    organ: str = ""
    report: str = ""

    def conditions(self) -> Conditions:
        """The conditions of SQL."""
        found = Conditions()
        for piece, value in (
            ("code = ?", self.code),
            ("severity = ?", self.severity),
            ("year = ?", self.year),
            ("key = ?", self.organ),
            ("sha256 = ?", self.report),
        ):
            if value:
                found.add(piece, value)
        if self.place:
            piece, parameters = in_place(self.place)
            found.add(piece, *parameters)
        return found


def find(
    data: Data, wanted: Wanted, sort: str = "severity", *, first: int = 0, limit: int | None = None
) -> list[Row]:
    """Return findings; ``sort`` is one of :data:`SORTS`."""
    conditions = wanted.conditions()
    page = "LIMIT ? OFFSET ?" if limit is not None else ""
    return data.rows(
        f"SELECT * FROM findings {conditions.sql} ORDER BY {SORTS[sort]} {page}",  # noqa: S608
        [*conditions.parameters, *([limit, first] if limit is not None else [])],
    )


def count(data: Data, wanted: Wanted) -> int:
    """Return how many findings there are."""
    conditions = wanted.conditions()
    row = data.one(
        f"SELECT count(*) AS n FROM findings {conditions.sql}",  # noqa: S608
        conditions.parameters,
    )
    return int(row["n"])


def choices(data: Data) -> dict[str, list[Row]]:
    """Return the codes, severities and years that findings have, each with how many."""
    return data.once(choices, lambda: _choices(data))


def _choices(data: Data) -> dict[str, list[Row]]:
    return {
        "code": data.rows(
            f"SELECT code AS value, severity, count(*) AS n, count(DISTINCT sha256) AS reports,"  # noqa: S608
            f" first(message ORDER BY n) AS message, first(message_en ORDER BY n) AS message_en"
            f" FROM findings GROUP BY code, severity ORDER BY {_SEVERITY}, count(*) DESC, code"
        ),
        "severity": data.rows(
            f"SELECT severity AS value, count(*) AS n FROM findings GROUP BY severity"  # noqa: S608
            f" ORDER BY {_SEVERITY}"
        ),
        "year": data.rows(
            "SELECT year AS value, count(*) AS n FROM findings WHERE year IS NOT NULL"
            " GROUP BY year ORDER BY year"
        ),
    }
