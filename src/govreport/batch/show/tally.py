"""What a store comes to: coverage by organ and year, findings by kind, failures by cause, jumps.

Made for :mod:`~govreport.batch.show.summary`. What has to be brought together and sorted is so on
disk: a store of millions takes no more memory than one of thousands.
"""

from __future__ import annotations

import heapq
import itertools
import math
import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from decimal import Decimal
from typing import cast

import pyarrow.dataset as ds
from attrs import define, field, frozen

from govreport.batch.store.reading import Tables
from govreport.kinds import kinds
from govreport.model import Severity

__all__ = [
    "COMPARED",
    "LEAST",
    "Cell",
    "Coverage",
    "FindingCount",
    "Jump",
    "Tally",
    "Trouble",
    "Whole",
    "tally",
]

#: Organs, files of a cause and jumps that are told one by one; the others are counted.
ORGANS, FILES, JUMPS = 1000, 100, 30
#: Concepts of all kinds whose jumps are looked for, by their names.
COMPARED: Mapping[str, str] = {id: name for kind in kinds() for id, name in kind.compared.items()}
#: A figure that stays below this does not jump.
LEAST = 20

_TABLES = """
CREATE TABLE reports (
    sha256 TEXT PRIMARY KEY, organ TEXT, name TEXT, year INTEGER, filled INTEGER, figures INTEGER,
    errors INTEGER, path TEXT
) WITHOUT ROWID;
CREATE TABLE said (organ TEXT, concept TEXT, year INTEGER, value INTEGER);
"""


@frozen
class Cell:
    """The reports of an organ for a year: how many, how many of their figures have a value, how
    many errors were found in them and against the year before, and where one of them is."""

    reports: int
    filled: int
    figures: int
    errors: int
    path: str


@frozen
class Coverage:
    """Organs by name with a cell for each year that they reported on; ``organs`` and ``years``
    count all of them, ``unplaced`` the reports without organ or year."""

    rows: Mapping[str, Mapping[int, Cell]]
    organs: int
    years: Mapping[int, int]
    unplaced: int


@define
class FindingCount:
    """A kind of finding: how often it was found, in how many reports, one of the messages and the
    path of the report that it is about."""

    severity: Severity
    code: str
    message: str
    path: str = ""
    count: int = 0
    reports: int = 0
    _last: object = None

    def add(self, report: object) -> None:
        """Count a finding; those of a report stand together."""
        self.count += 1
        self.reports += report != self._last
        self._last = report


@define
class Trouble:
    """A cause for which files gave no report, with the paths of some and what was wrong."""

    code: str
    count: int = 0
    files: list[tuple[str, str]] = field(factory=list)


@frozen(order=True)
class Jump:
    """A figure of an organ that changed from one year to the next."""

    size: float
    organ: str
    concept: str
    year: int
    before: int
    after: int


@frozen
class Whole:
    """How many of the reports were read whole, and those that were not, most lost first: path, and
    how many numbers of forms were lost out of how many that the file has."""

    reports: int
    whole: int
    files: Sequence[tuple[str, int, int]]


@frozen
class Tally:
    """All of it, each part in the order in which it is to be shown."""

    coverage: Coverage
    whole: Whole
    findings: Sequence[FindingCount]
    troubles: Sequence[Trouble]
    jumps: Sequence[Jump]


def tally(tables: Tables) -> Tally:
    """Count up a store."""
    with closing(sqlite3.connect("")) as db:  # a file of no name, gone with the connection
        db.executescript(_TABLES)
        with db:
            _take(db, tables)
        return Tally(
            coverage=_coverage(db),
            whole=_whole(tables),
            findings=_findings(tables, db),
            troubles=_troubles(tables),
            jumps=heapq.nlargest(JUMPS, _jumps(db)),
        )


def _take(db: sqlite3.Connection, tables: Tables) -> None:
    columns = ("sha256", "issuer", "year", "metrics_with_value", "metrics", "errors", "path")
    db.executemany(
        "INSERT OR IGNORE INTO reports (sha256, name, year, filled, figures, errors, path)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        tables.rows("reports", columns),
    )
    names = _names(tables)
    given = tables.rows("issuers", ("organ", "sha256"))
    db.executemany(
        "UPDATE reports SET organ = ? WHERE sha256 = ?",
        ((names.get(organ, organ), sha256) for organ, sha256 in given),
    )
    across = tables.rows(
        "series_findings", ("sha256",), where=ds.field("severity") == Severity.ERROR.value
    )
    db.executemany("UPDATE reports SET errors = errors + 1 WHERE sha256 = ?", across)
    wanted = ds.field("concept").isin(list(COMPARED)) & ds.field("value").is_valid()
    figures = tables.rows("metrics", ("concept", "value", "sha256"), where=wanted)
    db.executemany(
        "INSERT INTO said SELECT organ, ?, year, ? FROM reports"
        " WHERE sha256 = ? AND organ IS NOT NULL AND year IS NOT NULL",
        ((concept, int(cast(Decimal, value)), sha256) for concept, value, sha256 in figures),
    )


