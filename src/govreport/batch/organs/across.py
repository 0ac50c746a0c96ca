"""Across years: the reports of a store by organ, and what does not follow from the year before.

Two tables are made of the others once all reports are in: ``issuers``, a row a report with the
organ it was given to and why, and ``series_findings``. They are the same whatever the order in
which reports came, and are made anew whenever reports come or go. What has to be sorted is sorted
on disk, so that millions of reports fit.
"""

from __future__ import annotations

import itertools
import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import closing
from decimal import Decimal
from typing import cast

import pyarrow.dataset as ds
from attrs import frozen

from govreport.batch.organs.choices import Chosen, Line, to_csv
from govreport.batch.organs.groups import Choice, Groups, Named, Why, named
from govreport.batch.store import derived, disk
from govreport.batch.store.reading import Tables
from govreport.checks.figures import Key, key_of
from govreport.checks.series import compare
from govreport.document import Origin
from govreport.forms.catalogue import dimension_names, editions
from govreport.kinds import kind as find_kind
from govreport.kinds import kinds
from govreport.model import Finding, Metric, State
from govreport.model.rules import finding

__all__ = ["write_across"]

#: The figures that rules across years need.
FIGURES = sorted(
    {
        id
        for kind in kinds()
        for form in editions(kind)
        for rule in form.successions
        for id in (*rule.now, *rule.before)
    }
)
DIMENSIONS = sorted(dimension_names())
COLUMNS = ("sha256", "edition", "id", "value_text", "unit", "state", "label")
PLACE = ("page", "block", "row", "column")

#: Paths named in a finding; of more there is the number.
NAMED = 5

_TABLES = """
CREATE TABLE reports (
    sha256 TEXT PRIMARY KEY, path TEXT, issuer TEXT, names TEXT, year INTEGER,
    kind TEXT, region TEXT, path_organ TEXT, organ TEXT, figures TEXT
);
"""


@frozen
class _Report:
    sha256: str
    path: str
    kind: str
    year: int
    figures: tuple[Metric, ...]


def write_across(tables: Tables, chosen: Chosen) -> None:
    """Write the tables beside the others, and ``issuers.csv``."""
    folder = tables.folder
    with closing(sqlite3.connect("")) as db:  # a file of no name, gone with the connection
        db.executescript(_TABLES)
        _take_reports(db, tables)
        groups = Groups(chosen)
        for _, kind, report, year in _named(db):
            if report is not None:
                groups.add(report, year and (kind, year))
        lines = _Lines(chosen)
        derived.write(folder, "issuers", _issuers(db, groups, lines))
        text = to_csv(lines.all())
        # With its mark, without which a spreadsheet takes UTF-8 for the local encoding.
        disk.write_file(
            folder / derived.ISSUERS_CSV, lambda scratch: scratch.write_text(text, "utf-8-sig")
        )
        _take_figures(db, tables)
        derived.write(folder, "series_findings", _findings(db))


def _take_reports(db: sqlite3.Connection, tables: Tables) -> None:
    rows = tables.rows(
        "reports", ("sha256", "path", "issuer", "issuer_names", "year", "report_kind")
    )
    with db:
        db.executemany(
            "INSERT OR IGNORE INTO reports (sha256, path, issuer, names, year, kind)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (
                (sha256, path, issuer, json.dumps(names, ensure_ascii=False), year, kind)
                for sha256, path, issuer, names, year, kind in rows
            ),
        )
        if tables.manifest.path_pattern is not None:
            hints = tables.rows(
                "files",
                ("path_region", "path_organ", "sha256"),
                where=ds.field("status") == "parsed",
            )
            db.executemany("UPDATE reports SET region = ?, path_organ = ? WHERE sha256 = ?", hints)


def _named(db: sqlite3.Connection) -> Iterator[tuple[str, str, Named | None, int | None]]:
    """Every report: its hash, its kind, who issued it, and its year."""
    rows = db.execute(
        "SELECT sha256, kind, issuer, names, path, region, path_organ, year FROM reports"
        " ORDER BY path, sha256"
    )
    for sha256, kind, issuer, names, path, region, path_organ, year in rows:
        report = named(issuer, json.loads(names) or (), path, region, path_organ)
        yield sha256, kind, report, year


class _Lines:
    """What ``issuers.csv`` says, gathered report by report."""

    def __init__(self, chosen: Chosen) -> None:
        self._chosen = chosen
        self._choices: dict[tuple[str, str], Choice] = {}
        self._years: defaultdict[tuple[str, str], Counter[int | None]] = defaultdict(Counter)

    def add(self, report: Named, year: int | None, choice: Choice) -> None:
        key = report.name, report.region
        self._choices[key] = choice
        self._years[key][year] += 1

    def all(self) -> list[Line]:
        """A line a name, and one for each that was chosen a group and that no report has."""
        used = {*self._choices, *((name, "") for name, _ in self._choices)}
        idle = {
            key: Choice(group, Why.FILE) for key, group in self._chosen.items() if key not in used
        }
        found = [self._line(key, choice) for key, choice in (self._choices | idle).items()]
        return sorted(found, key=lambda one: (one.choice.group or "", one.name, one.region))

    def _line(self, key: tuple[str, str], choice: Choice) -> Line:
        years = self._years.get(key, Counter())
        known = [year for year in years if year is not None]
        first, last = min(known, default=None), max(known, default=None)
        return Line(*key, choice, years.total(), first, last)