def _names(tables: Tables) -> dict[object, object]:
    """The organs' names by their ids; with the id where several have one name."""
    names = {id: name for id, name in tables.rows("organs", ("id", "name"))}  # noqa: C416
    times = Counter(names.values())
    return {id: f"{name}（{id}）" if times[name] > 1 else name for id, name in names.items()}


def _whole(tables: Tables) -> Whole:
    rows = list(tables.rows("reports", ("path", "lost", "numbers")))
    parted = [(str(path), int(cast(int, n)), int(cast(int, of))) for path, n, of in rows if n]
    files = heapq.nsmallest(FILES, parted, key=lambda each: (-each[1], each[0]))
    return Whole(reports=len(rows), whole=len(rows) - len(parted), files=files)


def _coverage(db: sqlite3.Connection) -> Coverage:
    placed = "FROM reports WHERE coalesce(organ, name) IS NOT NULL AND year IS NOT NULL"
    (reports,), *_ = db.execute("SELECT count(*) FROM reports")
    (organs,), *_ = db.execute(f"SELECT count(DISTINCT coalesce(organ, name)) {placed}")
    years = dict(db.execute(f"SELECT year, count(*) {placed} GROUP BY year ORDER BY year"))
    cells = db.execute(
        "SELECT coalesce(organ, name) AS organ, year, count(*), sum(filled), sum(figures),"
        f" sum(errors), min(path) {placed} GROUP BY 1, 2 ORDER BY 1, 2"
    )
    by_organ = itertools.groupby(cells, key=lambda row: row[0])
    rows = {
        organ: {year: Cell(*cell) for _, year, *cell in of_organ}
        for organ, of_organ in itertools.islice(by_organ, ORGANS)
    }
    return Coverage(rows, organs, years, reports - sum(years.values()))


def _findings(tables: Tables, db: sqlite3.Connection) -> list[FindingCount]:
    kinds: dict[tuple[object, object], FindingCount] = {}
    columns = ("severity", "code", "message", "sha256")
    both = (tables.rows(table, columns) for table in ("findings", "series_findings"))
    for severity, code, message, sha256 in itertools.chain.from_iterable(both):
        key = (severity, code)
        if key not in kinds:
            found = db.execute("SELECT path FROM reports WHERE sha256 = ?", (sha256,)).fetchone()
            path = found[0] if found else ""
            kinds[key] = FindingCount(Severity(str(severity)), str(code), str(message), path)
        kinds[key].add(sha256)
    order = [*Severity]
    return sorted(kinds.values(), key=lambda kind: (order.index(kind.severity), -kind.count))


def _troubles(tables: Tables) -> list[Trouble]:
    causes: dict[object, Trouble] = {}
    wanted = ds.field("code").is_valid() & ~ds.field("status").isin(["left_out", "replaced"])
    for code, path, detail in tables.rows("files", ("code", "path", "detail"), where=wanted):
        trouble = causes.setdefault(code, Trouble(str(code)))
        trouble.count += 1
        if len(trouble.files) < FILES:
            trouble.files.append((str(path), str(detail or "")))
    return sorted(causes.values(), key=lambda trouble: -trouble.count)


def _jumps(db: sqlite3.Connection) -> Iterator[Jump]:
    # Two reports for one year that differ on a figure do not say how it moved.
    said = db.execute(
        "SELECT organ, concept, year, min(value) FROM said GROUP BY 1, 2, 3"
        " HAVING min(value) = max(value) ORDER BY 1, 2, 3"
    )
    for (organ, concept, before, low), (*same, year, high) in itertools.pairwise(said):
        if [organ, concept] != same or before + 1 != year or low == high or max(low, high) < LEAST:
            continue
        size = abs(math.log((high + 1) / (low + 1)))
        yield Jump(size, organ, concept, year, low, high)