def _issuers(db: sqlite3.Connection, groups: Groups, lines: _Lines) -> Iterator[dict[str, object]]:
    """The rows of ``issuers``; the organs are noted on the way."""
    with db:
        for sha256, _, report, year in _named(db):
            choice = groups.choice(report)
            if report is not None:
                lines.add(report, year, choice)
            db.execute("UPDATE reports SET organ = ? WHERE sha256 = ?", (choice.group, sha256))
            yield {
                "sha256": sha256,
                "name": report.name if report else None,
                "region": (report.region or None) if report else None,
                "organ": choice.group,
                "why": choice.why.value,
                "others": list(choice.others),
            }


def _take_figures(db: sqlite3.Connection, tables: Tables) -> None:
    """Note with each report the figures that rules need: a report's rows stand together."""
    columns = (*COLUMNS, *DIMENSIONS, *PLACE)
    rows = tables.rows("metrics", columns, where=ds.field("id").isin(FIGURES))
    with db:
        for sha256, own in itertools.groupby(rows, key=lambda row: row[0]):
            text = json.dumps([row[1:] for row in own], ensure_ascii=False)
            db.execute("UPDATE reports SET figures = ? WHERE sha256 = ?", (text, sha256))


def _findings(db: sqlite3.Connection) -> Iterator[dict[str, object]]:
    """The rows of ``series_findings``: organ by organ, kind by kind and year by year."""
    rows = db.execute(
        "SELECT organ, kind, year, sha256, path, figures FROM reports"
        " WHERE organ IS NOT NULL AND year IS NOT NULL ORDER BY organ, kind, year, path, sha256"
    )
    for (organ, id), of_organ in itertools.groupby(rows, key=lambda row: row[:2]):
        before: tuple[int, _Report, list[Metric]] | None = None
        for year, of_year in itertools.groupby(of_organ, key=lambda row: row[2]):
            reports = [
                _Report(sha256, path, id, year, _figures(text))
                for _, _, _, sha256, path, text in of_year
            ]
            first = reports[0]
            agreed, disputed = _agreed(reports)
            for found in _versions(reports, disputed):
                yield _row(organ, first, None, found)
            if before is not None and before[0] + 1 == year:
                for found in compare(before[2], agreed, find_kind(id)):
                    yield _row(organ, first, before[1], found)
            before = year, first, agreed


def _figures(text: str | None) -> tuple[Metric, ...]:
    return tuple(_metric(*row) for row in json.loads(text or "[]"))


def _metric(
    edition: str | None,
    id: str,
    value: str | None,
    unit: str | None,
    state: str | None,
    label: str,
    *others: str | int | None,
) -> Metric:
    members, place = others[: len(DIMENSIONS)], others[len(DIMENSIONS) :]
    page, block, row, column = cast("Sequence[int | None]", place)
    number = None if value is None else Decimal(value) if "." in value else int(value)
    return Metric(
        id=id,
        value=number,
        state=State(state) if state else None,
        unit=unit,
        label=label,
        label_raw="",
        edition=edition,
        dimensions={
            name: str(member)
            for name, member in zip(DIMENSIONS, members, strict=True)
            if member is not None
        },
        origin=Origin(block=block or 0, row=row, column=column, page=page),
    )


def _agreed(reports: Sequence[_Report]) -> tuple[list[Metric], list[Metric]]:
    """The figures that the reports for one year agree on, and one of each that they differ on.

    What one could not be read for, another may tell.
    """
    if len(reports) == 1:
        return list(reports[0].figures), []
    said: dict[tuple[str | None, Key], list[Metric]] = {}
    for metric in itertools.chain.from_iterable(report.figures for report in reports):
        said.setdefault((metric.edition, key_of(metric)), []).append(metric)
    agreed: list[Metric] = []
    disputed: list[Metric] = []
    for same in said.values():
        read = [metric for metric in same if metric.state is not State.UNREADABLE] or same
        one = len({(metric.value, metric.unit) for metric in read}) == 1
        (agreed if one else disputed).append(read[0])
    return agreed, disputed


def _versions(reports: Sequence[_Report], disputed: Sequence[Metric]) -> Iterator[Finding]:
    if len(reports) < 2:
        return
    paths = "；".join(report.path for report in reports[:NAMED])
    more = "；…" if len(reports) > NAMED else ""
    words: dict[str, object] = {"year": reports[0].year, "count": len(reports)}
    if not disputed:
        yield finding("series.versions", words, found=paths + more)
        return
    names = "、".join(dict.fromkeys(metric.label for metric in disputed))
    ids = tuple(dict.fromkeys(metric.id for metric in disputed))
    yield finding("series.conflict", words | {"names": names}, found=paths + more, metrics=ids)


def _row(organ: str, report: _Report, before: _Report | None, found: Finding) -> dict[str, object]:
    place = found.origins[0] if found.origins else None
    return {
        "organ": organ,
        "report_kind": report.kind,
        "year": report.year,
        "sha256": report.sha256,
        "previous_sha256": before.sha256 if before else None,
        "code": found.code,
        "severity": found.severity.value,
        "rule_version": found.rule_version,
        "message": found.message,
        "message_en": found.message_en,
        "expected": found.expected,
        "found": found.found,
        "metrics": " ".join(found.metrics),
        **{name: getattr(place, name) if place else None for name in PLACE},
    }
